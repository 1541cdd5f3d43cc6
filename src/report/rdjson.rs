//! Owns the format `rdjson`: the Diagnostic Format of reviewdog, which posts findings to pull requests on several code
//! hosts.
//!
//! Columns count bytes from 1, and the end of a range is exclusive, as its schema has it.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::report::correction;
use crate::report::json::{Each, write_escaped};
use crate::report::location::{below, in_lines};
use crate::report::{Note, Report, visible};
use crate::rule::{docs_url, repository};
use crate::rules::find;
use crate::text::{Position, Source, Span};

#[derive(Serialize)]
struct DiagnosticResult<D> {
    source: Tool,
    diagnostics: D,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'static str>,
}

#[derive(Serialize)]
struct Finding<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

impl Range {
    fn new(source: &Source, span: Span) -> Self {
        let place = |offset: usize| {
            let Position { line, .. } = source.position(offset);
            Place { line, column: offset - source.line(line - 1).start + 1 }
        };
        Self { start: place(span.start), end: place(span.end) }
    }
}

/// Writes the whole report as one JSON object and a line end. `root` is the folder of the checkout.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, root: &Path, out: &mut dyn Write) -> io::Result<()> {
    let source = Tool { name: "twir-lint", url: repository() };
    // What is to be known of a run has no place in the format; reviewdog shows it where it belongs to some file.
    let first = report.files.first().map_or_else(|| ".".to_owned(), |file| below(root, file.source.path()));
    let notes: Vec<Note> = report.notes();
    let note = |note: &Note| Finding {
        message: visible(&note.text).into_owned(),
        location: Location { path: first.clone(), range: None },
        severity: if note.is_warning { "WARNING" } else { "INFO" },
        code: None,
        suggestions: Vec::new(),
    };
    let findings = || report.diagnostics().map(|(source, diagnostic)| finding(source, diagnostic, root));
    let diagnostics = Each(|| notes.iter().map(note).chain(findings()));
    write_escaped(&DiagnosticResult { source, diagnostics }, out)
}

fn finding<'a>(source: &Source, diagnostic: &'a Diagnostic, root: &Path) -> Finding<'a> {
    Finding {
        message: in_lines(source, diagnostic, root).join("\n"),
        location: Location { path: below(root, source.path()), range: Some(Range::new(source, diagnostic.span)) },
        severity: match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
        },
        code: Some(Code { value: diagnostic.rule, url: find(diagnostic.rule).and_then(docs_url) }),
        suggestions: suggestion(source, diagnostic).into_iter().collect(),
    }
}

/// The lines as they should be, in place of those that are there; where they are to go, their line end goes too.
fn suggestion(source: &Source, diagnostic: &Diagnostic) -> Option<Suggestion> {
    let correction::Suggestion { mut span, lines, .. } = correction::Suggestion::of(source, diagnostic)?;
    if lines.is_empty() {
        span.end = source.line_with_end(source.line_index(span.end)).end;
    }
    Some(Suggestion { range: Range::new(source, span), text: lines.join(source.line_end()) })
}
