//! Owns names of sites, as they are after the titles of their pages.

use crate::lexicon::place::fold;
use crate::text::Url;

/// Sites whose name is not in their address, each with its domain. Source: the titles of their pages.
const NAMES: &[(&str, &str)] = &[
    ("YouTube", "youtu.be"),
    ("DEV Community", "dev.to"),
    ("GitHub", "github.com"),
    ("Hacker News", "ycombinator.com"),
    ("The Rust Programming Language Forum", "users.rust-lang.org"),
    ("Rust Internals", "internals.rust-lang.org"),
    ("Stack Overflow", "stackoverflow.com"),
];

/// Words that stand beside a name, and may be in the address or not.
const BESIDE: &[&str] = &["the", "blog", "blogs"];

/// Labels of a host that name no site.
const GENERIC: &[&str] = &["blog", "blogs", "www", "docs", "news", "github", "gitlab", "co", "com", "org"];

/// Whether `name` is that of the site at which a page lies, as its address says: one of the host's labels, all of the
/// host, or words that all are in the host or the first part of the path.
#[must_use]
pub fn is_site_name(name: &str, url: &Url<'_>) -> bool {
    let joined = |text: &str| {
        let mut joined = fold(text);
        joined.retain(char::is_alphanumeric);
        joined
    };
    if !url.is_web() {
        return false;
    }
    if NAMES.iter().any(|(known, domain)| url.is_on(domain) && joined(known) == joined(name)) {
        return true;
    }
    let words = || name.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty());
    // Nearly every name has a word that is nowhere in the address.
    let address = joined(url.from_site());
    let is_foreign = |word: &str| word.is_ascii() && !BESIDE.contains(&word) && !address.contains(word);
    if words().any(|word| is_foreign(&word)) {
        return false;
    }
    let whole = joined(name);
    if whole.chars().count() < 3 {
        return false;
    }
    let words: Vec<String> = words().collect();
    let core: String = words.iter().map(String::as_str).filter(|word| !BESIDE.contains(word)).collect();
    let site = url.site().to_ascii_lowercase();
    let labels: Vec<&str> = site.split('.').collect();
    let (_, named) = labels.split_last().unwrap_or((&"", &[]));
    let is_label = named.iter().filter(|label| !GENERIC.contains(label)).any(|label| {
        let label = joined(label);
        label.len() >= 3 && (label == whole || label == core)
    });
    if is_label || joined(&site) == whole {
        return true;
    }
    let path = url.segments().next().unwrap_or_default().to_ascii_lowercase();
    let in_host = |word: &str| named.iter().flat_map(|label| label.split('-')).any(|other| other == word);
    let in_path = |word: &str| path.split(['-', '_']).any(|other| other == word);
    words.len() > 1
        && words.iter().any(|word| !GENERIC.contains(&word.as_str()) && in_host(word))
        && words.iter().all(|word| in_host(word) || in_path(word) || word == "the")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::tests::is_reported;

    fn is_name(name: &str, url: &str) -> bool {
        is_site_name(name, &Url::new(url, 0))
    }

    #[test]
    fn the_name_of_a_site_stands_in_its_address() {
        for (name, url) in [
            ("Kettle", "https://kettle.example/a"),
            ("Kettle Blog", "https://kettle.example/blog/a"),
            ("The Kettle", "https://www.kettle.example/a"),
            ("Kettle.FM", "https://kettle.fm/a"),
            ("Tea on the Moon", "https://teaonthemoon.example/a"),
            ("Rust Blog", "https://blog.rust-lang.org/a"),
            ("Inside Rust Blog", "https://blog.rust-lang.org/inside-rust/a"),
            ("YouTube", "https://youtu.be/abcdefghijk"),
            ("YouTube", "https://www.youtube.com/watch?v=abcdefghijk"),
            ("DEV Community", "https://dev.to/a/b"),
            ("Medium", "https://medium.com/a"),
            ("Medium", "https://wilma.medium.com/a"),
        ] {
            assert!(is_name(name, url), "{name} {url}");
        }
    }

    #[test]
    fn every_known_name_is_found_at_its_site() {
        let entry =
            |name: &str, host: &str| format!("### Research\n* [How to boil water | {name}](https://{host}/water)\n");
        for (name, domain) in NAMES {
            for (host, is_there) in [(*domain, true), ("example.org", false)] {
                let text = entry(name, host);
                assert_eq!(is_reported("site-name-in-title", &text), is_there, "{text}");
            }
        }
        for word in BESIDE {
            for text in
                [entry(&format!("Kettle {word}"), "kettle.example"), entry(&format!("{word} kettle"), "kettle.example")]
            {
                assert!(is_reported("site-name-in-title", &text), "{text}");
            }
        }
        for label in GENERIC {
            for name in [(*label).to_owned(), format!("{label} water")] {
                let text = entry(&name, &format!("cups.{label}.example"));
                assert!(!is_reported("site-name-in-title", &text), "{text}");
            }
        }
        assert!(is_reported("site-name-in-title", &entry("Kettle water", "cups.kettle.example")));
    }

    #[test]
    fn other_words_are_not_the_name_of_a_site() {
        for (name, url) in [
            ("Kettle", "https://spoon.example/kettle"),
            ("A field report", "https://example.org/report"),
            ("Rust", "https://blog.rust-lang.org/a"),
            ("Blog", "https://blog.rust-lang.org/a"),
            ("The Blog", "https://blog.kettle.example/a"),
            ("Inside Rust Blog", "https://blog.rust-lang.org/outside/a"),
            ("YouTube", "https://example.org/a"),
            ("GitHub", "https://kettle.github.example/a"),
            ("fm", "https://fm.example/a"),
            ("", "https://example.org/a"),
            ("Kettle", "kettle.example/a"),
        ] {
            assert!(!is_name(name, url), "{name} {url}");
        }
    }
}
