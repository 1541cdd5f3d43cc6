//! Reads the head of the file.

use std::path::Path;

use crate::document::front_matter::{Field, FrontMatter, NEWSLETTER};
use crate::issue::issue_date;
use crate::text::calendar::has_date_shape;
use crate::text::{Source, Span, Spanned};

/// Reads the head of a source; `body` is where the text begins, after a byte order mark.
pub(in crate::document) fn parse(source: &Source, body: usize) -> Option<FrontMatter<'_>> {
    let is_blank = |index: &usize| {
        let line = source.line(*index);
        source.slice(Span::new(line.start.max(body), line.end)).trim().is_empty()
    };
    let first = (0..source.line_count()).take_while(is_blank).count();
    let read = |index: usize| {
        let line = source.line(index);
        field(source, Span::new(line.start.max(body), line.end))
    };
    let start = source.line(first).start.max(body);
    let fields: Vec<_> = (first..source.line_count()).map_while(read).collect();
    let known = fields.iter().filter(|field| is_known(field.key.value)).count();
    // One known field alone may begin a sentence.
    let is_ours = |field: &Field<'_>| {
        let key = |known: &str| field.key.value.eq_ignore_ascii_case(known);
        let value = field.value.value;
        (key("Title") || key("Category"))
            && value.get(..NEWSLETTER.len()).is_some_and(|start| start.eq_ignore_ascii_case(NEWSLETTER))
            || key("Date") && has_date_shape(value)
            || key("Number") && value.bytes().all(|byte| byte.is_ascii_digit())
    };
    if known < 2 && !fields.iter().any(is_ours) {
        return None;
    }
    let mut end = source.line_with_end(first + fields.len() - 1).end;
    let mut strays = Vec::new();
    let mut index = first + fields.len();
    loop {
        let blank = (index..source.line_count()).take_while(is_blank).count();
        let stray = read(index + blank).filter(|field| {
            let is_twice = fields.iter().any(|known| known.key.value.eq_ignore_ascii_case(field.key.value));
            is_known(field.key.value) && !is_twice
        });
        let Some(stray) =
            stray.filter(|_| index + blank < source.line_count() && strays.len() < FrontMatter::KEYS.len())
        else {
            break;
        };
        let gap = Span::new(source.line(index).start, source.line(index + blank).start);
        end = source.line_with_end(index + blank).end;
        index += blank + 1;
        strays.push((gap, stray));
    }
    let file_date = issue_date(Path::new(source.path()));
    let blank_before = Span::new(body, start);
    Some(FrontMatter { span: Span::new(body, end), fields, blank_before, strays, file_date })
}

/// Whether every issue has a field of that name.
fn is_known(key: &str) -> bool {
    FrontMatter::KEYS.iter().any(|known| key.eq_ignore_ascii_case(known))
}

fn field(source: &Source, line: Span) -> Option<Field<'_>> {
    let text = source.slice(line);
    let colon = text.find(':')?;
    let key = text[..colon].trim_start_matches(' ');
    let is_key =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if !is_key || colon - key.len() > 3 {
        return None;
    }
    let value = text[colon + 1..].trim();
    let value_start =
        if value.is_empty() { line.end } else { line.start + text.len() - text[colon + 1..].trim_start().len() };
    Some(Field {
        key: Spanned { value: key, span: Span::new(line.start + colon - key.len(), line.start + colon) },
        value: Spanned { value, span: Span::new(value_start, value_start + value.len()) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str, text: &str) -> (Option<i32>, Option<String>) {
        let source = Source::new(path, text);
        let front_matter = parse(&source, 0);
        let issue = front_matter.as_ref().and_then(|front_matter| front_matter.issue());
        let date = front_matter.as_ref().and_then(|front_matter| front_matter.date());
        (issue.map(|issue| issue.number), date.map(|date| date.to_string()))
    }

    #[test]
    fn the_majority_tells_which_issue_it_is() {
        let day = |date: &str| Some(date.to_owned());
        let named = "draft/2025-06-18-this-week-in-rust.md";
        let right = "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\n";
        assert_eq!(read("x", right), (Some(604), day("2025-06-18")));
        assert_eq!(read("x", &right.replace("06-18", "06-11")), (Some(604), day("2025-06-18")));
        assert_eq!(read("x", &right.replace("06-18", "06-19")), (Some(604), day("2025-06-19")));
        assert_eq!(read("x", &right.replace("2025-06-18", "soon")), (Some(604), day("2025-06-18")));
        assert_eq!(read(named, &right.replace("06-18", "06-17")), (Some(604), day("2025-06-18")));
        assert_eq!(read(named, &right.replace("604", "603")), (None, day("2025-06-18")));
        assert_eq!(
            read("x", &right.replace("Title: This Week in Rust 604", "Title: x")),
            (Some(604), day("2025-06-18"))
        );
        let old = "Title: This Week in Rust 372\nNumber: 372\nDate: 2020-01-06\n";
        assert_eq!(read("content/2021-01-06-this-week-in-rust.md", old), (Some(372), day("2021-01-06")));
    }
}
