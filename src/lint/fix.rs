//! Owns fixing: the edits of findings are applied, and what they make is linted again, until nothing changes.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hasher};

use crate::diagnostic::{Diagnostic, Fix};
use crate::lint::{apply, fix_safety};
use crate::text::Source;

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
            fix_safety::check(source, &mut diagnostics);
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
                    && !unsettled.contains(&diagnostic.rule)
                    && (invalid.is_empty() || mends())
            };
            let wanted: Vec<&Diagnostic> = diagnostics.iter().filter(is_wanted).collect();
            let fixes: Vec<&Fix> = wanted.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).collect();
            if fixes.is_empty() {
                return Ok(Fixed { source, diagnostics, applied, removed, unsettled });
            }
            let (bytes, was_applied) = apply::apply(&source.to_bytes(), &fixes);
            if round == MOST_ROUNDS || !seen.insert(digest(&bytes)) {
                unsettled.extend(wanted.iter().map(|diagnostic| diagnostic.rule));
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
                *applied.entry(diagnostic.rule).or_insert(0) += 1;
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
