//! Owns the format `sarif`: SARIF 2.1.0, which code hosts and editors import.

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
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a, C> {
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<[C; 1]>,
    level: &'a str,
    locations: Value,
    message: Value,
    partial_fingerprints: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Value>,
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Correction<R> {
    artifact_changes: [ArtifactChange<R>; 1],
    description: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<R> {
    artifact_location: Value,
    replacements: R,
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
    let artifact_of_file = artifact(root, source.path());
    file.diagnostics.iter().enumerate().map(move |(index, diagnostic)| {
        let related = further_places(source, diagnostic)
            .enumerate()
            .map(|(index, place)| {
                json!({
                    "id": index + 1,
                    "message": {"text": message_text(&visible(place.message))},
                    "physicalLocation": {
                        "artifactLocation": artifact(root, place.path),
                        "region": Region::new(place.start, place.end),
                    },
                })
            })
            .collect();
        Finding {
            fixes: diagnostic.fix.as_ref().map(|fix| [correction(source, fix, joint(diagnostic), &artifact_of_file)]),
            level: diagnostic.severity.as_str(),
            locations: json!([{"physicalLocation": {
                "artifactLocation": artifact_of_file,
                "region": Region::of(source, diagnostic.span),
            }}]),
            message: json!({"text": message(diagnostic)}),
            partial_fingerprints: json!({"twirLintFinding/v1": fingerprints.get(index)}),
            related_locations: related,
            rule_id: diagnostic.rule,
            rule_index: rules.iter().position(|rule| rule.name == diagnostic.rule),
        }
    })
}

/// What is wrong and what to do, in sentences.
fn message(diagnostic: &Diagnostic) -> String {
    let message = sentence(&visible(&diagnostic.message));
    match &diagnostic.help {
        Some(help) => message_text(&format!("{message} {}", visible(help))),
        None => message_text(&message),
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
    artifact: &Value,
) -> impl Serialize + use<'a> {
    let replace =
        |span: Span, text: &str| json!({"deletedRegion": Region::of(source, span), "insertedContent": {"text": text}});
    let replacements = move || {
        let lines = corrected.map(|corrected| replace(corrected.span, &corrected.lines.join(source.line_end())));
        let edits = fix.edits.iter().filter(move |_| corrected.is_none());
        lines.into_iter().chain(edits.map(move |edit| replace(edit.span, &edit.text)))
    };
    let look = match fix.applicability {
        Applicability::Safe => "",
        Applicability::Unsafe => " (to be checked)",
    };
    Correction {
        artifact_changes: [ArtifactChange { artifact_location: artifact.clone(), replacements: Each(replacements) }],
        description: json!({"text": message_text(&format!("{}{look}", visible(&fix.title)))}),
    }
}

/// A file, as seen from the folder of the checkout where it lies there.
fn artifact(root: &Path, path: &str) -> Value {
    let encode = |part: &str| utf8_percent_encode(part, PART).to_string();
    if let Some(parts) = parts_below(root, path) {
        let parts: Vec<_> = parts.iter().map(|part| encode(part)).collect();
        return json!({"uri": parts.join("/"), "uriBaseId": ROOT});
    }
    match std::path::absolute(path).ok().and_then(|path| Url::from_file_path(path).ok()) {
        Some(url) => json!({"uri": url.as_str()}),
        None => json!({"uri": encode(path)}),
    }
}

/// Text as a message holds it, in which brackets would be links and braces would be places for arguments.
fn message_text(text: &str) -> String {
    let mut message = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '[' | ']' => message.extend(['\\', c]),
            '{' | '}' => message.extend([c, c]),
            c => message.push(c),
        }
    }
    message
}
