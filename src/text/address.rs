//! Owns addresses: a URL taken apart where it is written. What its parts mean is for the lexicon to say.

use crate::text::Span;

/// A URL taken apart as it is written, without decoding, so that a fix can edit its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Url<'a> {
    text: &'a str,
    base: usize,
    authority: (usize, usize),
    host: (usize, usize),
    path_end: usize,
    query_end: usize,
    is_plain: bool,
}

impl<'a> Url<'a> {
    /// Takes `text` apart; `base` is the byte offset at which it is in the source.
    pub(crate) fn new(text: &'a str, base: usize) -> Self {
        if let Some(url) = Self::plain(text, base) {
            return url;
        }
        let bytes = text.as_bytes();
        let end_of = |found: Option<usize>, from: usize| found.map_or(bytes.len(), |at| from + at);
        // `://` further on belongs to an address within a path or query.
        let first = bytes.iter().position(|byte| matches!(byte, b':' | b'/' | b'?' | b'#'));
        let scheme = first.filter(|at| bytes[*at..].starts_with(b"://"));
        let start = scheme.map_or(0, |at| at + 3);
        let authority_end = end_of(memchr::memchr3(b'/', b'?', b'#', &bytes[start..]), start);
        let path_end = end_of(memchr::memchr2(b'?', b'#', &bytes[authority_end..]), authority_end);
        let query_end = end_of(memchr::memchr(b'#', &bytes[path_end..]), path_end);
        let authority = if start == 0 { (0, 0) } else { (start, authority_end) };
        let host = host(bytes, authority);
        Self { text, base, authority, host, path_end, query_end, is_plain: false }
    }

    /// Takes apart what nearly every address is, [`Url::is_plain`], in one pass over its bytes.
    fn plain(text: &'a str, base: usize) -> Option<Self> {
        let start = "https://".len();
        let rest = text.strip_prefix("https://")?.as_bytes();
        let length = rest.iter().position(|byte| SIGNS[usize::from(*byte)] & HOST == 0).unwrap_or(rest.len());
        let (host, path) = rest.split_at(length);
        if host.is_empty() || path.first().is_some_and(|byte| *byte != b'/') {
            return None;
        }
        // What all signs are, what two that follow each other are, and what the last one is.
        let (mut all, mut doubled, mut last) = (PATH, 0, 0);
        for byte in path {
            let sign = SIGNS[usize::from(*byte)];
            all &= sign;
            doubled |= last & sign;
            last = sign;
        }
        if all & PATH == 0 || doubled & SLASH != 0 || last & PUNCTUATION != 0 {
            return None;
        }
        let host = (start, start + length);
        let end = text.len();
        Some(Self { text, base, authority: host, host, path_end: end, query_end: end, is_plain: true })
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }

    /// The whole URL as written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// Where all of it is.
    #[must_use]
    pub fn whole(&self) -> Span {
        self.span(0, self.text.len())
    }

    /// Whether it is what nearly every address is: `https://`, a host in lower case with nothing around it, and a path
    /// of ASCII letters, digits and `-`, `_`, `.` between single slashes, which ends in none of these signs but a
    /// slash. What is wrong with the form of an address is wrong with one that is not plain.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// What is before `://`; empty where there is none.
    #[must_use]
    pub fn scheme(&self) -> &'a str {
        &self.text[..self.authority.0.saturating_sub(3)]
    }

    /// Whether the scheme is http or https.
    #[must_use]
    pub fn is_web(&self) -> bool {
        if self.is_plain {
            return true;
        }
        match self.authority.0 {
            8 => self.scheme().eq_ignore_ascii_case("https"),
            7 => self.scheme().eq_ignore_ascii_case("http"),
            _ => false,
        }
    }

    /// User, host and port; empty where there is no `://`.
    #[must_use]
    pub fn authority(&self) -> &'a str {
        &self.text[self.authority.0..self.authority.1]
    }

    /// The host as written, without user and port.
    #[must_use]
    pub fn host(&self) -> &'a str {
        &self.text[self.host.0..self.host.1]
    }

    /// Where the host is.
    #[must_use]
    pub fn host_span(&self) -> Span {
        self.span(self.host.0, self.host.1)
    }

    /// The host without a leading `www.`.
    #[must_use]
    pub fn site(&self) -> &'a str {
        let host = self.host();
        match host.get(..4) {
            Some(www) if www.eq_ignore_ascii_case("www.") => &host[4..],
            _ => host,
        }
    }

    /// The address from [`Url::site`] on.
    #[must_use]
    pub fn from_site(&self) -> &'a str {
        &self.text[self.host.1 - self.site().len()..]
    }

    /// Whether the host is `domain` or a subdomain of it. `domain` is in lower case.
    #[must_use]
    #[inline]
    pub fn is_on(&self, domain: &str) -> bool {
        let host = &self.text.as_bytes()[self.host.0..self.host.1];
        let Some(at) = host.len().checked_sub(domain.len()) else { return false };
        (at == 0 || host[at - 1] == b'.') && host[at..].eq_ignore_ascii_case(domain.as_bytes())
    }

    /// The path with its leading slash; empty where there is none.
    #[must_use]
    pub fn path(&self) -> &'a str {
        &self.text[self.authority.1..self.path_end]
    }

    /// Where the path is.
    #[must_use]
    pub fn path_span(&self) -> Span {
        self.span(self.authority.1, self.path_end)
    }

    /// The segments of the path that are not empty.
    pub fn segments(&self) -> impl Iterator<Item = &'a str> {
        let mut rest = self.path();
        std::iter::from_fn(move || {
            // Segments are short: a search that is made for long texts takes longer to begin than to find their end.
            let start = rest.bytes().position(|byte| byte != b'/')?;
            let length = rest[start..].bytes().position(|byte| byte == b'/').unwrap_or(rest.len() - start);
            let (segment, behind) = rest[start..].split_at(length);
            rest = behind;
            Some(segment)
        })
    }

    /// What is after the `?`, without it.
    #[must_use]
    pub fn query(&self) -> Option<&'a str> {
        (self.path_end < self.query_end).then(|| &self.text[self.path_end + 1..self.query_end])
    }

    /// Where the query is, its `?` included; empty where there is none.
    #[must_use]
    pub fn query_span(&self) -> Span {
        self.span(self.path_end, self.query_end)
    }

    /// The `key=value` pairs of the query with the places of each, separators not included.
    pub fn parameters(&self) -> impl Iterator<Item = (&'a str, &'a str, Span)> {
        let mut at = self.path_end + 1;
        self.query().into_iter().flat_map(|query| query.split('&')).map(move |pair| {
            let span = self.span(at, at + pair.len());
            at += pair.len() + 1;
            // `&amp;` is as good as `&` in Markdown.
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (key.strip_prefix("amp;").unwrap_or(key), value, span)
        })
    }

    /// What is after the `#`, without it.
    #[must_use]
    pub fn fragment(&self) -> Option<&'a str> {
        (self.query_end < self.text.len()).then(|| &self.text[self.query_end + 1..])
    }

    /// Where the fragment is, its `#` included; empty where there is none.
    #[must_use]
    pub fn fragment_span(&self) -> Span {
        self.span(self.query_end, self.text.len())
    }
}

/// Signs of a host in lower case.
const HOST: u8 = 1;

/// Signs of a path that need no second look.
const PATH: u8 = 2;

/// Those of them that part its segments.
const SLASH: u8 = 4;

/// Those of them that are no part of an address where they are its last.
const PUNCTUATION: u8 = 8;

/// Which of these each byte is.
static SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        signs[byte as usize] = match byte {
            b'a'..=b'z' | b'0'..=b'9' => HOST | PATH,
            b'.' | b'-' => HOST | PATH | PUNCTUATION,
            b'A'..=b'Z' => PATH,
            b'_' => PATH | PUNCTUATION,
            b'/' => PATH | SLASH,
            _ => 0,
        };
        byte += 1;
    }
    signs
};

/// The part of an authority between user and port.
fn host(bytes: &[u8], (start, end): (usize, usize)) -> (usize, usize) {
    let start = memchr::memrchr(b'@', &bytes[start..end]).map_or(start, |at| start + at + 1);
    let close = if bytes[start..end].first() == Some(&b'[') { memchr::memchr(b']', &bytes[start..end]) } else { None };
    let length = match close {
        Some(at) => Some(at + 1),
        None => memchr::memchr(b':', &bytes[start..end]),
    };
    (start, length.map_or(end, |length| start + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart_where_it_stands() {
        let url = Url::new("https://me@www.Example.org:8080/a//b?x=1&amp;y=2#frag?ment", 10);
        assert_eq!((url.scheme(), url.host(), url.site()), ("https", "www.Example.org", "Example.org"));
        assert_eq!((url.path(), url.query(), url.fragment()), ("/a//b", Some("x=1&amp;y=2"), Some("frag?ment")));
        assert_eq!(url.host_span(), Span::new(21, 36));
        assert!(url.is_on("example.org") && !url.is_on("ample.org"));
        let keys: Vec<_> = url.parameters().map(|(key, value, span)| (key, value, span.start)).collect();
        assert_eq!(keys, [("x", "1", 47), ("y", "2", 51)]);
    }

    #[test]
    fn plain_addresses_are_told_from_those_that_need_a_second_look() {
        for plain in
            ["https://example.org", "https://example.org/", "https://a-1.example.org/A/b_c/v1.0", "https://a.b/c/"]
        {
            let url = Url::new(plain, 7);
            assert!(url.is_plain() && url.is_web(), "{plain}");
            assert_eq!((url.as_str(), url.query(), url.fragment()), (plain, None, None));
            assert_eq!(url.path_span().end, 7 + plain.len());
        }
        for other in [
            "http://example.org/a",
            "https://",
            "https:///a",
            "https://Example.org/a",
            "https://example.org:80/a",
            "https://me@example.org/a",
            "https://example.org//a",
            "https://example.org/a//",
            "https://example.org/a.",
            "https://example.org/a%20b",
            "https://example.org/a?",
            "https://example.org/a#b",
            "https://example.org?a",
            "https://example.org/ä",
            "https://example.org/a(b)",
            "example.org/a",
        ] {
            assert!(!Url::new(other, 0).is_plain(), "{other}");
        }
    }

    #[test]
    fn a_relative_destination_has_no_host() {
        let url = Url::new("posts/one?next=https://example.org", 0);
        assert_eq!((url.is_web(), url.host()), (false, ""));
    }
}
