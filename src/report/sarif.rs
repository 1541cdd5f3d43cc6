//! Owns the format `sarif`: SARIF 2.1.0, which code hosts and editors import.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Value, json};
use url::Url;

use crate::diagnostic::{Applicability, Corrected, Diagnostic, Fix};
use crate::report::change::Note;
use crate::report::fingerprint::Fingerprints;
use crate::report::json::{Each, write_escaped};
use crate::report::location::{further_places, parts_below};
use crate::report::{FileReport, Report, rule_docs, sentence, visible};
use crate::rule::{Level, Rule, docs_url, repository};
use crate::rules::RULES;
use crate::text::{Position, Source, Span};

/// Stands for the folder of the checkout, wherever the report is read.
const ROOT: &str = "%SRCROOT%";

/// What stays as it is in a part of a path.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    end_column: usize,
    end_line: usize,
    start_column: usize,
    start_line: usize,
}

impl Region {
    fn new(start: Position, end: Position) -> Self {
        Self { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
    }

    fn of(source: &Source, span: Span) -> Self {
        Self::new(source.position(span.start), source.position(span.end))
    }
}

/// Writes the whole report as one SARIF log and a line end. `root` is the folder of the checkout.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, root: &Path, out: &mut dyn Write) -> io::Result<()> {
    // Code hosts list all rules of a log, whether they found anything or not.
    let found: BTreeSet<&str> = report.diagnostics().map(|(_, diagnostic)| diagnostic.rule).collect();
    let rules: Vec<&Rule> = RULES.iter().copied().filter(|rule| found.contains(rule.name)).collect();
    let run = Run {
        column_kind: "unicodeCodePoints",
        invocations: invocations(report),
        original_uri_base_ids: json!({ROOT: {"description": {"text": "The folder of the checkout."}}}),
        results: Each(|| report.files.iter().flat_map(|file| results(file, root, &rules))),
        tool: json!({"driver": driver(&rules)}),
    };
    let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    write_escaped(&Log { schema, runs: [run], version: "2.1.0" }, out)
}

#[derive(Serialize)]
struct Log<'a, R> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    runs: [R; 1],
    version: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a, R> {
    column_kind: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    invocations: Vec<Value>,
    original_uri_base_ids: Value,
    results: R,
    tool: Value,
}

/// Words.
#[derive(Serialize)]
struct Message<T> {
    text: T,
}

/// A file, as seen from the folder of the checkout where it lies there.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RelatedLocation {
    id: usize,
    message: Message<String>,
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
struct PartialFingerprints {
    #[serde(rename = "twirLintFinding/v1")]
    finding: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a, C> {
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<[C; 1]>,
    level: &'a str,
    locations: [Location; 1],
    message: Message<String>,
    partial_fingerprints: PartialFingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedLocation>,
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Correction<R> {
    artifact_changes: [ArtifactChange<R>; 1],
    description: Message<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<R> {
    artifact_location: Artifact,
    replacements: R,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<Cow<'a, str>>,
}

/// What there is to know about the run.
fn invocations(report: &Report) -> Vec<Value> {
    let notification = |note: &Note| {
        let level = if note.is_warning { "warning" } else { "note" };
        json!({"level": level, "message": {"text": message_text(&note.text)}})
    };
    let notifications: Vec<Value> = report.notes().iter().map(notification).collect();
    if notifications.is_empty() {
        return Vec::new();
    }
    vec![json!({"executionSuccessful": true, "toolExecutionNotifications": notifications})]
}

/// What is to be known of the program.
fn driver(rules: &[&Rule]) -> Value {
    let mut driver = json!({
        "name": "twir-lint",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
    });
    if let Some(page) = repository() {
        driver["informationUri"] = json!(page);
    }
    driver
}

/// What is to be known of a rule.
fn descriptor(rule: &Rule) -> Value {
    let (is_enabled, level) = match rule.level {
        Level::Error => (true, "error"),
        Level::Warning => (true, "warning"),
        Level::Off | Level::Tidy => (false, "warning"),
    };
    let (text, markdown) = (rule_docs::help_text(rule), rule_docs::help_markdown(rule));
    let mut descriptor = json!({
        "id": rule.name,
        "shortDescription": {"text": message_text(rule.summary)},
        "fullDescription": {"text": message_text(rule.why)},
        "help": {"text": message_text(&text), "markdown": markdown},
        "defaultConfiguration": {"enabled": is_enabled, "level": level},
        "properties": {"tags": [rule.group.as_str()], "problem.severity": level},
    });
    if let Some(page) = docs_url(rule) {
        descriptor["helpUri"] = json!(page);
    }
    descriptor
}

/// The findings of a file.
fn results<'a>(file: &'a FileReport, root: &'a Path, rules: &'a [&'a Rule]) -> impl Iterator<Item = impl Serialize> {
    let source = &file.source;
    let fingerprints = Fingerprints::of(file);
    let artifact = Artifact::new(root, source.path());
    file.diagnostics.iter().enumerate().map(move |(index, diagnostic)| {
        let related = further_places(source, diagnostic).enumerate().map(|(index, place)| RelatedLocation {
            id: index + 1,
            message: Message { text: message_text(&visible(place.message)).into_owned() },
            physical_location: PhysicalLocation {
                artifact_location: Artifact::new(root, place.path),
                region: Region::new(place.start, place.end),
            },
        });
        let region = Region::of(source, diagnostic.span);
        let physical_location = PhysicalLocation { artifact_location: artifact.clone(), region };
        Finding {
            fixes: diagnostic.fix.as_ref().map(|fix| [correction(source, fix, joint(diagnostic), &artifact)]),
            level: diagnostic.severity.as_str(),
            locations: [Location { physical_location }],
            message: Message { text: message(diagnostic) },
            partial_fingerprints: PartialFingerprints { finding: fingerprints.get(index) },
            related_locations: related.collect(),
            rule_id: diagnostic.rule,
            rule_index: rules.iter().position(|rule| rule.name == diagnostic.rule),
        }
    })
}

/// What is wrong and what to do, in sentences.
fn message(diagnostic: &Diagnostic) -> String {
    let message = sentence(&visible(&diagnostic.message));
    match &diagnostic.help {
        Some(help) => message_text(&format!("{message} {}", visible(help))).into_owned(),
        None => message_text(&message).into_owned(),
    }
}

/// The lines of a finding in which other fixes than its own have a part.
fn joint(diagnostic: &Diagnostic) -> Option<&Corrected> {
    diagnostic.corrected.as_ref().filter(|corrected| corrected.is_joint)
}

/// A fix as replacements: of whole lines where other fixes have a part in these, else by its own edits.
fn correction<'a>(
    source: &'a Source,
    fix: &'a Fix,
    corrected: Option<&'a Corrected>,
    artifact: &Artifact,
) -> impl Serialize + use<'a> {
    let replace = |span: Span, text: Cow<'a, str>| Replacement {
        deleted_region: Region::of(source, span),
        inserted_content: Message { text },
    };
    let replacements = move || {
        let lines = corrected.map(|corrected| replace(corrected.span, corrected.lines.join(source.line_end()).into()));
        let edits = fix.edits.iter().filter(move |_| corrected.is_none());
        lines.into_iter().chain(edits.map(move |edit| replace(edit.span, edit.text.as_str().into())))
    };
    let look = match fix.applicability {
        Applicability::Safe => "",
        Applicability::Unsafe => " (to be checked)",
    };
    let description = format!("{}{look}", visible(&fix.title));
    Correction {
        artifact_changes: [ArtifactChange { artifact_location: artifact.clone(), replacements: Each(replacements) }],
        description: Message { text: message_text(&description).into_owned() },
    }
}

impl Artifact {
    fn new(root: &Path, path: &str) -> Self {
        let encode = |part: &str| utf8_percent_encode(part, PART).to_string();
        if let Some(parts) = parts_below(root, path) {
            let parts: Vec<_> = parts.iter().map(|part| encode(part)).collect();
            return Self { uri: parts.join("/"), uri_base_id: Some(ROOT) };
        }
        let url = std::path::absolute(path).ok().and_then(|path| Url::from_file_path(path).ok());
        Self { uri: url.map_or_else(|| encode(path), String::from), uri_base_id: None }
    }
}

/// Text as a message holds it, in which brackets would be links and braces would be places for arguments.
fn message_text(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '[', ']', '{', '}']) {
        return text.into();
    }
    let mut message = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '[' | ']' => message.extend(['\\', c]),
            '{' | '}' => message.extend([c, c]),
            c => message.push(c),
        }
    }
    message.into()
}
