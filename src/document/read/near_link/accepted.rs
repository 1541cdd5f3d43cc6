//! Links that Markdown accepts, and that are meant otherwise.

use super::around::opening_bracket;
use super::found::{Found, REACH, certain, guess};
use crate::document::link::{Definition, Link, LinkKind};
use crate::document::near_link::{NearLink, NearLinkProblem};
use crate::document::read::bullet::bullet;
use crate::document::read::marked::Marked;
use crate::lexicon::{identity, looks_like_url};
use crate::text::{Edit, Source, Span, Url};

/// `[shelf[cup](tea) in parts](url)`: to CommonMark the call within the title is a link, and the rest is text. The site
/// shows the title as the link, so it takes the place of what is in it.
pub(super) fn widen_calls(mut marked: Marked<'_>) -> Marked<'_> {
    let text = marked.source.text();
    let mut widened: Vec<Link<'_>> = Vec::new();
    for link in marked.links.iter().filter(|link| link.is_inline() && !link.is_image) {
        let destination = &text[link.destination.start..link.destination.end];
        let is_call = text[..link.span.start].ends_with(|c: char| c.is_alphanumeric() || c == '_')
            && !destination.is_empty()
            && is_word(destination);
        if is_call && widened.last().is_none_or(|last| last.span.end <= link.span.start) {
            widened.extend(titled_by(marked.source, link));
        }
    }
    if widened.is_empty() {
        return marked;
    }
    marked.links.retain(|link| {
        let next = widened.partition_point(|outer| outer.span.end <= link.span.start);
        !widened.get(next).is_some_and(|outer| outer.span.overlaps(link.span))
    });
    marked.links.append(&mut widened);
    marked.links.sort_by_key(|link| link.span);
    marked
}

/// The link in whose text another one stands, on one line.
fn titled_by<'a>(source: &Source, inner: &Link<'_>) -> Option<Link<'a>> {
    let text = source.text();
    let line = source.line(source.line_index(inner.span.start));
    if line.len() > REACH || inner.span.end > line.end {
        return None;
    }
    let open = opening_bracket(text, line.start, inner.span.start)?;
    let mut depth = 1_usize;
    let close = text.as_bytes()[inner.span.end..line.end].iter().position(|byte| {
        depth = match byte {
            b'[' => depth + 1,
            b']' => depth - 1,
            _ => depth,
        };
        depth == 0
    })?;
    let close = inner.span.end + close;
    let target = text[close..line.end].strip_prefix("](")?;
    let end = target.find([')', ' ']).filter(|end| target[*end..].starts_with(')'))?;
    let destination = Span::new(close + 2, close + 2 + end);
    looks_like_url(&target[..end]).then_some(Link {
        span: Span::new(open, destination.end + 1),
        text: Span::new(open + 1, close),
        destination,
        kind: LinkKind::Inline,
        is_image: false,
    })
}

/// Whether a destination has nothing that makes it an address.
fn is_word(destination: &str) -> bool {
    !destination.bytes().any(|byte| matches!(byte, b'/' | b'.' | b':' | b'#'))
}

/// Whether a link that Markdown accepts is meant as it accepts it. What is meant otherwise is a near-link.
pub(super) fn is_accepted(source: &Source, link: &Link<'_>, found: &mut Found) -> bool {
    let text = source.text();
    if matches!(link.kind, LinkKind::Autolink) {
        return !take_autolink(text, link, found);
    }
    note_extra_bracket(source, link, found);
    note_open_bracket(source, link, found);
    if !matches!(link.kind, LinkKind::Inline) || link.is_image {
        return true;
    }
    if is_ordinary(text, link) {
        return true;
    }
    note_wiki(text, link, found);
    !(take_link_as_address(text, link, found)
        || take_swapped(text, link, found)
        || take_bracketed_address(text, link, found)
        || take_doubled_parenthesis(text, link, found))
}

/// Whether a link is what nearly every one is: words that begin with no bracket, and an address of the web that ends
/// with none. What is meant otherwise has a bracket there, or has its words and its address in each other's place.
fn is_ordinary(text: &str, link: &Link<'_>) -> bool {
    let destination = &text[link.destination.start..link.destination.end];
    !text[link.text.start..].starts_with('[')
        && (destination.starts_with("https://") || destination.starts_with("http://"))
        && !destination.ends_with(']')
}

/// `[text]([url](url))`
fn take_link_as_address(text: &str, link: &Link<'_>, found: &mut Found) -> bool {
    let destination = &text[link.destination.start..link.destination.end];
    let Some((outer, inner)) = destination.strip_prefix('[').and_then(|inner| inner.split_once("](")) else {
        return false;
    };
    let url_start = link.destination.end - inner.len();
    let url = Span::new(url_start, url_start + inner.trim_end_matches(')').len());
    let edits = vec![
        Edit::replace(Span::new(link.text.end, url.start), "]("),
        Edit::replace(Span::new(url.end, link.span.end), ")"),
    ];
    let inner = &text[url.start..url.end];
    // What is kept has to lead somewhere; of two addresses, either may be the one that is meant.
    let repair = match (looks_like_url(inner), looks_like_url(outer)) {
        (false, _) => None,
        (true, true) if identity(&Url::new(inner, 0)) != identity(&Url::new(outer, 0)) => guess(edits),
        (true, _) => certain(edits),
    };
    found.near(link.span, link.destination, NearLinkProblem::Nested, Some(url), repair);
    true
}

/// `[url](text)`
fn take_swapped(text: &str, link: &Link<'_>, found: &mut Found) -> bool {
    let label = &text[link.text.start..link.text.end];
    let destination = &text[link.destination.start..link.destination.end];
    if !is_word(destination) || destination.is_empty() || !looks_like_url(label) {
        return false;
    }
    let edit = Edit::replace(link.span, format!("[{destination}]({label})"));
    // `(title)[url](title)`: either title may be the one that is meant.
    let repair = if text[..link.span.start].ends_with(')') { None } else { certain(edit) };
    found.near(link.span, link.span, NearLinkProblem::TextAndUrlSwapped, Some(link.text), repair);
    true
}

/// `[[url][text]](url)`, `[[text|url]](url)`: the link of a wiki in the brackets of a link.
fn note_wiki(text: &str, link: &Link<'_>, found: &mut Found) {
    let label = &text[link.text.start..link.text.end];
    let parts = label.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let parts = parts.and_then(|inner| inner.split_once("][").or_else(|| inner.split_once('|')));
    let (url, title) = match parts {
        Some((url, title)) if looks_like_url(url) => (url, title.trim()),
        Some((title, url)) if looks_like_url(url) => (url, title.trim()),
        _ => return,
    };
    let destination = &text[link.destination.start..link.destination.end];
    let is_same = identity(&Url::new(url.trim(), 0)) == identity(&Url::new(destination, 0));
    let edit = Edit::replace(link.text, title);
    let repair = if is_same { certain(edit) } else { guess(edit) };
    let repair = repair.filter(|_| !title.is_empty() && !title.contains(['[', ']']) && !looks_like_url(title));
    found.near(link.text, link.text, NearLinkProblem::Wiki, None, repair);
}

/// `[text]([url])`
fn take_bracketed_address(text: &str, link: &Link<'_>, found: &mut Found) -> bool {
    let Span { start, end } = link.destination;
    // `[text](url])`
    if let Some(url) = text[start..end].strip_suffix(']').filter(|url| looks_like_url(url) && !url.contains('[')) {
        let fault = Span::new(end - 1, end);
        let url = Span::new(start, start + url.len());
        found.near(link.span, fault, NearLinkProblem::ExtraBracket, Some(url), certain(Edit::delete(fault)));
        return true;
    }
    let inner = text[start..end].strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    if !inner.is_some_and(looks_like_url) {
        return false;
    }
    let edits = vec![Edit::delete(Span::new(start, start + 1)), Edit::delete(Span::new(end - 1, end))];
    let url = Span::new(start + 1, end - 1);
    found.near(link.span, link.destination, NearLinkProblem::WrongBrackets, Some(url), certain(edits));
    true
}

/// `[text]((url))`
fn take_doubled_parenthesis(text: &str, link: &Link<'_>, found: &mut Found) -> bool {
    let Span { start, end } = link.destination;
    let Some(inner) = text[start..end].strip_prefix('(').filter(|inner| looks_like_url(inner)) else { return false };
    let url = inner.strip_suffix(')').unwrap_or(inner);
    let edit = Edit::replace(Span::new(link.text.end, link.span.end), format!("]({url})"));
    let fault = Span::new(link.text.end + 1, start + 1);
    let url = Span::new(start + 1, start + 1 + url.len());
    found.near(link.span, fault, NearLinkProblem::DoubledParenthesis, Some(url), certain(edit));
    true
}

/// `[text]<url>`, `[text](<url>`: the URL alone becomes a link.
fn take_autolink(text: &str, link: &Link<'_>, found: &mut Found) -> bool {
    // Nearly none, seen before its line is gone through.
    if !text[..link.span.start].ends_with([']', '(']) {
        return false;
    }
    let from = text.floor_char_boundary(link.span.start.saturating_sub(REACH));
    let from = text[from..link.span.start].rfind(['\n', '\r']).map_or(from, |at| from + at + 1);
    let before = &text[from..link.span.start];
    let url = link.text;
    if !text[url.start..url.end].contains("://") {
        return false;
    }
    if before.ends_with(']') {
        let Some(start) = opening_bracket(text, from, link.span.start - 1) else { return false };
        let edits = vec![
            Edit::replace(Span::new(link.span.start, url.start), "("),
            Edit::replace(Span::new(url.end, link.span.end), ")"),
        ];
        found.near(
            Span::new(start, link.span.end),
            link.span,
            NearLinkProblem::SquareBrackets,
            Some(url),
            certain(edits),
        );
        return true;
    }
    if before.ends_with("](") && !text[link.span.end..].starts_with(')') {
        let start = opening_bracket(text, from, link.span.start - 2);
        let start = start.unwrap_or(link.span.start - 2);
        let edit = Edit::insert(link.span.end, ")");
        let fault = Span::new(link.span.start - 1, link.span.end);
        found.near(
            Span::new(start, link.span.end),
            fault,
            NearLinkProblem::UnclosedParenthesis,
            Some(url),
            certain(edit),
        );
        return true;
    }
    false
}

/// Whether a bracket among `bytes` has no partner after it.
pub(super) fn leaves_open<'b>(bytes: impl Iterator<Item = &'b u8>, open: u8, close: u8) -> bool {
    left_open(bytes, open, close) > 0
}

/// How many brackets among `bytes` have no partner after them.
pub(super) fn left_open<'b>(bytes: impl Iterator<Item = &'b u8>, open: u8, close: u8) -> usize {
    bytes.fold(0, |depth, byte| match byte {
        byte if *byte == open => depth + 1,
        byte if *byte == close => depth.saturating_sub(1),
        _ => depth,
    })
}

/// `[[text](url)`, `[text](url))`: the link is one, with brackets left beside it.
fn note_extra_bracket(source: &Source, link: &Link<'_>, found: &mut Found) {
    let text = source.text();
    let (before, after) = (text.as_bytes()[..link.span.start].last(), text.as_bytes().get(link.span.end));
    let extra = match (before, after) {
        (Some(b'['), Some(b']')) => return,
        (Some(b'['), _) => {
            let run = text.as_bytes()[..link.span.start].iter().rev().take_while(|byte| **byte == b'[');
            Span::new(link.span.start - run.count(), link.span.start)
        }
        (_, Some(bracket @ (b')' | b']'))) => {
            let run = text.as_bytes()[link.span.end..].iter().take_while(|byte| *byte == bracket);
            Span::new(link.span.end, link.span.end + run.count())
        }
        (_, Some(byte)) if byte.is_ascii_alphanumeric() => return note_cut_address(source, link, found),
        _ => return,
    };
    let line = source.line(source.line_index(link.span.start));
    if link.is_image || extra.end > line.end || line.len() > REACH {
        return;
    }
    // Where something further off opens or closes, the bracket is its partner.
    let before = text.as_bytes()[line.start..link.span.start].iter();
    let after = text.as_bytes()[link.span.end.min(line.end)..line.end].iter();
    let is_extra = match text.as_bytes()[extra.start] {
        b'[' => !leaves_open(after.rev(), b']', b'['),
        b']' => !leaves_open(before, b'[', b']') && !text[extra.end..].starts_with(['(', '[', ':']),
        _ => !leaves_open(before, b'(', b')'),
    };
    if is_extra && source.line_index(link.span.end) == source.line_index(link.span.start) {
        found.near(extra, extra, NearLinkProblem::ExtraBracket, None, certain(Edit::delete(extra)));
    }
}

/// `[text](https://example.org/a)b)`: the first `)` is a part of the address, and closes the link all the same.
fn note_cut_address(source: &Source, link: &Link<'_>, found: &mut Found) {
    let text = source.text();
    let line = source.line(source.line_index(link.span.start));
    if link.is_image || !link.is_inline() || line.len() > REACH || link.span.end > line.end {
        return;
    }
    let behind = &text[link.span.end..line.end];
    let rest = behind.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '/' | '.' | '%' | '='));
    let Some(rest) = rest.filter(|rest| behind[*rest..].starts_with(')')) else { return };
    // The end of the same address again is another mistake.
    let is_repeated = rest > 3 && text[link.destination.start..link.destination.end].ends_with(&behind[..rest]);
    // `(see [text](url)s)`
    if is_repeated || leaves_open(text.as_bytes()[line.start..link.span.start].iter(), b'(', b')') {
        return;
    }
    let fault = Span::new(link.span.end - 1, link.span.end + rest + 1);
    let repair = guess(Edit::replace(Span::new(fault.start, fault.start + 1), "%29"));
    found.near(Span::new(link.span.end, fault.end), fault, NearLinkProblem::CutAddress, None, repair);
}

/// `* [more words [text](url)`: the words before the link are meant as its text too, or one `[` is too many.
fn note_open_bracket(source: &Source, link: &Link<'_>, found: &mut Found) {
    let text = source.text();
    // Before most links there are only few bytes on the line, and no bracket.
    let near = &text.as_bytes()[link.span.start.saturating_sub(REACH)..link.span.start];
    let bracket = memchr::memrchr3(b'[', b'\n', b'\r', near).map(|at| near[at]);
    if bracket != Some(b'[') || link.is_image || !link.is_inline() {
        return;
    }
    let line = source.line(source.line_index(link.span.start));
    if line.len() > REACH || link.span.end > line.end {
        return;
    }
    let before = &text[line.start..link.span.start];
    let is_entry = ["* ", "- ", "+ "].iter().any(|bullet| before.trim_start().starts_with(bullet));
    if !is_entry || !before.ends_with(' ') || left_open(before.as_bytes().iter(), b'[', b']') != 1 {
        return;
    }
    let Some(open) = before.rfind('[').filter(|open| !before[*open..].contains(']')) else { return };
    let words = &before[open + 1..];
    let is_closed = leaves_open(text.as_bytes()[link.span.end..line.end].iter().rev(), b']', b'[');
    let is_escaped = before[..open].ends_with('\\');
    if is_closed || is_escaped || words.contains(['`', '|', '<']) || !words.contains(char::is_alphabetic) {
        return;
    }
    let fault = Span::new(line.start + open, line.start + open + 1);
    found.near(Span::new(fault.start, link.span.start), fault, NearLinkProblem::OpenBracket, None, None);
}

/// `* [text]: url` is a definition to Markdown, and the site shows nothing of it.
pub(super) fn definitions_as_entries(marked: &Marked<'_>) -> Vec<NearLink> {
    let source = marked.source;
    let is_entry = |definition: &&Definition| {
        let line = source.line(source.line_index(definition.span.start));
        let bullet = bullet(source.slice(line), line.start).map(|(_, bullet)| bullet);
        bullet.is_some_and(|bullet| bullet.end() == definition.span.start)
    };
    marked.definitions.iter().filter(is_entry).map(|definition| definition_as_entry(marked, definition)).collect()
}

fn definition_as_entry(marked: &Marked<'_>, definition: &Definition) -> NearLink {
    let Definition { span, name, destination } = *definition;
    let behind = Span::new(name.end, span.end);
    // `[text]: (url)`
    let in_parentheses = marked.text(destination).starts_with('(') && marked.text(destination).ends_with(')');
    let destination = match destination.len() {
        2.. if in_parentheses => Span::new(destination.start + 1, destination.end - 1),
        _ => destination,
    };
    let edit = Edit::replace(behind, format!("]({})", marked.text(destination)));
    let fault = Span::new(name.end + 1, destination.start);
    NearLink { span, fault, problem: NearLinkProblem::Colon, url: Some(destination), repair: certain(edit) }
}
