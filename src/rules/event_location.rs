//! The place of an event, in another form than the newsletter's.

use crate::archive::History;
use crate::diagnostic::{Fix, Gravity, Join, quoted};
use crate::document::{Event, FieldsProblem, PlaceField, PlaceProblem, Venue};
use crate::issue::Stage;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "event-location",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports places of events that are not written `City, CC`, `City, ST, CC`, `Virtual`, `Virtual (place)` \
              or `Hybrid (place)`. Older forms of hybrid are a warning, unless one of the last issues has them too.",
    why: "Readers look for their city and for `Virtual`, and tools read the places.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Virtual\n* 2026-03-05 | Virtual - Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Virtual + In Person (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Virtual + In Person (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .after(&[("2026-02-25-this-week-in-rust.md", NEW_HYBRID)]),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, 9000, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE 9000 | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE + Virtual | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE + Virtual | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .after(&[("2026-02-25-this-week-in-rust.md", NEW_HYBRID)]),
    ],
    silent: &[
        Silent::because(
            "published issues may have the older forms of hybrid",
            "### Europe\n* 2026-03-05 | Virtual + In Person (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .published(),
        Silent::because(
            "one of the last issues has this form of hybrid",
            "### Europe\n* 2026-03-05 | Virtual + In Person (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .after(const { &[OLD_HYBRID[0], ("2026-02-25-this-week-in-rust.md", NEW_HYBRID)] }),
        Silent::because(
            "one of the last issues has `City, CC + Virtual`",
            "### Europe\n* 2026-03-05 | Ghent, BE + Virtual | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .after(&[("2026-02-18-this-week-in-rust.md", AND_VIRTUAL), ("2026-02-25-this-week-in-rust.md", NEW_HYBRID)]),
        Silent::because(
            "one of the last issues has the other form of hybrid",
            "### Europe\n* 2026-03-05 | Ghent, BE + Virtual | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .after(OLD_HYBRID),
        Silent::because(
            "a place may have a number of two digits",
            "### Europe\n* 2026-03-05 | Paris 13, FR | [Rust Paris](https://example.org/paris)\n    * [**Hack night**](https://example.org/paris/1)\n",
        ),
        Silent::because(
            "these are the forms of the newsletter",
            "### Virtual\n* 2026-03-05 | Virtual | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-06 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/2)\n* 2026-03-07 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Tea**](https://example.org/ghent/3)\n* 2026-03-08 | Virtual (Ghent, BE; Boise, ID, US) | [Rust Ghent](https://example.org/ghent)\n    * [**Tables**](https://example.org/ghent/4)\n",
        ),
    ],
    options: &[],
    check,
};

const OLD_HYBRID: &[(&str, &str)] = &[(
    "2026-02-18-this-week-in-rust.md",
    "## Upcoming Events\n### Europe\n\
     * 2026-02-19 | Virtual + In Person (Mons, BE) | [Rust Mons](https://example.org/mons)\n    * [**Tea**](https://example.org/mons/1)\n",
)];

const NEW_HYBRID: &str = "## Upcoming Events\n### Europe\n* 2026-02-26 | Hybrid (Mons, BE) | [Rust Mons](https://example.org/mons)\n    * [**Tea**](https://example.org/mons/1)\n";

const AND_VIRTUAL: &str = "## Upcoming Events\n### Europe\n* 2026-02-26 | Mons, BE + Virtual | [Rust Mons](https://example.org/mons)\n    * [**Tea**](https://example.org/mons/1)\n";

const FORMS: &str = "Write `City, CC` (in the US, Canada and Australia `City, ST, CC`), `Virtual`, `Virtual (City, CC)` or `Hybrid (City, CC)`.";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for event in document.events() {
        let Some(place) = &event.place else { continue };
        match place.problem {
            Some(problem) if problem != PlaceProblem::Empty => misread(cx, place, problem),
            _ => postcode(cx, event, place),
        }
    }
}

/// Reports a place that is not written in one of the forms of the newsletter.
fn misread(cx: &mut Context<'_>, place: &PlaceField, problem: PlaceProblem) {
    // Older forms of hybrid were right once.
    let is_old = problem == PlaceProblem::OldHybrid;
    if is_old && (cx.stage == Stage::Published || is_old_hybrid_in_use(cx.history)) {
        return;
    }
    let text = cx.document.text(place.span);
    let written = quoted(text);
    let message = match (problem, &place.repaired) {
        (PlaceProblem::Parenthesis, _) => format!("a parenthesis is missing in {written}"),
        (PlaceProblem::HalfEmpty, _) => format!("a part of the place {written} is empty"),
        (_, Some(_)) if place.is_guess => format!("the place {written} does not say whether it is hybrid or virtual"),
        (_, Some(right)) => format!("the place {written} should be `{right}`"),
        _ => format!("the place {written} is not written like `City, CC`"),
    };
    let diagnostic = cx.report(place.span, message).help(FORMS);
    let Some(right) = &place.repaired else { return };
    // An issue uses one of the older forms throughout.
    let is_doubtful = is_old || text.split_whitespace().eq(right.split_whitespace());
    diagnostic.gravity(if is_doubtful { Gravity::Doubtful } else { Gravity::Form });
    if place.is_guess {
        diagnostic.help("Write `Hybrid (City, CC)` if people also meet in person, and `Virtual (City, CC)` if not.");
    } else if is_old {
        diagnostic.join(Join {
            group: 0,
            least: 2,
            message: |count, first| format!("{}, and {} more in this issue", first.message, count - 1),
            label: "this one too",
            fix: "Write `Hybrid (…)`",
        });
    }
    let fix = if place.is_guess { Fix::unsafe_ } else { Fix::safe };
    diagnostic.fix(fix(format!("Write `{right}`"), vec![Edit::replace(place.span, right.as_str())]));
}

/// Reports a part of a place that has the digits of a postcode.
fn postcode(cx: &mut Context<'_>, event: &Event, place: &PlaceField) {
    // A field too many shifts the others.
    let is_shifted = event.problem.as_ref().is_some_and(|problem| problem.value == FieldsProblem::TooMany);
    if is_shifted || place.venue == Venue::Virtual && place.locations.len() != 1 {
        return;
    }
    let document = cx.document;
    let has_digits = |part: &&Span| document.text(**part).bytes().filter(u8::is_ascii_digit).count() >= 3;
    if let Some(part) = place.locations.iter().flat_map(|location| &location.parts).find(has_digits) {
        cx.report(*part, format!("{} looks like a postcode or a street", quoted(document.text(*part)))).help(FORMS);
    }
}

/// Whether the newest issues write hybrid in one of the older ways, `Virtual + In Person (City, CC)` or
/// `City, CC + Virtual`.
fn is_old_hybrid_in_use(history: &History) -> bool {
    let is_old = |place: &str| PlaceField::read(place).problem == Some(PlaceProblem::OldHybrid);
    history.newest().any(|issue| issue.all_events().any(|(event, _)| is_old(issue.text(event.place))))
}
