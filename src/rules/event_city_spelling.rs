//! A city that earlier issues spell differently.

use std::collections::HashMap;

use crate::archive::{Usual, usual};
use crate::diagnostic::{Fix, quoted};
use crate::lexicon::place::fold;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "event-city-spelling",
    group: Group::Events,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports a city that all earlier issues spell in one other way: with other capitals, or with a hyphen. \
              It needs the earlier issues.",
    why: "Readers and tools look for their city under one name.",
    needs: Needs::EarlierIssues,
    examples: &[Example::fixed(
        "### Europe\n* 2026-03-05 | Great spoon, UK | [Rust Spoon](https://example.org/spoon)\n    * [**Hack night**](https://example.org/spoon/4)\n",
        "### Europe\n* 2026-03-05 | Great Spoon, UK | [Rust Spoon](https://example.org/spoon)\n    * [**Hack night**](https://example.org/spoon/4)\n",
    )
    .after(SPOON)],
    silent: &[
        Silent::because(
            "it is the city of that name in another country",
            "### Europe\n* 2026-03-05 | Great spoon, BE | [Rust Spoon](https://example.org/spoon)\n    * [**Hack night**](https://example.org/spoon/4)\n",
        )
        .after(SPOON),
        Silent::because(
            "an accent is not a typo",
            "### Europe\n* 2026-03-05 | Great Spoön, UK | [Rust Spoon](https://example.org/spoon)\n    * [**Hack night**](https://example.org/spoon/4)\n",
        )
        .after(SPOON),
        Silent::because(
            "a name without its accents is English",
            "### Europe\n* 2026-03-05 | Zurich, CH | [Rust Zurich](https://example.org/zurich)\n    * [**Hack night**](https://example.org/zurich/4)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Upcoming Events\n### Europe\n\
             * 2025-12-04 | Zürich, CH | [Rust Zurich](https://example.org/zurich)\n    * [**Hack night**](https://example.org/zurich/1)\n\
             * 2026-01-08 | Zürich, CH | [Rust Zurich](https://example.org/zurich)\n    * [**Hack night**](https://example.org/zurich/2)\n\
             * 2026-02-05 | Zürich, CH | [Rust Zurich](https://example.org/zurich)\n    * [**Hack night**](https://example.org/zurich/3)\n",
        )]),
        Silent::because(
            "all of this issue agrees on the new spelling",
            "### Europe\n* 2026-03-05 | Great spoon, UK | [Rust Spoon](https://example.org/spoon)\n    * [**Hack night**](https://example.org/spoon/4)\n\
             * 2026-03-06 | Great spoon, UK | [Tea Spoon](https://example.org/tea)\n    * [**Tea night**](https://example.org/tea/4)\n",
        )
        .after(SPOON),
        Silent::because(
            "earlier issues do not agree",
            "### Europe\n* 2026-03-05 | Great spoon, UK | [Rust Spoon](https://example.org/spoon)\n    * [**Hack night**](https://example.org/spoon/4)\n",
        )
        .after(const { &[
            SPOON[0],
            (
                "2026-02-11-this-week-in-rust.md",
                "## Upcoming Events\n### Europe\n* 2026-02-12 | Great-Spoon, UK | [Rust Spoon](https://example.org/spoon)\n    * [**Hack night**](https://example.org/spoon/3)\n",
            ),
        ] }),
    ],
    options: &[],
    check,
};

const SPOON: &[(&str, &str)] = &[(
    "2026-02-04-this-week-in-rust.md",
    "## Upcoming Events\n### Europe\n\
     * 2025-12-04 | Great Spoon, UK | [Rust Spoon](https://example.org/spoon)\n    * [**Hack night**](https://example.org/spoon/1)\n\
     * 2026-01-08 | Great Spoon, UK | [Rust Spoon](https://example.org/spoon)\n    * [**Hack night**](https://example.org/spoon/2)\n\
     * 2026-02-05 | Great Spoon, UK | [Rust Spoon](https://example.org/spoon)\n    * [**Hack night**](https://example.org/spoon/3)\n",
)];

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let history = cx.history;
    // All mentions of one city, in the order of the first.
    let mut cities: Vec<Vec<(Span, &str)>> = Vec::new();
    let mut known: HashMap<(String, &str), usize> = HashMap::new();
    let locations =
        document.events().iter().filter_map(|event| event.place.as_ref()).flat_map(|place| &place.locations);
    for location in locations {
        let Some((city, country)) = location.city().zip(location.country()) else { continue };
        let name = document.text(city);
        let next = cities.len();
        let index = *known.entry((fold(name), document.text(country))).or_insert(next);
        if index == next {
            cities.push(Vec::new());
        }
        cities[index].push((city, name));
    }
    let mut known: Vec<_> = known.into_iter().collect();
    known.sort_unstable_by_key(|(_, index)| *index);
    for ((folded, country), index) in known {
        let mentions = &cities[index];
        // A spelling on which a whole issue agrees is meant.
        let is_agreed = mentions.len() > 1 && mentions.iter().all(|(_, name)| *name == mentions[0].1);
        if is_agreed {
            continue;
        }
        let past = history.places_in(&folded).into_iter().filter_map(|(issue, place)| {
            let (city, rest) = issue.text(place).split_once(',')?;
            rest.ends_with(country).then_some((city.trim_end(), (issue, place)))
        });
        let Some(Usual { value, times, newest }) = usual(past.collect::<Vec<_>>()) else { continue };
        for (span, name) in mentions {
            if value == *name || value.is_ascii() != name.is_ascii() {
                continue;
            }
            cx.report(*span, format!("earlier issues write `{value}` for {}", quoted(name)))
                .help(format!("Write `{value}`, as the last {times} events there do."))
                .label_elsewhere(newest.0.place(newest.1), "the earlier spelling")
                .fix(Fix::unsafe_(format!("Write `{value}`"), Edit::replace(*span, value)));
        }
    }
}
