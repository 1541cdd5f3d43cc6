//! Owns the links of earlier issues, so that a rule can tell what was already published.

use std::collections::HashMap;
use std::path::Path;

use jiff::civil::Date;

use crate::diagnostic::Elsewhere;
use crate::document::Document;
use crate::source::Source;

/// A community entry of an earlier issue.
#[derive(Clone, Debug)]
pub struct PastEntry {
    /// The date of that issue.
    pub date: Date,
    /// Where the link stands there.
    pub place: Elsewhere,
}

/// The links to which community entries of earlier issues led.
#[derive(Debug, Default)]
pub struct History {
    /// By [`crate::document::Url::identity`]; the newest issue wins.
    entries: HashMap<String, PastEntry>,
}

impl History {
    /// The entry of an earlier issue that led to the same page.
    #[must_use]
    pub fn find(&self, identity: &str) -> Option<&PastEntry> {
        self.entries.get(identity)
    }

    /// Adds an issue; one that is newer than those added before replaces their entries.
    pub fn add(&mut self, source: &Source, date: Date) {
        let document = Document::parse(source);
        for item in document.community_entries() {
            for link in document.links_in(item.content) {
                if !link.has_own_destination() || link.is_image {
                    continue;
                }
                let place = Elsewhere {
                    path: source.path().to_owned(),
                    start: source.position(link.span.start),
                    end: source.position(link.span.end),
                };
                self.entries.insert(document.url(link.destination).identity(), PastEntry { date, place });
            }
        }
    }

    /// Reads the `count` newest issues of `folder` that are older than `before`.
    ///
    /// A file that cannot be read or parsed is left out, and named in the second half of the result.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn read(folder: &Path, before: Date, count: usize) -> std::io::Result<(Self, Vec<String>)> {
        let mut issues: Vec<_> = issues_in(folder)?.into_iter().filter(|(date, _)| *date < before).collect();
        issues.sort_by_key(|(date, _)| *date);
        let mut history = Self::default();
        let mut troubles = Vec::new();
        for (date, path) in issues.iter().skip(issues.len().saturating_sub(count)) {
            let name = path.display().to_string();
            let source = std::fs::read(path).map_err(|error| error.to_string());
            let source = source.and_then(|bytes| Source::from_bytes(&name, bytes).map_err(|error| error.to_string()));
            match source {
                Ok(source) => {
                    if crate::linter::guarded(|| history.add(&source, *date)).is_err() {
                        troubles.push(format!("{name}: cannot be parsed"));
                    }
                }
                Err(error) => troubles.push(format!("{name}: {error}")),
            }
        }
        Ok((history, troubles))
    }
}

/// The issues of a folder, by the date in the name of each file, oldest first.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn issues_in(folder: &Path) -> std::io::Result<Vec<(Date, std::path::PathBuf)>> {
    let mut issues = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if let Some(date) = issue_date(&path) {
            issues.push((date, path));
        }
    }
    issues.sort();
    Ok(issues)
}

/// The date in the name of an issue: `YYYY-MM-DD-this-week-in-rust.md`.
#[must_use]
pub fn issue_date(path: &Path) -> Option<Date> {
    let name = path.file_name()?.to_str()?.strip_suffix("-this-week-in-rust.md")?;
    crate::document::parse_date(name)
}
