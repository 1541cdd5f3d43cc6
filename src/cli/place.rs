//! Owns what is asked of places: whether two are one file, and which checkout is around.

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
