//! Owns what is known of an issue before its text is read: its stage, what kind of file it is, and what its path says.

use std::path::Path;

use jiff::civil::Date;

use crate::text::calendar::parse_date;

/// Whether an issue is still being put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Placeholders and empty sections are in order.
    Draft,
    /// It is what readers get.
    Published,
}

/// What kind of file a change was made to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// The draft that takes submissions, or a file that is none of the newsletter's.
    #[default]
    Current,
    /// A draft of an issue that is published, or older than the newest draft.
    OldDraft,
    /// An issue that was published before the change.
    Published,
    /// An issue among the published ones that was no draft before.
    NewPublished,
    /// The template from which drafts are made.
    Template,
}

/// The date in the name of an issue: `YYYY-MM-DD-this-week-in-rust.md`.
#[must_use]
pub fn issue_date(path: &Path) -> Option<Date> {
    let name = path.file_name()?.to_str()?.strip_suffix("-this-week-in-rust.md")?;
    parse_date(name)
}
