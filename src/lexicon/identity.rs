//! Owns what makes two addresses one page.

use std::borrow::Cow;

use crate::lexicon::{is_tracking_parameter, looks_like_url};
use crate::text::Url;

/// What all spellings of one destination share: without scheme, `www.`, trailing slash and tracking parameters;
/// `youtu.be` is folded into `youtube.com`. The fragment matters.
#[must_use]
pub fn identity<'a>(url: &Url<'a>) -> Cow<'a, str> {
    // Where nothing needs to be taken out or folded, it stands in the address as it is.
    if url.is_plain() && !url.is_on("youtube.com") && !url.is_on("youtu.be") {
        return Cow::Borrowed(url.from_site().trim_end_matches('/'));
    }
    // A destination that lacks its scheme leads, once mended, where the others do.
    if url.scheme().is_empty() && looks_like_url(url.as_str()) {
        let mended = format!("https://{}", url.as_str());
        return Cow::Owned(identity(&Url::new(&mended, 0)).into_owned());
    }
    Cow::Owned(folded(url))
}

fn folded(url: &Url<'_>) -> String {
    let mut identity = url.site().to_ascii_lowercase();
    for mobile in ["m.youtube.com", "music.youtube.com"] {
        if identity == mobile {
            identity = "youtube.com".to_owned();
        }
    }
    let is_short = identity == "youtu.be";
    let mut segments = url.segments();
    let video = match segments.next() {
        Some("live" | "shorts" | "embed" | "v") => segments.next(),
        first => first.filter(|_| is_short),
    };
    let video = video.or_else(|| url.parameters().find(|(key, _, _)| *key == "v").map(|(_, value, _)| value));
    if let Some(video) = video.filter(|_| is_short || identity == "youtube.com") {
        return format!("youtube.com/watch?v={video}");
    }
    for segment in url.segments() {
        identity.push('/');
        identity.push_str(segment);
    }
    let mut separator = '?';
    for (key, value, _) in url.parameters().filter(|(key, value, _)| !is_tracking_parameter(url, key, value, &[])) {
        if !key.is_empty() {
            identity.extend([separator]);
            identity.push_str(key);
            identity.push('=');
            identity.push_str(value);
            separator = '&';
        }
    }
    // `:~:text=…` marks words of the same page.
    let fragment = url.fragment().map(|fragment| fragment.split(":~:").next().unwrap_or(fragment));
    if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
        identity.push('#');
        identity.push_str(fragment);
    }
    identity
}
