//! Owns the first layer of a document: what lies within its lines. Links and what is meant as one, code, emphasis, tags,
//! comments.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::document::comment::Comment;
use crate::document::link::{Definition, Link, LinkKind, UndefinedReference};
use crate::document::markup::{Emphasis, HtmlTag};
use crate::document::near_link::NearLink;
use crate::document::read::site::inline::read as read_inline;
use crate::document::site::ShownText;
use crate::document::text_runs::TextRuns;
use crate::text::mojibake::Mojibake;
use crate::text::{Source, Span, Url};

/// What lies within the lines of a text.
#[derive(Debug)]
pub struct Inlines<'a> {
    /// The text that it was read from.
    pub source: &'a Source,
    /// The links that Markdown accepts, in order of their beginning.
    pub links: Vec<Link<'a>>,
    /// What is meant as a link and is none, in order.
    pub near_links: Vec<NearLink>,
    /// URLs that stand in the text by themselves, in order.
    pub bare_urls: Vec<Span>,
    /// `[text][name]` and `[name]` that no definition answers, in order; prefixes included.
    pub undefined_references: Vec<UndefinedReference>,
    /// `[name]: url`, in order.
    pub definitions: Vec<Definition>,
    /// The destinations of all links and definitions, taken apart, each once, where they are written out. In order.
    pub urls: Vec<Url<'a>>,
    /// Code spans with their backticks, in order.
    pub code_spans: Vec<Span>,
    /// Bold and italic text with its asterisks or underscores, in order.
    pub emphases: Vec<Emphasis>,
    /// HTML comments, in order.
    pub comments: Vec<Comment>,
    /// What the site takes for HTML tags, in order.
    pub html_tags: Vec<HtmlTag>,
    /// UTF-8 that was read as another encoding, in order.
    pub mojibake: Vec<Mojibake>,
    /// Links of the template that nobody filled in, such as `[Group](Group URL)`; in no other list. In order.
    pub template_links: Vec<Span>,
    /// What is no text, and what is.
    pub(super) runs: TextRuns,
    /// Index of the definition of each name, in lower case.
    pub(super) definition_names: HashMap<String, usize>,
    /// How many links begin before each block of [`LINK_BLOCK`] bytes: rules ask for the links of every entry.
    pub(super) link_blocks: Vec<usize>,
}

/// Bytes of text between two entries of [`Inlines::link_blocks`].
const LINK_BLOCK: usize = 128;

impl<'a> Inlines<'a> {
    /// The text of `span`.
    #[must_use]
    pub fn text(&self, span: Span) -> &'a str {
        self.source.slice(span)
    }

    /// The links that begin within `span`, in order.
    #[must_use]
    pub fn links_in(&self, span: Span) -> &[Link<'a>] {
        &self.links[self.link_range(span)]
    }

    pub(super) fn link_range(&self, span: Span) -> Range<usize> {
        let first = self.links_before(span.start);
        // Few entries have more than one or two.
        let count = self.links[first..].iter().take(4).position(|link| link.span.start >= span.end);
        first..count.map_or_else(|| self.links_before(span.end).max(first), |count| first + count)
    }

    /// How many links begin before a byte offset.
    fn links_before(&self, offset: usize) -> usize {
        let block = offset / LINK_BLOCK;
        let (Some(first), Some(last)) = (self.link_blocks.get(block), self.link_blocks.get(block + 1)) else {
            return self.links.len();
        };
        let in_block = self.links[*first..*last].iter().take_while(|link| link.span.start < offset);
        first + in_block.count()
    }

    /// The near-links that begin within `span`, in order.
    #[must_use]
    pub fn near_links_in(&self, span: Span) -> &[NearLink] {
        within(&self.near_links, span, |link| link.span.start)
    }

    /// The URLs by themselves that begin within `span`, in order.
    #[must_use]
    pub fn bare_urls_in(&self, span: Span) -> &[Span] {
        within(&self.bare_urls, span, |url| url.start)
    }

    /// The references that no definition answers and that begin within `span`, in order.
    #[must_use]
    pub fn undefined_references_in(&self, span: Span) -> &[UndefinedReference] {
        within(&self.undefined_references, span, |reference| reference.span.start)
    }

    /// The links of the template that nobody filled in and that begin within `span`, in order.
    #[must_use]
    pub fn template_links_in(&self, span: Span) -> &[Span] {
        within(&self.template_links, span, |link| link.start)
    }

    /// The code spans that begin within `span`, in order.
    #[must_use]
    pub fn code_spans_in(&self, span: Span) -> &[Span] {
        within(&self.code_spans, span, |code| code.start)
    }

    /// The bold and italic stretches that begin within `span`, in order.
    #[must_use]
    pub fn emphases_in(&self, span: Span) -> &[Emphasis] {
        within(&self.emphases, span, |emphasis| emphasis.span.start)
    }

    /// The innermost link in which a byte offset lies.
    #[must_use]
    pub fn link_at(&self, offset: usize) -> Option<&Link<'a>> {
        let next = self.links_before(offset + 1);
        // Links don't nest, but images stand in links.
        self.links[..next].iter().rev().take(8).find(|link| offset < link.span.end)
    }

    /// Whether `span` lies in a link of the template that nobody filled in.
    #[must_use]
    pub fn in_template_link(&self, span: Span) -> bool {
        let next = self.template_links.partition_point(|link| link.end <= span.start);
        self.template_links.get(next).is_some_and(|link| link.contains(span))
    }

    /// The HTML tag that begins at a byte offset.
    #[must_use]
    pub fn html_tag_at(&self, offset: usize) -> Option<&HtmlTag> {
        let at = self.html_tags.binary_search_by_key(&offset, |tag| tag.span.start).ok()?;
        self.html_tags.get(at)
    }

    /// Whether a byte offset lies in a destination.
    #[must_use]
    pub fn destinations_contain(&self, offset: usize) -> bool {
        let next = self.definitions.partition_point(|definition| definition.span.start <= offset);
        let definition = self.definitions[..next].last().map(|definition| definition.destination);
        let link = self.link_at(offset).filter(|link| link.has_own_destination()).map(|link| link.destination);
        definition.into_iter().chain(link).any(|destination| destination.start <= offset && offset < destination.end)
    }

    /// The destination of a link as written, or as its definition gives it.
    #[must_use]
    pub fn destination(&self, link: &Link<'a>) -> Cow<'a, str> {
        match &link.kind {
            LinkKind::Reference { url, .. } => Cow::Owned(url.to_string()),
            _ => Cow::Borrowed(self.text(link.destination)),
        }
    }

    /// The URL of a link, taken apart, with spans into the source (those of a reference are its definition's).
    #[must_use]
    pub fn url(&self, destination: Span) -> Url<'a> {
        let known = self.urls.binary_search_by_key(&destination.start, |url| url.whole().start).ok();
        match known.and_then(|index| self.urls.get(index)) {
            Some(url) if url.whole() == destination => *url,
            _ => Url::new(self.text(destination), destination.start),
        }
    }

    /// What readers see of a part of one block, such as the content of an entry.
    #[must_use]
    pub fn shown(&self, span: Span) -> ShownText {
        read_inline(self.text(span), &|name| {
            let definition = self.definitions.get(*self.definition_names.get(name)?)?;
            Some(self.text(definition.destination).to_owned())
        })
    }

    /// How many of `links` begin before each block of a text of so many bytes.
    pub(super) fn blocks_of(links: &[Link<'_>], length: usize) -> Vec<usize> {
        let mut before = 0;
        let blocks = (0..length / LINK_BLOCK + 2).map(|block| {
            let in_block = links[before..].iter().take_while(|link| link.span.start < block * LINK_BLOCK);
            before += in_block.count();
            before
        });
        blocks.collect()
    }

    /// The comments that begin within `span`, in order.
    #[must_use]
    pub fn comments_in(&self, span: Span) -> &[Comment] {
        within(&self.comments, span, |comment| comment.span.start)
    }

    /// The parts of `span` that are text: no code, no destination, no definition, no comment.
    pub fn text_runs(&self, span: Span) -> impl Iterator<Item = Span> {
        self.runs.within(span)
    }

    /// The parts of the whole body that are text, as in [`Inlines::text_runs`].
    pub fn all_text_runs(&self) -> impl Iterator<Item = Span> {
        self.text_runs(self.runs.body())
    }

    /// Whether a byte offset lies in code, a destination, a definition or a comment.
    #[must_use]
    pub fn is_opaque(&self, offset: usize) -> bool {
        self.runs.is_opaque(offset)
    }
}

/// The elements of a sorted list that begin within `span`.
fn within<T>(sorted: &[T], span: Span, start: impl Fn(&T) -> usize) -> &[T] {
    let from = sorted.partition_point(|element| start(element) < span.start);
    let to = from + sorted[from..].partition_point(|element| start(element) < span.end);
    &sorted[from..to]
}
