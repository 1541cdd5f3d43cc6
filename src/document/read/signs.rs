//! Finds the signs in text with which grammars begin: all of them in one walk over it.

use crate::document::text_runs::TextRuns;
use crate::text::Span;

/// What is in the text of a body, in the order of the text. Nothing of it is in code, a destination, a comment, a tag.
#[derive(Default)]
pub(in crate::document) struct Signs {
    /// Where `](` begins, each with its run.
    pub(in crate::document) brackets: Vec<(usize, Span)>,
    /// Where `://` begins, each with its run.
    pub(in crate::document) schemes: Vec<(usize, Span)>,
    /// Where `www.` begins, each with its run.
    pub(in crate::document) hosts: Vec<(usize, Span)>,
    /// Backticks and asterisks; those that follow each other are one.
    pub(in crate::document) delimiters: Vec<Span>,
    /// Where each `|` is.
    pub(in crate::document) bars: Vec<usize>,
}

/// What a byte may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    None,
    Bracket,
    Scheme,
    Host,
    Delimiter,
    Bar,
}

/// What each byte may begin.
static SIGNS: [Sign; 256] = {
    let mut signs = [Sign::None; 256];
    signs[b']' as usize] = Sign::Bracket;
    signs[b':' as usize] = Sign::Scheme;
    signs[b'w' as usize] = Sign::Host;
    signs[b'`' as usize] = Sign::Delimiter;
    signs[b'*' as usize] = Sign::Delimiter;
    signs[b'|' as usize] = Sign::Bar;
    signs
};

impl Signs {
    /// Finds the signs in the runs of `text`.
    pub(super) fn find(text: &str, runs: &TextRuns) -> Self {
        let mut signs = Self::default();
        for run in runs.within(runs.body()) {
            signs.find_in(text.as_bytes(), run);
        }
        signs
    }

    fn find_in(&mut self, text: &[u8], run: Span) {
        let bytes = &text[run.start..run.end];
        let mut from = 0;
        while let Some(next) = bytes[from..].iter().position(|byte| SIGNS[usize::from(*byte)] != Sign::None) {
            let at = run.start + from + next;
            let mut length = 1;
            let begins_with = |needle: &[u8]| text[at..].starts_with(needle);
            match SIGNS[usize::from(text[at])] {
                Sign::Bracket if begins_with(b"](") => self.brackets.push((at, run)),
                Sign::Scheme if begins_with(b"://") => self.schemes.push((at, run)),
                Sign::Host if begins_with(b"www.") => self.hosts.push((at, run)),
                Sign::Delimiter => {
                    length = text[at..run.end].iter().take_while(|byte| **byte == text[at]).count();
                    self.delimiters.push(Span::new(at, at + length));
                }
                Sign::Bar => self.bars.push(at),
                _ => {}
            }
            from += next + length;
        }
    }
}
