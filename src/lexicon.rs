//! Owns every word list: prefixes, languages, hosts, parameters, boilerplate.

use crate::document::Url;

/// What a prefix before a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// `[video]`.
    Video,
    /// `[audio]`.
    Audio,
    /// `[series]`.
    Series,
    /// A language, by the code that the newsletter writes: `[ZH]`.
    Language(&'static str),
}

impl Tag {
    /// The word between the brackets, as the newsletter writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Series => "series",
            Self::Language(code) => code,
        }
    }

    /// Whether it tells what kind of media the link leads to.
    #[must_use]
    pub fn is_media(self) -> bool {
        matches!(self, Self::Video | Self::Audio)
    }

    /// The tag that a word stands for, in whatever spelling: `Video`, `podcast`, `Chinese`, `HEB`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim();
        if word.is_empty() || word.len() > 24 {
            return None;
        }
        let is = |known: &&str| word.eq_ignore_ascii_case(known);
        if VIDEO_WORDS.iter().any(&is) {
            return Some(Self::Video);
        }
        if AUDIO_WORDS.iter().any(&is) {
            return Some(Self::Audio);
        }
        if SERIES_WORDS.iter().any(&is) {
            return Some(Self::Series);
        }
        // `vidoe`, `podcst`: one slip away.
        let is_near = |known: &str| {
            word.len() + 1 >= known.len() && strsim::damerau_levenshtein(&word.to_ascii_lowercase(), known) == 1
        };
        if (4..=8).contains(&word.len()) {
            let slips =
                [("video", Self::Video), ("audio", Self::Audio), ("podcast", Self::Audio), ("series", Self::Series)];
            if let Some((_, tag)) = slips.into_iter().find(|(known, _)| is_near(known)) {
                return Some(tag);
            }
        }
        let language = LANGUAGES.iter().find(|(code, names)| is(code) || names.iter().any(&is))?;
        Some(Self::Language(language.0))
    }
}

/// What contributors write for `[video]`.
const VIDEO_WORDS: &[&str] = &[
    "video", "videos", "vid", "vídeo", "vidéo", "video playlist", "playlist", "youtube", "livestream", "screencast",
    "webinar",
];

/// What contributors write for `[audio]`.
const AUDIO_WORDS: &[&str] = &["audio", "audios", "podcast", "podcasts", "audio podcast"];

/// What contributors write for `[series]`.
const SERIES_WORDS: &[&str] = &["series", "serie", "blog series", "article series"];

/// Languages: the code that the newsletter writes (ISO 639-1; `CN` is in use beside `ZH`), and other spellings
/// (names in English and in the language itself, ISO 639-2 codes).
pub(crate) const LANGUAGES: &[(&str, &[&str])] = &[
    ("AR", &["Arabic", "ara"]),
    ("BG", &["Bulgarian", "bul"]),
    ("CN", &[]),
    ("CS", &["Czech", "ces", "cze"]),
    ("DA", &["Danish", "dan"]),
    ("DE", &["German", "Deutsch", "deu", "ger"]),
    ("EL", &["Greek", "ell", "gre"]),
    ("EN", &["English", "eng"]),
    ("ES", &["Spanish", "Español", "spa", "esp"]),
    ("FA", &["Persian", "Farsi", "fas", "per"]),
    ("FI", &["Finnish", "fin"]),
    ("FR", &["French", "Français", "fra", "fre"]),
    ("HE", &["Hebrew", "heb"]),
    ("HI", &["Hindi", "hin"]),
    ("HU", &["Hungarian", "hun"]),
    ("ID", &["Indonesian", "ind"]),
    ("IT", &["Italian", "Italiano", "ita"]),
    ("JA", &["Japanese", "jpn"]),
    ("JP", &[]),
    ("KO", &["Korean", "kor"]),
    ("KR", &[]),
    ("NL", &["Dutch", "nld"]),
    ("NO", &["Norwegian", "nor"]),
    ("PL", &["Polish", "pol"]),
    ("PT", &["Portuguese", "Português", "por"]),
    ("PT-BR", &["Brazilian Portuguese"]),
    ("RO", &["Romanian", "ron"]),
    ("RU", &["Russian", "rus"]),
    ("SV", &["Swedish", "swe"]),
    ("TR", &["Turkish", "tur"]),
    ("UK", &["Ukrainian", "ukr"]),
    ("UA", &[]),
    ("VI", &["Vietnamese", "vie"]),
    ("ZH", &["Chinese", "Mandarin", "zho", "chi"]),
    ("ZH-CN", &[]),
    ("ZH-TW", &[]),
];

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

/// Parameters that track readers wherever they stand; a name that ends in `*` stands for all that begin so.
/// Sources: the query parameter lists of the Brave and Firefox browsers, and the mistakes of past drafts.
const TRACKING_ANYWHERE: &[&str] = &[
    "utm_*", "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "yclid", "igshid", "igsh", "mc_cid",
    "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "hsctatracking", "oly_anon_id", "oly_enc_id", "vero_id", "ml_subscriber",
    "ml_subscriber_hash", "s_cid", "rb_clickid", "wickedid", "__s", "_openstat", "ck_subscriber_id", "cmid", "mtm_*",
    "pk_campaign", "pk_kwd", "pk_source", "pk_medium", "piwik_campaign", "piwik_kwd", "ref_src", "ref_url", "trk",
    "trkinfo", "trackingid", "lipi", "li_fat_id", "rcm", "_bhlid", "_ga", "_gl", "at_campaign", "at_medium",
    "elqtrackid", "gad_campaignid", "gad_source", "gclsrc", "hss_channel", "irclickid", "matomo_*", "mibextid",
    "srsltid", "trk_contact", "trk_msg", "ttclid", "wt_mc", "xtor",
];

/// Parameters that track readers on one site.
const TRACKING_ON: &[(&str, &[&str])] = &[
    ("youtube.com", &["si", "feature", "pp", "ab_channel", "app"]),
    ("youtu.be", &["si", "feature", "pp", "ab_channel"]),
    ("spotify.com", &["si", "nd", "context"]),
    (
        "meetup.com",
        &["eventorigin", "recid", "recsource", "searchid", "_xtd", "notificationid", "gj", "rv", "eventOrigin"],
    ),
    ("linkedin.com", &["originalsubdomain", "midtoken", "midsig"]),
    ("medium.com", &["source", "sk_source", "gi"]),
    ("eventbrite.*", &["aff", "keep_tld"]),
    ("substack.com", &["r", "publication_id", "post_id", "isfreemail", "triedredirect", "showwelcomeonshare"]),
    ("reddit.com", &["share_id", "rdt"]),
    ("x.com", &["s", "t"]),
    ("twitter.com", &["s", "t"]),
    ("amazon.com", &["tag", "linkcode", "camp", "creative"]),
    ("docs.google.com", &["usp"]),
    ("drive.google.com", &["usp"]),
    ("instagram.com", &["ig_web_copy_link"]),
];

/// Parameters that name where a reader came from, on pages that don't need them for anything else; they are known by
/// their value.
const ORIGIN_PARAMETERS: &[&str] = &["ref", "source", "src", "via", "referrer"];

/// What such a parameter names: the newsletter, and the places where people share links.
const ORIGINS: &[&str] = &[
    "bluesky", "facebook", "hackernews", "hn", "linkedin", "mastodon", "newsletter", "producthunt", "reddit", "rss",
    "share", "this-week-in-rust", "this_week_in_rust", "thisweekinrust", "twir", "twitter", "twitter-share",
];

/// Whether a query parameter of `url` changes nothing about the page and only tells where readers come from.
#[must_use]
pub fn is_tracking_parameter(url: &Url<'_>, key: &str, value: &str) -> bool {
    // Medium's "friend link": `source=friends_link&sk=…` opens the article to all.
    // A form that is filled in already keeps what it is filled with.
    if value == "friends_link" || value == "pp_url" {
        return false;
    }
    // Medium's own domains write `source=rss----…`; Ghost writes the name of the site as `ref=…`.
    let is_origin = ORIGIN_PARAMETERS.iter().any(|known| key.eq_ignore_ascii_case(known)) && !is_forge(url);
    let names_site = key == "ref" && value.len() > 4 && is_host(value).is_some_and(|is_certain| is_certain);
    if is_origin
        && (value.contains("----") || names_site || ORIGINS.iter().any(|origin| value.eq_ignore_ascii_case(origin)))
    {
        return true;
    }
    let is = |known: &&str| match known.strip_suffix('*') {
        Some(start) => key.get(..start.len()).is_some_and(|key| key.eq_ignore_ascii_case(start)),
        None => key.eq_ignore_ascii_case(known),
    };
    if TRACKING_ANYWHERE.iter().any(is) {
        return true;
    }
    let is_on = |domain: &str| match domain.strip_suffix(".*") {
        Some(name) => url.site().split('.').next().is_some_and(|site| site.eq_ignore_ascii_case(name)),
        None => url.is_on(domain),
    };
    TRACKING_ON.iter().any(|(domain, keys)| is_on(domain) && keys.iter().any(is))
}

/// What the newsletter's template writes where a destination is to be put in, beside what holds the word `URL`. Source: the
/// draft template, and what older ones held.
const TEMPLATE_PLACES: &[&str] = &["link", "link to issue", "link to cfp", "link to event"];

/// Whether a destination is what the template puts in the place of one: `URL`, `Group URL`, `link to CFP`.
#[must_use]
pub fn is_template_destination(text: &str) -> bool {
    if text.starts_with("https://") {
        return false;
    }
    let text = text.trim().trim_matches(['<', '>', ' ']);
    let is_words = text.len() <= 60 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" -".contains(&byte));
    is_words
        && (text.split(' ').any(|word| word == "URL")
            || TEMPLATE_PLACES.iter().any(|place| text.eq_ignore_ascii_case(place)))
}

/// Whether a destination is a mark to be replaced: `REDDIT_LINK_HERE`, `$twir_link`.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim().trim_matches(['<', '>', ' ']);
    let is_mark = text.len() <= 60 && !text.contains(['/', '.', ':']) && text.to_ascii_lowercase().ends_with("_here");
    text.starts_with('$') || is_mark
}

/// Whether a destination was never put in, whatever the template has in its place; rules about destinations leave it to
/// `leftover-note` and `placeholder`.
#[must_use]
pub fn is_unfilled(text: &str) -> bool {
    is_template_destination(text) || is_placeholder(text)
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

/// Bytes of the longest of them.
const LONGEST_SHORTENER: usize = 12;

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

/// Whether a URL only leads on to another address.
#[must_use]
pub fn is_shortener(url: &Url<'_>) -> bool {
    let site = url.site();
    let is_site = |host: &&str| site.len() == host.len() && site.eq_ignore_ascii_case(host);
    site.len() <= LONGEST_SHORTENER && SHORTENERS.iter().any(is_site) && !url.path().starts_with("/maps")
        || url.query().is_some() && REDIRECTORS.iter().any(|(domain, path)| url.path() == *path && url.is_on(domain))
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
    let host = url.site().to_ascii_lowercase();
    let first = host.split('.').next().unwrap_or_default();
    FORGES.contains(&host.as_str()) || matches!(first, "gitlab" | "gitea" | "forgejo") && host.matches('.').count() > 1
}

/// First segments of a path on GitHub and its like that are no owner.
pub const NOT_AN_OWNER: &[&str] = &[
    "about", "apps", "blog", "collections", "customer-stories", "events", "explore", "features", "marketplace", "orgs",
    "organizations", "readme", "resources", "search", "settings", "solutions", "sponsors", "stars", "topics",
    "trending", "users",
];

/// References that the newsletter's own template defines.
pub const TEMPLATE_REFERENCES: &[&str] = &["calendar", "community", "guidelines", "merged", "submit_crate"];

/// Hosts that serve one page under a second name for telephones; the name that they use otherwise.
pub const MOBILE_HOSTS: &[(&str, &str)] = &[
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
];

/// How a destination begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme<'a> {
    /// As it should, or in a way of which other rules speak.
    Right,
    /// With `https://` mistyped.
    Slip {
        /// Byte behind the mistyped scheme.
        end: usize,
        /// What was meant.
        meant: &'static str,
        /// Bytes at the end of the destination that belong to the slip: a closing quote.
        trailing: usize,
    },
    /// With the host.
    Missing {
        /// What has to stand before it.
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

/// Tells how a destination begins.
#[must_use]
pub fn scheme(destination: &str) -> Scheme<'_> {
    // Nearly every address, told in a few comparisons.
    let rest = destination.strip_prefix("https://").or_else(|| destination.strip_prefix("http://"));
    let is_plain = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && !rest.starts_with("http");
    if rest.is_some_and(is_plain) {
        return Scheme::Right;
    }
    let starts_with =
        |text: &str, start: &str| text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
    let bare = destination.trim_end_matches('/');
    let is_for_others = destination.starts_with('#')
        || ["", "http:", "https:", "http", "https"].iter().any(|alone| bare.eq_ignore_ascii_case(alone))
        || is_unfilled(destination)
        || is_script(destination);
    if is_for_others || starts_with(destination, "mailto:") {
        return Scheme::Right;
    }
    let word_end = destination.find(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()).unwrap_or(destination.len());
    let (word, behind) = destination.split_at(word_end);
    let marks = behind.len() - behind.trim_start_matches([':', ';', '.', ',', '/', '\\']).len();
    let (marks, rest) = behind.split_at(marks);
    let word_is = |scheme: &str| word.eq_ignore_ascii_case(scheme);
    let end = word_end + marks.len();
    if let Some(meant) = meant_scheme(word).filter(|_| is_host(rest).is_some() || is_local(rest)) {
        if marks == "://" && (word_is("http") || word_is("https")) {
            return Scheme::Right;
        }
        if marks.contains([':', ';', '\\']) || marks.contains("//") || word.starts_with("http") && marks == "/" {
            return Scheme::Slip { end, meant, trailing: 0 };
        }
    }
    // `https://https://…`, `"https://…"`, `url:https://…`
    for (scheme, meant) in
        [("https:", "https://"), ("http:", "http://"), ("https//", "https://"), ("http//", "http://")]
    {
        let head = destination.len().min(24);
        let head = destination[..destination.floor_char_boundary(head)].to_ascii_lowercase();
        let Some(at) = head.rfind(scheme).filter(|at| *at > 0) else { continue };
        let before = destination[..at].trim_end_matches('/');
        let end = destination.len() - destination[at + scheme.len()..].trim_start_matches('/').len();
        let is_scheme = before.trim_end_matches(':').len() <= 5 && meant_scheme(before.trim_end_matches(':')).is_some();
        if is_scheme || !before.contains(['.', '/', '?', '=', '#']) && before.len() <= 12 {
            let closing = match before.chars().next_back() {
                Some(quote @ ('"' | '\'' | '`')) if destination.ends_with(quote) => 1,
                _ => 0,
            };
            return Scheme::Slip { end, meant, trailing: closing };
        }
    }
    if marks == "://" && (word_is("http") || word_is("https")) {
        return Scheme::Right;
    }
    if word.is_empty() && matches!(marks, "://" | "//") && is_host(rest).is_some() {
        return match marks {
            "//" => Scheme::Missing { insert: "https:", is_certain: true },
            _ => Scheme::Slip { end, meant: "https://", trailing: 0 },
        };
    }
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
    let is_address =
        |text: &str| text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && is_host(host).is_some());
    if !destination.contains('/') && is_address(destination) {
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
fn is_host(text: &str) -> Option<bool> {
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
/// look Latin. Names wholly in one script, and those that mix the scripts of one language, are in order.
#[must_use]
pub fn imitates(host: &str) -> Option<&'static str> {
    use unicode_script::{Script, UnicodeScript};
    let is_punycode = |label: &str| label.get(..4).is_some_and(|xn| xn.eq_ignore_ascii_case("xn--"));
    if host.is_ascii() && (!host.contains("--") || !host.split('.').any(is_punycode)) {
        return None;
    }
    let mut is_latin_domain = false;
    let mut looks_latin = false;
    for (at, label) in host.split('.').rev().enumerate() {
        let decoded = match label.get(..4) {
            Some(xn) if xn.eq_ignore_ascii_case("xn--") => punycode(&label[4..]),
            _ => Some(label.to_lowercase()),
        };
        let Some(label) = decoded else { return Some("is punycode that cannot be read") };
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

/// Decodes one label of a host behind its `xn--` (RFC 3492).
fn punycode(label: &str) -> Option<String> {
    if label.len() > 63 || !label.is_ascii() {
        return None;
    }
    let (basic, coded) = label.rsplit_once('-').unwrap_or(("", label));
    let mut decoded: Vec<char> = basic.chars().map(|c| c.to_ascii_lowercase()).collect();
    let (mut n, mut i, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = coded.bytes();
    while digits.len() > 0 {
        let (start, mut weight) = (i, 1_u32);
        for k in (36..).step_by(36) {
            let digit = match digits.next()?.to_ascii_lowercase() {
                letter @ b'a'..=b'z' => letter - b'a',
                figure @ b'0'..=b'9' => figure - b'0' + 26,
                _ => return None,
            };
            let digit = u32::from(digit);
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let threshold = (k as u32).saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
        }
        let length = decoded.len() as u32 + 1;
        let mut delta = if start == 0 { i / 700 } else { (i - start) / 2 };
        delta += delta / length;
        bias = 0;
        while delta > 455 {
            delta /= 35;
            bias += 36;
        }
        bias += 36 * delta / (delta + 38);
        n = n.checked_add(i / length)?;
        i %= length;
        decoded.insert(i as usize, char::from_u32(n)?);
        i += 1;
    }
    Some(decoded.into_iter().collect())
}

/// Hosts, with the beginning of the path where not all of the host is meant, that only serve video.
const VIDEO_HOSTS: &[(&str, &[&str])] = &[
    ("youtube.com", &["/watch", "/live/", "/playlist", "/shorts/", "/embed/", "/v/"]),
    ("youtu.be", &[]),
    ("vimeo.com", &[]),
    ("media.ccc.de", &["/v/"]),
    ("streaming.media.ccc.de", &[]),
    ("twitch.tv", &["/videos/"]),
    ("bilibili.com", &["/video/"]),
    ("odysee.com", &[]),
    ("dailymotion.com", &["/video/"]),
    ("loom.com", &["/share/"]),
    ("nebula.tv", &["/videos/"]),
    ("infoq.com", &["/presentations/"]),
    ("ted.com", &["/talks/"]),
    ("diode.zone", &["/w/", "/videos/"]),
    ("peertube.tv", &[]),
    ("tilvids.com", &["/w/", "/videos/"]),
    ("makertube.net", &["/w/", "/videos/"]),
    ("video.fosdem.org", &[]),
];

/// Hosts, with the beginning of the path where not all of the host is meant, that only serve audio.
const AUDIO_HOSTS: &[(&str, &[&str])] = &[
    ("rustacean-station.org", &["/episode"]),
    ("corrode.dev", &["/podcast/"]),
    ("netstack.fm", &[]),
    ("podcasts.apple.com", &[]),
    ("podcasts.google.com", &[]),
    ("open.spotify.com", &["/episode/", "/show/"]),
    ("creators.spotify.com", &["/pod/"]),
    ("podcasters.spotify.com", &[]),
    ("soundcloud.com", &[]),
    ("anchor.fm", &[]),
    ("overcast.fm", &[]),
    ("pca.st", &[]),
    ("pocketcasts.com", &[]),
    ("castbox.fm", &[]),
    ("buzzsprout.com", &[]),
    ("podbean.com", &[]),
    ("libsyn.com", &[]),
    ("simplecast.com", &[]),
    ("transistor.fm", &["/episodes/", "/s/"]),
    ("fireside.fm", &[]),
    ("spreaker.com", &["/episode", "/podcast"]),
    ("changelog.com", &["/podcast/", "/gotime/", "/shipit/", "/friends/"]),
    ("oxide-and-friends.transistor.fm", &[]),
    ("oxide.computer", &["/podcasts/"]),
    ("se-radio.net", &[]),
    ("softwareengineeringdaily.com", &[]),
    ("newrustacean.com", &["/show_notes/"]),
    ("rustgamedev.com", &["/episodes/"]),
    ("syntax.fm", &["/show/"]),
    ("twit.tv", &["/shows/"]),
];

/// What a URL leads to, where its host or path serves nothing else.
#[must_use]
pub fn media_of(url: &Url<'_>) -> Option<Tag> {
    let serves = |hosts: &[(&str, &[&str])]| {
        let starts = |paths: &[&str]| paths.is_empty() || paths.iter().any(|path| url.path().starts_with(path));
        hosts
            .iter()
            .any(|(host, paths)| url.is_on(host) && starts(paths) && url.path().len() + url.fragment_span().len() > 1)
    };
    if serves(VIDEO_HOSTS) {
        Some(Tag::Video)
    } else if serves(AUDIO_HOSTS) {
        Some(Tag::Audio)
    } else {
        None
    }
}

/// Names of characters that cannot be shown, from the Unicode Character Database.
pub(crate) const INVISIBLE_NAMES: &[(char, &str)] = &[
    ('\0', "NULL"),
    ('\u{8}', "BACKSPACE"),
    ('\u{b}', "LINE TABULATION"),
    ('\u{c}', "FORM FEED"),
    ('\u{1b}', "ESCAPE"),
    ('\u{7f}', "DELETE"),
    ('\u{85}', "NEXT LINE"),
    ('\u{a0}', "NO-BREAK SPACE"),
    ('\u{ad}', "SOFT HYPHEN"),
    ('\u{34f}', "COMBINING GRAPHEME JOINER"),
    ('\u{61c}', "ARABIC LETTER MARK"),
    ('\u{115f}', "HANGUL CHOSEONG FILLER"),
    ('\u{1160}', "HANGUL JUNGSEONG FILLER"),
    ('\u{1680}', "OGHAM SPACE MARK"),
    ('\u{180e}', "MONGOLIAN VOWEL SEPARATOR"),
    ('\u{2000}', "EN QUAD"),
    ('\u{2001}', "EM QUAD"),
    ('\u{2002}', "EN SPACE"),
    ('\u{2003}', "EM SPACE"),
    ('\u{2004}', "THREE-PER-EM SPACE"),
    ('\u{2005}', "FOUR-PER-EM SPACE"),
    ('\u{2006}', "SIX-PER-EM SPACE"),
    ('\u{2007}', "FIGURE SPACE"),
    ('\u{2008}', "PUNCTUATION SPACE"),
    ('\u{2009}', "THIN SPACE"),
    ('\u{200a}', "HAIR SPACE"),
    ('\u{200b}', "ZERO WIDTH SPACE"),
    ('\u{200c}', "ZERO WIDTH NON-JOINER"),
    ('\u{200d}', "ZERO WIDTH JOINER"),
    ('\u{200e}', "LEFT-TO-RIGHT MARK"),
    ('\u{200f}', "RIGHT-TO-LEFT MARK"),
    ('\u{2028}', "LINE SEPARATOR"),
    ('\u{2029}', "PARAGRAPH SEPARATOR"),
    ('\u{202a}', "LEFT-TO-RIGHT EMBEDDING"),
    ('\u{202b}', "RIGHT-TO-LEFT EMBEDDING"),
    ('\u{202c}', "POP DIRECTIONAL FORMATTING"),
    ('\u{202d}', "LEFT-TO-RIGHT OVERRIDE"),
    ('\u{202e}', "RIGHT-TO-LEFT OVERRIDE"),
    ('\u{202f}', "NARROW NO-BREAK SPACE"),
    ('\u{205f}', "MEDIUM MATHEMATICAL SPACE"),
    ('\u{2060}', "WORD JOINER"),
    ('\u{2061}', "FUNCTION APPLICATION"),
    ('\u{2062}', "INVISIBLE TIMES"),
    ('\u{2063}', "INVISIBLE SEPARATOR"),
    ('\u{2064}', "INVISIBLE PLUS"),
    ('\u{2066}', "LEFT-TO-RIGHT ISOLATE"),
    ('\u{2067}', "RIGHT-TO-LEFT ISOLATE"),
    ('\u{2068}', "FIRST STRONG ISOLATE"),
    ('\u{2069}', "POP DIRECTIONAL ISOLATE"),
    ('\u{2800}', "BRAILLE PATTERN BLANK"),
    ('\u{3000}', "IDEOGRAPHIC SPACE"),
    ('\u{3164}', "HANGUL FILLER"),
    ('\u{feff}', "ZERO WIDTH NO-BREAK SPACE (BYTE ORDER MARK)"),
    ('\u{ffa0}', "HALFWIDTH HANGUL FILLER"),
    ('\u{fff9}', "INTERLINEAR ANNOTATION ANCHOR"),
    ('\u{fffa}', "INTERLINEAR ANNOTATION SEPARATOR"),
    ('\u{fffb}', "INTERLINEAR ANNOTATION TERMINATOR"),
    ('\u{fffc}', "OBJECT REPLACEMENT CHARACTER"),
];

/// Whether a character looks like a space and is none to Markdown.
#[must_use]
pub fn is_odd_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202f}'
                | '\u{205f}'
                | '\u{2800}'
                | '\u{3000}'
                | '\u{b}'
                | '\u{c}'
                | '\u{85}'
    )
}

/// Whether a character shows nothing, or an odd space. Those that turn the direction of text around are a matter of their
/// own, and variation selectors belong to the character before them.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r');
    }
    is_odd_space(c)
        || matches!(c, '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffc}'
            | '\u{e0001}'..='\u{e007f}')
}

/// Whether a joiner may stand beside a character: within an emoji, and in scripts that join their letters.
#[must_use]
pub fn may_join(c: char) -> bool {
    use unicode_script::{Script, UnicodeScript};
    let is_emoji = matches!(c, '\u{fe0f}' | '\u{200d}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}');
    let plain = [
        Script::Common,
        Script::Inherited,
        Script::Latin,
        Script::Greek,
        Script::Cyrillic,
        Script::Han,
        Script::Hiragana,
        Script::Katakana,
        Script::Hangul,
        Script::Unknown,
    ];
    is_emoji || !plain.contains(&c.script()) || (c.script() == Script::Inherited && !is_invisible(c))
}

/// Words that begin a note to oneself.
pub(crate) const NOTE_WORDS: &[&str] = &["TODO", "FIXME", "XXX", "TO DO", "TODOs"];

/// Whether a text begins with a note: `TODO`, `TODO: …`, `FIXME(name)`.
pub(crate) fn note_at_start(text: &str) -> bool {
    NOTE_WORDS.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            !rest.starts_with(|c: char| {
                c.is_alphanumeric() || matches!(c, '-' | '_' | '\'' | '’' | '`' | '!' | '/' | '.')
            })
        })
    })
}

/// What comments for formatters, linters and editors begin with. Sources: their manuals.
pub(crate) const TOOL_COMMENTS: &[&str] = &[
    "markdownlint", "prettier-ignore", "dprint-ignore", "rumdl-", "mdformat", "textlint-", "remark-lint",
    "lint disable", "lint enable", "lint ignore", "vale ", "alex ignore", "alex disable", "cspell:", "cSpell:",
    "spell-checker:", "spellchecker:", "harper:", "vim:", "-*- ", "LTeX:", "toc -->", "tocstop", "START doctoc",
    "END doctoc", "editorconfig-checker", "generated by ", "autogenerated", "auto-generated",
];

/// What chat bots leave in a text that is copied from them.
pub(crate) const TOOL_MARKS: &[&str] = &["contentReference[oaicite:", "oai_citation:", "citeturn"];

/// HTML elements that somebody may mean in an issue: those that mark up text, quote, list, tabulate or embed. What shapes
/// a page (`<body>`, `<meta>`), runs code (`<script>`) or styles it is a word of a title when it turns up here. All are written in lower
/// case, for `<A>` and `<B>` are types.
const HTML_ELEMENTS: &[&str] = &[
    "a", "abbr", "audio", "b", "bdi", "bdo", "blockquote", "br", "center", "cite", "code", "dd", "del", "details",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "iframe",
    "img", "ins", "kbd", "li", "mark", "ol", "p", "picture", "pre", "q", "s", "samp", "small", "source", "span",
    "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u",
    "ul", "var", "video", "wbr",
];

/// Whether `name` is an HTML element that may be meant as such. Longer names count in capitals too.
pub(crate) fn is_html_element(name: &str) -> bool {
    let is_shouted = name.len() > 1 && name.bytes().all(|byte| !byte.is_ascii_lowercase());
    HTML_ELEMENTS.iter().any(|known| *known == name || (is_shouted && known.eq_ignore_ascii_case(name)))
}

/// Whether an HTML element has no closing tag.
pub(crate) fn is_void_element(name: &str) -> bool {
    ["br", "hr", "img", "source", "wbr"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The number of the issue that an address names: `…/this_week_in_rust_604/`, `…/this-week-in-rust-604`.
#[must_use]
pub fn issue_named_in(path: &str) -> Option<i32> {
    const NAME: &str = "this-week-in-rust-";
    let folded = path.to_ascii_lowercase().replace('_', "-");
    let rest = &folded[folded.find(NAME)? + NAME.len()..];
    let (digits, behind) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
    (behind.is_empty() || behind.starts_with(['/', '?', '#'])).then(|| digits.parse().ok()).flatten()
}

/// What the headings name that issues about one event had for it among the community sections. Source: past issues.
const SPECIAL_HEADINGS: &[&str] = &[
    "eurorust", "fosdem", "oxidize", "rust belt rust", "rust global", "rust latam", "rust nation", "rustconf",
    "rustfest", "rustikon", "rustlab", "rustnl", "rustweek", "tokioconf",
];

/// Whether a heading is one that a special issue adds for an event.
pub(crate) fn is_special_heading(name: &str) -> bool {
    let folded = name.to_ascii_lowercase();
    SPECIAL_HEADINGS.iter().any(|event| folded.contains(event))
}

#[cfg(test)]
mod tests {
    use super::*;

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
