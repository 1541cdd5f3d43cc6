//! Spaces and tabs at the end of a line that have no effect.

use crate::diagnostic::{Fix, Gravity};
use crate::document::{LineKind, Loss, LossCause};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::rules::line_break::breaks_line;
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "trailing-whitespace",
    group: Group::Markup,
    level: Level::Tidy,
    fix: FixAvailability::Safe,
    summary: "Reports spaces and tabs at the end of a line that do not change the page. `line-break` reports those \
              that break the line.",
    why: "Readers never see them, but they appear in the next contributor's diff when an editor removes them.",
    needs: Needs::Text,
    examples: &[
        Example::fixed("* [Title](https://example.org/x) \n", "* [Title](https://example.org/x)\n"),
        Example::fixed(
            "An introduction.\t \n\n* [Title](https://example.org/x)\n",
            "An introduction.\n\n* [Title](https://example.org/x)\n",
        ),
        Example::fixed("An introduction.\n  \nAnother paragraph.\n", "An introduction.\n\nAnother paragraph.\n"),
    ],
    silent: &[
        Silent::because("code is shown as it is written", "```text\nfirst  \n```\n"),
        Silent::because("a quotation may have line breaks", "> The first verse  \n> and the second.\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for (index, kind) in document.lines().iter().enumerate() {
        let line = document.source.line(index);
        let text = document.text(line);
        if !text.ends_with([' ', '\t']) {
            continue;
        }
        let blanks = Span::new(line.start + text.trim_end_matches([' ', '\t']).len(), line.end);
        // The blank after a lone bullet goes with the bullet: `empty-item`.
        let is_empty_item = matches!(kind, LineKind::Item(item) if document.items()[*item].content.start >= line.end);
        if *kind == LineKind::Code || is_empty_item {
            continue;
        }
        let found = match document.text(blanks) {
            " " => "a space".to_owned(),
            "\t" => "a tab".to_owned(),
            blanks if blanks.bytes().all(|byte| byte == b' ') => format!("{} spaces", blanks.len()),
            blanks => format!("{} spaces and tabs", blanks.len()),
        };
        let swallows = |loss: &&Loss| loss.cause == LossCause::Comment && loss.line == index;
        if document.losses().iter().any(|loss| swallows(&loss)) {
            cx.report(blanks, format!("{found} after the `-->` turns the list below into a paragraph"))
                .gravity(Gravity::Lost)
                .help("Remove everything after the last visible character of the line.")
                .fix(Fix::safe("Remove the space at the end of the line", Edit::delete(blanks)));
            continue;
        }
        if breaks_line(document, index) {
            continue;
        }
        let place = if blanks.start == line.start { "on an otherwise empty line" } else { "at the end of the line" };
        cx.report(blanks, format!("{found} {place}"))
            .help("Remove everything after the last visible character of the line.")
            .fix(Fix::safe("Remove the space at the end of the line", Edit::delete(blanks)));
    }
}
