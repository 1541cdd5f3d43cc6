//! A blank line between two entries of one list.

use crate::diagnostic::Fix;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "blank-line-in-list",
    group: Group::Entries,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports blank lines between two entries of one list.",
    why: "A blank line makes the site wrap the entries around it in paragraphs: they stand further apart than \
          the rest of the list. It is what editors correct most often.",
    needs: Needs::Text,
    examples: &[Example::fixed(
        "### Research\n* [First paper](https://example.org/first)\n\n* [Second paper](https://example.org/second)\n",
        "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
    )],
    silent: &[],
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
            1 => ("the blank line above this entry splits the list in two", "Remove the blank line"),
            _ => ("the blank lines above this entry split the list in two", "Remove the blank lines"),
        };
        cx.report(item.span, message)
            .help("Entries of one list follow each other without a blank line.")
            .fix(Fix::safe(title, Edit::delete(blank)));
    }
}
