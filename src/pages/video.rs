//! Owns hosts of video whose pages are filled by scripts, and what their interface for programs says in their place
//! (oEmbed, <https://oembed.com>).

use serde_json::Value;

use super::{Exchange, Media, Outcome, Page, Reason, Title, tidy};
use crate::text::Url;

/// The address at which the host of a video tells of it; none where its page does so itself.
#[must_use]
pub fn oembed(address: &str) -> Option<String> {
    let url = Url::new(address, 0);
    let first = url.segments().next().unwrap_or_default();
    let endpoint = if url.is_on("youtube.com") && matches!(first, "watch" | "live" | "shorts" | "playlist")
        || url.is_on("youtu.be") && !first.is_empty()
    {
        "https://www.youtube.com/oembed"
    } else if url.is_on("vimeo.com") && !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit()) {
        "https://vimeo.com/api/oembed.json"
    } else {
        return None;
    };
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("format", "json")
        .append_pair("url", address)
        .finish();
    Some(format!("{endpoint}?{query}"))
}

/// What the answers of the interface come to, for the video at `asked`. That it does not say proves nothing: owners
/// can forbid it.
#[must_use]
pub fn oembed_outcome(asked: &str, exchanges: &[Exchange]) -> Outcome {
    let Some(last) = exchanges.last() else { return Outcome::Unchecked(Reason::Connection) };
    let value: Option<Value> = serde_json::from_slice(&last.body).ok();
    let title = value.as_ref().and_then(|value| value.get("title")?.as_str()).map(tidy);
    match (last.status, title.filter(|title| !title.is_empty())) {
        (200, Some(title)) => Outcome::Page(Box::new(Page {
            address: asked.to_owned(),
            titles: vec![Title(title)],
            media: Some(Media::Video),
            ..Page::default()
        })),
        (429, _) => Outcome::Unchecked(Reason::TooManyRequests),
        _ => Outcome::Unchecked(Reason::Interface),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_video_has_an_address_in_the_interface() {
        let of = |address: &str| oembed(address);
        assert_eq!(
            of("https://www.youtube.com/watch?v=abcdefghijk").as_deref(),
            Some(
                "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghijk"
            )
        );
        assert!(of("https://youtu.be/abcdefghijk").is_some() && of("https://vimeo.com/1234").is_some());
        for page in ["https://www.youtube.com/@someone", "https://vimeo.com/about", "https://example.org/watch?v=a"] {
            assert_eq!(of(page), None, "{page}");
        }
    }

    #[test]
    fn what_the_interface_does_not_tell_is_unchecked() {
        let of = |status, body: &str| {
            let exchange = Exchange { address: String::new(), status, headers: Vec::new(), body: body.into() };
            oembed_outcome("https://youtu.be/abcdefghijk", &[exchange])
        };
        assert!(
            matches!(of(200, r#"{"title": "A talk", "type": "video"}"#), Outcome::Page(page) if page.titles[0].0 == "A talk")
        );
        for (status, body) in [(404, "Not Found"), (401, r#"{"title": "A"}"#), (200, "{}"), (200, r#"{"title": ""}"#)] {
            assert_eq!(of(status, body), Outcome::Unchecked(Reason::Interface), "{status} {body}");
        }
    }
}
