//! An address that is not the page's own.
//!
//! Longer than other rules: each kind of site has its own canonical form.

use crate::archive::{History, PastIssue, PastLink};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Join};
use crate::document::SectionKind;
use crate::lexicon::{is_forge, own_host, relayed};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span, Url};

/// An event whose group has a language in its address.
const LOCALE: &str = "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/de-DE/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/1)\n";

/// The same without the language.
const NO_LOCALE: &str = "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/1)\n";

/// Another group with a language in its address.
const OTHER_LOCALE: &str = "### Europe\n* 2026-02-26 | Mons, BE | [Rust Mons](https://www.meetup.com/fr-FR/rust-mons/)\n    * [**Hack night**](https://www.meetup.com/rust-mons/events/1)\n";

/// An event with a language in its address.
const EVENT_LOCALE: &str = "### Europe\n* 2026-02-26 | Mons, BE | [Rust Mons](https://www.meetup.com/rust-mons/)\n    * [**Hack night**](https://www.meetup.com/fr-FR/rust-mons/events/1)\n";

pub(super) static RULE: Rule = Rule {
    name: "non-canonical-url",
    group: Group::Links,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports an address that is not the page's own: a short, mobile, AMP, share, raw or API address, one \
              that bypasses a paywall, and a language in a Meetup address. `youtu.be` and languages are left \
              alone where an earlier issue has them.",
    why: "The newsletter links to the page that every reader can use. Other addresses of a page also hide that it \
          was submitted before.",
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
        Example::fixed(
            "* [Writing a parser](https://old.reddit.com/r/rust/comments/1abcde/writing_a_parser/)\n",
            "* [Writing a parser](https://www.reddit.com/r/rust/comments/1abcde/writing_a_parser/)\n",
        ),
        Example::by_hand(
            "* [Writing a parser](https://api.github.com/repos/example/parser/issues/7)\n",
            "* [Writing a parser](https://github.com/example/parser/issues/7)\n",
        ),
        Example::by_hand(
            "* [Writing a parser](https://www.reddit.com/r/rust/s/AbCdEfGhIj)\n",
            "* [Writing a parser](https://www.reddit.com/r/rust/comments/1abcde/writing_a_parser/)\n",
        ),
        Example::by_hand(
            "* [Writing a parser](https://freedium.cfd/https://example.org/writing-a-parser)\n",
            "* [Writing a parser](https://example.org/writing-a-parser)\n",
        ),
        Example::by_hand(
            "* [Writing a parser](https://raw.githubusercontent.com/example/parser/main/docs/writing.md)\n",
            "* [Writing a parser](https://github.com/example/parser/blob/main/docs/writing.md)\n",
        ),
        Example::by_hand(
            "* [Writing a parser](https://example.org/writing-a-parser/amp/)\n",
            "* [Writing a parser](https://example.org/writing-a-parser/)\n",
        ),
        Example::fixed(LOCALE, NO_LOCALE).after(&[("2026-02-25-this-week-in-rust.md", NO_LOCALE)]),
    ],
    silent: &[
        Silent::because("`amp` is the name of a crate there", "* [The amp crate](https://docs.rs/amp)\n"),
        Silent::because("a repository may be named `amp`", "* [amp 1.0 is out](https://github.com/the-example/amp)\n"),
        Silent::because(
            "`amp` is the whole name of a page",
            "* [What AMP was](https://example.org/posts/amp)\n* [More of it](https://example.org/amp)\n",
        ),
        Silent::because(
            "`youtu.be` alone is not a video, and neither is a name with other characters",
            "* [video] [Tables](https://youtu.be/)\n* [video] [A page](https://youtu.be/a.b)\n",
        ),
        Silent::because(
            "`m` and `amp` are not subdomains there",
            "* [A letter](https://m.example/)\n* [A unit](https://amp.example/)\n",
        ),
        Silent::because("an earlier issue has a language in the address of a group", LOCALE)
            .after(&[("2026-02-25-this-week-in-rust.md", OTHER_LOCALE)]),
        Silent::because("an earlier issue has a language in the address of an event", LOCALE)
            .after(&[("2026-02-25-this-week-in-rust.md", EVENT_LOCALE)]),
        Silent::because("an earlier issue has `youtu.be`", "* [video] [Tables](https://youtu.be/abcdefghijk)\n").after(
            &[(
                "2026-02-25-this-week-in-rust.md",
                "## Updates from Rust Community\n### Miscellaneous\n* [video] [Chairs](https://youtu.be/kjihgfedcba)\n",
            )],
        ),
        Silent::because("a group may have a name of two letters", "* [Group](https://www.meetup.com/zz/events/1/)\n"),
        Silent::because("a name of two parts is not a language", "* [Group](https://www.meetup.com/abc-de/x/)\n"),
        Silent::because(
            "the image itself is meant",
            "![A crab](https://raw.githubusercontent.com/a/b/main/crab.png)\n",
        ),
        Silent::because(
            "these are other pages of the same sites",
            "* [API](https://api.github.com/users/example)\n\
             * [Notes](https://raw.githubusercontent.com/example)\n\
             * [Tables](https://www.reddit.com/r/rust/comments/1abcde/s/)\n",
        ),
        Silent::because(
            "a quote is given with the address at which somebody found it",
            "## Quote of the Week\n\n> Tables are fun.\n\n– [Wilma on r/rust](https://old.reddit.com/r/rust/comments/1abcde/)\n",
        ),
        Silent::because("it is in a comment", "<!-- https://youtu.be/abcdefghijk -->\n"),
    ],
    options: &[],
    check,
};

/// Findings that are reported as one: the language in Meetup's addresses, and `youtu.be`.
const LOCALES: usize = 0;
const SHORT_VIDEOS: usize = 1;

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    // What editors leave in an earlier issue is right.
    let (mut has_locales, mut has_short_videos) = (None, None);
    for url in document.urls().iter().filter(|url| url.is_web()) {
        let Some(found) = judge(url) else { continue };
        // A quote is given with the address at which somebody found it.
        if document.section_at(found.span.start).kind == SectionKind::Quote {
            continue;
        }
        let is_usual = match found.kind {
            Kind::Locale => *has_locales.get_or_insert_with(|| has_locales_in(cx.history)),
            Kind::ShortVideo => *has_short_videos.get_or_insert_with(|| has_short_videos_in(cx.history)),
            Kind::Raw | Kind::Other => false,
        };
        if is_usual {
            continue;
        }
        if found.kind == Kind::Raw && document.link_at(found.span.start).is_some_and(|link| link.is_image) {
            continue;
        }
        let fix = match found.applicability {
            Applicability::Safe => Fix::safe,
            Applicability::Unsafe => Fix::unsafe_,
        };
        let diagnostic = cx.report(found.span, found.message);
        if found.edits.is_empty() {
            diagnostic.help("Open the link in a browser, and copy the address that it then shows.");
        } else {
            diagnostic.help(match found.kind {
                Kind::Locale => "Write the address without the language: the site then shows readers their own.",
                _ => "Write the address that a browser on a computer shows for the page.",
            });
            diagnostic.fix(fix("Use the page's own address".to_owned(), found.edits));
        }
        // Who copies such an address once copies more of them, week after week.
        let group = match found.kind {
            Kind::Locale => LOCALES,
            Kind::ShortVideo => SHORT_VIDEOS,
            _ => continue,
        };
        diagnostic.join(Join {
            group,
            least: 2,
            message: joined,
            label: "this one too",
            fix: "Use the pages' own addresses",
        });
    }
}

fn joined(count: usize, first: &Diagnostic) -> String {
    match count - 1 {
        1 => format!("{}, and 1 more address like this", first.message),
        more => format!("{}, and {more} more addresses like this", first.message),
    }
}

/// What kind of address it is, where that matters for more than the message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Locale,
    ShortVideo,
    Raw,
    Other,
}

struct Found {
    span: Span,
    message: String,
    applicability: Applicability,
    edits: Vec<Edit>,
    kind: Kind,
}

impl Found {
    fn safe(span: Span, message: String, edits: Vec<Edit>) -> Self {
        Self { span, message, applicability: Applicability::Safe, edits, kind: Kind::Other }
    }

    fn guess(span: Span, message: String, edits: Vec<Edit>) -> Self {
        Self { applicability: Applicability::Unsafe, ..Self::safe(span, message, edits) }
    }
}

fn judge(url: &Url<'_>) -> Option<Found> {
    let forms = [short_video, second_host, wikipedia, meetup, subdomain, relay, share, raw_file, api, amp_page];
    forms.iter().find_map(|form| form(url))
}

/// `https://youtu.be/NAME?t=42`.
fn short_video(url: &Url<'_>) -> Option<Found> {
    if !url.host().eq_ignore_ascii_case("youtu.be") {
        return None;
    }
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let video = url.segments().next().filter(|video| video.bytes().all(is_name))?;
    let (host, path) = (url.host_span(), url.path_span());
    let video_start = path.start + url.path().find(|c| c != '/')?;
    let mut edits = vec![Edit::replace(Span::new(host.start, video_start), "www.youtube.com/watch?v=")];
    let end = video_start + video.len();
    let query = url.query_span();
    if !query.is_empty() {
        edits.push(Edit::replace(Span::new(end, query.start + 1), "&"));
    } else if end < path.end {
        edits.push(Edit::delete(Span::new(end, path.end)));
    }
    let message = "`youtu.be` is short for `www.youtube.com/watch?v=`".to_owned();
    Some(Found { kind: Kind::ShortVideo, ..Found::safe(host, message, edits) })
}

/// `m.youtube.com`, `old.reddit.com`.
fn second_host(url: &Url<'_>) -> Option<Found> {
    let own = own_host(url.host())?;
    let message = format!("`{}` is another address of `{own}`", url.host());
    Some(Found::safe(url.host_span(), message, vec![Edit::replace(url.host_span(), own)]))
}

/// `en.m.wikipedia.org`.
fn wikipedia(url: &Url<'_>) -> Option<Found> {
    if !url.is_on("wikipedia.org") {
        return None;
    }
    let at = url.host_span().start + url.host().find(".m.")?;
    let message = format!("`{}` is the mobile site of Wikipedia", url.host());
    Some(Found::safe(url.host_span(), message, vec![Edit::delete(Span::new(at, at + ".m".len()))]))
}

/// `https://www.meetup.com/de-DE/GROUP/…`.
fn meetup(url: &Url<'_>) -> Option<Found> {
    if !url.is_on("meetup.com") {
        return None;
    }
    // A plain path begins with one slash, and after two letters the rest follows.
    if url.is_plain() && !matches!(url.path().as_bytes(), [_, _, _, b'/' | b'-', ..]) {
        return None;
    }
    let is_short = |locale: &&str| locale.len() <= "de-DE".len();
    let locale = url.segments().next().filter(is_short).filter(|locale| is_locale(locale))?;
    // A group may have a name of two letters.
    if url.segments().nth(1).is_none_or(|next| next == "events") {
        return None;
    }
    let path = url.path_span();
    let start = path.start + url.path().find(|c| c != '/')?;
    let span = Span::new(start, start + locale.len());
    let message = format!("`{locale}` sets the language of this Meetup page; remove it");
    let edits = vec![Edit::delete(Span::new(start - 1, span.end))];
    Some(Found { kind: Kind::Locale, ..Found::safe(span, message, edits) })
}

/// `m.example.org`, `amp.example.org`.
fn subdomain(url: &Url<'_>) -> Option<Found> {
    let host = url.host();
    let (site, length) = [("mobile", "m."), ("AMP", "amp.")].into_iter().find_map(|(site, prefix)| {
        let is_one = host.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        (is_one && host[prefix.len()..].contains('.')).then_some((site, prefix.len()))
    })?;
    let start = url.host_span().start;
    let message = format!("`{host}` is the {site} site of `{}`", &host[length..]);
    Some(Found::guess(url.host_span(), message, vec![Edit::delete(Span::new(start, start + length))]))
}

/// `https://freedium.cfd/https://…`, `https://www.google.com/amp/s/…`.
fn relay(url: &Url<'_>) -> Option<Found> {
    let inner = relayed(url)?;
    let whole = url.whole();
    let before = Span::new(whole.start, whole.end - inner.len());
    let scheme = if inner.contains("://") { "" } else { "https://" };
    let message = format!("`{}` shows a page of another site", url.host());
    Some(Found::guess(url.host_span(), message, vec![Edit::replace(before, scheme)]))
}

/// `https://www.reddit.com/r/rust/s/…`, which only leads on to a post.
fn share(url: &Url<'_>) -> Option<Found> {
    if !url.is_on("reddit.com") {
        return None;
    }
    let mut segments = url.segments();
    let is_share = segments.next() == Some("r") && segments.nth(1) == Some("s");
    segments.next().filter(|_| is_share)?;
    let message = "this is a share address, which redirects to the post".to_owned();
    Some(Found::guess(url.whole(), message, Vec::new()))
}

/// `https://raw.githubusercontent.com/OWNER/NAME/main/FILE`: a file without its page.
fn raw_file(url: &Url<'_>) -> Option<Found> {
    if !url.host().eq_ignore_ascii_case("raw.githubusercontent.com") || url.segments().count() < 4 {
        return None;
    }
    let path = url.path_span();
    let name_end = url.path().match_indices('/').nth(2).map(|(at, _)| path.start + at)?;
    let refs = if url.path()[name_end - path.start..].starts_with("/refs/heads/") { "/refs/heads".len() } else { 0 };
    let edits = vec![
        Edit::replace(url.host_span(), "github.com"),
        Edit::replace(Span::new(name_end, name_end + refs), "/blob"),
    ];
    let message = "this address shows a raw file, not its page on GitHub".to_owned();
    Some(Found { kind: Kind::Raw, ..Found::guess(url.host_span(), message, edits) })
}

/// `https://api.github.com/repos/OWNER/NAME/issues/7`: an answer for programs.
fn api(url: &Url<'_>) -> Option<Found> {
    if !url.host().eq_ignore_ascii_case("api.github.com") {
        return None;
    }
    let mut segments = url.segments();
    let is_repository = segments.next() == Some("repos");
    let kind = segments.nth(2).filter(|kind| is_repository && matches!(*kind, "issues" | "pulls"))?;
    segments.next()?;
    let path = url.path_span();
    let repository = path.start + url.path().find("repos/")?;
    let mut edits = vec![Edit::replace(Span::new(url.host_span().start, repository + "repos/".len()), "github.com/")];
    if kind == "pulls" {
        let at = path.start + url.path().find("/pulls/")? + "/pull".len();
        edits.push(Edit::delete(Span::new(at, at + 1)));
    }
    let message = "`api.github.com` is for programs; readers see no page there".to_owned();
    Some(Found::guess(url.host_span(), message, edits))
}

/// `…/writing-a-parser/amp/`: the same page in a format for phones.
fn amp_page(url: &Url<'_>) -> Option<Found> {
    let path = url.path().trim_end_matches('/');
    let page = path.strip_suffix("/amp")?;
    // A crate, a repository or a page may have that name; after the words of a title it has not.
    let is_title = page.rsplit('/').next().is_some_and(|last| last.contains(['-', '.']));
    if !is_title || is_forge(url) {
        return None;
    }
    let start = url.path_span().start + page.len();
    let span = Span::new(start + 1, start + "/amp".len());
    let message = "`/amp` is the version of this page for phones; remove it".to_owned();
    Some(Found::guess(span, message, vec![Edit::delete(Span::new(start, span.end))]))
}

/// Whether a link of an earlier issue has an address of some form.
fn has_form(issue: &PastIssue, link: &PastLink, form: fn(&Url<'_>) -> Option<Found>) -> bool {
    form(&Url::new(issue.text(link.destination), 0)).is_some()
}

/// Whether an earlier issue has a language in a Meetup address of its events.
fn has_locales_in(history: &History) -> bool {
    let has_one = |issue: &PastIssue| {
        let mut links = issue.all_events().flat_map(|(event, groups)| groups.iter().chain(&event.name));
        links.any(|link| has_form(issue, link, meetup))
    };
    history.issues().any(has_one)
}

/// Whether an earlier issue has `youtu.be` among its community entries.
fn has_short_videos_in(history: &History) -> bool {
    history.with_links().any(|issue| issue.community_links().iter().any(|link| has_form(issue, link, short_video)))
}

/// Whether a segment is a locale: `de-DE`, `es`.
fn is_locale(segment: &str) -> bool {
    let is_code = |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    match segment.split_once('-') {
        Some((language, country)) => is_code(language) && is_code(country),
        None => is_code(segment),
    }
}
