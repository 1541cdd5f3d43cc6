//! The date of an issue, compared with title, number and file name.

use jiff::civil::Weekday;

use super::value::value;
use super::witnesses::witnesses;
use crate::diagnostic::{Fix, Gravity, excerpt};
use crate::document::FrontMatter;
use crate::rule::Context;
use crate::text::Edit;
use crate::text::calendar::{date_of, number_on};

pub(super) fn date(cx: &mut Context<'_>, front_matter: &FrontMatter<'_>) {
    let Some(field) = front_matter.field("Date") else { return };
    let written = field.value.value;
    let number = front_matter.issue().map(|issue| issue.number);
    let wednesday = number.and_then(date_of);
    let in_file = front_matter.file_date;
    let Some(date) = front_matter.written_date() else {
        let message = format!("`{}` is not a date in the form `YYYY-MM-DD`", excerpt(written));
        match in_file.or(wednesday) {
            Some(meant) => _ = value(cx, field, message, &meant.to_string()),
            None => {
                _ = cx
                    .report(field.key.span.to(field.value.span), message)
                    .help("Write the Wednesday of the issue, as `YYYY-MM-DD`.")
            }
        }
        return;
    };
    let own_number = number_on(date);
    match (wednesday, number) {
        // Older issues: only the name of the file can tell.
        (None, _) | (_, None) => {
            if let Some(in_file) = in_file.filter(|in_file| *in_file != date) {
                value(
                    cx,
                    field,
                    format!("the date is `{written}`, but the file name has {in_file}"),
                    &in_file.to_string(),
                );
            }
        }
        (Some(wednesday), Some(number)) if own_number != Some(number) => {
            let of_issue = own_number.map_or_else(String::new, |own| format!(" is of issue {own}"));
            let says = witnesses(front_matter, number);
            let message = if of_issue.is_empty() {
                format!("`{written}` is years ago, but {says}")
            } else {
                format!("`{written}`{of_issue}, but {says}")
            };
            value(cx, field, message, &wednesday.to_string());
        }
        (Some(wednesday), Some(number)) => match in_file {
            Some(in_file) if number_on(in_file) != Some(number) => {
                let message = format!("the file name has the date {in_file}, but {}", witnesses(front_matter, number));
                let name = format!("{date}-this-week-in-rust.md");
                cx.report(field.value.span, message).help(format!("Rename the file to `{name}`."));
            }
            Some(in_file) if in_file != date => {
                value(
                    cx,
                    field,
                    format!("the date is `{written}`, but the file name has {in_file}"),
                    &in_file.to_string(),
                );
            }
            _ if date.weekday() != Weekday::Wednesday => {
                let message = format!("`{written}` is a {:?}, but issues are published on Wednesdays", date.weekday());
                cx.report(field.value.span, message)
                    .gravity(Gravity::Doubtful)
                    .help(format!("Write `{wednesday}`, the Wednesday of issue {number}."))
                    .fix(Fix::unsafe_(
                        format!("Write `{wednesday}`"),
                        Edit::replace(field.value.span, wednesday.to_string()),
                    ));
            }
            _ => {}
        },
    }
}
