//! Owns what a rule may ask for: an issue of the newsletter as typed parts, each with its span.
//!
//! A [`Document`] says what the *site* shows. The site is rendered by Python-Markdown, not by a
//! CommonMark parser, so an [`Item`] may stand where a CommonMark preview shows a list item and the
//! site does not ([`Item::placement`]), or stand for an entry that is no list item at all yet.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::text::mojibake::Mojibake;
use jiff::civil::Date;

use crate::lexicon::is_standing_text;
use crate::lexicon::place::Region;
use crate::text::{Source, Span, Url};

mod block;
mod cfp;
mod code_around;
mod comment;
mod cursor;
mod date;
mod event;
mod front_matter;
mod item;
mod link;
mod lost;
mod markup;
mod near_link;
mod parse;
mod section;
pub mod site;

pub use cfp::{CfpEvent, CfpProject, ClosingField, NoneMessage};
pub use code_around::CodeAround;
pub use comment::{Comment, Directive, DirectiveScope};
pub use date::{DateField, DateProblem};
pub use event::{Event, EventsWindow, FieldsProblem, Location, PlaceField, PlaceProblem, Venue};
pub use front_matter::{Field, FrontMatter, Issue, NEWSLETTER};
pub use item::{Bullet, BulletKind, Item, Placement, Prefix, PrefixForm, PrefixPlace};
pub use link::{Definition, Link, LinkKind, UndefinedReference};
pub(crate) use lost::as_github_reads;
pub use lost::{Loss, LossCause};
pub use markup::{BacktickFault, BacktickProblem, Emphasis, HtmlTag};
pub use near_link::{NearLink, NearLinkProblem, Repair};
pub use section::{COMMUNITY_SECTIONS, Community, Heading, HeadingForm, Section, SectionKind};
pub(crate) use section::{kind as section_kind, known_kind, name as heading_name};
pub use site::{Inline, Shown, Site, SiteLink};

/// What a line of the source is, as the site's renderer takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Nothing, or only white space.
    Blank,
    /// `Key: value` at the head of the file.
    FrontMatter,
    /// A heading, or what is meant as one; the index of its section.
    Heading(usize),
    /// The first line of an entry: index into [`Document::items`].
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
    /// `<<<<<<< HEAD` and the other marks of a merge conflict. What stands around them is read as if they were not
    /// there.
    ConflictMarker,
}

/// One issue of the newsletter, or a fragment of one.
#[derive(Debug)]
pub struct Document<'a> {
    /// The text that it was read from.
    pub source: &'a Source,
    /// The head of the file; a text without one is a fragment.
    pub front_matter: Option<FrontMatter<'a>>,
    /// What each line of the source is.
    pub lines: Vec<LineKind>,
    /// The sections in order; the first is what stands before any heading.
    pub sections: Vec<Section<'a>>,
    /// Lines of text that begin with `#` by chance, in order.
    pub accidental_headings: Vec<Heading>,
    /// The entries in order, those included that lack their bullet.
    pub items: Vec<Item>,
    /// The events, in order.
    pub events: Vec<Event>,
    /// The line that says from when to when the events are listed.
    pub events_window: Option<EventsWindow>,
    /// The calls for papers, in order.
    pub cfp_events: Vec<CfpEvent>,
    /// The tasks for contributors, in order.
    pub cfp_projects: Vec<CfpProject>,
    /// The links that Markdown accepts, in order of their beginning.
    pub links: Vec<Link<'a>>,
    /// What is meant as a link and is none, in order.
    pub near_links: Vec<NearLink>,
    /// URLs that stand in the text by themselves, in order.
    pub bare_urls: Vec<Span>,
    /// `[text][name]` and `[name]` that no definition answers, in order; prefixes included.
    pub undefined_references: Vec<UndefinedReference>,
    /// `[name]: url`, in order.
    pub definitions: Vec<Definition>,
    /// The destinations of all links and definitions, taken apart, each once, where they are written out. In order.
    pub urls: Vec<Url<'a>>,
    /// Code spans with their backticks, in order.
    pub code_spans: Vec<Span>,
    /// What is wrong with backticks, at most one a line.
    pub backtick_faults: Vec<BacktickFault>,
    /// Bold and italic text with its asterisks or underscores, in order.
    pub emphases: Vec<Emphasis>,
    /// Asterisks that open or close nothing though they seem to, in order.
    pub loose_asterisks: Vec<Span>,
    /// HTML comments, in order.
    pub comments: Vec<Comment>,
    /// What the site takes for HTML tags, in order.
    pub html_tags: Vec<HtmlTag>,
    /// UTF-8 that was read as another encoding, in order.
    pub mojibake: Vec<Mojibake>,
    /// Links of the template that nobody filled in, such as `[Group](Group URL)`; in no other list. In order.
    pub template_links: Vec<Span>,
    /// Entries that the site shows otherwise than they are meant, in order.
    pub losses: Vec<Loss>,
    /// What the site shows, line by line.
    pub site: Site,
    /// Index of the definition of each name, in lower case.
    definition_names: HashMap<String, usize>,
    /// Whether the site shows all of each item, as far as it was asked.
    shown_whole: Vec<OnceLock<bool>>,
    date: Option<Date>,
    /// Code, destinations, definitions and comments: sorted, without overlap. The rest is text.
    opaque: Vec<Span>,
    /// How many links begin before each block of [`LINK_BLOCK`] bytes: rules ask for the links of every entry.
    link_blocks: Vec<usize>,
}

/// Bytes of text between two entries of [`Document::link_blocks`].
const LINK_BLOCK: usize = 128;

impl<'a> Document<'a> {
    /// Reads a source.
    #[must_use]
    pub fn parse(source: &'a Source) -> Self {
        parse::parse(source)
    }

    /// The text of `span`.
    #[must_use]
    pub fn text(&self, span: Span) -> &'a str {
        self.source.slice(span)
    }

    /// Whether the text has no front matter: a pasted line, standard input.
    #[must_use]
    pub fn is_fragment(&self) -> bool {
        self.front_matter.is_none()
    }

    /// The date of the issue; where title, number and file name agree on another than is written, theirs.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// The region under which an event stands, if its heading names one.
    #[must_use]
    pub fn region(&self, event: &Event) -> Option<Region> {
        let section = self.section_of(&self.items[event.item]);
        section.region
    }

    /// The names that stand in bold, of events and of calls for papers: each item with its first link.
    pub fn bold_names(&self) -> impl Iterator<Item = (&Item, &Link<'a>)> {
        let events = self.events.iter().flat_map(|event| &event.names);
        let items = events.chain(self.cfp_events.iter().map(|call| &call.item)).map(|index| &self.items[*index]);
        items.filter_map(|item| Some((item, self.links_of(item).first().filter(|link| link.is_inline())?)))
    }

    /// Whether what looks like an entry is the rest of a link's text that begins on a line above, and its bullet a dash.
    #[must_use]
    pub fn goes_on_with_title(&self, item: &Item) -> bool {
        self.near_links_in(item.content).first().is_some_and(|near| {
            near.problem == NearLinkProblem::MissingOpeningBracket
                && near.repair.is_none()
                && near.span.start == item.content.start
        })
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

    /// The whole lines of an event, with their line ends: its date line, and the names and other lines below it.
    #[must_use]
    pub fn event_lines(&self, event: &Event) -> Span {
        let lines = self.entry_lines(event.item);
        // A comment that is indented as the names are speaks of this event.
        let next = self.source.line_index(lines.end.saturating_sub(1)) + 1;
        let is_below = |index: &usize| {
            self.lines.get(*index) == Some(&LineKind::Comment)
                && self.text(self.source.line(*index)).starts_with([' ', '\t'])
        };
        let last = (next..).take_while(is_below).last();
        last.map_or(lines, |last| lines.to(self.source.line_with_end(last)))
    }

    /// The lines of an event and the comments right above it: what moves when it is sorted.
    #[must_use]
    pub fn event_block(&self, event: &Event) -> Span {
        let lines = self.event_lines(event);
        let first = self.items[event.item].first_line;
        let comments = self.lines[..first].iter().rev().take_while(|kind| **kind == LineKind::Comment).count();
        Span::new(self.source.line(first - comments).start, lines.end)
    }

    /// The comments that speak to this program, in order.
    pub fn directives(&self) -> impl Iterator<Item = Directive> {
        self.comments.iter().filter_map(|comment| comment::directive(self.source.text(), comment))
    }

    /// The directives, in order, each with the lines that it speaks of: [`Document::reach`] of all of them, which looks
    /// at what many directives speak of once.
    pub(crate) fn directives_with_reach(&self) -> impl Iterator<Item = (Directive, Option<Span>)> {
        let mut last: Option<(usize, Option<Span>)> = None;
        self.directives().map(move |directive| {
            let reach = match directive.scope {
                Some(DirectiveScope::Entry) => {
                    let index = self.line_spoken_of(&directive, last.map_or(0, |(index, _)| index));
                    let known = last.filter(|(known, _)| *known == index);
                    let reach = known.map_or_else(|| self.lines_spoken_of(index), |(_, reach)| reach);
                    last = Some((index, reach));
                    reach
                }
                Some(DirectiveScope::File) | None => self.reach(&directive),
            };
            (directive, reach)
        })
    }

    /// The lines that a directive speaks of, with their line ends: the entry, with what is nested below it, that it
    /// stands on or above; the line, where there is no entry. None at the end of the text.
    #[must_use]
    pub fn reach(&self, directive: &Directive) -> Option<Span> {
        if directive.scope == Some(DirectiveScope::File) {
            return Some(Span::new(0, self.source.text().len()));
        }
        self.lines_spoken_of(self.line_spoken_of(directive, 0))
    }

    /// Index of the line that a directive speaks of; that behind the last line where there is none. `known` is that of
    /// the directive before it: what lies up to there need not be looked at again.
    fn line_spoken_of(&self, directive: &Directive, known: usize) -> usize {
        let line_index = |offset| self.source.line_index(offset);
        let (first, last) = (line_index(directive.comment.start), line_index(directive.comment.end));
        let is_alone = |index: usize| self.lines[index] == LineKind::Comment;
        let is_passed = |index: &usize| is_alone(*index) || self.lines[*index] == LineKind::Blank;
        match (is_alone(first), is_alone(last)) {
            (false, _) => first,
            (true, false) => last,
            (true, true) => {
                let mut behind = (last + 1).max(known)..self.lines.len();
                behind.find(|index| !is_passed(index)).unwrap_or(self.lines.len())
            }
        }
    }

    fn lines_spoken_of(&self, index: usize) -> Option<Span> {
        match self.lines.get(index)? {
            LineKind::Item(item) | LineKind::Continuation(item) => Some(self.entry_lines(*item)),
            _ => Some(self.source.line_with_end(index)),
        }
    }

    /// Whether an item says that there is nothing this week: "No calls …".
    #[must_use]
    pub fn is_none_message(&self, item: &Item) -> bool {
        cfp::is_none_message(self, item)
    }

    /// What says in a section that there is nothing this week, in order.
    #[must_use]
    pub fn none_messages(&self, section: &Section<'a>) -> Vec<NoneMessage> {
        cfp::none_messages(self, section)
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

    /// What readers see of a part of one block, such as the content of an entry.
    #[must_use]
    pub fn shown(&self, span: Span) -> Inline {
        site::read_inline(self.text(span), &|name| {
            let definition = self.definitions.get(*self.definition_names.get(name)?)?;
            Some(self.text(definition.destination).to_owned())
        })
    }

    /// Whether readers get the entry around a byte offset as it is meant, whatever is wrong with its markup: in its list, with all
    /// of its links and words. False outside of entries.
    #[must_use]
    pub fn is_shown_whole(&self, offset: usize) -> bool {
        let next = self.items.partition_point(|item| item.span.start <= offset);
        let Some(index) = next.checked_sub(1) else { return false };
        let (item, known) = (&self.items[index], &self.shown_whole[index]);
        let is_within = offset <= item.span.end;
        is_within
            && *known.get_or_init(|| {
                item.placement == (Placement::Listed { depth: lost::level(self, item) + 1 })
                    && lost::is_whole(self, item)
            })
    }

    /// The first line below an entry that the site takes for more words of it, though all of the entry stands above.
    #[must_use]
    pub fn stray_line(&self, item: &Item) -> Option<usize> {
        lost::stray_line(self, item)
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

    /// The events of the section of that index.
    #[must_use]
    pub fn events_in(&self, section: usize) -> &[Event] {
        let section_of = |event: &Event| self.items[event.item].section;
        let from = self.events.partition_point(|event| section_of(event) < section);
        let to = from + self.events[from..].partition_point(|event| section_of(event) == section);
        &self.events[from..to]
    }

    /// The section that an item stands in.
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
        self.items.iter().filter(|item| self.is_community_entry(item))
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

    /// The links that begin within `span`, in order.
    #[must_use]
    pub fn links_in(&self, span: Span) -> &[Link<'a>] {
        &self.links[self.link_range(span)]
    }

    /// The links of an item, in order: [`Document::links_in`] of its content.
    #[must_use]
    pub fn links_of(&self, item: &Item) -> &[Link<'a>] {
        &self.links[item.links.clone()]
    }

    fn link_range(&self, span: Span) -> Range<usize> {
        let first = self.links_before(span.start);
        // Few entries have more than one or two.
        let count = self.links[first..].iter().take(4).position(|link| link.span.start >= span.end);
        first..count.map_or_else(|| self.links_before(span.end).max(first), |count| first + count)
    }

    /// How many links begin before a byte offset.
    fn links_before(&self, offset: usize) -> usize {
        let block = offset / LINK_BLOCK;
        let (Some(first), Some(last)) = (self.link_blocks.get(block), self.link_blocks.get(block + 1)) else {
            return self.links.len();
        };
        let in_block = self.links[*first..*last].iter().take_while(|link| link.span.start < offset);
        first + in_block.count()
    }

    /// Notes where in the list of links each block of text begins; the links are final.
    fn index_links(&mut self) {
        let blocks = self.source.text().len() / LINK_BLOCK + 2;
        let mut before = 0;
        self.link_blocks = (0..blocks)
            .map(|block| {
                let in_block = self.links[before..].iter().take_while(|link| link.span.start < block * LINK_BLOCK);
                before += in_block.count();
                before
            })
            .collect();
    }

    /// The near-links that begin within `span`, in order.
    #[must_use]
    pub fn near_links_in(&self, span: Span) -> &[NearLink] {
        within(&self.near_links, span, |link| link.span.start)
    }

    /// The URLs by themselves that begin within `span`, in order.
    #[must_use]
    pub fn bare_urls_in(&self, span: Span) -> &[Span] {
        within(&self.bare_urls, span, |url| url.start)
    }

    /// The references that no definition answers and that begin within `span`, in order.
    #[must_use]
    pub fn undefined_references_in(&self, span: Span) -> &[UndefinedReference] {
        within(&self.undefined_references, span, |reference| reference.span.start)
    }

    /// The links of the template that nobody filled in and that begin within `span`, in order.
    #[must_use]
    pub fn template_links_in(&self, span: Span) -> &[Span] {
        within(&self.template_links, span, |link| link.start)
    }

    /// The code spans that begin within `span`, in order.
    #[must_use]
    pub fn code_spans_in(&self, span: Span) -> &[Span] {
        within(&self.code_spans, span, |code| code.start)
    }

    /// The bold and italic stretches that begin within `span`, in order.
    #[must_use]
    pub fn emphases_in(&self, span: Span) -> &[Emphasis] {
        within(&self.emphases, span, |emphasis| emphasis.span.start)
    }

    /// The parts of an entry that are neither prefix, link nor comment; punctuation and blanks included.
    pub fn beside_links(&self, item: &Item) -> impl Iterator<Item = Span> {
        let mut taken: Vec<Span> = item.prefixes.iter().map(|prefix| prefix.span).collect();
        taken.extend(self.links_of(item).iter().map(|link| link.span));
        taken.extend(self.near_links_in(item.content).iter().map(|link| link.span));
        taken.extend(
            within(&self.comments, item.content, |comment| comment.span.start).iter().map(|comment| comment.span),
        );
        taken.sort_unstable();
        taken.push(Span::at(item.content.end));
        let mut from = item.content.start;
        taken.into_iter().filter_map(move |span| {
            let beside = Span::new(from.min(span.start), span.start);
            from = from.max(span.end);
            (!beside.is_empty()).then_some(beside)
        })
    }

    /// The parts of `span` that are text: no code, no destination, no definition, no comment.
    pub fn text_runs(&self, span: Span) -> impl Iterator<Item = Span> {
        let first = self.opaque.partition_point(|opaque| opaque.end <= span.start);
        let mut rest = self.opaque[first..].iter();
        let mut from = Some(span.start);
        std::iter::from_fn(move || {
            loop {
                let start = from?;
                let opaque = rest.next().filter(|opaque| opaque.start < span.end);
                from = opaque.map(|opaque| opaque.end);
                let end = opaque.map_or(span.end, |opaque| opaque.start);
                if start < end {
                    return Some(Span::new(start, end));
                }
            }
        })
    }

    /// The parts of the whole body that are text, as in [`Document::text_runs`].
    pub fn all_text_runs(&self) -> impl Iterator<Item = Span> {
        let start = self.front_matter.as_ref().map_or(0, |front_matter| front_matter.span.end);
        self.text_runs(Span::new(start, self.source.text().len()))
    }

    /// Whether a byte offset lies in code, a destination, a definition or a comment.
    #[must_use]
    pub fn is_opaque(&self, offset: usize) -> bool {
        let next = self.opaque.partition_point(|opaque| opaque.end <= offset);
        self.opaque.get(next).is_some_and(|opaque| opaque.start <= offset)
    }

    /// The innermost link in which a byte offset lies.
    #[must_use]
    pub fn link_at(&self, offset: usize) -> Option<&Link<'a>> {
        let next = self.links_before(offset + 1);
        // Links don't nest, but images stand in links.
        self.links[..next].iter().rev().take(8).find(|link| offset < link.span.end)
    }

    /// Whether `span` lies in a link of the template that nobody filled in.
    #[must_use]
    pub fn in_template_link(&self, span: Span) -> bool {
        let next = self.template_links.partition_point(|link| link.end <= span.start);
        self.template_links.get(next).is_some_and(|link| link.contains(span))
    }

    /// The code, or the words, that what the site takes for a tag belongs to.
    #[must_use]
    pub fn code_around(&self, tag: Span) -> CodeAround {
        CodeAround::new(self, tag)
    }

    /// The HTML tag that begins at a byte offset.
    #[must_use]
    pub fn html_tag_at(&self, offset: usize) -> Option<&HtmlTag> {
        let at = self.html_tags.binary_search_by_key(&offset, |tag| tag.span.start).ok()?;
        self.html_tags.get(at)
    }

    /// Whether a byte offset lies in a destination.
    #[must_use]
    pub fn destinations_contain(&self, offset: usize) -> bool {
        let next = self.definitions.partition_point(|definition| definition.span.start <= offset);
        let definition = self.definitions[..next].last().map(|definition| definition.destination);
        let link = self.link_at(offset).filter(|link| link.has_own_destination()).map(|link| link.destination);
        definition.into_iter().chain(link).any(|destination| destination.start <= offset && offset < destination.end)
    }

    /// What kind of line a byte offset lies in.
    #[must_use]
    pub fn line_kind(&self, offset: usize) -> LineKind {
        self.lines[self.source.line_index(offset)]
    }

    /// The destination of a link as written, or as its definition gives it.
    #[must_use]
    pub fn destination(&self, link: &Link<'a>) -> Cow<'a, str> {
        match &link.kind {
            LinkKind::Reference { url, .. } => Cow::Owned(url.to_string()),
            _ => Cow::Borrowed(self.text(link.destination)),
        }
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

    /// Where an entry leads, as [`Document::main_destination`], or by its first link that names a definition; with the
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

    /// The positions among `found`, which are sorted, that lie in the text of the body, each with its run of text.
    fn in_text(&self, found: impl Iterator<Item = usize>) -> impl Iterator<Item = (usize, Span)> {
        let end = self.source.text().len();
        let body = self.front_matter.as_ref().map_or(0, |front_matter| front_matter.span.end);
        let mut next = 0;
        found.skip_while(move |at| *at < body).filter_map(move |at| {
            while self.opaque.get(next).is_some_and(|opaque| opaque.end <= at) {
                next += 1;
            }
            let end = self.opaque.get(next).map_or(end, |opaque| opaque.start);
            let start = next.checked_sub(1).map_or(body, |last| self.opaque[last].end.max(body));
            (at < end).then(|| (at, Span::new(start, end)))
        })
    }

    /// The URL of a link, taken apart, with spans into the source (those of a reference are its definition's).
    #[must_use]
    pub fn url(&self, destination: Span) -> Url<'a> {
        let known = self.urls.binary_search_by_key(&destination.start, |url| url.whole().start).ok();
        match known.and_then(|index| self.urls.get(index)) {
            Some(url) if url.whole() == destination => *url,
            _ => Url::new(self.text(destination), destination.start),
        }
    }
}

/// The elements of a sorted list that begin within `span`.
fn within<T>(sorted: &[T], span: Span, start: impl Fn(&T) -> usize) -> &[T] {
    let from = sorted.partition_point(|element| start(element) < span.start);
    let to = from + sorted[from..].partition_point(|element| start(element) < span.end);
    &sorted[from..to]
}
