//! Titles in Project/Tooling Updates that are longer than the editors want.

use crate::document::{Community, SectionKind};
use crate::rule::options::{OptionSpec, Value};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "title-length",
    group: Group::LinkText,
    level: Level::Off,
    fix: FixAvailability::None,
    summary: "Reports titles in Project/Tooling Updates that are longer than `max` characters.",
    why: "Titles there are often whole announcements. Readers skim the list, and want the name, the version and what \
          is new.",
    needs: Needs::Text,
    examples: &[Example::by_hand(
        "### Project/Tooling Updates\n* [crab 2.0: now with a parser, a printer, a timer, a whistle, a new home and a logo that was drawn by the author's daughter](https://example.org/crab)\n",
        "### Project/Tooling Updates\n* [crab 2.0: now with a parser and a printer](https://example.org/crab)\n",
    )],
    silent: &[Silent::because(
        "articles may have long titles",
        "### Research\n* [A study of crabs that parse, print, keep time, whistle, move house, and have their portraits drawn by the daughters of authors](https://example.org/crab)\n",
    )],
    options: &[OptionSpec {
        key: "max",
        about: "The most characters that a title may have.",
        example: "max = 80",
        form: None,
        get: |options| Value::Number(options.longest_title),
        set: |options, value| options.longest_title = value.number(),
    }],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let max = cx.options.longest_title;
    for item in document.items() {
        if document.section_of(item).kind != SectionKind::Community(Community::ProjectUpdates) || item.is_nested() {
            continue;
        }
        let Some(link) = document.links_of(item).iter().find(|link| !link.is_image) else { continue };
        let length = document.text(link.text).chars().count();
        if length > max {
            cx.report(link.text, format!("this title has {length} characters; the limit is {max}"))
                .help("Say what it is and what is new, in fewer words.");
        }
    }
}
