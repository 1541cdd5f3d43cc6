//! Calls whose event cannot be on that day.

use jiff::civil::Date;

use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::calendar::Dates;

pub(super) static RULE: Rule = Rule {
    name: "cfp-event-date",
    group: Group::Calls,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports calls for papers whose event lies before the day on which the call closes, or is over on the day of the issue.",
    why: "A call closes before its event: one of the two dates is mistyped, most often the year.",
    needs: Needs::Text,
    examples: &[Example::by_hand(
        "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2025-06-01\n",
        "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
    )],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for call in &document.cfp_events {
        let Some((field, dates)) = call.dates.as_ref().and_then(|field| Some((field, field.dates?))) else { continue };
        let closes = call.closes.as_ref().and_then(|closes| closes.date());
        let issue = document.date();
        let is_early = closes.is_some_and(|closes| dates.first < closes);
        // What closed before the issue is told by `cfp-expired`, unless the event is even earlier.
        let is_over = issue.is_some_and(|issue| dates.last < issue);
        if dates.first > dates.last || !is_early && !is_over {
            continue;
        }
        let earliest = closes.max(issue);
        let meant = earliest.and_then(|earliest| in_another_year(dates, earliest));
        let what = match closes.filter(|_| is_early) {
            Some(closes) => format!("the event of `{}` begins before its call closes on {closes}", dates.written()),
            None => format!("the event of `{}` is over on the day of this issue", dates.written()),
        };
        let guess = meant.map_or_else(String::new, |meant| format!(": did you mean `{}`?", meant.written()));
        let diagnostic = cx.report(field.span, format!("{what}{guess}"));
        diagnostic.help("Correct the date that is wrong; often it is the year.");
        if let Some(closes) = call.closes.as_ref().filter(|_| is_early) {
            diagnostic.label(closes.span, "the call closes here");
        }
    }
}

/// The same days in the first year in which they lie behind `earliest`, at most two years on.
fn in_another_year(dates: Dates, earliest: Date) -> Option<Dates> {
    let length = dates.first.until(dates.last).ok()?;
    let in_year = |year: i16| {
        let first = Date::new(year, dates.first.month(), dates.first.day()).ok()?;
        Some(Dates { first, last: first.checked_add(length).ok()? })
    };
    (1..=2).filter_map(|years| in_year(dates.first.year() + years)).find(|dates| dates.first >= earliest)
}
