//! Two bullets on one line.

use crate::diagnostic::{Fix, Gravity};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "double-bullet",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports entries that begin with two bullets, or with a bullet and the box of a task: `* * [Title](url)`.",
    why: "Markdown shows a list within the list there.",
    needs: Needs::Text,
    examples: &[
        Example::fixed("* * [A title](https://example.org/post)\n", "* [A title](https://example.org/post)\n"),
        Example::fixed("* [ ] [A title](https://example.org/post)\n", "* [A title](https://example.org/post)\n"),
    ],
    silent: &[Silent::because(
        "a title may begin with the sign of a bullet",
        "* [* imports are gone](https://example.org/imports)\n",
    )],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    for item in cx.document.items() {
        let Some((bullet, second)) = item.bullet.and_then(|bullet| Some((bullet, bullet.second?))) else { continue };
        let sign = cx.document.text(second).trim();
        if sign.starts_with('[') {
            // Of an empty one readers see two brackets, and all of the entry.
            let gravity = if sign == "[ ]" { Gravity::Doubtful } else { Gravity::Wrong };
            cx.report(second, format!("the site prints this box of a task list as `{sign}`"))
                .gravity(gravity)
                .help("Begin the entry with `* `, and nothing else.")
                .fix(Fix::safe("Remove the box", Edit::delete(second)));
            continue;
        }
        // Only what Markdown knows makes a list of its own.
        let gravity = if matches!(sign, "*" | "-" | "+") { Gravity::Wrong } else { Gravity::Doubtful };
        cx.report(bullet.span.to(second), "this entry begins with two bullets")
            .gravity(gravity)
            .help("Remove one of the two.")
            .fix(Fix::safe("Remove the second bullet", Edit::delete(second)));
    }
}
