//! The fields of an event's date line, as a whole.

use crate::diagnostic::{Fix, Gravity};
use crate::document::{Document, Event, FieldsProblem, Link, PlaceProblem};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "event-fields",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports date lines of events that lack one of their three fields, leave one empty, swap two, or the \
              group and the name, separate them with something else than `|`, have no group, or contain the name of \
              the event.",
    why: "Editors and the tools that read the newsletter expect `* YYYY-MM-DD | Place | [Group](url)`, and the name of the \
          event below it.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 - Ghent, BE - [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent) [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Europe\n* Ghent, BE | 2026-03-05 | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | [Rust Ghent](https://example.org/ghent) | Ghent, BE\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [**Hack night**](https://example.org/ghent/1)\n    * [Rust Ghent](https://example.org/ghent)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE | Rust Ghent\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "two groups may have a field each",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent) | [Tables of Ghent](https://example.org/tables)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Silent::because(
            "two groups may share a field",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent) + [Tables of Ghent](https://example.org/tables)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Silent::because(
            "the name of a group may contain a `|`",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust | Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
    ],
    options: &[],
    check,
};

const FORM: &str = "Write `* YYYY-MM-DD | Place | [Group](https://…)`.";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for event in document.events() {
        if event.place.as_ref().is_some_and(|place| place.problem == Some(PlaceProblem::Empty)) {
            let span = event.bars.first().copied().unwrap_or(event.dates.span).to(event
                .bars
                .get(1)
                .copied()
                .unwrap_or(event.dates.span));
            cx.report(span, "the place of this event is missing")
                .help("Write the place between the two `|`: `City, CC`, `Virtual` or `Hybrid (City, CC)`.");
            continue;
        }
        if let Some((group, name)) = swapped_links(document, event) {
            let right = |text: &str, link: &Link<'_>| format!("[{text}]({})", document.text(link.destination));
            let edits = [
                Edit::replace(group.span, right(document.text(name.text), name)),
                Edit::replace(name.span, right(document.text(group.text), group)),
            ];
            cx.report(group.span, "the group of this event and its name are swapped")
                .help("Write the group on the line of the date, and `[**Name**](…)` on the line below it.")
                .condemns(group.span.to(name.span))
                .fix(Fix::safe("Swap the two", edits));
            continue;
        }
        let Some(problem) = &event.problem else { continue };
        // `bare-url` reports a bare address.
        let is_bare = document.bare_urls_in(problem.span).iter().any(|url| problem.span.contains(*url));
        if problem.value == FieldsProblem::NoGroup && is_bare {
            continue;
        }
        let content = document.items()[event.item].content;
        let message = match problem.value {
            FieldsProblem::MissingBar => "there is no `|` between two fields of this event",
            FieldsProblem::Separator => "the fields of this event are not separated by `|`",
            FieldsProblem::TooFew => "this event does not have three fields: a date, a place and a group",
            FieldsProblem::TooMany => "this event has more than three fields",
            FieldsProblem::EmptyField => "the group of this event is missing",
            FieldsProblem::NoGroup => "the group of this event is not a link",
            FieldsProblem::EscapedBar => "this `|` has a backslash before it",
            FieldsProblem::Swapped => "the fields of this event are not in the order date, place, group",
            FieldsProblem::NameBesideGroup => "the name of this event is on the line of its group",
        };
        let is_shown = problem.value == FieldsProblem::NoGroup && document.is_shown_whole(content.start);
        let is_shown = is_shown && document.text(problem.span).contains("<a ");
        let diagnostic = cx.report(problem.span, message);
        if is_shown {
            diagnostic.gravity(Gravity::Doubtful);
        }
        diagnostic.help(match problem.value {
            FieldsProblem::NameBesideGroup => "Write the name on the next line, as `    * [**Name**](https://…)`.",
            _ => FORM,
        });
        // A bar within a comment or a link gone wrong: more than one thing is amiss, and the line has no certain
        // reading.
        if document.text(content).matches('|').count() != event.bars.len() {
            continue;
        }
        let edit = match (problem.value, event.place.as_ref(), event.groups) {
            (FieldsProblem::MissingBar, ..) => Edit::replace(problem.span, " | "),
            (FieldsProblem::EscapedBar, ..) => Edit::delete(Span::new(problem.span.start, problem.span.end - 1)),
            (FieldsProblem::Separator, Some(place), Some(groups)) => {
                Edit::replace(content, joined(document, &[event.dates.span, place.span, groups]))
            }
            (FieldsProblem::Swapped, Some(place), Some(groups)) => {
                let right = joined(document, &[event.dates.span, place.span, groups]);
                diagnostic.fix(Fix::safe("Swap the fields", Edit::replace(content, right)));
                continue;
            }
            (FieldsProblem::NameBesideGroup, _, Some(groups)) => {
                if let Some(edit) = name_below(document, groups, problem.span) {
                    diagnostic.fix(Fix::safe("Move the name to its own line", edit));
                }
                continue;
            }
            _ => continue,
        };
        diagnostic.fix(Fix::safe("Separate the fields with `|`", edit));
    }
}

/// The link of the group and that of the name of an event, where the one is in bold instead of the other.
fn swapped_links<'d, 'a>(document: &'d Document<'a>, event: &Event) -> Option<(&'d Link<'a>, &'d Link<'a>)> {
    let (Some(groups), [name]) = (event.groups, event.names.as_slice()) else { return None };
    let ([group], [name]) = (document.links_in(groups), document.links_of(&document.items()[*name])) else {
        return None;
    };
    let text = |link: &Link<'_>| link.is_inline().then(|| document.text(link.text));
    let bold = text(group)?.strip_prefix("**")?.strip_suffix("**")?;
    (!bold.contains('*') && !text(name)?.contains(['*', '_'])).then_some((group, name))
}

/// The edit that ends the line between the group and the name; none where there are words between them.
fn name_below(document: &Document<'_>, groups: Span, name: Span) -> Option<Edit> {
    let is_joint = |c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–' | ':' | ',');
    let before = document.text(Span::new(groups.start, name.start)).trim_end_matches(is_joint);
    let between = Span::new(groups.start + before.len(), name.start);
    let is_joined = before.ends_with([')', '>', ']']);
    is_joined.then(|| Edit::replace(between, format!("{}    * ", document.source.line_end())))
}

fn joined(document: &Document<'_>, fields: &[Span]) -> String {
    fields.iter().map(|field| document.text(*field)).collect::<Vec<_>>().join(" | ")
}
