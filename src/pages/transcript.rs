//! Owns answers of servers as text, as `curl --include --location` prints them: of examples, and of pages recorded for
//! tests.

use super::{Death, Exchange, Outcome, next_hop, oembed, oembed_outcome, outcome, task_api, task_outcome};

/// What the answers in a text come to, for the address `asked`, in the form that [`super::request_address`] gives.
///
/// Each answer is a line `HTTP/1.1 STATUS`, its headers, an empty line and its body. A text that does not begin so is
/// the body of a page. `NXDOMAIN` stands for a host that does not exist.
#[must_use]
pub fn read_transcript(asked: &str, text: &str) -> Outcome {
    if text.trim() == "NXDOMAIN" {
        return Outcome::Dead(Death::NoHost);
    }
    let exchanges = exchanges(asked, text);
    match (task_api(asked), oembed(asked)) {
        (Some(_), _) => task_outcome(asked, &exchanges),
        (_, Some(_)) => oembed_outcome(asked, &exchanges),
        _ => outcome(&exchanges),
    }
}

fn exchanges(asked: &str, text: &str) -> Vec<Exchange> {
    let mut address = asked.to_owned();
    let mut exchanges = Vec::new();
    if !text.starts_with(STATUS_LINE) {
        return vec![Exchange { address, status: 200, headers: Vec::new(), body: text.as_bytes().to_vec() }];
    }
    let mut rest = text;
    while let Some(answer) = rest.strip_prefix(STATUS_LINE) {
        let end = answer.find(&format!("\n{STATUS_LINE}")).map_or(answer.len(), |end| end + 1);
        let (answer, next) = answer.split_at(end);
        rest = next;
        let (head, body) = answer.split_once("\n\n").unwrap_or((answer, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0);
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect();
        let exchange = Exchange { address: address.clone(), status, headers, body: body.as_bytes().to_vec() };
        if let Some(Ok(next)) = next_hop(&exchange) {
            address = next;
        }
        exchanges.push(exchange);
    }
    exchanges
}

const STATUS_LINE: &str = "HTTP/1.1 ";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::{Moved, Page, Reason};

    const ASKED: &str = "https://example.org/a";

    fn page(text: &str) -> Page {
        match read_transcript(ASKED, text) {
            Outcome::Page(page) => *page,
            other => panic!("{other:?}\n{text}"),
        }
    }

    fn unchecked(text: &str) -> Option<Reason> {
        match read_transcript(ASKED, text) {
            Outcome::Unchecked(reason) => Some(reason),
            _ => None,
        }
    }

    #[test]
    fn only_redirects_that_all_are_permanent_are() {
        let moved = |text: &str| {
            let page = page(text);
            (page.moved, page.address)
        };
        let at = |moved, address: &str| (moved, format!("https://example.org/{address}"));
        let page = "HTTP/1.1 200\n\n<title>A</title>";
        assert_eq!(moved(page), at(Moved::No, "a"));
        assert_eq!(moved(&format!("HTTP/1.1 301\nLocation: /b\n\n{page}")), at(Moved::Permanently, "b"));
        let two = "HTTP/1.1 301\nLocation: /b\n\nHTTP/1.1 308\nLocation: /c\n\n";
        assert_eq!(moved(&format!("{two}{page}")), at(Moved::Permanently, "c"));
        assert_eq!(moved(&format!("HTTP/1.1 302\nLocation: /b\n\n{page}")), at(Moved::Temporarily, "b"));
        let mixed = "HTTP/1.1 301\nLocation: /b\n\nHTTP/1.1 302\nLocation: /c\n\n";
        assert_eq!(moved(&format!("{mixed}{page}")), at(Moved::Temporarily, "c"));
        let refresh = "HTTP/1.1 200\n\n<link rel=canonical href=/b><meta http-equiv=refresh content='0; url=/b'>\n";
        assert_eq!(moved(&format!("{refresh}{page}")), at(Moved::Permanently, "b"));
        let refresh = "HTTP/1.1 200\n\n<meta http-equiv=refresh content='0; url=/b'>\n";
        assert_eq!(moved(&format!("{refresh}{page}")), at(Moved::Temporarily, "b"));
        assert_eq!(moved("HTTP/1.1 308\n\n<title>A page all the same</title>"), at(Moved::No, "a"));
    }

    #[test]
    fn only_404_and_410_and_no_host_are_dead() {
        let dead = |text: &str| match read_transcript(ASKED, text) {
            Outcome::Dead(death) => Some(death),
            _ => None,
        };
        assert_eq!(dead("HTTP/1.1 404\n\n<title>Gone fishing</title>"), Some(Death::Status(404)));
        assert_eq!(dead("HTTP/1.1 410\n\n"), Some(Death::Status(410)));
        assert_eq!(dead("NXDOMAIN"), Some(Death::NoHost));
        for (text, reason) in [
            ("HTTP/1.1 401\n\n", Reason::Refused(401)),
            ("HTTP/1.1 403\n\n", Reason::Refused(403)),
            ("HTTP/1.1 999\n\n", Reason::Refused(999)),
            ("HTTP/1.1 429\n\n", Reason::TooManyRequests),
            ("HTTP/1.1 500\n\n", Reason::Status(500)),
            ("HTTP/1.1 451\n\n", Reason::Status(451)),
            ("HTTP/1.1 204\n\n", Reason::Status(204)),
            ("HTTP/1.1 403\nCF-Mitigated: challenge\n\n", Reason::Challenge),
            ("HTTP/1.1 404\ncf-mitigated: challenge\n\n", Reason::Challenge),
            ("HTTP/1.1 404\n\n<title>Just a moment...</title>", Reason::Challenge),
            ("<title>Making sure you're not a bot!</title>", Reason::Challenge),
            ("<title>Page not found</title>", Reason::ErrorPage),
            ("%PDF-1.7", Reason::NotHtml),
            ("HTTP/1.1 200\nContent-Type: application/pdf\n\n<title>A</title>", Reason::NotHtml),
            ("HTTP/1.1 200\nContent-Type: text/html; charset=no-such\n\n<title>A</title>", Reason::Undecodable),
            (
                "HTTP/1.1 301\nLocation: /login?returnUri=%2Fa\n\n<title>A</title>HTTP/1.1 200\n\n<p>",
                Reason::TooManyRedirects,
            ),
            ("HTTP/1.1 301\nLocation: /login?returnUri=%2Fa\n\nHTTP/1.1 200\n\n<title>Log in</title>", Reason::Gateway),
            ("HTTP/1.1 301\nLocation: /\n\nHTTP/1.1 200\n\n<title>Front</title>", Reason::FrontPage),
            ("HTTP/1.1 301\nLocation: mailto:a\n\n", Reason::BadRedirect),
        ] {
            assert_eq!(unchecked(text), Some(reason), "{text}");
        }
        let hidden = read_transcript("https://x.com/a", "HTTP/1.1 404\n\n");
        assert_eq!(hidden, Outcome::Unchecked(Reason::Hidden(404)));
    }

    #[test]
    fn an_episode_is_a_player_and_a_blog_with_a_video_is_not() {
        use crate::pages::Media::{Audio, Video};
        let media = |text: &str| page(text).media;
        assert_eq!(
            media("<meta property=og:type content=video.other><meta name=twitter:player content=a>"),
            Some(Video)
        );
        assert_eq!(media("<meta property=og:type content=video.other>"), None);
        assert_eq!(media("<meta property=og:type content=article><meta property=og:video content=a>"), None);
        let json = |kinds: &str| format!("<script type=application/ld+json>{kinds}</script>");
        assert_eq!(media(&json(r#"{"@type": "PodcastEpisode", "name": "One"}"#)), Some(Audio));
        assert_eq!(media(&json(r#"[{"@type": "PodcastEpisode"}, {"@type": "BlogPosting"}]"#)), None);
        assert_eq!(media(&json(r#"[{"@type": "VideoObject"}, {"@type": "BlogPosting"}]"#)), None);
        assert_eq!(media(&json(r#"{"@type": "VideoObject"}"#)), None);
        assert_eq!(media("<meta property=og:type content=music.song><meta property=og:audio content=a>"), Some(Audio));
        assert_eq!(media("<p><iframe src=https://www.youtube.com/embed/a></iframe>"), None);
    }

    #[test]
    fn of_several_events_the_one_with_the_address_is_meant() {
        let event = |json: &str| {
            page(&format!("<script type=application/ld+json>{json}</script>")).event.map(|event| event.name)
        };
        let one = |name: &str, url: &str| format!(r#"{{"@type": "Event", "name": "{name}", "url": "{url}"}}"#);
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(event(r#"{"@type": "Event", "name": "One"}"#), name("One"));
        assert_eq!(event(&one("One", "/a?x=1")), name("One"));
        // The tickets are sold elsewhere.
        assert_eq!(event(&one("One", "https://tickets.example.com/7")), name("One"));
        // The page lists what has a page of its own.
        assert_eq!(event(&one("One", "/b")), None);
        assert_eq!(
            event(&format!("[{}, {}]", one("One", "/b"), one("Two", "https://www.example.org/a/"))),
            name("Two")
        );
        assert_eq!(event(&format!("[{}, {}]", one("One", "/b"), one("Two", "/c"))), None);
        assert_eq!(event(&format!("[{}, {}]", one("One", "/a"), one("Two", "/a"))), None);
        assert_eq!(event(&format!("[{}, {}]", one("One", "/a"), one("One", "/a"))), name("One"));
    }

    #[test]
    fn a_friend_link_opens_a_paywall() {
        let text =
            "<script type=application/ld+json>{\"@type\": \"NewsArticle\", \"isAccessibleForFree\": false}</script>";
        assert!(page(text).has_paywall);
        let friend = read_transcript("https://example.org/a?source=friends_link&sk=b", text);
        assert!(matches!(friend, Outcome::Page(page) if !page.has_paywall));
        assert!(page("<meta property=article:content_tier content=locked>").has_paywall);
        assert!(!page("<meta property=article:content_tier content=metered>").has_paywall);
    }

    #[test]
    fn the_language_is_that_of_the_place_that_declares_it() {
        let prose =
            "Wer ein Programm schreibt, das Tabellen liest, merkt schnell, dass keine Tabelle der anderen gleicht. ";
        let paragraph = format!("<p>{}</p>", prose.repeat(5));
        assert_eq!(page(&format!("<html lang=de>{paragraph}")).language.as_deref(), Some("DE"));
        assert_eq!(
            page(&format!("<meta property=og:locale content=de_DE>{paragraph}")).language.as_deref(),
            Some("DE")
        );
        assert_eq!(page(&format!("<html lang=en><meta property=og:locale content=de_DE>{paragraph}")).language, None);
        assert_eq!(page(&format!("<html lang=de><pre>{prose}</pre>")).language, None);
    }
}
