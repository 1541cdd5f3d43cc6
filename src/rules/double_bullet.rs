//! Two bullets on one line.

use crate::diagnostic::Fix;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "double-bullet",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports entries that begin with two bullets: `* * [Title](url)`.",
    why: "Markdown shows a list within the list there.",
    needs: Needs::Text,
    examples: &[Example::fixed("* * [A title](https://example.org/post)\n", "* [A title](https://example.org/post)\n")],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    for item in cx.document.items() {
        let Some((bullet, second)) = item.bullet.and_then(|bullet| Some((bullet, bullet.second?))) else { continue };
        cx.report(bullet.span.to(second), "this entry begins with two bullets")
            .help("Remove one of the two.")
            .fix(Fix::safe("Remove the second bullet", Edit::delete(second)));
    }
}
