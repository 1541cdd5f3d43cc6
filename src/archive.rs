//! Owns what earlier issues know, so that a rule knows what was already published and what is usual: links, groups
//! with their places and names, cities, titles.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::document::SectionKind;
use crate::lexicon::place::fold;
use crate::text::{Source, Span};

use index::{Entry, Index, digest};

mod event;
#[cfg(feature = "cli")]
mod folder;
mod index;
mod issue;
mod link;

pub use event::PastEvent;
#[cfg(feature = "cli")]
pub use folder::{Archive, issues_in};
pub use issue::PastIssue;
pub use link::PastLink;

/// The issues before the one that is judged, as far as a rule may look back.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Oldest first; shared with the [`Archive`] that they come from.
    issues: Vec<Arc<PastIssue>>,
    /// How many of the newest links are compared with; all where none is said.
    for_links: Option<usize>,
    indices: Arc<Indices>,
}

/// What a history is asked for again and again, each index made when it is first asked.
#[derive(Debug, Default)]
struct Indices {
    /// The links of community entries, by the pages that they lead to.
    links: OnceLock<Index>,
    /// The links to groups of events, by the pages that they lead to.
    groups: OnceLock<Index>,
    /// The same links, by their texts.
    group_names: OnceLock<Index>,
    /// The places of events, by their cities.
    places: OnceLock<Index>,
}

impl History {
    /// The newest entry of an earlier issue that led to the page of this [`crate::lexicon::identity`], and that issue.
    #[must_use]
    pub fn find(&self, identity: &str) -> Option<(&PastIssue, &PastLink)> {
        self.links_to(identity).next()
    }

    /// The entries of earlier issues that led to the page of this [`crate::lexicon::identity`], one of each issue with
    /// that issue, newest first.
    pub fn links_to(&self, identity: &str) -> impl Iterator<Item = (&PastIssue, &PastLink)> {
        let links = self.indices.links.get_or_init(|| {
            let with_links = self.issues.iter().enumerate().skip(self.first_with_links());
            Index::new(with_links.map(|(at, issue)| (at, issue.link_pages())))
        });
        let by_issue = links.of(identity).chunk_by(|one, other| one.issue == other.issue);
        by_issue.rev().filter_map(|of_issue| {
            let last = of_issue.last()?;
            let issue = &*self.issues[last.issue];
            Some((issue, issue.community_links().get(last.at)?))
        })
    }

    /// Whether there are no earlier issues.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.issues.is_empty()
    }

    /// The earlier issues, oldest first.
    pub fn issues(&self) -> impl DoubleEndedIterator<Item = &PastIssue> {
        self.issues.iter().map(|issue| &**issue)
    }

    /// Whether an earlier issue has a line, without the spaces around it.
    #[must_use]
    pub fn has_line(&self, line: &str) -> bool {
        let line = digest(line.trim());
        self.issues().any(|issue| issue.has_line(line))
    }

    /// The newest issues, which show how things are written now, newest first.
    pub fn newest(&self) -> impl Iterator<Item = &PastIssue> {
        self.issues().rev().take(NEWEST)
    }

    /// Whether more than one of the newest issues has something: what editors leave so, week after week, is right.
    pub fn is_usual_now(&self, has_it: impl Fn(&PastIssue) -> bool) -> bool {
        self.newest().filter(|issue| has_it(issue)).nth(1).is_some()
    }

    /// The earlier issues with whose links those of this one are compared, oldest first.
    pub fn with_links(&self) -> impl DoubleEndedIterator<Item = &PastIssue> {
        self.issues[self.first_with_links()..].iter().map(|issue| &**issue)
    }

    fn first_with_links(&self) -> usize {
        self.for_links.map_or(0, |count| self.issues.len().saturating_sub(count))
    }

    /// The last events of a group, each day once, as the newest issue has it, by day. The group is known by the
    /// [`crate::lexicon::identity`] of its address.
    #[must_use]
    pub fn events_of(&self, group: &str) -> Vec<(&PastIssue, &PastEvent)> {
        self.last_groups(self.groups(), group).map(|(issue, event, _)| (issue, event)).collect()
    }

    /// What the last events of a group call it, each day once, by day, with the issue and the place there.
    #[must_use]
    pub fn names_of(&self, group: &str) -> Vec<(&PastIssue, Span)> {
        self.last_groups(self.groups(), group).map(|(issue, _, link)| (issue, link.text)).collect()
    }

    /// The addresses of the groups of that very name, of the last events, each day once, by day, with the issue and the
    /// place there.
    #[must_use]
    pub fn addresses_of(&self, name: &str) -> Vec<(&PastIssue, Span)> {
        let names = self.indices.group_names.get_or_init(|| self.index(PastIssue::group_names));
        self.last_groups(names, name).map(|(issue, _, link)| (issue, link.destination)).collect()
    }

    /// The places of the last events in a city, each event once, by day, with the issue: `City, CC`, `City, ST, CC`.
    /// The city is known by its name through [`crate::lexicon::place::fold`].
    #[must_use]
    pub fn places_in(&self, city: &str) -> Vec<(&PastIssue, Span)> {
        let last = self.places().last_of(city, |all| {
            self.last(all, |issue, at| {
                let (_, event) = issue.event_place(at)?;
                Some((event.date, issue.groups_of(event).first().map(|link| issue.text(link.text))))
            })
        });
        self.event_places(last).collect()
    }

    /// All places of events in a city, with the issue, oldest first. The city is known as in [`History::places_in`].
    pub fn all_places_in(&self, city: &str) -> impl Iterator<Item = (&PastIssue, Span)> {
        self.event_places(self.places().of(city))
    }

    /// What is after a city in the places of the last events there that are right, where all of these agree: `BE`,
    /// `BC, CA`; with the issue and the place there.
    #[must_use]
    pub fn behind_city(&self, city: &str, is_right: impl Fn(&str) -> bool) -> Option<(&str, &PastIssue, Span)> {
        let places = self.places_in(&fold(city)).into_iter().rev();
        let mut known = places.filter_map(|(issue, place)| {
            let (_, behind) = issue.text(place).split_once(',')?;
            Some((behind.trim(), issue, place)).filter(|_| is_right(behind.trim()))
        });
        let first = known.next()?;
        known.all(|(behind, ..)| behind == first.0).then_some(first)
    }

    /// The words in brackets before the links of entries, of all issues.
    #[must_use]
    pub fn prefixes(&self) -> HashSet<&str> {
        self.issues().flat_map(PastIssue::prefixes).collect()
    }

    /// The link of the last issue to the thread in which people offer jobs, with that issue.
    #[must_use]
    pub fn hiring_thread(&self) -> Option<(&PastIssue, PastLink)> {
        let last = self.issues().next_back()?;
        let links = last.links_in(|kind| kind == SectionKind::Jobs).into_iter();
        let mut threads = links.filter(|link| last.text(link.text).contains("Hiring"));
        Some((last, threads.find(|link| last.text(link.destination).starts_with("https://"))?))
    }

    /// Of what issues have, in their order, what the newest ones do, until it is more than enough to tell what is usual.
    /// It is sorted by a key that is the same for the same event; of two of one key, the one in the newer issue is
    /// taken.
    fn last<'a, K: Ord>(&'a self, all: &[Entry], key: impl Fn(&'a PastIssue, usize) -> Option<K>) -> Vec<Entry> {
        let mut last = BTreeMap::new();
        for of_issue in all.chunk_by(|one, other| one.issue == other.issue).rev() {
            for entry in of_issue {
                if let Some(key) = key(&self.issues[entry.issue], entry.at) {
                    last.entry(key).or_insert(*entry);
                }
            }
            if last.len() > 2 * MOST {
                break;
            }
        }
        last.into_values().collect()
    }

    /// The last links to groups that go by a text in an index of them, each day once, by day, with issue and event.
    fn last_groups<'a>(
        &'a self,
        index: &'a Index,
        text: &str,
    ) -> impl Iterator<Item = (&'a PastIssue, &'a PastEvent, &'a PastLink)> {
        let date = |issue: &'a PastIssue, at| issue.group(at).map(|(event, _)| event.date);
        index.last_of(text, |all| self.last(all, date)).iter().filter_map(|found| {
            let issue = &*self.issues[found.issue];
            let (event, link) = issue.group(found.at)?;
            Some((issue, event, link))
        })
    }

    fn event_places<'a>(&'a self, entries: &'a [Entry]) -> impl Iterator<Item = (&'a PastIssue, Span)> {
        entries.iter().filter_map(|entry| {
            let issue = &*self.issues[entry.issue];
            Some((issue, issue.event_place(entry.at)?.0))
        })
    }

    /// The links to groups by their pages.
    fn groups(&self) -> &Index {
        self.indices.groups.get_or_init(|| self.index(PastIssue::group_pages))
    }

    /// The places of events by their cities.
    fn places(&self) -> &Index {
        self.indices.places.get_or_init(|| self.index(PastIssue::place_cities))
    }

    fn index(&self, digests: impl Fn(&PastIssue) -> &[u64]) -> Index {
        Index::new(self.issues().map(digests).enumerate())
    }

    /// Adds an issue, which counts as newer than those added before.
    pub fn add(&mut self, source: Source, date: Date) {
        self.issues.push(Arc::new(PastIssue::new(source, date)));
        self.indices = Arc::default();
    }
}

/// How many of the newest issues show what is usual now.
const NEWEST: usize = 8;

/// What earlier issues agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usual<'a, T> {
    /// What they all have.
    pub value: &'a str,
    /// How many of them were asked.
    pub times: usize,
    /// What is beside it in the newest of them.
    pub newest: T,
}

/// The fewest that make a habit, where there are no others.
const FEWEST: usize = 3;

/// The fewest that make one where it was otherwise before.
const FEWEST_AFTER_OTHERS: usize = 6;

/// How many of the newest are asked for one: what was usual long ago is not any more.
const MOST: usize = 9;

/// What the last values all are, of values that go from old to new; none where they are few, or disagree.
pub fn usual<'a, T>(
    values: impl IntoIterator<Item = (&'a str, T), IntoIter: DoubleEndedIterator>,
) -> Option<Usual<'a, T>> {
    let mut newest = values.into_iter().rev().take(MOST);
    let (value, first) = newest.next()?;
    let mut times = 1;
    for (other, _) in newest {
        if other != value {
            return (times >= FEWEST_AFTER_OTHERS).then_some(Usual { value, times, newest: first });
        }
        times += 1;
    }
    (times >= FEWEST).then_some(Usual { value, times, newest: first })
}
