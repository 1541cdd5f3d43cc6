//! `](` before a URL: both are there, and still Markdown makes no link of it.

use super::accepted::{leaves_open, left_open};
use super::around::{Around, opening_bracket};
use super::found::{Found, REACH, certain, guess};
use crate::document::near_link::NearLinkProblem;
use crate::document::read::marked::Marked;
use crate::lexicon::{Tag, looks_like_url};
use crate::text::{Edit, Span};

/// `](url`: both are there, and still Markdown makes no link of it. `bracket` is the `]`.
pub(super) fn pair(marked: &Marked<'_>, around: &Around<'_>, bracket: usize, found: &mut Found) -> bool {
    let (text, line, url) = (around.text, around.line, around.url);
    let opening = opening_bracket(text, line.start, bracket);
    let start = opening.unwrap_or(bracket);
    // `[text](url](url)`, `[text](url)(url)`
    let nested = around.after.starts_with("](") || around.after.starts_with("][");
    if nested {
        let behind = &text[url.end + 2..line.end];
        let length = behind.find([')', ']', ' ']).unwrap_or(behind.len());
        let second = Span::new(url.end + 2, url.end + 2 + length);
        let end = (second.end + 1).min(line.end).max(second.end);
        let edits =
            vec![Edit::delete(Span::new(url.start, second.start)), Edit::replace(Span::new(second.end, end), ")")];
        let repair = match marked.text(second) {
            "" => certain(Edit::replace(Span::new(url.end, end), ")")),
            second if second == marked.text(url) => certain(edits),
            second if looks_like_url(second) => guess(edits),
            _ => None,
        };
        found.near(Span::new(start, end), Span::new(url.start, end), NearLinkProblem::Nested, Some(second), repair);
        return true;
    }
    if around.after.starts_with(']') {
        let fault = Span::new(url.end, url.end + 1);
        found.near(
            Span::new(start, url.end + 1),
            fault,
            NearLinkProblem::WrongClosing,
            Some(url),
            certain(Edit::replace(fault, ")")),
        );
        return true;
    }
    if !around.after.starts_with(')') {
        return unclosed(around, start, found);
    }
    let whole = Span::new(start, url.end + 1);
    // `\[text\](url)`
    if around.byte_before(bracket) == Some(b'\\') {
        let opening = opening_bracket(text, line.start, bracket);
        let edits: Option<Vec<_>> = opening.map(|opening| {
            let escaped = opening > line.start && text.as_bytes()[opening - 1] == b'\\';
            let first = escaped.then(|| Edit::delete(Span::new(opening - 1, opening)));
            // `\\* \\[text\\](url)`: the bullet is escaped as well.
            let lead = &text[line.start..opening];
            let bullet = line.start + lead.len() - lead.trim_start().len();
            let is_escaped = [r"\* ", r"\- ", r"\+ "].iter().any(|bullet| lead.trim_start().starts_with(bullet));
            let bullet = is_escaped.then(|| Edit::delete(Span::new(bullet, bullet + 1)));
            bullet.into_iter().chain(first).chain([Edit::delete(Span::new(bracket - 1, bracket))]).collect()
        });
        let repair = edits.and_then(certain);
        found.near(whole, Span::new(bracket - 1, bracket), NearLinkProblem::Unpaired, Some(url), repair);
        return true;
    }
    if around.byte_before(bracket) == Some(b']') {
        let start = opening.or_else(|| opening_bracket(text, line.start, bracket - 1)).unwrap_or(start);
        let whole = Span::new(start, url.end + 1);
        let extra = Span::new(bracket - 1, bracket);
        // "`a[b`]](url)": the bracket belongs in the code.
        let code = code_ending_at(marked, bracket - 1);
        let unbalanced = code.filter(|code| {
            let code = marked.text(*code);
            code.matches('[').count() == code.matches(']').count() + 1
        });
        let (extra, repair) = match unbalanced {
            Some(code) => (extra, certain(vec![Edit::insert(code.end - 1, "]"), Edit::delete(extra)])),
            None => {
                // All of a row that nothing opens.
                let row = text.as_bytes()[line.start..bracket].iter().rev().take_while(|byte| **byte == b']').count();
                let unpaired = left_open(text.as_bytes()[line.start..=bracket].iter().rev(), b']', b'[');
                let extra = Span::new(bracket - row.min(unpaired).max(1), bracket);
                (extra, certain(Edit::delete(extra)))
            }
        };
        found.near(whole, extra, NearLinkProblem::ExtraBracket, Some(url), repair);
        return true;
    }
    if opening.is_none() {
        return missing_opening_bracket(marked, around, bracket, found);
    }
    found.near(whole, Span::new(bracket, bracket + 2), NearLinkProblem::Unpaired, Some(url), None);
    true
}

/// `[text](url` with something else than `)` behind it.
pub(super) fn unclosed(around: &Around<'_>, start: usize, found: &mut Found) -> bool {
    let (text, url, after) = (around.text, around.url, around.after);
    let fault = Span::new(url.start - 1, url.end);
    // A closing parenthesis further on, with only what looks like more of the URL before it.
    let closing = after.find(')').filter(|_| after.starts_with([' ', '\t', '<', '"', '|', '{', '`']));
    if let Some(closing) = closing {
        let between = &after[..closing];
        let is_url_part = |word: &str| {
            word.contains(['/', '-', '%', '_', '=', '&', '#']) || word.contains('.') && !word.ends_with('.')
        };
        let words = between.split_whitespace().count();
        let is_scheme = text[url.start..url.end].ends_with("://");
        let ends_line = after[closing + 1..].trim().is_empty();
        if words == 0
            || is_scheme
            || ends_line && !between.contains(['(', '[', '<', '|'])
            || words <= 3 && between.split_whitespace().all(is_url_part)
            || !looks_like_url(&text[url.start..url.end])
        {
            let end = url.end + closing;
            let destination = &text[url.start..end];
            let edit = Edit::replace(Span::new(url.start, end), destination.trim().replace([' ', '\t'], "%20"));
            let joined = || Edit::replace(Span::new(url.end, end), between.trim());
            let repair = match words {
                // A bar separates the fields of an event.
                _ if between.contains('|') => None,
                0 => certain(edit),
                _ if title(between.trim()).is_some() => {
                    let title = title(between.trim()).unwrap_or_default();
                    certain(Edit::replace(Span::new(url.end, end), format!(" \"{title}\"")))
                }
                1 if is_scheme && between.trim() != between => certain(joined()),
                _ => None,
            };
            found.near(
                Span::new(start, end + 1),
                Span::new(url.start, end),
                NearLinkProblem::SpaceInDestination,
                Some(url),
                repair,
            );
            return true;
        }
    }
    let is_scheme_alone = text[url.start..url.end].ends_with("://");
    let is_cut_off = url.is_empty() && after.trim().is_empty() && text[start..].starts_with('[');
    if !is_cut_off && !is_scheme_alone && !looks_like_url(&text[url.start..url.end]) {
        return false;
    }
    // The address may go on in the next line.
    let line_end = around.line.end;
    let next = &text[line_end..text.ceil_char_boundary((line_end + REACH).min(text.len()))];
    let next = next.strip_prefix('\r').unwrap_or(next).strip_prefix('\n').unwrap_or_default();
    let next = next.split(['\n', '\r']).next().unwrap_or_default().trim_start();
    // Punctuation at the end of a line may be a part of it.
    let is_mark = |c: char| matches!(c, '.' | '-' | '/' | '_' | '=' | '&' | '?');
    let goes_on = after.trim_start_matches(is_mark).trim().is_empty()
        && next.find(')').is_some_and(|at| !next[..at].contains(['(', '[', '*']))
        && !["- ", "+ ", "# "].iter().any(|sign| next.starts_with(sign));
    // The rest of the address, and nothing else, up to the `)`.
    let rest =
        next.find(')').filter(|at| goes_on && !next[..*at].is_empty() && !next[..*at].contains(char::is_whitespace));
    let repair = if rest.is_some() && !url.is_empty() && !after.contains('\\') {
        let start = text[line_end..].len() - text[line_end..].trim_start().len();
        certain(Edit::delete(Span::new(url.end + after.trim_end().len(), line_end + start)))
    } else if url.is_empty() || is_scheme_alone || goes_on {
        None
    } else if after.is_empty() || after.starts_with([' ', '\t', '.', ',', ';', '*', '_']) {
        // Those that the address itself opens come first.
        let own = left_open(text.as_bytes()[url.start..url.end].iter(), b'(', b')');
        certain(Edit::insert(url.end, ")".repeat(own + 1)))
    } else if after.starts_with(['}', '>', '）']) {
        around.close().and_then(certain)
    } else {
        None
    };
    found.near(Span::new(start, url.end), fault, NearLinkProblem::UnclosedParenthesis, Some(url), repair);
    true
}

/// The words of a title behind an address whose quotation marks are of the wrong kind, or lack one.
fn title(text: &str) -> Option<&str> {
    let inner = text.trim_matches(['“', '”', '„', '"']);
    let is_one = !inner.is_empty() && inner.len() < text.len() && !inner.contains(['"', '“', '”', '(', ')', '/']);
    is_one.then_some(inner)
}

/// `text](url)`.
pub(super) fn missing_opening_bracket(
    marked: &Marked<'_>,
    around: &Around<'_>,
    bracket: usize,
    found: &mut Found,
) -> bool {
    let (text, line, url) = (around.text, around.line, around.url);
    // The title begins behind the bullet and the prefixes.
    let lead = &text[line.start..bracket];
    let last_bracket = lead.rfind(']');
    let is_prefix = last_bracket.is_none_or(|at| {
        lead[..at].rfind(['[', '(']).is_some_and(|open| {
            let word = &lead[open + 1..at];
            Tag::from_word(word).is_some() || word.starts_with("disposition") || word == "updated"
        })
    });
    if !is_prefix {
        // The text holds more brackets that don't pair up.
        let fault = Span::new(bracket, bracket + 2);
        let start = line.start + lead.find('[').unwrap_or(lead.len());
        found.near(Span::new(start, url.end + 1), fault, NearLinkProblem::Unpaired, Some(url), None);
        return true;
    }
    let start = last_bracket.map_or_else(
        || {
            let trimmed = lead.trim_start_matches([' ', '\t']);
            let behind = trimmed.strip_prefix(['*', '-', '+']).filter(|rest| rest.starts_with(' ')).unwrap_or(trimmed);
            lead.len() - behind.trim_start().len()
        },
        |at| at + 1 + lead[at + 1..].len() - lead[at + 1..].trim_start().len(),
    );
    let start = line.start + start;
    let title = &text[start..bracket];
    let is_whole_entry =
        lead.trim_start().starts_with(['*', '-', '+', '[']) && !title.is_empty() && !title.contains(['|', '(', ')']);
    let edit = match title.strip_prefix(['(', '{']) {
        Some(_) => Edit::replace(Span::new(start, start + 1), "["),
        None => Edit::insert(start, "["),
    };
    // `[text](…`: the parenthesis opens an address, even where HTML keeps Markdown from seeing the link.
    let is_address = title.starts_with('(') && text[..start].ends_with(']');
    // The text may begin in a line above, of which this one is the rest.
    let is_rest = || {
        let index = marked.source.line_index(start);
        let above = (0..index).rev().take(3).map(|index| marked.text(marked.source.line(index)));
        above
            .take_while(|above| !above.trim().is_empty())
            .any(|above| !above.contains("://") && leaves_open(above.as_bytes().iter(), b'[', b']'))
    };
    let whole = Span::new(start, url.end + 1);
    if let Some(gap) = blank_lines_in_text(marked, line, start).filter(|_| !marked.in_link_text(start)) {
        let repair = certain(Edit::replace(gap, " "));
        let fault = Span::new(start, bracket + 1);
        found.near(whole, fault, NearLinkProblem::BlankLine, Some(url), repair);
        return true;
    }
    let repair = if is_address || marked.in_link_text(start) || is_rest() {
        // Within another link, no text begins.
        None
    } else if is_whole_entry && !marked.is_opaque(start) {
        certain(edit)
    } else {
        guess(edit)
    };
    found.near(whole, Span::new(bracket, bracket + 1), NearLinkProblem::MissingOpeningBracket, Some(url), repair);
    true
}

/// The blank lines above the rest of a link's text, where that begins in the entry above and is not closed there;
/// `start` is where the rest begins on its line.
fn blank_lines_in_text(document: &Marked<'_>, line: Span, start: usize) -> Option<Span> {
    const MOST_BLANK: usize = 2;
    let source = document.source;
    let index = source.line_index(start);
    let is_first =
        source.line(index).start == line.start && document.text(Span::new(line.start, start)).trim().is_empty();
    let blank = (0..index).rev().take_while(|above| document.text(source.line(*above)).trim().is_empty()).count();
    let above = index.checked_sub(blank + 1).filter(|_| is_first && (1..=MOST_BLANK).contains(&blank))?;
    let text = document.text(source.line(above));
    let open = text.rfind('[')?;
    let is_entry = ["* ", "- ", "+ "].iter().any(|bullet| text.trim_start().starts_with(bullet));
    let is_open = !text[open..].contains(']') && text[open + 1..].contains(char::is_alphanumeric);
    let end = source.line(above).start + text.trim_end().len();
    (is_entry && is_open && !text[open..].contains("://")).then(|| Span::new(end, start))
}

/// "[a `b]`(url)": the code span closes one character too late.
pub(super) fn code_closes_behind_bracket(
    marked: &Marked<'_>,
    around: &Around<'_>,
    code_end: usize,
    found: &mut Found,
) -> bool {
    let Some(code) = code_ending_at(marked, code_end) else { return false };
    let inner = marked.text(code).trim_matches('`');
    let Some(start) = opening_bracket(around.text, around.line.start, code.start) else { return false };
    if !inner.ends_with(']') || inner.matches('[').count() >= inner.matches(']').count() {
        return false;
    }
    let ticks = marked.text(code).len() - marked.text(code).trim_end_matches('`').len();
    let fault = Span::new(code.end - ticks - 1, code.end);
    let edits: Vec<_> =
        std::iter::once(Edit::replace(fault, format!("{}]", "`".repeat(ticks)))).chain(around.close()).collect();
    found.near(
        Span::new(start, around.closed_end()),
        fault,
        NearLinkProblem::CodeSpan,
        Some(around.url),
        certain(edits),
    );
    true
}

pub(super) fn code_ending_at(marked: &Marked<'_>, end: usize) -> Option<Span> {
    let next = marked.code_spans.partition_point(|code| code.end < end);
    marked.code_spans.get(next).copied().filter(|code| code.end == end)
}
