//! Owns which configuration holds for which file: looks for the files, reads each once, and lays the options of the
//! command line over it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Troubles;
use super::arguments::Arguments;
use crate::config::{Config, find_file};
use crate::files;
use crate::lint::Levels;
use crate::text::Source;

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
}

/// The configuration files that were met so far.
#[derive(Debug)]
pub(super) struct Configurations<'a> {
    arguments: &'a Arguments,
    /// By the folder of the files for which it holds. None where a file has mistakes, which were told.
    by_folder: HashMap<PathBuf, Option<Arc<Ruling>>>,
    /// By the path of the configuration file; none is that of files without one.
    by_file: HashMap<Option<PathBuf>, Option<Arc<Ruling>>>,
}

impl<'a> Configurations<'a> {
    pub(super) fn new(arguments: &'a Arguments) -> Self {
        Self { arguments, by_folder: HashMap::new(), by_file: HashMap::new() }
    }

    /// What holds for a file, or for standard input. None where the configuration has mistakes, which are told.
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
        let file = match &self.arguments.config {
            Some(file) => Some(file.clone()),
            None if self.arguments.no_config => None,
            None => find_file(folder),
        };
        let arguments = self.arguments;
        let ruling = self.by_file.entry(file.clone()).or_insert_with(|| read(arguments, file, troubles).map(Arc::new));
        self.by_folder.insert(folder.to_owned(), ruling.clone());
        ruling.clone()
    }
}

fn read(arguments: &Arguments, file: Option<PathBuf>, troubles: &mut Troubles) -> Option<Ruling> {
    let config = match &file {
        None => Config::default(),
        Some(file) => parse(&shown(file), file, troubles)?,
    };
    let levels = arguments.levels(&config.levels);
    let history_issues = arguments.history_issues.unwrap_or(config.options.history_issues);
    Some(Ruling { file, config, levels, history_issues })
}

fn parse(name: &str, file: &Path, troubles: &mut Troubles) -> Option<Config> {
    let bytes = match files::read(file, files::MOST_CONFIGURATION_BYTES) {
        Ok(bytes) => bytes,
        Err(trouble) => {
            troubles.error(format_args!("{name}: {trouble}"));
            return None;
        }
    };
    let Ok(text) = String::from_utf8(bytes) else {
        troubles.error(format_args!("{name}: the file is not UTF-8; save it as UTF-8"));
        return None;
    };
    let source = Source::new(name, text);
    let folder = std::path::absolute(file).ok().and_then(|file| file.parent().map(Path::to_owned)).unwrap_or_default();
    match Config::parse(&source, &folder) {
        Ok(config) => Some(config),
        Err(mistakes) => {
            for mistake in mistakes {
                let at = source.position(mistake.span.start);
                troubles.error(format_args!("{name}:{}:{}: {}", at.line, at.column, mistake.message));
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
