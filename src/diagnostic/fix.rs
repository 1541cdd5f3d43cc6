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
        const LINE_ENDS: [char; 2] = ['\n', '\r'];
        let shorn = |lines: &'_ str| lines.trim_start_matches(LINE_ENDS).trim_end().to_owned();
        let moved: HashSet<String> = self.edits.iter().map(|edit| shorn(&edit.text)).collect();
        let is_whole = |span: Span| {
            let removed = &text[span.start..span.end];
            let starts_line = text[..span.start].is_empty() || text[..span.start].ends_with(LINE_ENDS);
            let ends_line = text[span.end..].is_empty() || text[span.end..].starts_with(LINE_ENDS);
            // The last line of a file may go with the line end before it, or have none.
            removed.ends_with(LINE_ENDS) || ends_line && (starts_line || removed.starts_with(LINE_ENDS))
        };
        let deleted = self.edits.iter().filter(|edit| edit.text.is_empty() && is_whole(edit.span));
        let deleted = deleted.map(|edit| &text[edit.span.start..edit.span.end]);
        let lines = deleted.filter(|removed| !moved.contains(&shorn(removed))).flat_map(|it| it.split(LINE_ENDS));
        lines.filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
    }

    /// The smallest range that holds all edits.
    #[must_use]
    pub fn span(&self) -> Span {
        let spans = self.edits.iter().map(|edit| edit.span);
        spans.reduce(Span::to).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_that_are_removed_are_named_wherever_they_are() {
        let removed = |text: &str, gone: &str| {
            let start = text.find(gone).unwrap_or_default();
            Fix::unsafe_("", Edit::delete(Span::new(start, start + gone.len()))).removed_lines(text)
        };
        for (text, gone) in [
            ("a\nb\nc\n", "b\n"),
            ("a\nb\nc\n", "\nb"),
            ("a\nb\nc\n", "b"),
            ("a\nb", "b"),
            ("a\nb", "\nb"),
            ("a\r\nb", "\r\nb"),
            ("a\rb", "\rb"),
            ("a\rb\rc", "b\r"),
            ("b", "b"),
        ] {
            assert_eq!(removed(text, gone), ["b"], "{text:?} without {gone:?}");
        }
        assert_eq!(removed("a\rb\r\rc", "a\rb\r"), ["a", "b"]);
        for (text, gone) in [("a\nxb", "b"), ("bx\n", "b"), ("a\nxb\n", "b"), ("a\n\n\n", "\n\n")] {
            assert!(removed(text, gone).is_empty(), "{text:?} without {gone:?}");
        }
    }

    #[test]
    fn lines_that_are_moved_are_not_removed() {
        let text = "a\nb\nc";
        for put in ["c\n", "\nc", "c"] {
            let edits = vec![Edit::insert(0, put), Edit::delete(Span::new(3, 5))];
            assert!(Fix::unsafe_("", edits).removed_lines(text).is_empty(), "{put:?}");
        }
    }
}
