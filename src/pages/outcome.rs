//! Owns what the answers of a server come to: a page with facts, a page that is gone, or nothing that can be said.

use super::redirect::{self, End};
use super::{Death, Exchange, Moved, Outcome, Reason, challenge, next_hop, read};

/// What the answers for one address come to, from the first to that which redirects no more.
///
/// 404 and 410 prove that a page is gone only when they come twice, some seconds apart: whoever asks has to see to
/// that.
#[must_use]
pub fn outcome(exchanges: &[Exchange]) -> Outcome {
    let (Some(first), Some(last)) = (exchanges.first(), exchanges.last()) else {
        return Outcome::Unchecked(Reason::Connection);
    };
    if challenge::in_headers(last) {
        return Outcome::Unchecked(Reason::Challenge);
    }
    match next_hop(last) {
        Some(Ok(_)) => return Outcome::Unchecked(Reason::TooManyRedirects),
        Some(Err(reason)) => return Outcome::Unchecked(reason),
        None => {}
    }
    let html = last.html();
    let is_challenge = html.as_ref().is_ok_and(challenge::in_page);
    let reason = match last.status {
        _ if is_challenge => Reason::Challenge,
        404 | 410 if challenge::is_hiding(&last.address) => Reason::Hidden(last.status),
        404 | 410 => return Outcome::Dead(Death::Status(last.status)),
        401 | 403 | 999 => Reason::Refused(last.status),
        429 => Reason::TooManyRequests,
        200 | 203 | 300..=399 => match (html, redirect::end(&first.address, &last.address)) {
            (_, End::Gateway) => Reason::Gateway,
            (_, End::FrontPage) => Reason::FrontPage,
            (Err(reason), End::Page) => reason,
            (Ok(html), End::Page) if challenge::is_error(&html) => Reason::ErrorPage,
            (Ok(html), End::Page) => {
                return Outcome::Page(Box::new(read::page(&html, &first.address, &last.address, moved(exchanges))));
            }
        },
        status => Reason::Status(status),
    };
    Outcome::Unchecked(reason)
}

/// What kind of redirects the answers before the last are.
fn moved(exchanges: &[Exchange]) -> Moved {
    let is_permanent = |exchange: &Exchange| match exchange.status {
        301 | 308 => true,
        200 => exchange
            .html()
            .is_ok_and(|html| redirect::refresh(&html, &exchange.address).is_some_and(|(_, is_own)| is_own)),
        _ => false,
    };
    match exchanges {
        [] | [_] => Moved::No,
        [before @ .., _] if before.iter().all(is_permanent) => Moved::Permanently,
        _ => Moved::Temporarily,
    }
}
