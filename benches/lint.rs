//! How much more than the bare Markdown parse a lint costs, on the same text, as ratios.
//!
//! Absolute times say little about another machine; the ratio of two runs in turn does. The text is generated, in
//! the proportions of a real issue; `TWIR_LINT_BENCH` names a folder of issues to measure on instead.

use std::error::Error;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use pulldown_cmark::Parser;
use twir_lint::archive;
use twir_lint::archive::{Archive, History};
use twir_lint::document::Document;
use twir_lint::issue::Stage;
use twir_lint::lint;
use twir_lint::lint::{Levels, Settings};
use twir_lint::pages::Pages;
use twir_lint::report::{FileReport, Report, concise, fancy, github, json, markdown, sarif};
use twir_lint::rule::options::Options;
use twir_lint::text::Source;

mod generated;

const ROUNDS: usize = 60;

fn main() -> Result<(), Box<dyn Error>> {
    if let Ok(what) = std::env::var(PARSE_ONLY) {
        return parse_only(&what);
    }
    let generated = tempfile::tempdir()?;
    let folder = std::env::var_os("TWIR_LINT_BENCH").map(std::path::PathBuf::from);
    let folder = match &folder {
        Some(folder) => folder.as_path(),
        None => {
            write_issues(generated.path())?;
            generated.path()
        }
    };
    let issues = archive::issues_in(folder)?;
    let (date, path) = issues.last().ok_or("no issues to measure on")?;
    let text = std::fs::read_to_string(path)?;
    let texts: Vec<String> =
        issues.iter().rev().take(26).map(|(_, path)| std::fs::read_to_string(path)).collect::<Result<_, _>>()?;
    let levels = Levels::default();
    let (no_history, source) = (History::default(), Source::new("issue.md", text.as_str()));
    let options = Options::default();
    let settings = |history| Settings {
        stage: Stage::Draft,
        levels: &levels,
        history,
        pages: Pages::none(),
        options: &options,
        before: None,
    };

    println!("one issue of {} bytes, and {} issues together; medians of {ROUNDS} rounds", text.len(), texts.len());
    let bare = || Parser::new(&text).count();
    ratio("Document::parse / bare parse", || Document::parse(&source).items().len(), bare);
    ratio("lint / bare parse", || lint::lint(&source, &settings(&no_history)).map_or(0, |found| found.len()), bare);
    ratio(
        "lint with its history / bare parse of all of them",
        || with_history(folder, *date, &source, &levels),
        || texts.iter().map(|text| Parser::new(text).count()).sum(),
    );
    reports(&source, &levels, &options);
    whole_runs(&issues)
}

/// What each report of many findings costs, beside the lint that found them.
fn reports(source: &Source, levels: &Levels, options: &Options) {
    let faulty = source.text().replace("](https://", "](http://");
    let (faulty, history) = (Source::new("issue.md", faulty), History::default());
    let settings =
        Settings { stage: Stage::Draft, levels, history: &history, pages: Pages::none(), options, before: None };
    let lint = || lint::lint(&faulty, &settings).unwrap_or_default();
    let (count, diagnostics) = (lint().len(), lint());
    let copy = Source::new("issue.md", faulty.text());
    let file = FileReport::new(copy, diagnostics);
    let report = Report { files: vec![file], ..Report::default() };
    let style = fancy::Style { color: true, unicode: true, width: 100, hints: true };
    let root = Path::new(".");
    type Write<'a> = &'a dyn Fn(&mut Vec<u8>) -> std::io::Result<()>;
    let writers: [(&str, Write<'_>); 6] = [
        ("concise", &|out| concise::write(&report, concise::Columns::Chars, out)),
        ("json", &|out| json::write(&report, out)),
        ("fancy", &|out| fancy::write(&report, style, out)),
        ("github", &|out| github::write(&report, root, out)),
        ("sarif", &|out| sarif::write(&report, root, out)),
        ("markdown", &|out| markdown::write(&report, root, out)),
    ];
    for (name, write) in writers {
        let written = || {
            let mut out = Vec::new();
            write(&mut out).map_or(0, |()| out.len())
        };
        ratio(&format!("{name} report of {count} findings / lint"), written, || lint().len());
    }
}

/// The program over several hundred issues, beside programs that only read and parse them, on as many threads.
///
/// Each folder of issues is linted under several names, so that every issue keeps its date.
fn whole_runs(issues: &[(Date, PathBuf)]) -> Result<(), Box<dyn Error>> {
    let parent = tempfile::tempdir()?;
    let mut folders = Vec::new();
    while folders.len() * issues.len() < MANY {
        let folder = parent.path().join(folders.len().to_string());
        std::fs::create_dir(&folder)?;
        for (date, path) in issues {
            std::fs::copy(path, folder.join(file_name(*date)))?;
        }
        folders.push(folder);
    }
    let output = |mut program: Command| program.output().map_or(0, |output| output.stdout.len());
    let lint = || {
        let mut program = Command::new(env!("CARGO_BIN_EXE_twir-lint"));
        program.args(["--no-config", "--statistics"]).args(&folders);
        output(program)
    };
    let itself = std::env::current_exe()?;
    for (what, name) in
        [(BARE, "the program over many / bare parse"), (DOCUMENT, "the program over many / Document::parse")]
    {
        let parse = || {
            let mut program = Command::new(&itself);
            program.env(PARSE_ONLY, what).args(&folders);
            output(program)
        };
        ratio(&format!("{name} of {} issues", folders.len() * issues.len()), lint, parse);
    }
    Ok(())
}

/// Issues that are many, at least.
const MANY: usize = 300;

/// The variable that makes of this benchmark a program that only parses, and how.
const PARSE_ONLY: &str = "TWIR_LINT_BENCH_PARSE_ONLY";
const BARE: &str = "bare";
const DOCUMENT: &str = "document";

/// Reads and parses all issues of the folders that the command line names.
fn parse_only(what: &str) -> Result<(), Box<dyn Error>> {
    let mut paths = Vec::new();
    for folder in std::env::args_os().skip(1).filter(|argument| Path::new(argument).is_dir()) {
        paths.extend(archive::issues_in(Path::new(&folder))?.into_iter().map(|(_, path)| path));
    }
    let (next, total) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let parse = |text: String| match what {
        BARE => Parser::new(&text).count(),
        _ => Document::parse(&Source::new("issue.md", text)).items().len(),
    };
    let worker = || {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            total.fetch_add(std::fs::read_to_string(path).map_or(0, parse), Ordering::Relaxed);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(worker);
        }
    });
    println!("{}", total.into_inner());
    Ok(())
}

fn with_history(folder: &Path, date: Date, source: &Source, levels: &Levels) -> usize {
    let history = Archive::open(folder).map(|archive| archive.history(Some(date), 25).0).unwrap_or_default();
    let options = Options::default();
    let settings = Settings {
        stage: Stage::Draft,
        levels,
        history: &history,
        pages: Pages::none(),
        options: &options,
        before: None,
    };
    lint::lint(source, &settings).map_or(0, |found| found.len())
}

/// Measures `work` and `base` in turn, so that both meet the same moods of the machine.
fn ratio(name: &str, work: impl Fn() -> usize, base: impl Fn() -> usize) {
    let time = |run: &dyn Fn() -> usize| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    };
    let (mut works, mut bases): (Vec<Duration>, Vec<Duration>) =
        (0..ROUNDS).map(|_| (time(&work), time(&base))).unzip();
    works.sort();
    bases.sort();
    let (work, base) = (works[ROUNDS / 2], bases[ROUNDS / 2]);
    println!("{name:58} {:5.2}   ({work:.0?} / {base:.0?})", work.as_secs_f64() / base.as_secs_f64());
}

fn file_name(date: Date) -> String {
    format!("{date}-this-week-in-rust.md")
}

/// Writes 26 issues, a week apart.
fn write_issues(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut date: Date = "2025-07-02".parse()?;
    for number in 606..632 {
        std::fs::write(folder.join(file_name(date)), generated::issue(number, date)?)?;
        date = date.tomorrow()?.saturating_add(jiff::Span::new().days(6));
    }
    Ok(())
}
