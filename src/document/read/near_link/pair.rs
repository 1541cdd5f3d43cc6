//! `](` before a URL: both are there, and still Markdown makes no link of it.

use super::accepted::{leaves_open, left_open};
use super::around::{Around, is_prefix, opening_bracket};
use super::found::{Found, REACH, certain, guess};
use crate::document::near_link::{NearLinkProblem, Repair};
use crate::document::read::marked::Marked;
use crate::lexicon::{ends_nowhere, looks_cut, looks_like_url};
use crate::text::{Edit, Span};

/// `](url`: both are there, and still Markdown makes no link of it. `bracket` is the `]`.
pub(super) fn pair(marked: &Marked<'_>, around: &Around<'_>, bracket: usize, found: &mut Found) -> bool {
    let url = around.url;
    let opening = opening_bracket(around.text, around.line.start, bracket);
    let start = opening.unwrap_or(bracket);
    let whole = Span::new(start, url.end + 1);
    match (around.after.as_bytes(), around.byte_before(bracket)) {
        ([b']', b'(' | b'[', ..], _) => nested(marked, around, start, found),
        ([b']', ..], _) => {
            let fault = Span::new(url.end, url.end + 1);
            let repair = certain(Edit::replace(fault, ")"));
            found.near(whole, fault, NearLinkProblem::WrongClosing, Some(url), repair);
        }
        ([b')', ..], Some(b'\\')) => {
            let repair = opening.and_then(|opening| unescaped(around, opening, bracket));
            found.near(whole, Span::new(bracket - 1, bracket), NearLinkProblem::Unpaired, Some(url), repair);
        }
        ([b')', ..], Some(b']')) => extra_bracket(marked, around, bracket, found),
        ([b')', ..], _) if opening.is_none() => missing_opening_bracket(marked, around, bracket, found),
        ([b')', ..], _) => {
            // `[text](url\)`
            let is_escaped = marked.text(url).ends_with('\\');
            let repair = if is_escaped { certain(Edit::delete(Span::new(url.end - 1, url.end))) } else { None };
            found.near(whole, Span::new(bracket, bracket + 2), NearLinkProblem::Unpaired, Some(url), repair);
        }
        _ => return unclosed(around, start, found),
    }
    true
}

/// `[text](url](url)`, `[text](url)(url)`
fn nested(marked: &Marked<'_>, around: &Around<'_>, start: usize, found: &mut Found) {
    let (text, line, url) = (around.text, around.line, around.url);
    let behind = &text[url.end + 2..line.end];
    let length = behind.find([')', ']', ' ']).unwrap_or(behind.len());
    let second = Span::new(url.end + 2, url.end + 2 + length);
    let end = (second.end + 1).min(line.end).max(second.end);
    let edits = vec![Edit::delete(Span::new(url.start, second.start)), Edit::replace(Span::new(second.end, end), ")")];
    let repair = match marked.text(second) {
        "" => certain(Edit::replace(Span::new(url.end, end), ")")),
        second if second == marked.text(url) => certain(edits),
        second if looks_like_url(second) => guess(edits),
        _ => None,
    };
    found.near(Span::new(start, end), Span::new(url.start, end), NearLinkProblem::Nested, Some(second), repair);
}

/// The repair of `\[text\](url)`.
fn unescaped(around: &Around<'_>, opening: usize, bracket: usize) -> Option<Repair> {
    let (text, line) = (around.text, around.line);
    let is_escaped = opening > line.start && text.as_bytes()[opening - 1] == b'\\';
    let first = is_escaped.then(|| Edit::delete(Span::new(opening - 1, opening)));
    // `\\* \\[text\\](url)`: the bullet is escaped as well.
    let lead = &text[line.start..opening];
    let bullet = line.start + lead.len() - lead.trim_start().len();
    let is_escaped = [r"\* ", r"\- ", r"\+ "].iter().any(|bullet| lead.trim_start().starts_with(bullet));
    let bullet = is_escaped.then(|| Edit::delete(Span::new(bullet, bullet + 1)));
    let last = Edit::delete(Span::new(bracket - 1, bracket));
    certain(bullet.into_iter().chain(first).chain([last]).collect::<Vec<_>>())
}

/// `[text]](url)`
fn extra_bracket(marked: &Marked<'_>, around: &Around<'_>, bracket: usize, found: &mut Found) {
    let (line, url) = (around.line, around.url);
    let opening = |bracket: usize| opening_bracket(around.text, line.start, bracket);
    let start = opening(bracket).or_else(|| opening(bracket - 1)).unwrap_or(bracket);
    // "`a[b`]](url)": the bracket belongs in the code.
    let code = code_ending_at(marked, bracket - 1).filter(|code| {
        let code = marked.text(*code);
        code.matches('[').count() == code.matches(']').count() + 1
    });
    // All of a row that nothing opens.
    let before = &around.text.as_bytes()[line.start..bracket];
    let row = before.iter().rev().take_while(|byte| **byte == b']').count();
    let outside_code = (line.start..=bracket).rev().filter(|at| !marked.is_opaque(*at));
    let unpaired = left_open(outside_code.map(|at| &around.text.as_bytes()[at]), b']', b'[');
    if unpaired == 0 && code.is_none() {
        // `[a [b]](url)`: something else keeps Markdown from reading it, such as a tag above that is not closed.
        let fault = Span::new(bracket, bracket + 2);
        found.near(Span::new(start, url.end + 1), fault, NearLinkProblem::Unpaired, Some(url), None);
        return;
    }
    let width = if code.is_some() { 1 } else { row.min(unpaired).max(1) };
    let extra = Span::new(bracket - width, bracket);
    let into_code = code.map(|code| Edit::insert(code.end - 1, "]"));
    let repair = certain(into_code.into_iter().chain([Edit::delete(extra)]).collect::<Vec<_>>());
    found.near(Span::new(start, url.end + 1), extra, NearLinkProblem::ExtraBracket, Some(url), repair);
}

/// `[text](url` with something else than `)` after it.
pub(super) fn unclosed(around: &Around<'_>, start: usize, found: &mut Found) -> bool {
    if closed_further_on(around, start, found) {
        return true;
    }
    let (text, url, after) = (around.text, around.url, around.after);
    let is_scheme = text[url.start..url.end].ends_with("://");
    let is_cut_off = url.is_empty() && after.trim().is_empty() && text[start..].starts_with('[');
    if !is_cut_off && !is_scheme && !looks_like_url(&text[url.start..url.end]) {
        return false;
    }
    let below = below(around);
    let goes_on = below.is_some();
    let repair = if let Some(BelowAddress { gap, is_rest: true }) = below
        && !url.is_empty()
        && !after.contains('\\')
    {
        certain(Edit::delete(gap))
    } else if url.is_empty() || is_scheme || goes_on {
        None
    } else if after.is_empty() || after.starts_with([' ', '\t', '.', ',', ';', '*', '_']) {
        // Those that the address itself opens come first.
        let own = left_open(text.as_bytes()[url.start..url.end].iter(), b'(', b')');
        let edit = Edit::insert(url.end, ")".repeat(own + 1));
        // Of `((`, one may be too many; of `url, more)`, the words may belong to the link.
        let is_open = after.find(')').is_some_and(|end| !after[..end].contains('('));
        if is_open || text[url.start..url.end].contains("((") { guess(edit) } else { certain(edit) }
    } else if after.starts_with(['}', '>', '）']) {
        around.close().and_then(certain)
    } else {
        None
    };
    // What nothing opens is no link when it is closed.
    let repair = repair.filter(|_| text[start..].starts_with('['));
    let fault = Span::new(url.start - 1, url.end);
    found.near(Span::new(start, url.end), fault, NearLinkProblem::UnclosedParenthesis, Some(url), repair);
    true
}

/// A `)` further on in the line, with only what looks like more of the address before it: `[text](url part)`.
fn closed_further_on(around: &Around<'_>, start: usize, found: &mut Found) -> bool {
    let (text, url, after) = (around.text, around.url, around.after);
    let blank = |after: &&str| after.starts_with([' ', '\t', '<', '"', '|', '{', '`']);
    let Some((between, behind)) = Some(after).filter(blank).and_then(|after| after.split_once(')')) else {
        return false;
    };
    let is_url_part =
        |word: &str| word.contains(['/', '-', '%', '_', '=', '&', '#']) || word.contains('.') && !word.ends_with('.');
    let words = between.split_whitespace().count();
    let is_scheme = text[url.start..url.end].ends_with("://");
    let belongs_to_address = words == 0
        || is_scheme
        || behind.trim().is_empty() && !between.contains(['(', '[', '<', '|'])
        || words <= 3 && between.split_whitespace().all(is_url_part)
        || !looks_like_url(&text[url.start..url.end]);
    if !belongs_to_address {
        return false;
    }
    let gap = Span::new(url.end, url.end + between.len());
    let whole = url.to(gap);
    let repair = match (words, title(between.trim())) {
        // A bar separates the fields of an event.
        _ if between.contains('|') => None,
        (0, _) => certain(Edit::replace(whole, text[whole.start..whole.end].trim().replace([' ', '\t'], "%20"))),
        (_, Some(title)) => {
            let written = format!(" \"{title}\"");
            // One that is right leaves the fault to something else.
            if written == between { None } else { certain(Edit::replace(gap, written)) }
        }
        (1, None) if is_scheme && between.trim() != between => certain(Edit::replace(gap, between.trim())),
        // No host ends there: `https://exam ple.org/page`.
        (1, None)
            if between.starts_with([' ', '\t'])
                && !between.contains(['`', '[', '(', '<', '{'])
                && between.contains(['.', '/'])
                && is_cut_host(&text[url.start..url.end]) =>
        {
            certain(Edit::replace(gap, between.trim()))
        }
        _ => None,
    };
    let problem = NearLinkProblem::SpaceInDestination;
    found.near(Span::new(start, gap.end + 1), whole, problem, Some(url), repair);
    true
}

/// What an address may go on with in the next line.
struct BelowAddress {
    /// What is between the two parts.
    gap: Span,
    /// Whether the part below is the rest of the address, and nothing else, up to the `)`.
    is_rest: bool,
}

fn below(around: &Around<'_>) -> Option<BelowAddress> {
    let (text, url, after, line_end) = (around.text, around.url, around.after, around.line.end);
    let next = &text[line_end..text.ceil_char_boundary((line_end + REACH).min(text.len()))];
    let next = next.strip_prefix('\r').unwrap_or(next).strip_prefix('\n').unwrap_or_default();
    let next = next.split(['\n', '\r']).next().unwrap_or_default().trim_start();
    let part = &next[..next.find(')')?];
    // Punctuation at the end of a line may be a part of it.
    let is_mark = |c: char| matches!(c, '.' | '-' | '/' | '_' | '=' | '&' | '?');
    let goes_on = after.trim_start_matches(is_mark).trim().is_empty()
        && !part.contains(['(', '[', '*'])
        && !["- ", "+ ", "# "].iter().any(|sign| next.starts_with(sign));
    let blanks = text[line_end..].len() - text[line_end..].trim_start().len();
    let start = url.end + after.trim_end().len();
    // One slash is enough.
    let slash = usize::from(text[..start].ends_with('/') && next.starts_with('/'));
    let gap = Span::new(start, line_end + blanks + slash);
    goes_on.then(|| BelowAddress { gap, is_rest: !part.is_empty() && !part.contains(char::is_whitespace) })
}

/// Whether an address is cut within its host: it has no page, and its host is none that there is.
fn is_cut_host(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    !host.contains('/') && ends_nowhere(host)
}

/// The words of a title after an address whose quotation marks are of the wrong kind, or lack one.
fn title(text: &str) -> Option<&str> {
    let inner = text.trim_matches(['“', '”', '„', '"']);
    let is_one = !inner.is_empty() && inner.len() < text.len() && !inner.contains(['"', '“', '”', '(', ')', '/']);
    is_one.then_some(inner)
}

/// `text](url)`.
fn missing_opening_bracket(marked: &Marked<'_>, around: &Around<'_>, bracket: usize, found: &mut Found) {
    let (text, line, url) = (around.text, around.line, around.url);
    let lead = &text[line.start..bracket];
    let Some(start) = title_start(lead).map(|start| line.start + start) else {
        // The text holds more brackets that don't pair up.
        let fault = Span::new(bracket, bracket + 2);
        let start = line.start + lead.find('[').unwrap_or(lead.len());
        found.near(Span::new(start, url.end + 1), fault, NearLinkProblem::Unpaired, Some(url), None);
        return;
    };
    let whole = Span::new(start, url.end + 1);
    if let Some(gap) = blank_lines_in_text(marked, line, start).filter(|_| !marked.in_link_text(start)) {
        let edit = Edit::replace(gap, " ");
        let repair = if looks_cut(&text[..gap.start], &text[gap.end..bracket]) { guess(edit) } else { certain(edit) };
        let fault = Span::new(start, bracket + 1);
        found.near(whole, fault, NearLinkProblem::BlankLine, Some(url), repair);
        return;
    }
    let title = &text[start..bracket];
    let is_whole_entry =
        lead.trim_start().starts_with(['*', '-', '+', '[']) && !title.is_empty() && !title.contains(['|', '(', ')']);
    let edit = match title.strip_prefix(['(', '{']) {
        Some(_) => Edit::replace(Span::new(start, start + 1), "["),
        None => Edit::insert(start, "["),
    };
    // `[text](…`: the parenthesis opens an address, even where HTML keeps Markdown from seeing the link.
    let is_address = title.starts_with('(') && text[..start].ends_with(']');
    let repair = if is_address || marked.in_link_text(start) || begins_above(marked, start) {
        // Within another link, no text begins.
        None
    } else if is_whole_entry && !marked.is_opaque(start) {
        certain(edit)
    } else {
        guess(edit)
    };
    found.near(whole, Span::new(bracket, bracket + 1), NearLinkProblem::MissingOpeningBracket, Some(url), repair);
}

/// Where the title begins in what is before its `]`: after the bullet and the prefixes. None where there are brackets
/// that are not those of a prefix.
fn title_start(lead: &str) -> Option<usize> {
    let Some(at) = lead.rfind(']') else {
        let trimmed = lead.trim_start_matches([' ', '\t']);
        let behind = trimmed.strip_prefix(['*', '-', '+']).filter(|rest| rest.starts_with(' ')).unwrap_or(trimmed);
        return Some(lead.len() - behind.trim_start().len());
    };
    let word = &lead[lead[..at].rfind(['[', '('])? + 1..at];
    is_prefix(word).then(|| lead.len() - lead[at + 1..].trim_start().len())
}

/// Whether the text of a link may begin in a line above, of which the one around byte `at` is the rest.
fn begins_above(marked: &Marked<'_>, at: usize) -> bool {
    let index = marked.source.line_index(at);
    let above = (0..index).rev().take(3).map(|index| marked.text(marked.source.line(index)));
    above
        .take_while(|above| !above.trim().is_empty())
        .any(|above| !above.contains("://") && leaves_open(above.as_bytes().iter(), b'[', b']'))
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
    let end = source.line(above).start + text.trim_end().len();
    // What its words or its code open and close stays out of it.
    let open = opening_bracket(source.text(), source.line(above).start, end)? - source.line(above).start;
    let is_entry = ["* ", "- ", "+ "].iter().any(|bullet| text.trim_start().starts_with(bullet));
    let is_open = text[open + 1..].contains(char::is_alphanumeric);
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
