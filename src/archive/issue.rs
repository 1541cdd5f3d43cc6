//! Owns what is read of one earlier issue: its text, which lines of it belong to what, and the facts that rules ask
//! for, each read when it is first asked for.
//!
//! An issue that was published is regular, and a history holds half a hundred of them: so this looks at lines and
//! links only, where [`crate::document::Document`] understands all that can be wrong with a text.

use std::sync::OnceLock;

use jiff::civil::Date;

use super::event::{self, PastEvent, Places};
use super::index::digest;
use super::link::{self, PastLink};
use crate::diagnostic::Elsewhere;
use crate::document::{SectionKind, heading_name, section_kind};
use crate::lexicon::identity;
use crate::text::{Source, Span};

/// An issue that appeared before the one that is judged.
#[derive(Debug)]
pub struct PastIssue {
    /// Its date.
    pub date: Date,
    source: Source,
    outline: OnceLock<Outline>,
    links: OnceLock<Links>,
    events: OnceLock<Events>,
    places: OnceLock<Places>,
    /// What stands for the text of each link to a group, in order.
    group_names: OnceLock<Vec<u64>>,
    /// What its lines are without the spaces around them, sorted.
    known_lines: OnceLock<Vec<u64>>,
}

/// How the lines of a text belong together.
#[derive(Debug)]
struct Outline {
    sections: Vec<PastSection>,
    /// In order.
    comments: Vec<Span>,
}

/// The lines below one heading.
#[derive(Clone, Copy, Debug)]
struct PastSection {
    kind: SectionKind,
    /// The line of its heading; empty where it has none.
    heading: Span,
    /// Its other lines.
    body: Span,
}

/// Links, and where each leads.
#[derive(Debug, Default)]
struct Links {
    /// In order.
    all: Vec<PastLink>,
    /// What stands for the [`identity`] of each.
    pages: Vec<u64>,
}

impl Links {
    fn new(text: &str, all: Vec<PastLink>) -> Self {
        let pages = all.iter().map(|link| digest(&identity(&link.url(text)))).collect();
        Self { all, pages }
    }
}

/// The events, and the links to their groups.
#[derive(Debug)]
struct Events {
    all: Vec<PastEvent>,
    groups: Links,
}

impl PastIssue {
    /// An issue whose text is not looked at yet.
    #[must_use]
    pub fn new(source: Source, date: Date) -> Self {
        Self {
            date,
            source,
            outline: OnceLock::new(),
            links: OnceLock::new(),
            events: OnceLock::new(),
            places: OnceLock::new(),
            group_names: OnceLock::new(),
            known_lines: OnceLock::new(),
        }
    }

    /// All of its text.
    #[cfg(feature = "lsp")]
    pub(super) fn source(&self) -> &Source {
        &self.source
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
    #[cfg(feature = "cli")]
    pub(super) fn is_read(&self, with_links: bool) -> bool {
        self.events.get().is_some() && (!with_links || self.links.get().is_some())
    }

    /// Reads now what rules will ask for: links, where they are compared with, and events.
    #[cfg(feature = "cli")]
    pub(super) fn read(&self, with_links: bool) {
        if with_links {
            self.links();
        }
        self.events();
    }

    /// The links of the entries in its community sections, in the order of the text.
    #[must_use]
    pub fn community_links(&self) -> &[PastLink] {
        &self.links().all
    }

    /// What stands for the pages that they lead to.
    pub(super) fn link_pages(&self) -> &[u64] {
        &self.links().pages
    }

    /// What stands for the pages that its links to groups lead to.
    pub(super) fn group_pages(&self) -> &[u64] {
        &self.events().groups.pages
    }

    /// What stands for the texts of its links to groups.
    pub(super) fn group_names(&self) -> &[u64] {
        self.group_names.get_or_init(|| {
            let groups = self.events().groups.all.iter();
            groups.map(|link| digest(self.text(link.text))).collect()
        })
    }

    /// The link to a group of this index, with its event.
    pub(super) fn group(&self, index: usize) -> Option<(&PastEvent, &PastLink)> {
        let events = self.events();
        let at = events.all.partition_point(|event| event.groups.end <= index);
        Some((events.all.get(at)?, events.groups.all.get(index)?))
    }

    /// The links to the groups of one of its events, in the order of the text.
    #[must_use]
    pub fn groups_of(&self, event: &PastEvent) -> &[PastLink] {
        self.events().groups.all.get(event.groups.clone()).unwrap_or_default()
    }

    /// All its events, in the order of the text, each with the links to its groups.
    pub fn all_events(&self) -> impl Iterator<Item = (&PastEvent, &[PastLink])> {
        let events = self.events();
        events.all.iter().map(|event| (event, &events.groups.all[event.groups.clone()]))
    }

    /// What stands for the cities of the places of its events: for their names, through
    /// [`crate::lexicon::place::fold`].
    pub(super) fn place_cities(&self) -> &[u64] {
        &self.places().cities
    }

    /// The place of this index, with its event.
    pub(super) fn event_place(&self, index: usize) -> Option<(Span, &PastEvent)> {
        let (place, event) = self.places().all.get(index)?;
        Some((*place, self.events().all.get(*event)?))
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| Places::of(self.source.text(), &self.events().all))
    }

    /// Whether its text has `wanted` anywhere.
    #[must_use]
    pub fn contains(&self, wanted: &str) -> bool {
        memchr::memmem::find(self.source.text().as_bytes(), wanted.as_bytes()).is_some()
    }

    /// Whether one of its lines has this digest, without the spaces around it.
    pub(super) fn has_line(&self, line: u64) -> bool {
        let known = self.known_lines.get_or_init(|| {
            let mut known: Vec<_> = self.lines().map(|line| digest(line.trim())).collect();
            known.sort_unstable();
            known
        });
        known.binary_search(&line).is_ok()
    }

    /// The words in brackets before the links of entries.
    pub(super) fn prefixes(&self) -> impl Iterator<Item = &str> {
        let words = self.lines().filter_map(|line| line.trim_start_matches(['*', '-', ' ']).strip_prefix('['));
        words.filter_map(|words| words.split_once("] [").map(|(word, _)| word))
    }

    /// All its lines, without line ends.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.source.text().lines()
    }

    /// The lines of the sections of some kind, without line ends, in order; what stands in comments is left out.
    pub fn lines_of(&self, is_wanted: impl Fn(SectionKind) -> bool) -> impl Iterator<Item = Span> {
        let Outline { sections, comments } = self.outline();
        let sections = sections.iter().filter(move |section| is_wanted(section.kind));
        let lines = sections.flat_map(|section| lines_in(self.source.text(), section.body));
        let mut rest = comments.as_slice();
        lines.filter(move |line| {
            while let [first, others @ ..] = rest
                && first.end <= line.start
            {
                rest = others;
            }
            rest.first().is_none_or(|comment| comment.start > line.start)
        })
    }

    /// The links in the sections of some kind, in the order of the text.
    #[must_use]
    pub fn links_in(&self, is_wanted: impl Fn(SectionKind) -> bool) -> Vec<PastLink> {
        let mut links = Vec::new();
        for line in self.lines_of(is_wanted) {
            link::in_line(self.source.text(), line, &mut links);
        }
        links
    }

    /// How many blank lines are between each heading of some kind and the list below it, in order. Headings without a
    /// list right below them are left out.
    pub fn blank_lines_below(&self, is_wanted: impl Fn(SectionKind) -> bool) -> impl Iterator<Item = usize> {
        self.outline().sections.iter().filter(move |section| is_wanted(section.kind)).filter_map(|section| {
            let mut lines = lines_in(self.source.text(), section.body).map(|line| self.text(line));
            let blank = lines.clone().take_while(|line| line.trim().is_empty()).count();
            lines.nth(blank)?.starts_with(['*', '-', '+']).then_some(blank)
        })
    }

    /// The names of the headings of sections of some kind, in the order of the text.
    pub fn headings_of(&self, is_wanted: impl Fn(SectionKind) -> bool) -> impl Iterator<Item = &str> {
        let sections = self.outline().sections.iter().filter(move |section| is_wanted(section.kind));
        let headings = sections.filter(|section| !section.heading.is_empty());
        headings.map(|section| heading_name(self.text(section.heading).trim_start_matches('#').trim()))
    }

    /// The names of its headings of a level, in the order of the text.
    #[cfg(feature = "lsp")]
    pub(crate) fn headings(&self, level: usize) -> Vec<String> {
        let headings = self.outline().sections.iter().map(|section| self.text(section.heading));
        let of_level = headings.filter(|line| line.len() - line.trim_start_matches('#').len() == level);
        of_level.map(|line| heading_name(line.trim_start_matches('#').trim()).to_owned()).collect()
    }

    fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| Outline::of(self.source.text()))
    }

    fn links(&self) -> &Links {
        self.links.get_or_init(|| Links::new(self.source.text(), self.links_in(SectionKind::is_community)))
    }

    fn events(&self) -> &Events {
        self.events.get_or_init(|| {
            let text = self.source.text();
            let (all, groups) = event::read(text, self.lines_of(|kind| kind == SectionKind::EventRegion));
            Events { all, groups: Links::new(text, groups) }
        })
    }
}

impl Outline {
    fn of(text: &str) -> Self {
        let comments = comments(text);
        Self { sections: sections(text, &comments), comments }
    }
}

/// Divides a text by its headings; those within comments and fenced code are none.
fn sections(text: &str, comments: &[Span]) -> Vec<PastSection> {
    let mut comments = comments.iter().peekable();
    let body = Span::new(0, text.len());
    let mut sections = vec![PastSection { kind: SectionKind::Preamble, heading: Span::at(0), body }];
    // The headings around a line, each with its level.
    let mut around: Vec<(usize, SectionKind)> = Vec::new();
    let mut is_code = false;
    for line in marked_lines(text) {
        let written = &text[line.start..line.end];
        if written.starts_with("```") || written.starts_with("~~~") {
            is_code = !is_code;
            continue;
        }
        while comments.next_if(|comment| comment.end <= line.start).is_some() {}
        let is_in_comment = comments.peek().is_some_and(|comment| comment.start < line.start);
        let name = written.trim_start_matches('#');
        let level = written.len() - name.len();
        if is_code || is_in_comment || level == 0 || !name.starts_with([' ', '\t']) {
            continue;
        }
        let name = heading_name(name.trim().trim_end_matches('#').trim_end());
        if let Some(last) = sections.last_mut() {
            last.body = Span::new(last.body.start, line.start);
        }
        while around.pop_if(|(outer, _)| *outer >= level).is_some() {}
        let kind = section_kind(name, around.last().map(|(_, kind)| *kind));
        around.push((level, kind));
        let body = Span::new(after_line_end(text, line.end), text.len());
        sections.push(PastSection { kind, heading: line, body });
    }
    sections
}

/// The lines that begin as headings and fenced code do, without line ends.
fn marked_lines(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let has = |byte| memchr::memchr(byte, bytes).is_some();
    let (has_returns, has_tildes) = (has(b'\r'), has(b'~'));
    let marks = ["\n#", "\n```", "\n~~~", "\r#", "\r```", "\r~~~"].into_iter();
    // Hardly a text has carriage returns or tildes.
    let marks = marks.filter(|mark| (has_returns || !mark.starts_with('\r')) && (has_tildes || !mark.ends_with('~')));
    let mut starts: Vec<usize> =
        marks.flat_map(|mark| memchr::memmem::find_iter(bytes, mark)).map(|at| at + 1).collect();
    starts.extend(text.starts_with(['#', '`', '~']).then_some(0));
    starts.sort_unstable();
    starts.into_iter().map(|start| Span::new(start, line_end(text, start, text.len()))).collect()
}

/// The lines of a part of a text, without line ends.
fn lines_in(text: &str, part: Span) -> impl Iterator<Item = Span> + Clone {
    let mut next = part.start;
    std::iter::from_fn(move || {
        let start = next;
        let end = (start < part.end).then(|| line_end(text, start, part.end))?;
        next = after_line_end(text, end);
        Some(Span::new(start, end))
    })
}

/// Where the line ends in which `from` is; it ends at `most` at the latest.
fn line_end(text: &str, from: usize, most: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[from..most]).map_or(most, |at| from + at)
}

/// Where the line after one that ends at `end` begins.
fn after_line_end(text: &str, end: usize) -> usize {
    let ends = &text.as_bytes()[end..];
    end + if ends.starts_with(b"\r\n") { 2 } else { ends.len().min(1) }
}

/// The comments of a text, in the order of the text; one that has no end goes to the end of the text.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::History;

    const DATE: Date = jiff::civil::date(2026, 2, 4);

    fn read(text: &str) -> PastIssue {
        PastIssue::new(Source::new("issue.md", text), DATE)
    }

    fn history(text: &str) -> History {
        let mut history = History::default();
        history.add(Source::new("issue.md", text), DATE);
        history
    }

    const ISSUE: &str = "## Updates from Rust Community\n* [Zero](https://example.org/0)\n### Research\n* [One](https://www.example.org/1/)\n\
                         <!--\n## Jobs\n* [Two](https://example.org/2)\n--> \n* [Three](https://example.org/3) <!-- or\n* [Four](https://example.org/4) -->\n\
                         ### A heading of this week\n* [Five](https://example.org/5)\n```\n## Jobs\n```\n* [Six](https://example.org/6)\n\
                         ## Updates from the Rust Project\n* [Seven](https://example.org/7)\n\
                         ## Upcoming Events\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent) | [Others](https://example.org/others)\n    * [**Hack night**](https://example.org/ghent/1)\n\
                         ### Somewhere\n* 2026-03-06 | Hybrid (Ghent, BE; Boom, BE) | [Others](https://example.org/others)\n    * [**Hack night**](https://example.org/others/1)\n\
                         ## Jobs\n[Who's Hiring](https://example.org/hiring)\n";

    #[test]
    fn the_links_of_community_entries_are_those_below_its_headings() {
        let issue = read(ISSUE);
        let texts: Vec<&str> = issue.community_links().iter().map(|link| issue.text(link.text)).collect();
        assert_eq!(texts, ["One", "Three", "Five", "Six"]);
        let history = history(ISSUE);
        assert_eq!(history.find("example.org/1").map(|(issue, link)| issue.text(link.text)), Some("One"));
        for other in ["example.org/2", "example.org/4", "example.org/7", "example.org/hiring", ""] {
            assert!(history.find(other).is_none(), "{other}");
        }
    }

    #[test]
    fn events_are_known_by_each_of_their_groups_and_cities() {
        let history = history(ISSUE);
        let days = |group| history.events_of(group).iter().map(|(_, event)| event.date.day()).collect::<Vec<_>>();
        assert_eq!(
            (days("example.org/ghent"), days("example.org/others"), days("example.org")),
            (vec![5], vec![5, 6], vec![])
        );
        let places = |city| history.all_places_in(city).map(|(issue, place)| issue.text(place)).collect::<Vec<_>>();
        assert_eq!((places("ghent"), places("boom"), places("be")), (vec!["Ghent, BE"; 2], vec!["Boom, BE"], vec![]));
    }

    #[test]
    fn groups_are_known_by_their_very_names() {
        let history = history(ISSUE);
        let named = |name| {
            let addresses = history.addresses_of(name).into_iter();
            addresses.map(|(issue, address)| issue.text(address)).collect::<Vec<_>>()
        };
        assert_eq!(named("Rust Ghent"), ["https://example.org/ghent"]);
        assert_eq!(named("Others"), ["https://example.org/others"; 2]);
        assert!(named("others").is_empty());
    }

    #[test]
    fn prefixes_are_the_words_in_brackets_before_links() {
        let issue = read(
            "### Research\n* [video] [One](https://example.org/1)\n* [Two](https://example.org/2)\n    * [new] [Three](https://example.org/3)\n",
        );
        assert_eq!(issue.prefixes().collect::<Vec<_>>(), ["video", "new"]);
    }

    #[test]
    fn a_place_is_told_as_people_count_it() {
        let history = history(ISSUE);
        let place = history.find("example.org/1").map(|(issue, link)| issue.place(link.span));
        assert_eq!(
            place.map(|place| (place.path, place.start.line, place.start.column)),
            Some(("issue.md".to_owned(), 4, 3))
        );
    }

    #[test]
    fn a_comment_without_an_end_hides_the_rest() {
        let issue = read("### Research\n* [One](https://example.org/1)\n<!--\n* [Two](https://example.org/2)\n");
        assert_eq!(issue.community_links().len(), 1);
    }
}
