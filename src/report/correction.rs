//! Owns the corrected lines that reports show: what a fix makes of the lines it touches.

use crate::diagnostic::{Applicability, Fix};
use crate::lint::apply::apply_to_text;
use crate::report::{is_command, is_unprintable};
use crate::text::{Edit, Source, Span};

/// What a fix makes of the lines it touches.
#[derive(Debug)]
pub(super) struct Correction {
    /// What the lines are: corrected where the fix is safe, else suggested.
    pub(super) name: &'static str,
    /// The lines, ready to paste; nothing in them is unprintable but tabs.
    pub(super) lines: Vec<String>,
}

impl Correction {
    /// A line with every one of these safe fixes applied that lies in it, so that what is pasted is right altogether.
    /// None for fewer than two, and where the line cannot be shown.
    #[cfg(feature = "cli")]
    pub(super) fn of_whole_line(source: &Source, line: usize, fixes: &[&Fix]) -> Option<Self> {
        let line = source.line(line);
        let lies_in = |fix: &Fix| line.start <= fix.span().start && fix.span().end <= line.end;
        if fixes.len() < 2 || !fixes.iter().all(|fix| lies_in(fix)) {
            return None;
        }
        let shifted: Vec<Fix> = fixes.iter().map(|fix| shifted(fix, line.start)).collect();
        let (fixed, _) = apply_to_text(source.slice(line), &shifted.iter().collect::<Vec<_>>());
        let is_line = !fixed.trim().is_empty() && !fixed.contains(['\n', '\r']) && is_shown(&fixed);
        is_line.then_some(Self { name: "corrected line, with all fixes of it", lines: vec![fixed] })
    }

    /// None where the lines are many, do not follow each other, or hold what cannot be shown.
    pub(super) fn new(source: &Source, fix: &Fix) -> Option<Self> {
        let lines = corrected_lines(source, fix)?;
        let name = match (fix.applicability, lines.len()) {
            (Applicability::Safe, 1) => "corrected line",
            (Applicability::Safe, _) => "corrected lines",
            (Applicability::Unsafe, 1) => "suggested line",
            (Applicability::Unsafe, _) => "suggested lines",
        };
        Some(Self { name, lines })
    }
}

/// Characters from which on a line is too long to be shown.
const MOST_CHARACTERS: usize = 1000;

/// The lines as a fix leaves them, ready to paste: where they are few, follow each other, and show what they hold.
fn corrected_lines(source: &Source, fix: &Fix) -> Option<Vec<String>> {
    const MOST_LINES: usize = 3;
    let span = fix.span();
    let first = source.line_index(span.start);
    let mut last = source.line_index(span.end);
    let keeps_line_end = |edit: &Edit| {
        let is_whole_line =
            edit.text.is_empty() && source.line(source.line_index(edit.span.start)).start == edit.span.start;
        !edit.span.is_empty() && (is_whole_line || edit.text.ends_with('\n'))
    };
    let ends_before = last > first
        && source.line(last).start == span.end
        && fix.edits.iter().filter(|edit| edit.span.end == span.end).all(keeps_line_end);
    if ends_before {
        last -= 1;
    }
    let region = Span::new(source.line(first).start, source.line_with_end(last).end);
    if last - first > MOST_LINES || region.len() > (MOST_LINES + 1) * 4 * MOST_CHARACTERS {
        return None;
    }
    let (fixed, _) = apply_to_text(source.slice(region), &[&shifted(fix, region.start)]);
    let lines: Vec<_> = fixed.lines().map(|line| line.trim_end_matches('\r').to_owned()).collect();
    let has_text = lines.iter().any(|line| !line.trim().is_empty());
    (has_text && lines.len() <= MOST_LINES && lines.iter().all(|line| is_shown(line))).then_some(lines)
}

/// The same fix in a text that lacks what stands before `start`.
fn shifted(fix: &Fix, start: usize) -> Fix {
    let shift = |span: Span| Span::new(span.start - start, span.end - start);
    let edits = fix.edits.iter().map(|edit| Edit::replace(shift(edit.span), edit.text.as_str())).collect();
    Fix { edits, ..fix.clone() }
}

/// Whether a line can be shown, to be pasted.
fn is_shown(line: &str) -> bool {
    let is_plain = !line.chars().any(|c| is_unprintable(c) && c != '\t') && !is_command(line);
    is_plain && line.chars().count() <= MOST_CHARACTERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_of_few_lines_is_shown_as_they_become() {
        let source = Source::new("x", "one\r\ntwo\r\n\r\nthree\r\nfour");
        let lines = |edits: Vec<Edit>| corrected_lines(&source, &Fix::safe("", edits));
        let text = |lines: &[&str]| Some(lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
        assert_eq!(lines(vec![Edit::replace(Span::new(0, 3), "1")]), text(&["1"]));
        assert_eq!(lines(vec![Edit::insert(5, "\r\n")]), text(&["", "two"]));
        assert_eq!(lines(vec![Edit::replace(Span::new(3, 5), " ")]), text(&["one two"]));
        assert_eq!(lines(vec![Edit::delete(Span::new(3, 5))]), text(&["onetwo"]));
        assert_eq!(lines(vec![Edit::delete(Span::new(10, 12))]), None);
        assert_eq!(lines(vec![Edit::delete(Span::new(0, 5))]), None);
        assert_eq!(lines(vec![Edit::insert(0, "\u{1b}")]), None);
        assert_eq!(lines(vec![Edit::insert(0, " ::error::")]), None);
        assert_eq!(lines(vec![Edit::insert(0, "x".repeat(1001))]), None);
        assert_eq!(lines(vec![Edit::delete(Span::new(0, 1)), Edit::insert(23, "!")]), None);
    }
}
