//! A group that hosts all events together with another one, and is missing here.

use crate::archive::{Usual, usual};
use crate::diagnostic::{Fix, quoted};
use crate::lexicon::identity;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Url};

pub(super) static RULE: Rule = Rule {
    name: "event-co-host",
    group: Group::Events,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports an event without a group that earlier issues list next to its group at all of its events in \
              that place. It needs the earlier issues.",
    why: "The page of an event only shows one group; the editors know that two groups host it together.",
    needs: Needs::EarlierIssues,
    examples: &[Example::fixed(
        "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent) + [Tables of Ghent](https://example.org/tables)\n    * [**Hack night**](https://example.org/ghent/4)\n",
    )
    .after(TOGETHER)],
    silent: &[
        Silent::because(
            "it is named",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Tables of Ghent](https://example.org/tables/) & [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(TOGETHER),
        Silent::because(
            "the other group also has its own events",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Tables of Ghent](https://example.org/tables)\n    * [**Hack night**](https://example.org/tables/4)\n",
        )
        .after(const { &[TOGETHER[0], (
            "2026-02-11-this-week-in-rust.md",
            "## Upcoming Events\n### Europe\n* 2026-02-12 | Ghent, BE | [Tables of Ghent](https://example.org/tables)\n    * [**Talks**](https://example.org/tables/3)\n",
        )] }),
        Silent::because(
            "in other places the group is alone",
            "### Europe\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(TOGETHER),
        Silent::because(
            "another group is with it this time",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent) + [Rust Mons](https://example.org/mons)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(TOGETHER),
        Silent::because(
            "an earlier issue has this event without the other group",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(const { &[TOGETHER[0], (
            "2026-02-25-this-week-in-rust.md",
            "## Upcoming Events\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )] }),
        Silent::because(
            "two events are not enough to compare with",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Upcoming Events\n### Europe\n\
             * 2026-01-08 | Ghent, BE | [Rust Ghent](https://example.org/ghent) + [Tables of Ghent](https://example.org/tables)\n    * [**Hack night**](https://example.org/ghent/2)\n\
             * 2026-02-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent) + [Tables of Ghent](https://example.org/tables)\n    * [**Hack night**](https://example.org/ghent/3)\n",
        )]),
    ],
    options: &[],
    check,
};

const TOGETHER: &[(&str, &str)] = &[(
    "2026-02-04-this-week-in-rust.md",
    "## Upcoming Events\n### Europe\n\
     * 2025-12-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent) + [Tables of Ghent](https://example.org/tables)\n    * [**Hack night**](https://example.org/ghent/1)\n\
     * 2026-01-08 | Ghent, BE | [Rust Ghent](https://example.org/ghent) + [Tables of Ghent](https://example.org/tables)\n    * [**Hack night**](https://example.org/ghent/2)\n\
     * 2026-02-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent) + [Tables of Ghent](https://example.org/tables)\n    * [**Hack night**](https://example.org/ghent/3)\n",
)];

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let history = cx.history;
    for event in document.events() {
        // Where somebody named two, he knew.
        let Some((groups, [link])) = event.groups.map(|groups| (groups, document.links_in(groups))) else { continue };
        let date = event.dates.dates.map(|dates| dates.first).filter(|_| link.has_own_destination());
        let Some((date, place)) = date.zip(event.place.as_ref()) else { continue };
        let group = identity(&document.url(link.destination)).into_owned();
        // A group may meet with another one online, and alone in its city.
        let mut past = history.events_of(&group);
        past.retain(|(issue, other)| issue.text(other.place) == document.text(place.span));
        if past.iter().any(|(_, other)| other.date == date) {
            continue;
        }
        let others: Vec<(String, _)> = past
            .iter()
            .map(|(issue, other)| {
                let identity_of =
                    |link: &crate::archive::PastLink| identity(&Url::new(issue.text(link.destination), 0)).into_owned();
                let others = issue.groups_of(other).iter().filter(|link| identity_of(link) != group);
                let others: Vec<_> = others.collect();
                (others.iter().map(|link| identity_of(link)).collect::<Vec<_>>().join(" "), (*issue, others))
            })
            .collect();
        let Some(Usual { times, newest, .. }) = usual(others.iter().map(|(key, found)| (key.as_str(), found))) else {
            continue;
        };
        let (issue, [other]) = (newest.0, newest.1.as_slice()) else { continue };
        let name = issue.text(other.text);
        let written = format!(" + [{name}]({})", issue.text(other.destination));
        cx.report(groups, format!("the last {times} events of this group have a second group, {}", quoted(name)))
            .help(format!("Add `{}`, unless this event is an exception.", written.trim_start_matches(" + ")))
            .label_elsewhere(issue.place(other.text), "the earlier event")
            .fix(Fix::unsafe_(format!("Add {}", quoted(name)), Edit::insert(groups.end, written)));
    }
}
