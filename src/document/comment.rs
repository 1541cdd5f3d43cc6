//! Owns HTML comments.

use crate::text::Span;

/// `<!-- … -->`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `<!--` to after `-->`, or to the end of the text where it is never closed.
    pub span: Span,
    /// Whether it has its `-->`.
    pub closed: bool,
}

impl Comment {
    /// What is between `<!--` and `-->`.
    #[must_use]
    pub fn body(&self) -> Span {
        let end = if self.closed { self.span.end - 3 } else { self.span.end };
        // `<!-->`
        Span::new(self.span.start + 4, end.max(self.span.start + 4))
    }
}

/// How far a directive reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveScope {
    /// `allow(…)`: the entry or line that it is on or above.
    Entry,
    /// `allow-file(…)`: the whole file.
    File,
}

/// A comment that speaks to this program: `<!-- twir-lint: allow(rule, …) reason -->`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The comment that it is in.
    pub comment: Span,
    /// How far it reaches; none where it is written otherwise than a directive is.
    pub scope: Option<DirectiveScope>,
    /// The names in its parentheses, in the order of the text.
    pub names: Vec<Span>,
    /// What is between the parentheses.
    pub list: Span,
}
