//! Owns where the results go: standard output with its terminal, a file, the summary of a job.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use clap::CommandFactory;

use super::arguments::{Arguments, Format, OtherTask};
use super::place::root;
use super::save;
use super::troubles::Troubles;
use crate::report::{
    Report, checklist, concise, disarmed, fancy, github, grouped, json, markdown, rdjson, review, rule_docs, sarif,
    statistics, visible,
};

pub(super) fn write_reference(
    arguments: &Arguments,
    task: OtherTask,
    out: &mut dyn Write,
    style: fancy::Style,
) -> io::Result<()> {
    match task {
        OtherTask::Explain(rules) => match rules.as_slice() {
            [rule] => rule_docs::explain(rule, style, out),
            rules => rule_docs::explain_briefly(rules, style, out),
        },
        OtherTask::ListRules if arguments.format == Some(Format::Json) => rule_docs::list_json(out),
        OtherTask::ListRules => rule_docs::list(style, out),
        OtherTask::Completions(shell) => {
            // The generator panics where it cannot write, so it gets a buffer.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "twir-lint", &mut script);
            out.write_all(&script)
        }
        OtherTask::ManPage => clap_mangen::Man::new(Arguments::command()).render(out),
    }
}

/// Findings that are framed one by one, where nobody says how to write them: more are not read but looked through.
const MOST_FRAMED: usize = 10;

pub(super) fn write_report(
    arguments: &Arguments,
    report: &Report,
    out: &mut dyn Write,
    style: fancy::Style,
) -> io::Result<()> {
    let style = fancy::Style { hints: !arguments.quiet, ..style };
    let format = arguments.format.unwrap_or(match report.diagnostics().count() {
        ..=MOST_FRAMED => Format::Fancy,
        _ => Format::Grouped,
    });
    match (format, arguments.statistics) {
        (Format::Json, true) => return statistics::write_json(report, out),
        (Format::Json, false) => return json::write(report, out),
        (Format::Concise, false) => return concise::write(report, arguments.columns.into(), out),
        (Format::Github, _) => return github::write(report, &root(), out),
        (Format::Sarif, _) => return sarif::write(report, &root(), out),
        (Format::Markdown, _) => return markdown::write(report, &root(), out),
        (Format::Review, _) => return review::write(report, &root(), out),
        (Format::Rdjson, _) => return rdjson::write(report, &root(), out),
        (Format::Fancy | Format::Grouped | Format::Concise, true) => statistics::write(report, out)?,
        (Format::Grouped, false) => grouped::write(report, style, out)?,
        (Format::Fancy, false) => fancy::write(report, style, out)?,
    }
    if !arguments.quiet {
        write_summary(arguments, report, out, style, format)?;
    }
    concise::write_notes(report, out)
}

/// What is said to people below the findings.
fn write_summary(
    arguments: &Arguments,
    report: &Report,
    out: &mut dyn Write,
    style: fancy::Style,
    format: Format,
) -> io::Result<()> {
    if let Some(fixed) = report.fixed_sentence() {
        writeln!(out, "{fixed}")?;
    }
    if report.files.is_empty() && report.notes().iter().any(|note| note.is_warning) {
        return Ok(());
    }
    if let Some(change) = report.change.as_ref().filter(|_| report.files.is_empty() && arguments.paths.is_empty()) {
        return writeln!(out, "No issue has changed since {}.", disarmed(&visible(&change.since)));
    }
    // A pasted line with nothing to say of it: nothing is said.
    let is_silent = report.diagnostics().next().is_none() && report.files.iter().all(|file| file.path.is_none());
    if !is_silent || arguments.publish {
        writeln!(out, "{}", disarmed(&report.sentence()))?;
    }
    if arguments.publish && !arguments.statistics && matches!(format, Format::Fancy | Format::Grouped) {
        checklist::write(report, style, out)?;
    }
    Ok(())
}

/// Adds the report to the summary of the job, where GitHub Actions has one. Its annotations do not need it.
pub(super) fn add_job_summary(report: &Report, troubles: &mut Troubles) {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return };
    let mut text = Vec::new();
    let file = std::fs::OpenOptions::new().append(true).create(true).open(&path);
    let written = file.and_then(|mut file| {
        markdown::write(report, &root(), &mut text)?;
        file.write_all(&text)
    });
    if let Err(error) = written {
        let path = Path::new(&path).display();
        troubles.warning(format_args!("GITHUB_STEP_SUMMARY={path}: {error}; the job has no summary"));
    }
}

/// Lets `write` write to standard output, or to the file that is to be written. A reader who has seen enough and closed
/// the pipe is no error.
pub(super) fn print(
    arguments: &Arguments,
    write: impl FnOnce(&mut dyn Write, fancy::Style) -> io::Result<()>,
) -> io::Result<()> {
    if let Some(file) = &arguments.output_file {
        let color = ColorChoice::from(arguments.color) == ColorChoice::Always;
        let mut report = Vec::new();
        write(&mut report, fancy::Style { color, unicode: true, width: NO_TERMINAL, hints: true })?;
        return save::write(file, &report)
            .map_err(|trouble| io::Error::other(format!("{}: {trouble}", file.display())));
    }
    let stdout = io::stdout().lock();
    let choice = color_choice(arguments, &stdout);
    let style = fancy::Style {
        color: choice != ColorChoice::Never,
        unicode: supports_unicode::on(supports_unicode::Stream::Stdout),
        width: terminal_width(stdout.is_terminal()),
        hints: true,
    };
    // What is written without colour has nothing that would have to be taken out of it.
    let stdout: &mut dyn Write =
        if choice == ColorChoice::Never { &mut { stdout } } else { &mut AutoStream::new(stdout, choice) };
    let mut out = io::BufWriter::with_capacity(1 << 16, stdout);
    match write(&mut out, style).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Whether to colour what goes to `out`: as was asked for, or as the terminal and its variables want it.
pub(super) fn color_choice(arguments: &Arguments, out: &impl anstream::stream::RawStream) -> ColorChoice {
    match arguments.color.into() {
        ColorChoice::Auto => AutoStream::choice(out),
        choice => choice,
    }
}

/// Columns to write for where there is no terminal.
const NO_TERMINAL: usize = 100;

/// Columns to write for: not so few that nothing fits, not so many that a line is hard to read.
fn terminal_width(is_terminal: bool) -> usize {
    match terminal_size::terminal_size_of(io::stdout()) {
        Some((width, _)) if is_terminal => usize::from(width.0).clamp(60, 120),
        _ => NO_TERMINAL,
    }
}
