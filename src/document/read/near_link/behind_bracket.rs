//! A bracket right before a URL, where a parenthesis belongs.

use super::around::{Around, is_prefix, opening_bracket, opening_parenthesis};
use super::found::{Found, certain};
use crate::document::near_link::NearLinkProblem;
use crate::document::read::marked::Marked;
use crate::lexicon::looks_like_url;
use crate::text::{Edit, Span};

/// `…[url`.
pub(super) fn behind_bracket(marked: &Marked<'_>, around: &Around<'_>, found: &mut Found) -> bool {
    if wiki(around, found) {
        return true;
    }
    let bracket = around.url.start - 1;
    let gap_start = around.trimmed(bracket);
    let is_touching = gap_start == bracket;
    match around.byte_before(gap_start) {
        Some(b']') => square_brackets(around, gap_start, found),
        // `[text](url)[url]`
        Some(b')') if is_touching && marked.in_link_text(gap_start - 1) => {
            second_address(marked, around, gap_start, bracket, found)
        }
        Some(b')') if is_touching && opening_bracket(around.text, around.line.start, bracket).is_none() => {
            swapped_brackets(around, found)
        }
        _ if around.after.starts_with("](") || around.after.starts_with("] (") => url_as_text(around, found),
        Some(_) => open_text(around, gap_start, found),
        None => false,
    }
}

/// `[text][url]`, where `end` is after the first `]`.
fn square_brackets(around: &Around<'_>, end: usize, found: &mut Found) -> bool {
    let (text, url) = (around.text, around.url);
    let opening = opening_bracket(text, around.line.start, end - 1);
    let Some(start) = opening.filter(|start| !is_prefix(&text[start + 1..end - 1])) else { return false };
    let edits: Vec<_> = std::iter::once(Edit::replace(Span::new(end, url.start), "(")).chain(around.close()).collect();
    let closed_end = around.closed_end();
    let fault = Span::new(url.start - 1, closed_end);
    found.near(Span::new(start, closed_end), fault, NearLinkProblem::SquareBrackets, Some(url), certain(edits));
    true
}

/// `(text)[url]`
fn swapped_brackets(around: &Around<'_>, found: &mut Found) -> bool {
    let (text, url) = (around.text, around.url);
    let end = url.start - 2;
    let Some(open) = opening_parenthesis(text, around.line.start, end) else { return false };
    let span = Span::new(open, around.closed_end());
    let label = &text[open + 1..end];
    let edit = Edit::replace(span, format!("[{label}]({})", &text[url.start..url.end]));
    let repair = if label.contains(['[', ']']) { None } else { certain(edit) };
    found.near(span, span, NearLinkProblem::BracketsSwapped, Some(url), repair);
    true
}

/// `[url](text with spaces)`
fn url_as_text(around: &Around<'_>, found: &mut Found) -> bool {
    let url = around.url;
    let Some(first) = around.after.find(')') else { return false };
    // The text may have parentheses of its own.
    let length = match around.after.split_once('(') {
        Some((_, inner)) if !inner.starts_with('(') => {
            closing_parenthesis(inner).map_or(first, |at| around.after.len() - inner.len() + at)
        }
        _ => first,
    };
    let label = around.after[1..length].trim_start().trim_start_matches('(');
    let span = Span::new(url.start - 1, url.end + length + 1);
    let edit = Edit::replace(span, format!("[{label}]({})", &around.text[url.start..url.end]));
    // Of two addresses, neither is the text.
    let repair = if label.contains("://") || looks_like_url(label) { None } else { certain(edit) };
    found.near(span, span, NearLinkProblem::TextAndUrlSwapped, Some(url), repair);
    true
}

/// Where the `)` is that closes what `text` is within.
fn closing_parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `[text[url)`, where `end` is after the text.
fn open_text(around: &Around<'_>, end: usize, found: &mut Found) -> bool {
    let url = around.url;
    let Some(start) = opening_bracket(around.text, around.line.start, url.start - 1) else { return false };
    let fault = Span::new(end, url.start);
    let edits: Vec<_> = std::iter::once(Edit::replace(fault, "](")).chain(around.close()).collect();
    let whole = Span::new(start, around.closed_end());
    found.near(whole, fault, NearLinkProblem::MissingClosingBracket, Some(url), certain(edits));
    true
}

/// An address after a link that is one already: the same again, or another. `end` is where the link ends.
pub(super) fn second_address(
    marked: &Marked<'_>,
    around: &Around<'_>,
    end: usize,
    bracket: usize,
    found: &mut Found,
) -> bool {
    let next = marked.links.partition_point(|link| link.span.start < bracket);
    let Some(link) = next.checked_sub(1).and_then(|at| marked.links.get(at)).filter(|link| link.span.end == end) else {
        return false;
    };
    let span = Span::new(bracket, around.closed_end());
    let is_same = marked.text(link.destination) == marked.text(around.url);
    let repair = if is_same { certain(Edit::delete(span)) } else { None };
    found.near(span, span, NearLinkProblem::SecondAddress, Some(around.url), repair);
    true
}

/// `[text]url)`.
pub(super) fn missing_parenthesis(around: &Around<'_>, found: &mut Found) -> bool {
    let bracket = around.url.start - 1;
    let Some(start) = opening_bracket(around.text, around.line.start, bracket) else { return false };
    if is_prefix(&around.text[start + 1..bracket]) {
        return false;
    }
    let edits: Vec<_> = std::iter::once(Edit::insert(around.url.start, "(")).chain(around.close()).collect();
    let whole = Span::new(start, around.closed_end());
    found.near(
        whole,
        Span::new(bracket, around.url.start),
        NearLinkProblem::MissingOpeningParenthesis,
        Some(around.url),
        certain(edits),
    );
    true
}

/// `[[url][text]]`, `[[url|text]]`, `[[url text]]`, `[[url]]` and `[url text]`, as Org mode and wikis write a link.
fn wiki(around: &Around<'_>, found: &mut Found) -> bool {
    let url = around.url;
    let is_doubled = around.before.ends_with("[[");
    let closing = if is_doubled { "]]" } else { "]" };
    let Some((inner, behind)) = around.after.split_once(closing) else { return false };
    let label = match inner.strip_prefix("][").or_else(|| inner.strip_prefix('|')) {
        Some(label) if is_doubled => label,
        None if inner.starts_with(' ') || is_doubled && inner.is_empty() => inner,
        _ => return false,
    };
    // `[url text](url)` is meant otherwise.
    if behind.starts_with(['(', '[']) || label.contains("](") || label.contains("://") {
        return false;
    }
    let opening = if is_doubled { 2 } else { 1 };
    let span = Span::new(url.start - opening, url.end + inner.len() + closing.len());
    let label = label.trim();
    let edit = Edit::replace(span, format!("[{label}]({})", &around.text[url.start..url.end]));
    let repair = if label.is_empty() || label.contains(['[', ']']) { None } else { certain(edit) };
    found.near(span, span, NearLinkProblem::Wiki, Some(url), repair);
    true
}
