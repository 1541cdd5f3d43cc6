//! Owns how the lines that a finding becomes are shown: what they are called, and whether they can be shown at all.

#[cfg(feature = "cli")]
use crate::diagnostic::Fix;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::report::{is_command, is_unprintable};
#[cfg(feature = "cli")]
use crate::text::{Edit, Source, Span};

/// What the lines of a finding become.
#[derive(Debug)]
pub(super) struct Correction<'a> {
    /// What the lines are: corrected where the fixes are safe, else suggested.
    pub(super) name: &'static str,
    /// The lines, ready to paste; nothing in them is unprintable but tabs.
    pub(super) lines: &'a [String],
    /// Whether the fixes of other findings have a part in them.
    pub(super) is_joint: bool,
}

impl<'a> Correction<'a> {
    /// None where the lines hold what cannot be shown.
    pub(super) fn of(diagnostic: &'a Diagnostic) -> Option<Self> {
        let corrected = diagnostic.corrected.as_ref()?;
        let name = match (corrected.applicability, corrected.lines.len(), corrected.is_joint) {
            (Applicability::Safe, 1, false) => "corrected line",
            (Applicability::Safe, 1, true) => "corrected line, with all fixes",
            (Applicability::Safe, _, false) => "corrected lines",
            (Applicability::Safe, _, true) => "corrected lines, with all fixes",
            (Applicability::Unsafe, 1, false) => "suggested line",
            (Applicability::Unsafe, 1, true) => "suggested line, with all fixes",
            (Applicability::Unsafe, _, false) => "suggested lines",
            (Applicability::Unsafe, _, true) => "suggested lines, with all fixes",
        };
        let can_be_shown = corrected.lines.iter().all(|line| is_shown(line));
        can_be_shown.then_some(Self { name, lines: &corrected.lines, is_joint: corrected.is_joint })
    }
}

/// Lines that can be replaced as they lie in a file, with one click of a person.
#[cfg(feature = "cli")]
#[derive(Debug)]
pub(super) struct Suggestion<'a> {
    /// The lines as they are: from the beginning of the first to the end of the last, without its line end.
    pub(super) span: Span,
    /// What they are replaced by; no lines where they are to go.
    pub(super) lines: &'a [String],
    /// Whether safe fixes alone leave them so.
    pub(super) is_safe: bool,
}

#[cfg(feature = "cli")]
impl<'a> Suggestion<'a> {
    /// What becomes of the lines of a finding, or the lines that its fix removes.
    pub(super) fn of(source: &Source, diagnostic: &'a Diagnostic) -> Option<Self> {
        let Some(corrected) = &diagnostic.corrected else {
            let is_safe = diagnostic.has_safe_fix();
            return removed(source, diagnostic.fix.as_ref()?).map(|span| Self { span, lines: &[], is_safe });
        };
        let is_safe = corrected.applicability == Applicability::Safe;
        let Correction { lines, .. } = Correction::of(diagnostic)?;
        Some(Self { span: corrected.span, lines, is_safe })
    }
}

/// The lines that a fix removes, where it does nothing else.
#[cfg(feature = "cli")]
fn removed(source: &Source, fix: &Fix) -> Option<Span> {
    const LINE_ENDS: [char; 2] = ['\n', '\r'];
    let [Edit { span, text }] = fix.edits.as_slice() else { return None };
    let whole = source.text();
    let removed = source.slice(*span);
    let starts_line = span.start == 0 || whole[..span.start].ends_with(LINE_ENDS);
    let ends_line = span.end == whole.len() || whole[span.end..].starts_with(LINE_ENDS);
    let takes_end = removed.ends_with(LINE_ENDS) && starts_line;
    let takes_end_before = removed.starts_with(LINE_ENDS) && ends_line;
    if !text.is_empty() || !(takes_end || takes_end_before || starts_line && ends_line) {
        return None;
    }
    let lines = removed.trim_matches(LINE_ENDS);
    let start = span.start + removed.len() - removed.trim_start_matches(LINE_ENDS).len();
    (!lines.is_empty()).then(|| Span::new(start, start + lines.len()))
}

/// Characters from which on a line is too long to be shown.
const MOST_CHARACTERS: usize = 1000;

/// Whether a line can be shown, to be pasted.
fn is_shown(line: &str) -> bool {
    let is_plain = !line.chars().any(|c| is_unprintable(c) && c != '\t') && !is_command(line);
    is_plain && line.chars().count() <= MOST_CHARACTERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "cli")]
    #[test]
    fn only_whole_lines_are_removed() {
        let source = Source::new("draft.md", "one\ntwo\nthree");
        let line = |edit: Edit| removed(&source, &Fix::safe("Remove it", edit)).map(|span| source.slice(span));
        assert_eq!(line(Edit::delete(Span::new(4, 8))), Some("two"));
        assert_eq!(line(Edit::delete(Span::new(4, 7))), Some("two"));
        assert_eq!(line(Edit::delete(Span::new(7, 13))), Some("three"));
        assert_eq!(line(Edit::delete(Span::new(4, 6))), None);
        assert_eq!(line(Edit::delete(Span::new(5, 8))), None);
        assert_eq!(line(Edit::delete(Span::new(3, 4))), None);
        assert_eq!(line(Edit::replace(Span::new(4, 8), "zwei\n")), None);
    }

    #[test]
    fn what_a_terminal_or_a_build_would_obey_is_not_shown() {
        assert!(is_shown("* [A]\t(https://example.org/日本)"));
        assert!(!is_shown("a\u{1b}[31m"));
        assert!(!is_shown(" ::error::"));
        assert!(!is_shown(&"x".repeat(1001)));
    }
}
