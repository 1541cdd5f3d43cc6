//! Owns what can be done about a finding: its fix, all fixes of its rule, all safe fixes, letting it pass, and reading
//! why.

use gen_lsp_types as lsp;
use gen_lsp_types::{CodeAction, CodeActionKind, Command};
use serde::{Deserialize, Serialize};
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

/// The rule that speaks of comments that allow nothing.
const UNUSED: &str = "unused-allow";

/// Findings at one place of which actions are offered.
const MOST_FINDINGS: usize = 20;

/// What an action does to a text. It takes a lint or several to know its edits, so a client that can ask for them later
/// gets this first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "what")]
enum Deed {
    /// All safe fixes.
    FixAll,
    /// All fixes of a rule.
    FixRule { rule: String, unsafe_fixes: bool },
    /// A comment that lets a finding pass.
    Allow { rule: String, at: usize },
}

/// An action that is not worked out, and the text that it is for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Promise {
    /// The text.
    pub(super) uri: String,
    /// Which state of it is meant.
    pub(super) stamp: u64,
    deed: Deed,
}

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
            if let Some((title, deed)) = fix_rule(findings, rule) {
                actions.extend(offer(view, findings, CodeActionKind::QuickFix, &title, deed)?);
            }
        }
        for rule in &rules {
            if let Some(finding) = meant.iter().find(|finding| finding.rule == *rule) {
                let deed = Deed::Allow { rule: (*rule).to_owned(), at: finding.span.start };
                let title = format!("Allow `{rule}` here");
                actions.extend(offer(view, findings, CodeActionKind::QuickFix, &title, deed)?);
            }
        }
        actions.extend(rules.iter().map(|rule| explain(rule)));
    }
    // A client that cannot ask later asks for it by name, and not each time that the cursor moves.
    let is_asked = params.context.only.is_some() || view.client.resolves_actions;
    if wants(&FIX_ALL) && is_asked && (params.context.only.is_some() || findings.iter().any(Diagnostic::has_safe_fix)) {
        let title = "Fix all problems that can be fixed safely (twir-lint)";
        actions.extend(offer(view, findings, FIX_ALL, title, Deed::FixAll)?);
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

/// An action with its edit, or with what to ask for it by; none where it would change nothing.
fn offer(
    view: &View<'_>,
    findings: &[Diagnostic],
    kind: CodeActionKind,
    title: &str,
    deed: Deed,
) -> Result<Option<CodeAction>, Stop> {
    let action = CodeAction { kind: Some(kind), ..named(title) };
    if view.client.resolves_actions {
        let promise = Promise { uri: view.open.uri.clone(), stamp: view.open.stamp, deed };
        return Ok(Some(CodeAction { data: Some(json!(promise)), ..action }));
    }
    let edits = edits(view, findings, &deed)?;
    Ok((!edits.is_empty()).then(|| CodeAction { edit: Some(view.workspace_edit(edits)), ..action }))
}

/// The edit of an action that was offered without it.
pub(super) fn keep(view: &View<'_>, findings: &[Diagnostic], promise: &Promise) -> Result<lsp::WorkspaceEdit, Stop> {
    Ok(view.workspace_edit(edits(view, findings, &promise.deed)?))
}

fn edits(view: &View<'_>, findings: &[Diagnostic], deed: &Deed) -> Result<Vec<lsp::TextEdit>, Stop> {
    match deed {
        Deed::FixAll => fixes::all(view),
        Deed::FixRule { rule, unsafe_fixes } => fixes::of_rule(view, rule, *unsafe_fixes),
        Deed::Allow { rule, at } => {
            let finding = findings.iter().find(|finding| finding.rule == rule && finding.span.start == *at);
            Ok(finding.and_then(|finding| allow(view, finding)).into_iter().collect())
        }
    }
}

/// All fixes of a rule, where there are several: the safe ones, or else those that are not.
fn fix_rule(findings: &[Diagnostic], rule: &str) -> Option<(String, Deed)> {
    let has = |applicability: &Applicability| {
        let fixes = findings.iter().filter(|finding| finding.rule == rule).filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.applicability == *applicability).count() > 1
    };
    let applicability = [Applicability::Safe, Applicability::Unsafe].into_iter().find(has)?;
    let unsafe_fixes = applicability == Applicability::Unsafe;
    let deed = Deed::FixRule { rule: rule.to_owned(), unsafe_fixes };
    Some((title(&format!("Fix all problems of `{rule}`"), applicability), deed))
}

/// A comment that lets a finding pass, where one can be written at its line that does.
fn allow(view: &View<'_>, finding: &Diagnostic) -> Option<lsp::TextEdit> {
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
    let is_left = found.iter().filter(|other| allowed.line_index(other.span.start) == line).any(|other| {
        // What a change allows is there all the same, and says so. A comment that does nothing is found as such.
        other.rule == finding.rule && !other.is_allowed_by_change || other.rule == UNUSED
    });
    (!is_left).then(|| lsp::TextEdit { range: view.range(edit.span), new_text: edit.text })
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
