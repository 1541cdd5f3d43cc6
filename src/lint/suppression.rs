//! Owns what directives in a text do to findings: `<!-- twir-lint: allow(rule) reason -->` takes away those of a rule
//! on one entry or line, `allow-file(rule)` those of the whole file. Directives that do nothing are findings
//! themselves.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::document::{Directive, DirectiveScope, Document};
use crate::issue::Stage;
use crate::lint::linter::Settings;
use crate::rule::change::Change;
use crate::rule::{Context, Idle, Level, Rule};
use crate::rules::{UNUSED_ALLOW, find};
use crate::text::Span;

/// Rules that see more in another run than in this one: with earlier issues, or with another revision.
const SEE_MORE: &[&str] = &["repeated-link", "closed-section", "wrong-file"];

/// The directives of a document, and what they have suppressed.
#[derive(Debug)]
pub(crate) struct Suppressions<'a> {
    document: &'a Document<'a>,
    directives: Vec<(Directive, Option<Span>)>,
    /// By the name of the rule: what is allowed, once for each reach, by its beginning, the longest first.
    allowances: HashMap<&'a str, Vec<Allowance>>,
    /// The names that a directive for one entry or line holds.
    of_entries: HashSet<&'a str>,
}

/// That a rule has nothing to say within some lines.
#[derive(Debug)]
struct Allowance {
    /// The lines.
    reach: Span,
    /// Index of the allowance with the next larger reach around this one.
    outer: Option<usize>,
    /// Whether a finding was taken away.
    was_used: bool,
}

/// Whether a finding that begins at a byte offset lies within lines that are allowed something.
fn covers(reach: Span, offset: usize, document: &Document<'_>) -> bool {
    // The end of the reach is the beginning of the next line.
    let is_at_end = offset == reach.end && reach.end < document.source.text().len();
    reach.contains(Span::at(offset)) && !is_at_end
}

/// Sorts what a rule is allowed, joins what is allowed twice, and finds what lies around each.
fn arrange(allowances: &mut Vec<Allowance>) {
    allowances.sort_unstable_by_key(|allowance| (allowance.reach.start, Reverse(allowance.reach.end)));
    allowances.dedup_by_key(|allowance| allowance.reach);
    let mut around: Vec<usize> = Vec::new();
    for index in 0..allowances.len() {
        let start = allowances[index].reach.start;
        while around.pop_if(|outer| allowances[*outer].reach.end <= start).is_some() {}
        allowances[index].outer = around.last().copied();
        around.push(index);
    }
}

impl<'a> Suppressions<'a> {
    pub(crate) fn new(document: &'a Document<'a>) -> Self {
        let directives: Vec<_> = document.directives_with_reach().collect();
        let mut allowances: HashMap<&str, Vec<Allowance>> = HashMap::new();
        let mut of_entries = HashSet::new();
        for (directive, reach) in &directives {
            for name in directive.names.iter().map(|name| document.text(*name)) {
                if directive.scope == Some(DirectiveScope::Entry) {
                    of_entries.insert(name);
                }
                if let Some(reach) = *reach {
                    allowances.entry(name).or_default().push(Allowance { reach, outer: None, was_used: false });
                }
            }
        }
        allowances.values_mut().for_each(arrange);
        Self { document, directives, allowances, of_entries }
    }

    /// Whether a directive for one entry or line names a rule.
    pub(crate) fn names(&self, rule: &Rule) -> bool {
        self.of_entries.contains(rule.name)
    }

    /// Whether a finding is taken away; notes the directives that did it.
    pub(crate) fn takes(&mut self, diagnostic: &Diagnostic) -> bool {
        let document = self.document;
        let Some(allowances) = self.allowances.get_mut(diagnostic.rule) else { return false };
        let offset = diagnostic.span.start;
        let next = allowances.partition_point(|allowance| allowance.reach.start <= offset);
        let mut is_taken = false;
        let mut index = next.checked_sub(1);
        while let Some(allowance) = index.and_then(|index| allowances.get_mut(index)) {
            if covers(allowance.reach, offset, document) {
                is_taken = true;
                // What lies around it was noted then as well.
                if std::mem::replace(&mut allowance.was_used, true) {
                    break;
                }
            }
            index = allowance.outer;
        }
        is_taken
    }

    /// The directives of which something does nothing, once all other rules have run.
    pub(crate) fn idle(&self, settings: &Settings<'_>, change: Option<&Change<'_>>) -> Vec<Idle> {
        let mut idle = Vec::new();
        let mut published = Published { document: self.document, settings, change, found: HashMap::new() };
        for (directive, reach) in &self.directives {
            let is_idle = |name: &&Span| {
                let name = self.document.text(**name);
                !self.was_used(name, *reach) && published.is_idle(name, *reach)
            };
            let names: Vec<Span> = directive.names.iter().filter(is_idle).copied().collect();
            if !names.is_empty() || directive.scope.is_none() || directive.names.is_empty() {
                idle.push(Idle { directive: directive.clone(), names });
            }
        }
        idle
    }

    fn was_used(&self, name: &str, reach: Option<Span>) -> bool {
        let (Some(reach), Some(allowances)) = (reach, self.allowances.get(name)) else { return false };
        let key = |allowance: &Allowance| (allowance.reach.start, Reverse(allowance.reach.end));
        let found = allowances.binary_search_by_key(&(reach.start, Reverse(reach.end)), key);
        found.is_ok_and(|index| allowances[index].was_used)
    }
}

/// What rules would find were the document published: what a draft may still have is found then.
struct Published<'s, 'a> {
    document: &'a Document<'a>,
    settings: &'s Settings<'a>,
    change: Option<&'a Change<'a>>,
    /// By the name of a rule that has run: where its findings begin, in order.
    found: HashMap<&'static str, Vec<usize>>,
}

impl Published<'_, '_> {
    /// Whether a rule that took nothing away within `reach` would take nothing away later either.
    fn is_idle(&mut self, name: &str, reach: Option<Span>) -> bool {
        let Some(rule) = find(name) else { return true };
        if self.settings.levels.level(rule) == Level::Off || rule.name == UNUSED_ALLOW || SEE_MORE.contains(&rule.name)
        {
            return false;
        }
        let Some(reach) = reach.filter(|_| self.settings.stage != Stage::Published) else { return true };
        let starts = self.found.entry(rule.name).or_insert_with(|| {
            let published = Settings { stage: Stage::Published, ..*self.settings };
            let mut context = Context::new(self.document, &published, self.change, rule);
            context.tells_each = true;
            let mut starts: Vec<usize> = context.run().iter().map(|diagnostic| diagnostic.span.start).collect();
            starts.sort_unstable();
            starts
        });
        let next = starts.partition_point(|start| *start < reach.start);
        !starts.get(next).is_some_and(|start| covers(reach, *start, self.document))
    }
}
