//! Owns links as Markdown accepts them, link definitions, and URLs taken apart.

use pulldown_cmark::CowStr;

use crate::text::Span;

/// How a link is written.
#[derive(Clone, Debug)]
pub enum LinkKind<'a> {
    /// `[text](url)`.
    Inline,
    /// `[text][name]`, `[name][]` or `[name]`, answered by a definition.
    Reference {
        /// What the definition gives.
        url: CowStr<'a>,
    },
    /// `<https://…>`.
    Autolink,
}

/// A link that Markdown accepts.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    /// All of it.
    pub span: Span,
    /// The text between the brackets; of an autolink the URL.
    pub text: Span,
    /// Where the destination is written, without angle brackets or title; of a reference its name.
    pub destination: Span,
    /// How it is written.
    pub kind: LinkKind<'a>,
    /// Whether it is an image.
    pub is_image: bool,
}

impl Link<'_> {
    /// Whether [`Link::destination`] is a destination and not a name.
    #[must_use]
    pub fn has_own_destination(&self) -> bool {
        !matches!(self.kind, LinkKind::Reference { .. })
    }

    /// Whether it is written `[text](url)`.
    #[must_use]
    pub fn is_inline(&self) -> bool {
        matches!(self.kind, LinkKind::Inline)
    }
}

/// `[name]: url`.
#[derive(Clone, Debug)]
pub struct Definition {
    /// All of it.
    pub span: Span,
    /// The name between the brackets.
    pub name: Span,
    /// The URL, without angle brackets or title.
    pub destination: Span,
}

/// A reference that no definition answers.
#[derive(Clone, Copy, Debug)]
pub struct UndefinedReference {
    /// All of it.
    pub span: Span,
    /// The name that is not defined.
    pub name: Span,
    /// Whether it is `[text][name]`, which can't mean anything else.
    pub is_full: bool,
}
