//! Owns how the lines that a finding becomes are shown: what they are called, and whether they can be shown at all.

use crate::diagnostic::{Applicability, Diagnostic};
use crate::report::{is_command, is_unprintable};

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

    #[test]
    fn what_a_terminal_or_a_build_would_obey_is_not_shown() {
        assert!(is_shown("* [A]\t(https://example.org/日本)"));
        assert!(!is_shown("a\u{1b}[31m"));
        assert!(!is_shown(" ::error::"));
        assert!(!is_shown(&"x".repeat(1001)));
    }
}
