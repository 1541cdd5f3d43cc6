//! A bullet with nothing after it.

use crate::diagnostic::Fix;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "empty-item",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports bullets with nothing after them.",
    why: "The site shows a bullet without text.",
    needs: Needs::Text,
    examples: &[Example::fixed(
        "* [First](https://example.org/first)\n* \n* [Second](https://example.org/second)\n",
        "* [First](https://example.org/first)\n* [Second](https://example.org/second)\n",
    )],
    silent: &[
        Silent::because(
            "stars alone are a line across the page",
            "### Research\n* [A lamp](https://example.org/lamp)\n\n* * *\n",
        ),
        Silent::because("a star between words is not a bullet", "## Credits\n\nThanks * to all.\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let source = cx.document.source;
    for item in cx.document.items() {
        let Some(bullet) = item.bullet.filter(|_| item.content.is_empty()) else { continue };
        let lines = Span::new(source.line(item.first_line).start, source.line_with_end(item.last_line).end);
        cx.report(bullet.span, "there is nothing after this bullet")
            .help("Write the entry, or remove the line.")
            .fix(Fix::safe("Remove the line", Edit::delete(lines)));
    }
}
