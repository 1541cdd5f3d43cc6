//! Title, number, date and category at the head of an issue, and the name of its file.

use jiff::civil::Weekday;

use crate::diagnostic::{Diagnostic, excerpt};
use crate::document::{Field, FrontMatter, NEWSLETTER, date_of, number_on};
use crate::fix::{Edit, Fix};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Rule};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "front-matter",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports title, number, date, category or file name of an issue where they are missing, malformed or do not \
              agree: one issue appears every Wednesday, so that the number follows from the date.",
    why: "The site makes the address of an issue, its place in the archive and the subject of the mail from these lines. \
          A draft is copied from the one of the week before, and what is forgotten there goes out wrong.",
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
        Example::by_hand(
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-19\nCategory: This Week in Rust\n\nHello!\n",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\nHello!\n",
        ),
    ],
    check,
};

/// The fields of every issue, in their order.
const FIELDS: [&str; 4] = ["Title", "Number", "Date", "Category"];

fn check(cx: &mut Context<'_>) {
    let Some(front_matter) = &cx.document.front_matter else { return };
    blank_lines(cx, front_matter);
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

fn blank_lines(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    if !front_matter.blank_before.is_empty() {
        let first = front_matter.fields.first().map_or(front_matter.blank_before, |field| field.key.span);
        cx.report(first, "the blank line above keeps the site from finding the front matter")
            .help("Begin the file with `Title:`.")
            .fix(Fix::safe("Remove the blank line", Edit::delete(front_matter.blank_before)));
    }
    // A field right below one that strays goes with it.
    for (gap, field) in front_matter.strays.iter().filter(|(gap, _)| !gap.is_empty()) {
        let message = format!("the blank line above makes `{}` text on the page instead of front matter", field.key.value);
        cx.report(field.key.span.to(field.value.span), message)
            .help("Write title, number, date and category without a blank line between them.")
            .fix(Fix::safe("Remove the blank line", Edit::delete(*gap)));
    }
}

/// Reports mistyped and doubled keys; returns the fields that were meant by the former.
fn keys(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) -> Vec<&'static str> {
    let mut renamed = Vec::new();
    for (index, field) in front_matter.fields.iter().enumerate() {
        let key = field.key.value;
        if front_matter.fields[..index].iter().take(16).any(|other| other.key.value.eq_ignore_ascii_case(key)) {
            if FIELDS.iter().any(|known| known.eq_ignore_ascii_case(key)) {
                cx.report(field.key.span.to(field.value.span), format!("`{key}` stands in the front matter twice"))
                    .help("Keep the one that is right.");
            }
            continue;
        }
        let distance = |known: &str| strsim::damerau_levenshtein(&known.to_lowercase(), &key.to_lowercase());
        let meant = FIELDS.iter().find(|known| key.len() < 16 && distance(known) == 1 && front_matter.field(known).is_none());
        if let Some(meant) = meant.filter(|meant| !renamed.contains(*meant)) {
            renamed.push(*meant);
            cx.report(field.key.span, format!("`{key}` is no field of an issue; `{meant}` is"))
                .help(format!("Write `{meant}:`."))
                .fix(Fix::safe(format!("Write `{meant}`"), Edit::replace(field.key.span, *meant)));
        }
    }
    renamed
}

fn missing(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>, renamed: &[&str]) {
    let issue = front_matter.issue();
    let number = issue.map(|issue| issue.number);
    for (index, key) in FIELDS.iter().enumerate() {
        let is_stray = front_matter.strays.iter().any(|(_, field)| field.key.value.eq_ignore_ascii_case(key));
        if is_stray || renamed.contains(key) || front_matter.field(key).is_some() {
            continue;
        }
        let value = match *key {
            "Title" => number.map(|number| format!("{NEWSLETTER} {number}")),
            "Number" => number.map(|number| number.to_string()),
            "Date" => front_matter.date().map(|date| date.to_string()),
            _ => Some(NEWSLETTER.to_owned()),
        };
        let source = cx.document.source;
        let before = FIELDS[..index].iter().rev().find_map(|known| front_matter.field(known));
        let Some(place) = before.or(front_matter.fields.first()) else { continue };
        let line = source.line_with_end(source.line_index(place.key.span.start));
        let diagnostic = cx.report(place.key.span.to(place.value.span), format!("the front matter has no `{key}`"));
        let Some(value) = value else {
            diagnostic.help(format!("Add a line `{key}: …`."));
            continue;
        };
        diagnostic.help(format!("Add a line `{key}: {value}`."));
        let at = if before.is_some() { line.end } else { line.start };
        // Fields that are missing side by side are inserted one after the other, round by round.
        if source.slice(line).ends_with(['\n', '\r']) {
            let text = format!("{key}: {value}{}", source.line_end());
            diagnostic.fix(Fix::safe(format!("Add `{key}`"), Edit::insert(at, text)));
        }
    }
}

/// Title, number, date and file name are at odds, and no one of them is outvoted: one finding for them all.
fn contradiction(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) -> bool {
    let said = said(front_matter, |_| true);
    let Some(field) = ["Number", "Title", "Date"].iter().find_map(|key| front_matter.field(key)) else { return false };
    if said.len() < 2 {
        return false;
    }
    let mut numbers: Vec<i32> = said.iter().map(|(_, number, _)| *number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let listed: Vec<_> = numbers.iter().map(|number| witnesses(front_matter, *number)).collect();
    let diagnostic = cx.report(field.value.span, format!("it is not clear which issue this is: {}", listed.join("; ")));
    diagnostic.help("Correct what was left from the issue that this one was copied from.");
    // Who renames a draft and dates it anew has only forgotten the number.
    let newer = front_matter.file_date.filter(|date| front_matter.written_date() == Some(*date)).and_then(number_on);
    if let (Some(newer), Some(title), Some(number)) = (newer, front_matter.field("Title"), front_matter.field("Number")) {
        let edits = vec![
            Edit::replace(title.value.span, format!("{NEWSLETTER} {newer}")),
            Edit::replace(number.value.span, newer.to_string()),
        ];
        diagnostic.fix(Fix::unsafe_(format!("Make it issue {newer}"), edits));
    }
    for (who, number, span) in said {
        if let Some(span) = span.filter(|span| *span != field.value.span) {
            diagnostic.label(span, format!("{who} says {number}"));
        }
    }
    true
}

/// What each of title, number, date and file name says about the number, with its place, for those that `choose` takes.
fn said(front_matter: &FrontMatter<'_>, choose: impl Fn(i32) -> bool) -> Vec<(&'static str, i32, Option<Span>)> {
    let span = |key| front_matter.field(key).map(|field| field.value.span);
    [
        ("the title", front_matter.title_number(), span("Title")),
        ("the number", front_matter.number(), span("Number")),
        ("the date", front_matter.written_date().and_then(number_on), span("Date")),
        ("the file name", front_matter.file_date.and_then(number_on), None),
    ]
    .into_iter()
    .filter_map(|(who, number, span)| Some((who, number.filter(|number| choose(*number))?, span)))
    .collect()
}

/// "the title and the date say 604": those that agree with `number`.
fn witnesses(front_matter: &FrontMatter<'_>, number: i32) -> String {
    let names: Vec<_> = said(front_matter, |said| said == number).into_iter().map(|(who, _, _)| who).collect();
    match names.as_slice() {
        [] => format!("this is issue {number}"),
        [one] => format!("{one} says {number}"),
        [first @ .., last] => format!("{} and {last} say {number}", first.join(", ")),
    }
}

fn value<'d>(cx: &'d mut Context<'_>, field: &Field<'_>, message: String, wanted: &str) -> &'d mut Diagnostic {
    let span = if field.value.span.is_empty() { field.key.span } else { field.value.span };
    let message = if field.value.span.is_empty() { format!("`{}` has no value", field.key.value) } else { message };
    let text = if field.value.span.is_empty() { format!(" {wanted}") } else { wanted.to_owned() };
    // Behind `Key:` there is one blank; where the line ends there, it may be missing.
    let edit = match field.value.span.is_empty() {
        true => Edit::replace(Span::new(field.key.span.end + 1, field.value.span.end), text),
        false => Edit::replace(field.value.span, text),
    };
    cx.report(span, message)
        .help(format!("Write `{}: {wanted}`.", field.key.value))
        .fix(Fix::safe(format!("Write `{wanted}`"), edit))
}

fn title(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    let Some(field) = front_matter.field("Title") else { return };
    let own = front_matter.title_number();
    let Some(number) = front_matter.issue().map(|issue| issue.number).or(own) else {
        cx.report(field.key.span.to(field.value.span), "the title does not name the number of the issue").help(format!("Write `Title: {NEWSLETTER} …`."));
        return;
    };
    let wanted = format!("{NEWSLETTER} {number}");
    if field.value.value == wanted {
        return;
    }
    let message = match own.filter(|own| *own != number) {
        Some(own) => format!("the title names issue {own}, but {}", witnesses(front_matter, number)),
        None => format!("the title reads `{}` instead of `{wanted}`", excerpt(field.value.value)),
    };
    value(cx, field, message, &wanted);
}

fn number(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    let Some(field) = front_matter.field("Number") else { return };
    let Some(number) = front_matter.issue().map(|issue| issue.number) else {
        cx.report(field.key.span.to(field.value.span), format!("`{}` is not the number of an issue", excerpt(field.value.value)))
            .help("Write the number of the issue in digits.");
        return;
    };
    if field.value.value == number.to_string() {
        return;
    }
    let message = match front_matter.number().filter(|own| *own != number) {
        Some(own) => format!("the number is given as {own}, but {}", witnesses(front_matter, number)),
        None => format!("the number reads `{}` instead of `{number}`", excerpt(field.value.value)),
    };
    value(cx, field, message, &number.to_string());
}

fn date(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    let Some(field) = front_matter.field("Date") else { return };
    let written = field.value.value;
    let number = front_matter.issue().map(|issue| issue.number);
    let wednesday = number.and_then(date_of);
    let in_file = front_matter.file_date;
    let Some(date) = front_matter.written_date() else {
        let message = format!("`{}` is not a date of the form YYYY-MM-DD", excerpt(written));
        match in_file.or(wednesday) {
            Some(meant) => _ = value(cx, field, message, &meant.to_string()),
            None => _ = cx.report(field.key.span.to(field.value.span), message).help("Write the Wednesday on which the issue appears."),
        }
        return;
    };
    let own_number = number_on(date);
    match (wednesday, number) {
        // Older issues: only the name of the file can tell.
        (None, _) | (_, None) => {
            if let Some(in_file) = in_file.filter(|in_file| *in_file != date) {
                value(cx, field, format!("the date is `{written}`, but the file is named for {in_file}"), &in_file.to_string());
            }
        }
        (Some(wednesday), Some(number)) if own_number != Some(number) => {
            let of_issue = own_number.map_or_else(String::new, |own| format!(" is the date of issue {own}"));
            let says = witnesses(front_matter, number);
            let message = if of_issue.is_empty() {
                format!("`{written}` lies years back, but {says}, which is of {wednesday}")
            } else {
                format!("`{written}`{of_issue}, but {says}, which is of {wednesday}")
            };
            value(cx, field, message, &wednesday.to_string());
        }
        (Some(wednesday), Some(number)) => match in_file {
            Some(in_file) if number_on(in_file) != Some(number) => {
                let message = format!("the file is named for {in_file}, but {}, which is of {wednesday}", witnesses(front_matter, number));
                let name = format!("{date}-this-week-in-rust.md");
                cx.report(field.value.span, message).help(format!("Rename the file to `{name}`."));
            }
            Some(in_file) if in_file != date => {
                value(cx, field, format!("the date is `{written}`, but the file is named for {in_file}"), &in_file.to_string());
            }
            _ if date.weekday() != Weekday::Wednesday => {
                let message = format!("`{written}` is a {:?}, and issues appear on Wednesdays", date.weekday());
                cx.report(field.value.span, message)
                    .warning()
                    .help(format!("The Wednesday of issue {number} is {wednesday}."))
                    .fix(Fix::unsafe_(format!("Write `{wednesday}`"), Edit::replace(field.value.span, wednesday.to_string())));
            }
            _ => {}
        },
    }
}

fn category(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    let Some(field) = front_matter.field("Category") else { return };
    if field.value.value != NEWSLETTER {
        let message = format!("the category reads `{}` instead of `{NEWSLETTER}`", excerpt(field.value.value));
        value(cx, field, message, NEWSLETTER);
    }
}
