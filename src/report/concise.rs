//! Owns the format `concise`: `path:line:column: severity[rule] message`, one line each.

use std::io::{self, Write};

use crate::report::{Report, disarmed, visible};
use crate::text::Position;

/// What columns count, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Columns {
    /// Bytes, as Vim counts.
    Bytes,
    /// UTF-16 code units, as Visual Studio Code counts.
    Utf16,
    /// Characters (Unicode scalar values).
    #[default]
    Chars,
}

impl Columns {
    /// The column of a place.
    #[must_use]
    pub fn of(self, position: Position) -> usize {
        match self {
            Self::Bytes => position.byte_column,
            Self::Utf16 => position.utf16_column,
            Self::Chars => position.column,
        }
    }
}

/// Writes every finding as one line.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, columns: Columns, out: &mut dyn Write) -> io::Result<()> {
    for (source, diagnostic) in report.diagnostics() {
        let at = source.position(diagnostic.span.start);
        let severity = diagnostic.severity.as_str();
        let (path, message) = (visible(source.path()), visible(&diagnostic.message));
        let column = columns.of(at);
        let line = format!("{path}:{}:{column}: {severity}[{}] {message}", at.line, diagnostic.rule);
        writeln!(out, "{}", disarmed(&line))?;
    }
    write_notes(report, out)
}

/// Writes what there is to know about the run, one line each.
///
/// # Errors
///
/// Those of `out`.
pub fn write_notes(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for note in report.notes() {
        let severity = if note.is_warning { "warning" } else { "note" };
        writeln!(out, "{severity}: {}", disarmed(&visible(&note.text)))?;
    }
    Ok(())
}
