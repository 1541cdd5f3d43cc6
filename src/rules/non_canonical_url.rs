//! An address that is not the page's own.
//!
//! Longer than other rules: each kind of host has its own canonical form.

use crate::diagnostic::{Applicability, Fix, Join};
use crate::lexicon::MOBILE_HOSTS;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "non-canonical-url",
    group: Group::Links,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports a short, mobile, AMP or translated address of a page: `youtu.be`, `m.youtube.com`, `/amp/`, a locale in a \
              Meetup path.",
    why: "The newsletter links to the page that every reader can use. Other addresses of one page also hide that it was \
          submitted before.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [video] [Writing a parser](https://youtu.be/abcdefghijk?t=42)\n",
            "* [video] [Writing a parser](https://www.youtube.com/watch?v=abcdefghijk&t=42)\n",
        ),
        Example::fixed(
            "* [video] [Writing a parser](https://m.youtube.com/watch?v=abcdefghijk)\n",
            "* [video] [Writing a parser](https://www.youtube.com/watch?v=abcdefghijk)\n",
        ),
        Example::fixed(
            "* [Writing a parser](https://www.meetup.com/de-DE/rust-somewhere/events/123456789/)\n",
            "* [Writing a parser](https://www.meetup.com/rust-somewhere/events/123456789/)\n",
        ),
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for found in document.urls.iter().filter_map(judge) {
        let fix = match found.applicability {
            Applicability::Safe => Fix::safe,
            Applicability::Unsafe => Fix::unsafe_,
        };
        let diagnostic = cx.report(found.span, found.message);
        diagnostic.help(HELP).fix(fix("Use the page's own address".to_owned(), found.edits));
        // Who copies the address of an event copies that of its group too, week after week.
        if found.is_locale {
            diagnostic.join(Join {
                group: 0,
                least: 2,
                message: |count, first| match count - 1 {
                    1 => format!("{}, and so does 1 more address", first.message),
                    more => format!("{}, and so do {more} more addresses", first.message),
                },
                label: "here too",
                fix: "Use the pages' own addresses",
            });
        }
    }
}

const HELP: &str = "Use the address that a browser on a computer shows for the page.";

struct Found {
    span: Span,
    message: String,
    applicability: Applicability,
    edits: Vec<Edit>,
    /// Whether it is the language in the address of a Meetup page.
    is_locale: bool,
}

fn judge(url: &Url<'_>) -> Option<Found> {
    let host = url.host();
    // Nearly every address, told at a glance.
    let may_be_mobile = matches!(host.as_bytes().first(), Some(b'm' | b'M' | b'a' | b'A'))
        || url.is_on("wikipedia.org")
        || url.is_on("meetup.com")
        || url.is_on("youtu.be");
    if !url.is_web() || !may_be_mobile && !url.path().trim_end_matches('/').ends_with("amp") {
        return None;
    }
    let host_span = url.host_span();
    let safe = |span, message: String, edits| {
        Some(Found { span, message, applicability: Applicability::Safe, edits, is_locale: false })
    };
    let guess = |span, message: String, edits| {
        Some(Found { span, message, applicability: Applicability::Unsafe, edits, is_locale: false })
    };
    if host.eq_ignore_ascii_case("youtu.be") {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let video = url.segments().next().filter(|video| video.bytes().all(is_name))?;
        let path = url.path_span();
        let video_start = path.start + url.path().find(|c| c != '/')?;
        let mut edits = vec![Edit::replace(Span::new(host_span.start, video_start), "www.youtube.com/watch?v=")];
        let end = video_start + video.len();
        let query = url.query_span();
        if !query.is_empty() {
            edits.push(Edit::replace(Span::new(end, query.start + 1), "&"));
        } else if end < path.end {
            edits.push(Edit::delete(Span::new(end, path.end)));
        }
        return safe(host_span, "`youtu.be` is a short form of `www.youtube.com/watch?v=`".to_owned(), edits);
    }
    if let Some((_, own)) = MOBILE_HOSTS.iter().find(|(mobile, _)| host.eq_ignore_ascii_case(mobile)) {
        let message = format!("`{host}` is the mobile site of `{own}`");
        return safe(host_span, message, vec![Edit::replace(host_span, *own)]);
    }
    // `en.m.wikipedia.org`
    if url.is_on("wikipedia.org")
        && let Some(at) = host.find(".m.")
    {
        let mobile = Span::new(host_span.start + at, host_span.start + at + 2);
        return safe(host_span, format!("`{host}` is the mobile site of Wikipedia"), vec![Edit::delete(mobile)]);
    }
    if url.is_on("meetup.com") {
        let locale = url.segments().next().filter(|locale| is_locale(locale))?;
        if url.segments().nth(1).is_none_or(|next| next == "events") {
            return None;
        }
        let path = url.path_span();
        let start = path.start + url.path().find(|c| c != '/')?;
        let span = Span::new(start, start + locale.len());
        let message = format!("`{locale}` shows the page of this Meetup group in one language");
        let edits = vec![Edit::delete(Span::new(start - 1, span.end))];
        return safe(span, message, edits).map(|found| Found { is_locale: true, ..found });
    }
    for prefix in ["m.", "amp."] {
        let is_one = host.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        if is_one && host[prefix.len()..].contains('.') {
            let edit = Edit::delete(Span::new(host_span.start, host_span.start + prefix.len()));
            let site = if prefix == "m." { "mobile" } else { "AMP" };
            return guess(host_span, format!("`{host}` is the {site} site of `{}`", &host[prefix.len()..]), vec![edit]);
        }
    }
    // `/amp/` is the same page in Google's format for telephones.
    let last = url.segments().last().filter(|last| *last == "amp")?;
    let start = url.path_span().start + url.path().rfind(last)?;
    let span = Span::new(start, start + last.len());
    guess(
        span,
        "`/amp` is the page in a format for telephones".to_owned(),
        vec![Edit::delete(Span::new(start - 1, span.end))],
    )
}

/// Whether a segment is a locale: `de-DE`, `es`.
fn is_locale(segment: &str) -> bool {
    let is_code = |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    match segment.split_once('-') {
        Some((language, country)) => is_code(language) && is_code(country),
        None => is_code(segment),
    }
}
