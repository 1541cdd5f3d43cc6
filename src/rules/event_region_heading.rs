//! The headings of the regions.

use std::collections::HashSet;

use crate::archive::History;
use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::{Document, Heading, LineKind, Section, SectionKind};
use crate::lexicon::place::Region;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::spelling::distance_within;
use crate::text::{Edit, Span};

use super::event_order::longest_sorted;
pub(super) static RULE: Rule = Rule {
    name: "event-region-heading",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports regions of the events that are unknown, listed twice, have another level than `###`, or are \
              not sorted (a warning), unless the last issue has the same.",
    why: "The regions are Virtual, Africa, Asia, Europe, North America, Oceania and South America, in this order. A special heading, \
          as for a conference, is a warning.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "## Upcoming Events\n\n# Oceania\n* 2026-03-05 | Perth, WA, AU | [Rust Perth](https://example.org/perth)\n    * [**Hack night**](https://example.org/perth/1)\n",
            "## Upcoming Events\n\n### Oceania\n* 2026-03-05 | Perth, WA, AU | [Rust Perth](https://example.org/perth)\n    * [**Hack night**](https://example.org/perth/1)\n",
        ),
        Example::fixed(
            "## Upcoming Events\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n\n### Oceania\n* 2026-03-05 | Perth, WA, AU | [Rust Perth](https://example.org/perth)\n    * [**Hack night**](https://example.org/perth/1)\n\n### Asia\n* 2026-03-06 | Pune, IN | [Rust Pune](https://example.org/pune)\n    * [**Tea**](https://example.org/pune/1)\n\nIf you are running a Rust event please add it to the calendar.\n",
            "## Upcoming Events\n\n### Asia\n* 2026-03-06 | Pune, IN | [Rust Pune](https://example.org/pune)\n    * [**Tea**](https://example.org/pune/1)\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n\n### Oceania\n* 2026-03-05 | Perth, WA, AU | [Rust Perth](https://example.org/perth)\n    * [**Hack night**](https://example.org/perth/1)\n\nIf you are running a Rust event please add it to the calendar.\n",
        ),
        Example::fixed(
            "## Upcoming Events\n\n### South America\n* 2026-03-07 | Lima, PE | [Rust Lima](https://example.org/lima)\n    * [**Tea**](https://example.org/lima/1)\n\n### Asia\n* 2026-03-06 | Pune, IN | [Rust Pune](https://example.org/pune)\n    * [**Tea**](https://example.org/pune/1)\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n",
            "## Upcoming Events\n\n### Asia\n* 2026-03-06 | Pune, IN | [Rust Pune](https://example.org/pune)\n    * [**Tea**](https://example.org/pune/1)\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n\n### South America\n* 2026-03-07 | Lima, PE | [Rust Lima](https://example.org/lima)\n    * [**Tea**](https://example.org/lima/1)\n",
        ),
        Example::fixed(
            "## Upcoming Events\n\n### Oceania\n* 2026-03-05 | Perth, WA, AU | [Rust Perth](https://example.org/perth)\n    * [**Hack night**](https://example.org/perth/1)\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n",
            "## Upcoming Events\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n\n### Oceania\n* 2026-03-05 | Perth, WA, AU | [Rust Perth](https://example.org/perth)\n    * [**Hack night**](https://example.org/perth/1)\n",
        ),
        Example::fixed(MISSPELT, ONLINE).after(&[("2026-02-25-this-week-in-rust.md", MISSPELT)]),
        Example::by_hand(SPECIAL, ONLINE).after(&[("2026-02-25-this-week-in-rust.md", ONLINE)]),
        Example::fixed(UNSORTED, SORTED)
            .after(&[("2026-02-18-this-week-in-rust.md", UNSORTED), ("2026-02-25-this-week-in-rust.md", SORTED)]),
    ],
    silent: &[
        Silent::because("the last issue has this heading too", SPECIAL)
            .after(&[("2026-02-25-this-week-in-rust.md", SPECIAL)]),
        Silent::because("the last issue has the regions in this order too", UNSORTED)
            .after(&[("2026-02-25-this-week-in-rust.md", UNSORTED)]),
        Silent::because(
            "a draft may have empty regions",
            "## Upcoming Events\n\n### Virtual\n\n### Asia\n\n### Europe\n\n## Jobs\n",
        ),
        Silent::because(
            "a region without events may be left out",
            "## Upcoming Events\n\n### Virtual\n* 2026-03-05 | Virtual | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n* 2026-03-06 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/2)\n\n### Oceania\n* 2026-03-05 | Perth, WA, AU | [Rust Perth](https://example.org/perth)\n    * [**Tea**](https://example.org/perth/1)\n",
        ),
    ],
    options: &[],
    check,
};

/// A region that the newsletter does not have.
const SPECIAL: &str = "## Upcoming Events\n\n### Somewhere online\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n";

/// The same events in a region whose name is misspelt.
const MISSPELT: &str = "## Upcoming Events\n\n### Virtaul\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n";

/// The same events in a region that it has.
const ONLINE: &str = "## Upcoming Events\n\n### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n";

/// Regions in an order of their own.
const UNSORTED: &str = "## Upcoming Events\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n\n### Asia\n* 2026-03-06 | Pune, IN | [Rust Pune](https://example.org/pune)\n    * [**Tea**](https://example.org/pune/1)\n";

/// The same regions in the order of the newsletter.
const SORTED: &str = "## Upcoming Events\n\n### Asia\n* 2026-03-06 | Pune, IN | [Rust Pune](https://example.org/pune)\n    * [**Tea**](https://example.org/pune/1)\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n";

const ORDER: &str =
    "The regions are Virtual, Africa, Asia, Europe, North America, Oceania and South America, in this order.";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let last = last_headings(cx.history);
    order(cx, &last);
    let last: HashSet<&str> = last.into_iter().collect();
    let mut seen: Vec<(Region, Heading)> = Vec::new();
    for section in document.sections().iter().filter(|section| section.kind == SectionKind::EventRegion) {
        let Some(heading) = section.heading else { continue };
        let Some(region) = section.region else {
            unknown(cx, section, heading, &last);
            continue;
        };
        if heading.level != 3 && !document.is_fragment() {
            let hashes = document.text(heading.marker);
            cx.report(heading.span, format!("the region {} has `{hashes}` before it, not `###`", region.as_str()))
                .gravity(Gravity::Doubtful)
                .help("Write `###` before the name of the region.")
                .fix(Fix::safe("Write `###`", Edit::replace(heading.marker, "###")));
        } else if heading.level != 3 {
            cx.report(
                heading.marker,
                format!("the heading of the region {} does not begin with `###`", region.as_str()),
            )
            .help("Write `###` before the name of the region.")
            .fix(Fix::safe("Write `###`", Edit::replace(heading.marker, "###")));
        }
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == region) {
            // `duplicate-section` reports the same words twice.
            let is_other_name =
                document.section_at(first.span.start).name.to_lowercase() != section.name.to_lowercase();
            if is_other_name || document.is_fragment() {
                let line = document.source.line_index(first.span.start) + 1;
                cx.report(heading.span, format!("the region {} is already on line {line}", region.as_str()))
                    .help("Move its events to the first, or correct the name.")
                    .label(first.span, "the first one");
            }
        }
        // Of thousands of one region, the first is all that is asked for.
        if !seen.iter().any(|(other, _)| *other == region) {
            seen.push((region, heading));
        }
    }
}

/// On which side of another region one is, and should not be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

impl Side {
    fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }

    /// What is said at the other region.
    fn label(self) -> &'static str {
        match self {
            Self::Before => "it belongs below this",
            Self::After => "it belongs above this",
        }
    }
}

/// Reports the fewest regions that have to move so that all are in order.
fn order(cx: &mut Context<'_>, last: &[&str]) {
    let document = cx.document;
    let known = |section: &'_ Section<'_>| Some((section.region?, section.heading?));
    // Of a region that is there twice, the second is another matter.
    let mut regions: Vec<(usize, Region, Heading)> = Vec::new();
    for (index, section) in document.sections().iter().enumerate() {
        if let Some((region, heading)) = known(section).filter(|_| section.kind == SectionKind::EventRegion)
            && regions.iter().all(|(_, other, _)| *other != region)
        {
            regions.push((index, region, heading));
        }
    }
    let place_of = |region: Region| last.iter().position(|name| Region::from_name(name) == Some(region));
    let kept = longest_sorted(&regions.iter().map(|(_, region, _)| *region).collect::<Vec<_>>());
    for (place, (index, region, heading)) in regions.iter().enumerate() {
        if kept.binary_search(&place).is_ok() {
            continue;
        }
        let above = kept.iter().rev().find(|kept| regions[**kept].1 < *region).map(|kept| regions[*kept]);
        let below = kept.iter().find(|kept| regions[**kept].1 > *region).map(|kept| regions[*kept]);
        // It is below one that comes after it, or above one that comes before it.
        let Some((other, side)) = below
            .filter(|(other, ..)| other < index)
            .map(|other| (other, Side::After))
            .or_else(|| above.map(|other| (other, Side::Before)))
        else {
            continue;
        };
        // Editors left the order as it is.
        if place_of(*region).zip(place_of(other.1)).is_some_and(|(one, other)| (one < other) == (side == Side::Before))
        {
            continue;
        }
        let target = match (below, above) {
            (Some((_, _, heading)), _) => Some(heading.span.start),
            (None, Some((index, ..))) => body(document, index).map(|lines| lines.end),
            (None, None) => None,
        };
        let edits = body(document, *index).zip(target).map(|(lines, target)| moved(document, lines, target));
        let diagnostic = cx.report(
            heading.span,
            format!("the region {} comes {} {}", region.as_str(), side.as_str(), other.1.as_str()),
        );
        diagnostic.help(ORDER).label(other.2.span, side.label()).gravity(Gravity::Doubtful);
        if let Some(edits) = edits {
            diagnostic.fix(Fix::safe("Move the region to its place", edits));
        }
    }
}

/// The headings of the regions in the last issue, in the order of the text.
fn last_headings(history: &History) -> Vec<&str> {
    let last = history.issues().next_back();
    last.map(|issue| issue.headings_of(|kind| kind == SectionKind::EventRegion).collect()).unwrap_or_default()
}

/// The heading and the events of a region, with the blank lines after them. None where something else is between
/// the events.
fn body(document: &Document<'_>, index: usize) -> Option<Span> {
    let section = &document.sections()[index];
    let heading = section.heading?;
    let mut end = document.source.line_with_end(document.source.line_index(heading.span.start)).end;
    let mut is_over = false;
    for (line, kind) in document.lines_of(section) {
        let line = document.source.line_with_end(document.source.line_index(line.start));
        match kind {
            LineKind::Item(_) | LineKind::Continuation(_) | LineKind::Comment if is_over => return None,
            LineKind::Item(_) | LineKind::Continuation(_) | LineKind::Comment => end = line.end,
            LineKind::Blank if !is_over => end = line.end,
            _ => is_over = true,
        }
    }
    Some(Span::new(heading.span.start, end))
}

/// Moves a region to the beginning of another line.
fn moved(document: &Document<'_>, lines: Span, target: usize) -> Vec<Edit> {
    let (text, line_end) = (document.source.text(), document.source.line_end());
    let region = text[lines.start..lines.end].trim_end();
    let before = text[..lines.start].trim_end_matches([' ', '\t', '\n', '\r']);
    // A region at the end of a text has its blank line above it.
    let is_last = lines.end == text.len();
    let start = if is_last { before.len() + line_end.len() } else { lines.start };
    let has_gap = is_last || text[lines.start + region.len()..lines.end].matches('\n').count() > 1;
    let first = if text[..target].ends_with('\n') { "" } else { line_end };
    let gap = if has_gap { line_end } else { "" };
    let inserted = if target == text.len() {
        format!("{first}{gap}{region}{line_end}")
    } else {
        format!("{first}{region}{line_end}{gap}")
    };
    vec![Edit::delete(Span::new(start.min(lines.start), lines.end)), Edit::insert(target, inserted)]
}

fn unknown(cx: &mut Context<'_>, section: &Section<'_>, heading: Heading, last: &HashSet<&str>) {
    let name = section.name.to_lowercase();
    let near =
        Region::ALL.into_iter().find(|region| distance_within(&region.as_str().to_lowercase(), &name, 2).is_some());
    // What the last issue has is meant.
    if near.is_none() && last.contains(section.name) {
        return;
    }
    let diagnostic = cx.report(heading.text, format!("{} is not a region of the newsletter", quoted(section.name)));
    diagnostic.help(ORDER);
    match near {
        Some(region) => {
            diagnostic.fix(Fix::safe(
                format!("Write `{}`", region.as_str()),
                Edit::replace(Span::new(heading.text.start, heading.text.end), region.as_str()),
            ));
        }
        None => {
            diagnostic.gravity(Gravity::Doubtful);
        }
    }
}
