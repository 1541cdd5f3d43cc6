//! Owns what can be written next: prefixes, headings, dates, countries, groups.
//!
//! What is being typed is no entry yet, so the line up to the cursor is looked at, and the section that it is in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use gen_lsp_types::{CompletionItem, CompletionItemKind, TextEdit};
use jiff::ToSpan;
use jiff::civil::Date;
use regex::Regex;

use crate::archive::{History, usual};
use crate::document::{COMMUNITY_SECTIONS, Document, SectionKind};
use crate::lexicon::place::{Country, Region, countries, has_states, states};
use crate::lexicon::{LANGUAGES, Tag, identity};
use crate::server::view::View;
use crate::text::{Span, Url};

/// What the client may ask for after each of these.
pub(super) const TRIGGERS: &[&str] = &["[", "#", ",", "|", " "];

/// Days of the events that an issue lists, where it does not say so.
const WINDOW: i32 = 28;

/// A line that is being typed, up to the cursor.
struct Line<'a> {
    view: &'a View<'a>,
    document: &'a Document<'a>,
    history: &'a History,
    /// Byte offset of its first character.
    start: usize,
    /// What is written.
    before: &'a str,
    /// What is written after the cursor.
    after: &'a str,
    /// The section that it is in.
    kind: SectionKind,
    region: Option<Region>,
}

/// What may be written at a byte offset.
pub(super) fn at(view: &View<'_>, offset: usize) -> Vec<CompletionItem> {
    let Some(document) = view.document() else { return Vec::new() };
    let source = view.source();
    let line = source.line(source.line_index(offset));
    if offset > line.end {
        return Vec::new();
    }
    let history = view.judge.history(&document);
    let section = document.section_at(line.start);
    let line = Line {
        view,
        document: &document,
        history: &history,
        start: line.start,
        before: &source.text()[line.start..offset],
        after: &source.text()[offset..line.end],
        kind: section.kind,
        region: section.region,
    };
    let found = [headings, prefixes, dates, places, groups].iter().map(|find| find(&line));
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

impl Line<'_> {
    /// Whether it may be an event.
    fn is_of_events(&self) -> bool {
        matches!(self.kind, SectionKind::EventRegion | SectionKind::Fragment)
    }

    /// An item that replaces what is written from `from` (bytes in the line) to the cursor. `rank` says where it is
    /// listed.
    fn item(
        &self,
        from: usize,
        label: &str,
        insert: String,
        detail: String,
        kind: CompletionItemKind,
        rank: usize,
    ) -> CompletionItem {
        let span = Span::new(self.start + from, self.start + self.before.len());
        CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            detail: Some(detail).filter(|detail| !detail.is_empty()),
            sort_text: Some(format!("{rank:04}")),
            filter_text: Some(insert.clone()),
            text_edit: Some(TextEdit { range: self.view.range(span), new_text: insert }.into()),
            ..CompletionItem::default()
        }
    }
}

/// The part of the text that a pattern's group `n` holds, with where it begins.
fn part<'a>(captures: &regex::Captures<'a>, n: usize) -> Option<(usize, &'a str)> {
    captures.get(n).map(|part| (part.start(), part.as_str()))
}

/// The pattern, which is known to be one.
fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

/// `### …`: the headings that an issue has there and this one does not have yet.
fn headings(line: &Line<'_>) -> Vec<CompletionItem> {
    static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^(#{1,6})( *)([^#]*)$"));
    let Some(captures) = HEADING.as_ref().and_then(|heading| heading.captures(line.before)) else { return Vec::new() };
    let (Some((_, marker)), Some((gap, _))) = (part(&captures, 1), part(&captures, 2)) else { return Vec::new() };
    let level = marker.len();
    let here = line.start;
    let written: BTreeSet<&str> = line
        .document
        .sections()
        .iter()
        .filter(|section| section.span.start != here)
        .map(|section| section.name)
        .collect();
    // The heading around: the last above of a higher rank.
    let above = line.document.sections().iter().rev().filter(|section| section.span.start < here);
    let mut above = above.filter(|section| section.heading.is_some_and(|heading| heading.level < level));
    let around = above.next().map(|section| section.kind);
    let community = COMMUNITY_SECTIONS.iter().map(|(_, name)| (*name).to_owned());
    let regions = Region::ALL.iter().map(|region| region.as_str().to_owned());
    let usual = || line.history.issues().next_back().map(|issue| issue.headings(level)).unwrap_or_default();
    let names: Vec<String> = match around {
        Some(SectionKind::CommunityRoot) => community.collect(),
        Some(SectionKind::UpcomingEvents) => regions.collect(),
        _ if level == 2 => usual(),
        _ => community.chain(regions).chain(usual()).collect(),
    };
    let mut known = BTreeSet::new();
    let new = names.into_iter().filter(|name| !written.contains(name.as_str()) && known.insert(name.clone()));
    let item = |(rank, name): (usize, String)| {
        line.item(gap, &name, format!(" {name}"), String::new(), CompletionItemKind::Module, rank)
    };
    new.enumerate().map(item).collect()
}

/// `* [`, `* [video] [`: kinds of media and codes of languages.
fn prefixes(line: &Line<'_>) -> Vec<CompletionItem> {
    static PREFIX: LazyLock<Option<Regex>> =
        LazyLock::new(|| pattern(r"^\s*(?:[*+-]|\d+\.)\s+((?:\[[^\[\]()]*\] *)*)\[([A-Za-z-]*)$"));
    let Some(captures) = PREFIX.as_ref().and_then(|prefix| prefix.captures(line.before)) else { return Vec::new() };
    let Some((from, _)) = part(&captures, 2) else { return Vec::new() };
    if !line.kind.is_community() && line.kind != SectionKind::Fragment {
        return Vec::new();
    }
    let written = part(&captures, 1).map_or("", |(_, written)| written);
    let close = if line.after.starts_with(']') { "" } else { "] " };
    let media = [(Tag::Video, "links to a video"), (Tag::Audio, "links to audio"), (Tag::Series, "is one of a series")];
    let media = media.map(|(tag, about)| (tag.as_str(), about));
    let languages = LANGUAGES.iter().map(|(code, names)| (*code, names.first().copied().unwrap_or_default()));
    let all = media.into_iter().chain(languages).filter(|(word, _)| !written.contains(&format!("[{word}]")));
    let item = |(rank, (word, about)): (usize, (&str, &str))| {
        line.item(from, word, format!("{word}{close}"), about.to_owned(), CompletionItemKind::Keyword, rank)
    };
    all.enumerate().map(item).collect()
}

/// `* 2026-…`: the days of the window of events.
fn dates(line: &Line<'_>) -> Vec<CompletionItem> {
    static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^[*+-]\s+(?:\d{4}-\d\d-\d\d - )?([\d-]*)$"));
    if !line.is_of_events() {
        return Vec::new();
    }
    let captures = DATE.as_ref().and_then(|date| date.captures(line.before));
    let Some((from, _)) = captures.as_ref().and_then(|captures| part(captures, 1)) else { return Vec::new() };
    let window = line.document.events_window.as_ref().and_then(|window| window.dates.dates);
    let first = window.map(|window| window.first).or_else(|| line.document.date());
    let Some(first) = first else { return Vec::new() };
    let last = window.map(|window| window.last).filter(|last| *last >= first);
    let last = last.or_else(|| first.checked_add(WINDOW.days()).ok()).unwrap_or(first);
    let days = first.series(1.day()).take_while(|day| *day <= last).take(366);
    let item = |(rank, day): (usize, Date)| {
        let written = day.to_string();
        line.item(from, &written, written.clone(), day.strftime("%A").to_string(), CompletionItemKind::Value, rank)
    };
    days.enumerate().map(item).collect()
}

/// `* 2026-03-05 | Ghent, …`: what was after this city in earlier issues, states, countries.
fn places(line: &Line<'_>) -> Vec<CompletionItem> {
    static PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        pattern(
            r"^[*+-]\s+\d[^|]*\|\s*(?:(?:Virtual|Hybrid)\s*\()?(?:[^|]*;)?\s*([^|;,]+),(\s*)([^|;,]*)(,\s*[^|;,]*)?$",
        )
    });
    if !line.is_of_events() {
        return Vec::new();
    }
    let Some(captures) = PLACE.as_ref().and_then(|place| place.captures(line.before)) else { return Vec::new() };
    let (Some((_, city)), Some((gap, _)), Some((_, second))) =
        (part(&captures, 1), part(&captures, 2), part(&captures, 3))
    else {
        return Vec::new();
    };
    let fits = |country: &&Country| line.region.is_none_or(|region| !region.is_geographic() || country.lies_in(region));
    let mut found: Vec<(String, String)> = Vec::new();
    let from = match part(&captures, 4) {
        // `City, ST, CC`
        Some((comma, _)) => {
            let of_state = countries().filter(|country| states(country.code).any(|state| state.code == second.trim()));
            found.extend(of_state.map(|country| (country.code.to_owned(), country.name.to_owned())));
            comma + 1
        }
        None => {
            let usual = line.history.behind_city(city.trim(), |_| true);
            found.extend(
                usual.map(|(behind, issue, _)| (behind.to_owned(), format!("as in the issue of {}", issue.date))),
            );
            let (near, far): (Vec<&Country>, Vec<&Country>) = countries().partition(fits);
            for country in near.into_iter().chain(far) {
                if !has_states(country.code) {
                    found.push((country.code.to_owned(), country.name.to_owned()));
                    continue;
                }
                let of_country = states(country.code);
                found.extend(
                    of_country.map(|state| (format!("{}, {}", state.code, country.code), state.name.to_owned())),
                );
            }
            gap
        }
    };
    let mut known = BTreeSet::new();
    found.retain(|(written, _)| known.insert(written.clone()));
    let item = |(rank, (written, about)): (usize, (String, String))| {
        line.item(from, &written, format!(" {written}"), about, CompletionItemKind::Value, rank)
    };
    found.into_iter().enumerate().map(item).collect()
}

/// `* 2026-03-05 | Ghent, BE | …`: the groups that had events in earlier issues, those at this place first.
fn groups(line: &Line<'_>) -> Vec<CompletionItem> {
    static GROUP: LazyLock<Option<Regex>> =
        LazyLock::new(|| pattern(r"^[*+-]\s+\d[^|]*\|\s*([^|]*?)\s*\|(?:.*\|)?(\s*)(\[?[^\[\]()|]*)$"));
    if !line.is_of_events() {
        return Vec::new();
    }
    let Some(captures) = GROUP.as_ref().and_then(|group| group.captures(line.before)) else { return Vec::new() };
    let (Some((_, here)), Some((gap, _))) = (part(&captures, 1), part(&captures, 2)) else { return Vec::new() };
    // By the page of the group, as the newest issue has it: name, address, places from old to new.
    let mut groups: BTreeMap<String, (&str, &str, Vec<&str>)> = BTreeMap::new();
    for issue in line.history.issues() {
        for (event, links) in issue.all_events() {
            for link in links {
                let address = issue.text(link.destination);
                let page = identity(&Url::new(address, 0)).into_owned();
                let group = groups.entry(page).or_default();
                (group.0, group.1) = (issue.text(link.text), address);
                group.2.push(issue.text(event.place));
            }
        }
    }
    let mut found: Vec<(bool, &str, &str, &str)> = groups
        .into_values()
        .map(|(name, address, places)| {
            let place = usual(places.iter().map(|place| (*place, ()))).map(|usual| usual.value);
            let place = place.or(places.last().copied()).unwrap_or_default();
            (place != here, name, address, place)
        })
        .collect();
    found.sort_unstable();
    let item = |(rank, (_, name, address, place)): (usize, (bool, &str, &str, &str))| {
        let insert = format!(" [{name}]({address})");
        CompletionItem {
            documentation: Some(address.to_owned().into()),
            ..line.item(gap, name, insert, place.to_owned(), CompletionItemKind::Reference, rank)
        }
    };
    found.into_iter().enumerate().map(item).collect()
}
