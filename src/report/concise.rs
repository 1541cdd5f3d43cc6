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
    Ok(())
}
