//! Owns what is read of one earlier issue: its text, which lines of it belong to what, and the facts that rules ask for,
//! each read when it is first asked for.
//!
//! An issue that was published is regular, and a history holds half a hundred of them: so this looks at lines and
//! links only, where [`crate::document::Document`] understands all that can be wrong with a text.

use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::event::{self, PastEvent};
use super::link::{self, PastLink};
use crate::diagnostic::Elsewhere;
use crate::document::{SectionKind, heading_name, section_kind};
use crate::text::{Source, Span};

/// An issue that appeared before the one that is judged.
#[derive(Debug)]
pub struct PastIssue {
    /// Its date.
    pub date: Date,
    source: Source,
    sections: OnceLock<Vec<PastSection>>,
    links: OnceLock<Links>,
    events: OnceLock<Events>,
    cities: OnceLock<HashMap<String, Vec<(Span, usize)>>>,
}

/// The lines below one heading.
#[derive(Clone, Copy, Debug)]
struct PastSection {
    kind: SectionKind,
    /// Indices of its lines, from 0, that of the heading not included.
    first_line: usize,
    /// Index of the line behind its last one.
    end_line: usize,
}

/// The links of community entries.
#[derive(Debug, Default)]
struct Links {
    /// In order.
    all: Vec<PastLink>,
    /// Indices of them, by [`crate::lexicon::identity`]; of several that lead to one page, the last.
    by_identity: HashMap<String, usize>,
}

/// The events, and which of them each group gives.
#[derive(Debug, Default)]
struct Events {
    all: Vec<PastEvent>,
    by_group: HashMap<String, Vec<usize>>,
}

impl PastIssue {
    /// An issue whose text is not looked at yet.
    #[must_use]
    pub fn new(source: Source, date: Date) -> Self {
        Self {
            date,
            source,
            sections: OnceLock::new(),
            links: OnceLock::new(),
            events: OnceLock::new(),
            cities: OnceLock::new(),
        }
    }

    /// The text of `span` there.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// The file and place of `span`, for people.
    #[must_use]
    pub fn place(&self, span: Span) -> Elsewhere {
        let (start, end) = (self.source.position(span.start), self.source.position(span.end));
        Elsewhere { path: self.source.path().to_owned(), start, end }
    }

    /// Whether [`PastIssue::read`] has nothing left to do.
    pub(super) fn is_read(&self, with_links: bool) -> bool {
        self.events.get().is_some() && (!with_links || self.links.get().is_some())
    }

    /// Reads now what rules will ask for: links, where they are compared with, and events.
    pub(super) fn read(&self, with_links: bool) {
        if with_links {
            self.links();
        }
        self.events();
    }

    /// The links of the entries in its community sections, in order.
    #[must_use]
    pub fn community_links(&self) -> &[PastLink] {
        &self.links().all
    }

    /// The link of a community entry that leads to the page of this [`crate::lexicon::identity`].
    #[must_use]
    pub fn find(&self, identity: &str) -> Option<&PastLink> {
        let links = self.links();
        links.by_identity.get(identity).map(|index| &links.all[*index])
    }

    /// Its events of a group, in order. The group is known by the [`crate::lexicon::identity`] of its address.
    pub fn events_of(&self, group: &str) -> impl Iterator<Item = &PastEvent> {
        let events = self.events();
        events.by_group.get(group).into_iter().flatten().map(|index| &events.all[*index])
    }

    /// All its events, in order.
    #[must_use]
    pub fn all_events(&self) -> &[PastEvent] {
        &self.events().all
    }

    /// The places in a city whose name is so through [`crate::lexicon::place::fold`], each with the event there.
    pub fn places_in(&self, city: &str) -> impl Iterator<Item = (Span, &PastEvent)> {
        let cities = self.cities.get_or_init(|| event::cities(self.source.text(), self.all_events()));
        let events = self.all_events();
        cities.get(city).into_iter().flatten().map(|(place, index)| (*place, &events[*index]))
    }

    /// The lines of the sections of some kind, without line ends, in order.
    pub fn lines_of(&self, is_wanted: impl Fn(SectionKind) -> bool) -> impl Iterator<Item = Span> {
        let sections = self.sections().iter().filter(move |section| is_wanted(section.kind));
        sections.flat_map(|section| section.first_line..section.end_line).map(|index| self.source.line(index))
    }

    /// How many blank lines are between each heading of some kind and the list below it, in order. Headings without a list
    /// right below them are left out.
    pub fn blank_lines_below(&self, is_wanted: impl Fn(SectionKind) -> bool) -> impl Iterator<Item = usize> {
        self.sections().iter().filter(move |section| is_wanted(section.kind)).filter_map(|section| {
            let mut lines = (section.first_line..section.end_line).map(|index| self.text(self.source.line(index)));
            let blank = lines.clone().take_while(|line| line.trim().is_empty()).count();
            lines.nth(blank)?.starts_with(['*', '-', '+']).then_some(blank)
        })
    }

    fn links(&self) -> &Links {
        self.links.get_or_init(|| {
            let mut links = Links::default();
            let text = self.source.text();
            for line in self.lines_of(SectionKind::is_community) {
                link::in_line(text, line, &mut links.all);
            }
            for (index, link) in links.all.iter().enumerate() {
                links.by_identity.insert(link.identity(text), index);
            }
            links
        })
    }

    fn events(&self) -> &Events {
        self.events.get_or_init(|| {
            let text = self.source.text();
            let all = event::read(text, self.lines_of(|kind| kind == SectionKind::EventRegion));
            let mut by_group: HashMap<String, Vec<usize>> = HashMap::new();
            for (index, event) in all.iter().enumerate() {
                for group in &event.groups {
                    by_group.entry(group.identity(text)).or_default().push(index);
                }
            }
            Events { all, by_group }
        })
    }

    fn sections(&self) -> &[PastSection] {
        self.sections.get_or_init(|| sections(&self.source))
    }
}

/// Divides a text by its headings; those within comments and fenced code are none.
fn sections(source: &Source) -> Vec<PastSection> {
    let text = source.text();
    let comments = comments(text);
    let mut comments = comments.iter().peekable();
    let mut sections: Vec<PastSection> = Vec::new();
    // The headings around a line, each with its level.
    let mut around: Vec<(usize, SectionKind)> = Vec::new();
    let mut is_code = false;
    for index in 0..source.line_count() {
        let line = source.line(index);
        let first = text.as_bytes()[line.start..line.end].first();
        if !matches!(first, Some(b'#' | b'`' | b'~')) {
            continue;
        }
        let written = &text[line.start..line.end];
        if written.starts_with("```") || written.starts_with("~~~") {
            is_code = !is_code;
            continue;
        }
        while comments.next_if(|comment| comment.end <= line.start).is_some() {}
        let is_in_comment = comments.peek().is_some_and(|comment| comment.start < line.start);
        let name = written.trim_start_matches('#');
        let level = written.len() - name.len();
        if is_code || is_in_comment || first != Some(&b'#') || !name.starts_with([' ', '\t']) {
            continue;
        }
        let name = heading_name(name.trim().trim_end_matches('#').trim_end());
        if let Some(last) = sections.last_mut() {
            last.end_line = index;
        }
        while around.pop_if(|(outer, _)| *outer >= level).is_some() {}
        let kind = section_kind(name, around.last().map(|(_, kind)| *kind));
        around.push((level, kind));
        sections.push(PastSection { kind, first_line: index + 1, end_line: source.line_count() });
    }
    sections
}

/// The comments of a text, in order; one that has no end goes to the end of the text.
fn comments(text: &str) -> Vec<Span> {
    let mut comments = Vec::new();
    let mut from = 0;
    for start in memchr::memmem::find_iter(text.as_bytes(), "<!--") {
        if start < from {
            continue;
        }
        from = memchr::memmem::find(&text.as_bytes()[start..], b"-->").map_or(text.len(), |length| start + length + 3);
        comments.push(Span::new(start, from));
    }
    comments
}
