//! Title, number, date and category at the beginning of an issue, and the name of its file.
//!
//! Four fields that have to agree are more than fit one file: `keys` looks at which there are, `witnesses` at what they
//! say together, `date` at the one that is most often
//! wrong.

mod date;
mod keys;
mod value;
mod witnesses;

use date::date;
use keys::{blank_lines, keys, missing, unread};
use value::value;
use witnesses::{contradiction, witnesses};

use crate::diagnostic::excerpt;
use crate::document::{FrontMatter, NEWSLETTER};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "front-matter",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports title, number, date, category or file name of an issue that are missing, malformed or do not \
              agree. An issue is published every Wednesday, so the number follows from the date.",
    why: "The site takes the address of an issue, its place in the archive and the subject of the mail from these \
          lines. A draft is copied from the issue of the week before, and what nobody updates is published wrong.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "Title: This Week in Rust 603\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\nHello!\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\nHello!\n",
        ),
        Example::fixed(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-11\nCategory: This Week in Rust\n\nHello!\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\nHello!\n",
        ),
        Example::fixed(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\n\nCategory: This Week in Rust\n\nHello!\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\nHello!\n",
        ),
        Example::fixed(
            "Title: This Week in Rust 641\nNumber: 641\n    Date: 2026-03-04\nCategory: This Week in Rust\n\nHello!\n",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\nHello!\n",
        ),
        Example::by_hand(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-19\nCategory: This Week in Rust\n\n## Upcoming Events\n\nRusty Events between 2025-06-18 - 2025-07-16 🦀\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n## Upcoming Events\n\nRusty Events between 2025-06-18 - 2025-07-16 🦀\n",
        ),
        Example::fixed(
            "# Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\nHello!\n",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\nHello!\n",
        ),
    ],
    silent: &[
        Silent::because(
            "all four agree",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\nHello!\n",
        ),
        Silent::because(
            "before 2021 numbers do not follow from dates",
            "Title: This Week in Rust 372\nNumber: 372\nDate: 2020-12-30\nCategory: This Week in Rust\n\nHello!\n",
        ),
        Silent::because(
            "the site accepts more fields",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\nSlug: crabs\nSlug: claws\n\nHello!\n",
        ),
        Silent::because(
            "up to three spaces before a field do not matter, and other fields may have several lines",
            "Title: This Week in Rust 641\n  Number: 641\n   Date: 2026-03-04\nCategory: This Week in Rust\nAuthors: One\n    Two: https://example.org/2\n\nHello!\n",
        ),
        Silent::because("a paragraph may begin with a word and a colon", "Note: This is not front matter.\n\nHello!\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let Some(front_matter) = &cx.document.front_matter else { return hidden(cx) };
    blank_lines(cx, front_matter);
    unread(cx, front_matter);
    let renamed = keys(cx, front_matter);
    missing(cx, front_matter, &renamed);
    if front_matter.issue().is_none() && contradiction(cx, front_matter) {
        return;
    }
    title(cx, front_matter);
    number(cx, front_matter);
    date(cx, front_matter);
    category(cx, front_matter);
}

/// Reports a first line by which the site finds none of the fields below it.
fn hidden(cx: &mut Context<'_>) {
    let document = cx.document;
    let text_of = |index: usize| document.text(document.source.line(index));
    let count = document.source.line_count();
    let Some(first) = (0..count).find(|index| !text_of(*index).trim().is_empty()) else { return };
    let is_field = |index: &usize| {
        let key = text_of(*index).split_once(':').map_or("", |(key, _)| key);
        FrontMatter::KEYS.iter().any(|known| key.eq_ignore_ascii_case(known))
    };
    let fields = (first + 1..count.min(first + 1 + FrontMatter::KEYS.len())).filter(is_field).count();
    // `---` may begin it.
    if fields < 2 || text_of(first).starts_with("---") {
        return;
    }
    cx.report(document.source.line(first), "this line keeps the site from finding the front matter")
        .help(format!("Begin the file with `Title: {NEWSLETTER} …`."));
}

fn title(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    let Some(field) = front_matter.field("Title") else { return };
    let own = front_matter.title_number();
    let Some(number) = front_matter.issue().map(|issue| issue.number).or(own) else {
        cx.report(field.key.span.to(field.value.span), "the title has no issue number")
            .help(format!("Write `Title: {NEWSLETTER} …`."));
        return;
    };
    let wanted = format!("{NEWSLETTER} {number}");
    if field.value.value == wanted {
        return;
    }
    let message = match own.filter(|own| *own != number) {
        Some(own) => format!("the title says issue {own}, but {}", witnesses(front_matter, number)),
        None => format!("the title is `{}` instead of `{wanted}`", excerpt(field.value.value)),
    };
    value(cx, field, message, &wanted);
}

fn number(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    let Some(field) = front_matter.field("Number") else { return };
    let Some(number) = front_matter.issue().map(|issue| issue.number) else {
        cx.report(
            field.key.span.to(field.value.span),
            format!("`{}` is not the number of an issue", excerpt(field.value.value)),
        )
        .help("Write the number of the issue in digits.");
        return;
    };
    if field.value.value == number.to_string() {
        return;
    }
    let message = match front_matter.number().filter(|own| *own != number) {
        Some(own) => format!("the number is {own}, but {}", witnesses(front_matter, number)),
        None => format!("the number is `{}` instead of `{number}`", excerpt(field.value.value)),
    };
    value(cx, field, message, &number.to_string());
}

fn category(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    let Some(field) = front_matter.field("Category") else { return };
    if field.value.value != NEWSLETTER {
        let message = format!("the category is `{}` instead of `{NEWSLETTER}`", excerpt(field.value.value));
        value(cx, field, message, NEWSLETTER);
    }
}
