//! Events that are over, or too far ahead.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Fix, Gravity, Join};
use crate::document::{Document, Event};
use crate::issue::Stage;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Edit;
use crate::text::calendar::{Dates, days_between};

pub(super) static RULE: Rule = Rule {
    name: "event-outside-window",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports events that are over on the day of the issue, and events that begin after the four weeks of \
              the issue. In a draft, which starts with last week's events, it warns, unless a change adds the event. \
              Events that are over are reported once for each region. A conference of several days may be listed \
              early.",
    why: "The section lists `Rusty Events between` the day of the issue and four weeks later. Nobody can go to an \
          event in the past, and one far ahead often has a mistyped year or month. The fix removes events that are \
          over, never those to come, nor one among later events: its date was copied from another.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(BAD, GOOD).published(),
        Example::by_hand(MISTYPED_BAD, MISTYPED_GOOD),
        Example::by_hand(COPIED_BAD, COPIED_GOOD),
        Example::by_hand(
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\nRusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n* 2026-04-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\nRusty Events between 2026-03-04 - 2026-04-01 🦀\n",
        ),
    ],
    silent: &[
        Silent::because(
            "editors accept one or two days after the last",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\nRusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n* 2026-04-03 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Silent::because(
            "a conference of several days may be listed early",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\nRusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n* 2026-04-20 - 2026-04-22 | Ghent, BE | [TableConf](https://example.org/)\n    * [**TableConf 2026**](https://example.org/2026)\n",
        ),
        Silent::because(
            "an event that lasts beyond the day of the issue is not over, and the last day of the four weeks counts",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\nRusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n* 2026-03-02 - 2026-03-04 | Ghent, BE | [TableConf](https://example.org/)\n    * [**TableConf 2026**](https://example.org/2026)\n* 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-04-01 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n",
        ),
    ],
    options: &[],
    check,
};

const BAD: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\n\
Rusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n\
* 2026-03-02 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
* 2026-03-09 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n\n\
<small>[Discuss on r/rust](https://www.reddit.com/r/rust/comments/1/)</small>\n";

const GOOD: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\n\
Rusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n\
* 2026-03-09 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n\n\
<small>[Discuss on r/rust](https://www.reddit.com/r/rust/comments/1/)</small>\n";

const MISTYPED_BAD: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\n\
Rusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n\
* 2026-06-06 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
* 2026-03-09 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n";

const MISTYPED_GOOD: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\n\
Rusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n\
* 2026-03-06 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
* 2026-03-09 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n";

const COPIED_BAD: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\n\
Rusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n\
* 2026-03-10 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
* 2026-02-10 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n\
* 2026-03-24 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Tea**](https://example.org/ghent/3)\n";

const COPIED_GOOD: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\n\
Rusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n\
* 2026-03-10 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
* 2026-03-17 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n\
* 2026-03-24 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Tea**](https://example.org/ghent/3)\n";

/// Days after the last that editors accept.
const GRACE: i32 = 2;

/// Days from which on a date is more likely mistyped than left over from an earlier issue, or listed early.
const MISTYPED: i32 = 60;

/// Days between an event that is over and the one above it, which is not, from which on its date was copied from
/// another.
const COPIED: i32 = 10;

/// The day of the issue, and the last of its events.
fn window(document: &Document<'_>) -> Option<(Date, Date)> {
    let issue = document.date()?;
    // One that does not begin with the issue is of another week, and wrong itself.
    let written = document.events_window.as_ref().and_then(|window| window.dates.dates);
    let end = written.filter(|window| window.first == issue).map(|window| window.last);
    Some((issue, end.filter(|end| *end > issue).unwrap_or_else(|| issue.saturating_add(28.days()))))
}

/// Whether the date of an event is far from the issue, but right in another year or month.
pub(super) fn is_mistyped(document: &Document<'_>, event: &Event) -> bool {
    let (Some((issue, end)), Some(dates)) = (window(document), event.dates.dates) else { return false };
    let distance = if dates.last < issue { days_between(dates.last, issue) } else { days_between(end, dates.first) };
    distance > MISTYPED && meant(dates, issue, end).is_some()
}

/// Whether an event is over on the day of the issue, and its date is not one that was mistyped.
pub(super) fn is_over(document: &Document<'_>, event: &Event) -> bool {
    let (Some((issue, _)), Some(dates)) = (window(document), event.dates.dates) else { return false };
    dates.first <= dates.last && dates.last < issue && !is_mistyped(document, event)
}

/// Whether an event of one day is so late that it is for a later issue, or its date is wrong.
pub(super) fn is_too_late(document: &Document<'_>, event: &Event) -> bool {
    let (Some((_, end)), Some(dates)) = (window(document), event.dates.dates) else { return false };
    dates.first == dates.last && days_between(end, dates.first) > GRACE
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let Some((issue, end)) = window(document) else { return };
    // The section of the event above, and its first day, where that is not over.
    let mut last: Option<(usize, Date)> = None;
    for event in document.events() {
        let Some(dates) = event.dates.dates.filter(|dates| dates.first <= dates.last) else { continue };
        let is_over = dates.last < issue;
        let section = document.items()[event.item].section;
        let above = last.filter(|(other, _)| *other == section).map(|(_, date)| date);
        last = (!is_over).then_some((section, dates.first));
        if !is_over && days_between(end, dates.first) <= GRACE {
            continue;
        }
        let distance = if is_over { days_between(dates.last, issue) } else { days_between(end, dates.first) };
        let meant = if distance > MISTYPED { meant(dates, issue, end) } else { None };
        // In a draft of last week, all that is over is still to be removed.
        let is_new = cx.change.is_some_and(|change| change.has_added(&document.items()[event.item]));
        let gravity = if cx.stage == Stage::Draft && !(is_new && is_over) || !is_over && meant.is_none() {
            Gravity::Doubtful
        } else {
            Gravity::Wrong
        };
        let written = dates.written();
        if let Some(meant) = meant {
            let place = if is_over {
                format!("{distance} days before this issue")
            } else {
                "after this issue's events".to_owned()
            };
            cx.report(event.dates.span, format!("`{written}` is {place}: did you mean `{}`?", meant.written()))
                .help(format!("Correct the year or the month; this issue lists events up to {end}."))
                .gravity(gravity);
        } else if let Some(above) = above.filter(|above| is_over && days_between(dates.first, *above) >= COPIED) {
            cx.report(event.dates.span, format!("`{written}` is over, but comes after {above}: is the date right?"))
                .help("Correct the date, or remove the event.")
                .gravity(gravity)
                .condemns(document.event_lines(event));
        } else if is_over {
            report_over(cx, event, issue).gravity(gravity);
        } else if dates.first == dates.last || distance > MISTYPED {
            cx.report(event.dates.span, format!("`{written}` is after {end}, the last day of this issue's events"))
                .help("Leave the event for a later issue, or correct its date.")
                .gravity(gravity)
                .condemns(document.event_lines(event));
        }
    }
}

fn report_over<'d>(cx: &'d mut Context<'_>, event: &Event, issue: Date) -> &'d mut Diagnostic {
    let document = cx.document;
    let lines = document.event_lines(event);
    cx.report(event.dates.span, format!("this event ends before {issue}"))
        .help(format!("This issue lists events from {issue} on; remove what is over."))
        .fix(Fix::unsafe_("Remove the event", Edit::delete(lines)))
        .condemns(lines)
        .join(Join {
            group: document.items()[event.item].section,
            least: 2,
            message: |count, first| {
                let rest = first.message.trim_start_matches("this event ends");
                format!("these {count} events end{rest}")
            },
            label: "this one too",
            fix: "Remove the events",
        })
}

/// The same days in another year or another month, if that lies within the events of the issue.
fn meant(dates: Dates, issue: Date, end: Date) -> Option<Dates> {
    let length = dates.first.until(dates.last).ok()?;
    let fits = |first: Date| {
        let last = first.checked_add(length).ok()?;
        (last >= issue && first <= end).then_some(Dates { first, last })
    };
    let (year, month, day) = (dates.first.year(), dates.first.month(), dates.first.day());
    let years = [issue.year(), end.year()]
        .into_iter()
        .filter(|other| *other != year)
        .find_map(|year| fits(Date::new(year, month, day).ok()?));
    let months = [issue, end].into_iter().find_map(|near| fits(Date::new(near.year(), near.month(), day).ok()?));
    years.or_else(|| months.filter(|meant| meant.first.month() != month && (year - issue.year()).abs() <= 1))
}
