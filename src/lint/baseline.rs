//! Owns the comparison of findings with those of an earlier text.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::rule::change::Change;
use crate::text::Span;

/// What a finding is about, in terms of the old text.
type Subject<'a> = (&'static str, Option<usize>, String);

/// The findings that the old text did not have, about the same words of the same lines.
pub(super) fn new_findings(
    document: &Document<'_>,
    findings: Vec<Diagnostic>,
    old: &Document<'_>,
    old_findings: &[Diagnostic],
    change: &Change<'_>,
) -> Vec<Diagnostic> {
    let old_subject = |diagnostic: &Diagnostic| subject(old, diagnostic, Some);
    let new_subject = |diagnostic: &Diagnostic| subject(document, diagnostic, |line| change.old_line(line));
    let mut known: HashMap<Subject<'_>, usize> = HashMap::new();
    // Of findings about two places, such as duplicates, either may be reported, as the order of the lines has it.
    let mut known_groups: HashMap<(&'static str, Vec<usize>), usize> = HashMap::new();
    for diagnostic in old_findings {
        *known.entry(old_subject(diagnostic)).or_default() += 1;
        if let Some(lines) = lines_of(old, diagnostic, Some) {
            *known_groups.entry((diagnostic.rule, lines)).or_default() += 1;
        }
    }
    let mut take = |diagnostic: &Diagnostic| -> bool {
        let subject = new_subject(diagnostic);
        if subject.1.is_none() {
            return false;
        }
        if let Some(count) = known.get_mut(&subject).filter(|count| **count > 0) {
            *count -= 1;
            return true;
        }
        let lines = lines_of(document, diagnostic, |line| change.old_line(line));
        let count = lines.and_then(|lines| known_groups.get_mut(&(diagnostic.rule, lines)));
        count.filter(|count| **count > 0).map(|count| *count -= 1).is_some()
    };
    findings.into_iter().filter(|diagnostic| !take(diagnostic)).collect()
}

fn subject(
    document: &Document<'_>,
    diagnostic: &Diagnostic,
    old_line: impl Fn(usize) -> Option<usize>,
) -> Subject<'static> {
    let line = document.source.line_index(diagnostic.span.start);
    let words = document.text(diagnostic.span).split_whitespace().collect::<Vec<_>>().join(" ");
    (diagnostic.rule, old_line(line), words)
}

/// The lines of the old text that a finding points at, sorted; none where one of them is new, or there is only one.
fn lines_of(
    document: &Document<'_>,
    diagnostic: &Diagnostic,
    old_line: impl Fn(usize) -> Option<usize>,
) -> Option<Vec<usize>> {
    let labels = diagnostic.labels.iter().filter(|label| label.elsewhere.is_none()).map(|label| label.span);
    let places = std::iter::once(diagnostic.span).chain(labels);
    let lines: Option<Vec<usize>> = places.map(|span: Span| old_line(document.source.line_index(span.start))).collect();
    lines.filter(|lines| lines.len() > 1).map(|mut lines| {
        lines.sort_unstable();
        lines
    })
}
