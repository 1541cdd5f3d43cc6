//! Events that do not stand in the order of their dates.

use crate::document::Event;
use crate::fix::{Edit, Fix};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Rule};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "event-order",
    group: Group::Events,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports events that begin before one that stands above them in the same region. Of several ways to sort a region it reports \
              the one that moves the fewest. Events of one day may stand in any order.",
    why: "Readers look for what comes next. Editors sort every region by hand.",
    examples: &[Example::fixed(
        "### Europe\n* 2026-03-12 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-05 | Liège, BE | [Rust Liège](https://example.org/liege)\n    * [**Talks**](https://example.org/liege/1)\n",
        "### Europe\n* 2026-03-05 | Liège, BE | [Rust Liège](https://example.org/liege)\n    * [**Talks**](https://example.org/liege/1)\n* 2026-03-12 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
    )],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let section = |event: &Event| document.items[event.item].section;
    for region in document.events.chunk_by(|one, next| section(one) == section(next)) {
        let dated: Vec<_> = region.iter().filter_map(|event| Some((event, event.dates.dates?.first))).collect();
        let dates: Vec<_> = dated.iter().map(|(_, date)| *date).collect();
        let kept = longest_sorted(&dates);
        for (index, (event, date)) in dated.iter().enumerate().filter(|(index, _)| kept.binary_search(index).is_err()) {
            // Behind the last entry that stays and is not later, or before the first that is.
            let above = kept.iter().rev().find(|kept| dates[**kept] <= *date);
            let next = kept.iter().find(|kept| dates[**kept] > *date);
            let (target, anchor) = match (above, next) {
                (Some(above), _) => (document.event_lines(dated[*above].0).end, dated[*above].0),
                (None, Some(next)) => (document.event_lines(dated[*next].0).start, dated[*next].0),
                (None, None) => continue,
            };
            let lines = document.event_lines(event);
            let is_later = dated[..index].iter().any(|(_, above)| above > date);
            let side = if is_later { "begins before an event above it" } else { "begins after an event below it" };
            let place = if above.is_some() { "it belongs behind this one" } else { "it belongs before this one" };
            cx.report(event.dates.span, format!("this event of {date} {side}"))
                .help("Sort the events of a region by their first day.")
                .label(anchor.dates.span, place)
                .fix(Fix::safe("Move the event to its place", moved(document.source.text(), document.source.line_end(), lines, target)));
        }
    }
}

/// Moves whole lines to another place; the last line of a text may lack its end.
fn moved(text: &str, line_end: &str, lines: Span, target: usize) -> Vec<Edit> {
    let block = &text[lines.start..lines.end];
    let closed = if block.ends_with(['\n', '\r']) { block.to_owned() } else { format!("{block}{line_end}") };
    let before_end = target > 0 && !text[..target].ends_with(['\n', '\r']);
    let inserted = if before_end { format!("{line_end}{block}") } else { closed };
    vec![Edit::delete(lines), Edit::insert(target, inserted)]
}

/// The indices of a longest run of elements that are in order as they stand.
fn longest_sorted<T: Ord>(values: &[T]) -> Vec<usize> {
    // `ends[length]` is the index of the smallest value that ends a sorted run of `length + 1`.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let length = ends.partition_point(|end| values[*end] <= *value);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut kept: Vec<usize> = std::iter::successors(ends.last().copied(), |index| before[*index]).collect();
    kept.reverse();
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
}
