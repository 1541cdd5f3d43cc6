//! A prefix in the title, or after the link.

use crate::diagnostic::Fix;
use crate::document::{Document, Link, Prefix, PrefixPlace};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "misplaced-prefix",
    group: Group::Prefixes,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports prefixes of community entries that are in the link text or after the link.",
    why: "The prefix is before the title, so that readers see first what kind of page it is. Between the title and \
          the address, Markdown even takes it as the text of the link.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [[video] A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
        ),
        Example::fixed(
            "* [A talk (Video)](https://www.youtube.com/watch?v=abcdefghijk)\n",
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
        ),
        Example::fixed(
            "* [Part one](https://example.org/1) [series]\n",
            "* [series] [Part one](https://example.org/1)\n",
        ),
        Example::fixed(
            "* [Part one][series](https://example.org/1)\n",
            "* [series] [Part one](https://example.org/1)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "it is before the title",
            "* [video] [FR] [A talk](https://www.youtube.com/watch?v=a)\n* [A [quick] guide](https://example.org/1)\n",
        ),
        Silent::because(
            "the prefix is there already",
            "* [video] [A talk (video)](https://www.youtube.com/watch?v=a)\n* [A guide (series)](https://example.org/1)\n",
        ),
        Silent::because("it is not a prefix of the newsletter", "* [A title [draft]](https://example.org/1)\n"),
        Silent::because("it is not a submission", "### Jobs\n* [Ask](https://example.org/1) [video]\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries() {
        let Some(link) = document.links_of(item).first() else { continue };
        let misplaced: Vec<&Prefix> =
            item.prefixes.iter().filter(|prefix| prefix.place != PrefixPlace::BeforeLink).collect();
        let Some(first) = misplaced.first().filter(|prefix| prefix.tag.is_some()) else { continue };
        let place = match first.place {
            PrefixPlace::InsideText => "in the title",
            PrefixPlace::BehindLink => "after the link",
            PrefixPlace::AsText | PrefixPlace::BeforeLink => "between the title and its address",
        };
        // What is next to each other is moved together; the others once these are moved.
        let is_next = |one: &Prefix, next: &Prefix| {
            let between = Span::new(one.span.end, next.span.start.max(one.span.end));
            one.place == next.place && document.text(between).trim().is_empty()
        };
        let next_to = misplaced.windows(2).take_while(|pair| is_next(pair[0], pair[1])).count();
        let same = &misplaced[..=next_to];
        let written: Vec<String> = same.iter().map(|prefix| written(document.text(prefix.span))).collect();
        let right: String =
            same.iter().filter_map(|prefix| prefix.tag).map(|tag| format!("[{}] ", tag.as_str())).collect();
        let last = same.last().map_or(first.span, |last| last.span);
        let edits = edits(document, first, last, link, item.behind_prefixes(), &right);
        let what = if same.len() > 1 { "the prefixes" } else { "the prefix" };
        let is = if same.len() > 1 { "are" } else { "is" };
        let diagnostic = cx.report(first.span.to(last), format!("{what} `{}` {is} {place}", written.join(" ")));
        diagnostic.help(format!("Write `{}` and one space before the title.", right.trim_end()));
        // A link whose text is a prefix alone has no title that would be left.
        if first.place != PrefixPlace::InsideText
            || document.text(link.text).trim() != document.text(first.span.to(last))
        {
            diagnostic.fix(Fix::safe(format!("Move {what} before the title"), edits));
        }
    }
}

/// A prefix as it is shown: with the brackets that are those of the link where it is the link's text.
fn written(prefix: &str) -> String {
    if prefix.starts_with(['[', '(']) { prefix.to_owned() } else { format!("[{prefix}]") }
}

fn edits(
    document: &Document<'_>,
    prefix: &Prefix,
    last: Span,
    link: &Link<'_>,
    content: usize,
    right: &str,
) -> Vec<Edit> {
    let blanks_behind = |at: usize, end: usize| {
        let rest = document.text(Span::new(at, end.max(at)));
        rest.len() - rest.trim_start().len()
    };
    let start = prefix.span.start;
    match prefix.place {
        PrefixPlace::InsideText if start == link.text.start => {
            let end = last.end + blanks_behind(last.end, link.text.end);
            vec![Edit::insert(link.span.start, right), Edit::delete(Span::new(start, end))]
        }
        PrefixPlace::AsText => {
            // `[Title][video](url)`: the title is between the content's beginning and the link.
            let at = content + blanks_behind(content, link.span.start);
            vec![Edit::insert(at, right), Edit::delete(Span::new(link.span.start, link.text.end + 1))]
        }
        _ => {
            let before = document.text(Span::new(link.text.start, start));
            let from = start - (before.len() - before.trim_end().len());
            vec![Edit::insert(link.span.start, right), Edit::delete(Span::new(from, last.end))]
        }
    }
}
