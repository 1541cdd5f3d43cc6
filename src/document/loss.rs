//! Owns which entries the site shows otherwise than they are meant, and what it is that makes it so.
//!
//! One cause, one [`Loss`]: what makes a paragraph of a list is not found again at each of its entries.

/// Why the site does not show an entry as it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossCause {
    /// A line of text, a quotation or a table right above it.
    Text,
    /// A comment right above it with spaces after its `-->`.
    Comment,
    /// A line above it that looks blank and holds white space which is none to the site.
    OddBlank,
    /// A comment, a definition or other lines between an entry and what is nested below it.
    Between,
    /// A blank line above an entry that is nested: all that follows hangs from the entry before it.
    BlankLine,
    /// Its own indent.
    Indent,
    /// A comment before its bullet, on the same line.
    CommentBefore,
    /// A tag that opens a block of HTML.
    Html,
    /// A line of `-` or `=` right below, which makes a heading of it.
    Underline,
    /// What the lines above and below do not show.
    Unknown,
}

/// Entries that the site does not show as they are meant, for one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What the cause is.
    pub cause: LossCause,
    /// Index of the line, from 0, at which it lies.
    pub line: usize,
    /// Index of the first of the entries.
    pub first: usize,
    /// How many entries there are.
    pub count: usize,
}
