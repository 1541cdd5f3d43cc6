//! Blank lines too many, and headings that lack one.

use crate::archive::History;
use crate::diagnostic::Fix;
use crate::document::{Document, HeadingForm, LineKind, Section, SectionKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "blank-lines",
    group: Group::Issue,
    level: Level::Tidy,
    fix: FixAvailability::Safe,
    summary: "Reports two or more blank lines in a row if nine in ten gaps have one, a heading without a blank line \
              above it, and a list of the community or of events that has a blank line above it, or not, unlike nine \
              in ten of them in this issue and the last ones.",
    why: "The page is the same, so it is not reported; but editors write all issues in one form, and read the \
          changes of contributors line by line.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n### Miscellaneous\n* [A talk](https://example.org/talk)\n",
            "### Research\n* [First paper](https://example.org/first)\n\n### Miscellaneous\n* [A talk](https://example.org/talk)\n",
        ),
        Example::fixed(
            "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n\nSeven.\n\nEight.\n\nNine.\n\nTen.\n\n\nEleven.\n",
            "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n\nSeven.\n\nEight.\n\nNine.\n\nTen.\n\nEleven.\n",
        ),
        Example::fixed(NOT_AS_THE_OTHERS, AS_THE_OTHERS),
        Example::fixed(
            "### Research\n\n* [A paper](https://example.org/paper)\n",
            "### Research\n* [A paper](https://example.org/paper)\n",
        )
        .after(&[("2026-02-25-this-week-in-rust.md", AS_THE_OTHERS)]),
        // Nine in ten have none, but not in this draft.
        Example::fixed(
            "### Research\n\n* [A paper](https://example.org/paper)\n\n### Miscellaneous\n\n* [A talk](https://example.org/talk)\n",
            "### Research\n* [A paper](https://example.org/paper)\n\n### Miscellaneous\n* [A talk](https://example.org/talk)\n",
        )
        .after(&[("2026-02-25-this-week-in-rust.md", ONE_IN_SIX)]),
    ],
    silent: &[
        Silent::because(
            "of the lists of earlier issues, two in seven have one",
            "### Research\n\n* [A paper](https://example.org/paper)\n\n### Miscellaneous\n\n* [A talk](https://example.org/talk)\n",
        )
        .after(&[("2026-02-18-this-week-in-rust.md", ONE_IN_SIX), (
            "2026-02-25-this-week-in-rust.md",
            "## Updates from Rust Community\n\n### Research\n\n* [F](https://example.org/f)\n",
        )]),
        Silent::because(
            "earlier issues with three lists are not enough to compare with",
            "### Research\n\n* [A paper](https://example.org/paper)\n\n### Miscellaneous\n\n* [A talk](https://example.org/talk)\n",
        )
        .after(&[(
            "2026-02-25-this-week-in-rust.md",
            "## Updates from Rust Community\n\n### Official\n* [A](https://example.org/a)\n\n### Newsletters\n* [B](https://example.org/b)\n\n### Research\n* [C](https://example.org/c)\n",
        )]),
        Silent::because(
            "one half of the lists has one and the other has not",
            "### Research\n\n* [A paper](https://example.org/first)\n\n### Miscellaneous\n* [A talk](https://example.org/talk)\n",
        ),
        Silent::because("one heading may follow another", "## Events\n### Europe\n"),
        Silent::because("a comment belongs to what is below it", "Text.\n<!-- Perf results -->\n### Performance\n"),
        Silent::because(
            "code is shown as it is written",
            "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n\nSeven.\n\nEight.\n\nNine.\n\n```text\nfirst\n\n\nsecond\n```\n",
        ),
        Silent::because(
            "nothing follows the blank lines",
            "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n\nSeven.\n\nEight.\n\nNine.\n\nThe end.\n\n\n",
        ),
        Silent::because(
            "one gap in ten has two",
            "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n\nSeven.\n\nEight.\n\nNine.\n\n\nTen.\n",
        ),
    ],
    options: &[],
    check,
};

const NOT_AS_THE_OTHERS: &str = "### Official\n* [A](https://blog.rust-lang.org/2030/01/01/a/)\n\n\
### Newsletters\n* [B](https://example.org/b)\n\n\
### Observations/Thoughts\n* [C](https://example.org/c)\n\n\
### Research\n* [D](https://example.org/d)\n\n\
### Miscellaneous\n\n* [E](https://example.org/e)\n";

const ONE_IN_SIX: &str = "## Updates from Rust Community\n\n\
### Official\n* [A](https://example.org/a)\n\n\
### Newsletters\n* [B](https://example.org/b)\n\n\
### Project/Tooling Updates\n* [C](https://example.org/c)\n\n\
### Observations/Thoughts\n* [D](https://example.org/d)\n\n\
### Research\n* [E](https://example.org/e)\n\n\
### Miscellaneous\n\n* [F](https://example.org/f)\n";

const AS_THE_OTHERS: &str = "### Official\n* [A](https://blog.rust-lang.org/2030/01/01/a/)\n\n\
### Newsletters\n* [B](https://example.org/b)\n\n\
### Observations/Thoughts\n* [C](https://example.org/c)\n\n\
### Research\n* [D](https://example.org/d)\n\n\
### Miscellaneous\n* [E](https://example.org/e)\n";

fn check(cx: &mut Context<'_>) {
    rows(cx);
    above_headings(cx);
    below_headings(cx, SectionKind::is_community);
    below_headings(cx, |kind| kind == SectionKind::EventRegion);
}

/// Two or more blank lines in a row, where nearly all gaps are one.
fn rows(cx: &mut Context<'_>) {
    let document = cx.document;
    let mut rows: Vec<(Span, usize)> = Vec::new();
    let (mut singles, mut index) = (0, 0);
    for run in document.lines().chunk_by(|one, next| (*one == LineKind::Blank) == (*next == LineKind::Blank)) {
        let first = index;
        index += run.len();
        if run[0] != LineKind::Blank {
            continue;
        }
        let above = first.checked_sub(1).map(|above| document.lines()[above]);
        // Above the front matter they are a mistake, and `front-matter` says so; below the last line they are nothing.
        let is_between = above.is_some_and(|kind| kind != LineKind::Code)
            && document.lines().get(index).is_some_and(|kind| *kind != LineKind::Code)
            && !document.text(document.source.line(first).to(document.source.line(index))).trim().is_empty();
        if is_between && run.len() == 1 {
            singles += 1;
        } else if is_between {
            let surplus = document.source.line_with_end(first + 1).to(document.source.line_with_end(index - 1));
            rows.push((surplus, run.len()));
        }
    }
    if !is_rare(rows.len(), singles) {
        return;
    }
    for (surplus, count) in rows {
        cx.report(surplus, format!("there are {count} blank lines in a row"))
            .help("Leave one blank line.")
            .fix(Fix::safe("Leave one blank line", Edit::delete(surplus)));
    }
}

/// Whether one form, which appears `these` times, is rare next to another, which appears `others` times: one in ten.
fn is_rare(these: usize, others: usize) -> bool {
    9 * these <= others
}

fn above_headings(cx: &mut Context<'_>) {
    let document = cx.document;
    for heading in document.sections().iter().filter_map(|section| section.heading) {
        let above = document.source.line_index(heading.span.start).checked_sub(1).map(|above| document.lines()[above]);
        let is_text = above.is_some_and(|kind| {
            matches!(
                kind,
                LineKind::Item(_)
                    | LineKind::Continuation(_)
                    | LineKind::Text
                    | LineKind::Quote
                    | LineKind::Table
                    | LineKind::Definition
                    | LineKind::ThematicBreak
            )
        });
        if is_text && heading.form != HeadingForm::Indented {
            cx.report(heading.span, "there is no blank line above this heading").help("Add a blank line.").fix(
                Fix::safe(
                    "Add a blank line above the heading",
                    Edit::insert(heading.span.start, document.source.line_end()),
                ),
            );
        }
    }
}

/// Earlier issues whose form counts: it changes over the years.
const LAST_ISSUES: usize = 12;

/// How many other lists there have to be than the one that is checked.
const LEAST: usize = 4;

/// How many lists of earlier issues without a blank line there are for one with it, where that one is an exception.
const FEW: usize = 5;

/// Lists right below a heading of `these` kinds that have a blank line where nearly all others have none, or the
/// reverse.
fn below_headings(cx: &mut Context<'_>, these: fn(SectionKind) -> bool) {
    let document = cx.document;
    let lists = document.sections().iter().filter(|section| these(section.kind));
    let lists: Vec<(Span, usize)> = lists.filter_map(|section| gap(document, section)).collect();
    let apart = lists.iter().filter(|(_, count)| *count > 0).count();
    let past = past_lists(cx.history, these);
    for (gap, count) in &lists {
        let is_apart = *count > 0;
        // Without this one.
        let with = past.0 + apart - usize::from(is_apart);
        let without = past.1 + lists.len() - apart - usize::from(!is_apart);
        let (same, other) = if is_apart { (with, without) } else { (without, with) };
        // Editors remove blank lines that earlier issues don't have even where a draft has nothing else.
        let is_new = is_apart && past.0 + past.1 >= LEAST && FEW * past.0 <= past.1;
        if !is_new && (same + other < LEAST || !is_rare(same, other)) {
            continue;
        }
        if is_apart {
            cx.report(*gap, "there is a blank line below this heading, but not below the others")
                .help("Begin the list directly below its heading.")
                .fix(Fix::safe("Remove the blank line below the heading", Edit::delete(*gap)));
        } else {
            cx.report(*gap, "there is no blank line below this heading, unlike below the others")
                .help("Add a blank line.")
                .fix(Fix::safe(
                    "Add a blank line below the heading",
                    Edit::insert(gap.start, document.source.line_end()),
                ));
        }
    }
}

/// The blank lines between a heading and the list below it, and how many they are; none where something else is there.
fn gap(document: &Document<'_>, section: &Section<'_>) -> Option<(Span, usize)> {
    let first = document.source.line_index(section.heading?.span.start) + 1;
    let count = document.lines().get(first..)?.iter().take_while(|kind| **kind == LineKind::Blank).count();
    let LineKind::Item(_) = document.lines().get(first + count)? else { return None };
    let start = document.source.line(first).start;
    Some((Span::new(start, document.source.line(first + count).start), count))
}

/// How many lists of the last issues have a blank line above them, and how many have none.
fn past_lists(history: &History, these: fn(SectionKind) -> bool) -> (usize, usize) {
    let issues = history.issues().rev().take(LAST_ISSUES);
    let counts = issues.flat_map(|issue| issue.blank_lines_below(these));
    counts.fold((0, 0), |(with, without), count| if count > 0 { (with + 1, without) } else { (with, without + 1) })
}
