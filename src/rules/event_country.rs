//! The country of an event.
//!
//! Longer than other rules: a country is missing, mistyped, spelled out or taken for a state, each with its own repair.

use crate::archive::{History, PastIssue, usual};
use crate::diagnostic::{Fix, Gravity, Join, quoted};
use crate::document::{Document, Event, Location, PlaceField, PlaceProblem, Venue};
use crate::lexicon::identity;
use crate::lexicon::place::{
    Readings, Region, country_by_any_spelling, country_by_code, country_by_near_spelling, fold, state_by_any_spelling,
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
        Example::fixed(
            "### Europe\n* 2026-03-05 | Cardiff, GB | [Rust Cardiff](https://example.org/cardiff)\n    * [**Hack night**](https://example.org/cardiff/1)\n",
            "### Europe\n* 2026-03-05 | Cardiff, UK | [Rust Cardiff](https://example.org/cardiff)\n    * [**Hack night**](https://example.org/cardiff/1)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Upcoming Events\n### Europe\n* 2026-01-08 | Cardiff, GB | [Rust Cardiff](https://example.org/cardiff)\n    * [**Hack night**](https://example.org/cardiff/a)\n\
             * 2026-02-05 | Cardiff, GB | [Rust Cardiff](https://example.org/cardiff)\n    * [**Hack night**](https://example.org/cardiff/0)\n",
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
        Silent::because(
            "the last events of this group were published with `GB`",
            "### Europe\n* 2026-03-05 | Cardiff, GB | [Rust Cardiff](https://example.org/cardiff)\n    * [**Hack night**](https://example.org/cardiff/1)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Upcoming Events\n### Europe\n* 2026-01-08 | Cardiff, GB | [Rust Cardiff](https://example.org/cardiff)\n    * [**Hack night**](https://example.org/cardiff/a)\n\
             * 2026-02-05 | Cardiff, GB | [Rust Cardiff](https://example.org/cardiff)\n    * [**Hack night**](https://example.org/cardiff/b)\n\
             * 2026-02-19 | Cardiff, GB | [Rust Cardiff](https://example.org/cardiff)\n    * [**Hack night**](https://example.org/cardiff/c)\n",
        )]),
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
        if let [city, country] = place.locations.as_slice()
            && is_cut_apart(document, city, country)
        {
            semicolon(cx, place, city, country);
            continue;
        }
        let region = document.region(event);
        for location in place.locations.iter().filter(|location| names_city(document, place, location)) {
            let Some(fault) = fault(document, cx.history, location, region) else { continue };
            if document.text(fault.span) == GB && is_as_before(cx, event, place) {
                continue;
            }
            report(cx, fault, place.problem.is_none());
        }
    }
}

/// The code that ISO 3166 has for the United Kingdom.
const GB: &str = "GB";

/// Whether the last events of this group were published with the same place.
fn is_as_before(cx: &Context<'_>, event: &Event, place: &PlaceField) -> bool {
    let document = cx.document;
    let Some(link) = event.groups.and_then(|groups| document.links_in(groups).first()) else { return false };
    let past = cx.history.events_of(&identity(&document.url(link.destination)));
    let habit = usual(past.iter().map(|(issue, event)| (issue.text(event.place), ())));
    habit.is_some_and(|habit| habit.value == document.text(place.span))
}

/// Whether two locations are a city and its country: `Ghent; BE`, `Ghent, OV; BE`.
fn is_cut_apart(document: &Document<'_>, city: &Location, country: &Location) -> bool {
    let ends_in_country =
        |location: &Location| location.parts.last().is_some_and(|part| country_by_code(document.text(*part)).is_some());
    !city.parts.is_empty() && !ends_in_country(city) && country.parts.len() == 1 && ends_in_country(country)
}

fn semicolon(cx: &mut Context<'_>, place: &PlaceField, city: &Location, country: &Location) {
    let document = cx.document;
    let between = Span::new(city.span.end, country.span.start);
    let right = format!("{}, {}", document.text(city.span), document.text(country.span));
    let diagnostic = cx.report(between, "there is no comma between the city and its country");
    diagnostic.help(format!("Write `{right}`.")).condemns(place.span);
    if document.text(between).trim() == ";" {
        diagnostic.fix(Fix::safe("Write a comma", Edit::replace(between, ", ")));
    }
}

/// Whether a location is meant as a city that needs its country.
fn names_city(document: &Document<'_>, place: &PlaceField, location: &Location) -> bool {
    let last = location.parts.last().map_or("", |part| document.text(*part));
    let has_postcode = last.bytes().any(|byte| byte.is_ascii_digit());
    // Where the place is missing, the group's link is in its field.
    let has_link = document.text(location.span).contains('[');
    // A virtual event may be for a part of the world: `Virtual (Europe)`.
    let is_area = place.venue == Venue::Virtual && names_area(document, location);
    !has_postcode && !has_link && !is_area
}

/// Reports a fault. It can be fixed if the place as a whole has the right form.
fn report(cx: &mut Context<'_>, fault: Fault, can_be_fixed: bool) {
    let written = cx.document.text(fault.span);
    let behind = if fault.is_country_missing && can_be_fixed { known_behind(cx, written) } else { None };
    let diagnostic = cx.report(fault.span, fault.message);
    diagnostic.help(CODES);
    if let Some((behind, issue, known)) = behind {
        let right = format!("{written}, {behind}");
        let edit = Edit::insert(fault.span.end, format!(", {behind}"));
        diagnostic
            .help(format!("Write `{right}`, as the issue of {} does.", issue.date))
            .label_elsewhere(issue.place(known), "the earlier event")
            .fix(Fix::unsafe_(format!("Write `{right}`"), edit));
    }
    if fault.is_style {
        diagnostic.gravity(Gravity::Doubtful);
    }
    if written == GB {
        diagnostic.join(Join {
            group: 0,
            least: 2,
            message: |count, first| format!("{}, {count} times in this issue", first.message),
            label: "this one too",
            fix: "Write `UK`",
        });
    }
    if let Some(fix) = fault.fix.filter(|_| can_be_fixed) {
        diagnostic.fix(fix);
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
    /// Whether there may be no country at all.
    is_country_missing: bool,
}

impl Fault {
    fn new(span: Span, message: String) -> Self {
        Self { span, message, fix: None, is_style: false, is_country_missing: false }
    }

    /// The same, with `right` to be written instead.
    fn replaced(self, right: String) -> Self {
        let fix = Fix::safe(format!("Write `{right}`"), Edit::replace(self.span, right));
        Self { fix: Some(fix), ..self }
    }
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

fn fault(document: &Document<'_>, history: &History, location: &Location, region: Option<Region>) -> Option<Fault> {
    let last = location.parts.last().copied()?;
    let word = document.text(last);
    let is_alone = location.parts.len() == 1;
    if country_by_code(word).is_some() && !is_alone {
        return misread(document, history, location, last, region);
    }
    missing_comma(word, last, is_alone)
        .or_else(|| is_alone.then(|| missing_part(word, last)))
        .or_else(|| Some(misspelt(word, last, region)))
}

/// A place without the comma before its country: `New York, NY US`, `Berlin DE`.
fn missing_comma(word: &str, span: Span, is_alone: bool) -> Option<Fault> {
    let (before, code) = word.rsplit_once(' ').filter(|(_, code)| country_by_code(code).is_some())?;
    let before = before.trim();
    (is_alone || state_by_any_spelling(code, before).is_some()).then(|| {
        let message = format!("there is no comma between {} and the country", quoted(before));
        Fault { is_style: true, ..Fault::new(span, message).replaced(format!("{before}, {code}")) }
    })
}

/// A city without a country, or a country without a city.
fn missing_part(word: &str, span: Span) -> Fault {
    let message = match country_by_any_spelling(word) {
        Some(country) if CITY_STATES.contains(&country.code) && word != country.code => {
            format!("{} has no country; for the city write `{word}, {}`", quoted(word), country.code)
        }
        Some(_) => format!("{} is a country: the city is missing", quoted(word)),
        None if is_note(word) => format!("{} is not a place", quoted(word)),
        None => format!("there is no country after {}", quoted(word)),
    };
    Fault { is_country_missing: true, ..Fault::new(span, message) }
}

/// What stands where the code of a country belongs, and is none.
fn misspelt(word: &str, span: Span, region: Option<Region>) -> Fault {
    let all = Readings::of(word);
    let readings = match region.map(|region| all.clone().under(region)) {
        Some(there) if !there.is_empty() => there,
        _ => all,
    };
    match (readings.country, readings.states.as_slice()) {
        (Some(country), []) => {
            let message = format!("the country {} should be `{}`", quoted(word), country.code);
            Fault { is_style: word == GB, ..Fault::new(span, message).replaced(country.code.to_owned()) }
        }
        (None, [state]) => {
            let name = if word == state.name { String::new() } else { format!(" ({})", state.name) };
            let message = format!("{} is a state{name}: the country is missing", quoted(word));
            Fault::new(span, message).replaced(format!("{}, {}", state.code, state.country))
        }
        (None, []) => {
            let message = format!("{} is not a country code", quoted(word));
            let Some(country) = country_by_near_spelling(word) else { return Fault::new(span, message) };
            let fix = Fix::unsafe_(format!("Write `{}`", country.code), Edit::replace(span, country.code));
            let message = format!("{message}: did you mean `{}`, {}?", country.code, country.name);
            Fault { fix: Some(fix), ..Fault::new(span, message) }
        }
        (country, states) => {
            let countries = country.iter().map(|country| country.name);
            let names: Vec<&str> = countries.chain(states.iter().map(|state| state.name)).collect();
            let message = format!("{} can mean {}; write the country as its code", quoted(word), names.join(" or "));
            Fault::new(span, message)
        }
    }
}

/// Whether earlier issues have the same place: its country is meant, and the event is under the wrong region.
pub(super) fn is_known(document: &Document<'_>, history: &History, location: &Location) -> bool {
    let city = location.city().map(|city| fold(document.text(city))).unwrap_or_default();
    let written = document.text(location.span);
    history.all_places_in(&city).any(|(issue, place)| issue.text(place) == written)
}

/// A code that is a country's, but of another part of the world than the heading says, where a state of that code lies.
fn misread(
    document: &Document<'_>,
    history: &History,
    location: &Location,
    span: Span,
    region: Option<Region>,
) -> Option<Fault> {
    let word = document.text(span);
    let region = region.filter(|region| region.is_geographic() && location.parts.len() == 2)?;
    let country = country_by_code(word).filter(|country| !country.lies_in(region))?;
    if is_known(document, history, location) {
        return None;
    }
    let readings = Readings::of(word).under(region);
    let state = readings.states.first()?;
    let right = format!("{}, {}", state.code, state.country);
    let message = format!(
        "`{word}` is {}, which is not in {}; for {} write `{right}`",
        country.name,
        region.as_str(),
        state.name
    );
    let fix = Fix::unsafe_(format!("Write `{right}`"), Edit::replace(span, right));
    Some(Fault { fix: Some(fix), ..Fault::new(span, message) })
}
