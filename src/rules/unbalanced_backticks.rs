//! Backticks that don't pair up.

use crate::diagnostic::{Fix, excerpt};
use crate::document::BacktickProblem;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "unbalanced-backticks",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports a backtick without a partner, a pair with nothing between, and code that begins or ends in the wrong \
              place because a backtick too few shifted all others.",
    why: "The site prints a backtick that closes nothing, and one too few turns text into code and code into text up to \
          the end of the line.",
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
                    "the backtick before `{}` has no partner",
                    excerpt(document.text(Span::new(fault.span.end, line.end)))
                ),
                "Put code between two backticks, and nothing else.",
            ),
            BacktickProblem::Odd => (
                format!("{} backticks that nothing closes", fault.span.len()),
                "Close code with as many backticks as open it.",
            ),
            BacktickProblem::Empty => {
                ("two backticks with nothing between them".to_owned(), "Put the code between them, or remove them.")
            }
            BacktickProblem::ClosesInTheMiddle => (
                format!("this backtick pairs up with the wrong one: {found} becomes code"),
                "One of the backticks before or after is missing or too many; code has one at each end.",
            ),
        };
        let gravity = cx.gravity_at(fault.span.start);
        let diagnostic = cx.report(fault.span, message);
        diagnostic.help(help).gravity(gravity);
        if !fault.repair.is_empty() {
            diagnostic.fix(Fix::safe("Write the missing backtick", fault.repair.clone()));
        }
    }
}
