//! What is said of many small texts, and what fixes make of them: the texts in `tests/said/`, each with its answer
//! below it.
//!
//! A text begins right below its name. Where it is judged by more than itself, that comes first, each part below a line
//! of its own, and the text below `--- text`:
//!
//! ```text
//! === a name, which may end in ", published"
//! --- configuration
//! rules.title-length.level = "warning"
//! --- earlier 2026-02-25
//! (an earlier issue, by its date: the oldest first)
//! --- before
//! (the same file before the change that is judged, as with `--since`)
//! --- page https://example.org/1
//! (what its server answers, as `curl --include --location` prints it, or the page alone)
//! --- text
//! (the text)
//! ```
//!
//! `UPDATE_DOCS=1 cargo test --test said` writes the answers anew. Read the difference before you commit it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::fmt::Write as _;
use std::path::Path;

use twir_lint::issue::{Role, issue_date};
use twir_lint::lint::{Scope, check, fix, lint};
use twir_lint::pages::{Pages, read_transcript, request_address};
use twir_lint::rule::change::Before;
use twir_lint::{Diagnostic, Settings, Source, Span, Stage};

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

/// What a text is judged by.
#[derive(Default)]
struct Given {
    settings: Settings,
    before: Option<Before>,
    pages: Pages,
}

impl Given {
    /// Reads the parts above a text, and whether it is judged as published from its name.
    fn read(name: &str, parts: &str) -> Self {
        let stage = if name.ends_with(PUBLISHED) { Stage::Published } else { Stage::Draft };
        let mut given = Self::default();
        for part in format!("\n{parts}").split(ANSWER).skip(1) {
            let (head, text) = part.split_once('\n').expect("the name of a part has a line of its own");
            let text = format!("{}\n", text.trim_end_matches('\n'));
            match head.split_once(' ').unwrap_or((head, "")) {
                ("configuration", "") => {
                    let history = std::mem::take(&mut given.settings.history);
                    given.settings = Settings { history, ..Settings::from_toml(&text).expect(name) };
                }
                ("earlier", date) => {
                    let path = format!("{date}-this-week-in-rust.md");
                    let date = issue_date(path.as_ref()).expect(name);
                    given.settings.history.add(Source::new(path, text), date);
                }
                ("before", "") => {
                    let source = Some(Source::new("draft.md", text));
                    given.before = Some(Before { source, stage, role: Role::Current, current_draft: None });
                }
                ("page", address) => {
                    let address = request_address(address).expect(name);
                    given.pages.insert(&address, read_transcript(&address, &text));
                }
                _ => panic!("{name}: a part cannot be called {head:?}"),
            }
        }
        given.settings.stage = stage;
        given
    }

    fn judging(&self) -> twir_lint::lint::Settings<'_> {
        twir_lint::lint::Settings { before: self.before.as_ref(), pages: &self.pages, ..self.settings.judging() }
    }

    fn said(&self, source: &Source) -> Vec<Diagnostic> {
        let mut said = lint(source, &self.judging()).unwrap();
        said.retain(|diagnostic| !diagnostic.is_silent);
        said
    }

    fn fixed(&self, source: Source, unsafe_fixes: bool) -> String {
        let scope = Scope { unsafe_fixes, tracking_parameters: &self.settings.options.tracking_parameters };
        let fixed = fix(source, scope, |document| check(document, &self.judging())).unwrap();
        fixed.source.text().to_owned()
    }
}

fn answer(text: &str, given: &Given) -> String {
    let source = || Source::new("draft.md", text);
    let mut answer = String::from("\n--- says\n");
    for diagnostic in given.said(&source()) {
        let at = place(&source(), diagnostic.span);
        let severity = diagnostic.severity.as_str();
        writeln!(answer, "{at} {severity}[{}] {}", diagnostic.rule, diagnostic.message).unwrap();
        for label in &diagnostic.labels {
            match &label.elsewhere {
                Some(other) => {
                    writeln!(answer, "    in {}:{}: {}", other.path, other.start.line, label.message).unwrap()
                }
                None => writeln!(answer, "    {} {}", place(&source(), label.span), label.message).unwrap(),
            }
        }
        if let Some(help) = &diagnostic.help {
            writeln!(answer, "    help: {help}").unwrap();
        }
    }
    let safe = given.fixed(source(), false);
    if safe != text {
        write!(answer, "{ANSWER}becomes\n{safe}").unwrap();
    }
    let all = given.fixed(source(), true);
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
        let (given, rest) = match rest.split_once(&format!("{ANSWER}text\n")) {
            Some((given, rest)) => (given, rest),
            None => ("", rest),
        };
        let text = rest.split(ANSWER).next().unwrap_or_default();
        let text = format!("{}\n", text.trim_end_matches('\n'));
        let answer = answer(&text, &Given::read(name, given));
        let given = if given.is_empty() { String::new() } else { format!("{given}{ANSWER}text\n") };
        write!(answered, "{TEXT}{name}\n{given}{text}{answer}").unwrap();
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
