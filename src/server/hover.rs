//! Owns what is shown at a place: why a rule found something there, when an event is, and what earlier issues had of a
//! link.

use std::fmt::Write as _;

use gen_lsp_types as lsp;
use jiff::civil::Date;

use crate::archive::{History, usual};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Event};
use crate::lexicon::identity;
use crate::report::rule_docs::help_markdown;
use crate::rules;
use crate::server::view::View;
use crate::text::Span;
use crate::text::calendar::days_between;

/// Earlier issues that are named.
const MOST_ISSUES: usize = 5;

/// What is to be said about a byte offset; `today` is the date of the one who asks. None where there is nothing.
pub(super) fn at(view: &View<'_>, findings: &[Diagnostic], offset: usize, today: Date) -> Option<lsp::Hover> {
    let is_here = |span: Span| span.start <= offset && offset < span.end.max(span.start + 1);
    let mut parts = Vec::new();
    let mut range = None;
    for finding in findings.iter().filter(|finding| is_here(finding.span)) {
        if let Some(rule) = rules::find(finding.rule) {
            parts.push(format!("**{}**\n\n{}", rule.name, help_markdown(rule)));
            range.get_or_insert(finding.span);
        }
    }
    parts.dedup();
    if let Some(document) = view.document() {
        let history = view.judge.history(&document);
        let event = document.events().iter().find(|event| is_here(document.event_lines(event)));
        if let Some(event) = event
            && let Some(text) = when(&document, event, today)
        {
            parts.push(text);
            range.get_or_insert(document.items()[event.item].span);
        }
        if let Some(link) = document.link_at(offset).filter(|link| !link.is_image) {
            let page = identity(&document.url(link.destination)).into_owned();
            let is_group = event.and_then(|event| event.groups).is_some_and(|groups| groups.contains(link.span));
            parts.extend(if is_group { group(&history, &page) } else { earlier(&history, &page) });
            range.get_or_insert(link.span);
        }
    }
    let value = parts.join("\n\n---\n\n");
    let kind = if view.client.takes_markdown { lsp::MarkupKind::Markdown } else { lsp::MarkupKind::PlainText };
    let hover = || lsp::Hover {
        contents: lsp::MarkupContent { kind, value }.into(),
        range: range.map(|span| view.range(span)),
    };
    (!parts.is_empty()).then(hover)
}

/// A date in words, with its day of the week.
fn written(date: Date) -> String {
    date.strftime("%A, %-d %B %Y").to_string()
}

/// How far a date is away.
fn distance(from: Date, to: Date, name: &str) -> String {
    match days_between(from, to) {
        0 => format!("on the day of {name}"),
        1 => format!("1 day after {name}"),
        -1 => format!("1 day before {name}"),
        days if days > 0 => format!("{days} days after {name}"),
        days => format!("{} days before {name}", -days),
    }
}

/// On which days of the week an event is, and how long until then.
fn when(document: &Document<'_>, event: &Event, today: Date) -> Option<String> {
    let dates = event.dates.dates?;
    let mut text = written(dates.first);
    if dates.last != dates.first {
        let _ = write!(text, " – {}", written(dates.last));
    }
    text.push_str("  \n");
    match days_between(today, dates.first) {
        0 => text.push_str("today"),
        1 => text.push_str("tomorrow"),
        days if days > 0 => _ = write!(text, "in {days} days"),
        days => _ = write!(text, "{} days ago", -days),
    }
    if let Some(issue) = document.date() {
        let _ = write!(text, ", {}", distance(issue, dates.first, "this issue"));
    }
    Some(text)
}

/// The earlier issues that have an entry which leads to the same page.
fn earlier(history: &History, page: &str) -> Option<String> {
    let lines = history.links_to(page).take(MOST_ISSUES).map(|(issue, link)| {
        let line = issue.place(link.span).start.line;
        format!("* the issue of {}, line {line}: {}", issue.date, issue.text(link.text))
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| format!("Earlier issues link to this page:\n\n{}", lines.join("\n")))
}

/// What earlier issues had of a group: its last events, and where they usually are.
fn group(history: &History, page: &str) -> Option<String> {
    let events = history.events_of(page);
    let mut lines = Vec::new();
    for (issue, event) in events.iter().rev().take(MOST_ISSUES) {
        let name = event.name.map_or("", |name| issue.text(name.text)).trim_matches('*');
        lines.push(format!("* {} | {} | {name}", event.date, issue.text(event.place)));
    }
    if lines.is_empty() {
        return None;
    }
    let place = usual(events.iter().map(|(issue, event)| (issue.text(event.place), ())));
    let place = place.map_or_else(String::new, |usual| format!(", usually in `{}`", usual.value));
    Some(format!("Events of this group in earlier issues{place}:\n\n{}", lines.join("\n")))
}
