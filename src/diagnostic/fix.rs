//! Owns the repair of a finding: its edits, and whether it may be applied without asking.

use std::collections::HashSet;

use crate::text::{Edit, Span};

/// Whether a fix may be applied without a person looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// The page reads the same afterwards, or as the format demands.
    Safe,
    /// Deletes an entry, or guesses.
    Unsafe,
}

/// Edits that belong together: all of them are applied, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, in the imperative: "Remove the tracking parameter".
    pub title: String,
    /// Whether it may be applied without asking.
    pub applicability: Applicability,
    /// The edits, sorted by place and without overlap.
    pub edits: Vec<Edit>,
    /// Whether it replaces an address by the one to which its page has moved: nothing is lost with the old one.
    pub replaces_address: bool,
}

impl Fix {
    /// A fix that may be applied without asking.
    pub fn safe(title: impl Into<String>, edits: impl Into<Vec<Edit>>) -> Self {
        Self::new(title.into(), Applicability::Safe, edits.into())
    }

    /// A fix that a person has to look at.
    pub fn unsafe_(title: impl Into<String>, edits: impl Into<Vec<Edit>>) -> Self {
        Self::new(title.into(), Applicability::Unsafe, edits.into())
    }

    fn new(title: String, applicability: Applicability, mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| edit.span);
        Self { title, applicability, edits, replaces_address: false }
    }

    /// The same fix, which replaces an address by the one to which its page has moved.
    #[must_use]
    pub fn replacing_address(self) -> Self {
        Self { replaces_address: true, ..self }
    }

    /// The lines that the fix removes whole, without what it puts elsewhere.
    #[must_use]
    pub fn removed_lines(&self, text: &str) -> Vec<String> {
        let moved: HashSet<&str> = self.edits.iter().map(|edit| edit.text.trim_end()).collect();
        let is_moved = |removed: &str| moved.contains(removed.trim_end());
        let deleted =
            self.edits.iter().filter(|edit| edit.text.is_empty()).map(|edit| &text[edit.span.start..edit.span.end]);
        let whole = deleted.filter(|removed| removed.ends_with(['\n', '\r']) && !is_moved(removed));
        whole.flat_map(str::lines).filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
    }

    /// The smallest range that holds all edits.
    #[must_use]
    pub fn span(&self) -> Span {
        let spans = self.edits.iter().map(|edit| edit.span);
        spans.reduce(Span::to).unwrap_or_default()
    }
}
