//! A prefix within the title, or behind the link.

use crate::document::{Document, Link, Prefix, PrefixPlace};
use crate::fix::{Edit, Fix};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Rule};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "misplaced-prefix",
    group: Group::Prefixes,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports prefixes of community entries that stand within the link text or behind the link.",
    why: "A prefix tells before the title what kind of page it is. Between title and address it even takes the title's place \
          as the text of the link.",
    examples: &[
        Example::fixed(
            "* [[video] A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
        ),
        Example::fixed("* [Part one](https://example.org/1) [series]\n", "* [series] [Part one](https://example.org/1)\n"),
        Example::fixed("* [Part one][series](https://example.org/1)\n", "* [series] [Part one](https://example.org/1)\n"),
    ],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries() {
        for prefix in item.prefixes.iter().filter(|prefix| prefix.place != PrefixPlace::BeforeLink) {
            let Some(tag) = prefix.tag else { continue };
            let Some(link) = document.links_in(item.content).first() else { continue };
            let right = format!("[{}] ", tag.as_str());
            let place = match prefix.place {
                PrefixPlace::InsideText => "stands within the title",
                PrefixPlace::BehindLink => "stands behind the link",
                PrefixPlace::AsText | PrefixPlace::BeforeLink => "stands between the title and its address",
            };
            let edits = edits(document, prefix, link, item.behind_prefixes(), right);
            cx.report(prefix.span, format!("the prefix `[{}]` {place}", document.text(prefix.word)))
                .help(format!("Write `[{}]` before the title, with one space between.", tag.as_str()))
                .fix(Fix::safe("Move the prefix before the title", edits));
        }
    }
}

fn edits(document: &Document<'_>, prefix: &Prefix, link: &Link<'_>, content: usize, right: String) -> Vec<Edit> {
    let blanks_behind = |at: usize, end: usize| {
        let rest = document.text(Span::new(at, end.max(at)));
        rest.len() - rest.trim_start().len()
    };
    let start = prefix.span.start;
    match prefix.place {
        PrefixPlace::InsideText if start == link.text.start => {
            let end = prefix.span.end + blanks_behind(prefix.span.end, link.text.end);
            vec![Edit::insert(link.span.start, right), Edit::delete(Span::new(start, end))]
        }
        PrefixPlace::AsText => {
            // `[Title][video](url)`: the title stands between the content's beginning and the link.
            let at = content + blanks_behind(content, link.span.start);
            vec![Edit::insert(at, right), Edit::delete(Span::new(link.span.start, link.text.end + 1))]
        }
        _ => {
            let before = document.text(Span::new(link.text.start, start));
            let from = start - (before.len() - before.trim_end().len());
            vec![Edit::insert(link.span.start, right), Edit::delete(Span::new(from, prefix.span.end))]
        }
    }
}
