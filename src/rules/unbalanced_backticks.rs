//! Backticks that do not match.

use crate::diagnostic::{Fix, Gravity, excerpt};
use crate::document::{BacktickProblem, Document, SectionKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "unbalanced-backticks",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports a backtick without a matching one, a pair with nothing between them, and code that begins or \
              ends in the wrong place because one backtick is missing.",
    why: "The site shows a backtick without a matching one, and one missing backtick turns text into code and code \
          into text up to the end of the line.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [Deprecate `Zip' at last](https://example.org/x)\n",
            "* [Deprecate `Zip` at last](https://example.org/x)\n",
        ),
        Example::fixed("* [Deprecate `Zip](https://example.org/x)\n", "* [Deprecate `Zip`](https://example.org/x)\n"),
        Example::by_hand(
            "* [Let `Zip and Chain go](https://example.org/x)\n",
            "* [Let `Zip` and `Chain` go](https://example.org/x)\n",
        ),
        Example::by_hand(
            "* [Warm up `Kettle::boil`_dry](https://example.org/x)\n",
            "* [Warm up `Kettle::boil_dry`](https://example.org/x)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the title of a tracking issue is as its author wrote it",
            "### Final Comment Period\n\n#### Tracking Issues & PRs\n\n##### [Rust](https://github.com/rust-lang/rust/labels/final-comment-period)\n\n* [warm up `Kettle::boil`_dry](https://github.com/rust-lang/rust/pull/1)\n",
        ),
        Silent::because(
            "code after it closes what this code opens",
            "* [Add `cup::{Small::pour`, `Large::pour}` and `a[0]`](https://example.org/x)\n",
        ),
        Silent::because("the ending of a word follows its code", "* [The `Pot`s of `Tea`](https://example.org/x)\n"),
        Silent::because("code may be one bracket", "* [What `)` and `[` are](https://example.org/x)\n"),
        Silent::because("the code opens what it closes", "* [Use `a[0](b)` and (`c`)](https://example.org/x)\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    edges(cx);
    let document = cx.document;
    for fault in document.backtick_faults().iter().filter(|fault| !document.in_html_block(fault.span.start)) {
        let line = document.source.line(document.source.line_index(fault.span.start));
        let found = excerpt(document.text(fault.span));
        let (message, help) = match fault.problem {
            BacktickProblem::Odd if fault.span.len() == 1 => (
                format!(
                    "the backtick before `{}` has no matching one",
                    excerpt(document.text(Span::new(fault.span.end, line.end)))
                ),
                "Put the code between two backticks, or remove this backtick.",
            ),
            BacktickProblem::Odd => (
                format!("these {} backticks have no matching ones", fault.span.len()),
                "Write as many backticks after the code as before it.",
            ),
            BacktickProblem::Empty => (
                "there is nothing between these two backticks".to_owned(),
                "Write the code between them, or remove them.",
            ),
            BacktickProblem::ClosesInTheMiddle => (
                format!("this backtick matches the wrong one, so {found} becomes code"),
                "Check the backticks before and after it: code has one at each end.",
            ),
        };
        let gravity = cx.gravity_at(fault.span.start);
        let diagnostic = cx.report(fault.span, message);
        diagnostic.help(help).gravity(gravity);
        if !fault.repair.is_empty() {
            diagnostic.fix(Fix::safe("Add the missing backtick", fault.repair.clone()));
        }
    }
}

/// Whether the code of a line is in several parts that together close each bracket that they open: `` `cup::{a`, `b}`
/// ``.
fn is_split(document: &Document<'_>, line: Span) -> bool {
    let codes = document.code_spans_in(line);
    let all: String = codes.iter().map(|code| document.text(*code).trim_matches('`')).collect();
    let brackets = all.matches(['(', ')', '[', ']', '{', '}']);
    let mut open = Vec::new();
    for bracket in brackets {
        let closes = match bracket {
            ")" => "(",
            "]" => "[",
            "}" => "{",
            _ => {
                open.push(bracket);
                continue;
            }
        };
        if open.pop() != Some(closes) {
            return false;
        }
    }
    open.is_empty() && codes.len() > 1
}

/// Reports code that ends or begins within a word, a path or a pair of brackets.
fn edges(cx: &mut Context<'_>) {
    let document = cx.document;
    let text = document.source.text();
    // The line of the code before, and whether its code is in parts.
    let mut known = (Span::at(usize::MAX), false);
    for code in document.code_spans() {
        // The titles of RFCs and tracking issues are as their authors wrote them.
        let is_ours = |kind: SectionKind| kind.takes_submissions() || kind == SectionKind::RustProject;
        let is_entry = document.item_at(code.start).is_some_and(|item| is_ours(document.section_of(item).kind));
        if !is_entry || has_fault(document, *code) {
            continue;
        }
        let inner = document.text(*code).trim_matches('`');
        let line = document.source.line(document.source.line_index(code.start));
        if inner.contains(['(', ')', '[', ']', '{', '}']) {
            if known.0 != line {
                known = (line, is_split(document, line));
            }
            if known.1 {
                continue;
            }
        }
        let before = text[line.start..code.start].chars().next_back();
        let behind = &text[code.end..line.end.max(code.end)];
        let is_word = |c: char| c.is_alphanumeric();
        // `` Kettle`s` ``: the ending alone is code.
        let is_ending = inner.len() <= 2 && before.is_some_and(is_word);
        let splits_word = is_ending
            || before == Some('_')
            || behind.strip_prefix('_').is_some_and(|rest| rest.starts_with(is_word))
            || inner.ends_with("::") && behind.starts_with(is_word);
        if splits_word || splits_brackets(inner, behind) {
            let shown = excerpt(document.text(*code));
            cx.report(*code, format!("{shown} is only a part of the code here"))
                .gravity(Gravity::Doubtful)
                .help("Put the backticks around all of the code.");
        }
    }
}

/// Whether a backtick of a line is at fault, so that its code spans are others than meant.
fn has_fault(document: &Document<'_>, code: Span) -> bool {
    let line = document.source.line(document.source.line_index(code.start));
    let next = document.backtick_faults().partition_point(|fault| fault.span.start < line.start);
    document.backtick_faults().get(next).is_some_and(|fault| fault.span.start < line.end)
}

/// Whether code has words and a closing bracket that it does not open, or opens one that is closed right after it.
fn splits_brackets(code: &str, behind: &str) -> bool {
    const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    let mut open = Vec::new();
    for c in code.chars() {
        if PAIRS.iter().any(|(opening, _)| *opening == c) {
            open.push(c);
        } else if let Some((opening, _)) = PAIRS.iter().find(|(_, closing)| *closing == c)
            && open.pop() != Some(*opening)
        {
            return code.ends_with(c) && code.contains(char::is_alphanumeric);
        }
    }
    let Some((_, closing)) = open.last().and_then(|last| PAIRS.iter().find(|(opening, _)| opening == last)) else {
        return false;
    };
    let is_bracket = |c: char| PAIRS.iter().any(|(opening, closing)| *opening == c || *closing == c);
    // The `]` of the link itself comes after all of its text.
    behind.find(is_bracket).is_some_and(|at| behind[at..].starts_with(*closing) && !behind[at..].starts_with("]("))
}
