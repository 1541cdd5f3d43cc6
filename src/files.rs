//! Owns how files are reached: regular ones of a stated size, and never by a link that leads out of a checkout, which a
//! stranger may have put there.

use std::ffi::OsStr;
use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// Bytes of the largest issue that is read: a hundred times the largest that was published, and no more than is linted
/// in some seconds.
pub(crate) const MOST_BYTES: u64 = 16 << 20;

/// Bytes of the largest configuration file that is read.
pub(crate) const MOST_CONFIGURATION_BYTES: u64 = 1 << 20;

/// Why a file could not be read, in words, and what to do.
pub(crate) fn io_trouble(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder; check the spelling".to_owned(),
        ErrorKind::PermissionDenied => "permission denied; change its permissions so that you can read it".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

/// A number of bytes in words.
pub(crate) fn size(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

/// The nearest folder, from `path` upwards, that holds `.git`.
#[must_use]
pub(crate) fn checkout(path: &Path) -> Option<&Path> {
    path.ancestors().find(|folder| holds_repository(folder))
}

/// Whether a path lies in a checkout as it is written, whatever it leads to.
#[must_use]
pub(crate) fn is_in_checkout(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder.canonicalize().is_ok_and(|folder| checkout(&folder).is_some())
}

fn holds_repository(folder: &Path) -> bool {
    folder.join(".git").symlink_metadata().is_ok()
}

/// Reads a regular file of at most `most` bytes.
///
/// # Errors
///
/// In words: why it cannot be read, or that it is too large, no regular file, or behind a link out of its checkout.
pub(crate) fn read(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let path = resolve(path)?;
    let kind = path.symlink_metadata().map_err(|error| io_trouble(&error))?.file_type();
    read_resolved(&path, kind, most)
}

/// Reads a regular file of at most `most` bytes whose folder is resolved, so that only its own name may be a link: then
/// it is read as [`read`] does.
///
/// # Errors
///
/// Those of [`read`].
pub(crate) fn read_in(folder: &Path, name: &OsStr, most: u64) -> Result<Vec<u8>, String> {
    let path = folder.join(name);
    let kind = path.symlink_metadata().map_err(|error| io_trouble(&error))?.file_type();
    if kind.is_symlink() { read(&path, most) } else { read_resolved(&path, kind, most) }
}

/// Reads the file at a path without links, which is of this kind.
fn read_resolved(path: &Path, kind: FileType, most: u64) -> Result<Vec<u8>, String> {
    let mut file = open(path, kind).map_err(|error| io_trouble(&error))?;
    let metadata = file.metadata().map_err(|error| io_trouble(&error))?;
    check_regular(&metadata)?;
    if metadata.len() > most {
        return Err(too_large(most));
    }
    // All at once, where it is as long as it says; what could not be read, and why, the rest tells.
    let mut bytes = vec![0; usize::try_from(metadata.len()).unwrap_or(0)];
    let length = file.read(&mut bytes).unwrap_or(0);
    bytes.truncate(length);
    fill(file, most, bytes)
}

/// Reads all of a stream that holds at most `most` bytes.
///
/// # Errors
///
/// In words: why it cannot be read, or that it is too large.
pub(crate) fn read_at_most(stream: impl Read, most: u64) -> Result<Vec<u8>, String> {
    fill(stream, most, Vec::new())
}

/// Reads the rest of a stream, of which `bytes` were read.
fn fill(stream: impl Read, most: u64, mut bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    stream
        .take((most + 1).saturating_sub(bytes.len() as u64))
        .read_to_end(&mut bytes)
        .map_err(|error| io_trouble(&error))?;
    if bytes.len() as u64 > most { Err(too_large(most)) } else { Ok(bytes) }
}

fn too_large(most: u64) -> String {
    format!("larger than {}, so it is not read", size(most))
}

fn check_regular(metadata: &Metadata) -> Result<(), String> {
    if metadata.is_file() {
        Ok(())
    } else if metadata.is_dir() {
        Err("a folder, not a file".to_owned())
    } else {
        Err("not a regular file, so it is not read".to_owned())
    }
}

/// Opens what was of this kind and may turn out to be no regular file, without waiting for it.
#[cfg(unix)]
fn open(path: &Path, kind: FileType) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NOCTTY;
    // Opening a device can do something by itself.
    if !kind.is_file() && !kind.is_dir() {
        return Err(io::Error::other("it is not a regular file"));
    }
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path, _kind: FileType) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

/// Where a path leads, without links. It may be a folder; it has to exist.
///
/// # Errors
///
/// In words: why that cannot be told, or that a link on the way leads out of the checkout that it lies in.
pub(crate) fn resolve(path: &Path) -> Result<PathBuf, String> {
    let target = path.canonicalize().map_err(|error| io_trouble(&error))?;
    let absolute = std::path::absolute(path).map_err(|error| io_trouble(&error))?;
    for folder in folders_of_links(&absolute).map_err(|error| io_trouble(&error))? {
        let is_left = |checkout: &Path| holds_repository(checkout) && !target.starts_with(checkout);
        if folder.ancestors().any(is_left) {
            return Err(format!("a link to {}, outside the checkout; it is not followed", target.display()));
        }
    }
    Ok(target)
}

/// The folders that hold the links on the way of an absolute path, themselves without links.
fn folders_of_links(path: &Path) -> io::Result<Vec<PathBuf>> {
    /// As many as Linux follows.
    const MOST_LINKS: usize = 40;
    let mut folders = Vec::new();
    let mut current = PathBuf::new();
    let mut parts: Vec<PathBuf> = Vec::new();
    let add = |parts: &mut Vec<PathBuf>, path: &Path| {
        let first = parts.len();
        parts.extend(path.components().map(|part| PathBuf::from(part.as_os_str())));
        parts[first..].reverse();
    };
    add(&mut parts, path);
    while let Some(part) = parts.pop() {
        match part.components().next() {
            Some(Component::ParentDir) => _ = current.pop(),
            Some(Component::Normal(name)) => {
                let place = current.join(name);
                if !place.symlink_metadata()?.is_symlink() {
                    current = place;
                } else if folders.len() == MOST_LINKS {
                    return Err(io::Error::other("too many links"));
                } else {
                    folders.push(current.canonicalize()?);
                    add(&mut parts, &place.read_link()?);
                }
            }
            Some(Component::Prefix(_) | Component::RootDir) => current.push(part),
            Some(Component::CurDir) | None => {}
        }
    }
    Ok(folders)
}
