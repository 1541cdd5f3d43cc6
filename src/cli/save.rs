//! Owns writing a fixed file: whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Puts `new` in the place of the file at `path`, which must still hold `old`.
///
/// The bytes go to a new file beside the target, which then takes its place in one step: whenever the program ends, the
/// file is the old one or the new one. A symbolic link stays, and the file that it leads to is replaced.
///
/// # Errors
///
/// When the file cannot be read or written, may not be written, or no longer holds `old`; the file is then as it was.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let permissions = fs::metadata(&target)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut written = tempfile::Builder::new().prefix(".twir-lint-").suffix(".tmp").tempfile_in(folder)?;
    written.write_all(new)?;
    written.as_file().set_permissions(permissions)?;
    written.as_file().sync_all()?;
    if fs::read(&target)? != old {
        return Err(io::Error::other("the file has changed since it was read; run the command again"));
    }
    written.persist(&target).map_err(|error| error.error)?;
    // The new name is only lasting once the folder is written too; not every system lets one do that.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}
