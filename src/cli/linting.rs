//! Owns the way of the files through the linter: what each is judged by, several at a time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use super::archives::Archives;
use super::arguments::{Arguments, Format};
use super::configuration::{self, Configurations};
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
use crate::lint::{self, Settings};
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
    let paths: Vec<PathBuf> = inputs.iter().filter_map(|input| input.path.clone()).collect();
    let mut before = revisions.as_mut().map(|revisions| revisions.before(&paths)).unwrap_or_default();
    let mut change = ChangeReport::default();
    let unchecked = |(path, reason): (PathBuf, Reason)| Unchecked { path: path.display().to_string(), reason };
    change.unchecked.extend(left.into_iter().map(unchecked));
    let is_change = revisions.is_some();
    let mut tasks: Vec<Task> = Vec::with_capacity(inputs.len());
    let judge = revisions.as_mut().filter(|_| !arguments.trust_change);
    let mut configurations = Configurations::new(arguments, judge);
    for input in inputs {
        let Some(ruling) = configurations.for_file(input.path.as_deref(), troubles) else { continue };
        if input.path.as_deref().is_some_and(|path| is_excluded(&ruling.config, path)) {
            if input.is_named {
                let file = ruling.file.as_deref().map(configuration::shown).unwrap_or_default();
                troubles.warning(format_args!("{}: excluded by {file}", input.name));
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
    if let Some(revisions) = &revisions {
        (change.since, change.is_itself) = (revisions.name().to_owned(), revisions.is_itself());
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
        troubles.error(format_args!("{}: none of the changed files was checked", arguments.since_option()));
    }
    report
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
    let judge = |document: &Document<'_>| {
        let date = document.date().or_else(|| path.and_then(issue_date));
        let (history, troubles) = match archives.for_file(path) {
            Some(archive) => archive.history(date, ruling.history_issues),
            None => (History::default(), Vec::new()),
        };
        past_troubles.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(troubles);
        let (levels, options) = (&ruling.levels, &ruling.config.options);
        let settings = Settings { stage, levels, history: &history, pages, options, before: before.as_ref() };
        lint::check(document, &settings)
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
    let hunks = (arguments.format == Format::Review).then(|| {
        let old = before.as_ref().and_then(|before| before.source.as_ref()).map(Source::to_bytes).unwrap_or_default();
        diff::hunks(&old, &source.to_bytes())
    });
    let fail_on = arguments.fail_on(ruling.config.fail_on);
    Ok(FileReport { path: file, source, diagnostics, unshown, fixes, hunks, sections, fail_on })
}
