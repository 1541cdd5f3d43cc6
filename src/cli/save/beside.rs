//! Owns putting another file in the place of one, with all that this has beside its bytes.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{CWD, Gid, RenameFlags, Uid};
use tempfile::TempPath;
use xattr::FileExt;

use super::staged::{Staged, folder_of, holds};

/// Why a file was not replaced. It is as it was.
pub(super) enum Failure {
    /// Another file cannot have all that it has, or not its place.
    Impossible,
    /// It no longer holds what it held.
    Changed,
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<rustix::io::Errno> for Failure {
    fn from(error: rustix::io::Errno) -> Self {
        Self::Io(error.into())
    }
}

/// Replaces the file at `target`, which is open as `file` and has to hold `old` until it is replaced.
pub(super) fn replace(target: &Path, file: &mut File, old: Option<&[u8]>, new: &[u8]) -> Result<(), Failure> {
    if file.metadata()?.nlink() != 1 {
        return Err(Failure::Impossible);
    }
    let folder = folder_of(target);
    let mut staged = Staged::new(folder, ".tmp").map_err(|_| Failure::Impossible)?;
    staged.file.write_all(new)?;
    make_alike(&staged.file, file).map_err(|_| Failure::Impossible)?;
    staged.file.sync_all()?;
    let name = staged.name().map_err(|_| Failure::Impossible)?;
    put(target, name, file, old)?;
    // The new name is only lasting once the folder is written too; not every system lets one do that.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Exchanges the two files, so that what was at `target` in that moment can still be looked at: whoever wrote to it, or
/// put another file there, gets it back.
fn put(target: &Path, name: TempPath, file: &mut File, old: Option<&[u8]>) -> Result<(), Failure> {
    let exchange = || rustix::fs::renameat_with(CWD, &*name, CWD, target, RenameFlags::EXCHANGE);
    let mut is_as_it_was = |path: &Path| -> io::Result<bool> {
        let (was, is) = (file.metadata()?, fs::symlink_metadata(path)?);
        let is_same = (was.dev(), was.ino(), 1) == (is.dev(), is.ino(), is.nlink());
        Ok(is_same && old.map_or(Ok(true), |old| holds(file, old))?)
    };
    if exchange().is_err() {
        // A file system that cannot exchange. What is written in between these two steps is lost.
        return match is_as_it_was(target)? {
            true => name.persist(target).map_err(|_| Failure::Impossible),
            false => Err(Failure::Changed),
        };
    }
    match is_as_it_was(&name) {
        // What was there goes with its name.
        Ok(true) => Ok(()),
        Ok(false) => {
            exchange()?;
            Err(Failure::Changed)
        }
        Err(error) => {
            exchange()?;
            Err(Failure::Io(error))
        }
    }
}

/// Gives a new file what another has beside its bytes.
fn make_alike(new: &File, old: &File) -> io::Result<()> {
    let (wanted, own) = (old.metadata()?, new.metadata()?);
    if (wanted.uid(), wanted.gid()) != (own.uid(), own.gid()) {
        rustix::fs::fchown(new, Some(Uid::from_raw(wanted.uid())), Some(Gid::from_raw(wanted.gid())))?;
    }
    let (attributes, inherited) = (attributes(old)?, attributes(new)?);
    // Those that the folder gives to new files may let in more people than the old file did.
    for name in inherited.keys().filter(|name| !attributes.contains_key(*name)) {
        new.remove_xattr(name)?;
    }
    new.set_permissions(wanted.permissions())?;
    // Among them are access control lists, which change the mode.
    for (name, value) in attributes.iter().filter(|(name, value)| inherited.get(*name) != Some(value)) {
        new.set_xattr(name, value)?;
    }
    let flags = |file: &File| rustix::fs::ioctl_getflags(file).ok();
    let has = new.metadata()?;
    let is_alike = (has.uid(), has.gid(), has.mode()) == (wanted.uid(), wanted.gid(), wanted.mode())
        && self::attributes(new)? == attributes
        && flags(new) == flags(old);
    if is_alike { Ok(()) } else { Err(io::Error::other("something was not kept")) }
}

/// The extended attributes of a file; none where its file system has none.
fn attributes(file: &File) -> io::Result<BTreeMap<OsString, Vec<u8>>> {
    let names = match file.list_xattr() {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(BTreeMap::new()),
        names => names?,
    };
    let mut attributes = BTreeMap::new();
    for name in names {
        if let Some(value) = file.get_xattr(&name)? {
            attributes.insert(name, value);
        }
    }
    Ok(attributes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    /// What becomes of a file that somebody else changes at the last moment.
    fn put_after(change: impl Fn(&Path)) -> (bool, Vec<u8>, usize) {
        let folder = tempfile::TempDir::new().unwrap();
        let target = folder.path().join("x.md");
        fs::write(&target, "old").unwrap();
        let mut file = File::options().read(true).write(true).open(&target).unwrap();
        let mut staged = Staged::new(folder.path(), ".tmp").unwrap();
        staged.file.write_all(b"new").unwrap();
        change(&target);
        let result = put(&target, staged.name().unwrap(), &mut file, Some(b"old"));
        let left = fs::read_dir(&folder).unwrap().count();
        (result.is_ok(), fs::read(&target).unwrap(), left)
    }

    #[test]
    fn what_is_written_at_the_last_moment_is_kept() {
        assert_eq!(put_after(|_| {}), (true, b"new".to_vec(), 1));
        assert_eq!(put_after(|target| fs::write(target, "edited").unwrap()), (false, b"edited".to_vec(), 1));
        let exchange = |target: &Path| {
            fs::write(target.with_extension("other"), "other").unwrap();
            fs::rename(target.with_extension("other"), target).unwrap();
        };
        assert_eq!(put_after(exchange), (false, b"other".to_vec(), 1));
    }

    /// Two new files, of which the first is to be alike to the second.
    fn two() -> (tempfile::TempDir, File, File) {
        let folder = tempfile::TempDir::new().unwrap();
        let file = |name: &str| File::create_new(folder.path().join(name)).unwrap();
        let (new, old) = (file("new"), file("old"));
        (folder, new, old)
    }

    #[test]
    fn a_new_file_gets_all_that_the_old_one_has() {
        let (_folder, new, old) = two();
        let has = |file: &File| {
            let metadata = file.metadata().unwrap();
            (metadata.mode(), metadata.uid(), metadata.gid(), attributes(file).unwrap())
        };
        old.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
        // Only the superuser may give files away, and not every file system has attributes.
        let _ = std::os::unix::fs::fchown(&old, Some(1234), Some(1235));
        let _ = old.set_xattr("user.note", b"keep me");
        let _ = new.set_xattr("user.note", b"of the folder");
        let _ = new.set_xattr("user.other", b"of the folder");
        make_alike(&new, &old).unwrap();
        assert_eq!(has(&new), has(&old));
    }

    #[test]
    fn what_a_new_file_cannot_have_is_no_success() {
        let (_folder, new, old) = two();
        let Ok(flags) = rustix::fs::ioctl_getflags(&old) else { return };
        if rustix::fs::ioctl_setflags(&old, flags | rustix::fs::IFlags::NODUMP).is_ok() {
            assert!(make_alike(&new, &old).is_err());
        }
    }
}
