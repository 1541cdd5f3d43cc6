//! A URL in an entry that is no link.

use crate::diagnostic::Fix;
use crate::document::{Document, LineKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "bare-url",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports a URL in an entry that is no link.",
    why: "The site makes no link of a URL that stands by itself: readers would have to copy it. An entry of the newsletter \
          is the title of a page that links to it.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand("* https://example.org/parser\n", "* [Writing a parser](https://example.org/parser)\n"),
        Example::fixed(
            "### Research\n* Writing a parser: https://example.org/parser\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for &url in &document.bare_urls {
        let is_submission = match document.line_kind(url.start) {
            LineKind::Item(item) | LineKind::Continuation(item) => {
                document.section_of(&document.items[item]).kind.is_entry_list()
            }
            LineKind::Text => {
                document.section_at(url.start).kind.takes_submissions() && is_edge_of_line(cx, url.start, url.end)
            }
            _ => false,
        };
        if is_submission {
            let quoted = crate::diagnostic::quoted(document.text(url));
            let fix = title_before(document, url).map(|(title, entry)| {
                Fix::unsafe_("Make a link of it", Edit::replace(entry, format!("[{title}]({})", document.text(url))))
            });
            let diagnostic = cx.report(url, format!("{quoted} is no link, only text"));
            diagnostic.fix = fix;
            diagnostic.help(
                "Write the title of the page in brackets and the address in parentheses right after it: \
                 `[Title](address)`.",
            );
        }
    }
}

/// The words of an entry that is nothing but a title and a URL, and where both stand: `* Writing a parser: https://…`.
fn title_before<'a>(document: &Document<'a>, url: Span) -> Option<(&'a str, Span)> {
    let item = document.item_at(url.start).filter(|item| item.content.end == url.end && !item.has_date)?;
    let start = item.behind_prefixes();
    let title = document.text(Span::new(start, url.start)).trim().trim_end_matches([':', '-', '–', '—', ' ']);
    let is_plain = title.contains(char::is_alphabetic) && !title.contains(['[', ']', '(', ')', '<', '|', '\n']);
    let start = start + document.text(Span::new(start, url.start)).find(title)?;
    is_plain.then_some((title, Span::new(start, url.end)))
}

/// Whether a URL begins or ends its line: an entry without bullet and link, rather than a word of a sentence.
fn is_edge_of_line(cx: &Context<'_>, start: usize, end: usize) -> bool {
    let source = cx.document.source;
    let line = source.line(source.line_index(start));
    let (before, after) = (&source.text()[line.start..start], &source.text()[end.min(line.end)..line.end]);
    // From the URL outwards: in a long line full of them, each looks no further than to its neighbours.
    before.trim_end().is_empty()
        || after.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).is_empty()
}
