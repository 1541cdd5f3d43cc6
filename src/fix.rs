//! Owns fixes: what an edit is, when it may be applied without asking, and applying it to a text.

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

/// Applies every fix that touches no earlier one; a fix is applied whole or not at all.
///
/// Returns the new text and how many fixes were applied.
pub fn apply<'f>(text: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> (String, usize) {
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for fix in fixes {
        let touches = |edit: &Edit| {
            chosen.iter().any(|other| edit.span.start <= other.span.end && other.span.start <= edit.span.end)
        };
        if !fix.edits.iter().any(touches) {
            chosen.extend(&fix.edits);
            count += 1;
        }
    }
    chosen.sort_by_key(|edit| edit.span);
    let mut fixed = String::with_capacity(text.len());
    let mut copied = 0;
    for edit in chosen {
        fixed.push_str(&text[copied..edit.span.start]);
        fixed.push_str(&edit.text);
        copied = edit.span.end;
    }
    fixed.push_str(&text[copied..]);
    (fixed, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixes_that_touch_wait() {
        let first = Fix::safe("", vec![Edit::delete(Span::new(0, 2)), Edit::insert(5, "!")]);
        let second = Fix::safe("", Edit::replace(Span::new(4, 5), "x"));
        assert_eq!(apply("abcdef", [&first, &second]), ("cde!f".to_owned(), 1));
        assert_eq!(apply("abcdef", [&second, &first]), ("abcdxf".to_owned(), 1));
    }
}
