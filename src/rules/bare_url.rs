//! A URL in an entry that is no link.

use crate::document::LineKind;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Rule};

pub(super) static RULE: Rule = Rule {
    name: "bare-url",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports a URL in an entry that is no link.",
    why: "The site makes no link of a URL that stands by itself: readers would have to copy it. An entry of the newsletter \
          is the title of a page that links to it.",
    examples: &[
        Example::by_hand("* https://example.org/parser\n", "* [Writing a parser](https://example.org/parser)\n"),
        Example::by_hand(
            "### Research\n* Writing a parser: https://example.org/parser\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
    ],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for &url in &document.bare_urls {
        let is_submission = match document.line_kind(url.start) {
            LineKind::Item(item) | LineKind::Continuation(item) => {
                document.section_of(&document.items[item]).kind.is_entry_list()
            }
            LineKind::Text => document.section_at(url.start).kind.takes_submissions() && is_edge_of_line(cx, url.start, url.end),
            _ => false,
        };
        if is_submission {
            let quoted = super::quoted(document.text(url));
            cx.report(url, format!("{quoted} is no link, only text")).help(
                "Write the title of the page in brackets and the address in parentheses right after it: \
                 `[Title](address)`.",
            );
        }
    }
}

/// Whether a URL begins or ends its line: an entry without bullet and link, rather than a word of a sentence.
fn is_edge_of_line(cx: &Context<'_>, start: usize, end: usize) -> bool {
    let source = cx.document.source;
    let line = source.line(source.line_index(start));
    let (before, after) = (&source.text()[line.start..start], &source.text()[end.min(line.end)..line.end]);
    before.trim().is_empty() || after.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).is_empty()
}
