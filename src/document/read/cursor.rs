//! Owns the small scanner in which the line grammars are written.

use crate::text::Span;

/// A position in a stretch of text that only moves forward when what is asked for is there.
#[derive(Clone)]
pub(in crate::document::read) struct Cursor<'a> {
    text: &'a str,
    /// Where the stretch ends; nothing after it is seen.
    end: usize,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor at the beginning of `span` of `text`.
    pub(in crate::document::read) fn new(text: &'a str, span: Span) -> Self {
        Self { text, end: span.end, at: span.start }
    }

    /// Byte offset in the whole text.
    pub(in crate::document::read) fn offset(&self) -> usize {
        self.at
    }

    /// What is still to come.
    pub(in crate::document::read) fn rest(&self) -> &'a str {
        &self.text[self.at..self.end]
    }

    /// The text of `span`.
    pub(in crate::document::read) fn text_of(&self, span: Span) -> &'a str {
        &self.text[span.start..span.end]
    }

    /// Moves to a byte offset of the whole text.
    pub(in crate::document::read) fn move_to(&mut self, offset: usize) {
        self.at = offset.min(self.end);
    }

    /// Passes over `token` if it comes next.
    pub(in crate::document::read) fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Passes over all characters that `wanted` takes, and returns their place.
    pub(in crate::document::read) fn eat_while(&mut self, wanted: impl Fn(char) -> bool) -> Span {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        Span::new(start, self.at)
    }

    /// Passes over spaces and tabs, and returns their place.
    pub(in crate::document::read) fn eat_blanks(&mut self) -> Span {
        let start = self.at;
        self.at += self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        Span::new(start, self.at)
    }
}
