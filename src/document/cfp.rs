//! Owns both calls for participation: `[**Name**](url) | CFP closes DATE | PLACE | DATES` for speakers, and
//! `[project - title](url)` for contributors.

use jiff::civil::Date;

use crate::document::date::DateField;
use crate::document::event::FieldsProblem;
use crate::text::{Span, Spanned};

/// A call for papers.
#[derive(Clone, Debug)]
pub struct CfpEvent {
    /// Index in [`Outline::items`](crate::document::Outline::items).
    pub item: usize,
    /// The bars between the fields, from left to right.
    pub bars: Vec<Span>,
    /// The first field: the name with its link.
    pub name: Span,
    /// The second field: any words around the day on which the call closes.
    pub closes: Option<ClosingField>,
    /// The third field: where the event takes place.
    pub place: Option<Span>,
    /// The fourth field, without `Event date:`: when it takes place.
    pub dates: Option<DateField>,
    /// All of the fourth field.
    pub dates_field: Option<Span>,
    /// What is wrong with the fields as a whole.
    pub problem: Option<Spanned<FieldsProblem>>,
}

/// The field in which a call closes.
#[derive(Clone, Debug)]
pub struct ClosingField {
    /// The field without spaces around it.
    pub span: Span,
    /// The dates in it from left to right, each with its place: the day, if it exists, and whether it is written
    /// `YYYY-MM-DD`.
    pub dates: Vec<(Span, Option<Date>, bool)>,
}

impl ClosingField {
    /// The day on which the call closes, if there is just one.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self.dates.as_slice() {
            [(_, date, _)] => *date,
            _ => None,
        }
    }
}

/// "No calls for participation were submitted this week."
#[derive(Clone, Copy, Debug)]
pub struct NoneMessage {
    /// Its lines, without the last line end.
    pub span: Span,
    /// Whether it is an entry of the list.
    pub is_entry: bool,
    /// Whether it goes on to list what there is nothing for: entries may be beside it.
    pub names_some: bool,
}

/// A task for contributors.
#[derive(Clone, Debug)]
pub struct CfpProject {
    /// Index in [`Outline::items`](crate::document::Outline::items).
    pub item: usize,
}
