//! What a change removes that others wrote.

use std::collections::HashSet;

use crate::diagnostic::{excerpt, quoted};
use crate::document::{ClosingField, Community, Document, Item, Link, Section, SectionKind};
use crate::issue::Role;
use crate::lexicon::identity;
use crate::rule::change::Change;
use crate::rule::{Context, Earlier, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "lost-entries",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports what a change removes as a bad merge does: several entries, or the heading above entries that \
              stay. A change may remove one entry, events and calls for papers that are over, what is listed twice, \
              and empty sections. It only looks at changes, with `--since`.",
    why: "Two contributors add to the same place, one of them merges by hand, and the entry of the other is lost. \
          Nobody notices until the issue is published.",
    needs: Needs::Change,
    examples: &[
        Example::by_hand(
            "### Research\n* [My paper](https://example.org/mine)\n",
            "### Research\n* [First paper](https://example.org/1)\n* [Second paper](https://example.org/2)\n* [My paper](https://example.org/mine)\n",
        )
        .since(TWO_PAPERS),
        Example::by_hand(
            "### Research\n* [First paper](https://example.org/1)\n\n* [A talk](https://example.org/talk)\n",
            "### Research\n* [First paper](https://example.org/1)\n\n### Miscellaneous\n* [A talk](https://example.org/talk)\n",
        )
        .since(Earlier {
            role: Role::Current,
            text: "### Research\n* [First paper](https://example.org/1)\n\n### Miscellaneous\n* [A talk](https://example.org/talk)\n",
        }),
    ],
    silent: &[
        Silent::because("an author may remove their own entry", "### Research\n* [Second paper](https://example.org/2)\n")
            .since(TWO_PAPERS),
        Silent::because(
            "an entry that is moved or edited is still there",
            "### Miscellaneous\n* [A second paper](https://example.org/2)\n* [First paper](https://example.org/1/)\n",
        )
        .since(TWO_PAPERS),
        Silent::because("an empty section may be removed", "### Research\n* [First paper](https://example.org/1)\n").since(
            Earlier {
                role: Role::Current,
                text: "### Foundation\n\n### Research\n* [First paper](https://example.org/1)\n",
            },
        ),
        Silent::because("the heading was there twice", "### Research\n* [First paper](https://example.org/1)\n* [Second paper](https://example.org/2)\n")
            .since(Earlier {
                role: Role::Current,
                text: "### Research\n* [First paper](https://example.org/1)\n\n### Research\n* [Second paper](https://example.org/2)\n",
            }),
        Silent::because("these events are over", EVENT).since(Earlier { role: Role::Current, text: THREE_EVENTS }),
    ],
    options: &[],
    check,
};

const TWO_PAPERS: Earlier = Earlier {
    role: Role::Current,
    text: "### Research\n* [First paper](https://example.org/1)\n* [Second paper](https://example.org/2)\n",
};

const EVENT: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n\
## Upcoming Events\n\n### Europe\n\
* 2026-03-09 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/3)\n";

const THREE_EVENTS: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n\
## Upcoming Events\n\n### Africa\n\
* 2026-03-01 | Accra, GH | [Rust Accra](https://example.org/accra)\n    * [**Hack night**](https://example.org/accra/1)\n\n### Europe\n\
* 2026-03-02 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Tests**](https://example.org/ghent/2)\n\
* 2026-03-09 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/3)\n";

/// Entries that one person may remove again.
const OWN: usize = 1;

/// Names that a message lists.
const MOST_TOLD: usize = 3;

fn check(cx: &mut Context<'_>) {
    let Some(change) = cx.change.filter(|change| matches!(change.role(), Role::Current | Role::Published)) else {
        return;
    };
    let Some(old) = change.old() else { return };
    headings(cx, change, old);
    entries(cx, change, old);
}

fn entries(cx: &mut Context<'_>, change: &Change<'_>, old: &Document<'_>) {
    let document = cx.document;
    let is_gone = |(_, item): &(usize, &Item)| !item.is_nested() && change.new_line(item.first_line).is_none();
    let mut gone = old.items().iter().enumerate().filter(is_gone).peekable();
    if gone.peek().is_none() {
        return;
    }
    let kept: HashSet<String> = document.urls().iter().map(|url| identity(url).into_owned()).collect();
    let ended = ended(old, document);
    let lost: Vec<(usize, &Item)> = gone
        .filter(|(index, item)| {
            let is_kept =
                main_link(old, *index).is_none_or(|link| kept.contains(&*identity(&old.url(link.destination))));
            !is_kept && !ended.contains(&item.first_line)
        })
        .collect();
    let (Some((index, first)), true) = (lost.first(), lost.len() > OWN) else { return };
    let mut names: Vec<String> = lost.iter().take(MOST_TOLD).map(|(index, _)| quoted(&title(old, *index))).collect();
    if lost.len() > MOST_TOLD {
        names.push(format!("{} more", lost.len() - MOST_TOLD));
    }
    let message = format!("this change removes {} entries, such as {}", lost.len(), quoted(&title(old, *index)));
    cx.report(place(cx.document, change, first.first_line), message)
        .help(format!("Add again what others wrote: {}. It may have been lost in a merge.", names.join(", ")));
}

/// The first lines of the events and calls for papers that are over when the new issue appears.
fn ended(old: &Document<'_>, document: &Document<'_>) -> HashSet<usize> {
    let Some(issue) = document.date() else { return HashSet::new() };
    let events = old.events.iter().filter(|event| event.dates.dates.is_some_and(|dates| dates.last < issue));
    let is_closed = |closes: &ClosingField| closes.date().is_some_and(|date| date < issue);
    let calls = old.cfp_events.iter().filter(|call| call.closes.as_ref().is_some_and(is_closed));
    let items = events.map(|event| event.item).chain(calls.map(|call| call.item));
    items.map(|index| old.items()[index].first_line).collect()
}

/// The link by which an entry is known: the last one, for an event begins with that of its group.
fn main_link<'d, 'a>(old: &'d Document<'a>, index: usize) -> Option<&'d Link<'a>> {
    let links = old.links_in(old.entry_lines(index));
    links.iter().rfind(|link| link.has_own_destination() && !link.is_image)
}

fn title(old: &Document<'_>, index: usize) -> String {
    main_link(old, index).map_or_else(String::new, |link| excerpt(old.text(link.text).trim_matches('*')))
}

/// Headings that are gone from above what is still there.
fn headings(cx: &mut Context<'_>, change: &Change<'_>, old: &Document<'_>) {
    let document = cx.document;
    for (index, section) in old.sections().iter().enumerate() {
        let Some(heading) = section.heading else { continue };
        let line = old.source.line_index(heading.span.start);
        if change.new_line(line).is_some() || section.kind == SectionKind::Unknown {
            continue;
        }
        let is_same = |other: &&Section<'_>| {
            other.heading.is_some()
                && (other.name.eq_ignore_ascii_case(section.name)
                    || other.kind == section.kind && other.region == section.region && is_one_of_a_kind(section.kind))
        };
        if document.sections().iter().any(|other| is_same(&other)) {
            continue;
        }
        // Under a heading that is new, they were given another one.
        let was_there = |name: &str| old.sections().iter().any(|other| other.name.eq_ignore_ascii_case(name));
        let section_now = |item: &Item| {
            let line = change.new_line(item.first_line)?;
            Some(document.section_at(document.source.line(line).start).name)
        };
        let entries = old.items_in(index).iter().filter_map(|item| change.new_line(item.first_line));
        let entries = entries.map(|line| document.source.line_with_end(line)).reduce(Span::to);
        if let Some(entries) = entries.filter(|_| old.items_in(index).iter().filter_map(section_now).any(was_there)) {
            let name = format!("{} {}", old.text(heading.marker), excerpt(section.name));
            cx.report(
                place(document, change, line),
                format!("this change removes the heading {} from above its entries", quoted(&name)),
            )
            .help("Add it again; it may have been lost in a merge.")
            // That they are in the wrong section, or apart, comes of it.
            .condemns(entries);
        }
    }
}

/// Whether an issue has one section of that kind, whatever it is called.
fn is_one_of_a_kind(kind: SectionKind) -> bool {
    !matches!(
        kind,
        SectionKind::Community(Community::Other)
            | SectionKind::RustProject
            | SectionKind::FinalCommentPeriod
            | SectionKind::CallsForTesting
    )
}

/// The line of the new text below which a line of the old one was.
fn place(document: &Document<'_>, change: &Change<'_>, old_line: usize) -> Span {
    let above = (0..old_line).rev().find_map(|line| change.new_line(line));
    document.source.line(above.unwrap_or(0))
}
