//! Owns how a finding is said to an editor.

use std::path::Path;

use gen_lsp_types as lsp;
use gen_lsp_types::{CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Uri};

use crate::diagnostic::{Diagnostic, Elsewhere, Label, Severity};
use crate::rule::docs_url;
use crate::rules::find;
use crate::server::address;
use crate::server::client::Client;
use crate::server::open::Open;
use crate::server::surroundings::{Judge, Ruling};
use crate::text::{Position, Source};

/// Who speaks, as editors show it before the name of the rule.
const SPEAKER: &str = "twir-lint";

/// The findings of a text in the form of the protocol.
pub(super) fn of(findings: &[Diagnostic], open: &Open, judge: &Judge, client: &Client) -> Vec<lsp::Diagnostic> {
    findings.iter().map(|finding| one(finding, open, judge, client)).collect()
}

/// One finding in the form of the protocol.
pub(super) fn one(finding: &Diagnostic, open: &Open, judge: &Judge, client: &Client) -> lsp::Diagnostic {
    let severity = match finding.severity {
        // The change that is judged cannot allow itself anything, but has said that it is meant.
        _ if finding.is_allowed_by_change => DiagnosticSeverity::Hint,
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
    };
    let message = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let tags = (client.takes_unnecessary_tag && is_removed(finding)).then(|| vec![DiagnosticTag::Unnecessary]);
    let related = || finding.labels.iter().filter_map(|label| related(label, open, judge, client)).collect();
    lsp::Diagnostic {
        range: client.encoding.range(&open.source, finding.span),
        severity: Some(severity),
        code: Some(finding.rule.to_owned().into()),
        code_description: page(finding.rule).filter(|_| client.takes_code_descriptions),
        source: Some(SPEAKER.to_owned()),
        message: message.into(),
        tags,
        related_information: (client.takes_related_places && !finding.labels.is_empty()).then(related),
        data: None,
    }
}

/// Where a rule is explained, where that is known.
pub(super) fn page(rule: &str) -> Option<CodeDescription> {
    find(rule).and_then(docs_url).map(|page| CodeDescription { href: page.into() })
}

/// Whether the fix of a finding takes away what it speaks of, and puts nothing in its place.
fn is_removed(finding: &Diagnostic) -> bool {
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
    let mut removed = edits.map(|edit| edit.text.is_empty() && edit.span.overlaps(finding.span));
    removed.next().is_some_and(|is_first_removed| is_first_removed && removed.all(|is_removed| is_removed))
}

fn related(label: &Label, open: &Open, judge: &Judge, client: &Client) -> Option<DiagnosticRelatedInformation> {
    let location = match &label.elsewhere {
        Some(place) => elsewhere(place, judge, client)?,
        None => Location { uri: Uri(open.uri.clone()), range: client.encoding.range(&open.source, label.span) },
    };
    Some(DiagnosticRelatedInformation { location, message: label.message.clone() })
}

/// A place in an earlier issue.
fn elsewhere(place: &Elsewhere, judge: &Judge, client: &Client) -> Option<Location> {
    let uri = Uri(address::from_path(Path::new(&place.path))?);
    let source = judge.archive.as_ref().and_then(|archive| archive.source(&place.path));
    let position = |at: Position| match source {
        Some(source) => client.encoding.position(source, at.byte),
        None => lsp::Position { line: at.line.saturating_sub(1) as u32, character: at.column.saturating_sub(1) as u32 },
    };
    Some(Location { uri, range: lsp::Range { start: position(place.start), end: position(place.end) } })
}

/// What is wrong in a configuration file.
pub(super) fn of_configuration(ruling: &Ruling, source: &Source, client: &Client) -> Vec<lsp::Diagnostic> {
    let mistakes = ruling.config.as_ref().err().map(Vec::as_slice).unwrap_or_default();
    let mistake = |mistake: &crate::config::ConfigError| lsp::Diagnostic {
        range: client.encoding.range(source, mistake.span),
        severity: Some(DiagnosticSeverity::Error),
        source: Some(SPEAKER.to_owned()),
        message: mistake.message.clone().into(),
        ..lsp::Diagnostic::default()
    };
    mistakes.iter().map(mistake).collect()
}
