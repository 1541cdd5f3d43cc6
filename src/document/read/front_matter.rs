//! Reads the head of the file.

use std::path::Path;

use crate::document::front_matter::{CutOff, Field, FieldFault, FrontMatter, NEWSLETTER};
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
        let line = Span::new(line.start.max(body), line.end);
        field(source, line).or_else(|| malformed_field(source, line))
    };
    let start = source.line(first).start.max(body);
    let (fields, mut index) = read_fields(source, first, read);
    let known = fields.iter().filter(|field| is_meant(field) && field.fault != Some(FieldFault::Malformed)).count();
    let meant = fields.iter().filter(|field| is_meant(field)).count();
    // One known field alone may begin a sentence, and two in a form of their own a list.
    if known < 2
        && meant < 3
        && !fields.iter().any(|field| field.fault.is_none() && is_ours(field.key.value, field.value.value))
    {
        return None;
    }
    let cut_off = cut_off(source, index, |index| read(index).filter(|_| !is_blank(&index)), &fields);
    let mut end = source.line_with_end(index - 1).end;
    let mut strays = Vec::new();
    loop {
        let blank = (index..source.line_count()).take_while(is_blank).count();
        let stray = read(index + blank).filter(|field| {
            let is_twice = fields.iter().any(|known| known.key.value.eq_ignore_ascii_case(field.key.value));
            is_meant(field) && !is_twice
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
    Some(FrontMatter { span: Span::new(body, end), fields, blank_before, strays, cut_off, file_date })
}

/// The fields from line `first` on, and the line below them.
fn read_fields<'a>(
    source: &'a Source,
    first: usize,
    read: impl Fn(usize) -> Option<Field<'a>>,
) -> (Vec<Field<'a>>, usize) {
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut index = first;
    while index < source.line_count() {
        let line = source.line(index);
        let length = source.slice(line).trim_end().len();
        if let Some(field) = read(index) {
            fields.push(field);
        } else if let Some(above) = fields.last_mut().filter(|_| length > 0 && is_indented(source, index)) {
            let span = Span::new(above.value.span.start, line.start + length);
            above.value = Spanned { value: source.slice(span), span };
        } else {
            break;
        }
        index += 1;
    }
    (fields, index)
}

/// Whether every issue has a field of that name.
fn is_meant(field: &Field<'_>) -> bool {
    known_key(field.key.value).is_some()
}

/// The key of every issue that is written so in some case.
fn known_key(key: &str) -> Option<&'static str> {
    FrontMatter::KEYS.into_iter().find(|known| key.eq_ignore_ascii_case(known))
}

/// Whether a field is one of this newsletter, by its value.
fn is_ours(key: &str, value: &str) -> bool {
    match known_key(key) {
        Some("Title" | "Category") => {
            value.get(..NEWSLETTER.len()).is_some_and(|start| start.eq_ignore_ascii_case(NEWSLETTER))
        }
        Some("Date") => has_date_shape(value),
        Some(_) => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()),
        None => false,
    }
}

/// What the site takes as spaces before a line.
const INDENT: [char; 2] = [' ', '\t'];

/// Whether the site takes what follows these spaces and tabs as part of the line above.
fn is_deep(indent: &str) -> bool {
    indent.len() > 3 || indent.contains('\t')
}

fn is_indented(source: &Source, line: usize) -> bool {
    let text = source.slice(source.line(line));
    is_deep(&text[..text.len() - text.trim_start_matches(INDENT).len()])
}

fn field(source: &Source, line: Span) -> Option<Field<'_>> {
    let text = source.slice(line);
    let colon = text.find(':')?;
    let key = text[..colon].trim_start_matches(INDENT);
    let is_key =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if !is_key {
        return None;
    }
    let fault = is_deep(&text[..colon - key.len()]).then_some(FieldFault::Indented);
    // Under a field, any other indented line is a part of it.
    if fault.is_some() && known_key(key).is_none() {
        return None;
    }
    let value = text[colon + 1..].trim();
    let value_start =
        if value.is_empty() { line.end } else { line.start + text.len() - text[colon + 1..].trim_start().len() };
    Some(Field {
        key: Spanned { value: key, span: Span::new(line.start + colon - key.len(), line.start + colon) },
        value: Spanned { value, span: Span::new(value_start, value_start + value.len()) },
        fault,
    })
}

/// What is meant as a field of an issue, and lacks the `:` right after its key or has signs before it.
fn malformed_field(source: &Source, line: Span) -> Option<Field<'_>> {
    let text = source.slice(line);
    let is_sign = |c: char| !c.is_alphanumeric();
    let named = text.trim_start_matches(is_sign);
    let key = FrontMatter::KEYS
        .iter()
        .find_map(|known| named.get(..known.len()).filter(|key| key.eq_ignore_ascii_case(known)))?;
    let rest = &named[key.len()..];
    let value = rest.trim_start_matches(is_sign);
    let (key_start, value_start) = (line.end - named.len(), line.end - value.len());
    let value = value.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'));
    (rest.starts_with(is_sign) && is_ours(key, value)).then_some(Field {
        key: Spanned { value: key, span: Span::new(key_start, key_start + key.len()) },
        value: Spanned { value, span: Span::new(value_start, value_start + value.len()) },
        fault: Some(FieldFault::Malformed),
    })
}

/// The line at `index`, right below `fields`, where fields that are not among them follow it before a blank line.
fn cut_off<'a>(
    source: &'a Source,
    index: usize,
    read: impl Fn(usize) -> Option<Field<'a>>,
    fields: &[Field<'_>],
) -> Option<CutOff> {
    /// A head has four lines; more than one line may have been put between them.
    const LINES: usize = 8;
    let is_text = |index: &usize| !source.slice(source.line(*index)).trim().is_empty();
    let below = (index..source.line_count()).take_while(is_text).take(LINES);
    let keys: Vec<_> = below.filter_map(read).filter_map(|field| known_key(field.key.value)).collect();
    let is_missing = |key: &&'static str| !fields.iter().any(|field| field.key.value.eq_ignore_ascii_case(key));
    let keys: Vec<_> = keys.into_iter().filter(is_missing).collect();
    (!keys.is_empty()).then(|| CutOff { line: source.line(index), keys })
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
