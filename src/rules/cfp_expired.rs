//! Calls for papers that are closed.

use jiff::civil::Date;

use crate::diagnostic::Fix;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Edit;
use crate::text::calendar::days_between;

pub(super) static RULE: Rule = Rule {
    name: "cfp-expired",
    group: Group::Calls,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports calls for papers that closed before the day of the issue, or whose closing day has a mistyped year.",
    why: "Nobody can answer them any more. The list is copied from week to week.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n### CFP - Events\n\n* [**TableConf**](https://example.org/cfp) | CFP closes 2025-04-01 | Ghent, BE | 2025-06-01\n",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n### CFP - Events\n\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Example::fixed(
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n### CFP - Events\n\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-03-01 | Ghent, BE | 2026-06-01\n* [**TreeConf**](https://example.org/tree) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n### CFP - Events\n\n* [**TreeConf**](https://example.org/tree) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
    ],
    silent: &[
        Silent::because(
            "a CFP is still open on the day on which it closes",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n### CFP - Events\n\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-03-04 | Ghent, BE | 2026-06-01\n",
        ),
        Silent::because(
            "without front matter, the date of the issue is not known",
            "### CFP - Events\n\n* [**TableConf**](https://example.org/cfp) | CFP closes 2020-03-04 | Ghent, BE | 2020-06-01\n",
        ),
    ],
    options: &[],
    check,
};

/// Days after which nobody keeps a call for papers from week to week: its year is mistyped.
const CARRIED_ON: i32 = 60;

/// Days that lie between the closing day of a CFP and its event, at most: where there are more, one year is mistyped.
const LONGEST_LEAD: i32 = 300;

/// What a closing day in the past means.
enum Reading {
    /// The call for papers is over.
    Over,
    /// The year is mistyped, and the closing day that is meant, where only one fits.
    Mistyped(Option<Date>),
}

fn reading(closes: Date, event: Option<Date>, issue: Date) -> Reading {
    let is_old = days_between(closes, issue) > CARRIED_ON;
    let next_year = |date: Date| Date::new(date.year() + 1, date.month(), date.day()).ok();
    let meant = next_year(closes).filter(|meant| *meant >= issue);
    let has_wrong_year = |event: Date| is_old && event < issue;
    let fits = |meant: &Date| {
        event.is_some_and(|event| *meant < event || has_wrong_year(event) && Some(*meant) < next_year(event))
    };
    // The dates of an event that is ahead, and of a CFP that closed in the months before it, agree.
    let agree = event.is_some_and(|event| event >= issue && days_between(closes, event) <= LONGEST_LEAD);
    match meant.filter(fits) {
        Some(meant) => Reading::Mistyped(Some(meant)),
        None if is_old && !agree => Reading::Mistyped(None),
        None => Reading::Over,
    }
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let Some(issue) = document.date() else { return };
    for call in document.cfp_events() {
        let Some((closes, date)) = call.closes.as_ref().and_then(|closes| Some((closes, closes.date()?))) else {
            continue;
        };
        if date >= issue {
            continue;
        }
        let span = closes.dates.first().map_or(closes.span, |(span, ..)| *span);
        let lines = document.item_lines(&document.items()[call.item]);
        let event = call.dates.as_ref().and_then(|field| field.dates).map(|dates| dates.first);
        let closed = format!("this CFP closed on {date}");
        match reading(date, event, issue) {
            Reading::Over => cx
                .report(span, format!("{closed}, before this issue of {issue}"))
                .help("Remove the CFP, or correct its closing day if it is open longer.")
                .fix(Fix::unsafe_("Remove the CFP", Edit::delete(lines))),
            Reading::Mistyped(Some(meant)) => cx
                .report(span, format!("{closed}: did you mean `{meant}`?"))
                .help("Correct the year, or remove the CFP."),
            Reading::Mistyped(None) => cx
                .report(span, format!("{closed}: is the year right?"))
                .help("Correct the year of its dates, or remove the CFP."),
        }
        .condemns(lines);
    }
}
