//! A date line without a name, or a name without a date line.

use crate::document::{FieldsProblem, SectionKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "event-pairing",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports date lines of events without a name below them, and names without a date line above.",
    why: "An event is two lines: `* DATE | PLACE | [Group](url)`, and below it `    * [**Name**](url)`.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "issues of other years have another form everywhere",
            "### Europe\n* [March 5 | Ghent, BE | Hack night](https://example.org/1)\n* [March 6 | Mons, BE | Talks](https://example.org/2)\n* [March 7 | Boom, BE | Tea](https://example.org/3)\n",
        ),
        Silent::because(
            "a date line without its heading may be pasted alone",
            "* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n",
        ),
        Silent::because(
            "an event may have several names",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n    * [**Talks**](https://example.org/ghent/2)\n",
        ),
    ],
    options: &[],
    check,
};

/// Entries without a date line that, where no event has one, are no slip.
const OTHER_FORM: usize = 3;

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for event in document.events().iter().filter(|event| event.names.is_empty()) {
        // `event-fields` reports a name on the line of its group.
        if event.problem.as_ref().is_some_and(|problem| problem.value == FieldsProblem::NameBesideGroup) {
            continue;
        }
        // A date line may be pasted alone.
        let item = &document.items()[event.item];
        // A comment that begins here and is never closed hides the name, and `raw-html` speaks of it.
        let is_cut = document
            .comments()
            .last()
            .is_some_and(|last| !last.closed && (item.content.start..=item.content.end).contains(&last.span.start));
        if is_cut {
            continue;
        }
        if document.section_of(item).kind == SectionKind::EventRegion {
            cx.report(item.content, "this event has no name below its date line")
                .help("Write `    * [**Name**](https://…)` on the next line, with four spaces before `*`.");
        }
    }
    let mut undated = Vec::new();
    let mut dated = document.events().iter().map(|event| event.item).peekable();
    for (index, item) in document.items().iter().enumerate() {
        let is_event = dated.next_if_eq(&index).is_some();
        let is_top = item.parent.is_none()
            && !item.content.is_empty()
            && document.section_of(item).kind == SectionKind::EventRegion;
        let above = item.first_line.checked_sub(1);
        let is_below_heading = above.is_some_and(|above| document.has_accidental_heading(above));
        let has_link = !document.links_of(item).is_empty() || document.text(item.content).starts_with('[');
        // `<b>2026-03-05 | …</b>` is an event all the same.
        let is_tagged = document.html_tag_at(item.content.start).is_some_and(|tag| {
            document.text(Span::new(tag.span.end, item.content.end)).starts_with(|c: char| c.is_ascii_digit())
        });
        if is_top && !is_event && has_link && !is_below_heading && !is_tagged {
            undated.push(item.content);
        }
    }
    // Issues of other years list all of their events in another form.
    if document.events().is_empty() && undated.len() >= OTHER_FORM {
        return;
    }
    for name in undated {
        cx.report(name, "this event has no date line above its name")
            .help("Write `* YYYY-MM-DD | Place | [Group](https://…)` above it, and indent the name by four spaces.");
    }
}
