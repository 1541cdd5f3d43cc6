//! The report of a wrong value of the front matter, with the right one.

use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Field;
use crate::rule::Context;
use crate::text::{Edit, Span};

pub(super) fn value<'d>(
    cx: &'d mut Context<'_>,
    field: &Field<'_>,
    message: String,
    wanted: &str,
) -> &'d mut Diagnostic {
    let span = if field.value.span.is_empty() { field.key.span } else { field.value.span };
    let key = field.key.value;
    let message = match field.value.value {
        "" => format!("`{key}` has no value"),
        lines if lines.contains('\n') => {
            format!("`{key}` is split over lines; the site takes each as a value of its own")
        }
        _ => message,
    };
    // A value that begins in the line below has nothing after `Key:`.
    let is_below = field.value.value.starts_with(char::is_whitespace);
    let text = if field.value.span.is_empty() || is_below { format!(" {wanted}") } else { wanted.to_owned() };
    // After `Key:` there is one space; where the line ends there, it may be missing.
    let edit = match field.value.span.is_empty() {
        true => Edit::replace(Span::new(field.key.span.end + 1, field.value.span.end), text),
        false => Edit::replace(field.value.span, text),
    };
    let title = format!("Write `{wanted}`");
    // An address that is here by mistake belongs somewhere else.
    let fix = if field.value.value.contains("://") { Fix::unsafe_(title, edit) } else { Fix::safe(title, edit) };
    cx.report(span, message).help(format!("Write `{}: {wanted}`.", field.key.value)).fix(fix)
}
