//! A group whose name earlier issues write differently.

use crate::archive::{Usual, usual};
use crate::diagnostic::Fix;
use crate::lexicon::identity;
use crate::lexicon::place::fold;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Edit;
use crate::text::spelling::distance_within;

pub(super) static RULE: Rule = Rule {
    name: "event-group-name",
    group: Group::Events,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports the name of a group that differs by a letter or two from the one that all earlier issues have, \
              and another name than its last nine events have. A group is identified by its address. It needs the \
              earlier issues.",
    why: "One group with two names looks like two groups.",
    needs: Needs::EarlierIssues,
    examples: &[
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Ferris of Flanders](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/14)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/14)\n",
        )
        .after(NINE),
        Example::fixed(
        "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Gehnt](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
    )
    .after(GHENT),
    ],
    silent: &[
        Silent::because(
            "a name may become longer",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent User Group](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/14)\n",
        )
        .after(NINE),
        Silent::because(
            "a group may take another name",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Ghent Rust User Group](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(GHENT),
        Silent::because(
            "it is another group with almost the same name",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Gehnt](https://example.org/gehnt)\n    * [**Hack night**](https://example.org/gehnt/4)\n",
        )
        .after(GHENT),
        Silent::because(
            "another number is another name",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent 2](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(GHENT),
        Silent::because(
            "an earlier issue has that name too",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Gehnt](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n",
        )
        .after(const { &[
            (
                "2026-01-28-this-week-in-rust.md",
                "## Upcoming Events\n### Europe\n* 2025-11-06 | Ghent, BE | [Rust Gehnt](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/0)\n",
            ),
            GHENT[0],
        ] }),
        Silent::because(
            "a short name is easily another name",
            "### Europe\n* 2026-03-05 | Ghent, BE | [RUG](https://example.org/rgg)\n    * [**Hack night**](https://example.org/rgg/4)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Upcoming Events\n### Europe\n\
             * 2025-12-04 | Ghent, BE | [RGG](https://example.org/rgg)\n    * [**Hack night**](https://example.org/rgg/1)\n\
             * 2026-01-08 | Ghent, BE | [RGG](https://example.org/rgg)\n    * [**Hack night**](https://example.org/rgg/2)\n\
             * 2026-02-05 | Ghent, BE | [RGG](https://example.org/rgg)\n    * [**Hack night**](https://example.org/rgg/3)\n",
        )]),
    ],
    options: &[],
    check,
};

const GHENT: &[(&str, &str)] = &[(
    "2026-02-04-this-week-in-rust.md",
    "## Upcoming Events\n### Europe\n\
     * 2025-12-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
     * 2026-01-08 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/2)\n\
     * 2026-02-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/3)\n",
)];

const NINE: &[(&str, &str)] = &[(
    "2026-02-04-this-week-in-rust.md",
    "## Upcoming Events\n### Europe\n\
     * 2025-06-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\
     * 2025-07-03 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/2)\n\
     * 2025-07-31 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/3)\n\
     * 2025-08-28 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/4)\n\
     * 2025-09-25 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/5)\n\
     * 2025-10-23 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/6)\n\
     * 2025-11-20 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/7)\n\
     * 2025-12-18 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/8)\n\
     * 2026-01-15 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/9)\n\n",
)];

/// Names of fewer letters are not compared.
const SHORTEST: usize = 6;

/// Letters in which two names of one group may differ at most.
const MOST_SLIPS: usize = 2;

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let history = cx.history;
    for groups in document.events().iter().filter_map(|event| event.groups) {
        for link in document.links_in(groups).iter().filter(|link| link.has_own_destination()) {
            let (written, identity) = (document.text(link.text), identity(&document.url(link.destination)));
            let names = history.names_of(&identity);
            let names = names.iter().map(|(issue, name)| (issue.text(*name), (*issue, *name)));
            let Some(Usual { value, times, newest }) = usual(names) else { continue };
            if !is_slip(written, value) && !is_second_name(written, value, times) {
                continue;
            }
            cx.report(link.text, format!("the last {times} events name this group `{value}`"))
                .help(format!("Write `{value}` if it is the same group, otherwise correct the address."))
                .label_elsewhere(newest.0.place(newest.1), "the earlier event")
                .fix(Fix::unsafe_(format!("Write `{value}`"), Edit::replace(link.text, value)));
        }
    }
}

/// How many events in a row make a name the only one of a group.
const SETTLED: usize = 9;

/// Whether a group that always had one name has another one, which is not the old one with words more.
fn is_second_name(written: &str, known: &str, times: usize) -> bool {
    times >= SETTLED && written.contains(char::is_alphabetic) && !fold(written).contains(&fold(known))
}

/// Whether `written` is `known` but for a typo.
fn is_slip(written: &str, known: &str) -> bool {
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    let (written_folded, known_folded) = (fold(written), fold(known));
    written != known
        && known.chars().count() >= SHORTEST
        && digits(written) == digits(known)
        && distance_within(&written_folded, &known_folded, MOST_SLIPS).is_some()
}
