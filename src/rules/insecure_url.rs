//! An address without encryption.

use crate::diagnostic::Fix;
use crate::lexicon::{Scheme, scheme};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::rules::suspicious_url::has_local_host;
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "insecure-url",
    group: Group::Links,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports an entry whose address begins with `http://`.",
    why: "Browsers warn about pages without encryption, and nearly all sites serve the same page with `https://`. \
          The fix is a guess: a few old sites only have `http://`.",
    needs: Needs::Text,
    examples: &[Example::fixed(
        "* [Writing a parser](http://example.org/parser)\n",
        "* [Writing a parser](https://example.org/parser)\n",
    )],
    silent: &[
        Silent::because(
            "the address of a group is the same every week, and was right before",
            "* 2026-03-05 | Ghent, BE | [Rust Ghent](http://example.org/ghent)\n    * [**Spring meetup**](https://example.org/1)\n",
        ),
        Silent::because(
            "the sentence is part of the template",
            "Updates of [Rust](http://example.org).\n\n### Jobs\n* Ask [us](http://example.org).\n",
        ),
        Silent::because("it is encrypted", "* [Writing a parser](https://example.org/?from=http://example.com)\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for url in document.urls().iter().filter(|url| url.scheme().eq_ignore_ascii_case("http")) {
        let destination = url.whole();
        let is_known = !url.host().is_empty() && scheme(url.as_str()) == Scheme::Right && !has_local_host(url);
        // The address of a group comes from earlier issues, where it was right, as those of the template do.
        let is_new = document
            .item_at(destination.start)
            .is_some_and(|item| document.section_of(item).kind.is_entry_list() && (!item.has_date || item.is_nested()));
        if !is_known || !is_new {
            continue;
        }
        let at = destination.start + "http".len();
        cx.report(Span::new(destination.start, at + "://".len()), "this address begins with `http://`, not `https://`")
            .help("Write `https://` if the page opens with it; otherwise leave the address as it is.")
            .fix(Fix::unsafe_("Write `https://`", Edit::insert(at, "s")));
    }
}
