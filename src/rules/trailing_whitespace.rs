//! Blanks at the end of a line.

use crate::diagnostic::Fix;
use crate::document::LineKind;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "trailing-whitespace",
    group: Group::Markup,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports spaces and tabs at the end of a line. Lines of a quotation may end in the two spaces that break \
              a verse.",
    why: "Nobody sees blanks at the end of a line, but two of them make a line break on the site, and they turn up \
          in the next contributor's diff when an editor removes them.",
    needs: Needs::Text,
    examples: &[
        Example::fixed("* [Title](https://example.org/x) \n", "* [Title](https://example.org/x)\n"),
        Example::fixed(
            "An introduction.\t \n\n* [Title](https://example.org/x)\n",
            "An introduction.\n\n* [Title](https://example.org/x)\n",
        ),
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for (index, kind) in document.lines.iter().enumerate() {
        let line = document.source.line(index);
        let text = document.text(line);
        let blanks = Span::new(line.start + text.trim_end_matches([' ', '\t']).len(), line.end);
        // The blank behind a lone bullet goes with the bullet: `empty-item`.
        let is_empty_item = matches!(kind, LineKind::Item(item) if document.items[*item].content.is_empty());
        if blanks.is_empty() || *kind == LineKind::Code || is_empty_item {
            continue;
        }
        let is_blank = blanks.start == line.start;
        let breaks = !is_blank && document.text(blanks).ends_with("  ") && goes_on(document, index);
        if breaks && *kind == LineKind::Quote {
            continue;
        }
        let found = match document.text(blanks) {
            " " => "a space".to_owned(),
            "\t" => "a tab".to_owned(),
            blanks if blanks.bytes().all(|byte| byte == b' ') => format!("{} spaces", blanks.len()),
            blanks => format!("{} blanks", blanks.len()),
        };
        if is_blank {
            cx.report(blanks, format!("{found} on an otherwise empty line"))
                .help("Leave the line empty.")
                .fix(Fix::safe("Empty the line", Edit::delete(blanks)));
        } else if breaks {
            cx.report(blanks, format!("{found} at the end of the line, which make a line break"))
                .help("Remove them, or write `<br />` where a line break is meant.")
                .fix(Fix::unsafe_("Remove the blanks and the line break that they make", Edit::delete(blanks)));
        } else {
            cx.report(blanks, format!("{found} at the end of the line"))
                .help("Remove the blanks at the end of the line.")
                .fix(Fix::safe("Remove the blanks", Edit::delete(blanks)));
        }
    }
}

/// Whether the paragraph of line `index` goes on in the next line.
fn goes_on(document: &crate::document::Document<'_>, index: usize) -> bool {
    let next = document.lines.get(index + 1);
    match (document.lines[index], next) {
        (LineKind::Quote, Some(LineKind::Quote | LineKind::Text)) => {
            let next = document.text(document.source.line(index + 1));
            !next.trim_matches(['>', ' ', '\t']).is_empty()
        }
        (LineKind::Text | LineKind::Item(_) | LineKind::Continuation(_), Some(LineKind::Continuation(_)))
        | (LineKind::Text, Some(LineKind::Text)) => true,
        _ => false,
    }
}
