//! Owns the lines: which are headings, entries, paragraphs, code, as Python-Markdown takes them, and the
//! sections and items that follow from it.
//!
//! Python-Markdown cuts a text at blank lines and looks at the first line of each block: bullets further down in
//! a paragraph are text, a nested bullet needs four spaces more than the one above, and a heading
//! begins in the first column. CommonMark (and with it GitHub's preview) shows all of these as what they
//! are meant to be. What is *meant* decides here what a line is; [`Placement`] says what the site makes of it.

use std::sync::OnceLock;

use crate::document::inlines::Inlines;
use crate::document::item::{Bullet, Item, Placement, PrefixPlace};
use crate::document::link::Link;
use crate::document::outline::{LineKind, Outline};
use crate::document::read::bullet::{bullet, columns};
use crate::document::read::cfp::says_none;
use crate::document::read::item::{begins_with_date, prefixes};
use crate::document::read::markdown::typical_entries;
use crate::document::read::near_link::read_whole;
use crate::document::read::section::{known_heading, known_kind};
use crate::document::read::{section, site};
use crate::document::section::{Heading, HeadingForm, Section, SectionKind};
use crate::document::site::{Shown, Site};
use crate::lexicon::place::Region;
use crate::lexicon::{is_invisible, is_odd_space, is_state};
use crate::text::calendar::has_date_shape;
use crate::text::{Span, trim, trim_end};

/// Columns by which a nested item is indented on the site.
const NESTING: usize = 4;

/// Bytes after the link of an entry without a bullet up to which it is still taken for an entry.
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
}

struct Reader<'d, 'a> {
    inlines: &'d Inlines<'a>,
    site: &'d Site,
    /// Where the front matter ends; none where there is none.
    front_matter: Option<usize>,
    code_blocks: &'d [Span],
    lines: Vec<LineKind>,
    sections: Vec<Section<'a>>,
    accidental_headings: Vec<Heading>,
    items: Vec<Item>,
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
    /// Whether the line lies in fenced code.
    is_fenced: bool,
}

/// Reads all lines of a text whose body begins at byte `body`, and gives them with the parts that they hold.
pub(in crate::document) fn read<'a>(
    mut inlines: Inlines<'a>,
    body: usize,
    is_fragment: bool,
    code_blocks: &[Span],
) -> Outline<'a> {
    let source = inlines.source;
    let site = site::read(source, source.line_index(body));
    let kind = if is_fragment { SectionKind::Fragment } else { SectionKind::Preamble };
    let mut reader = Reader {
        inlines: &inlines,
        site: &site,
        front_matter: (!is_fragment).then_some(body),
        code_blocks,
        lines: Vec::with_capacity(source.line_count()),
        sections: vec![Section { kind, heading: None, name: "", region: None, span: Span::at(body) }],
        accidental_headings: Vec::new(),
        items: Vec::with_capacity(typical_entries(source.text())),
        block: Block::None,
        open: Vec::new(),
        blank_lines: None,
        next_comment: 0,
        next_code: 0,
        next_definition: 0,
        last_of_level: [0; 7],
        in_conflict: false,
        is_fenced: false,
    };
    for index in 0..source.line_count() {
        let line = source.line(index);
        let line = if index == 0 { reader.without_mark(line) } else { line };
        let kind = reader.line(index, line);
        reader.lines.push(kind);
    }
    let Reader { lines, mut sections, accidental_headings, items, .. } = reader;
    let end = source.text().len();
    for index in 0..sections.len() {
        sections[index].span.end = sections.get(index + 1).map_or(end, |next| next.span.start);
    }
    let source = inlines.source;
    let is_defined = |at: usize| lines.get(source.line_index(at)) == Some(&LineKind::Definition);
    inlines.near_links.retain(|near| !is_defined(near.span.start));
    inlines.bare_urls.retain(|url| !is_defined(url.start));
    let community = OnceLock::new();
    let mut outline = Outline { inlines, lines, sections, accidental_headings, items, community, site };
    read_whole(&mut outline);
    outline
}

impl<'a> Reader<'_, 'a> {
    fn without_mark(&self, line: Span) -> Span {
        let mark = self.inlines.text(line).len() - self.inlines.text(line).trim_start_matches('\u{feff}').len();
        Span::new(line.start + mark, line.end)
    }

    fn line(&mut self, index: usize, line: Span) -> LineKind {
        let text = self.inlines.text(line);
        if self.front_matter.is_some_and(|end| line.start < end) {
            return LineKind::FrontMatter;
        }
        let trimmed = trim(text);
        if let Some(kind) = self.comment(line, trimmed) {
            return kind;
        }
        if let Some((indent, bullet)) = self.bullet_behind_comments(line) {
            return self.entry(index, line, indent, Some(bullet));
        }
        if trimmed.is_empty() {
            self.block = Block::None;
            self.blank_lines = self.blank_lines.map(|lines| lines + 1);
            return LineKind::Blank;
        }
        if self.is_in_fence(line, trimmed) {
            self.end_list();
            return LineKind::Code;
        }
        let bullet = bullet(text, line.start);
        // What begins with a bullet is none of these.
        if bullet.is_none() {
            if self.is_conflict_marker(text) {
                return LineKind::ConflictMarker;
            }
            if self.is_disguised_entry(line, trimmed) {
                return self.entry(index, line, indent(text), None);
            }
            if let Some(heading) = section::heading(self.inlines.source, line, self.block == Block::Paragraph) {
                return self.heading(heading);
            }
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
        if self.is_definition_of_name(index, trimmed) || self.is_abbreviation(index, text) {
            return LineKind::Definition;
        }
        if let Some((indent, bullet)) = bullet {
            return self.entry(index, line, indent, Some(bullet));
        }
        self.quote_or_table(index, trimmed).unwrap_or_else(|| self.text_line(index, line, trimmed))
    }

    /// A line that lies within a comment, or holds nothing but comments.
    fn comment(&mut self, line: Span, trimmed: &str) -> Option<LineKind> {
        while self.inlines.comments.get(self.next_comment).is_some_and(|comment| comment.span.end <= line.start) {
            self.next_comment += 1;
        }
        let comment = self.inlines.comments.get(self.next_comment)?.span;
        if comment.start >= line.end.max(line.start + 1) {
            return None;
        }
        let begins_before = comment.start < line.start;
        let is_first = || self.inlines.text(Span::new(line.start, comment.start.min(line.end))).trim().is_empty();
        if !begins_before && (trimmed.is_empty() || !is_first()) {
            return None;
        }
        let rest = if comment.end < line.end { self.inlines.text(Span::new(comment.end, line.end)).trim() } else { "" };
        if !rest.is_empty() && !rest.starts_with("<!--") {
            return None;
        }
        self.block = Block::None;
        self.blank_lines = None;
        Some(LineKind::Comment)
    }

    /// The bullet that follows comments at the beginning of a line, and the columns before these:
    /// `<!-- new --> * [Title](url)`.
    fn bullet_behind_comments(&self, line: Span) -> Option<(usize, Bullet)> {
        let inlines = self.inlines;
        let first = inlines.comments.get(self.next_comment)?.span;
        if first.start >= line.end || first.end >= line.end {
            return None;
        }
        let before = inlines.text(Span::new(line.start, first.start.max(line.start)));
        if !before.trim().is_empty() {
            return None;
        }
        let mut end = first.end;
        for comment in &inlines.comments[self.next_comment + 1..] {
            let between = Span::new(end, comment.span.start.max(end));
            if comment.span.end >= line.end || !inlines.text(between).trim().is_empty() {
                break;
            }
            end = comment.span.end;
        }
        let (_, bullet) = bullet(inlines.text(Span::new(end, line.end)), end)?;
        Some((columns(before).0, bullet))
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

    fn is_in_fence(&mut self, line: Span, trimmed: &str) -> bool {
        while self.code_blocks.get(self.next_code).is_some_and(|code| code.end <= line.start) {
            self.next_code += 1;
            self.is_fenced = false;
        }
        let Some(code) = self.code_blocks.get(self.next_code).filter(|code| code.start < line.end) else {
            return false;
        };
        let begins_here = code.start >= line.start;
        if begins_here && (trimmed.starts_with("```") || trimmed.starts_with("~~~")) {
            self.is_fenced = true;
        }
        self.is_fenced
    }

    fn is_definition(&mut self, line: Span) -> bool {
        let definitions = &self.inlines.definitions;
        while definitions.get(self.next_definition).is_some_and(|definition| definition.span.end <= line.start) {
            self.next_definition += 1;
        }
        let Some(definition) = definitions.get(self.next_definition) else { return false };
        definition.span.start < line.end
            && (definition.span.start < line.start
                || self.inlines.text(Span::new(line.start, definition.span.start)).trim().is_empty())
    }

    /// Whether a line, or the one above it, defines a name of one word, and the site shows nothing of it. Of several
    /// words, it may be meant as an entry.
    fn is_definition_of_name(&self, index: usize, trimmed: &str) -> bool {
        if self.site.lines.get(index) != Some(&Shown::Nothing) {
            return false;
        }
        let name = trimmed.strip_prefix('[').and_then(|inner| inner.split_once("]:")).map(|(name, _)| name);
        let is_name = |name: &str| !name.is_empty() && !name.contains(char::is_whitespace);
        let goes_on = || {
            let above = index.checked_sub(1).map(|above| self.inlines.text(self.inlines.source.line(above)).trim());
            self.lines.last() == Some(&LineKind::Definition)
                && above.is_some_and(|above| above.starts_with('[') && above.ends_with("]:"))
        };
        name.map_or_else(goes_on, is_name)
    }

    /// Whether a line is an abbreviation: `*[HTML]: Hypertext`.
    fn is_abbreviation(&self, index: usize, text: &str) -> bool {
        text.starts_with("*[") && !text.contains("://") && self.site.lines.get(index) == Some(&Shown::Nothing)
    }

    fn quote_or_table(&mut self, index: usize, trimmed: &str) -> Option<LineKind> {
        let is_in_entry = || matches!(self.site.lines.get(index), Some(Shown::InEntry(_)));
        let kind = match trimmed.as_bytes().first() {
            Some(b'>') => LineKind::Quote,
            Some(b'|') if self.block != Block::List || !is_in_entry() => LineKind::Table,
            _ => return None,
        };
        self.end_list();
        self.block = Block::Paragraph;
        Some(kind)
    }

    fn end_list(&mut self) {
        self.open.clear();
        self.blank_lines = None;
    }

    fn heading(&mut self, heading: Heading) -> LineKind {
        self.end_list();
        if heading.form == HeadingForm::Accidental {
            self.accidental_headings.push(heading);
            // The site ends the paragraph there; what follows is blamed on this line alone.
            self.block = Block::StrayList;
            return LineKind::Text;
        }
        self.block = if heading.form == HeadingForm::Indented { Block::StrayList } else { Block::None };
        let name = section::name(self.inlines.text(heading.text));
        // The nearest heading above of a lower level; before the first heading, there is the section without one.
        let level = heading.level.min(self.last_of_level.len() - 1);
        let parent = self.last_of_level[..level].iter().max().and_then(|index| self.sections.get(*index));
        let kind = section::kind(name, parent.map(|section| section.kind));
        self.last_of_level[level] = self.sections.len();
        let span = Span::at(heading.span.start);
        let region = if kind == SectionKind::EventRegion { Region::from_name(name) } else { None };
        self.sections.push(Section { kind, heading: Some(heading), name, region, span });
        LineKind::Heading(self.sections.len() - 1)
    }

    fn section_kind(&self) -> SectionKind {
        self.sections.last().map_or(SectionKind::Preamble, |section| section.kind)
    }

    fn entry(&mut self, index: usize, line: Span, indent: usize, bullet: Option<Bullet>) -> LineKind {
        let inlines = self.inlines;
        let content = self.content(line, bullet);
        let begins_with_date = begins_with_date(inlines.text(content));
        self.close_entries(indent, content, begins_with_date);
        let parent = self.open.last().map(|open| open.item);
        let is_touching = bullet.is_some_and(|bullet| bullet.gap.is_empty() && !content.is_empty());
        let placement = if bullet.is_none() || is_touching { Placement::Stray } else { self.placement(index) };
        let in_list = self.items.last().is_some_and(|last| last.section + 1 == self.sections.len());
        let id = self.items.len();
        let links = inlines.link_range(content);
        self.items.push(Item {
            span: Span::new(line.start, line.start + trim_end(inlines.text(line)).len()),
            indent: self.indent_span(line, bullet, content),
            bullet,
            content,
            first_line: index,
            last_line: index,
            section: self.sections.len() - 1,
            parent,
            placement,
            blank_lines_above: self.blank_lines.filter(|_| in_list && self.block == Block::None).unwrap_or(0),
            has_date: begins_with_date || parent.is_some_and(|parent| self.items[parent].has_date),
            prefixes: prefixes(inlines, content, &inlines.links[links.clone()]),
            links,
        });
        // The date line of an event is nested below nothing, so its name is below it with fewer spaces than it has too.
        self.open.push(Open { item: id, indent: if begins_with_date { 0 } else { indent } });
        self.block = match (self.block, placement) {
            (Block::Paragraph, Placement::Swallowed { .. }) => Block::Paragraph,
            (Block::StrayList, Placement::Swallowed { .. } | Placement::Stray) | (Block::None, Placement::Stray) => {
                Block::StrayList
            }
            _ => Block::List,
        };
        self.blank_lines = Some(0);
        LineKind::Item(id)
    }

    /// What follows the bullet of an entry, or what is in its place, without spaces around it.
    fn content(&self, line: Span, bullet: Option<Bullet>) -> Span {
        let start = bullet.map_or_else(
            || line.start + false_bullet(self.inlines.text(line)),
            |bullet| bullet.second.map_or(bullet.gap.end, |second| second.end),
        );
        let text = self.inlines.text(Span::new(start, line.end));
        let end = start + trim_end(text).len();
        Span::new(end - trim(text).len(), end)
    }

    /// Closes the open entries that an entry is not nested below.
    fn close_entries(&mut self, indent: usize, content: Span, begins_with_date: bool) {
        let is_name = !begins_with_date && is_event_name(self.inlines, content);
        let is_below_date = |reader: &Self| reader.open.last().is_some_and(|open| reader.items[open.item].has_date);
        // The name of an event is no part of another one's.
        while is_name && self.open.len() > 1 && is_below_date(self) {
            self.open.pop();
        }
        while self.open.last().is_some_and(|open| indent < open.indent + 2) {
            // The name of an event without its indent still belongs to the date line above.
            if is_name && self.open.len() == 1 && is_below_date(self) {
                break;
            }
            self.open.pop();
        }
        if self.open.last().is_some_and(|open| begins_with_date || self.is_beside(*open, content)) {
            self.open.clear();
        }
    }

    /// Whether an entry is beside the one that is open, however far it is indented.
    fn is_beside(&self, open: Open, content: Span) -> bool {
        let inlines = self.inlines;
        let above = &self.items[open.item];
        let kind = self.section_kind();
        let is_flat = kind.has_flat_entries() || kind.has_tasks() && is_task(inlines, above.content);
        is_flat && !above.has_date && has_link(inlines, above.content) && has_link(inlines, content)
    }

    /// What the site makes of a line with a bullet.
    fn placement(&self, index: usize) -> Placement {
        match self.site.lines.get(index) {
            Some(Shown::Entry(entry)) => {
                Placement::Listed { depth: self.site.entries.get(*entry).map_or(1, |entry| entry.depth) }
            }
            Some(Shown::Code) => Placement::Code,
            Some(Shown::Html) => Placement::Html,
            Some(Shown::Heading) => Placement::Heading,
            Some(Shown::Quote) => Placement::Quote,
            _ => Placement::Swallowed { blamed_above: self.block == Block::StrayList },
        }
    }

    /// What is before the bullet of an entry, or its content; of a line with a comment there, the spaces before
    /// that.
    fn indent_span(&self, line: Span, bullet: Option<Bullet>, content: Span) -> Span {
        let before = Span::new(line.start, bullet.map_or(content.start, |bullet| bullet.span.start));
        let text = self.inlines.text(before);
        let blanks = text.len() - text.trim_start().len();
        let is_behind_comment = bullet.is_some() && blanks < text.len() && text.contains("-->");
        if is_behind_comment { Span::new(line.start, line.start + blanks) } else { before }
    }

    fn text_line(&mut self, index: usize, line: Span, trimmed: &str) -> LineKind {
        let text = self.inlines.text(line);
        let indent = indent(text);
        let last = self.open.last().map(|open| open.item);
        let in_list = matches!(self.block, Block::List | Block::StrayList);
        // Below a bullet alone stands its content.
        let is_content = last.is_some_and(|item| {
            let above = &self.items[item];
            above.content.is_empty() && above.last_line + 1 == index
        });
        // What has lost its `#####` is neither an entry nor a part of the one above, and neither is the template's
        // sentence about an empty section.
        if self.is_group_without_heading(line) || in_list && self.is_message_below_entry(trimmed) {
            self.end_list();
            self.block = Block::Paragraph;
            return LineKind::Text;
        }
        if self.block != Block::Paragraph
            && !is_content
            && !(trimmed.starts_with(['–', '—']) && self.follows_quote())
            && self.is_stray_entry(line, trimmed, last.filter(|_| in_list))
        {
            return self.entry(index, line, indent, None);
        }
        if let Some(item) = last.filter(|_| in_list || is_content) {
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

    /// Whether a line right below an entry is the sentence `*No … this week.*` of the template, which somebody has left
    /// there.
    fn is_message_below_entry(&self, trimmed: &str) -> bool {
        self.section_kind().has_none_message() && trimmed.starts_with(['*', '_']) && says_none(trimmed)
    }

    /// Whether a line is nothing but the link of a group of the Final Comment Period.
    fn is_group_without_heading(&self, line: Span) -> bool {
        self.section_kind() == SectionKind::FinalCommentPeriod && self.inlines.group_link(line).is_some()
    }

    fn continuation(&mut self, index: usize, item: usize, line: Span) -> LineKind {
        let inlines = self.inlines;
        let end = line.start + inlines.text(line).trim_end().len();
        let above = &mut self.items[item];
        // Below a bare bullet, the content begins here.
        if above.content.is_empty() {
            above.content.start = end - inlines.text(Span::new(line.start, end)).trim_start().len();
        }
        above.span.end = end;
        above.content.end = end;
        above.links = inlines.link_range(above.content);
        above.last_line = index;
        self.blank_lines = Some(0);
        LineKind::Continuation(item)
    }

    /// Whether a line has nothing but blank lines and headings above and below it.
    fn is_alone(&self, line: Span) -> bool {
        let source = self.inlines.source;
        let is_apart = |index: usize| {
            let text = self.inlines.text(source.line(index)).trim();
            text.is_empty() || text.starts_with('#')
        };
        let index = source.line_index(line.start);
        index.checked_sub(1).is_none_or(is_apart) && (index + 1 >= source.line_count() || is_apart(index + 1))
    }

    /// Whether the line above begins an event whose group is still to come.
    fn goes_on_with_fields(&self) -> bool {
        let Some(LineKind::Item(item) | LineKind::Continuation(item)) = self.lines.last() else {
            return false;
        };
        let content = self.items[*item].content;
        let is_date = self.inlines.text(content).get(..10).is_some_and(has_date_shape);
        is_date && !has_link(self.inlines, content)
    }

    /// Whether the last line that is not blank belongs to a quotation.
    fn follows_quote(&self) -> bool {
        let lines = self.lines.iter().rev().take(3);
        lines.into_iter().find(|kind| **kind != LineKind::Blank) == Some(&LineKind::Quote)
    }

    /// Whether an entry, of a line without a bullet, begins with a sign that makes something else of it:
    /// `> [Title](url)`, `| * [Title](url)`.
    fn is_disguised_entry(&self, line: Span, trimmed: &str) -> bool {
        if !self.may_have_stray_entries() {
            return false;
        }
        let text = self.inlines.text(line);
        let takes_it = match trimmed.as_bytes().first() {
            Some(b'|') => !self.goes_on_with_fields(),
            Some(b'>' | b':') => true,
            // `# [Title](url)` between entries, and `#1 [Title](url)`; a heading may be a link.
            Some(b'#') => {
                let behind = trimmed.trim_start_matches('#');
                let level = trimmed.len() - behind.len();
                let is_known = known_kind(section::name(behind.trim())).is_some();
                let is_bullet = behind.trim_start().starts_with(['*', '-', '+']);
                let is_community = matches!(self.section_kind(), SectionKind::Community(_))
                    || names_pull(behind) && self.section_kind().is_entry_list();
                !is_known
                    && !self.is_group_without_heading(line)
                    && (is_community
                        || level == 1
                        || is_bullet
                        || self.block == Block::List
                        || !behind.starts_with(' '))
            }
            // Who is quoted above.
            _ => !(trimmed.starts_with(['–', '—', '-']) && self.follows_quote()),
        };
        takes_it && false_bullet(text) > 0 && self.is_stray_entry(line, trimmed, None)
    }

    /// Whether the section may have entries that lack their bullet; where testing is called for, only with something else
    /// in its place.
    fn may_have_stray_entries(&self) -> bool {
        self.section_kind().is_entry_list() || self.section_kind() == SectionKind::CallsForTesting
    }

    /// Whether a line of text is an entry that lacks its bullet: a date line, or prefixes, one link and at most a
    /// short tail. `above` is the entry whose lines it would otherwise continue.
    fn is_stray_entry(&self, line: Span, trimmed: &str, above: Option<usize>) -> bool {
        if !self.may_have_stray_entries() {
            return false;
        }
        let has_bullet = false_bullet(self.inlines.text(line)) > 0;
        let is_list = has_bullet || self.section_kind().is_entry_list();
        if !is_list || known_heading(trimmed.trim_start_matches('\\')).is_some() {
            return false;
        }
        let content = self.content(line, None);
        let trimmed = if has_bullet { self.inlines.text(content) } else { trimmed };
        if begins_with_date(trimmed) {
            return true;
        }
        let may_begin_entry = trimmed.starts_with(|c: char| matches!(c, '[' | '(' | '\\' | '*') || c.is_alphabetic());
        may_begin_entry
            && !above.is_some_and(|item| self.takes_line(&self.items[item], has_bullet))
            && (has_bullet || self.takes_entries_without_bullet(line, trimmed, above.is_some()))
            && self.is_link_with_prefixes(content, has_bullet)
    }

    /// Whether the line below an entry belongs to it, whatever that line holds.
    fn takes_line(&self, above: &Item, has_bullet: bool) -> bool {
        let has_no_link = !has_link(self.inlines, above.content);
        has_no_link || !has_bullet && self.inlines.text(above.content).ends_with([',', ':'])
    }

    /// Whether a line without anything like a bullet may be an entry: in sections that are written as prose at times,
    /// links go on with a list of them.
    fn takes_entries_without_bullet(&self, line: Span, trimmed: &str, has_entry_above: bool) -> bool {
        let Inlines { source, .. } = self.inlines;
        let is_indented = self.inlines.text(line).starts_with([' ', '\t']);
        let heads_list = || {
            let below = source.line_index(line.start) + 1;
            let below = (below < source.line_count()).then(|| self.inlines.text(source.line(below)));
            below.is_some_and(|below| below.starts_with("* [") || below.starts_with("- ["))
        };
        self.section_kind().takes_submissions()
            || !is_indented && (has_entry_above || names_pull(trimmed) && (heads_list() || self.is_alone(line)))
    }

    /// Whether a text is nothing but prefixes, one link and at most a short tail. What is like a bullet makes other
    /// words before the link prefixes, too.
    fn is_link_with_prefixes(&self, content: Span, has_bullet: bool) -> bool {
        let inlines = self.inlines;
        let prefixes = prefixes(inlines, content, inlines.links_in(content));
        if prefixes.iter().any(|prefix| prefix.place == PrefixPlace::AsText) {
            return true;
        }
        let mut before_link = prefixes.iter().filter(|prefix| prefix.place == PrefixPlace::BeforeLink);
        let at = before_link.clone().next_back().map_or(content.start, |prefix| prefix.span.end);
        let are_known =
            before_link.all(|prefix| prefix.tag.is_some() || is_state(inlines.text(prefix.word).trim_start()));
        let behind = inlines.text(Span::new(at, content.end)).trim_start();
        let at = content.end - behind.trim_start_matches(['*', '_', '~', '\\']).len();
        let text = inlines.text(content);
        // A heading may hold several links.
        let may_hold_several =
            has_bullet && !text.ends_with('|') && !inlines.source.text()[..content.start].trim_end().ends_with('#');
        let end = match (inlines.links_in(content), inlines.near_links_in(content)) {
            ([link], []) if link.span.start == at && link.is_inline() && !link.is_image => link.span.end,
            // The parts of a series, or a second address of the same; not the cells of a table.
            ([first, .., last], [])
                if may_hold_several && first.span.start == at && first.is_inline() && !first.is_image =>
            {
                let links: usize = inlines.links_in(content).iter().map(|link| link.span.len()).sum();
                let between = last.span.end.saturating_sub(at + links);
                if between > LONGEST_TAIL {
                    return false;
                }
                last.span.end
            }
            ([], [near]) if near.span.start <= at && at <= near.span.start + 1 => near.span.end,
            _ => return false,
        };
        let tail = Span::new(end.min(content.end), content.end);
        // The fields of a call follow its name.
        let has_fields =
            || self.section_kind() == SectionKind::CfpEvents && inlines.text(tail).matches('|').count() >= 2;
        (are_known || has_bullet) && (tail.len() <= LONGEST_TAIL || has_fields())
    }
}

/// Whether a line ends in a link to a pull request or an issue, as the entries of the project's sections do.
fn names_pull(line: &str) -> bool {
    let bracket = memchr::memmem::rfind(line.as_bytes(), b"](");
    bracket.map(|at| &line[at + 2..]).is_some_and(|address| {
        ["/pull/", "/issues/"].iter().any(|part| {
            address.split_once(part).is_some_and(|(_, number)| number.starts_with(|c: char| c.is_ascii_digit()))
        })
    })
}

/// Whether an entry is a bold link, and at most further links after ` | `: the name of an event.
fn is_event_name(inlines: &Inlines<'_>, content: Span) -> bool {
    let text = inlines.text(content);
    let is_apart = |pair: &[Link<'_>]| inlines.text(Span::new(pair[0].span.end, pair[1].span.start)).trim() == "|";
    (text.starts_with("[**") || text.starts_with("**["))
        && inlines.links_in(content).windows(2).all(|pair| pair[0].span.end <= pair[1].span.start && is_apart(pair))
}

/// Bytes up to and with what is where the bullet belongs and is not one, with the spaces before it: `•`, which a word
/// processor makes of `*`, `1)`, `o`, a dash, an emoji, a tag, `>`. Nothing but a link or a date may follow.
fn false_bullet(line: &str) -> usize {
    /// Bytes of what may stand for a bullet.
    const LONGEST: usize = 24;
    let content = line.trim_start_matches([' ', '\t']);
    let is_date = |at: usize| content.get(at..).is_some_and(begins_with_date);
    let mut bytes = content.bytes().take(LONGEST + 1).enumerate();
    let link_or_date = bytes.find(|(at, byte)| *byte == b'[' || byte.is_ascii_digit() && is_date(*at));
    let Some((at, _)) = link_or_date else { return 0 };
    let mut lead = content[..at].trim_end();
    // `[ ] ` of a check box holds the first bracket.
    let box_end = content[at..].strip_prefix("[ ] ").or_else(|| content[at..].strip_prefix("[x] "));
    if let Some(rest) = box_end {
        let with_box = content[..content.len() - rest.len()].trim_end();
        let is_alone = lead.chars().all(|c| matches!(c, '*' | '-' | '+' | ' '));
        return if is_alone { line.len() - content.len() + with_box.len() } else { 0 };
    }
    // `**[Title](url)**` and `!` before an image touch what they belong to.
    let touches = lead.len() == at;
    if touches && content[at..].starts_with('[') {
        let marks = lead.trim_end_matches(['*', '_', '!', '~', '"', '(', '`', '\\', '“', '‘', '\'', '<', '{', '[']);
        lead = marks.trim_end();
    }
    // A heading with a no-break space, which the page shows as one, or behind a character that nobody sees.
    let sign = lead.trim_start_matches(is_invisible);
    let is_heading = sign.bytes().all(|byte| byte == b'#')
        && (content[lead.len()..].starts_with(is_odd_space) || sign.len() > 1 && sign.len() < lead.len());
    if lead.is_empty() || is_heading || !is_false_bullet(lead) {
        return 0;
    }
    line.len() - content.len() + lead.len()
}

/// Whether a word could be meant as a bullet: signs, one letter or a short number with signs around, a tag of a list,
/// an entity, the name of an emoji.
fn is_false_bullet(lead: &str) -> bool {
    const MOST_DIGITS: usize = 3;
    // A byte that is not text stands for something else.
    if lead.contains(char::is_control) {
        return false;
    }
    if matches!(lead.trim(), "`*`" | "`-`" | "<*>" | "< *" | "< -") {
        return true;
    }
    let inner = lead.trim_end_matches(['*', '-', '+', ' ']);
    // `"* [Title](url)"`, as a quoted cell of a table has it.
    if inner.len() < lead.trim_end().len() && matches!(inner, "\"" | "“" | "'") {
        return true;
    }
    if inner.starts_with('<') && inner.ends_with('>') {
        let mut tags = inner.split(['<', '>']).filter(|tag| !tag.trim().is_empty());
        return tags.all(|tag| {
            matches!(tag.to_ascii_lowercase().as_str(), "li" | "ul" | "ol" | "p" | "br" | "br/" | "br /" | "b")
        });
    }
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'#'))
    };
    let between = |open: char, close: char| inner.strip_prefix(open).and_then(|inner| inner.strip_suffix(close));
    let is_entity = |text: &str| text.trim().strip_prefix('&').is_some_and(is_name);
    if between(':', ':').is_some_and(is_name) || inner.ends_with(';') && inner.split_terminator(';').all(is_entity) {
        return true;
    }
    if lead.contains(['[', ']', '<', '`', '"', '|'])
        && lead != "|"
        && !lead.trim_start_matches('|').trim_start().is_empty()
        && !lead.trim_start_matches('|').trim().chars().all(|c| matches!(c, '*' | '-' | '+'))
    {
        return false;
    }
    // A number on a key: 1️⃣.
    if lead.contains('\u{20e3}') {
        return true;
    }
    let mut letters = lead.chars().filter(|c| c.is_alphanumeric());
    match letters.next() {
        None => lead.chars().any(|c| !c.is_whitespace()),
        Some(first) if first.is_ascii_digit() => {
            letters.clone().all(|c| c.is_ascii_digit())
                && letters.count() < MOST_DIGITS
                && lead.len() <= MOST_DIGITS + 2
        }
        // What the bullets of a word processor become in another font, and numbers in circles.
        Some(first) if matches!(first, 'Ø' | 'ü') || first.is_numeric() => letters.next().is_none(),
        // `A)`, `II.`
        Some(first) if first.is_ascii_uppercase() => {
            let is_numeral = letters.clone().all(|c| matches!(c, 'I' | 'V' | 'X')) && matches!(first, 'I' | 'V' | 'X');
            lead.trim_end().ends_with(['.', ')']) && (letters.next().is_none() || is_numeral && lead.len() <= 5)
        }
        Some(first) => first.is_ascii_lowercase() && letters.next().is_none() && lead.len() <= 3,
    }
}

/// Whether a task for contributors is written in one line, with its project: `project - title`. Others are nested below
/// the name of their project.
fn is_task(inlines: &Inlines<'_>, content: Span) -> bool {
    [" - ", " – ", " — "].iter().any(|dash| inlines.text(content).contains(dash))
}

/// Whether a link, or what is meant as one, is in a text.
fn has_link(inlines: &Inlines<'_>, content: Span) -> bool {
    !inlines.links_in(content).is_empty() || !inlines.near_links_in(content).is_empty()
}

/// Columns before the first character of a line that is not blank.
fn indent(line: &str) -> usize {
    columns(&line[..line.len() - line.trim_start().len()]).0
}

fn is_thematic_break(trimmed: &str) -> bool {
    let first = trimmed.as_bytes()[0];
    matches!(first, b'*' | b'-' | b'_')
        && trimmed.bytes().all(|byte| byte == first || byte == b' ')
        && trimmed.bytes().filter(|byte| *byte == first).count() >= 3
}
