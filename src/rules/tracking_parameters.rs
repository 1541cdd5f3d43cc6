//! Query parameters that only show a site where its visitors come from.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::{Document, SectionKind};
use crate::lexicon::is_tracking_parameter;
use crate::rule::options::{Form, OptionSpec, Value};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "tracking-parameters",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports query parameters that track readers and change nothing about the page: `utm_source`, \
              `fbclid`, YouTube's `si`, Eventbrite's `aff` and the like. `aff` alone is a warning, because editors \
              often leave it.",
    why: "The guidelines ask for links without tracking. Parameters that a page needs are kept, and so is \
          `source=friends_link`, which opens a paywall.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [An article](https://example.org/post?utm_source=newsletter&id=7&utm_medium=email)\n",
            "* [An article](https://example.org/post?id=7)\n",
        ),
        Example::fixed(
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk&si=0123456789)\n",
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
        ),
        Example::fixed(
            "* [An article](https://example.org/post#utm_source=newsletter)\n",
            "* [An article](https://example.org/post)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the parameters say which page it is",
            "* [A](https://substack.com/app-link/post?publication_id=12&post_id=345)\n\
             * [B](https://example.org/a?post_id=345)\n* [video] [C](https://www.youtube.com/watch?v=abcdefghijk&t=42)\n",
        ),
        Silent::because(
            "it opens an article that is otherwise paid",
            "* [A](https://medium.com/p/a?source=friends_link&sk=b)\n",
        ),
        Silent::because(
            "a quote is given with the address at which somebody found it",
            "## Quote of the Week\n\n> Tables are fun.\n\n– [Wilma on YouTube](https://www.youtube.com/watch?v=abcdefghijk&si=abcdefgh)\n",
        ),
        Silent::because("it is the name of a branch", "* [A](https://github.com/a/b/pull/1?ref=newsletter)\n"),
        Silent::because(
            "an archive keeps the whole address",
            "* [A](https://web.archive.org/web/2020/https://a.example/?utm_source=b)\n",
        ),
        Silent::because(
            "it is a place on the page",
            "* [A](https://example.org/a#utm_source)\n* [B](https://example.org/a#b&utm_source=c)\n",
        ),
    ],
    options: &[OptionSpec {
        key: "also",
        about: "Further query parameters that track readers, on every site.",
        example: "also = [\"newsletter_id\", \"acme_*\"]",
        form: Some(Form::PARAMETER),
        get: |options| Value::Words(options.tracking_parameters.clone()),
        set: |options, value| options.tracking_parameters = value.words(),
    }],
    check,
};

/// Parameters of one address that the message names.
const MOST_TOLD: usize = 12;

/// A parameter of Eventbrite that editors rarely take away: it is worth a look, and no more.
const TOLERATED: &str = "aff";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let further = &cx.options.tracking_parameters;
    for url in document.urls().iter().filter(|url| !url.is_plain()) {
        // What an archive keeps, it keeps under the whole address.
        if url.query().is_none() && url.fragment().is_none() || url.is_on("web.archive.org") {
            continue;
        }
        let parameters: Vec<_> = url.parameters().collect();
        let is_tracking = |(key, value, _): &(&str, &str, Span)| is_tracking_parameter(url, key, value, further);
        let mut tracking: Vec<Span> = Vec::new();
        let mut edits = Vec::new();
        if parameters.iter().any(is_tracking) {
            // The signs between pairs go with what they separate.
            let is_gone = |pair: &(&str, &str, Span)| pair.2.is_empty() || is_tracking(pair);
            tracking.extend(parameters.iter().filter(|pair| is_tracking(pair)).map(|(_, _, span)| *span));
            edits = deletions(document, url.query_span(), &parameters, is_gone);
        }
        if let Some((span, end)) = tracking_fragment(url, further) {
            tracking.push(Span::new(span.start + 1, end));
            edits.push(Edit::delete(span));
        }
        let (Some(first), Some(last)) = (tracking.first(), tracking.last()) else { continue };
        // A quote is given with the address at which somebody found it.
        if document.section_at(first.start).kind == SectionKind::Quote {
            continue;
        }
        // Without a page, there is nothing that the parameters could be taken from.
        if url.authority().is_empty() && url.path().is_empty() {
            continue;
        }
        let mut names: Vec<_> = tracking.iter().map(|span| name(document.text(*span))).collect();
        names.dedup();
        let more = names.len().saturating_sub(MOST_TOLD);
        let named: Vec<_> = names.iter().take(MOST_TOLD).map(|name| quoted(name)).collect();
        let message = match named.as_slice() {
            [one] => format!("{one} only tracks readers"),
            [first @ .., last] if more == 0 => format!("{} and {last} only track readers", first.join(", ")),
            all => format!("{} and {more} more only track readers", all.join(", ")),
        };
        cx.report(first.to(*last), message)
            .gravity(if names.as_slice() == [TOLERATED] { Gravity::Doubtful } else { Gravity::Form })
            .help("Remove this from the address; the page is the same without it.")
            .fix(Fix::safe("Remove the tracking parameters", edits));
    }
}

fn name(pair: &str) -> &str {
    let pair = pair.strip_prefix("amp;").unwrap_or(pair);
    pair.split(['=', '&']).next().unwrap_or(pair)
}

/// What to delete so that the pairs of a query that are not gone stay as they are.
fn deletions(
    document: &Document<'_>,
    query: Span,
    pairs: &[(&str, &str, Span)],
    is_gone: impl Fn(&(&str, &str, Span)) -> bool,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut behind_kept = None;
    let mut run_start = None;
    for pair in pairs {
        let span = pair.2;
        if is_gone(pair) {
            run_start.get_or_insert(span.start);
            continue;
        }
        if let Some(start) = run_start.take() {
            // `&amp;` before the first pair that stays would leave its `amp;` after the `?`.
            let entity = if behind_kept.is_none() && document.text(span).starts_with("amp;") { 4 } else { 0 };
            edits.push(Edit::delete(Span::new(start, span.start + entity)));
        }
        behind_kept = Some(span.end);
    }
    if run_start.is_some() {
        edits.push(Edit::delete(Span::new(behind_kept.unwrap_or(query.start), query.end)));
    }
    edits
}

/// Parameters after the `#`, or after a `?` there, if they all track; and where the first of them ends.
fn tracking_fragment(url: &Url<'_>, further: &[String]) -> Option<(Span, usize)> {
    let fragment = url.fragment()?;
    let at = fragment.find('?').map_or(0, |at| at + 1);
    let pairs = &fragment[at..];
    let all_track = pairs.split('&').all(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        !value.is_empty() && is_tracking_parameter(url, key.strip_prefix("amp;").unwrap_or(key), value, further)
    });
    let span = url.fragment_span();
    all_track.then(|| (Span::new(span.start + at, span.end), span.end))
}
