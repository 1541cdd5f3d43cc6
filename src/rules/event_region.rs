//! Events that stand under another region than their own.

use crate::diagnostic::quoted;
use crate::document::{Document, Event, PlaceField, PlaceProblem, Venue};
use crate::lexicon::place::{Country, Region, country_by_code};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};

pub(super) static RULE: Rule = Rule {
    name: "event-region",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports events under a region in which their country does not lie, virtual events outside of Virtual, and events in person \
              inside it. Hybrid events stand in both; countries on two continents may stand in either.",
    why: "Readers look under their own region, and under Virtual for what they can join from anywhere.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "### Asia\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Virtual\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for event in &document.events {
        let (Some(region), Some(place)) = (document.region(event), &event.place) else { continue };
        if place.problem == Some(PlaceProblem::Empty) {
            continue;
        }
        match (region, place.venue) {
            (Region::Virtual, Venue::InPerson) => {
                let written = document.text(place.span);
                let message = format!("{} stands under Virtual, but does not say that it is virtual", quoted(written));
                cx.report(place.span, message)
                    .help("Write `Virtual (…)` or `Hybrid (…)` around the place, or move the event to its region.");
            }
            (Region::Virtual, _) => {}
            (_, Venue::Virtual) => {
                let message = format!("this event is virtual, but stands under {}", region.as_str());
                cx.report(place.span, message)
                    .help("Move it to Virtual, or write `Hybrid (…)` if people meet as well.");
            }
            _ => elsewhere(cx, document, event, place, region),
        }
    }
}

fn elsewhere(cx: &mut Context<'_>, document: &Document<'_>, event: &Event, place: &PlaceField, region: Region) {
    let countries: Vec<(&Country, crate::text::Span)> = place
        .locations
        .iter()
        .filter_map(|location| location.country())
        .filter_map(|span| Some((country_by_code(document.text(span))?, span)))
        .collect();
    let Some((country, span)) = countries.first() else { return };
    let lies_there = countries.iter().any(|(country, _)| country.lies_in(region) || country.regions.is_empty());
    if lies_there || event.place.is_none() {
        return;
    }
    // A state that has lost its country is `event-country`'s.
    let is_state = !crate::lexicon::place::Readings::of(country.code).under(region).states.is_empty()
        && place.locations.iter().any(|location| location.parts.len() == 2);
    if is_state {
        return;
    }
    let own: Vec<&str> = country.regions.iter().map(|region| region.as_str()).collect();
    cx.report(
        *span,
        format!(
            "`{}` is {}, which lies in {}, not in {}",
            country.code,
            country.name,
            own.join(" or "),
            region.as_str()
        ),
    )
    .help(format!("Move the event to {}, or correct its country.", own.join(" or ")));
}
