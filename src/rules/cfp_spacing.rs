//! Spaces around the bars of a call for papers.

use crate::diagnostic::Fix;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

use super::event_spacing::{bar_edits, message};

pub(super) static RULE: Rule = Rule {
    name: "cfp-spacing",
    group: Group::Calls,
    level: Level::Tidy,
    fix: FixAvailability::Safe,
    summary: "Corrects `|` in a call for papers without exactly one space on each side.",
    why: "All of them look the same then. Readers see no difference, and the template itself lacks a space, so it is \
          not reported.",
    needs: Needs::Text,
    examples: &[Example::fixed(
        "### CFP - Events\n* [**TableConf**](https://example.org/cfp)| CFP closes 2026-04-01 | Ghent, BE  | 2026-06-01\n",
        "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
    )],
    silent: &[Silent::because(
        "there is one space everywhere",
        "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
    )],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for call in document.cfp_events() {
        let edits = bar_edits(document, &call.bars, document.items()[call.item].content);
        let (Some(first), Some(last)) = (edits.first(), edits.last()) else { continue };
        let span = first.span.to(last.span);
        cx.report(span, message(document, first))
            .help("Write one space on each side of `|`.")
            .fix(Fix::safe("Correct the spaces", edits));
    }
}
