//! Owns the way of one document through the rules.

use crate::diagnostic::Diagnostic;
use crate::lint::levels::Levels;
use crate::rule::{Context, Facts, Idle, Level, Needs, Rule};
use crate::rules::RULES;

/// What all rules find that are not off, in the order of the rules; without those that speak of directives.
pub(super) fn run(facts: &Facts<'_>, levels: &Levels) -> Vec<Diagnostic> {
    let is_wanted = |rule: &&&Rule| rule.needs != Needs::Directives && levels.level(rule) != Level::Off;
    RULES.iter().filter(is_wanted).flat_map(|rule| run_one(facts, rule)).collect()
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
