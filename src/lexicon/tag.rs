//! Owns prefixes: what they stand for, how else they are written, and which hosts call for one.

use crate::text::Url;
use crate::text::spelling::distance_within;

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

    /// Whether it says what kind of media the link leads to.
    #[must_use]
    pub fn is_media(self) -> bool {
        matches!(self, Self::Video | Self::Audio)
    }

    /// Whether a word is as good for this tag as the one that the newsletter mostly writes: `videos`.
    #[must_use]
    pub fn is_written(self, word: &str) -> bool {
        word == self.as_str() || self == Self::Video && SEVERAL_VIDEOS.contains(&word)
    }

    /// Whether a word is the code of a country where its language is meant: `JP` for `JA`.
    #[must_use]
    pub fn is_country(self, word: &str) -> bool {
        matches!(self, Self::Language(code) if word.len() == 2 && !word.eq_ignore_ascii_case(code))
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
            word.len() + 1 >= known.len() && distance_within(&word.to_ascii_lowercase(), known, 1) == Some(1)
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

/// Words for several videos, which editors let stand.
const SEVERAL_VIDEOS: &[&str] = &["videos", "video playlist"];

/// What contributors write for `[video]`.
const VIDEO_WORDS: &[&str] = &[
    "video", "videos", "vid", "vídeo", "vidéo", "video playlist", "playlist", "youtube", "livestream", "screencast",
    "webinar",
];

/// What contributors write for `[audio]`.
const AUDIO_WORDS: &[&str] = &["audio", "audios", "podcast", "podcasts", "audio podcast"];

/// What contributors write for `[series]`.
const SERIES_WORDS: &[&str] = &["series", "serie", "blog series", "article series"];

/// Languages: the code that the newsletter writes (ISO 639-1), and other spellings (names in English and in the
/// language itself, ISO 639-2 codes, and the codes of countries that are taken for those of their languages).
pub(crate) const LANGUAGES: &[(&str, &[&str])] = &[
    ("AR", &["Arabic", "ara"]),
    ("BG", &["Bulgarian", "bul"]),
    ("CS", &["Czech", "ces", "cze", "CZ"]),
    ("DA", &["Danish", "dan", "DK"]),
    ("DE", &["German", "Deutsch", "deu", "ger"]),
    ("EL", &["Greek", "ell", "gre", "GR"]),
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
    ("JA", &["Japanese", "jpn", "JP"]),
    ("KO", &["Korean", "kor", "KR"]),
    ("NL", &["Dutch", "nld"]),
    ("NO", &["Norwegian", "nor"]),
    ("PL", &["Polish", "pol"]),
    ("PT", &["Portuguese", "Português", "por"]),
    ("PT-BR", &["Brazilian Portuguese"]),
    ("RO", &["Romanian", "ron"]),
    ("RU", &["Russian", "rus"]),
    ("SV", &["Swedish", "swe", "SE"]),
    ("TR", &["Turkish", "tur"]),
    ("UK", &["Ukrainian", "ukr", "UA"]),
    ("VI", &["Vietnamese", "vie"]),
    ("ZH", &["Chinese", "Mandarin", "zho", "chi", "CN"]),
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

/// Whether a word is the prefix of an RFC or a tracking issue that says how it stands: `new`, `updated`, `disposition:
/// merge`.
#[must_use]
pub fn is_state(word: &str) -> bool {
    [DISPOSITION, "updated", "new"].iter().any(|known| word.starts_with(known))
}

/// What a tracking issue says before its title of how it is to end: `[disposition: merge]`.
pub(crate) const DISPOSITION: &str = "disposition";

/// Whether a word is `disposition: merge` or the like, whatever its letters are.
pub(crate) fn is_disposition(word: &str) -> bool {
    let (key, value) = word.split_once(':').unwrap_or_default();
    key.trim_end().eq_ignore_ascii_case(DISPOSITION) && !value.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_for_its_tag() {
        let words = [(VIDEO_WORDS, Tag::Video), (AUDIO_WORDS, Tag::Audio), (SERIES_WORDS, Tag::Series)];
        for (words, tag) in words {
            for word in words {
                assert_eq!(Tag::from_word(&word.to_ascii_uppercase()), Some(tag), "{word}");
            }
        }
        for (code, names) in LANGUAGES {
            for name in names.iter().chain([code]) {
                assert_eq!(Tag::from_word(name), Some(Tag::Language(code)), "{name}");
            }
        }
        for word in SEVERAL_VIDEOS {
            assert!(Tag::Video.is_written(word) && Tag::from_word(word) == Some(Tag::Video), "{word}");
        }
        assert!(!Tag::Audio.is_written("videos") && !Tag::Video.is_written("Videos"));
        assert_eq!(
            ["vidoe", "podcst", "vido", "viedos", "radio", "tables"].map(Tag::from_word),
            [Some(Tag::Video), Some(Tag::Audio), Some(Tag::Video), None, None, None]
        );
    }

    #[test]
    fn a_disposition_has_a_colon_and_a_word() {
        let words = ["disposition: merge", "Disposition:close", "disposition : merge"];
        assert!(words.into_iter().all(is_disposition));
        let others = [DISPOSITION, "disposition:", "disposition merge", "dispositions: merge", "video: merge"];
        assert!(!others.into_iter().any(is_disposition));
    }

    #[test]
    fn every_host_of_media_is_found() {
        for (hosts, tag) in [(VIDEO_HOSTS, Tag::Video), (AUDIO_HOSTS, Tag::Audio)] {
            for (host, paths) in hosts {
                for path in if paths.is_empty() { &["/a"] } else { *paths } {
                    let url = format!("https://www.{host}{path}");
                    assert_eq!(media_of(&Url::new(&url, 0)), Some(tag), "{url}");
                }
                if paths.is_empty() {
                    let page = format!("https://{host}/#a");
                    assert_eq!(media_of(&Url::new(&page, 0)), Some(tag), "{page}");
                }
                let front = format!("https://{host}/");
                assert_eq!(media_of(&Url::new(&front, 0)), None, "{front}");
            }
        }
        assert_eq!(media_of(&Url::new("https://example.org/watch", 0)), None);
    }
}
