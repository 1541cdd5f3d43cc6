//! What the renderer makes of the text of one block: its links, and what readers see.
//!
//! The renderer looks for one kind of markup after another in the whole text, code first, and puts a placeholder where
//! it finds some. So does this; a placeholder is a character of a private area, which no issue holds.

use crate::document::read::tag::html_tag;
use crate::document::site::{ShownText, SiteLink};

/// The first of the characters that stand for markup that was found.
const FIRST_PLACEHOLDER: u32 = 0xF_0000;

/// Most pieces of markup that are looked for in one text.
const MOST: usize = 4096;

/// Bytes up to which an address is looked for.
const LONGEST_ADDRESS: usize = 4096;

/// What a backslash escapes.
const ESCAPABLE: &str = "\\`*_{}[]()>#+-.!|";

enum Node {
    /// An escaped character.
    Text(char),
    Code(String),
    Link {
        text: String,
        destination: String,
    },
    Image,
    /// A tag or a comment.
    Html(String),
}

/// Finds what opens a kind of markup at a byte of the text; gives what it is, and where it ends.
type Finder<'f> = dyn FnMut(&str, usize, &[Node]) -> Found + 'f;

enum Found {
    Nothing,
    /// It is none, and the search goes on there.
    Skip(usize),
    Node(Node, usize),
}

/// Reads a text. `address_of` gives the address that a name stands for, in lower case.
pub(in crate::document) fn read(text: &str, address_of: &dyn Fn(&str) -> Option<String>) -> ShownText {
    let mut nodes: Vec<Node> = Vec::new();
    let mut text = text.to_owned();
    let pass = |text: &mut String, nodes: &mut Vec<Node>, opens: &[u8], find: &mut Finder<'_>| {
        if text.bytes().any(|byte| opens.contains(&byte)) {
            *text = replace(text, nodes, opens, find);
        }
    };
    pass(&mut text, &mut nodes, b"`", &mut |text, at, _| code(text, at));
    pass(&mut text, &mut nodes, b"\\", &mut |text, at, _| escape(text, at));
    let brackets =
        |text: &str, at: usize| -> Option<usize> { (!text[..at].ends_with('!')).then(|| closing(text, at))? };
    pass(&mut text, &mut nodes, b"[", &mut |text, at, _| {
        let Some(close) = brackets(text, at) else { return Found::Nothing };
        reference(text, at, close, address_of)
    });
    pass(&mut text, &mut nodes, b"[", &mut |text, at, nodes| {
        let Some(close) = brackets(text, at) else { return Found::Nothing };
        match address(text, close + 1) {
            Some((address, end)) => {
                let destination = plain(address, nodes).trim().to_owned();
                Found::Node(Node::Link { text: text[at + 1..close].to_owned(), destination }, end)
            }
            None => Found::Nothing,
        }
    });
    pass(&mut text, &mut nodes, b"!", &mut |text, at, _| {
        let Some(close) = text[at + 1..].starts_with('[').then(|| closing(text, at + 1)).flatten() else {
            return Found::Nothing;
        };
        address(text, close + 1).map_or(Found::Nothing, |(_, end)| Found::Node(Node::Image, end))
    });
    pass(&mut text, &mut nodes, b"[", &mut |text, at, _| {
        let Some(close) = brackets(text, at) else { return Found::Nothing };
        let name = &text[at + 1..close];
        match address_of(&name.to_lowercase()) {
            Some(destination) => Found::Node(Node::Link { text: name.to_owned(), destination }, close + 1),
            None => Found::Nothing,
        }
    });
    pass(&mut text, &mut nodes, b"<", &mut |text, at, _| tag(text, at));
    let mut shown = ShownText::default();
    flatten(&text, &nodes, &mut shown, 0);
    shown
}

/// Replaces what `find` finds at one of the bytes `opens` by placeholders.
fn replace(text: &str, nodes: &mut Vec<Node>, opens: &[u8], find: &mut Finder<'_>) -> String {
    let mut replaced = String::with_capacity(text.len());
    let (mut from, mut at) = (0, 0);
    while at < text.len() {
        if !opens.contains(&text.as_bytes()[at]) || nodes.len() >= MOST {
            at += 1;
            continue;
        }
        match find(text, at, nodes) {
            Found::Nothing => at += 1,
            Found::Skip(end) => at = end.max(at + 1),
            Found::Node(node, end) => {
                let count = u32::try_from(nodes.len()).unwrap_or(0);
                replaced.push_str(&text[from..at]);
                replaced.extend(char::from_u32(FIRST_PLACEHOLDER + count));
                nodes.push(node);
                (from, at) = (end, end);
            }
        }
    }
    replaced.push_str(&text[from..]);
    replaced
}

/// Index of the node that a character stands for.
fn placeholder(c: char) -> Option<usize> {
    usize::try_from(u32::from(c).checked_sub(FIRST_PLACEHOLDER)?).ok().filter(|index| *index < MOST)
}

fn code(text: &str, at: usize) -> Found {
    let bytes = text.as_bytes();
    let width = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
    let backslashes = bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
    if backslashes % 2 == 1 {
        return Found::Nothing;
    }
    let start = at + width;
    let mut next = start;
    // The longest shorter row is the second best.
    let mut best: Option<(usize, usize)> = None;
    while let Some(found) = memchr::memchr(b'`', &bytes[next..]) {
        let open = next + found;
        let row = bytes[open..].iter().take_while(|byte| **byte == b'`').count();
        next = open + row;
        if row == width {
            return Found::Node(Node::Code(text[start..open].trim().to_owned()), next);
        }
        if best.is_none_or(|(length, _)| row > length) {
            best = Some((row, next));
        }
    }
    match best.filter(|(row, _)| *row < width) {
        Some((row, end)) => {
            let inner = start - (width - row);
            Found::Node(Node::Code(text.get(inner..end - row).unwrap_or_default().trim().to_owned()), end)
        }
        None => Found::Skip(start),
    }
}

fn escape(text: &str, at: usize) -> Found {
    match text[at + 1..].chars().next() {
        Some(c) if ESCAPABLE.contains(c) => Found::Node(Node::Text(c), at + 1 + c.len_utf8()),
        Some(c) => Found::Skip(at + 1 + c.len_utf8()),
        None => Found::Nothing,
    }
}

/// The `]` that belongs to the `[` at `at`.
fn closing(text: &str, at: usize) -> Option<usize> {
    let reach = &text.as_bytes()[at..text.len().min(at + LONGEST_ADDRESS)];
    let mut depth = 0_usize;
    for (offset, byte) in reach.iter().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + offset);
                }
            }
            _ => {}
        }
    }
    None
}

/// `[text][name]`, with at most one blank between; `close` is the first `]`.
fn reference(text: &str, at: usize, close: usize, address_of: &dyn Fn(&str) -> Option<String>) -> Found {
    let behind = &text[close + 1..];
    let open = behind.strip_prefix(char::is_whitespace).unwrap_or(behind);
    let Some(name) = open.strip_prefix('[') else { return Found::Nothing };
    let Some(length) = name.find(']') else { return Found::Nothing };
    let end = text.len() - name.len() + length + 1;
    let label = &text[at + 1..close];
    let name = if length == 0 { label } else { &name[..length] };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    match address_of(&name) {
        Some(destination) => Found::Node(Node::Link { text: label.to_owned(), destination }, end),
        None => Found::Skip(end),
    }
}

/// The address in the parentheses that open at `at`, and where they close.
fn address(text: &str, at: usize) -> Option<(&str, usize)> {
    let inner = text.get(at..)?.strip_prefix('(')?;
    let start = text.len() - inner.trim_start().len();
    if let Some(angled) = text[start..].strip_prefix('<')
        && let Some(length) = angled.find(['<', '>']).filter(|at| angled[*at..].starts_with('>'))
    {
        let behind = angled[length + 1..].trim_start();
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
        let behind = match quote.and_then(|quote| Some((quote, behind[1..].find(quote)?))) {
            Some((_, title)) => behind[title + 2..].trim_start(),
            None => behind,
        };
        if behind.starts_with(')') {
            return Some((&angled[..length], text.len() - behind.len() + 1));
        }
    }
    Quotes::default().read(text, start)
}

/// How far the renderer is in an address that may hold quotes: one of them may open a title.
#[derive(Default)]
struct Quotes {
    /// The first quote that was found, where it opens a title, and where it was closed last.
    first: Option<(u8, usize)>,
    first_end: Option<usize>,
    /// The same of the other kind of quote.
    second: Option<(u8, usize)>,
    second_end: Option<usize>,
}

impl Quotes {
    fn read(mut self, text: &str, start: usize) -> Option<(&str, usize)> {
        let bytes = text.as_bytes();
        let (mut open, mut open_before_title) = (1_usize, 1_usize);
        let mut last_bracket = None;
        let mut last = 0;
        for (at, byte) in bytes.iter().copied().enumerate().take(start + LONGEST_ADDRESS).skip(start) {
            let in_title = self.first.is_some();
            match byte {
                b'(' if !in_title => open += 1,
                b'(' => open_before_title = open_before_title.saturating_sub(1),
                b')' if self.title_before(last).is_some() => open = 0,
                b')' if !in_title => open -= 1,
                b')' if open_before_title > 0 => {
                    open_before_title -= 1;
                    if open_before_title == 0 {
                        last_bracket = Some(at);
                    }
                }
                b'"' | b'\'' if !in_title => {
                    (open_before_title, open) = (open, 1);
                    self.first = Some((byte, at));
                }
                b'"' | b'\'' => self.next_quote(byte, at),
                _ => {}
            }
            if open == 0 {
                let end = self.title_before(last).unwrap_or(at);
                return Some((&text[start..end], at + 1));
            }
            if byte != b' ' {
                last = byte;
            }
        }
        let end = last_bracket.filter(|_| open_before_title == 0)?;
        Some((&text[start..end], end + 1))
    }

    /// Takes a quote after the first one.
    fn next_quote(&mut self, byte: u8, at: usize) {
        match (self.first, self.second) {
            (Some((quote, _)), None) if quote != byte => self.second = Some((byte, at)),
            (Some((quote, _)), _) if quote == byte => self.first_end = Some(at),
            (_, Some(_)) => self.second_end = Some(at),
            _ => {}
        }
    }

    /// Where a title begins that ends with the byte `last`.
    fn title_before(&self, last: u8) -> Option<usize> {
        let title = |quote: Option<(u8, usize)>, end: Option<usize>| {
            quote.filter(|(quote, _)| end.is_some() && *quote == last).map(|(_, at)| at)
        };
        title(self.first, self.first_end).or_else(|| title(self.second, self.second_end))
    }
}

/// A tag, a comment or an address in angle brackets.
fn tag(text: &str, at: usize) -> Found {
    let rest = &text[at..];
    if let Some(comment) = rest.strip_prefix("<!--") {
        let end = comment.find("-->").filter(|end| !comment[..*end].contains("<!--"));
        return end.map_or(Found::Nothing, |end| Found::Node(Node::Html(String::new()), at + 4 + end + 3));
    }
    let inner = rest[1..].find(['<', '>']).filter(|end| rest[1 + end..].starts_with('>')).map(|end| &rest[1..=end]);
    if let Some(inner) = inner {
        let scheme = inner.split("://").next().filter(|scheme| scheme.len() < inner.len());
        let is_scheme = |scheme: &str| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
        };
        if scheme.is_some_and(is_scheme) {
            let node = Node::Link { text: inner.to_owned(), destination: inner.to_owned() };
            return Found::Node(node, at + inner.len() + 2);
        }
    }
    match html_tag(rest) {
        Some((length, _)) => Found::Node(Node::Html(rest[..length].to_owned()), at + length),
        None => Found::Nothing,
    }
}

/// A text with what its placeholders stand for.
fn plain(text: &str, nodes: &[Node]) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match placeholder(c).and_then(|index| nodes.get(index)) {
            Some(Node::Text(c)) => plain.push(*c),
            Some(Node::Code(code)) => plain.push_str(code),
            Some(_) => {}
            None => plain.push(c),
        }
    }
    plain
}

/// Adds what readers see of a text. Links do not nest deeper than the passes that find them.
fn flatten(text: &str, nodes: &[Node], shown: &mut ShownText, depth: usize) {
    const DEEPEST: usize = 8;
    let mut rest = text;
    // A tag `<a href>` that is open: where its text begins.
    let mut anchor: Option<(String, usize)> = None;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let Some(node) = placeholder(c).and_then(|index| nodes.get(index)) else {
            shown.text.push(c);
            continue;
        };
        let takes_attributes = match node {
            Node::Text(c) => {
                shown.text.push(*c);
                false
            }
            Node::Code(code) => {
                shown.text.push_str(&plain(code, nodes));
                true
            }
            Node::Link { text, destination } => {
                let start = shown.text.len();
                if depth < DEEPEST {
                    flatten(text, nodes, shown, depth + 1);
                }
                let text = shown.text[start..].to_owned();
                shown.links.push(SiteLink { text, destination: destination.clone() });
                true
            }
            Node::Image => true,
            Node::Html(tag) => {
                if let Some(address) = anchor_address(tag) {
                    anchor = Some((address, shown.text.len()));
                } else if tag.eq_ignore_ascii_case("</a>")
                    && let Some((destination, start)) = anchor.take()
                {
                    shown.links.push(SiteLink { text: shown.text[start..].to_owned(), destination });
                }
                false
            }
        };
        if takes_attributes && let Some(length) = attributes(rest) {
            shown.attributes.push(plain(&rest[..length], nodes));
            rest = &rest[length..];
        }
    }
    if let Some((destination, start)) = anchor {
        shown.links.push(SiteLink { text: shown.text[start..].to_owned(), destination });
    }
}

/// The address of a tag `<a href="…">`.
fn anchor_address(tag: &str) -> Option<String> {
    let rest = tag.strip_prefix("<a ").or_else(|| tag.strip_prefix("<A "))?;
    let at = rest.to_ascii_lowercase().find("href")?;
    let value = rest[at + 4..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let address = match quote {
        Some(quote) => value[1..].split(quote).next(),
        None => value.split([' ', '>']).next(),
    };
    address.map(str::to_owned)
}

/// Bytes of a list of attributes, which begins right after code or a link.
fn attributes(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('{')?;
    let inner = inner.strip_prefix(':').unwrap_or(inner).trim_start_matches(' ');
    if inner.starts_with(['}', '\n']) {
        return None;
    }
    let length = inner.find(['}', '\n']).filter(|at| inner[*at..].starts_with('}'))?;
    Some(rest.len() - inner.len() + length + 1)
}
