//! An address without `https://`, or with something else in its place.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::{Document, LinkKind};
use crate::lexicon::{Scheme, scheme};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "link-scheme",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports an address whose scheme, such as `https://`, is missing, mistyped or one that browsers do not \
              open, and one without a host.",
    why: "A browser looks for an address without `https://` on the newsletter's own site, and finds an error page \
          there.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [Writing a parser](www.example.org/parser)\n",
            "* [Writing a parser](https://www.example.org/parser)\n",
        ),
        Example::fixed(
            "* [Writing a parser](hhttps://example.org/parser)\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "* [Writing a parser](“https://example.org/parser”)\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "* [Writing a parser](< https://example.org/parser >)\n",
            "* [Writing a parser](<https://example.org/parser>)\n",
        ),
        Example::by_hand(
            "* [Writing a parser](2025-09-23-writing-a-parser)\n",
            "* [Writing a parser](https://example.org/2025-09-23-writing-a-parser)\n",
        ),
        Example::by_hand(
            "* [Slides of a talk](ftp://example.org/slides.pdf)\n",
            "* [Slides of a talk](https://example.org/slides.pdf)\n",
        ),
    ],
    silent: &[
        Silent::because("the site shows `<std::fmt>` as a link, but it is code", "### Jobs\n\nAsk about <std::fmt>.\n"),
        Silent::because(
            "browsers open these schemes",
            "* [Tables](HTTPS://example.org/1)\n* [Tables at once](https://http.example.org/2)\n* [Write](mailto:me@example.org)\n",
        ),
        Silent::because("it is a place in the same text", "### Jobs\n\nSee [below](#below).\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    // A host may be a scheme written twice.
    for url in document.urls().iter().filter(|url| !url.is_plain() || url.host().starts_with("http")) {
        let destination = url.whole();
        let text = document.text(destination);
        match scheme(text) {
            Scheme::Right => {}
            _ if is_code(document, destination) || is_in_parentheses(document, destination) => {}
            Scheme::Slip { end, meant, trailing } => report_slip(cx, destination, end, meant, trailing),
            Scheme::Missing { insert, is_certain } => {
                let fix = if is_certain { Fix::safe } else { Fix::unsafe_ };
                cx.report(destination, format!("{} needs `{insert}` before it", quoted(text)))
                    .help(format!("Write `{insert}` before the address; without it, browsers look for the page on the newsletter's site."))
                    .fix(fix(format!("Add `{insert}`"), vec![Edit::insert(destination.start, insert)]));
            }
            Scheme::Other(scheme) => {
                cx.report(destination, format!("addresses with `{scheme}:` do not open in every browser"))
                    .help("Link to a page whose address begins with `https://`.");
            }
            Scheme::Relative => {
                cx.report(destination, format!("{} is only a part of an address", quoted(text)))
                    .help("Write the whole address of the page, beginning with `https://`.");
            }
        }
    }
}

/// Whether a destination is code between brackets: `<std::fmt>` is an autolink to Markdown.
fn is_code(document: &Document<'_>, destination: Span) -> bool {
    let link = document.links_before(destination.start).last();
    link.is_some_and(|link| matches!(link.kind, LinkKind::Autolink) && link.text == destination)
        && !document.text(destination).contains("://")
}

/// Whether a destination is that of `[text]: (address)`: `malformed-link` speaks of its parentheses.
fn is_in_parentheses(document: &Document<'_>, destination: Span) -> bool {
    let near = document.near_links_before(destination.start).last();
    document.text(destination).starts_with('(') && near.is_some_and(|near| near.span.contains(destination))
}

/// Reports a mistyped scheme, which is the first `end` bytes of a destination; so are the last `trailing` bytes.
fn report_slip(cx: &mut Context<'_>, destination: Span, end: usize, meant: &str, trailing: usize) {
    let document = cx.document;
    let text = document.text(destination);
    let at = Span::new(destination.start, destination.start + end);
    let written = document.text(at);
    let is_blank = written.trim_start().len() < written.len() && written.trim_start() == meant;
    let without_blanks = if is_blank { text.trim_end().len() } else { text.len() };
    let kept = Span::new(at.end, destination.start + without_blanks.min(text.len() - trailing));
    let mut edits = vec![Edit::replace(at, meant)];
    // `(**https://example.org/**)`
    let marks = ["**", "*", "_"]
        .into_iter()
        .find(|marks| *marks == &written[..written.len() - written.trim_start_matches(['*', '_']).len()]);
    let closing = marks.filter(|marks| document.text(kept).ends_with(marks)).map_or(0, str::len);
    let kept = Span::new(kept.start, kept.end - closing);
    if kept.end < destination.end {
        edits.push(Edit::delete(Span::new(kept.end, destination.end)));
    }
    let message = if is_blank {
        "there are spaces before this address".to_owned()
    } else {
        format!("{} is mistyped for `{meant}`", quoted(written))
    };
    // The site takes spaces and backticks out of an address.
    let is_taken_out = is_blank || written.starts_with('`');
    let gravity = if is_taken_out { cx.gravity_at(destination.start) } else { Gravity::Wrong };
    cx.report(at, message)
        .help(format!("Write `{meant}` at the beginning of the address."))
        .gravity(gravity)
        .fix(Fix::safe(format!("Write `{meant}`"), edits));
}
