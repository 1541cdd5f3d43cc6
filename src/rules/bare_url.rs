//! A URL that is not a link.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::{Document, LineKind};
use crate::lexicon::{is_forge, looks_like_url};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "bare-url",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports a URL that is not a link: an error in an entry, a warning in other text.",
    why: "The site does not turn a URL into a link by itself, so readers would have to copy it. An entry of the \
          newsletter is the title of a page, with a link to it.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand("* https://example.org/parser\n", "* [Writing a parser](https://example.org/parser)\n"),
        Example::fixed(
            "### Research\n* Writing a parser: https://example.org/parser\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Rust Compiler Performance Triage\n\nA calm week, but see https://github.com/example/parser/pull/7 for tables.\n",
            "### Rust Compiler Performance Triage\n\nA calm week, but see [#7](https://github.com/example/parser/pull/7) for tables.\n",
        ),
        Example::by_hand(
            "### Miscellaneous\n* [video][https://example.org/film]\n",
            "### Miscellaneous\n* [video] [Boiling water](https://example.org/film)\n",
        ),
    ],
    silent: &[
        Silent::because("it is in angle brackets, so it is a link", "### Jobs\n\nAsk at <https://example.org/jobs>.\n"),
        Silent::because("it is code", "### Jobs\n\nRun `curl https://example.org/jobs`.\n"),
        Silent::because("it is part of a quotation", "### Quote of the Week\n\n> Look at https://example.org/jobs\n"),
        Silent::because(
            "it is in a comment, which only editors read",
            "### Jobs\n\n<!-- see https://example.org/jobs -->\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for &url in document.bare_urls() {
        let section = document.section_at(url.start).kind;
        let is_submission = match document.line_kind(url.start) {
            LineKind::Item(item) | LineKind::Continuation(item) => {
                document.section_of(&document.items()[item]).kind.is_entry_list()
            }
            LineKind::Text => section.takes_submissions() && is_edge_of_line(cx, url.start, url.end),
            _ => continue,
        };
        let text = document.text(url);
        let fix = if is_submission {
            title_before(document, url).map(|(title, entry)| Edit::replace(entry, format!("[{title}]({text})")))
        } else {
            number(document, url).map(|number| Edit::replace(url, format!("[#{number}]({text})")))
        };
        let diagnostic = cx.report(url, format!("{} is not a link, only text", quoted(text)));
        diagnostic.fix = fix.map(|edit| Fix::unsafe_("Turn it into a link", edit));
        if is_submission {
            diagnostic.help("Write the title of the page and its address as `[Title](address)`.");
        } else {
            diagnostic.gravity(Gravity::Doubtful);
            diagnostic.help("Write `[text](address)` to turn it into a link.");
        }
    }
}

/// The number of the issue or pull request that an address names.
fn number<'a>(document: &Document<'a>, url: Span) -> Option<&'a str> {
    let url = document.url(url);
    let mut segments = url.segments();
    let is_one = is_forge(&url) && matches!(segments.nth(2), Some("pull" | "pulls" | "issues"));
    let number = segments.next().filter(|number| is_one && number.bytes().all(|byte| byte.is_ascii_digit()))?;
    (segments.next().is_none() && url.query_span().is_empty() && url.fragment().is_none()).then_some(number)
}

/// The words of an entry that is nothing but a title and a URL, and where both stand: `* Writing a parser: https://…`.
fn title_before<'a>(document: &Document<'a>, url: Span) -> Option<(&'a str, Span)> {
    let item = document.item_at(url.start).filter(|item| item.content.end == url.end && !item.has_date)?;
    let start = item.behind_prefixes();
    let title = document.text(Span::new(start, url.start)).trim().trim_end_matches([':', '-', '–', '—', ' ']);
    let is_plain = title.contains(char::is_alphabetic)
        && !title.contains(['[', ']', '(', ')', '<', '|', '\n'])
        && !looks_like_url(title)
        && !title.contains("://");
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
