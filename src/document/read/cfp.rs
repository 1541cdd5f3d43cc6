//! Reads both calls for participation.

use jiff::civil::Date;

use crate::document::cfp::{CfpEvent, CfpProject, ClosingField, NoneMessage};
use crate::document::event::FieldsProblem;
use crate::document::item::Item;
use crate::document::outline::{LineKind, Outline};
use crate::document::read::date;
use crate::document::read::event::{bars, escaped_bar, fields, without_surplus};
use crate::document::section::{Section, SectionKind};
use crate::text::{Span, Spanned};

/// Reads the calls of a document whose items are known.
pub(in crate::document) fn find(outline: &Outline<'_>, near: Option<Date>) -> (Vec<CfpEvent>, Vec<CfpProject>) {
    let (mut events, mut projects) = (Vec::new(), Vec::new());
    for (index, item) in outline.items.iter().enumerate() {
        // Tasks are nested below the name of their project, at times.
        let section = outline.section_of(item).kind;
        let is_task = section.has_tasks();
        let is_call = match section {
            _ if is_task => true,
            SectionKind::CfpEvents => !item.is_nested(),
            // A pasted line: a link first, then fields.
            SectionKind::Fragment => !item.is_nested() && !item.has_date && bars(outline, item.content).len() >= 2,
            _ => false,
        };
        if !is_call || item.content.is_empty() || is_none_message(outline, item) {
            continue;
        }
        if is_task {
            projects.push(CfpProject { item: index });
        } else {
            events.push(read(outline, index, item, near));
        }
    }
    (events, projects)
}

/// Whether an item says that there is nothing this week.
pub(in crate::document) fn is_none_message(outline: &Outline<'_>, item: &Item) -> bool {
    let text = outline.text(item.content).trim_start_matches(['*', '_']);
    text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("no "))
        && outline.links_of(item).first().is_none_or(|link| link.span.start > item.content.start + 3)
}

/// What says in `section` that there is nothing this week, in the order of the text: entries and lines of text.
pub(in crate::document) fn none_messages(outline: &Outline<'_>, section: &Section<'_>) -> Vec<NoneMessage> {
    let source = outline.source;
    let first = source.line_index(section.span.start);
    let mut messages = Vec::new();
    for index in first..source.line_count() {
        let line = source.line(index);
        if line.start >= section.span.end {
            break;
        }
        match outline.lines[index] {
            LineKind::Item(item) if is_none_message(outline, &outline.items[item]) => {
                let item = &outline.items[item];
                let lines = line.to(source.line(item.last_line));
                messages.push(NoneMessage {
                    span: lines,
                    is_entry: true,
                    names_some: names_some(outline, item.content),
                });
            }
            LineKind::Text if says_none(outline.text(line)) => {
                messages.push(NoneMessage { span: line, is_entry: false, names_some: names_some(outline, line) });
            }
            _ => {}
        }
    }
    messages
}

/// Whether a line says "No … this week", and not more than that.
pub(super) fn says_none(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches(['*', '_', ' ']);
    text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("no "))
        && text.to_ascii_lowercase().contains("this week")
}

/// Whether it lists what there is nothing for, so that entries may be beside it.
fn names_some(outline: &Outline<'_>, span: Span) -> bool {
    let text = outline.text(span).trim_end_matches(['*', '_', ' ', '.', ':', '\t']);
    !outline.links_in(span).is_empty() || text.ends_with(" for") || text.ends_with(" by")
}

fn read(outline: &Outline<'_>, index: usize, item: &Item, near: Option<Date>) -> CfpEvent {
    let text = outline.source.text();
    let mut bars = bars(outline, item.content);
    let mut fields = fields(text, item.content, &bars);
    if let Some(last) = fields.last_mut() {
        *last = without_markup(outline, *last);
    }
    let of = |value, span| Some(Spanned { value, span });
    let mut problem = escaped_bar(text, &bars);
    let surplus = without_surplus(item.content, &mut fields, &mut bars, |fields| is_whole(text, fields, near));
    if let Some((value, span)) = surplus {
        problem = problem.or_else(|| of(value, span));
    } else if fields.len() > FIELDS {
        let extra = extra_field(outline, &fields, near);
        problem = problem.or_else(|| of(FieldsProblem::TooMany, fields[extra]));
        fields.remove(extra);
    } else if fields.len() < FIELDS {
        problem = problem.or_else(|| of(FieldsProblem::TooFew, item.content));
    } else if let Some((field, next)) = fields.iter().zip(1..).find(|(field, _)| field.is_empty()) {
        // The bars around the empty field, or the one before the last.
        let bar = bars.get(next - 1).or(bars.last()).copied().unwrap_or(*field);
        problem = problem.or_else(|| of(FieldsProblem::EmptyField, bar.to(*field)));
    } else if let Some(order) = swapped(text, &fields, near) {
        problem = problem.or_else(|| of(FieldsProblem::Swapped, fields[1].to(fields[3])));
        fields = std::iter::once(fields[0]).chain(order).collect();
    }
    // Of a line that lacks a field, only words can say which one the date is.
    let is_closing = |span: &&Span| fields.len() >= FIELDS || says_closing(&text[span.start..span.end]);
    let closing = |span: &Span| ClosingField { span: *span, dates: date::among_words(text, *span, near) };
    CfpEvent {
        item: index,
        name: fields[0],
        closes: fields.get(1).filter(is_closing).map(closing),
        place: fields.get(2).copied(),
        dates_field: fields.get(3).copied(),
        dates: fields.get(3).map(|span| date::field(text, without_label(text, *span), near)),
        problem,
        bars,
    }
}

/// A field without the comments and closing tags at its end.
fn without_markup(outline: &Outline<'_>, field: Span) -> Span {
    let mut end = field.end;
    loop {
        let trimmed = field.start + outline.text(Span::new(field.start, end.max(field.start))).trim_end().len();
        let at = outline.comments.partition_point(|comment| comment.span.end < trimmed);
        let comment = outline.comments.get(at).map(|comment| comment.span).filter(|span| span.end == trimmed);
        let at = outline.html_tags.partition_point(|tag| tag.span.end < trimmed);
        let tag = outline.html_tags.get(at).filter(|tag| tag.span.end == trimmed && tag.is_closing).map(|tag| tag.span);
        // Attributes on a line of their own, which the site takes out.
        let attributes =
            outline.text(Span::new(field.start, trimmed.max(field.start))).rfind("\n").map(|at| field.start + at);
        let attributes = attributes.map(|start| Span::new(start, trimmed)).filter(|span| {
            let text = outline.text(*span).trim();
            text.starts_with('{') && text.ends_with('}')
        });
        match comment.or(tag).or(attributes).filter(|markup| markup.start > field.start) {
            Some(markup) => end = markup.start,
            None => return Span::new(field.start, trimmed),
        }
    }
}

/// The fields of a call: name, closing day, place and days of the event.
const FIELDS: usize = 4;

/// Whether these are the fields of a call, each where it belongs.
fn is_whole(text: &str, fields: &[Span], near: Option<Date>) -> bool {
    fields.len() == FIELDS && dates_belong(text, fields, near)
}

/// Whether of the first four fields those have dates that should.
fn dates_belong(text: &str, fields: &[Span], near: Option<Date>) -> bool {
    let has_date = |field: &Span| !date::among_words(text, *field, near).is_empty();
    matches!(fields, [_, closes, place, dates, ..] if has_date(closes) && !has_date(place) && has_date(dates))
}

/// The index of the field that is one too many: the first without which the others have their dates where they belong,
/// one with a link before others.
fn extra_field(outline: &Outline<'_>, fields: &[Span], near: Option<Date>) -> usize {
    let text = outline.source.text();
    let is_right = |extra: &usize| {
        let rest: Vec<Span> =
            fields.iter().enumerate().filter(|(at, _)| at != extra).map(|(_, field)| *field).collect();
        dates_belong(text, &rest, near)
    };
    let has_link = |at: &usize| !outline.links_in(fields[*at]).is_empty();
    let candidates = || (1..fields.len()).filter(is_right);
    candidates().find(has_link).or_else(|| candidates().next()).unwrap_or(FIELDS)
}

/// Whether the words of a field say that a call closes.
fn says_closing(written: &str) -> bool {
    let written = written.to_ascii_lowercase();
    ["clos", "deadline", "cfp", "due"].iter().any(|word| written.contains(word))
}

/// The closing day, the place and the days of the event, where they are in another order and are told apart for sure:
/// one of them has no date, and of the other two one says that it is the closing day, or comes first.
fn swapped(text: &str, fields: &[Span], near: Option<Date>) -> Option<[Span; 3]> {
    let [_, first, second, third] = fields else { return None };
    let first_date = |field: &Span| date::among_words(text, *field, near).first().and_then(|(_, date, _)| *date);
    let written = |field: &Span| says_closing(&text[field.start..field.end]);
    let in_order = |closes: &Span, place: &Span, dates: &Span| [*closes, *place, *dates];
    let (one, place, other) = match (first_date(first), first_date(second), first_date(third)) {
        (None, Some(_), Some(_)) => (second, first, third),
        (Some(_), Some(_), None) => (first, third, second),
        (Some(_), None, Some(_)) if written(third) && !written(first) => return Some(in_order(third, second, first)),
        _ => return None,
    };
    let is_reversed = match (written(one), written(other)) {
        (false, true) => true,
        (false, false) => first_date(one) > first_date(other),
        _ => false,
    };
    Some(if is_reversed { in_order(other, place, one) } else { in_order(one, place, other) })
}

/// `Event date: 2026-03-08`, `Event on 2026-03-08` → `2026-03-08`.
fn without_label(text: &str, span: Span) -> Span {
    let written = &text[span.start..span.end];
    if !written.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("event")) {
        return span;
    }
    let is_label = |c: char| c.is_alphabetic() || c == ' ' || c == ':';
    Span::new(span.end - written.trim_start_matches(is_label).len(), span.end)
}
