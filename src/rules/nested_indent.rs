//! A nested bullet that the site does not nest.

use crate::diagnostic::{Fix, Gravity, Join};
use crate::document::{Document, Item, LossCause, Placement, SectionKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Edit;

/// Spaces that nest a list on the site.
const NESTING: usize = 4;

pub(super) static RULE: Rule = Rule {
    name: "nested-indent",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports nested bullets that are not indented by four spaces. If most nested lines of a section, or of \
              all events, lack them, they are reported together.",
    why: "The site's renderer, Python-Markdown, nests a list only at four spaces. GitHub's preview accepts two, so \
          the mistake is only visible in the published issue: the name of an event is next to its date, not below \
          it.",
    needs: Needs::Text,
    examples: &[Example::fixed(
        "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n  * [**Hack night**](https://example.org/ghent/1)\n",
        "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
    )],
    silent: &[Silent::because(
        "the testing steps of a call for testing read well next to it",
        "## Calls for Testing\n\n### [Cargo](https://github.com/rust-lang/cargo/labels/call-for-testing)\n\n* [Boil twice](https://github.com/rust-lang/cargo/issues/1)\n  * [Testing steps](https://github.com/rust-lang/cargo/issues/1#issuecomment-1)\n",
    )],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    too_deep(cx);
    let document = cx.document;
    // The regions of the events are written by one hand, and a fault in all of them is one fault.
    let kind = |item: &Item| document.section_of(item).kind;
    let goes_on = |one: &Item, next: &Item| {
        one.section == next.section || kind(one) == SectionKind::EventRegion && kind(next) == SectionKind::EventRegion
    };
    for section in document.items().chunk_by(goes_on) {
        // The testing steps of a call for testing read well next to it, too.
        if section.first().is_some_and(|item| document.section_of(item).kind == SectionKind::CallsForTesting) {
            continue;
        }
        let flat: Vec<&Item> =
            section.iter().filter(|item| is_flat(document, item) && !document.goes_on_with_title(item)).collect();
        let nested = section.iter().filter(|item| item.is_nested()).count();
        let is_habit = flat.len() * 2 > nested;
        for item in flat {
            too_flat(cx, item, section.first().filter(|_| is_habit).map(|first| first.section));
        }
    }
}

/// Reports an entry that the site shows beside the one that it belongs below. `habit`: the group of entries that are
/// reported as one, if several are.
fn too_flat(cx: &mut Context<'_>, item: &Item, habit: Option<usize>) {
    let document = cx.document;
    let width = NESTING * level(document, item);
    let indent = document.text(item.indent);
    // Its indent is right, and something else is wrong.
    if indent == " ".repeat(width) {
        return;
    }
    let kind = document.section_of(item).kind;
    let spaces = indent.chars().count();
    let diagnostic = cx.report(
        item.indent.to(item.content),
        format!("this line needs {width} spaces before its bullet, and has {spaces}"),
    );
    diagnostic.help(if kind.takes_submissions() {
        format!("Write {width} spaces before the bullet. If it is an entry of its own, begin the line with `* `.")
    } else if kind.is_entry_list() {
        format!("Write {width} spaces before the bullet.")
    } else {
        format!("Write {width} spaces before the bullet, or none.")
    });
    let title = format!("Indent by {width} spaces");
    let edit = Edit::replace(item.indent, " ".repeat(width));
    if kind.is_entry_list() {
        diagnostic.fix(Fix::safe(title, edit));
    } else {
        // In a list of prose it may be one of the others: so the site shows it, and GitHub nests it.
        diagnostic.gravity(Gravity::Doubtful).fix(Fix::unsafe_(title, edit));
    }
    if let Some(group) = habit {
        diagnostic.join(Join {
            group,
            least: 3,
            message: |count, _| format!("these {count} lines need four spaces before `*`"),
            label: "this one too",
            fix: "Indent by four spaces",
        });
    }
    if let Some(parent) = item.parent.and_then(|parent| document.items().get(parent)) {
        diagnostic.label(parent.content, "it belongs to this entry");
    }
}

/// How many entries it is meant to be nested below.
fn level(document: &Document<'_>, item: &Item) -> usize {
    std::iter::successors(item.parent, |parent| document.items().get(*parent).and_then(|item| item.parent))
        .take(8)
        .count()
}

/// Whether the site shows an entry beside the one that it belongs below, because it lacks spaces.
fn is_flat(document: &Document<'_>, item: &Item) -> bool {
    let Placement::Listed { depth } = item.placement else { return false };
    let level = level(document, item);
    level > 0 && depth <= level && document.text(item.indent).chars().count() < NESTING * level
}

/// Entries with so many spaces before the bullet that the site shows them as code, or as words of the entry above.
fn too_deep(cx: &mut Context<'_>) {
    let document = cx.document;
    for loss in document.losses().iter().filter(|loss| loss.cause == LossCause::Indent) {
        for item in &document.items()[loss.first..(loss.first + loss.count).min(document.items().len())] {
            let width = NESTING * level(document, item);
            let (indent, wanted) = (document.text(item.indent), " ".repeat(width));
            // Its indent is right, and something else is wrong.
            if !item.is_nested() || indent == wanted || indent.len() < width && !indent.contains('\t') {
                continue;
            }
            let what = match item.placement {
                Placement::Code => "as code",
                Placement::Listed { .. } => "one level too deep",
                _ => "as part of the entry above",
            };
            let kind = document.section_of(item).kind;
            let diagnostic = cx.report(
                item.indent.to(item.content),
                format!("this entry is indented so far that the site shows it {what}"),
            );
            diagnostic.help("Indent a line that belongs to the entry above by four spaces.");
            let edit = Edit::replace(item.indent, wanted);
            // In a list of prose it may be one of the others.
            let is_certain = kind.is_entry_list() || kind == SectionKind::CallsForTesting;
            diagnostic.fix(if is_certain {
                Fix::safe("Indent by four spaces", edit)
            } else {
                Fix::unsafe_("Indent by four spaces", edit)
            });
        }
    }
}
