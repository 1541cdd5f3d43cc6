//! Text that begins with `#` by accident.

use crate::diagnostic::{Gravity, excerpt};
use crate::lexicon::{is_odd_space, note_at_start};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "accidental-heading",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports lines of text that begin with `#`, so that the site shows them as a heading, such as the \
              number of an issue at the beginning of a wrapped line.",
    why: "The site needs no space after `#` to show a heading: the line leaves its paragraph or list, in large \
          print, and everything below it belongs to a section with that name.",
    needs: Needs::Text,
    examples: &[Example::by_hand(
        "The change was made in\n#12345, for the better.\n",
        "The change was made\nin #12345, for the better.\n",
    )],
    silent: &[
        Silent::because(
            "a backslash makes a plain sign of it",
            "Write to \\#rust for help.\n\n\\#rust is a channel.\n",
        ),
        Silent::because("a line of code begins with another sign", "Ask in\n`#rust`, or in a channel.\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for heading in document.accidental_headings() {
        let text = document.text(heading.text);
        // `leftover-note` reports `#TODO`, which is a note, and `invisible-character` the space of a heading that is
        // meant.
        let behind = &document.source.text()[heading.marker.end..];
        if note_at_start(text) || behind.starts_with(is_odd_space) {
            continue;
        }
        let line = excerpt(document.text(heading.span).trim());
        let marker = document.text(heading.marker);
        // A few words by themselves take no entry away.
        let has_link = !document.links_in(heading.span).is_empty() || !document.near_links_in(heading.span).is_empty();
        // A link that begins on the line above is cut in two.
        let cuts_link = document.link_at(heading.span.start).is_some();
        let gravity = if has_link || cuts_link { Gravity::Lost } else { Gravity::Doubtful };
        cx.report(heading.span, format!("the site shows this line as a heading, because it begins with `{marker}`"))
            .gravity(gravity)
            .help(if text.starts_with(|c: char| c.is_ascii_digit()) {
                format!("Move `{}` to the line above, or write `\\{}`.", first_word(&line), first_word(&line))
            } else {
                format!("Write `\\{marker}` for a plain `{marker}`, or `## ` with a space for a heading.")
            });
    }
}

fn first_word(line: &str) -> &str {
    let end = line.find(|c: char| !c.is_alphanumeric() && c != '#').unwrap_or(line.len());
    &line[..end]
}
