//! Owns which earlier issues each file is compared with.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::arguments::Arguments;
use super::input::Input;
use super::troubles::Troubles;
use crate::archive::Archive;
use crate::files::io_trouble;
use crate::issue::history_folder;

/// The folders of earlier issues, each opened once.
#[derive(Debug, Default)]
pub(super) struct Archives {
    by_folder: BTreeMap<PathBuf, Archive>,
    /// `--history`, which holds for every file.
    chosen: Option<PathBuf>,
}

impl Archives {
    pub(super) fn new(arguments: &Arguments, inputs: &[Input], troubles: &mut Troubles) -> Self {
        let mut archives = Self { chosen: arguments.history.clone(), ..Self::default() };
        if let Some(folder) = &arguments.history {
            match Archive::open(folder) {
                Ok(archive) => _ = archives.by_folder.insert(folder.clone(), archive),
                Err(error) => troubles.error(format_args!("--history {}: {}", folder.display(), io_trouble(&error))),
            }
            return archives;
        }
        let folders: BTreeSet<_> = inputs.iter().filter_map(|input| history_folder(input.path.as_deref()?)).collect();
        for folder in folders {
            // A checkout without published issues is no fault of who lints a draft.
            match Archive::open(&folder) {
                Ok(archive) => _ = archives.by_folder.insert(folder, archive),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    let trouble = io_trouble(&error);
                    troubles.warning(format_args!(
                        "{}: {trouble}; nothing is compared with earlier issues",
                        folder.display()
                    ));
                }
            }
        }
        archives
    }

    pub(super) fn for_file(&self, path: Option<&Path>) -> Option<&Archive> {
        match &self.chosen {
            Some(folder) => self.by_folder.get(folder),
            None => self.by_folder.get(&history_folder(path?)?),
        }
    }
}
