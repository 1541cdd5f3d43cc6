//! Owns the way of one document through all rules.

use crate::archive::History;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::guard::{Unparsable, guarded};
use crate::issue::Stage;
use crate::lint::baseline;
use crate::lint::levels::Levels;
use crate::lint::suppression::Suppressions;
use crate::rule::change::{Before, Change};
use crate::rule::options::Options;
use crate::rule::{Context, Level};
use crate::rules::{RULES, UNUSED_ALLOW};
use crate::text::Source;

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
        Some(before) => baseline::compare(before, document, settings),
        None => run(document, settings, None),
    }
}

/// Runs the rules over a document, and takes away what its directives allow.
pub(crate) fn run(document: &Document<'_>, settings: &Settings<'_>, change: Option<&Change<'_>>) -> Vec<Diagnostic> {
    let mut suppressions = Suppressions::new(document);
    let mut diagnostics = Vec::new();
    for (rule, chosen) in RULES.iter().zip(settings.levels.chosen()) {
        if chosen.unwrap_or(rule.level) == Level::Off {
            continue;
        }
        let mut context = Context::new(document, settings, change, rule);
        context.tells_each |= suppressions.names(rule);
        if rule.name == UNUSED_ALLOW {
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
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.rule));
    diagnostics
}
