//! Owns the format `json`: one object, for programs. `schema_version` rises when a field changes its meaning or goes.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::fix::Applicability;
use crate::report::{Report, Summary};
use crate::source::{Position, Source, Span};

#[derive(Serialize)]
struct Output<'a> {
    schema_version: u32,
    diagnostics: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    url: Option<String>,
    path: &'a str,
    range: Range,
    labels: Vec<Label<'a>>,
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    path: &'a str,
    message: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    byte: usize,
    line: usize,
    column: usize,
}

impl From<Position> for Place {
    fn from(Position { byte, line, column }: Position) -> Self {
        Self { byte, line, column }
    }
}

impl Range {
    fn new(source: &Source, span: Span) -> Self {
        Self { start: source.position(span.start).into(), end: source.position(span.end).into() }
    }
}

/// Writes the whole report as one JSON object and a line end.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics = report.diagnostics().map(|(source, diagnostic)| Finding {
        rule: diagnostic.rule.name,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        url: Some(diagnostic.rule.url()),
        path: source.path(),
        range: Range::new(source, diagnostic.span),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| match &label.elsewhere {
                Some(place) => Label {
                    path: &place.path,
                    message: &label.message,
                    range: Range { start: place.start.into(), end: place.end.into() },
                },
                None => Label { path: source.path(), message: &label.message, range: Range::new(source, label.span) },
            })
            .collect(),
        fix: diagnostic.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            applicability: fix.applicability,
            edits: fix
                .edits
                .iter()
                .map(|edit| Edit { range: Range::new(source, edit.span), text: &edit.text })
                .collect(),
        }),
    });
    let output = Output { schema_version: 1, diagnostics: diagnostics.collect(), summary: report.summary() };
    serde_json::to_writer_pretty(&mut *out, &output)?;
    writeln!(out)
}
