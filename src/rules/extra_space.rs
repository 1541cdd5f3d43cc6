//! Spaces in a title that the page hardly shows.

use crate::diagnostic::Fix;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::rules::title_spacing::blanks;
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "extra-space",
    group: Group::LinkText,
    level: Level::Tidy,
    fix: FixAvailability::Safe,
    summary: "Reports spaces at the beginning or end of a link text, and several spaces in a row in it.",
    why: "The page shows several spaces as one, and underlines one at the end. Readers do not notice, so it is not \
          reported.",
    needs: Needs::Text,
    examples: &[
        Example::fixed("* [ A title ](https://example.org/post)\n", "* [A title](https://example.org/post)\n"),
        Example::fixed(
            "* [A  title\tof it](https://example.org/post)\n",
            "* [A title of it](https://example.org/post)\n",
        ),
    ],
    silent: &[
        Silent::because("code is written as it is", "* [`a  b`](https://example.org/post)\n"),
        Silent::because("it may be a letter in a wrong encoding", "* [Ã  la carte](https://example.org/post)\n"),
        Silent::because("it is not an entry", "### Jobs\n[ Ask  here ](https://example.org/post)\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for (_, link) in document.uneven_titles() {
        let edits: Vec<Edit> = blanks(document, link)
            .map(|blank| (blank, blank.start == link.text.start || blank.end == link.text.end))
            .filter(|(blank, is_edge)| *is_edge || document.text(*blank) != " ")
            // In a wrong encoding, `Ã` and the blank after it may be one letter.
            .filter(|(blank, _)| !document.source.text()[..blank.start].ends_with('Ã'))
            .map(|(blank, is_edge)| if is_edge { Edit::delete(blank) } else { Edit::replace(blank, " ") })
            .collect();
        let Some(first) = edits.first() else { continue };
        cx.report(first.span, "there are extra spaces in this title")
            .help("Leave one space between words, and none at the beginning and the end.")
            .fix(Fix::safe("Remove the spaces", edits));
    }
}
