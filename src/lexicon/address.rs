//! Owns what addresses say by themselves: schemes and slips of them, hosts that shorten, imitate or hold repositories.

use super::boilerplate::is_unfilled;
use crate::text::Url;

/// Whether `text` looks like the destination of a link: with a scheme (mistyped ones included), `www.`, or a
/// host and a path.
#[must_use]
pub fn looks_like_url(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.contains(char::is_whitespace) {
        return false;
    }
    let starts_with = |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if text.contains("://")
        || starts_with("www.")
        || starts_with("http:/")
        || starts_with("https:/")
        || starts_with("https//")
    {
        return true;
    }
    let Some((host, _)) = text.split_once('/') else { return false };
    let mut labels = host.split('.');
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    host.contains('.')
        && labels.all(is_label)
        && host.rsplit('.').next().is_some_and(|tld| tld.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// Hosts whose addresses only lead on to others: readers cannot see where. Sources: the shorteners that the issues of
/// the newsletter and the public block lists name. The forms and maps that Google serves under short names, and
/// hosts of one site alone (`youtu.be`, `lu.ma`), are none.
const SHORTENERS: &[&str] = &[
    "adf.ly", "amzn.to", "bit.do", "bit.ly", "bitly.com", "bl.ink", "buff.ly", "clck.ru", "cutt.ly", "dlvr.it",
    "dub.sh", "fb.me", "git.io", "goo.gl", "hubs.la", "hubs.li", "hubs.ly", "ift.tt", "is.gd", "j.mp", "kutt.it",
    "lnkd.in", "mtr.cool", "ow.ly", "qr.ae", "rb.gy", "rebrand.ly", "s.id", "shorturl.at", "shorturl.com", "snip.ly",
    "soo.gd", "spoti.fi", "surl.li", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "trib.al", "urlz.fr", "v.gd", "vk.cc",
    "x.gd", "zpr.io",
];

/// Bytes of the longest of them: no longer host is compared with any.
const LONGEST_SHORTENER: usize = {
    let mut longest = 0;
    let mut at = 0;
    while at < SHORTENERS.len() {
        if SHORTENERS[at].len() > longest {
            longest = SHORTENERS[at].len();
        }
        at += 1;
    }
    longest
};

/// Paths that lead on to an address in their query.
const REDIRECTORS: &[(&str, &str)] = &[
    ("google.com", "/url"),
    ("facebook.com", "/l.php"),
    ("linkedin.com", "/redir/redirect"),
    ("slack-redir.net", "/link"),
    ("out.reddit.com", "/"),
    ("href.li", "/"),
    ("t.umblr.com", "/redirect"),
    ("youtube.com", "/redirect"),
];

/// Whether a URL is a short one that only leads on to another address.
#[must_use]
pub fn is_shortener(url: &Url<'_>) -> bool {
    let site = url.site();
    let is_site = |host: &&str| site.len() == host.len() && site.eq_ignore_ascii_case(host);
    site.len() <= LONGEST_SHORTENER && SHORTENERS.iter().any(is_site) && !url.path().starts_with("/maps")
}

/// Whether a URL only leads on to the address that is in its query.
#[must_use]
pub fn is_redirector(url: &Url<'_>) -> bool {
    url.query().is_some() && REDIRECTORS.iter().any(|(domain, path)| url.path() == *path && url.is_on(domain))
}

/// Forges, where the first two segments of a path are owner and repository. Self-hosted ones are known by the name of
/// their software ([`is_forge`]).
const FORGES: &[&str] = &[
    "github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "gitea.com", "gitee.com", "git.sr.ht", "sr.ht",
    "hg.sr.ht", "tangled.sh", "tangled.org", "notabug.org", "disroot.org", "radicle.xyz", "sourceforge.net",
    "framagit.org", "salsa.debian.org", "invent.kde.org", "git.disroot.org",
];

/// Whether a host serves repositories: a forge that is known, or one whose name says its software.
#[must_use]
pub fn is_forge(url: &Url<'_>) -> bool {
    let host = url.site();
    let is_one_of = |names: &[&str], name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_named = || {
        let first = host.split('.').next().unwrap_or_default();
        is_one_of(&["gitlab", "gitea", "forgejo"], first) && host.matches('.').count() > 1
    };
    is_one_of(FORGES, host) || is_named()
}

/// First segments of a path on GitHub and its like that are no owner.
pub const NOT_AN_OWNER: &[&str] = &[
    "about", "apps", "blog", "collections", "customer-stories", "events", "explore", "features", "marketplace", "orgs",
    "organizations", "readme", "resources", "search", "settings", "solutions", "sponsors", "stars", "topics",
    "trending", "users",
];

/// Hosts that serve the pages of a site under a second name, for telephones or in an older dress; the name that the
/// site uses otherwise.
const SECOND_HOSTS: &[(&str, &str)] = &[
    ("m.youtube.com", "www.youtube.com"),
    ("m.facebook.com", "www.facebook.com"),
    ("m.twitch.tv", "www.twitch.tv"),
    ("m.reddit.com", "www.reddit.com"),
    ("m.vk.com", "vk.com"),
    ("m.habr.com", "habr.com"),
    ("mobile.twitter.com", "twitter.com"),
    ("mobile.x.com", "x.com"),
    ("m.imdb.com", "www.imdb.com"),
    ("m.bilibili.com", "www.bilibili.com"),
    ("old.reddit.com", "www.reddit.com"),
    ("np.reddit.com", "www.reddit.com"),
    ("i.reddit.com", "www.reddit.com"),
    ("new.reddit.com", "www.reddit.com"),
];

/// Which bytes a host of [`SECOND_HOSTS`] begins with: a host that begins otherwise is compared with none.
const SECOND_HOST_STARTS: [bool; 256] = {
    let mut starts = [false; 256];
    let mut at = 0;
    while at < SECOND_HOSTS.len() {
        let first = SECOND_HOSTS[at].0.as_bytes()[0];
        starts[first.to_ascii_lowercase() as usize] = true;
        starts[first.to_ascii_uppercase() as usize] = true;
        at += 1;
    }
    starts
};

/// The name that a site uses otherwise, where a host is its second one: `old.reddit.com`, `m.youtube.com`.
#[must_use]
pub fn own_host(host: &str) -> Option<&'static str> {
    let first = host.bytes().next()?;
    if !SECOND_HOST_STARTS[usize::from(first)] {
        return None;
    }
    SECOND_HOSTS.iter().find(|(second, _)| host.eq_ignore_ascii_case(second)).map(|(_, own)| *own)
}

/// Whether no host on the web ends so: without a full stop, or with one letter after the last. What follows a space is
/// then the rest of the host.
#[must_use]
pub fn ends_nowhere(host: &str) -> bool {
    let labels = host.strip_prefix("www.").unwrap_or(host);
    labels.rsplit_once('.').is_none_or(|(_, last)| last.len() < 2)
}

/// Sites that show the page of another site, whose address is in their path: past a paywall, or in a copy for
/// telephones. Each is a domain, and what its path has before that address.
const RELAYS: &[(&str, &str)] = &[
    ("freedium.cfd", "/"),
    ("freedium-mirror.cfd", "/"),
    ("12ft.io", "/"),
    ("removepaywall.com", "/"),
    ("removepaywalls.com", "/"),
    ("google.com", "/amp/s/"),
    ("google.com", "/amp/"),
    ("cdn.ampproject.org", "/c/s/"),
    ("cdn.ampproject.org", "/c/"),
    ("cdn.ampproject.org", "/v/s/"),
    ("cdn.ampproject.org", "/v/"),
];

/// The address of the page that a relay shows, as the relay has it: with or without its scheme.
#[must_use]
pub fn relayed<'a>(url: &Url<'a>) -> Option<&'a str> {
    let path = url.path();
    // `/http…`, `/amp/`, `/c/` or `/v/`: most paths begin otherwise.
    if !matches!(path.as_bytes(), [b'/', b'h' | b'a' | b'c' | b'v', ..]) {
        return None;
    }
    let shown = |(domain, before): &(&str, &str)| {
        let may_be_there = |inner: &&str| *before != "/" || inner.starts_with("http");
        // The host first: hardly any address is on one of these.
        let inner = url.is_on(domain).then(|| path.strip_prefix(before))?.filter(may_be_there)?;
        let start = url.path_span().end - inner.len() - url.whole().start;
        let inner = &url.as_str()[start..];
        let has_scheme = inner.starts_with("https://") || inner.starts_with("http://");
        (has_scheme || *before != "/" && is_host(inner) == Some(true)).then_some(inner)
    };
    RELAYS.iter().find_map(shown)
}

/// How a destination begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme<'a> {
    /// As it should, or in a way of which other rules speak.
    Right,
    /// With `https://` mistyped.
    Slip {
        /// Byte after the mistyped scheme.
        end: usize,
        /// What was meant.
        meant: &'static str,
        /// Bytes at the end of the destination that belong to the slip: a closing quote.
        trailing: usize,
    },
    /// With the host.
    Missing {
        /// What is missing before it.
        insert: &'static str,
        /// Whether it can only be a host.
        is_certain: bool,
    },
    /// With another scheme.
    Other(&'a str),
    /// With neither scheme nor host.
    Relative,
}

/// Schemes that are meant as they are written, however like `http` they look.
const OTHER_SCHEMES: &[&str] = &[
    "about", "file", "ftp", "ftps", "gemini", "git", "gopher", "ipfs", "irc", "ircs", "magnet", "news", "rtsp", "sftp",
    "ssh", "tftp", "ws", "wss", "xmpp",
];

/// Ends of file names that are no top-level domain, or are rarely meant as one.
const FILE_ENDS: &[&str] = &[
    "gif", "gz", "htm", "html", "jpeg", "jpg", "json", "md", "pdf", "php", "png", "svg", "toml", "txt", "xml", "yaml",
    "yml",
];

/// Ends of file names that are top-level domains as well.
const AMBIGUOUS_ENDS: &[&str] = &["py", "rs", "sh", "zip"];

/// Bytes of the quotation mark at the end of an address that answers the one before it.
fn closing_quote(destination: &str) -> usize {
    // `&quot;https://example.org/&quot;`
    for (opening, closing) in [("&quot;", "&quot;"), ("&#34;", "&#34;"), ("&lt;", "&gt;")] {
        if destination.starts_with(opening) && destination.ends_with(closing) {
            return closing.len();
        }
    }
    let closing: &[char] = match destination.chars().next() {
        Some('"') => &['"'],
        Some('\'') => &['\''],
        Some('`') => &['`'],
        Some('“' | '„') => &['”', '“'],
        Some('‘') => &['’'],
        Some('«') => &['»'],
        _ => return 0,
    };
    destination.len() - destination.strip_suffix(closing).unwrap_or(destination).len()
}

/// Tells how a destination begins.
#[must_use]
pub fn scheme(destination: &str) -> Scheme<'_> {
    if has_plain_scheme(destination) || needs_no_scheme(destination) {
        return Scheme::Right;
    }
    let beginning = Beginning::of(destination);
    meant_as_scheme(destination, beginning)
        .or_else(|| second_scheme(destination))
        .or_else(|| marks_without_scheme(beginning))
        .unwrap_or_else(|| no_scheme(destination))
}

/// Whether a destination begins with `https://` or `http://`, and no second scheme: nearly every address.
fn has_plain_scheme(destination: &str) -> bool {
    let rest = destination.strip_prefix("https://").or_else(|| destination.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && !rest.starts_with("http"))
}

/// Whether a destination is right without a scheme, or another rule has to speak of it.
fn needs_no_scheme(destination: &str) -> bool {
    const MAIL: &str = "mailto:";
    let bare = destination.trim_end_matches('/');
    destination.starts_with('#')
        || ["", "http:", "https:", "http", "https"].iter().any(|alone| bare.eq_ignore_ascii_case(alone))
        || is_unfilled(destination)
        || is_script(destination)
        || destination.get(..MAIL.len()).is_some_and(|start| start.eq_ignore_ascii_case(MAIL))
            && !destination[MAIL.len()..].contains("://")
}

/// What a destination begins with, whatever it is meant as.
#[derive(Clone, Copy)]
struct Beginning<'a> {
    /// ASCII letters and digits, and all that is not ASCII.
    word: &'a str,
    /// What separates a scheme from a host, and what is mistaken for that.
    marks: &'a str,
    rest: &'a str,
}

impl<'a> Beginning<'a> {
    fn of(destination: &'a str) -> Self {
        let end = destination.find(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()).unwrap_or(destination.len());
        let (word, behind) = destination.split_at(end);
        let rest = behind.trim_start_matches([':', ';', '.', ',', '/', '\\']);
        Self { word, marks: &behind[..behind.len() - rest.len()], rest }
    }

    fn has_scheme(self) -> bool {
        self.marks == "://" && ["http", "https"].iter().any(|scheme| self.word.eq_ignore_ascii_case(scheme))
    }
}

/// The scheme that a destination with a word like `http` before its host begins with.
fn meant_as_scheme<'a>(destination: &'a str, beginning: Beginning<'a>) -> Option<Scheme<'a>> {
    let Beginning { word, marks, rest } = beginning;
    let meant = meant_scheme(word).filter(|_| is_host(rest).is_some() || is_local(rest))?;
    if beginning.has_scheme() {
        return Some(Scheme::Right);
    }
    let is_slip = marks.contains([':', ';', '\\']) || marks.contains("//") || word.starts_with("http") && marks == "/";
    is_slip.then(|| Scheme::Slip { end: word.len() + marks.len(), meant, trailing: closing_quote(destination) })
}

/// A scheme after another one, a quotation mark or a label: `https://https://…`, `"https://…"`, `url:https://…`.
fn second_scheme(destination: &str) -> Option<Scheme<'_>> {
    /// Bytes in which a second scheme is looked for.
    const HEAD: usize = 24;
    /// The longest scheme of those that `meant_scheme` takes for one here, and the longest label.
    const LONGEST_SCHEME: usize = 5;
    const LONGEST_LABEL: usize = 12;
    let head = destination.floor_char_boundary(destination.len().min(HEAD));
    let head = destination[..head].to_ascii_lowercase();
    let schemes = [("https:", "https://"), ("http:", "http://"), ("https//", "https://"), ("http//", "http://")];
    schemes.into_iter().find_map(|(scheme, meant)| {
        let at = head.rfind(scheme).filter(|at| *at > 0)?;
        let before = destination[..at].trim_end_matches('/');
        let word = before.trim_end_matches(':');
        let is_scheme = word.len() <= LONGEST_SCHEME && meant_scheme(word).is_some();
        let is_label = !before.contains(['.', '/', '?', '=', '#']) && before.len() <= LONGEST_LABEL;
        let end = destination.len() - destination[at + scheme.len()..].trim_start_matches('/').len();
        (is_scheme || is_label).then(|| Scheme::Slip { end, meant, trailing: closing_quote(destination) })
    })
}

/// The scheme of a destination in which marks are before the host, or no host at all.
fn marks_without_scheme(beginning: Beginning<'_>) -> Option<Scheme<'static>> {
    if beginning.has_scheme() {
        return Some(Scheme::Right);
    }
    let Beginning { word: "", marks, rest } = beginning else { return None };
    match marks {
        _ if is_host(rest).is_none() => None,
        "//" => Some(Scheme::Missing { insert: "https:", is_certain: true }),
        "://" => Some(Scheme::Slip { end: marks.len(), meant: "https://", trailing: 0 }),
        _ => None,
    }
}

/// What a destination without a web address's scheme is: a host, an address of another kind, a path.
fn no_scheme(destination: &str) -> Scheme<'_> {
    if is_local(destination) {
        return Scheme::Right;
    }
    if let Some(is_certain) = is_host(destination) {
        return Scheme::Missing { insert: "https://", is_certain };
    }
    let named = destination.split([':', '/', '?', '#']).next().unwrap_or_default();
    let is_named = destination[named.len()..].starts_with(':')
        && named.starts_with(|c: char| c.is_ascii_alphabetic())
        && named.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    if is_named {
        return Scheme::Other(named);
    }
    let is_mail =
        |text: &str| text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && is_host(host).is_some());
    if !destination.contains('/') && is_mail(destination) {
        return Scheme::Missing { insert: "mailto:", is_certain: false };
    }
    Scheme::Relative
}

/// Whether a destination is a script or data.
#[must_use]
pub fn is_script(destination: &str) -> bool {
    ["javascript", "vbscript", "data"].iter().any(|scheme| {
        let is_one = destination.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        is_one && [":", "&colon;", "&#58;", "&#x3a;"].iter().any(|colon| destination[scheme.len()..].starts_with(colon))
    })
}

/// The scheme that `word` was to be, if it is `http` or `https` or at most two slips away.
fn meant_scheme(word: &str) -> Option<&'static str> {
    if word.len() < 3 || word.len() > 10 {
        return None;
    }
    let word = word.to_ascii_lowercase();
    if OTHER_SCHEMES.contains(&word.as_str()) {
        return None;
    }
    let secure = strsim::damerau_levenshtein(&word, "https");
    let plain = strsim::damerau_levenshtein(&word, "http");
    match secure.min(plain) {
        0..=2 if plain < secure => Some("http://"),
        0..=2 => Some("https://"),
        _ => None,
    }
}

/// Whether `text` begins with a host that has a top-level domain; `Some(false)` where it may as well be a file.
pub(super) fn is_host(text: &str) -> Option<bool> {
    let end = text.find(['/', '?', '#', ':', '\\']).unwrap_or(text.len());
    let (host, behind) = text.split_at(end);
    let port = behind.strip_prefix(':').map(|port| port.split('/').next().unwrap_or(port));
    if port.is_some_and(|port| port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let tld = host.rsplit_once('.')?.1;
    if !host.split('.').all(is_label) || tld.chars().count() < 2 || !tld.chars().all(char::is_alphabetic) {
        return (tld.starts_with("xn--") && host.split('.').all(is_label)).then_some(true);
    }
    let is_www = host.get(..4).is_some_and(|www| www.eq_ignore_ascii_case("www."));
    let is_one_of = |ends: &[&str]| ends.iter().any(|end| tld.eq_ignore_ascii_case(end));
    if is_www || behind.starts_with('/') && behind.len() > 1 && !is_one_of(FILE_ENDS) {
        return Some(true);
    }
    if is_one_of(FILE_ENDS) {
        return None;
    }
    Some(!is_one_of(AMBIGUOUS_ENDS))
}

/// Whether `text` begins with a host that only one machine or network knows, or a number.
fn is_local(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    name.eq_ignore_ascii_case("localhost") || host.starts_with('[') || name.parse::<std::net::Ipv4Addr>().is_ok()
}

/// Letters of Cyrillic and Greek that look like Latin ones. Source: the confusables of Unicode's technical standard 39.
const LOOK_ALIKES: &str = "аеорсухіјѕһԁԛԝӏкмтвнгьɡοναικρυχωβγετ";

/// Why a host is made to be taken for another, if it is: scripts mixed within one name, or a name in letters that
/// look Latin. Names wholly in one script, and those that mix the scripts of one language, are allowed.
#[must_use]
pub fn imitates(host: &str) -> Option<&'static str> {
    use unicode_script::{Script, UnicodeScript};
    let is_punycode = |label: &str| label.get(..4).is_some_and(|xn| xn.eq_ignore_ascii_case("xn--"));
    let has_hyphens = host.as_bytes().windows(2).any(|pair| pair == b"--");
    if host.is_ascii() && !(has_hyphens && host.split('.').any(is_punycode)) {
        return None;
    }
    let mut is_latin_domain = false;
    let mut looks_latin = false;
    for (at, label) in host.split('.').rev().enumerate() {
        let decoded = match label.get(..4) {
            Some(xn) if xn.eq_ignore_ascii_case("xn--") => punycode(&label[4..]),
            _ => Some(label.to_lowercase()),
        };
        let Some(label) = decoded else { return Some("is punycode that cannot be decoded") };
        is_latin_domain |= at == 0 && label.is_ascii();
        let mut scripts: Vec<Script> = Vec::new();
        for script in label.chars().map(|c| c.script()) {
            let script = match script {
                Script::Common | Script::Inherited => continue,
                // Japanese, Korean and Chinese write in several, and mix in Latin.
                Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => Script::Han,
                other => other,
            };
            if !scripts.contains(&script) {
                scripts.push(script);
            }
        }
        if scripts.len() > 1 && scripts.iter().any(|script| !matches!(script, Script::Latin | Script::Han)) {
            return Some("mixes letters of several scripts");
        }
        looks_latin |=
            !label.is_ascii() && label.chars().filter(|c| c.is_alphabetic()).all(|c| LOOK_ALIKES.contains(c));
    }
    (looks_latin && is_latin_domain).then_some("is written in letters that only look like Latin ones")
}

/// Decodes one label of a host after its `xn--` (RFC 3492). A label of the domain name system has 63 bytes at most.
fn punycode(label: &str) -> Option<String> {
    const LONGEST: usize = 63 - "xn--".len();
    (label.len() <= LONGEST).then(|| idna::punycode::decode_to_string(&label.to_ascii_lowercase())).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::tests::is_reported;

    #[test]
    fn slips_in_the_scheme_are_known() {
        let read = |destination: &'static str| match scheme(destination) {
            Scheme::Right => destination.to_owned(),
            Scheme::Slip { end, meant, trailing } => {
                format!("{meant}{}", &destination[end..destination.len() - trailing])
            }
            Scheme::Missing { insert, is_certain: true } => format!("{insert}{destination}"),
            Scheme::Missing { insert, is_certain: false } => format!("{insert}{destination}?"),
            Scheme::Other(scheme) => format!("<{scheme}>"),
            Scheme::Relative => "<relative>".to_owned(),
        };
        let good = "https://example.org/a";
        for slip in [
            "hhttps://example.org/a",
            "htps://example.org/a",
            "ttps://example.org/a",
            "httsp://example.org/a",
            "http®s://example.org/a",
            "https//example.org/a",
            "https:/example.org/a",
            "https:///example.org/a",
            "https;//example.org/a",
            "https:\\\\example.org/a",
            "https.//example.org/a",
            "https/example.org/a",
            "https:https://example.org/a",
            "https://https://example.org/a",
            "http://https://example.org/a",
            "https://https//example.org/a",
            "\"https://example.org/a\"",
            "url:https://example.org/a",
            "://example.org/a",
            "//example.org/a",
            "example.org/a",
        ] {
            assert_eq!(read(slip), good, "{slip}");
        }
        for (destination, outcome) in [
            (good, good),
            ("HTTPS://example.org", "HTTPS://example.org"),
            ("http://example.org", "http://example.org"),
            ("https://example.org/?next=https://example.com", "https://example.org/?next=https://example.com"),
            ("mailto:me@example.org", "mailto:me@example.org"),
            ("MAILTO:me@example.org", "MAILTO:me@example.org"),
            ("me@example.org", "mailto:me@example.org?"),
            ("#events", "#events"),
            ("Group URL", "Group URL"),
            ("http:/example.org", "http://example.org"),
            ("www.example.org", "https://www.example.org"),
            ("example.org", "https://example.org"),
            ("example.org:8080/a", "https://example.org:8080/a"),
            ("http.example.org/a", "https://http.example.org/a"),
            ("example.rs", "https://example.rs?"),
            ("example.rs/a", "https://example.rs/a"),
            ("posts/a.html", "<relative>"),
            ("a.html", "<relative>"),
            ("/a", "<relative>"),
            ("../a", "<relative>"),
            ("2025-09-23-title", "<relative>"),
            ("v1.0/a", "<relative>"),
            ("ftp://example.org", "<ftp>"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            ("localhost:3000/a", "localhost:3000/a"),
            ("127.0.0.1/a", "127.0.0.1/a"),
        ] {
            assert_eq!(read(destination), outcome, "{destination}");
        }
    }

    #[test]
    fn every_shortener_and_redirector_is_found() {
        for host in SHORTENERS {
            for url in [format!("https://{host}/abc"), format!("https://www.{}/abc", host.to_uppercase())] {
                assert!(is_shortener(&Url::new(&url, 0)), "{url}");
            }
        }
        for (domain, path) in REDIRECTORS {
            assert!(is_redirector(&Url::new(&format!("https://{domain}{path}?u=x"), 0)), "{domain}");
            assert!(!is_redirector(&Url::new(&format!("https://{domain}{path}"), 0)), "{domain}");
        }
        for other in ["https://bit.ly.example.org/a", "https://notbit.ly/a", "https://goo.gl/maps/a"] {
            assert!(!is_shortener(&Url::new(other, 0)), "{other}");
        }
        assert!(SHORTENERS.iter().any(|host| host.len() == LONGEST_SHORTENER));
        assert!(SHORTENERS.iter().all(|host| host.len() <= LONGEST_SHORTENER));
    }

    #[test]
    fn every_forge_is_one() {
        for host in FORGES {
            assert!(is_forge(&Url::new(&format!("https://{host}/a/b"), 0)), "{host}");
        }
        assert!(is_forge(&Url::new("https://gitlab.example.org/a/b", 0)));
        assert!(!is_forge(&Url::new("https://gitlab.example/a/b", 0)));
    }

    #[test]
    fn every_second_host_has_its_own_one() {
        for (second, own) in SECOND_HOSTS {
            assert_eq!(own_host(second), Some(*own));
            assert_eq!(own_host(&second.to_uppercase()), Some(*own));
            assert_eq!(own_host(own), None, "{own}");
        }
    }

    #[test]
    fn every_relay_leads_to_the_page_that_it_shows() {
        for (domain, before) in RELAYS {
            let inner = if *before == "/" { "https://example.org/a?b=c" } else { "example.org/a?b=c" };
            let url = format!("https://{domain}{before}{inner}");
            assert_eq!(relayed(&Url::new(&url, 0)), Some(inner), "{url}");
            assert_eq!(relayed(&Url::new(&format!("https://{domain}{before}about"), 0)), None, "{domain}");
        }
        assert_eq!(relayed(&Url::new("https://example.org/https://example.com/", 0)), None);
    }

    #[test]
    fn every_other_scheme_is_let_be() {
        for other in OTHER_SCHEMES {
            assert_eq!(meant_scheme(other), None, "{other}");
        }
        for end in FILE_ENDS {
            assert_eq!(is_host(&format!("page.{end}")), None, "{end}");
        }
        for end in AMBIGUOUS_ENDS {
            assert_eq!(is_host(&format!("page.{end}")), Some(false), "{end}");
        }
    }

    #[test]
    fn every_letter_that_looks_latin_is_reported() {
        let entry = |host: &str| format!("### Research\n* [Kettles](https://{host}.com/x)\n");
        for letter in LOOK_ALIKES.chars() {
            let text = entry(&letter.to_string().repeat(3));
            assert!(is_reported("suspicious-url", &text), "{text}");
        }
        assert!(!is_reported("suspicious-url", &entry("ж")));
    }

    #[test]
    fn hosts_that_imitate_another_are_known() {
        assert_eq!(punycode("bcher-kva").as_deref(), Some("bücher"));
        assert_eq!(punycode("80ak6aa92e").as_deref(), Some("аррӏе"));
        assert_eq!(punycode("e1aybc").as_deref(), Some("тест"));
        let bad = ["exаmple.org", "xn--80ak6aa92e.com", "xn--exmple-4nf.org", "xn--99999999999.org", "аррӏе.com"];
        let good = [
            "example.org", "bücher.example", "xn--bcher-kva.example", "пример.рф", "это.com", "例え.jp",
            "日本rustの会.jp",
        ];
        assert!(bad.iter().all(|host| imitates(host).is_some()), "{bad:?}");
        assert!(good.iter().all(|host| imitates(host).is_none()), "{good:?}");
    }
}
