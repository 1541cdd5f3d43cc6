//! Line ends that a change turns.

use crate::diagnostic::Fix;
use crate::issue::Role;
use crate::rule::{Context, Earlier, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Source, Span};

pub(super) static RULE: Rule = Rule {
    name: "line-endings",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports a change that converts the line endings of the file, from Unix (LF) to Windows (CRLF) or the \
              other way round. It only looks at changes, with `--since`.",
    why: "The page is the same, but every line is changed: nobody can see what was written, and the next merge \
          fails.",
    needs: Needs::Change,
    examples: &[
        Example::fixed(
            "### Research\r\n* [A paper](https://example.org/paper)\r\n* [My paper](https://example.org/mine)\r\n",
            "### Research\n* [A paper](https://example.org/paper)\n* [My paper](https://example.org/mine)\n",
        )
        .since(UNIX),
        Example::fixed(
            "### Research\n* [A paper](https://example.org/paper)\n* [My paper](https://example.org/mine)\r\n",
            "### Research\r\n* [A paper](https://example.org/paper)\r\n* [My paper](https://example.org/mine)\r\n",
        )
        .since(Earlier { role: Role::Current, text: "### Research\r\n* [A paper](https://example.org/paper)\r\n" }),
    ],
    silent: &[
        Silent::because(
            "pasted text may have other line endings than the file",
            "### Research\n* [A paper](https://example.org/paper)\n* [My paper](https://example.org/mine)\r\n",
        )
        .since(UNIX),
        Silent::because("they were mixed before", "### Research\r\n* [A paper](https://example.org/paper)\r\n")
            .since(Earlier { role: Role::Current, text: "### Research\r\n* [A paper](https://example.org/paper)\n" }),
    ],
    options: &[],
    check,
};

const UNIX: Earlier = Earlier { role: Role::Current, text: "### Research\n* [A paper](https://example.org/paper)\n" };

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let source = document.source;
    let Some((change, old)) = cx.change.and_then(|change| Some((change, change.old()?))) else { return };
    let Some(before) = only_line_end(old.source) else { return };
    let ends: Vec<(usize, Span)> = (0..source.line_count()).map(|line| (line, line_end(source, line))).collect();
    let is_turned = |(_, end): &&(usize, Span)| !end.is_empty() && source.slice(*end) != before;
    let turned = ends.iter().filter(is_turned).count();
    // Lines that were there before: what is new may come from anywhere.
    let is_old = |(line, _): &&(usize, Span)| change.old_line(*line).is_some();
    let old_turned = ends.iter().filter(is_turned).filter(is_old).count();
    if 2 * old_turned <= old.source.line_count().saturating_sub(1) {
        return;
    }
    let (was, is) = if before == "\r\n" { ("CRLF", "LF") } else { ("LF", "CRLF") };
    let edits: Vec<Edit> = ends.iter().filter(is_turned).map(|(_, end)| Edit::replace(*end, before)).collect();
    cx.report(source.line(0), format!("this change converts the line endings of {turned} lines from {was} to {is}"))
        .help("Convert them back; otherwise every line of the file is a change.")
        .fix(Fix::safe("Convert the line endings back", edits));
}

/// The line end that all lines of a text have.
fn only_line_end(source: &Source) -> Option<&'static str> {
    let end = source.line_end();
    let is_same = |line| {
        let span = line_end(source, line);
        span.is_empty() || source.slice(span) == end
    };
    (source.line_count() > 1 && end != "\r" && (0..source.line_count()).all(is_same)).then_some(end)
}

fn line_end(source: &Source, line: usize) -> Span {
    Span::new(source.line(line).end, source.line_with_end(line).end)
}
