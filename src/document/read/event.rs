//! Reads the events: date line by date line, with the names below each.

use jiff::civil::Date;

use crate::document::date::DateProblem;
use crate::document::event::{Event, EventsWindow, FieldsProblem};
use crate::document::inlines::within;
use crate::document::item::Item;
use crate::document::link::Link;
use crate::document::outline::{LineKind, Outline};
use crate::document::read::date;
use crate::document::read::markdown::typical_entries;
use crate::document::read::place::{self, trimmed};
use crate::document::section::SectionKind;
use crate::text::{Span, Spanned};

/// Reads the events of a document whose items are known.
pub(in crate::document) fn find(outline: &Outline<'_>, near: Option<Date>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for (index, item) in outline.items.iter().enumerate() {
        if is_event(outline, item, near) {
            if events.is_empty() {
                // Most have a name below their date line.
                let most = typical_entries(outline.source.text());
                events.reserve((outline.items.len() - index).div_ceil(2).min(most));
            }
            events.push(read(outline, index, item, near));
        } else if let Some(event) = events.last_mut().filter(|event| item.parent == Some(event.item)) {
            event.names.push(index);
        }
    }
    for event in &mut events {
        if let Some(name) = name_beside_group(outline, event) {
            event.problem.get_or_insert(Spanned { value: FieldsProblem::NameBesideGroup, span: name });
        }
    }
    events
}

/// The links in bold, a name and more of it, that are after the group of an event that has no name below it.
fn name_beside_group(outline: &Outline<'_>, event: &Event) -> Option<Span> {
    let groups = event.groups.filter(|_| event.names.is_empty())?;
    let [_, behind @ ..] = outline.links_in(groups) else { return None };
    let is_bold =
        |link: &Link<'_>| outline.text(link.text).starts_with("**") || outline.text(link.span).starts_with("**");
    let first = behind.iter().find(|link| is_bold(link))?;
    let last = behind.last().filter(|last| is_bold(last) && last.span.end == groups.end)?;
    Some(first.span.to(last.span))
}

/// Whether an item is the date line of an event: what is at the top of a region and is no name by itself.
fn is_event(outline: &Outline<'_>, item: &Item, near: Option<Date>) -> bool {
    let is_top = item.parent.is_none() && !item.content.is_empty();
    let text = outline.text(item.content);
    match outline.section_of(item).kind {
        SectionKind::EventRegion => {
            let is_name = text.starts_with(['[', '*', '_', '<', '$']);
            is_top && !is_name && (text.contains('|') || leading_date(outline, item.content, near).is_some())
        }
        SectionKind::Fragment => is_top && item.has_date,
        _ => false,
    }
}

/// The date with which a line begins, and where it ends.
fn leading_date(outline: &Outline<'_>, content: Span, near: Option<Date>) -> Option<Span> {
    let text = outline.source.text();
    let head = text.floor_char_boundary(content.end.min(content.start + LONGEST_DATES));
    let found = date::among_words(text, Span::new(content.start, head), near);
    let (first, ..) = found.first().filter(|(span, ..)| span.start == content.start)?;
    // The last day of a range is right after the first.
    let last = found.get(1).filter(|(span, ..)| text[first.end..span.start].trim().chars().count() <= 3);
    Some(last.map_or(*first, |(last, ..)| first.to(*last)))
}

/// Bytes within which the dates of an event end.
const LONGEST_DATES: usize = 60;

/// Reads a date line whose fields are separated by something else than bars.
fn read_without_bars(outline: &Outline<'_>, index: usize, content: Span, near: Option<Date>) -> Option<Event> {
    let text = outline.source.text();
    let dates = leading_date(outline, content, near)?;
    let link = outline
        .links_in(content)
        .first()
        .map(|link| link.span)
        .or_else(|| outline.near_links_in(content).first().map(|near| near.span))?;
    let is_separator = |c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | ';' | ':' | '/' | '•' | '·' | '｜' | '¦' | '│' | '\\')
    };
    let between = &text[dates.end.min(link.start)..link.start];
    let inner = between.trim_matches(is_separator);
    let start = dates.end + between.find(inner).unwrap_or(0);
    let place = place::place(text, Span::new(start, start + inner.len()));
    let problem = if inner.is_empty() { FieldsProblem::TooFew } else { FieldsProblem::Separator };
    Some(Event {
        item: index,
        bars: Vec::new(),
        dates: date::field(text, dates, near),
        place: Some(place).filter(|_| !inner.is_empty()),
        groups: Some(Span::new(link.start, content.end)),
        problem: Some(Spanned { value: problem, span: content }),
        names: Vec::new(),
    })
}

fn read(outline: &Outline<'_>, index: usize, item: &Item, near: Option<Date>) -> Event {
    let text = outline.source.text();
    let content = item.content;
    let mut bars = bars(outline, content);
    if bars.is_empty()
        && let Some(event) = read_without_bars(outline, index, content, near)
    {
        return event;
    }
    let mut fields = fields(text, content, &bars);
    let surplus = without_surplus(content, &mut fields, &mut bars, |fields| is_whole(outline, fields, near));
    let missing_bar = part_place_from_dates(outline, content, &mut fields, near);
    let swapped = swapped(outline, &fields, near);
    if let Some((one, other)) = swapped {
        fields.swap(one, other);
    }
    let swap = swapped.map(|(one, other)| (FieldsProblem::Swapped, fields[other].to(fields[one])));
    let after_date = after_date(outline, content, &bars, &fields);
    let problem = surplus.or(missing_bar).or(swap).or(after_date.problem).map(|(value, span)| Spanned { value, span });
    Event {
        item: index,
        dates: date::field(text, fields[0], near),
        place: after_date.place.map(|span| place::place(text, span)),
        groups: after_date.groups,
        problem: escaped_bar(text, &bars).or(problem),
        bars,
        names: Vec::new(),
    }
}

/// What is wrong with fields, and where.
pub(in crate::document) type Problem = (FieldsProblem, Span);

/// Whether these are the fields of an event, each where it belongs.
fn is_whole(outline: &Outline<'_>, fields: &[Span], near: Option<Date>) -> bool {
    let [dates, place, groups @ ..] = fields else { return false };
    let has_link = |field: &Span| !outline.links_in(*field).is_empty() || !outline.near_links_in(*field).is_empty();
    leading_date(outline, *dates, near).is_some()
        && !has_link(place)
        && !groups.is_empty()
        && groups.iter().all(has_link)
}

/// Takes bars with nothing on one side out of a line whose other fields are what they should be, and gives the first:
/// from the end of the field before it to the beginning of the field after it.
pub(in crate::document) fn without_surplus(
    content: Span,
    fields: &mut Vec<Span>,
    bars: &mut Vec<Span>,
    is_whole: impl Fn(&[Span]) -> bool,
) -> Option<Problem> {
    let empty = fields.iter().position(|field| field.is_empty())?;
    let kept: Vec<Span> = fields.iter().filter(|field| !field.is_empty()).copied().collect();
    if !is_whole(&kept) {
        return None;
    }
    let start = empty.checked_sub(1).map_or(content.start, |before| fields[before].end);
    let end = fields[empty..].iter().find(|field| !field.is_empty()).map_or(content.end, |field| field.start);
    let between = |pair: &[Span]| bars.iter().find(|bar| pair[0].end <= bar.start && bar.end <= pair[1].start).copied();
    *bars = kept.windows(2).filter_map(between).collect();
    *fields = kept;
    Some((FieldsProblem::SurplusBar, Span::new(start, end)))
}

/// Makes two fields of the first where it has both date and place: `DATE PLACE | [Group](url)`. Gives the gap between
/// them.
fn part_place_from_dates(
    outline: &Outline<'_>,
    content: Span,
    fields: &mut Vec<Span>,
    near: Option<Date>,
) -> Option<Problem> {
    let [first, second] = fields[..] else { return None };
    outline.links_in(content).first().filter(|link| link.span.start == second.start)?;
    let dates = leading_date(outline, content, near).filter(|dates| dates.end < first.end)?;
    let place = trimmed(outline.source.text(), Span::new(dates.end, first.end));
    *fields = vec![dates, place, second];
    Some((FieldsProblem::MissingBar, Span::new(dates.end, place.start)))
}

/// The fields of an event after the date.
struct AfterDate {
    place: Option<Span>,
    groups: Option<Span>,
    problem: Option<Problem>,
}

fn after_date(outline: &Outline<'_>, content: Span, bars: &[Span], fields: &[Span]) -> AfterDate {
    let starts = || links_begin(outline, content);
    let too_few = |place| AfterDate { place, groups: None, problem: Some((FieldsProblem::TooFew, content)) };
    match *fields {
        [_, place, third, ..] => {
            let end = fields.last().map_or(third.end, |last| last.end);
            let last_bar = bars.last().copied().unwrap_or(content);
            let problem = if third.is_empty() {
                Some((FieldsProblem::EmptyField, last_bar))
            } else if starts().all(|link| link < third.start) {
                Some((FieldsProblem::NoGroup, third))
            } else if !outline.links_in(place).is_empty() {
                Some((FieldsProblem::LinkInPlace, place))
            } else {
                let has_link = |field: &Span| starts().any(|at| (field.start..field.end).contains(&at));
                let extra = fields[2..].iter().find(|field| !has_link(field)).filter(|_| fields.len() > 3);
                extra.map(|extra| (FieldsProblem::TooMany, if extra.is_empty() { last_bar } else { *extra }))
            };
            AfterDate { place: Some(place), groups: Some(Span::new(third.start, end)), problem }
        }
        // `DATE | PLACE [Group](url)`
        [_, second] => match starts().min().filter(|link| *link > second.start) {
            Some(link) => {
                let is_separator = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | ',' | ';' | ':' | '/');
                let between = &outline.source.text()[second.start..link];
                let end = second.start + between.trim_end_matches(is_separator).len();
                AfterDate {
                    place: Some(Span::new(second.start, end)),
                    groups: Some(Span::new(link, content.end)),
                    problem: Some((FieldsProblem::MissingBar, Span::new(end, link))),
                }
            }
            None => too_few(Some(second)),
        },
        _ => too_few(None),
    }
}

/// Where the links of a line begin, and what is meant as one.
fn links_begin(outline: &Outline<'_>, content: Span) -> impl Iterator<Item = usize> {
    let links = outline.links_in(content).iter().map(|link| link.span.start);
    links.chain(outline.near_links_in(content).iter().map(|near| near.span.start))
}

/// The indices of two fields next to each other that are in each other's place: the date and the place, or the place
/// and the group.
fn swapped(outline: &Outline<'_>, fields: &[Span], near: Option<Date>) -> Option<(usize, usize)> {
    let [first, second, third] = fields else { return None };
    let text = outline.source.text();
    let has_link = |field: &Span| !outline.links_in(*field).is_empty() || !outline.near_links_in(*field).is_empty();
    let is_date = |field: &Span| {
        let problem = date::field(text, *field, near).problem;
        !field.is_empty() && problem.is_none_or(|problem| problem.value == DateProblem::Form)
    };
    let is_text = |field: &Span| !field.is_empty() && !has_link(field) && !is_date(field);
    // The order in which it costs least to see that nothing is swapped.
    if has_link(second) && is_text(third) && is_date(first) {
        Some((1, 2))
    } else if is_text(first) && is_date(second) {
        Some((0, 1))
    } else {
        None
    }
}

/// The first bar with backslashes before it, which are part of the place.
pub(in crate::document) fn escaped_bar(text: &str, bars: &[Span]) -> Option<Spanned<FieldsProblem>> {
    let backslashes = |bar: &Span| text.as_bytes()[..bar.start].iter().rev().take_while(|byte| **byte == b'\\').count();
    let (bar, row) = bars.iter().map(|bar| (bar, backslashes(bar))).find(|(_, row)| *row > 0)?;
    Some(Spanned { value: FieldsProblem::EscapedBar, span: Span::new(bar.start - row, bar.end) })
}

/// The bars of a line that separate fields: not those within links or code.
pub(in crate::document) fn bars(outline: &Outline<'_>, content: Span) -> Vec<Span> {
    let near_links = outline.near_links_in(content);
    let is_inside = |at: usize| {
        let next = near_links.partition_point(|near| near.span.start <= at);
        near_links[..next].iter().rev().take(2).any(|near| at < near.span.end) || outline.link_at(at).is_some()
    };
    let bars = within(&outline.bars, content, |at| *at).iter().filter(|at| !is_inside(**at));
    bars.take(MOST_BARS).map(|at| Span::new(*at, at + 1)).collect()
}

/// Bars that are looked at in one line.
const MOST_BARS: usize = 32;

/// What is between the bars, without spaces around it; at least one field.
pub(in crate::document) fn fields(text: &str, content: Span, bars: &[Span]) -> Vec<Span> {
    let starts = std::iter::once(content.start).chain(bars.iter().map(|bar| bar.end));
    let ends = bars.iter().map(|bar| bar.start).chain(std::iter::once(content.end));
    starts.zip(ends).map(|(start, end)| trimmed(text, Span::new(start, end))).collect()
}

/// Finds the line `Rusty Events between A - B 🦀`.
pub(in crate::document) fn window(outline: &Outline<'_>, near: Option<Date>) -> Option<EventsWindow> {
    let section = outline.sections.iter().find(|section| section.kind == SectionKind::UpcomingEvents)?;
    let source = outline.source;
    let lines = source.line_index(section.span.start) + 1..source.line_count();
    for index in lines {
        let line = source.line(index);
        if line.start >= section.span.end {
            return None;
        }
        let text = outline.text(line);
        if outline.lines[index] != LineKind::Text || !text.to_ascii_lowercase().contains("events between") {
            continue;
        }
        let start = line.start + text.to_ascii_lowercase().find("between").map_or(0, |at| at + "between".len());
        let tail = outline.text(Span::new(start, line.end));
        let end = start + tail.rfind(|c: char| c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        let dates = trimmed(source.text(), Span::new(start, end));
        return Some(EventsWindow { span: line, dates: date::field(source.text(), dates, near) });
    }
    None
}
