//! Owns `--online`: which pages the command line asks to be opened, what is shown meanwhile, and what is said of those
//! that could not be checked.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use indicatif::{ProgressBar, ProgressStyle};

use super::arguments::online::{OnlineArguments, Scope};
use super::task::Task;
use super::troubles::Troubles;
use crate::online::{self, Cache, Settings};
use crate::pages::{Outcome, Pages};
use crate::report::{PagesReport, disarmed, visible};
use crate::text::Source;

/// What is known of the pages of all tasks, and what there is to say of those that could not be checked.
pub(super) fn open(
    arguments: &OnlineArguments,
    is_quiet: bool,
    tasks: &mut [Task],
    troubles: &mut Troubles,
) -> (Pages, Option<PagesReport>) {
    let Some(scope) = arguments.online else { return (Pages::default(), None) };
    let scope = match scope {
        Scope::Entries => online::Scope::Entries,
        Scope::All => online::Scope::All,
    };
    let mut addresses = Vec::new();
    let mut seen = BTreeSet::new();
    for task in tasks {
        let Some(text) = task.input.peek().map(<[u8]>::to_vec) else { continue };
        let Ok(source) = Source::from_bytes(&task.input.name, text) else { continue };
        let before = task.before.as_ref().and_then(|before| before.source.as_ref());
        let found = online::wanted(&source, scope, before);
        addresses.extend(found.unwrap_or_default().into_iter().filter(|address| seen.insert(address.clone())));
    }
    let outcomes = outcomes(arguments, is_quiet, &addresses, troubles);
    let report = PagesReport::new(&outcomes);
    if arguments.verbose {
        list_unchecked(&report);
    }
    let mut pages = Pages::default();
    for (address, outcome) in outcomes {
        pages.insert(&address, outcome);
    }
    (pages, Some(report))
}

/// What becomes of each address: known from an earlier run, or asked for.
fn outcomes(
    arguments: &OnlineArguments,
    is_quiet: bool,
    addresses: &[String],
    troubles: &mut Troubles,
) -> Vec<(String, Outcome)> {
    let cache = arguments.cache_dir.clone().or_else(Cache::default_folder).map(|folder| Cache::new(&folder));
    let mut known = BTreeMap::new();
    if let Some(cache) = cache.as_ref().filter(|_| !arguments.refresh) {
        match cache.read(addresses, SystemTime::now()) {
            Ok(found) => known.extend(found),
            Err(trouble) => troubles.warning(format_args!("{trouble}; all pages are opened again")),
        }
    }
    let unknown: Vec<String> = addresses.iter().filter(|address| !known.contains_key(*address)).cloned().collect();
    let settings = Settings {
        time: arguments.online_timeout,
        allows_private: arguments.online_private,
        github_token: std::env::var("GITHUB_TOKEN").ok().filter(|token| !token.is_empty()),
        ..Settings::default()
    };
    let progress = Progress::begin(if is_quiet { 0 } else { unknown.len() });
    let interruption = Interruption::notice();
    let opened = online::open(&unknown, &settings, &interruption.is_there, &mut |done| progress.show(done));
    drop(interruption);
    progress.end();
    if let Some(cache) = &cache
        && let Err(trouble) = cache.write(&opened, SystemTime::now())
    {
        troubles.warning(format_args!("{trouble}; the pages are not cached"));
    }
    known.extend(opened);
    // In the order of the texts, whatever came first.
    addresses.iter().filter_map(|address| known.remove_entry(address)).collect()
}

/// While there is one, an interruption by the user is noted: the first time, what is known is told; the second ends the
/// program.
struct Interruption {
    is_there: Arc<AtomicBool>,
    #[cfg(unix)]
    handlers: Vec<signal_hook::SigId>,
}

impl Interruption {
    fn notice() -> Self {
        let is_there = Arc::new(AtomicBool::new(false));
        #[cfg(unix)]
        {
            use signal_hook::{consts::SIGINT, flag};
            // Where the system does not allow it, an interruption ends the program as ever.
            let handlers = [
                flag::register_conditional_default(SIGINT, Arc::clone(&is_there)),
                flag::register(SIGINT, Arc::clone(&is_there)),
            ];
            Self { is_there, handlers: handlers.into_iter().flatten().collect() }
        }
        #[cfg(not(unix))]
        Self { is_there }
    }
}

#[cfg(unix)]
impl Drop for Interruption {
    fn drop(&mut self) {
        // Whoever writes files decides what becomes of signals meanwhile.
        for handler in &self.handlers {
            signal_hook::low_level::unregister(*handler);
        }
    }
}

/// Shows how far the run is: a bar on a terminal, else one line.
struct Progress(Option<ProgressBar>);

impl Progress {
    fn begin(count: usize) -> Self {
        if count == 0 {
            return Self(None);
        }
        if !io::stderr().is_terminal() {
            let pages = if count == 1 { "page" } else { "pages" };
            let _ = writeln!(io::stderr(), "twir-lint: opening {count} {pages}");
            return Self(None);
        }
        let bar = ProgressBar::new(count as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} pages, {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    fn show(&self, done: usize) {
        if let Some(bar) = &self.0 {
            bar.set_position(done as u64);
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// Names each page that could not be checked, on standard error.
fn list_unchecked(report: &PagesReport) {
    for (address, reason) in &report.unchecked {
        let line = format!("unchecked: {address}: {reason}");
        // Nobody is left to tell that standard error is closed.
        let _ = writeln!(io::stderr(), "twir-lint: {}", disarmed(&visible(&line)));
    }
}
