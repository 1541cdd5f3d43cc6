//! Owns what each way of calling the program does. `arguments` says what can be asked for, `input` finds and reads
//! the files, `fixing` and `save` put fixed ones back.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock};

use anstream::{AutoStream, ColorChoice};
use clap::CommandFactory;

use crate::archive::{Archive, History};
use crate::config;
use crate::document::Document;
use crate::guard;
use crate::issue::{Stage, issue_date};
use crate::lint;
use crate::lint::Settings;
use crate::pages::Pages;
use crate::report;
use crate::report::change::{Reason, Unchecked};
use crate::report::{
    ChangeReport, FileReport, Fixes, Report, checklist, concise, disarmed, fancy, github, json, markdown, rule_docs,
    sarif, statistics, visible,
};
use crate::rule::Level;
use crate::rule::change::Before;
use crate::rule::options::Options;
use crate::rules::find;
use crate::text::{Source, io_trouble};

mod arguments;
mod configuration;
mod fixing;
mod git;
mod input;
#[cfg(feature = "online")]
mod online;
mod revision;
mod save;

use arguments::{Arguments, Format};
use configuration::{Configurations, Ruling};
use input::Input;
use revision::Revisions;

/// Runs the program: reads the command line, does what it asks for, and says how that went.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = arguments::parse();
    let mut troubles = Troubles::default();
    let outcome = if let Some(task) = arguments.other_task() {
        print(&arguments, |out, style| write_reference(&arguments, task, out, style)).map(|()| false)
    } else if arguments.show_config {
        show_config(&arguments, &mut troubles).map(|()| false)
    } else {
        let mut report = lint(&arguments, &mut troubles);
        if arguments.applies_fixes() {
            fixing::finish(&arguments, &mut report, &mut troubles);
        }
        let has_notes = !report.notes().is_empty();
        let was_linted = !report.files.is_empty() || !troubles.is_fatal || has_notes;
        let printed = if was_linted && fixing::prints_text(&arguments, &report) {
            fixing::print_text(&arguments, &report)
        } else if was_linted {
            print(&arguments, |out, style| write_report(&arguments, &report, out, style))
        } else {
            Ok(())
        };
        if was_linted && arguments.format == Format::Github {
            add_job_summary(&report, &mut troubles);
        }
        let has_diff = || report.files.iter().any(FileReport::is_changed);
        printed.map(|()| if arguments.diff { has_diff() } else { arguments.fails_on(report.summary()) })
    };
    match outcome {
        Err(error) => troubles.error(format_args!("the report cannot be written: {error}")),
        Ok(_) if troubles.is_fatal => {}
        Ok(has_findings) => return ExitCode::from(u8::from(has_findings)),
    }
    ExitCode::from(2)
}

/// What went wrong, told on standard error as it happens.
#[derive(Debug, Default)]
struct Troubles {
    /// Whether the command could not do all of its job.
    is_fatal: bool,
}

impl Troubles {
    fn error(&mut self, message: impl Display) {
        self.is_fatal = true;
        Self::tell("error", message);
    }

    fn warning(&mut self, message: impl Display) {
        Self::tell("warning", message);
    }

    fn tell(severity: &str, message: impl Display) {
        // Nobody is left to tell that standard error is closed.
        let _ = writeln!(io::stderr(), "twir-lint: {severity}: {}", disarmed(&visible(&message.to_string())));
    }
}

/// Finds, reads and lints all inputs, several at a time. Where one cannot be linted, the others still are.
fn lint(arguments: &Arguments, troubles: &mut Troubles) -> Report {
    let mut revisions = arguments.since().map(|rev| Revisions::new(&rev));
    let (inputs, left) = input::find(arguments, revisions.as_mut(), troubles);
    let archives = Archives::new(arguments, &inputs, troubles);
    let mut before = revisions.as_mut().map(|revisions| revisions.before(&inputs)).unwrap_or_default();
    let mut change = ChangeReport::default();
    let unchecked = |(path, reason): (PathBuf, Reason)| Unchecked { path: path.display().to_string(), reason };
    change.unchecked.extend(left.into_iter().map(unchecked));
    let is_change = revisions.is_some();
    let mut tasks: Vec<Task> = Vec::with_capacity(inputs.len());
    let mut configurations = Configurations::new(arguments, revisions.as_mut());
    for input in inputs {
        let Some(ruling) = configurations.for_file(input.path.as_deref(), troubles) else { continue };
        if input.path.as_deref().is_some_and(|path| is_excluded(&ruling.config, path)) {
            if input.is_named {
                let file = ruling.file.as_deref().map(configuration::shown).unwrap_or_default();
                troubles.warning(format_args!("{}: left out, as {file} says", input.name));
            } else if is_change && arguments.paths.is_empty() {
                change.unchecked.push(Unchecked { path: input.name, reason: Reason::LeftOut });
            }
            continue;
        }
        if let Some(proposed) = &ruling.proposed {
            if !change.configuration.contains(&proposed.file) {
                change.configuration.push(proposed.file.clone());
            }
            if input.path.as_deref().is_some_and(|path| is_excluded(&proposed.config, path)) {
                change.excluded.push(input.name.clone());
            }
        }
        let before = match input.path.as_ref().and_then(|path| before.remove(path)) {
            Some(Ok(before)) => Some(before),
            Some(Err(trouble)) => {
                troubles.error(format_args!("{}: {}: {trouble}", input.name, arguments.since_option()));
                continue;
            }
            None => None,
        };
        tasks.push(Task { input, ruling, before });
    }
    #[cfg(feature = "online")]
    let (pages, opened) = online::open(&arguments.online, arguments.quiet, &mut tasks, troubles);
    #[cfg(not(feature = "online"))]
    let (pages, opened) = (Pages::default(), None);
    let past_troubles = Mutex::new(BTreeSet::new());
    let tasks: Vec<_> = tasks.into_iter().map(|task| (Mutex::new(Some(task)), OnceLock::new())).collect();
    guard::in_parallel(&tasks, |(task, result)| {
        let task = task.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        let Some(task) = task else { return };
        let linted = lint_one(arguments, task, &archives, &pages, &past_troubles);
        let _ = result.set(linted);
    });
    let mut report = Report { change: is_change.then_some(change), pages: opened, ..Report::default() };
    for result in tasks.into_iter().filter_map(|(_, result)| result.into_inner()) {
        match result {
            Ok(file) => report.files.push(file),
            Err(trouble) => troubles.error(trouble),
        }
    }
    for trouble in past_troubles.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        troubles.warning(format_args!("{trouble}; its links are not compared"));
    }
    report.files.sort_by(|a, b| a.source.path().cmp(b.source.path()));
    if report.files.is_empty()
        && report.change.iter().flat_map(|change| &change.unchecked).any(|file| file.reason == Reason::Misplaced)
    {
        troubles.error(format_args!("{}: nothing was checked of what has changed", arguments.since_option()));
    }
    report
}

/// A file to lint, and all that its verdict depends on.
struct Task {
    input: Input,
    ruling: Arc<Ruling>,
    before: Option<Before>,
}

fn is_excluded(config: &config::Config, path: &Path) -> bool {
    std::path::absolute(path).is_ok_and(|path| config.excludes(&path))
}

fn lint_one(
    arguments: &Arguments,
    Task { mut input, ruling, before }: Task,
    archives: &Archives,
    pages: &Pages,
    past_troubles: &Mutex<BTreeSet<String>>,
) -> Result<FileReport, String> {
    let bytes = input.read();
    let file = input.path.clone().filter(|_| !input.is_stdin);
    let Input { name, path, .. } = input;
    let path = path.as_deref();
    let bytes = bytes.map_err(|trouble| format!("{name}: {trouble}"))?;
    let source = Source::from_bytes(&name, bytes).map_err(|error| format!("{name}: {error}"))?;
    let stage =
        if arguments.publish || path.is_some_and(input::is_published) { Stage::Published } else { Stage::Draft };
    let lint = |source: &Source| {
        guard::guarded(|| {
            let document = Document::parse(source);
            let date = document.date();
            let date = date.or_else(|| path.and_then(issue_date));
            let (history, troubles) = match archives.for_file(path) {
                Some(archive) => archive.history(date, ruling.history_issues),
                None => (History::default(), Vec::new()),
            };
            past_troubles.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(troubles);
            let (levels, options) = (&ruling.levels, &ruling.config.options);
            let settings = Settings { stage, levels, history: &history, pages, options, before: before.as_ref() };
            lint::check(&document, &settings)
        })
    };
    let failed = |unparsable: guard::Unparsable| format!("{name}: {unparsable}");
    let tracking_parameters = &ruling.config.options.tracking_parameters;
    let (source, mut diagnostics, fixes) = if arguments.applies_fixes() {
        let before = source.to_bytes();
        let scope = lint::Scope { unsafe_fixes: arguments.unsafe_fixes, tracking_parameters };
        let lint::Fixed { source, diagnostics, applied, removed, unsettled } =
            lint::fix(source, scope, lint).map_err(failed)?;
        (source, diagnostics, Some(Fixes { before, applied, removed, unsettled }))
    } else {
        let diagnostics = lint(&source).map_err(failed)?;
        (source, diagnostics, None)
    };
    lint::preview(&source, &mut diagnostics, tracking_parameters, lint).map_err(failed)?;
    diagnostics.retain(|diagnostic| !diagnostic.is_silent);
    if let Some(proposed) = &ruling.proposed {
        for diagnostic in &mut diagnostics {
            let is_off = |rule| matches!(proposed.levels.level(rule), Level::Off | Level::Tidy);
            diagnostic.is_allowed_by_change |= find(diagnostic.rule).is_some_and(is_off);
        }
    }
    let sections = |source: &Source| guard::guarded(|| checklist::sections(&Document::parse(source)));
    let sections = if arguments.publish { sections(&source).map_err(failed)? } else { Vec::new() };
    let unshown = report::limit(&mut diagnostics);
    Ok(FileReport { path: file, source, diagnostics, unshown, fixes, sections })
}

/// Prints what holds for the first path, or for the current folder, as a configuration file.
fn show_config(arguments: &Arguments, troubles: &mut Troubles) -> io::Result<()> {
    let path = arguments.paths.first().or(arguments.stdin_filename.as_ref()).filter(|path| path.as_os_str() != "-");
    let mut configurations = Configurations::new(arguments, None);
    let ruling = match path {
        Some(path) if path.is_dir() => {
            configurations.for_folder(&std::path::absolute(path).unwrap_or_else(|_| path.clone()), troubles)
        }
        path => configurations.for_file(path.map(PathBuf::as_path), troubles),
    };
    let Some(ruling) = ruling else { return Ok(()) };
    if let (Some(output), Some(file)) = (&arguments.output_file, &ruling.file)
        && input::is_same(output, file)
    {
        troubles.error(format_args!("--output-file {}: it is the configuration; name another file", output.display()));
        return Ok(());
    }
    print(arguments, |out, _| {
        match &ruling.file {
            Some(file) => {
                let file = configuration::shown(file);
                writeln!(out, "# {}, and what is built in", disarmed(&visible(&file)))?;
            }
            None => writeln!(out, "# what is built in: there is no {}", config::FILE_NAME)?,
        }
        let options = Options { history_issues: ruling.history_issues, ..ruling.config.options.clone() };
        config::show(&ruling.levels, &options, &ruling.config.exclude, out)
    })
}

/// The folders of earlier issues, each opened once.
#[derive(Debug, Default)]
struct Archives {
    by_folder: BTreeMap<PathBuf, Archive>,
    /// `--history`, which holds for every file.
    chosen: Option<PathBuf>,
}

impl Archives {
    fn new(arguments: &Arguments, inputs: &[Input], troubles: &mut Troubles) -> Self {
        let mut archives = Self { chosen: arguments.history.clone(), ..Self::default() };
        if let Some(folder) = &arguments.history {
            match Archive::open(folder) {
                Ok(archive) => _ = archives.by_folder.insert(folder.clone(), archive),
                Err(error) => troubles.error(format_args!("--history {}: {}", folder.display(), io_trouble(&error))),
            }
            return archives;
        }
        let folders: BTreeSet<_> =
            inputs.iter().filter_map(|input| input::history_folder(input.path.as_deref()?)).collect();
        for folder in folders {
            // A checkout without published issues is no fault of who lints a draft.
            match Archive::open(&folder) {
                Ok(archive) => _ = archives.by_folder.insert(folder, archive),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    let trouble = io_trouble(&error);
                    troubles.warning(format_args!(
                        "{}: {trouble}; nothing is compared with earlier issues",
                        folder.display()
                    ));
                }
            }
        }
        archives
    }

    fn for_file(&self, path: Option<&Path>) -> Option<&Archive> {
        match &self.chosen {
            Some(folder) => self.by_folder.get(folder),
            None => self.by_folder.get(&input::history_folder(path?)?),
        }
    }
}

/// Something else to do than linting.
#[derive(Clone, Copy, Debug)]
enum OtherTask {
    Explain(&'static crate::rule::Rule),
    ListRules,
    Completions(clap_complete::Shell),
}

fn write_reference(arguments: &Arguments, task: OtherTask, out: &mut dyn Write, style: fancy::Style) -> io::Result<()> {
    match task {
        OtherTask::Explain(rule) => rule_docs::explain(rule, style, out),
        OtherTask::ListRules if arguments.format == Format::Json => rule_docs::list_json(out),
        OtherTask::ListRules => rule_docs::list(out),
        OtherTask::Completions(shell) => {
            // The generator panics where it cannot write, so it gets a buffer.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "twir-lint", &mut script);
            out.write_all(&script)
        }
    }
}

fn write_report(arguments: &Arguments, report: &Report, out: &mut dyn Write, style: fancy::Style) -> io::Result<()> {
    let style = fancy::Style { hints: !arguments.quiet, ..style };
    match (arguments.format, arguments.statistics) {
        (Format::Json, true) => return statistics::write_json(report, out),
        (Format::Json, false) => return json::write(report, out),
        (Format::Concise, false) => return concise::write(report, out),
        (Format::Github, _) => return github::write(report, &input::root(), out),
        (Format::Sarif, _) => return sarif::write(report, &input::root(), out),
        (Format::Markdown, _) => return markdown::write(report, &input::root(), out),
        (Format::Fancy | Format::Concise, true) => statistics::write(report, out)?,
        (Format::Fancy, false) => fancy::write(report, style, out)?,
    }
    if !arguments.quiet {
        write_summary(arguments, report, out, style)?;
    }
    concise::write_notes(report, out)
}

/// What is said to people below the findings.
fn write_summary(arguments: &Arguments, report: &Report, out: &mut dyn Write, style: fancy::Style) -> io::Result<()> {
    if let Some(fixed) = report.fixed_sentence() {
        writeln!(out, "{fixed}")?;
    }
    if report.files.is_empty() && report.notes().iter().any(|note| note.is_warning) {
        return Ok(());
    }
    if let Some(rev) = arguments.since().filter(|_| report.files.is_empty() && arguments.paths.is_empty()) {
        return writeln!(out, "No issue has changed since {}.", disarmed(&visible(&rev)));
    }
    // A pasted line with nothing to say of it: nothing is said.
    let is_silent = report.diagnostics().next().is_none() && report.files.iter().all(|file| file.path.is_none());
    if !is_silent || arguments.publish {
        writeln!(out, "{}", disarmed(&report.sentence()))?;
    }
    if arguments.publish && !arguments.statistics && arguments.format == Format::Fancy {
        checklist::write(report, style, out)?;
    }
    Ok(())
}

/// Adds the report to the summary of the job, where GitHub Actions has one. Its annotations do not need it.
fn add_job_summary(report: &Report, troubles: &mut Troubles) {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return };
    let mut text = Vec::new();
    let file = std::fs::OpenOptions::new().append(true).create(true).open(&path);
    let written = file.and_then(|mut file| {
        markdown::write(report, &input::root(), &mut text)?;
        file.write_all(&text)
    });
    if let Err(error) = written {
        let path = Path::new(&path).display();
        troubles.warning(format_args!("GITHUB_STEP_SUMMARY={path}: {error}; the job has no summary"));
    }
}

/// Lets `write` write to standard output, or to the file that is to be written. A reader who has seen enough and closed
/// the pipe is no error.
fn print(arguments: &Arguments, write: impl FnOnce(&mut dyn Write, fancy::Style) -> io::Result<()>) -> io::Result<()> {
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
fn color_choice(arguments: &Arguments, out: &impl anstream::stream::RawStream) -> ColorChoice {
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
