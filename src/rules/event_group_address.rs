//! The address of a group, cut off or mistyped.

use std::collections::HashMap;

use crate::archive::{Usual, usual};
use crate::diagnostic::Fix;
use crate::document::{Document, Event};
use crate::lexicon::identity;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::spelling::distance_within;
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "event-group-address",
    group: Group::Events,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports the address of a group that is cut off, or differs by a letter or two from the one in earlier \
              issues. It needs the earlier issues.",
    why: "The link opens an error page, or a list of all groups of that site.",
    needs: Needs::EarlierIssues,
    examples: &[
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/rust-)\n    * [**Hack night**](https://example.org/rust-ghent/4)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/rust-ghent/)\n    * [**Hack night**](https://example.org/rust-ghent/4)\n",
        )
        .after(GHENT),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/rust-gehnt/)\n    * [**Hack night**](https://example.org/rust-ghent/4)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/rust-ghent/)\n    * [**Hack night**](https://example.org/rust-ghent/4)\n",
        )
        .after(GHENT),
    ],
    silent: &[
        Silent::because(
            "a group may move to another site",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.com/ghent)\n    * [**Hack night**](https://example.com/ghent/4)\n",
        )
        .after(GHENT),
        Silent::because(
            "an earlier issue has that address too",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/rust-)\n    * [**Hack night**](https://example.org/rust-ghent/4)\n",
        )
        .after(const { &[
            (
                "2026-01-28-this-week-in-rust.md",
                "## Upcoming Events\n### Europe\n* 2025-11-06 | Ghent, BE | [Rust Ghent](https://example.org/rust-)\n    * [**Hack night**](https://example.org/ghent/0)\n",
            ),
            GHENT[0],
        ] }),
        Silent::because(
            "the address of another group may begin with the same letters",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Groups](https://example.org/rust-)\n    * [**Hack night**](https://example.org/rust-ghent/4)\n",
        )
        .after(GHENT),
        Silent::because(
            "a longer address is not cut off",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/rust-ghent/evenings/)\n    * [**Hack night**](https://example.org/rust-ghent/4)\n",
        )
        .after(GHENT),
        Silent::because(
            "the event has a page below that address, so the group has moved there",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/rustghent/)\n    * [**Hack night**](https://example.org/rustghent/4)\n",
        )
        .after(GHENT),
        Silent::because(
            "groups may differ by a number",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/rust-ghent2/)\n    * [**Hack night**](https://example.org/rust-ghent/4)\n",
        )
        .after(GHENT),
    ],
    options: &[],
    check,
};

const GHENT: &[(&str, &str)] = &[(
    "2026-02-04-this-week-in-rust.md",
    "## Upcoming Events\n### Europe\n\
     * 2025-12-04 | Ghent, BE | [Rust Ghent](https://example.org/rust-ghent/)\n    * [**Hack night**](https://example.org/rust-ghent/1)\n\
     * 2026-01-08 | Ghent, BE | [Rust Ghent](https://example.org/rust-ghent/)\n    * [**Hack night**](https://example.org/rust-ghent/2)\n\
     * 2026-02-05 | Ghent, BE | [Rust Ghent](https://example.org/rust-ghent/)\n    * [**Hack night**](https://example.org/rust-ghent/3)\n",
)];

/// Letters in which two addresses of one group may differ at most.
const MOST_SLIPS: usize = 2;

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let history = cx.history;
    let mut usual_addresses = HashMap::new();
    for event in document.events() {
        let Some(groups) = event.groups else { continue };
        for link in document.links_in(groups).iter().filter(|link| link.has_own_destination()) {
            let written = identity(&document.url(link.destination));
            if !history.names_of(&written).is_empty() {
                continue;
            }
            let name = document.text(link.text);
            // Many events of a draft are of one group.
            let known_address = *usual_addresses.entry(name).or_insert_with(|| {
                let addresses = history.addresses_of(name).into_iter();
                usual(addresses.map(|(issue, address)| (issue.text(address), (issue, address))))
            });
            let Some(Usual { value, times, newest }) = known_address else { continue };
            let known = identity(&Url::new(value, 0));
            let what = if known.starts_with(&*written) {
                "is cut off"
            } else if is_slip(&written, &known) && !leads_below(document, event, &written) {
                "is mistyped"
            } else {
                continue;
            };
            cx.report(link.destination, format!("the address of `{name}` {what}"))
                .help(format!("Write `{value}`, as the last {times} events of this group do."))
                .label_elsewhere(newest.0.place(newest.1), "the earlier event")
                .fix(Fix::unsafe_(format!("Write `{value}`"), changed_part(document, link.destination, value)));
        }
    }
}

/// Whether a page of the event lies below an address: then the group has moved there.
fn leads_below(document: &Document<'_>, event: &Event, address: &str) -> bool {
    let links = document.names_of(event).flat_map(|name| document.links_of(name));
    let mut pages = links.map(|link| identity(&document.url(link.destination)).into_owned());
    pages.any(|page| page.strip_prefix(address).is_some_and(|rest| rest.starts_with('/')))
}

/// Makes `right` of an address by changing what differs, so that the rest is seen to stay.
fn changed_part(document: &Document<'_>, address: Span, right: &str) -> Edit {
    let written = document.text(address);
    let start: usize =
        written.chars().zip(right.chars()).take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum();
    let ends = written[start..].chars().rev().zip(right[start..].chars().rev());
    let end: usize = ends.take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum();
    Edit::replace(Span::new(address.start + start, address.end - end), &right[start..right.len() - end])
}

/// Whether an address is a known one but for a typo.
fn is_slip(written: &str, known: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(written) == digits(known) && distance_within(written, known, MOST_SLIPS).is_some()
}
