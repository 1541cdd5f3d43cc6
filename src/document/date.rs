//! Owns dates as people write them: what was meant, and how it is written in the newsletter.

use crate::text::calendar::Dates;
use crate::text::{Span, Spanned};

/// What is wrong with a date or range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// Nothing there can be read as a date.
    NotADate,
    /// Written like a date, but no such day exists.
    Impossible,
    /// A date in another form.
    Form,
    /// Two dates that are not joined by ` - `.
    Separator,
    /// A range whose end lies before its beginning.
    Backwards,
    /// Single days, with others between them.
    SingleDays,
    /// One day, written twice.
    OneDayTwice,
    /// A range of so many days that one of its years is likely wrong.
    Long,
    /// More than one day or range: words or numbers that a date does not hold.
    More,
}

/// A field that holds dates.
#[derive(Clone, Debug)]
pub struct DateField {
    /// The field without spaces around it.
    pub span: Span,
    /// What it means, where that is known, however it is written.
    pub dates: Option<Dates>,
    /// What is wrong with it, and where.
    pub problem: Option<Spanned<DateProblem>>,
}
