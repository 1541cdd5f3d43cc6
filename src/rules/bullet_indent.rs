//! Spaces before a top-level bullet, or too many after it.

use crate::diagnostic::{Fix, Gravity};
use crate::document::{Document, Item, LineKind, Placement, SectionKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "bullet-indent",
    group: Group::Entries,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports spaces before the bullet of an entry that is not nested, and more than one space after a \
              bullet.",
    why: "With more spaces before it, the site nests an entry below the one above, or shows it as code.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### CFP - Projects\n* [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n  * [tablet - Write to a pipe](https://github.com/OWNER/tablet/issues/2)\n",
            "### CFP - Projects\n* [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n* [tablet - Write to a pipe](https://github.com/OWNER/tablet/issues/2)\n",
        ),
        Example::fixed(
            "* [First](https://example.org/first)\n * [Second](https://example.org/second)\n",
            "* [First](https://example.org/first)\n* [Second](https://example.org/second)\n",
        ),
        Example::fixed(
            "### Research\n* [First](https://example.org/first)\n    * [Second](https://example.org/second)\n",
            "### Research\n* [First](https://example.org/first)\n* [Second](https://example.org/second)\n",
        ),
        Example::fixed(
            "### New and Updated RFCs\n* [new] [One](https://github.com/rust-lang/rfcs/pull/1)\n    * [new] [Two](https://github.com/rust-lang/rfcs/pull/2)\n",
            "### New and Updated RFCs\n* [new] [One](https://github.com/rust-lang/rfcs/pull/1)\n* [new] [Two](https://github.com/rust-lang/rfcs/pull/2)\n",
        ),
        Example::fixed(
            "### CFP - Projects\n* [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n     * [tablet - Write to a pipe](https://github.com/OWNER/tablet/issues/2)\n",
            "### CFP - Projects\n* [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n* [tablet - Write to a pipe](https://github.com/OWNER/tablet/issues/2)\n",
        ),
        Example::fixed("*  [A title](https://example.org/post)\n", "* [A title](https://example.org/post)\n"),
    ],
    silent: &[
        Silent::because(
            "what is to be tested has steps below it",
            "## Calls for Testing\n* [A feature](https://example.org/feature)\n    * [Testing steps](https://example.org/steps)\n",
        ),
        Silent::because(
            "the name of an event is below its date",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items() {
        let kind = document.section_of(item).kind;
        let is_listed = kind.is_entry_list() || kind == SectionKind::CallsForTesting;
        let Some(bullet) = item.bullet.filter(|_| is_listed) else { continue };
        let gap = document.text(bullet.gap);
        // `invisible-character` reports other spaces than the ordinary one.
        let is_wide = gap != " "
            && gap.is_ascii()
            && !gap.is_empty()
            && item.content.start == bullet.gap.end
            && !item.content.is_empty();
        let is_indented = !item.is_nested()
            && !item.indent.is_empty()
            && document.text(item.indent).is_ascii()
            && (matches!(item.placement, Placement::Code | Placement::Listed { .. })
                || document.text(item.indent).len() >= 4 && !follows_text(document, item));
        if is_indented {
            let mut edits = vec![Edit::delete(item.indent)];
            if is_wide {
                edits.push(Edit::replace(bullet.gap, " "));
            }
            let message = match item.placement {
                Placement::Code => "this entry is indented so far that the site shows it as code",
                Placement::Listed { depth } if depth > 1 => {
                    "this entry is indented so far that the site nests it below the one above"
                }
                Placement::Listed { .. } => "there are spaces before the bullet of this entry",
                _ => "this entry is indented so far that the site shows it as part of the entry above",
            };
            let diagnostic = cx.report(item.indent, message);
            diagnostic
                .help("Remove the spaces before the bullet. Only a line that belongs to the entry above has four spaces before it.")
                .fix(Fix::safe("Remove the indent", edits));
            let is_comment =
                document.text(item.content).starts_with("<!--") && document.text(item.content).ends_with("-->");
            if item.placement != (Placement::Listed { depth: 1 }) && !is_comment {
                diagnostic.gravity(Gravity::Lost);
            }
        } else if is_wide {
            let diagnostic = cx.report(bullet.gap, "there is more than one space after the bullet");
            // GitHub takes the rest for code, and so do other rules until it is mended.
            if document.is_opaque(item.content.start) && !document.text(item.content).starts_with(['`', '<']) {
                diagnostic.condemns(bullet.gap.to(item.content));
            }
            diagnostic
                .help("Leave one space after the bullet.")
                .fix(Fix::safe("Leave one space", Edit::replace(bullet.gap, " ")));
        }
    }
}

/// Whether a line of text right above swallows an entry, however it is indented.
fn follows_text(document: &Document<'_>, item: &Item) -> bool {
    let above = item.first_line.checked_sub(1).map(|line| document.lines()[line]);
    !matches!(above, Some(LineKind::Item(_) | LineKind::Continuation(_)))
}
