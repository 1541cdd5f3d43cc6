//! Owns what lies within a line besides links: HTML tags as the site takes them, emphasis, backticks.

use crate::text::{Edit, Span};

/// Bold or italic text.
#[derive(Clone, Copy, Debug)]
pub struct Emphasis {
    /// All of it, with its delimiters.
    pub span: Span,
    /// Whether it is bold.
    pub is_strong: bool,
}

impl Emphasis {
    /// What is between the delimiters.
    #[must_use]
    pub fn inner(&self) -> Span {
        let width = if self.is_strong { 2 } else { 1 };
        Span::new(self.span.start + width, self.span.end.saturating_sub(width))
    }
}

/// What the site takes for an HTML tag.
#[derive(Clone, Copy, Debug)]
pub struct HtmlTag {
    /// From `<` to `>`.
    pub span: Span,
    /// The name, without `/`.
    pub name: Span,
    /// Whether it closes.
    pub is_closing: bool,
}

/// What is wrong with backticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BacktickProblem {
    /// One without a partner.
    Odd,
    /// A pair with nothing between.
    Empty,
    /// A code span that ends, or begins, where a word does: the backticks pair up wrongly.
    ClosesInTheMiddle,
}

/// Backticks that don't do what is meant.
#[derive(Clone, Debug)]
pub struct BacktickFault {
    /// The backticks, or the wrongly paired span.
    pub span: Span,
    /// What is wrong.
    pub problem: BacktickProblem,
    /// How it would be right, where only one reading exists.
    pub repair: Vec<Edit>,
}
