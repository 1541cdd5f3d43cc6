//! A task for contributors that is closed.

use crate::diagnostic::Fix;
use crate::pages::Task;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "closed-task",
    group: Group::Pages,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports tasks for contributors whose issue on GitHub is closed or deleted.",
    why: "Whoever wants to help finds that there is nothing to do. The state comes from GitHub's API.",
    needs: Needs::Pages,
    examples: &[
        Example::fixed(
            "### CFP - Projects\n\
             * [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/7)\n\
             * [tablet - Write to a pipe](https://github.com/OWNER/tablet/issues/8)\n",
            "### CFP - Projects\n\
             * [tablet - Write to a pipe](https://github.com/OWNER/tablet/issues/8)\n",
        )
        .online(&[(
            "https://github.com/OWNER/tablet/issues/7",
            "{\"state\": \"closed\", \"title\": \"Read from a pipe\"}\n",
        )]),
        Example::by_hand(
            "### CFP - Projects\n* [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/7)\n",
            "### CFP - Projects\n* [tablet - Write to a pipe](https://github.com/OWNER/tablet/issues/8)\n",
        )
        .online(&[(
            "https://github.com/OWNER/tablet/issues/7",
            "HTTP/1.1 410\n\n{\"message\": \"This issue was deleted\"}\n",
        )]),
    ],
    silent: &[
        Silent::because(
            "it is open",
            "### CFP - Projects\n* [tablet - Read](https://github.com/OWNER/tablet/issues/7)\n",
        )
        .online(&[("https://github.com/OWNER/tablet/issues/7", "{\"state\": \"open\"}\n")]),
        Silent::because(
            "a change that is closed may be merged",
            "### CFP - Projects\n* [tablet - Read](https://github.com/OWNER/tablet/issues/7)\n",
        )
        .online(&[("https://github.com/OWNER/tablet/issues/7", "{\"state\": \"closed\", \"pull_request\": {}}\n")]),
        Silent::because(
            "a missing issue may be visible to others",
            "### CFP - Projects\n* [tablet - Read](https://github.com/OWNER/tablet/issues/7)\n",
        )
        .online(&[("https://github.com/OWNER/tablet/issues/7", "HTTP/1.1 404\n\n{\"message\": \"Not Found\"}\n")]),
        Silent::because(
            "only a call for participation asks for help",
            "### Rust Walkthroughs\n* [How we read from a pipe](https://github.com/OWNER/tablet/issues/7)\n",
        )
        .online(&[(
            "https://github.com/OWNER/tablet/issues/7",
            "{\"state\": \"closed\", \"title\": \"Read from a pipe\"}\n",
        )]),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for project in document.cfp_projects() {
        let Some(link) = document.links_of(&document.items()[project.item]).first() else { continue };
        let what = match cx.page(link).and_then(|page| page.task) {
            Some(Task::Closed) => "closed",
            Some(Task::Deleted) => "deleted",
            Some(Task::Open | Task::Change) | None => continue,
        };
        cx.report(link.destination, format!("the issue of this task is {what}"))
            .help("Remove the entry, or link to an open issue.")
            .fix(Fix::unsafe_("Remove this entry", Edit::delete(document.entry_lines(project.item))));
    }
}
