//! Owns a file that is to be linted, and reads it when its turn comes.

use std::path::PathBuf;

use crate::files;

/// A file that is to be linted.
#[derive(Debug)]
pub(super) struct Input {
    /// What reports call it.
    pub(super) name: String,
    /// Where it lies, or is to be thought to lie; none for plain standard input.
    pub(super) path: Option<PathBuf>,
    /// What standard input held; none of a file, which is read when its turn comes.
    bytes: Option<Vec<u8>>,
    /// Whether the command line names it, and not a folder in which it lies.
    pub(super) is_named: bool,
    /// Whether it is standard input, under whatever name.
    pub(super) is_stdin: bool,
}

impl Input {
    pub(super) fn new(path: Option<PathBuf>, bytes: Option<Vec<u8>>, is_named: bool) -> Self {
        let name = path.as_ref().map_or_else(|| "<stdin>".to_owned(), |path| path.display().to_string());
        Self { name, path, is_stdin: bytes.is_some(), bytes, is_named }
    }

    /// What it holds, without using it up; none where it cannot be read.
    #[cfg(feature = "online")]
    pub(super) fn peek(&mut self) -> Option<&[u8]> {
        if self.bytes.is_none() {
            self.bytes = self.read().ok();
        }
        self.bytes.as_deref()
    }

    /// What it holds. To be asked once.
    ///
    /// # Errors
    ///
    /// Why the file cannot be read, in words.
    pub(super) fn read(&mut self) -> Result<Vec<u8>, String> {
        match (self.bytes.take(), &self.path) {
            (Some(bytes), _) => Ok(bytes),
            (None, Some(path)) => files::read(path, files::MOST_BYTES),
            (None, None) => Ok(Vec::new()),
        }
    }
}
