//! Owns what makes two addresses one page.

use std::borrow::Cow;

use crate::lexicon::{is_tracking_parameter, looks_like_url};
use crate::text::Url;

/// Sites whose addresses have several spellings, so that even a plain one has to be folded.
const FOLDED_SITES: &[&str] = &["youtube.com", "youtu.be", "reddit.com", "meetup.com", "lu.ma"];

/// Hosts that serve the pages of another: mobile ones, older designs, old names.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("m.youtube.com", "youtube.com"),
    ("music.youtube.com", "youtube.com"),
    ("old.reddit.com", "reddit.com"),
    ("new.reddit.com", "reddit.com"),
    ("np.reddit.com", "reddit.com"),
    ("m.reddit.com", "reddit.com"),
    ("i.reddit.com", "reddit.com"),
    ("lu.ma", "luma.com"),
];

/// What all spellings of one destination share: without scheme, `www.`, final slash and tracking parameters. `youtu.be`
/// is folded into `youtube.com`, `lu.ma` into `luma.com`, `old.reddit.com` into `reddit.com`; a thread on Reddit is
/// known by its number, and the list of a Meetup group's events is the page of the group. The fragment matters.
#[must_use]
pub fn identity<'a>(url: &Url<'a>) -> Cow<'a, str> {
    // Where nothing needs to be taken out or folded, it is in the address as it is.
    if url.is_plain() {
        let page = url.from_site().trim_end_matches('/');
        if url.site() == "meetup.com" && !page.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Borrowed(group_of_meetup(page));
        }
        if !FOLDED_SITES.iter().any(|site| url.is_on(site)) {
            return Cow::Borrowed(page);
        }
    }
    // A destination that lacks its scheme leads, once mended, where the others do.
    if url.scheme().is_empty() && looks_like_url(url.as_str()) {
        let mended = format!("https://{}", url.as_str());
        return Cow::Owned(identity(&Url::new(&mended, 0)).into_owned());
    }
    Cow::Owned(folded(url))
}

/// What a page of Meetup is known by, of which `page` is the site and the path: the list of its events is the group's.
fn group_of_meetup(page: &str) -> &str {
    let group = page.strip_suffix("/events").filter(|group| group.matches('/').count() == 1);
    group.unwrap_or(page)
}

fn folded(url: &Url<'_>) -> String {
    let mut identity = url.site().to_ascii_lowercase();
    if let Some((_, name)) = OTHER_NAMES.iter().find(|(other, _)| *other == identity) {
        identity = (*name).to_owned();
    }
    if let Some(video) = video(url, &identity) {
        return format!("youtube.com/watch?v={video}");
    }
    match identity.as_str() {
        "reddit.com" => push_path_of_reddit(&mut identity, url),
        "meetup.com" => push_path_of_meetup(&mut identity, url),
        _ => push_segments(&mut identity, url.segments()),
    }
    push_parameters(&mut identity, url);
    // `:~:text=…` marks words of the same page.
    let fragment = url.fragment().map(|fragment| fragment.split(":~:").next().unwrap_or(fragment));
    if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
        identity.push('#');
        identity.push_str(fragment);
    }
    identity
}

fn push_segments<'a>(identity: &mut String, segments: impl IntoIterator<Item = &'a str>) {
    for segment in segments {
        identity.push('/');
        identity.push_str(segment);
    }
}

/// A thread is known by its number, in whatever community. The title after that is for people; what follows it is the
/// number of a comment.
fn push_path_of_reddit(identity: &mut String, url: &Url<'_>) {
    let segments: Vec<&str> = url.segments().collect();
    match segments.as_slice() {
        ["comments", thread, rest @ ..] | [_, _, "comments", thread, rest @ ..] => {
            push_segments(identity, ["comments", thread]);
            push_segments(identity, rest.iter().skip(1).copied());
        }
        all => push_segments(identity, all.iter().copied()),
    }
}

/// The case of letters says nothing, and the list of events is the page of the group.
fn push_path_of_meetup(identity: &mut String, url: &Url<'_>) {
    let segments: Vec<&str> = url.segments().collect();
    let segments = match segments.as_slice() {
        [group, "events"] => std::slice::from_ref(group),
        all => all,
    };
    let start = identity.len();
    push_segments(identity, segments.iter().copied());
    identity[start..].make_ascii_lowercase();
}

/// The parameters that say which page it is.
fn push_parameters(identity: &mut String, url: &Url<'_>) {
    let mut separator = '?';
    for (key, value, _) in url.parameters() {
        // Blogs of Blogger show the page for telephones at `?m=1`.
        let is_mobile = key == "m" && value == "1";
        if key.is_empty() || is_mobile || is_tracking_parameter(url, key, value, &[]) {
            continue;
        }
        identity.push(separator);
        identity.push_str(key);
        identity.push('=');
        identity.push_str(value);
        separator = '&';
    }
}

/// The video that an address of YouTube leads to, whose folded host is `site`.
fn video<'a>(url: &Url<'a>, site: &str) -> Option<&'a str> {
    let is_short = site == "youtu.be";
    let mut segments = url.segments();
    let in_path = match segments.next() {
        Some("live" | "shorts" | "embed" | "v") => segments.next(),
        first => first.filter(|_| is_short),
    };
    let video = in_path.or_else(|| url.parameters().find(|(key, _, _)| *key == "v").map(|(_, value, _)| value));
    video.filter(|_| is_short || site == "youtube.com")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::tests::is_reported;

    fn same(one: &str, other: &str) -> bool {
        identity(&Url::new(one, 0)) == identity(&Url::new(other, 0))
    }

    #[test]
    fn spellings_of_one_address_are_one_page() {
        for (one, other) in [
            ("https://example.org/a", "http://www.example.org/a/"),
            ("https://example.org/a", "example.org/a"),
            ("https://example.org/a?m=1", "https://example.org/a"),
            ("https://example.org/a?utm_source=x", "https://example.org/a"),
            ("https://example.org/a#:~:text=b", "https://example.org/a"),
            ("https://youtu.be/abcdefghijk", "https://www.youtube.com/watch?v=abcdefghijk"),
            ("https://m.youtube.com/live/abcdefghijk", "https://youtube.com/shorts/abcdefghijk"),
            ("https://lu.ma/abc123", "https://luma.com/abc123"),
            ("https://old.reddit.com/r/rust/comments/1abcde/spoons/", "https://www.reddit.com/r/rust/comments/1abcde/"),
            ("https://np.reddit.com/comments/1abcde", "https://reddit.com/r/rust/comments/1abcde/cups"),
            ("https://www.meetup.com/Rust-Ghent/events/", "https://www.meetup.com/rust-ghent"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn every_other_name_of_a_host_is_found() {
        for (other, name) in OTHER_NAMES {
            let text = format!(
                "### Research\n* [Kettles](https://{name}/watch/cup)\n* [Warm kettles](https://{other}/watch/cup)\n"
            );
            assert!(is_reported("duplicate-link", &text), "{text}");
            assert!(FOLDED_SITES.iter().any(|site| Url::new(&format!("https://{other}/"), 0).is_on(site)), "{other}");
        }
    }

    #[test]
    fn every_site_with_several_spellings_is_folded() {
        let plain = [
            "https://youtube.com/live/abc",
            "https://youtu.be/abc",
            "https://reddit.com/r/rust/comments/1abcde",
            "https://meetup.com/Rust-Ghent",
            "https://lu.ma/abc",
        ];
        for site in FOLDED_SITES {
            let url = plain.iter().map(|url| Url::new(url, 0)).find(|url| url.is_on(site)).expect(site);
            assert!(url.is_plain() && identity(&url) != url.from_site(), "{site}");
        }
    }

    #[test]
    fn other_pages_are_others() {
        for (one, other) in [
            ("https://example.org/a", "https://example.org/A"),
            ("https://example.org/a", "https://example.org/events"),
            ("https://example.org/a?m=2", "https://example.org/a"),
            ("https://example.org/a?n=1", "https://example.org/a"),
            ("https://example.org/a#b", "https://example.org/a"),
            ("https://example.org/v/a", "https://example.org/embed/a"),
            ("https://old.example.org/a", "https://example.org/a"),
            (
                "https://www.reddit.com/r/rust/comments/1abcde/spoons/m1/",
                "https://www.reddit.com/r/rust/comments/1abcde/",
            ),
            ("https://www.reddit.com/r/rust/", "https://www.reddit.com/r/rustjerk/"),
            ("https://www.meetup.com/rust-ghent/events/300000001/", "https://www.meetup.com/rust-ghent/"),
            ("https://luma.com/abc", "https://luma.com/ABC"),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
    }
}
