//! A heading that no issue has, or has in another place.
//!
//! Longer than other rules: a heading is mistyped, at a wrong level, or out of order, and only one of these is
//! reported.

use std::ops::RangeFrom;
use std::sync::LazyLock;

use crate::diagnostic::{Fix, excerpt};
use crate::document::{COMMUNITY_SECTIONS, Community, Heading, HeadingForm, Section, SectionKind, known_kind};
use crate::lexicon::is_special_heading;
use crate::rule::options::{Form, OptionSpec, Value};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::spelling::distance_within;
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "unknown-section",
    group: Group::Issue,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports a community heading that the guidelines do not list, a heading of its own above a list of \
              links, and one that is mistyped, damaged, at a wrong level, or not sorted.",
    why: "Readers know the sections and their order, and contributors look for the right one. Headings for events \
          such as RustConf, which special issues add, are allowed.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Updates from Rust Community\n\n### Observation/Thoughts\n* [Title](https://example.org/a)\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Updates from Rust Community\n\n### Observations/Thoughts\n* [Title](https://example.org/a)\n",
        ),
        Example::fixed(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Updates from Rust Community\n\n## Research\n* [Title](https://example.org/a)\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Updates from Rust Community\n\n### Research\n* [Title](https://example.org/a)\n",
        ),
        Example::by_hand(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Updates from Rust Community\n\n### Games\n* [Title](https://example.org/a)\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Updates from Rust Community\n\n### Miscellaneous\n* [Title](https://example.org/a)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "special issues have a section for an event",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Updates from Rust Community\n\n### RustConf 2026\n* [A talk](https://example.org/talk)\n\n## RustConf\n* [Tickets](https://example.org/tickets)\n",
        ),
        Silent::because(
            "parts of a section have headings of their own",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Updates from Rust Community\n\n### Research\n\n#### Papers\n* [A paper](https://example.org/paper)\n",
        ),
        Silent::because(
            "a section of the editors has no list of links",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Credits\n\n* Thanks to all!\n",
        ),
        Silent::because("a part of an issue is not a whole issue", "### Games\n* [A game](https://example.org/game)\n"),
        Silent::because(
            "another section may begin with the same words",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Jobs\n\nAsk.\n\n## Crate of the Week in review\n\nIt was a good one.\n",
        ),
    ],
    options: &[OptionSpec {
        key: "known",
        about: "More headings that are allowed, such as the heading for a conference.",
        example: "known = [\"Rust Global Summit\"]",
        form: Some(Form::HEADING),
        get: |options| Value::Words(options.special_headings.clone()),
        set: |options, value| options.special_headings = value.words(),
    }],
    check,
};

/// Headings outside the community sections for which a mistyped one may be meant.
const OTHER_HEADINGS: &[&str] = &[
    "Updates from Rust Community",
    "Crate of the Week",
    "Calls for Testing",
    "Call for Participation; projects and speakers",
    "CFP - Projects",
    "CFP - Events",
    "Updates from the Rust Project",
    "Rust Compiler Performance Triage",
    "Approved RFCs",
    "Final Comment Period",
    "New and Updated RFCs",
    "Upcoming Events",
    "Quote of the Week",
];

/// The level of every section below "Updates from Rust Community".
const LEVEL: usize = 3;

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    if document.is_fragment() {
        return;
    }
    let mut order = Vec::new();
    for (index, section) in document.sections().iter().enumerate() {
        let Some(heading) = section.heading.filter(|heading| heading.form == HeadingForm::Regular) else { continue };
        match section.kind {
            SectionKind::Community(Community::Other) => other(cx, section, heading),
            SectionKind::Community(community) => {
                let rank = COMMUNITY_SECTIONS.iter().position(|(known, _)| *known == community);
                let Some((rank, name)) = rank.and_then(|rank| Some((rank, COMMUNITY_SECTIONS.get(rank)?.1))) else {
                    continue;
                };
                if !order.iter().any(|(known, _, _)| *known == rank) {
                    order.push((rank, section, heading));
                }
                if section.name == name {
                    level(cx, section, heading);
                } else {
                    misnamed(cx, section, name);
                }
            }
            SectionKind::EventRegion => {}
            // A part of another section is of its kind, whatever its heading.
            kind => {
                if known_kind(section.name).is_some() || is_configured(cx, section.name) {
                    continue;
                }
                if let Some(meant) = meant(section.name, OTHER) {
                    misnamed(cx, section, meant);
                } else if kind == SectionKind::Unknown {
                    unknown(cx, index, section, heading);
                }
            }
        }
    }
    misplaced(cx, &order);
}

/// A section of its own: one that lists links is a submission by somebody who did not find the right one.
fn unknown(cx: &mut Context<'_>, index: usize, section: &Section<'_>, heading: Heading) {
    let document = cx.document;
    if let Some(meant) = damaged(section.name) {
        broken(cx, section, meant);
        return;
    }
    let items = document.items_in(index);
    let has_entries = !items.is_empty() && items.iter().all(|item| !document.links_of(item).is_empty());
    if has_entries && !is_special_heading(section.name) && !section.name.is_empty() {
        cx.report(heading.span, format!("`{}` is not a section of the newsletter", excerpt(section.name)))
            .help("Move its entries to the community section that fits, and remove the heading.");
    }
}

/// The heading that is meant where something else touches its end.
fn damaged(name: &str) -> Option<&'static str> {
    let names = COMMUNITY_SECTIONS.iter().map(|(_, name)| *name).chain(OTHER_HEADINGS.iter().copied());
    let is_glued = |known: &&str| {
        let (start, tail) = (name.get(..known.len()), name.get(known.len()..).unwrap_or_default());
        start.is_some_and(|start| start.eq_ignore_ascii_case(known)) && tail.starts_with(|c: char| !c.is_whitespace())
    };
    names.filter(is_glued).max_by_key(|known| known.len())
}

fn broken(cx: &mut Context<'_>, section: &Section<'_>, meant: &str) {
    let name = words(cx, section);
    let tail = Span::new(name.start + meant.len(), name.end);
    let glued = cx.document.text(tail);
    cx.report(name, format!("`{}` does not belong to the heading `{meant}`", excerpt(glued)))
        .help(format!("Write `{meant}`."))
        .fix(Fix::unsafe_(format!("Write `{meant}`"), Edit::delete(tail)));
}

/// Where the words of a heading are.
fn words(cx: &Context<'_>, section: &Section<'_>) -> Span {
    let text = section.heading.map_or(section.span, |heading| heading.text);
    let start = text.start + cx.document.text(text).find(section.name).unwrap_or(0);
    Span::new(start, start + section.name.len())
}

fn other(cx: &mut Context<'_>, section: &Section<'_>, heading: Heading) {
    if section.name.is_empty()
        || is_special_heading(section.name)
        || is_configured(cx, section.name)
        || heading.level > LEVEL
    {
        return;
    }
    let names = || COMMUNITY_SECTIONS.iter().map(|(_, name)| *name);
    if let Some(meant) = meant(section.name, ALL) {
        misnamed(cx, section, meant);
        return;
    }
    if let Some(meant) = damaged(section.name) {
        broken(cx, section, meant);
        return;
    }
    cx.report(heading.span, format!("`{}` is not a community section of the newsletter", excerpt(section.name)))
        .help(format!("Write one of {}.", names().collect::<Vec<_>>().join(", ")));
}

/// Whether the configuration says that issues may have the heading.
fn is_configured(cx: &Context<'_>, name: &str) -> bool {
    cx.options.special_headings.iter().any(|known| known.trim().to_lowercase() == name.to_lowercase())
}

/// The letters of a heading, by which it is compared.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Which headings may be meant: those of the community sections and the others, or the others alone.
const ALL: RangeFrom<usize> = 0..;
const OTHER: RangeFrom<usize> = COMMUNITY_SECTIONS.len()..;

/// Edits by which the longest heading may be away.
const MOST_MISTAKES: usize = 4;

/// The heading that is meant: the same letters, or one edit away in each dozen of them.
fn meant(name: &str, wanted: RangeFrom<usize>) -> Option<&'static str> {
    static NAMES: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
        let names = COMMUNITY_SECTIONS.iter().map(|(_, name)| *name).chain(OTHER_HEADINGS.iter().copied());
        names.map(|name| (letters(name), name)).collect()
    });
    let folded = letters(name);
    if folded.len() < 5 || folded.len() > 60 {
        return None;
    }
    let most = |known: &str| 1 + known.len() / 12;
    let names = NAMES.get(wanted).unwrap_or_default().iter();
    // The known names are ASCII, and so is nearly every other: most are too long or too short.
    let may_be_close = |known: &str| !folded.is_ascii() || known.len().abs_diff(folded.len()) <= MOST_MISTAKES;
    // Most headings are near none, which is seen fastest of few mistakes.
    if !names.clone().any(|(known, name)| distance_within(known, &folded, most(name)).is_some()) {
        return None;
    }
    let close = names
        .filter(|(known, _)| may_be_close(known))
        .filter_map(|(known, name)| Some((distance_within(known, &folded, MOST_MISTAKES)?, *name)));
    close.min().filter(|(distance, known)| *distance <= most(known)).map(|(_, known)| known)
}

fn misnamed(cx: &mut Context<'_>, section: &Section<'_>, meant: &str) {
    let name = words(cx, section);
    cx.report(name, format!("this heading is `{}` instead of `{meant}`", excerpt(section.name)))
        .help(format!("Write `{meant}`."))
        .fix(Fix::safe(format!("Write `{meant}`"), Edit::replace(name, meant)));
}

fn level(cx: &mut Context<'_>, section: &Section<'_>, heading: Heading) {
    if heading.level != LEVEL {
        let marker = "#".repeat(LEVEL);
        let written = cx.document.text(heading.marker);
        cx.report(
            heading.marker,
            format!("the heading `{}` has `{written}` instead of `{marker}`", excerpt(section.name)),
        )
        .help(format!("Write `{marker}`, like the sections around it."))
        .fix(Fix::safe(format!("Write `{marker}`"), Edit::replace(heading.marker, marker)));
    }
}

/// Reports the fewest sections whose move would sort all.
fn misplaced(cx: &mut Context<'_>, order: &[(usize, &Section<'_>, Heading)]) {
    // Of every section, how many that are sorted end with it, and the one before it; there are at most eight.
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (index, (rank, _, _)) in order.iter().enumerate() {
        let before = (0..index).filter(|before| order[*before].0 < *rank).max_by_key(|before| best[*before].0);
        best.push((before.map_or(1, |before| best[before].0 + 1), before));
    }
    let last = (0..order.len()).max_by_key(|index| best[*index].0);
    let in_place: Vec<usize> = std::iter::successors(last, |index| best[*index].1).collect();
    for (index, (rank, section, heading)) in order.iter().enumerate() {
        // Of two sections that a change puts in the wrong order, the one that it added is reported.
        let line = cx.document.source.line_index(heading.span.start);
        if in_place.contains(&index) || cx.change.is_some_and(|change| change.old_line(line).is_some()) {
            continue;
        }
        let at = |other: &usize| order.get(*other);
        let follower = in_place.iter().rev().find(|other| order[**other].0 > *rank).and_then(at);
        let leader = in_place.iter().find(|other| order[**other].0 < *rank).and_then(at);
        let (side, neighbour) = match follower.filter(|other| other.2.span.start < heading.span.start) {
            Some(other) => ("before", Some(other)),
            None => ("after", leader),
        };
        let message = format!("`{}` belongs {side} `{}`", section.name, neighbour.map_or("it", |other| other.1.name));
        let names: Vec<_> = COMMUNITY_SECTIONS.iter().map(|(_, name)| *name).collect();
        let help = format!("Sort the sections in this order: {}.", names.join(", "));
        let diagnostic = cx.report(heading.span, message).help(help);
        if let Some((_, _, other)) = neighbour {
            diagnostic.label(other.span, format!("move the section {side} this one"));
        }
    }
}
