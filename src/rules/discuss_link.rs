//! The closing link to the discussion of the issue.

use crate::diagnostic::excerpt;
use crate::issue::Stage;
use crate::lexicon::issue_named_in;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "discuss-link",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports the closing link \"Discuss on r/rust\" of a published issue that does not go to Reddit, or goes \
              to the thread of another issue.",
    why: "After reading, readers look for the discussion of this issue.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "* [Title](https://example.org/x)\n\n<small>[Discuss on r/rust](https://this-week-in-rust.org/blog/2025/06/18/)</small>\n",
            "* [Title](https://example.org/x)\n\n<small>[Discuss on r/rust](https://www.reddit.com/r/rust/comments/abc123/this_week_in_rust_604/)</small>\n",
        )
        .published(),
        Example::by_hand(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n<small>[Discuss on r/rust](https://www.reddit.com/r/rust/comments/abc123/this_week_in_rust_603/)</small>\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n<small>[Discuss on r/rust](https://www.reddit.com/r/rust/comments/abc124/this_week_in_rust_604/)</small>\n",
        )
        .published(),
    ],
    silent: &[
        Silent::because("a draft has no thread yet", "<small>[Discuss on r/rust](https://example.org/later)</small>\n"),
        Silent::because("it goes to the thread about this issue", "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n<small>[Discuss on r/rust](https://redd.it/abc123) or [there](https://www.reddit.com/r/rust/comments/abc123/this_week_in_rust_640/)</small>\n").published(),
        Silent::because("it is not the link to the discussion of the issue", "It goes on in a [Discussion](https://example.org/talk).\n").published(),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    if cx.stage == Stage::Draft {
        return;
    }
    let document = cx.document;
    let number = document.front_matter.as_ref().and_then(|front_matter| front_matter.issue()).map(|issue| issue.number);
    for link in document.links() {
        let text = document.text(link.text).trim();
        let is_meant = text.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("Discuss on"));
        let url = document.url(link.destination);
        // Other rules report what is not an address.
        if !is_meant || !link.has_own_destination() || !url.is_web() {
            continue;
        }
        let shown = excerpt(document.text(link.destination));
        if !url.is_on("reddit.com") && !url.is_on("redd.it") {
            cx.report(
                link.destination,
                format!("the link to the discussion goes to `{}` instead of Reddit", url.host()),
            )
            .help("Write the address of the thread about this issue on r/rust.");
        } else if let Some((named, number)) =
            issue_named_in(url.path()).zip(number).filter(|(named, number)| named != number)
        {
            cx.report(link.destination, format!("`{shown}` is the discussion of issue {named}, not of {number}"))
                .help("Write the address of the thread about this issue on r/rust.");
        }
    }
}
