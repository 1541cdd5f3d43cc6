//! Owns which links of a text are opened.

use std::collections::HashSet;

use crate::document::{Document, Item};
use crate::guard::{Unparsable, guarded};
use crate::pages::request_address;
use crate::text::{Source, Span};

/// Which links are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those of entries: of the community, of calls, of events with their groups.
    Entries,
    /// All of them.
    All,
}

/// The addresses to ask for, each once, in the order of the text. Where `before` is given, only those on lines that it
/// does not have.
///
/// # Errors
///
/// [`Unparsable`] when the Markdown parser fails on the text.
pub fn wanted(source: &Source, scope: Scope, before: Option<&Source>) -> Result<Vec<String>, Unparsable> {
    guarded(|| wanted_of(&Document::parse(source), scope, before))
}

fn wanted_of(document: &Document<'_>, scope: Scope, before: Option<&Source>) -> Vec<String> {
    let known: Option<HashSet<&str>> = before.map(|before| before.text().lines().map(str::trim).collect());
    let is_new = |span: Span| {
        let line = document.source.line(document.source.line_index(span.start));
        known.as_ref().is_none_or(|known| !known.contains(document.text(line).trim()))
    };
    let is_wanted = |span: Span| match scope {
        Scope::All => true,
        Scope::Entries => document.item_at(span.start).is_some_and(|item| is_entry(document, item)),
    };
    let mut seen = HashSet::new();
    let links = document.links().iter().filter(|link| !link.is_image && is_new(link.span) && is_wanted(link.span));
    let addresses = links.filter_map(|link| request_address(&document.destination(link)));
    addresses.filter(|address| seen.insert(address.clone())).collect()
}

/// Whether an item is an entry that somebody has submitted.
fn is_entry(document: &Document<'_>, item: &Item) -> bool {
    let events = document.cfp_events().iter().map(|call| call.item);
    let mut calls = events.chain(document.cfp_projects().iter().map(|task| task.item));
    document.is_community_entry(item)
        || item.has_date
        || calls.any(|index| document.items().get(index).is_some_and(|call| call.span == item.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "See [this](https://example.org/text).\n\n\
        ## Updates from Rust Community\n\n### Rust Walkthroughs\n\
        * [One](https://example.org/one#part)\n\
        * [Two](https://example.org/two), [once more](https://example.org/one)\n\
        * [Mail](mailto:a@example.org) ![](https://example.org/image)\n\n\
        ### CFP - Projects\n* [tablet - Read](https://example.org/task)\n\n\
        ### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack**](https://example.org/hack)\n\n\
        # Quote of the Week\n\n[A](https://example.org/quote)\n";

    fn of(scope: Scope, before: Option<&str>) -> Vec<String> {
        let source = Source::new("a.md", TEXT);
        let before = before.map(|text| Source::new("a.md", text));
        let addresses = wanted(&source, scope, before.as_ref()).unwrap_or_default();
        addresses.iter().map(|address| address.replace("https://example.org/", "")).collect()
    }

    #[test]
    fn entries_are_opened_and_what_surrounds_them_when_all_is_asked_for() {
        assert_eq!(of(Scope::Entries, None), ["one", "two", "task", "ghent", "hack"]);
        assert_eq!(of(Scope::All, None), ["text", "one", "two", "task", "ghent", "hack", "quote"]);
    }

    #[test]
    fn of_a_change_only_what_it_brings_is_opened() {
        let before = TEXT.replace("* [Two]", "* [2]").replace("    * [**Hack**]", "* [**Hack**]");
        assert_eq!(of(Scope::Entries, Some(&before)), ["two", "one"]);
        assert_eq!(of(Scope::Entries, Some(TEXT)), [""; 0]);
    }
}
