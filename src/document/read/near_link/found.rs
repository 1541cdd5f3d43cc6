//! What the search has found so far.

use crate::document::near_link::{NearLink, NearLinkProblem, Repair};
use crate::text::{Edit, Span};

/// Bytes of the longest line that is looked at whole. In a longer one each URL would look as far, many times over.
pub(super) const REACH: usize = 2048;

/// Bytes before and after a URL that are looked at in a longer line.
pub(super) const NEAR: usize = 256;

#[derive(Default)]
pub(super) struct Found {
    pub(super) near_links: Vec<NearLink>,
    pub(super) bare_urls: Vec<Span>,
}

impl Found {
    pub(super) fn near(
        &mut self,
        span: Span,
        fault: Span,
        problem: NearLinkProblem,
        url: Option<Span>,
        repair: Option<Repair>,
    ) {
        self.near_links.push(NearLink { span, fault, problem, url, repair });
    }
}

pub(super) fn certain(edits: impl Into<Vec<Edit>>) -> Option<Repair> {
    Some(Repair { edits: edits.into(), is_certain: true })
}

pub(super) fn guess(edits: impl Into<Vec<Edit>>) -> Option<Repair> {
    Some(Repair { edits: edits.into(), is_certain: false })
}
