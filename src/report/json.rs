//! Owns the format `json`: one object, for programs. `schema_version` rises when a field changes its meaning or goes.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use serde::{Serialize, Serializer};

use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::pages::Reason;
use crate::report::indented::Indented;
use crate::report::location::further_places;
use crate::report::{ChangeReport, PagesReport, Report, Summary, is_unprintable};
use crate::rule::docs_url;
use crate::rules::find;
use crate::text::{Position, Source, Span};

#[derive(Serialize)]
struct Output<'a, D> {
    schema_version: u32,
    diagnostics: D,
    summary: Summary,
    /// By rule: the findings that are counted above and not among these.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    not_shown: BTreeMap<&'a str, usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Change<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<Pages<'a>>,
}

/// What is said of the pages that were opened.
#[derive(Serialize)]
struct Pages<'a> {
    checked: usize,
    unchecked: Vec<UncheckedPage<'a>>,
}

/// A page that could not be checked.
#[derive(Serialize)]
struct UncheckedPage<'a> {
    url: &'a str,
    reason: String,
}

impl<'a> Pages<'a> {
    fn new(report: &'a Report) -> Option<Self> {
        let PagesReport { checked, unchecked } = report.pages.as_ref()?;
        let page = |(url, reason): &'a (String, Reason)| UncheckedPage { url, reason: format!("{reason}") };
        Some(Self { checked: *checked, unchecked: unchecked.iter().map(page).collect() })
    }
}

/// What is said of a change beside its findings.
#[derive(Serialize)]
pub(super) struct Change<'a> {
    since: &'a str,
    compared_with_itself: bool,
    configuration: &'a [String],
    excluded: &'a [String],
    allowed: usize,
    unchecked: Vec<&'a str>,
}

impl<'a> Change<'a> {
    pub(super) fn new(report: &'a Report) -> Option<Self> {
        let ChangeReport { since, is_itself, configuration, excluded, unchecked } = report.change.as_ref()?;
        let unchecked = unchecked.iter().map(|file| file.path.as_str()).collect();
        Some(Self {
            since,
            compared_with_itself: *is_itself,
            configuration,
            excluded,
            allowed: report.allowed_by_change(),
            unchecked,
        })
    }
}

/// A list that is made while it is written: there may be millions of findings, and of edits of one of them.
pub(super) struct Each<F>(pub(super) F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

#[derive(Serialize)]
struct Finding<'a, E> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    url: Option<String>,
    path: &'a str,
    range: Range,
    labels: Vec<Label<'a>>,
    fix: Option<Fix<'a, E>>,
    corrected: Option<Corrected<'a>>,
}

/// Lines as `--fix` leaves them, with everything on them that it fixes: at the last finding of these lines.
#[derive(Serialize)]
struct Corrected<'a> {
    applicability: Applicability,
    range: Range,
    lines: &'a [String],
}

#[derive(Serialize)]
struct Label<'a> {
    path: &'a str,
    message: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Fix<'a, E> {
    title: &'a str,
    applicability: Applicability,
    edits: E,
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
    column_bytes: usize,
    column_utf16: usize,
}

impl From<Position> for Place {
    fn from(Position { byte, line, column, byte_column, utf16_column }: Position) -> Self {
        Self { byte, line, column, column_bytes: byte_column, column_utf16: utf16_column }
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
    let diagnostics = Each(|| report.diagnostics().map(|(source, diagnostic)| finding(source, diagnostic)));
    let (summary, change) = (report.summary(), Change::new(report));
    let mut not_shown: BTreeMap<&str, usize> = BTreeMap::new();
    report.unshown().for_each(|unshown| *not_shown.entry(unshown.rule).or_default() += unshown.count);
    let pages = Pages::new(report);
    write_escaped(&Output { schema_version: 1, diagnostics, summary, not_shown, change, pages }, out)
}

fn finding<'a>(source: &'a Source, diagnostic: &'a Diagnostic) -> impl Serialize + 'a {
    let edit = |edit: &'a crate::text::Edit| Edit { range: Range::new(source, edit.span), text: &edit.text };
    Finding {
        rule: diagnostic.rule,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        url: find(diagnostic.rule).and_then(docs_url),
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
            edits: Each(move || fix.edits.iter().map(edit)),
        }),
        corrected: diagnostic.corrected.as_ref().map(|corrected| Corrected {
            applicability: corrected.applicability,
            range: Range::new(source, corrected.span),
            lines: &corrected.lines,
        }),
    }
}

/// Writes a value as JSON and a line end. What a terminal or the log of a build would obey is escaped, as JSON allows
/// for every character of a string: to a program, the value is the same.
pub(super) fn write_escaped(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(Escaping { out });
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Indented::default()))?;
    writeln!(out)?;
    out.flush()
}

/// Escapes what passes through it. The pieces of text that it gets are whole: a string of JSON is cut only where it
/// holds an escape already.
struct Escaping<'o> {
    out: &'o mut dyn Write,
}

/// The first byte that may have to be escaped.
fn first_to_look_at(bytes: &[u8]) -> Option<usize> {
    // Without a branch for each byte, which is what makes a block cheap.
    let needs_look = |byte: u8| (byte < b' ') & (byte != b'\n') | (byte > b'~') | (byte == b'[');
    let mut blocks = bytes.chunks(BLOCK);
    let block = blocks.position(|block| block.iter().fold(0, |any, byte| any | u8::from(needs_look(*byte))) != 0)?;
    let start = block * BLOCK;
    bytes[start..].iter().position(|byte| needs_look(*byte)).map(|at| start + at)
}

/// Bytes that are looked at in one go.
const BLOCK: usize = 32;

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = str::from_utf8(bytes).map_err(io::Error::other)?;
        // Whole runs are passed on: what needs a look is rare.
        let (mut passed, mut at) = (0, 0);
        while let Some(c) = first_to_look_at(&bytes[at..]).and_then(|run| {
            at += run;
            text[at..].chars().next()
        }) {
            let is_command = c == '[' && text[..at].ends_with("##");
            if is_command || is_unprintable(c) {
                self.out.write_all(&bytes[passed..at])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(self.out, "\\u{unit:04x}")?;
                }
                passed = at + c.len_utf8();
            }
            at += c.len_utf8();
        }
        self.out.write_all(&bytes[passed..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
