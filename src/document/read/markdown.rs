//! Owns the walk over pulldown-cmark's events.

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::document::link::{Definition, Link, LinkKind, UndefinedReference};
use crate::document::markup::Emphasis;
use crate::text::Span;

/// What pulldown-cmark knows about the text, with spans into the whole source.
#[derive(Default)]
pub(super) struct Markdown<'a> {
    pub(super) links: Vec<Link<'a>>,
    pub(super) code_spans: Vec<Span>,
    pub(super) code_blocks: Vec<Span>,
    pub(super) html_blocks: Vec<Span>,
    pub(super) emphases: Vec<Emphasis>,
    pub(super) undefined_references: Vec<UndefinedReference>,
    pub(super) definitions: Vec<Definition>,
}

/// About how many entries, and links, an issue of this length has: room for them is taken at once. What is far longer
/// than any issue need not hold entries at all.
pub(super) fn typical_entries(text: &str) -> usize {
    const ENTRY: usize = 96;
    const MOST: usize = 1024;
    (text.len() / ENTRY).min(MOST)
}

/// What Markdown makes of `text` from byte `body` on.
pub(super) fn read(text: &str, body: usize) -> Markdown<'_> {
    let mut broken = Vec::new();
    let note_broken = |link: BrokenLink<'_>| {
        broken.push((Span::new(body + link.span.start, body + link.span.end), link.link_type));
        None
    };
    let parser = Parser::new_with_broken_link_callback(&text[body..], Options::empty(), Some(note_broken));
    let mut events = parser.into_offset_iter();
    let mut markdown = Markdown { links: Vec::with_capacity(typical_entries(text)), ..Markdown::default() };
    walk(&mut events, text, body, &mut markdown);
    markdown.definitions = definitions(&events, text, body);
    drop(events);
    broken.sort_unstable_by_key(|(span, _)| *span);
    broken.dedup_by_key(|(span, _)| *span);
    markdown.undefined_references = broken.into_iter().filter_map(|found| undefined_reference(text, found)).collect();
    markdown
}

/// The links of a line of `text`, read by itself.
pub(super) fn links_in(text: &str, line: Span) -> Vec<Span> {
    let content = text[line.start..line.end].trim_start();
    let start = line.end - content.len();
    let events = Parser::new(content).into_offset_iter();
    let links = events.filter(|(event, _)| matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. })));
    links.map(|(_, range)| Span::new(start + range.start, start + range.end)).collect()
}

fn walk<'a, F>(events: &mut OffsetIter<'a, F>, text: &'a str, body: usize, markdown: &mut Markdown<'a>)
where
    F: pulldown_cmark::BrokenLinkCallback<'a>,
{
    let mut open: Vec<OpenLink> = Vec::new();
    for (event, range) in events {
        let span = Span::new(body + range.start, body + range.end);
        // The end of a link has the span of all of it, so only what begins inside moves the end of its text.
        let is_end = matches!(event, Event::End(TagEnd::Link | TagEnd::Image));
        if let Some(link) = open.last_mut().filter(|_| !is_end) {
            link.last_child = span.end.max(link.last_child);
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                open.push(OpenLink::new(markdown.links.len(), span.start + "[".len(), &dest_url));
                let kind = link_kind(link_type, dest_url);
                markdown.links.push(Link { span, text: span, destination: span, kind, is_image: false });
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                open.push(OpenLink::new(markdown.links.len(), span.start + "![".len(), &dest_url));
                let kind = link_kind(link_type, dest_url);
                markdown.links.push(Link { span, text: span, destination: span, kind, is_image: true });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(link) = open.pop() {
                    finish_link(&mut markdown.links[link.index], text, link.last_child.min(span.end), link.as_written);
                    if let Some(outer) = open.last_mut() {
                        outer.last_child = span.end.max(outer.last_child);
                    }
                }
            }
            Event::Code(_) => markdown.code_spans.push(span),
            Event::Start(Tag::CodeBlock(_)) => markdown.code_blocks.push(span),
            Event::Start(Tag::HtmlBlock) => markdown.html_blocks.push(span),
            Event::Start(Tag::Strong) => markdown.emphases.push(Emphasis { span, is_strong: true }),
            Event::Start(Tag::Emphasis) => markdown.emphases.push(Emphasis { span, is_strong: false }),
            _ => {}
        }
    }
}

fn link_kind(link_type: LinkType, url: CowStr<'_>) -> LinkKind<'_> {
    match link_type {
        LinkType::Inline => LinkKind::Inline,
        LinkType::Autolink | LinkType::Email => LinkKind::Autolink,
        _ => LinkKind::Reference { url },
    }
}

/// A link or an image whose end is still to come.
struct OpenLink {
    /// Its index in the list of links.
    index: usize,
    /// Where its last child ended.
    last_child: usize,
    /// The length of its destination, where it is a stretch of the text as it stands.
    as_written: Option<usize>,
}

impl OpenLink {
    /// A link, as `index` in the list, whose text begins at byte `text`.
    fn new(index: usize, text: usize, destination: &CowStr<'_>) -> Self {
        let as_written = matches!(destination, CowStr::Borrowed(_)).then_some(destination.len());
        Self { index, last_child: text, as_written }
    }
}

/// Finds text and destination inside a link, of which pulldown-cmark gives only the whole.
fn finish_link(link: &mut Link<'_>, text: &str, last_child: usize, as_written: Option<usize>) {
    let bytes = text.as_bytes();
    let Span { start, end } = link.span;
    if matches!(link.kind, LinkKind::Autolink) {
        link.text = Span::new(start + 1, end.saturating_sub(1));
        link.destination = link.text;
        return;
    }
    let text_start = start + 1 + usize::from(link.is_image);
    let last_child = last_child.clamp(text_start, end);
    // It is nearly always right there.
    let text_end = bytes[last_child..end].iter().position(|byte| *byte == b']').map_or(end - 1, |at| last_child + at);
    link.text = Span::new(text_start.min(text_end), text_end);
    if !link.is_inline() {
        let name = text[text_end + 1..end].trim_start().trim_matches(['[', ']']);
        link.destination = if name.is_empty() { link.text } else { Span::new(end - 1 - name.len(), end - 1) };
        return;
    }
    let open = (text_end + 2).min(end);
    let inner = Span::new(open, end.saturating_sub(1).max(open));
    // Where it is as long as what is between the parentheses, it is all of that.
    link.destination = if as_written == Some(inner.len()) { inner } else { destination(text, inner) };
}

/// The destination at the beginning of `span`, the rest of which may be a title.
fn destination(text: &str, span: Span) -> Span {
    let inner = &text[span.start..span.end];
    let start = span.start + inner.len() - inner.trim_start().len();
    let inner = inner.trim_start();
    if let Some(angled) = inner.strip_prefix('<') {
        let length = angled.find('>').unwrap_or(angled.len());
        return Span::new(start + 1, start + 1 + length);
    }
    let length = inner.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(inner.len());
    Span::new(start, start + length)
}

fn definitions<'a, F>(events: &OffsetIter<'a, F>, text: &str, body: usize) -> Vec<Definition>
where
    F: pulldown_cmark::BrokenLinkCallback<'a>,
{
    let mut definitions: Vec<_> = events
        .reference_definitions()
        .iter()
        .filter_map(|(_, definition)| {
            // `[video]: [Title](url)` is an entry whose prefix has a colon too many.
            if definition.dest.starts_with('[') {
                return None;
            }
            let span = Span::new(body + definition.span.start, body + definition.span.end);
            let inner = &text[span.start..span.end];
            let open = inner.find('[')?;
            let close = open + inner[open..].find("]:")?;
            // `[^1]: …` is a footnote.
            if inner[open + 1..].starts_with('^') {
                return None;
            }
            Some(Definition {
                span,
                name: Span::new(span.start + open + 1, span.start + close),
                destination: destination(text, Span::new(span.start + close + 2, span.end)),
            })
        })
        .collect();
    definitions.sort_unstable_by_key(|definition| definition.span);
    definitions
}

fn undefined_reference(text: &str, (span, link_type): (Span, LinkType)) -> Option<UndefinedReference> {
    let inner = text[span.start..span.end].strip_suffix(']')?;
    let is_full = matches!(link_type, LinkType::Reference | LinkType::ReferenceUnknown);
    let name =
        if is_full { &inner[inner.rfind('[')? + 1..] } else { inner.trim_end_matches("][").strip_prefix('[')? };
    let start = if is_full { span.end - 1 - name.len() } else { span.start + 1 };
    Some(UndefinedReference { span, name: Span::new(start, start + name.len()), is_full })
}
