//! A bracket right before a URL, where a parenthesis belongs.

use super::around::{Around, is_prefix, opening_bracket, opening_parenthesis};
use super::found::{Found, certain};
use crate::document::near_link::NearLinkProblem;
use crate::document::read::marked::Marked;
use crate::lexicon::looks_like_url;
use crate::text::{Edit, Span};

/// `…[url`.
pub(super) fn behind_bracket(marked: &Marked<'_>, around: &Around<'_>, found: &mut Found) -> bool {
    let (text, line, url) = (around.text, around.line, around.url);
    if wiki(around, found) {
        return true;
    }
    let bracket = url.start - 1;
    let gap_start = around.trimmed(bracket);
    let gap = Span::new(gap_start, bracket);
    match around.byte_before(gap_start) {
        Some(b']') => {
            let Some(start) = opening_bracket(text, line.start, gap_start - 1) else { return false };
            if is_prefix(&text[start + 1..gap_start - 1]) {
                return false;
            }
            let edits: Vec<_> =
                std::iter::once(Edit::replace(Span::new(gap_start, url.start), "(")).chain(around.close()).collect();
            let end = around.closed_end();
            found.near(
                Span::new(start, end),
                Span::new(bracket, end),
                NearLinkProblem::SquareBrackets,
                Some(url),
                certain(edits),
            );
            true
        }
        // `[text](url)[url]`
        Some(b')') if gap.is_empty() && marked.in_link_text(gap_start - 1) => {
            second_address(marked, around, gap_start, bracket, found)
        }
        Some(b')') if gap.is_empty() && opening_bracket(text, line.start, bracket).is_none() => {
            let Some(open) = opening_parenthesis(text, line.start, gap_start - 1) else { return false };
            let end = around.closed_end();
            let label = &text[open + 1..gap_start - 1];
            let edit = Edit::replace(Span::new(open, end), format!("[{label}]({})", &text[url.start..url.end]));
            let repair = if label.contains(['[', ']']) { None } else { certain(edit) };
            found.near(Span::new(open, end), Span::new(open, end), NearLinkProblem::BracketsSwapped, Some(url), repair);
            true
        }
        // `[url](text with spaces)`
        _ if around.after.starts_with("](") || around.after.starts_with("] (") => {
            let Some(length) = around.after.find(')') else { return false };
            let label = around.after[1..length].trim_start().trim_start_matches('(');
            let end = url.end + length + 1;
            let edit = Edit::replace(Span::new(bracket, end), format!("[{label}]({})", &text[url.start..url.end]));
            // Of two addresses, neither is the text.
            let repair = if label.contains("://") || looks_like_url(label) { None } else { certain(edit) };
            let span = Span::new(bracket, end);
            found.near(span, span, NearLinkProblem::TextAndUrlSwapped, Some(url), repair);
            true
        }
        // `[text[url)`
        Some(_) => {
            let Some(start) = opening_bracket(text, line.start, bracket) else { return false };
            let edits: Vec<_> =
                std::iter::once(Edit::replace(Span::new(gap_start, url.start), "](")).chain(around.close()).collect();
            found.near(
                Span::new(start, around.closed_end()),
                Span::new(gap_start, url.start),
                NearLinkProblem::MissingClosingBracket,
                Some(url),
                certain(edits),
            );
            true
        }
        None => false,
    }
}

/// An address behind a link that is one already: the same again, or another. `end` is where the link ends.
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
