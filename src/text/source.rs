//! Owns the text of one file and every conversion between byte offsets and lines and columns.
//!
//! Everything inside the program speaks of byte offsets ([`Span`]); lines and columns exist only at
//! the border, as [`Position`].

use std::fmt;
use std::sync::OnceLock;

/// A half-open range of byte offsets into a [`Source`]: `start` is included, `end` is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The empty range at `offset`, where text would be inserted.
    #[must_use]
    pub fn at(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the range holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly within this range.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two ranges share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// A value together with the place where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place in the source.
    pub span: Span,
}

/// A place as people and editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Byte offset from the beginning of the file, from 0.
    pub byte: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: usize,
    /// Column in bytes, from 1.
    pub byte_column: usize,
    /// Column in UTF-16 code units, from 1.
    pub utf16_column: usize,
}

/// Why the bytes of a file cannot be linted at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The file is UTF-16, by its byte order mark or by its zero bytes.
    Utf16,
    /// Quotes or lists are nested so deeply that reading them takes the square of their length.
    TooDeep {
        /// The first line that is, from 1.
        line: usize,
    },
    /// Lines that open or close code end in carriage returns alone, and reading them takes the square of their number.
    Fences {
        /// The first of them, from 1.
        line: usize,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utf16 => f.write_str("the file is UTF-16; save it as UTF-8"),
            Self::TooDeep { line } => write!(
                f,
                "line {line} nests quotes or lists so deeply that all lines take too long to read; remove the `>`, bullets or numbers at its beginning"
            ),
            Self::Fences { line } => write!(
                f,
                "from line {line} on, too many lines begin with three backticks to be read in time, because the lines end with only a carriage return; save the file with Unix (LF) or Windows (CRLF) line ends"
            ),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Stands in [`Source::text`] for each byte that was not UTF-8, so that byte offsets stay those of the file.
pub const INVALID_BYTE: char = '\u{1a}';

/// The most steps that the parser may take in one of the ways in which their number can be the square of the text's
/// length: half a second's work.
const MOST_STEPS: usize = 200_000_000;

/// Bytes among which a line feed is sought in the time of one step.
const BYTES_A_STEP: usize = 256;

/// Bytes between two entries of the character table.
const CHARACTER_BLOCK: usize = 256;

/// How long a text is in units that are not bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Units {
    characters: usize,
    utf16: usize,
}

impl Units {
    /// With some more bytes of UTF-8.
    fn and(self, bytes: &[u8]) -> Self {
        let characters = bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count();
        // A character of four bytes takes two units.
        let large = bytes.iter().filter(|byte| **byte >= 0xf0).count();
        Self { characters: self.characters + characters, utf16: self.utf16 + characters + large }
    }
}

/// The text of one file, and where its lines begin.
#[derive(Clone, Debug)]
pub struct Source {
    path: String,
    text: String,
    /// Each line without its line end, found when it is first asked for: of most earlier issues, nobody asks.
    lines: OnceLock<Vec<Span>>,
    invalid_bytes: Vec<(usize, u8)>,
    /// What is before each block of [`CHARACTER_BLOCK`] bytes: columns in lines of many megabytes.
    units_before: OnceLock<Vec<Units>>,
}

impl Source {
    /// A source of text that is already UTF-8. `path` is what reports call it.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self::with_invalid_bytes(path.into(), text.into(), Vec::new())
    }

    /// Takes the bytes of a file as they are.
    ///
    /// Bytes that are not UTF-8 are each replaced by [`INVALID_BYTE`], which leaves every offset as it is in
    /// the file, and are listed by [`Source::invalid_bytes`].
    ///
    /// # Errors
    ///
    /// [`DecodeError::Utf16`] when the bytes are UTF-16, [`DecodeError::TooDeep`] when nobody can have meant them.
    pub fn from_bytes(path: impl Into<String>, bytes: Vec<u8>) -> Result<Self, DecodeError> {
        if looks_like_utf16(&bytes) {
            return Err(DecodeError::Utf16);
        }
        let mut bytes = match String::from_utf8(bytes) {
            Ok(text) => return Self::new(path, text).if_readable(),
            Err(error) => error.into_bytes(),
        };
        let mut invalid = Vec::new();
        let mut offset = 0;
        for chunk in bytes.utf8_chunks() {
            offset += chunk.valid().len();
            invalid.extend(chunk.invalid().iter().enumerate().map(|(i, byte)| (offset + i, *byte)));
            offset += chunk.invalid().len();
        }
        for (offset, _) in &invalid {
            bytes[*offset] = INVALID_BYTE as u8;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self::with_invalid_bytes(path.into(), text, invalid).if_readable()
    }

    /// The source, unless it takes the Markdown parser the square of its length. For each line, it goes through all
    /// quotes and lists that are open; for many a bullet of a line, through the bullets after it; and from each three
    /// backticks to the next line feed, whether lines end so or in carriage returns.
    fn if_readable(self) -> Result<Self, DecodeError> {
        let (mut deepest, mut longest) = (Nesting::default(), Nesting::default());
        let (mut line_feed, mut first_fence, mut fence_steps) = (0, None, 0_usize);
        let (mut deepest_line, mut longest_line, mut steps) = (0, 0, 0_usize);
        for (index, Span { start, .. }) in self.lines().iter().enumerate() {
            let bytes = self.text.as_bytes();
            let nesting = nesting(&bytes[*start..]);
            let behind = start + nesting.length;
            if bytes[behind..].starts_with(b"```") {
                if line_feed <= behind {
                    line_feed = memchr::memchr(b'\n', &bytes[behind..]).map_or(bytes.len(), |at| behind + at);
                }
                first_fence.get_or_insert(index);
                fence_steps = fence_steps.saturating_add((line_feed - behind) / BYTES_A_STEP);
            }
            steps = steps.saturating_add(nesting.steps);
            if nesting.depth > deepest.depth {
                (deepest, deepest_line) = (nesting, index);
            }
            if nesting.steps > longest.steps {
                (longest, longest_line) = (nesting, index);
            }
        }
        if deepest.depth.saturating_mul(self.line_count()) > MOST_STEPS {
            return Err(DecodeError::TooDeep { line: deepest_line + 1 });
        }
        if steps > MOST_STEPS {
            return Err(DecodeError::TooDeep { line: longest_line + 1 });
        }
        match first_fence.filter(|_| fence_steps > MOST_STEPS) {
            Some(index) => Err(DecodeError::Fences { line: index + 1 }),
            None => Ok(self),
        }
    }

    fn with_invalid_bytes(path: String, text: String, invalid_bytes: Vec<(usize, u8)>) -> Self {
        Self { path, text, lines: OnceLock::new(), invalid_bytes, units_before: OnceLock::new() }
    }

    /// Each line without its line end, which is `\n`, `\r\n` or a lone `\r`.
    fn lines(&self) -> &[Span] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut lines = Vec::with_capacity(bytes.len() / 60 + 1);
            let mut start = 0;
            let has_returns = memchr::memchr(b'\r', bytes).is_some();
            let mut push =
                |end: usize, next: usize| lines.push(Span { start: std::mem::replace(&mut start, next), end });
            if has_returns {
                let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
                let is_last = |at: &usize| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
                for at in ends.filter(is_last) {
                    let is_pair = bytes[at] == b'\n' && at > 0 && bytes[at - 1] == b'\r';
                    push(at - usize::from(is_pair), at + 1);
                }
            } else {
                memchr::memchr_iter(b'\n', bytes).for_each(|at| push(at, at + 1));
            }
            push(bytes.len(), bytes.len());
            lines
        })
    }

    /// What reports call this file.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text; a byte order mark at its beginning included.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of `span`.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// The bytes of the file as they were read.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.text.clone().into_bytes();
        for (at, byte) in &self.invalid_bytes {
            bytes[*at] = *byte;
        }
        bytes
    }

    /// Whether another source has the same bytes.
    #[must_use]
    pub(crate) fn has_same_bytes(&self, other: &Self) -> bool {
        self.text == other.text && self.invalid_bytes == other.invalid_bytes
    }

    /// The bytes that were not UTF-8, with their offsets, in the order of the text.
    #[must_use]
    pub fn invalid_bytes(&self) -> &[(usize, u8)] {
        &self.invalid_bytes
    }

    /// Number of lines; a text that ends with a line end has an empty last line.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines().len()
    }

    /// Index, from 0, of the line in which `offset` lies.
    #[must_use]
    pub fn line_index(&self, offset: usize) -> usize {
        self.lines().partition_point(|line| line.start <= offset).saturating_sub(1)
    }

    /// The text of line `index` (from 0) without its line end.
    #[must_use]
    pub fn line(&self, index: usize) -> Span {
        self.lines().get(index).copied().unwrap_or(Span::at(self.text.len()))
    }

    /// The text of line `index` (from 0) with its line end.
    #[must_use]
    pub fn line_with_end(&self, index: usize) -> Span {
        let start_of = |index: usize| self.lines().get(index).map_or(self.text.len(), |line| line.start);
        Span::new(start_of(index), start_of(index + 1))
    }

    /// The line ending that the file uses, by its first line: what a fix inserts.
    #[must_use]
    pub fn line_end(&self) -> &'static str {
        let first = self.slice(self.line_with_end(0));
        if first.ends_with("\r\n") {
            "\r\n"
        } else if first.ends_with('\r') {
            "\r"
        } else {
            "\n"
        }
    }

    /// The place of a byte offset, as people count it.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_index(offset);
        let start = self.line(line).start;
        let before = self.units_between(start, offset);
        Position {
            byte: offset,
            line: line + 1,
            column: before.characters + 1,
            byte_column: offset - start + 1,
            utf16_column: before.utf16 + 1,
        }
    }

    /// What is between two byte offsets: counted where they are near each other, as in nearly all lines.
    fn units_between(&self, start: usize, end: usize) -> Units {
        let bytes = &self.text.as_bytes()[start..end];
        if bytes.is_ascii() {
            return Units { characters: bytes.len(), utf16: bytes.len() };
        }
        if bytes.len() <= CHARACTER_BLOCK {
            return Units::default().and(bytes);
        }
        let (before, at_start) = (self.units_before(end), self.units_before(start));
        Units { characters: before.characters - at_start.characters, utf16: before.utf16 - at_start.utf16 }
    }

    fn units_before(&self, offset: usize) -> Units {
        let bytes = self.text.as_bytes();
        let table = self.units_before.get_or_init(|| {
            let mut total = Units::default();
            let blocks = bytes.chunks(CHARACTER_BLOCK);
            std::iter::once(total)
                .chain(blocks.map(|block| {
                    total = total.and(block);
                    total
                }))
                .collect()
        });
        let block = offset / CHARACTER_BLOCK;
        table[block].and(&bytes[block * CHARACTER_BLOCK..offset])
    }
}

/// What quotes and lists at the beginning of a line cost.
#[derive(Clone, Copy, Default)]
struct Nesting {
    /// How deeply they may be nested at most.
    depth: usize,
    /// Bytes that are looked at to tell whether what follows a bullet is a thematic break.
    steps: usize,
    /// Bytes of all of them.
    length: usize,
}

/// The `>`, bullets and numbers that the line at the beginning of `text` begins with, and one list for every two spaces
/// before them.
fn nesting(text: &[u8]) -> Nesting {
    let mut nesting = Nesting::default();
    // Most lines, seen at a glance: words, or one bullet before a link.
    match text {
        [b'*', b' ', b'[', ..] => return Nesting { depth: 1, steps: 2, length: 2 },
        [byte, ..] if byte.is_ascii_alphabetic() => return nesting,
        _ => {}
    }
    let (mut blanks, mut at) = (0, 0);
    // Where the row of bullets of one kind ends that was last looked at, and up to where the parser takes its word for
    // it: it notes how long the row is, and compares that with where it is.
    let (mut row_end, mut row_is_known) = (0, 0);
    loop {
        match (text.get(at), text.get(at + 1)) {
            (Some(b' '), _) => blanks += 1,
            (Some(b'\t'), _) => blanks += 4,
            (Some(b'>'), _) => nesting.depth += 1 + std::mem::take(&mut blanks) / 2,
            (Some(bullet @ (b'*' | b'-' | b'+')), Some(b' ' | b'\t')) => {
                nesting.depth += 1 + std::mem::take(&mut blanks) / 2;
                if at >= row_is_known {
                    if at >= row_end {
                        let is_of_row = |byte: &&u8| *byte == bullet || matches!(byte, b' ' | b'\t');
                        row_end = at + text[at..].iter().take_while(is_of_row).count();
                    }
                    row_is_known = if *bullet == b'+' { 0 } else { row_end - at };
                    nesting.steps += row_is_known;
                }
            }
            (Some(b'0'..=b'9'), _) => match number(&text[at..]) {
                Some(length) => {
                    nesting.depth += 1 + std::mem::take(&mut blanks) / 2;
                    at += length - 1;
                }
                None => break,
            },
            _ => break,
        }
        at += 1;
    }
    nesting.length = at;
    nesting
}

/// The length of the number of a list, such as `1.`, at the beginning of `text`.
fn number(text: &[u8]) -> Option<usize> {
    // Markdown knows numbers of up to nine digits.
    let digits = text.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    match (text.get(digits), text.get(digits + 1)) {
        (Some(b'.' | b')'), Some(b' ' | b'\t')) if digits < 10 => Some(digits + 1),
        _ => None,
    }
}

fn looks_like_utf16(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return true;
    }
    // Without a mark: nearly every second byte of Latin text is zero.
    let head = &bytes[..bytes.len().min(1024)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    head.len() >= 4 && zeros(0).max(zeros(1)) * 4 >= head.len() / 2 * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source::new("x", "日本\r\né🦀x\rlast");
        let at = |needle: &str| source.position(source.text().find(needle).unwrap_or(0));
        assert_eq!((at("本").line, at("本").column), (1, 2));
        assert_eq!((at("x").line, at("x").column), (2, 3));
        assert_eq!((at("last").line, at("last").column), (3, 1));
        assert_eq!(source.slice(source.line(0)), "日本");
    }

    #[test]
    fn columns_beyond_the_first_block_are_right() {
        let source = Source::new("x", "é".repeat(5000));
        assert_eq!(source.position(9998).column, 5000);
        assert_eq!(source.position(10_000).column, 5001);
    }

    #[test]
    fn bytes_that_are_not_utf8_keep_their_offsets() {
        let source = Source::from_bytes("x", b"caf\xe9 ok \xff".to_vec()).expect("not UTF-16");
        assert_eq!(source.invalid_bytes(), [(3, 0xe9), (8, 0xff)]);
        assert_eq!(source.text().len(), 9);
        assert_eq!(source.position(8).column, 9);
    }

    #[test]
    fn what_is_nested_beyond_reading_is_refused() {
        let read = |text: String| Source::from_bytes("x", text.into_bytes()).map(|_| ()).err();
        let lines = "b\n".repeat(100_000);
        assert_eq!(read(format!("a\n{}b\n{lines}", "> ".repeat(3000))), Some(DecodeError::TooDeep { line: 2 }));
        assert_eq!(read(format!("{}* b\n{lines}", " ".repeat(6000))), Some(DecodeError::TooDeep { line: 1 }));
        assert_eq!(read(format!("{}b\n{lines}", "1. ".repeat(3000))), Some(DecodeError::TooDeep { line: 1 }));
        assert_eq!(read(format!("{}b\n{lines}", "> * ".repeat(20))), None);
        assert_eq!(read("> ".repeat(100_000)), None);
        // A row of bullets that is no thematic break, after others.
        let row = "* ".repeat(50_000);
        assert_eq!(read(format!("a\n{row}b")), None);
        assert_eq!(read(format!("a\n{}{row}b", "+ ".repeat(50_000))), Some(DecodeError::TooDeep { line: 2 }));
        // Lines end where the parser seeks no end.
        assert_eq!(read("a\r```\n".repeat(300_000)), None);
        assert_eq!(read("a\r```\r".repeat(300_000)), Some(DecodeError::Fences { line: 2 }));
        let row = format!("{}{}b\n", "> ".repeat(500), "* ".repeat(500));
        assert_eq!((read(row.clone()), read(row.repeat(1000))), (None, Some(DecodeError::TooDeep { line: 1 })));
    }

    #[test]
    fn utf16_is_recognised_with_and_without_a_mark() {
        let utf16: Vec<u8> = "* [Title](https://example.org)".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Source::from_bytes("x", utf16.clone()).err(), Some(DecodeError::Utf16));
        assert_eq!(Source::from_bytes("x", [vec![0xff, 0xfe], utf16].concat()).err(), Some(DecodeError::Utf16));
        assert!(Source::from_bytes("x", b"nul \0 byte".to_vec()).is_ok());
    }
}
