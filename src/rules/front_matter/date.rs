//! The date of an issue, compared with title, number and file name.

use jiff::civil::Date;

use super::value::value;
use super::witnesses::witnesses;
use crate::diagnostic::{Fix, Gravity, excerpt};
use crate::document::{Field, FrontMatter};
use crate::rule::Context;
use crate::text::Edit;
use crate::text::calendar::{date_of, number_on};

pub(super) fn date(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    let Some(field) = front_matter.field("Date") else { return };
    let issue = front_matter.issue().and_then(|issue| Some((issue.number, date_of(issue.number)?)));
    let in_file = front_matter.file_date;
    let Some(date) = front_matter.written_date() else {
        return not_a_date(cx, field, in_file.or(issue.map(|(_, wednesday)| wednesday)));
    };
    match (issue, in_file) {
        (Some((number, wednesday)), _) if number_on(date) != Some(number) => {
            let written = field.value.value;
            let of_date = match number_on(date) {
                Some(other) => format!("`{written}` is of issue {other}"),
                None => format!("`{written}` is years ago"),
            };
            let message = format!("{of_date}, but {}", witnesses(front_matter, number));
            value(cx, field, message, &wednesday.to_string());
        }
        (Some((number, _)), Some(in_file)) if number_on(in_file) != Some(number) => {
            let message = format!("the file name has the date {in_file}, but {}", witnesses(front_matter, number));
            let name = format!("{date}-this-week-in-rust.md");
            cx.report(field.value.span, message).help(format!("Rename the file to `{name}`."));
        }
        // Of older issues, only the name of the file can say it.
        (_, Some(in_file)) if in_file != date => {
            let message = format!("the date is `{}`, but the file name has {in_file}", field.value.value);
            value(cx, field, message, &in_file.to_string());
        }
        (Some((number, wednesday)), _) if date != wednesday => not_a_wednesday(cx, field, date, (number, wednesday)),
        _ => {}
    }
}

fn not_a_date(cx: &mut Context<'_>, field: &Field<'_>, meant: Option<Date>) {
    let message = format!("`{}` is not a date in the form `YYYY-MM-DD`", excerpt(field.value.value));
    match meant {
        Some(meant) => _ = value(cx, field, message, &meant.to_string()),
        None => {
            _ = cx
                .report(field.key.span.to(field.value.span), message)
                .help("Write the Wednesday of the issue, as `YYYY-MM-DD`.")
        }
    }
}

/// The date is another day of the week of the issue.
fn not_a_wednesday(cx: &mut Context<'_>, field: &Field<'_>, date: Date, (number, wednesday): (i32, Date)) {
    let span = field.value.span;
    let weekday = date.weekday();
    cx.report(span, format!("`{}` is a {weekday:?}, but issues are published on Wednesdays", field.value.value))
        .gravity(Gravity::Doubtful)
        .help(format!("Write `{wednesday}`, the Wednesday of issue {number}."))
        .fix(Fix::unsafe_(format!("Write `{wednesday}`"), Edit::replace(span, wednesday.to_string())));
}
