//! Owns what a report shows of fixes before they are applied: for each line that they touch, what `--fix` leaves of it,
//! with everything else that is fixed there.

use crate::diagnostic::{Applicability, Corrected, Diagnostic, Fix};
use crate::document::Document;
use crate::lint::apply::apply_to_text;
use crate::lint::fix::{Played, Reading, Scope, play};
use crate::lint::fix_safety::Inventory;
use crate::text::{Edit, Source, Span};

/// How many bytes are read at most, all rounds together: more than any issue takes, and soon done.
const MOST_BYTES: usize = 10_000_000;

/// Lines that are shown, and one more that may go.
const MOST_LINES: usize = 3;

/// Bytes of lines that are shown.
const MOST_LINE_BYTES: usize = 16_000;

/// Tells what `--fix` makes of the findings of a text: what it does not apply leaves them, and of the lines that the
/// others touch, the last finding of each says what becomes of them. `judge` gives what `diagnostics` are of any
/// document, at least [`Wanted::Fixes`](crate::lint::Wanted::Fixes).
///
/// Nothing is done where no finding that is reported has a fix, and where it would take too long.
pub fn preview(
    document: &Document<'_>,
    diagnostics: &mut [Diagnostic],
    tracking_parameters: &[String],
    judge: impl Fn(&Document<'_>) -> Vec<Diagnostic>,
) {
    let source = document.source;
    if !diagnostics.iter().any(|diagnostic| diagnostic.fix.is_some() && !diagnostic.is_silent) {
        return;
    }
    let inventory = Inventory::of(document, tracking_parameters);
    let start = Reading { diagnostics: diagnostics.to_vec(), inventory };
    for applicability in [Applicability::Safe, Applicability::Unsafe] {
        let is_own =
            |diagnostic: &Diagnostic| diagnostic.fix.as_ref().is_some_and(|fix| fix.applicability == applicability);
        if !diagnostics.iter().any(|diagnostic| is_own(diagnostic) && !diagnostic.is_silent) {
            continue;
        }
        let scope = Scope { unsafe_fixes: applicability == Applicability::Unsafe, tracking_parameters };
        let played = play(source, &start, scope, MOST_BYTES, &judge);
        if played.is_cut_short {
            continue;
        }
        let mut regions = Vec::new();
        for (index, diagnostic) in diagnostics.iter_mut().enumerate() {
            if !is_own(diagnostic) {
                continue;
            }
            if is_withheld(source, index, diagnostic, &played) {
                diagnostic.fix = None;
            } else if let Some(fix) = &diagnostic.fix {
                regions.push((lines_of(source, fix), index));
            }
        }
        for (span, findings) in joined(regions) {
            // What is only fixed, and not reported, shows nothing.
            let reported = findings.iter().filter(|index| !diagnostics[**index].is_silent);
            let Some(last) = reported.max().copied() else { continue };
            let Some(lines) = corrected(source, span, &played) else { continue };
            let span = Span::new(source.line(span.start).start, source.line(span.end).end);
            let fix = diagnostics[last].fix.as_ref();
            let is_joint = findings.len() > 1 || fix.is_none_or(|fix| alone(source, span, fix) != lines.join("\n"));
            diagnostics[last].corrected = Some(Corrected { applicability, span, lines, is_joint });
        }
    }
}

/// What a fix alone makes of these lines.
fn alone(source: &Source, lines: Span, fix: &Fix) -> String {
    let text = source.text();
    // A fix may take a line end along, or add one.
    let end = lines.end.max(fix.span().end);
    let shift = |span: Span| Span::new(span.start - lines.start, span.end - lines.start);
    let edits = fix.edits.iter().map(|edit| Edit::replace(shift(edit.span), edit.text.as_str())).collect();
    let (left, _) = apply_to_text(&text[lines.start..end], &[&Fix { edits, ..fix.clone() }]);
    left.replace("\r\n", "\n").trim_end_matches('\n').to_owned()
}

/// Whether the fix of a finding is not applied, in the first round or a later one.
fn is_withheld(source: &Source, index: usize, diagnostic: &Diagnostic, played: &Played) -> bool {
    if played.fixed.unsettled.contains(&diagnostic.rule) {
        return true;
    }
    if played.first.binary_search(&index).is_ok() {
        return false;
    }
    let line = source.line_index(diagnostic.span.start);
    let Some((first, last)) = played.trace.get(line) else { return false };
    played.withheld.iter().map(|index| &played.fixed.diagnostics[*index]).any(|left| {
        let line = played.fixed.source.line_index(left.span.start);
        left.rule == diagnostic.rule && (first..=last).contains(&line)
    })
}

/// The first and the last line that a fix touches, by their index.
fn lines_of(source: &Source, fix: &Fix) -> Span {
    let span = fix.span();
    let first = source.line_index(span.start);
    let mut last = source.line_index(span.end);
    let keeps_line_end = |edit: &Edit| {
        let starts_line = source.line(source.line_index(edit.span.start)).start == edit.span.start;
        !edit.span.is_empty() && (edit.text.is_empty() && starts_line || edit.text.ends_with('\n'))
    };
    let ends_before = last > first
        && source.line(last).start == span.end
        && fix.edits.iter().filter(|edit| edit.span.end == span.end).all(keeps_line_end);
    if ends_before {
        last -= 1;
    }
    Span::new(first, last)
}

/// Those that share a line as one, with the findings of all of them.
fn joined(mut regions: Vec<(Span, usize)>) -> Vec<(Span, Vec<usize>)> {
    regions.sort_unstable();
    let mut joined: Vec<(Span, Vec<usize>)> = Vec::new();
    for (span, index) in regions {
        // What goes over many lines is shown by none, and keeps no other from being shown.
        if span.len() > MOST_LINES {
            continue;
        }
        match joined.last_mut().filter(|(last, _)| span.start <= last.end) {
            Some((last, findings)) => {
                last.end = last.end.max(span.end);
                findings.push(index);
            }
            None => joined.push((span, vec![index])),
        }
    }
    joined
}

/// The lines as they are left; none where they are many or gone, or nothing is changed.
fn corrected(source: &Source, lines: Span, played: &Played) -> Option<Vec<String>> {
    if lines.len() > MOST_LINES {
        return None;
    }
    let found = (lines.start..=lines.end).filter_map(|line| played.trace.get(line));
    let (first, last) = found.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))?;
    let after = &played.fixed.source;
    if last - first >= MOST_LINES || after.line(last).end - after.line(first).start > MOST_LINE_BYTES {
        return None;
    }
    let text = |source: &Source, first: usize, last: usize| -> Vec<String> {
        (first..=last).map(|line| source.slice(source.line(line)).to_owned()).collect()
    };
    let left = text(after, first, last);
    let is_shown = left.iter().any(|line| !line.trim().is_empty()) && left != text(source, lines.start, lines.end);
    is_shown.then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_over_many_lines_keeps_no_other_from_being_shown() {
        let (short, long) = (Span::new(0, MOST_LINES), Span::new(1, MOST_LINES + 2));
        assert_eq!(joined(vec![(short, 0), (long, 1)]), [(short, vec![0])]);
    }

    #[test]
    fn a_line_that_is_removed_with_its_end_leaves_the_next_alone() {
        let source = Source::new("draft.md", "one\ntwo\nthree\n");
        let lines = |edit: Edit| lines_of(&source, &Fix::safe("Mend it", edit));
        assert_eq!(lines(Edit::delete(Span::new(4, 8))), Span::new(1, 1));
        assert_eq!(lines(Edit::replace(Span::new(4, 8), "zwei\n")), Span::new(1, 1));
        assert_eq!(lines(Edit::replace(Span::new(4, 8), "zwei")), Span::new(1, 2));
        assert_eq!(lines(Edit::replace(Span::new(4, 10), "zwei\n")), Span::new(1, 2));
        assert_eq!(lines(Edit::delete(Span::new(5, 8))), Span::new(1, 2));
    }

    #[test]
    fn fixes_that_share_a_line_are_shown_as_one_from_the_first_line_on() {
        // The second finding is further down, and its fix begins further up.
        let regions = vec![(Span::new(5, 5), 0), (Span::new(4, 6), 1), (Span::new(7, 7), 2)];
        assert_eq!(joined(regions), [(Span::new(4, 6), vec![1, 0]), (Span::new(7, 7), vec![2])]);
    }

    #[test]
    fn what_is_never_done_is_withheld_though_rounds_of_fixes_find_less() {
        let source = Source::new("", "one\ntwo\n");
        let document = Document::parse(&source);
        let finding = |rule, span, text| {
            let mut finding = Diagnostic::new(rule, span, "");
            finding.fix(Fix::safe("", Edit::replace(span, text)));
            finding
        };
        // The first word goes back and forth without end.
        let findings = |document: &Document<'_>| {
            let text = document.source.text();
            let swapped = finding("swap", Span::new(0, 3), if text.starts_with("one") { "eno" } else { "one" });
            let translated = text.contains("two").then(|| finding("translate", Span::new(4, 7), "zwei"));
            std::iter::once(swapped).chain(translated).collect::<Vec<_>>()
        };
        let mut diagnostics = findings(&document);
        diagnostics.insert(0, Diagnostic::new("without-fix", Span::new(0, 3), ""));
        preview(&document, &mut diagnostics, &[], findings);
        let has_fix: Vec<_> = diagnostics.iter().map(|finding| (finding.rule, finding.fix.is_some())).collect();
        assert_eq!(has_fix, [("without-fix", false), ("swap", false), ("translate", true)]);
    }
}
