//! A bullet that touches its link.

use crate::diagnostic::Fix;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "missing-bullet-space",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports bullets without a space after them: `*[Title](url)`.",
    why: "Without the space, Markdown does not read a list item: the asterisk is shown as text.",
    needs: Needs::Text,
    examples: &[Example::fixed("*[A title](https://example.org/post)\n", "* [A title](https://example.org/post)\n")],
    silent: &[Silent::because(
        "a sentence may begin with a link in italics",
        "## Jobs\n\n*[The Teapot](https://example.org/jobs)* looks for a potter.\n",
    )],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items() {
        let Some(bullet) = item
            .bullet
            .filter(|bullet| bullet.gap.is_empty() && !item.content.is_empty() && item.content.start == bullet.gap.end)
        else {
            continue;
        };
        let marker = document.text(bullet.span);
        let mut edits = vec![Edit::replace(bullet.span, "* ")];
        // `*[Title](url)*` is in italics to Markdown: the asterisk at the end goes too.
        let italic = document.emphases_in(item.span).iter().find(|emphasis| emphasis.span.start == bullet.span.start);
        // Elsewhere, a sentence may begin with a link in italics.
        if italic.is_some() && !document.section_of(item).kind.is_entry_list() {
            continue;
        }
        if let Some(emphasis) = italic.filter(|emphasis| !emphasis.is_strong) {
            edits.push(Edit::delete(Span::new(emphasis.inner().end, emphasis.span.end)));
        }
        cx.report(
            Span::new(bullet.span.start, item.content.start + 1),
            format!("there is no space after `{marker}`, so this is not an entry of the list"),
        )
        .help("Write `* [`, with a space after `*`.")
        .fix(Fix::safe("Add the space", edits));
    }
}
