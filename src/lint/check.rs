//! Owns what becomes of findings: what directives allow is taken away, then what another finding condemns, then what
//! was there before a change; what is left is joined, and gets its severity.

use crate::archive::History;
use crate::diagnostic::{Diagnostic, Gravity};
use crate::document::Document;
use crate::guard::{Unparsable, guarded};
use crate::issue::Stage;
use crate::lint::levels::Levels;
use crate::lint::linter::{self, Selection};
use crate::lint::suppression::Suppressions;
use crate::lint::{baseline, merge};
use crate::pages::Pages;
use crate::rule::change::{Before, Change};
use crate::rule::options::Options;
use crate::rule::{Facts, Level, Needs, Rule};
use crate::rules::find;
use crate::text::Source;

/// How a document is judged.
#[derive(Debug)]
pub struct Settings<'a> {
    /// Whether as published.
    pub stage: Stage,
    /// What each rule's findings count as.
    pub levels: &'a Levels,
    /// What earlier issues hold.
    pub history: &'a History,
    /// What is known of the pages that links lead to: [`Pages::none`] where none was opened.
    pub pages: &'a Pages,
    /// The options of the rules.
    pub options: &'a Options,
    /// What was there before the change that is judged; none where all of the text is.
    pub before: Option<&'a Before>,
}

/// Which findings are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All there are.
    All,
    /// At least those with fixes: what a round of fixes needs.
    Fixes,
}

/// Lints one source. The findings are sorted by place, then by rule; those that are silent are among them, for
/// `lint::fix` mends them.
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

/// Lints one document. The findings are sorted by place, then by rule; those that are silent are among them, for
/// `lint::fix` mends them.
#[must_use]
pub fn check(document: &Document<'_>, settings: &Settings<'_>) -> Vec<Diagnostic> {
    check_for(Wanted::All, document, settings)
}

/// The same, as far as it is wanted.
#[must_use]
pub fn check_for(wanted: Wanted, document: &Document<'_>, settings: &Settings<'_>) -> Vec<Diagnostic> {
    let selection = match wanted {
        Wanted::All => Selection::All,
        Wanted::Fixes => Selection::WithFixes,
    };
    let findings = match settings.before {
        None => judge(selection, document, settings, settings.stage, None, None),
        Some(before) => {
            let old = before.source.as_ref().map(Document::parse);
            let change = Change::new(before, document, old.as_ref());
            let allowed = old.as_ref().and_then(Suppressions::new);
            let findings = judge(selection, document, settings, settings.stage, Some(&change), allowed.as_ref());
            match &old {
                Some(old) if !findings.is_empty() => {
                    // Only of these rules can the old text have had the same finding.
                    let names = findings.iter().map(|finding| finding.rule).collect();
                    let old_findings = judge(Selection::Named(&names), old, settings, before.stage, None, None);
                    baseline::new_findings(document, findings, old, &old_findings, &change)
                }
                _ => findings,
            }
        }
    };
    let mut findings = merge::join(findings);
    for finding in &mut findings {
        if let Some(rule) = find(finding.rule) {
            finding.severity = settings.levels.severity(rule, finding.gravity, settings.stage);
            finding.is_silent = settings.levels.level(rule) == Level::Tidy && finding.gravity != Gravity::Lost;
        }
    }
    findings
}

/// What the selected rules say of a document, each place by itself, sorted by place, then by rule.
///
/// A change cannot allow itself anything: what its directives would take away stays and is marked, unless directives of
/// the earlier text, `allowed_before`, took it away there already.
fn judge(
    selection: Selection<'_>,
    document: &Document<'_>,
    settings: &Settings<'_>,
    stage: Stage,
    change: Option<&Change<'_>>,
    allowed_before: Option<&Suppressions<'_>>,
) -> Vec<Diagnostic> {
    let Settings { levels, history, pages, options, .. } = *settings;
    let facts = Facts { document, stage, history, pages, options, change };
    let suppressions = Suppressions::new(document);
    // Of a directive, all rules together tell whether it does anything.
    let selection = if suppressions.is_some() { Selection::All } else { selection };
    let mut findings = linter::run(selection, &facts, levels);
    if let Some(mut suppressions) = suppressions {
        let is_new = |finding: &Diagnostic| {
            change.is_some_and(|change| {
                let line = change.old_line(document.source.line_index(finding.span.start));
                !allowed_before.is_some_and(|before| before.allows(finding.rule, line))
            })
        };
        let stays = |suppressions: &mut Suppressions<'_>, finding: &mut Diagnostic| {
            let is_taken = suppressions.takes(finding);
            finding.is_allowed_by_change = is_taken && is_new(finding);
            !is_taken || finding.is_allowed_by_change
        };
        findings.retain_mut(|finding| stays(&mut suppressions, finding));
        let idle = suppressions.idle(|rule| found_once_published(&facts, levels, rule));
        let mut of_directives = linter::run_on_directives(&facts, levels, &idle);
        of_directives.retain_mut(|finding| stays(&mut suppressions, finding));
        findings.append(&mut of_directives);
    }
    // Findings are large, and are moved once.
    findings.sort_by_cached_key(|finding| (finding.span, finding.rule));
    merge::drop_condemned(&mut findings);
    findings
}

/// The byte offsets at which a rule would find something were the draft published, for it may still have what is found
/// then. None where another run may see more than this one.
fn found_once_published(facts: &Facts<'_>, levels: &Levels, rule: &'static Rule) -> Option<Vec<usize>> {
    if levels.level(rule) == Level::Off || rule.needs != Needs::Text {
        return None;
    }
    if facts.stage == Stage::Published {
        return Some(Vec::new());
    }
    let published = Facts { stage: Stage::Published, ..*facts };
    Some(linter::run_one(&published, rule).iter().map(|finding| finding.span.start).collect())
}
