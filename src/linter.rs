//! Owns the way of one document through all rules.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::hash::{DefaultHasher, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::baseline::{Before, Change};
use crate::config::Options;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::fix::{self, Fix};
use crate::history::History;
use crate::loss;
use crate::rule::{Context, Level, Rule, Stage};
use crate::rules::RULES;
use crate::source::Source;
use crate::suppression::{self, Suppressions};

/// What each rule's findings count as.
#[derive(Clone, Debug)]
pub struct Levels {
    /// In the order of [`RULES`]; none where the default stands.
    chosen: Vec<Option<Level>>,
}

impl Default for Levels {
    fn default() -> Self {
        Self { chosen: vec![None; RULES.len()] }
    }
}

impl Levels {
    /// Sets the level of one rule.
    pub fn set(&mut self, rule: &Rule, level: Level) {
        if let Some(index) = RULES.iter().position(|known| known.name == rule.name) {
            self.chosen[index] = Some(level);
        }
    }

    /// Sets the level of all rules; those that are off by default stay off unless they are allowed anyway.
    pub fn set_all(&mut self, level: Level) {
        for (chosen, rule) in self.chosen.iter_mut().zip(RULES) {
            if rule.level != Level::Off {
                *chosen = Some(level);
            }
        }
    }

    /// What a rule's findings count as.
    #[must_use]
    pub fn level(&self, rule: &Rule) -> Level {
        let index = RULES.iter().position(|known| known.name == rule.name);
        index.and_then(|index| self.chosen[index]).unwrap_or(rule.level)
    }

    /// Leaves only the rules of these names, at their level; one that is off by default warns.
    pub fn only(&mut self, names: &[&str]) {
        for (chosen, rule) in self.chosen.iter_mut().zip(RULES) {
            if !names.contains(&rule.name) {
                *chosen = Some(Level::Off);
            } else if rule.level == Level::Off && chosen.is_none() {
                *chosen = Some(Level::Warning);
            }
        }
    }
}

/// How a document is judged.
#[derive(Debug)]
pub struct Settings<'a> {
    /// Whether as published.
    pub stage: Stage,
    /// What each rule's findings count as.
    pub levels: &'a Levels,
    /// The links of earlier issues.
    pub history: &'a History,
    /// What rules are told beyond their level.
    pub options: &'a Options,
    /// What was there before the change that is judged; none where all of the text is.
    pub before: Option<&'a Before>,
}

/// The parser gave up on a file; nothing is known about it.
#[derive(Clone, Copy, Debug)]
pub struct Unparsable;

impl fmt::Display for Unparsable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the parser gave up on this text, which was not linted; please report it with the file")
    }
}

impl std::error::Error for Unparsable {}

/// Lints one source. The findings are sorted by place, then by rule.
///
/// # Errors
///
/// [`Unparsable`] when the Markdown parser fails on the text.
pub fn lint(source: &Source, settings: &Settings<'_>) -> Result<Vec<Diagnostic>, Unparsable> {
    guarded(|| {
        let document = Document::parse(source);
        check(&document, settings)
    })
}

/// Runs the rules over a document, and takes away what its directives allow and what was there before.
#[must_use]
pub fn check(document: &Document<'_>, settings: &Settings<'_>) -> Vec<Diagnostic> {
    match settings.before {
        Some(before) => before.compare(document, settings),
        None => run(document, settings, None),
    }
}

/// Runs the rules over a document, and takes away what its directives allow.
pub(crate) fn run(document: &Document<'_>, settings: &Settings<'_>, change: Option<&Change<'_>>) -> Vec<Diagnostic> {
    let mut suppressions = Suppressions::new(document);
    let mut diagnostics = Vec::new();
    for (rule, chosen) in RULES.iter().zip(&settings.levels.chosen) {
        if chosen.unwrap_or(rule.level) == Level::Off {
            continue;
        }
        let mut context = Context::new(document, settings, change, rule);
        context.tells_each |= suppressions.names(rule);
        if rule.name == suppression::RULE {
            context.idle = suppressions.idle(settings, change);
        }
        diagnostics.extend(context.run().into_iter().filter(|diagnostic| !suppressions.takes(diagnostic)).map(
            |mut diagnostic| {
                match chosen {
                    Some(Level::Error) => diagnostic.severity = Severity::Error,
                    Some(Level::Warning) => diagnostic.severity = Severity::Warning,
                    // Editors publish what reads right: only what readers stumble over is an error then.
                    None if diagnostic.is_form && settings.stage == Stage::Published => {
                        diagnostic.severity = Severity::Warning;
                    }
                    Some(Level::Off) | None => {}
                }
                diagnostic
            },
        ));
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.rule.name));
    diagnostics
}

/// What fixing has made of a text.
#[derive(Debug)]
pub struct Fixed {
    /// The text as it now is.
    pub source: Source,
    /// What remains to be said of it.
    pub diagnostics: Vec<Diagnostic>,
    /// How many findings of each rule were fixed.
    pub applied: BTreeMap<&'static str, usize>,
    /// The lines that unsafe fixes removed, as they stood.
    pub removed: Vec<String>,
    /// Rules whose fixes called for more fixes without end: an error of theirs. None of their fixes was applied.
    pub unsettled: Vec<&'static str>,
}

/// How often fixes are applied to what earlier fixes have made: of a long row of mistakes, one may go each time. Fixes
/// that go round in a circle are seen at once.
const MOST_ROUNDS: usize = 500;

/// Applies the fixes of what `lint` finds, again and again until there are none left; those that touch wait for the
/// next round.
///
/// A text that was not UTF-8 gets only the fixes that mend it, until it is. A safe fix by which an entry would be lost
/// is taken for an unsafe one.
///
/// # Errors
///
/// Those of `lint`.
pub fn fix<E>(
    source: Source,
    takes_unsafe: bool,
    lint: impl Fn(&Source) -> Result<Vec<Diagnostic>, E>,
) -> Result<Fixed, E> {
    let lint = |source: &Source| {
        let mut diagnostics = lint(source)?;
        if !takes_unsafe {
            loss::check(source, &mut diagnostics);
        }
        Ok(diagnostics)
    };
    let original = source.to_bytes();
    let path = source.path().to_owned();
    let mut unsettled: Vec<&'static str> = Vec::new();
    let mut source = source;
    'again: loop {
        let mut applied = BTreeMap::new();
        let mut removed = Vec::new();
        let mut diagnostics = lint(&source)?;
        let mut seen = HashSet::from([digest(&original)]);
        for round in 0.. {
            let invalid = source.invalid_bytes();
            let is_wanted = |diagnostic: &&Diagnostic| {
                let Some(fix) = &diagnostic.fix else { return false };
                let mends = || {
                    fix.edits.iter().any(|edit| {
                        let next = invalid.partition_point(|(at, _)| *at < edit.span.start);
                        invalid.get(next).is_some_and(|(at, _)| *at < edit.span.end)
                    })
                };
                (takes_unsafe || diagnostic.has_safe_fix())
                    && !unsettled.contains(&diagnostic.rule.name)
                    && (invalid.is_empty() || mends())
            };
            let wanted: Vec<&Diagnostic> = diagnostics.iter().filter(is_wanted).collect();
            let fixes: Vec<&Fix> = wanted.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).collect();
            if fixes.is_empty() {
                return Ok(Fixed { source, diagnostics, applied, removed, unsettled });
            }
            let (bytes, was_applied) = fix::apply(&source.to_bytes(), &fixes);
            if round == MOST_ROUNDS || !seen.insert(digest(&bytes)) {
                unsettled.extend(wanted.iter().map(|diagnostic| diagnostic.rule.name));
                unsettled.sort_unstable();
                unsettled.dedup();
                source = Source::from_bytes(&path, original.clone()).unwrap_or(source);
                continue 'again;
            }
            // A text may come to look like UTF-16, which nobody could open again: it stays as it is.
            let Ok(fixed) = Source::from_bytes(&path, bytes) else {
                return Ok(Fixed { source, diagnostics, applied, removed, unsettled });
            };
            for (diagnostic, _) in wanted.iter().zip(was_applied).filter(|(_, was_applied)| *was_applied) {
                *applied.entry(diagnostic.rule.name).or_insert(0) += 1;
                if !diagnostic.has_safe_fix() {
                    removed.extend(diagnostic.fix.iter().flat_map(|fix| fix.removed_lines(source.text())));
                }
            }
            source = fixed;
            diagnostics = lint(&source)?;
        }
    }
}

/// Stands for a text that was seen: the same for the same bytes.
fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`, which calls a parser that has panicked on odd input before; a panic neither ends the process nor
/// prints its message.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Unparsable> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !IS_GUARDED.get() {
                loud(info);
            }
        }));
    });
    let before = IS_GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work)).map_err(|_| Unparsable);
    IS_GUARDED.set(before);
    result
}

/// Does `work` on each of `tasks`, on as many threads as the machine runs at once.
///
/// Their stacks are large, because text can be nested deeply and a stack that overflows cannot be caught.
pub(crate) fn in_parallel<T: Sync>(tasks: &[T], work: impl Fn(&T) + Sync) {
    const STACK: usize = 64 << 20;
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(tasks.len());
    let next = AtomicUsize::new(0);
    let worker = || {
        while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(task);
        }
    };
    std::thread::scope(|scope| {
        let spawn = |_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker);
        // Where the system gives no thread, the work is done here.
        if (0..threads).map(spawn).any(|thread| thread.is_err()) {
            worker();
        }
    });
}
