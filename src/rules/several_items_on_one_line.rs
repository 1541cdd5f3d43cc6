//! Two entries on one line.

use crate::diagnostic::{Fix, Gravity};
use crate::document::{Document, FieldsProblem, Item};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "several-items-on-one-line",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports a second entry on the line of another, and comments that begin after an entry and continue \
              below it.",
    why: "Only the first bullet of a line begins an entry; the second entry is shown as text of the first.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [First](https://example.org/first)* [Second](https://example.org/second)\n",
            "* [First](https://example.org/first)\n* [Second](https://example.org/second)\n",
        ),
        Example::fixed(
            "* [First](https://example.org/first)<br>* [Second](https://example.org/second)\n",
            "* [First](https://example.org/first)\n* [Second](https://example.org/second)\n",
        ),
        Example::fixed(
            "* [First](https://example.org/first) \\ * [Second](https://example.org/second)\\n* [Third](https://example.org/third)\n",
            "* [First](https://example.org/first)\n* [Second](https://example.org/second)\n* [Third](https://example.org/third)\n",
        ),
        Example::by_hand(
            "* [First](https://example.org/first) <!-- More of these\nin the next issue. -->\n",
            "* [First](https://example.org/first)\n<!-- More of these\nin the next issue. -->\n",
        ),
    ],
    silent: &[
        Silent::because(
            "an entry may have two links, and an event two groups",
            "### Research\n* [A lamp](https://example.org/lamp) - [Slides](https://example.org/slides)\n\n### Europe\n* 2026-03-10 | Ghent, BE | [Rust Ghent](https://ghent.example.org/) + [Rust Bruges](https://bruges.example.org/)\n    * [**Talks**](https://ghent.example.org/1)\n",
        ),
        Silent::because(
            "a comment on one line hides nothing",
            "### Research\n* [A lamp](https://example.org/lamp) <!-- from the list of the week -->\n",
        ),
        Silent::because(
            "a title may have a star and brackets",
            "### Research\n* [A lamp * [1] of many](https://example.org/lamp)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items() {
        for link in document.links_of(item) {
            // Nothing follows nearly every link.
            if matches!(document.source.text().as_bytes().get(link.span.end), None | Some(b'\n' | b'\r')) {
                continue;
            }
            let line = document.source.line(document.source.line_index(link.span.end));
            let behind = document.text(Span::new(link.span.end, line.end.max(link.span.end)));
            let bullet = without_break(behind);
            // ` - ` and ` + ` join words and groups; only an asterisk is never anything but a bullet there.
            let entry = bullet.strip_prefix("* ").or_else(|| behind.strip_prefix("- "));
            if entry.is_some_and(|entry| entry.trim_start().starts_with(['[', '2']))
                && !is_name_of_event(document, item)
            {
                let start = link.span.end + behind.len() - bullet.len();
                cx.report(Span::new(start, start + 1), "this line contains a second entry")
                    .label(item.content.to(link.span), "the first entry")
                    .help("Write each entry on its own line.")
                    .fix(Fix::safe(
                        "Start a new line",
                        Edit::replace(Span::new(link.span.end, start), break_before(document, item, bullet)),
                    ));
                break;
            }
        }
    }
    for comment in document.comments() {
        let Some(item) = document.item_at(comment.span.start) else { continue };
        let is_behind = item.content.start < comment.span.start;
        if is_behind && comment.closed && document.text(comment.span).contains(['\n', '\r']) {
            let opening = Span::new(comment.span.start, comment.span.start + 4);
            if ends_in_entry(document, comment.span) {
                cx.report(opening, "this comment ends in another entry, which becomes a part of this one")
                    .help("Close the comment with `-->` on its line, and remove the `-->` below.");
                continue;
            }
            // The site leaves the comment out, wherever it begins.
            let is_listed = document.site.entry_on(item.first_line).is_some();
            let gravity = if is_listed { Gravity::Doubtful } else { Gravity::Wrong };
            cx.report(opening, "a comment that spans several lines begins on the line of this entry")
                .gravity(gravity)
                .help("Begin the comment on a line of its own, below the entry.");
        }
    }
}

/// Whether the last line of a comment begins with a bullet, and a link follows the comment there.
fn ends_in_entry(document: &Document<'_>, comment: Span) -> bool {
    let line = document.source.line(document.source.line_index(comment.end));
    let behind = document.text(Span::new(comment.end.min(line.end), line.end));
    let text = document.text(line).trim_start();
    ["* ", "- ", "+ "].iter().any(|bullet| text.starts_with(bullet)) && behind.contains("](")
}

/// What follows a link, without what a tool may have written for a line break.
fn without_break(behind: &str) -> &str {
    const BREAKS: [&str; 6] = ["<br>", "<br/>", "<br />", "\\n", "\\r", "\\"];
    let mut rest = behind.trim_start();
    while let Some(behind) = BREAKS.iter().find_map(|sign| rest.strip_prefix(sign)) {
        rest = behind.trim_start();
    }
    if rest.starts_with("* ") { rest } else { behind.trim_start() }
}

/// What is before the second entry on a line of its own: the name of an event is indented below its date.
fn break_before(document: &Document<'_>, item: &Item, second: &str) -> String {
    let line_end = document.source.line_end();
    let is_date = second.trim_start_matches(['*', '-', ' ']).starts_with('2');
    match (item.has_date && !is_date, item.is_nested() && !is_date) {
        (true, _) | (_, true) => format!("{line_end}    "),
        _ => line_end.to_owned(),
    }
}

/// Whether an entry is an event with its name on the same line, which `event-fields` reports.
fn is_name_of_event(document: &Document<'_>, item: &Item) -> bool {
    let events = document.events();
    let at = events.partition_point(|event| document.items()[event.item].span.start < item.span.start);
    events.get(at).is_some_and(|event| {
        let problem = event.problem.as_ref().map(|problem| problem.value);
        document.items()[event.item].span == item.span && problem == Some(FieldsProblem::NameBesideGroup)
    })
}
