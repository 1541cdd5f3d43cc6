//! Owns the application of fixes to one text, again and again until there is nothing left to fix.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hasher};

use crate::diagnostic::Diagnostic;
use crate::lint::fix_safety::{self, SafetyCheck};
use crate::text::Source;

/// Which fixes are applied.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// Those too that delete an entry, or guess.
    pub unsafe_fixes: bool,
    /// Names of further tracking parameters, as [`crate::rule::options::Options::tracking_parameters`] has them.
    pub tracking_parameters: &'a [String],
}

/// What fixing has made of a text.
#[derive(Debug)]
pub struct Fixed {
    /// The text as it now is.
    pub source: Source,
    /// What remains to be said of it. A fix that is left in it was not asked for.
    pub diagnostics: Vec<Diagnostic>,
    /// How many findings of each rule were fixed.
    pub applied: BTreeMap<&'static str, usize>,
    /// The lines that unsafe fixes removed, as they stood.
    pub removed: Vec<String>,
    /// Rules whose fixes called for more fixes without end: an error of theirs. None of their fixes was applied.
    pub unsettled: Vec<&'static str>,
}

/// How often fixes are applied to what earlier fixes have made: of a long row of mistakes, one may go each time. Fixes that
/// go round in a circle are seen at once.
const MOST_ROUNDS: usize = 500;

/// Applies the fixes of what `lint` finds, again and again until there are none left; those that touch wait for the next round.
///
/// A line that holds bytes that are not UTF-8 gets only the fixes that replace these bytes. A fix that would lose an entry or
/// an address is not applied, unless it is unsafe and changes that very place; the finding stays, without its fix.
///
/// # Errors
///
/// Those of `lint`.
pub fn fix<E>(
    source: Source,
    scope: Scope<'_>,
    lint: impl Fn(&Source) -> Result<Vec<Diagnostic>, E>,
) -> Result<Fixed, E> {
    let original = source.to_bytes();
    let path = source.path().to_owned();
    let mut unsettled: Vec<&'static str> = Vec::new();
    let mut source = source;
    'again: loop {
        let mut applied = BTreeMap::new();
        let mut removed = Vec::new();
        let mut safety = SafetyCheck::new(scope.tracking_parameters);
        let mut diagnostics = lint(&source)?;
        let mut seen = HashSet::from([digest(&original)]);
        for round in 0.. {
            let is_wanted = |diagnostic: &Diagnostic| {
                (scope.unsafe_fixes || diagnostic.has_safe_fix()) && !unsettled.contains(&diagnostic.rule)
            };
            let can_be_applied = |diagnostic: &Diagnostic| {
                diagnostic.fix.as_ref().is_some_and(|fix| fix_safety::spares_invalid_bytes(&source, fix))
            };
            let wanted: Vec<usize> = (0..diagnostics.len())
                .filter(|index| is_wanted(&diagnostics[*index]) && can_be_applied(&diagnostics[*index]))
                .collect();
            let Some(kept) = safety.apply(&source, &diagnostics, &wanted) else {
                for diagnostic in &mut diagnostics {
                    if is_wanted(diagnostic) || !can_be_applied(diagnostic) {
                        diagnostic.fix = None;
                    }
                }
                return Ok(Fixed { source, diagnostics, applied, removed, unsettled });
            };
            if round == MOST_ROUNDS || !seen.insert(digest(&kept.source.to_bytes())) {
                unsettled.extend(wanted.iter().map(|index| diagnostics[*index].rule));
                unsettled.sort_unstable();
                unsettled.dedup();
                source = Source::from_bytes(&path, original.clone()).unwrap_or(source);
                continue 'again;
            }
            for diagnostic in kept.applied.iter().map(|index| &diagnostics[*index]) {
                *applied.entry(diagnostic.rule).or_insert(0) += 1;
                if !diagnostic.has_safe_fix() {
                    removed.extend(diagnostic.fix.iter().flat_map(|fix| fix.removed_lines(source.text())));
                }
            }
            source = kept.source;
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
