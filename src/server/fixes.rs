//! Owns what fixes make of a text, and the edits by which the editor gets there. However many fixes touch one line,
//! they come as one edit: what all of them leave is compared with what is there.

use gen_lsp_types::TextEdit;
use similar::DiffTag;

use crate::diagnostic::{Applicability, Diagnostic};
use crate::document::Document;
use crate::guard::Unparsable;
use crate::lint::{self, Scope};
use crate::report::diff::{lines, operations};
use crate::server::view::View;
use crate::text::{Source, Span};

/// Why nothing was fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Nobody wants the answer any more.
    Cancelled,
    /// The parser failed.
    Unparsable,
}

impl From<Unparsable> for Stop {
    fn from(_: Unparsable) -> Self {
        Self::Unparsable
    }
}

/// The edits of all safe fixes.
pub(super) fn all(view: &View<'_>) -> Result<Vec<TextEdit>, Stop> {
    fixed(view, false, |_, _| true)
}

/// The edits of all fixes of a rule; of those that have to be looked at only where asked for.
pub(super) fn of_rule(view: &View<'_>, rule: &str, unsafe_fixes: bool) -> Result<Vec<TextEdit>, Stop> {
    fixed(view, unsafe_fixes, |_, finding| finding.rule == rule)
}

/// The edits of the safe fixes that change nothing outside of a span.
pub(super) fn within(view: &View<'_>, span: Span) -> Result<Vec<TextEdit>, Stop> {
    let length = view.source().text().len();
    fixed(view, false, |source, finding| {
        // What was fixed before lies within too, and moves the end.
        let end = (span.end + source.text().len()).saturating_sub(length);
        finding.fix.as_ref().is_some_and(|fix| Span::new(span.start, end).contains(fix.span()))
    })
}

/// The edits of the fix of one finding; none where it would lose something and is not applied.
pub(super) fn of_finding(view: &View<'_>, finding: &Diagnostic) -> Result<Vec<TextEdit>, Stop> {
    let Some(fix) = &finding.fix else { return Ok(Vec::new()) };
    let Some(config) = view.judge.config() else { return Ok(Vec::new()) };
    let scope = Scope {
        unsafe_fixes: fix.applicability == Applicability::Unsafe,
        tracking_parameters: &config.options.tracking_parameters,
    };
    let text = view.source().text();
    // Once: what else could be fixed then is another finding.
    let judge = |document: &Document<'_>| {
        let is_first = document.source.text() == text;
        is_first.then(|| finding.clone()).into_iter().collect()
    };
    let fixed = lint::fix(copy(view.source()), scope, judge)?;
    Ok(edits(view, fixed.source.text()))
}

/// The edits of the fixes that are chosen, applied again and again until there is nothing left to fix.
fn fixed(
    view: &View<'_>,
    unsafe_fixes: bool,
    is_chosen: impl Fn(&Source, &Diagnostic) -> bool,
) -> Result<Vec<TextEdit>, Stop> {
    let Some(config) = view.judge.config().filter(|_| view.is_judged()) else { return Ok(Vec::new()) };
    let scope = Scope { unsafe_fixes, tracking_parameters: &config.options.tracking_parameters };
    let judge = |document: &Document<'_>| {
        // Without findings, there is nothing left to do.
        if view.inbox.is_cancelled() {
            return Vec::new();
        }
        let mut findings = view.judge.check(document);
        findings.retain(|finding| is_chosen(document.source, finding));
        findings
    };
    let fixed = lint::fix(copy(view.source()), scope, judge)?;
    if view.inbox.is_cancelled() {
        return Err(Stop::Cancelled);
    }
    Ok(edits(view, fixed.source.text()))
}

fn copy(source: &Source) -> Source {
    Source::new(source.path(), source.text())
}

/// The edits that make `new` of a text: of each line that changes, what is the same at both ends stays.
pub(super) fn edits(view: &View<'_>, new: &str) -> Vec<TextEdit> {
    let old = view.source().text();
    let changes = changes(old, new);
    changes.into_iter().map(|(span, new_text)| TextEdit { range: view.range(span), new_text }).collect()
}

/// The spans of `old` that differ, each with what is there in `new`.
fn changes(old: &str, new: &str) -> Vec<(Span, String)> {
    let (old_lines, new_lines) = (lines(old.as_bytes()), lines(new.as_bytes()));
    let (old_starts, new_starts) = (starts(&old_lines), starts(&new_lines));
    let span = |starts: &[usize], range: std::ops::Range<usize>| Span::new(starts[range.start], starts[range.end]);
    let ops = operations(&old_lines, &new_lines).into_iter().filter(|op| op.tag() != DiffTag::Equal);
    ops.map(|op| {
        let (was, is) = (span(&old_starts, op.old_range()), span(&new_starts, op.new_range()));
        trimmed(old, was, &new[is.start..is.end])
    })
    .collect()
}

/// Where each line begins, and where the last one ends.
fn starts(lines: &[&[u8]]) -> Vec<usize> {
    let ends = lines.iter().scan(0, |at, line| {
        *at += line.len();
        Some(*at)
    });
    std::iter::once(0).chain(ends).collect()
}

/// A change without what is the same at its beginning and its end. It does not begin or end within a line end, where no
/// position lies.
fn trimmed(old: &str, span: Span, new: &str) -> (Span, String) {
    let was = &old[span.start..span.end];
    let same = |one: char, other: char| (one == other).then_some(one.len_utf8());
    let head: usize = was.chars().zip(new.chars()).map_while(|(one, other)| same(one, other)).sum();
    let is_split = |text: &str, at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
    let head = if is_split(was, head) || is_split(new, head) { head - 1 } else { head };
    let (was, new) = (&was[head..], &new[head..]);
    let tail: usize = was.chars().rev().zip(new.chars().rev()).map_while(|(one, other)| same(one, other)).sum();
    let is_split = |text: &str| is_split(text, text.len() - tail);
    let tail = if is_split(was) || is_split(new) { tail - 1 } else { tail };
    (Span::new(span.start + head, span.end - tail), new[..new.len() - tail].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_as_small_as_they_can_be_and_lead_to_the_new_text() {
        let cases = [
            ("a\nb\n", "a\nb\n", &[] as &[(&str, &str)]),
            ("* [é🦀x](y)\n", "* [é🦀](y)\n", &[("x", "")]),
            ("one\r\ntwo\r\n", "one\ntwo\r\n", &[("\r\n", "\n")]),
            ("one\ntwo", "one\r\ntwo", &[("\n", "\r\n")]),
            ("a\nb\nc\n", "c\nb\na\n", &[("", "c\nb\n"), ("b\nc\n", "")]),
            ("", "new\n", &[("", "new\n")]),
        ];
        for (old, new, expected) in cases {
            let found = changes(old, new);
            let mut text = old.to_owned();
            found.iter().rev().for_each(|(span, new)| text.replace_range(span.start..span.end, new));
            assert_eq!(text, new);
            let shown: Vec<_> = found.iter().map(|(span, new)| (&old[span.start..span.end], new.as_str())).collect();
            assert_eq!(shown, expected, "{old:?}");
        }
    }
}
