//! Owns the format `github`: workflow commands, which GitHub Actions shows at the lines that they name.

use std::io::{self, Write};
use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity};
use crate::report::correction::Correction;
use crate::report::location::{below, in_lines};
use crate::report::{Report, errors_and_warnings, visible};
use crate::text::{Source, Span, shortened};

/// Annotations of one severity that GitHub shows of a step; it drops what comes after them without a word.
const MOST_OF_A_SEVERITY: usize = 10;

/// Characters of one message; GitHub takes 64 KiB, and nobody reads that.
const MOST_CHARACTERS: usize = 4000;

/// Writes the findings that GitHub shows, errors first, and how many it does not. `root` is the folder of the checkout.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, root: &Path, out: &mut dyn Write) -> io::Result<()> {
    for note in report.notes() {
        let command = if note.is_warning { "warning" } else { "notice" };
        writeln!(out, "::{command} title=twir-lint::{}", data(&note.text))?;
    }
    let mut left_out = [0, 0];
    for (severity, left_out) in [Severity::Error, Severity::Warning].into_iter().zip(&mut left_out) {
        let found = report.diagnostics().filter(|(_, diagnostic)| diagnostic.severity == severity);
        for (index, (source, diagnostic)) in found.enumerate() {
            if index < MOST_OF_A_SEVERITY {
                write_command(source, diagnostic, root, out)?;
            } else {
                *left_out += 1;
            }
        }
    }
    for unshown in report.unshown() {
        left_out[usize::from(unshown.severity == Severity::Warning)] += unshown.count;
    }
    let [errors, warnings] = left_out;
    if let Some(more) = errors_and_warnings(errors, warnings) {
        writeln!(
            out,
            "And {more} more: GitHub shows {MOST_OF_A_SEVERITY} of each for a step. \
             `twir-lint --format concise` lists all."
        )?;
    }
    Ok(())
}

fn write_command(source: &Source, diagnostic: &Diagnostic, root: &Path, out: &mut dyn Write) -> io::Result<()> {
    let span = diagnostic.span;
    let (start, end) = (source.position(span.start), source.position(last_character(source, span)));
    let path = below(root, source.path());
    let (file, title) = (property(&visible(&path)), property(&format!("twir-lint: {}", diagnostic.rule)));
    write!(out, "::{} file={file},line={},endLine={}", diagnostic.severity.as_str(), start.line, end.line)?;
    // GitHub takes columns only on a single line. The last of them belongs to the place: it is the first by default.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    writeln!(out, ",title={title}::{}", data(&message(source, diagnostic, root)))
}

/// Where the last character of a place begins, not counting line ends after it.
fn last_character(source: &Source, span: Span) -> usize {
    let text = source.slice(span).trim_end_matches(['\n', '\r']);
    text.char_indices().next_back().map_or(span.start, |(at, _)| span.start + at)
}

/// All that is to be said of a finding, in lines.
fn message(source: &Source, diagnostic: &Diagnostic, root: &Path) -> String {
    let mut lines = in_lines(source, diagnostic, root);
    if let Some(fix) = &diagnostic.fix {
        match Correction::of(diagnostic) {
            Some(Correction { name, lines: corrected, .. }) => {
                lines.push(format!("{name}:"));
                lines.extend_from_slice(corrected);
            }
            None => lines.push(format!("fix: {}", visible(&fix.title))),
        }
    }
    shortened(&lines.join("\n"), MOST_CHARACTERS, "…").into_owned()
}

/// Text as a workflow command takes it for its message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as a workflow command takes it for the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_ends_with_its_last_character() {
        let source = Source::new("x", "é日\n\nab");
        let end = |start, end| source.position(last_character(&source, Span::new(start, end)));
        assert_eq!((end(0, 5).line, end(0, 5).column), (1, 2));
        assert_eq!((end(0, 7).line, end(0, 7).column), (1, 2));
        assert_eq!((end(5, 6).line, end(5, 6).column), (1, 3));
        assert_eq!((end(0, 9).line, end(0, 9).column), (3, 2));
        assert_eq!((end(9, 9).line, end(9, 9).column), (3, 3));
    }
}
