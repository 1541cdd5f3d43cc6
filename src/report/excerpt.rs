//! Owns what a terminal shows of a source: the lines that a finding marks, each cropped to what fits, with everything
//! in them made visible. A line of ten megabytes costs no more than one of eighty characters.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::report::is_unprintable;
use crate::text::{INVALID_BYTE, Source, Span};

/// A place to mark, and what to write beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark<'a> {
    pub(super) span: Span,
    pub(super) text: Option<&'a str>,
}

/// How wide an excerpt may be, and what stands where a line was cropped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) width: usize,
    /// Whether a frame with the numbers of the lines takes some of it.
    pub(super) has_frame: bool,
    pub(super) ellipsis: &'static str,
}

/// A small text made of the marked lines only. The row of the first mark leads, with the rows next to it.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    pub(super) text: String,
    pub(super) rows: Vec<Row>,
    pub(super) marks: Vec<PlacedMark>,
}

/// One line of the excerpt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Its bytes in the excerpt, line end included.
    pub(super) span: Span,
    /// Index, from 0, of the line of the source.
    pub(super) line: usize,
}

/// A mark within one row.
#[derive(Debug)]
pub(super) struct PlacedMark {
    /// Its bytes in the excerpt.
    pub(super) span: Span,
    /// The column of its beginning in the source, from 1.
    pub(super) column: usize,
    /// What to write beside it; may have several lines.
    pub(super) text: Option<String>,
    /// Whether it is the place that the finding is about.
    pub(super) is_primary: bool,
}

/// The part of a mark that lies on one line.
#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    line: usize,
    span: Span,
    text: Option<&'a str>,
    is_primary: bool,
}

#[derive(Debug)]
struct Plan<'a> {
    line: usize,
    pieces: Vec<Piece<'a>>,
}

/// Lines of one mark that are shown at most; of a longer one only the first is.
const MOST_LINES: usize = 3;
/// Columns that a line of the output loses to the frame around its number.
const FRAME: usize = 4;
/// Columns between the middle of a mark and the text beside it.
const CONNECTOR: usize = 4;
/// Columns that a nested bullet takes with its indent.
const BULLET: usize = 6;
/// The least room that a text beside a mark is broken into.
const LEAST_TEXT: usize = 24;

impl Excerpt {
    /// Shows `primary` and the other marks.
    pub(super) fn new(source: &Source, primary: Mark<'_>, others: &[Mark<'_>], layout: Layout) -> Self {
        let mut pieces = pieces(source, primary, true);
        for other in others {
            pieces.extend(self::pieces(source, *other, false));
        }
        let last_line = pieces.iter().map(|piece| piece.line + 1).max().unwrap_or(1);
        let frame = if layout.has_frame { FRAME + last_line.to_string().len() } else { 0 };
        let room = layout.width.saturating_sub(frame).max(20);
        let mut excerpt = Self::default();
        for plan in in_order(plan(source, pieces, room, layout)) {
            excerpt.add(source, &plan, room, layout);
        }
        excerpt
    }

    /// Adds one row, cropped around what it marks.
    fn add(&mut self, source: &Source, plan: &Plan<'_>, room: usize, layout: Layout) {
        let Some(marked) = plan.pieces.iter().map(|piece| piece.span).reduce(Span::to) else { return };
        let crop = Crop { source, line: source.line(plan.line), marked, room, ellipsis: layout.ellipsis };
        let start = crop.start(&plan.pieces);
        let row_start = self.text.len();
        let places = self.push_line(&crop, start);
        let text_end = self.text.len();
        self.text.push('\n');
        self.rows.push(Row { span: Span::new(row_start, self.text.len()), line: plan.line });

        let place = |offset: usize| match places.get(places.partition_point(|(known, _)| *known < offset)) {
            Some((_, place)) => *place,
            None => text_end,
        };
        let left = crop.width_of_cut(start) + width(source, Span::new(start, marked.start), room);
        for piece in &plan.pieces {
            let room_for_label = room.saturating_sub(left + crop.text_column(piece)).max(LEAST_TEXT);
            self.marks.push(PlacedMark {
                span: Span::new(place(piece.span.start), place(piece.span.end)),
                column: source.position(piece.span.start).column,
                text: piece.text.map(|text| wrap(text, room_for_label).join("\n")),
                is_primary: piece.is_primary,
            });
        }
    }

    /// Writes a line from byte `start` on, as far as there is room for it. Gives the bytes of the source at which its
    /// characters begin and the shown part ends, each with its place in the excerpt.
    fn push_line(&mut self, crop: &Crop<'_>, start: usize) -> Vec<(usize, usize)> {
        let Crop { source, line, room, ellipsis, .. } = *crop;
        let mut used = crop.width_of_cut(start);
        if used > 0 {
            self.text.push_str(ellipsis);
        }
        let is_cropped = width(source, Span::new(start, line.end), room) + used > room;
        let room = if is_cropped { room.saturating_sub(ellipsis.width()) } else { room };
        let mut places = Vec::new();
        let mut shown_end = line.end;
        for (offset, c) in characters(source, Span::new(start, line.end)) {
            let width = glyph_width(source, offset, c);
            if used + width > room {
                shown_end = offset;
                break;
            }
            places.push((offset, self.text.len()));
            push_glyph(&mut self.text, source, offset, c);
            used += width;
        }
        places.push((shown_end, self.text.len()));
        if shown_end < line.end {
            self.text.push_str(ellipsis);
        }
        places
    }
}

/// A line that is shown as far as there is room for it.
struct Crop<'a> {
    source: &'a Source,
    line: Span,
    /// From the first mark to the end of the last one.
    marked: Span,
    /// Columns that the row may take.
    room: usize,
    ellipsis: &'static str,
}

impl Crop<'_> {
    /// The byte from which the line is shown.
    fn start(&self, pieces: &[Piece<'_>]) -> usize {
        let before = Span::new(self.line.start, self.marked.start);
        step_back(self.source, before, self.columns_before_marks(pieces))
    }

    fn columns_before_marks(&self, pieces: &[Piece<'_>]) -> usize {
        let Self { source, line, marked, room, .. } = *self;
        let cut = self.ellipsis.width();
        let marked_width = width(source, marked, room);
        let before = width_backwards(source, Span::new(line.start, marked.start), room);
        let after = width(source, Span::new(marked.end, line.end), room);
        let most_before = self.most_columns_before_marks(pieces);
        if before <= most_before && before + marked_width + after <= room {
            return before;
        }
        // Where the mark is cut anyway, a bullet in front of it is worth more than its last characters.
        let most_marked = if marked_width + 2 * cut > room { room - room.min(BULLET + 2 * cut) } else { marked_width };
        let spare = room.saturating_sub(most_marked + 2 * cut);
        before.min(most_before.saturating_sub(cut)).min((spare / 2).max(spare.saturating_sub(after)))
    }

    /// What the texts beside the marks leave of the row.
    fn most_columns_before_marks(&self, pieces: &[Piece<'_>]) -> usize {
        let rest = |piece: &Piece<'_>| Some(self.room.saturating_sub(self.text_column(piece) + piece.text?.width()));
        pieces.iter().filter_map(rest).min().unwrap_or(self.room)
    }

    /// Columns from the first mark to the text beside a mark, which begins below the middle of that.
    fn text_column(&self, piece: &Piece<'_>) -> usize {
        let before = Span::new(self.marked.start, piece.span.start);
        width(self.source, before, self.room) + width(self.source, piece.span, self.room) / 2 + CONNECTOR
    }

    /// Columns of the ellipsis before a line that is shown from byte `start`.
    fn width_of_cut(&self, start: usize) -> usize {
        if start > self.line.start { self.ellipsis.width() } else { 0 }
    }
}

/// Cuts a mark at the ends of lines.
fn pieces<'a>(source: &Source, mark: Mark<'a>, is_primary: bool) -> Vec<Piece<'a>> {
    let Mark { span, text } = mark;
    let first = source.line_index(span.start);
    let last = if span.is_empty() { first } else { source.line_index(span.end - 1) };
    let on_line = |index: usize| {
        let line = source.line(index);
        let start = span.start.clamp(line.start, line.end);
        let part = Span::new(start, span.end.clamp(start, line.end));
        if index == first {
            return part;
        }
        let indent = part.len() - source.slice(part).trim_start_matches([' ', '\t']).len();
        Span::new(part.start + indent, part.end)
    };
    // Looking for the first line that shows anything stops soon: a mark may hold a million blank lines.
    let shown_from = (first..=last.min(first + 100)).find(|index| !on_line(*index).is_empty()).unwrap_or(first);
    let shown_to = if last - shown_from < MOST_LINES { last } else { shown_from };
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for line in shown_from..=shown_to {
        let part = on_line(line);
        if line == shown_from || !part.is_empty() {
            let is_first = pieces.is_empty();
            let text = text.filter(|_| is_first);
            pieces.push(Piece { line, span: part, text, is_primary: is_primary && is_first });
        }
    }
    pieces
}

/// Puts pieces on rows; a line is shown again for a piece that would hide another, or that lies too far from it.
fn plan<'a>(source: &Source, pieces: Vec<Piece<'a>>, room: usize, layout: Layout) -> Vec<Plan<'a>> {
    let mut rows: Vec<Plan<'a>> = Vec::new();
    let most = room.saturating_sub(2 * layout.ellipsis.width());
    for piece in pieces {
        let takes = |row: &&mut Plan<'_>| {
            let is_beside = |other: &Piece<'_>| other.span.end < piece.span.start || piece.span.end < other.span.start;
            let reach = row.pieces.iter().fold(piece.span, |reach, other| reach.to(other.span));
            row.line == piece.line && row.pieces.iter().all(is_beside) && width(source, reach, most + 1) <= most
        };
        match rows.iter_mut().find(takes) {
            Some(row) => row.pieces.push(piece),
            None => rows.push(Plan { line: piece.line, pieces: vec![piece] }),
        }
    }
    rows
}

/// The row of the primary mark and those of the lines next to it first, then the others; each by line.
fn in_order(rows: Vec<Plan<'_>>) -> Vec<Plan<'_>> {
    let primary = rows.first().map_or(0, |row| row.line);
    let has = |line: usize| rows.iter().any(|row| row.line == line);
    let mut from = primary;
    while from > 0 && has(from - 1) {
        from -= 1;
    }
    let mut to = primary;
    while has(to + 1) {
        to += 1;
    }
    let (mut near, mut far): (Vec<Plan<'_>>, Vec<Plan<'_>>) = (Vec::new(), Vec::new());
    for row in rows {
        let is_near = (from..=to).contains(&row.line) && near.iter().all(|other| other.line != row.line);
        if is_near { near.push(row) } else { far.push(row) }
    }
    near.sort_by_key(|row| row.line);
    far.sort_by_key(|row| row.line);
    near.append(&mut far);
    near
}

fn characters(source: &Source, span: Span) -> impl DoubleEndedIterator<Item = (usize, char)> {
    source.slice(span).char_indices().map(move |(at, c)| (span.start + at, c))
}

/// Columns that `span` takes; not counted further once it is more than `limit`.
fn width(source: &Source, span: Span, limit: usize) -> usize {
    let bytes = source.slice(span).as_bytes();
    let start = &bytes[..bytes.len().min(limit.saturating_add(1))];
    // Each takes one column, and no more of them are counted.
    if start.iter().all(|byte| is_visible_ascii(char::from(*byte))) {
        return start.len();
    }
    sum_up_to(limit, characters(source, span).map(|(offset, c)| glyph_width(source, offset, c)))
}

fn width_backwards(source: &Source, span: Span, limit: usize) -> usize {
    sum_up_to(limit, characters(source, span).rev().map(|(offset, c)| glyph_width(source, offset, c)))
}

fn sum_up_to(limit: usize, widths: impl Iterator<Item = usize>) -> usize {
    // Characters without width of their own are bounded as well: a line may consist of a million of them.
    let mut sum = 0;
    for width in widths.take(limit * 16 + 64) {
        sum += width;
        if sum > limit {
            break;
        }
    }
    sum
}

/// The earliest offset from which at most `columns` columns lead to the end of `span`.
fn step_back(source: &Source, span: Span, columns: usize) -> usize {
    let mut start = span.end;
    let mut used = 0;
    for (offset, c) in characters(source, span).rev().take(columns * 16 + 64) {
        let width = glyph_width(source, offset, c);
        if used + width > columns {
            break;
        }
        used += width;
        start = offset;
    }
    start
}

const TAB: &str = "    ";

fn is_visible_ascii(c: char) -> bool {
    matches!(c, ' '..='~')
}

/// Columns that a character takes once it is visible.
fn glyph_width(source: &Source, offset: usize, c: char) -> usize {
    match c {
        c if is_visible_ascii(c) => 1,
        '\t' => TAB.len(),
        INVALID_BYTE if invalid_byte(source, offset).is_some() => 4,
        c if is_unprintable(c) => c.escape_unicode().len(),
        c => c.width().unwrap_or(0),
    }
}

/// Writes a character so that it is visible and changes nothing around it.
fn push_glyph(text: &mut String, source: &Source, offset: usize, c: char) {
    match c {
        c if is_visible_ascii(c) => text.push(c),
        '\t' => text.push_str(TAB),
        c if is_unprintable(c) => match invalid_byte(source, offset) {
            Some(byte) => text.push_str(&format!("\\x{byte:02X}")),
            None => text.extend(c.escape_unicode()),
        },
        c => text.push(c),
    }
}

fn invalid_byte(source: &Source, offset: usize) -> Option<u8> {
    let bytes = source.invalid_bytes();
    bytes.binary_search_by_key(&offset, |(at, _)| *at).ok().map(|index| bytes[index].1)
}

/// Breaks a text into lines of at most `width` columns, at spaces only.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, primary: &str, others: &[&str], width: usize) -> Excerpt {
        let source = Source::new("x", text);
        let mark = |needle: &&str, label| {
            let start = text.find(*needle).unwrap_or(0);
            Mark { span: Span::new(start, start + needle.len()), text: label }
        };
        let others: Vec<_> = others.iter().map(|other| mark(other, Some("here"))).collect();
        Excerpt::new(&source, mark(&primary, None), &others, Layout { width, has_frame: true, ellipsis: "…" })
    }

    fn marked(excerpt: &Excerpt) -> Vec<&str> {
        excerpt.marks.iter().map(|mark| &excerpt.text[mark.span.start..mark.span.end]).collect()
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let excerpt = excerpt("one\nfirst 日本 second\n", "second", &[], 80);
        assert_eq!((excerpt.text.as_str(), marked(&excerpt)), ("first 日本 second\n", vec!["second"]));
        assert_eq!((excerpt.rows[0].line, excerpt.marks[0].column), (1, 10));
    }

    #[test]
    fn a_long_line_is_cropped_around_the_mark() {
        let text = format!("{}needle{}", "é ".repeat(500_000), " 日".repeat(500_000));
        let excerpt = excerpt(&text, "needle", &[], 60);
        assert_eq!(marked(&excerpt), ["needle"]);
        assert!(excerpt.text.starts_with('…') && excerpt.text.trim_end().ends_with('…'));
        assert!(excerpt.text.trim_end().width() <= 55, "{}", excerpt.text);
        assert_eq!(excerpt.marks[0].column, 1_000_001);
    }

    #[test]
    fn a_mark_wider_than_the_terminal_is_cut() {
        let text = "x".repeat(1000);
        let excerpt = excerpt(&text, &text, &[], 40);
        assert_eq!(excerpt.text.trim_end().width(), 35);
        assert_eq!(marked(&excerpt)[0].width(), 35);
    }

    #[test]
    fn marks_that_overlap_get_a_row_each() {
        let excerpt = excerpt("a whole line", "whole line", &["line"], 80);
        assert_eq!(excerpt.text, "a whole line\na whole line\n");
        assert_eq!(marked(&excerpt), ["whole line", "line"]);
    }

    #[test]
    fn the_row_of_the_finding_comes_first() {
        let excerpt = excerpt("first\n\nnear\nfinding\n", "finding", &["first", "near"], 80);
        let lines: Vec<_> = excerpt.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 3, 0]);
    }

    #[test]
    fn what_a_terminal_would_obey_becomes_visible() {
        let source = Source::from_bytes("x", b"a\x1b[31m\tb\xe9\r\n".to_vec()).expect("not UTF-16");
        let primary = Mark { span: Span::new(0, 9), text: None };
        let excerpt = Excerpt::new(&source, primary, &[], Layout { width: 80, has_frame: true, ellipsis: "…" });
        assert_eq!(excerpt.text, "a\\u{1b}[31m    b\\xE9\n");
    }

    #[test]
    fn several_lines_are_marked_one_by_one_and_many_only_at_the_first() {
        assert_eq!(marked(&excerpt("* a\n  b\nc\n", "* a\n  b\nc\n", &[], 80)), ["* a", "b", "c"]);
        assert_eq!(marked(&excerpt("a\nb\nc\nd\n", "a\nb\nc\nd\n", &[], 80)), ["a"]);
        assert_eq!(marked(&excerpt("a\n\nb\n", "\n\n", &[], 80)), [""]);
    }
}
