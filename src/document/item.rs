//! Owns one entry of a list: its bullet, its prefixes, and how the site places it.

use std::ops::Range;

use crate::document::cursor::Cursor;
use crate::document::{Document, Link};
use crate::lexicon::Tag;
use crate::text::Span;
use crate::text::calendar::has_date_shape;

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
    /// The blanks between it and the content; empty where they are missing.
    pub gap: Span,
    /// A second bullet on the same line, with the blanks behind it.
    pub second: Option<Span>,
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

/// Where a prefix stands.
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
    /// Where it stands.
    pub place: PrefixPlace,
}

/// One entry of a list, or what is meant as one.
#[derive(Clone, Debug)]
pub struct Item {
    /// From its indent to the end of its last line, without line end.
    pub span: Span,
    /// The blanks before the bullet.
    pub indent: Span,
    /// The bullet; none where it was forgotten.
    pub bullet: Option<Bullet>,
    /// What stands behind the bullet, without blanks at its end.
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
    /// Blank lines between it and the entry before it in the same list, of which nothing else stands between.
    pub blank_lines_above: usize,
    /// Whether it is an event or a part of one: it, or the item that it belongs to, begins with a date.
    pub has_date: bool,
    /// Prefixes, wherever they stand, in order.
    pub prefixes: Vec<Prefix>,
    /// Which of [`Document::links`] begin in it, for [`Document::links_of`].
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

    /// Whether it is nested below another item, or is meant to be.
    #[must_use]
    pub fn is_nested(&self) -> bool {
        self.parent.is_some()
    }
}

/// Whether content begins like an event: a date, then blanks and a bar.
pub(super) fn begins_with_date(content: &str) -> bool {
    content.get(..10).is_some_and(has_date_shape) && content[10..].contains('|')
}

/// Finds the prefixes of an entry.
pub(super) fn prefixes(document: &Document<'_>, content: Span) -> Vec<Prefix> {
    let mut prefixes = Vec::new();
    let text = document.source.text();
    let mut cursor = Cursor::new(text, content);
    let links = document.links_in(content);
    let starts_link = |offset: usize| links.iter().find(|link| link.span.start == offset);
    while prefixes.len() < MOST_PREFIXES {
        cursor.eat_blanks();
        if let Some(link) = starts_link(cursor.offset()) {
            inside_and_behind(document, link, content, &mut prefixes);
            return prefixes;
        }
        if document.near_links_in(content).iter().any(|link| link.span.start == cursor.offset()) {
            return prefixes;
        }
        let Some(prefix) = before_link(&mut cursor) else { return prefixes };
        let as_text =
            starts_link(cursor.offset()).filter(|_| prefix.tag.is_none() && prefix.form == PrefixForm::Brackets);
        if let Some(link) = as_text {
            let tag = Tag::from_word(document.text(link.text));
            if tag.is_some() {
                let place = PrefixPlace::AsText;
                prefixes.push(Prefix { span: link.text, word: link.text, tag, form: PrefixForm::Brackets, place });
                return prefixes;
            }
        }
        prefixes.push(prefix);
    }
    prefixes
}

/// Prefixes that are read before the link of one entry, and as many within its text; what has more is none.
const MOST_PREFIXES: usize = 8;

/// Reads one prefix before the link and passes over it; where there is none, the cursor stays.
fn before_link(cursor: &mut Cursor<'_>) -> Option<Prefix> {
    let start = cursor.offset();
    let found = bracketed_prefix(cursor).or_else(|| {
        cursor.move_to(start);
        loose_prefix(cursor)
    });
    if found.is_none() {
        cursor.move_to(start);
    }
    let (form, word) = found?;
    let tag = Tag::from_word(cursor.text_of(word));
    Some(Prefix { span: Span::new(start, cursor.offset()), word, tag, form, place: PrefixPlace::BeforeLink })
}

/// A word in square brackets, or a known one in other brackets.
fn bracketed_prefix(cursor: &mut Cursor<'_>) -> Option<(PrefixForm, Span)> {
    let is_emphasised = !cursor.eat_while(is_emphasis).is_empty();
    let (form, closing) = if cursor.eat("\\[") {
        (PrefixForm::Escaped, "\\]")
    } else if cursor.eat("[") {
        (if is_emphasised { PrefixForm::Emphasised } else { PrefixForm::Brackets }, "]")
    } else if cursor.eat("(") {
        (PrefixForm::Parentheses, ")")
    } else {
        return None;
    };
    let word = cursor.eat_while(|c| !matches!(c, '[' | ']' | '(' | ')' | '\\' | '\n' | '\r'));
    if word.is_empty() || !cursor.eat(closing) {
        return None;
    }
    let is_known = Tag::from_word(cursor.text_of(word)).is_some();
    // `[text](url` and `[text]: url` are links gone wrong, not prefixes.
    let rest = cursor.rest();
    let is_link = rest.starts_with('(') || rest.starts_with(':') && !rest[1..].trim_start().starts_with('[');
    if is_link || !is_known && form != PrefixForm::Brackets {
        return None;
    }
    if is_emphasised {
        cursor.eat_while(is_emphasis);
    }
    Some((form, word))
}

/// A known word right before a link, in whatever punctuation: `video:`, `{video}`, `[video [`.
fn loose_prefix(cursor: &mut Cursor<'_>) -> Option<(PrefixForm, Span)> {
    let is_punctuation = |c: char| c.is_ascii_punctuation() && c != '[' || matches!(c, '–' | '—');
    let opening = cursor.eat_while(|c| is_punctuation(c) || c == '[');
    let word = cursor.eat_while(char::is_alphabetic);
    let text = cursor.text_of(word);
    let closing = cursor.eat_while(is_punctuation);
    let is_at_link = cursor.rest().trim_start_matches([' ', '\t']).starts_with('[');
    if !is_at_link {
        return None;
    }
    let tag = Tag::from_word(text)?;
    // `IT [Title](url)` is a word before a link, `[IT [Title](url)` a prefix.
    let is_code = matches!(tag, Tag::Language(code) if text.len() == 2 || code.eq_ignore_ascii_case(text));
    if is_code && opening.is_empty() && closing.is_empty() {
        return None;
    }
    let form = match (cursor.text_of(opening), cursor.text_of(closing)) {
        ("", "") => PrefixForm::Bare,
        ("", ":") => PrefixForm::Colon,
        (opening, _) if !opening.is_empty() && opening.chars().all(is_emphasis) => PrefixForm::Emphasised,
        _ => PrefixForm::Mangled,
    };
    Some((form, word))
}

fn is_emphasis(c: char) -> bool {
    c == '*' || c == '_'
}

/// `(Video)` at the end of a title, which says what a prefix says.
fn medium_in_parentheses(document: &Document<'_>, link: &Link<'_>) -> Option<Prefix> {
    let text = document.text(link.text);
    let word = text.strip_suffix(')')?.rsplit_once(" (").map(|(_, word)| word)?;
    let tag = Tag::from_word(word).filter(|tag| tag.is_media())?;
    let word = Span::new(link.text.end - 1 - word.len(), link.text.end - 1);
    let span = Span::new(word.start - 1, word.end + 1);
    Some(Prefix { span, word, tag: Some(tag), form: PrefixForm::Parentheses, place: PrefixPlace::InsideText })
}

/// Prefixes that ended up within the link text or behind the link.
fn inside_and_behind(document: &Document<'_>, link: &Link<'_>, content: Span, prefixes: &mut Vec<Prefix>) {
    let text = document.text(link.text);
    let says_medium = |prefix: &Prefix| prefix.tag.is_some_and(Tag::is_media);
    let bracketed = |word: &str, at: usize| {
        let word = Span::new(at, at + word.len());
        let tag = Tag::from_word(document.text(word))?;
        let span = Span::new(word.start - 1, word.end + 1);
        Some(Prefix { span, word, tag: Some(tag), form: PrefixForm::Brackets, place: PrefixPlace::InsideText })
    };
    let mut leading = text;
    while let Some((word, rest)) = leading.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        if prefixes.len() >= 2 * MOST_PREFIXES {
            return;
        }
        let Some(prefix) = bracketed(word, link.text.start + text.len() - leading.len() + 1) else { break };
        prefixes.push(prefix);
        leading = rest.trim_start();
    }
    if let Some(prefix) = medium_in_parentheses(document, link).filter(|_| !prefixes.iter().any(says_medium)) {
        prefixes.push(prefix);
    }
    let trailing = leading.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')).map(|(_, word)| word);
    if let Some(word) = trailing.filter(|word| word.len() + 2 < leading.len()) {
        prefixes.extend(bracketed(word, link.text.end - 1 - word.len()));
    }
    let mut cursor = Cursor::new(document.source.text(), Span::new(link.span.end, content.end));
    cursor.eat_blanks();
    let is_bracketed = cursor.rest().starts_with(['[', '(', '\\']);
    if !is_bracketed {
        return;
    }
    if let Some(mut prefix) = before_link(&mut cursor).filter(|prefix| prefix.tag.is_some()) {
        prefix.place = PrefixPlace::BehindLink;
        prefixes.push(prefix);
    }
}
