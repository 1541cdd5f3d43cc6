//! Owns where an answer sends on to, and whether what it leads to is the page that was asked for.

use url::Url;

use super::exchange::Exchange;
use super::html::Html;

/// Redirects that are followed.
pub const MOST_HOPS: usize = 5;

/// Where a redirect leads; none where the answer is not one.
///
/// A status of 300 to 399 without `Location` but with a body is a page. A page that sends its readers on at once is
/// not.
#[must_use]
pub fn next_hop(exchange: &Exchange) -> Option<Result<String, super::Reason>> {
    if exchange.status == 200 && may_refresh(&exchange.body) {
        return exchange.html().ok().and_then(|html| refresh(&html, &exchange.address)).map(|(next, _)| Ok(next));
    }
    if !matches!(exchange.status, 301..=303 | 307 | 308) {
        return None;
    }
    let location = match exchange.header("location") {
        Some(location) => location.trim(),
        None if !exchange.body.is_empty() => return None,
        None => return Some(Err(super::Reason::BadRedirect)),
    };
    let base = Url::parse(&exchange.address).ok()?;
    let next = base.join(location).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    Some(
        next.map(|mut url| {
            url.set_fragment(None);
            url.into()
        })
        .ok_or(super::Reason::BadRedirect),
    )
}

/// Whether a page may hold a `<meta http-equiv=refresh>`: told at a glance, for nearly none does.
fn may_refresh(body: &[u8]) -> bool {
    const HEAD: usize = 16 << 10;
    let word = b"http-equiv";
    let head = &body[..body.len().min(HEAD)];
    head.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

/// Where a page sends its readers on to by `<meta http-equiv=refresh>`, at once; and whether it says that this is its
/// own address, as the pages do that static sites leave at old ones.
pub(super) fn refresh(html: &Html, address: &str) -> Option<(String, bool)> {
    let content = html.meta(&["refresh"])?;
    let (delay, target) = content.split_once([';', ','])?;
    let target = target.trim_start();
    let target = target.get(..3).filter(|url| url.eq_ignore_ascii_case("url")).map_or(target, |_| &target[3..]);
    let target = target.trim_start().trim_start_matches('=').trim().trim_matches(['"', '\'']);
    // Who waits shows a page first.
    if delay.trim().parse::<f32>().ok()? > 1.0 || target.is_empty() {
        return None;
    }
    let base = Url::parse(address).ok()?;
    let mut next = base.join(target).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    next.set_fragment(None);
    if next == base {
        return None;
    }
    let canonical = html.canonical.as_deref().and_then(|href| base.join(href).ok());
    Some((next.to_string(), canonical == Some(next)))
}

/// What an address has become that led to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// A page.
    Page,
    /// Where one logs in, consents or chooses a country, or is told of an error.
    Gateway,
    /// The front page, from deep within the site.
    FrontPage,
}

/// What kind of place a redirect has led to.
pub(super) fn end(from: &str, to: &str) -> End {
    let (Ok(from), Ok(to)) = (Url::parse(from), Url::parse(to)) else { return End::Page };
    let words = |url: &Url| -> Vec<String> {
        let path = url.path().to_ascii_lowercase();
        let labels = url.host_str().unwrap_or_default().split('.').next().unwrap_or_default().to_owned();
        path.split('/').map(str::to_owned).chain([labels]).filter(|word| !word.is_empty()).collect()
    };
    let known = words(&from);
    let is_new = |word: &String| !known.contains(word);
    let is_gateway = |word: &String| {
        let bare: String =
            word.split('.').next().unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
        GATEWAYS.contains(&bare.as_str())
    };
    let asks_to_return = || {
        let was_asked = |key: &str| from.query_pairs().any(|(known, _)| known.eq_ignore_ascii_case(key));
        to.query_pairs().any(|(key, value)| {
            RETURNS.contains(&key.to_ascii_lowercase().as_str())
                && (value.starts_with('/') || value.starts_with("http"))
                && !was_asked(&key)
        })
    };
    let is_locale = || {
        let first = |url: &Url| url.path_segments().and_then(|mut path| path.next().map(str::to_ascii_lowercase));
        match (first(&from), first(&to)) {
            (from, Some(to)) => is_locale(&to) && from.as_deref() != Some(to.as_str()),
            _ => false,
        }
    };
    if words(&to).iter().any(|word| is_new(word) && is_gateway(word)) || asks_to_return() || is_locale() {
        End::Gateway
    } else if to.path().len() <= 1 && to.query().is_none() && (from.path().len() > 1 || from.query().is_some()) {
        End::FrontPage
    } else {
        End::Page
    }
}

/// Words that are all of a segment of a path, or the first label of a host, where readers are stopped on their way.
const GATEWAYS: &[&str] = &[
    "login", "logon", "signin", "signup", "register", "auth", "authenticate", "authorize", "oauth", "oauth2", "sso",
    "saml", "accounts", "session", "sessions", "consent", "cookieconsent", "cookies", "gdpr", "privacygate", "captcha",
    "challenge", "verify", "blocked", "denied", "accessdenied", "forbidden", "error", "errors", "404", "410", "403",
    "500", "notfound", "pagenotfound", "gone", "unavailable", "maintenance", "geo", "country", "countries", "region",
    "chooseregion", "choosecountry", "selectcountry", "locale", "agegate", "paywall", "subscribe", "expired",
];

/// Parameters in which a page that stops readers keeps where they were going.
const RETURNS: &[&str] = &[
    "returnuri", "returnurl", "return_url", "return_uri", "return_to", "returnto", "return", "redirect", "redirect_to",
    "redirect_uri", "redirecturl", "redirecturi", "redirect_url", "next", "continue", "continueurl", "destination",
    "dest", "from", "goto", "target", "backurl", "callback", "r", "u", "url",
];

/// Whether a segment of a path is a language, or one with its country: `en`, `de-at`, `pt_BR`.
fn is_locale(segment: &str) -> bool {
    let is_short = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    match segment.split_once(['-', '_']) {
        Some((language, country)) => is_short(language) && is_short(country),
        None => is_short(segment) && crate::lexicon::Tag::from_word(segment).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::Reason;

    fn hop(status: u16, location: Option<&str>, body: &str) -> Option<Result<String, Reason>> {
        let headers = location.map(|location| ("Location".to_owned(), location.to_owned())).into_iter().collect();
        let exchange =
            Exchange { address: "https://example.org/a/b".to_owned(), status, headers, body: body.as_bytes().to_vec() };
        next_hop(&exchange)
    }

    #[test]
    fn a_location_is_taken_from_where_it_is_said() {
        let to = |address: &str| Some(Ok(address.to_owned()));
        assert_eq!(hop(301, Some("c?x=1#y"), ""), to("https://example.org/a/c?x=1"));
        assert_eq!(hop(308, Some("//example.com"), ""), to("https://example.com/"));
        assert_eq!(hop(302, Some("http://2130706433/"), ""), to("http://127.0.0.1/"));
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "http://", "https://[", "data:text/html,a"] {
            assert_eq!(hop(301, Some(bad), ""), Some(Err(Reason::BadRedirect)), "{bad}");
        }
        assert_eq!(hop(308, None, "a page"), None);
        assert_eq!(hop(308, None, ""), Some(Err(Reason::BadRedirect)));
        assert_eq!(hop(304, Some("/"), ""), None);
        assert_eq!(hop(200, Some("/"), ""), None);
    }

    #[test]
    fn a_page_may_send_on_at_once() {
        let at = |head: &str| refresh(&Html::read(head), "https://example.org/old");
        let new = "https://example.org/new".to_owned();
        assert_eq!(at("<meta http-equiv=refresh content='0; url=/new'>"), Some((new.clone(), false)));
        let head =
            "<link rel=canonical href=https://example.org/new><meta http-equiv=Refresh content='0;URL=\"/new\"'>";
        assert_eq!(at(head), Some((new, true)));
        assert_eq!(at("<meta http-equiv=refresh content='30; url=/new'>"), None);
        assert_eq!(at("<meta http-equiv=refresh content='0; url=/old'>"), None);
        assert_eq!(at("<meta http-equiv=refresh content=300>"), None);
        assert_eq!(at("<meta http-equiv=refresh content='0; url=javascript:a'>"), None);
    }

    #[test]
    fn where_readers_are_stopped_is_not_the_page() {
        let of = |to: &str| end("https://example.org/posts/one", to);
        for gateway in [
            "https://example.org/login",
            "https://example.org/users/sign_in",
            "https://example.org/Login.aspx",
            "https://accounts.example.org/x",
            "https://consent.example.org/x",
            "https://example.org/x?returnUri=%2Fposts%2Fone",
            "https://example.org/404.html",
            "https://example.org/de/posts/one",
            "https://example.org/en-us/posts/one",
        ] {
            assert_eq!(of(gateway), End::Gateway, "{gateway}");
        }
        assert_eq!(of("https://example.org/"), End::FrontPage);
        assert_eq!(of("https://example.com"), End::FrontPage);
        for page in [
            "https://example.org/posts/login-flows",
            "https://example.org/blog/one",
            "https://example.org/go/one",
            "https://example.org/x?next=2",
        ] {
            assert_eq!(of(page), End::Page, "{page}");
        }
        assert_eq!(end("https://example.org/login/one", "https://example.com/login/one"), End::Page);
        assert_eq!(end("https://example.org/", "https://www.example.org/"), End::Page);
        assert_eq!(end("https://example.org/?p=1", "https://example.org/"), End::FrontPage);
    }
}
