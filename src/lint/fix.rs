//! Owns the application of fixes to one text, again and again until there is nothing left to fix.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hasher};

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::guard::{Unparsable, guarded};
use crate::lint::fix_safety::{self, Inventory, Judge, SafetyCheck};
use crate::lint::trace::Trace;
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

impl Fixed {
    /// A text to which no fix was applied, and of which nothing is said yet.
    pub(crate) fn new(source: Source) -> Self {
        Self { source, diagnostics: Vec::new(), applied: BTreeMap::new(), removed: Vec::new(), unsettled: Vec::new() }
    }
}

/// How often fixes are applied to what earlier fixes have made: of a long row of mistakes, one may go each time. Fixes
/// that go round in a circle are seen at once.
const MOST_ROUNDS: usize = 500;

/// Applies the fixes of what `judge` finds, again and again until there are none left; those that touch wait for the
/// next round.
///
/// A line that holds bytes that are not UTF-8 gets only the fixes that replace these bytes. A fix that would lose an
/// entry or an address is not applied, unless it is unsafe and changes that very place; the finding stays, without its
/// fix.
///
/// # Errors
///
/// [`Unparsable`] when the Markdown parser fails on the text.
pub fn fix(
    source: Source,
    scope: Scope<'_>,
    judge: impl Fn(&Document<'_>) -> Vec<Diagnostic>,
) -> Result<Fixed, Unparsable> {
    let start = guarded(|| {
        let document = Document::parse(&source);
        let inventory = Inventory::of(&document, scope.tracking_parameters);
        Reading { diagnostics: judge(&document), inventory }
    })?;
    Ok(play(&source, &start, scope, usize::MAX, &judge).fixed)
}

/// What is known of a text that was read: what is to be said of it, and what fixes may not lose.
#[derive(Clone)]
pub(crate) struct Reading {
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) inventory: Inventory,
}

/// What fixing has made of a text, and how.
#[derive(Debug)]
pub(crate) struct Played {
    pub(crate) fixed: Fixed,
    /// Where the lines of the text are now.
    pub(crate) trace: Trace,
    /// The indices of the findings, in the text as it was, whose fixes were applied at once. In order.
    pub(crate) first: Vec<usize>,
    /// The indices of the findings that are left without their fixes, because these are not applied.
    pub(crate) withheld: Vec<usize>,
    /// Whether so many bytes were read that it was given up, and what is fixed is not all.
    pub(crate) is_cut_short: bool,
}

/// Fixes a text, of which `start` is known, as [`fix`] does, and follows its lines; until `most_bytes` have been read.
pub(crate) fn play(source: &Source, start: &Reading, scope: Scope<'_>, most_bytes: usize, judge: Judge<'_>) -> Played {
    let mut unsettled: BTreeSet<&'static str> = BTreeSet::new();
    let mut bytes_left = most_bytes;
    loop {
        match without(&unsettled, source, start.clone(), scope, &mut bytes_left, judge) {
            Ok(mut played) => {
                played.fixed.unsettled = unsettled.into_iter().collect();
                return played;
            }
            Err(rules) => unsettled.extend(rules),
        }
    }
}

/// Fixes a text without the fixes of some rules. An error says of which rules the last fixes were, where they made a
/// text that was there before, or one of too many.
fn without(
    rules: &BTreeSet<&'static str>,
    original: &Source,
    start: Reading,
    scope: Scope<'_>,
    bytes_left: &mut usize,
    judge: Judge<'_>,
) -> Result<Played, Vec<&'static str>> {
    let Reading { mut diagnostics, inventory } = start;
    let is_wanted =
        |diagnostic: &Diagnostic| (scope.unsafe_fixes || diagnostic.has_safe_fix()) && !rules.contains(diagnostic.rule);
    let mut safety = SafetyCheck::new(scope.tracking_parameters, inventory);
    let mut seen = Seen::new(original);
    let mut trace = Trace::new(original);
    let (mut applied, mut removed, mut first) = (BTreeMap::new(), Vec::new(), None);
    let mut fixed: Option<Source> = None;
    loop {
        let source = fixed.as_ref().unwrap_or(original);
        let is_cut_short = source.text().len() > *bytes_left;
        *bytes_left = bytes_left.saturating_sub(source.text().len());
        let wanted: Vec<usize> = (0..diagnostics.len())
            .filter(|index| is_wanted(&diagnostics[*index]) && can_be_applied(source, &diagnostics[*index]))
            .collect();
        let kept = if is_cut_short { None } else { safety.apply(source, &diagnostics, &wanted, judge) };
        let Some(kept) = kept else {
            let withheld = withhold(source, &mut diagnostics, is_wanted);
            let source = fixed.unwrap_or_else(|| original.clone());
            let fixed = Fixed { diagnostics, applied, removed, ..Fixed::new(source) };
            let first = first.unwrap_or_default();
            return Ok(Played { fixed, trace, first, withheld, is_cut_short });
        };
        if !seen.is_new(source, &kept.source) {
            return Err(wanted.iter().map(|index| diagnostics[*index].rule).collect());
        }
        for diagnostic in kept.applied.iter().map(|index| &diagnostics[*index]) {
            *applied.entry(diagnostic.rule).or_insert(0) += 1;
            if !diagnostic.has_safe_fix() {
                removed.extend(diagnostic.fix.iter().flat_map(|fix| fix.removed_lines(source.text())));
            }
        }
        let fixes: Vec<_> = kept.applied.iter().filter_map(|index| diagnostics[*index].fix.as_ref()).collect();
        trace.follow(source, &fixes, &kept.source);
        first.get_or_insert(kept.applied);
        (fixed, diagnostics) = (Some(kept.source), kept.diagnostics);
    }
}

/// The texts that fixes have made of one, by which a round of fixes that leads back is known.
struct Seen<'a> {
    original: &'a Source,
    /// What stands for each of the others but the last: the same for the same text.
    digests: HashSet<u64>,
}

impl<'a> Seen<'a> {
    fn new(original: &'a Source) -> Self {
        Self { original, digests: HashSet::new() }
    }

    /// Whether the text that fixes make of the last one was not there before, nor are there too many.
    fn is_new(&mut self, last: &Source, next: &Source) -> bool {
        // Mostly one round is all there is, and no text has to be told from any but the original.
        if !std::ptr::eq(last, self.original) {
            self.digests.insert(digest(last));
        }
        let is_among_others = || !self.digests.is_empty() && self.digests.contains(&digest(next));
        self.digests.len() < MOST_ROUNDS && !next.has_same_bytes(self.original) && !is_among_others()
    }
}

fn can_be_applied(source: &Source, diagnostic: &Diagnostic) -> bool {
    diagnostic.fix.as_ref().is_some_and(|fix| fix_safety::spares_invalid_bytes(source, fix))
}

/// Takes away the fixes that were wanted and not applied, and those that cannot be. Gives the indices of the findings.
fn withhold(source: &Source, diagnostics: &mut [Diagnostic], is_wanted: impl Fn(&Diagnostic) -> bool) -> Vec<usize> {
    let mut withheld = Vec::new();
    for (index, diagnostic) in diagnostics.iter_mut().enumerate() {
        let is_left = is_wanted(diagnostic) || !can_be_applied(source, diagnostic);
        if is_left && diagnostic.fix.take().is_some() {
            withheld.push(index);
        }
    }
    withheld
}

/// Stands for a text that was seen: the same for the same bytes.
fn digest(source: &Source) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(&source.to_bytes());
    hasher.finish()
}
