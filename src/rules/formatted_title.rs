//! A title in bold or italics.

use std::collections::HashSet;

use crate::diagnostic::Fix;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "formatted-title",
    group: Group::LinkText,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports community entries whose whole title is in bold or italics.",
    why: "All entries look the same; only the names of events and calls for papers are in bold.",
    needs: Needs::Text,
    examples: &[
        Example::fixed("* [**A title**](https://example.org/post)\n", "* [A title](https://example.org/post)\n"),
        Example::fixed("* *[A title](https://example.org/post)*\n", "* [A title](https://example.org/post)\n"),
    ],
    silent: &[
        Silent::because("only a word of the title is in bold", "* [A **bold** title](https://example.org/post)\n"),
        Silent::because("the underscore is in code", "* [`a_b`](https://example.org/post)\n"),
        Silent::because("there is no title", "* *No news this week*\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    // The name of a call for papers is to be in bold, in a fragment too.
    let mut names: Option<HashSet<Span>> = None;
    for item in document.community_entries().filter(|item| !document.emphases_in(item.content).is_empty()) {
        let names = names.get_or_insert_with(|| document.bold_names().map(|(item, _)| item.span).collect());
        if names.contains(&item.span) {
            continue;
        }
        let Some(link) = document.links_of(item).first() else { continue };
        let mut edits = Vec::new();
        let mut inner = None;
        for emphasis in document.emphases_in(item.content) {
            let is_title =
                emphasis.span == link.text || emphasis.span.contains(link.span) || inner == Some(emphasis.span);
            if is_title {
                let text = emphasis.inner();
                inner = Some(text);
                edits.push(Edit::delete(Span::new(emphasis.span.start, text.start)));
                edits.push(Edit::delete(Span::new(text.end, emphasis.span.end)));
            }
        }
        let Some(span) =
            document.emphases_in(item.content).iter().map(|emphasis| emphasis.span).find(|_| inner.is_some())
        else {
            continue;
        };
        cx.report(span, "the title of this entry is in bold or italics")
            .help("Remove the asterisks or underscores around the title.")
            .fix(Fix::safe("Remove the emphasis", edits));
    }
}
