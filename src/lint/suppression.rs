//! Owns what directives in a text do to findings: `<!-- twir-lint: allow(rule) reason -->` takes away those of a rule
//! on one entry or line, `allow-file(rule)` those of the whole file. Directives that do nothing are findings
//! themselves.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::document::{Directive, DirectiveScope, Document};
use crate::rule::{Idle, IdleName, Rule};
use crate::rules::{find, meant_by};
use crate::text::Span;

/// Names of one directive for which the rule is sought that is meant; one with more was written to take long.
const MOST_CORRECTED: usize = 100;

/// The directives of a document, and what they have suppressed.
#[derive(Debug)]
pub(super) struct Suppressions<'a> {
    document: &'a Document<'a>,
    directives: Vec<(Directive, Option<Span>)>,
    /// By the name of the rule: what is allowed, once for each reach, by its beginning, the longest first.
    allowances: HashMap<&'a str, Vec<Allowance>>,
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
    /// None where the text has no directives.
    pub(super) fn new(document: &'a Document<'a>) -> Option<Self> {
        let directives: Vec<_> = document.directives_with_reach().collect();
        if directives.is_empty() {
            return None;
        }
        let mut allowances: HashMap<&str, Vec<Allowance>> = HashMap::new();
        for (directive, reach) in &directives {
            for name in directive.names.iter().map(|name| document.text(*name)) {
                if let Some(reach) = *reach {
                    allowances.entry(name).or_default().push(Allowance { reach, outer: None, was_used: false });
                }
            }
        }
        allowances.values_mut().for_each(arrange);
        Some(Self { document, directives, allowances })
    }

    /// Whether a finding is taken away; notes the directives that did it.
    pub(super) fn takes(&mut self, diagnostic: &Diagnostic) -> bool {
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

    /// Whether a rule has nothing to say about line `index`, or of any line where the file as a whole is allowed it. A
    /// line that is not there is none that a directive for one entry or line is about.
    pub(super) fn allows(&self, rule: &str, index: Option<usize>) -> bool {
        let names = |directive: &Directive| directive.names.iter().any(|name| self.document.text(*name) == rule);
        let is_whole = |directive: &Directive| directive.scope == Some(DirectiveScope::File);
        let start = index.map(|index| self.document.source.line(index).start);
        self.directives.iter().any(|(directive, reach)| {
            let covers = || reach.zip(start).is_some_and(|(reach, start)| covers(reach, start, self.document));
            names(directive) && (is_whole(directive) && reach.is_some() || covers())
        })
    }

    /// The directives of which something does nothing, once all other rules have run. `found_later` gives the byte
    /// offsets at which a rule may find something later that this run did not; none where it may be anywhere.
    pub(super) fn idle(&self, found_later: impl Fn(&'static Rule) -> Option<Vec<usize>>) -> Vec<Idle> {
        let mut later: HashMap<&'static str, Option<Vec<usize>>> = HashMap::new();
        let mut is_idle = |name: &str, reach: Option<Span>| {
            let Some(rule) = find(name) else { return true };
            let starts = later.entry(rule.name).or_insert_with(|| {
                let mut starts = found_later(rule);
                starts.iter_mut().for_each(|starts| starts.sort_unstable());
                starts
            });
            let Some(starts) = starts else { return false };
            let Some(reach) = reach else { return true };
            let next = starts.partition_point(|start| *start < reach.start);
            !starts.get(next).is_some_and(|start| covers(reach, *start, self.document))
        };
        let mut idle = Vec::new();
        for (directive, reach) in &self.directives {
            let mut does_nothing = |name: &&Span| {
                let name = self.document.text(**name);
                !self.was_used(name, *reach) && is_idle(name, *reach)
            };
            let names: Vec<Span> = directive.names.iter().filter(&mut does_nothing).copied().collect();
            let names: Vec<IdleName> = names
                .into_iter()
                .enumerate()
                .map(|(index, span)| self.idle_name(span, index < MOST_CORRECTED))
                .collect();
            if !names.is_empty() || directive.scope.is_none() || directive.names.is_empty() {
                idle.push(Idle { directive: directive.clone(), names });
            }
        }
        idle
    }

    fn idle_name(&self, span: Span, is_corrected: bool) -> IdleName {
        let name = self.document.text(span);
        let is_rule = find(name).is_some();
        IdleName { span, is_rule, meant: if is_rule || !is_corrected { None } else { meant_by(name) } }
    }

    fn was_used(&self, name: &str, reach: Option<Span>) -> bool {
        let (Some(reach), Some(allowances)) = (reach, self.allowances.get(name)) else { return false };
        let key = |allowance: &Allowance| (allowance.reach.start, Reverse(allowance.reach.end));
        let found = allowances.binary_search_by_key(&(reach.start, Reverse(reach.end)), key);
        found.is_ok_and(|index| allowances[index].was_used)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    /// How many directives of a text are idle, where a rule may find something later at these byte offsets.
    fn idle(text: &str, later: &[usize]) -> usize {
        let source = Source::new("", text);
        let document = Document::parse(&source);
        let suppressions = Suppressions::new(&document).expect("directives");
        suppressions.idle(|_| Some(later.to_vec())).len()
    }

    #[test]
    fn a_directive_that_takes_something_away_later_is_not_idle() {
        let entry = "* [One](https://example.org/1)\n";
        let text = format!("<!-- twir-lint: allow(insecure-url) -->\n{entry}{entry}");
        let (first, second) = (text.find("* ").unwrap_or(0), text.len() - entry.len());
        assert_eq!(idle(&text, &[first]), 0);
        assert_eq!(idle(&text, &[text.len(), first]), 0);
        assert_eq!(idle(&text, &[second]), 1);
        assert_eq!(idle(&text, &[]), 1);
    }
}
