//! Which mistake it is, by what is around a URL that nothing took.

use super::around::{Around, is_prefix, opening_bracket};
use super::behind_bracket::{behind_bracket, missing_parenthesis, second_address};
use super::found::{Found, NEAR, REACH, certain, guess};
use super::pair::{code_closes_behind_bracket, pair};
use crate::document::near_link::NearLinkProblem;
use crate::document::read::marked::Marked;
use crate::lexicon::{Tag, is_invisible, looks_like_url};
use crate::text::{Edit, Span};

pub(super) fn classify(marked: &Marked<'_>, url: Span, found: &mut Found) {
    let is_known = found.near_links.last().is_some_and(|near| near.span.overlaps(url));
    if is_known || marked.in_link_text(url.start) {
        return;
    }
    let text = marked.source.text();
    let whole = marked.source.line(marked.source.line_index(url.start));
    // What is further away than this has nothing to do with the URL, whatever the length of the line.
    let reach = if whole.len() > REACH { NEAR } else { REACH };
    let line = Span::new(
        whole.start.max(text.floor_char_boundary(url.start.saturating_sub(reach))),
        whole.end.min(text.ceil_char_boundary((url.end + reach).min(text.len()))),
    );
    let around =
        Around { text, line, url, before: &text[line.start..url.start], after: &text[url.end.min(line.end)..line.end] };
    let known = found.near_links.len();
    let is_near = match around.before.as_bytes().last() {
        Some(b'(') => behind_parenthesis(marked, &around, found),
        Some(b'[') => behind_bracket(marked, &around, found),
        Some(b']') => missing_parenthesis(&around, found),
        _ => {
            behind_words(&around, found)
                || wrong_parenthesis(&around, found)
                || behind_colon(&around, found)
                || behind_text(marked, &around, found)
        }
    };
    // A character that nobody sees may be within the address, and where that ends is known once it is gone. A
    // bracket may have its partner where the line is not looked at.
    if around.after.starts_with(is_invisible) || line != whole {
        found.near_links.iter_mut().skip(known).for_each(|near| near.repair = None);
    }
    if !is_near && looks_like_url(marked.text(url)) {
        found.bare_urls.push(url);
    }
}

/// `…(url`.
fn behind_parenthesis(marked: &Marked<'_>, around: &Around<'_>, found: &mut Found) -> bool {
    let parenthesis = around.url.start - 1;
    if around.text[around.line.start..parenthesis].ends_with("](") {
        return doubled_parenthesis(around, found);
    }
    let gap_start = around.trimmed(parenthesis);
    let is_touching = gap_start == parenthesis;
    match around.byte_before(gap_start) {
        Some(b')') if is_touching && marked.in_link_text(gap_start - 1) => {
            second_address(marked, around, gap_start, parenthesis, found)
        }
        Some(b']') if is_touching => pair(marked, around, gap_start - 1, found),
        Some(b']') => space_between(around, gap_start, found),
        Some(b'[') => {
            inside_out(around, gap_start, found);
            true
        }
        Some(b'`') if is_touching && code_closes_behind_bracket(marked, around, gap_start, found) => true,
        Some(_) if wrong_brackets(marked, around, gap_start, found) => true,
        Some(_) => match opening_bracket(around.text, around.line.start, gap_start) {
            Some(start) => missing_closing_bracket(around, start, gap_start, found),
            None => mark_between(around, gap_start, found) || at_line_begin(marked, around, found),
        },
        None => at_line_begin(marked, around, found),
    }
}

/// `[text]((url)`
fn doubled_parenthesis(around: &Around<'_>, found: &mut Found) -> bool {
    let url = around.url;
    let (bracket, parenthesis) = (url.start - 3, url.start - 1);
    let start = opening_bracket(around.text, around.line.start, bracket).unwrap_or(bracket);
    let mut edits = vec![Edit::delete(Span::new(parenthesis, url.start))];
    edits.extend(around.close());
    let whole = Span::new(start, around.closed_end());
    let fault = Span::new(parenthesis - 1, url.start);
    found.near(whole, fault, NearLinkProblem::DoubledParenthesis, Some(url), certain(edits));
    true
}

/// `[text] (url)`, where `end` is after the `]`.
fn space_between(around: &Around<'_>, end: usize, found: &mut Found) -> bool {
    let (text, url) = (around.text, around.url);
    let Some(start) = opening_bracket(text, around.line.start, end - 1) else { return false };
    // `array[0] (url)`
    let is_index = text[around.line.start..start].ends_with(char::is_alphanumeric);
    // `[video] (url)[text]`
    if is_index || is_prefix(&text[start + 1..end - 1]) {
        return false;
    }
    let gap = Span::new(end, url.start - 1);
    let edits: Vec<_> = std::iter::once(Edit::delete(gap)).chain(around.close()).collect();
    let repair = if text[start..end].len() > 2 { certain(edits) } else { None };
    found.near(Span::new(start, around.closed_end()), gap, NearLinkProblem::SpaceBetween, Some(url), repair);
    true
}

/// `[text(url)`: an opening bracket at `start` that nothing closes. The text ends at `end`.
fn missing_closing_bracket(around: &Around<'_>, start: usize, end: usize, found: &mut Found) -> bool {
    let url = around.url;
    let gap = Span::new(end, url.start - 1);
    // `[text(url)]`
    let closing = around.after.starts_with(")]").then(|| Edit::delete(Span::new(url.end + 1, url.end + 2)));
    let edits: Vec<_> = std::iter::once(Edit::replace(gap, "]")).chain(around.close()).chain(closing).collect();
    let whole = Span::new(start, around.closed_end());
    let fault = Span::new(end, url.start);
    // Of two addresses, either may be the one that is meant.
    let repair = if around.text[start..end].contains("://") { None } else { certain(edits) };
    found.near(whole, fault, NearLinkProblem::MissingClosingBracket, Some(url), repair);
    true
}

/// `]text[(url)`: the brackets of the text are swapped. The second ends at `end`.
fn inside_out(around: &Around<'_>, end: usize, found: &mut Found) {
    let (text, line) = (around.text, around.line);
    let last = end - 1;
    let first = text[line.start..last].rfind(['[', ']']).map(|at| line.start + at);
    let first = first.filter(|at| {
        let is_word = text[line.start..*at].ends_with(|c: char| !c.is_whitespace());
        text[*at..].starts_with(']') && !is_word && text[at + 1..last].contains(char::is_alphabetic)
    });
    let repair = first.and_then(|at| {
        let mut edits =
            vec![Edit::replace(Span::new(at, at + 1), "["), Edit::replace(Span::new(last, around.url.start), "](")];
        edits.extend(around.close());
        certain(edits)
    });
    let span = Span::new(first.unwrap_or(last), around.closed_end());
    found.near(span, Span::new(last, around.url.start), NearLinkProblem::Unpaired, Some(around.url), repair);
}

/// `{text}(url)`, `【text】(url)` and, where they are a whole entry, `(text)(url)`.
fn wrong_brackets(marked: &Marked<'_>, around: &Around<'_>, end: usize, found: &mut Found) -> bool {
    let (text, line) = (around.text, around.line);
    let before = &text[line.start..end];
    let Some((close, open)) =
        [('}', '{'), ('】', '【'), (')', '(')].into_iter().find(|(close, _)| before.ends_with(*close))
    else {
        return false;
    };
    let Some(at) = before.rfind(open) else { return false };
    let (open_at, close_at) = (line.start + at, end - close.len_utf8());
    let inner = &text[open_at + open.len_utf8()..close_at];
    let is_entry = before[..at].trim_start().chars().all(|c| matches!(c, '*' | '-' | '+' | ' '));
    if !is_entry || inner.trim().is_empty() || Tag::from_word(inner).is_some() || marked.is_opaque(open_at) {
        return false;
    }
    let mut edits = vec![
        Edit::replace(Span::new(open_at, open_at + open.len_utf8()), "["),
        Edit::replace(Span::new(close_at, end), "]"),
    ];
    edits.extend(around.close());
    let whole = Span::new(open_at, around.closed_end());
    found.near(whole, Span::new(open_at, end), NearLinkProblem::WrongBrackets, Some(around.url), certain(edits));
    true
}

/// `[text]:(url)`, `[text]. (url)`: a mark between text and address.
fn mark_between(around: &Around<'_>, end: usize, found: &mut Found) -> bool {
    let (text, line, url) = (around.text, around.line, around.url);
    let before = text[line.start..end].trim_end_matches([':', '\\', '-', '–', '/', '<', ',', '.', ' ', '=', '>']);
    let gap = Span::new(line.start + before.len(), url.start - 1);
    if gap.len() > 4 || !before.ends_with(']') {
        return false;
    }
    let Some(start) = opening_bracket(text, line.start, gap.start - 1) else { return false };
    if Tag::from_word(&text[start + 1..gap.start - 1]).is_some() {
        return false;
    }
    let edits: Vec<_> = std::iter::once(Edit::delete(gap)).chain(around.close()).collect();
    let repair =
        if text[gap.start..gap.end].contains([',', '.', '-', '–', '/', '=']) { guess(edits) } else { certain(edits) };
    found.near(Span::new(start, around.closed_end()), gap, NearLinkProblem::SpaceBetween, Some(url), repair);
    true
}

/// `[text](see url)`: words before the address.
fn behind_words(around: &Around<'_>, found: &mut Found) -> bool {
    const LONGEST: usize = 24;
    let Some(bracket) = around.before.rfind("](") else { return false };
    let words = &around.before[bracket + 2..];
    let is_words = words.ends_with([' ', '\u{a0}'])
        && words.len() <= LONGEST
        && words.contains(char::is_alphabetic)
        && !words.contains(['(', ')', '[', ']', '|', '/', '<', '`']);
    if !is_words || !around.after.starts_with(')') {
        return false;
    }
    let bracket = around.line.start + bracket;
    let start = opening_bracket(around.text, around.line.start, bracket).unwrap_or(bracket);
    let fault = Span::new(bracket + 2, around.url.start);
    let whole = Span::new(start, around.closed_end());
    let repair = guess(Edit::delete(fault));
    found.near(whole, fault, NearLinkProblem::SpaceInDestination, Some(around.url), repair);
    true
}

/// `[text]{url}`, `[text]（url）`.
fn wrong_parenthesis(around: &Around<'_>, found: &mut Found) -> bool {
    let lead = around.before.trim_end_matches(['{', '（']);
    let parenthesis = Span::new(around.line.start + lead.len(), around.url.start);
    if parenthesis.is_empty() || !lead.ends_with(']') {
        return false;
    }
    let Some(start) = opening_bracket(around.text, around.line.start, parenthesis.start - 1) else { return false };
    let edits: Vec<_> = std::iter::once(Edit::replace(parenthesis, "(")).chain(around.close()).collect();
    let end = around.closed_end();
    found.near(
        Span::new(start, end),
        Span::new(parenthesis.start, end),
        NearLinkProblem::SquareBrackets,
        Some(around.url),
        certain(edits),
    );
    true
}

/// `[text] url`, `[text url]`.
fn behind_text(marked: &Marked<'_>, around: &Around<'_>, found: &mut Found) -> bool {
    let (text, line, url) = (around.text, around.line, around.url);
    let gap_start = around.trimmed(url.start);
    if gap_start == line.start {
        return false;
    }
    if text[line.start..gap_start].ends_with(']') {
        let Some(start) = opening_bracket(text, line.start, gap_start - 1) else { return false };
        let label = &text[start + 1..gap_start - 1];
        // A whole entry; `[video] url` has no title yet.
        let is_entry = text[line.start..start].trim_start().chars().all(|c| matches!(c, '*' | '-' | '+' | ' '));
        let is_title = !is_prefix(label) && label.contains(char::is_alphabetic);
        if !is_entry || !is_title || !around.after.trim().is_empty() || marked.is_opaque(gap_start - 1) {
            return false;
        }
        let gap = Span::new(gap_start, url.start);
        let edits = vec![Edit::replace(gap, "("), Edit::insert(url.end, ")")];
        let problem = NearLinkProblem::MissingOpeningParenthesis;
        found.near(Span::new(start, url.end), Span::new(gap_start - 1, url.start), problem, Some(url), certain(edits));
        return true;
    }
    if !around.after.starts_with(']') {
        return false;
    }
    if bulletin_board(around, found) {
        return true;
    }
    let end = line.start + text[line.start..gap_start].trim_end_matches(['|', ':', '=', ',', ' ']).len();
    let Some(start) = opening_bracket(text, line.start, end) else { return false };
    if end <= start + 1 || end == url.start || around.after.starts_with("](") {
        return false;
    }
    let edits =
        vec![Edit::replace(Span::new(end, url.start), "]("), Edit::replace(Span::new(url.end, url.end + 1), ")")];
    let whole = Span::new(start, url.end + 1);
    found.near(whole, Span::new(end, url.start), NearLinkProblem::MissingClosingBracket, Some(url), certain(edits));
    true
}

/// `[url=url]text[/url]`, as a bulletin board has it.
fn bulletin_board(around: &Around<'_>, found: &mut Found) -> bool {
    const OPENING: &str = "[url=";
    let closing =
        ["[/url]", "[/URL]"].iter().find_map(|closing| around.after.find(closing).map(|at| (at, closing.len())));
    let opening = around.before.len().checked_sub(OPENING.len()).and_then(|at| around.before.get(at..));
    let (Some((at, width)), Some(true)) = (closing, opening.map(|opening| opening.eq_ignore_ascii_case(OPENING)))
    else {
        return false;
    };
    let url = around.url;
    let label = around.after[1..at].trim();
    let span = Span::new(url.start - OPENING.len(), url.end + at + width);
    let edit = Edit::replace(span, format!("[{label}]({})", &around.text[url.start..url.end]));
    let repair = if label.is_empty() || label.contains(['[', ']']) { None } else { certain(edit) };
    found.near(span, span, NearLinkProblem::Wiki, Some(url), repair);
    true
}

/// `(url)` at the beginning of a line, below a `[text]` that ends the line before.
fn at_line_begin(marked: &Marked<'_>, around: &Around<'_>, found: &mut Found) -> bool {
    let source = marked.source;
    let index = source.line_index(around.line.start);
    if !around.before.trim_start().eq("(") || index == 0 {
        return false;
    }
    let above = source.line(index - 1);
    let end = above.start + marked.text(above).trim_end().len();
    if !around.text[above.start..end].ends_with(']') {
        return false;
    }
    let Some(start) = opening_bracket(around.text, above.start, end - 1) else { return false };
    let gap = Span::new(end, around.url.start - 1);
    let edits: Vec<_> = std::iter::once(Edit::delete(gap)).chain(around.close()).collect();
    found.near(
        Span::new(start, around.closed_end()),
        Span::new(end - 1, end),
        NearLinkProblem::SpaceBetween,
        Some(around.url),
        certain(edits),
    );
    true
}

/// `[text]: url`, or a URL by itself.
fn behind_colon(around: &Around<'_>, found: &mut Found) -> bool {
    let Some(lead) = around.before.trim_end().strip_suffix("]:") else { return false };
    let bracket = around.line.start + lead.len();
    let Some(start) = opening_bracket(around.text, around.line.start, bracket) else { return false };
    let fault = Span::new(bracket + 1, around.url.start);
    let edits: Vec<_> = std::iter::once(Edit::replace(fault, "(")).chain(around.close()).collect();
    found.near(Span::new(start, around.closed_end()), fault, NearLinkProblem::Colon, Some(around.url), certain(edits));
    true
}
