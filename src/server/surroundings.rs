//! Owns what a text is judged by beside itself: its configuration, the issues before it, and what it was before a
//! change; each read once and kept until it changes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;

use crate::archive::{Archive, History};
use crate::config::{Config, ConfigError, find_file};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, NEWSLETTER};
use crate::files;
use crate::guard::{Unparsable, guarded};
use crate::issue::{Stage, history_folder, is_published, is_template, issue_date};
use crate::lint;
use crate::lint::Settings;
use crate::pages::Pages;
use crate::revision::Revisions;
use crate::rule::Level;
use crate::rule::change::Before;
use crate::rules::find;
use crate::server::open::Open;
use crate::text::{Source, Span};

/// The configuration of the files of a folder.
#[derive(Debug)]
pub(super) struct Ruling {
    /// The file, with its text; none where there is none.
    pub(super) file: Option<Source>,
    /// What it says, or what is wrong in it.
    pub(super) config: Result<Config, Vec<ConfigError>>,
    changed: Option<SystemTime>,
}

/// What texts are judged by.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// By the path of the configuration file; none is that of texts without one.
    rulings: HashMap<Option<PathBuf>, Rc<Ruling>>,
    /// By the folder of published issues, with when that last changed.
    archives: HashMap<PathBuf, (Option<SystemTime>, Option<Rc<Archive>>)>,
    /// What texts are compared with; none where all of each is judged.
    since: Option<Since>,
}

/// The revision that texts are compared with.
#[derive(Debug)]
struct Since {
    rev: String,
    revisions: Revisions,
    /// By path: what the text was, or why that cannot be told.
    before: HashMap<PathBuf, Result<Rc<Before>, String>>,
    /// By folder: the configuration before the change, where it was another.
    rulings: HashMap<PathBuf, Option<Rc<Ruling>>>,
}

/// What one text is judged by.
#[derive(Clone, Debug)]
pub(super) struct Judge {
    path: Option<PathBuf>,
    stage: Stage,
    /// The configuration as it is now.
    pub(super) ruling: Rc<Ruling>,
    /// The configuration before the change that is judged, where it was another: it holds, as the change cannot allow
    /// itself anything.
    earlier_ruling: Option<Rc<Ruling>>,
    pub(super) archive: Option<Rc<Archive>>,
    before: Option<Rc<Before>>,
    /// Why the text is not compared with what it was, though it should be.
    pub(super) trouble: Option<String>,
}

impl Surroundings {
    /// Says since which revision texts are judged; all of each is without one.
    pub(super) fn judge_since(&mut self, rev: Option<&str>) {
        let since = |rev: &str| Since {
            rev: rev.to_owned(),
            revisions: Revisions::new(Some(rev)),
            before: HashMap::new(),
            rulings: HashMap::new(),
        };
        self.since = rev.map(since);
    }

    /// Forgets what files say, so that it is read again.
    pub(super) fn forget(&mut self) {
        let rev = self.since.take().map(|since| since.rev);
        *self = Self::default();
        self.judge_since(rev.as_deref());
    }

    /// Forgets what has changed on the disk since it was read, as far as the times of files tell; whether a commit was
    /// made they do not. True where something may have changed.
    pub(super) fn refresh(&mut self) -> bool {
        let before = self.rulings.len() + self.archives.len();
        self.rulings.retain(|file, ruling| file.as_deref().and_then(changed) == ruling.changed);
        self.archives.retain(|folder, (known, _)| changed(folder) == *known);
        if let Some(rev) = self.since.take().map(|since| since.rev) {
            self.judge_since(Some(&rev));
            return true;
        }
        self.rulings.len() + self.archives.len() < before
    }

    /// What a text is judged by. `root` is the folder for a text that lies nowhere.
    pub(super) fn judge(&mut self, open: &Open, root: Option<&Path>) -> Judge {
        let folder = open.path.as_deref().and_then(Path::parent).or(root);
        let ruling = self.ruling(folder);
        let archive = open.path.as_deref().and_then(history_folder).and_then(|folder| self.archive(folder));
        let is_published = open.path.as_deref().is_some_and(is_published);
        let stage = if is_published { Stage::Published } else { Stage::Draft };
        let mut judge = Judge {
            path: open.path.clone(),
            stage,
            ruling,
            earlier_ruling: None,
            archive,
            before: None,
            trouble: None,
        };
        if let (Some(since), Some(path)) = (&mut self.since, &open.path) {
            match since.before(path) {
                Ok(before) => judge.before = Some(before),
                Err(trouble) => judge.trouble = Some(format!("since `{}`: {trouble}", since.rev)),
            }
            if judge.before.is_some() {
                judge.earlier_ruling = since.ruling(folder.unwrap_or(path), &judge.ruling);
            }
        }
        judge
    }

    /// The configuration of the files of a folder.
    fn ruling(&mut self, folder: Option<&Path>) -> Rc<Ruling> {
        let file = folder.and_then(find_file);
        let known = self.rulings.entry(file.clone());
        Rc::clone(known.or_insert_with(|| Rc::new(file.as_deref().map_or_else(Ruling::built_in, Ruling::read))))
    }

    /// The issues of a folder; none where it cannot be read, as in a checkout without them.
    fn archive(&mut self, folder: PathBuf) -> Option<Rc<Archive>> {
        let known = self.archives.entry(folder.clone());
        known.or_insert_with(|| (changed(&folder), Archive::open(&folder).ok().map(Rc::new))).1.clone()
    }
}

impl Since {
    fn before(&mut self, path: &Path) -> Result<Rc<Before>, String> {
        if let Some(known) = self.before.get(path) {
            return known.clone();
        }
        let found = self.revisions.before(&[path.to_owned()]).remove(path);
        let found = found.unwrap_or_else(|| Err("it is not known".to_owned())).map(Rc::new);
        self.before.insert(path.to_owned(), found.clone());
        found
    }

    /// The configuration of the files of a folder before the change; none where it is the same `now`.
    fn ruling(&mut self, folder: &Path, now: &Ruling) -> Option<Rc<Ruling>> {
        if let Some(known) = self.rulings.get(folder) {
            return known.clone();
        }
        let found = match self.revisions.configuration(folder) {
            Ok(Some(earlier)) => {
                let text = String::from_utf8_lossy(&earlier.content).into_owned();
                let is_same = now.file.as_ref().is_some_and(|file| file.text() == text);
                (!is_same)
                    .then(|| Ruling::of(Source::new(earlier.path.display().to_string(), text), &earlier.path, None))
            }
            Ok(None) => now.file.is_some().then(Ruling::built_in),
            Err(_) => None,
        };
        // One that could not be read holds for nothing.
        let found = found.filter(|ruling| ruling.config.is_ok()).map(Rc::new);
        self.rulings.insert(folder.to_owned(), found.clone());
        found
    }
}

/// When a file or folder was last changed; none where there is none.
fn changed(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

impl Ruling {
    fn built_in() -> Self {
        Self { file: None, config: Ok(Config::default()), changed: None }
    }

    fn read(file: &Path) -> Self {
        let name = file.display().to_string();
        let changed = changed(file);
        let text = files::read(file, files::MOST_CONFIGURATION_BYTES).and_then(|bytes| {
            String::from_utf8(bytes).map_err(|_| "the file is not UTF-8; save it as UTF-8".to_owned())
        });
        match text {
            Ok(text) => Self::of(Source::new(name, text), file, changed),
            Err(message) => {
                let error = ConfigError { span: Span::at(0), message };
                Self { file: Some(Source::new(name, "")), config: Err(vec![error]), changed }
            }
        }
    }

    fn of(source: Source, file: &Path, changed: Option<SystemTime>) -> Self {
        let config = Config::parse(&source, file.parent().unwrap_or(file));
        Self { file: Some(source), config, changed }
    }
}

impl Judge {
    /// The configuration that holds; none where that of now has mistakes.
    pub(super) fn config(&self) -> Option<&Config> {
        let now = self.ruling.config.as_ref().ok()?;
        self.earlier_ruling.as_ref().map_or(Some(now), |earlier| earlier.config.as_ref().ok())
    }

    /// What is wrong with a text, silent findings included; nothing where the configuration has mistakes.
    ///
    /// # Errors
    ///
    /// [`Unparsable`] when the parser fails on the text.
    pub(super) fn lint(&self, source: &Source) -> Result<Vec<Diagnostic>, Unparsable> {
        guarded(|| self.check(&Document::parse(source)))
    }

    /// The same of a text that is read already.
    pub(super) fn check(&self, document: &Document<'_>) -> Vec<Diagnostic> {
        let Some(config) = self.config() else { return Vec::new() };
        let history = self.history(document);
        let settings = Settings {
            stage: self.stage,
            levels: &config.levels,
            history: &history,
            pages: Pages::none(),
            options: &config.options,
            before: self.before.as_deref(),
        };
        let mut findings = lint::check(document, &settings);
        if let (Some(_), Ok(now)) = (&self.earlier_ruling, &self.ruling.config) {
            for finding in &mut findings {
                let is_off = |rule| matches!(now.levels.level(rule), Level::Off | Level::Tidy);
                finding.is_allowed_by_change |= find(finding.rule).is_some_and(is_off);
            }
        }
        findings
    }

    /// The issues before a text.
    pub(super) fn history(&self, document: &Document<'_>) -> History {
        let (Some(archive), Some(config)) = (&self.archive, self.config()) else { return History::default() };
        let date = document.date().or_else(|| self.path.as_deref().and_then(issue_date));
        archive.history(date, config.options.history_issues).0
    }

    /// Whether the configuration says to leave the text out.
    pub(super) fn excludes(&self) -> bool {
        let config = self.ruling.config.as_ref().ok();
        self.path.as_deref().zip(config).is_some_and(|(path, config)| config.excludes(path))
    }
}

/// Whether a text is one to lint: an issue, a draft, the template, or a text that nobody can take for another file of a
/// checkout. Its README is Markdown too, and none of these.
pub(super) fn is_issue(open: &Open) -> bool {
    let Some(path) = &open.path else { return true };
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    issue_date(path).is_some()
        || is_template(path)
        || matches!(folder, Some("draft" | "content"))
        || has_title(open.source.text())
        || path.parent().is_none_or(|folder| files::checkout(folder).is_none())
}

/// Whether a text begins as issues do.
fn has_title(text: &str) -> bool {
    let first = text.trim_start_matches(['\u{feff}', '\n', '\r']).lines().next().unwrap_or_default();
    first.strip_prefix("Title:").is_some_and(|title| title.trim_start().starts_with(NEWSLETTER))
}
