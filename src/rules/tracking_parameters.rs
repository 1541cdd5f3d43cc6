//! Query parameters that only tell a site where its visitors come from.

use crate::fix::{Edit, Fix};
use crate::lexicon::is_tracking_parameter;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Rule};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "tracking-parameters",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports query parameters that track readers and change nothing about the page: `utm_source`, \
              `fbclid`, YouTube's `si`, Eventbrite's `aff` and the like.",
    why: "The guidelines of the newsletter ask for links without tracking. Parameters that a page needs \
          stay, and so does `source=friends_link`, which opens a paywall.",
    examples: &[
        Example::fixed(
            "* [An article](https://example.org/post?utm_source=newsletter&id=7&utm_medium=email)\n",
            "* [An article](https://example.org/post?id=7)\n",
        ),
        Example::fixed(
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk&si=0123456789)\n",
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
        ),
    ],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for destination in document.destinations() {
        let url = document.url(destination);
        let Some(query) = url.query() else { continue };
        let parameters: Vec<_> = url.parameters().collect();
        let tracking: Vec<_> = parameters.iter().filter(|(key, value, _)| is_tracking_parameter(&url, key, value)).collect();
        let (Some(first), Some(last)) = (tracking.first(), tracking.last()) else { continue };
        let kept: Vec<_> = parameters
            .iter()
            .filter(|(key, value, _)| !is_tracking_parameter(&url, key, value))
            .map(|(_, _, span)| document.text(*span).strip_prefix("amp;").unwrap_or(document.text(*span)))
            .collect();
        let names: Vec<_> = tracking.iter().map(|(key, _, _)| format!("`{key}`")).collect();
        let message = match names.as_slice() {
            [name] => format!("the parameter {name} only tracks readers"),
            names => format!("the parameters {} only track readers", names.join(", ")),
        };
        let separator = if query.contains("&amp;") { "&amp;" } else { "&" };
        let new_query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join(separator)) };
        cx.report(first.2.to(last.2), message)
            .help("Link to the page itself, without what a mail or a share button added to its address.")
            .fix(Fix::safe("Remove what tracks", Edit::replace(Span::new(url.query_span().start, url.query_span().end), new_query)));
    }
}
