//! Fields that are missing, mistyped, doubled, indented, or cut off by another line.

use crate::diagnostic::{Fix, Join};
use crate::document::{CutOff, Field, FieldFault, FrontMatter, LineKind, NEWSLETTER};
use crate::rule::Context;
use crate::text::spelling::distance_within;
use crate::text::{Edit, Span};

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
        let mut above = front_matter.fields[..index].iter().take(16);
        if let Some(other) = above.find(|other| other.key.value.eq_ignore_ascii_case(key)) {
            if FrontMatter::KEYS.iter().any(|known| known.eq_ignore_ascii_case(key)) {
                twice(cx, other, field);
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

/// Reports one of two fields of the same name.
fn twice(cx: &mut Context<'_>, first: &Field<'_>, second: &Field<'_>) {
    let source = cx.document.source;
    let surplus = if first.fault.is_some() && second.fault.is_none() { first } else { second };
    let span = surplus.key.span.to(surplus.value.span);
    let diagnostic = cx.report(span, format!("`{}` is in the front matter twice", surplus.key.value));
    if first.value.value == second.value.value {
        let lines =
            source.line_with_end(source.line_index(span.start)).to(source.line_with_end(source.line_index(span.end)));
        diagnostic.help("Remove one of the two.").fix(Fix::safe("Remove this line", Edit::delete(lines)));
    } else {
        diagnostic.help("Remove the wrong one.");
    }
}

/// Reports a field that the site takes as part of the one `above`; `indent` is what is before it.
fn indented(cx: &mut Context<'_>, field: &Field<'_>, above: Option<&Field<'_>>, indent: Span) {
    let key = field.key.value;
    let message = match above {
        Some(above) => format!("`{key}` is indented, so the site takes it as part of `{}`", above.key.value),
        None => format!("`{key}` is indented, so the site does not find the front matter"),
    };
    cx.report(field.key.span, message)
        .help(format!("Write `{key}:` at the beginning of the line."))
        .fix(Fix::safe("Remove the spaces", Edit::delete(indent)))
        .join(Join {
            group: 0,
            least: 2,
            message: |count, _| format!("{count} lines are indented, so the site does not read these fields"),
            label: "this one too",
            fix: "Remove the spaces",
        });
}

/// Reports a line that the site does not read as a field; `line` is where it begins.
fn malformed(cx: &mut Context<'_>, field: &Field<'_>, line: usize) {
    let source = cx.document.source;
    let key = field.key.value;
    let wanted = format!("{key}: {}", field.value.value);
    let end = source.line(source.line_index(field.value.span.end)).end;
    let message = format!("this is not read as `{key}`; the site shows the lines from here on as text");
    cx.report(field.key.span.to(field.value.span), message)
        .help(format!("Write `{wanted}`."))
        .fix(Fix::safe(format!("Write `{wanted}`"), Edit::replace(Span::new(line, end), wanted)))
        .join(Join {
            group: 1,
            least: 2,
            message: |count, _| format!("{count} lines are not read as fields; the site shows them as text"),
            label: "this one too",
            fix: "Write the fields as the site reads them",
        });
}

/// Reports fields that the site does not read as they are written, and a line that keeps it from those below.
pub(super) fn unread(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    let document = cx.document;
    let fields = &front_matter.fields;
    for (index, field) in fields.iter().enumerate() {
        let key = field.key.value;
        let is_twice = fields.iter().take(16).filter(|other| other.key.value.eq_ignore_ascii_case(key)).count() > 1;
        let Some(fault) = field.fault.filter(|_| !is_twice) else { continue };
        let line = document.source.line(document.source.line_index(field.key.span.start)).start;
        // The byte order mark is before the first line.
        let line = line.max(front_matter.span.start);
        match fault {
            FieldFault::Indented => {
                let above = fields[..index].iter().rev().find(|above| above.fault.is_none());
                indented(cx, field, above, Span::new(line, field.key.span.start));
            }
            FieldFault::Malformed => malformed(cx, field, line),
        }
    }
    let Some(CutOff { line, .. }) = &front_matter.cut_off else { return };
    // The conflict is reported by itself.
    if document.lines()[document.source.line_index(line.start)] != LineKind::ConflictMarker {
        cx.report(*line, "because of this line, the site shows the fields below it as text")
            .help("Remove this line, or move it below a blank line after the front matter.");
    }
}

pub(super) fn missing(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>, renamed: &[&str]) {
    let issue = front_matter.issue();
    let number = issue.map(|issue| issue.number);
    for (index, key) in FrontMatter::KEYS.iter().enumerate() {
        let is_stray = front_matter.strays.iter().any(|(_, field)| field.key.value.eq_ignore_ascii_case(key));
        let is_cut_off = front_matter.cut_off.as_ref().is_some_and(|cut_off| cut_off.keys.contains(key));
        if is_stray || is_cut_off || renamed.contains(key) || front_matter.field(key).is_some() {
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
        let line = source.line_with_end(source.line_index(place.key.span.to(place.value.span).end));
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
