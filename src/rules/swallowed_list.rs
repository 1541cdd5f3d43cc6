//! A list right under a line of text.

use crate::diagnostic::Fix;
use crate::document::LossCause;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "swallowed-list",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports lists that begin right under a line of text, without a blank line between.",
    why: "GitHub shows a list there. The site's renderer, Python-Markdown, shows one paragraph with asterisks in it.",
    needs: Needs::Text,
    examples: &[Example::fixed(
        "### Research\nThese papers are new:\n* [First paper](https://example.org/first)\n",
        "### Research\nThese papers are new:\n\n* [First paper](https://example.org/first)\n",
    )],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let source = document.source;
    for loss in document.losses.iter().filter(|loss| loss.cause == LossCause::Text) {
        let (item, above) = (&document.items[loss.first], loss.line);
        let blank_line = Edit::insert(source.line(item.first_line).start, source.line_end());
        // Behind a blank line, what is indented so far is code. Without its indent, what follows may hang from it.
        let indent = document.text(item.indent);
        let fix = if indent.contains('\t') || indent.len() >= 4 {
            Fix::unsafe_("Add a blank line, and take out the indent", [blank_line, Edit::delete(item.indent)])
        } else {
            Fix::safe("Add a blank line", blank_line)
        };
        cx.report(item.span, "this list stands right under a line of text: the site shows both as one paragraph")
            .help("Put a blank line between.")
            .label(source.line(above), "the paragraph that swallows it")
            .fix(fix);
    }
}
