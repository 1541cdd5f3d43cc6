//! A place that differs from where or how the events of a group usually are.

use crate::archive::{Usual, usual};
use crate::diagnostic::{Fix, quoted};
use crate::document::{Document, Event, PlaceField, Venue};
use crate::lexicon::identity;
use crate::lexicon::place::fold;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "event-place-habit",
    group: Group::Events,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports an event that is not hybrid although all earlier events of its group are, and a place that is \
              the name of the group and not a city. It needs the earlier issues.",
    why: "Meetup shows only one side of a hybrid event, and for a group without a place, the tool that makes the \
          event list writes the name of the group.",
    needs: Needs::EarlierIssues,
    examples: &[
        Example::fixed(
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
            "### Virtual\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(HYBRID),
        Example::fixed(
            "### Virtual\n* 2026-03-05 | Virtual (Spoon Club, BE) | [Spoon Clubs 🥄](https://example.org/spoons)\n    * [**Stirring night**](https://example.org/spoons/4)\n",
            "### Virtual\n* 2026-03-05 | Virtual (Boom, BE) | [Spoon Clubs 🥄](https://example.org/spoons)\n    * [**Stirring night**](https://example.org/spoons/4)\n",
        )
        .after(CLUB),
    ],
    silent: &[
        Silent::because(
            "the group is in another city this time",
            "### Europe\n* 2026-03-05 | Boom, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(HYBRID),
        Silent::because(
            "an earlier issue has this event with this place",
            "### Europe\n* 2026-02-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/3)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Upcoming Events\n### Virtual\n\
             * 2025-11-06 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/0)\n\
             * 2025-12-04 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
             * 2026-01-08 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/2)\n\
             * 2026-02-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/3)\n",
        )]),
        Silent::because(
            "earlier issues do not agree",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Upcoming Events\n### Virtual\n\
             * 2025-11-06 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/0)\n\
             * 2025-12-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
             * 2026-01-08 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/2)\n\
             * 2026-02-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/3)\n",
        )]),
        Silent::because(
            "two events are not enough to compare with",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Upcoming Events\n### Virtual\n\
             * 2026-01-08 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/2)\n\
             * 2026-02-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/3)\n",
        )]),
        Silent::because(
            "a group that met online may meet in person",
            "### Europe\n* 2026-03-05 | Boom, BE | [Spoon Clubs 🥄](https://example.org/spoons)\n    * [**Stirring night**](https://example.org/spoons/4)\n",
        )
        .after(CLUB),
        Silent::because(
            "other groups name that city too",
            "### Virtual\n* 2026-03-05 | Virtual (Spoon Club, BE) | [Spoon Clubs 🥄](https://example.org/spoons)\n    * [**Stirring night**](https://example.org/spoons/4)\n",
        )
        .after(const { &[CLUB[0], (
            "2026-02-11-this-week-in-rust.md",
            "## Upcoming Events\n### Europe\n* 2026-02-12 | Spoon Club, BE | [Rust Spoon](https://example.org/rust-spoon)\n    * [**Hack night**](https://example.org/rust-spoon/1)\n",
        )] }),
        Silent::because(
            "a group may be named after its new city",
            "### Virtual\n* 2026-03-05 | Virtual (Spoon, BE) | [Spoon Clubs 🥄](https://example.org/spoons)\n    * [**Stirring night**](https://example.org/spoons/4)\n",
        )
        .after(CLUB),
    ],
    options: &[],
    check,
};

const HYBRID: &[(&str, &str)] = &[(
    "2026-02-04-this-week-in-rust.md",
    "## Upcoming Events\n### Virtual\n\
     * 2025-12-04 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
     * 2026-01-08 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/2)\n\
     * 2026-02-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/3)\n",
)];

const CLUB: &[(&str, &str)] = &[(
    "2026-02-04-this-week-in-rust.md",
    "## Upcoming Events\n### Virtual\n\
     * 2025-12-04 | Virtual (Boom, BE) | [Spoon Clubs 🥄](https://example.org/spoons)\n    * [**Stirring night**](https://example.org/spoons/1)\n\
     * 2026-01-08 | Virtual (Boom, BE) | [Spoon Clubs 🥄](https://example.org/spoons)\n    * [**Stirring night**](https://example.org/spoons/2)\n\
     * 2026-02-05 | Virtual (Boom, BE) | [Spoon Clubs 🥄](https://example.org/spoons)\n    * [**Stirring night**](https://example.org/spoons/3)\n",
)];

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let history = cx.history;
    for event in document.events() {
        let Some(place) = event.place.as_ref().filter(|place| place.problem.is_none()) else { continue };
        let Some((date, group)) = event.dates.dates.map(|dates| dates.first).zip(group(document, event)) else {
            continue;
        };
        let past = history.events_of(&identity(&document.url(group.1)));
        let written = document.text(place.span);
        if past.iter().any(|(issue, other)| other.date == date && issue.text(other.place) == written) {
            continue;
        }
        let others: Vec<_> = past.iter().filter(|(_, other)| other.date != date).collect();
        let Some((issue, last)) = others.last() else { continue };
        let last_place = issue.text(last.place);
        let habit = usual(others.iter().map(|(issue, other)| (issue.text(other.place), ())));
        let habit = habit.filter(|habit| {
            PlaceField::read(habit.value).venue == Venue::Hybrid
                && place.venue != Venue::Hybrid
                && names_no_other(document, place, habit.value)
        });
        let message = if let Some(Usual { value, times, .. }) = habit {
            format!("the place of this group's last {times} events is `{value}`")
        } else if is_name(cx, place, document.text(group.0)) && PlaceField::read(last_place).venue == place.venue {
            format!("{} is the name of the group, not a city", quoted(city(document, place)))
        } else {
            continue;
        };
        cx.report(place.span, message)
            .help(format!("Write `{last_place}`, unless this event is an exception."))
            .label_elsewhere(issue.place(last.place), "the earlier event")
            .fix(Fix::unsafe_(format!("Write `{last_place}`"), Edit::replace(place.span, last_place)));
    }
}

/// The name and the address of the group of an event: those of the first link.
fn group(document: &Document<'_>, event: &Event) -> Option<(Span, Span)> {
    let link = document.links_in(event.groups?).first().filter(|link| link.has_own_destination())?;
    Some((link.text, link.destination))
}

/// Whether a place is the one of the habit, as far as it says.
fn names_no_other(document: &Document<'_>, place: &PlaceField, habit: &str) -> bool {
    place.locations.iter().all(|location| habit.contains(document.text(location.span)))
}

fn city<'a>(document: &Document<'a>, place: &PlaceField) -> &'a str {
    place.locations.first().and_then(|location| location.city()).map_or("", |city| document.text(city))
}

/// Whether what is in place of the city is of the group's name, several words of it, and no earlier issue knows such a
/// city.
fn is_name(cx: &Context<'_>, place: &PlaceField, group: &str) -> bool {
    let city = city(cx.document, place);
    let folded = fold(city);
    city.contains(' ') && fold(group).contains(&folded) && cx.history.places_in(&folded).is_empty()
}
