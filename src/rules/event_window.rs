//! The line with the first and the last day of the events.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::diagnostic::{Fix, quoted};
use crate::document::DateProblem;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Edit;
use crate::text::calendar::{Dates, date_of};

pub(super) static RULE: Rule = Rule {
    name: "event-window",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports `Rusty Events between A - B 🦀` where A is not the date of the issue, or B is not four weeks \
              later.",
    why: "The line is copied from week to week; readers and editors use it to decide which events belong there.",
    needs: Needs::Text,
    examples: &[Example::fixed(
        "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\nRusty Events between 2026-02-25 - 2026-03-25 🦀\n",
        "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\nRusty Events between 2026-03-04 - 2026-04-01 🦀\n",
    )],
    silent: &[Silent::because(
        "without front matter, the date of the issue is not known",
        "## Upcoming Events\n\nRusty Events between 2026-02-25 - 2026-03-25 🦀\n",
    )],
    options: &[],
    check,
};

/// From the day of an issue to the last of its events.
fn four_weeks(first: Date) -> Dates {
    Dates { first, last: first.saturating_add(28.days()) }
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let (Some(issue), Some(window)) = (document.date(), &document.events_window) else { return };
    let right = four_weeks(issue);
    // A date of the issue that is wrong itself is reported where it is.
    let wednesday = document.front_matter.as_ref().and_then(|front_matter| date_of(front_matter.issue()?.number));
    let is_right = |first: Date| window.dates.dates == Some(four_weeks(first));
    if (is_right(issue) || wednesday.is_some_and(is_right)) && window.dates.problem.is_none() {
        return;
    }
    let written = quoted(document.text(window.dates.span));
    let message = match window.dates.dates {
        Some(found) if found == right => format!("{written} should be `{}`", right.written()),
        Some(found) if found.first != issue => format!("{written} does not begin on {issue}, the day of this issue"),
        Some(_) => format!("{written} does not end on {}, four weeks after this issue", right.last),
        None => format!("{written} is not a first and a last day"),
    };
    let may_hold_more = |text: &str| text.contains(|c: char| c.is_lowercase() || matches!(c, '[' | '(' | '<' | ':'));
    let loses_words = window.dates.problem.as_ref().is_some_and(|problem| match problem.value {
        DateProblem::More => true,
        DateProblem::NotADate | DateProblem::Impossible => may_hold_more(document.text(window.dates.span)),
        _ => false,
    });
    let (title, edit) = ("Write the dates of this issue", Edit::replace(window.dates.span, right.written()));
    let fix = if loses_words { Fix::unsafe_(title, edit) } else { Fix::safe(title, edit) };
    cx.report(window.dates.span, message).help(format!("Write `{}`.", right.written())).fix(fix);
}
