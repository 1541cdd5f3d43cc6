//! Spaces at the end of a line that break the line on the site.

use crate::diagnostic::Fix;
use crate::document::{Document, LineKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "line-break",
    group: Group::Markup,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports two or more spaces at the end of a line in a paragraph or an entry, which make a line break on \
              the site. Lines of a quotation may have them.",
    why: "Nobody sees them in the source, and the next editor who removes them changes the page. An intended line \
          break is written `<br />`.",
    needs: Needs::Text,
    examples: &[Example::fixed(
        "The first line of an introduction  \nand the second.\n",
        "The first line of an introduction\nand the second.\n",
    )],
    silent: &[
        Silent::because("a quotation may have line breaks", "> The first verse  \n> and the second.\n"),
        Silent::because("no line follows in the paragraph", "The end of a paragraph  \n\nThe next one.\n"),
        Silent::because(
            "one space does not make a line break",
            "The first line of an introduction \nand the second.\n",
        ),
        Silent::because(
            "the line break is written as `<br />`",
            "The first line of an introduction<br />\nand the second.\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for (index, kind) in document.lines().iter().enumerate() {
        if *kind == LineKind::Quote || !breaks_line(document, index) {
            continue;
        }
        let blanks = spaces(document, index);
        cx.report(blanks, format!("the {} spaces at the end of this line make a line break on the site", blanks.len()))
            .help("Remove them, or write `<br />` if the line break is intended.")
            .fix(Fix::unsafe_("Remove the spaces and the line break", Edit::delete(blanks)));
    }
}

/// The spaces at the end of a line.
fn spaces(document: &Document<'_>, index: usize) -> Span {
    let line = document.source.line(index);
    Span::new(line.start + document.text(line).trim_end_matches(' ').len(), line.end)
}

/// Whether the spaces at the end of line `index` break it on the site: two or more, within a paragraph, an entry or a
/// quotation.
pub(super) fn breaks_line(document: &Document<'_>, index: usize) -> bool {
    // What follows tells nearly every line, before its end is looked at.
    let goes_on = match (document.lines()[index], document.lines().get(index + 1)) {
        (LineKind::Quote, Some(LineKind::Quote | LineKind::Text)) => {
            let next = document.text(document.source.line(index + 1));
            !next.trim_matches(['>', ' ', '\t']).is_empty()
        }
        (LineKind::Text | LineKind::Item(_) | LineKind::Continuation(_), Some(LineKind::Continuation(_)))
        | (LineKind::Text, Some(LineKind::Text)) => true,
        _ => false,
    };
    goes_on && document.text(document.source.line(index)).ends_with("  ")
}
