//! Owns what is known of an issue before its text is read: its stage, what kind of file it is, and what its path says.

use std::ffi::OsStr;
use std::path::Path;
use std::path::PathBuf;

use jiff::civil::Date;

use crate::text::calendar::parse_date;

/// Whether an issue is still being put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Placeholders and empty sections are allowed.
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
    /// A new file that is neither named nor placed as an issue is, and may be meant as one.
    Misplaced,
}

/// The date in the name of an issue: `YYYY-MM-DD-this-week-in-rust.md`.
#[must_use]
pub fn issue_date(path: &Path) -> Option<Date> {
    let name = path.file_name()?.to_str()?.strip_suffix("-this-week-in-rust.md")?;
    parse_date(name)
}

/// The template from which drafts are made, with or without an extension.
const TEMPLATE: &str = "DRAFT_TEMPLATE";

/// Whether a file is the template from which drafts are made.
#[must_use]
pub fn is_template(path: &Path) -> bool {
    path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|stem| stem == TEMPLATE)
}

/// Whether a file lies where published issues do.
#[must_use]
pub fn is_published(path: &Path) -> bool {
    folder(path).is_some_and(|folder| folder.file_name() == Some(OsStr::new("content")))
}

/// Where the issues before a file's lie: in `content/`, which is beside `draft/`. Written as the path of the file is.
#[must_use]
pub fn history_folder(path: &Path) -> Option<PathBuf> {
    let written = path.parent()?;
    match folder(path)?.file_name()?.to_str()? {
        "content" if written.as_os_str().is_empty() => Some(PathBuf::from(".")),
        "content" => Some(written.to_owned()),
        "draft" if written.ends_with("draft") => Some(written.with_file_name("content")),
        "draft" => Some(written.join("..").join("content")),
        _ => None,
    }
}

/// The folder of a file, with its name even where the path does not give it.
pub(crate) fn folder(path: &Path) -> Option<PathBuf> {
    Some(std::path::absolute(path).ok()?.parent()?.to_owned())
}
