//! Events that are under another region than their own.

use std::cell::LazyCell;
use std::collections::HashMap;

use jiff::civil::Date;

use crate::diagnostic::{Fix, Join, quoted};
use crate::document::{Document, Event, PlaceField, PlaceProblem, Venue};
use crate::lexicon::place::{Country, Region, country_by_code};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

use crate::rules::event_country;
use crate::rules::event_order::moved;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "event-region",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports events under a region that their country is not in, virtual events outside of Virtual, and \
              in-person events inside it. Hybrid events are listed in both; countries on two continents may be in \
              either.",
    why: "Readers look under their own region, and under Virtual for what they can join from anywhere.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "### Asia\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Asia\n* 2026-03-07 | Pune, IN | [Rust Pune](https://example.org/pune)\n    * [**Tea**](https://example.org/pune/1)\n* 2026-03-08 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n* 2026-03-05 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Talks**](https://example.org/mons/1)\n* 2026-03-09 | Namur, BE | [Rust Namur](https://example.org/namur)\n    * [**Chairs**](https://example.org/namur/1)\n",
            "### Asia\n* 2026-03-07 | Pune, IN | [Rust Pune](https://example.org/pune)\n    * [**Tea**](https://example.org/pune/1)\n\n### Europe\n* 2026-03-05 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Talks**](https://example.org/mons/1)\n* 2026-03-08 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-09 | Namur, BE | [Rust Namur](https://example.org/namur)\n    * [**Chairs**](https://example.org/namur/1)\n",
        ),
        Example::by_hand(
            "### Virtual\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Virtual\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n* 2026-03-06 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Tea**](https://example.org/mons/1)\n* 2026-03-07 | Boom, BE | [Rust Boom](https://example.org/boom)\n    * [**Soup**](https://example.org/boom/1)\n",
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n* 2026-03-06 | Virtual (Mons, BE) | [Rust Mons](https://example.org/mons)\n    * [**Tea**](https://example.org/mons/1)\n* 2026-03-07 | Virtual (Boom, BE) | [Rust Boom](https://example.org/boom)\n    * [**Soup**](https://example.org/boom/1)\n",
        ),
        Example::by_hand(
            "### North America\n* 2026-03-05 | Bonn, DE | [Rust Bonn](https://example.org/bonn)\n    * [**Hack night**](https://example.org/bonn/2)\n",
            "### Europe\n* 2026-03-05 | Bonn, DE | [Rust Bonn](https://example.org/bonn)\n    * [**Hack night**](https://example.org/bonn/2)\n",
        )
        .after(&[(
            "2026-02-18-this-week-in-rust.md",
            "## Upcoming Events\n\n### Europe\n* 2026-02-26 | Bonn, DE | [Rust Bonn](https://example.org/bonn)\n    * [**Hack night**](https://example.org/bonn/1)\n",
        )]),
    ],
    silent: &[
        Silent::because(
            "hybrid events are listed in both places",
            "### Virtual\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Silent::because(
            "a country may be on two continents",
            "### Asia\n* 2026-03-05 | Istanbul, TR | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n* 2026-03-06 | Moscow, RU | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/2)\n",
        ),
        Silent::because(
            "one of several places is enough",
            "### Europe\n* 2026-03-05 | Hybrid (Boise, ID, US; Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Silent::because(
            "Antarctica has no region",
            "### Oceania\n* 2026-03-05 | McMurdo Station, AQ | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Silent::because(
            "the region of a special heading is not known",
            "## Upcoming Events\n\n### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    // Both are made once an event is in the wrong region.
    let places = LazyCell::new(|| Places::of(document));
    let under_virtual = || document.events().iter().filter(|event| document.region(event) == Some(Region::Virtual));
    let is_in_person = |event: &&Event| event.place.as_ref().is_some_and(|place| place.venue == Venue::InPerson);
    let is_habit = LazyCell::new(|| 2 * under_virtual().filter(is_in_person).count() > under_virtual().count());
    for event in document.events() {
        let (Some(region), Some(place)) = (document.region(event), &event.place) else { continue };
        let is_below_another = document.is_below_lost_heading(&document.items()[event.item]);
        if place.problem == Some(PlaceProblem::Empty) || is_below_another {
            continue;
        }
        match (region, place.venue) {
            (Region::Virtual, Venue::InPerson) => {
                let written = document.text(place.span);
                let message = format!("{} is under Virtual, but does not say that it is virtual", quoted(written));
                let diagnostic = cx.report(place.span, message);
                diagnostic
                    .help("Write `Virtual (…)` or `Hybrid (…)` around the place, or move the event to its region.");
                // A list that was written so throughout has one fault.
                if *is_habit {
                    diagnostic.join(Join {
                        group: document.items()[event.item].section,
                        least: 3,
                        message: |count, _| format!("{count} places under Virtual do not say that they are virtual"),
                        label: "this one too",
                        fix: "Write `Virtual (…)`",
                    });
                }
            }
            (Region::Virtual, _) => {}
            (_, Venue::Virtual) => {
                let message = format!("this event is virtual, but is listed under {}", region.as_str());
                let fix = places.move_to(document, event, &[Region::Virtual]);
                let diagnostic = cx.report(place.span, message);
                diagnostic.help("Move it to the section Virtual, or write `Hybrid (…)` if people also meet in person.");
                if let Some(fix) = fix {
                    diagnostic.fix(fix);
                }
            }
            _ => elsewhere(cx, &places, event, place, region),
        }
    }
}

/// Where the events of each region are.
struct Places(HashMap<Region, Vec<(Date, Span)>>);

impl Places {
    /// Regions whose events are sorted, so that each further one has a place.
    fn of(document: &Document<'_>) -> Self {
        let mut places: HashMap<Region, Vec<(Date, Span)>> = HashMap::new();
        for event in document.events() {
            if let (Some(region), Some(dates)) = (document.region(event), event.dates.dates) {
                places.entry(region).or_default().push((dates.first, document.event_block(event)));
            }
        }
        places.retain(|_, events| events.is_sorted_by_key(|(date, _)| *date));
        Self(places)
    }

    /// The fix that moves an event to the first of `regions` that has events.
    fn move_to(&self, document: &Document<'_>, event: &Event, regions: &[Region]) -> Option<Fix> {
        let date = event.dates.dates?.first;
        let (region, events) = regions.iter().find_map(|region| Some((region, self.0.get(region)?)))?;
        let later = events.partition_point(|(other, _)| *other <= date);
        let target = match later.checked_sub(1) {
            Some(last) => events[last].1.end,
            None => events.first()?.1.start,
        };
        let edits = moved(document, std::iter::once((document.event_block(event), target)));
        Some(Fix::unsafe_(format!("Move the event to {}", region.as_str()), edits))
    }
}

fn elsewhere(
    cx: &mut Context<'_>,
    places: &LazyCell<Places, impl FnOnce() -> Places>,
    event: &Event,
    place: &PlaceField,
    region: Region,
) {
    let document = cx.document;
    let mut countries = place
        .locations
        .iter()
        .filter_map(|location| location.country())
        .filter_map(|span| Some((country_by_code(document.text(span))?, span)));
    let Some((country, span)) = countries.next() else { return };
    let lies_there = |country: &Country| country.lies_in(region) || country.regions.is_empty();
    let lies_there = lies_there(country) || countries.any(|(country, _)| lies_there(country));
    if lies_there || event.place.is_none() {
        return;
    }
    // A state that has lost its country is `event-country`'s.
    let is_state = !crate::lexicon::place::Readings::of(country.code).under(region).states.is_empty()
        && place
            .locations
            .iter()
            .any(|location| location.parts.len() == 2 && !event_country::is_known(document, cx.history, location));
    if is_state {
        return;
    }
    let own: Vec<&str> = country.regions.iter().map(|region| region.as_str()).collect();
    let fix = places.move_to(document, event, &country.regions);
    let diagnostic = cx.report(
        span,
        format!("`{}` is {}, which is in {}, not in {}", country.code, country.name, own.join(" or "), region.as_str()),
    );
    diagnostic.help(format!("Move the event to {}, or correct its country.", own.join(" or ")));
    if let Some(fix) = fix {
        diagnostic.fix(fix);
    }
}
