//! Fields that are missing, mistyped, doubled, or cut off by a blank line.

use crate::diagnostic::Fix;
use crate::document::{FrontMatter, NEWSLETTER};
use crate::rule::Context;
use crate::text::Edit;
use crate::text::spelling::distance_within;

pub(super) fn blank_lines(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    if !front_matter.blank_before.is_empty() {
        let first = front_matter.fields.first().map_or(front_matter.blank_before, |field| field.key.span);
        cx.report(first, "the blank line above keeps the site from finding the front matter")
            .help("Begin the file with `Title:`.")
            .fix(Fix::safe("Remove the blank line", Edit::delete(front_matter.blank_before)));
    }
    // A field right below one that strays goes with it.
    for (gap, field) in front_matter.strays.iter().filter(|(gap, _)| !gap.is_empty()) {
        let message = format!("because of the blank line above, the site shows `{}` as text", field.key.value);
        cx.report(field.key.span.to(field.value.span), message)
            .help("Write title, number, date and category without a blank line between them.")
            .fix(Fix::safe("Remove the blank line", Edit::delete(*gap)));
    }
}

/// Reports mistyped and doubled keys; returns the fields that were meant by the former.
pub(super) fn keys(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) -> Vec<&'static str> {
    let mut renamed = Vec::new();
    let missing: Vec<&'static str> =
        FrontMatter::KEYS.into_iter().filter(|known| front_matter.field(known).is_none()).collect();
    for (index, field) in front_matter.fields.iter().enumerate() {
        let key = field.key.value;
        if front_matter.fields[..index].iter().take(16).any(|other| other.key.value.eq_ignore_ascii_case(key)) {
            if FrontMatter::KEYS.iter().any(|known| known.eq_ignore_ascii_case(key)) {
                cx.report(field.key.span.to(field.value.span), format!("`{key}` is in the front matter twice"))
                    .help("Remove the wrong one.");
            }
            continue;
        }
        if FrontMatter::KEYS.contains(&key) {
            continue;
        }
        let is_meant = |known: &&&str| distance_within(&known.to_lowercase(), &key.to_lowercase(), 1) == Some(1);
        let meant = missing.iter().find(is_meant);
        if let Some(meant) = meant.filter(|meant| !renamed.contains(*meant)) {
            renamed.push(*meant);
            cx.report(field.key.span, format!("`{key}` is not a field of an issue: did you mean `{meant}`?"))
                .help(format!("Write `{meant}:`."))
                .fix(Fix::safe(format!("Write `{meant}`"), Edit::replace(field.key.span, *meant)));
        }
    }
    renamed
}

pub(super) fn missing(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>, renamed: &[&str]) {
    let issue = front_matter.issue();
    let number = issue.map(|issue| issue.number);
    for (index, key) in FrontMatter::KEYS.iter().enumerate() {
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
        let before = FrontMatter::KEYS[..index].iter().rev().find_map(|known| front_matter.field(known));
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
