//! Owns the shape of a text: its sections and events as an outline, what can be folded, and where links lead.

use gen_lsp_types as lsp;
use gen_lsp_types::{DocumentLink, DocumentSymbol, FoldingRange, FoldingRangeKind, SymbolKind};

use crate::document::{Document, LinkKind};
use crate::server::view::View;
use crate::text::Span;

/// The sections, each with those below it and with its events.
pub(super) fn symbols(view: &View<'_>) -> Vec<DocumentSymbol> {
    let Some(document) = view.document() else { return Vec::new() };
    // The sections around, each with the level of its heading.
    let mut open: Vec<(usize, DocumentSymbol)> = Vec::new();
    let mut done = Vec::new();
    for (index, section) in document.sections().iter().enumerate() {
        let Some(heading) = section.heading else { continue };
        while let Some((_, symbol)) = open.pop_if(|(level, _)| *level >= heading.level) {
            close(symbol, &mut open, &mut done);
        }
        let name = if section.name.is_empty() { document.text(heading.span).trim() } else { section.name };
        let mut symbol = symbol(view, name, SymbolKind::Namespace, section.span, heading.span);
        symbol.children = Some(events(view, &document, index));
        open.push((heading.level, symbol));
    }
    while let Some((_, symbol)) = open.pop() {
        close(symbol, &mut open, &mut done);
    }
    done
}

/// The same without one in another, for clients that know no others: each with its range.
pub(super) fn flat_symbols(view: &View<'_>) -> Vec<lsp::SymbolInformation> {
    let mut flat = Vec::new();
    let mut waiting: Vec<DocumentSymbol> = symbols(view).into_iter().rev().collect();
    while let Some(symbol) = waiting.pop() {
        waiting.extend(symbol.children.into_iter().flatten().rev());
        let location = lsp::Location { uri: lsp::Uri(view.open.uri.clone()), range: symbol.range };
        let base = lsp::BaseSymbolInformation::new(symbol.name, symbol.kind, None, None);
        flat.push(lsp::SymbolInformation::new(None, location, base));
    }
    flat
}

/// Puts a section that is complete into the one around it, which reaches as far.
fn close(symbol: DocumentSymbol, open: &mut [(usize, DocumentSymbol)], done: &mut Vec<DocumentSymbol>) {
    match open.last_mut() {
        Some((_, outer)) => {
            outer.range.end = outer.range.end.max(symbol.range.end);
            outer.children.get_or_insert_default().push(symbol);
        }
        None => done.push(symbol),
    }
}

#[expect(deprecated, reason = "the structure has a deprecated field")]
fn symbol(view: &View<'_>, name: &str, kind: SymbolKind, whole: Span, selection: Span) -> DocumentSymbol {
    DocumentSymbol {
        name: name.to_owned(),
        detail: None,
        kind,
        tags: None,
        deprecated: None,
        range: view.range(whole),
        selection_range: view.range(selection),
        children: None,
    }
}

/// The events of a section.
fn events(view: &View<'_>, document: &Document<'_>, section: usize) -> Vec<DocumentSymbol> {
    let events = document.events_in(section).iter().map(|event| {
        let item = &document.items()[event.item];
        let name = event.names.first().and_then(|name| document.links_of(&document.items()[*name]).first());
        let name = name.map_or_else(|| document.text(item.content), |link| document.text(link.text));
        let name = Some(name.trim_matches(['*', ' '])).filter(|name| !name.is_empty()).unwrap_or("event");
        let mut symbol = symbol(view, name, SymbolKind::Event, document.event_lines(event), item.content);
        let place = event.place.as_ref().map_or("", |place| document.text(place.span));
        symbol.detail = Some(format!("{} {place}", document.text(event.dates.span)));
        symbol
    });
    events.collect()
}

/// What can be folded: the head of the file, sections with all that is below them, events, comments of several lines.
pub(super) fn folds(view: &View<'_>) -> Vec<FoldingRange> {
    let Some(document) = view.document() else { return Vec::new() };
    let source = view.source();
    let mut folds = Vec::new();
    let mut fold = |span: Span, kind: FoldingRangeKind| {
        let last = span.start + source.slice(span).trim_end().len();
        let (first, last) = (source.line_index(span.start), source.line_index(last));
        if last > first {
            let line = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
            folds.push(FoldingRange {
                start_line: line(first),
                end_line: line(last),
                kind: Some(kind),
                ..FoldingRange::default()
            });
        }
    };
    if let Some(front_matter) = &document.front_matter {
        fold(front_matter.span, FoldingRangeKind::Region);
    }
    for (index, section) in document.sections().iter().enumerate() {
        let Some(heading) = section.heading else { continue };
        let is_outside =
            |other: &crate::document::Section<'_>| other.heading.is_some_and(|other| other.level <= heading.level);
        let next = document.sections()[index + 1..].iter().find(|other| is_outside(other));
        let end = next.map_or(source.text().len(), |next| next.span.start);
        fold(Span::new(section.span.start, end), FoldingRangeKind::Region);
    }
    document.events().iter().for_each(|event| fold(document.event_lines(event), FoldingRangeKind::Region));
    document.comments().iter().for_each(|comment| fold(comment.span, FoldingRangeKind::Comment));
    folds.sort_by_key(|fold| (fold.start_line, fold.end_line));
    folds
}

/// What leads somewhere: links, definitions and bare URLs, each with its address.
pub(super) fn links(view: &View<'_>) -> Vec<DocumentLink> {
    let Some(document) = view.document() else { return Vec::new() };
    let own = document.links().iter().map(|link| match &link.kind {
        LinkKind::Reference { url } => (link.text, url.to_string()),
        _ => (link.destination, document.text(link.destination).to_owned()),
    });
    let definitions = document.definitions().iter().map(|definition| definition.destination);
    let bare =
        definitions.chain(document.bare_urls().iter().copied()).map(|span| (span, document.text(span).to_owned()));
    let is_page = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    let mut links: Vec<(Span, String)> = own.chain(bare).filter(|(_, url)| is_page(url)).collect();
    links.sort_by_key(|(span, _)| *span);
    links.dedup_by_key(|(span, _)| *span);
    let link = |(span, url): (Span, String)| DocumentLink {
        range: view.range(span),
        target: Some(url.into()),
        ..DocumentLink::default()
    };
    links.into_iter().map(link).collect()
}
