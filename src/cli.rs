//! Owns the command line and what each way of calling it does.

use crate::{
    history::{History, issue_date},
    linter::{self, Levels, Settings},
    report::{FileReport, Report},
    rule::Stage,
    source::Source,
};
use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[arg(long, default_value = "concise")]
    format: String,
    #[arg(long)]
    no_config: bool,
    #[arg(long)]
    history: Option<PathBuf>,
    #[arg(long)]
    publish: bool,
    paths: Vec<PathBuf>,
}

/// Runs the program.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let mut report = Report::default();
    for path in &arguments.paths {
        let bytes = if path.as_os_str() == "-" {
            let mut v = Vec::new();
            std::io::Read::read_to_end(&mut std::io::stdin(), &mut v).ok();
            v
        } else {
            std::fs::read(path).unwrap()
        };
        let source = Source::from_bytes(path.display().to_string(), bytes).unwrap();
        let history = match (&arguments.history, issue_date(path)) {
            (Some(folder), Some(date)) => History::read(folder, date, 25).unwrap().0,
            _ => History::default(),
        };
        let stage = if arguments.publish || path.components().any(|c| c.as_os_str() == "content") {
            Stage::Published
        } else {
            Stage::Draft
        };
        let levels = Levels::default();
        let diagnostics = linter::lint(&source, &Settings { stage, levels: &levels, history: &history }).unwrap();
        report.files.push(FileReport { source, diagnostics });
    }
    let out = &mut std::io::stdout().lock();
    if arguments.format == "json" {
        crate::report::json::write(&report, out).unwrap()
    } else {
        crate::report::concise::write(&report, out).unwrap()
    }
    ExitCode::from(u8::from(report.summary().errors > 0))
}
