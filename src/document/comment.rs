//! Owns HTML comments.

use crate::source::Span;

/// `<!-- … -->`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `<!--` to behind `-->`, or to the end of the text where it is never closed.
    pub span: Span,
    /// Whether it has its `-->`.
    pub closed: bool,
}

impl Comment {
    /// What stands between `<!--` and `-->`.
    #[must_use]
    pub fn body(&self) -> Span {
        let end = if self.closed { self.span.end - 3 } else { self.span.end };
        Span::new(self.span.start + 4, end)
    }
}

/// Finds the comments of `text` from byte `from` on; `is_code` tells where `<!--` is only quoted.
pub(super) fn find(text: &str, from: usize, is_code: impl Fn(usize) -> bool) -> Vec<Comment> {
    let opening = memchr::memmem::Finder::new("<!--");
    let mut comments = Vec::new();
    let mut at = from;
    while let Some(found) = opening.find(&text.as_bytes()[at..]) {
        let start = at + found;
        if is_code(start) {
            at = start + 4;
            continue;
        }
        let closing = memchr::memmem::find(&text.as_bytes()[start + 4..], b"-->");
        let end = closing.map_or(text.len(), |found| start + 4 + found + 3);
        comments.push(Comment { span: Span::new(start, end), closed: closing.is_some() });
        at = end;
    }
    comments
}
