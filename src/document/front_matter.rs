//! Owns the head of the file: Pelican's `Key: value` lines, which are not YAML.

use jiff::civil::Date;

use crate::text::calendar::{date_of, number_on, parse_date};
use crate::text::{Span, Spanned};

/// One `Key: value` line.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The key as written.
    pub key: Spanned<&'a str>,
    /// The value, without spaces around it. Where it goes on in further lines, which are indented, up to the last of
    /// them; from the end of the first line where that has none of it.
    pub value: Spanned<&'a str>,
    /// What keeps the site from reading it, if anything does.
    pub fault: Option<FieldFault>,
}

/// What keeps the site from reading a field of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldFault {
    /// Four spaces or a tab before it: the site takes it as part of the field above.
    Indented,
    /// The key is not followed by `:`, or has signs before it: for the site, the text begins here.
    Malformed,
}

/// A line that is not a field, with fields of an issue right below it, which the site takes as text.
#[derive(Clone, Debug)]
pub struct CutOff {
    /// The line.
    pub line: Span,
    /// The keys below it, as every issue has them.
    pub keys: Vec<&'static str>,
}

/// Title, number, date and category of an issue.
#[derive(Clone, Debug)]
pub struct FrontMatter<'a> {
    /// From the first field up to the blank line.
    pub span: Span,
    /// The fields in order, known and unknown.
    pub fields: Vec<Field<'a>>,
    /// Blank lines before the first field: the site finds no front matter after them.
    pub blank_before: Span,
    /// Known fields after a blank line: text on the site. Each with the blank lines before it.
    pub strays: Vec<(Span, Field<'a>)>,
    /// The line right below the fields that ends them too early, if one does.
    pub cut_off: Option<CutOff>,
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

/// What the number of an issue is preceded by in its title, and the category of all issues.
pub const NEWSLETTER: &str = "This Week in Rust";

impl<'a> FrontMatter<'a> {
    /// The keys of every issue, in their order.
    pub const KEYS: [&'static str; 4] = ["Title", "Number", "Date", "Category"];

    /// The field of that name, in any case: the first that the site reads, or else the first.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field<'a>> {
        let mut named = self.fields.iter().filter(|field| field.key.value.eq_ignore_ascii_case(key));
        let first = named.clone().next();
        named.find(|field| field.fault.is_none()).or(first)
    }

    /// The date in the field `Date`, if it exists in the calendar.
    #[must_use]
    pub fn written_date(&self) -> Option<Date> {
        parse_date(self.field("Date")?.value.value)
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
        self.field("Number")?
            .value
            .value
            .trim_matches(|c: char| c.is_ascii_punctuation() || c.is_whitespace())
            .parse()
            .ok()
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

    /// The date of the issue: the one that is written, unless the name of the file or all the rest shows that it is
    /// another.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        let written = self.written_date();
        let wednesday = self.issue().and_then(|issue| date_of(issue.number));
        match (written, wednesday) {
            (Some(written), Some(wednesday)) if number_on(written) != number_on(wednesday) => Some(wednesday),
            // The file is named for another day of the same week.
            (Some(written), Some(_)) => {
                let same_week = |named: &Date| number_on(*named) == number_on(written);
                Some(self.file_date.filter(same_week).unwrap_or(written))
            }
            (None, Some(wednesday)) => Some(self.file_date.unwrap_or(wednesday)),
            (written, None) => self.file_date.or(written),
        }
    }
}
