//! Owns what earlier issues know, so that a rule knows what was already published and what is usual: links, groups
//! with their places and names, cities, titles.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;

use jiff::civil::Date;

use crate::document::SectionKind;
use crate::lexicon::place::fold;
use crate::text::{Source, Span};

mod event;
#[cfg(feature = "cli")]
mod folder;
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
        let page = digest(identity);
        self.with_links().rev().filter_map(move |issue| Some((issue, issue.find(page)?)))
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
        let count = self.for_links.unwrap_or(self.issues.len());
        self.issues[self.issues.len().saturating_sub(count)..].iter().map(|issue| &**issue)
    }

    /// The last events of a group, each day once, as the newest issue has it, by day. The group is known by the
    /// [`crate::lexicon::identity`] of its address.
    #[must_use]
    pub fn events_of(&self, group: &str) -> Vec<(&PastIssue, &PastEvent)> {
        let group = digest(group);
        self.last(|issue| issue.events_of(group).map(move |(event, _)| (event.date, (issue, event))))
    }

    /// What the last events of a group call it, each day once, by day, with the issue and the place there.
    #[must_use]
    pub fn names_of(&self, group: &str) -> Vec<(&PastIssue, Span)> {
        let group = digest(group);
        self.last(|issue| issue.events_of(group).map(move |(event, link)| (event.date, (issue, link.text))))
    }

    /// The addresses of the groups of that very name, of the last events, each day once, by day, with the issue and the
    /// place there.
    #[must_use]
    pub fn addresses_of(&self, name: &str) -> Vec<(&PastIssue, Span)> {
        let name = digest(name);
        self.last(|issue| issue.groups_named(name).map(move |(event, link)| (event.date, (issue, link.destination))))
    }

    /// The places of the last events in a city, each event once, by day, with the issue: `City, CC`, `City, ST, CC`.
    /// The city is known by its name through [`crate::lexicon::place::fold`].
    #[must_use]
    pub fn places_in(&self, city: &str) -> Vec<(&PastIssue, Span)> {
        let city = digest(city);
        self.last(|issue| {
            issue.places_in(city).map(move |(place, event)| {
                let group = issue.groups_of(event).first().map(|link| issue.text(link.text));
                ((event.date, group), (issue, place))
            })
        })
    }

    /// All places of events in a city, with the issue, oldest first. The city is known as in [`History::places_in`].
    pub fn all_places_in(&self, city: &str) -> impl Iterator<Item = (&PastIssue, Span)> {
        let city = digest(city);
        self.issues().flat_map(move |issue| issue.places_in(city).map(move |(place, _)| (issue, place)))
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

    /// What the newest issues have, each by a key that is the same for the same event, until it is more than enough to
    /// tell what is usual. Of two of one key, the one in the newer issue is taken.
    fn last<'a, K: Ord, T, Found>(&'a self, of: impl Fn(&'a PastIssue) -> Found) -> Vec<T>
    where
        Found: Iterator<Item = (K, T)>,
    {
        let mut last = BTreeMap::new();
        for issue in self.issues().rev() {
            for (key, value) in of(issue) {
                last.entry(key).or_insert(value);
            }
            if last.len() > 2 * MOST {
                break;
            }
        }
        last.into_values().collect()
    }

    /// Adds an issue, which counts as newer than those added before.
    pub fn add(&mut self, source: Source, date: Date) {
        self.issues.push(Arc::new(PastIssue::new(source, date)));
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

/// A number that stands for a text: so long that no two texts share one.
fn digest(text: &str) -> u128 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    let first = hasher.finish();
    hasher.write_u8(0);
    u128::from(first) << 64 | u128::from(hasher.finish())
}
