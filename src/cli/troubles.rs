//! Owns what is said of what went wrong.

use std::fmt::Display;
use std::io::{self, Write};

use crate::report::{disarmed, visible};

/// What went wrong, printed to standard error as it happens.
#[derive(Debug, Default)]
pub(super) struct Troubles {
    /// Whether the command could not do all of its job.
    pub(super) is_fatal: bool,
}

impl Troubles {
    pub(super) fn error(&mut self, message: impl Display) {
        self.is_fatal = true;
        Self::tell("error", message);
    }

    pub(super) fn warning(&mut self, message: impl Display) {
        Self::tell("warning", message);
    }

    pub(super) fn tell(severity: &str, message: impl Display) {
        // Nobody is left to tell that standard error is closed.
        let _ = writeln!(io::stderr(), "twir-lint: {severity}: {}", disarmed(&visible(&message.to_string())));
    }
}
