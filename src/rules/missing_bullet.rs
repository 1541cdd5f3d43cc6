//! An entry that is a paragraph of its own, because its `* ` was forgotten.

use crate::diagnostic::{Fix, Gravity};
use crate::document::{LineKind, SectionKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "missing-bullet",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports entries that do not begin with `* `: a line with only prefixes and a link, or the date line of \
              an event.",
    why: "Without its bullet, an entry is a paragraph outside the list or part of the entry above. The guidelines \
          ask for `* [Title of the linked page](https://example.com/my_article)`.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n[Second paper](https://example.org/second)\n",
            "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
        Example::fixed(
            "### Research\n1) [First paper](https://example.org/first)\n",
            "### Research\n* [First paper](https://example.org/first)\n",
        ),
        Example::fixed(
            "### Europe\n 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n> [Second paper](https://example.org/second)\n",
            "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
        Example::fixed(
            "# 2026-03-04 | Berlin, DE | [Rust Berlin](https://example.org/berlin)\n    * [**Meetup**](https://example.org/berlin/1)\n",
            "* 2026-03-04 | Berlin, DE | [Rust Berlin](https://example.org/berlin)\n    * [**Meetup**](https://example.org/berlin/1)\n",
        ),
        Example::by_hand(
            "### Research\n\nNew paper: [First paper](https://example.org/first)\n",
            "### Research\n* [First paper](https://example.org/first)\n",
        ),
        Example::fixed(
            "### Research\n\n#### [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
            "### Research\n\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
    ],
    silent: &[Silent::because(
        "a name of one word is defined, and no entry is meant",
        "### Research\n* [First paper](https://example.org/first)\n[new]: https://example.org/new\n* [Second paper](https://example.org/second)\n",
    )],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items().iter().filter(|item| item.bullet.is_none() && !document.goes_on_with_title(item)) {
        let mut edits = vec![Edit::insert(item.content.start, "* ")];
        if !document.text(item.indent).trim().is_empty() || !item.is_nested() && !item.indent.is_empty() {
            edits = vec![Edit::replace(item.indent, "* ")];
        }
        let what = if item.has_date { "event" } else { "entry" };
        let message = match document.text(item.indent).trim() {
            "" => format!("this {what} has no bullet, so it is not part of the list"),
            found => format!("`{found}` is not a bullet, so this {what} is not part of the list"),
        };
        cx.report(item.content, message).help("Begin the line with `* `.").fix(Fix::safe("Add the bullet", edits));
    }
    sentences(cx);
}

/// Reports a paragraph of one line with one link among the entries of a community section.
fn sentences(cx: &mut Context<'_>) {
    let document = cx.document;
    let is_blank = |line: Option<usize>| {
        line.is_none_or(|line| {
            document.lines().get(line).is_none_or(|kind| !matches!(kind, LineKind::Text | LineKind::Continuation(_)))
        })
    };
    for link in document.links().iter().filter(|link| link.is_inline() && !link.is_image) {
        let index = document.source.line_index(link.span.start);
        let line = document.source.line(index);
        let is_alone = document.lines()[index] == LineKind::Text
            && line.len() <= LONGEST
            && is_blank(index.checked_sub(1))
            && is_blank(Some(index + 1))
            && document.links_in(line).len() == 1;
        let SectionKind::Community(_) = document.section_at(line.start).kind else { continue };
        if is_alone && document.text(Span::new(link.span.end, line.end)).trim().len() <= 1 {
            cx.report(line, "this line is not an entry of the list, because it has no bullet")
                .gravity(Gravity::Doubtful)
                .help("Write an entry as `* [Title of the linked page](https://…)`.");
        }
    }
}

/// Bytes of a line from which on it is prose.
const LONGEST: usize = 200;
