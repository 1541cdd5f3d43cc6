//! Owns the second layer of a document: its lines, and the sections and entries that they make.

use std::ops::Deref;
use std::sync::OnceLock;

use crate::document::inlines::Inlines;
use crate::document::item::Item;
use crate::document::link::{Definition, Link, LinkKind};
use crate::document::near_link::NearLinkProblem;
use crate::document::section::{Heading, Section, SectionKind};
use crate::document::site::Site;
use crate::lexicon::is_standing_text;
use crate::text::{Span, Url};

/// What a line of the source is, as the site's renderer takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Nothing, or only white space.
    Blank,
    /// `Key: value` at the head of the file.
    FrontMatter,
    /// A heading, or what is meant as one; the index of its section.
    Heading(usize),
    /// The first line of an entry: index into [`Outline::items`].
    Item(usize),
    /// A further line of that entry.
    Continuation(usize),
    /// A line of a paragraph.
    Text,
    /// Within an HTML comment, or one that holds nothing else.
    Comment,
    /// Fenced or indented code.
    Code,
    /// A block quote.
    Quote,
    /// A row of a table.
    Table,
    /// A link definition.
    Definition,
    /// `---` and the like.
    ThematicBreak,
    /// `<<<<<<< HEAD` and the other marks of a merge conflict. What is around them is read as if they were not
    /// there.
    ConflictMarker,
}

/// The lines of a text, with the sections and entries that they make.
#[derive(Debug)]
pub struct Outline<'a> {
    /// What lies within the lines.
    pub(super) inlines: Inlines<'a>,
    pub(super) lines: Vec<LineKind>,
    pub(super) sections: Vec<Section<'a>>,
    pub(super) accidental_headings: Vec<Heading>,
    pub(super) items: Vec<Item>,
    /// What [`Outline::community_entries`] gives, once it was asked: indices of items.
    pub(super) community: OnceLock<Vec<usize>>,
    /// What the site shows, line by line.
    pub site: Site,
}

impl<'a> Deref for Outline<'a> {
    type Target = Inlines<'a>;

    fn deref(&self) -> &Inlines<'a> {
        &self.inlines
    }
}

impl<'a> Outline<'a> {
    /// What each line of the source is.
    #[must_use]
    pub fn lines(&self) -> &[LineKind] {
        &self.lines
    }

    /// The sections in order; the first is what is before any heading.
    #[must_use]
    pub fn sections(&self) -> &[Section<'a>] {
        &self.sections
    }

    /// Lines of text that begin with `#` by chance, in the order of the text.
    #[must_use]
    pub fn accidental_headings(&self) -> &[Heading] {
        &self.accidental_headings
    }

    /// The entries in order, those included that lack their bullet.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The whole lines of an item, with their line ends; what is nested below it not included.
    #[must_use]
    pub fn item_lines(&self, item: &Item) -> Span {
        Span::new(self.source.line(item.first_line).start, self.source.line_with_end(item.last_line).end)
    }

    /// The whole lines of an item and of all that is nested below it, with their line ends.
    #[must_use]
    pub fn entry_lines(&self, index: usize) -> Span {
        let below = self.items[index + 1..].iter().take_while(|item| item.parent.is_some_and(|parent| parent >= index));
        below.map(|item| self.item_lines(item)).fold(self.item_lines(&self.items[index]), Span::to)
    }

    /// The kinds of the lines of a section below its heading, each with its span, without line ends.
    pub fn lines_of(&self, section: &Section<'a>) -> impl Iterator<Item = (Span, LineKind)> {
        let first = self.source.line_index(section.span.start) + usize::from(section.heading.is_some());
        let end = section.span.end;
        let lines = (first..self.source.line_count()).map(|index| (self.source.line(index), self.lines[index]));
        lines.take_while(move |(line, _)| line.start < end)
    }

    /// Whether a section holds nothing but blank lines, comments, and what the template says in every issue.
    #[must_use]
    pub fn is_empty(&self, section: &Section<'a>) -> bool {
        self.lines_of(section).all(|(line, kind)| match kind {
            LineKind::Blank | LineKind::Comment | LineKind::Definition => true,
            LineKind::Text => is_standing_text(self.text(line)),
            _ => false,
        })
    }

    /// The items, nested ones too, section by section; sections without items are left out.
    pub fn items_by_section(&self) -> impl Iterator<Item = &[Item]> {
        self.items.chunk_by(|one, next| one.section == next.section)
    }

    /// The items of the section of that index, nested ones too.
    #[must_use]
    pub fn items_in(&self, section: usize) -> &[Item] {
        let from = self.items.partition_point(|item| item.section < section);
        let to = from + self.items[from..].partition_point(|item| item.section == section);
        &self.items[from..to]
    }

    /// The section that an item is in.
    #[must_use]
    pub fn section_of(&self, item: &Item) -> &Section<'a> {
        &self.sections[item.section]
    }

    /// The section in which a byte offset lies.
    #[must_use]
    pub fn section_at(&self, offset: usize) -> &Section<'a> {
        let next = self.sections.partition_point(|section| section.span.start <= offset);
        &self.sections[next.saturating_sub(1)]
    }

    /// The entries of the community sections, and of a fragment that names no section.
    pub fn community_entries(&self) -> impl Iterator<Item = &Item> {
        let found = self.community.get_or_init(|| {
            let entries = self.items.iter().enumerate().filter(|(_, item)| self.is_community_entry(item));
            entries.map(|(index, _)| index).collect()
        });
        found.iter().map(|index| &self.items[*index])
    }

    /// Whether an item is a submission to one of the community sections.
    #[must_use]
    pub fn is_community_entry(&self, item: &Item) -> bool {
        let section = self.section_of(item);
        section.kind.is_community() || (section.kind == SectionKind::Fragment && !item.has_date)
    }

    /// The item in which a byte offset lies.
    #[must_use]
    pub fn item_at(&self, offset: usize) -> Option<&Item> {
        let next = self.items.partition_point(|item| item.span.start <= offset);
        self.items[..next].last().filter(|item| offset < item.span.end)
    }

    /// Whether the line of that index begins with `#` by chance.
    #[must_use]
    pub fn has_accidental_heading(&self, line: usize) -> bool {
        let start = self.source.line(line).start;
        self.accidental_headings.binary_search_by_key(&start, |heading| heading.span.start).is_ok()
    }

    /// The links of an item, in the order of the text: [`Inlines::links_in`] of its content.
    #[must_use]
    pub fn links_of(&self, item: &Item) -> &[Link<'a>] {
        &self.links[item.links.clone()]
    }

    /// What is between the backticks of a line that is an entry with its bullet between backticks:
    /// `` `* [text](address)` ``.
    #[must_use]
    pub fn entry_in_backticks(&self, line: usize) -> Option<Span> {
        if !matches!(self.lines[line], LineKind::Text | LineKind::Continuation(_) | LineKind::Item(_)) {
            return None;
        }
        let span = self.source.line(line);
        let text = self.text(span);
        // Nearly all lines begin with something else.
        if text.bytes().next().is_some_and(|byte| byte.is_ascii_graphic() && byte != b'`') {
            return None;
        }
        let trimmed = text.trim();
        let width = trimmed.bytes().take_while(|byte| *byte == b'`').count();
        let inner = trimmed.get(width..)?.strip_suffix(&trimmed[..width]).filter(|_| width > 0)?;
        let entry = inner.trim_start();
        let has_bullet = ["* ", "- ", "+ "].iter().any(|bullet| entry.starts_with(bullet));
        let start = span.start + text.len() - text.trim_start().len() + width;
        (has_bullet && entry.contains("](http")).then(|| Span::new(start, start + inner.len()))
    }

    /// The parts of an entry that are neither prefix, link nor comment; punctuation and spaces included.
    pub fn beside_links(&self, item: &Item) -> impl Iterator<Item = Span> {
        let mut taken: Vec<Span> = item.prefixes.iter().map(|prefix| prefix.span).collect();
        taken.extend(self.links_of(item).iter().map(|link| link.span));
        taken.extend(self.near_links_in(item.content).iter().map(|link| link.span));
        taken.extend(self.comments_in(item.content).iter().map(|comment| comment.span));
        taken.sort_unstable();
        taken.push(Span::at(item.content.end));
        let mut from = item.content.start;
        taken.into_iter().filter_map(move |span| {
            let beside = Span::new(from.min(span.start), span.start);
            from = from.max(span.end);
            (!beside.is_empty()).then_some(beside)
        })
    }

    /// What kind of line a byte offset lies in.
    #[must_use]
    pub fn line_kind(&self, offset: usize) -> LineKind {
        self.lines[self.source.line_index(offset)]
    }

    /// Where an entry leads: the destination of its first link, or of what is meant as one.
    #[must_use]
    pub fn main_destination(&self, item: &Item) -> Option<Span> {
        let link = self.links_of(item).iter().find(|link| link.has_own_destination() && !link.is_image);
        let near = self.near_links_in(item.content).iter().find_map(|near| Some((near.span.start, near.url?)));
        match (link, near) {
            (Some(link), Some((start, _))) if link.span.start < start => Some(link.destination),
            (_, Some((_, url))) => Some(url),
            (link, None) => link.map(|link| link.destination),
        }
    }

    /// Where an entry leads, as [`Outline::main_destination`], or by its first link that names a definition; with the
    /// place in the entry that says so.
    #[must_use]
    pub fn main_url(&self, item: &Item) -> Option<(Span, Url<'a>)> {
        if let Some(destination) = self.main_destination(item) {
            return Some((destination, self.url(destination)));
        }
        let link = self.links_of(item).iter().find(|link| !link.is_image)?;
        let LinkKind::Reference { url } = &link.kind else { return None };
        let is_meant = |definition: &&Definition| self.text(definition.destination) == &**url;
        let definition = self.definitions.iter().find(is_meant)?;
        Some((link.span, self.url(definition.destination)))
    }

    /// The link to the discussion of the issue, with which it ends; none within an entry is one.
    #[must_use]
    pub fn discussion_link(&self) -> Option<&Link<'a>> {
        let is_meant = |link: &&Link<'_>| {
            let start = self.text(link.text).trim_start().get(..10);
            start.is_some_and(|start| start.eq_ignore_ascii_case("Discuss on"))
        };
        let mut links = self.links.iter().rev().filter(is_meant);
        links.find(|link| self.item_at(link.span.start).is_none())
    }

    /// Whether what looks like an entry is the rest of a link's text that begins on a line above, and its bullet a
    /// dash.
    #[must_use]
    pub fn goes_on_with_title(&self, item: &Item) -> bool {
        self.near_links_in(item.content).first().is_some_and(|near| {
            let is_rest = near.problem == NearLinkProblem::MissingOpeningBracket && near.repair.is_none();
            (is_rest || near.problem == NearLinkProblem::BlankLine) && near.span.start == item.content.start
        })
    }
}
