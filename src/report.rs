//! Owns the result of a run: the files with their findings, and the totals. Each writer below it is one file
//! with one function that takes a [`Report`].

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::config::FailOn;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Source;

pub mod change;
#[cfg(feature = "cli")]
pub mod checklist;
pub mod concise;
mod correction;
#[cfg(feature = "cli")]
pub mod diff;
#[cfg(feature = "cli")]
pub(crate) mod excerpt;
#[cfg(feature = "cli")]
pub mod fancy;
#[cfg(feature = "cli")]
mod fingerprint;
pub mod github;
#[cfg(feature = "cli")]
pub mod grouped;
mod indented;
pub mod json;
mod location;
pub mod markdown;
pub mod pages;
#[cfg(feature = "cli")]
pub mod rdjson;
#[cfg(feature = "cli")]
pub mod review;
#[cfg(feature = "cli")]
pub mod rule_docs;
#[cfg(feature = "cli")]
pub mod sarif;
pub mod statistics;

pub use change::{ChangeReport, Note};
pub use pages::PagesReport;

pub use crate::text::is_unprintable;

/// One linted file.
#[derive(Debug)]
pub struct FileReport {
    /// Where it lies; none of standard input, whatever name that goes by. The path of `source` is for people.
    pub path: Option<PathBuf>,
    /// Its text.
    pub source: Source,
    /// What was found, sorted by place; after fixing, what remains.
    pub diagnostics: Vec<Diagnostic>,
    /// What was found beyond the findings of one kind that are shown.
    pub unshown: Vec<Unshown>,
    /// What fixing has done to it, if it was asked for.
    pub fixes: Option<Fixes>,
    /// The lines, from 0, that the diff of the change shows; none where nobody asked for a review.
    pub hunks: Option<Vec<std::ops::Range<usize>>>,
    /// Where its sections begin and what they are called, in order.
    pub sections: Vec<(usize, String)>,
    /// The least grave of its findings that fails a run.
    pub fail_on: FailOn,
}

impl FileReport {
    /// Whether its findings fail the run.
    #[must_use]
    pub fn fails(&self) -> bool {
        let shown = self.diagnostics.iter().map(|diagnostic| diagnostic.severity);
        let mut all = shown.chain(self.unshown.iter().map(|unshown| unshown.severity));
        match self.fail_on {
            FailOn::Error => all.any(|severity| severity == Severity::Error),
            FailOn::Warning => all.next().is_some(),
            FailOn::Never => false,
        }
    }
}

impl FileReport {
    /// A text that lies nowhere, and what was found in it.
    #[must_use]
    pub fn new(source: Source, diagnostics: Vec<Diagnostic>) -> Self {
        let (unshown, sections) = (Vec::new(), Vec::new());
        Self {
            path: None,
            source,
            diagnostics,
            unshown,
            fixes: None,
            hunks: None,
            sections,
            fail_on: FailOn::default(),
        }
    }
}

/// Findings of one rule and severity in one file that are shown: more only cost time and memory.
const MOST_SHOWN: usize = 10_000;

/// Findings of one rule in one file that are counted and not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unshown {
    /// The rule.
    pub rule: &'static str,
    /// Their severity.
    pub severity: Severity,
    /// How many there are.
    pub count: usize,
    /// How many of them carry a safe fix.
    pub fixable: usize,
}

/// Takes away what is not shown of very many findings, and counts it.
pub fn limit(diagnostics: &mut Vec<Diagnostic>) -> Vec<Unshown> {
    let mut counts: BTreeMap<(&'static str, Severity), (usize, usize)> = BTreeMap::new();
    diagnostics.retain(|diagnostic| {
        let (count, fixable) = counts.entry((diagnostic.rule, diagnostic.severity)).or_default();
        *count += 1;
        let is_shown = *count <= MOST_SHOWN;
        *fixable += usize::from(!is_shown && diagnostic.has_safe_fix());
        is_shown
    });
    diagnostics.shrink_to_fit();
    let left = counts.into_iter().filter(|(_, (count, _))| *count > MOST_SHOWN);
    left.map(|((rule, severity), (count, fixable))| Unshown { rule, severity, count: count - MOST_SHOWN, fixable })
        .collect()
}

/// What fixing has done to a file.
#[derive(Debug)]
pub struct Fixes {
    /// The bytes as they were read.
    pub before: Vec<u8>,
    /// How many findings of each rule were fixed.
    pub applied: BTreeMap<&'static str, usize>,
    /// The lines that unsafe fixes removed, as they stood.
    pub removed: Vec<String>,
    /// Rules whose fixes never settle, which is an error of theirs.
    pub unsettled: Vec<&'static str>,
}

/// All linted files, sorted by path.
#[derive(Debug, Default)]
pub struct Report {
    /// The files.
    pub files: Vec<FileReport>,
    /// What else is to be said of the change that was judged; none where whole files were.
    pub change: Option<ChangeReport>,
    /// The pages that were opened; none where nobody asked for that.
    pub pages: Option<PagesReport>,
}

/// The totals of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Files that were linted.
    pub files: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that carry a safe fix.
    pub fixable: usize,
}

impl Report {
    /// All findings with the source that each is in, in order.
    pub fn diagnostics(&self) -> impl Iterator<Item = (&Source, &Diagnostic)> {
        self.files.iter().flat_map(|file| file.diagnostics.iter().map(|diagnostic| (&file.source, diagnostic)))
    }

    /// The findings that are counted and not shown.
    pub fn unshown(&self) -> impl Iterator<Item = &Unshown> {
        self.files.iter().flat_map(|file| &file.unshown)
    }

    /// The totals.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary { files: self.files.len(), ..Summary::default() };
        for (_, diagnostic) in self.diagnostics() {
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
            }
            summary.fixable += usize::from(diagnostic.has_safe_fix());
        }
        for unshown in self.unshown() {
            match unshown.severity {
                Severity::Error => summary.errors += unshown.count,
                Severity::Warning => summary.warnings += unshown.count,
            }
            summary.fixable += unshown.fixable;
        }
        summary
    }

    /// The totals in a sentence for people.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Summary { files, errors, warnings, fixable } = self.summary();
        let Some(found) = errors_and_warnings(errors, warnings) else {
            let place = match self.files.as_slice() {
                [file] => visible(file.source.path()).into_owned(),
                _ => counted(files, "file"),
            };
            return format!("No problems found in {place}.");
        };
        let concerned = self.files.iter().filter(|file| !file.diagnostics.is_empty()).count();
        let found = format!("Found {found} in {}", counted(concerned, "file"));
        let unshown: usize = self.unshown().map(|unshown| unshown.fixable).sum();
        let all_fixable = self.diagnostics().filter(|(_, diagnostic)| diagnostic.fix.is_some()).count() + unshown;
        match (fixable, all_fixable - fixable) {
            (0, 0) => format!("{found}."),
            (safe, 0) => format!("{found}; {safe} can be fixed with `--fix`."),
            (0, guessed) => format!("{found}; {guessed} can be fixed with `--fix --unsafe-fixes`."),
            (safe, guessed) => {
                format!("{found}; {safe} can be fixed with `--fix`, {guessed} more with `--unsafe-fixes` too.")
            }
        }
    }
}

impl Report {
    /// What fixing has done, in a sentence for people: how many findings were fixed, by rule.
    #[must_use]
    pub fn fixed_sentence(&self) -> Option<String> {
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for (rule, count) in self.files.iter().filter_map(|file| file.fixes.as_ref()).flat_map(|fixes| &fixes.applied) {
            *by_rule.entry(rule).or_default() += count;
        }
        let total: usize = by_rule.values().sum();
        let rules: Vec<String> = by_rule.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
        (total > 0).then(|| format!("Fixed {}: {}.", counted(total, "problem"), rules.join(", ")))
    }
}

/// `2 errors and 1 warning`, without what there is none of.
fn errors_and_warnings(errors: usize, warnings: usize) -> Option<String> {
    match (errors, warnings) {
        (0, 0) => None,
        (errors, 0) => Some(counted(errors, "error")),
        (0, warnings) => Some(counted(warnings, "warning")),
        (errors, warnings) => Some(format!("{} and {}", counted(errors, "error"), counted(warnings, "warning"))),
    }
}

/// A number with its noun, in the plural where it needs it.
fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Text of the input made fit for a terminal: control and format characters, which could move the cursor, recolour or
/// reorder what is on the screen, become visible as `\u{…}`.
#[must_use]
pub fn visible(text: &str) -> std::borrow::Cow<'_, str> {
    let is_plain = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if is_plain || !text.chars().any(is_unprintable) {
        return text.into();
    }
    let mut visible = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unprintable(c) {
            visible.extend(c.escape_unicode());
        } else {
            visible.push(c);
        }
    }
    visible.into()
}

/// Lines made fit for the log of a build: those that GitHub's runner would obey, because they begin with `::` or hold
/// `##[`, become such as it shows.
#[must_use]
pub fn disarmed(lines: &str) -> std::borrow::Cow<'_, str> {
    if !lines.lines().any(is_command) {
        return lines.into();
    }
    let disarm = |line: &str| {
        let line = line.replace("##[", "#\\u{23}[");
        let blanks = line.len() - line.trim_start().len();
        let (indent, text) = line.split_at(blanks);
        text.strip_prefix("::").map_or_else(|| line.clone(), |rest| format!("{indent}:\\u{{3a}}{rest}"))
    };
    lines.split_inclusive('\n').map(disarm).collect::<String>().into()
}

/// Whether GitHub's runner takes a line of output for a command to it.
fn is_command(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains("##[")
}

/// A message as a sentence of its own.
fn sentence(message: &str) -> String {
    let mut rest = message.chars();
    let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", rest.as_str())
}
