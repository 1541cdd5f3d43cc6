//! Owns the parameters that track readers.

use std::sync::LazyLock;

use super::address::{is_forge, is_host};
use crate::text::Url;

/// Parameters that track readers wherever they are; a name that ends in `*` stands for all that begin so.
/// Sources: the query parameter lists of the Brave and Firefox browsers, and the mistakes of past drafts.
const TRACKING_ANYWHERE: &[&str] = &[
    "utm_*", "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "yclid", "igshid", "igsh", "mc_cid",
    "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "hsctatracking", "oly_anon_id", "oly_enc_id", "vero_id", "ml_subscriber",
    "ml_subscriber_hash", "s_cid", "rb_clickid", "wickedid", "__s", "_openstat", "ck_subscriber_id", "cmid", "mtm_*",
    "pk_campaign", "pk_kwd", "pk_source", "pk_medium", "piwik_campaign", "piwik_kwd", "ref_src", "ref_url", "trk",
    "trkinfo", "trackingid", "lipi", "li_fat_id", "rcm", "_bhlid", "_ga", "_gl", "at_campaign", "at_medium",
    "elqtrackid", "gad_campaignid", "gad_source", "gclsrc", "hss_channel", "irclickid", "matomo_*", "mibextid",
    "srsltid", "trk_contact", "trk_msg", "ttclid", "wt_mc", "xtor",
];

/// Parameters that track readers on one site.
const TRACKING_ON: &[(&str, &[&str])] = &[
    ("youtube.com", &["si", "feature", "pp", "ab_channel", "app"]),
    ("youtu.be", &["si", "feature", "pp", "ab_channel"]),
    ("spotify.com", &["si", "nd", "context"]),
    ("meetup.com", &["eventorigin", "recid", "recsource", "searchid", "_xtd", "notificationid", "gj", "rv"]),
    ("linkedin.com", &["originalsubdomain", "midtoken", "midsig"]),
    ("medium.com", &["source", "sk_source", "gi", "postpublishedtype"]),
    ("eventbrite.*", &["aff", "keep_tld"]),
    ("substack.com", &["r", "publication_id", "post_id", "isfreemail", "triedredirect", "showwelcomeonshare"]),
    ("bilibili.com", &["vd_source", "spm_id_from", "share_source", "share_medium"]),
    ("b23.tv", &["vd_source", "spm_id_from"]),
    ("luma.com", &["tk"]),
    ("lu.ma", &["tk"]),
    ("reddit.com", &["share_id", "rdt"]),
    ("x.com", &["s", "t"]),
    ("twitter.com", &["s", "t"]),
    ("amazon.com", &["tag", "linkcode", "camp", "creative"]),
    ("docs.google.com", &["usp"]),
    ("drive.google.com", &["usp"]),
    ("instagram.com", &["ig_web_copy_link"]),
];

/// Paths whose parameters say which page is meant: there, none of them only tracks. Each is a domain, and what the path
/// begins with.
const ADDRESSED_BY_PARAMETERS: &[(&str, &str)] = &[
    ("substack.com", "/app-link/"),
    ("substack.com", "/c/"),
    ("substack.com", "/redirect"),
    ("substack.com", "/action/"),
    ("substack.com", "/subscribe"),
    ("medium.com", "/m/"),
    ("linkedin.com", "/redir/"),
    ("twitter.com", "/intent/"),
    ("x.com", "/intent/"),
    ("twitter.com", "/search"),
    ("x.com", "/search"),
];

/// Parameters that name where a reader came from, on pages that don't need them for anything else; they are known by
/// their value.
const ORIGIN_PARAMETERS: &[&str] = &["ref", "source", "src", "via", "referrer"];

/// What such a parameter names: the newsletter, and the places where people share links.
const ORIGINS: &[&str] = &[
    "bluesky", "facebook", "hackernews", "hn", "linkedin", "mastodon", "newsletter", "producthunt", "reddit", "rss",
    "share", "this-week-in-rust", "this_week_in_rust", "thisweekinrust", "twir", "twitter", "twitter-share",
];

/// Whether a name may be one of those above, by its first letter and its length: an address may have any number of
/// parameters, and nearly none of them is.
fn may_be_known(key: &str) -> bool {
    // For each first letter, the lengths that there are.
    static LENGTHS: LazyLock<[u64; 128]> = LazyLock::new(|| {
        let anywhere = TRACKING_ANYWHERE.iter().chain(ORIGIN_PARAMETERS);
        let mut lengths = [0; 128];
        for known in anywhere.chain(TRACKING_ON.iter().flat_map(|(_, keys)| *keys)) {
            let letter = known.as_bytes().first().map_or(0, |letter| usize::from(letter.to_ascii_lowercase() & 127));
            lengths[letter] |= match known.strip_suffix('*') {
                Some(start) => u64::MAX << start.len(),
                None => 1 << known.len(),
            };
        }
        lengths
    });
    let Some(letter) = key.as_bytes().first().filter(|letter| letter.is_ascii()) else { return false };
    LENGTHS[usize::from(letter.to_ascii_lowercase())] >> key.len().min(63) & 1 == 1
}

/// Whether a query parameter of `url` changes nothing about the page and only says where readers come from. `further`
/// names more of them, as [`crate::rule::options::Options::tracking_parameters`] does.
#[must_use]
pub fn is_tracking_parameter(url: &Url<'_>, key: &str, value: &str, further: &[String]) -> bool {
    // Medium's "friend link": `source=friends_link&sk=…` opens the article to all.
    // A form that is filled in already keeps what it is filled with.
    // An address that was pasted into a name is not for tracking.
    if further.is_empty() && !may_be_known(key) || value == "friends_link" || value == "pp_url" || key.contains("://") {
        return false;
    }
    // Medium's own domains write `source=rss----…`; Ghost writes the name of the site as `ref=…`.
    let is_origin = ORIGIN_PARAMETERS.iter().any(|known| key.eq_ignore_ascii_case(known)) && !is_forge(url);
    let names_site = key == "ref" && value.len() > 4 && is_host(value).is_some_and(|is_certain| is_certain);
    if is_origin
        && (value.contains("----") || names_site || ORIGINS.iter().any(|origin| value.eq_ignore_ascii_case(origin)))
    {
        return true;
    }
    let is = |known: &str| match known.as_bytes() {
        [start @ .., b'*'] => key.as_bytes().get(..start.len()).is_some_and(|key| key.eq_ignore_ascii_case(start)),
        _ => key.eq_ignore_ascii_case(known),
    };
    if TRACKING_ANYWHERE.iter().any(|known| is(known)) || further.iter().any(|known| is(known)) {
        return true;
    }
    let is_on = |domain: &str| match domain.strip_suffix(".*") {
        Some(name) => url.site().split('.').next().is_some_and(|site| site.eq_ignore_ascii_case(name)),
        None => url.is_on(domain),
    };
    let is_address =
        || ADDRESSED_BY_PARAMETERS.iter().any(|(domain, path)| url.path().starts_with(path) && url.is_on(domain));
    TRACKING_ON.iter().any(|(domain, keys)| keys.iter().any(|known| is(known)) && is_on(domain)) && !is_address()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tracks(url: &str) -> bool {
        let url = Url::new(url, 0);
        let (key, value, _) = url.parameters().next().unwrap_or_default();
        is_tracking_parameter(&url, key, value, &[])
    }

    #[test]
    fn every_parameter_of_the_lists_is_found() {
        for known in TRACKING_ANYWHERE {
            let key = known.replace('*', "x");
            for key in [key.to_uppercase(), key] {
                assert!(tracks(&format!("https://example.org/a?{key}=1")), "{key}");
            }
        }
        for (domain, key) in TRACKING_ON.iter().flat_map(|(domain, keys)| keys.iter().map(move |key| (domain, key))) {
            let host = domain.replace('*', "example");
            assert!(tracks(&format!("https://www.{host}/a?{key}=1")), "{host} {key}");
            assert!(!tracks(&format!("https://example.org/a?{key}=1")), "{key}");
        }
        for key in ORIGIN_PARAMETERS {
            for origin in ORIGINS {
                assert!(tracks(&format!("https://example.org/a?{key}={origin}")), "{key}={origin}");
            }
            assert!(!tracks(&format!("https://example.org/a?{key}=main")), "{key}");
            assert!(!tracks(&format!("https://github.com/a/b?{key}=rss")), "{key}");
        }
    }

    #[test]
    fn parameters_that_are_the_address_do_not_track() {
        for (domain, path) in ADDRESSED_BY_PARAMETERS {
            let keys = TRACKING_ON.iter().filter(|(known, _)| known == domain).flat_map(|(_, keys)| *keys);
            for key in keys {
                assert!(!tracks(&format!("https://{domain}{path}?{key}=1")), "{domain}{path} {key}");
            }
        }
        assert!(!tracks("https://example.org/a?source=friends_link"));
        assert!(!tracks("https://docs.google.com/forms/d/a/viewform?usp=pp_url"));
        assert!(!tracks("https://example.org/a?utm_https://example.com=1"));
    }
}
