//! Owns what lies within a line besides links: HTML tags as the site takes them, emphasis, backticks.

use crate::document::{Document, LineKind};
use crate::text::{Edit, Span};

/// Bold or italic text.
#[derive(Clone, Copy, Debug)]
pub struct Emphasis {
    /// All of it, with its delimiters.
    pub span: Span,
    /// Whether it is bold.
    pub is_strong: bool,
}

impl Emphasis {
    /// What stands between the delimiters.
    #[must_use]
    pub fn inner(&self) -> Span {
        let width = if self.is_strong { 2 } else { 1 };
        Span::new(self.span.start + width, self.span.end.saturating_sub(width))
    }
}

/// What the site takes for an HTML tag.
#[derive(Clone, Copy, Debug)]
pub struct HtmlTag {
    /// From `<` to `>`.
    pub span: Span,
    /// The name, without `/`.
    pub name: Span,
    /// Whether it closes.
    pub is_closing: bool,
}

/// What is wrong with backticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BacktickProblem {
    /// One without a partner.
    Odd,
    /// A pair with nothing between.
    Empty,
    /// A code span that ends, or begins, where a word does: the backticks pair up wrongly.
    ClosesInTheMiddle,
}

/// Backticks that don't do what is meant.
#[derive(Clone, Debug)]
pub struct BacktickFault {
    /// The backticks, or the wrongly paired span.
    pub span: Span,
    /// What is wrong.
    pub problem: BacktickProblem,
    /// How it would be right, where only one reading exists.
    pub repair: Vec<Edit>,
}

/// Longest tag that is looked for, in bytes.
const LONGEST_TAG: usize = 1024;

/// Finds what Python-Markdown takes for a tag. It has no list of names and is less strict than CommonMark: `<K, V>` is
/// a tag to it, though `<Item = u8>` is not.
pub(super) fn html_tags(document: &Document<'_>) -> Vec<HtmlTag> {
    let mut tags = Vec::new();
    let text = document.source.text();
    let mut behind = 0;
    for (start, run) in document.in_text(memchr::memchr_iter(b'<', text.as_bytes())) {
        if start < behind {
            continue;
        }
        if let Some((length, name)) = html_tag(&text[start..run.end]) {
            let is_closing = text.as_bytes()[start + 1] == b'/';
            let name_start = start + 1 + usize::from(is_closing);
            tags.push(HtmlTag {
                span: Span::new(start, start + length),
                name: Span::new(name_start, name_start + name),
                is_closing,
            });
            behind = start + length;
        }
    }
    tags
}

/// The length of the tag at the beginning of `text`, and of its name: `<name`, attributes as in HTML, `>`.
pub(super) fn html_tag(text: &str) -> Option<(usize, usize)> {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST_TAG)];
    let skip =
        |from: usize, wanted: fn(u8) -> bool| from + bytes[from..].iter().take_while(|byte| wanted(**byte)).count();
    let is_blank = |byte: u8| byte.is_ascii_whitespace();
    let is_bare = |byte: u8| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>');
    let name_start = 1 + usize::from(bytes.get(1) == Some(&b'/'));
    if !bytes.get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let mut at = name_start;
    loop {
        at = skip(at, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'@'));
        // An escaped `>` is text by the time tags are looked for.
        if bytes.get(at) != Some(&b'>') || bytes[at - 1] != b'\\' {
            break;
        }
        at += 1;
    }
    let name = bytes[name_start..at].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    loop {
        let attribute = skip(at, is_blank);
        if bytes.get(attribute) == Some(&b'>') && bytes[attribute - 1] != b'\\' {
            return Some((attribute + 1, name));
        }
        let end = skip(attribute, is_bare);
        if attribute == at || end == attribute {
            return None;
        }
        at = end;
        let sign = skip(end, is_blank);
        if bytes.get(sign) != Some(&b'=') {
            continue;
        }
        let value = skip(sign + 1, is_blank);
        at = match bytes.get(value)? {
            quote @ (b'"' | b'\'') => value + 2 + memchr::memchr(*quote, &bytes[value + 1..])?,
            _ => skip(value, is_bare),
        };
        if at == value {
            return None;
        }
    }
}

/// Finds the faults of backticks and asterisks; lines and items are known.
pub(super) fn find_faults(document: &mut Document<'_>) {
    let mut delimiters: Vec<usize> = Vec::with_capacity(document.emphases.len() * 4);
    for emphasis in &document.emphases {
        let inner = emphasis.inner();
        delimiters.extend((emphasis.span.start..inner.start).chain(inner.end..emphasis.span.end));
    }
    delimiters.sort_unstable();
    delimiters.dedup();
    let mut faults = code_spans_that_close_in_the_middle(document);
    let mut loose = Vec::new();
    let text = document.source.text();
    let mut bullets = document.items.iter().filter_map(|item| item.bullet).map(|bullet| bullet.span.start).peekable();
    let mut skip = 0;
    for (at, run) in document.in_text(memchr::memchr2_iter(b'`', b'*', text.as_bytes())) {
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
            faults.push(odd_backticks(document, span));
        } else if let Some(span) = loose_asterisks(document, span, &delimiters) {
            loose.push(span);
        }
    }
    faults.sort_by_key(|fault| {
        (document.source.line_index(fault.span.start), fault.problem != BacktickProblem::Odd, fault.span)
    });
    faults.dedup_by_key(|fault| document.source.line_index(fault.span.start));
    document.backtick_faults = faults;
    document.loose_asterisks = loose;
}

fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn code_spans_that_close_in_the_middle(document: &Document<'_>) -> Vec<BacktickFault> {
    let text = document.source.text();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    // `{…}` right behind code are attributes to the site, which shows nothing of them.
    let goes_on = |c: Option<char>| is_word(c) || c == Some('{');
    let mut faults = Vec::new();
    for code in &document.code_spans {
        let inner = document.text(*code).trim_matches('`');
        let opens_late =
            inner.starts_with(' ') && !inner.ends_with(' ') && is_word(text[..code.start].chars().next_back());
        let closes_late = inner.ends_with(' ') && !inner.starts_with(' ') && goes_on(text[code.end..].chars().next());
        if opens_late || closes_late {
            faults.push(BacktickFault { span: *code, problem: BacktickProblem::ClosesInTheMiddle, repair: Vec::new() });
        }
    }
    faults
}

fn odd_backticks(document: &Document<'_>, span: Span) -> BacktickFault {
    let problem = if span.len() == 2 { BacktickProblem::Empty } else { BacktickProblem::Odd };
    let mut fault = BacktickFault { span, problem, repair: Vec::new() };
    if span.len() != 1 {
        return fault;
    }
    let text = document.source.text();
    // `Zip' for `Zip`
    let behind = &text[span.end..document.source.line(document.source.line_index(span.start)).end];
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
    let link = document.link_at(span.start).filter(|link| link.text.contains(span));
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
    if let [first, ..] = document.code_spans_in(link.text) {
        let inner = &text[first.start + 1..first.end - 1];
        let gap = inner.find("  ").filter(|gap| inner.rfind("  ") == Some(*gap) && *gap > 0);
        if let Some(gap) = gap.filter(|_| inner.ends_with(' ') && first.end < span.start) {
            fault.repair = vec![Edit::insert(first.start + 1 + gap, "`")];
            return fault;
        }
    }
    let before = &text[link.text.start..span.start];
    let after = &text[span.end..link.text.end];
    let others = document.code_spans_in(link.text).len() + before.matches('`').count() + after.matches('`').count();
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
fn loose_asterisks(document: &Document<'_>, run: Span, delimiters: &[usize]) -> Option<Span> {
    let text = document.source.text();
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
    let index = document.source.line_index(run.start);
    match document.lines[index] {
        LineKind::ThematicBreak | LineKind::Code | LineKind::Comment | LineKind::Table => return None,
        _ => {}
    }
    let line = document.source.line(index);
    let item = match document.lines[index] {
        LineKind::Item(item) | LineKind::Continuation(item) => document.items.get(item),
        _ => None,
    };
    let is_marker = |item: &crate::document::Item| {
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
    let link = document.link_at(run.start).filter(|link| link.text.contains(run));
    let edges = link.map_or(content, |link| link.text);
    let pointer =
        ["mut ", "const ", "mut\u{a0}", "args", "kwargs"].iter().any(|word| text[run.end..].starts_with(word));
    let at_start = opens && is_word(after) && run.start == edges.start && !pointer;
    let at_end = closes && run.end == edges.end && before.is_some_and(|c| matches!(c, '.' | ')' | '!' | '?'));
    (at_start || at_end).then_some(span)
}
