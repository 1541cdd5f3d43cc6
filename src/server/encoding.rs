//! Owns the conversion between byte offsets and the positions of the protocol: lines and columns from 0, columns in the
//! units that client and server have agreed on.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

use crate::text::{Source, Span};

/// What columns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what holds where a client says nothing.
    #[default]
    Utf16,
    /// Characters (Unicode scalar values).
    Utf32,
}

impl Encoding {
    /// The best of those that a client offers, by the names of the protocol: bytes need no conversion.
    #[must_use]
    pub(super) fn negotiated<'a>(offered: impl Iterator<Item = &'a str>) -> Self {
        let offered: Vec<&str> = offered.collect();
        match () {
            () if offered.contains(&"utf-8") => Self::Utf8,
            () if offered.contains(&"utf-32") && !offered.contains(&"utf-16") => Self::Utf32,
            () => Self::Utf16,
        }
    }

    /// Its name in the protocol.
    #[must_use]
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// The units of a text.
    #[must_use]
    pub(super) fn length(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Utf32 => text.chars().count(),
        }
    }

    /// The position of a byte offset.
    #[must_use]
    pub(super) fn position(self, source: &Source, offset: usize) -> Position {
        let offset = source.text().floor_char_boundary(offset.min(source.text().len()));
        let line = source.line_index(offset);
        let start = source.line_with_end(line).start;
        Position { line: number(line), character: number(self.length(&source.text()[start..offset])) }
    }

    /// The range of a span.
    #[must_use]
    pub(super) fn range(self, source: &Source, span: Span) -> Range {
        Range { start: self.position(source, span.start), end: self.position(source, span.end) }
    }

    /// The byte offset of a position. One after the end of its line is that end, and one after the last line the end
    /// of the text, as the protocol has it; one within a character is its beginning.
    #[must_use]
    pub(super) fn offset(self, source: &Source, position: Position) -> usize {
        let line = position.line as usize;
        if line >= source.line_count() {
            return source.text().len();
        }
        let span = source.line(line);
        let text = source.slice(span);
        let wanted = position.character as usize;
        if self == Self::Utf8 {
            return span.start + text.floor_char_boundary(wanted.min(text.len()));
        }
        let mut units = 0;
        for (at, c) in text.char_indices() {
            units += if self == Self::Utf16 { c.len_utf16() } else { 1 };
            if units > wanted {
                return span.start + at;
            }
        }
        span.end
    }

    /// The span of a range; one that ends before it begins is taken the other way round.
    #[must_use]
    pub(super) fn span(self, source: &Source, range: Range) -> Span {
        let (start, end) = (self.offset(source, range.start), self.offset(source, range.end));
        Span::new(start.min(end), start.max(end))
    }
}

/// A count as the protocol writes it; texts that are read are far shorter than what it can write.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn columns_count_what_was_agreed_on() {
        // An emoji of four bytes, a letter of two, a flag of two characters.
        let source = Source::new("", "a🦀é|🇧🇪x\r\n\rlast");
        let column = |encoding: Encoding, of: &str| {
            let at = source.text().find(of).unwrap_or(usize::MAX);
            let position = encoding.position(&source, at);
            (position.line, position.character)
        };
        assert_eq!(ALL.map(|encoding| column(encoding, "|")), [(0, 7), (0, 4), (0, 3)]);
        assert_eq!(ALL.map(|encoding| column(encoding, "x")), [(0, 16), (0, 9), (0, 6)]);
        assert_eq!(ALL.map(|encoding| column(encoding, "last")), [(2, 0); 3]);
    }

    #[test]
    fn offsets_and_positions_give_each_other_back() {
        let source = Source::new("", "* [Ghent 🦀](https://example.org)\r\né\n\n");
        for encoding in ALL {
            for (at, _) in source.text().char_indices().chain([(source.text().len(), ' ')]) {
                // Between the two bytes of a line end there is no position.
                if source.text()[..at].ends_with('\r') {
                    continue;
                }
                assert_eq!(encoding.offset(&source, encoding.position(&source, at)), at, "{encoding:?} {at}");
            }
        }
    }

    #[test]
    fn positions_that_are_not_there_are_the_nearest_before() {
        let source = Source::new("", "a🦀b\nc");
        let at = |encoding: Encoding, line, character| encoding.offset(&source, Position { line, character });
        assert_eq!(at(Encoding::Utf16, 0, 2), 1);
        assert_eq!(at(Encoding::Utf8, 0, 3), 1);
        assert_eq!(ALL.map(|encoding| at(encoding, 0, 99)), [6; 3]);
        assert_eq!(ALL.map(|encoding| at(encoding, 9, 9)), [8; 3]);
    }

    #[test]
    fn bytes_are_preferred_and_utf_16_is_the_default() {
        let agreed = |offered: &[&str]| Encoding::negotiated(offered.iter().copied());
        assert_eq!(agreed(&[]), Encoding::Utf16);
        assert_eq!(agreed(&["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(agreed(&["utf-32"]), Encoding::Utf32);
        assert_eq!(agreed(&["utf-32", "utf-16"]), Encoding::Utf16);
    }
}
