//! Events that are not sorted by date.
//!
//! Longer than other rules: it finds the fewest events to move, and moves them with all that belongs to them.

use std::cell::LazyCell;

use jiff::civil::Date;

use crate::diagnostic::Fix;
use crate::document::{DateField, DateProblem, Document, Event};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::calendar::days_between;
use crate::text::{Edit, Span};

use super::duplicate_event;
use super::event_outside_window::{is_mistyped, is_too_late};

pub(super) static RULE: Rule = Rule {
    name: "event-order",
    group: Group::Events,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports events that begin before one that is above them in the same region. Of several ways to sort a \
              region, it reports the one that moves the fewest events. An event that is weeks apart from those \
              around it is not moved: its date may be wrong.",
    why: "Readers look for what comes next. Editors sort every region by hand.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Europe\n* 2026-03-12 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-05 | Liège, BE | [Rust Liège](https://example.org/liege)\n    * [**Talks**](https://example.org/liege/1)\n",
            "### Europe\n* 2026-03-05 | Liège, BE | [Rust Liège](https://example.org/liege)\n    * [**Talks**](https://example.org/liege/1)\n* 2026-03-12 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-26 | Liège, BE | [Rust Liège](https://example.org/liege)\n    * [**Talks**](https://example.org/liege/1)\n* 2026-03-06 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Tables**](https://example.org/mons/1)\n* 2026-03-09 | Namur, BE | [Rust Namur](https://example.org/namur)\n    * [**Chairs**](https://example.org/namur/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-06 | Liège, BE | [Rust Liège](https://example.org/liege)\n    * [**Talks**](https://example.org/liege/1)\n* 2026-03-06 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Tables**](https://example.org/mons/1)\n* 2026-03-09 | Namur, BE | [Rust Namur](https://example.org/namur)\n    * [**Chairs**](https://example.org/namur/1)\n",
        ),
    ],
    silent: &[Silent::because(
        "each region is sorted on its own",
        "### Europe\n* 2026-03-12 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### North America\n* 2026-03-05 | Salem, OR, US | [Rust Salem](https://example.org/salem)\n    * [**Talks**](https://example.org/salem/1)\n",
    )],
    options: &[],
    check,
};

/// Days from the issue from which on a date is doubted.
const FAR_OFF: i32 = 120;

/// Edits that the findings of one list carry together: each carries the fix for all of it, as far as this reaches. One
/// fix sorts all of it; copies of a long one would fill the memory.
pub(super) const MOST_EDITS: usize = 10_000;

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let in_doubt = LazyCell::new(|| duplicate_event::in_doubt(document));
    for region in regions(document) {
        // Nearly every region is.
        if region.iter().filter_map(|event| event.dates.dates).map(|dates| dates.first).is_sorted() {
            continue;
        }
        let dated = region.iter().filter(|event| in_doubt.binary_search(&event.item).is_err());
        let dated: Vec<_> = dated.filter_map(|event| Some((event, certain_date(document, event)?))).collect();
        let dates: Vec<_> = dated.iter().map(|(_, date)| *date).collect();
        let kept = kept(cx, region, &dated, &dates);
        let list = List { dated: &dated, dates: &dates, kept: &kept };
        let misplaced = (0..dates.len()).filter(|index| kept.binary_search(index).is_err());
        let (far, near): (Vec<usize>, Vec<usize>) =
            misplaced.partition(|index| stands_weeks_off(&dates, &kept, *index));
        for index in far {
            report_far(cx, list, index);
        }
        if !near.is_empty() {
            report_near(cx, list, &near);
        }
    }
}

/// The first day of an event, where that says to which place in the list it belongs.
fn certain_date(document: &Document<'_>, event: &Event) -> Option<Date> {
    let dates = event.dates.dates?;
    let issue = document.date();
    // What is over goes, wherever it is.
    let is_over = issue.is_some_and(|issue| dates.last < issue);
    // A date that lies far off is mistyped: where its event belongs is known once it is corrected.
    let is_far_off = issue.is_some_and(|issue| days_between(issue, dates.first).abs() > FAR_OFF);
    let is_in_doubt = is_wrong(&event.dates) || is_mistyped(document, event) || is_too_late(document, event);
    (!is_over && !is_far_off && !is_in_doubt).then_some(dates.first)
}

/// The events of a region with certain dates, these dates, and the indices of the events that are sorted.
#[derive(Clone, Copy)]
struct List<'d> {
    dated: &'d [(&'d Event, Date)],
    dates: &'d [Date],
    kept: &'d [usize],
}

/// Reports an event whose date is in doubt, because it lies weeks off.
fn report_far(cx: &mut Context<'_>, List { dated, kept, .. }: List<'_>, index: usize) {
    let (event, date) = dated[index];
    let neighbour = *kept.iter().rev().find(|kept| **kept < index).or(kept.first()).unwrap_or(&index);
    let (other, other_date) = dated[neighbour];
    let side = if neighbour < index { "after" } else { "before" };
    let message = format!("this event of {date} comes {side} one of {other_date}: is the date right?");
    cx.report(event.dates.span, message)
        .help("Correct the date, or move the event to its place.")
        .label(other.dates.span, "weeks apart from this event");
}

/// Reports the events that belong to another place in their list, with a fix for all of them.
fn report_near(cx: &mut Context<'_>, List { dated, dates, kept }: List<'_>, near: &[usize]) {
    let events: Vec<&Event> = dated.iter().map(|(event, _)| *event).collect();
    let keys = keys(cx.document, &events, dates, kept);
    let edits = sorting_edits(cx.document, &events, &keys, kept, near);
    let title = if near.len() == 1 { "Move the event to its place" } else { "Sort the events of this region" };
    let fix = Fix::safe(title, edits);
    let latest_so_far: Vec<Date> = dates
        .iter()
        .scan(Date::MIN, |latest, date| {
            *latest = (*latest).max(*date);
            Some(*latest)
        })
        .collect();
    for (place_in_list, index) in near.iter().enumerate() {
        let (event, date) = dated[*index];
        let is_early = latest_so_far[*index] > date;
        let side = if is_early { "comes after a later one" } else { "comes before an earlier one" };
        let (anchor, place) = match above(&keys, kept, *index) {
            Some(above) => (above, "it belongs after this one"),
            None => (kept.first().copied().unwrap_or(*index), "it belongs before this one"),
        };
        let diagnostic = cx.report(event.dates.span, format!("this event of {date} {side}"));
        diagnostic.help("Sort the events of a region by their first day.").label(dated[anchor].0.dates.span, place);
        if place_in_list == 0 || place_in_list * fix.edits.len() < MOST_EDITS {
            diagnostic.fix(fix.clone());
        }
    }
}

/// The events of each region.
pub(super) fn regions<'d>(document: &'d Document<'_>) -> impl Iterator<Item = &'d [Event]> {
    let region = move |event: &Event| {
        let item = &document.items()[event.item];
        (item.section, document.lost_headings().partition_point(|lost| lost.line < item.first_line))
    };
    document.events().chunk_by(move |one, next| region(one) == region(next))
}

/// Whether a day of a range is wrong: which one, and where the event belongs, is not known.
fn is_wrong(dates: &DateField) -> bool {
    let problem = dates.problem.as_ref().map(|problem| &problem.value);
    matches!(problem, Some(DateProblem::Backwards | DateProblem::Long | DateProblem::Impossible))
}

/// Days between an event and those around it from which on its date is in doubt rather than its place.
const WEEKS: i32 = 14;

/// Whether an event is among events that all are weeks before or after it: its date was copied from another.
fn stands_weeks_off(dates: &[Date], kept: &[usize], index: usize) -> bool {
    let next = kept.partition_point(|kept| *kept < index);
    let around = [next.checked_sub(1).and_then(|last| kept.get(last)), kept.get(next)];
    around.into_iter().flatten().all(|kept| days_between(dates[*kept], dates[index]).abs() >= WEEKS)
}

/// By what the events of a region are sorted: by day, and by place where those that stay are.
fn keys(document: &Document<'_>, events: &[&Event], dates: &[Date], kept: &[usize]) -> Vec<(Date, String)> {
    let by_place: Vec<_> = events.iter().zip(dates).map(|(event, date)| (*date, place_key(document, event))).collect();
    if kept.is_sorted_by_key(|index| &by_place[*index]) {
        by_place
    } else {
        dates.iter().map(|date| (*date, String::new())).collect()
    }
}

/// What the newsletter sorts the events of one day by: their places as they are written, `Hybrid (…)` and `Virtual (…)`
/// included.
pub(super) fn place_key(document: &Document<'_>, event: &Event) -> String {
    letters_of_place(document, event).collect()
}

/// The letters of [`place_key`], for comparing two without writing them down.
pub(super) fn letters_of_place<'a>(document: &Document<'a>, event: &Event) -> impl Iterator<Item = char> + use<'a> {
    let written = event.place.as_ref().map(|place| document.text(place.span)).unwrap_or_default();
    written.chars().filter(|c| c.is_alphanumeric() || *c == ' ').flat_map(char::to_lowercase)
}

/// The last of the events that stay and that belong above one.
fn above<K: Ord>(keys: &[K], kept: &[usize], index: usize) -> Option<usize> {
    let later = kept.partition_point(|kept| keys[*kept] <= keys[index]);
    later.checked_sub(1).map(|last| kept[last])
}

/// The edits that move some events of a region, with all that belongs to them, to where they belong among those that
/// stay, which are sorted by their keys.
pub(super) fn sorting_edits<K: Ord>(
    document: &Document<'_>,
    events: &[&Event],
    keys: &[K],
    kept: &[usize],
    misplaced: &[usize],
) -> Vec<Edit> {
    let block = |index: usize| document.event_block(events[index]);
    // After the last entry that stays and is not later, or before the first that stays.
    let target = |index: usize| match (above(keys, kept, index), kept.first()) {
        (Some(above), _) => Some(block(above).end),
        (None, first) => first.map(|first| block(*first).start),
    };
    let mut moves: Vec<(usize, usize)> = misplaced.iter().filter_map(|index| Some((*index, target(*index)?))).collect();
    // What goes to one place goes there together, in order.
    moves.sort_by(|(one, its), (other, their)| (its, &keys[*one], one).cmp(&(their, &keys[*other], other)));
    moved(document, moves.iter().map(|(index, target)| (block(*index), *target)))
}

/// The events that stay where they are; of those that a change adds or moves none at the expense of one that was there.
fn kept(cx: &Context<'_>, region: &[Event], dated: &[(&Event, Date)], dates: &[Date]) -> Vec<usize> {
    let Some(change) = cx.change else { return longest_sorted(dates) };
    let line_before = |event: &Event| change.old_line(cx.document.items()[event.item].first_line);
    let (there, lines): (Vec<usize>, Vec<usize>) =
        region.iter().filter_map(|event| Some((event.item, line_before(event)?))).unzip();
    let unmoved: Vec<usize> = longest_sorted(&lines).into_iter().map(|place| there[place]).collect();
    let is_old = |index: &usize| unmoved.binary_search(&dated[*index].0.item).is_ok();
    let old: Vec<usize> = (0..dates.len()).filter(is_old).collect();
    let old_dates: Vec<Date> = old.iter().map(|index| dates[*index]).collect();
    let old: Vec<usize> = longest_sorted(&old_dates).into_iter().map(|place| old[place]).collect();
    // What fits between them stays too, as far as it is sorted itself.
    let fits = |index: &usize| {
        let next = old.partition_point(|kept| kept < index);
        let is_one = old.get(next) == Some(index);
        let before = next.checked_sub(1).map(|place| dates[old[place]]);
        let after = old.get(next).map(|kept| dates[*kept]);
        is_one
            || !is_old(index)
                && before.is_none_or(|before| before <= dates[*index])
                && after.is_none_or(|after| dates[*index] <= after)
    };
    let candidates: Vec<usize> = (0..dates.len()).filter(fits).collect();
    let candidate_dates: Vec<Date> = candidates.iter().map(|index| dates[*index]).collect();
    longest_sorted(&candidate_dates).into_iter().map(|place| candidates[place]).collect()
}

/// Moves whole lines, each to the beginning of another line; they come sorted by where they go.
pub(super) fn moved(document: &Document<'_>, moves: impl Iterator<Item = (Span, usize)>) -> Vec<Edit> {
    let text = document.source.text();
    let line_end = document.source.line_end();
    let mut edits: Vec<Edit> = Vec::new();
    let mut last_insertion: Option<usize> = None;
    for (lines, target) in moves {
        edits.push(Edit::delete(lines));
        // The last line of a text may lack its end.
        let block = text[lines.start..lines.end].trim_end_matches(['\n', '\r']);
        let is_open = target > 0 && !text[..target].ends_with(['\n', '\r']);
        let block = if is_open { format!("{line_end}{block}") } else { format!("{block}{line_end}") };
        match last_insertion.filter(|at| edits[*at].span == Span::at(target)) {
            Some(at) => edits[at].text.push_str(&block),
            None => {
                last_insertion = Some(edits.len());
                edits.push(Edit::insert(target, block));
            }
        }
    }
    edits
}

/// The indices of a longest run of elements that are sorted as they are; of several as long, the one whose elements
/// stand first: what comes later is at fault.
pub(super) fn longest_sorted<T: Ord>(values: &[T]) -> Vec<usize> {
    // From the end: `starts[length]` is the largest value that begins a sorted run of `length + 1`.
    let mut starts: Vec<&T> = Vec::new();
    let mut lengths = vec![0; values.len()];
    for (index, value) in values.iter().enumerate().rev() {
        let length = starts.partition_point(|start| *start >= value);
        if length == starts.len() {
            starts.push(value);
        } else {
            starts[length] = value;
        }
        lengths[index] = length + 1;
    }
    let mut wanted = starts.len();
    let mut kept: Vec<usize> = Vec::with_capacity(wanted);
    for (index, value) in values.iter().enumerate() {
        let is_in_order = kept.last().is_none_or(|last| values[*last] <= *value);
        if wanted > 0 && lengths[index] == wanted && is_in_order {
            kept.push(index);
            wanted -= 1;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::longest_sorted;

    #[test]
    fn the_fewest_are_moved() {
        assert_eq!(longest_sorted(&[1, 9, 2, 3, 3, 4]), [0, 2, 3, 4, 5]);
        assert_eq!(longest_sorted(&[5, 6, 7, 1]), [0, 1, 2]);
        assert_eq!(longest_sorted::<u8>(&[]), [0_usize; 0]);
    }

    #[test]
    fn what_comes_later_is_at_fault() {
        assert_eq!(longest_sorted(&[2, 1]), [0]);
        assert_eq!(longest_sorted(&[12, 15, 12, 20]), [0, 1, 3]);
        assert_eq!(longest_sorted(&[3, 1, 2, 2]), [1, 2, 3]);
        assert_eq!(longest_sorted(&[2, 2, 1, 1]), [0, 1]);
    }
}
