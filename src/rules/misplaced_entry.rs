//! Entries in places without entries.

use crate::document::{Item, SectionKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "misplaced-entry",
    group: Group::Issue,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports entries in places where the newsletter has none: under Crate of the Week, above the first \
              section of the community, before the first heading, and after the link to the discussion, which ends \
              the issue.",
    why: "Contributors who do not know the sections add their link where they find space. Readers miss it there, and \
          editors move it.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "## Updates from Rust Community\n\n* [A talk](https://example.org/talk)\n\n### Research\n* [A paper](https://example.org/paper)\n",
            "## Updates from Rust Community\n\n### Research\n* [A paper](https://example.org/paper)\n* [A talk](https://example.org/talk)\n",
        ),
        Example::by_hand(
            "## Crate of the Week\n\n* [My crate](https://example.org/crate)\n",
            "## Crate of the Week\n\nThis week's crate is [crab](https://example.org/crab).\n",
        ),
        Example::by_hand(
            "### Research\n* [A paper](https://example.org/paper)\n\n<small>[Discuss on r/rust](REDDIT_LINK_HERE)</small>\n\n* [A talk](https://example.org/talk)\n",
            "### Research\n* [A paper](https://example.org/paper)\n* [A talk](https://example.org/talk)\n\n<small>[Discuss on r/rust](REDDIT_LINK_HERE)</small>\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the crate is described in a list",
            "## Crate of the Week\n\nThis week's crate can do two things:\n\n* it [parses](https://example.org/parse) what it is given\n* it prints\n",
        ),
        Silent::because("a single entry has no section", "* [A talk](https://example.org/talk)\n"),
        Silent::because(
            "an article may be about a discussion",
            "### Research\n* [Discuss on paper](https://example.org/discuss)\n* [A talk](https://example.org/talk)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let end = document.discussion_link().map(|link| link.span.end);
    for item in document.items().iter().filter(|item| !item.is_nested()) {
        let place = if end.is_some_and(|end| end < item.span.start) {
            "after the end of the issue"
        } else {
            match document.section_of(item).kind {
                SectionKind::CrateOfTheWeek => "under Crate of the Week",
                SectionKind::CommunityRoot => "above the first section of the community",
                SectionKind::Preamble => "before the first heading",
                _ => continue,
            }
        };
        if is_submission(cx, item) {
            cx.report(item.content, format!("this entry is {place}, where readers miss it"))
                .help("Move it to the community section that fits.");
        }
    }
}

/// Whether an entry is nothing but prefixes and a link.
fn is_submission(cx: &Context<'_>, item: &Item) -> bool {
    let document = cx.document;
    let [link, ..] = document.links_of(item) else { return false };
    let before = document.source.slice(crate::text::Span::new(item.behind_prefixes(), link.span.start));
    before.trim().is_empty() && !link.is_image
}
