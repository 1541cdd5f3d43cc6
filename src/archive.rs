//! Owns what earlier issues know, so that a rule can tell what was already published and what is usual: links, groups
//! with their places and names, cities, titles.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::files;
use crate::issue::issue_date;
use crate::text::Source;

mod event;
mod issue;
mod link;

pub use event::PastEvent;
pub use issue::PastIssue;
pub use link::PastLink;

/// How many earlier issues are asked for what is usual: a year.
const MEMORY: usize = 52;

/// The issues before the one that is judged, as far as a rule may look back.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Oldest first; shared with the [`Archive`] that they come from.
    issues: Vec<Arc<PastIssue>>,
    /// How many of the newest links are compared with; all where none is said.
    for_links: Option<usize>,
}

impl History {
    /// The newest entry of an earlier issue that led to the page of this [`crate::lexicon::identity`], and that issue.
    #[must_use]
    pub fn find(&self, identity: &str) -> Option<(&PastIssue, &PastLink)> {
        self.with_links().rev().find_map(|issue| Some((issue, issue.find(identity)?)))
    }

    /// Whether there are no earlier issues.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.issues.is_empty()
    }

    /// The earlier issues, oldest first.
    pub fn issues(&self) -> impl DoubleEndedIterator<Item = &PastIssue> {
        self.issues.iter().map(|issue| &**issue)
    }

    /// The earlier issues with whose links those of this one are compared, oldest first.
    pub fn with_links(&self) -> impl DoubleEndedIterator<Item = &PastIssue> {
        let count = self.for_links.unwrap_or(self.issues.len());
        self.issues[self.issues.len().saturating_sub(count)..].iter().map(|issue| &**issue)
    }

    /// Adds an issue, which counts as newer than those added before.
    pub fn add(&mut self, source: Source, date: Date) {
        self.issues.push(Arc::new(PastIssue::new(source, date)));
    }
}

/// A folder of published issues. Each is read when a history first needs it, and then kept: linting every issue of a
/// folder reads each of them once, not fifty times.
#[derive(Debug)]
pub struct Archive {
    /// The folder, without links on the way.
    folder: PathBuf,
    /// Oldest first.
    issues: Vec<Archived>,
}

#[derive(Debug)]
struct Archived {
    date: Date,
    path: PathBuf,
    /// The issue, or in words why there is none.
    issue: OnceLock<Result<Arc<PastIssue>, String>>,
}

impl Archive {
    /// Lists the issues of `folder`; reads none of them yet.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let archived = |(date, path)| Archived { date, path, issue: OnceLock::new() };
        let issues = issues_in(folder)?.into_iter().map(archived).collect();
        Ok(Self { folder: files::resolve(folder).map_err(io::Error::other)?, issues })
    }

    /// The newest issues that are older than `before`, or the newest of all without it: `count` of them for their
    /// links, and a year of them for what is usual. With a `count` of 0, none.
    ///
    /// A file that cannot be read is left out, and named in the second half of the result.
    #[must_use]
    pub fn history(&self, before: Option<Date>, count: usize) -> (History, Vec<String>) {
        let end = before.map_or(self.issues.len(), |before| self.issues.partition_point(|issue| issue.date < before));
        let all = if count == 0 { 0 } else { count.max(MEMORY) };
        let first_with_links = end.saturating_sub(count);
        let wanted = || (end.saturating_sub(all)..end).map(|index| (&self.issues[index], index >= first_with_links));
        let unread: Vec<_> = wanted().filter(|(archived, with_links)| !archived.is_read(*with_links)).collect();
        crate::guard::in_parallel(&unread, |(archived, with_links)| {
            if let Ok(issue) = archived.issue(&self.folder) {
                issue.read(*with_links);
            }
        });
        let (mut issues, mut for_links, mut troubles) = (Vec::new(), 0, Vec::new());
        for (archived, with_links) in wanted() {
            match archived.issue(&self.folder) {
                Ok(issue) => {
                    issues.push(Arc::clone(issue));
                    for_links += usize::from(with_links);
                }
                Err(trouble) => troubles.push(trouble.clone()),
            }
        }
        let history = History { issues, for_links: Some(for_links) };
        (history, troubles)
    }
}

impl Archived {
    fn is_read(&self, with_links: bool) -> bool {
        self.issue.get().is_some_and(|issue| issue.as_ref().map_or(true, |issue| issue.is_read(with_links)))
    }

    fn issue(&self, folder: &Path) -> &Result<Arc<PastIssue>, String> {
        self.issue.get_or_init(|| {
            let name = self.path.display().to_string();
            let read = || {
                let bytes = files::read_in(folder, self.path.file_name().unwrap_or_default(), files::MOST_BYTES)?;
                let source = Source::from_bytes(&name, bytes).map_err(|error| error.to_string())?;
                Ok(Arc::new(PastIssue::new(source, self.date)))
            };
            read().map_err(|trouble: String| format!("{name}: {trouble}"))
        })
    }
}

/// The issues of a folder, by the date in the name of each file, oldest first.
///
/// # Errors
///
/// When the folder cannot be read, or lies behind a link out of the checkout.
pub fn issues_in(folder: &Path) -> io::Result<Vec<(Date, PathBuf)>> {
    let mut issues = Vec::new();
    if folder.exists() {
        files::resolve(folder).map_err(io::Error::other)?;
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if let Some(date) = issue_date(&path) {
            issues.push((date, path));
        }
    }
    issues.sort();
    Ok(issues)
}
