//! Events of one day that are not sorted by place.

use jiff::civil::Date;

use crate::diagnostic::Fix;
use crate::document::{Document, Event};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::rules::event_order::{letters_of_place, longest_sorted, place_key, regions, sorting_edits};

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

/// The events of a region that have a date, with it.
fn dated(region: &[Event]) -> impl Iterator<Item = (&Event, Date)> {
    region.iter().filter_map(|event| Some((event, event.dates.dates?.first)))
}

/// How many events of one day are in order with the one above them, and how many are not.
fn count_pairs(document: &Document<'_>) -> (usize, usize) {
    let (mut in_order, mut others) = (0, 0);
    for region in regions(document) {
        for ((above, day), (below, other_day)) in dated(region).zip(dated(region).skip(1)) {
            if day == other_day {
                let is_in_order = letters_of_place(document, above).le(letters_of_place(document, below));
                *if is_in_order { &mut in_order } else { &mut others } += 1;
            }
        }
    }
    (in_order, others)
}

/// Whether the events of a region are sorted by day, and those of each day by place.
fn is_sorted(document: &Document<'_>, region: &[Event]) -> bool {
    dated(region).zip(dated(region).skip(1)).all(|((above, day), (below, other_day))| {
        let is_in_order = || letters_of_place(document, above).le(letters_of_place(document, below));
        day < other_day || day == other_day && is_in_order()
    })
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let (in_order, others) = count_pairs(document);
    if others == 0 || in_order < SORTED * others {
        return;
    }
    for region in regions(document).filter(|region| !is_sorted(document, region)) {
        let (events, keys): Region<'_> =
            dated(region).map(|(event, date)| (event, (date, place_key(document, event)))).unzip();
        let kept = longest_sorted(&keys);
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
                sorting_edits(document, &events, &keys, &kept, &misplaced),
            ));
    }
}
