//! Backticks that do not match.

use crate::diagnostic::{Fix, excerpt};
use crate::document::BacktickProblem;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "unbalanced-backticks",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports a backtick without a matching one, a pair with nothing between them, and code that begins or \
              ends in the wrong place because one backtick is missing.",
    why: "The site shows a backtick without a matching one, and one missing backtick turns text into code and code \
          into text up to the end of the line.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [Deprecate `Zip' at last](https://example.org/x)\n",
            "* [Deprecate `Zip` at last](https://example.org/x)\n",
        ),
        Example::fixed("* [Deprecate `Zip](https://example.org/x)\n", "* [Deprecate `Zip`](https://example.org/x)\n"),
        Example::by_hand(
            "* [Let `Zip and Chain go](https://example.org/x)\n",
            "* [Let `Zip` and `Chain` go](https://example.org/x)\n",
        ),
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for fault in document.backtick_faults() {
        let line = document.source.line(document.source.line_index(fault.span.start));
        let found = excerpt(document.text(fault.span));
        let (message, help) = match fault.problem {
            BacktickProblem::Odd if fault.span.len() == 1 => (
                format!(
                    "the backtick before `{}` has no matching one",
                    excerpt(document.text(Span::new(fault.span.end, line.end)))
                ),
                "Put the code between two backticks, or remove this one.",
            ),
            BacktickProblem::Odd => (
                format!("these {} backticks have no matching ones", fault.span.len()),
                "Write as many backticks after the code as before it.",
            ),
            BacktickProblem::Empty => (
                "there is nothing between these two backticks".to_owned(),
                "Write the code between them, or remove them.",
            ),
            BacktickProblem::ClosesInTheMiddle => (
                format!("this backtick matches the wrong one, so {found} becomes code"),
                "Check the backticks before and after it: code has one at each end.",
            ),
        };
        let gravity = cx.gravity_at(fault.span.start);
        let diagnostic = cx.report(fault.span, message);
        diagnostic.help(help).gravity(gravity);
        if !fault.repair.is_empty() {
            diagnostic.fix(Fix::safe("Add the missing backtick", fault.repair.clone()));
        }
    }
}
