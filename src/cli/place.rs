//! Owns what the place of a file says of it: its checkout, its stage, where earlier issues lie.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Whether two paths lead to the same file, be it by a link of any kind.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let identity = |path: &Path| path.metadata().ok().map(|metadata| (metadata.dev(), metadata.ino()));
        if let (Some(one), Some(other)) = (identity(one), identity(other)) {
            return one == other;
        }
    }
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        // Standard input may go by the name of a file that is not there.
        _ => one == other,
    }
}

/// The folder of the checkout around the current folder; the current one where there is none.
pub(super) fn root() -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&here).to_owned()
}

/// Whether a file lies where published issues do.
pub(super) fn is_published(path: &Path) -> bool {
    folder(path).is_some_and(|folder| folder.file_name() == Some(OsStr::new("content")))
}

/// Where the issues before a file's lie: in `content/`, which is beside `draft/`. Written as the path of the file is.
pub(super) fn history_folder(path: &Path) -> Option<PathBuf> {
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
pub(super) fn folder(path: &Path) -> Option<PathBuf> {
    Some(std::path::absolute(path).ok()?.parent()?.to_owned())
}
