//! What is around a URL that nothing took.

use crate::lexicon::{DISPOSITION, Tag};
use crate::text::{Edit, Span};

/// The `[` that belongs to the `]` at byte `close`, not before `from`.
pub(super) fn opening_bracket(text: &str, from: usize, close: usize) -> Option<usize> {
    opening(text, from, close, b'[', b']')
}

/// The `(` that belongs to the `)` at byte `close`, not before `from`.
pub(super) fn opening_parenthesis(text: &str, from: usize, close: usize) -> Option<usize> {
    opening(text, from, close, b'(', b')')
}

fn opening(text: &str, from: usize, close: usize, open: u8, closing: u8) -> Option<usize> {
    let mut depth = 0_usize;
    // What closes on an earlier line has its partner there.
    for (at, byte) in text.as_bytes().get(from..close)?.iter().enumerate().rev() {
        if *byte == closing {
            depth += 1;
        } else if *byte == open {
            let Some(outer) = depth.checked_sub(1) else { return Some(from + at) };
            depth = outer;
        }
    }
    None
}

/// What is around a URL that nothing took.
pub(super) struct Around<'a> {
    pub(super) text: &'a str,
    pub(super) line: Span,
    pub(super) url: Span,
    /// The line from its beginning to the URL.
    pub(super) before: &'a str,
    /// The line from the URL to its end.
    pub(super) after: &'a str,
}

impl Around<'_> {
    /// The offset of the last of the bytes that `before` ends with, without spaces.
    pub(super) fn trimmed(&self, end: usize) -> usize {
        self.line.start + self.text[self.line.start..end].trim_end().len()
    }

    pub(super) fn byte_before(&self, offset: usize) -> Option<u8> {
        (offset > self.line.start).then(|| self.text.as_bytes()[offset - 1])
    }

    /// Behind the URL and what closes it.
    pub(super) fn closed_end(&self) -> usize {
        let closing = self.after.chars().next().filter(|c| matches!(c, ')' | ']' | '}' | '）'));
        self.url.end + closing.map_or(0, char::len_utf8)
    }

    /// The edit that gives the URL its closing parenthesis, if it has none.
    pub(super) fn close(&self) -> Option<Edit> {
        if self.after.starts_with(')') {
            None
        } else if self.after.starts_with([']', '}', '>', '）']) {
            let width = self.after.chars().next().map_or(0, char::len_utf8);
            Some(Edit::replace(Span::new(self.url.end, self.url.end + width), ")"))
        } else {
            Some(Edit::insert(self.url.end, ")"))
        }
    }
}

/// Whether a word in brackets is a prefix, not the text of a link.
pub(super) fn is_prefix(word: &str) -> bool {
    Tag::from_word(word).is_some() || ["new", "updated"].contains(&word) || word.starts_with(DISPOSITION)
}
