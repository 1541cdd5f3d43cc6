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
        let language = LANGUAGES.iter().find(|(code, names)| is(code) || names.iter().any(&is))?;
        Some(Self::Language(language.0))
    }
}

/// What contributors write for `[video]`.
const VIDEO_WORDS: &[&str] = &[
    "video",
    "videos",
    "vid",
    "vídeo",
    "vidéo",
    "video playlist",
    "playlist",
    "youtube",
    "livestream",
    "screencast",
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
