//! Owns the format `json`: one object, for programs. `schema_version` rises when a field changes its meaning or goes.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::fix::Applicability;
use crate::report::location::further_places;
use crate::report::{Report, Summary, is_unprintable};
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
        labels: further_places(source, diagnostic)
            .map(|place| Label {
                path: place.path,
                message: place.message,
                range: Range { start: place.start.into(), end: place.end.into() },
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
    write_escaped(&output, out)
}

/// Writes a value as JSON and a line end. What a terminal or the log of a build would obey is escaped, as JSON allows
/// for every character of a string: to a program, the value is the same.
pub(super) fn write_escaped(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut json = serde_json::to_string_pretty(value)?.replace("##[", "##\\u005b");
    if json.chars().any(|c| is_unprintable(c) && c != '\n') {
        let mut escaped = String::with_capacity(json.len() + 64);
        for c in json.chars() {
            if is_unprintable(c) && c != '\n' {
                escaped.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
            } else {
                escaped.push(c);
            }
        }
        json = escaped;
    }
    writeln!(out, "{json}")
}
