//! Finds the signs in text with which grammars begin: all of them in one walk over it.

use crate::document::read::markdown::typical_entries;
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

/// Whether each byte may begin one of the signs: 1 where it may.
static MAY_BEGIN: [u8; 256] = {
    let mut may_begin = [0; 256];
    let first = *b"]:w`*|";
    let mut at = 0;
    while at < first.len() {
        may_begin[first[at] as usize] = 1;
        at += 1;
    }
    may_begin
};

/// Bytes that are asked at once whether any of them may begin a sign: in most of so few, none does.
const BLOCK: usize = 4;

impl Signs {
    /// Finds the signs in the runs of `text`.
    pub(super) fn find(text: &str, runs: &TextRuns) -> Self {
        let mut signs = Self { delimiters: Vec::with_capacity(2 * typical_entries(text)), ..Self::default() };
        for run in runs.within(runs.body()) {
            signs.find_in(text.as_bytes(), run);
        }
        signs
    }

    fn find_in(&mut self, text: &[u8], run: Span) {
        let may_begin = |at: &usize| MAY_BEGIN[usize::from(text[*at])] != 0;
        let (blocks, rest) = text[run.start..run.end].as_chunks::<BLOCK>();
        let mut at = run.start;
        for block in blocks {
            if block.iter().fold(0, |any, byte| any | MAY_BEGIN[usize::from(*byte)]) != 0 {
                (at..at + BLOCK).filter(may_begin).for_each(|at| self.note(text, run, at));
            }
            at += BLOCK;
        }
        (at..at + rest.len()).filter(may_begin).for_each(|at| self.note(text, run, at));
    }

    /// Notes the sign that begins at byte `at` of a run, if one does.
    fn note(&mut self, text: &[u8], run: Span, at: usize) {
        let goes_on_with = |rest: &[u8]| text[at + 1..].starts_with(rest);
        match text[at] {
            b']' if goes_on_with(b"(") => self.brackets.push((at, run)),
            b':' if goes_on_with(b"//") => self.schemes.push((at, run)),
            b'w' if goes_on_with(b"ww.") => self.hosts.push((at, run)),
            delimiter @ (b'`' | b'*') => match self.delimiters.last_mut() {
                Some(row) if row.end == at && row.start >= run.start && text[row.start] == delimiter => row.end += 1,
                _ => self.delimiters.push(Span::new(at, at + 1)),
            },
            b'|' => self.bars.push(at),
            _ => {}
        }
    }
}
