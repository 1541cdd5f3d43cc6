//! Prints what twir-lint takes a text for, as one line of JSON a file: its links, its list items with their depth, its
//! headings. `tests/site/document.py` compares it with the page that the site's renderer makes.
//!
//! ```sh
//! cargo run --example document -- fixtures/draft/*.md
//! ```

use std::error::Error;

use serde_json::{Value, json};
use twir_lint::document::{Document, Heading, HeadingForm, Item, Placement};
use twir_lint::text::{Source, Span};

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args().skip(1) {
        let source = Source::from_bytes(&path, std::fs::read(&path)?)?;
        println!("{}", parts(&Document::parse(&source)));
    }
    Ok(())
}

fn parts(document: &Document<'_>) -> Value {
    let line = |span: Span| document.source.line_index(span.start) + 1;
    let links = document.links().iter().filter(|link| !link.is_image).map(|link| {
        json!({ "line": line(link.span), "text": document.text(link.text), "destination": document.destination(link) })
    });
    let heading = |heading: &Heading| json!({ "line": line(heading.span), "level": heading.level, "text": shown(document, heading.text) });
    let regular = document.sections().iter().filter_map(|section| section.heading.as_ref());
    let on_site = regular.filter(|heading| heading.form != HeadingForm::Indented);
    let mut headings: Vec<_> = on_site.chain(document.accidental_headings()).collect();
    headings.sort_by_key(|heading| heading.span);
    let items = document.items().iter().filter_map(|item| match item.placement {
        Placement::Listed { depth } => Some(json!({
            "line": item.first_line + 1, "depth": depth, "meant": meant_depth(document, item), "text": shown(document, item.content),
        })),
        _ => None,
    });
    let entries = document.site.entries.iter().filter(|entry| !entry.is_quoted);
    let entries = entries.map(|entry| json!({ "line": entry.line + 1, "depth": entry.depth }));
    json!({
        "entries": entries.collect::<Vec<_>>(),
        "path": document.source.path(),
        "links": links.collect::<Vec<_>>(),
        "items": items.collect::<Vec<_>>(),
        "headings": headings.into_iter().map(heading).collect::<Vec<_>>(),
    })
}

/// How deep an entry is meant to be nested, from 1.
fn meant_depth(document: &Document<'_>, item: &Item) -> usize {
    std::iter::successors(Some(item), |item| Some(&document.items()[item.parent?])).count()
}

/// The text of a place without destinations, comments and tags.
fn shown(document: &Document<'_>, place: Span) -> String {
    let links = document.links_in(place).iter().filter(|link| link.is_inline());
    let mut hidden: Vec<Span> = links.map(|link| Span::new(link.text.end, link.span.end)).collect();
    hidden.extend(document.comments().iter().map(|comment| comment.span));
    hidden.extend(document.html_tags().iter().map(|tag| tag.span));
    hidden.sort_unstable();
    let mut shown = String::new();
    let mut from = place.start;
    for span in hidden.into_iter().filter(|span| span.overlaps(place)) {
        shown.push_str(document.text(Span::new(from, span.start.max(from))));
        from = from.max(span.end);
    }
    shown.push_str(document.text(Span::new(from, place.end.max(from))));
    shown
}
