//! The same event twice.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::civil::Date;

use crate::diagnostic::Fix;
use crate::document::Event;
use crate::lexicon::identity;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::calendar::days_between;
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "duplicate-event",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports an event that stands twice in one region: the same address on the same day, or one Meetup event number on two days. \
              The days of a conference may be listed singly.",
    why: "Groups submit what an editor has already added, and an event that was moved stands under its old date too.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n* 2026-03-19 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n* 2026-03-19 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000002/)\n",
        ),
    ],
    silent: &[],
    options: &[],
    check,
};

struct Seen<'d> {
    event: &'d Event,
    /// The index of the item that names it.
    name: usize,
    date: Option<Date>,
    link: Span,
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let mut seen: HashMap<(usize, Cow<'_, str>), Seen<'_>> = HashMap::new();
    for event in &document.events {
        let section = document.items[event.item].section;
        let date = event.dates.dates.map(|dates| dates.first);
        for name in &event.names {
            let Some(link) =
                document.links_of(&document.items[*name]).first().filter(|link| link.has_own_destination())
            else {
                continue;
            };
            let url = document.url(link.destination);
            if !url.is_web() || url.path().len() < 2 && url.query().is_none() {
                continue;
            }
            let this = Seen { event, name: *name, date, link: link.span };
            let first = match seen.entry((section, identity(&url))) {
                Entry::Vacant(free) => {
                    free.insert(this);
                    continue;
                }
                Entry::Occupied(taken) => taken.into_mut(),
            };
            if first.date == date && date.is_some() {
                // Of two that are there, the one that was added is at fault, wherever it stands.
                let has_added =
                    |seen: &Seen<'_>| cx.change.is_some_and(|change| change.has_added(&document.items[seen.name]));
                if has_added(first) && !has_added(&this) {
                    let copy = std::mem::replace(first, this);
                    report_twice(cx, &copy, first);
                } else {
                    report_twice(cx, &this, first);
                }
            } else if is_meetup_number(&url) && !follow_each_other(first.date, date) {
                let when = first.date.map_or_else(String::new, |date| format!(" of {date}"));
                cx.report(link.span, format!("this is the address of the event{when} already"))
                    .help("Link to the page of this very event, or remove the one that was moved.")
                    .label(first.link, "it stands here first");
            }
        }
    }
}

fn report_twice(cx: &mut Context<'_>, copy: &Seen<'_>, kept: &Seen<'_>) {
    let document = cx.document;
    let is_only_name = copy.event.names.len() == 1;
    let lines =
        if is_only_name { document.event_lines(copy.event) } else { document.item_lines(&document.items[copy.name]) };
    let line = document.source.line_index(kept.link.start) + 1;
    let label = if kept.name < copy.name { "it stands here first" } else { "it stands here" };
    cx.report(copy.link, format!("this event stands on line {line} already"))
        .help("Remove one of the two.")
        .label(kept.link, label)
        .fix(Fix::unsafe_("Remove this one", Edit::delete(lines)));
}

/// Whether an address is that of one event on Meetup, which has one day.
fn is_meetup_number(url: &Url<'_>) -> bool {
    let mut segments = url.segments().skip_while(|segment| *segment != "events").skip(1);
    url.is_on("meetup.com") && segments.next().is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether two days are the first and second of something that lasts.
fn follow_each_other(first: Option<Date>, second: Option<Date>) -> bool {
    first.zip(second).is_none_or(|(first, second)| days_between(first, second).abs() <= 4)
}
