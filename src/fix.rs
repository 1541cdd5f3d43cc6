//! Owns fixes: what an edit is, when it may be applied without asking, and applying it to a text.

use std::collections::{BTreeMap, HashSet};

use crate::source::Span;

/// One replacement: the bytes of `span` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards; empty to delete.
    pub text: String,
}

impl Edit {
    /// Replaces the bytes of `span` by `text`.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Inserts `text` at byte offset `offset`.
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self::replace(Span::at(offset), text)
    }

    /// Removes the bytes of `span`.
    #[must_use]
    pub fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }
}

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
        Self { title, applicability, edits }
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

impl From<Edit> for Vec<Edit> {
    fn from(edit: Edit) -> Self {
        vec![edit]
    }
}

/// Applies every fix that touches no earlier one; a fix is applied whole or not at all. Of fixes that are the same,
/// which several findings may share, all count as applied.
///
/// Takes and returns bytes, for a file may hold some that are no text. Tells for each fix whether it was applied.
#[must_use]
pub fn apply(text: &[u8], fixes: &[&Fix]) -> (Vec<u8>, Vec<bool>) {
    // Edits that are chosen, by where they begin: the last before a place and the first behind it are all that can
    // touch.
    let mut chosen: BTreeMap<Span, &Edit> = BTreeMap::new();
    let mut applied = Vec::new();
    for fix in fixes.iter().copied() {
        let is_free = |edit: &Edit| {
            let before = chosen.range(..=Span::new(edit.span.end, usize::MAX)).next_back();
            before.is_none_or(|(_, other)| other.span.end < edit.span.start)
        };
        let is_chosen = |edit: &Edit| chosen.get(&edit.span).is_some_and(|other| *other == edit);
        let is_repeated = !fix.edits.is_empty() && fix.edits.iter().all(is_chosen);
        let is_sound = fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
        let fits = is_sound && (is_repeated || fix.edits.iter().all(is_free));
        if fits && !is_repeated {
            chosen.extend(fix.edits.iter().map(|edit| (edit.span, edit)));
        }
        applied.push(fits);
    }
    let mut fixed = Vec::with_capacity(text.len());
    let mut copied = 0;
    for edit in chosen.values() {
        fixed.extend_from_slice(&text[copied..edit.span.start]);
        fixed.extend_from_slice(edit.text.as_bytes());
        copied = edit.span.end;
    }
    fixed.extend_from_slice(&text[copied..]);
    (fixed, applied)
}

/// The same on text.
#[must_use]
pub fn apply_to_text(text: &str, fixes: &[&Fix]) -> (String, Vec<bool>) {
    let (bytes, applied) = apply(text.as_bytes(), fixes);
    (String::from_utf8_lossy(&bytes).into_owned(), applied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_that_two_findings_share_is_applied_once() {
        let fix = Fix::safe("", vec![Edit::delete(Span::new(0, 1)), Edit::insert(3, "!")]);
        assert_eq!(apply(b"abc", &[&fix, &fix.clone()]), (b"bc!".to_vec(), vec![true, true]));
    }

    #[test]
    fn an_insertion_before_a_deletion_keeps_its_text() {
        let fix =
            Fix::safe("", vec![Edit::delete(Span::new(1, 2)), Edit::insert(1, "x"), Edit::delete(Span::new(2, 3))]);
        assert_eq!(apply(b"abcd", &[&fix]).0, b"axd");
    }

    #[test]
    fn fixes_that_touch_wait() {
        let first = Fix::safe("", vec![Edit::delete(Span::new(0, 2)), Edit::insert(5, "!")]);
        let second = Fix::safe("", Edit::replace(Span::new(4, 5), "x"));
        assert_eq!(apply(b"abcdef", &[&first, &second]), (b"cde!f".to_vec(), vec![true, false]));
        assert_eq!(apply(b"abcdef", &[&second, &first]), (b"abcdxf".to_vec(), vec![true, false]));
    }
}
