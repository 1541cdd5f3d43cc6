//! Owns where the lines of a text are once fixes have changed it.

use crate::diagnostic::Fix;
use crate::text::{Edit, Source};

/// Where each line of a text is now, through any number of rounds of fixes. Lines are counted from 0.
#[derive(Debug)]
pub(crate) struct Trace {
    /// The first and the last line that a line has become; none where it is gone.
    lines: Vec<Option<(usize, usize)>>,
}

impl Trace {
    /// Of a text that nothing has changed.
    pub(crate) fn new(source: &Source) -> Self {
        Self { lines: (0..source.line_count()).map(|line| Some((line, line))).collect() }
    }

    /// The first and the last line that a line has become; none where it is gone.
    pub(crate) fn get(&self, line: usize) -> Option<(usize, usize)> {
        self.lines.get(line).copied().flatten()
    }

    /// Follows the lines from a text to what these fixes, all of them applied, have made of it.
    pub(crate) fn follow(&mut self, before: &Source, fixes: &[&Fix], after: &Source) {
        let round = Round::new(before, fixes, after);
        let moved = round.lines();
        for place in &mut self.lines {
            let Some((first, last)) = *place else { continue };
            let found = moved[first..=last].iter().flatten().copied();
            *place = found.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
        }
    }
}

/// An edit that was applied.
struct Applied<'a> {
    edit: &'a Edit,
    /// Index of its fix.
    fix: usize,
    /// Where its text begins now.
    start: usize,
}

impl Applied<'_> {
    /// Where its text ends now.
    fn end(&self) -> usize {
        self.start + self.edit.text.len()
    }
}

/// One text and the next.
struct Round<'a> {
    before: &'a Source,
    after: &'a Source,
    /// In order of their places.
    edits: Vec<Applied<'a>>,
}

impl<'a> Round<'a> {
    fn new(before: &'a Source, fixes: &[&'a Fix], after: &'a Source) -> Self {
        let edits = fixes.iter().enumerate().flat_map(|(fix, of)| of.edits.iter().map(move |edit| (edit, fix)));
        let mut edits: Vec<Applied<'a>> = edits.map(|(edit, fix)| Applied { edit, fix, start: 0 }).collect();
        edits.sort_by_key(|applied| applied.edit.span);
        // Two findings may share an edit.
        edits.dedup_by(|one, other| one.edit == other.edit);
        let (mut behind, mut start) = (0, 0);
        for applied in &mut edits {
            start += applied.edit.span.start - behind;
            applied.start = start;
            start += applied.edit.text.len();
            behind = applied.edit.span.end;
        }
        Self { before, after, edits }
    }

    /// Where each line is now.
    fn lines(&self) -> Vec<Option<(usize, usize)>> {
        let mut lines: Vec<Option<(usize, usize)>> = Vec::with_capacity(self.before.line_count());
        // How many edits begin up to the end of the last line, and whether none of them touches it.
        let (mut passed, mut is_apart) = (0, false);
        for index in 0..self.before.line_count() {
            let whole = self.before.line_with_end(index);
            let count = self.edits[passed..].iter().take_while(|edit| edit.edit.span.start <= whole.end).count();
            let last = passed.checked_sub(1).and_then(|last| self.edits.get(last));
            let is_next = count == 0 && last.is_none_or(|last| last.edit.span.end < whole.start);
            // Of two lines that follow each other with no edit in or between them, the second still follows the first.
            let place = match lines.last() {
                Some(Some((_, above))) if is_apart && is_next => Some((above + 1, above + 1)),
                _ => self.line(index),
            };
            lines.push(place);
            (passed, is_apart) = (passed + count, is_next);
        }
        lines
    }

    /// Where a line is now.
    fn line(&self, index: usize) -> Option<(usize, usize)> {
        let line = self.before.line(index);
        // What is inserted at its beginning and at its end belongs to it, but not other lines above it.
        let is_above = |edit: &Edit| {
            let is_lines = edit.span.is_empty() && edit.text.ends_with('\n') && !edit.text.trim().is_empty();
            edit.span.start < line.start || edit.span.start == line.start && is_lines
        };
        let started = self.edits.partition_point(|applied| is_above(applied.edit));
        let start = match self.edits[..started].last() {
            Some(last) if last.edit.span.end > line.start => last.start,
            Some(last) => last.end() + (line.start - last.edit.span.end),
            None => line.start,
        };
        let ended = self.edits.partition_point(|applied| applied.edit.span.start <= line.end);
        let mut end = match self.edits[..ended].last() {
            Some(last) if last.edit.span.end > line.end => last.end(),
            Some(last) => last.end() + (line.end - last.edit.span.end),
            None => line.end,
        };
        let whole = self.before.line_with_end(index);
        let covering = self.edits[..ended].last().filter(|last| last.edit.span.contains(whole) && !whole.is_empty());
        if let Some(covering) = covering {
            let text = self.before.slice(line);
            if let Some(found) = self.find(text, covering) {
                return Some((found, found));
            }
            let others = self.edits.iter().filter(|other| other.fix == covering.fix && other.start != covering.start);
            if covering.edit.text.is_empty() {
                let moved = others.filter_map(|other| self.find(text, other)).next();
                return moved.map(|found| (found, found));
            }
        }
        if end > start && self.after.text()[..end].ends_with('\n') {
            end -= 1;
        }
        Some((self.after.line_index(start), self.after.line_index(end)))
    }

    /// The line in the text of an edit that is the same as one that was there.
    fn find(&self, text: &str, applied: &Applied<'_>) -> Option<usize> {
        if text.trim().is_empty() || applied.edit.text.is_empty() {
            return None;
        }
        let mut at = 0;
        for line in applied.edit.text.split_inclusive('\n') {
            if line.trim_end() == text.trim_end() {
                return Some(self.after.line_index(applied.start + at));
            }
            at += line.len();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    /// Where each line of a text is after fixes with these edits, as `first-last`, or `gone`.
    fn traced(text: &str, fixes: &[&[Edit]]) -> String {
        let before = Source::new("", text);
        let fixes: Vec<Fix> = fixes.iter().map(|edits| Fix::safe("", edits.to_vec())).collect();
        let fixes: Vec<&Fix> = fixes.iter().collect();
        let after = Source::new("", crate::lint::apply::apply_to_text(text, &fixes).0);
        let mut trace = Trace::new(&before);
        trace.follow(&before, &fixes, &after);
        let shown = |line| match trace.get(line) {
            Some((first, last)) if first == last => first.to_string(),
            Some((first, last)) => format!("{first}-{last}"),
            None => "gone".to_owned(),
        };
        (0..before.line_count()).map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lines_are_followed_through_edits() {
        let text = "one\ntwo\nthree\nfour";
        let (two, three) = (4, 8);
        assert_eq!(traced(text, &[]), "0 1 2 3");
        assert_eq!(traced(text, &[&[Edit::replace(Span::new(0, 3), "1")]]), "0 1 2 3");
        assert_eq!(traced(text, &[&[Edit::insert(two, "x\n")]]), "0 2 3 4");
        assert_eq!(traced(text, &[&[Edit::insert(two, "\n")]]), "0 1-2 3 4");
        assert_eq!(traced(text, &[&[Edit::insert(two + 1, "\n")]]), "0 1-2 3 4");
        assert_eq!(traced(text, &[&[Edit::delete(Span::new(two, three))]]), "0 gone 1 2");
        assert_eq!(traced(text, &[&[Edit::replace(Span::new(3, two), " ")]]), "0 0 1 2");
        assert_eq!(traced(text, &[&[Edit::replace(Span::new(two, three), "2\n")]]), "0 1 2 3");
        // One moves, and so do two that change places.
        assert_eq!(traced(text, &[&[Edit::insert(0, "three\n"), Edit::delete(Span::new(three, 14))]]), "1 2 0 3");
        assert_eq!(traced(text, &[&[Edit::replace(Span::new(0, three), "two\none\n")]]), "1 0 2 3");
        // Of two fixes, each moves its own.
        let cut = [Edit::delete(Span::new(0, 2))];
        assert_eq!(traced(text, &[&cut, &[Edit::delete(Span::new(two, three))]]), "0 gone 1 2");
    }
}
