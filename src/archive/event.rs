//! Owns the events of an earlier issue, as they are in its lines.

use std::ops::Range;

use jiff::civil::Date;

use super::index::digest;
use super::link::{self, PastLink};
use crate::lexicon::place::fold;
use crate::text::Span;
use crate::text::calendar::parse_date;

/// One event of an earlier issue.
#[derive(Clone, Debug)]
pub struct PastEvent {
    /// Its first day.
    pub date: Date,
    /// The field of its place, without spaces around it.
    pub place: Span,
    /// Whether one of the two `|` around the place has no space before it.
    pub has_glued_bar: bool,
    /// Which links lead to its groups: of those that [`super::PastIssue::groups_of`] gives.
    pub(super) groups: Range<usize>,
    /// The link that names it.
    pub name: Option<PastLink>,
}

/// Reads the events among the lines of regions, and the links to their groups. A line that is not in the form of the
/// newsletter says nothing.
pub(super) fn read(text: &str, lines: impl Iterator<Item = Span>) -> (Vec<PastEvent>, Vec<PastLink>) {
    let mut events: Vec<PastEvent> = Vec::new();
    let (mut groups, mut found) = (Vec::new(), Vec::new());
    for line in lines {
        let written = &text[line.start..line.end];
        let Some(content) = written.trim_start().strip_prefix(['*', '-', '+']).map(str::trim_start) else { continue };
        let start = line.end - content.len();
        if let Some(event) = event(text, Span::new(start, line.end), &mut groups) {
            events.push(event);
        } else if let Some(last) =
            events.last_mut().filter(|last| last.name.is_none() && written.starts_with([' ', '\t']))
        {
            link::in_line(text, line, &mut found);
            last.name = found.drain(..).next();
        }
    }
    (events, groups)
}

/// `DATES | PLACE | GROUPS`.
fn event(text: &str, content: Span, groups: &mut Vec<PastLink>) -> Option<PastEvent> {
    let bytes = &text.as_bytes()[..content.end];
    let date = parse_date(text.get(content.start..content.start + 10)?)?;
    let first = content.start + memchr::memchr(b'|', &bytes[content.start..])? + 1;
    let second = first + memchr::memchr(b'|', &bytes[first..])?;
    let place = text[first..second].trim();
    let start = first + (text[first..second].len() - text[first..second].trim_start().len());
    let before = groups.len();
    link::in_line(text, Span::new(second + 1, content.end), groups);
    let groups = before..groups.len();
    let has_glued_bar = [first - 1, second].into_iter().any(|bar| !text[..bar].ends_with(' '));
    let place = Span::new(start, start + place.len());
    (!groups.is_empty()).then_some(PastEvent { date, place, has_glued_bar, groups, name: None })
}

/// The places that a field names, each `City, CC` or `City, ST, CC`.
pub(super) fn places(text: &str, field: Span) -> impl Iterator<Item = Span> {
    let written = &text[field.start..field.end];
    let within = |venue: &&str| Some((venue.len(), written.strip_prefix(*venue)?.strip_suffix(')')?));
    let inner = ["Virtual (", "Hybrid ("].iter().find_map(within);
    let (before, inner) = inner.unwrap_or((0, if written == "Virtual" { "" } else { written }));
    let mut next = field.start + before;
    inner.split(';').filter_map(move |piece| {
        let (start, place) = (next, piece.trim());
        next += piece.len() + 1;
        let start = start + piece.len() - piece.trim_start().len();
        (!place.is_empty()).then(|| Span::new(start, start + place.len()))
    })
}

/// The places that events name.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Each with the index of its event, in order.
    pub(super) all: Vec<(Span, usize)>,
    /// What stands for the name of the city of each.
    pub(super) cities: Vec<u64>,
}

impl Places {
    pub(super) fn of(text: &str, events: &[PastEvent]) -> Self {
        let mut found = Self { all: Vec::with_capacity(events.len()), cities: Vec::with_capacity(events.len()) };
        for (index, event) in events.iter().enumerate() {
            for place in places(text, event.place) {
                let city = text[place.start..place.end].split(',').next().unwrap_or_default();
                found.all.push((place, index));
                found.cities.push(digest(&fold(city)));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_with_their_groups_and_names() {
        let text = "* 2026-03-05 | Hybrid (Ghent, BE; Boise, ID, US) | [Rust Ghent](https://example.org/g) | [Rust Boise](https://example.org/b)\n    * [**Hack night**](https://example.org/g/1)\n\
                    * 2026-03-06 - 2026-03-08 | Virtual | [Rust Ghent](https://example.org/g)\n* soon | Ghent, BE | [Rust Ghent](https://example.org/g)\n* 2026-03-07 | Ghent, BE | tba\n";
        let lines = text.split_inclusive('\n').scan(0, |at, line| {
            *at += line.len();
            Some(Span::new(*at - line.len(), *at - 1))
        });
        let (events, groups) = read(text, lines);
        let read = |span: Span| &text[span.start..span.end];
        assert_eq!(events.len(), 2);
        assert!(events.iter().all(|event| !event.has_glued_bar));
        assert_eq!(read(events[0].place), "Hybrid (Ghent, BE; Boise, ID, US)");
        assert_eq!(
            groups[events[0].groups.clone()].iter().map(|group| read(group.text)).collect::<Vec<_>>(),
            ["Rust Ghent", "Rust Boise"]
        );
        assert_eq!(events[0].name.map(|name| read(name.text)), Some("**Hack night**"));
        assert_eq!(events[1].date, jiff::civil::date(2026, 3, 6));
        assert!(events[1].name.is_none());
        assert_eq!(places(text, events[0].place).map(read).collect::<Vec<_>>(), ["Ghent, BE", "Boise, ID, US"]);
        assert_eq!(places(text, events[1].place).count(), 0);
        let boise = digest("boise");
        assert_eq!(Places::of(text, &events).cities.iter().filter(|city| **city == boise).count(), 1);
    }
}
