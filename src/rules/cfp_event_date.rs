//! Calls for papers whose event cannot be on that day.

use jiff::civil::Date;

use crate::document::DateProblem;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::calendar::Dates;

pub(super) static RULE: Rule = Rule {
    name: "cfp-event-date",
    group: Group::Calls,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports calls for papers whose event is before the day on which the CFP closes, or is over on the day of the issue.",
    why: "A CFP closes before its event, so one of the two dates is mistyped, most often in the year.",
    needs: Needs::Text,
    examples: &[Example::by_hand(
        "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2025-06-01\n",
        "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
    )],
    silent: &[
        Silent::because(
            "a CFP may close on the day of its event",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-06-01 | Ghent, BE | 2026-06-01\n",
        ),
        Silent::because(
            "an event that ends on the day of the issue is not over",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n### CFP - Events\n\n* [**TableConf**](https://example.org/cfp) | CFP closes when it is full: 2026-03-04 | Ghent, BE | 2026-03-04\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for call in document.cfp_events() {
        let Some((field, dates)) = call.dates.as_ref().and_then(|field| Some((field, field.dates?))) else { continue };
        let closes = call.closes.as_ref().and_then(|closes| closes.date());
        let issue = document.date();
        let is_early = closes.is_some_and(|closes| dates.first < closes);
        // `cfp-expired` reports what closed before the issue, unless the event is even earlier.
        let is_over = issue.is_some_and(|issue| dates.last < issue);
        // `cfp-date` reports a range that cannot be right.
        let is_range_wrong = field.problem.as_ref().is_some_and(|problem| problem.value == DateProblem::Long);
        if dates.first > dates.last || is_range_wrong || !is_early && !is_over {
            continue;
        }
        let earliest = closes.max(issue);
        // The closing day may be the one that is a year off.
        let is_closing_off = closes.is_some_and(|closes| {
            let a_year_before = Date::new(closes.year() - 1, closes.month(), closes.day()).ok();
            a_year_before.is_some_and(|closes| issue.is_some_and(|issue| issue <= closes) && closes <= dates.first)
        });
        let meant = earliest.filter(|_| !is_closing_off).and_then(|earliest| in_another_year(dates, earliest));
        let what = match closes.filter(|_| is_early) {
            Some(closes) => format!("the event of `{}` begins before its CFP closes on {closes}", dates.written()),
            None => format!("the event of `{}` is over on the day of this issue", dates.written()),
        };
        let guess = meant.map_or_else(String::new, |meant| format!("Did you mean `{}`? ", meant.written()));
        let diagnostic = cx.report(field.span, what);
        diagnostic.help(if is_closing_off {
            "Correct the year of the closing day, or the year of the event.".to_owned()
        } else {
            format!("{guess}Correct the date that is wrong; often it is the year.")
        });
        if let Some(closes) = call.closes.as_ref().filter(|_| is_early) {
            diagnostic.label(closes.span, "the CFP closes here");
        }
    }
}

/// The same days in the first year in which they are after `earliest`, at most two years later.
fn in_another_year(dates: Dates, earliest: Date) -> Option<Dates> {
    let length = dates.first.until(dates.last).ok()?;
    let in_year = |year: i16| {
        let first = Date::new(year, dates.first.month(), dates.first.day()).ok()?;
        Some(Dates { first, last: first.checked_add(length).ok()? })
    };
    (1..=2).filter_map(|years| in_year(dates.first.year() + years)).find(|dates| dates.first >= earliest)
}
