//! Entries in places without entries.

use crate::diagnostic::{Diagnostic, Join};
use crate::document::{Item, LineKind, SectionKind};
use crate::lexicon::NOTE_WORDS;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "misplaced-entry",
    group: Group::Issue,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports entries in places where the newsletter has none: under Crate of the Week, above the first \
              section of the community, before the first heading, and after the link to the discussion, which ends \
              the issue; and sentences in the lists of the community.",
    why: "Contributors who do not know the sections add their link where they find space. Readers miss it there, and \
          editors move it.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "## Updates from Rust Community\n\n* [A talk](https://example.org/talk)\n\n### Research\n* [A paper](https://example.org/paper)\n",
            "## Updates from Rust Community\n\n### Research\n* [A paper](https://example.org/paper)\n* [A talk](https://example.org/talk)\n",
        ),
        Example::by_hand(
            "## Crate of the Week\n\n* [My crate](https://example.org/crate)\n",
            "## Crate of the Week\n\nThis week's crate is [crab](https://example.org/crab).\n",
        ),
        Example::by_hand(
            "### Research\n* [A paper](https://example.org/paper)\n\n<small>[Discuss on r/rust](REDDIT_LINK_HERE)</small>\n\n* [A talk](https://example.org/talk)\n",
            "### Research\n* [A paper](https://example.org/paper)\n* [A talk](https://example.org/talk)\n\n<small>[Discuss on r/rust](REDDIT_LINK_HERE)</small>\n",
        ),
        Example::by_hand(
            "### Research\n* [A paper](https://example.org/paper)\n\nA talk about this paper was given.\nMany people came.\n\nThere will be another talk.\n",
            "### Research\n* [A paper](https://example.org/paper)\n* [A talk about this paper](https://example.org/talk)\n",
        ),
        Example::by_hand(
            "### Project/Tooling Updates\n\n#### A kettle in Rust\n\nA kettle was rewritten in Rust.\n\nIt boils all the water.\n",
            "### Project/Tooling Updates\n\n* [A kettle in Rust](https://example.org/kettle)\n",
        ),
        Example::by_hand(SENTENCE, NO_SENTENCE)
            .after(&[("2026-02-25-this-week-in-rust.md", "### Research\n\nSend us more papers.\n")]),
    ],
    silent: &[
        Silent::because(
            "other sections have sentences",
            "## Crate of the Week\n\nA crate was not voted for.\n\n## Upcoming Events\n\nThere are many events this week.\n",
        ),
        Silent::because(
            "a part of a section may have a heading",
            "### Research\n\n#### Of the last week\n* [A paper](https://example.org/paper)\n",
        ),
        Silent::because(
            "a few words introduce a list",
            "### Research\n\nOf last week:\n\n* [A paper](https://example.org/paper)\n",
        ),
        Silent::because("an earlier issue has this sentence too", SENTENCE)
            .after(&[("2026-02-25-this-week-in-rust.md", "### Research\n\nSend us more papers by mail.\n")]),
        Silent::because(
            "three words are not a sentence",
            "### Research\n\nOf last week\n\n* [A paper](https://example.org/paper)\n",
        ),
        Silent::because(
            "a template may have its own signs",
            "### Research\n\n{{ a list of the papers }}\n\n* [A paper](https://example.org/paper)\n",
        ),
        Silent::because(
            "the crate is described in a list",
            "## Crate of the Week\n\nThis week's crate can do two things:\n\n* it [parses](https://example.org/parse) what it is given\n* it prints\n",
        ),
        Silent::because("a single entry has no section", "* [A talk](https://example.org/talk)\n"),
        Silent::because(
            "an article may be about a discussion",
            "### Research\n* [Discuss on paper](https://example.org/discuss)\n* [A talk](https://example.org/talk)\n",
        ),
    ],
    options: &[],
    check,
};

/// A sentence among the entries.
const SENTENCE: &str = "## Updates from Rust Community\n\n### Research\n* [A paper](https://example.org/paper)\n\nSend us more papers by mail.\n";

/// The same entries without it.
const NO_SENTENCE: &str = "## Updates from Rust Community\n\n### Research\n* [A paper](https://example.org/paper)\n";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let end = document.discussion_link().map(|link| link.span.end);
    for item in document.items().iter().filter(|item| !item.is_nested()) {
        let place = if end.is_some_and(|end| end < item.span.start) {
            "after the end of the issue"
        } else {
            match document.section_of(item).kind {
                SectionKind::CrateOfTheWeek => "under Crate of the Week",
                SectionKind::CommunityRoot => "above the first section of the community",
                SectionKind::Preamble => "before the first heading",
                _ => continue,
            }
        };
        if is_submission(cx, item) {
            cx.report(item.content, format!("this entry is {place}, where readers miss it"))
                .help("Move it to the community section that fits.");
        }
    }
    prose(cx);
}

/// Paragraphs in the sections of the community, which are lists, and the headings of those that have nothing else.
fn prose(cx: &mut Context<'_>) {
    let document = cx.document;
    for (index, section) in document.sections().iter().enumerate() {
        let SectionKind::Community(_) = section.kind else { continue };
        let mut first = section.heading.filter(|heading| heading.level > 3 && document.items_in(index).is_empty());
        let lines: Vec<_> = document.lines_of(section).collect();
        for paragraph in lines.chunk_by(|one, next| one.1 == next.1).filter(|lines| lines[0].1 == LineKind::Text) {
            let line = paragraph[0].0;
            let introduces = document.text(paragraph[paragraph.len() - 1].0).trim_end().ends_with(':');
            if introduces || !is_prose(cx, line) {
                continue;
            }
            let span = first.take().map_or(line, |heading| heading.span.to(line));
            cx.report(span, "this text is not an entry; this section only lists links")
                .help("Write one entry, `* [Title](address)`, or remove the text.")
                .join(Join {
                    group: index,
                    least: 2,
                    message: |_, first: &Diagnostic| first.message.clone(),
                    label: "nor is this",
                    fix: "",
                });
        }
    }
}

/// Words from which on a line is taken for a sentence.
const FEWEST_WORDS: usize = 4;

/// Whether a line is a sentence without any address.
fn is_prose(cx: &Context<'_>, line: Span) -> bool {
    let document = cx.document;
    let text = document.text(line);
    let is_plain = document.links_in(line).is_empty()
        && document.near_links_in(line).is_empty()
        && document.bare_urls_in(line).is_empty();
    // A note is another matter, and what an earlier issue has too belongs there.
    let is_known = || NOTE_WORDS.iter().any(|word| text.contains(word)) || cx.history.has_line(text);
    is_plain
        && !is_known()
        && text.starts_with(char::is_alphanumeric)
        && text.split_whitespace().count() >= FEWEST_WORDS
}

/// Whether an entry is nothing but prefixes and a link.
fn is_submission(cx: &Context<'_>, item: &Item) -> bool {
    let document = cx.document;
    let [link, ..] = document.links_of(item) else { return false };
    let before = document.source.slice(Span::new(item.behind_prefixes(), link.span.start));
    before.trim().is_empty() && !link.is_image
}
