//! What is said of many small texts, and what fixes make of them: the texts in `tests/said/`, each with its answer
//! below it.
//!
//! `UPDATE_DOCS=1 cargo test --test said` writes the answers anew. Read the difference before you commit it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::fmt::Write as _;
use std::path::Path;

use twir_lint::{Settings, Source, Span, Stage, fix, lint};

/// What a text begins with: the reason for it, which is also its name.
const TEXT: &str = "\n=== ";

/// What the name of a text ends with that is judged as published.
const PUBLISHED: &str = ", published";

/// What the answer begins with.
const ANSWER: &str = "\n--- ";

fn place(source: &Source, span: Span) -> String {
    let (start, end) = (source.position(span.start), source.position(span.end));
    let end = if end.line == start.line { end.column.to_string() } else { format!("{}:{}", end.line, end.column) };
    format!("{}:{}-{end}", start.line, start.column)
}

fn answer(text: &str, stage: Stage) -> String {
    let source = || Source::new("draft.md", text);
    let settings = Settings { stage, ..Settings::default() };
    let mut answer = String::from("\n--- says\n");
    for diagnostic in lint(&source(), &settings).unwrap() {
        let at = place(&source(), diagnostic.span);
        let severity = diagnostic.severity.as_str();
        writeln!(answer, "{at} {severity}[{}] {}", diagnostic.rule, diagnostic.message).unwrap();
        for label in &diagnostic.labels {
            writeln!(answer, "    {} {}", place(&source(), label.span), label.message).unwrap();
        }
        if let Some(help) = &diagnostic.help {
            writeln!(answer, "    help: {help}").unwrap();
        }
    }
    let safe = fix(source(), &settings).unwrap().source.text().to_owned();
    if safe != text {
        write!(answer, "{ANSWER}becomes\n{safe}").unwrap();
    }
    let all = fix(source(), &Settings { unsafe_fixes: true, ..settings }).unwrap().source.text().to_owned();
    if all != safe {
        write!(answer, "{ANSWER}becomes, with unsafe fixes\n{all}").unwrap();
    }
    answer
}

/// A file of texts, each with the answer of today.
fn answered(file: &str) -> String {
    let mut parts = file.split(TEXT);
    let mut answered = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('\n').expect("a name has a line of its own");
        let text = rest.split(ANSWER).next().unwrap_or_default();
        let text = format!("{}\n", text.trim_end_matches('\n'));
        let stage = if name.ends_with(PUBLISHED) { Stage::Published } else { Stage::Draft };
        write!(answered, "{TEXT}{name}\n{text}{}", answer(&text, stage)).unwrap();
    }
    answered
}

#[test]
fn what_is_said_and_done_is_known() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/said");
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let file = std::fs::read_to_string(&path).unwrap();
        let now = answered(&file);
        count += now.matches(TEXT).count();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, &now).unwrap();
            continue;
        }
        let differs = file.split(TEXT).zip(now.split(TEXT)).find(|(known, now)| known != now);
        if let Some((known, now)) = differs {
            panic!("{}\nis\n{now}\nand was\n{known}", path.display());
        }
        assert_eq!(file, now, "{}", path.display());
    }
    assert!(count > 50, "{count} texts");
}
