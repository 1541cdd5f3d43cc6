//! The page of an event where the page of its group belongs, or the other way round.

use crate::document::{FieldsProblem, Link};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Url;

pub(super) static RULE: Rule = Rule {
    name: "event-group-link",
    group: Group::Events,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports a group link that goes to the page of one event, and an event link that goes to the group, on \
              sites where the address shows which of the two it is.",
    why: "The group link of the date line is where readers join; the name below it links to the event.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/events/300000001/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the list of a group's events is a page of the group",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/events/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n",
        ),
        Silent::because(
            "networks of groups and searches are neither a group nor an event",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/pro/rust/events/1)\n    * [**Hack night**](https://www.meetup.com/find/events/)\n",
        ),
        Silent::because(
            "most addresses of Luma do not show which of the two it is",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://luma.com/rust-ghent)\n    * [**Hack night**](https://luma.com/abcdefgh)\n* 2026-03-06 | Ghent, BE | [Rust Ghent](https://luma.com/calendar/cal-1)\n    * [**Hack night**](https://luma.com/event/evt-1)\n",
        ),
        Silent::because(
            "addresses of other sites do not show which of the two it is",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent/events/1)\n    * [**Hack night**](https://example.org/ghent)\n",
        ),
    ],
    options: &[],
    check,
};

#[derive(PartialEq, Eq)]
enum Page {
    Group,
    Event,
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for event in document.events() {
        let groups = event.groups.map(|groups| document.links_in(groups)).unwrap_or_default();
        // The name of the event may be on the line of the group.
        let name = event.problem.as_ref().filter(|problem| problem.value == FieldsProblem::NameBesideGroup);
        let is_name = |link: &Link<'_>| name.is_some_and(|name| name.span.contains(link.span));
        for link in groups.iter().filter(|link| link.has_own_destination() && !is_name(link)) {
            if page(&document.url(link.destination)) == Some(Page::Event) {
                cx.report(link.destination, "the group of this event links to the page of one event")
                    .help("Write the address of the group's page.");
            }
        }
        for name in document.names_of(event) {
            let first = document.links_of(name).first();
            let Some(link) = first.filter(|link| link.has_own_destination()) else { continue };
            if page(&document.url(link.destination)) == Some(Page::Group) {
                cx.report(link.destination, "the name of this event links to the page of its group")
                    .help("Write the address of the event's own page.");
            }
        }
    }
}

/// What a page of Meetup or Luma shows, where its address says so.
fn page(url: &Url<'_>) -> Option<Page> {
    let mut segments = url.segments();
    if url.is_on("meetup.com") {
        let first = segments.next().filter(|first| *first != "find" && *first != "pro")?;
        // `/de-DE/group/…`
        let is_locale = first.len() == 5 && first.as_bytes()[2] == b'-';
        let group = if is_locale { segments.next()? } else { first };
        return match (segments.next(), segments.next()) {
            (Some("events"), Some(_)) => Some(Page::Event),
            (Some("events") | None, None) if !group.is_empty() => Some(Page::Group),
            _ => None,
        };
    }
    if url.is_on("lu.ma") || url.is_on("luma.com") {
        return match segments.next()? {
            "event" | "e" => Some(Page::Event),
            "calendar" | "user" => Some(Page::Group),
            _ => None,
        };
    }
    None
}
