//! Owns the way of the files through the linter: what each is judged by, several at a time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use super::archives::Archives;
use super::arguments::{Arguments, Format};
use super::configuration::{self, Configurations, Ruling};
use super::find;
use super::input::Input;
#[cfg(feature = "online")]
use super::online;
use super::task::Task;
use super::troubles::Troubles;
use crate::archive::History;
use crate::config;
use crate::document::Document;
use crate::guard;
use crate::issue::{Stage, is_published, issue_date};
use crate::lint::{self, Settings, Wanted};
use crate::pages::Pages;
use crate::report;
use crate::report::change::{Reason, Unchecked};
use crate::report::{ChangeReport, FileReport, Fixes, Report, checklist, diff};
use crate::revision::Revisions;
use crate::rule::Level;
use crate::rules;
use crate::text::Source;

/// Finds, reads and lints all inputs, several at a time. Where one cannot be linted, the others still are.
pub(super) fn lint(arguments: &Arguments, troubles: &mut Troubles) -> Report {
    let mut revisions = arguments.since().map(|rev| Revisions::new(rev.name()));
    let (inputs, left) = find::find(arguments, revisions.as_mut(), troubles);
    let archives = Archives::new(arguments, &inputs, troubles);
    let unchecked = |(path, reason): (PathBuf, Reason)| Unchecked { path: path.display().to_string(), reason };
    let mut change = ChangeReport { unchecked: left.into_iter().map(unchecked).collect(), ..ChangeReport::default() };
    #[cfg_attr(not(feature = "online"), expect(unused_mut, reason = "only pages that are opened change a task"))]
    let mut tasks = tasks(arguments, inputs, revisions.as_mut(), &mut change, troubles);
    #[cfg(feature = "online")]
    let (pages, opened) = online::open(&arguments.online, arguments.quiet, &mut tasks, troubles);
    #[cfg(not(feature = "online"))]
    let (pages, opened) = (Pages::default(), None);
    let files = lint_all(arguments, tasks, &archives, &pages, troubles);
    let change = revisions.map(|revisions| ChangeReport {
        since: revisions.name().to_owned(),
        is_itself: revisions.is_itself(),
        ..change
    });
    let is_misplaced = |file: &Unchecked| file.reason == Reason::Misplaced;
    if files.is_empty() && change.iter().flat_map(|change| &change.unchecked).any(is_misplaced) {
        troubles.error(format_args!("{}: none of the changed files was checked", arguments.since_option()));
    }
    Report { files, change, pages: opened }
}

/// Finds what each input is judged by. Of an input that is not linted, `change` or `troubles` get to know.
fn tasks(
    arguments: &Arguments,
    inputs: Vec<Input>,
    mut revisions: Option<&mut Revisions>,
    change: &mut ChangeReport,
    troubles: &mut Troubles,
) -> Vec<Task> {
    let paths: Vec<PathBuf> = inputs.iter().filter_map(|input| input.path.clone()).collect();
    let mut before = revisions.as_deref_mut().map(|revisions| revisions.before(&paths)).unwrap_or_default();
    let are_changed_files = revisions.is_some() && arguments.paths.is_empty();
    let judge = revisions.filter(|_| !arguments.trust_change);
    let mut configurations = Configurations::new(arguments, judge);
    let mut tasks = Vec::with_capacity(inputs.len());
    for input in inputs {
        let Some(ruling) = configurations.for_file(input.path.as_deref(), troubles) else { continue };
        if input.path.as_deref().is_some_and(|path| is_excluded(&ruling.config, path)) {
            if input.is_named {
                let file = ruling.file.as_deref().map(configuration::shown).unwrap_or_default();
                troubles.warning(format_args!("{}: excluded by {file}", input.name));
            } else if are_changed_files {
                change.unchecked.push(Unchecked { path: input.name, reason: Reason::LeftOut });
            }
            continue;
        }
        note_proposed(&ruling, &input, change);
        match input.path.as_ref().and_then(|path| before.remove(path)).transpose() {
            Ok(before) => tasks.push(Task { input, ruling, before }),
            Err(trouble) => {
                troubles.error(format_args!("{}: {}: {trouble}", input.name, arguments.since_option()));
            }
        }
    }
    tasks
}

/// Notes that the change brings a configuration of its own, and whether that excludes an input.
fn note_proposed(ruling: &Ruling, input: &Input, change: &mut ChangeReport) {
    let Some(proposed) = &ruling.proposed else { return };
    if !change.configuration.contains(&proposed.file) {
        change.configuration.push(proposed.file.clone());
    }
    if input.path.as_deref().is_some_and(|path| is_excluded(&proposed.config, path)) {
        change.excluded.push(input.name.clone());
    }
}

/// Lints the files, several at a time, and gives what was found in those that can be linted, by path.
fn lint_all(
    arguments: &Arguments,
    tasks: Vec<Task>,
    archives: &Archives,
    pages: &Pages,
    troubles: &mut Troubles,
) -> Vec<FileReport> {
    let past_troubles = Mutex::new(BTreeSet::new());
    let tasks: Vec<_> = tasks.into_iter().map(|task| (Mutex::new(Some(task)), OnceLock::new())).collect();
    guard::in_parallel(&tasks, |(task, result)| {
        let task = task.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        let Some(task) = task else { return };
        let linted = lint_one(arguments, task, archives, pages, &past_troubles);
        let _ = result.set(linted);
    });
    let mut files = Vec::with_capacity(tasks.len());
    for result in tasks.into_iter().filter_map(|(_, result)| result.into_inner()) {
        match result {
            Ok(file) => files.push(file),
            Err(trouble) => troubles.error(trouble),
        }
    }
    for trouble in past_troubles.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        troubles.warning(format_args!("{trouble}; its links are not compared"));
    }
    files.sort_by(|a, b| a.source.path().cmp(b.source.path()));
    files
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
    let stage = if arguments.publish || path.is_some_and(is_published) { Stage::Published } else { Stage::Draft };
    let judge = |wanted: Wanted, document: &Document<'_>| {
        let date = document.date().or_else(|| path.and_then(issue_date));
        let (history, troubles) = match archives.for_file(path) {
            Some(archive) => archive.history(date, ruling.history_issues),
            None => (History::default(), Vec::new()),
        };
        past_troubles.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(troubles);
        let (levels, options) = (&ruling.levels, &ruling.config.options);
        let settings = Settings { stage, levels, history: &history, pages, options, before: before.as_ref() };
        lint::check_for(wanted, document, &settings)
    };
    let tracking_parameters = &ruling.config.options.tracking_parameters;
    let scope = lint::Scope { unsafe_fixes: arguments.unsafe_fixes, tracking_parameters };
    let scope = arguments.applies_fixes().then_some(scope);
    let before_fixes = scope.is_some().then(|| source.to_bytes());
    let look = |document: &Document<'_>| if arguments.publish { checklist::sections(document) } else { Vec::new() };
    let (fixed, sections) = lint::run(source, scope, tracking_parameters, judge, look)
        .map_err(|unparsable| format!("{name}: {unparsable}"))?;
    let lint::Fixed { source, mut diagnostics, applied, removed, unsettled } = fixed;
    let fixes = before_fixes.map(|before| Fixes { before, applied, removed, unsettled });
    if let Some(proposed) = &ruling.proposed {
        for diagnostic in &mut diagnostics {
            let is_off = |rule| matches!(proposed.levels.level(rule), Level::Off | Level::Tidy);
            diagnostic.is_allowed_by_change |= rules::find(diagnostic.rule).is_some_and(is_off);
        }
    }
    diagnostics.retain(|diagnostic| !(arguments.trust_change && diagnostic.is_allowed_by_change));
    let unshown = report::limit(&mut diagnostics);
    let hunks = (arguments.format == Some(Format::Review)).then(|| {
        let old = before.as_ref().and_then(|before| before.source.as_ref()).map(Source::to_bytes).unwrap_or_default();
        diff::hunks(&old, &source.to_bytes())
    });
    let fail_on = arguments.fail_on(ruling.config.fail_on);
    Ok(FileReport { path: file, source, diagnostics, unshown, fixes, hunks, sections, fail_on })
}
