//! The state of an event in the US, Canada or Australia.

use std::collections::HashMap;

use crate::diagnostic::{Fix, Join, quoted};
use crate::lexicon::place::{country_by_code, fold, has_states, state, state_by_any_spelling, states};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "event-state",
    group: Group::Events,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports places in the US, Canada and Australia without their state, or with one that is none of theirs. A city whose state is \
              missing is told once.",
    why: "There are thirty Springfields. Cities elsewhere need no state.",
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
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let mut cities: HashMap<(String, &str), usize> = HashMap::new();
    let locations = document.events.iter().filter_map(|event| event.place.as_ref()).flat_map(|place| &place.locations);
    for location in locations {
        let Some(country) = location.country().and_then(|country| country_by_code(document.text(country))) else {
            continue;
        };
        if !has_states(country.code) {
            continue;
        }
        let codes = || states(country.code).map(|state| state.code).collect::<Vec<_>>().join(", ");
        let Some(found) = location.state() else {
            let city = location.city().map(|city| document.text(city)).unwrap_or_default();
            // `Portland OR, US`
            if let Some((name, code)) = city.rsplit_once(' ').filter(|(_, code)| state(country.code, code).is_some())
                && let Some(span) = location.city()
            {
                let right = format!("{}, {code}", name.trim());
                cx.report(span, format!("there is no comma between {} and the state", quoted(name.trim())))
                    .help(format!("Write `{right}, {}`.", country.code))
                    .fix(Fix::safe("Add the comma", Edit::replace(span, right)));
                continue;
            }
            // A city that has the name of its state, or is one, is still missing it.
            if !city.is_empty() {
                let next = cities.len();
                let group = *cities.entry((fold(city), country.code)).or_insert(next);
                let help = if country.code == "US" {
                    format!("Write `{city}, ST, US`, with the two letters of the state for ST, such as `CA` or `NY`.")
                } else {
                    format!("Write `{city}, ST, {}`, where ST is one of {}.", country.code, codes())
                };
                cx.report(location.span, format!("the state of {} is missing", quoted(city))).help(help).join(Join {
                    group,
                    least: 2,
                    message: |count, first| format!("{}, here and in {} more events", first.message, count - 1),
                    label: "and here",
                    fix: "Add the state",
                });
            }
            continue;
        };
        let written = document.text(found);
        if written.is_empty()
            || state(country.code, written).is_some()
            || written.bytes().any(|byte| byte.is_ascii_digit())
        {
            continue;
        }
        match state_by_any_spelling(country.code, written) {
            Some(right) => cx
                .report(found, format!("the state {} should be `{}`", quoted(written), right.code))
                .help("Write the state as its code.")
                .fix(Fix::safe(format!("Write `{}`", right.code), Edit::replace(found, right.code))),
            None => cx
                .report(found, format!("{} is no state of {}", quoted(written), country.name))
                .help(format!("Write one of {}.", codes())),
        };
    }
}
