//! A list or a table directly below a line of text.

use crate::diagnostic::Fix;
use crate::document::{Document, LineKind, LossCause, Shown};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "swallowed-list",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports lists and tables that begin directly below a line of text, without a blank line between them.",
    why: "GitHub shows a list there, or a table. The site's renderer, Python-Markdown, shows one paragraph with \
          asterisks or bars in it.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Research\nThese papers are new:\n* [First paper](https://example.org/first)\n",
            "### Research\nThese papers are new:\n\n* [First paper](https://example.org/first)\n",
        ),
        Example::fixed(
            "**Summary**:\n| (instructions:u) | mean |\n|:---|:---:|\n| All | 0.1% |\n",
            "**Summary**:\n\n| (instructions:u) | mean |\n|:---|:---:|\n| All | 0.1% |\n",
        ),
        Example::by_hand(
            "# Quote of the Week\n\nx [Wilma](https://example.org/wilma)\n* [Mary](https://example.org/mary)\n",
            "# Quote of the Week\n\n* [Wilma](https://example.org/wilma)\n* [Mary](https://example.org/mary)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the site shows this table",
            "**Summary**:\n\n| (instructions:u) | mean |\n|:---|:---:|\n| All | 0.1% |\n",
        ),
        Silent::because("`|` alone does not make a table", "The poem:\n| tea | pot |\n| and | spoon |\n"),
        Silent::because("one line is not a table", "The rule:\n|---|---|\n"),
        Silent::because(
            "the line above is not a line of text",
            "| tea | pot |\n\n---\n| a | b |\n|---|---|\n| c | d |\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let source = document.source;
    for loss in document.losses().iter().filter(|loss| loss.cause == LossCause::Text) {
        let (item, above) = (&document.items()[loss.first], loss.line);
        // As a heading, it needs no blank line.
        if document.lost_headings().binary_search_by_key(&above, |lost| lost.line).is_ok() {
            continue;
        }
        let blank_line = Edit::insert(source.line(item.first_line).start, source.line_end());
        // After a blank line, what is indented so far is code. Without its indent, what follows may hang from it.
        let indent = document.text(item.indent);
        // What is right above is an entry itself, or a heading: it is not to be cut off.
        let is_linked = is_linked(document, above);
        let fix = if is_linked {
            None
        } else if indent.contains('\t') || indent.len() >= 4 {
            Some(Fix::unsafe_("Add a blank line and remove the indent", [blank_line, Edit::delete(item.indent)]))
        } else {
            Some(Fix::safe("Add a blank line", blank_line))
        };
        let diagnostic =
            cx.report(item.span, "there is no blank line above this list; the site adds it to the text above");
        diagnostic.label(source.line(above), "the site adds the list to this text").help(if is_linked {
            "Begin the line above with `* ` if it is an entry, or put a blank line between the two."
        } else {
            "Put a blank line between the text and the list."
        });
        diagnostic.fix = fix;
    }
    tables(cx);
}

/// Whether a line is a link with a few words around it, or the head of a table that is.
fn is_linked(document: &Document<'_>, line: usize) -> bool {
    let is_delimiter = is_delimiter_row(document.text(document.source.line(line)));
    let line = document.source.line(line.saturating_sub(usize::from(is_delimiter)));
    let [.., link] = document.links_in(line) else { return false };
    is_delimiter || document.text(Span::new(link.span.end, line.end)).trim().is_empty() && !link.is_image
}

fn tables(cx: &mut Context<'_>) {
    let document = cx.document;
    let source = document.source;
    let mut first = 0;
    for rows in document.lines().chunk_by(|one, next| one == next) {
        let at = first;
        first += rows.len();
        let is_swallowed = rows.len() > 1
            && rows[0] == LineKind::Table
            && document.site.line(at) == Some(&Shown::Paragraph)
            && is_delimiter_row(document.text(source.line(at + 1)));
        let Some(above) = at.checked_sub(1).filter(|above| is_swallowed && document.lines()[*above] == LineKind::Text)
        else {
            continue;
        };
        let line = source.line(at);
        cx.report(line, "there is no blank line above this table; the site adds it to the text above")
            .help("Put a blank line between the text and the table.")
            .label(source.line(above), "the site adds the table to this text")
            .fix(Fix::safe("Add a blank line", Edit::insert(line.start, source.line_end())));
    }
}

/// Whether a line is the one below the head of a table: `|:---|---:|`.
pub(super) fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim();
    line.contains('-') && line.contains('|') && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}
