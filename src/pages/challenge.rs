//! Owns how a server shows that it does not take a program for a reader, whatever status it answers with.

use super::exchange::Exchange;
use super::html::Html;
use crate::text::Url;

/// Whether an answer asks whether a person is there: by its headers.
pub(super) fn in_headers(exchange: &Exchange) -> bool {
    exchange.header("cf-mitigated").is_some()
        || exchange.header("x-amzn-waf-action").is_some()
        || exchange.header("x-vercel-mitigated").is_some()
}

/// Whether a page does.
pub(super) fn in_page(html: &Html) -> bool {
    html.is_challenge || is_one_of(&html.title, CHALLENGES)
}

/// Whether a page calls itself an error. Words in a page prove nothing, so nothing more is said of it.
pub(super) fn is_error(html: &Html) -> bool {
    is_one_of(&html.title, ERRORS)
}

fn is_one_of(title: &str, known: &[&str]) -> bool {
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let parts = title.split(['|', '·']);
    std::iter::once(title).chain(parts).map(letters).any(|part| known.contains(&part.as_str()))
}

/// Titles of pages that ask whether a person is there: their letters and digits, in lower case.
const CHALLENGES: &[&str] = &[
    "justamoment",
    "attentionrequired",
    "attentionrequiredcloudflare",
    "makingsureyourenotabot",
    "areyouarobot",
    "areyouhuman",
    "checkingyourbrowser",
    "checkingyourbrowserbeforeaccessing",
    "verifyingyouarehuman",
    "verifyyouarehuman",
    "humanverification",
    "securitycheck",
    "securityverification",
    "vercelsecuritycheckpoint",
    "clientchallenge",
    "onemomentplease",
    "pleasewait",
    "ddosguard",
    "robotcheck",
    "botverification",
    "accessdenied",
    "accesstothispagehasbeendenied",
    "pardonourinterruption",
    "youhavebeenblocked",
    "captcha",
    "validation",
    "protectedbyanubis",
    "incapsula",
    "requestrejected",
    "403forbidden",
    "forbidden",
    "unauthorized",
];

/// Titles of pages that call themselves an error.
const ERRORS: &[&str] = &[
    "404",
    "404notfound",
    "404pagenotfound",
    "pagenotfound",
    "notfound",
    "error",
    "error404",
    "404error",
    "410gone",
    "gone",
    "errorpage",
    "pagenotfound404",
    "thispagecouldnotbefound",
    "404thispagecouldnotbefound",
    "oops",
    "somethingwentwrong",
    "sitenotfound",
    "500internalservererror",
    "internalservererror",
    "serviceunavailable",
    "503servicetemporarilyunavailable",
    "badgateway",
    "502badgateway",
    "maintenance",
    "suspended",
    "accountsuspended",
];

/// Hosts, with all below them, that answer 404 to programs for pages that are there.
const HIDING: &[&str] = &[
    "twitter.com", "x.com", "t.co", "reddit.com", "redd.it", "linkedin.com", "lnkd.in", "medium.com", "facebook.com",
    "fb.com", "fb.me", "instagram.com", "threads.net", "tiktok.com", "quora.com", "glassdoor.com",
];

/// Whether a host is known to hide pages from programs.
pub(super) fn is_hiding(address: &str) -> bool {
    let url = Url::new(address, 0);
    HIDING.iter().any(|host| url.is_on(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_the_guards_are_known() {
        for title in ["Just a moment...", "Making sure you're not a bot!", "Attention Required! | Cloudflare"] {
            assert!(in_page(&Html::read(&format!("<title>{title}</title>"))), "{title}");
        }
        assert!(in_page(&Html::read("<title>A</title><script id=anubis_challenge type=application/json>{}</script>")));
        assert!(!in_page(&Html::read("<title>Just a moment in the life of a compiler</title>")));
    }

    #[test]
    fn a_page_that_calls_itself_an_error_is_known() {
        assert!(is_error(&Html::read("<title>404 – Page not found</title>")));
        assert!(is_error(&Html::read("<title>Page Not Found | My Site</title>")));
        assert!(!is_error(&Html::read("<title>404 ways to not find a page</title>")));
        assert!(!is_error(&Html::read("<title>Error handling | My Site</title>")));
    }

    #[test]
    fn a_host_that_hides_is_known_with_all_below_it() {
        assert!(is_hiding("https://old.reddit.com/r/a") && is_hiding("https://X.com/a"));
        assert!(!is_hiding("https://notx.com/a"));
    }
}
