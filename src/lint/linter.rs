//! Owns the way of one document through the rules.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::lint::levels::Levels;
use crate::rule::{Context, Facts, FixAvailability, Idle, Level, Needs, Rule};
use crate::rules::RULES;

/// The rules that condemn places: whatever other rules find there is dropped, so none of them may be left out.
const CONDEMN: [&str; 22] = [
    "bullet-indent", "cfp-expired", "duplicate-event", "empty-link", "empty-section", "event-country", "event-fields",
    "event-outside-window", "final-comment-period", "glued-text", "heading-form", "leftover-note", "lost-entries",
    "lost-link", "malformed-link", "merge-conflict", "misdirected-link", "missing-bullet", "raw-html",
    "redirected-link", "undefined-reference", "unlisted-entry",
];

/// Which rules run, of those that are not off. Those in [`CONDEMN`] always do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Selection<'a> {
    /// All of them.
    All,
    /// Those that have fixes.
    WithFixes,
    /// Those of these names.
    Named(&'a BTreeSet<&'static str>),
}

impl Selection<'_> {
    fn has(self, rule: &Rule) -> bool {
        let is_selected = match self {
            Self::All => true,
            Self::WithFixes => rule.fix != FixAvailability::None,
            Self::Named(names) => names.contains(rule.name),
        };
        is_selected || CONDEMN.contains(&rule.name)
    }
}

/// What the selected rules find, in the order of the rules; without those that speak of directives.
pub(super) fn run(selection: Selection<'_>, facts: &Facts<'_>, levels: &Levels) -> Vec<Diagnostic> {
    let is_wanted =
        |rule: &&&Rule| rule.needs != Needs::Directives && levels.level(rule) != Level::Off && selection.has(rule);
    let findings: Vec<_> = RULES.iter().filter(is_wanted).flat_map(|rule| run_one(facts, rule)).collect();
    let is_known = |finding: &Diagnostic| finding.condemned.is_none() || CONDEMN.contains(&finding.rule);
    debug_assert!(findings.iter().all(is_known), "a rule that condemns places is missing in `CONDEMN`");
    findings
}

/// What one rule finds.
pub(super) fn run_one(facts: &Facts<'_>, rule: &'static Rule) -> Vec<Diagnostic> {
    Context::new(facts, rule).run()
}

/// What the rules find that speak of directives: `idle` is what those do not do.
pub(super) fn run_on_directives(facts: &Facts<'_>, levels: &Levels, idle: &[Idle]) -> Vec<Diagnostic> {
    let is_wanted = |rule: &&&Rule| rule.needs == Needs::Directives && levels.level(rule) != Level::Off;
    let run = |rule: &&'static Rule| Context::new(facts, rule).with_idle(idle).run();
    RULES.iter().filter(is_wanted).flat_map(run).collect()
}
