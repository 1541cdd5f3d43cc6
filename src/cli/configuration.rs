//! Owns which configuration holds for which file: looks for the files, reads each once, and lays the options of the
//! command line over it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::Arguments;
use super::troubles::Troubles;
use crate::config::{Config, FILE_NAME, find_file};
use crate::files;
use crate::lint::Levels;
use crate::revision::{Earlier, Revisions, Trouble};
use crate::text::Source;

/// Mistakes of one file that are reported.
const MOST_MISTAKES: usize = 20;

/// What holds for a file.
#[derive(Debug, Default)]
pub(super) struct Ruling {
    /// The configuration file, if there is one.
    pub(super) file: Option<PathBuf>,
    /// What it says.
    pub(super) config: Config,
    /// The levels that it and the command line come to.
    pub(super) levels: Levels,
    /// How many earlier issues links are compared with.
    pub(super) history_issues: usize,
    /// What the judged change would have instead.
    pub(super) proposed: Option<Proposed>,
}

/// What a change makes of the configuration by which it is judged. Nothing of it is heeded.
#[derive(Debug)]
pub(super) struct Proposed {
    /// The file that it adds, edits or removes.
    pub(super) file: String,
    /// What that says, where it is valid.
    pub(super) config: Config,
    /// The levels that this and the command line would come to.
    pub(super) levels: Levels,
}

/// The configuration files that were met so far.
#[derive(Debug)]
pub(super) struct Configurations<'a> {
    arguments: &'a Arguments,
    revisions: Option<&'a mut Revisions>,
    /// By the folder of the files for which it holds. None where a file has mistakes, which were reported.
    by_folder: HashMap<PathBuf, Option<Arc<Ruling>>>,
    /// By the path of the configuration file; none is that of files without one.
    by_file: HashMap<Option<PathBuf>, Option<Arc<Ruling>>>,
}

impl<'a> Configurations<'a> {
    /// With `revisions`, what held before the change that is judged.
    pub(super) fn new(arguments: &'a Arguments, revisions: Option<&'a mut Revisions>) -> Self {
        Self { arguments, revisions, by_folder: HashMap::new(), by_file: HashMap::new() }
    }

    /// What holds for a file, or for standard input. None where the configuration has mistakes, which are reported.
    pub(super) fn for_file(&mut self, path: Option<&Path>, troubles: &mut Troubles) -> Option<Arc<Ruling>> {
        let absolute = path.map_or_else(|| std::env::current_dir().map(|here| here.join("-")), std::path::absolute);
        let folder = absolute.ok().and_then(|path| path.parent().map(Path::to_owned)).unwrap_or_default();
        self.for_folder(&folder, troubles)
    }

    /// What holds for the files of a folder, which is absolute.
    pub(super) fn for_folder(&mut self, folder: &Path, troubles: &mut Troubles) -> Option<Arc<Ruling>> {
        if let Some(known) = self.by_folder.get(folder) {
            return known.clone();
        }
        let now = match &self.arguments.config {
            Some(file) => Some(file.clone()),
            None if self.arguments.no_config => None,
            None => find_file(folder),
        };
        let ruling = match self.before(folder) {
            Some(Ok(earlier)) => judged(self.arguments, folder, earlier, now, troubles).map(Arc::new),
            Some(Err(trouble)) => {
                let file = self.arguments.config.as_deref().unwrap_or(Path::new(FILE_NAME)).display();
                troubles.error(format_args!("{file}: {}: {trouble}", self.arguments.since_option()));
                None
            }
            None => {
                let arguments = self.arguments;
                let known = self.by_file.entry(now.clone());
                known.or_insert_with(|| read(arguments, now, troubles).map(Arc::new)).clone()
            }
        };
        self.by_folder.insert(folder.to_owned(), ruling.clone());
        ruling
    }

    /// The configuration before the change; `None` where that is not asked for.
    fn before(&mut self, folder: &Path) -> Option<Result<Option<Earlier>, Trouble>> {
        let revisions = self.revisions.as_deref_mut()?;
        match &self.arguments.config {
            Some(file) => revisions.earlier(file),
            None if self.arguments.no_config => None,
            None => Some(revisions.configuration(folder)),
        }
    }
}

/// What holds for the files of a folder by the earlier configuration, and what would by the one that is there `now`.
fn judged(
    arguments: &Arguments,
    folder: &Path,
    earlier: Option<Earlier>,
    now: Option<PathBuf>,
    troubles: &mut Troubles,
) -> Option<Ruling> {
    let mut ruling = match &earlier {
        None => ruling(arguments, None, Config::default()),
        Some(Earlier { path, content }) => {
            let name = format!("{} (before the change)", shown(path));
            let config = parse(&name, content.clone(), &as_written(path, folder), troubles)?;
            ruling(arguments, Some(path.clone()), config)
        }
    };
    let content = now.as_deref().map(|now| files::read(now, files::MOST_CONFIGURATION_BYTES).unwrap_or_default());
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let is_same = match (&earlier, &now, &content) {
        (None, None, _) => true,
        (Some(earlier), Some(now), Some(content)) => {
            let lines = |text: &[u8]| text.iter().copied().filter(|byte| *byte != b'\r').collect::<Vec<_>>();
            real(now) == earlier.path && lines(content) == lines(&earlier.content)
        }
        _ => false,
    };
    if !is_same {
        let file = now.as_deref().or(ruling.file.as_deref()).unwrap_or(Path::new(FILE_NAME));
        let source = Source::new(shown(file), String::from_utf8(content.unwrap_or_default()).unwrap_or_default());
        let config = Config::parse(&source, &folder_of(file)).unwrap_or_default();
        let levels = arguments.levels(&config.levels);
        ruling.proposed = Some(Proposed { file: shown(file), config, levels });
    }
    Some(ruling)
}

/// The folder of an earlier configuration, whose path has no links, as the path of a folder below it is written.
fn as_written(file: &Path, below: &Path) -> PathBuf {
    let folder = file.parent().unwrap_or(file);
    let depth = below.canonicalize().ok().and_then(|real| Some(real.strip_prefix(folder).ok()?.iter().count()));
    depth.and_then(|depth| below.ancestors().nth(depth)).unwrap_or(folder).to_owned()
}

fn read(arguments: &Arguments, file: Option<PathBuf>, troubles: &mut Troubles) -> Option<Ruling> {
    let config = match &file {
        None => Config::default(),
        Some(file) => match files::read(file, files::MOST_CONFIGURATION_BYTES) {
            Ok(bytes) => parse(&shown(file), bytes, &folder_of(file), troubles)?,
            Err(trouble) => {
                troubles.error(format_args!("{}: {trouble}", shown(file)));
                return None;
            }
        },
    };
    Some(ruling(arguments, file, config))
}

fn folder_of(file: &Path) -> PathBuf {
    std::path::absolute(file).ok().and_then(|file| file.parent().map(Path::to_owned)).unwrap_or_default()
}

fn ruling(arguments: &Arguments, file: Option<PathBuf>, config: Config) -> Ruling {
    let levels = arguments.levels(&config.levels);
    let history_issues = arguments.history_issues.unwrap_or(config.options.history_issues);
    Ruling { file, config, levels, history_issues, proposed: None }
}

/// The configuration in a file that lies in `folder`. None where it has mistakes, which are reported.
fn parse(name: &str, bytes: Vec<u8>, folder: &Path, troubles: &mut Troubles) -> Option<Config> {
    let Ok(text) = String::from_utf8(bytes) else {
        troubles.error(format_args!("{name}: the file is not UTF-8; save it as UTF-8"));
        return None;
    };
    let source = Source::new(name, text);
    match Config::parse(&source, folder) {
        Ok(config) => {
            for warning in &config.warnings {
                let at = source.position(warning.span.start);
                troubles.warning(format_args!("{name}:{}:{}: {}", at.line, at.column, warning.message));
            }
            Some(config)
        }
        Err(mistakes) => {
            for mistake in mistakes.iter().take(MOST_MISTAKES) {
                let at = source.position(mistake.span.start);
                troubles.error(format_args!("{name}:{}:{}: {}", at.line, at.column, mistake.message));
            }
            if mistakes.len() > MOST_MISTAKES {
                troubles.error(format_args!("{name}: and {} more mistakes", mistakes.len() - MOST_MISTAKES));
            }
            None
        }
    }
}

/// A path as seen from the current folder, where it lies below it.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.as_ref().and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).display().to_string()
}
