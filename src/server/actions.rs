//! Owns what can be done about a finding: its fix, all fixes of its rule, all safe fixes, letting it pass, and reading why.

use gen_lsp_types as lsp;
use gen_lsp_types::{CodeAction, CodeActionKind, Command};
use serde_json::json;

use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::document::{DirectiveScope, Document};
use crate::server::diagnostics;
use crate::server::fixes::{self, Stop};
use crate::server::view::View;
use crate::text::{Edit, Source};

/// The command that explains a rule, whose name is its argument.
pub(super) const EXPLAIN: &str = "twir-lint.explain";

/// The kind of the action that applies all safe fixes.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.twir-lint");

/// Findings at one place of which actions are offered.
const MOST_FINDINGS: usize = 20;

/// The actions for a range. `findings` are those of the whole text.
pub(super) fn of(
    view: &View<'_>,
    findings: &[Diagnostic],
    params: &lsp::CodeActionParams,
) -> Result<Vec<CodeAction>, Stop> {
    let wants = |kind: &CodeActionKind| {
        let only = params.context.only.as_deref();
        only.is_none_or(|only| only.iter().any(|only| is_within(kind.as_str(), only.as_str())))
    };
    let mut actions = Vec::new();
    if wants(&CodeActionKind::QuickFix) {
        let meant: Vec<&Diagnostic> = meant(view, findings, params).take(MOST_FINDINGS).collect();
        for finding in &meant {
            actions.extend(fix(view, finding)?);
        }
        let mut rules: Vec<&'static str> = meant.iter().map(|finding| finding.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        for rule in &rules {
            actions.extend(fix_rule(view, findings, rule)?);
        }
        for rule in &rules {
            let of_rule = || meant.iter().filter(|finding| finding.rule == *rule);
            actions.extend(of_rule().next().and_then(|finding| allow(view, finding)));
        }
        actions.extend(rules.iter().map(|rule| explain(rule)));
    }
    let is_any_safe = || findings.iter().any(Diagnostic::has_safe_fix);
    if wants(&FIX_ALL) && (params.context.only.is_some() || is_any_safe()) {
        let edits = fixes::all(view)?;
        if !edits.is_empty() {
            let title = "Fix all problems that can be fixed safely (twir-lint)";
            actions.push(CodeAction { kind: Some(FIX_ALL), edit: Some(view.workspace_edit(edits)), ..named(title) });
        }
    }
    Ok(actions)
}

/// Whether a kind is another one, or one below it: `source.fixAll.twir-lint` is a `source.fixAll`.
fn is_within(kind: &str, other: &str) -> bool {
    other.is_empty() || kind.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The findings that touch the range, and those that the client names: some ask about a whole line.
fn meant<'a>(
    view: &'a View<'_>,
    findings: &'a [Diagnostic],
    params: &'a lsp::CodeActionParams,
) -> impl Iterator<Item = &'a Diagnostic> {
    let span = view.span(params.range);
    findings.iter().filter(move |finding| {
        let touches = finding.span.start <= span.end && span.start <= finding.span.end;
        let is_named = |named: &lsp::Diagnostic| {
            named.code.as_ref().is_some_and(|code| *code == finding.rule.to_owned().into())
                && named.range == view.range(finding.span)
        };
        touches || params.context.diagnostics.iter().any(is_named)
    })
}

/// An action that does nothing yet.
fn named(title: &str) -> CodeAction {
    CodeAction { title: title.to_owned(), ..CodeAction::default() }
}

/// A title that says that what is done has to be looked at.
fn title(title: &str, applicability: Applicability) -> String {
    match applicability {
        Applicability::Safe => title.to_owned(),
        Applicability::Unsafe => format!("{title} (unsafe: check the result)"),
    }
}

/// The fix of a finding.
fn fix(view: &View<'_>, finding: &Diagnostic) -> Result<Option<CodeAction>, Stop> {
    let Some(Fix { title: what, applicability, .. }) = &finding.fix else { return Ok(None) };
    let edits = fixes::of_finding(view, finding)?;
    let action = || CodeAction {
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostics::one(finding, view.open, view.judge, view.client)]),
        is_preferred: (*applicability == Applicability::Safe).then_some(true),
        edit: Some(view.workspace_edit(edits.clone())),
        ..named(&title(what, *applicability))
    };
    Ok((!edits.is_empty()).then(action))
}

/// All fixes of a rule, where there are several: the safe ones, or else those that are not.
fn fix_rule(view: &View<'_>, findings: &[Diagnostic], rule: &str) -> Result<Option<CodeAction>, Stop> {
    let has = |applicability: Applicability| {
        let fixes = findings.iter().filter(|finding| finding.rule == rule).filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.applicability == applicability).count() > 1
    };
    let Some(applicability) = [Applicability::Safe, Applicability::Unsafe].into_iter().find(|one| has(*one)) else {
        return Ok(None);
    };
    let edits = fixes::of_rule(view, rule, applicability == Applicability::Unsafe)?;
    let action = || CodeAction {
        kind: Some(CodeActionKind::QuickFix),
        edit: Some(view.workspace_edit(edits.clone())),
        ..named(&title(&format!("Fix all problems of `{rule}`"), applicability))
    };
    Ok((!edits.is_empty()).then(action))
}

/// A comment that lets a finding pass, where one can be written at its line that does.
fn allow(view: &View<'_>, finding: &Diagnostic) -> Option<CodeAction> {
    let source = view.source();
    let edit = directive_with(source, finding).unwrap_or_else(|| {
        let line = source.line(source.line_index(finding.span.start));
        let end = line.start + source.slice(line).trim_end().len();
        Edit::insert(end, format!(" <!-- twir-lint: allow({}) -->", finding.rule))
    });
    let mut text = source.text().to_owned();
    text.replace_range(edit.span.start..edit.span.end, &edit.text);
    let allowed = Source::from_bytes(source.path(), text.into_bytes()).ok()?;
    let found = view.judge.lint(&allowed).ok()?;
    let line = source.line_index(finding.span.start);
    let passes = !found.iter().any(|other| {
        // What the comment allows is there all the same where a change is judged, and says so.
        let is_same = other.rule == finding.rule && !other.is_allowed_by_change;
        is_same && allowed.line_index(other.span.start) == line
            || other.rule == "unused-allow" && line == allowed.line_index(other.span.start)
    });
    passes.then(|| CodeAction {
        kind: Some(CodeActionKind::QuickFix),
        edit: Some(view.workspace_edit(vec![lsp::TextEdit { range: view.range(edit.span), new_text: edit.text }])),
        ..named(&format!("Allow `{}` here", finding.rule))
    })
}

/// The name of the rule put into a comment that allows something on this line already.
fn directive_with(source: &Source, finding: &Diagnostic) -> Option<Edit> {
    let document = Document::parse(source);
    let line = source.line_index(finding.span.start);
    let is_meant = |directive: &crate::document::Directive| {
        directive.scope == Some(DirectiveScope::Entry)
            && !directive.names.is_empty()
            && source.line_index(directive.comment.start) == line
    };
    let directive = document.directives().find(is_meant)?;
    let end = directive.names.last()?.end;
    Some(Edit::insert(end, format!(", {}", finding.rule)))
}

/// Why a rule is there.
fn explain(rule: &str) -> CodeAction {
    let title = format!("Explain `{rule}`");
    let command = Command {
        title: title.clone(),
        command: EXPLAIN.to_owned(),
        arguments: Some(vec![json!(rule)]),
        ..Command::default()
    };
    CodeAction { kind: Some(CodeActionKind::QuickFix), command: Some(command), ..named(&title) }
}
