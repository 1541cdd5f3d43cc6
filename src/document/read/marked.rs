//! Owns a text whose Markdown is known, in which near-links are looked for.

use crate::document::link::{Definition, Link};
use crate::document::text_runs::TextRuns;
use crate::text::{Source, Span};

/// A text with the links and the code that Markdown finds in it. What is left may be meant as a link.
pub(in crate::document) struct Marked<'a> {
    pub(in crate::document) source: &'a Source,
    /// In order of their beginning.
    pub(in crate::document) links: Vec<Link<'a>>,
    pub(in crate::document) code_spans: Vec<Span>,
    pub(in crate::document) definitions: Vec<Definition>,
    pub(in crate::document) runs: TextRuns,
}

impl<'a> Marked<'a> {
    /// The same with only the links that `is_meant` takes.
    pub(super) fn with_links(mut self, is_meant: impl FnMut(&Link<'a>) -> bool) -> Self {
        self.links.retain(is_meant);
        self
    }

    pub(super) fn text(&self, span: Span) -> &'a str {
        self.source.slice(span)
    }

    pub(super) fn is_opaque(&self, offset: usize) -> bool {
        self.runs.is_opaque(offset)
    }

    pub(super) fn in_link_text(&self, offset: usize) -> bool {
        let next = self.links.partition_point(|link| link.span.start <= offset);
        self.links[..next].iter().rev().take(2).any(|link| offset < link.span.end)
    }
}
