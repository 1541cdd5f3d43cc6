//! Owns writing files: whole or not at all, and with all that a file has beside its bytes. `save/beside.rs` puts
//! another file in its place, `save/signals.rs` lets no signal come between.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::files;

#[cfg(target_os = "linux")]
mod beside;
#[cfg(unix)]
mod signals;
mod staged;

use staged::{PREFIX, Staged, builder, folder_of, holds};

/// Removes what a run that was killed has left in a folder: files that were never put in place.
pub(super) fn sweep(folder: &Path) {
    let is_left = |name: &str| {
        let rest = name.strip_prefix(PREFIX)?.strip_suffix(".tmp")?;
        let process: u32 = rest.split_once('-')?.0.parse().ok()?;
        // Where processes cannot be asked for, nothing is removed.
        let is_over = Path::new("/proc/self").exists() && !Path::new("/proc").join(process.to_string()).exists();
        is_over.then_some(())
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_str().and_then(is_left).is_some()) {
        if entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Puts `new` in the place of what the file at `path` holds, which must still be `old`.
///
/// Owner, group, mode, access control lists, extended attributes and hard links stay. Where another file can have all
/// of them, it takes the place of this one in one step: whenever the program ends, the file is the old one or the new
/// one. Otherwise the bytes are written over the old ones, of which a copy lies beside the file until that is done. A
/// symbolic link stays, and the file that it leads to is written.
///
/// # Errors
///
/// In words: when the file cannot be read or written, may not be written, or no longer holds `old`. It is then as it
/// was, unless the words say where its copy is.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), String> {
    let target = files::resolve(path)?;
    write_over(&target, Some(old), new)
}

/// Writes a report to a file, which is made where there is none.
///
/// # Errors
///
/// In words: when it cannot be written. A file that was there is then as it was.
pub(super) fn write(path: &Path, new: &[u8]) -> Result<(), String> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() && !is_of_system(path) => write_over(&files::resolve(path)?, None, new),
        Ok(metadata) if metadata.is_dir() => Err("a folder, not a file".to_owned()),
        Ok(_) => write_to_device(path, new),
        Err(_) if path.symlink_metadata().is_ok() => Err("a broken link; it is not followed".to_owned()),
        Err(_) => create(path, new),
    }
}

/// Whether a path names an open file of this process, such as `/dev/stdout`, or a device.
fn is_of_system(path: &Path) -> bool {
    cfg!(unix) && (path.starts_with("/dev") || path.starts_with("/proc"))
}

/// Writes to a terminal, a pipe or the like, which is the choice of who runs the program, and not of who fills a
/// checkout.
fn write_to_device(path: &Path, new: &[u8]) -> Result<(), String> {
    if files::is_in_checkout(path) {
        return Err("not a regular file, so it is not written".to_owned());
    }
    let write = || {
        let mut options = OpenOptions::new();
        options.write(true);
        // Opening a pipe that nobody reads would wait for ever.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::custom_flags(
            &mut options,
            rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
        );
        let mut file = options.open(path)?;
        #[cfg(unix)]
        rustix::fs::fcntl_setfl(&file, rustix::fs::fcntl_getfl(&file)? - rustix::fs::OFlags::NONBLOCK)?;
        file.write_all(new)
    };
    write().map_err(|error| error.to_string())
}

fn create(path: &Path, new: &[u8]) -> Result<(), String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.exists() {
        return Err("its folder does not exist".to_owned());
    }
    let target = files::resolve(folder)?.join(path.file_name().ok_or("it is not the name of a file")?);
    #[cfg(unix)]
    let _held = signals::hold();
    let write = || {
        #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has more to say of it"))]
        let mut builder = builder(".tmp");
        // As any new file: what the mask of the process leaves.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut written = builder.tempfile_in(folder_of(&target))?;
        written.write_all(new)?;
        written.persist(&target).map_err(|error| error.error)
    };
    write().map(drop).map_err(|error| error.to_string())
}

fn write_over(target: &Path, old: Option<&[u8]>, new: &[u8]) -> Result<(), String> {
    #[cfg(unix)]
    let _held = signals::hold();
    let mut file = open(target)?;
    let metadata = file.metadata().map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("not a regular file, so it is not written".to_owned());
    }
    if metadata.permissions().readonly() {
        return Err("the file is read-only".to_owned());
    }
    check(&mut file, old)?;
    #[cfg(target_os = "linux")]
    match beside::replace(target, &mut file, old, new) {
        Err(beside::Failure::Impossible) => {}
        Err(beside::Failure::Changed) => return Err(changed()),
        Err(beside::Failure::Io(error)) => return Err(error.to_string()),
        Ok(()) => return Ok(()),
    }
    in_place(target, &mut file, old, new)
}

/// Opens a file for reading and writing, as its mode and its lists allow.
fn open(target: &Path) -> Result<File, String> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOFOLLOW;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits().cast_signed());
    }
    options.open(target).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => "you cannot write this file".to_owned(),
        _ => error.to_string(),
    })
}

fn changed() -> String {
    "the file has changed since it was read; run the command again".to_owned()
}

fn check(file: &mut File, old: Option<&[u8]>) -> Result<(), String> {
    let Some(old) = old else { return Ok(()) };
    if holds(file, old).map_err(|error| error.to_string())? { Ok(()) } else { Err(changed()) }
}

/// Writes over what a file holds, with a copy of that beside it.
fn in_place(target: &Path, file: &mut File, old: Option<&[u8]>, new: &[u8]) -> Result<(), String> {
    let before = match old {
        Some(old) => old.to_vec(),
        None => {
            let mut before = Vec::new();
            let read = file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_end(&mut before));
            read.map_err(|error| error.to_string())?;
            before
        }
    };
    let copy = || {
        let mut copy = Staged::new(folder_of(target), ".bak")?;
        copy.file.write_all(&before)?;
        copy.file.sync_all()?;
        Ok(copy)
    };
    let no_copy = |error: io::Error| format!("no safe copy can be made next to it: {error}");
    let copy = copy().map_err(no_copy)?;
    check(file, old)?;
    // It is there no longer than the file is being written.
    let copy = copy.name().map_err(no_copy)?;
    let mut put = |bytes: &[u8]| {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(bytes)?;
        file.set_len(bytes.len() as u64)
    };
    let Err(error) = put(new) else {
        drop(copy);
        return file.sync_all().map_err(|error| error.to_string());
    };
    if put(&before).is_ok() {
        return Err(error.to_string());
    }
    match copy.keep() {
        Ok(copy) => Err(format!("{error}; its old content is in {}", copy.display())),
        Err(_) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use std::sync::{Mutex, PoisonError};

    use super::*;

    /// Held by who writes, as a program writes one file after the other.
    static ALONE: Mutex<()> = Mutex::new(());

    #[test]
    fn what_has_changed_since_it_was_read_is_left() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        for names in [1, 2] {
            let folder = tempfile::TempDir::new().unwrap();
            let path = folder.path().join("x.md");
            fs::write(&path, "edited").unwrap();
            if names == 2 {
                // It cannot be replaced by another file, so it is written over.
                fs::hard_link(&path, folder.path().join("y.md")).unwrap();
            }
            assert_eq!(replace(&path, b"old", b"new"), Err(changed()), "{names} names");
            assert_eq!(fs::read(&path).unwrap(), b"edited");
            assert_eq!(fs::read_dir(&folder).unwrap().count(), names);
            replace(&path, b"edited", b"new").unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"new");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_signal_waits_while_a_file_is_written() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let held = signals::hold();
        // It would end this process at once.
        signal_hook::low_level::raise(signal_hook::consts::SIGUSR1).unwrap();
        assert_eq!(held.take(), Some(signal_hook::consts::SIGUSR1));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn only_what_a_run_that_is_over_has_left_is_swept() {
        let folder = tempfile::TempDir::new().unwrap();
        let own = std::process::id();
        // No process has so high a number.
        let left = format!("{PREFIX}4294967295-a.tmp");
        let kept = [
            format!("{PREFIX}{own}-a.tmp"),
            format!("{PREFIX}4294967295-a.bak"),
            format!("{PREFIX}a.tmp"),
            "x.tmp".to_owned(),
        ];
        for name in kept.iter().chain([&left]) {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join(format!("{PREFIX}4294967294-a.tmp"))).unwrap();
        sweep(folder.path());
        assert!(!folder.path().join(left).exists());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), kept.len() + 1);
    }
}
