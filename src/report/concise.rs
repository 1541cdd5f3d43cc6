//! Owns the format `concise`: `path:line:column: severity[rule] message`, one line each.

use std::io::{self, Write};

use crate::report::{Report, disarmed, visible};

/// Writes every finding as one line.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for (source, diagnostic) in report.diagnostics() {
        let at = source.position(diagnostic.span.start);
        let severity = diagnostic.severity.as_str();
        let (path, message) = (visible(source.path()), visible(&diagnostic.message));
        let line = format!("{path}:{}:{}: {severity}[{}] {message}", at.line, at.column, diagnostic.rule);
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
