//! Owns what is meant as a link and is none: each with what is wrong about it and, where only one reading
//! exists, how it reads when it is repaired.

use crate::text::{Edit, Span};

/// What keeps a near-link from being a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NearLinkProblem {
    /// `[text](url`.
    UnclosedParenthesis,
    /// `[text](url]`.
    WrongClosing,
    /// `[text(url)`.
    MissingClosingBracket,
    /// `text](url)`.
    MissingOpeningBracket,
    /// `[text]url)`.
    MissingOpeningParenthesis,
    /// `[text] (url)`.
    SpaceBetween,
    /// `[text][url]`.
    SquareBrackets,
    /// `(text)[url]`.
    BracketsSwapped,
    /// `[url](text)`.
    TextAndUrlSwapped,
    /// `[text]((url)`.
    DoubledParenthesis,
    /// `[text]([url](url))`, `[text](url](url)`.
    Nested,
    /// `[[url][text]]`, `[[url|text]]`, `[url text]`, `[url=url]text[/url]`.
    Wiki,
    /// `[text]: url`.
    Colon,
    /// A space or line break within the destination.
    SpaceInDestination,
    /// `[text]](url)`, `[[text](url)`, `[text](url))`.
    ExtraBracket,
    /// `[text](url)(url)`.
    SecondAddress,
    /// `{text}(url)`, `(text)(url)`.
    WrongBrackets,
    /// A code span that ends after the `]`.
    CodeSpan,
    /// Brackets that Markdown does not pair, in a way that has no name.
    Unpaired,
    /// A blank line within the text.
    BlankLine,
    /// `[text](url)[text](url)`.
    Repeated,
    /// `[text](url)rest)`: the address holds the `)` that ends the link.
    CutAddress,
    /// `[more [text](url)`.
    OpenBracket,
    /// `text (url)`, `<url|text>`: a text and an address, and nothing that Markdown makes a link of.
    Apart,
}

/// How a near-link reads when it is repaired.
#[derive(Clone, Debug)]
pub struct Repair {
    /// The edits.
    pub edits: Vec<Edit>,
    /// Whether no other reading exists.
    pub is_certain: bool,
}

/// What is meant as a link and is none.
#[derive(Clone, Debug)]
pub struct NearLink {
    /// From what would be its opening bracket to the end of its URL or closing parenthesis.
    pub span: Span,
    /// The bytes that are wrong.
    pub fault: Span,
    /// What is wrong.
    pub problem: NearLinkProblem,
    /// The URL, where there is one.
    pub url: Option<Span>,
    /// How it would be right, where that is known.
    pub repair: Option<Repair>,
}
