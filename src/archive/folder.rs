//! Owns a folder of earlier issues: which lie there, and reading each when it is first asked for.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;

use super::{History, PastIssue};
use crate::files;
use crate::guard::here_and_in_parallel;
use crate::issue::issue_date;
use crate::text::Source;

/// How many earlier issues are asked for what is usual: a year.
const MEMORY: usize = 52;

/// How many histories are kept: files that are linted at once have one each.
const MOST_KEPT: usize = 4;

/// A folder of published issues. Each is read when a history first needs it, and then kept: linting every issue of a
/// folder reads each of them once, not fifty times.
#[derive(Debug)]
pub struct Archive {
    /// The folder, without links on the way.
    folder: PathBuf,
    /// Oldest first.
    issues: Vec<Archived>,
    /// The last histories that were asked for, the newest first. A file is judged several times, while its fixes are tried
    /// and while somebody types, and what rules have looked up is kept with them.
    recent: Mutex<VecDeque<(Window, Found)>>,
}

/// Which issues a history has.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Window {
    /// The issues, by their indices.
    all: Range<usize>,
    /// The first with whose links those of the judged issue are compared.
    first_with_links: usize,
}

/// A history, and in words which files are not in it because they cannot be read.
type Found = (History, Vec<String>);

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
        Ok(Self { folder: files::resolve(folder).map_err(io::Error::other)?, issues, recent: Mutex::default() })
    }

    /// The newest issues that are older than `before`, or the newest of all without it: `count` of them for their
    /// links, and a year of them for what is usual. With a `count` of 0, none.
    ///
    /// A file that cannot be read is left out, and named in the second half of the result.
    #[must_use]
    pub fn history(&self, before: Option<Date>, count: usize) -> Found {
        let end = before.map_or(self.issues.len(), |before| self.issues.partition_point(|issue| issue.date < before));
        let most = if count == 0 { 0 } else { count.max(MEMORY) };
        let window = Window { all: end.saturating_sub(most)..end, first_with_links: end.saturating_sub(count) };
        let recent = || self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = recent().iter().find(|(known, _)| *known == window) {
            return found.clone();
        }
        let found = self.read(&window);
        let mut recent = recent();
        recent.truncate(MOST_KEPT - 1);
        recent.push_front((window, found.clone()));
        found
    }

    fn read(&self, window: &Window) -> Found {
        let wanted = || window.all.clone().map(|index| (&self.issues[index], index >= window.first_with_links));
        let unread: Vec<_> = wanted().filter(|(archived, with_links)| !archived.is_read(*with_links)).collect();
        // Lines and links are read without recursion.
        here_and_in_parallel(&unread, |(archived, with_links)| {
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
        let history = History { issues, for_links: Some(for_links), ..History::default() };
        (history, troubles)
    }
}

impl Archive {
    /// The text of an issue that was read, by the path that reports give it.
    #[cfg(feature = "lsp")]
    pub(crate) fn source(&self, path: &str) -> Option<&Source> {
        let mut read = self.issues.iter().filter_map(|archived| archived.issue.get()?.as_ref().ok());
        read.find(|issue| issue.source().path() == path).map(|issue| issue.source())
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
                // Lines and links are read in one go, so what takes a parser the square of its length does no harm.
                let source = match String::from_utf8(bytes) {
                    Ok(text) => Source::new(&*name, text),
                    Err(error) => Source::from_bytes(&*name, error.into_bytes()).map_err(|error| error.to_string())?,
                };
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
