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
    for span in &outline.delimiters {
        // Nearly every asterisk is a bullet.
        while bullets.next_if(|bullet| *bullet < span.start).is_some() {}
        let is_alone = text.as_bytes().get(span.start + 1) != Some(&b'*');
        if is_alone && bullets.peek() == Some(&span.start) {
            continue;
        }
        // Of a row, only the first can be escaped.
        let span = Span::new(span.start + usize::from(is_escaped(text, span.start)), span.end);
        if span.is_empty() {
            continue;
        }
        if text.as_bytes()[span.start] == b'`' {
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
    // `{…}` right after code are attributes to the site, which shows nothing of them.
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
    // In the text of a link, a single word between the backtick and the edge can only be what is meant as code.
    let link = || outline.link_at(span.start).map(|link| link.text).filter(|text| text.contains(span));
    let in_link = |text: Span| {
        quote_for_opening_backtick(outline, text, span)
            .or_else(|| backtick_between_spaces(outline, text, span))
            .or_else(|| backtick_at_edge(outline, text, span))
    };
    let repair = || quote_for_closing_backtick(outline, span).or_else(|| link().and_then(in_link));
    let repair = if span.len() == 1 { repair() } else { None };
    BacktickFault { span, problem, repair: repair.into_iter().collect() }
}

/// The repair of `` `Zip' `` for `` `Zip` ``.
fn quote_for_closing_backtick(outline: &Outline<'_>, opening: Span) -> Option<Edit> {
    let line = outline.source.line(outline.source.line_index(opening.start));
    let behind = outline.text(Span::new(opening.end, line.end));
    let code = behind
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':' | '<' | '>' | '!'))
        .unwrap_or(behind.len());
    let mut next = behind[code..].chars();
    let quote = next.next().filter(|c| matches!(c, '\'' | '´' | '’'))?;
    let at = opening.end + code;
    let is_closing = code > 0 && !next.next().is_some_and(char::is_alphanumeric);
    is_closing.then(|| Edit::replace(Span::new(at, at + quote.len_utf8()), "`"))
}

/// The repair of `` 'cargo help` `` for `` `cargo help` `` in the text of a link.
fn quote_for_opening_backtick(outline: &Outline<'_>, link: Span, closing: Span) -> Option<Edit> {
    let before = outline.text(Span::new(link.start, closing.start));
    let quote = before.rfind('\'')?;
    let inner = &before[quote + 1..];
    let is_opening = (quote == 0 || before[..quote].ends_with([' ', '(']))
        && !inner.is_empty()
        && !inner.contains('`')
        && !inner.starts_with(' ')
        && !inner.ends_with(' ')
        && !outline.source.text()[closing.end..].starts_with(char::is_alphanumeric);
    let at = link.start + quote;
    is_opening.then(|| Edit::replace(Span::new(at, at + 1), "`"))
}

/// The repair of `` `IntoIter  impl of `Vec` ``: two spaces stand where the backtick was lost.
fn backtick_between_spaces(outline: &Outline<'_>, link: Span, odd: Span) -> Option<Edit> {
    let first = outline.code_spans_in(link).first()?;
    let inner = Span::new(first.start + 1, first.end - 1);
    let text = outline.text(inner);
    let gap = text.find("  ").filter(|gap| text.rfind("  ") == Some(*gap) && *gap > 0)?;
    (text.ends_with(' ') && first.end < odd.start).then(|| Edit::insert(inner.start + gap, "`"))
}

/// The repair of a word at the edge of a link's text that has one backtick, and of which the edge is the other end.
fn backtick_at_edge(outline: &Outline<'_>, link: Span, odd: Span) -> Option<Edit> {
    let before = outline.text(Span::new(link.start, odd.start));
    let after = outline.text(Span::new(odd.end, link.end));
    if !outline.code_spans_in(link).is_empty() || before.contains('`') || after.contains('`') {
        return None;
    }
    let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    if is_word(after) && (before.is_empty() || before.ends_with([' ', '('])) {
        Some(Edit::insert(link.end, "`"))
    } else if is_word(before) && (after.is_empty() || after.starts_with(' ')) {
        Some(Edit::insert(link.start, "`"))
    } else {
        None
    }
}

/// The asterisks of a run that pair with nothing, if they are not meant as asterisks.
fn loose_asterisks(outline: &Outline<'_>, run: Span, delimiters: &[usize]) -> Option<Span> {
    let first = delimiters.partition_point(|at| *at < run.start);
    let count = delimiters[first..].iter().take_while(|at| **at < run.end).count();
    let paired = &delimiters[first..first + count];
    if paired.len() == run.len() {
        return None;
    }
    // They may pair at both ends of the run, and leave some between.
    let before = paired.iter().zip(run.start..).take_while(|(paired, at)| *paired == at).count();
    let span = Span::new(run.start + before, paired.get(before).copied().unwrap_or(run.end));
    (!paired.is_empty() || is_meant_as_emphasis(outline, run)).then_some(span)
}

/// Whether asterisks that all pair with nothing are meant to begin or end emphasis.
fn is_meant_as_emphasis(outline: &Outline<'_>, run: Span) -> bool {
    let text = outline.source.text();
    let index = outline.source.line_index(run.start);
    let item = match outline.lines[index] {
        LineKind::ThematicBreak | LineKind::Code | LineKind::Comment | LineKind::Table => return false,
        LineKind::Item(item) | LineKind::Continuation(item) => outline.items.get(item),
        _ => None,
    };
    if item.is_some_and(|item| is_marker(item, run)) {
        return false;
    }
    let line = outline.source.line(index);
    let before = text[line.start..run.start].chars().next_back();
    let after = text[run.end..line.end].chars().next();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let opens = after.is_some_and(|c| !c.is_whitespace()) && !is_word(before);
    let closes = before.is_some_and(|c| !c.is_whitespace()) && !is_word(after);
    if run.len() >= 2 {
        // f***
        let is_curse = run.len() == 3 && is_word(before) && !is_word(after);
        // `**kwargs`, and `2**n`, are code without backticks.
        let is_operator = is_word(before) && is_word(after) || text[run.end..].starts_with("kwargs");
        return (opens || closes) && !is_curse && !is_operator;
    }
    let content = item.map_or(line, |item| item.content);
    let link = outline.link_at(run.start).filter(|link| link.text.contains(run));
    let edges = link.map_or(content, |link| link.text);
    let is_pointer =
        ["mut ", "const ", "mut\u{a0}", "args", "kwargs"].iter().any(|word| text[run.end..].starts_with(word));
    let at_start = opens && is_word(after) && run.start == edges.start && !is_pointer;
    let at_end = closes && run.end == edges.end && before.is_some_and(|c| matches!(c, '.' | ')' | '!' | '?'));
    at_start || at_end
}

/// Whether asterisks are the bullet of an entry, or a second one after it.
fn is_marker(item: &Item, run: Span) -> bool {
    item.bullet.is_some_and(|bullet| {
        bullet.span.start <= run.start && run.end <= bullet.second.map_or(bullet.span.end, |second| second.end)
    })
}
