//! Characters that touch a link.

use crate::diagnostic::{Fix, quoted};
use crate::document::{Document, Item, Link};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "glued-text",
    group: Group::Links,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports characters directly before or after the link of an entry, without a space between them: the \
              rest of another address, or a typo.",
    why: "Readers see them next to the link.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "## Updates from the Rust Project\n* [parse tables](https://github.com/example/parser/pull/7)ser/pull/7)\n",
            "## Updates from the Rust Project\n* [parse tables](https://github.com/example/parser/pull/7)\n",
        ),
        Example::fixed(
            "* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)/\n    * $[**Tables**](https://example.org/1)\n",
            "* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Tables**](https://example.org/1)\n",
        ),
        Example::by_hand(
            "### Miscellaneous\n* [Kettles](https://example.org/kettles)/releases\n",
            "### Miscellaneous\n* [Kettles](https://example.org/kettles/releases)\n",
        ),
    ],
    silent: &[
        Silent::because("two words may be separated by a slash", "### Jobs\n* [ask](https://example.org/1)/answer\n"),
        Silent::because(
            "punctuation and the end of a word belong there",
            "## Updates from the Rust Project\n* (see [the table](https://example.org/1)), [RFC](https://example.org/2)s and [tablet](https://example.org/3)'s\n",
        ),
        Silent::because(
            "emphasis is around it",
            "## Updates from the Rust Project\n* **[the table](https://example.org/1)**\n",
        ),
        Silent::because(
            "that language has no spaces between words",
            "## Updates from the Rust Project\n* 见[表格](https://example.org/1)吧\n",
        ),
        Silent::because(
            "a slash separates two links",
            "## Updates from the Rust Project\n* [one](https://example.org/1)/[two](https://example.org/2)\n",
        ),
        Silent::because("other text may have it", "### Jobs\n* [ask](https://example.org/1)A\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items().iter().filter(|item| document.section_of(item).kind.is_entry_list()) {
        // Words beside the link of a submission are `text-outside-link`'s.
        let is_submission = document.is_community_entry(item);
        for link in document.links_of(item).iter().filter(|link| link.is_inline() && !link.is_image) {
            // Most links are all of their entry.
            if link.span == item.content {
                continue;
            }
            let glued = [before(document, item, link), behind(document, item, link)];
            for span in glued.into_iter().flatten() {
                let text = document.text(span);
                if is_submission && link.has_own_destination() && is_path(text) {
                    report_path(cx, link, span);
                    continue;
                }
                // `malformed-link` reports the rest of an address.
                let is_known = !document.near_links_in(span).is_empty();
                if is_known || is_submission && text.contains(char::is_alphanumeric) {
                    continue;
                }
                cx.report(span, format!("there is no space between {} and this link", quoted(text)))
                    .help("Remove the extra characters, or put a space between the two.")
                    .fix(Fix::unsafe_("Remove the characters", Edit::delete(span)));
            }
        }
    }
}

/// Whether a text goes on with an address: `/releases`.
fn is_path(text: &str) -> bool {
    text.strip_prefix('/').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte))
}

/// Reports the end of an address that is after the parenthesis.
fn report_path(cx: &mut Context<'_>, link: &Link<'_>, span: Span) {
    let document = cx.document;
    let text = document.text(span);
    let address = document.text(link.destination);
    let diagnostic = cx.report(span, format!("{} is after the address of this link, not in it", quoted(text)));
    diagnostic.condemns(span).help("Move it before the `)` if it is the end of the address, otherwise remove it.");
    if !address.contains(['?', '#']) {
        let text = if address.ends_with('/') { &text[1..] } else { text };
        let edits = [Edit::insert(link.destination.end, text), Edit::delete(span)];
        diagnostic.fix(Fix::unsafe_("Move it into the address", edits));
    }
}

/// What is glued to the beginning of a link.
fn before(document: &Document<'_>, item: &Item, link: &Link<'_>) -> Option<Span> {
    let text = document.text(Span::new(item.content.start, link.span.start.max(item.content.start)));
    let glued = text.len() - text.trim_end_matches('$').len();
    (glued > 0).then(|| Span::new(link.span.start - glued, link.span.start))
}

/// What is glued to the end of a link, up to the next blank.
fn behind(document: &Document<'_>, item: &Item, link: &Link<'_>) -> Option<Span> {
    let text = document.text(Span::new(link.span.end, item.content.end.max(link.span.end)));
    let glued = text.split(char::is_whitespace).next().unwrap_or_default();
    let begins_oddly = glued.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '$' | '\\' | '>'));
    let is_plural = glued.trim_end_matches(|c: char| c.is_ascii_punctuation()) == "s";
    // At the end of a line, `literal-backslash` reports it.
    (begins_oddly && !is_plural && glued != "\\" && !glued.contains(['[', '<', '`']))
        .then(|| Span::new(link.span.end, link.span.end + glued.len()))
}
