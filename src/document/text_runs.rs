//! Owns which parts of a text are text: no code, no destination, no definition, no comment, no tag.

use crate::text::Span;

/// The parts of a body that are text.
#[derive(Debug)]
pub(super) struct TextRuns {
    /// The text without its front matter.
    body: Span,
    /// Code, destinations, definitions, comments and tags: sorted, without overlap. The rest is text.
    opaque: Vec<Span>,
}

impl TextRuns {
    /// The parts of `body` that none of `opaque` takes; they may be in any order and overlap.
    pub(super) fn new(body: Span, mut opaque: Vec<Span>) -> Self {
        merge(&mut opaque);
        Self { body, opaque }
    }

    /// The parts of these that none of `taken` takes either.
    pub(super) fn without(mut self, taken: impl Iterator<Item = Span>) -> Self {
        let known = self.opaque.len();
        self.opaque.extend(taken);
        if self.opaque.len() > known {
            merge(&mut self.opaque);
        }
        self
    }

    /// The text without its front matter.
    pub(super) fn body(&self) -> Span {
        self.body
    }

    /// The parts of `span` that are text.
    pub(super) fn within(&self, span: Span) -> impl Iterator<Item = Span> {
        let first = self.opaque.partition_point(|opaque| opaque.end <= span.start);
        let mut rest = self.opaque[first..].iter();
        let mut from = Some(span.start);
        std::iter::from_fn(move || {
            loop {
                let start = from?;
                let opaque = rest.next().filter(|opaque| opaque.start < span.end);
                from = opaque.map(|opaque| opaque.end);
                let end = opaque.map_or(span.end, |opaque| opaque.start);
                if start < end {
                    return Some(Span::new(start, end));
                }
            }
        })
    }

    /// The positions among `found`, which are sorted, that lie in text of the body, each with its run.
    pub(super) fn of(&self, found: impl Iterator<Item = usize>) -> impl Iterator<Item = (usize, Span)> {
        let Span { start: body, end } = self.body;
        let mut next = 0;
        found.skip_while(move |at| *at < body).filter_map(move |at| {
            while self.opaque.get(next).is_some_and(|opaque| opaque.end <= at) {
                next += 1;
            }
            let end = self.opaque.get(next).map_or(end, |opaque| opaque.start);
            let start = next.checked_sub(1).map_or(body, |last| self.opaque[last].end.max(body));
            (at < end).then(|| (at, Span::new(start, end)))
        })
    }

    /// Whether a byte offset lies in what is no text.
    pub(super) fn is_opaque(&self, offset: usize) -> bool {
        let next = self.opaque.partition_point(|opaque| opaque.end <= offset);
        self.opaque.get(next).is_some_and(|opaque| opaque.start <= offset)
    }
}

/// Sorts spans and joins those that overlap.
fn merge(spans: &mut Vec<Span>) {
    // A few lists that are sorted each, which a stable sort makes use of.
    spans.sort();
    spans.dedup_by(|next, last| {
        let overlaps = next.start < last.end || next == last;
        if overlaps {
            last.end = last.end.max(next.end);
        }
        overlaps
    });
}
