//! Owns what directives in a text do to findings: `<!-- twir-lint: allow(rule) reason -->` takes away those of a rule
//! on one entry or line, `allow-file(rule)` those of the whole file. Directives that do nothing are findings themselves.

use std::collections::HashMap;

use crate::baseline::Change;
use crate::diagnostic::Diagnostic;
use crate::document::{Directive, DirectiveScope, Document};
use crate::linter::Settings;
use crate::rule::{Context, Level, Rule, Stage};
use crate::rules::find;
use crate::source::Span;

/// The rule that speaks of directives.
pub(crate) const RULE: &str = "unused-allow";

/// Rules that see more in another run than in this one: with earlier issues, or with another revision.
const SEE_MORE: &[&str] = &["repeated-link", "closed-section", "wrong-file"];

/// The directives of a document, and what they have suppressed.
#[derive(Debug)]
pub(crate) struct Suppressions<'a> {
    document: &'a Document<'a>,
    directives: Vec<Active>,
}

#[derive(Debug)]
struct Active {
    directive: Directive,
    /// The lines that it speaks of.
    reach: Option<Span>,
    /// Of each of its names, whether a finding was taken away.
    was_used: Vec<bool>,
}

/// What is wrong with a directive.
#[derive(Clone, Debug)]
pub(crate) struct Idle {
    /// The directive.
    pub(crate) directive: Directive,
    /// Its names that name no rule, or whose rule has nothing to say there. None where it is not written as one is.
    pub(crate) names: Vec<Span>,
}

impl<'a> Suppressions<'a> {
    pub(crate) fn new(document: &'a Document<'a>) -> Self {
        let active = |directive: Directive| {
            let reach = directive.scope.and_then(|_| document.reach(&directive));
            Active { reach, was_used: vec![false; directive.names.len()], directive }
        };
        Self { document, directives: document.directives().map(active).collect() }
    }

    /// Whether a directive for one entry or line names a rule.
    pub(crate) fn names(&self, rule: &Rule) -> bool {
        let of_entries = self.directives.iter().filter(|active| active.directive.scope == Some(DirectiveScope::Entry));
        of_entries.flat_map(|active| &active.directive.names).any(|name| self.document.text(*name) == rule.name)
    }

    /// Whether a finding is taken away; notes the directives that did it.
    pub(crate) fn takes(&mut self, diagnostic: &Diagnostic) -> bool {
        let document = self.document;
        let mut is_taken = false;
        for active in &mut self.directives {
            let Some(reach) = active.reach.filter(|reach| reach.contains(Span::at(diagnostic.span.start))) else {
                continue;
            };
            // The end of the reach is the beginning of the next line.
            if diagnostic.span.start == reach.end && reach.end < document.source.text().len() {
                continue;
            }
            for (name, was_used) in active.directive.names.iter().zip(&mut active.was_used) {
                if document.text(*name) == diagnostic.rule.name {
                    *was_used = true;
                    is_taken = true;
                }
            }
        }
        is_taken
    }

    /// The directives of which something does nothing, once all other rules have run.
    pub(crate) fn idle(&self, settings: &Settings<'_>, change: Option<&Change<'_>>) -> Vec<Idle> {
        let mut idle = Vec::new();
        let mut once_published = OncePublished::default();
        for active in &self.directives {
            let names: Vec<Span> = active
                .directive
                .names
                .iter()
                .zip(&active.was_used)
                .filter(|(name, was_used)| {
                    !**was_used && self.is_idle(active, **name, settings, change, &mut once_published)
                })
                .map(|(name, _)| *name)
                .collect();
            if !names.is_empty() || active.directive.scope.is_none() || active.directive.names.is_empty() {
                idle.push(Idle { directive: active.directive.clone(), names });
            }
        }
        idle
    }

    fn is_idle(
        &self,
        active: &Active,
        name: Span,
        settings: &Settings<'_>,
        change: Option<&Change<'_>>,
        once_published: &mut OncePublished,
    ) -> bool {
        let name = self.document.text(name);
        let Some(rule) = find(name) else { return true };
        if settings.levels.level(rule) == Level::Off || rule.name == RULE || SEE_MORE.contains(&rule.name) {
            return false;
        }
        // What a draft may still have is found once it is published.
        if settings.stage == Stage::Published {
            return true;
        }
        let places = once_published.0.entry(rule.name).or_insert_with(|| {
            let published = Settings { stage: Stage::Published, ..*settings };
            let mut context = Context::new(self.document, &published, change, rule);
            context.tells_each = true;
            let mut places: Vec<usize> = context.run().iter().map(|diagnostic| diagnostic.span.start).collect();
            places.sort_unstable();
            places
        });
        let Some(reach) = active.reach else { return true };
        let next = places.get(places.partition_point(|place| *place < reach.start));
        !next.is_some_and(|place| reach.contains(Span::at(*place)))
    }
}

/// Where rules would find something if the issue were published, by their names: each is run at most once.
#[derive(Default)]
struct OncePublished(HashMap<&'static str, Vec<usize>>);
