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
        if VIDEO_WORDS.iter().any(|known| is(known)) {
            return Some(Self::Video);
        }
        if AUDIO_WORDS.iter().any(|known| is(known)) {
            return Some(Self::Audio);
        }
        if SERIES_WORDS.iter().any(|known| is(known)) {
            return Some(Self::Series);
        }
        let language = LANGUAGES.iter().find(|(code, names)| is(code) || names.iter().any(|name| is(name)))?;
        Some(Self::Language(language.0))
    }
}

/// What contributors write for `[video]`.
const VIDEO_WORDS: &[&str] =
    &["video", "videos", "vid", "video playlist", "playlist", "youtube", "livestream", "screencast", "webinar"];

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
    "utm_*",
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "twclid",
    "yclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "hsctatracking",
    "oly_anon_id",
    "oly_enc_id",
    "vero_id",
    "ml_subscriber",
    "ml_subscriber_hash",
    "s_cid",
    "rb_clickid",
    "wickedid",
    "__s",
    "_openstat",
    "ck_subscriber_id",
    "cmid",
    "mtm_*",
    "pk_campaign",
    "pk_kwd",
    "pk_source",
    "pk_medium",
    "piwik_campaign",
    "piwik_kwd",
    "ref_src",
    "ref_url",
    "trk",
    "trkinfo",
    "trackingid",
    "lipi",
    "li_fat_id",
    "rcm",
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
];

/// Whether a query parameter of `url` changes nothing about the page and only tells where readers come from.
#[must_use]
pub fn is_tracking_parameter(url: &Url<'_>, key: &str, value: &str) -> bool {
    // Medium's "friend link": `source=friends_link&sk=…` opens the article to all.
    if value == "friends_link" {
        return false;
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
    "markdownlint",
    "prettier-ignore",
    "dprint-ignore",
    "rumdl-",
    "mdformat",
    "textlint-",
    "remark-lint",
    "lint disable",
    "lint enable",
    "lint ignore",
    "vale ",
    "alex ignore",
    "alex disable",
    "cspell:",
    "cSpell:",
    "spell-checker:",
    "spellchecker:",
    "harper:",
    "vim:",
    "-*- ",
    "LTeX:",
    "toc -->",
    "tocstop",
    "START doctoc",
    "END doctoc",
    "editorconfig-checker",
    "generated by ",
    "autogenerated",
    "auto-generated",
];

/// What chat bots leave in a text that is copied from them.
pub(crate) const TOOL_MARKS: &[&str] = &["contentReference[oaicite:", "oai_citation:", "citeturn"];

/// HTML elements that somebody may mean in an issue: those that mark up text, quote, list, tabulate or embed. What shapes
/// a page (`<body>`, `<meta>`), runs code (`<script>`) or styles it is a word of a title when it turns up here. All are written in lower
/// case, for `<A>` and `<B>` are types.
const HTML_ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
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

/// Whether a destination is one of the template's: `URL`, `Group URL`, `URL to issue`, `link to CFP`.
pub(crate) fn is_template_destination(destination: &str) -> bool {
    let destination = destination.trim_matches(['<', '>', ' ']);
    let words = || destination.split(' ');
    destination.len() <= 60
        && destination.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_'))
        && (words().any(|word| word == "URL") || destination.starts_with("link to "))
}
