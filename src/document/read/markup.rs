//! Finds backticks and asterisks that do not do what is meant.

use crate::document::item::Item;
use crate::document::markup::{BacktickFault, BacktickProblem};
use crate::document::outline::{LineKind, Outline};
use crate::text::{Edit, Span};

/// Finds the faults of backticks, at most one a line, and the asterisks that open or close nothing.
pub(in crate::document) fn find_faults(outline: &Outline<'_>) -> (Vec<BacktickFault>, Vec<Span>) {
    let mut delimiters: Vec<usize> = Vec::with_capacity(outline.emphases.len() * 4);
    for emphasis in &outline.emphases {
        let inner = emphasis.inner();
        delimiters.extend((emphasis.span.start..inner.start).chain(inner.end..emphasis.span.end));
    }
    delimiters.sort_unstable();
    delimiters.dedup();
    let mut faults = code_spans_that_close_in_the_middle(outline);
    let mut loose = Vec::new();
    let text = outline.source.text();
    let mut bullets = outline.items.iter().filter_map(|item| item.bullet).map(|bullet| bullet.span.start).peekable();
    let mut skip = 0;
    for (at, run) in outline.runs.of(memchr::memchr2_iter(b'`', b'*', text.as_bytes())) {
        // Nearly every asterisk is a bullet.
        while bullets.next_if(|bullet| *bullet < at).is_some() {}
        let is_alone = text.as_bytes().get(at + 1) != Some(&b'*');
        if at < skip || is_alone && bullets.peek() == Some(&at) || is_escaped(text, at) {
            continue;
        }
        let byte = text.as_bytes()[at];
        let length = text.as_bytes()[at..run.end].iter().take_while(|next| **next == byte).count();
        let span = Span::new(at, at + length);
        skip = span.end;
        if byte == b'`' {
            faults.push(odd_backticks(outline, span));
        } else if let Some(span) = loose_asterisks(outline, span, &delimiters) {
            loose.push(span);
        }
    }
    faults.sort_by_key(|fault| {
        (outline.source.line_index(fault.span.start), fault.problem != BacktickProblem::Odd, fault.span)
    });
    faults.dedup_by_key(|fault| outline.source.line_index(fault.span.start));
    (faults, loose)
}

fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn code_spans_that_close_in_the_middle(outline: &Outline<'_>) -> Vec<BacktickFault> {
    let text = outline.source.text();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    // `{…}` right behind code are attributes to the site, which shows nothing of them.
    let goes_on = |c: Option<char>| is_word(c) || c == Some('{');
    let mut faults = Vec::new();
    for code in &outline.code_spans {
        let inner = outline.text(*code).trim_matches('`');
        let opens_late =
            inner.starts_with(' ') && !inner.ends_with(' ') && is_word(text[..code.start].chars().next_back());
        let closes_late = inner.ends_with(' ') && !inner.starts_with(' ') && goes_on(text[code.end..].chars().next());
        if opens_late || closes_late {
            faults.push(BacktickFault { span: *code, problem: BacktickProblem::ClosesInTheMiddle, repair: Vec::new() });
        }
    }
    faults
}

fn odd_backticks(outline: &Outline<'_>, span: Span) -> BacktickFault {
    let problem = if span.len() == 2 { BacktickProblem::Empty } else { BacktickProblem::Odd };
    let mut fault = BacktickFault { span, problem, repair: Vec::new() };
    if span.len() != 1 {
        return fault;
    }
    let text = outline.source.text();
    // `Zip' for `Zip`
    let behind = &text[span.end..outline.source.line(outline.source.line_index(span.start)).end];
    let code = behind
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':' | '<' | '>' | '!'))
        .unwrap_or(behind.len());
    let quote = behind[code..].chars().next().filter(|c| matches!(c, '\'' | '´' | '’'));
    let next = behind[code..].chars().nth(1);
    if let Some(quote) = quote.filter(|_| code > 0 && !next.is_some_and(char::is_alphanumeric)) {
        let at = span.end + code;
        fault.repair = vec![Edit::replace(Span::new(at, at + quote.len_utf8()), "`")];
        return fault;
    }
    // In the text of a link, a single word between the backtick and the edge can only be what is meant as code.
    let link = outline.link_at(span.start).filter(|link| link.text.contains(span));
    let Some(link) = link else { return fault };
    // 'cargo help` for `cargo help`
    let quote = text[link.text.start..span.start].rfind('\'').map(|at| link.text.start + at);
    let opening = quote.filter(|at| {
        let inner = &text[at + 1..span.start];
        (*at == link.text.start || text[..*at].ends_with([' ', '(']))
            && !inner.is_empty()
            && !inner.contains('`')
            && !inner.starts_with(' ')
            && !inner.ends_with(' ')
            && !text[span.end..].starts_with(char::is_alphanumeric)
    });
    if let Some(at) = opening {
        fault.repair = vec![Edit::replace(Span::new(at, at + 1), "`")];
        return fault;
    }
    // `IntoIter  impl of `Vec`: two spaces stand where the backtick was lost.
    if let [first, ..] = outline.code_spans_in(link.text) {
        let inner = &text[first.start + 1..first.end - 1];
        let gap = inner.find("  ").filter(|gap| inner.rfind("  ") == Some(*gap) && *gap > 0);
        if let Some(gap) = gap.filter(|_| inner.ends_with(' ') && first.end < span.start) {
            fault.repair = vec![Edit::insert(first.start + 1 + gap, "`")];
            return fault;
        }
    }
    let before = &text[link.text.start..span.start];
    let after = &text[span.end..link.text.end];
    let others = outline.code_spans_in(link.text).len() + before.matches('`').count() + after.matches('`').count();
    if others == 0
        && !after.is_empty()
        && !after.contains(char::is_whitespace)
        && (before.is_empty() || before.ends_with([' ', '(']))
    {
        fault.repair = vec![Edit::insert(link.text.end, "`")];
    } else if others == 0
        && !before.is_empty()
        && !before.contains(char::is_whitespace)
        && (after.is_empty() || after.starts_with(' '))
    {
        fault.repair = vec![Edit::insert(link.text.start, "`")];
    }
    fault
}

/// The asterisks of a run that pair with nothing, if they are not meant as asterisks.
fn loose_asterisks(outline: &Outline<'_>, run: Span, delimiters: &[usize]) -> Option<Span> {
    let text = outline.source.text();
    let first = delimiters.partition_point(|at| *at < run.start);
    let count = delimiters[first..].iter().take_while(|at| **at < run.end).count();
    let paired = &delimiters[first..first + count];
    let free = run.len() - paired.len();
    if free == 0 {
        return None;
    }
    // They may pair at both ends of the run, and leave some between.
    let before = paired.iter().zip(run.start..).take_while(|(paired, at)| *paired == at).count();
    let span = Span::new(run.start + before, paired.get(before).copied().unwrap_or(run.end));
    if !paired.is_empty() {
        return Some(span);
    }
    let index = outline.source.line_index(run.start);
    match outline.lines[index] {
        LineKind::ThematicBreak | LineKind::Code | LineKind::Comment | LineKind::Table => return None,
        _ => {}
    }
    let line = outline.source.line(index);
    let item = match outline.lines[index] {
        LineKind::Item(item) | LineKind::Continuation(item) => outline.items.get(item),
        _ => None,
    };
    let is_marker = |item: &Item| {
        item.bullet.is_some_and(|bullet| {
            bullet.span.start <= run.start && run.end <= bullet.second.map_or(bullet.span.end, |second| second.end)
        })
    };
    if item.is_some_and(is_marker) {
        return None;
    }
    let before = text[line.start..run.start].chars().next_back();
    let after = text[run.end..line.end].chars().next();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let opens = after.is_some_and(|c| !c.is_whitespace()) && !is_word(before);
    let closes = before.is_some_and(|c| !c.is_whitespace()) && !is_word(after);
    if free == 3 && is_word(before) && !is_word(after) {
        // f***
        return None;
    }
    // `**kwargs`, and `2**n`, are code without backticks.
    let is_operator = is_word(before) && is_word(after) || text[run.end..].starts_with("kwargs");
    if free >= 2 && is_operator {
        return None;
    }
    if free >= 2 {
        return (opens || closes).then_some(span);
    }
    let content = item.map_or(line, |item| item.content);
    let link = outline.link_at(run.start).filter(|link| link.text.contains(run));
    let edges = link.map_or(content, |link| link.text);
    let pointer =
        ["mut ", "const ", "mut\u{a0}", "args", "kwargs"].iter().any(|word| text[run.end..].starts_with(word));
    let at_start = opens && is_word(after) && run.start == edges.start && !pointer;
    let at_end = closes && run.end == edges.end && before.is_some_and(|c| matches!(c, '.' | ')' | '!' | '?'));
    (at_start || at_end).then_some(span)
}
