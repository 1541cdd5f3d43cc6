//! A bullet that touches its link.

use crate::fix::{Edit, Fix};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Rule};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "missing-bullet-space",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports bullets without a space behind them: `*[Title](url)`.",
    why: "Without the space Markdown sees no list item at all: the asterisk stands in the text.",
    examples: &[Example::fixed("*[A title](https://example.org/post)\n", "* [A title](https://example.org/post)\n")],
    check,
};

fn check(cx: &mut Context<'_>) {
    for item in &cx.document.items {
        let Some(bullet) = item.bullet.filter(|bullet| bullet.gap.is_empty() && !item.content.is_empty()) else { continue };
        let marker = cx.document.text(bullet.span);
        cx.report(Span::new(bullet.span.start, item.content.start + 1), format!("there is no space behind the `{marker}`, so this is no list item"))
            .help(format!("Write `{marker} [` with a space between."))
            .fix(Fix::safe("Add the space", Edit::insert(bullet.span.end, " ")));
    }
}
