//! Owns what each rule's findings count as.

use crate::diagnostic::{Gravity, Severity};
use crate::issue::Stage;
use crate::rule::{Group, Level, Rule};
use crate::rules::RULES;

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
    /// What a finding of a rule counts as.
    pub(crate) fn severity(&self, rule: &Rule, gravity: Gravity, stage: Stage) -> Severity {
        let index = RULES.iter().position(|known| known.name == rule.name);
        match index.and_then(|index| self.chosen[index]) {
            Some(Level::Error) => return Severity::Error,
            Some(Level::Warning) => return Severity::Warning,
            Some(Level::Off | Level::Tidy) | None => {}
        }
        let is_error = match gravity {
            Gravity::Lost => true,
            Gravity::Wrong => rule.level == Level::Error,
            // Editors publish what reads right: only what readers stumble over is an error then.
            Gravity::Form => rule.level == Level::Error && stage == Stage::Draft,
            Gravity::Doubtful => false,
        };
        if is_error { Severity::Error } else { Severity::Warning }
    }

    /// Sets the level of one rule.
    pub fn set(&mut self, rule: &Rule, level: Level) {
        if let Some(index) = RULES.iter().position(|known| known.name == rule.name) {
            self.chosen[index] = Some(level);
        }
    }

    /// Sets the level of all rules that report something by default; [`Level::Off`] and [`Level::Tidy`] also that of
    /// those which only tidy up.
    pub fn set_all(&mut self, level: Level) {
        self.set_those(level, |_| true);
    }

    /// The same for the rules of a group.
    pub fn set_group(&mut self, group: Group, level: Level) {
        self.set_those(level, |rule| rule.group == group);
    }

    fn set_those(&mut self, level: Level, is_wanted: impl Fn(&Rule) -> bool) {
        let is_silent = matches!(level, Level::Off | Level::Tidy);
        for (chosen, rule) in self.chosen.iter_mut().zip(RULES) {
            let is_meant = match rule.level {
                Level::Off => false,
                Level::Tidy => is_silent,
                Level::Warning | Level::Error => true,
            };
            if is_meant && is_wanted(rule) {
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

    /// Leaves only the rules that are meant, at their level; one that reports nothing by default warns.
    pub fn only(&mut self, is_meant: impl Fn(&Rule) -> bool) {
        for (chosen, rule) in self.chosen.iter_mut().zip(RULES) {
            if !is_meant(rule) {
                *chosen = Some(Level::Off);
            } else if matches!(rule.level, Level::Off | Level::Tidy) && chosen.is_none() {
                *chosen = Some(Level::Warning);
            }
        }
    }
}
