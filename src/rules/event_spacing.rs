//! Spaces around the bars, commas and parentheses of an event.

use crate::archive::PastIssue;
use crate::diagnostic::{Fix, Join};
use crate::document::{Document, Event};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

/// An event without a space before its second `|`.
const GLUED: &str = "## Upcoming Events\n### Europe\n* 2026-03-05 | Ghent, BE| [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n";

/// An earlier event without a space before its first `|`.
const GLUED_DATE: &str = "## Upcoming Events\n### Europe\n* 2026-02-19| Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Talks**](https://example.org/mons/1)\n";

/// An earlier event without a space before its second `|`.
const GLUED_PLACE: &str = "## Upcoming Events\n### Europe\n* 2026-02-26 | Mons, BE| [Rust Mons](https://example.org/mons)\n    * [**Talks**](https://example.org/mons/2)\n";

/// An earlier event with all of its spaces.
const REGULAR: &str = "## Upcoming Events\n### Europe\n* 2026-02-26 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Talks**](https://example.org/mons/2)\n";

pub(super) static RULE: Rule = Rule {
    name: "event-spacing",
    group: Group::Events,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports `|` in an event without exactly one space on each side, and in its place spaces before a \
              comma, none or several after it, or inside the parentheses. Three or more events of one \
              region are reported once. A `|` without a space before it is left alone where the last issues have \
              it too.",
    why: "Editors correct every one of them by hand, so that all events look the same.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Europe\n* 2026-03-05| Ghent , BE |  [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05| Boom, BE | [Rust Boom](https://example.org/boom)\n    * [**Hack night**](https://example.org/boom/1)\n* 2026-03-05| Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-05| Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Hack night**](https://example.org/mons/1)\n",
            "### Europe\n* 2026-03-05 | Boom, BE | [Rust Boom](https://example.org/boom)\n    * [**Hack night**](https://example.org/boom/1)\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-05 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Hack night**](https://example.org/mons/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05| Ghent , BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .after(&[("2026-02-18-this-week-in-rust.md", GLUED_DATE), ("2026-02-25-this-week-in-rust.md", GLUED_PLACE)]),
        Example::fixed(
            GLUED,
            "## Upcoming Events\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .after(&[("2026-02-18-this-week-in-rust.md", GLUED_DATE), ("2026-02-25-this-week-in-rust.md", REGULAR)]),
    ],
    silent: &[
        Silent::because("the last issues have no space before a `|` either", GLUED)
            .after(&[("2026-02-18-this-week-in-rust.md", GLUED_DATE), ("2026-02-25-this-week-in-rust.md", GLUED_PLACE)]),
        Silent::because(
            "a `|` and a comma in the text of a link are part of it",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust|Ghent ,Belgium](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Silent::because(
            "there is one space everywhere",
            "### Europe\n* 2026-03-05 | Hybrid (Ghent, BE; Mons, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let mut is_usual = None;
    for event in document.events() {
        let mut edits = bar_edits(document, &event.bars, document.items()[event.item].content);
        edits.extend(place_edits(document, event));
        let (Some(first), Some(last)) = (edits.first(), edits.last()) else { continue };
        let is_glued = |edit: &Edit| document.text(edit.span).starts_with('|');
        if edits.iter().all(is_glued) && *is_usual.get_or_insert_with(|| cx.history.is_usual_now(has_glued_bar)) {
            continue;
        }
        let span = first.span.to(last.span);
        cx.report(span, message(document, first))
            .help("Write one space on each side of `|`, one after a comma, and none inside parentheses.")
            .fix(Fix::safe("Correct the spaces", edits))
            .join(Join {
                group: document.items()[event.item].section,
                least: 3,
                message: |count, _| format!("{count} events of this region have missing or extra spaces"),
                label: "this one too",
                fix: "Correct the spaces",
            });
    }
}

/// Whether an event of an earlier issue has a `|` without a space before it.
fn has_glued_bar(issue: &PastIssue) -> bool {
    issue.all_events().any(|(event, _)| event.has_glued_bar)
}

/// What is wrong with the spaces that an edit of [`bar_edits`] or [`place_edits`] changes.
pub(super) fn message(document: &Document<'_>, edit: &Edit) -> String {
    let written = document.text(edit.span);
    let Some(sign) = written.trim().chars().next() else {
        let is_opening = document.source.text()[..edit.span.start].ends_with('(');
        let side = if is_opening { "after `(`" } else { "before `)`" };
        return format!("there is a space {side}");
    };
    let before = written.len() - written.trim_start().len();
    let after = written.len() - written.trim_end().len();
    match (sign, before, after) {
        ('|', 0, _) => "there is no space before `|`".to_owned(),
        ('|', _, 0) => "there is no space after `|`".to_owned(),
        ('|', ..) => "there is not exactly one space on each side of `|`".to_owned(),
        (_, 0, 0) => format!("there is no space after `{sign}`"),
        (_, 0, _) => format!("there is not exactly one space after `{sign}`"),
        _ => format!("there is a space before `{sign}`"),
    }
}

/// The edits that leave one space on either side of each bar; fields that are empty are left alone.
pub(super) fn bar_edits(document: &Document<'_>, bars: &[Span], content: Span) -> Vec<Edit> {
    let text = document.source.text();
    let mut edits = Vec::new();
    for bar in bars {
        // Nearly every bar, decided at a glance.
        let around = text.get(bar.start.saturating_sub(2)..bar.end + 2).map(str::as_bytes);
        if let Some([before, b' ', b'|', b' ', behind]) = around
            && ![before, behind].into_iter().any(|byte| byte.is_ascii_whitespace() || matches!(byte, b'|' | b'\\'))
        {
            continue;
        }
        let before = &text[content.start..bar.start];
        let behind = &text[bar.end..content.end];
        let start = content.start + before.trim_end_matches([' ', '\t']).len();
        let end = content.end - behind.trim_start_matches([' ', '\t']).len();
        let touches_bar = before.trim_end().ends_with(['|', '\\']) || behind.trim_start().starts_with('|');
        let touches_edge = before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r'])
            || text[end..content.end].starts_with(['\n', '\r']);
        if touches_bar || touches_edge || start == content.start || end == content.end || &text[start..end] == " | " {
            continue;
        }
        edits.push(Edit::replace(Span::new(start, end), " | "));
    }
    edits
}

/// Whether a place has one space after each comma and none before it, and none inside parentheses: nearly every one,
/// decided at a glance.
fn is_even(place: &[u8]) -> bool {
    let is_visible = |at: Option<usize>| at.and_then(|at| place.get(at)).is_some_and(u8::is_ascii_graphic);
    place.iter().enumerate().all(|(at, byte)| match byte {
        b',' | b';' => is_visible(at.checked_sub(1)) && place.get(at + 1) == Some(&b' ') && is_visible(Some(at + 2)),
        b'(' => is_visible(Some(at + 1)),
        b')' => is_visible(at.checked_sub(1)),
        _ => true,
    })
}

fn place_edits(document: &Document<'_>, event: &Event) -> Vec<Edit> {
    let Some(place) = event.place.as_ref().filter(|place| place.problem.is_none()) else { return Vec::new() };
    // What is part of a link, by a bracket that is nowhere closed, or meant as one, is not a place.
    let written = document.text(place.span);
    if is_even(written.as_bytes()) {
        return Vec::new();
    }
    let is_link = document.link_at(place.span.end).is_some() || !document.links_in(place.span).is_empty();
    if is_link || written.contains("](") {
        return Vec::new();
    }
    let at = |from: usize, to: usize| Span::new(place.span.start + from, place.span.start + to);
    let mut edits = Vec::new();
    for (index, separator) in written.match_indices([',', ';']) {
        let start = written[..index].trim_end().len();
        let behind = &written[index + 1..];
        let end = written.len() - behind.trim_start().len();
        let is_right = start == index && end == index + 2 && behind.starts_with(' ');
        // Before a parenthesis that closes there is none.
        if end < written.len() && !is_right && !written[end..].starts_with(')') {
            edits.push(Edit::replace(at(start, end), format!("{separator} ")));
        }
    }
    for (index, _) in written.match_indices("( ") {
        let end = written.len() - written[index + 1..].trim_start().len();
        edits.push(Edit::delete(at(index + 1, end)));
    }
    for (index, _) in written.match_indices(" )") {
        edits.push(Edit::delete(at(written[..index].trim_end().len(), index + 1)));
    }
    edits.sort_by_key(|edit| edit.span);
    // `, )`: what one edit writes, another would remove.
    let mut end = 0;
    edits.retain(|edit| {
        let is_free = edit.span.start >= end;
        end = end.max(edit.span.end);
        is_free
    });
    edits
}
