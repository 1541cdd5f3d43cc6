//! Events of one day that are not sorted by place.

use jiff::civil::Date;

use crate::diagnostic::Fix;
use crate::document::Event;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::rules::event_order::{longest_sorted, place_key, regions, sorting_edits};

pub(super) static RULE: Rule = Rule {
    name: "event-place-order",
    group: Group::Events,
    level: Level::Tidy,
    fix: FixAvailability::Safe,
    summary: "Sorts the events of one day by place, as the places are written, in an issue where most of them are \
              sorted so.",
    why: "The tool that makes the list sorts it by place, and editors move entries that are added by hand. Readers \
          do not notice, so it is not reported.",
    needs: Needs::Text,
    examples: &[Example::fixed(
        "### Europe\n\
        * 2026-03-05 | Antwerp, BE | [Rust Antwerp](https://example.org/antwerp)\n    * [**Tea**](https://example.org/antwerp/1)\n\
        * 2026-03-05 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Tables**](https://example.org/mons/1)\n\
        * 2026-03-05 | Namur, BE | [Rust Namur](https://example.org/namur)\n    * [**Chairs**](https://example.org/namur/1)\n\
        * 2026-03-05 | Ostend, BE | [Rust Ostend](https://example.org/ostend)\n    * [**Ships**](https://example.org/ostend/1)\n\
        * 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        "### Europe\n\
        * 2026-03-05 | Antwerp, BE | [Rust Antwerp](https://example.org/antwerp)\n    * [**Tea**](https://example.org/antwerp/1)\n\
        * 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
        * 2026-03-05 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Tables**](https://example.org/mons/1)\n\
        * 2026-03-05 | Namur, BE | [Rust Namur](https://example.org/namur)\n    * [**Chairs**](https://example.org/namur/1)\n\
        * 2026-03-05 | Ostend, BE | [Rust Ostend](https://example.org/ostend)\n    * [**Ships**](https://example.org/ostend/1)\n",
    )],
    silent: &[
        Silent::because(
            "an issue that is not sorted by place is left as it is",
            "### Europe\n\
            * 2026-03-05 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Tables**](https://example.org/mons/1)\n\
            * 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
            * 2026-03-06 | Antwerp, BE | [Rust Antwerp](https://example.org/antwerp)\n    * [**Tea**](https://example.org/antwerp/1)\n\
            * 2026-03-06 | Namur, BE | [Rust Namur](https://example.org/namur)\n    * [**Chairs**](https://example.org/namur/1)\n",
        ),
        Silent::because(
            "places are sorted within a day only",
            "### Europe\n\
            * 2026-03-05 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Tables**](https://example.org/mons/1)\n\
            * 2026-03-06 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
            * 2026-03-07 | Antwerp, BE | [Rust Antwerp](https://example.org/antwerp)\n    * [**Tea**](https://example.org/antwerp/1)\n",
        ),
    ],
    options: &[],
    check,
};

/// How many pairs of one day are sorted, for each that is not, in an issue that is sorted by place.
const SORTED: usize = 3;

/// The events of a region that have a date, and what they are sorted by.
type Region<'d> = (Vec<&'d Event>, Vec<(Date, String)>);

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let sorted: Vec<Region<'_>> = regions(document)
        .map(|region| {
            let dated = region.iter().filter_map(|event| Some((event, event.dates.dates?.first)));
            dated.map(|(event, date)| (event, (date, place_key(document, event)))).unzip()
        })
        .collect();
    let pairs = sorted.iter().flat_map(|(_, keys)| keys.windows(2)).filter(|pair| pair[0].0 == pair[1].0);
    let (in_order, others): (Vec<_>, Vec<_>) = pairs.partition(|pair| pair[0].1 <= pair[1].1);
    if others.is_empty() || in_order.len() < SORTED * others.len() {
        return;
    }
    for (events, keys) in &sorted {
        let kept = longest_sorted(keys);
        let misplaced: Vec<usize> = (0..keys.len()).filter(|index| kept.binary_search(index).is_err()).collect();
        let Some(place) = misplaced.first().and_then(|first| events[*first].place.as_ref()) else { continue };
        // What is not sorted by day is `event-order`'s.
        if !keys.is_sorted_by_key(|(date, _)| *date) {
            continue;
        }
        cx.report(place.span, "the events of this day are not sorted by place")
            .help("Sort the events of one day by place.")
            .fix(Fix::safe(
                "Sort the events of one day by place",
                sorting_edits(document, events, keys, &kept, &misplaced),
            ));
    }
}
