//! Owns the addresses that a text holds, as they are compared before and after fixes: whatever looks like one, wherever
//! it is, by what all its right spellings share.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::document::Document;
use crate::lexicon::{ends_nowhere, is_invisible, is_odd_space, is_tracking_parameter, own_host};
use crate::text::{Span, Url};

/// All that looks like an address in a text, in its order. One that is repeated in a line counts once.
#[derive(Clone, Debug)]
pub(super) struct Addresses {
    /// The addresses as they are written, one after another.
    written: String,
    places: Vec<Place>,
}

/// Where an address is.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// In the text.
    span: Span,
    /// Where it begins in [`Addresses::written`].
    start: usize,
    /// Whether it is in an entry that the site shows where it is meant, and no open `<script>` hides.
    is_shown: bool,
}

impl Addresses {
    /// Reads a document. `hidden` is what browsers hide of it; `tracking` are the names of further tracking
    /// parameters.
    pub(super) fn of(document: &Document<'_>, hidden: &[Span], tracking: &[String]) -> Self {
        let text = document.source.text();
        // About half of an issue are addresses.
        let links = document.links().len();
        let mut addresses = Self { written: String::with_capacity(text.len() / 2), places: Vec::with_capacity(links) };
        let mut entries = Entries { document, next: 0, is_in_place: None };
        // Where the line ends in which the last one is, and the keys of those in it, once there is a second one.
        let (mut line_end, mut first, mut keys) = (0, 0, Vec::new());
        let mut plain = PlainAddresses { urls: document.urls(), text };
        let mut ends = memchr::memmem::find_iter(text.as_bytes(), "://").peekable();
        while let Some(at) = ends.next() {
            let start = at + "://".len();
            let known = plain.with_scheme_up_to(at);
            let span = known.map(|url| url.whole()).unwrap_or_else(|| {
                // An address within another is one of its own.
                let next = ends.peek().map_or(text.len(), |next| scheme_start(text, *next).max(start));
                let written = without_encoded_end(&text[start..end_of_address(text, start).min(next)]);
                Span::new(scheme_start(text, at), start + written.len())
            });
            let written = &text[span.start..span.end];
            if start >= line_end {
                line_end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
                first = addresses.places.len();
                keys.clear();
            }
            // What is alone in its line is no repetition.
            if first < addresses.places.len() {
                if keys.is_empty() {
                    keys.push(key(addresses.written(first), tracking));
                }
                let key = key_of(&known.unwrap_or_else(|| Url::new(written, span.start)), tracking);
                if keys.contains(&key) {
                    continue;
                }
                keys.push(key);
            }
            let is_shown = !is_within_one(hidden, span.start) && entries.has_in_place(span.start);
            addresses.places.push(Place { span, start: addresses.written.len(), is_shown });
            addresses.written.push_str(written);
        }
        addresses
    }

    /// An address as it is written.
    fn written(&self, index: usize) -> &str {
        let Place { span, start, .. } = self.places[index];
        &self.written[start..start + span.len()]
    }

    /// Whether another text lacks some of these addresses, or does not show some that this one shows; but for those
    /// whose places are announced.
    pub(super) fn are_lost(&self, after: &Self, is_announced: impl Fn(Span) -> bool, tracking: &[String]) -> bool {
        let (mut all, mut shown) = (Unmatched::default(), Unmatched::default());
        let (mut here, mut there) = (0, 0);
        let has_left = |here: usize, there: usize| here < self.places.len() || there < after.places.len();
        while has_left(here, there) {
            let is_same = |here: usize, there: usize| {
                here < self.places.len() && there < after.places.len() && self.written(here) == after.written(there)
            };
            if self.places.get(here).is_some_and(|place| is_announced(place.span)) {
                here += 1;
            } else if is_same(here, there) {
                // Nearly all of them are where they were.
                match (self.places[here].is_shown, after.places[there].is_shown) {
                    (true, false) => shown.before.push(self.written(here)),
                    (false, true) => shown.after.push(after.written(there)),
                    _ => {}
                }
                (here, there) = (here + 1, there + 1);
            } else {
                // What was put before, taken away from, or written instead of the next that is the same.
                let near = (1..=NEAR).find(|more| is_same(here + more, there) || is_same(here, there + more));
                let (fewer, more) = match near {
                    Some(count) if is_same(here + count, there) => (count, 0),
                    Some(count) => (0, count),
                    None => (1, 1),
                };
                for index in (here..self.places.len()).take(fewer).filter(|it| !is_announced(self.places[*it].span)) {
                    all.before.push(self.written(index));
                    shown.before.extend(self.places[index].is_shown.then(|| self.written(index)));
                }
                for index in (there..after.places.len()).take(more) {
                    all.after.push(after.written(index));
                    shown.after.extend(after.places[index].is_shown.then(|| after.written(index)));
                }
                (here, there) = (here + fewer, there + more);
            }
        }
        all.are_lost(tracking) || shown.are_lost(tracking)
    }
}

/// How far the next address is looked for that two texts share, where one of them has others between.
const NEAR: usize = 4;

/// The addresses that are not where they were.
#[derive(Default)]
struct Unmatched<'a> {
    before: Vec<&'a str>,
    after: Vec<&'a str>,
}

impl Unmatched<'_> {
    /// Whether some of those before are not among those after.
    fn are_lost(&self, tracking: &[String]) -> bool {
        if self.before.is_empty() {
            return false;
        }
        let mut counts: BTreeMap<Vec<u8>, isize> = BTreeMap::new();
        for written in &self.after {
            *counts.entry(key(written, tracking)).or_default() += 1;
        }
        let mut keys = self.before.iter().map(|written| key(written, tracking)).filter(|key| !key.is_empty());
        keys.any(|key| {
            let left = counts.entry(key).or_default();
            *left -= 1;
            *left < 0
        })
    }
}

/// The addresses of links that show at once where they begin and end, asked for in the order of the text.
struct PlainAddresses<'d, 'a> {
    text: &'a str,
    /// The addresses of links, from the last one asked for on.
    urls: &'d [Url<'a>],
}

impl<'a> PlainAddresses<'_, 'a> {
    /// The address whose `://` is at a byte offset, if it is one of these: it ends with its link, and nothing in it or
    /// around it would be read otherwise by itself.
    fn with_scheme_up_to(&mut self, at: usize) -> Option<Url<'a>> {
        let start = at.checked_sub("https".len())?;
        while let Some((url, rest)) = self.urls.split_first() {
            if url.whole().start >= start {
                break;
            }
            self.urls = rest;
        }
        let url = self.urls.first().filter(|url| url.whole().start == start && url.is_plain())?;
        (self.text.as_bytes().get(url.whole().end) == Some(&b')')).then_some(*url)
    }
}

/// The entries of a document, asked for places in the order of the text.
struct Entries<'d, 'a> {
    document: &'d Document<'a>,
    /// The index of the first entry behind the last place.
    next: usize,
    /// Whether the entry before that is in its place, once it was asked.
    is_in_place: Option<bool>,
}

impl Entries<'_, '_> {
    /// Whether a place is in an entry of a list that the site shows where it is meant.
    fn has_in_place(&mut self, offset: usize) -> bool {
        let items = self.document.items();
        while items.get(self.next).is_some_and(|item| item.span.start <= offset) {
            (self.next, self.is_in_place) = (self.next + 1, None);
        }
        let last = self.next.checked_sub(1).and_then(|last| items.get(last));
        last.filter(|item| offset < item.span.end)
            .is_some_and(|item| *self.is_in_place.get_or_insert_with(|| self.document.is_in_place(item)))
    }
}

/// Whether a place is within one of some spans, which are sorted.
fn is_within_one(spans: &[Span], offset: usize) -> bool {
    let next = spans.partition_point(|span| span.end <= offset);
    spans.get(next).is_some_and(|span| span.start <= offset)
}

/// An address without a `%29` that closes its link: it opens none.
fn without_encoded_end(address: &str) -> &str {
    let is_closed = || address.matches("%28").count() >= address.matches("%29").count();
    address.strip_suffix("%29").filter(|_| !is_closed()).unwrap_or(address)
}

/// Where the scheme before the `://` at `at` begins.
fn scheme_start(text: &str, at: usize) -> usize {
    let before = &text.as_bytes()[..at];
    let ends_in = |scheme: &&&str| {
        let start = at.checked_sub(scheme.len());
        start.is_some_and(|start| before[start..].eq_ignore_ascii_case(scheme.as_bytes()))
    };
    // Of an address that is written twice, the first one may end in letters.
    let scheme = ["https", "http"].iter().find(ends_in).map(|scheme| scheme.len());
    let letters = || before.iter().rev().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
    at - scheme.unwrap_or_else(letters)
}

/// Where the address ends whose host begins at `start`. What nobody sees does not end it, for it will be taken out.
fn end_of_address(text: &str, start: usize) -> usize {
    let mut open = 0_usize;
    let mut next = start;
    loop {
        next += text.as_bytes()[next..].iter().take_while(|byte| GOES_ON[usize::from(**byte)]).count();
        let at = next;
        let Some(c) = text[at..].chars().next() else { return at };
        next += c.len_utf8();
        match c {
            '(' => open += 1,
            ')' if open > 0 => open -= 1,
            '\n' | '\r' | ' ' if is_broken_over_lines(text, start, at) => {}
            ' ' if is_cut_host(text, start, at) => {}
            '"' if ["\"&gt;", "\">", "\"target=", "\"rel=", "\"class=", "\"title="]
                .iter()
                .any(|markup| text[at..].starts_with(markup)) =>
            {
                return at;
            }
            '&' if ["&gt;", "&lt;", "&quot;", "&nbsp;", "&#34;", "&#41;", "&rpar;"]
                .iter()
                .any(|entity| text[at..].starts_with(entity)) =>
            {
                return at;
            }
            ')' | '<' | '>' | '`' | '|' | '[' | ']' | '{' | '}' | '（' | '）' | '，' | '。' | '】' | '」' | '\n'
            | '\r' | '\t' | '“' | '”' | '„' | '«' | '»' => return at,
            c if c.is_control() => {}
            c if c.is_whitespace() || is_odd_space(c) => return at,
            _ => {}
        }
    }
}

/// The bytes of which nearly all addresses are made, and which end none.
const GOES_ON: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'%' | b'?' | b'=' | b'#' | b':' | b'~' | b'+' | b'@');
        byte += 1;
    }
    table
};

/// Whether an address has nothing in it that [`key`] would take out or put in another form, as nearly every one.
fn is_as_it_seems(url: &Url<'_>) -> bool {
    let several_spellings = ["youtu.be", "wikipedia.org"];
    let is_prefixed = ["m.", "mobile.", "amp.", "www.", "http"].iter().any(|prefix| url.site().starts_with(prefix));
    url.is_plain()
        && !is_prefixed
        && own_host(url.host()).is_none()
        && !several_spellings.iter().any(|site| url.is_on(site))
        && !(url.is_on("meetup.com") && url.segments().next().is_some_and(is_locale))
}

/// Whether the address of a link, whose host begins at `start`, goes on up to its `)` after the blank at `at`, which
/// is or follows the end of its first line.
fn is_broken_over_lines(text: &str, start: usize, at: usize) -> bool {
    const LONGEST: usize = 512;
    let scheme = scheme_start(text, start - "://".len());
    let line = text[..at].rfind('\n').filter(|line| *line > start).unwrap_or(at);
    let behind = text[line..].trim_start();
    let head = &behind[..behind.floor_char_boundary(LONGEST)];
    let is_first_line = text[start..line].lines().count() <= 1 && text[line..].starts_with(['\n', '\r']);
    // The links of the entries below are not part of it.
    let end = head.find(|c: char| c == ')' || c.is_whitespace());
    let goes_on = end.is_some_and(|end| end > 0 && head[end..].starts_with(')') && !head[..end].contains("]("));
    is_first_line && goes_on && text[..scheme].ends_with("](")
}

/// Whether the address of a link, whose host begins at `start`, has a blank in its host, at `at`: no host ends there.
fn is_cut_host(text: &str, start: usize, at: usize) -> bool {
    let scheme = scheme_start(text, start - "://".len());
    let host = &text[start..at];
    let behind = &text[at + 1..];
    let goes_on = behind
        .find(|c: char| c == ')' || c.is_whitespace())
        .is_some_and(|end| behind[end..].starts_with(')') && behind[..end].contains(['.', '/']));
    at > start && !host.contains(['/', ' ']) && ends_nowhere(host) && goes_on && text[..scheme].ends_with("](")
}

/// What all right spellings of an address share: its letters and digits, without what tracks readers, and without what
/// a host puts before the page's own address. What is not ASCII counts as one sign, encoded or not.
fn key(address: &str, tracking: &[String]) -> Vec<u8> {
    key_of(&Url::new(address, 0), tracking)
}

/// [`key`] of what is taken apart already.
fn key_of(url: &Url<'_>, tracking: &[String]) -> Vec<u8> {
    if is_as_it_seems(url) {
        return plain_letters(url);
    }
    let address = url.as_str();
    key_of_written(address.split_once("://").map_or(address, |(_, written)| written), tracking)
}

/// An address without what nobody sees or means in it.
fn as_seen(written: &str) -> Cow<'_, str> {
    // Nearly all addresses, in one pass.
    if written.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'&')) {
        return Cow::Borrowed(written);
    }
    let seen: String = written.chars().filter(|c| !is_invisible(*c) && !c.is_whitespace() && *c != '\\').collect();
    Cow::Owned(seen.replace("&amp;", "&"))
}

/// [`key`] of what is after the scheme.
fn key_of_written(written: &str, tracking: &[String]) -> Vec<u8> {
    let seen = as_seen(written);
    let mut rest = &*seen;
    while let Some(behind) = ["https", "http"].iter().find_map(|scheme| {
        let behind = rest.strip_prefix(scheme)?;
        behind.starts_with(['/', ':']).then(|| behind.trim_start_matches(['/', ':']))
    }) {
        rest = behind;
    }
    let whole = format!("https://{rest}");
    let url = Url::new(&whole, 0);
    let mut host = own_host(url.host()).unwrap_or(url.site()).to_ascii_lowercase();
    for mobile in ["m.", "mobile.", "amp.", "www."] {
        if let Some(own) = host.strip_prefix(mobile).filter(|own| own.contains('.')) {
            host = own.to_owned();
        }
    }
    let is_short = host == "youtu.be";
    if is_short {
        host = "youtube.com/watch?v=".to_owned();
    }
    if url.is_on("wikipedia.org") {
        host = host.replace(".m.", ".");
    }
    let mut page = host;
    for (index, segment) in url.segments().enumerate() {
        if !(index == 0 && url.is_on("meetup.com") && is_locale(segment)) {
            page.push('/');
            page.push_str(segment);
        }
    }
    let tracks = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        is_tracking_parameter(&url, key, value, tracking)
    };
    for part in [url.query(), url.fragment()].into_iter().flatten() {
        for pair in part.split(['&', '?']).filter(|pair| !tracks(pair)) {
            page.push('&');
            page.push_str(pair);
        }
    }
    letters(&page)
}

/// Whether the first segment of a path at Meetup is the language that the page is shown in, which makes no other page.
fn is_locale(segment: &str) -> bool {
    let (language, country) = segment.split_once('-').unwrap_or((segment, "xx"));
    [language, country].iter().all(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// What [`letters`] gives for an address that is plain: nothing has to be decoded.
fn plain_letters(url: &Url<'_>) -> Vec<u8> {
    let page = url.from_site().as_bytes();
    let mut letters = vec![0; page.len()];
    let mut count = 0;
    // Without a branch for each byte: what is no letter is written over.
    for byte in page {
        letters[count] = *byte;
        count += usize::from(byte.is_ascii_alphanumeric());
    }
    letters.truncate(count);
    letters
}

/// The letters and digits of an address, decoded.
fn letters(page: &str) -> Vec<u8> {
    const OTHER: u8 = 0xff;
    let bytes = page.as_bytes();
    let mut letters = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let hex = |offset: usize| bytes.get(at + offset).and_then(|byte| char::from(*byte).to_digit(16));
        let decoded = match (byte, hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                at += 2;
                u8::try_from(high * 16 + low).unwrap_or(OTHER)
            }
            _ => byte,
        };
        at += 1;
        if decoded.is_ascii_alphanumeric() {
            letters.push(decoded);
        } else if !decoded.is_ascii() && letters.last() != Some(&OTHER) {
            letters.push(OTHER);
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_as_it_seems_has_the_key_that_its_spellings_share() {
        let hosts = [
            "example.org", "www.example.org", "www.www.org", "m.example.org", "amp.example.org", "m.org", "http",
            "https", "httpd.example.org",
        ];
        let more = [
            "youtu.be", "www.youtube.com", "m.youtube.com", "en.m.wikipedia.org", "www.meetup.com", "old.reddit.com",
            "lu.ma",
        ];
        let mut seen = 0;
        for host in hosts.iter().chain(&more) {
            for path in ["", "/", "/a", "/a/b-c_d.html", "/de-DE/a/", "/amp", "/http", "/A/1"] {
                let written = format!("{host}{path}");
                let whole = format!("https://{written}");
                let url = Url::new(&whole, 0);
                if is_as_it_seems(&url) {
                    seen += 1;
                    assert_eq!(letters(&[url.site(), url.path()].concat()), key_of_written(&written, &[]), "{whole}");
                }
            }
        }
        assert!(seen > 20, "{seen}");
    }
}
