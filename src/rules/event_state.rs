//! The state of an event: missing in the US or Canada, wrong, or given in a country where the newsletter does not give
//! it.

use std::cell::LazyCell;
use std::collections::HashMap;

use crate::archive::History;
use crate::diagnostic::{Fix, Join, quoted};
use crate::document::{Document, Location};
use crate::lexicon::place::{Country, country_by_code, fold, has_states, state, state_by_any_spelling, states};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

/// An issue before that of the examples.
const USUAL_PLACE: &str = "## Upcoming Events\n\n### Europe\n* 2026-02-26 | Ghent, VOV, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/3)\n";

/// The same city without its province.
const OTHER_PLACE: &str = "## Upcoming Events\n\n### Europe\n* 2026-02-26 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/3)\n";

pub(super) static RULE: Rule = Rule {
    name: "event-state",
    group: Group::Events,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports places in the US and Canada without their state, states of the US, Canada and Australia that \
              do not exist or are not written as their code, and the code of a province in any other country, unless \
              an earlier issue has it too.",
    why: "There are thirty Springfields in the US, so the newsletter names the state there and in Canada. In \
          Australia it may be left out; elsewhere cities are listed only with their country, and the codes come from \
          addresses that are copied from Meetup.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Oceania\n* 2026-03-05 | Brisbane, Queensland, AU | [Rust Brisbane](https://example.org/brisbane)\n    * [**Hack night**](https://example.org/brisbane/1)\n",
            "### Oceania\n* 2026-03-05 | Brisbane, QLD, AU | [Rust Brisbane](https://example.org/brisbane)\n    * [**Hack night**](https://example.org/brisbane/1)\n",
        ),
        Example::by_hand(
            "### North America\n* 2026-03-05 | Springfield, US | [Rust Springfield](https://example.org/springfield)\n    * [**Hack night**](https://example.org/springfield/1)\n",
            "### North America\n* 2026-03-05 | Springfield, IL, US | [Rust Springfield](https://example.org/springfield)\n    * [**Hack night**](https://example.org/springfield/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, VOV, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(&[("2026-02-25-this-week-in-rust.md", OTHER_PLACE)]),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, VOV, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### North America\n* 2026-03-05 | Salem OR, US | [Rust Salem](https://example.org/salem)\n    * [**Hack night**](https://example.org/salem/1)\n",
            "### North America\n* 2026-03-05 | Salem, OR, US | [Rust Salem](https://example.org/salem)\n    * [**Hack night**](https://example.org/salem/1)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "cities of Australia are often listed without their state",
            "### Oceania\n* 2026-03-05 | Perth, AU | [Rust Perth](https://example.org/perth)\n    * [**Hack night**](https://example.org/perth/1)\n",
        ),
        Silent::because(
            "a province that is written in full is meant",
            "### Asia\n* 2026-03-05 | Petaling Jaya, Selangor, MY | [Rust Selangor](https://example.org/selangor)\n    * [**Hack night**](https://example.org/selangor/1)\n",
        ),
        Silent::because(
            "an earlier issue has the province too",
            "### Europe\n* 2026-03-05 | Ghent, VOV, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(&[("2026-02-18-this-week-in-rust.md", USUAL_PLACE), ("2026-02-25-this-week-in-rust.md", OTHER_PLACE)]),
        Silent::because(
            "`HK` is the city itself",
            "### Asia\n* 2026-03-05 | Hong Kong, HK, CN | [Rust Hong Kong](https://example.org/hk)\n    * [**Hack night**](https://example.org/hk/1)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let places = document.events().iter().filter_map(|event| event.place.as_ref());
    let locations: Vec<_> = places
        .flat_map(|place| &place.locations)
        .filter_map(|location| {
            let country = location.country()?;
            Some((location, country, country_by_code(document.text(country))?))
        })
        .collect();
    // Made once a place lacks its state: most issues have none.
    let known = LazyCell::new(|| {
        KnownStates::of(document, locations.iter().map(|(location, _, country)| (*location, *country)))
    });
    let mut cities: HashMap<(String, &str), usize> = HashMap::new();
    for (location, country_span, country) in locations.iter().copied() {
        match location.state() {
            Some(span) if !has_states(country.code) => province(cx, location, span, country_span, country),
            Some(span) => wrong(cx, span, country),
            None if !NAMES_STATES.contains(&country.code) => {}
            None => {
                let city = location.city().map(|city| document.text(city)).unwrap_or_default();
                let next = cities.len();
                let group = *cities.entry((fold(city), country.code)).or_insert(next);
                missing(cx, location, country, &known, group);
            }
        }
    }
}

/// Countries whose cities the newsletter names with their state.
const NAMES_STATES: [&str; 2] = ["US", "CA"];

/// The states that the places of one issue give to their cities.
struct KnownStates<'a>(HashMap<(String, &'static str), Known<'a>>);

struct Known<'a> {
    state: &'a str,
    span: Span,
    /// Whether another place gives the city another state: there are thirty Springfields.
    is_ambiguous: bool,
}

impl<'a> KnownStates<'a> {
    fn of(document: &Document<'a>, locations: impl Iterator<Item = (&'a Location, &'static Country)>) -> Self {
        let mut known: HashMap<_, Known<'_>> = HashMap::new();
        for (location, country) in locations {
            let (Some(city), Some(span)) = (location.city(), location.state()) else { continue };
            let written = document.text(span);
            if state(country.code, written).is_none() {
                continue;
            }
            known
                .entry((fold(document.text(city)), country.code))
                .and_modify(|known| known.is_ambiguous |= known.state != written)
                .or_insert(Known { state: written, span: location.span, is_ambiguous: false });
        }
        Self(known)
    }

    fn get(&self, city: &str, country: &'static Country) -> Option<&Known<'a>> {
        self.0.get(&(fold(city), country.code)).filter(|known| !known.is_ambiguous)
    }
}

/// `group` is that of all places that lack the state of the same city.
fn missing(
    cx: &mut Context<'_>,
    location: &Location,
    country: &'static Country,
    known: &KnownStates<'_>,
    group: usize,
) {
    let document = cx.document;
    let Some(span) = location.city().filter(|city| !city.is_empty()) else { return };
    let city = document.text(span);
    // `Portland OR, US`
    if let Some((name, code)) = city.rsplit_once(' ').filter(|(_, code)| state(country.code, code).is_some()) {
        let right = format!("{}, {code}", name.trim());
        cx.report(span, format!("there is no comma between {} and the state", quoted(name.trim())))
            .help(format!("Write `{right}, {}`.", country.code))
            .fix(Fix::safe("Add the comma", Edit::replace(span, right)));
        return;
    }
    // A city that has the name of its state, or is one, is still missing it.
    let history = cx.history;
    let diagnostic = cx.report(location.span, format!("the state of {} is missing", quoted(city)));
    let here = known.get(city, country).map(|known| {
        let line = document.source.line_index(known.span.start) + 1;
        (known.state.to_owned(), format!("on line {line}"))
    });
    match here.or_else(|| Some((in_earlier_issues(history, city, country)?, "in earlier issues".to_owned()))) {
        Some((state, place)) => {
            let right = format!("{city}, {state}");
            diagnostic
                .help(format!("Write `{right}, {}`, as {place}.", country.code))
                .fix(Fix::unsafe_("Add the state", Edit::replace(span, right)));
        }
        None if country.code == "US" => {
            diagnostic.help(format!(
                "Write `{city}, ST, US`, with the two letters of the state for ST, such as `CA` or `NY`."
            ));
        }
        None => {
            diagnostic.help(format!("Write `{city}, ST, {}`, where ST is one of {}.", country.code, codes(country)));
        }
    }
    diagnostic.join(Join {
        group,
        least: 2,
        message: |count, first| format!("{}, here and in {}", first.message, others(count)),
        label: "this one too",
        fix: "Add the state",
    });
}

/// The state that earlier issues give to a city, where they agree.
fn in_earlier_issues(history: &History, city: &str, country: &Country) -> Option<String> {
    let city = fold(city);
    let mut found: Option<&str> = None;
    for (issue, place) in history.all_places_in(&city) {
        let mut parts = issue.text(place).split(',').map(str::trim).skip(1);
        let (Some(code), Some(last), None) = (parts.next(), parts.next(), parts.next()) else { continue };
        if last != country.code || state(country.code, code).is_none() {
            continue;
        }
        if found.is_some_and(|found| found != code) {
            return None;
        }
        found = Some(code);
    }
    found.map(str::to_owned)
}

fn others(count: usize) -> String {
    if count == 2 { "another event".to_owned() } else { format!("{} more events", count - 1) }
}

fn codes(country: &Country) -> String {
    states(country.code).map(|state| state.code).collect::<Vec<_>>().join(", ")
}

/// A state that is none, or is not written as its code.
fn wrong(cx: &mut Context<'_>, span: Span, country: &Country) {
    let written = cx.document.text(span);
    // Postcodes and streets are `event-location`'s.
    if written.is_empty() || state(country.code, written).is_some() || written.bytes().any(|byte| byte.is_ascii_digit())
    {
        return;
    }
    match state_by_any_spelling(country.code, written) {
        Some(right) => cx
            .report(span, format!("the state {} should be `{}`", quoted(written), right.code))
            .help("Write the state as its code.")
            .fix(Fix::safe(format!("Write `{}`", right.code), Edit::replace(span, right.code))),
        None => cx
            .report(span, format!("{} is not a state of {}", quoted(written), country.name))
            .help(format!("Write one of {}.", codes(country))),
    };
}

/// `Leipzig, SN, DE`: the code of a province, which the newsletter writes nowhere but in the US, Canada and Australia.
fn province(cx: &mut Context<'_>, location: &Location, span: Span, country_span: Span, country: &Country) {
    let document = cx.document;
    let written = document.text(span);
    let is_code = (1..=3).contains(&written.len()) && written.bytes().all(|byte| byte.is_ascii_uppercase());
    let city = location.city().map(|city| document.text(city)).unwrap_or_default();
    // `Hong Kong, HK, CN`
    let is_city = country_by_code(written).is_some_and(|known| fold(known.name) == fold(city));
    if !is_code || is_city || location.parts.len() != 3 {
        return;
    }
    // What editors left so before is right.
    let place = document.text(location.span);
    if cx.history.all_places_in(&fold(city)).any(|(issue, span)| issue.text(span) == place) {
        return;
    }
    let right = format!("{city}, {}", country.code);
    cx.report(span, format!("{} is a province; write only the country", quoted(written)))
        .help(format!("Write `{right}`: only places in the US, Canada and Australia have a state."))
        .fix(Fix::safe("Remove the province", Edit::delete(Span::new(span.start, country_span.start))));
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::in_earlier_issues;
    use crate::archive::History;
    use crate::lexicon::place::country_by_code;
    use crate::text::Source;

    #[test]
    fn earlier_issues_tell_the_state_where_they_agree() {
        let history = |places: &[&str]| {
            let mut history = History::default();
            for place in places {
                let group = "[Rust](https://example.org/rust)\n    * [**Talks**](https://example.org/rust/1)";
                let text = format!("## Upcoming Events\n\n### North America\n* 2026-02-26 | {place} | {group}\n");
                history.add(Source::new("2026-02-18-this-week-in-rust.md", text), date(2026, 2, 18));
            }
            history
        };
        let us = country_by_code("US").expect("a country");
        let state = |places: &[&str]| in_earlier_issues(&history(places), "springfield", us);
        assert_eq!(state(&["Springfield, IL, US", "Hybrid (Springfield, IL, US)"]).as_deref(), Some("IL"));
        assert_eq!(state(&["Springfield, IL, US", "Springfield, MA, US"]), None);
        assert_eq!(state(&["Springfield, US", "Springfield, XX, US", "Salem, OR, US"]), None);
    }
}
