//! Sections that are empty, and regions whose events are all over.

use crate::diagnostic::{Fix, Gravity, excerpt};
use crate::document::{Document, Heading, LineKind, Section, SectionKind};
use crate::issue::Stage;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::rules::event_outside_window::is_over;
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "empty-section",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports a community section or a region of events that is empty, and an issue without its crate, its \
              quote or its performance report. In a draft, sections are empty until the last day: it reports them \
              only when crate and quote are written, as a warning. A region whose events are all over is removed \
              with them.",
    why: "Readers see a heading with nothing below it. Editors remove about three of them each week by hand.",
    needs: Needs::Text,
    examples: &[Example::fixed(EMPTY, FILLED).published(), Example::by_hand(NO_CRATE, WITH_CRATE).published()],
    silent: &[
        Silent::because("a draft may have empty sections", EMPTY),
        Silent::because("a section may have parts of its own", PARTS).published(),
        Silent::because("one event of the region is still to come", REGION_GOOD),
        Silent::because("the quote is still to be written", WITH_CRATE),
        Silent::because("there is more than what the template has", FILLED).published(),
    ],
    options: &[],
    check,
};

const EMPTY: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n\
## Updates from Rust Community\n\n### Foundation\n\n### Research\n* [A paper](https://example.org/paper)\n";

const FILLED: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n\
## Updates from Rust Community\n\n### Research\n* [A paper](https://example.org/paper)\n";

const NO_CRATE: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n\
## Crate of the Week\n\n<!-- COTW goes here -->\n\n[Please submit your suggestions and votes for next week](https://example.org/crates)!\n";

const WITH_CRATE: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n\
## Crate of the Week\n\nThis week's crate is [crab](https://example.org/crab), a timer.\n\n\
[Please submit your suggestions and votes for next week](https://example.org/crates)!\n";

const REGION_GOOD: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Upcoming Events\n\n\
Rusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n\
* 2026-03-09 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n";

const PARTS: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n\
## Updates from Rust Community\n\n### RustConf 2026\n\n#### Talks\n* [A talk](https://example.org/talk)\n";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    // Of a draft that a change completes, the sections that were empty before are not the change's doing.
    let is_complete = cx.stage == Stage::Published || cx.change.is_none() && is_written(document);
    for (index, section) in document.sections().iter().enumerate() {
        let Some(heading) = section.heading else { continue };
        let below = document.sections().get(index + 1).and_then(|next| next.heading);
        if below.is_some_and(|next| next.level > heading.level) {
            continue;
        }
        if section.kind == SectionKind::EventRegion && (cx.stage == Stage::Published || cx.change.is_none()) {
            over(cx, index, heading);
        }
        if is_complete && document.is_empty(section) {
            empty(cx, section, heading);
        }
    }
}

/// Whether a draft is about to be published: crate and quote are written last.
fn is_written(document: &Document<'_>) -> bool {
    [SectionKind::CrateOfTheWeek, SectionKind::Quote].into_iter().all(|kind| {
        let section = document.sections().iter().find(|section| section.kind == kind);
        section.is_some_and(|section| !document.is_empty(section))
    })
}

fn empty(cx: &mut Context<'_>, section: &Section<'_>, heading: Heading) {
    let document = cx.document;
    let name = excerpt(section.name);
    let (message, help) = match section.kind {
        SectionKind::Community(_) => (format!("the section `{name}` is empty"), "Add an entry, or remove the heading."),
        SectionKind::EventRegion => (format!("there are no events under `{name}`"), "Remove the heading."),
        SectionKind::CrateOfTheWeek => {
            ("there is no crate of the week".to_owned(), "Write the crate and what it does.")
        }
        SectionKind::Quote => ("there is no quote of the week".to_owned(), "Write the quote, and who said it."),
        SectionKind::PerformanceTriage => {
            ("there is no performance report".to_owned(), "Write what the report says, or remove the section.")
        }
        _ => return,
    };
    let lines = lines(document, heading, document.source.line_index(heading.span.start));
    let is_list = section.kind.is_community() || section.kind == SectionKind::EventRegion;
    let has_comment = document.lines_of(section).any(|(_, kind)| kind == LineKind::Comment);
    let stage = cx.stage;
    let diagnostic = cx.report(heading.span, message);
    diagnostic.help(help).gravity(gravity(stage)).condemns(lines);
    if is_list && !has_comment {
        let edit = Edit::delete(lines);
        // Entries may still come to a draft.
        diagnostic.fix(match stage {
            Stage::Published => Fix::safe("Remove the heading", edit),
            Stage::Draft => Fix::unsafe_("Remove the heading", edit),
        });
    }
}

/// A region with only events that are over: they are removed with its heading.
fn over(cx: &mut Context<'_>, index: usize, heading: Heading) {
    let document = cx.document;
    let events = document.events_in(index);
    let (Some(last), true) = (events.last(), events.iter().all(|event| is_over(document, event))) else { return };
    let end = document.source.line_index(document.event_lines(last).end.saturating_sub(1));
    let lines = lines(document, heading, end);
    // A list of events and nothing else: no text, no comment, no entry of another kind. Below it may be text.
    let is_pure = document.lines_of(&document.sections()[index]).all(|(line, kind)| match kind {
        LineKind::Blank => true,
        LineKind::Item(item) | LineKind::Continuation(item) => document.items()[item].has_date,
        LineKind::Comment => false,
        _ => line.start >= lines.end,
    });
    if !is_pure {
        return;
    }
    let name = excerpt(document.sections()[index].name);
    // `event-outside-window` reports the events.
    let message = match events.len() {
        1 => format!("without the event that is over, `{name}` is empty"),
        count => format!("without the {count} events that are over, `{name}` is empty"),
    };
    let gravity = gravity(cx.stage);
    let diagnostic = cx.report(heading.span, message);
    diagnostic.help("Remove the heading with what is over.").gravity(gravity).condemns(heading.span);
    diagnostic.fix(Fix::unsafe_("Remove the heading and the events", Edit::delete(lines)));
}

/// What may be so in a draft to the last is a warning there.
fn gravity(stage: Stage) -> Gravity {
    match stage {
        Stage::Draft => Gravity::Doubtful,
        Stage::Published => Gravity::Wrong,
    }
}

/// The lines from a heading to the line of index `last`, and the blank lines below.
fn lines(document: &Document<'_>, heading: Heading, last: usize) -> Span {
    let below = document.lines().get(last + 1..).unwrap_or_default();
    let blank = below.iter().take_while(|kind| **kind == LineKind::Blank).count();
    Span::new(heading.span.start, document.source.line_with_end(last + blank).end)
}
