//! Owns the head of the file: Pelican's `Key: value` lines, which are not YAML.

use crate::source::{Source, Span, Spanned};

/// One `Key: value` line.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The key as written.
    pub key: Spanned<&'a str>,
    /// The value, without blanks around it.
    pub value: Spanned<&'a str>,
}

/// Title, number, date and category of an issue.
#[derive(Clone, Debug)]
pub struct FrontMatter<'a> {
    /// From the first field up to the blank line.
    pub span: Span,
    /// The fields in order, known and unknown.
    pub fields: Vec<Field<'a>>,
}

impl<'a> FrontMatter<'a> {
    /// The field of that name, in any case.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.key.value.eq_ignore_ascii_case(key))
    }

    /// The date of the issue, if there is one and it exists in the calendar.
    #[must_use]
    pub fn date(&self) -> Option<jiff::civil::Date> {
        date(self.field("Date")?.value.value)
    }
}

/// Reads `YYYY-MM-DD` and nothing else (jiff alone takes other forms too).
pub(crate) fn date(text: &str) -> Option<jiff::civil::Date> {
    has_date_shape(text).then(|| text.parse().ok()).flatten()
}

/// Whether `text` is written like `YYYY-MM-DD`, possible or not.
pub(crate) fn has_date_shape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, byte)| match i {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Reads the head of a source; `body` is where the text begins, behind a byte order mark.
pub(super) fn parse(source: &Source, body: usize) -> Option<FrontMatter<'_>> {
    let mut fields = Vec::new();
    let mut end = body;
    for index in 0..source.line_count() {
        let line = source.line(index);
        let line = Span::new(line.start.max(body), line.end);
        let Some(field) = field(source, line) else { break };
        fields.push(field);
        end = source.line_with_end(index).end;
    }
    let is_known = |field: &Field<'_>| {
        ["title", "number", "date", "category"].iter().any(|known| field.key.value.eq_ignore_ascii_case(known))
    };
    fields.first().is_some_and(is_known).then(|| FrontMatter { span: Span::new(body, end), fields })
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
