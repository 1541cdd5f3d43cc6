//! Owns the walk over pulldown-cmark's events, and the order in which the parts of a document are read.

use std::sync::OnceLock;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::document::{
    Definition, Document, Emphasis, FrontMatter, Link, LinkKind, Site, UndefinedReference, block, cfp, comment, event,
    front_matter, lost, markup, near_link,
};
use crate::text::{Source, Span, Url, mojibake};

/// What pulldown-cmark knows about the text, with spans into the whole source.
#[derive(Default)]
struct Inlines<'a> {
    links: Vec<Link<'a>>,
    code_spans: Vec<Span>,
    code_blocks: Vec<Span>,
    emphases: Vec<Emphasis>,
    undefined_references: Vec<UndefinedReference>,
    definitions: Vec<Definition>,
}

pub(super) fn parse(source: &Source) -> Document<'_> {
    let text = source.text();
    let body = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let front_matter = front_matter::parse(source, body);
    let body = front_matter.as_ref().map_or(body, |front_matter| front_matter.span.end);

    let Inlines { links, code_spans, code_blocks, emphases, undefined_references, definitions } = inlines(text, body);

    let is_code = |offset: usize| {
        let covers = |spans: &[Span]| {
            let next = spans.partition_point(|span| span.end <= offset);
            spans.get(next).is_some_and(|span| span.start <= offset)
        };
        covers(&code_spans) || covers(&code_blocks)
    };
    let comments = comment::find(text, body, is_code);

    let mut opaque: Vec<Span> = code_spans.iter().chain(&code_blocks).copied().collect();
    opaque.extend(comments.iter().map(|comment| comment.span));
    opaque.extend(definitions.iter().map(|definition| definition.span));
    opaque.extend(links.iter().map(|link| match link.kind {
        LinkKind::Autolink => link.span,
        _ => Span::new(link.text.end, link.span.end),
    }));
    merge(&mut opaque);

    let names = definitions.iter().enumerate();
    let definition_names =
        names.map(|(index, definition)| (source.slice(definition.name).to_lowercase(), index)).collect();
    let date = front_matter.as_ref().and_then(FrontMatter::date);
    let mut document = Document {
        source,
        date,
        front_matter,
        lines: Vec::new(),
        sections: Vec::new(),
        accidental_headings: Vec::new(),
        items: Vec::with_capacity(typical_entries(text)),
        events: Vec::new(),
        events_window: None,
        cfp_events: Vec::new(),
        cfp_projects: Vec::new(),
        links,
        near_links: Vec::new(),
        bare_urls: Vec::new(),
        undefined_references,
        definitions,
        definition_names,
        urls: Vec::new(),
        code_spans,
        backtick_faults: Vec::new(),
        emphases,
        loose_asterisks: Vec::new(),
        comments,
        html_tags: Vec::new(),
        mojibake: mojibake::find(text),
        template_links: Vec::new(),
        losses: Vec::new(),
        shown_whole: Vec::new(),
        site: Site::default(),
        opaque,
        link_blocks: Vec::new(),
    };
    document.html_tags = markup::html_tags(&document);
    if !document.html_tags.is_empty() {
        document.opaque.extend(document.html_tags.iter().map(|tag| tag.span));
        merge(&mut document.opaque);
    }
    near_link::find(&mut document);
    document.index_links();
    document.urls = urls(&document);
    document.site = Site::read(source, source.line_index(body));
    block::read(&mut document, body, &code_blocks);
    markup::find_faults(&mut document);
    document.losses = lost::find(&document);
    document.shown_whole = document.items.iter().map(|_| OnceLock::new()).collect();
    document.events = event::find(&document);
    document.events_window = event::window(&document);
    (document.cfp_events, document.cfp_projects) = cfp::find(&document);
    document
}

fn urls<'a>(document: &Document<'a>) -> Vec<Url<'a>> {
    let links = document.links.iter().filter(|link| link.has_own_destination()).map(|link| link.destination);
    let destinations = links.chain(document.definitions.iter().map(|definition| definition.destination));
    let mut urls = Vec::with_capacity(document.links.len() + document.definitions.len());
    urls.extend(destinations.map(|destination| Url::new(document.text(destination), destination.start)));
    // Only an image within a link, or a definition among links, is out of order.
    if !urls.is_sorted_by_key(|url| url.whole().start) {
        urls.sort_by_key(|url| url.whole());
    }
    urls
}

/// Sorts spans and joins those that overlap.
fn merge(spans: &mut Vec<Span>) {
    // A few lists that are sorted each, which a stable sort makes use of.
    spans.sort();
    spans.dedup_by(|next, last| {
        let overlaps = next.start < last.end || next == last;
        if overlaps {
            last.end = last.end.max(next.end);
        }
        overlaps
    });
}

/// About how many entries, and links, an issue of this length has: room for them is taken at once. What is far longer
/// than any issue need not hold entries at all.
fn typical_entries(text: &str) -> usize {
    const ENTRY: usize = 96;
    const MOST: usize = 1024;
    (text.len() / ENTRY).min(MOST)
}

fn inlines(text: &str, body: usize) -> Inlines<'_> {
    let mut broken = Vec::new();
    let note_broken = |link: BrokenLink<'_>| {
        broken.push((Span::new(body + link.span.start, body + link.span.end), link.link_type));
        None
    };
    let parser = Parser::new_with_broken_link_callback(&text[body..], Options::empty(), Some(note_broken));
    let mut events = parser.into_offset_iter();
    let mut inlines = Inlines { links: Vec::with_capacity(typical_entries(text)), ..Inlines::default() };
    walk(&mut events, text, body, &mut inlines);
    inlines.definitions = definitions(&events, text, body);
    drop(events);
    broken.sort_unstable_by_key(|(span, _)| *span);
    broken.dedup_by_key(|(span, _)| *span);
    inlines.undefined_references = broken.into_iter().filter_map(|found| undefined_reference(text, found)).collect();
    inlines
}

fn walk<'a, F>(events: &mut OffsetIter<'a, F>, text: &'a str, body: usize, inlines: &mut Inlines<'a>)
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
                open.push(OpenLink {
                    index: inlines.links.len(),
                    last_child: span.start + 1,
                    as_written: as_written(&dest_url),
                });
                inlines.links.push(Link {
                    span,
                    text: span,
                    destination: span,
                    kind: match link_type {
                        LinkType::Inline => LinkKind::Inline,
                        LinkType::Autolink | LinkType::Email => LinkKind::Autolink,
                        _ => LinkKind::Reference { url: dest_url },
                    },
                    is_image: false,
                });
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                open.push(OpenLink {
                    index: inlines.links.len(),
                    last_child: span.start + 2,
                    as_written: as_written(&dest_url),
                });
                let is_inline = link_type == LinkType::Inline;
                let kind = if is_inline { LinkKind::Inline } else { LinkKind::Reference { url: dest_url } };
                inlines.links.push(Link { span, text: span, destination: span, kind, is_image: true });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(link) = open.pop() {
                    finish_link(&mut inlines.links[link.index], text, link.last_child.min(span.end), link.as_written);
                    if let Some(outer) = open.last_mut() {
                        outer.last_child = span.end.max(outer.last_child);
                    }
                }
            }
            Event::Code(_) => inlines.code_spans.push(span),
            Event::Start(Tag::CodeBlock(_)) => inlines.code_blocks.push(span),
            Event::Start(Tag::Strong) => inlines.emphases.push(Emphasis { span, is_strong: true }),
            Event::Start(Tag::Emphasis) => inlines.emphases.push(Emphasis { span, is_strong: false }),
            _ => {}
        }
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

fn as_written(destination: &CowStr<'_>) -> Option<usize> {
    matches!(destination, CowStr::Borrowed(_)).then_some(destination.len())
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
    // Where it is as long as what stands between the parentheses, it is all of that.
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
