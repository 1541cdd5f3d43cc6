//! Owns the head of the file: Pelican's `Key: value` lines, which are not YAML.

use std::path::Path;

use jiff::civil::Date;

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
    /// Blank lines before the first field: the site finds no front matter behind them.
    pub blank_before: Span,
    /// Known fields behind a blank line: text on the site. Each with the blank lines before it.
    pub strays: Vec<(Span, Field<'a>)>,
    /// The date in the name of the file, if it has one.
    pub file_date: Option<Date>,
}

/// Which issue it is, where most of what the front matter and the name of the file say agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its number.
    pub number: i32,
    /// How many of title, number, date and file name say so.
    pub votes: usize,
}

/// The first issue since which one appeared every Wednesday, and its day.
const STEADY_SINCE: (i32, Date) = (404, jiff::civil::date(2021, 8, 18));

/// The number of the issue of the week around a day; none where numbers do not follow from dates yet.
#[must_use]
pub fn number_on(date: Date) -> Option<i32> {
    let (first, since) = STEADY_SINCE;
    let days = date.since(since).ok()?.get_days();
    // From Sunday to Tuesday, the Wednesday to come is nearer than the one before.
    (days >= 0).then(|| first + (days + 3) / 7)
}

/// The Wednesday on which an issue appeared or will; none where dates do not follow from numbers yet.
#[must_use]
pub fn date_of(number: i32) -> Option<Date> {
    let (first, since) = STEADY_SINCE;
    let weeks = number.checked_sub(first).filter(|weeks| *weeks >= 0)?;
    since.checked_add(jiff::Span::new().try_weeks(weeks).ok()?).ok()
}

/// What the number of an issue is preceded by in its title, and the category of all issues.
pub const NEWSLETTER: &str = "This Week in Rust";

impl<'a> FrontMatter<'a> {
    /// The field of that name, in any case.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.key.value.eq_ignore_ascii_case(key))
    }

    /// The date in the field `Date`, if it exists in the calendar.
    #[must_use]
    pub fn written_date(&self) -> Option<Date> {
        date(self.field("Date")?.value.value)
    }

    /// The number at the end of the title.
    #[must_use]
    pub fn title_number(&self) -> Option<i32> {
        let title = self.field("Title")?.value.value;
        title[title.trim_end_matches(|c: char| c.is_ascii_digit()).len()..].parse().ok()
    }

    /// The field `Number`; marks around the digits do not matter.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        self.field("Number")?.value.value.trim_matches(|c: char| c.is_ascii_punctuation()).parse().ok()
    }

    /// Which issue it is: what most of title, number, date and file name say. None where they are at odds evenly.
    #[must_use]
    pub fn issue(&self) -> Option<Issue> {
        let votes = [
            self.title_number(),
            self.number(),
            self.written_date().and_then(number_on),
            self.file_date.and_then(number_on),
        ];
        let count = |number: i32| votes.iter().filter(|vote| **vote == Some(number)).count();
        let most = votes.iter().flatten().copied().max_by_key(|number| count(*number))?;
        let is_clear = votes.iter().flatten().all(|vote| *vote == most || count(*vote) < count(most));
        is_clear.then(|| Issue { number: most, votes: count(most) })
    }

    /// The date of the issue: the one that is written, unless all the rest tells that it is another.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        let written = self.written_date();
        let wednesday = self.issue().and_then(|issue| date_of(issue.number));
        match (written, wednesday) {
            (Some(written), Some(wednesday)) if number_on(written) != number_on(wednesday) => Some(wednesday),
            (Some(written), Some(_)) => Some(written),
            (None, Some(wednesday)) => Some(self.file_date.unwrap_or(wednesday)),
            (written, None) => self.file_date.or(written),
        }
    }
}

/// Reads `YYYY-MM-DD` and nothing else (jiff alone takes other forms too).
pub(crate) fn date(text: &str) -> Option<Date> {
    has_date_shape(text).then(|| text.parse().ok()).flatten()
}

/// The dates `YYYY-MM-DD` in a text, each with its byte offset.
pub(crate) fn dates_within(text: &str) -> impl Iterator<Item = (usize, Date)> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    memchr::memchr_iter(b'-', bytes).filter_map(move |dash| {
        let start = dash.checked_sub(4).filter(|start| *start == 0 || !is_digit(start - 1))?;
        let written = text.get(start..start + 10).filter(|_| !is_digit(start + 10))?;
        Some((start, date(written)?))
    })
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
    // One known field may be the beginning of a sentence, unless it opens the text.
    if !fields.first().is_some_and(|field| is_known(field.key.value) && (first == 0 || known > 1)) && known < 2 {
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
        let Some(stray) = stray.filter(|_| index + blank < source.line_count() && strays.len() < KNOWN.len()) else {
            break;
        };
        let gap = Span::new(source.line(index).start, source.line(index + blank).start);
        end = source.line_with_end(index + blank).end;
        index += blank + 1;
        strays.push((gap, stray));
    }
    let file_date = crate::history::issue_date(Path::new(source.path()));
    let blank_before = Span::new(body, start);
    Some(FrontMatter { span: Span::new(body, end), fields, blank_before, strays, file_date })
}

const KNOWN: [&str; 4] = ["Title", "Number", "Date", "Category"];

/// Whether every issue has a field of that name.
fn is_known(key: &str) -> bool {
    KNOWN.iter().any(|known| key.eq_ignore_ascii_case(known))
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
