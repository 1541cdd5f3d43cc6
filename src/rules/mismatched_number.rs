//! `[#123](…/pull/124)`: a number that leads to another one.

use crate::document::Document;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Url;

pub(super) static RULE: Rule = Rule {
    name: "mismatched-number",
    group: Group::Links,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports a link whose whole text is the number of an issue or a pull request on GitHub, and whose \
              address has another number.",
    why: "One of the two is mistyped, and readers who click end up on another page than the one they expect.",
    needs: Needs::Text,
    examples: &[Example::by_hand(
        "A regression in [#41032](https://github.com/rust-lang/rust/pull/43032).\n",
        "A regression in [#41032](https://github.com/rust-lang/rust/pull/41032).\n",
    )],
    silent: &[
        Silent::because(
            "the number is right",
            "A regression in [rust#41032](https://github.com/rust-lang/rust/pull/41032/files).\n",
        ),
        Silent::because(
            "a title may mention another one",
            "It [reverts #41032](https://github.com/rust-lang/rust/pull/43032).\n",
        ),
        Silent::because(
            "the page is not an issue or a pull request",
            "The label is [#7](https://github.com/rust-lang/rust/labels/7).\n",
        ),
        Silent::because(
            "numbers on other sites mean something else",
            "The episode is [#7](https://example.org/a/b/issues/8).\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document: &Document<'_> = cx.document;
    for link in document.links().iter().filter(|link| link.has_own_destination() && !link.is_image) {
        let Some(told) = number_in(document.text(link.text).trim()) else { continue };
        let Some(real) = number_of(&document.url(link.destination)) else { continue };
        if told != real {
            cx.report(link.span, format!("this link says `#{told}`, but goes to `#{real}`"))
                .help("Correct the number or the address.");
        }
    }
}

/// The digits of `#123`, `rust#123` and `owner/name#123`.
fn number_in(text: &str) -> Option<&str> {
    // Told by a glance at its end for nearly every title.
    if !text.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (name, digits) = text.rsplit_once('#')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !name.contains(char::is_whitespace)).then_some(digits)
}

/// The number of an issue, a pull request or a discussion that an address leads to.
fn number_of<'a>(url: &Url<'a>) -> Option<&'a str> {
    if !url.is_on("github.com") {
        return None;
    }
    let mut segments = url.segments().skip(2);
    let is_kind = segments.next().is_some_and(|kind| matches!(kind, "pull" | "issues" | "discussions"));
    segments.next().filter(|number| is_kind && number.bytes().all(|byte| byte.is_ascii_digit()))
}
