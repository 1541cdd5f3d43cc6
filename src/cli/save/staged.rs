//! Owns files that are only there while another is written.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
#[cfg(target_os = "linux")]
use std::path::PathBuf;

use tempfile::TempPath;

/// What the names of files begin with that are only there while another is written; then comes the number of the
/// process.
pub(super) const PREFIX: &str = ".twir-lint-";

pub(super) fn builder(suffix: &'static str) -> tempfile::Builder<'static, 'static> {
    static OWN: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| format!("{PREFIX}{}-", std::process::id()));
    let mut builder = tempfile::Builder::new();
    builder.prefix(OWN.as_str()).suffix(suffix);
    builder
}

/// A new file in a folder that only its owner may read. Where the file system can, it has no name until it gets one, so
/// that nothing is left of it whenever the program ends.
pub(super) struct Staged {
    pub(super) file: File,
    name: Option<TempPath>,
    #[cfg(target_os = "linux")]
    folder: PathBuf,
    #[cfg(target_os = "linux")]
    suffix: &'static str,
}

impl Staged {
    #[cfg(target_os = "linux")]
    pub(super) fn new(folder: &Path, suffix: &'static str) -> io::Result<Self> {
        use rustix::fs::{Mode, OFlags};
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let (file, name) = match rustix::fs::open(folder, flags, Mode::RUSR | Mode::WUSR) {
            Ok(unnamed) => (File::from(unnamed), None),
            Err(_) => {
                let (file, name) = builder(suffix).tempfile_in(folder)?.into_parts();
                (file, Some(name))
            }
        };
        Ok(Self { file, name, folder: folder.to_owned(), suffix })
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn new(folder: &Path, suffix: &'static str) -> io::Result<Self> {
        let (file, name) = builder(suffix).tempfile_in(folder)?.into_parts();
        Ok(Self { file, name: Some(name) })
    }

    /// Gives it a name, under which it is removed again when that is dropped.
    pub(super) fn name(self) -> io::Result<TempPath> {
        #[cfg(target_os = "linux")]
        if self.name.is_none() {
            use std::os::fd::AsRawFd;

            use rustix::fs::{AtFlags, CWD, linkat};
            let source = format!("/proc/self/fd/{}", self.file.as_raw_fd());
            let link = |path: &Path| Ok(linkat(CWD, &source, CWD, path, AtFlags::SYMLINK_FOLLOW)?);
            return Ok(builder(self.suffix).make_in(&self.folder, link)?.into_temp_path());
        }
        self.name.ok_or_else(|| io::Error::other("it has no name"))
    }
}

pub(super) fn folder_of(target: &Path) -> &Path {
    target.parent().unwrap_or(Path::new("."))
}

/// Whether a file holds these bytes and no others.
pub(super) fn holds(file: &mut File, bytes: &[u8]) -> io::Result<bool> {
    let mut now = Vec::with_capacity(bytes.len() + 1);
    file.seek(SeekFrom::Start(0))?;
    file.take(bytes.len() as u64 + 1).read_to_end(&mut now)?;
    Ok(now == bytes)
}
