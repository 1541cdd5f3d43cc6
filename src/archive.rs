//! Owns the links of earlier issues, so that a rule can tell what was already published.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::diagnostic::Elsewhere;
use crate::document::{Document, SectionKind, heading_name, known_kind};
use crate::files;
use crate::issue::issue_date;
use crate::lexicon::identity;
use crate::text::{Position, Source};

/// A community entry of an earlier issue.
#[derive(Clone, Debug)]
pub struct PastEntry {
    /// The date of that issue.
    pub date: Date,
    path: Arc<str>,
    start: Position,
    end: Position,
}

impl PastEntry {
    /// Where the link stands there.
    #[must_use]
    pub fn place(&self) -> Elsewhere {
        Elsewhere { path: self.path.to_string(), start: self.start, end: self.end }
    }
}

/// The entries of one earlier issue, by [`crate::text::Url::identity`].
type PastIssue = HashMap<String, PastEntry>;

/// The links to which community entries of earlier issues led.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Oldest first; shared with the [`Archive`] that they come from.
    issues: Vec<Arc<PastIssue>>,
}

impl History {
    /// The newest entry of an earlier issue that led to the same page.
    #[must_use]
    pub fn find(&self, identity: &str) -> Option<&PastEntry> {
        self.issues.iter().rev().find_map(|issue| issue.get(identity))
    }

    /// Whether there are no earlier issues.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.issues.is_empty()
    }

    /// Adds an issue, which counts as newer than those added before.
    pub fn add(&mut self, source: &Source, date: Date) {
        self.issues.push(Arc::new(past_issue(source, date)));
    }
}

/// A folder of published issues. Each is read and parsed when a history first needs it, and then kept: linting every
/// issue of a folder reads each of them once, not twenty-five times.
#[derive(Debug)]
pub struct Archive {
    /// Oldest first.
    issues: Vec<Archived>,
}

#[derive(Debug)]
struct Archived {
    date: Date,
    path: PathBuf,
    /// The entries, or in words why there are none.
    entries: OnceLock<Result<Arc<PastIssue>, String>>,
}

impl Archive {
    /// Lists the issues of `folder`; reads none of them yet.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let archived = |(date, path)| Archived { date, path, entries: OnceLock::new() };
        Ok(Self { issues: issues_in(folder)?.into_iter().map(archived).collect() })
    }

    /// The `count` newest issues that are older than `before`, or the newest of all without it.
    ///
    /// A file that cannot be read or parsed is left out, and named in the second half of the result.
    #[must_use]
    pub fn history(&self, before: Option<Date>, count: usize) -> (History, Vec<String>) {
        let end = before.map_or(self.issues.len(), |before| self.issues.partition_point(|issue| issue.date < before));
        let wanted = &self.issues[end.saturating_sub(count)..end];
        let unread: Vec<_> = wanted.iter().filter(|issue| issue.entries.get().is_none()).collect();
        crate::guard::in_parallel(&unread, |issue| {
            issue.entries();
        });
        let mut history = History::default();
        let mut troubles = Vec::new();
        for issue in wanted {
            match issue.entries() {
                Ok(entries) => history.issues.push(Arc::clone(entries)),
                Err(trouble) => troubles.push(trouble.clone()),
            }
        }
        (history, troubles)
    }
}

impl Archived {
    fn entries(&self) -> &Result<Arc<PastIssue>, String> {
        self.entries.get_or_init(|| {
            let name = self.path.display().to_string();
            let read = || {
                let bytes = files::read(&self.path, files::MOST_BYTES)?;
                let source = Source::from_bytes(&name, bytes).map_err(|error| error.to_string())?;
                let parsed = crate::guard::guarded(|| past_issue(&source, self.date));
                parsed.map(Arc::new).map_err(|error| error.to_string())
            };
            read().map_err(|trouble| format!("{name}: {trouble}"))
        })
    }
}

fn past_issue(source: &Source, date: Date) -> PastIssue {
    let path: Arc<str> = source.path().into();
    let head = end_of_community(source.text()).map(|end| Source::new(source.path(), &source.text()[..end]));
    let source = head.as_ref().unwrap_or(source);
    let document = Document::parse(source);
    let mut entries = PastIssue::new();
    for item in document.community_entries() {
        for link in document.links_of(item) {
            if !link.has_own_destination() || link.is_image {
                continue;
            }
            let (start, end) = (source.position(link.span.start), source.position(link.span.end));
            let past = PastEntry { date, path: Arc::clone(&path), start, end };
            entries.insert(identity(&document.url(link.destination)).into_owned(), past);
        }
    }
    entries
}

/// Where the community sections of an issue are over: at a heading of another section, which stands no deeper than they
/// do, when no heading behind it is one of theirs. None where that is not certain at a glance.
fn end_of_community(text: &str) -> Option<usize> {
    let mut end = None;
    let mut outermost = None;
    for at in memchr::memchr_iter(b'#', text.as_bytes()) {
        let before = text[..at].trim_end_matches(' ');
        if !before.is_empty() && !before.ends_with(['\n', '\r']) {
            continue;
        }
        let line = text[at..].split(['\n', '\r']).next().unwrap_or_default();
        let level = line.len() - line.trim_start_matches('#').len();
        let name = line.trim_matches(|c: char| c == '#' || c.is_whitespace());
        match known_kind(heading_name(name)) {
            Some(SectionKind::CommunityRoot | SectionKind::Community(_)) => {
                outermost = Some(outermost.map_or(level, |other: usize| other.min(level)));
                end = None;
            }
            Some(_) if end.is_none() && level <= 2 && before.len() == at && line[level..].starts_with(' ') => {
                end = outermost.filter(|outermost| level <= *outermost).map(|_| at);
            }
            _ => {}
        }
    }
    // A heading within a comment or a block of code is none.
    end.filter(|end| {
        let head = &text[..*end];
        let is_in_comment = head.rfind("<!--").is_some_and(|opening| !head[opening + 4..].contains("-->"));
        !is_in_comment && !head.contains("```") && !head.contains("~~~")
    })
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
