//! Owns prefixes: what they stand for, how else they are written, and which hosts call for one.

use crate::text::Url;

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
