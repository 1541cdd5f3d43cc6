//! Links of the week that belong to another week.

use jiff::civil::Date;

use crate::document::Document;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::calendar::{dates_within, days_between};
use crate::text::{Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "stale-report",
    group: Group::Issue,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports a performance triage report that is not of the week before the issue, and a query for merged \
              pull requests with the dates of another week.",
    why: "A draft is copied from the issue of the week before, with its links. Readers who follow them find what \
          they have read before.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n[Full report here](https://github.com/rust-lang/rustc-perf/blob/master/triage/2025/2025-06-09.md)\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n[Full report here](https://github.com/rust-lang/rustc-perf/blob/master/triage/2025/2025-06-16.md)\n",
        ),
        Example::by_hand(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n455 pull requests were [merged in the last week][merged]\n\n[merged]: https://github.com/search?q=is%3Apr+org%3Arust-lang+is%3Amerged+merged%3A2025-06-03..2025-06-10\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n455 pull requests were [merged in the last week][merged]\n\n[merged]: https://github.com/search?q=is%3Apr+org%3Arust-lang+is%3Amerged+merged%3A2025-06-10..2025-06-17\n",
        ),
        Example::by_hand(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n455 pull requests were [merged in the last week][merged]\n\n[merged]: https://github.com/search?q=is%3Apr+org%3Arust-lang+is%3Amerged+merged%3A2025-06-02..2025-06-09\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n455 pull requests were [merged in the last week][merged]\n\n[merged]: https://github.com/search?q=is%3Apr+org%3Arust-lang+is%3Amerged+merged%3A2025-06-09..2025-06-16\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the report and the query are of the week before",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n[Full report here](https://github.com/rust-lang/rustc-perf/blob/main/triage/2026/2026-03-02.md)\n\n455 pull requests were [merged in the last week][merged]\n\n[merged]: https://github.com/search?q=is%3Apr+org%3Arust-lang+is%3Amerged+merged%3A2026-02-24..2026-03-03\n",
        ),
        Silent::because(
            "an article may cite a report of any week",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Updates from Rust Community\n\n### Observations/Thoughts\n* [A report that surprised me](https://github.com/rust-lang/rustc-perf/blob/main/triage/2025/2025-06-09.md)\n",
        ),
        Silent::because(
            "one of two reports is of this week",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\nReports: [first](https://github.com/rust-lang/rustc-perf/blob/main/triage/2026/2026-02-23.md), [second](https://github.com/rust-lang/rustc-perf/blob/main/triage/2026/2026-03-02.md)\n",
        ),
        Silent::because(
            "another search may have any dates",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\nThere were [many requests](https://github.com/search?q=merged%3A2025-01-01..2025-12-31).\n",
        ),
        Silent::because(
            "without front matter, the date of the issue is not known",
            "The report is [here](https://github.com/rust-lang/rustc-perf/blob/main/triage/2025/2025-06-09.md).\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let Some(issue) = document.date() else { return };
    reports(cx, issue);
    let searches = document.urls().iter().filter(|url| url.query().is_some() && url.path() == "/search");
    for destination in searches.map(|url| url.whole()) {
        if let Some(query) = merged_query(document, destination) {
            let span = query.first.1.to(query.last.1);
            let age = |date: Date| days_between(date, issue);
            // The query has begun nine, eight or seven days before the issue over the years.
            if (7..=9).contains(&age(query.first.0)) && (0..=2).contains(&age(query.last.0)) {
                continue;
            }
            let (first, last) = wanted(&query, issue);
            let message = format!("the query for merged pull requests is of another week: `{}`", document.text(span));
            cx.report(span, message).help(format!(
                "Write `{first}..{last}` for the issue of {issue}, and update the number of pull requests."
            ));
        }
    }
}

/// Where the reports lie in their repository.
const FOLDER: &str = "/triage/";

/// The reports of the performance triage. Of several in one section, the newest has to be of the week.
fn reports(cx: &mut Context<'_>, issue: Date) {
    let document = cx.document;
    let mut found: Vec<(Span, Option<Date>)> = Vec::new();
    let is_report = |url: &&Url<'_>| url.path().starts_with("/rust-lang/rustc-perf/");
    for url in document.urls().iter().filter(is_report) {
        let place = url.whole();
        // An article may cite a report of any week.
        let is_entry = document.item_at(place.start).is_some();
        let Some(at) = url.path().find(FOLDER).filter(|_| !is_entry && document.link_at(place.start).is_some()) else {
            continue;
        };
        let path = Span::new(url.path_span().start + at + FOLDER.len(), place.end);
        found.push((path, dates_within(document.text(path)).last().map(|(_, date)| date)));
    }
    let is_recent = |date: Date| (0..=7).contains(&days_between(date, issue));
    let any_recent = found.iter().any(|(_, date)| date.is_some_and(is_recent));
    for (path, date) in found {
        let Some(date) = date else { continue };
        let text = document.text(path);
        let year = text
            .split_once('/')
            .map(|(year, _)| year)
            .filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
        let help = "Write the address of the report of the week before this issue.";
        if let Some(year) = year.filter(|year| year.parse() != Ok(date.year())) {
            cx.report(path, format!("the report of {date} is not in the folder of {year}")).help(help);
        } else if date > issue {
            cx.report(path, format!("the performance report is of {date}, after this issue of {issue}")).help(help);
        } else if !any_recent {
            let days = days_between(date, issue);
            cx.report(path, format!("the performance report is of {date}, {days} days before this issue of {issue}"))
                .help(help);
        }
    }
}

struct Query {
    first: (Date, Span),
    last: (Date, Span),
}

/// The dates after `merged:` in a search for pull requests of the project.
fn merged_query(document: &Document<'_>, destination: Span) -> Option<Query> {
    let text = document.text(destination);
    let is_search = text.contains("github.com/search") && text.contains("rust-lang");
    let at = ["merged:2", "merged%3A2", "merged%3a2"].iter().find_map(|key| text.find(key)).filter(|_| is_search)?;
    let mut dates = dates_within(&text[at..]);
    let mut next = || {
        dates
            .next()
            .map(|(from, date)| (date, Span::new(destination.start + at + from, destination.start + at + from + 10)))
    };
    Some(Query { first: next()?, last: next()? })
}

/// The days of the query that belong to an issue: the same weekdays, where the query has those of a week, for they have
/// changed over the years.
fn wanted(query: &Query, issue: Date) -> (Date, Date) {
    let is_week = days_between(query.first.0, query.last.0) == 7;
    let age = days_between(query.last.0, issue).rem_euclid(7);
    let days = if is_week && age <= 2 { i64::from(age) } else { 1 };
    (before(issue, days + 7), before(issue, days))
}

fn before(issue: Date, days: i64) -> Date {
    jiff::Span::new().try_days(days).and_then(|days| issue.checked_sub(days)).unwrap_or(issue)
}
