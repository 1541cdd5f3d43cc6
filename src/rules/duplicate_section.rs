//! A section that is there twice.

use std::collections::HashMap;

use crate::diagnostic::excerpt;
use crate::document::{SectionKind, known_kind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-section",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports a heading that is twice below the same heading, and a section of the newsletter that is in the \
              issue twice; regions of the events included.",
    why: "Readers find half of a section where they look for it, or read the same text twice. It happens when two \
          submissions are merged.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Updates from Rust Community\n\n### Research\n* [A paper](https://example.org/a)\n\n\
             ### Research\n* [Another paper](https://example.org/b)\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Updates from Rust Community\n\n### Research\n* [A paper](https://example.org/a)\n* [Another paper](https://example.org/b)\n",
        ),
        Example::by_hand(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Calls for Testing\n\nTry it.\n\n## Call for Testing\n\nTry this too.\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Calls for Testing\n\nTry it.\n\nTry this too.\n",
        ),
    ],
    silent: &[
        Silent::because(
            "two parts may have teams of the same name",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Updates from the Rust Project\n\n### Compiler\n\n#### Library\n\nDone.\n\n### Cargo\n\n#### Library\n\nDone.\n",
        ),
        Silent::because(
            "a part of an issue is not a whole issue",
            "### Research\n* [A paper](https://example.org/a)\n\n### Research\n* [Another paper](https://example.org/b)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    if document.is_fragment() {
        return;
    }
    // The open headings, outermost first: level, and index of the section.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut first: HashMap<(usize, String), usize> = HashMap::with_capacity(document.sections().len());
    // The duplicates, each with the section that it repeats; those of a block that is there twice together.
    let mut blocks: Vec<Vec<(usize, usize)>> = Vec::new();
    for (index, section) in document.sections().iter().enumerate() {
        let Some(heading) = section.heading.filter(|_| !section.name.is_empty()) else { continue };
        while open.last().is_some_and(|(level, _)| *level >= heading.level) {
            open.pop();
        }
        let parent = open.last().map_or(0, |(_, index)| *index);
        open.push((heading.level, index));
        let name = section.name.to_lowercase();
        let key = match known_kind(section.name) {
            // One such section is enough for an issue, wherever it is.
            Some(SectionKind::CallsForTesting) => (0, "calls for testing".to_owned()),
            Some(_) => (0, name),
            None => (parent, name),
        };
        let earlier = *first.entry(key).or_insert(index);
        if earlier == index {
            continue;
        }
        match blocks.last_mut() {
            Some(block) if block.last() == Some(&(index - 1, earlier - 1)) => block.push((index, earlier)),
            _ => blocks.push(vec![(index, earlier)]),
        }
    }
    for block in blocks {
        let span = |index: usize| document.sections()[index].heading.map_or(Span::default(), |heading| heading.span);
        let Some(((index, earlier), rest)) = block.split_first() else { continue };
        let name = excerpt(document.sections()[*index].name);
        let message = match rest.len() {
            0 => format!("the section `{name}` is already in this issue"),
            1 => format!("the section `{name}` and the next one are already in this issue"),
            more => format!("the section `{name}` and the {more} after it are already in this issue"),
        };
        let diagnostic = cx.report(span(*index), message);
        diagnostic
            .help("Move the entries of this section to the end of the first one, and remove this heading.")
            .label(span(*earlier), "the first one");
        for (index, _) in rest {
            diagnostic.label(span(*index), "this one too");
        }
    }
}
