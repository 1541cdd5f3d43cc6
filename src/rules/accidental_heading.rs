//! Text that begins with `#` by chance.

use crate::diagnostic::excerpt;
use crate::lexicon::note_at_start;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};

pub(super) static RULE: Rule = Rule {
    name: "accidental-heading",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports lines of text that begin with `#` and that the site therefore shows as a heading: the number of \
              an issue at the beginning of a wrapped line, or an event whose bullet became a `#`.",
    why: "The site needs no space after `#` to make a heading, and none before it: the line breaks out of its \
          paragraph or list, in large print, and everything below it belongs to a section of that name.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "The change was made in\n#12345, for the better.\n",
            "The change was made\nin #12345, for the better.\n",
        ),
        Example::by_hand(
            "# 2026-03-04 | Berlin, DE | [Rust Berlin](https://example.org/berlin)\n    * [**Meetup**](https://example.org/berlin/1)\n",
            "* 2026-03-04 | Berlin, DE | [Rust Berlin](https://example.org/berlin)\n    * [**Meetup**](https://example.org/berlin/1)\n",
        ),
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for heading in &document.accidental_headings {
        let text = document.text(heading.text);
        // `#TODO` is a note, and `leftover-note` speaks of it.
        if note_at_start(text) {
            continue;
        }
        let line = excerpt(document.text(heading.span).trim());
        let is_event = text.as_bytes().first().is_some_and(u8::is_ascii_digit) && text.contains('|');
        let marker = document.text(heading.marker);
        if is_event {
            cx.report(
                heading.span,
                format!("this event begins with `{marker}` instead of `*` and is no entry of the list"),
            )
            .help("Write `* ` at the beginning of the line, as for every event.");
        } else {
            cx.report(
                heading.span,
                format!("the site makes a heading of this line, because it begins with `{marker}`: `{line}`"),
            )
            .help(if text.starts_with(|c: char| c.is_ascii_digit()) {
                format!("Move `{}` to the line above, or write `\\{}`.", first_word(&line), first_word(&line))
            } else {
                format!("Write `\\{marker}` where the sign is meant, or `## ` with a space where a heading is.")
            });
        }
    }
}

fn first_word(line: &str) -> &str {
    let end = line.find(|c: char| !c.is_alphanumeric() && c != '#').unwrap_or(line.len());
    &line[..end]
}
