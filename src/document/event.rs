//! Owns one event: its date line `DATES | PLACE | GROUPS`, and the names below it.
//!
//! Each field is known, or known to be wrong, on its own: a bad date does not hide the bad country beside it.

use crate::document::date::DateField;
use crate::text::{Span, Spanned};

/// How an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Venue {
    /// `City, CC`.
    InPerson,
    /// `Virtual`, `Virtual (City, CC)`.
    Virtual,
    /// `Hybrid (City, CC)`.
    Hybrid,
}

/// What is wrong with how a place is written; what it names is judged apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceProblem {
    /// There is nothing.
    Empty,
    /// `Virtual (City, CC`.
    Parenthesis,
    /// `Virtual ()`, `City, `.
    HalfEmpty,
    /// `Virtual + In Person (City, CC)` and other older ways to say hybrid.
    OldHybrid,
    /// `Virtual - City`, `Online`, `virtual`: none of the forms.
    Form,
}

/// One place: `City, CC` or `City, ST, CC`.
#[derive(Clone, Debug)]
pub struct Location {
    /// All of it.
    pub span: Span,
    /// What is between the commas, without spaces around it.
    pub parts: Vec<Span>,
}

impl Location {
    /// The part in which the country stands, if there is more than one.
    #[must_use]
    pub fn country(&self) -> Option<Span> {
        self.parts.last().copied().filter(|_| self.parts.len() > 1)
    }

    /// The part in which the state stands, where there are at least three.
    #[must_use]
    pub fn state(&self) -> Option<Span> {
        self.parts.len().checked_sub(2).filter(|at| *at > 0).map(|at| self.parts[at])
    }

    /// The city.
    #[must_use]
    pub fn city(&self) -> Option<Span> {
        self.parts.first().copied()
    }
}

/// The second field of an event.
#[derive(Clone, Debug)]
pub struct PlaceField {
    /// The field without spaces around it.
    pub span: Span,
    /// How the event takes place, as far as can be told.
    pub venue: Venue,
    /// The places that it names.
    pub locations: Vec<Location>,
    /// What is wrong with how it is written.
    pub problem: Option<PlaceProblem>,
    /// How it would be right, where there is something wrong and that is known.
    pub repaired: Option<String>,
    /// Whether that is a guess: `Ghent, BE + Virtual` may be hybrid.
    pub is_guess: bool,
}

/// What is wrong with the fields of a line as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldsProblem {
    /// A bar is missing; where it belongs.
    MissingBar,
    /// Another separator stands where the bars belong.
    Separator,
    /// Fewer fields than there should be.
    TooFew,
    /// More fields than there should be.
    TooMany,
    /// A field with nothing in it.
    EmptyField,
    /// A bar with nothing on one side, beside all fields that there should be; from the field before it to the one after.
    SurplusBar,
    /// No link to a group.
    NoGroup,
    /// A link in the place, before that of the group.
    LinkInPlace,
    /// A backslash before a bar.
    EscapedBar,
    /// Two fields are in each other's place; both, in the order of the text.
    Swapped,
    /// The name of the event is on the date line, after the group: its link.
    NameBesideGroup,
}

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    /// Index of its date line in [`Outline::items`](crate::document::Outline::items).
    pub item: usize,
    /// The bars between the fields, from left to right.
    pub bars: Vec<Span>,
    /// The first field.
    pub dates: DateField,
    /// The second field; none where the line has too few.
    pub place: Option<PlaceField>,
    /// What is after the second field, without spaces around it.
    pub groups: Option<Span>,
    /// What is wrong with the fields as a whole.
    pub problem: Option<Spanned<FieldsProblem>>,
    /// Indices of the items below it, from top to bottom, each with the name of an event.
    pub names: Vec<usize>,
}

/// The heading line of the events: `Rusty Events between A - B 🦀`.
#[derive(Clone, Debug)]
pub struct EventsWindow {
    /// The line without spaces around it.
    pub span: Span,
    /// The dates in it, none where they cannot be read.
    pub dates: DateField,
}
