//! The country of an event.
//!
//! Longer than other rules: a country is missing, mistyped, spelled out or taken for a state, each with its own repair.

use crate::archive::PastIssue;
use crate::diagnostic::{Fix, Gravity, Join, quoted};
use crate::document::{Document, Location, PlaceProblem, Venue};
use crate::lexicon::place::{
    Readings, Region, country_by_any_spelling, country_by_code, country_by_near_spelling, state_by_any_spelling,
};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "event-country",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports places without a country, with an unknown one, or with one that is not written as its two \
              capital letters: the name, lower case, `GB` for `UK`, or a state in place of the country.",
    why: "The newsletter writes countries as ISO 3166-1 alpha-2 codes, except for the United Kingdom, which is `UK`. \
          Without it, readers cannot know which Birmingham it is.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, Belgium | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### North America\n* 2026-03-05 | Portland, OR | [PDX Rust](https://example.org/pdx)\n    * [**Hack night**](https://example.org/pdx/1)\n",
            "### North America\n* 2026-03-05 | Portland, OR, US | [PDX Rust](https://example.org/pdx)\n    * [**Hack night**](https://example.org/pdx/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, Belgum | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Upcoming Events\n### Europe\n* 2026-02-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/0)\n",
        )]),
        Example::by_hand(
            "### Virtual\n* 2026-03-05 | Virtual (in English) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night (in English)**](https://example.org/ghent/1)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "a virtual event may be for a part of the world",
            "### Virtual\n* 2026-03-05 | Virtual (Europe) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Silent::because(
            "a virtual event may be for everybody",
            "### Virtual\n* 2026-03-05 | Virtual (Worldwide) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Silent::because(
            "a virtual event may be for a country",
            "### Virtual\n* 2026-03-05 | Virtual (Belgium) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-06 | Virtual (BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n",
        ),
        Silent::because(
            "a virtual event may be for several countries and parts of the world",
            "### Virtual\n* 2026-03-05 | Virtual (Americas / Belgium + France) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-06 | Virtual (Joint Meetup, Europe + Israel) | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n",
        ),
    ],
    options: &[],
    check,
};

/// Countries that are a city, or have the name of theirs.
const CITY_STATES: &[&str] = &["SG", "HK", "MO", "MC", "LU", "GI", "SM", "VA", "DJ", "KW", "PA", "GT", "MX"];

const CODES: &str =
    "End the place with the two capital letters of the country, as in `Berlin, DE`, `Boston, MA, US` or `London, UK`.";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for event in document.events() {
        let Some(place) = &event.place else { continue };
        if !matches!(place.problem, None | Some(PlaceProblem::OldHybrid | PlaceProblem::Form)) {
            continue;
        }
        let region = document.region(event);
        for location in &place.locations {
            // Where the place is missing, the group's link is in its field.
            if document.text(location.span).contains('[') {
                continue;
            }
            // A virtual event may be for a part of the world: `Virtual (Europe)`.
            if place.venue == Venue::Virtual && names_area(document, location) {
                continue;
            }
            let has_postcode = location
                .parts
                .last()
                .is_some_and(|part| document.text(*part).bytes().any(|byte| byte.is_ascii_digit()));
            if let Some(fault) = fault(document, location, region).filter(|_| !has_postcode) {
                let is_missing = location.parts.len() == 1 && fault.fix.is_none();
                let behind = if is_missing { known_behind(cx, document.text(fault.span)) } else { None };
                let diagnostic = cx.report(fault.span, fault.message);
                diagnostic.help(CODES);
                if let Some((behind, issue, known)) = behind.filter(|_| place.problem.is_none()) {
                    let right = format!("{}, {behind}", document.text(fault.span));
                    diagnostic
                        .help(format!("Write `{right}`, as the issue of {} does.", issue.date))
                        .label_elsewhere(issue.place(known), "the earlier event")
                        .fix(Fix::unsafe_(
                            format!("Write `{right}`"),
                            Edit::insert(fault.span.end, format!(", {behind}")),
                        ));
                }
                if fault.is_style {
                    diagnostic.gravity(Gravity::Doubtful);
                }
                if document.text(fault.span) == "GB" {
                    diagnostic.join(Join {
                        group: 0,
                        least: 2,
                        message: |count, first| format!("{}, {count} times in this issue", first.message),
                        label: "this one too",
                        fix: "Write `UK`",
                    });
                }
                if let Some(fix) = fault.fix.filter(|_| place.problem.is_none()) {
                    diagnostic.fix(fix);
                }
            }
        }
    }
}

/// What earlier issues have after a city: its country, with the state where there is one.
fn known_behind<'a>(cx: &Context<'a>, city: &str) -> Option<(&'a str, &'a PastIssue, Span)> {
    let country = |behind: &str| behind.rsplit(',').next().is_some_and(|last| country_by_code(last.trim()).is_some());
    cx.history.behind_city(city, country)
}

struct Fault {
    span: Span,
    message: String,
    fix: Option<Fix>,
    /// Whether everybody understands what is written, and only the form is another.
    is_style: bool,
}

/// Whether a place is not a city but where those who join may live: a country, a part of the world, "Various".
fn names_area(document: &Document<'_>, location: &Location) -> bool {
    let words = document.text(location.span).split(['/', '+', '&', ',']).map(str::trim);
    let is_area = |word: &str| {
        let is_vague = [
            "various", "worldwide", "global", "everywhere", "anywhere", "online", "emea", "apac", "americas", "america",
        ]
        .iter()
        .any(|vague| vague.eq_ignore_ascii_case(word));
        is_vague
            || Region::from_name(word).is_some()
            || country_by_any_spelling(word).is_some() && word.len() != 2
            || location.parts.len() == 1 && country_by_code(word).is_some()
    };
    let mut words = words.peekable();
    if location.parts.len() == 1 {
        words.all(is_area)
    } else {
        words.last().is_some_and(|word| {
            Region::from_name(word).is_some() || document.text(location.span).contains('+') && is_area(word)
        })
    }
}

/// Whether what stands for a place says how or in which language the event is held: `in English`, `via Zoom`.
fn is_note(word: &str) -> bool {
    let first = word.split(' ').next().unwrap_or_default();
    word.contains(' ') && ["at", "by", "from", "in", "on", "online", "over", "via", "with"].contains(&first)
}

fn fault(document: &Document<'_>, location: &Location, region: Option<Region>) -> Option<Fault> {
    let last = location.parts.last().copied()?;
    let word = document.text(last);
    let is_alone = location.parts.len() == 1;
    if country_by_code(word).is_some() && !is_alone {
        return misread(word, last, location, region);
    }
    let replaced = |right: String| Some(Fix::safe(format!("Write `{right}`"), Edit::replace(last, right)));
    // `New York, NY US`
    if let Some((state, code)) = word.rsplit_once(' ').filter(|(_, code)| country_by_code(code).is_some())
        && state_by_any_spelling(code, state.trim()).is_some()
    {
        let message = format!("there is no comma between {} and the country", quoted(state.trim()));
        return Some(Fault { span: last, message, fix: replaced(format!("{}, {code}", state.trim())), is_style: true });
    }
    if let Some((city, code)) = word.rsplit_once(' ').filter(|(_, code)| is_alone && country_by_code(code).is_some()) {
        let message = format!("there is no comma between {} and the country", quoted(city.trim()));
        return Some(Fault { span: last, message, fix: replaced(format!("{}, {code}", city.trim())), is_style: true });
    }
    if is_alone {
        let country = country_by_any_spelling(word);
        let message = match country {
            Some(country) if CITY_STATES.contains(&country.code) && word != country.code => {
                format!("{} has no country; for the city write `{word}, {}`", quoted(word), country.code)
            }
            Some(_) => format!("{} is a country: the city is missing", quoted(word)),
            None if is_note(word) => format!("{} is not a place", quoted(word)),
            None => format!("there is no country after {}", quoted(word)),
        };
        return Some(Fault { span: last, message, fix: None, is_style: false });
    }
    let readings = Readings::of(word);
    let readings = region.map_or_else(
        || readings.clone(),
        |region| {
            let there = readings.clone().under(region);
            if there.is_empty() { readings.clone() } else { there }
        },
    );
    match (readings.country, readings.states.as_slice()) {
        (Some(country), []) => {
            let message = format!("the country {} should be `{}`", quoted(word), country.code);
            Some(Fault { span: last, message, fix: replaced(country.code.to_owned()), is_style: word == "GB" })
        }
        (None, [state]) => {
            let message = format!("{} is a state ({}): the country is missing", quoted(word), state.name);
            Some(Fault {
                span: last,
                message,
                fix: replaced(format!("{}, {}", state.code, state.country)),
                is_style: false,
            })
        }
        (None, []) => match country_by_near_spelling(word) {
            Some(country) => {
                let message = format!(
                    "{} is not a country code: did you mean `{}`, {}?",
                    quoted(word),
                    country.code,
                    country.name
                );
                let fix = Fix::unsafe_(format!("Write `{}`", country.code), Edit::replace(last, country.code));
                Some(Fault { span: last, message, fix: Some(fix), is_style: false })
            }
            None => Some(Fault {
                span: last,
                message: format!("{} is not a country code", quoted(word)),
                fix: None,
                is_style: false,
            }),
        },
        (country, states) => {
            let names: Vec<&str> =
                country.iter().map(|country| country.name).chain(states.iter().map(|state| state.name)).collect();
            let message = format!("{} can mean {}; write the country as its code", quoted(word), names.join(" or "));
            Some(Fault { span: last, message, fix: None, is_style: false })
        }
    }
}

/// A code that is a country's, but of another part of the world than the heading says, where a state of that code lies.
fn misread(word: &str, span: Span, location: &Location, region: Option<Region>) -> Option<Fault> {
    let region = region.filter(|region| region.is_geographic() && location.parts.len() == 2)?;
    let country = country_by_code(word).filter(|country| !country.lies_in(region))?;
    let readings = Readings::of(word).under(region);
    let state = readings.states.first()?;
    let right = format!("{}, {}", state.code, state.country);
    let message = format!(
        "`{word}` is {}, which is not in {}; for {} write `{right}`",
        country.name,
        region.as_str(),
        state.name
    );
    Some(Fault {
        span,
        message,
        fix: Some(Fix::unsafe_(format!("Write `{right}`"), Edit::replace(span, right))),
        is_style: false,
    })
}
