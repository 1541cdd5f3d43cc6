//! Reads the prefixes of an entry.

use crate::document::inlines::Inlines;
use crate::document::item::{Prefix, PrefixForm, PrefixPlace};
use crate::document::link::Link;
use crate::document::read::cursor::Cursor;
use crate::lexicon::{Tag, is_disposition};
use crate::text::Span;
use crate::text::calendar::has_date_shape;

/// Whether content begins like an event: a date, then spaces and a bar.
pub(in crate::document) fn begins_with_date(content: &str) -> bool {
    content.get(..10).is_some_and(has_date_shape) && memchr::memchr(b'|', &content.as_bytes()[10..]).is_some()
}

/// Finds the prefixes of an entry; `links` are those of its content.
pub(in crate::document) fn prefixes(inlines: &Inlines<'_>, content: Span, links: &[Link<'_>]) -> Vec<Prefix> {
    let mut prefixes = Vec::new();
    let text = inlines.source.text();
    let mut cursor = Cursor::new(text, content);
    let starts_link = |offset: usize| links.iter().find(|link| link.span.start == offset);
    while prefixes.len() < MOST_PREFIXES {
        cursor.eat_blanks();
        if let Some(link) = starts_link(cursor.offset()) {
            inside_and_behind(inlines, link, content, &mut prefixes);
            return prefixes;
        }
        if inlines.near_links_in(content).iter().any(|link| link.span.start == cursor.offset()) {
            return prefixes;
        }
        let Some(prefix) = before_link(&mut cursor) else { return prefixes };
        let as_text =
            starts_link(cursor.offset()).filter(|_| prefix.tag.is_none() && prefix.form == PrefixForm::Brackets);
        if let Some(link) = as_text {
            let tag = Tag::from_word(inlines.text(link.text));
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
    // None begins with a digit, as the dates of events do.
    if cursor.rest().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let found = bracketed_prefix(cursor).or_else(|| {
        cursor.move_to(start);
        loose_prefix(cursor).or_else(|| {
            cursor.move_to(start);
            loose_disposition(cursor)
        })
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
    let text = cursor.text_of(word);
    let is_known = Tag::from_word(text).is_some() || is_disposition(text);
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

/// `disposition: merge` right before a link, in whatever punctuation.
fn loose_disposition(cursor: &mut Cursor<'_>) -> Option<(PrefixForm, Span)> {
    cursor.eat_while(|c| c.is_ascii_punctuation());
    let before_link = cursor.eat_while(|c| !matches!(c, '[' | '\n' | '\r'));
    let text = cursor.text_of(before_link);
    let word = text.trim_end_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
    if !is_disposition(word) || !cursor.rest().starts_with('[') {
        return None;
    }
    // The space before the link is not part of the prefix.
    cursor.move_to(before_link.start + text.trim_end().len());
    Some((PrefixForm::Mangled, Span::new(before_link.start, before_link.start + word.len())))
}

fn is_emphasis(c: char) -> bool {
    c == '*' || c == '_'
}

/// `(Video)` at the end of a title, which says what a prefix says.
fn medium_in_parentheses(inlines: &Inlines<'_>, link: &Link<'_>) -> Option<Prefix> {
    let text = inlines.text(link.text);
    let word = text.strip_suffix(')')?.rsplit_once(" (").map(|(_, word)| word)?;
    let tag = Tag::from_word(word).filter(|tag| tag.is_media())?;
    let word = Span::new(link.text.end - 1 - word.len(), link.text.end - 1);
    let span = Span::new(word.start - 1, word.end + 1);
    Some(Prefix { span, word, tag: Some(tag), form: PrefixForm::Parentheses, place: PrefixPlace::InsideText })
}

/// Prefixes that ended up within the link text or behind the link.
fn inside_and_behind(inlines: &Inlines<'_>, link: &Link<'_>, content: Span, prefixes: &mut Vec<Prefix>) {
    let text = inlines.text(link.text);
    let says_medium = |prefix: &Prefix| prefix.tag.is_some_and(Tag::is_media);
    let bracketed = |word: &str, at: usize| {
        let word = Span::new(at, at + word.len());
        let tag = Tag::from_word(inlines.text(word))?;
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
    if let Some(prefix) = medium_in_parentheses(inlines, link).filter(|_| !prefixes.iter().any(says_medium)) {
        prefixes.push(prefix);
    }
    let trailing = leading.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')).map(|(_, word)| word);
    if let Some(word) = trailing.filter(|word| word.len() + 2 < leading.len()) {
        prefixes.extend(bracketed(word, link.text.end - 1 - word.len()));
    }
    let mut cursor = Cursor::new(inlines.source.text(), Span::new(link.span.end, content.end));
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
