//! Owns the first layer of a document: what lies within its lines. Links and what is meant as one, code, emphasis,
//! tags, comments.

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
use crate::lexicon::FINAL_COMMENT_PERIOD_LABEL;
use crate::text::mojibake::Mojibake;
use crate::text::{Source, Span, Url};

/// What lies within the lines of a text.
#[derive(Debug)]
pub struct Inlines<'a> {
    /// The text that it was read from.
    pub source: &'a Source,
    pub(super) links: Vec<Link<'a>>,
    pub(super) near_links: Vec<NearLink>,
    pub(super) bare_urls: Vec<Span>,
    pub(super) undefined_references: Vec<UndefinedReference>,
    pub(super) definitions: Vec<Definition>,
    pub(super) urls: Vec<Url<'a>>,
    pub(super) code_spans: Vec<Span>,
    /// What GitHub takes for blocks of HTML, in the order of the text: up to a blank line, or to the end of a comment.
    pub(super) html_blocks: Vec<Span>,
    pub(super) emphases: Vec<Emphasis>,
    pub(super) comments: Vec<Comment>,
    pub(super) html_tags: Vec<HtmlTag>,
    pub(super) mojibake: Vec<Mojibake>,
    pub(super) template_links: Vec<Span>,
    /// Rows of backticks and of asterisks in text, in the order of the text.
    pub(super) delimiters: Vec<Span>,
    /// Where each `|` in text is.
    pub(super) bars: Vec<usize>,
    /// What is no text, and what is.
    pub(super) runs: TextRuns,
    /// Index of the definition of each name, in lower case.
    pub(super) definition_names: HashMap<String, usize>,
    /// How many links begin before each block of [`LINK_BLOCK`] bytes: rules ask for the links of every entry.
    pub(super) link_blocks: Vec<usize>,
    /// For each link up to where it and all that begin before it reach.
    pub(super) link_reach: Vec<usize>,
}

/// Bytes of text between two entries of [`Inlines::link_blocks`].
const LINK_BLOCK: usize = 128;

impl<'a> Inlines<'a> {
    /// The links that Markdown accepts, in order of their beginning.
    #[must_use]
    pub fn links(&self) -> &[Link<'a>] {
        &self.links
    }

    /// What is meant as a link and is not one, in the order of the text.
    #[must_use]
    pub fn near_links(&self) -> &[NearLink] {
        &self.near_links
    }

    /// URLs that are in the text by themselves, in the order of the text.
    #[must_use]
    pub fn bare_urls(&self) -> &[Span] {
        &self.bare_urls
    }

    /// `[text][name]` and `[name]` that no definition answers, in the order of the text; prefixes included.
    #[must_use]
    pub fn undefined_references(&self) -> &[UndefinedReference] {
        &self.undefined_references
    }

    /// `[name]: url`, in the order of the text.
    #[must_use]
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The destinations of all links and definitions, taken apart, each once, where they are written out. In order.
    #[must_use]
    pub fn urls(&self) -> &[Url<'a>] {
        &self.urls
    }

    /// Code spans with their backticks, in the order of the text.
    #[must_use]
    pub fn code_spans(&self) -> &[Span] {
        &self.code_spans
    }

    /// Bold and italic text with its asterisks or underscores, in the order of the text.
    #[must_use]
    pub fn emphases(&self) -> &[Emphasis] {
        &self.emphases
    }

    /// HTML comments, in the order of the text.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// What the site takes for HTML tags, in the order of the text.
    #[must_use]
    pub fn html_tags(&self) -> &[HtmlTag] {
        &self.html_tags
    }

    /// UTF-8 that was read as another encoding, in the order of the text.
    #[must_use]
    pub fn mojibake(&self) -> &[Mojibake] {
        &self.mojibake
    }

    /// Links of the template that nobody filled in, such as `[Group](Group URL)`; in no other list. In order.
    #[must_use]
    pub fn template_links(&self) -> &[Span] {
        &self.template_links
    }

    /// Whether a byte offset lies in what GitHub takes for a block of HTML. Its Markdown is that of the site alone.
    #[must_use]
    pub fn in_html_block(&self, offset: usize) -> bool {
        let next = self.html_blocks.partition_point(|block| block.end <= offset);
        self.html_blocks.get(next).is_some_and(|block| block.start <= offset)
    }

    /// The text of `span`.
    #[must_use]
    pub fn text(&self, span: Span) -> &'a str {
        self.source.slice(span)
    }

    /// The links that begin within `span`, in the order of the text.
    #[must_use]
    pub fn links_in(&self, span: Span) -> &[Link<'a>] {
        &self.links[self.link_range(span)]
    }

    pub(super) fn link_range(&self, span: Span) -> Range<usize> {
        let first = self.count_before(span.start);
        // Few entries have more than one or two.
        let count = self.links[first..].iter().take(4).position(|link| link.span.start >= span.end);
        first..count.map_or_else(|| self.count_before(span.end).max(first), |count| first + count)
    }

    /// How many links begin before a byte offset.
    fn count_before(&self, offset: usize) -> usize {
        let block = offset / LINK_BLOCK;
        let (Some(first), Some(last)) = (self.link_blocks.get(block), self.link_blocks.get(block + 1)) else {
            return self.links.len();
        };
        let in_block = self.links[*first..*last].iter().take_while(|link| link.span.start < offset);
        first + in_block.count()
    }

    /// The near-links that begin within `span`, in the order of the text.
    #[must_use]
    pub fn near_links_in(&self, span: Span) -> &[NearLink] {
        within(&self.near_links, span, |link| link.span.start)
    }

    /// The URLs by themselves that begin within `span`, in the order of the text.
    #[must_use]
    pub fn bare_urls_in(&self, span: Span) -> &[Span] {
        within(&self.bare_urls, span, |url| url.start)
    }

    /// The references that no definition answers and that begin within `span`, in the order of the text.
    #[must_use]
    pub fn undefined_references_in(&self, span: Span) -> &[UndefinedReference] {
        within(&self.undefined_references, span, |reference| reference.span.start)
    }

    /// The links of the template that nobody filled in and that begin within `span`, in the order of the text.
    #[must_use]
    pub fn template_links_in(&self, span: Span) -> &[Span] {
        within(&self.template_links, span, |link| link.start)
    }

    /// The code spans that begin within `span`, in the order of the text.
    #[must_use]
    pub fn code_spans_in(&self, span: Span) -> &[Span] {
        within(&self.code_spans, span, |code| code.start)
    }

    /// The bold and italic stretches that begin within `span`, in the order of the text.
    #[must_use]
    pub fn emphases_in(&self, span: Span) -> &[Emphasis] {
        within(&self.emphases, span, |emphasis| emphasis.span.start)
    }

    /// The innermost link in which a byte offset lies.
    #[must_use]
    pub fn link_at(&self, offset: usize) -> Option<&Link<'a>> {
        let next = self.count_before(offset + 1);
        if next == 0 || self.link_reach[next - 1] <= offset {
            return None;
        }
        // Links don't nest, but links may hold images.
        self.links[..next].iter().rev().take(8).find(|link| offset < link.span.end)
    }

    /// The link to the list of a group of the Final Comment Period, where a line holds nothing else but signs of a
    /// heading or of emphasis, and a colon.
    #[must_use]
    pub fn group_link(&self, line: Span) -> Option<&Link<'a>> {
        let is_sign = |c: char| c.is_whitespace() || matches!(c, '#' | '*' | '_' | ':');
        let words = self.text(line).trim_matches(is_sign);
        let link = self.links_in(line).first().filter(|link| link.span.len() == words.len())?;
        self.text(link.destination).contains(FINAL_COMMENT_PERIOD_LABEL).then_some(link)
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

    /// Where the address of a link of HTML is, without its quotation marks: `https://…` in `<a href="https://…">`.
    #[must_use]
    pub fn address_in_tag(&self, tag: &HtmlTag) -> Option<Span> {
        let is_link = !tag.is_closing && self.text(tag.name).eq_ignore_ascii_case("a");
        let attributes = self.text(Span::new(tag.name.end, tag.span.end)).strip_suffix('>').filter(|_| is_link)?;
        let (_, behind) = attributes.split_at(attributes.to_ascii_lowercase().find("href")? + "href".len());
        let value = behind.trim_start().strip_prefix('=')?.trim_start();
        let (value, end) = match value.strip_prefix(['"', '\'']) {
            Some(quoted) => (quoted, quoted.find(['"', '\''])),
            None => (value, value.find(char::is_whitespace)),
        };
        let start = tag.span.end - ">".len() - value.len();
        Some(Span::new(start, start + end.unwrap_or(value.len())))
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
        let is_it = |url: &&Url<'a>| url.whole() == destination;
        // Where every link so far has an address of its own, it is there.
        let index = self.count_before(destination.start).checked_sub(1);
        if let Some(url) = index.and_then(|index| self.urls.get(index)).filter(is_it) {
            return *url;
        }
        let index = self.urls.binary_search_by_key(&destination.start, |url| url.whole().start).ok();
        let known = index.and_then(|index| self.urls.get(index)).filter(is_it);
        known.copied().unwrap_or_else(|| Url::new(self.text(destination), destination.start))
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

    /// For each of `links` up to where it and all that begin before it reach.
    pub(super) fn reach_of(links: &[Link<'_>]) -> Vec<usize> {
        let mut reach = 0;
        let reaches = links.iter().map(|link| {
            reach = link.span.end.max(reach);
            reach
        });
        reaches.collect()
    }

    /// The links that begin before a byte offset, in the order of the text.
    #[must_use]
    pub fn links_before(&self, offset: usize) -> &[Link<'a>] {
        &self.links[..self.count_before(offset)]
    }

    /// The near-links that begin before a byte offset, in the order of the text.
    #[must_use]
    pub fn near_links_before(&self, offset: usize) -> &[NearLink] {
        before(&self.near_links, offset, |near| near.span.start)
    }

    /// The URLs by themselves that begin before a byte offset, in the order of the text.
    #[must_use]
    pub fn bare_urls_before(&self, offset: usize) -> &[Span] {
        before(&self.bare_urls, offset, |url| url.start)
    }

    /// The comments that begin before a byte offset, in the order of the text.
    #[must_use]
    pub fn comments_before(&self, offset: usize) -> &[Comment] {
        before(&self.comments, offset, |comment| comment.span.start)
    }

    /// What the site takes for HTML tags and begins within `span`, in the order of the text.
    #[must_use]
    pub fn html_tags_in(&self, span: Span) -> &[HtmlTag] {
        within(&self.html_tags, span, |tag| tag.span.start)
    }

    /// Whether a part of `span` was read as another encoding.
    #[must_use]
    pub fn is_mojibake(&self, span: Span) -> bool {
        let next = self.mojibake.partition_point(|found| found.end <= span.start);
        self.mojibake.get(next).is_some_and(|found| Span::new(found.start, found.end).overlaps(span))
    }

    /// The comments that begin within `span`, in the order of the text.
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

    /// The positions among `found`, which are sorted, that lie in text as [`Inlines::text_runs`] has it, each with its
    /// part.
    pub fn in_text(&self, found: impl Iterator<Item = usize>) -> impl Iterator<Item = (usize, Span)> {
        self.runs.of(found)
    }

    /// Whether a byte offset lies in code, a destination, a definition or a comment.
    #[must_use]
    pub fn is_opaque(&self, offset: usize) -> bool {
        self.runs.is_opaque(offset)
    }
}

/// The elements of a sorted list that begin before a byte offset.
fn before<T>(sorted: &[T], offset: usize, start: impl Fn(&T) -> usize) -> &[T] {
    &sorted[..sorted.partition_point(|element| start(element) < offset)]
}

/// The elements of a sorted list that begin within `span`.
pub(super) fn within<T>(sorted: &[T], span: Span, start: impl Fn(&T) -> usize) -> &[T] {
    // In most texts nothing is wrong, and the lists of what is are asked for every entry.
    if sorted.is_empty() {
        return sorted;
    }
    let from = sorted.partition_point(|element| start(element) < span.start);
    let to = from + sorted[from..].partition_point(|element| start(element) < span.end);
    &sorted[from..to]
}
