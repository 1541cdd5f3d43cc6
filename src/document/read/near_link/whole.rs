//! An entry, or a field of one, that is nothing but the words and the address of a link, in brackets that fit together
//! in no way that Markdown knows. One text and one address have one reading, whatever is between them.

use std::ops::Range;

use super::found::{certain, guess};
use crate::document::item::{Item, Prefix, PrefixPlace};
use crate::document::link::{Link, LinkKind};
use crate::document::near_link::{NearLink, NearLinkProblem};
use crate::document::outline::Outline;
use crate::lexicon::{Scheme, Tag, is_invisible, is_state, looks_like_url, scheme};
use crate::text::{Edit, Span};

/// Longest field that is looked at, in bytes.
const LONGEST: usize = 1024;

const OPENING: [char; 7] = ['[', '(', '{', '<', '（', '［', '【'];
const CLOSING: [char; 7] = [']', ')', '}', '>', '）', '］', '】'];
const NEVER_IN_ADDRESS: [char; 13] = ['<', '>', '{', '}', '`', '|', '\\', '（', '）', '［', '］', '【', '】'];
const QUOTES: [char; 6] = ['"', '\'', '“', '”', '‘', '’'];

/// Reads entries without a link that hold one address, and repairs them where only one reading exists. The entries of
/// `outline` are known.
pub(in crate::document) fn read_whole(outline: &mut Outline<'_>) {
    let mut found: Vec<NearLink> = Vec::new();
    for item in &outline.items {
        let kind = outline.sections.get(item.section).map(|section| section.kind);
        if kind.is_some_and(crate::document::section::SectionKind::is_entry_list) {
            found.extend(whole_field(outline, item));
        }
    }
    if found.is_empty() {
        return;
    }
    found.sort_by_key(|near| near.span);
    let overlaps = |span: Span| {
        let next = found.partition_point(|near| near.span.end <= span.start);
        found.get(next).is_some_and(|near| near.span.start < span.end.max(span.start + 1))
    };
    outline.inlines.near_links.retain(|near| !overlaps(near.span));
    outline.inlines.bare_urls.retain(|url| !overlaps(*url));
    outline.inlines.near_links.extend(found);
    outline.inlines.near_links.sort_by_key(|near| near.span);
}

/// The field of an entry that is a link gone wrong.
fn whole_field(outline: &Outline<'_>, item: &Item) -> Option<NearLink> {
    let near_links = outline.near_links_in(item.content);
    if begins_above(item, near_links) {
        return None;
    }
    if let Some(near) = encoded(outline, item) {
        return Some(near);
    }
    if !is_suspicious(outline, item, near_links) {
        return wrapped(outline, item);
    }
    let content = Span::new(start_of(outline, item), item.content.end);
    let field = field_with_address(outline, item, content)?;
    let has_autolink = || has_autolink_before_text(outline, item);
    let is_link = |link: &Link<'_>| !(link.is_image || is_autolink(link) && has_autolink());
    if outline.links_in(field).iter().any(is_link) {
        return wrapped(outline, item);
    }
    let text = outline.text(field);
    if !is_plain(text) {
        return None;
    }
    // Of `((`, one may be too many.
    let whole = html_link(text).or_else(|| read(text)).filter(|whole| !text[whole.url.clone()].contains("(("))?;
    let is_hidden = outline.is_opaque(field.start + whole.url.start) && !has_autolink();
    if is_hidden && outline.html_tag_at(field.start).is_none() {
        return None;
    }
    let known = near_links.iter().find(|near| near.span.overlaps(field));
    // Words and an address without any bracket are reported as what they are.
    if !whole.has_brackets && known.is_none() {
        return None;
    }
    // What closes the link may be after the next bar, with words between.
    let behind = outline.text(Span::new(field.end, content.end));
    let is_closed_behind = behind.matches([')', ']']).count() > behind.matches(['(', '[']).count();
    Some(near_link(whole, field, text, known, is_closed_behind))
}

/// How the brackets of a link are written where percent signs or entities stand for them, each with the bracket itself.
const ENCODED: [[&str; 5]; 4] = [
    ["[", "%5B", "&#91;", "&lbrack;", "&lsqb;"],
    ["]", "%5D", "&#93;", "&rbrack;", "&rsqb;"],
    ["(", "%28", "&#40;", "&lpar;", "&#x28;"],
    [")", "%29", "&#41;", "&rpar;", "&#x29;"],
];

/// `%5BTitle%5D(address)`, `&#91;Title&#93;(address)`: a field with one address whose brackets are encoded, some or all.
fn encoded(outline: &Outline<'_>, item: &Item) -> Option<NearLink> {
    memchr::memchr2(b'%', b'&', outline.text(item.content).as_bytes())?;
    let field = field_with_address(outline, item, Span::new(start_of(outline, item), item.content.end))?;
    let text = outline.text(field);
    let [open, close, begin, end] = &ENCODED;
    let written_as = |signs: &[&str; 5], is_it: &dyn Fn(&str) -> bool| signs.iter().position(|sign| is_it(sign));
    let address = address(text)?;
    // An encoded parenthesis at the end is taken for a part of the address.
    let url = &text[address.start..];
    let opened = written_as(open, &|sign| text.starts_with(sign))?;
    let ended = written_as(end, &|sign| url.ends_with(sign))?;
    let before = &text[..address.start];
    let begun = written_as(begin, &|sign| before.ends_with(sign))?;
    let before = &before[..before.len() - begin[begun].len()];
    let closed = written_as(close, &|sign| before.ends_with(sign))?;
    let title = before[..before.len() - close[closed].len()].get(open[opened].len()..)?;
    let url = &url[..url.len() - end[ended].len()];
    let is_open = |url: &str| url.matches("%28").count() > url.matches("%29").count();
    let is_plain = looks_like_url(url)
        && !url.contains(char::is_whitespace)
        && !url.contains(['[', ']', '<', '>', '{', '}', '"'])
        && is_balanced(url)
        && !is_open(url)
        && title.contains(char::is_alphabetic)
        && is_balanced(title)
        && !title.contains("](")
        && title.matches('`').count() % 2 == 0;
    if [opened, closed, begun, ended] == [0; 4] || !is_plain {
        return None;
    }
    Some(NearLink {
        span: field,
        fault: field,
        problem: NearLinkProblem::Apart,
        url: Some(Span::new(field.start + address.start, field.start + address.start + url.len())),
        repair: certain(Edit::replace(field, format!("[{title}]({url})"))),
    })
}

/// Whether the text of the link begins on a line above the entry.
fn begins_above(item: &Item, near_links: &[NearLink]) -> bool {
    near_links.first().is_some_and(|near| {
        near.problem == NearLinkProblem::MissingOpeningBracket
            && near.repair.is_none()
            && near.span.start == item.content.start
    })
}

/// Whether anything in an entry shows that it may be a link gone wrong.
fn is_suspicious(outline: &Outline<'_>, item: &Item, near_links: &[NearLink]) -> bool {
    let is_open = |near: &NearLink| !near.repair.as_ref().is_some_and(|repair| repair.is_certain);
    let has_tag = || outline.html_tag_at(start_of(outline, item)).is_some();
    // `[text] (example.org/page)`, `[text] example.org/page`
    let has_title = || {
        let text = outline.text(Span::new(start_of(outline, item), item.content.end));
        near_links.is_empty() && (text.starts_with('[') || text.contains("] ("))
    };
    near_links.iter().any(is_open)
        || has_autolink_before_text(outline, item)
        || !outline.bare_urls_in(item.content).is_empty()
        || item.links.is_empty() && (has_tag() || has_title())
}

fn is_autolink(link: &Link<'_>) -> bool {
    matches!(link.kind, LinkKind::Autolink)
}

/// Whether an entry is `<url>[text]`.
fn has_autolink_before_text(outline: &Outline<'_>, item: &Item) -> bool {
    let [link] = outline.links_of(item) else { return false };
    is_autolink(link) && {
        let behind = outline.text(Span::new(link.span.end.min(item.content.end), item.content.end)).trim();
        behind.starts_with('[') && behind.ends_with(']')
    }
}

/// What has the first address of `content`, without spaces around it: a field between the bars of an event, or of
/// several links in a row, or all of it.
fn field_with_address(outline: &Outline<'_>, item: &Item, content: Span) -> Option<Span> {
    let text = outline.text(content);
    let address = text.find("://").or_else(|| text.find("] (")).or_else(|| text.find(']'))?;
    let start = text[..address].rfind(" | ").map_or(0, |bar| bar + 3);
    let end = text[address..].find(" | ").map_or(text.len(), |bar| address + bar);
    let before = &text[..start];
    let is_cut = before.matches('[').count() != before.matches(']').count()
        // The title of a link of HTML may have one.
        || text.starts_with("<a ")
        || start > 0 && !item.has_date && outline.links_in(Span::new(content.start, content.start + start)).is_empty();
    let (start, end) = if is_cut { (0, text.len()) } else { (start, end) };
    let field = &text[start..end];
    let blanks = field.len() - field.trim_start().len();
    Some(Span::new(content.start + start + blanks, content.start + start + field.trim_end().len()))
}

/// Whether a text is short enough, and nothing in it is hidden.
fn is_plain(text: &str) -> bool {
    text.len() <= LONGEST && !text.contains(|c: char| c.is_control() || is_invisible(c)) && !text.contains("<!--")
}

/// The near-link that `text`, all of a field, is. `known` is what was found in it before; `is_closed_behind`: whether a
/// bracket closes after the field.
fn near_link(whole: Whole, field: Span, text: &str, known: Option<&NearLink>, is_closed_behind: bool) -> NearLink {
    let (title, address) = (&text[whole.title.clone()], &text[whole.url.clone()]);
    let (scheme, address, is_sure) = match scheme(address) {
        _ if address.contains("://") => ("", address, true),
        Scheme::Slip { end, meant, trailing } => (meant, &address[end..address.len() - trailing], true),
        Scheme::Missing { insert, is_certain } => (insert, address, is_certain),
        Scheme::Right | Scheme::Other(_) | Scheme::Relative => ("https://", address, false),
    };
    let right = format!("[{title}]({scheme}{address})");
    // What reads so already has another fault, which no words are known for.
    let is_right = right == text;
    let edit = Edit::replace(field, right);
    let problem = match known {
        _ if whole.is_html => NearLinkProblem::Apart,
        _ if whole.url.start < whole.title.start => NearLinkProblem::TextAndUrlSwapped,
        Some(near) => near.problem,
        None => NearLinkProblem::Apart,
    };
    let is_certain = whole.has_brackets && is_sure && !is_closed_behind;
    NearLink {
        span: field,
        fault: known.map_or(field, |near| near.fault),
        problem,
        url: Some(Span::new(field.start + whole.url.start, field.start + whole.url.end)),
        repair: if is_certain { certain(edit) } else { guess(edit) }.filter(|_| !is_right),
    }
}

/// A link within what is the same link again: `[[text](url)](url)`, `[text]([text](url))`, `![[text](url)](url)`,
/// `[text](url)[text](url)`.
fn wrapped(outline: &Outline<'_>, item: &Item) -> Option<NearLink> {
    let links = outline.links_of(item);
    let whole = |link: &Link<'_>| outline.text(link.span);
    if let [first, second] = links
        && first.span.end == second.span.start
        && first.is_inline()
        && whole(first) == whole(second)
    {
        let edit = Edit::delete(second.span);
        let (span, url) = (second.span, Some(second.destination));
        return Some(NearLink { span, fault: span, problem: NearLinkProblem::Repeated, url, repair: certain(edit) });
    }
    for link in links.iter().filter(|link| link.is_inline() && !link.is_image) {
        if !outline.source.text()[..link.span.start].ends_with(['[', '(']) {
            continue;
        }
        let line = outline.source.line(outline.source.line_index(link.span.start));
        let before = outline.text(Span::new(line.start, link.span.start));
        let after = outline.text(Span::new(link.span.end.min(line.end), line.end));
        let (text, url) = (outline.text(link.text), outline.text(link.destination));
        let again = [
            (format!("[{text}]("), ")".to_owned()),
            ("![".to_owned(), format!("]({url})")),
            ("[".to_owned(), format!("]({url})")),
        ];
        let found = again
            .into_iter()
            .find(|(open, close)| before.ends_with(open.as_str()) && after.starts_with(close.as_str()));
        let Some((open, close)) = found else { continue };
        let span = Span::new(link.span.start - open.len(), link.span.end + close.len());
        let edits = vec![
            Edit::delete(Span::new(span.start, link.span.start)),
            Edit::delete(Span::new(link.span.end, span.end)),
        ];
        let problem = NearLinkProblem::Nested;
        return Some(NearLink { span, fault: span, problem, url: Some(link.destination), repair: certain(edits) });
    }
    None
}

/// Where the link of an entry begins: after the prefixes that are known.
fn start_of(outline: &Outline<'_>, item: &Item) -> usize {
    let is_known = |prefix: &&Prefix| {
        let word = outline.text(prefix.word);
        prefix.place == PrefixPlace::BeforeLink && (prefix.tag.is_some() || is_state(word))
    };
    let known = item.prefixes.iter().take_while(is_known).last();
    let start = known.map_or(item.content.start, |prefix| prefix.span.end).min(item.content.end);
    let text = outline.text(Span::new(start, item.content.end));
    start + text.len() - text.trim_start().len()
}

/// The parts of a link that went wrong, as bytes of the field.
struct Whole {
    title: Range<usize>,
    url: Range<usize>,
    /// Whether brackets say that a link is meant.
    has_brackets: bool,
    /// Whether it is written as HTML.
    is_html: bool,
}

/// `<a href="address">title`, `<a href="address>title</a>`, `&lt;a href="address"&gt;title&lt;/a&gt;`: a link of HTML
/// whose tags are not whole, or are escaped.
fn html_link(field: &str) -> Option<Whole> {
    let find = |from: usize, signs: &[&str]| {
        let rest = &field[from..];
        signs.iter().filter_map(|sign| Some((from + rest.find(sign)?, sign.len()))).min()
    };
    let is_open = |sign: &&&str| field.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign));
    let opening = ["<a href=", "&lt;a href="].iter().find(is_open)?.len();
    let start = opening + field[opening..].len() - field[opening..].trim_start_matches(['"', '\'']).len();
    let (end, _) = find(start, &["\"", "'", ">", "&gt;"])?;
    let rest = field[end..].trim_start_matches(['"', '\'']);
    let rest = rest.strip_prefix("&gt;").or_else(|| rest.strip_prefix('>')).unwrap_or(rest);
    let title = field.len() - rest.len();
    let title_end = find(title, &["</a>", "&lt;/a&gt;"]).map_or(field.len(), |(at, _)| at);
    let closing = field[title_end..].trim();
    let words = &field[title..title_end];
    let is_whole = closing.is_empty() || ["</a>", "&lt;/a&gt;"].contains(&closing);
    let is_title = words.contains(char::is_alphabetic)
        && !words.contains(['[', ']', '<', '>', '"'])
        && !words.contains("://")
        && !words.contains("&gt;");
    let has_address = looks_like_url(&field[start..end]) && !field[start..end].contains(['(', ')', '<']);
    // `raw-html` reports one that is well formed.
    let is_well_formed = field.starts_with('<') && closing == "</a>" && field[end..].starts_with(['"', '\'', '>']) && {
        let quote = &field[opening..start];
        field[end..].strip_prefix(quote).is_some_and(|rest| rest.starts_with('>'))
    };
    (is_whole && is_title && has_address && !is_well_formed).then_some(Whole {
        title: title..title_end,
        url: start..end,
        has_brackets: true,
        is_html: true,
    })
}

fn read(field: &str) -> Option<Whole> {
    let url = address(field)?;
    let (before, after) = (&field[..url.start], &field[url.end..]);
    let is_mark = |c: char| OPENING.contains(&c) || CLOSING.contains(&c) || QUOTES.contains(&c) || c.is_whitespace();
    let is_joint = |c: char| is_mark(c) || matches!(c, ':' | '|' | '-' | '–' | '—' | '=' | ',' | '\\' | '/');
    let is_end = |c: char| is_mark(c) || matches!(c, '`' | '_' | '\\');
    let title = if after.chars().all(is_end) {
        let is_restructured = after.contains("`_");
        let end = trimmed_end(before, is_joint);
        let start = if is_restructured && before.starts_with('`') { 1 } else { 0 };
        start..end.max(start)
    } else if before.chars().all(is_mark) {
        let start = after.find(|c: char| !is_joint(c))?;
        let start = start - kept(&after[..start], &after[start..]);
        url.end + start..url.end + after.trim_end_matches(|c: char| c.is_whitespace()).len()
    } else {
        return None;
    };
    let (title, was_bracketed) = without_brackets(field, title);
    let words = &field[title.clone()];
    if words.is_empty() {
        return None;
    }
    let count = |sign: &str| words.matches(sign).count();
    let is_title = words.contains(char::is_alphabetic)
        && !words.starts_with(['[', '!', '#'])
        && !words.contains("://")
        && !words.contains("](")
        && !words.contains(" | ")
        && !words.contains(['<', '>'])
        && count("`") % 2 == 0
        && count("**") % 2 == 0
        && is_balanced(words)
        && Tag::from_word(words).is_none()
        && !looks_like_url(words);
    let between = if title.start < url.start { &field[title.end..url.start] } else { &field[url.end..title.start] };
    let has_brackets = was_bracketed || between.contains(OPENING) || between.contains(CLOSING);
    is_title.then_some(Whole { title, url, has_brackets, is_html: false })
}

/// Where the only address of a field is.
fn address(field: &str) -> Option<Range<usize>> {
    let Some(sign) = field.find("://") else {
        return address_after_title(field);
    };
    if field[sign + 3..].contains("://") {
        return None;
    }
    let scheme = field[..sign].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let start = sign - scheme;
    if !["http", "https"].iter().any(|known| field[start..sign].eq_ignore_ascii_case(known)) {
        return None;
    }
    // What is left open belongs to the brackets around it.
    let url = &field[start..start + address_end(&field[start..])];
    let url = url.trim_end_matches(['(', '[', '*', ',', '.', ';', ':']);
    let has_host = field[sign + 3..].starts_with(char::is_alphanumeric);
    (has_host && looks_like_url(url)).then_some(start..start + url.len())
}

/// `[text] (example.org/page)`, `[text] example.org/page`: where an address without a scheme is.
fn address_after_title(field: &str) -> Option<Range<usize>> {
    let is_joint = |c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '*');
    let (start, end) = if let Some(at) = field.find("] (") {
        let start = at + "] (".len();
        (start, start + field[start..].find(')')?)
    } else {
        let behind = field[field.find(']')?..].trim_start_matches(']');
        let url = behind.trim_start_matches(is_joint);
        let start = field.len() - url.len();
        if url.len() == behind.len() {
            return None;
        }
        (start, start + url[..address_end(url)].trim_end_matches(['*', ',', '.', ';', ':']).len())
    };
    looks_like_url(&field[start..end]).then_some(start..end)
}

/// Where the address ends that a text begins with: before a blank, a quote, or a bracket that it does not open or
/// close.
fn address_end(text: &str) -> usize {
    let (mut round, mut square) = (0_usize, 0_usize);
    let closes_more = |open: &mut usize| match open.checked_sub(1) {
        Some(left) => {
            *open = left;
            false
        }
        None => true,
    };
    let mut ends = |c: char| {
        match c {
            '(' => round += 1,
            '[' => square += 1,
            ')' => return closes_more(&mut round),
            ']' => return closes_more(&mut square),
            _ => {}
        }
        c.is_whitespace() || QUOTES.contains(&c) || NEVER_IN_ADDRESS.contains(&c)
    };
    let mut end = text.find(&mut ends).unwrap_or(text.len());
    // `url[text]`: what opens within it and does not close is not a part of it.
    for (open, is_open) in [('[', square > 0), ('(', round > 0)] {
        if is_open && let Some(at) = text[..end].find(open) {
            end = at;
        }
    }
    end
}

/// Where a text ends without the signs at its end; a full stop or asterisks after a bracket belong to these.
fn trimmed_end(text: &str, is_joint: impl Fn(char) -> bool + Copy) -> usize {
    let mut end = text.trim_end_matches(is_joint).len();
    let bare = text[..end].trim_end_matches(['.', '*']);
    if bare.len() < end && bare.ends_with(CLOSING) {
        end = bare.trim_end_matches(is_joint).len();
    }
    end + kept_closing(&text[..end], &text[end..])
}

/// Bytes of the closing signs after a text that belong to it, because it opens them.
fn kept_closing(text: &str, behind: &str) -> usize {
    let mut kept = 0;
    for c in behind.chars() {
        let Some(at) = CLOSING.iter().position(|closing| *closing == c) else { break };
        let with = &behind[..kept + c.len_utf8()];
        let closed = text.matches(c).count() + with.matches(c).count();
        if closed > text.matches(OPENING[at]).count() {
            break;
        }
        kept += c.len_utf8();
    }
    kept
}

/// Bytes of the opening signs before a text that it closes itself, one pair around all of it not counted.
fn kept(before: &str, text: &str) -> usize {
    let Some(c) = before.chars().next_back() else { return 0 };
    let Some(at) = OPENING.iter().position(|opening| *opening == c) else { return 0 };
    if text.contains(CLOSING[at]) { c.len_utf8() } else { 0 }
}

/// A range of the field without the brackets around it, or the one that has no partner in it; and whether there were
/// any.
fn without_brackets(field: &str, range: Range<usize>) -> (Range<usize>, bool) {
    let mut range = range;
    let mut was_bracketed = false;
    for _ in 0..4 {
        let text = &field[range.clone()];
        let (start, trimmed) = (text.len() - text.trim_start().len(), text.trim());
        range = range.start + start..range.start + start + trimmed.len();
        let first = trimmed.chars().next().and_then(|c| OPENING.iter().position(|opening| *opening == c));
        let last = trimmed.chars().next_back().and_then(|c| CLOSING.iter().position(|closing| *closing == c));
        let (opens, closes) = match (first, last) {
            (Some(first), Some(last)) => {
                let inner = trimmed.get(OPENING[first].len_utf8()..trimmed.len() - CLOSING[last].len_utf8());
                let is_around = inner.is_some_and(is_balanced);
                (is_around, is_around)
            }
            (Some(first), None) => (!trimmed.contains(CLOSING[first]), false),
            (None, Some(last)) => (false, !trimmed.contains(OPENING[last])),
            (None, None) => (false, false),
        };
        // `]text[(url)`
        if let Some(width) = trimmed.chars().next().filter(|c| CLOSING.contains(c)).map(char::len_utf8) {
            range.start += width;
            was_bracketed = true;
            continue;
        }
        let escape = |text: &str| usize::from(text.starts_with('\\'));
        if trimmed.starts_with("\\[") {
            range.start += escape(trimmed);
            continue;
        }
        if !opens && !closes {
            break;
        }
        was_bracketed = true;
        if opens {
            range.start += first.map_or(0, |at| OPENING[at].len_utf8());
        }
        if closes {
            range.end -= last.map_or(0, |at| CLOSING[at].len_utf8());
            range.end -= usize::from(field[range.clone()].ends_with('\\'));
        }
    }
    (range, was_bracketed)
}

/// Whether round and square brackets pair up.
fn is_balanced(text: &str) -> bool {
    let (mut round, mut square) = (0_i32, 0_i32);
    for byte in text.bytes() {
        match byte {
            b'(' => round += 1,
            b')' => round -= 1,
            b'[' => square += 1,
            b']' => square -= 1,
            _ => {}
        }
        if round < 0 || square < 0 {
            return false;
        }
    }
    round == 0 && square == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::text::Source;

    /// How a field reads: `?` in front where no bracket says that a link is meant, `-` where it has no reading.
    fn reading(field: &str) -> String {
        let Some(whole) = read(field) else { return "-".to_owned() };
        let mark = if whole.has_brackets { "" } else { "?" };
        format!("{mark}[{}]({})", &field[whole.title], &field[whole.url])
    }

    #[test]
    fn a_text_and_an_address_have_one_reading() {
        let fields = [
            "A title](https://example.org/x)",
            "[A title] https://example.org/x)",
            "A title(https://example.org/x)",
            "A title (https://example.org/x)",
            "[A title])https://example.org/x(",
            "]A title[(https://example.org/x)",
            "(A title](https://example.org/x)",
            "{A title](https://example.org/x)",
            "[A title)(https://example.org/x)",
            "<A title>(https://example.org/x)",
            "［A title］(https://example.org/x)",
            "[A title].(https://example.org/x)",
            "[A title]*(https://example.org/x)",
            "[A title], (https://example.org/x)",
            "(https://example.org/x)[A title]",
            "(https://example.org/x) A title",
            "https://example.org/x [A title]",
            "<https://example.org/x>[A title]",
            "[https://example.org/x A title]",
            "[[https://example.org/x|A title]]",
            "[[A title|https://example.org/x]]",
            "<https://example.org/x|A title>",
            "`A title <https://example.org/x>`_",
            "[A title](<https://example.org/x)",
            "\\[A title\\]\\(https://example.org/x)",
        ];
        let wrong: Vec<_> =
            fields.iter().filter(|field| reading(field) != "[A title](https://example.org/x)").collect();
        let wrong: Vec<_> = wrong.iter().map(|field| (field, reading(field))).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_would_stay_the_same_is_not_repaired() {
        let source = Source::new("draft.md", "* [How `cups[`tea and milk] works](https://example.org/2)\n");
        let document = Document::parse(&source);
        let [near] = document.near_links() else { panic!("{:?}", document.near_links()) };
        assert!(near.repair.is_none(), "{near:?}");
    }

    #[test]
    fn brackets_of_the_text_stay_with_it() {
        let fields = [
            ("A title (part 2)](https://example.org/x)", "[A title (part 2)](https://example.org/x)"),
            ("(https://example.org/x)[A title (part 2)]", "[A title (part 2)](https://example.org/x)"),
            ("**A title**](https://example.org/x)", "[**A title**](https://example.org/x)"),
            ("`a` and `b`](https://example.org/x)", "[`a` and `b`](https://example.org/x)"),
            ("A title](https://example.org/x_(y))", "[A title](https://example.org/x_(y))"),
            ("A title https://example.org/x", "?[A title](https://example.org/x)"),
            ("[A title] (example.org/x)", "[A title](example.org/x)"),
        ];
        let outcomes = fields.iter().map(|(field, outcome)| (field, outcome, reading(field)));
        let wrong: Vec<_> = outcomes.filter(|(_, outcome, read)| *outcome != read).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_has_more_than_one_reading_has_none() {
        let fields = [
            "https://example.org/x",
            "[](https://example.org/x",
            "[a] A title](https://example.org/x)",
            "A ] title](https://example.org/x)",
            "A title](https://example.org/x) and more",
            "[A title](https://example.org/x https://example.org/y)",
            "[A title](ftp://example.org/x",
            "[A title] (see below)",
        ];
        let wrong: Vec<_> =
            fields.iter().map(|field| (field, reading(field))).filter(|(_, read)| read != "-").collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
