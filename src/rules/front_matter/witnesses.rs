//! What title, number, date and file name say about which issue it is, and where they are at odds.

use crate::diagnostic::Fix;
use crate::document::{FrontMatter, NEWSLETTER};
use crate::rule::Context;
use crate::text::calendar::number_on;
use crate::text::{Edit, Span};

/// Title, number, date and file name are at odds, and no one of them is outvoted: one finding for them all.
pub(super) fn contradiction(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) -> bool {
    let said = said(front_matter, |_| true);
    let Some(field) = ["Number", "Title", "Date"].iter().find_map(|key| front_matter.field(key)) else { return false };
    if said.len() < 2 {
        return false;
    }
    let mut numbers: Vec<i32> = said.iter().map(|(_, number, _)| *number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let listed: Vec<_> = numbers.iter().map(|number| witnesses(front_matter, *number)).collect();
    let diagnostic = cx.report(field.value.span, "it is not clear which issue this is");
    diagnostic.help(format!("Correct the wrong ones: {}.", listed.join("; ")));
    // Who renames a draft and dates it anew has only forgotten the number.
    let newer = front_matter.file_date.filter(|date| front_matter.written_date() == Some(*date)).and_then(number_on);
    if let (Some(newer), Some(title), Some(number)) = (newer, front_matter.field("Title"), front_matter.field("Number"))
    {
        let edits = vec![
            Edit::replace(title.value.span, format!("{NEWSLETTER} {newer}")),
            Edit::replace(number.value.span, newer.to_string()),
        ];
        diagnostic.fix(Fix::unsafe_(format!("Write issue {newer}"), edits));
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
pub(super) fn witnesses(front_matter: &FrontMatter<'_>, number: i32) -> String {
    let names: Vec<_> = said(front_matter, |said| said == number).into_iter().map(|(who, _, _)| who).collect();
    match names.as_slice() {
        [] => format!("this is issue {number}"),
        [one] => format!("{one} says {number}"),
        [first @ .., last] => format!("{} and {last} say {number}", first.join(", ")),
    }
}
