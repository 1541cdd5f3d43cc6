//! Owns the lines: which are headings, entries, paragraphs, code, as Python-Markdown takes them, and the
//! sections and items that follow from it.
//!
//! Python-Markdown cuts a text at blank lines and looks at the first line of each block: bullets further down in
//! a paragraph are text, a nested bullet needs four spaces more than the one above, and a heading
//! begins in the first column. CommonMark (and with it GitHub's preview) shows all of these as what they
//! are meant to be. What is *meant* decides here what a line is; [`Placement`] says what the site makes of it.

use crate::document::item::{Bullet, BulletKind, Placement, begins_with_date, prefixes};
use crate::document::near_link::definition_as_entry;
use crate::document::{Document, FrontMatter, HeadingForm, Item, LineKind, PrefixPlace, Section, SectionKind, section};
use crate::lexicon::is_odd_space;
use crate::lexicon::place::Region;
use crate::text::Span;

/// Columns by which a nested item is indented on the site.
const NESTING: usize = 4;

/// Bytes behind the link of an entry without a bullet up to which it is still taken for an entry.
const LONGEST_TAIL: usize = 60;

/// What the lines just read form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    /// Nothing: a blank line, a heading or a comment ended it.
    None,
    Paragraph,
    /// Entries below a bullet.
    List,
    /// Entries below a line that is at fault, and makes a paragraph of them: an entry without its bullet, a
    /// heading that is none.
    StrayList,
}

/// An item that further items may be nested below.
#[derive(Clone, Copy)]
struct Open {
    item: usize,
    /// Columns before its bullet.
    indent: usize,
    depth: usize,
}

struct Reader<'d, 'a> {
    document: &'d mut Document<'a>,
    block: Block,
    open: Vec<Open>,
    /// Blank lines since the last line of an entry; none once something else came between.
    blank_lines: Option<usize>,
    next_comment: usize,
    next_code: usize,
    next_definition: usize,
    /// The last section of each level of headings, as an index; the first section is of level 0.
    last_of_level: [usize; 7],
    /// Whether the line lies between `<<<<<<<` and `>>>>>>>`.
    in_conflict: bool,
}

/// Reads all lines of `document`, whose links are known; `body` is where its front matter ends.
pub(super) fn read(document: &mut Document<'_>, body: usize, code_blocks: &[Span]) {
    let kind = if document.is_fragment() { SectionKind::Fragment } else { SectionKind::Preamble };
    document.sections.push(Section { kind, heading: None, name: "", region: None, span: Span::at(body) });
    document.lines.reserve(document.source.line_count());
    let mut reader = Reader {
        document,
        block: Block::None,
        open: Vec::new(),
        blank_lines: None,
        next_comment: 0,
        next_code: 0,
        next_definition: 0,
        last_of_level: [0; 7],
        in_conflict: false,
    };
    let mut fenced = false;
    for index in 0..reader.document.source.line_count() {
        let line = reader.document.source.line(index);
        let line = if index == 0 { reader.without_mark(line) } else { line };
        let kind = reader.line(index, line, code_blocks, &mut fenced);
        reader.document.lines.push(kind);
    }
    let end = reader.document.source.text().len();
    for index in 0..document.sections.len() {
        let next = document.sections.get(index + 1).map_or(end, |next| next.span.start);
        document.sections[index].span.end = next;
    }
    for index in 0..document.items.len() {
        document.items[index].links = document.link_range(document.items[index].content);
    }
    document.near_links.sort_by_key(|link| link.span);
}

impl<'a> Reader<'_, 'a> {
    fn without_mark(&self, line: Span) -> Span {
        let mark = self.document.text(line).len() - self.document.text(line).trim_start_matches('\u{feff}').len();
        Span::new(line.start + mark, line.end)
    }

    fn line(&mut self, index: usize, line: Span, code_blocks: &[Span], fenced: &mut bool) -> LineKind {
        let text = self.document.text(line);
        if self.document.front_matter.as_ref().is_some_and(|FrontMatter { span, .. }| line.start < span.end) {
            return LineKind::FrontMatter;
        }
        let trimmed = text.trim();
        if let Some(kind) = self.comment(line, trimmed) {
            return kind;
        }
        if trimmed.is_empty() {
            self.block = Block::None;
            self.blank_lines = self.blank_lines.map(|lines| lines + 1);
            return LineKind::Blank;
        }
        if self.is_fenced(line, trimmed, code_blocks, fenced) {
            self.end_list();
            return LineKind::Code;
        }
        if self.is_conflict_marker(text) {
            return LineKind::ConflictMarker;
        }
        let after_text = self.block == Block::Paragraph;
        if let Some(heading) = section::heading(self.document.source, line, after_text) {
            if heading.form == HeadingForm::Accidental {
                self.document.accidental_headings.push(heading);
                // The site ends the paragraph there; what follows is blamed on this line alone.
                self.end_list();
                self.block = Block::StrayList;
                return LineKind::Text;
            }
            return self.heading(heading);
        }
        if is_thematic_break(trimmed) {
            self.end_list();
            self.block = Block::None;
            return LineKind::ThematicBreak;
        }
        if self.is_definition(line) {
            self.blank_lines = None;
            return LineKind::Definition;
        }
        if let Some((indent, bullet)) = bullet(text, line.start) {
            return self.entry(index, line, indent, Some(bullet));
        }
        match trimmed.as_bytes()[0] {
            b'>' => {
                self.end_list();
                self.block = Block::Paragraph;
                return LineKind::Quote;
            }
            b'|' => {
                self.end_list();
                self.block = Block::Paragraph;
                return LineKind::Table;
            }
            _ => {}
        }
        self.text_line(index, line, trimmed)
    }

    /// A line that lies within a comment, or holds nothing but comments.
    fn comment(&mut self, line: Span, trimmed: &str) -> Option<LineKind> {
        while self.document.comments.get(self.next_comment).is_some_and(|comment| comment.span.end <= line.start) {
            self.next_comment += 1;
        }
        let comment = self.document.comments.get(self.next_comment)?.span;
        if comment.start >= line.end.max(line.start + 1) {
            return None;
        }
        let begins_before = comment.start < line.start;
        let is_first = || self.document.text(Span::new(line.start, comment.start.min(line.end))).trim().is_empty();
        if !begins_before && (trimmed.is_empty() || !is_first()) {
            return None;
        }
        let rest =
            if comment.end < line.end { self.document.text(Span::new(comment.end, line.end)).trim() } else { "" };
        if !rest.is_empty() && !rest.starts_with("<!--") {
            return None;
        }
        self.block = Block::None;
        self.blank_lines = None;
        Some(LineKind::Comment)
    }

    fn is_conflict_marker(&mut self, text: &str) -> bool {
        if !text.starts_with(['<', '>', '=', '|']) {
            return false;
        }
        let is = |marker: &str| text.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        if is("<<<<<<<") || is(">>>>>>>") {
            self.in_conflict = text.starts_with('<');
            return true;
        }
        self.in_conflict && (is("=======") || is("|||||||"))
    }

    fn is_fenced(&mut self, line: Span, trimmed: &str, code_blocks: &[Span], fenced: &mut bool) -> bool {
        while code_blocks.get(self.next_code).is_some_and(|code| code.end <= line.start) {
            self.next_code += 1;
            *fenced = false;
        }
        let Some(code) = code_blocks.get(self.next_code).filter(|code| code.start < line.end) else { return false };
        let begins_here = code.start >= line.start;
        if begins_here && (trimmed.starts_with("```") || trimmed.starts_with("~~~")) {
            *fenced = true;
        }
        *fenced
    }

    fn is_definition(&mut self, line: Span) -> bool {
        let definitions = &self.document.definitions;
        while definitions.get(self.next_definition).is_some_and(|definition| definition.span.end <= line.start) {
            self.next_definition += 1;
        }
        let Some(definition) = definitions.get(self.next_definition) else { return false };
        definition.span.start < line.end
            && (definition.span.start < line.start
                || self.document.text(Span::new(line.start, definition.span.start)).trim().is_empty())
    }

    fn end_list(&mut self) {
        self.open.clear();
        self.blank_lines = None;
    }

    fn heading(&mut self, heading: crate::document::Heading) -> LineKind {
        self.end_list();
        self.block = if heading.form == HeadingForm::Indented { Block::StrayList } else { Block::None };
        let name = section::name(self.document.text(heading.text));
        // The nearest heading above of a lower level; before the first heading, there is the section without one.
        let level = heading.level.min(self.last_of_level.len() - 1);
        let parent = self.last_of_level[..level].iter().max().and_then(|index| self.document.sections.get(*index));
        let kind = section::kind(name, parent.map(|section| section.kind));
        self.last_of_level[level] = self.document.sections.len();
        let span = Span::at(heading.span.start);
        let region = if kind == SectionKind::EventRegion { Region::from_name(name) } else { None };
        self.document.sections.push(Section { kind, heading: Some(heading), name, region, span });
        LineKind::Heading(self.document.sections.len() - 1)
    }

    fn section_kind(&self) -> SectionKind {
        self.document.sections.last().map_or(SectionKind::Preamble, |section| section.kind)
    }

    fn entry(&mut self, index: usize, line: Span, indent: usize, bullet: Option<Bullet>) -> LineKind {
        let document = &mut *self.document;
        let typographic = || self::typographic_bullet(document.text(line));
        let start = bullet.map_or_else(
            || line.start + typographic(),
            |bullet| bullet.second.map_or(bullet.gap.end, |second| second.end),
        );
        let text = document.source.text();
        let content_end = start + text[start..line.end].trim_end().len();
        let content_start = content_end - text[start..content_end].trim_start().len();
        let content = Span::new(content_start, content_end);
        let mut begins_with_date = begins_with_date(document.text(content));

        while self.open.last().is_some_and(|open| indent < open.indent + 2) {
            // The name of an event without its indent still belongs to the date line above.
            let is_name = indent == 0
                && !begins_with_date
                && self.open.len() == 1
                && is_event_name(document, content)
                && self.open.last().is_some_and(|open| document.items[open.item].has_date);
            if is_name {
                break;
            }
            self.open.pop();
        }
        let parent = self.open.last().copied();
        let columns = indent / NESTING + 1;
        let site_depth = match (parent, self.block) {
            (Some(_), _) if indent < NESTING => Some(1),
            (Some(parent), _) => Some(columns.min(parent.depth + 1)),
            (None, _) if indent < NESTING => Some(1),
            (None, Block::List) => Some(1),
            (None, _) => None,
        };
        let placement = match (bullet, self.block) {
            (None, _) => Placement::Stray,
            (Some(bullet), _) if bullet.gap.is_empty() && !content.is_empty() => Placement::Stray,
            (Some(_), Block::Paragraph) => Placement::Swallowed { blamed_above: false },
            (Some(_), Block::StrayList) => Placement::Swallowed { blamed_above: true },
            _ => site_depth.map_or(Placement::Code, |depth| Placement::Listed { depth }),
        };
        let in_list = document.items.last().is_some_and(|last| last.section + 1 == document.sections.len());
        let blank_lines_above = if in_list && self.block == Block::None { self.blank_lines.unwrap_or(0) } else { 0 };
        begins_with_date |= parent.is_some_and(|parent| document.items[parent.item].has_date);
        let id = document.items.len();
        document.items.push(Item {
            span: Span::new(line.start, line.start + document.text(line).trim_end().len()),
            indent: Span::new(line.start, bullet.map_or(content.start, |bullet| bullet.span.start)),
            bullet,
            content,
            first_line: index,
            last_line: index,
            section: document.sections.len() - 1,
            parent: parent.map(|parent| parent.item),
            placement,
            blank_lines_above,
            has_date: begins_with_date,
            prefixes: prefixes(document, content),
            links: 0..0,
        });
        self.open.push(Open { item: id, indent, depth: site_depth.unwrap_or(columns) });
        self.block = match (self.block, placement) {
            (Block::Paragraph, Placement::Swallowed { .. }) => Block::Paragraph,
            (Block::StrayList, _) | (Block::None, Placement::Stray) => Block::StrayList,
            _ => Block::List,
        };
        self.blank_lines = Some(0);
        self.note_definition_as_entry(content);
        LineKind::Item(id)
    }

    fn note_definition_as_entry(&mut self, content: Span) {
        let document = &mut *self.document;
        let next = document.definitions.partition_point(|definition| definition.span.start < content.start);
        let Some(definition) = document.definitions.get(next) else { return };
        if definition.span.start == content.start {
            let near = definition_as_entry(document, definition.span, definition.name, definition.destination);
            document.near_links.push(near);
        }
    }

    fn text_line(&mut self, index: usize, line: Span, trimmed: &str) -> LineKind {
        let text = self.document.text(line);
        let indent = columns(&text[..text.len() - text.trim_start().len()]).0;
        let last = self.open.last().map(|open| open.item);
        let in_list = matches!(self.block, Block::List | Block::StrayList);
        if self.block != Block::Paragraph && self.is_stray_entry(line, trimmed, last.filter(|_| in_list)) {
            return self.entry(index, line, indent, None);
        }
        if let Some(item) = last.filter(|_| in_list) {
            return self.continuation(index, item, line);
        }
        if self.block == Block::None && indent >= NESTING {
            if let Some(item) = last {
                self.block = Block::List;
                return self.continuation(index, item, line);
            }
            return LineKind::Code;
        }
        if self.block == Block::None {
            self.open.clear();
        }
        self.block = Block::Paragraph;
        self.blank_lines = None;
        LineKind::Text
    }

    fn continuation(&mut self, index: usize, item: usize, line: Span) -> LineKind {
        let document = &mut *self.document;
        let end = line.start + document.text(line).trim_end().len();
        // Below a bare bullet, the content begins here.
        if document.items[item].content.is_empty() {
            document.items[item].content.start = end - document.text(Span::new(line.start, end)).trim_start().len();
        }
        document.items[item].span.end = end;
        document.items[item].content.end = end;
        document.items[item].last_line = index;
        self.blank_lines = Some(0);
        LineKind::Continuation(item)
    }

    /// Whether a line of text is an entry that lacks its bullet: a date line, or prefixes, one link and at most a
    /// short tail. `above` is the entry whose lines it would otherwise continue.
    fn is_stray_entry(&self, line: Span, trimmed: &str, above: Option<usize>) -> bool {
        let document = &*self.document;
        let kind = self.section_kind();
        if !kind.takes_submissions() {
            return false;
        }
        let bullet = typographic_bullet(document.text(line));
        let start = line.start + bullet;
        let start = start + document.text(Span::new(start, line.end)).len()
            - document.text(Span::new(start, line.end)).trim_start().len();
        let content = Span::new(start, line.start + document.text(line).trim_end().len());
        let trimmed = if bullet > 0 { document.text(content) } else { trimmed };
        if begins_with_date(trimmed) {
            return true;
        }
        if !trimmed.starts_with(['[', '(', '\\', '*']) && !trimmed.starts_with(|c: char| c.is_alphabetic()) {
            return false;
        }
        // An entry above that has no link yet goes on in this line.
        if above.is_some_and(|item| {
            let above = &document.items[item];
            document.links_in(above.content).is_empty() && document.near_links_in(above.content).is_empty()
        }) {
            return false;
        }
        let prefixes = prefixes(document, content);
        if prefixes.iter().any(|prefix| prefix.place == PrefixPlace::AsText) {
            return true;
        }
        let known =
            prefixes.iter().filter(|prefix| prefix.place == PrefixPlace::BeforeLink).all(|prefix| prefix.tag.is_some());
        let before = prefixes
            .iter()
            .filter(|prefix| prefix.place == PrefixPlace::BeforeLink)
            .map(|prefix| prefix.span.end)
            .next_back();
        let at = before.unwrap_or(start);
        let at = at + document.text(Span::new(at, content.end)).len()
            - document.text(Span::new(at, content.end)).trim_start().len();
        let links = document.links_in(content);
        let near_links = document.near_links_in(content);
        let end = match (links, near_links) {
            ([link], []) if link.span.start == at && link.is_inline() && !link.is_image => link.span.end,
            ([], [near]) if near.span.start == at => near.span.end,
            _ => return false,
        };
        known && content.end.saturating_sub(end) <= LONGEST_TAIL
    }
}

/// Whether an entry is only a bold link: the name of an event.
fn is_event_name(document: &Document<'_>, content: Span) -> bool {
    let text = document.text(content);
    (text.starts_with("[**") || text.starts_with("**[")) && document.links_in(content).len() <= 1
}

/// Bytes up to and with a bullet that only looks like one: `•`, which a word processor makes of `*`, and `1)`, which
/// the site does not know.
fn typographic_bullet(line: &str) -> usize {
    const MOST_DIGITS: usize = 3;
    let content = line.trim_start();
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=MOST_DIGITS).contains(&digits) && content[digits..].starts_with(") ") {
        return line.len() - content.len() + digits + 1;
    }
    let bullet = content.chars().next().filter(|c| matches!(c, '•' | '·' | '‣' | '◦' | '∙' | '●' | '–' | '—'));
    bullet.map_or(0, |bullet| line.len() - content.len() + bullet.len_utf8())
}

/// Columns and bytes of the blanks of `text`, which holds nothing else; a tab goes on to the next multiple of four.
fn columns(blanks: &str) -> (usize, usize) {
    let columns =
        blanks.bytes().fold(0, |columns, byte| if byte == b'\t' { (columns / 4 + 1) * 4 } else { columns + 1 });
    (columns, blanks.len())
}

/// Reads the bullet of a line, and the columns before it. `*[` is a bullet too, with an empty gap.
fn bullet(text: &str, start: usize) -> Option<(usize, Bullet)> {
    let content = text.trim_start_matches([' ', '\t']);
    let (indent, at) = columns(&text[..text.len() - content.len()]);
    let kind = match content.as_bytes().first()? {
        b'*' => BulletKind::Star,
        b'-' => BulletKind::Dash,
        b'+' => BulletKind::Plus,
        b'0'..=b'9' => BulletKind::Number,
        _ => return None,
    };
    let width = match kind {
        BulletKind::Number => content.bytes().take_while(u8::is_ascii_digit).count() + 1,
        _ => 1,
    };
    if kind == BulletKind::Number && (width > 4 || content.as_bytes().get(width - 1) != Some(&b'.')) {
        return None;
    }
    let behind = &content[width..];
    // A no-break space is meant as the space; that it is none is said by a rule of its own.
    let gap = behind.len() - behind.trim_start_matches(|c| c == ' ' || c == '\t' || is_odd_space(c)).len();
    if gap == 0 && !behind.is_empty() {
        let is_link = behind.starts_with('[') && matches!(kind, BulletKind::Star | BulletKind::Dash | BulletKind::Plus);
        if !is_link {
            return None;
        }
    }
    let start = start + at;
    let gap_start = start + width;
    let rest = &behind[gap..];
    let second = rest.strip_prefix(['*', '-', '+']).filter(|rest| rest.starts_with([' ', '\t'])).map(|rest| {
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        Span::new(gap_start + gap, gap_start + gap + 1 + blanks)
    });
    let bullet = Bullet { kind, span: Span::new(start, gap_start), gap: Span::new(gap_start, gap_start + gap), second };
    Some((indent, bullet))
}

fn is_thematic_break(trimmed: &str) -> bool {
    let first = trimmed.as_bytes()[0];
    matches!(first, b'*' | b'-' | b'_')
        && trimmed.bytes().all(|byte| byte == first || byte == b' ')
        && trimmed.bytes().filter(|byte| *byte == first).count() >= 3
}
