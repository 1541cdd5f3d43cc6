//! Owns what a rule may ask for: an issue of the newsletter as typed parts, each with its span.
//!
//! A [`Document`] says what the *site* shows. The site is rendered by Python-Markdown, not by a
//! CommonMark parser, so an [`Item`] may stand where a CommonMark preview shows a list item and the
//! site does not ([`Item::placement`]), or stand for an entry that is no list item at all yet.
//!
//! It has three layers, each read from the one below: [`Inlines`], what lies within the lines; [`Outline`], the lines
//! with their sections and entries; and the fields of the entries. A layer is whole before the next one is read.

use std::ops::Deref;
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::lexicon::place::Region;
use crate::text::{Source, Span};

mod cfp;
mod code_around;
mod comment;
mod date;
mod event;
mod front_matter;
mod inlines;
mod item;
mod link;
mod loss;
mod markup;
mod near_link;
mod outline;
mod read;
mod section;
pub mod site;
mod text_runs;

pub use cfp::{CfpEvent, CfpProject, ClosingField, NoneMessage};
pub use code_around::CodeAround;
pub use comment::{Comment, Directive, DirectiveScope};
pub use date::{DateField, DateProblem};
pub use event::{Event, EventsWindow, FieldsProblem, Location, PlaceField, PlaceProblem, Venue};
pub use front_matter::{CutOff, Field, FieldFault, FrontMatter, Issue, NEWSLETTER};
pub use inlines::Inlines;
use inlines::within;
pub use item::{Bullet, BulletKind, Item, Placement, Prefix, PrefixForm, PrefixPlace};
pub use link::{Definition, Link, LinkKind, UndefinedReference};
pub use loss::{Loss, LossCause};
pub use markup::{BacktickFault, BacktickProblem, Emphasis, HtmlTag};
pub use near_link::{NearLink, NearLinkProblem, Repair};
pub use outline::{LineKind, Outline};
pub(crate) use read::lost::{as_github_reads, hides_content};
pub(crate) use read::section::{goes_on, kind as section_kind, known_heading, known_kind, name as heading_name};
pub use section::{
    COMMUNITY_SECTIONS, Community, Heading, HeadingForm, LostHeading, LostHeadingForm, Section, SectionKind,
};
pub use site::{Shown, ShownText, Site, SiteLink};

/// One issue of the newsletter, or a fragment of one.
#[derive(Debug)]
pub struct Document<'a> {
    outline: Outline<'a>,
    /// The head of the file; a text without one is a fragment.
    pub front_matter: Option<FrontMatter<'a>>,
    date: Option<Date>,
    pub(super) events: Vec<Event>,
    /// The line that says from when to when the events are listed.
    pub events_window: Option<EventsWindow>,
    pub(super) cfp_events: Vec<CfpEvent>,
    pub(super) cfp_projects: Vec<CfpProject>,
    pub(super) backtick_faults: Vec<BacktickFault>,
    pub(super) loose_asterisks: Vec<Span>,
    pub(super) losses: Vec<Loss>,
    lost_headings: Vec<LostHeading<'a>>,
    /// Whether the site shows all of each item, as far as it was asked.
    shown_whole: Vec<OnceLock<bool>>,
    /// What [`Document::uneven_titles`] gives, once it was asked: indices of items and links.
    uneven_titles: OnceLock<Vec<(usize, usize)>>,
}

impl<'a> Deref for Document<'a> {
    type Target = Outline<'a>;

    fn deref(&self) -> &Outline<'a> {
        &self.outline
    }
}

impl<'a> Document<'a> {
    /// The events, in the order of the text.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The calls for papers, in the order of the text.
    #[must_use]
    pub fn cfp_events(&self) -> &[CfpEvent] {
        &self.cfp_events
    }

    /// The tasks for contributors, in the order of the text.
    #[must_use]
    pub fn cfp_projects(&self) -> &[CfpProject] {
        &self.cfp_projects
    }

    /// What is wrong with backticks, at most one a line.
    #[must_use]
    pub fn backtick_faults(&self) -> &[BacktickFault] {
        &self.backtick_faults
    }

    /// Asterisks that open or close nothing though they seem to, in the order of the text.
    #[must_use]
    pub fn loose_asterisks(&self) -> &[Span] {
        &self.loose_asterisks
    }

    /// Entries that the site shows otherwise than they are meant, in the order of the text.
    #[must_use]
    pub fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// The names of sections that are meant as headings and are not, in the order of the text.
    #[must_use]
    pub fn lost_headings(&self) -> &[LostHeading<'a>] {
        &self.lost_headings
    }

    /// The links of entries whose text is a title that may have other spaces than single ones between words, each with
    /// its entry. Nearly no title has.
    pub fn uneven_titles(&self) -> impl Iterator<Item = (&Item, &Link<'a>)> {
        let found = self.uneven_titles.get_or_init(|| read::title::uneven(self));
        found.iter().map(|(item, link)| (&self.items[*item], &self.links[*link]))
    }

    /// Whether the sign before an entry without a bullet may be meant for a heading: `###### [Title](address)`.
    #[must_use]
    pub fn may_be_heading(&self, item: &Item) -> bool {
        let end = self.links_of(item).iter().map(|link| link.span.end).max().unwrap_or(item.content.start);
        let behind = self.text(Span::new(end.min(item.content.end), item.content.end));
        read::lost_heading::may_begin_heading(self.text(item.indent).trim(), behind.trim())
    }

    /// Whether a lost heading is between an item and the heading of its section: the item is meant for another one.
    #[must_use]
    pub fn is_below_lost_heading(&self, item: &Item) -> bool {
        if self.lost_headings.is_empty() {
            return false;
        }
        let heading = self.section_of(item).heading.map_or(0, |heading| self.source.line_index(heading.span.start));
        let next = self.lost_headings.get(self.lost_headings.partition_point(|lost| lost.line < heading));
        next.is_some_and(|lost| lost.line < item.first_line)
    }

    /// Reads a source.
    #[must_use]
    pub fn parse(source: &'a Source) -> Self {
        let mark = if source.text().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let front_matter = read::front_matter::parse(source, mark);
        let body = front_matter.as_ref().map_or(mark, |front_matter| front_matter.span.end);
        let date = front_matter.as_ref().and_then(FrontMatter::date);
        let (inlines, code_blocks) = read::inlines::read(source, body);
        let outline = read::outline::read(inlines, body, front_matter.is_none(), &code_blocks);
        let (backtick_faults, loose_asterisks) = read::markup::find_faults(&outline);
        let (cfp_events, cfp_projects) = read::cfp::find(&outline, date);
        Self {
            front_matter,
            date,
            events: read::event::find(&outline, date),
            events_window: read::event::window(&outline, date),
            cfp_events,
            cfp_projects,
            backtick_faults,
            loose_asterisks,
            losses: read::lost::find(&outline),
            lost_headings: read::lost_heading::find(&outline),
            shown_whole: outline.items.iter().map(|_| OnceLock::new()).collect(),
            uneven_titles: OnceLock::new(),
            outline,
        }
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

    /// The items below an event, each with the name of one, in the order of the text.
    pub fn names_of(&self, event: &Event) -> impl Iterator<Item = &Item> {
        event.names.iter().map(|name| &self.items[*name])
    }

    /// The faults of backticks that begin within `span`, in the order of the text.
    #[must_use]
    pub fn backtick_faults_in(&self, span: Span) -> &[BacktickFault] {
        within(&self.backtick_faults, span, |fault| fault.span.start)
    }

    /// The loose asterisks that begin within `span`, in the order of the text.
    #[must_use]
    pub fn loose_asterisks_in(&self, span: Span) -> &[Span] {
        within(&self.loose_asterisks, span, |asterisks| asterisks.start)
    }

    /// The names that are in bold, of events and of calls for papers: each item with its first link.
    pub fn bold_names(&self) -> impl Iterator<Item = (&Item, &Link<'a>)> {
        let events = self.events.iter().flat_map(|event| &event.names);
        let items = events.chain(self.cfp_events.iter().map(|call| &call.item)).map(|index| &self.items[*index]);
        items.filter_map(|item| Some((item, self.links_of(item).first().filter(|link| link.is_inline())?)))
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

    /// The comments that speak to this program, in the order of the text.
    pub fn directives(&self) -> impl Iterator<Item = Directive> {
        self.comments.iter().filter_map(|comment| read::comment::directive(self.source.text(), comment))
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
    /// is on or above; the line, where there is no entry. None at the end of the text.
    #[must_use]
    pub fn reach(&self, directive: &Directive) -> Option<Span> {
        if directive.scope == Some(DirectiveScope::File) {
            return Some(Span::new(0, self.source.text().len()));
        }
        self.lines_spoken_of(self.line_spoken_of(directive, 0))
    }

    /// Index of the line that a directive speaks of; that after the last line where there is none. `known` is that of
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
        read::cfp::is_none_message(self, item)
    }

    /// What says in a section that there is nothing this week, in the order of the text.
    #[must_use]
    pub fn none_messages(&self, section: &Section<'a>) -> Vec<NoneMessage> {
        read::cfp::none_messages(self, section)
    }

    /// Whether readers get the entry around a byte offset as it is meant, whatever is wrong with its markup: in its
    /// list, with all of its links and words. False outside of entries.
    #[must_use]
    pub fn is_shown_whole(&self, offset: usize) -> bool {
        let next = self.items.partition_point(|item| item.span.start <= offset);
        let Some(index) = next.checked_sub(1) else { return false };
        let (item, known) = (&self.items[index], &self.shown_whole[index]);
        let is_within = offset <= item.span.end;
        is_within
            && *known.get_or_init(|| {
                item.placement == (Placement::Listed { depth: read::lost::level(self, item) + 1 })
                    && read::lost::is_whole(self, item)
            })
    }

    /// Whether the site has an item in its list, as deep as it is meant and below the entry that it belongs to.
    #[must_use]
    pub fn is_in_place(&self, item: &Item) -> bool {
        !read::lost::is_lost(self, item)
    }

    /// The first line below an entry that the site takes for more words of it, though all of the entry stands above.
    #[must_use]
    pub fn stray_line(&self, item: &Item) -> Option<usize> {
        read::lost::stray_line(self, item)
    }

    /// The events of the section of that index.
    #[must_use]
    pub fn events_in(&self, section: usize) -> &[Event] {
        let section_of = |event: &Event| self.items[event.item].section;
        let from = self.events.partition_point(|event| section_of(event) < section);
        let to = from + self.events[from..].partition_point(|event| section_of(event) == section);
        &self.events[from..to]
    }

    /// The code, or the words, that what the site takes for a tag belongs to.
    #[must_use]
    pub fn code_around(&self, tag: Span) -> CodeAround {
        CodeAround::new(self, tag)
    }
}
