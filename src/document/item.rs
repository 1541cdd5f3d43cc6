//! Owns one entry of a list: its bullet, its prefixes, and how the site places it.

use std::ops::Range;

use crate::lexicon::Tag;
use crate::text::Span;

/// The character that makes a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulletKind {
    /// `*`.
    Star,
    /// `-`.
    Dash,
    /// `+`.
    Plus,
    /// `1.`.
    Number,
}

/// The marker of a list item.
#[derive(Clone, Copy, Debug)]
pub struct Bullet {
    /// Which it is.
    pub kind: BulletKind,
    /// The marker alone.
    pub span: Span,
    /// The spaces between it and the content; empty where they are missing.
    pub gap: Span,
    /// A second bullet on the same line, or the box of a task, with the spaces after it.
    pub second: Option<Span>,
}

impl Bullet {
    /// Where it ends, with a second bullet and the spaces after it.
    #[must_use]
    pub fn end(&self) -> usize {
        self.second.map_or(self.gap.end, |second| second.end)
    }
}

/// What the site makes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// A list item; depth 1 is not nested.
    Listed {
        /// How deeply nested, from 1.
        depth: usize,
    },
    /// Part of the paragraph, or of the entry, above it.
    Swallowed {
        /// Whether the line above is itself at fault: an entry without its bullet, a heading that is none.
        blamed_above: bool,
    },
    /// No bullet, or none that a renderer knows.
    Stray,
    /// Indented so far that it is code.
    Code,
    /// In a block of HTML, of which the site reads nothing.
    Html,
    /// A heading, because of the line below it.
    Heading,
    /// In a quotation.
    Quote,
}

/// How a prefix is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrefixForm {
    /// `[video]`.
    Brackets,
    /// `\[video\]`.
    Escaped,
    /// `(video)`.
    Parentheses,
    /// `video:`.
    Colon,
    /// `video`.
    Bare,
    /// `**[video]**`.
    Emphasised,
    /// In other punctuation: `{video}`, `[video`.
    Mangled,
}

/// Where a prefix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrefixPlace {
    /// Before the link, where it belongs.
    BeforeLink,
    /// At the beginning or end of the link text.
    InsideText,
    /// Behind the link.
    BehindLink,
    /// `[Title][video](url)`: the prefix has become the text of the link.
    AsText,
}

/// `[video]` and the like.
#[derive(Clone, Copy, Debug)]
pub struct Prefix {
    /// All of it.
    pub span: Span,
    /// The word alone.
    pub word: Span,
    /// What the word stands for.
    pub tag: Option<Tag>,
    /// How it is written.
    pub form: PrefixForm,
    /// Where it is.
    pub place: PrefixPlace,
}

/// One entry of a list, or what is meant as one.
#[derive(Clone, Debug)]
pub struct Item {
    /// From its indent to the end of its last line, without line end.
    pub span: Span,
    /// The spaces before the bullet, or before the comments that are before it on its line.
    pub indent: Span,
    /// The bullet; none where it was forgotten.
    pub bullet: Option<Bullet>,
    /// What is after the bullet, without spaces at its end.
    pub content: Span,
    /// Index, from 0, of its first line in the source.
    pub first_line: usize,
    /// Index, from 0, of its last line, what is nested below not included.
    pub last_line: usize,
    /// Index of its section.
    pub section: usize,
    /// Index of the item that it is meant to be nested below.
    pub parent: Option<usize>,
    /// What the site makes of it.
    pub placement: Placement,
    /// Blank lines between it and the entry before it in the same list, of which nothing else is between.
    pub blank_lines_above: usize,
    /// Whether it is an event or a part of one: it, or the item that it belongs to, begins with a date.
    pub has_date: bool,
    /// Prefixes, wherever they are, in the order of the text.
    pub prefixes: Vec<Prefix>,
    /// Which of the links begin in it, as indices.
    pub(super) links: Range<usize>,
}

impl Item {
    /// The tags of the prefixes that stand where they belong.
    pub fn tags(&self) -> impl Iterator<Item = Tag> {
        self.prefixes.iter().filter_map(|prefix| prefix.tag)
    }

    /// Whether a prefix, in whatever form and place, says what kind of media this is.
    #[must_use]
    pub fn has_media_tag(&self) -> bool {
        self.tags().any(Tag::is_media)
    }

    /// Whether an earlier prefix already says what this one stands for.
    #[must_use]
    pub fn repeats(&self, prefix: &Prefix, tag: Tag) -> bool {
        self.prefixes.iter().any(|other| other.span.start < prefix.span.start && other.tag == Some(tag))
    }

    /// The end of the last prefix before the link, or the beginning of the content.
    #[must_use]
    pub fn behind_prefixes(&self) -> usize {
        let before = self.prefixes.iter().filter(|prefix| prefix.place == PrefixPlace::BeforeLink);
        before.map(|prefix| prefix.span.end).next_back().unwrap_or(self.content.start)
    }

    /// Spaces and punctuation of `text`, the whole source, between a prefix and the link or prefix after it.
    #[must_use]
    pub fn gap_after(&self, prefix: &Prefix, text: &str) -> Span {
        let behind = &text[prefix.span.end..self.content.end.max(prefix.span.end)];
        let spaces = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        let separator = behind.trim_start_matches([' ', '\t', '-', '–', '—', ':', '|', '.', ',']);
        let length = if separator.starts_with('[') { behind.len() - separator.len() } else { spaces };
        Span::new(prefix.span.end, prefix.span.end + length)
    }

    /// Whether it is nested below another item, or is meant to be.
    #[must_use]
    pub fn is_nested(&self) -> bool {
        self.parent.is_some()
    }
}
