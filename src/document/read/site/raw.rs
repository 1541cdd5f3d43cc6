//! Takes out what the renderer keeps as it is before it looks for blocks: fenced code, and blocks of HTML, comments
//! included.

use std::collections::HashMap;

use crate::document::site::Shown;
use crate::text::{Source, Span};

/// The placeholder in the text for fenced code or raw HTML. No issue holds this character: the renderer removes it.
pub(super) const RAW: &str = "\u{2}";

/// Longest tag that is looked for, in bytes.
const LONGEST_TAG: usize = 4096;

/// The tags that make a block of HTML: a list of the renderer's.
const BLOCK_TAGS: &[&str] = &[
    "address", "article", "aside", "blockquote", "body", "canvas", "center", "colgroup", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "group", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "iframe", "legend", "li", "main", "map", "math", "menu", "nav", "noscript", "object", "ol",
    "option", "output", "p", "pre", "progress", "script", "section", "style", "summary", "table", "tbody", "td",
    "textarea", "tfoot", "th", "thead", "tr", "ul", "video",
];

/// Tags that hold no blocks, whatever they say: a list of the renderer's.
const HOLD_WORDS: &[&str] = &[
    "address", "canvas", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "li", "math", "option", "p", "pre",
    "script", "style", "summary", "td", "textarea", "th",
];

/// A text whose lines know which line of the source they come from.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// The lines, each ended by a line feed.
    pub(super) text: String,
    pub(super) lines: Vec<TextLine>,
}

/// A line of a [`Text`].
#[derive(Clone, Copy, Debug)]
pub(super) struct TextLine {
    /// Where it begins in the text.
    pub(super) start: usize,
    /// The index of its line in the source.
    pub(super) at: usize,
}

impl Text {
    /// Adds a text without line feeds; `line` is where it is in the source.
    fn push(&mut self, text: &str, line: usize) {
        match self.lines.last_mut() {
            _ if text.is_empty() => return,
            Some(last) if self.text.ends_with('\n') => last.at = line,
            Some(_) => {}
            None => self.lines.push(TextLine { start: 0, at: line }),
        }
        self.text.push_str(text);
    }

    /// Adds a part of another text, from byte `from` up to `to`; `lines` are its lines, from the one of its first byte
    /// up to the one that its last line feed begins.
    fn copy(&mut self, text: &str, lines: &[TextLine], from: usize, to: usize) {
        let Some((first, further)) = lines.split_first().filter(|_| from < to) else { return };
        let base = self.text.len();
        self.push(&text[from..to], first.at);
        self.lines.extend(further.iter().map(|line| TextLine { start: base + line.start - from, ..*line }));
    }

    /// Adds line feeds that the source does not have.
    fn push_breaks(&mut self, count: usize, line: usize) {
        if self.lines.is_empty() {
            self.lines.push(TextLine { start: self.text.len(), at: line });
        }
        for _ in 0..count {
            self.text.push('\n');
            self.lines.push(TextLine { start: self.text.len(), at: line });
        }
    }

    /// The index of the line of a byte.
    fn index(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.start <= at).saturating_sub(1)
    }
}

/// The body as the renderer's block parser sees it: tabs as spaces, lines of spaces empty, and raw parts replaced by
/// [`RAW`]. What is taken out is noted in `shown`.
pub(super) fn without_raw(source: &Source, body: usize, shown: &mut [Shown]) -> Text {
    let text = without_fences(normal(source, body), shown);
    if memchr::memchr(b'<', text.text.as_bytes()).is_some() { Html::new(&text, shown).read() } else { text }
}

/// The lines from `body` on, with tabs as spaces; those that hold only spaces are empty.
fn normal(source: &Source, body: usize) -> Text {
    let bytes = source.text().as_bytes();
    let has_odd = |span: Span| memchr::memchr3(b'\t', 2, 3, &bytes[span.start..span.end]).is_some();
    let is_blank = |span: Span| bytes[span.start..span.end].iter().all(|byte| *byte == b' ');
    let mut copied = source.line(body).start;
    let may_be_odd = has_odd(Span::new(copied, bytes.len()));
    let mut text = Text {
        text: String::with_capacity(bytes.len() - copied + 1),
        lines: Vec::with_capacity(source.line_count() + 1 - body),
    };
    for index in body..source.line_count() {
        let (line, end) = (source.line(index), source.line_with_end(index).end);
        text.lines.push(TextLine { start: line.start - copied + text.text.len(), at: index });
        let has_mark = index == 0 && source.text().starts_with('\u{feff}');
        let is_odd = may_be_odd && has_odd(line);
        let is_cleared = index > body && !line.is_empty() && is_blank(line);
        // Nearly all lines are as they are to be, and copied many at a time.
        if !has_mark && !is_odd && !is_cleared && &bytes[line.end..end] == b"\n" {
            continue;
        }
        text.text.push_str(&source.text()[copied..line.start]);
        copied = end;
        let from = text.text.len();
        let line = if has_mark { source.slice(line).trim_start_matches('\u{feff}') } else { source.slice(line) };
        if is_odd {
            expand_tabs(line, &mut text.text);
        } else {
            text.text.push_str(line);
        }
        if index > body && text.text.as_bytes()[from..].iter().all(|byte| *byte == b' ') {
            text.text.truncate(from);
        }
        text.text.push('\n');
    }
    text.lines.push(TextLine { start: text.text.len(), at: source.line_count() });
    text
}

/// Adds a line with spaces for its tabs, and without the characters that the renderer removes.
fn expand_tabs(line: &str, text: &mut String) {
    const TAB: usize = 4;
    let mut column = 0;
    for c in line.chars().filter(|c| !matches!(c, '\u{2}' | '\u{3}')) {
        if c == '\t' {
            let width = TAB - column % TAB;
            text.extend(std::iter::repeat_n(' ', width));
            column += width;
        } else {
            text.push(c);
            column += 1;
        }
    }
}

/// A text with [`RAW`] for each piece of fenced code.
fn without_fences(text: Text, shown: &mut [Shown]) -> Text {
    if FENCES.iter().all(|fence| memchr::memmem::find(text.text.as_bytes(), fence.as_bytes()).is_none()) {
        return text;
    }
    let fences = closing_fences(text.text.split_terminator('\n'));
    if fences.is_empty() {
        return text;
    }
    let lines: Vec<&str> = text.text.split_terminator('\n').collect();
    let mut out = Text::default();
    let mut index = 0;
    while index < lines.len() {
        let line = lines[index];
        let closing = fence(line).and_then(|fence| {
            let closing = fences.get(fence)?;
            closing.get(closing.partition_point(|closing| *closing <= index)).copied()
        });
        match closing {
            Some(closing) => {
                let (first, last) = (text.lines[index].at, text.lines[closing].at);
                shown[first..=last].fill(Shown::Code);
                out.push_breaks(1, first);
                out.push(RAW, first);
                out.push_breaks(2, last);
                index = closing;
            }
            None => {
                out.push(line, text.lines[index].at);
                out.push_breaks(1, text.lines[index].at);
            }
        }
        index += 1;
        if let Some(last) = out.lines.last_mut() {
            last.at = text.lines[index].at;
        }
    }
    out
}

/// The shortest fences of code.
const FENCES: [&str; 2] = ["```", "~~~"];

/// For each fence the indexes of the lines that close it: those that hold nothing else.
fn closing_fences<'t>(lines: impl Iterator<Item = &'t str>) -> HashMap<&'t str, Vec<usize>> {
    let mut closing: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, line) in lines.enumerate() {
        if let Some(fence) = fence(line).filter(|fence| line.trim_end_matches(' ') == *fence) {
            closing.entry(fence).or_default().push(index);
        }
    }
    closing
}

/// The fence that a line opens code with, if it may: in the first column, and with no more than a language after it.
fn fence(line: &str) -> Option<&str> {
    let first = line.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let width = line.bytes().take_while(|byte| *byte == first).count();
    let (fence, behind) = line.split_at(width);
    let behind = behind.trim_matches(' ');
    let is_attributes = behind.starts_with('{') && behind.ends_with('}');
    let language = behind.split(" hl_lines=").next().unwrap_or_default();
    let is_language = language.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '#' | '.' | '+' | '-'));
    (width >= FENCES[0].len() && (is_attributes || is_language)).then_some(fence)
}

/// The walk over tags, comments and declarations.
struct Html<'t, 's> {
    text: &'t str,
    source: &'t Text,
    shown: &'s mut [Shown],
    out: Text,
    /// Where the block of HTML begins that is open.
    raw_from: Option<usize>,
    /// Behind a block of HTML, on its last line.
    in_tail: bool,
    /// The tags that are open in the block of HTML.
    stack: Vec<String>,
    /// From where on nothing closes a comment.
    no_comment_end: usize,
    /// Where the next `>` is: none of the tags before it ends earlier.
    next_end: usize,
}

impl<'t, 's> Html<'t, 's> {
    fn new(text: &'t Text, shown: &'s mut [Shown]) -> Self {
        Self {
            text: &text.text,
            source: text,
            shown,
            out: Text { text: String::with_capacity(text.text.len()), lines: Vec::with_capacity(text.lines.len()) },
            raw_from: None,
            in_tail: false,
            stack: Vec::new(),
            no_comment_end: usize::MAX,
            next_end: 0,
        }
    }

    /// The line of the source that a byte of the text comes from.
    fn line(&self, at: usize) -> usize {
        let lines = &self.source.lines;
        lines.get(self.source.index(at)).or(lines.last()).map_or(0, |line| line.at)
    }

    fn read(mut self) -> Text {
        let mut at = 0;
        while at < self.text.len() {
            let next = memchr::memchr(b'<', &self.text.as_bytes()[at..]).map_or(self.text.len(), |found| at + found);
            self.data(at, next);
            if next == self.text.len() {
                break;
            }
            at = self.markup(next);
        }
        if let Some(from) = self.raw_from {
            self.note(from, self.text.len());
            self.out.push(RAW, self.line(from));
            self.out.push_breaks(1, self.line(self.text.len().saturating_sub(1)));
        }
        self.out
    }

    /// Passes text on, with the lines that it comes from.
    fn data(&mut self, from: usize, to: usize) {
        let (first, last) = (self.source.index(from), self.source.index(to));
        if first < last {
            self.in_tail = false;
        }
        if self.raw_from.is_none() {
            self.out.copy(self.text, self.source.lines.get(first..=last).unwrap_or_default(), from, to);
        }
    }

    /// Reads what begins with the `<` at `at`, and gives where it ends.
    fn markup(&mut self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        let starts = |with: &[u8]| rest.starts_with(with);
        if starts(b"<!--") {
            return self.comment(at);
        }
        let is_name = |index: usize| rest.get(index).is_some_and(u8::is_ascii_alphabetic);
        if starts(b"</") && is_name(2) {
            return self.end_tag(at);
        }
        if is_name(1) {
            return self.start_tag(at);
        }
        let is_block = self.at_line_start(at) || self.in_tail;
        let end = if !is_block {
            None
        } else if starts(b"<?") {
            self.find(at + 2, b"?>")
        } else if starts(b"<![CDATA[") {
            self.find(at, b"]]>")
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype")) {
            self.find(at, b">")
        } else {
            None
        };
        match end {
            Some(end) => self.empty(at, end, true),
            None => self.data(at, at + 1),
        }
        end.unwrap_or(at + 1)
    }

    /// Where `needle` ends that comes next, not too far away.
    fn find(&self, from: usize, needle: &[u8]) -> Option<usize> {
        let reach = &self.text.as_bytes()[from.min(self.text.len())..self.text.len().min(from + LONGEST_TAG)];
        memchr::memmem::find(reach, needle).map(|found| from + found + needle.len())
    }

    fn comment(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let from = at + 4;
        let end = if from >= self.no_comment_end { None } else { comment_end(bytes, from) };
        match end {
            Some(end) => {
                self.empty(at, end, true);
                end
            }
            None => {
                self.no_comment_end = self.no_comment_end.min(from);
                self.data(at, at + 1);
                at + 1
            }
        }
    }

    /// Whether a tag that begins at `at` may end within reach.
    fn may_end(&mut self, at: usize) -> bool {
        if self.next_end <= at {
            let bytes = &self.text.as_bytes()[at..];
            self.next_end = memchr::memchr(b'>', bytes).map_or(usize::MAX, |found| at + found);
        }
        self.next_end < at.saturating_add(LONGEST_TAG)
    }

    fn start_tag(&mut self, at: usize) -> usize {
        if !self.may_end(at) {
            self.data(at, at + 1);
            return at + 1;
        }
        let Some(tag) = start_tag(&self.text.as_bytes()[at..self.text.len().min(at + LONGEST_TAG)]) else {
            self.data(at, at + 1);
            return at + 1;
        };
        let end = at + tag.length;
        let name = self.text[at + 1..at + 1 + tag.name].to_ascii_lowercase();
        let is_block = is_block_tag(&name);
        if tag.is_empty {
            self.empty(at, end, is_block);
            return end;
        }
        let begins_block = is_block && (self.at_line_start(at) || self.in_tail);
        if name == "hr" && begins_block {
            self.empty(at, end, true);
            return end;
        }
        if begins_block && self.raw_from.is_none() {
            if takes_markdown(&self.text[at..end]) && !HOLD_WORDS.contains(&name.as_str()) {
                self.out.push_breaks(2, self.line(at));
                return end;
            }
            self.raw_from = Some(at);
            self.out.push_breaks(1, self.line(at));
        }
        if self.raw_from.is_none() {
            self.data(at, end);
            return end;
        }
        let is_code = matches!(name.as_str(), "script" | "style");
        let closing = if is_code { closing_tag(&self.text[end..], &name).map(|found| end + found) } else { None };
        self.stack.push(name);
        match closing {
            _ if !is_code => end,
            Some(closing) => closing,
            None => self.text.len(),
        }
    }

    fn end_tag(&mut self, at: usize) -> usize {
        let Some(end) = self.find(at, b">") else {
            self.data(at, at + 2);
            return at + 2;
        };
        let name = self.text[at + 2..end - 1].trim().to_ascii_lowercase();
        let name = name.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        let Some(from) = self.raw_from else {
            // What begins with `markdown="1"` ends here.
            self.data(at, end);
            return end;
        };
        const DEEPEST: usize = 512;
        let open = self.stack.iter().rev().take(DEEPEST).position(|open| open == name);
        if let Some(above) = open {
            self.stack.truncate(self.stack.len() - above - 1);
        }
        if self.stack.is_empty() {
            self.in_tail = !is_blank_line(&self.text[end..]);
            self.raw_from = None;
            self.note(from, end);
            self.out.push(RAW, self.line(from));
            self.out.push_breaks(2, self.line(end - 1));
        }
        end
    }

    /// A comment, a declaration, or a tag that holds nothing.
    fn empty(&mut self, at: usize, end: usize, is_block: bool) {
        if self.raw_from.is_some() || self.in_tail {
            if self.in_tail {
                self.note(at, end);
            }
            return;
        }
        if !is_block || !self.at_line_start(at) {
            let was_tail = self.in_tail;
            self.data(at, end);
            self.in_tail = was_tail;
            return;
        }
        self.in_tail = !is_blank_line(&self.text[end..]);
        self.note(at, end);
        if self.out.text.ends_with('\n') && !self.out.text.ends_with("\n\n") {
            self.out.push_breaks(1, self.line(at));
        }
        self.out.push(RAW, self.line(at));
        self.out.push_breaks(2, self.line(end - 1));
    }

    /// Whether at most three spaces are before a byte on its line.
    fn at_line_start(&self, at: usize) -> bool {
        let before = &self.text.as_bytes()[at.saturating_sub(4)..at];
        let blanks = before.iter().rev().take_while(|byte| **byte == b' ').count();
        blanks <= 3 && (blanks == at || self.text.as_bytes().get(at - blanks - 1) == Some(&b'\n'))
    }

    fn note(&mut self, from: usize, to: usize) {
        let (first, last) = (self.line(from), self.line(to.max(from + 1) - 1));
        if let Some(lines) = self.shown.get_mut(first..=last) {
            lines.fill(Shown::Html);
        }
    }
}

fn is_block_tag(name: &str) -> bool {
    BLOCK_TAGS.binary_search(&name).is_ok()
}

/// Whether a tag says that what it holds is Markdown.
fn takes_markdown(tag: &str) -> bool {
    let attribute = tag.split_ascii_whitespace().find_map(|attribute| attribute.strip_prefix("markdown"));
    attribute.is_some_and(|value| value.starts_with(['=', '>']) && !value.contains("\"0\""))
}

/// Where a comment ends that begins before `from`.
fn comment_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = memchr::memmem::find(bytes.get(at..)?, b"--") {
        at += found;
        match bytes.get(at + 2..) {
            Some([b'>', ..]) => return Some(at + 3),
            Some([b'!', b'>', ..]) => return Some(at + 4),
            _ => at += 1,
        }
    }
    None
}

/// Whether only blank space stands before the second line feed.
fn is_blank_line(rest: &str) -> bool {
    let rest = rest.trim_start_matches(' ');
    rest.strip_prefix('\n').is_some_and(|rest| rest.trim_start_matches(' ').starts_with('\n'))
}

/// Where `</name` begins.
fn closing_tag(text: &str, name: &str) -> Option<usize> {
    memchr::memmem::find_iter(text.as_bytes(), b"</")
        .find(|at| text.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)))
}

struct StartTag {
    /// Bytes from `<` to after `>`.
    length: usize,
    /// Bytes of its name.
    name: usize,
    /// Whether it ends in `/>`.
    is_empty: bool,
}

/// The tag that `bytes` begin with: a name, attributes, `>`.
fn start_tag(bytes: &[u8]) -> Option<StartTag> {
    let skip = |from: usize, wanted: &dyn Fn(u8) -> bool| {
        from + bytes.get(from..).unwrap_or_default().iter().take_while(|byte| wanted(**byte)).count()
    };
    let is_blank = |byte: u8| byte.is_ascii_whitespace();
    let mut at = skip(1, &|byte| !is_blank(byte) && !matches!(byte, b'`' | b'/' | b'>' | 0));
    let name = at - 1;
    loop {
        while bytes.get(at).is_some_and(|byte| is_blank(*byte) || *byte == b'/' && bytes.get(at + 1) != Some(&b'>')) {
            at += 1;
        }
        match bytes.get(at)? {
            b'>' => return Some(StartTag { length: at + 1, name, is_empty: false }),
            b'/' => return Some(StartTag { length: at + 2, name, is_empty: true }),
            b'`' => return None,
            _ => {}
        }
        if !is_blank(bytes[at - 1]) && !matches!(bytes[at - 1], b'/' | b'"' | b'\'') {
            return None;
        }
        at = skip(at + 1, &|byte| !is_blank(byte) && !matches!(byte, b'/' | b'=' | b'>'));
        let sign = skip(at, &is_blank);
        if bytes.get(sign) == Some(&b'=') {
            let value = skip(skip(sign, &|byte| byte == b'='), &is_blank);
            at = match bytes.get(value)? {
                quote @ (b'"' | b'\'') => value + 2 + memchr::memchr(*quote, &bytes[value + 1..])?,
                _ => skip(value, &|byte| !is_blank(byte) && !matches!(byte, b'`' | b'>')),
            };
        }
    }
}
