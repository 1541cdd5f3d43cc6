//! How many instructions each stage takes for a byte of an issue, counted by callgrind: the same on a busy machine, so
//! that a stage that grows is seen at once.
//!
//! The numbers in `benches/instructions.txt` are the last that were accepted. A stage that takes more than
//! [`MOST_GROWTH`] above its number is an error. `UPDATE_INSTRUCTIONS=1` writes the file.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use jiff::civil::Date;
use pulldown_cmark::Parser;
use twir_lint::Settings;
use twir_lint::document::Document;
use twir_lint::report::{FileReport, Report, concise, fancy, github, json, markdown, sarif};
use twir_lint::text::Source;

mod generated;

/// By how much a stage may grow: what a compiler or the seeds of hash tables change is less.
const MOST_GROWTH: f64 = 0.03;

/// How often a stage is run, so that what happens once does not count.
const ROUNDS: usize = 5;

/// The variable that makes of this program one that only runs a stage.
const STAGE: &str = "TWIR_LINT_BENCH_STAGE";

/// The stages: the bare parse, the document with its parse, all rules, and each report of many findings.
const STAGES: [&str; 9] = ["parse", "document", "rules", "concise", "json", "fancy", "github", "sarif", "markdown"];

/// The folder that the reports take for the checkout. Paths are absolute, so that the folder in which the measure runs
/// does not count.
const ROOT: &str = "/checkout";

/// What is run before any stage: the text is made.
const TEXT: &str = "text";

/// What is run before a report is written: the findings are made.
const FINDINGS: &str = "findings";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    if let Ok(stage) = std::env::var(STAGE) {
        run(&stage)?;
        return Ok(ExitCode::SUCCESS);
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("skipped: valgrind is not to be had");
        return Ok(ExitCode::SUCCESS);
    }
    let bytes = text()?.len() * ROUNDS;
    let count = |stage: &str| count(stage).map(|count| count as f64 / bytes as f64);
    let (text, findings) = (count(TEXT)?, count(FINDINGS)?);
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for stage in STAGES {
        counts.insert(stage, count(stage)? - if is_report(stage) { findings } else { text });
    }
    let document = counts["document"];
    *counts.entry("rules").or_default() -= document;

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.txt");
    if std::env::var_os("UPDATE_INSTRUCTIONS").is_some() {
        let lines = STAGES.iter().fold(String::new(), |mut lines, stage| {
            _ = writeln!(lines, "{stage} {:.1}", counts[stage]);
            lines
        });
        std::fs::write(&file, lines)?;
    }
    compare(&counts, &file)
}

/// Prints the numbers beside those of `file`; an error where one is too large.
fn compare(counts: &BTreeMap<&str, f64>, file: &PathBuf) -> Result<ExitCode, Box<dyn Error>> {
    let accepted: BTreeMap<String, f64> = std::fs::read_to_string(file)?
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(stage, number)| Ok((stage.to_owned(), number.parse()?)))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let accepted = |stage: &str| accepted.get(stage).copied().ok_or(format!("no number for `{stage}`"));
    // Another compiler makes other code of all stages: the bare parse, of which nothing is ours, says how much.
    let scale = counts["parse"] / accepted("parse")?;
    let mut code = ExitCode::SUCCESS;
    println!("instructions for a byte   now   accepted");
    for stage in STAGES {
        let (now, most) = (counts[stage], accepted(stage)? * scale);
        let growth = now / most - 1.0;
        let word = if growth > MOST_GROWTH { "   too many" } else { "" };
        println!("{stage:20} {now:10.1} {most:10.1}   {:+.1} %{word}", growth * 100.0);
        if growth > MOST_GROWTH {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

/// Counts the instructions of this program while it runs a stage.
fn count(stage: &str) -> Result<u64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .env(STAGE, stage)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let number = said.lines().find_map(|line| line.split_once("Collected : "));
    let (_, number) = number.filter(|_| output.status.success()).ok_or_else(|| said.to_string())?;
    Ok(number.trim().parse()?)
}

fn text() -> Result<String, Box<dyn Error>> {
    let date: Date = "2026-03-04".parse()?;
    Ok(generated::issue(641, date)?)
}

fn is_report(stage: &str) -> bool {
    !matches!(stage, TEXT | "parse" | "document" | "rules")
}

/// Runs a stage [`ROUNDS`] times, or what has to be done before it.
fn run(stage: &str) -> Result<(), Box<dyn Error>> {
    let text = text()?;
    // Reports are of as many findings as there are links.
    let text = if is_report(stage) { text.replace("](https://", "](http://") } else { text };
    let path = format!("{ROOT}/draft/issue.md");
    let source = Source::new(&path, text);
    let settings = Settings::default();
    let lint = || twir_lint::lint(&source, &settings).unwrap_or_default();
    match stage {
        TEXT => {}
        "parse" => repeat(|| Parser::new(source.text()).count()),
        "document" => repeat(|| Document::parse(&source).items().len()),
        "rules" => repeat(|| lint().len()),
        _ => {
            let file = FileReport::new(Source::new(&path, source.text()), lint());
            report(stage, &Report { files: vec![file], ..Report::default() });
        }
    }
    Ok(())
}

/// Writes a report in the format that is named so.
fn report(format: &str, report: &Report) {
    let style = fancy::Style { color: true, unicode: true, width: 100, hints: true };
    let root = Path::new(ROOT);
    let write = |out: &mut Vec<u8>| match format {
        "concise" => concise::write(report, concise::Columns::Chars, out),
        "json" => json::write(report, out),
        "fancy" => fancy::write(report, style, out),
        "github" => github::write(report, root, out),
        "sarif" => sarif::write(report, root, out),
        "markdown" => markdown::write(report, root, out),
        _ => Ok(()),
    };
    repeat(|| {
        let mut out = Vec::new();
        write(&mut out).map_or(0, |()| out.len())
    });
}

fn repeat(work: impl Fn() -> usize) {
    for _ in 0..ROUNDS {
        black_box(work());
    }
}
