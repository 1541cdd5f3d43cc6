//! The fields of an event's date line, as a whole.

use crate::diagnostic::{Fix, Gravity};
use crate::document::{Document, Event, FieldsProblem, Link, PlaceProblem};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span, Spanned};

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
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    [**Hack night**](https://example.org/ghent/1) | [**Tickets**](https://example.org/ghent/2)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1) | [**Tickets**](https://example.org/ghent/2)\n",
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
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent) |\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
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
    for event in cx.document.events() {
        if event.dates.span.is_empty() {
            report_missing_date(cx, event);
        } else if event.place.as_ref().is_some_and(|place| place.problem == Some(PlaceProblem::Empty)) {
            report_missing_place(cx, event);
        } else if let Some((group, name)) = swapped_links(cx.document, event) {
            report_swapped_links(cx, group, name);
        } else if let Some(problem) = &event.problem {
            report_problem(cx, event, problem);
        }
    }
}

fn report_missing_date(cx: &mut Context<'_>, event: &Event) {
    let Some(bar) = event.bars.first() else { return };
    cx.report(*bar, "the date of this event is missing").help("Write `YYYY-MM-DD` before the first `|`.");
}

fn report_missing_place(cx: &mut Context<'_>, event: &Event) {
    let bar = |index: usize| event.bars.get(index).copied().unwrap_or(event.dates.span);
    cx.report(bar(0).to(bar(1)), "the place of this event is missing")
        .help("Write `City, CC`, `Virtual` or `Hybrid (City, CC)` between the `|`.");
}

fn report_swapped_links(cx: &mut Context<'_>, group: &Link<'_>, name: &Link<'_>) {
    let document = cx.document;
    let right = |text: &str, link: &Link<'_>| format!("[{text}]({})", document.text(link.destination));
    let edits = [
        Edit::replace(group.span, right(document.text(name.text), name)),
        Edit::replace(name.span, right(document.text(group.text), group)),
    ];
    cx.report(group.span, "the group of this event and its name are swapped")
        .help("Write the group on the line of the date, and `[**Name**](…)` on the line below it.")
        .condemns(group.span.to(name.span))
        .fix(Fix::safe("Swap the two", edits));
}

fn report_problem(cx: &mut Context<'_>, event: &Event, problem: &Spanned<FieldsProblem>) {
    let document = cx.document;
    let is_no_group = problem.value == FieldsProblem::NoGroup;
    // `bare-url` reports a bare address.
    let is_bare = document.bare_urls_in(problem.span).iter().any(|url| problem.span.contains(*url));
    if is_no_group && is_bare {
        return;
    }
    let content = document.items()[event.item].content;
    let is_shown = document.is_shown_whole(content.start) && document.text(problem.span).contains("<a ");
    if problem.value == FieldsProblem::SurplusBar {
        return report_surplus_bar(cx, problem.span, content, FORM);
    }
    let diagnostic = cx.report(problem.span, message(problem.value));
    if is_no_group && is_shown {
        diagnostic.gravity(Gravity::Doubtful);
    }
    diagnostic.help(match problem.value {
        FieldsProblem::NameBesideGroup => "Write the name on the next line, as `    * [**Name**](https://…)`.",
        _ => FORM,
    });
    // A bar within a comment or a link gone wrong: more than one thing is amiss, and the line has no certain
    // reading.
    if document.text(content).matches('|').count() == event.bars.len()
        && let Some((title, edit)) = repair(document, event, problem)
    {
        diagnostic.fix(Fix::safe(title, edit));
    }
}

/// Reports a bar with nothing on one side: `gap` is between the fields around it, and `content` the line.
pub(super) fn report_surplus_bar(cx: &mut Context<'_>, gap: Span, content: Span, form: &str) {
    let text = cx.document.text(gap);
    let start = gap.start + text.len() - text.trim_start().len();
    let bars = Span::new(start, start + text.trim().len());
    let is_at_end = gap.start == content.start || gap.end == content.end;
    let edit = if is_at_end { Edit::delete(gap) } else { Edit::replace(gap, " | ") };
    cx.report(bars, message(FieldsProblem::SurplusBar)).help(form).fix(Fix::safe("Remove the `|`", edit));
}

fn message(problem: FieldsProblem) -> &'static str {
    match problem {
        FieldsProblem::MissingBar => "there is no `|` between two fields of this event",
        FieldsProblem::Separator => "the fields of this event are not separated by `|`",
        FieldsProblem::TooFew => "this event does not have three fields: a date, a place and a group",
        FieldsProblem::TooMany => "this event has more than three fields",
        FieldsProblem::SurplusBar => "there is nothing on one side of this `|`",
        FieldsProblem::EmptyField => "the group of this event is missing",
        FieldsProblem::NoGroup => "the group of this event is not a link",
        FieldsProblem::LinkInPlace => "there is a link in the place of this event",
        FieldsProblem::EscapedBar => "this `|` has a backslash before it",
        FieldsProblem::Swapped => "the fields of this event are not in the order date, place, group",
        FieldsProblem::NameBesideGroup => "the name of this event is on the line of its group",
    }
}

/// What gives a line its three fields.
fn repair(
    document: &Document<'_>,
    event: &Event,
    Spanned { value, span }: &Spanned<FieldsProblem>,
) -> Option<(&'static str, Edit)> {
    const SEPARATE: &str = "Separate the fields with `|`";
    let in_order = || {
        let fields = [event.dates.span, event.place.as_ref()?.span, event.groups?];
        let line = fields.map(|field| document.text(field)).join(" | ");
        Some(Edit::replace(document.items()[event.item].content, line))
    };
    match value {
        FieldsProblem::MissingBar => Some((SEPARATE, Edit::replace(*span, " | "))),
        FieldsProblem::EscapedBar => Some((SEPARATE, Edit::delete(Span::new(span.start, span.end - 1)))),
        FieldsProblem::Separator => Some((SEPARATE, in_order()?)),
        FieldsProblem::Swapped => Some(("Swap the fields", in_order()?)),
        FieldsProblem::NameBesideGroup => {
            Some(("Move the name to its own line", name_below(document, event.groups?, *span)?))
        }
        FieldsProblem::TooFew
        | FieldsProblem::TooMany
        | FieldsProblem::EmptyField
        | FieldsProblem::SurplusBar
        | FieldsProblem::NoGroup
        | FieldsProblem::LinkInPlace => None,
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
    // The name may have its bullet already.
    let before = before.strip_suffix(" *").map_or(before, |before| before.trim_end_matches(is_joint));
    let between = Span::new(groups.start + before.len(), name.start);
    let ends_link = || document.links_in(groups).iter().any(|link| link.span.end == between.start);
    // The `>` of a tag is not the end of a group.
    let is_joined = before.ends_with([')', ']']) || before.ends_with("</a>") || ends_link();
    is_joined.then(|| Edit::replace(between, format!("{}    * ", document.source.line_end())))
}
