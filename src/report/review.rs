//! Owns the format `review`: a review of a pull request, as GitHub's interface takes it. Each comment is on the lines
//! that it is about, and suggests how they should read, so that a contributor applies it with one click.
//!
//! GitHub takes comments only on lines that the diff of the pull request shows. What is found elsewhere is counted
//! here, and in the comment that `markdown` makes.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::report::correction::Suggestion;
use crate::report::fingerprint::Fingerprints;
use crate::report::json::write_escaped;
use crate::report::location::below;
use crate::report::markdown::{details, fenced, heading, prose};
use crate::report::{FileReport, Report, counted, disarmed, errors_and_warnings};
use crate::text::{INVALID_BYTE, Source, Span};

/// Begins the first line of every comment, which GitHub does not show; what follows in it says which findings the
/// comment is about, so that the next run knows what has been said.
pub const MARKER: &str = "<!-- twir-lint-finding ";

/// Comments of one review: more would bury the pull request.
pub const MOST_COMMENTS: usize = 20;

/// Findings of the same lines that are explained.
const MOST_FINDINGS: usize = 10;

#[derive(Serialize)]
struct Review {
    event: &'static str,
    body: String,
    comments: Vec<Comment>,
}

/// A comment on lines of a file as it is after the change. Lines are counted from 1.
#[derive(Serialize)]
struct Comment {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_side: Option<&'static str>,
    line: usize,
    side: &'static str,
    body: String,
    #[serde(skip)]
    severity: Severity,
}

/// Writes the review as one JSON object and a line end: the body of a request to `POST /repos/…/pulls/…/reviews`.
/// `root` is the folder of the checkout.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, root: &Path, out: &mut dyn Write) -> io::Result<()> {
    let (mut comments, mut outside) = (Vec::new(), 0);
    for file in &report.files {
        outside += add_comments(file, root, &mut comments);
    }
    // Errors first, where there is not room for all.
    let errors = comments.iter().filter(|comment| comment.severity == Severity::Error).count();
    let more = comments.len().saturating_sub(MOST_COMMENTS);
    let mut room = [errors.min(MOST_COMMENTS), MOST_COMMENTS - errors.min(MOST_COMMENTS)];
    comments.retain(|comment| {
        let room = &mut room[usize::from(comment.severity == Severity::Warning)];
        let has_room = *room > 0;
        *room = room.saturating_sub(1);
        has_room
    });
    outside += report.unshown().map(|unshown| unshown.count).sum::<usize>();
    let body = body(report, more, outside);
    write_escaped(&Review { event: "COMMENT", body, comments }, out)
}

/// What the review says above its comments.
fn body(report: &Report, more: usize, outside: usize) -> String {
    let summary = report.summary();
    let mut body = match errors_and_warnings(summary.errors, summary.warnings) {
        Some(found) => {
            format!("`twir-lint` has found **{found}**. *Commit suggestion* applies what a comment suggests.")
        }
        None => "`twir-lint` has found nothing to change.".to_owned(),
    };
    if more > 0 {
        let places = counted(more, "more place");
        body.push_str(&format!(" There is no room here for {places}: `twir-lint --since` lists all."));
    }
    match outside {
        0 => {}
        1 => body.push_str(" 1 finding is not in a line that the diff shows."),
        many => body.push_str(&format!(" {many} findings are not in lines that the diff shows.")),
    }
    for note in report.notes() {
        body.push_str(&format!("\n\n{}", prose(&note.text)));
    }
    disarmed(&body).into_owned()
}

/// Adds the comments on a file, in order. Gives how many findings are in no line of the diff.
fn add_comments(file: &FileReport, root: &Path, comments: &mut Vec<Comment>) -> usize {
    let source = &file.source;
    let lines = Lines::new(source);
    let shown = |lines: &Range<usize>| {
        let hunks = file.hunks.iter().flatten();
        file.hunks.is_none() || hunks.clone().any(|hunk| hunk.start <= lines.start && lines.end <= hunk.end)
    };
    let suggestions = suggestions(file, &lines, shown);
    // By the lines that a comment is on: what it is about, and what it suggests.
    let mut places: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let mut outside = 0;
    for (index, diagnostic) in file.diagnostics.iter().enumerate() {
        let line = lines.index(diagnostic.span.start);
        let place = suggestions.range(..=line).next_back().map(|(_, (lines, _))| lines).filter(|it| it.contains(&line));
        let place = place.cloned().unwrap_or(line..line + 1);
        if shown(&place) {
            places.entry((place.start, place.end)).or_default().push(index);
        } else {
            outside += 1;
        }
    }
    let path = below(root, source.path());
    let fingerprints = Fingerprints::of(file);
    for ((start, end), findings) in places {
        let suggestion = suggestions.get(&start).map(|(_, suggestion)| suggestion);
        let findings: Vec<_> =
            findings.iter().map(|index| (&file.diagnostics[*index], fingerprints.get(*index))).collect();
        let severity = findings.iter().map(|(diagnostic, _)| diagnostic.severity).max().unwrap_or(Severity::Warning);
        comments.push(Comment {
            path: path.clone(),
            start_line: (end - start > 1).then_some(start + 1),
            start_side: (end - start > 1).then_some("RIGHT"),
            line: end,
            side: "RIGHT",
            body: disarmed(&words(source, &findings, suggestion, root)).into_owned(),
            severity,
        });
    }
    outside
}

/// What a comment says: what is wrong, what to do, and how the lines should read.
fn words(
    source: &Source,
    findings: &[(&Diagnostic, String)],
    suggestion: Option<&Suggestion<'_>>,
    root: &Path,
) -> String {
    let ids: Vec<&str> = findings.iter().take(MOST_FINDINGS).map(|(_, id)| id.as_str()).collect();
    let mut text = format!("{MARKER}{} -->\n", ids.join(" "));
    for (diagnostic, _) in findings.iter().take(MOST_FINDINGS) {
        text.push_str(&format!("{}\n{}\n", heading(diagnostic), details(source, diagnostic, root)));
    }
    if findings.len() > MOST_FINDINGS {
        text.push_str(&format!("And {} more here.\n\n", findings.len() - MOST_FINDINGS));
    }
    if let Some(Suggestion { lines, is_safe, .. }) = suggestion {
        if !is_safe {
            text.push_str("Have a look before you commit this:\n\n");
        }
        text.push_str(&fenced("suggestion", lines));
    }
    text
}

/// What can be suggested for whole lines that the diff shows, by the first of them. Of two that share a line, the safe
/// one is suggested, and the other once that is applied.
fn suggestions<'a>(
    file: &'a FileReport,
    lines: &Lines,
    shown: impl Fn(&Range<usize>) -> bool,
) -> BTreeMap<usize, (Range<usize>, Suggestion<'a>)> {
    let source = &file.source;
    let mut found: BTreeMap<usize, (Range<usize>, Suggestion<'a>)> = BTreeMap::new();
    for wants_safe in [true, false] {
        let all = file.diagnostics.iter().filter_map(|diagnostic| Suggestion::of(source, diagnostic));
        for suggestion in all.filter(|suggestion| suggestion.is_safe == wants_safe) {
            let Suggestion { span, lines: wanted, .. } = suggestion;
            let place = lines.index(span.start)..lines.index(span.end) + 1;
            let is_free =
                || found.range(..place.end).next_back().is_none_or(|(_, (other, _))| other.end <= place.start);
            let can_be_written = lines.are_whole(source, span)
                && !source.slice(span).contains(INVALID_BYTE)
                && !wanted.iter().any(|line| line.contains([INVALID_BYTE, '\r']));
            if can_be_written && shown(&place) && is_free() {
                found.insert(place.start, (place, suggestion));
            }
        }
    }
    found
}

/// The lines of a text as git and GitHub count them: a line feed ends one, and nothing else does.
struct Lines(Vec<usize>);

impl Lines {
    fn new(source: &Source) -> Self {
        Self(memchr::memchr_iter(b'\n', source.text().as_bytes()).collect())
    }

    /// Index, from 0, of the line in which a byte lies.
    fn index(&self, offset: usize) -> usize {
        self.0.partition_point(|end| *end < offset)
    }

    /// Whether a span goes from the beginning of a line to the end of one.
    fn are_whole(&self, source: &Source, span: Span) -> bool {
        let text = source.text();
        let behind = text[span.end..].strip_prefix('\r').unwrap_or(&text[span.end..]);
        let starts = span.start == 0 || text[..span.start].ends_with('\n');
        starts
            && (behind.is_empty() || behind.starts_with('\n'))
            && !text[span.start..span.end].replace("\r\n", "").contains('\r')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_counts_the_findings_that_it_leaves_out() {
        let source = Source::new("draft.md", "one\n");
        let diagnostic = Diagnostic::new("bare-url", Span::new(0, 3), "this is not a link");
        let comment = |count: usize| {
            let findings = vec![(&diagnostic, "0:1".to_owned()); count];
            words(&source, &findings, None, Path::new(""))
        };
        assert_eq!(comment(MOST_FINDINGS).matches("bare-url").count(), MOST_FINDINGS);
        assert!(!comment(MOST_FINDINGS).contains("more here"));
        assert!(comment(MOST_FINDINGS + 2).contains("And 2 more here."));
    }
}
