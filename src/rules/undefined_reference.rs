//! A reference without a definition.

use std::collections::HashSet;

use crate::diagnostic::quoted;
use crate::document::{Document, Prefix, PrefixPlace, Shown, UndefinedReference};
use crate::lexicon::{TEMPLATE_REFERENCES, is_state};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "undefined-reference",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports `[text][name]`, and the names that the newsletter's template uses, without a line `[name]: address`.",
    why: "The site shows the brackets as text, and there is no link.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "If you are running an event, add it to the [calendar][events].\n",
            "If you are running an event, add it to the [calendar][events].\n\n[events]: https://example.org/events\n",
        ),
        Example::by_hand(
            "## Updates from the Rust Project\n* [tea for two](https://example.org/tea)[^1]\n\n[^2]: The second cup is free.\n",
            "## Updates from the Rust Project\n* [tea for two](https://example.org/tea)[^2]\n\n[^2]: The second cup is free.\n",
        ),
        Example::by_hand("* [Writing a parser]\n", "* [Writing a parser](https://example.org/parser)\n"),
        Example::by_hand("* [[Writing a parser]]\n", "* [Writing a parser](https://example.org/parser)\n"),
        Example::by_hand(
            "### New and Updated RFCs\n* [new] [Sorted tables]\n",
            "### New and Updated RFCs\n* [new] [Sorted tables](https://github.com/rust-lang/rfcs/pull/1)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "brackets after a name or a function call are an index",
            "On the shelf, shelf.cups()[1][0] is cups[i][0].\n",
        ),
        Silent::because(
            "this footnote is there",
            "## Updates from the Rust Project\n* [tea for two](https://example.org/tea)[^1]\n\n[^1]: The second cup is free.\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let footnotes = footnotes(document);
    for reference in document.undefined_references() {
        if is_spoken_of(document, reference) {
            continue;
        }
        let name = document.text(reference.name);
        if is_reference(document, reference, name, &footnotes) {
            let diagnostic = cx.report(reference.name, format!("{} is not defined in this file", quoted(name)));
            diagnostic.help(format!("Add a line `[{name}]: address`, or write the link as `[text](address)`."));
            if name.starts_with('^') {
                diagnostic.condemns(Span::new(reference.name.start.saturating_sub(1), reference.name.end + 1));
            }
        } else if is_title_alone(document, reference) {
            cx.report(
                reference.span,
                format!("{} has no address, so it is not a link", quoted(document.text(reference.span))),
            )
            .help("Write the address of the page in parentheses right after the title: `[Title](address)`.");
        }
    }
}

/// Whether a reference in an entry is reported here, if nothing else is wrong with its brackets.
pub(super) fn is_reported(document: &Document<'_>, reference: &UndefinedReference) -> bool {
    is_reference(document, reference, document.text(reference.name), &HashSet::new())
        || is_title_alone(document, reference)
}

/// Whether the brackets belong to a near-link, or to the text of a link.
fn is_spoken_of(document: &Document<'_>, reference: &UndefinedReference) -> bool {
    let overlaps = |span: Span| span.overlaps(reference.span) || span.end == reference.span.start;
    let near_links = document.near_links_before(reference.span.end).iter().rev().take(2);
    let mut links = document.links_before(reference.span.end).iter().rev().take(2);
    near_links.map(|near| near.span).any(overlaps) || links.any(|link| link.span.overlaps(reference.span))
}

fn is_reference(
    document: &Document<'_>,
    reference: &UndefinedReference,
    name: &str,
    footnotes: &HashSet<&str>,
) -> bool {
    let text = document.source.text();
    // `[^1]: note` defines a footnote.
    let line = document.source.line(document.source.line_index(reference.span.start));
    let is_first = || text[line.start..reference.span.start].trim().is_empty();
    if name.starts_with('^') && text[reference.span.end..].starts_with(':') && is_first() {
        return false;
    }
    let is_known = TEMPLATE_REFERENCES.iter().any(|known| name.eq_ignore_ascii_case(known));
    if !reference.is_full {
        let in_entry = || {
            document.item_at(reference.span.start).is_some_and(|item| document.section_of(item).kind.is_entry_list())
        };
        return is_known || name.starts_with('^') && in_entry() && !footnotes.contains(name);
    }
    // `[video][Title]` is a prefix, `a[i][j]` is code.
    let label = Span::new(reference.span.start + 1, reference.name.start.saturating_sub(2));
    let is_prefix = document.item_at(reference.span.start).is_some_and(|item| {
        let at = item.prefixes.partition_point(|prefix| prefix.span.start < reference.span.start);
        let here = item.prefixes.get(at).filter(|prefix| prefix.span.start == reference.span.start);
        here.is_some_and(|prefix| prefix.tag.is_some())
    });
    let before = document.source.text()[..reference.span.start].chars().next_back();
    let is_index = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']' | '_'));
    is_known || !is_prefix && !is_index && !document.text(label).trim().is_empty() && !name.trim().is_empty()
}

/// The names of the footnotes that there are, `^1`.
fn footnotes<'a>(document: &Document<'a>) -> HashSet<&'a str> {
    let lines = document.site.lines().filter(|(_, shown)| **shown == Shown::Footnote);
    lines
        .filter_map(|(line, _)| {
            let text = document.text(document.source.line(line)).trim_start();
            Some(text.strip_prefix('[')?.split_once("]:")?.0)
        })
        .collect()
}

/// Whether an entry of the community or a call is only `[Title]`.
pub(super) fn is_title_alone(document: &Document<'_>, reference: &UndefinedReference) -> bool {
    let Some(item) = document.item_at(reference.span.start) else { return false };
    if !document.section_of(item).kind.is_entry_list() || item.has_date {
        return false;
    }
    let behind = Span::new(reference.span.end, item.content.end);
    // `[Title] [name]` is one as well.
    let behind = document.text(behind).trim_start_matches([' ', '\t', '*', '_', '.', ']']);
    let is_name = behind
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .is_some_and(|(name, rest)| rest.trim().is_empty() && !name.contains(char::is_whitespace));
    let is_last = behind.is_empty() || is_name;
    let has_link = !document.links_of(item).is_empty() || !document.near_links_in(item.content).is_empty();
    let has_url = !document.bare_urls_in(item.content).is_empty();
    if !is_last || has_link || has_url || !document.text(reference.name).contains(char::is_alphabetic) {
        return false;
    }
    // `* [video] [Title]`, but not `* [video]`.
    let is_prefix = |prefix: &&Prefix| {
        let is_before = prefix.place == PrefixPlace::BeforeLink || prefix.span.end < reference.span.start;
        is_before && (prefix.tag.is_some() || is_state(document.text(prefix.word)))
    };
    let prefixes = item.prefixes.iter().filter(is_prefix);
    let start = prefixes.clone().map(|prefix| prefix.span.end).rfind(|end| *end <= reference.span.start);
    let before = Span::new(start.unwrap_or(item.content.start), reference.span.start);
    let is_tag = prefixes.into_iter().any(|prefix| prefix.span == reference.span);
    // `[[Title]]` is a link of a wiki.
    !is_tag && document.text(before).trim_matches([' ', '\t', '*', '_', '[']).is_empty()
}
