//! Calls that are closed.

use jiff::civil::Date;

use crate::diagnostic::Fix;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "cfp-expired",
    group: Group::Calls,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports calls for papers that closed before the day of the issue.",
    why: "Nobody can answer them any more. The list is carried over from week to week.",
    needs: Needs::Text,
    examples: &[Example::fixed(
        "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n### CFP - Events\n\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-03-01 | Ghent, BE | 2026-06-01\n* [**TreeConf**](https://example.org/tree) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n### CFP - Events\n\n* [**TreeConf**](https://example.org/tree) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
    )],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let Some(issue) = document.date() else { return };
    for call in &document.cfp_events {
        let Some((closes, date)) = call.closes.as_ref().and_then(|closes| Some((closes, closes.date()?))) else {
            continue;
        };
        if date < issue {
            let span = closes.dates.first().map_or(closes.span, |(span, ..)| *span);
            // An event still to come, and a call that closed a year before it: the year is mistyped.
            let meant = Date::new(date.year() + 1, date.month(), date.day()).ok().filter(|meant| {
                let event = call.dates.as_ref().and_then(|field| field.dates).map(|dates| dates.first);
                *meant >= issue && event.is_some_and(|event| *meant < event)
            });
            let closed = format!("this call closed on {date}, before this issue of {issue}");
            if let Some(meant) = meant {
                cx.report(span, format!("{closed}: did you mean `{meant}`?"))
                    .help("Correct the year, or remove the call.");
                continue;
            }
            cx.report(span, closed)
                .help("Remove the call, or correct its closing day if it was put off.")
                .fix(Fix::unsafe_("Remove the call", Edit::delete(document.item_lines(&document.items[call.item]))));
        }
    }
}
