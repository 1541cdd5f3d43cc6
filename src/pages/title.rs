//! Owns what a page is called, and whether words are its title.
//!
//! A page says its title in several places, and each kind is wrong somewhere: one holds the name of the site, another
//! what was its title once. So any of them that fits is a fit, and where none fits, two have to agree on another.

use icu_normalizer::DecomposingNormalizerBorrowed;
use serde::{Deserialize, Serialize};

use super::{Page, html};
use crate::text::Url;

/// A title, in one of the places where a page says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title(pub String);

/// How words compare with the title of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TitleMatch {
    /// They are its title, but for what nobody would correct.
    Same,
    /// It is called something else, for certain.
    Other(String),
    /// The page does not say what it is called.
    Unknown,
}

impl Page {
    /// Compares words, which may hold Markdown, with what the page is called. Case, accents, quotes, dashes and other
    /// signs make no difference, nor does the name of the site or of a series around the title, or what an editor adds
    /// to it.
    #[must_use]
    pub fn compare_title(&self, words: &str) -> TitleMatch {
        let wanted = Folded::new(words);
        let titles: Vec<Parts> = self.titles.iter().map(|title| self.parts(&title.0)).collect();
        let titles: Vec<&Parts> = titles.iter().filter(|title| !title.is_of_site && !title.whole.is_empty()).collect();
        if wanted.is_empty() || titles.is_empty() {
            return TitleMatch::Unknown;
        }
        if titles.iter().any(|title| title.fits(&wanted)) {
            return TitleMatch::Same;
        }
        let agreed = match titles.as_slice() {
            [only] => Some(*only),
            titles => titles.iter().enumerate().find_map(|(index, one)| {
                let is_confirmed = |(other_index, other): (usize, &&Parts)| {
                    other_index != index && other.runs.iter().any(|(run, _)| run.squeezed == one.whole.squeezed)
                };
                titles.iter().enumerate().any(is_confirmed).then_some(*one)
            }),
        };
        agreed.map_or(TitleMatch::Unknown, |title| TitleMatch::Other(title.proper.clone()))
    }

    fn parts(&self, title: &str) -> Parts {
        let site = self.site.as_deref().map(Folded::new);
        let url = Url::new(&self.address, 0);
        let host = Folded::new(url.site());
        let label = Folded::new(url.site().split('.').next().unwrap_or_default());
        let is_site = |part: &Folded| {
            let names = [site.as_ref(), Some(&host), Some(&label)];
            names.into_iter().flatten().any(|name| name.squeezed == part.squeezed)
                || GENERIC.contains(&part.squeezed.as_str())
        };
        let segments = segments(title);
        let mut runs = Vec::new();
        let most = segments.len().min(MOST_SEGMENTS);
        for from in 0..most {
            for to in from + 1..=most {
                // From the beginning of the first to the end of the last: the signs between them stay.
                let run = title.get(segments[from].0..segments[to - 1].1).unwrap_or_default().trim();
                let folded = Folded::new(run);
                if !folded.is_empty() && !is_site(&folded) {
                    runs.push((folded, run.to_owned()));
                }
            }
        }
        let whole = Folded::new(title);
        let is_of_site = segments.iter().all(|(from, to)| is_site(&Folded::new(&title[*from..*to])));
        // The title without the name of its site before or behind it.
        let names_site = |(from, to): &(usize, usize)| is_site(&Folded::new(&title[*from..*to]));
        let kept = match segments.as_slice() {
            [rest @ .., last] if !rest.is_empty() && names_site(last) => rest,
            [first, rest @ ..] if !rest.is_empty() && names_site(first) => rest,
            all => all,
        };
        let proper = match (kept.first(), kept.last()) {
            (Some((from, _)), Some((_, to))) if kept.len() < segments.len() => title[*from..*to].trim(),
            _ => title.trim(),
        };
        Parts { is_of_site: is_of_site || is_site(&whole), whole, runs, proper: proper.to_owned() }
    }
}

/// Titles of pages that nobody gave one, folded: the names of parts of sites, and what programs fill in.
const GENERIC: &[&str] = &[
    "blog", "home", "homepage", "index", "loading", "untitled", "document", "reactapp", "viteapp", "viteapptemplate",
    "posts", "post", "article", "articles", "news", "welcome", "events", "event", "new", "page", "video", "youtube",
];

/// Parts of a title between signs that are looked at.
const MOST_SEGMENTS: usize = 6;

/// A title of a page, whole and in parts.
struct Parts {
    whole: Folded,
    /// What is between two signs that separate, and all that follows each other: folded, and as written.
    runs: Vec<(Folded, String)>,
    /// Without the name of the site.
    proper: String,
    /// Whether it is the name of the site and nothing else.
    is_of_site: bool,
}

impl Parts {
    /// Whether `wanted` is this title, or a part of it, or holds it with more around it.
    fn fits(&self, wanted: &Folded) -> bool {
        let is_long =
            |run: &Folded| run.words.len() >= 3 || !run.squeezed.is_ascii() && run.squeezed.chars().count() >= 6;
        let fits = |(run, _): &(Folded, String)| {
            run.squeezed == wanted.squeezed
                || (is_long(run) || run.squeezed == self.whole.squeezed) && wanted.contains(run)
        };
        self.whole.squeezed == wanted.squeezed || self.runs.iter().any(fits)
    }
}

/// A text as its letters and digits, in lower case and without accents.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Folded {
    words: Vec<String>,
    /// The words without anything between them.
    squeezed: String,
}

impl Folded {
    fn new(text: &str) -> Self {
        let text = html::decode_entities(text);
        let mut words: Vec<String> = Vec::new();
        let mut word = String::new();
        for c in DecomposingNormalizerBorrowed::new_nfkd().normalize(&text).chars().flat_map(char::to_lowercase) {
            let is_of_name = matches!(c, '+' | '#') && !word.is_empty();
            if c.is_alphanumeric() || is_of_name {
                word.push(c);
            } else if c == '&' {
                words.extend([std::mem::take(&mut word), "and".to_owned()]);
            } else if !matches!(c, '\'' | '’' | '`' | '\u{300}'..='\u{36f}') && !crate::lexicon::is_invisible(c) {
                words.push(std::mem::take(&mut word));
            }
        }
        words.push(word);
        words.retain(|word| !word.is_empty());
        Self { squeezed: words.concat(), words }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether the words of `other` are in it, one after the other. Where words are not written apart, its letters.
    fn contains(&self, other: &Self) -> bool {
        if !other.squeezed.is_ascii() {
            return self.squeezed.contains(&other.squeezed);
        }
        !other.is_empty() && self.words.windows(other.words.len()).any(|words| words == other.words)
    }
}

/// Whether two names differ in nothing but case, accents and signs, or one holds the other.
#[must_use]
pub(crate) fn is_same_name(one: &str, other: &str) -> bool {
    let (one, other) = (Folded::new(one), Folded::new(other));
    one.is_empty() || other.is_empty() || one.squeezed == other.squeezed || one.contains(&other) || other.contains(&one)
}

/// The places of the parts of a title between the signs that separate a title from the names around it.
fn segments(title: &str) -> Vec<(usize, usize)> {
    let mut segments = Vec::new();
    let mut from = 0;
    for (at, c) in title.char_indices() {
        let end = at + c.len_utf8();
        let (before, behind) = (&title[..at], &title[end..]);
        let is_apart = || before.ends_with(' ') && behind.starts_with(' ');
        let separates = match c {
            '|' | '»' | '«' | '·' | '•' | '\\' | '–' | '—' | '(' | ')' | '[' | ']' | '：' | '｜' => true,
            '-' | '/' | '~' => is_apart(),
            ':' => behind.starts_with(' '),
            _ => false,
        };
        if separates {
            segments.push((from, at));
            from = end;
        }
    }
    segments.push((from, title.len()));
    segments.retain(|(from, to)| !title[*from..*to].trim().is_empty());
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(titles: &[&str]) -> Page {
        Page {
            address: "https://blog.example.org/post".to_owned(),
            site: Some("My Site".to_owned()),
            titles: titles.iter().map(|title| Title((*title).to_owned())).collect(),
            ..Page::default()
        }
    }

    fn compare(titles: &[&str], words: &str) -> TitleMatch {
        page(titles).compare_title(words)
    }

    fn other(title: &str) -> TitleMatch {
        TitleMatch::Other(title.to_owned())
    }

    #[test]
    fn what_nobody_would_correct_is_the_same() {
        let titles = &["Async Rust – It’s “Café” time! 🦀 | My Site"];
        for words in [
            "async rust - it's \"cafe\" time!",
            "Async Rust – It’s “Café” time! 🦀",
            "**Async** `Rust`: Its Café time | My Site",
            "Async Rust – It’s “Café” time (part 2)",
            "Project - Async Rust – It’s “Café” time",
        ] {
            assert_eq!(compare(titles, words), TitleMatch::Same, "{words}");
        }
        for (title, words) in [
            ("Foo &amp; Bar", "Foo &amp; Bar"),
            ("Foo & Bar", "Foo and Bar"),
            ("Why C++ and C# differ", "Why C++ and C# differ"),
            ("Compiler diaries, part 3: Type checking", "Type checking"),
            ("[2401.00001] On tables", "On tables"),
            ("Type checking » Compiler diaries", "Type checking"),
            ("はじめての表 | ブログ", "はじめての表"),
            ("re-exports", "reexports"),
        ] {
            assert_eq!(compare(&[title], words), TitleMatch::Same, "{title}");
        }
    }

    #[test]
    fn any_title_that_fits_is_a_fit() {
        assert_eq!(compare(&["My Site", "Async Rust | My Site"], "Async Rust"), TitleMatch::Same);
        assert_eq!(compare(&["One", "Two", "Three"], "Three"), TitleMatch::Same);
    }

    #[test]
    fn another_title_is_one_that_two_places_agree_on() {
        assert_eq!(compare(&["Writing a kernel"], "Writing a colonel"), other("Writing a kernel"));
        assert_eq!(compare(&["Writing a kernel | My Site"], "Baz"), other("Writing a kernel"));
        assert_eq!(compare(&["blog.example.org: Writing a kernel"], "Baz"), other("Writing a kernel"));
        assert_eq!(compare(&["Foo", "Foo | My Site", "Bar"], "Baz"), other("Foo"));
        assert_eq!(compare(&["Foo", "Bar"], "Baz"), TitleMatch::Unknown);
        assert_eq!(compare(&["Why C++"], "Why C"), other("Why C++"));
        assert_eq!(compare(&["Writing a kernel in Rust"], "Writing a kernel"), other("Writing a kernel in Rust"));
    }

    #[test]
    fn a_part_that_two_titles_share_does_not_make_them_one() {
        assert_eq!(compare(&["Tables: reading them"], "Tables: writing them"), other("Tables: reading them"));
        assert_eq!(compare(&["My Site | Reading tables"], "My Site | Writing tables"), other("Reading tables"));
    }

    #[test]
    fn the_name_of_the_site_is_not_a_title() {
        for title in ["My Site", "blog.example.org", "Blog", "Loading...", "My Site | Home"] {
            assert_eq!(compare(&[title], "Async Rust"), TitleMatch::Unknown, "{title}");
        }
        assert_eq!(compare(&[], "Async Rust"), TitleMatch::Unknown);
        assert_eq!(compare(&["Async Rust"], "🦀"), TitleMatch::Unknown);
    }

    #[test]
    fn names_are_the_same_where_one_holds_the_other() {
        assert!(is_same_name("Rust Hack & Learn", "Hack and Learn"));
        assert!(is_same_name("Zürich", "zurich"));
        assert!(!is_same_name("Hack night", "Talk night"));
    }
}
