//! A blank line between two entries of one list.

use crate::diagnostic::{Fix, Gravity, Join};
use crate::document::{Loss, LossCause};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "blank-line-in-list",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports blank lines between two entries of one list, once per section. A blank line above a nested \
              line is an error if another entry follows directly below it.",
    why: "With a blank line, the site puts each entry around it in a paragraph of its own, further apart than the \
          rest of the list. It is what editors correct most often.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n\n* [Second paper](https://example.org/second)\n",
            "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\n    * [**Talks**](https://example.org/ghent/1)\n* 2026-03-06 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Hack night**](https://example.org/mons/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n* 2026-03-06 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Hack night**](https://example.org/mons/1)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "there is text between the two lists",
            "### Research\n* [First paper](https://example.org/first)\n\nAnd more:\n\n* [Second paper](https://example.org/second)\n",
        ),
        Silent::because(
            "the author of a section in prose decides how it is laid out",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Crate of the Week\n\nThis week's crate does two things:\n\n* it parses\n\n* it prints\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items() {
        if item.blank_lines_above == 0 || item.bullet.is_none() || !document.section_of(item).kind.is_entry_list() {
            continue;
        }
        let source = document.source;
        let first_blank = item.first_line - item.blank_lines_above;
        let blank = Span::new(source.line(first_blank).start, source.line(item.first_line).start);
        let (message, title) = match item.blank_lines_above {
            1 => {
                ("this entry has a blank line above it; the site will show gaps in this list", "Remove the blank line")
            }
            _ => {
                ("this entry has blank lines above it; the site will show gaps in this list", "Remove the blank lines")
            }
        };
        let nests = |loss: &&Loss| loss.cause == LossCause::BlankLine && loss.line + 1 == item.first_line;
        if let Some(loss) = document.losses().iter().find(nests) {
            let message = "because of the blank line above, the site nests the entries below this one too";
            cx.report(item.span, message)
                .gravity(Gravity::Lost)
                .help("Remove the blank line.")
                .label(document.items()[loss.first].span, "the site nests this entry, for example")
                .fix(Fix::safe(title, Edit::delete(blank)));
            continue;
        }
        cx.report(item.span, message)
            .help("Leave no blank line between the entries of a list.")
            .gravity(Gravity::Doubtful)
            .fix(Fix::safe(title, Edit::delete(blank)))
            .join(Join {
                group: item.section,
                least: 2,
                message: |count, _| format!("{count} entries of this section have a blank line above them"),
                label: "this one too",
                fix: "Remove the blank lines",
            });
    }
}
