//! The same event twice.
//!
//! Longer than other rules: an event is known by its address or by all that its lines say, and what is wrong depends on
//! where its two entries are.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::civil::Date;

use crate::archive::PastIssue;
use crate::diagnostic::{Fix, Gravity};
use crate::document::{Document, Event, Venue};
use crate::lexicon::identity;
use crate::lexicon::place::{Region, fold};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::calendar::days_between;
use crate::text::{Edit, Span, Url};

use super::duplicate_link::holds_words;

/// A virtual event that is listed in person too.
const BOTH_WAYS: &str = "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n";

/// A virtual event without its twin.
const ONLINE: &str = "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n";

/// Two sessions of one name on one day.
const TWO_SESSIONS: &str = "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000002/)\n";

pub(super) static RULE: Rule = Rule {
    name: "duplicate-event",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports an event that is listed twice: one address on one day; the number of one event on Meetup, \
              Eventbrite or Luma with two days or two places; an event under Virtual and, not as hybrid, in its \
              region. Warns about two events of one group with the same name, day and place. The days of a \
              conference may be listed one by one.",
    why: "Groups submit what an editor has already added, and an event that was moved is still listed on its old \
          date.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent) + [Tables](https://example.org/tables)\n    * [**Hack night: parsers**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent) + [Tables](https://example.org/tables)\n    * [**Hack night: parsers**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n* 2026-03-19 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n* 2026-03-19 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000002/)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n* 2026-03-06 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Talks**](https://www.meetup.com/rust-ghent/events/300000001/)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n* 2026-03-06 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Talks**](https://example.org/mons/1)\n",
        ),
        Example::fixed(
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-06 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Talks**](https://example.org/mons/1)\n",
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n* 2026-03-06 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Talks**](https://example.org/mons/1)\n",
        ),
        Example::by_hand(
            BOTH_WAYS,
            "### Virtual\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .after(&[("2026-02-25-this-week-in-rust.md", ONLINE)]),
        Example::by_hand(
            "### Virtual\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Virtual\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Africa\n* 2026-03-05 | Tripoli, LY | [Rust Tripoli](https://www.meetup.com/rust-tripoli/)\n    * [**Hack night**](https://www.meetup.com/rust-tripoli/events/300000001/)\n\n### Asia\n* 2026-03-05 | Tripoli, LB | [Rust Tripoli](https://www.meetup.com/rust-tripoli/)\n    * [**Hack night**](https://www.meetup.com/rust-tripoli/events/300000001/)\n",
            "### Africa\n* 2026-03-05 | Tripoli, LY | [Rust Tripoli](https://www.meetup.com/rust-tripoli/)\n    * [**Hack night**](https://www.meetup.com/rust-tripoli/events/300000001/)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/events/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/abcdefghbc/)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n",
        ),
        Example::by_hand(
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n\n### Europe\n* 2026-03-19 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n",
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000001/)\n\n### Europe\n* 2026-03-19 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**Hack night**](https://www.meetup.com/rust-ghent/events/300000002/)\n",
        ),
    ],
    silent: &[
        Silent::because("an earlier issue was published with both entries of this event", BOTH_WAYS)
            .after(&[("2026-02-25-this-week-in-rust.md", BOTH_WAYS)]),
        Silent::because("an earlier issue was published with both sessions", TWO_SESSIONS)
            .after(&[("2026-02-25-this-week-in-rust.md", TWO_SESSIONS)]),
        Silent::because(
            "the days of a conference have one page",
            "### Europe\n* 2026-03-05 | Ghent, BE | [TableConf](https://example.org/)\n    * [**Day one**](https://example.org/2026)\n* 2026-03-06 | Ghent, BE | [TableConf](https://example.org/)\n    * [**Day two**](https://example.org/2026)\n",
        ),
        Silent::because(
            "one page may be about many events",
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack and learn**](https://example.org/room)\n* 2026-03-19 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack and learn**](https://example.org/room)\n",
        ),
        Silent::because(
            "a hybrid event is listed under Virtual and in its region",
            "### Virtual\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Silent::because(
            "a hybrid event may be called virtual under Virtual and in person in its region",
            "### Virtual\n* 2026-03-05 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-06 | Virtual (Mons, BE) | [Rust Mons](https://example.org/mons)\n    * [**Talks**](https://example.org/mons/1)\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-06 | Hybrid (Mons, BE) | [Rust Mons](https://example.org/mons)\n    * [**Talks**](https://example.org/mons/1)\n",
        ),
        Silent::because(
            "the page of a room is the same online and there",
            "### Virtual\n* 2026-03-05 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/room)\n\n### Europe\n* 2026-03-19 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/room)\n",
        ),
        Silent::because(
            "a group may have two events on one day",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**For beginners**](https://www.meetup.com/rust-ghent/events/300000001/)\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://www.meetup.com/rust-ghent/)\n    * [**For experts**](https://www.meetup.com/rust-ghent/events/300000002/)\n",
        ),
        Silent::because(
            "two groups may have events of one name on one day",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-05 | Ghent, BE | [Tables of Ghent](https://example.org/tables)\n    * [**Hack night**](https://example.org/tables/1)\n",
        ),
        Silent::because(
            "a group may meet in two places",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Belgium](https://example.org/be)\n    * [**Hack night**](https://example.org/be/1)\n* 2026-03-05 | Mons, BE | [Rust Belgium](https://example.org/be)\n    * [**Hack night**](https://example.org/be/2)\n",
        ),
        Silent::because(
            "a front page is not the page of one event",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://ghent.example.org/)\n    * [**Hack night**](https://ghent.example.org/)\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://ghent.example.org/)\n    * [**Talks**](https://ghent.example.org/)\n",
        ),
    ],
    options: &[],
    check,
};

/// What is below a date line, with the address of an event.
struct Listing<'d> {
    event: &'d Event,
    /// The index of the item that names it.
    name: usize,
    date: Option<Date>,
    link: Span,
    /// All of the event, where it has no other name; else the link.
    span: Span,
    region: Option<Region>,
    page: Page<'d>,
}

/// What an address leads to.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Page<'a> {
    /// One event on a site that gives each a number, which has one day and one place.
    Numbered(Host, &'a str),
    /// Any other page.
    Other(Cow<'a, str>),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Host {
    Meetup,
    Eventbrite,
    Luma,
}

impl<'a> Page<'a> {
    /// None for the front page of a site.
    fn of(url: &Url<'a>) -> Option<Self> {
        if !url.is_web() || url.path().len() < 2 && url.query().is_none() {
            return None;
        }
        let is_number = |id: &&str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        if url.is_on("meetup.com") {
            let mut segments = url.segments().skip_while(|segment| *segment != "events").skip(1);
            if let Some(id) = segments.next().filter(is_number) {
                return Some(Self::Numbered(Host::Meetup, id));
            }
        }
        let mut segments = url.segments();
        let first = segments.next().unwrap_or_default();
        let last = segments.next();
        if (url.is_on("lu.ma") || url.is_on("luma.com")) && last.is_none() {
            return Some(Self::Numbered(Host::Luma, first));
        }
        let is_eventbrite = || url.site().split('.').any(|label| label == "eventbrite");
        if let Some(id) =
            last.filter(|_| first == "e" && is_eventbrite()).and_then(|slug| slug.rsplit('-').next()).filter(is_number)
        {
            return Some(Self::Numbered(Host::Eventbrite, id));
        }
        Some(Self::Other(identity(url)))
    }
}

/// All that the lines of an event say of it: what two of them share is the same event, or one of them has the wrong
/// date.
#[derive(PartialEq, Eq, Hash)]
struct Looks<'a> {
    meeting: Meeting<'a>,
    place: String,
    name: String,
}

impl<'a> Looks<'a> {
    fn of(document: &Document<'_>, listing: &Listing<'_>, meeting: Meeting<'a>) -> Option<Self> {
        let name = document.links_of(&document.items()[listing.name]).first()?;
        Some(Self {
            meeting,
            place: fold(document.text(listing.event.place.as_ref()?.span)),
            name: fold(document.text(name.text).trim_matches(['*', ' '])),
        })
    }
}

/// Where and when a group meets, as far as it is known without a look at the words: section, day and group.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Meeting<'a> {
    day: (usize, Date),
    group: Cow<'a, str>,
}

impl<'a> Meeting<'a> {
    fn of(document: &Document<'a>, listing: &Listing<'_>) -> Option<Self> {
        Some(Self { day: day(document, listing)?, group: group(document, listing.event)? })
    }
}

/// The section that an event is in, and its day.
fn day(document: &Document<'_>, listing: &Listing<'_>) -> Option<(usize, Date)> {
    Some((document.items()[listing.event.item].section, listing.date?))
}

/// What distinguishes the group of an event from others: its address, or its name where it has none.
fn group<'a>(document: &Document<'a>, event: &Event) -> Option<Cow<'a, str>> {
    let groups = event.groups?;
    let Some(link) = document.links_in(groups).first() else { return Some(fold(document.text(groups)).into()) };
    let mut page = identity(&document.url(link.destination));
    if page.bytes().any(|byte| byte.is_ascii_uppercase()) {
        page.to_mut().make_ascii_lowercase();
    }
    Some(match page {
        Cow::Borrowed(page) => page.strip_suffix("/events").unwrap_or(page).into(),
        Cow::Owned(page) => page.strip_suffix("/events").unwrap_or(&page).to_owned().into(),
    })
}

/// The events with an address, one for each name; those that are over go anyway.
fn listings<'d>(document: &'d Document<'d>) -> impl Iterator<Item = Listing<'d>> {
    let is_over = |event: &&Event| {
        let last = event.dates.dates.map(|dates| dates.last);
        last.zip(document.date()).is_some_and(|(last, issue)| last < issue)
    };
    let names = document
        .events()
        .iter()
        .filter(move |event| !is_over(event))
        .flat_map(|event| event.names.iter().map(move |name| (event, *name)));
    names.filter_map(|(event, name)| {
        let link = document.links_of(&document.items()[name]).first().filter(|link| link.has_own_destination())?;
        let page = Page::of(&document.url(link.destination))?;
        let date = event.dates.dates.map(|dates| dates.first);
        let is_only_name = event.names.len() == 1;
        let span = if is_only_name { event.dates.span.to(link.span) } else { link.span };
        Some(Listing { event, name, date, link: link.span, span, region: document.region(event), page })
    })
}

/// Events that look like one above them, under another address: each with that one.
fn look_alikes<'a, 'd>(
    document: &Document<'_>,
    listings: &'a [Listing<'d>],
) -> Vec<(&'a Listing<'d>, &'a Listing<'d>)> {
    // Only what one group does in one section on one day may look the same. The events are nearly in that order.
    let mut days: Vec<_> =
        listings.iter().enumerate().filter_map(|(index, it)| Some((day(document, it)?, index))).collect();
    days.sort();
    let days = days.chunk_by(|(one, _), (next, _)| one == next).filter(|same| same.len() > 1).flatten();
    let meetings = days.filter_map(|(_, index)| Some((Meeting::of(document, &listings[*index])?, *index)));
    let mut meetings: Vec<(Meeting<'_>, usize)> = meetings.collect();
    meetings.sort();
    let repeated = meetings.chunk_by(|(one, _), (next, _)| one == next).filter(|same| same.len() > 1);
    let mut repeated: Vec<&(Meeting<'_>, usize)> = repeated.flatten().collect();
    repeated.sort_unstable_by_key(|(_, index)| *index);
    let mut seen: HashMap<Looks<'_>, &Listing<'_>> = HashMap::new();
    let mut found = Vec::new();
    for (meeting, index) in repeated {
        let listing = &listings[*index];
        let Some(looks) = Looks::of(document, listing, meeting.clone()) else { continue };
        match seen.entry(looks) {
            Entry::Vacant(free) => _ = free.insert(listing),
            Entry::Occupied(taken) if taken.get().page != listing.page => found.push((listing, *taken.get())),
            Entry::Occupied(_) => {}
        }
    }
    found
}

/// The date lines, as indices of items, of the events whose date is in doubt, for another says all that they say.
pub(super) fn in_doubt(document: &Document<'_>) -> Vec<usize> {
    let listings: Vec<_> = listings(document).collect();
    look_alikes(document, &listings).into_iter().map(|(listing, _)| listing.event.item).collect()
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let listings: Vec<_> = listings(document).collect();
    let mut in_section: HashMap<(usize, &Page<'_>), &Listing<'_>> = HashMap::new();
    let mut elsewhere: HashMap<&Page<'_>, usize> = HashMap::new();
    for listing in repeated(&listings) {
        let section = document.items()[listing.event.item].section;
        let first_section = *elsewhere.entry(&listing.page).or_insert(section);
        if let Some(first) = in_section.get_mut(&(section, &listing.page)) {
            // Of two that are there, the one that was added is at fault, wherever it is.
            let has_added = |listing: &Listing<'_>| {
                cx.change.is_some_and(|change| change.has_added(&document.items()[listing.name]))
            };
            let is_first_at_fault = match (has_added(first), has_added(listing)) {
                (true, false) => true,
                (false, true) => false,
                _ => first.date == listing.date && says_more(document, listing, first),
            };
            if is_first_at_fault {
                let copy = std::mem::replace(first, listing);
                in_one_section(cx, copy, first);
            } else {
                in_one_section(cx, listing, first);
            }
            continue;
        }
        if let Some(first) = in_section.get(&(first_section, &listing.page)) {
            in_two_sections(cx, listing, first);
        }
        in_section.insert((section, &listing.page), listing);
    }
    for (copy, first) in look_alikes(document, &listings) {
        if was_published(cx, copy, first) {
            continue;
        }
        let first = first.link;
        let line = document.source.line_index(first.start) + 1;
        cx.report(copy.span, format!("line {line} already has an event with this group, name, place and date"))
            .help("Correct the date if this is another session, or remove one of the two.")
            .label(first, THE_SAME)
            .gravity(Gravity::Doubtful);
    }
}

/// The listings whose page another one has too.
fn repeated<'a, 'd>(listings: &'a [Listing<'d>]) -> impl Iterator<Item = &'a Listing<'d>> {
    let mut pages: Vec<&Page<'_>> = listings.iter().map(|listing| &listing.page).collect();
    pages.sort_unstable();
    let repeated = pages.chunk_by(|one, next| one == next).filter(|same| same.len() > 1);
    let repeated: Vec<&Page<'_>> = repeated.map(|same| same[0]).collect();
    // In most issues, there are none.
    let listings = if repeated.is_empty() { &[] } else { listings };
    listings.iter().filter(move |listing| repeated.binary_search(&&listing.page).is_ok())
}

/// Whether all that an entry says of an event, another one says too, and more.
fn says_more(document: &Document<'_>, one: &Listing<'_>, other: &Listing<'_>) -> bool {
    let place = |listing: &Listing<'_>| listing.event.place.as_ref().map_or("", |place| document.text(place.span));
    let groups = |listing: &Listing<'_>| listing.event.groups.map_or(0, |groups| document.links_in(groups).len());
    let name = |listing: &Listing<'_>| {
        document.links_of(&document.items()[listing.name]).first().map_or("", |link| document.text(link.text))
    };
    let all = |listing: &Listing<'_>| place(listing).len() + groups(listing) + name(listing).len();
    let holds = place(one).contains(place(other).trim_end_matches(')'))
        && groups(one) >= groups(other)
        && holds_words(name(one), name(other));
    holds && all(one) > all(other)
}

/// Two entries of one page in one region.
fn in_one_section(cx: &mut Context<'_>, copy: &Listing<'_>, kept: &Listing<'_>) {
    let document = cx.document;
    if kept.date == copy.date && copy.date.is_some() {
        let line = document.source.line_index(kept.link.start) + 1;
        return report_twice(cx, copy, kept, format!("this event is already on line {line}"));
    }
    other_day(cx, copy, kept);
}

/// Two entries of one page, which has one day and one place, with two days.
fn other_day(cx: &mut Context<'_>, copy: &Listing<'_>, kept: &Listing<'_>) {
    let document = cx.document;
    let (Page::Numbered(host, _), Some(date)) = (&copy.page, kept.date) else { return };
    let is_far = copy.date.is_some_and(|copy| days_between(date, copy).abs() > FEW_DAYS);
    let is_elsewhere = place(document, kept.event) != place(document, copy.event);
    let is_certain = is_elsewhere || is_far && *host == Host::Meetup;
    cx.report(copy.span, format!("the event of {date} has the same address"))
        .help("Write the address of this event's own page, or remove the event that was moved.")
        .label(kept.link, THE_SAME)
        .gravity(if is_certain { Gravity::Wrong } else { Gravity::Doubtful });
}

/// What is said at the other entry of an event.
const THE_SAME: &str = "the same event";

/// Days between two entries of one event that was put off, or lasts.
const FEW_DAYS: i32 = 4;

/// Two entries of one page in two regions.
fn in_two_sections(cx: &mut Context<'_>, copy: &Listing<'_>, kept: &Listing<'_>) {
    let document = cx.document;
    let (Some(one), Some(other)) = (kept.region, copy.region) else { return };
    let line = document.source.line_index(kept.link.start) + 1;
    if one.is_geographic() && other.is_geographic() && one != other {
        let is_one_event = matches!(copy.page, Page::Numbered(..))
            || copy.date == kept.date && place(document, kept.event) == place(document, copy.event);
        if is_one_event {
            cx.report(copy.span, format!("this event is already under {}, on line {line}", one.as_str()))
                .help("Keep it in the region where it takes place, and remove the other.")
                .label(kept.link, THE_SAME);
        }
        return;
    }
    if copy.date != kept.date && copy.date.is_some() && one != other {
        return other_day(cx, copy, kept);
    }
    if copy.date != kept.date || copy.date.is_none() || one == other {
        return;
    }
    let (online, local) = if other == Region::Virtual { (copy, kept) } else { (kept, copy) };
    let venue = |listing: &Listing<'_>| listing.event.place.as_ref().map(|place| place.venue);
    match (venue(online), venue(local)) {
        (_, Some(Venue::Virtual)) => {
            let line = document.source.line_index(online.link.start) + 1;
            report_twice(cx, local, online, format!("this virtual event is already under Virtual, on line {line}"));
        }
        (Some(Venue::InPerson), Some(Venue::InPerson)) => {
            let line = document.source.line_index(local.link.start) + 1;
            let region = local.region.map_or("", Region::as_str);
            let lines = document.event_lines(online.event);
            cx.report(online.span, format!("this in-person event is already under {region}, on line {line}"))
                .help("Write `Hybrid (…)` in both places if people can join online, or remove this one.")
                .label(local.link, THE_SAME)
                .condemns(lines);
        }
        (Some(Venue::Virtual), Some(Venue::InPerson)) if !was_published(cx, copy, kept) => {
            cx.report(
                copy.span,
                format!("line {line} lists this event too, but one is virtual and the other in person"),
            )
            .help("Write `Hybrid (…)` in both places, or remove the one that is wrong.")
            .label(kept.link, THE_SAME)
            .gravity(Gravity::Doubtful);
        }
        _ => {}
    }
}

/// Whether an earlier issue lists both of two events, each with its day and its place: its editors kept the pair.
fn was_published(cx: &Context<'_>, one: &Listing<'_>, other: &Listing<'_>) -> bool {
    let document = cx.document;
    let place = |listing: &Listing<'_>| listing.event.place.as_ref().map(|place| document.text(place.span));
    let lists = |issue: &PastIssue, listing: &Listing<'_>| {
        issue.all_events().any(|(event, _)| {
            Some(event.date) == listing.date
                && Some(issue.text(event.place)) == place(listing)
                && event.name.as_ref().is_some_and(|name| {
                    Page::of(&Url::new(issue.text(name.destination), 0)).as_ref() == Some(&listing.page)
                })
        })
    };
    cx.history.issues().any(|issue| lists(issue, one) && lists(issue, other))
}

/// The place of an event without how it takes place.
fn place(document: &Document<'_>, event: &Event) -> Option<String> {
    let place = event.place.as_ref()?;
    Some(place.locations.iter().map(|location| fold(document.text(location.span))).collect())
}

fn report_twice(cx: &mut Context<'_>, copy: &Listing<'_>, kept: &Listing<'_>, message: String) {
    let document = cx.document;
    let is_only_name = copy.event.names.len() == 1;
    let lines =
        if is_only_name { document.event_lines(copy.event) } else { document.item_lines(&document.items()[copy.name]) };
    cx.report(copy.span, message)
        .help("Remove one of the two events.")
        .label(kept.link, THE_SAME)
        .fix(Fix::unsafe_("Remove this event", Edit::delete(lines)))
        .condemns(lines);
}
