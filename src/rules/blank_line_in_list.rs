//! A blank line between two entries of one list.

use crate::diagnostic::{Fix, Join};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "blank-line-in-list",
    group: Group::Entries,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports blank lines between two entries of one list; several of one section are told once.",
    why: "A blank line makes the site wrap the entries around it in paragraphs: they stand further apart than \
          the rest of the list. It is what editors correct most often.",
    needs: Needs::Text,
    examples: &[Example::fixed(
        "### Research\n* [First paper](https://example.org/first)\n\n* [Second paper](https://example.org/second)\n",
        "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
    )],
    silent: &[
        Silent::because(
            "something else stands between the two lists",
            "### Research\n* [First paper](https://example.org/first)\n\nAnd more:\n\n* [Second paper](https://example.org/second)\n",
        ),
        Silent::because(
            "a section of prose is laid out by its author",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Crate of the Week\n\nThis week's crate does two things:\n\n* it parses\n\n* it prints\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in &document.items {
        if item.blank_lines_above == 0 || item.bullet.is_none() || !document.section_of(item).kind.is_entry_list() {
            continue;
        }
        let source = document.source;
        let first_blank = item.first_line - item.blank_lines_above;
        let blank = Span::new(source.line(first_blank).start, source.line(item.first_line).start);
        let (message, title) = match item.blank_lines_above {
            1 => ("the blank line above this entry sets it apart from the list", "Remove the blank line"),
            _ => ("the blank lines above this entry set it apart from the list", "Remove the blank lines"),
        };
        cx.report(item.span, message)
            .help("Entries of one list follow each other without a blank line.")
            .fix(Fix::safe(title, Edit::delete(blank)))
            .join(Join {
                group: item.section,
                least: 2,
                message: |count, _| format!("blank lines set {count} entries of this section apart from the list"),
                label: "and this one",
                fix: "Remove the blank lines",
            });
    }
}
