//! An event whose own page says something else.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::{Document, Event, Item, Link, Venue};
use crate::lexicon::are_different_cities;
use crate::lexicon::place::fold;
use crate::pages::{Attendance, Page, PageEvent, Status, TitleMatch, is_same_name};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::calendar::Dates;
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "event-page",
    group: Group::Pages,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports events whose own page gives another date, city, name or way to take part, or says that they \
              are cancelled, and links to a series if the event has a page of its own.",
    why: "Readers would come on the wrong day. Editors open each link to check the date; the data for programs on \
          the page (schema.org's `Event`) has it too. A time in UTC, or without a time zone, may be of any zone, so \
          it only counts if it is wrong in all of them. Everything except the date is a warning, and so is \
          everything from Meetup, Luma and Eventbrite.",
    needs: Needs::Pages,
    examples: &[
        Example::fixed(
            "### Europe\n\
             * 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n\
             * 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .online(&[("https://example.org/ghent/1", EVENT)]),
        Example::by_hand(
            "### Europe\n\
             * 2026-03-05 | Brussels, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Talk night**](https://example.org/ghent/1)\n",
            "### Europe\n\
             * 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .online(&[("https://example.org/ghent/1", EVENT)]),
        Example::by_hand(
            "### Europe\n\
             * 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n\
             * 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Talk night**](https://example.org/ghent/2)\n",
        )
        .online(&[(
            "https://example.org/ghent/1",
            "<script type=\"application/ld+json\">\n\
             {\"@type\": \"Event\", \"name\": \"Hack night\", \"eventStatus\": \"https://schema.org/EventCancelled\"}\n</script>\n",
        )]),
        Example::fixed(
            "### Europe\n\
             * 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://example.org/ghent/hack)\n",
            "### Europe\n\
             * 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://example.org/ghent/hack/7)\n",
        )
        .online(&[(
            "https://example.org/ghent/hack",
            "<script type=\"application/ld+json\">\n\
             {\"@type\": \"EventSeries\", \"name\": \"Hack night\", \"subEvent\": [\n  \
               {\"@type\": \"Event\", \"name\": \"Hack night\", \"startDate\": \"2026-03-04T19:00+01:00\", \"url\": \"/ghent/hack/7\"},\n  \
               {\"@type\": \"Event\", \"name\": \"Hack night\", \"startDate\": \"2026-04-01T19:00+02:00\", \"url\": \"/ghent/hack/8\"}]}\n\
             </script>\n",
        )]),
        Example::by_hand(
            "### Europe\n\
             * 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n\
             * 2026-03-04 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .online(&[("https://example.org/ghent/1", MIXED)]),
        Example::by_hand(
            "### Virtual\n\
             * 2026-03-04 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n\
             * 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .online(&[(
            "https://example.org/ghent/1",
            "<script type=\"application/ld+json\">\n\
             {\"@type\": \"Event\", \"name\": \"Hack night\", \"eventAttendanceMode\": \"OfflineEventAttendanceMode\",\n \
             \"location\": {\"@type\": \"Place\", \"address\": {\"addressLocality\": \"Ghent\"}}}\n</script>\n",
        )]),
        Example::fixed(
            "### Europe\n\
             * 2026-03-04 | Brussels, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://www.meetup.com/ghent/events/1)\n",
            "### Europe\n\
             * 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Hack night**](https://www.meetup.com/ghent/events/1)\n",
        )
        .online(&[("https://www.meetup.com/ghent/events/1", EVENT)]),
    ],
    silent: &[
        Silent::because("the name may say more than the page", "### Europe\n\
             * 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
             \x20   * [**Rust Ghent: Hack Night (in Dutch)**](https://example.org/ghent/1)\n").online(&[("https://example.org/ghent/1", EVENT)]),
        Silent::because("the title of the page is also the name of the event", GHENT).online(&[(
            "https://example.org/ghent/1",
            "<title>Hack night</title><script type=\"application/ld+json\">{\"@type\": \"Event\", \"name\": \"Evening 7\"}</script>",
        )]),
        Silent::because(
            "the event is online, wherever its group meets",
            "### Virtual\n* 2026-03-04 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        )
        .online(&[(
            "https://example.org/ghent/1",
            "<script type=\"application/ld+json\">{\"@type\": \"Event\", \"name\": \"Hack night\", \
             \"eventAttendanceMode\": \"OfflineEventAttendanceMode\", \"location\": {\"@type\": \"VirtualLocation\"}}</script>",
        )]),
        Silent::because("it takes place there and online, as the entry says",
            "### Europe\n* 2026-03-04 | Hybrid (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ).online(&[("https://example.org/ghent/1", MIXED)]),
        Silent::because("the event of the series has no other page", GHENT).online(&[(
            "https://example.org/ghent/1",
            "<script type=\"application/ld+json\">{\"@type\": \"EventSeries\", \"subEvent\": [{\"@type\": \"Event\", \
             \"startDate\": \"2026-03-04T19:00+01:00\", \"name\": \"A\", \"url\": \"/ghent/1\"}]}</script>",
        )]),
        Silent::because("the page of the event is on another site, which may sell tickets", GHENT).online(&[(
            "https://example.org/ghent/1",
            "<script type=\"application/ld+json\">{\"@type\": \"EventSeries\", \"subEvent\": [{\"@type\": \"Event\", \
             \"startDate\": \"2026-03-04T19:00+01:00\", \"name\": \"A\", \"url\": \"https://example.com/7\"}]}</script>",
        )]),
        Silent::because("two events of the series are on this day", GHENT).online(&[(
            "https://example.org/ghent/1",
            "<script type=\"application/ld+json\">{\"@type\": \"EventSeries\", \"subEvent\": [\
             {\"@type\": \"Event\", \"startDate\": \"2026-03-04T19:00+01:00\", \"name\": \"A\", \"url\": \"/ghent/1/a\"}, \
             {\"@type\": \"Event\", \"startDate\": \"2026-03-04T09:00+01:00\", \"name\": \"A\", \"url\": \"/ghent/1/b\"}]}</script>",
        )]),
        Silent::because("the page says the same", GHENT).online(&[("https://example.org/ghent/1", EVENT)]),
        Silent::because("a time in UTC may be on the day before in another time zone", GHENT).online(&[("https://example.org/ghent/1",
            "<script type=\"application/ld+json\">{\"@type\": \"Event\", \"startDate\": \"2026-03-05T02:00:00Z\"}</script>")]),
        Silent::because("the date on the page cannot be read", GHENT).online(&[("https://example.org/ghent/1",
            "<script type=\"application/ld+json\">{\"@type\": \"Event\", \"startDate\": \"2026-03-07T18:30+5.5:00\"}</script>")]),
        Silent::because("the day is one of several", GHENT).online(&[("https://example.org/ghent/1",
            "<script type=\"application/ld+json\">{\"@type\": \"Event\", \"startDate\": \"2026-03-03T09:00+01:00\", \
             \"endDate\": \"2026-03-05T18:00+01:00\"}</script>")]),
        Silent::because("the words of a page are not data for programs", GHENT).online(&[("https://example.org/ghent/1",
            "<title>Hack night</title><p>CANCELLED</p><script type=\"application/ld+json\">{\"@type\": \"Event\", \"name\": \
             \"Hack night\", \"startDate\": \"2026-03-04T19:00+01:00\", \"eventStatus\": \"EventScheduled\"}</script>")]),
        Silent::because("it is not known which of the events this one is", GHENT).online(&[("https://example.org/ghent/1",
            "<script type=\"application/ld+json\">[{\"@type\": \"Event\", \"name\": \"A\", \"startDate\": \"2026-05-04T19:00+01:00\"}, \
             {\"@type\": \"Event\", \"name\": \"B\", \"startDate\": \"2026-05-05T19:00+01:00\"}]</script>")]),
        Silent::because("a suburb is not another city", GHENT).online(&[("https://example.org/ghent/1",
            "<script type=\"application/ld+json\">{\"@type\": \"Event\", \"startDate\": \"2026-03-04T19:00+01:00\", \"location\": \
             {\"@type\": \"Place\", \"address\": {\"addressLocality\": \"Ledeberg\"}}}</script>")]),
        Silent::because("the address on the page also has the city", GHENT).online(&[("https://example.org/ghent/1",
            "<script type=\"application/ld+json\">{\"@type\": \"Event\", \"startDate\": \"2026-03-04T19:00+01:00\", \"location\": \
             {\"@type\": \"Place\", \"name\": \"Hub Ghent\", \"address\": {\"addressLocality\": \"Brussels\"}}}</script>")]),
        Silent::because("a page says `online` where it has no place", GHENT).online(&[("https://example.org/ghent/1",
            "<script type=\"application/ld+json\">{\"@type\": \"Event\", \"startDate\": \"2026-03-04T19:00+01:00\", \
             \"eventAttendanceMode\": \"OnlineEventAttendanceMode\"}</script>")]),
        Silent::because("no event of the series is on this day", GHENT).online(&[("https://example.org/ghent/1",
            "<script type=\"application/ld+json\">{\"@type\": \"EventSeries\", \"subEvent\": [{\"@type\": \"Event\", \
             \"startDate\": \"2026-05-04T19:00+01:00\", \"name\": \"A\", \"url\": \"/ghent/2\"}]}</script>")]),
    ],
    options: &[],
    check,
};

const MIXED: &str = "<script type=\"application/ld+json\">
{\"@type\": \"Event\", \"name\": \"Hack night\", \"startDate\": \"2026-03-04T19:00+01:00\",
 \"eventAttendanceMode\": \"https://schema.org/MixedEventAttendanceMode\",
 \"location\": [{\"@type\": \"VirtualLocation\"}, {\"@type\": \"Place\", \"address\": {\"addressLocality\": \"Ghent\"}}]}
</script>
";

const EVENT: &str = "<script type=\"application/ld+json\">
{\"@type\": \"Event\", \"name\": \"Hack night\", \"startDate\": \"2026-03-04T19:00+01:00\",
 \"location\": {\"@type\": \"Place\", \"name\": \"The library\", \"address\": {\"addressLocality\": \"Ghent\"}}}
</script>
";

const GHENT: &str = "### Europe\n\
     * 2026-03-04 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n\
     \x20   * [**Hack night**](https://example.org/ghent/1)\n";

/// Hosts whose pages were not seen when this was written: what they declare may not be what it seems.
const UNSEEN: &[&str] = &["meetup.com", "lu.ma", "luma.com", "eventbrite.com", "eventbrite.co.uk", "eventbrite.de"];

/// Something that a page says differently.
struct Fault {
    span: Span,
    /// What the page says, as the end of a sentence that begins with its host.
    says: String,
    /// The word for it among others.
    what: &'static str,
    is_date: bool,
    edit: Option<Edit>,
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for event in document.events() {
        for item in document.names_of(event) {
            let Some(link) = document.links_of(item).first().filter(|link| link.has_own_destination()) else {
                continue;
            };
            let Some(page) = cx.page(link) else { continue };
            match &page.event {
                Some(own) if own.status.is_some() => report_status(cx, event, item, page, own),
                Some(own) => report_faults(cx, event, link, page, own),
                None => report_series(cx, event, link, page),
            }
        }
    }
}

fn report_status(cx: &mut Context<'_>, event: &Event, item: &Item, page: &Page, own: &PageEvent) {
    let what = match own.status {
        Some(Status::Cancelled) => "cancelled",
        Some(Status::Postponed) => "postponed",
        None => return,
    };
    let document = cx.document;
    let span = document.links_of(item).first().map_or(item.content, |link| link.text);
    let lines = if event.names.len() == 1 { document.event_lines(event) } else { document.item_lines(item) };
    cx.report(span, format!("{} says that this event is {what}", source(page)))
        .gravity(Gravity::Doubtful)
        .help("Open the page, and remove the event if it does not take place.")
        .fix(Fix::unsafe_("Remove this event", Edit::delete(lines)));
}

fn report_faults(cx: &mut Context<'_>, event: &Event, link: &Link<'_>, page: &Page, own: &PageEvent) {
    let document = cx.document;
    let faults = [date(event, own), city(document, event, own), way(event, own), name(document, link, page, own)];
    let faults: Vec<Fault> = faults.into_iter().flatten().collect();
    let Some((first, others)) = faults.split_first() else { return };
    let is_seen = !UNSEEN.iter().any(|host| Url::new(&page.address, 0).is_on(host));
    let is_certain = is_seen && faults.iter().any(|fault| fault.is_date);
    let message = if others.is_empty() {
        format!("{} says that this event {}", source(page), first.says)
    } else {
        let whats: Vec<&str> = faults.iter().map(|fault| fault.what).collect();
        let (last, rest) = whats.split_last().unwrap_or((&"", &[]));
        format!("{} gives another {} and {last}", source(page), rest.join(", "))
    };
    let diagnostic = cx.report(first.span, message);
    diagnostic.gravity(if is_certain { Gravity::Wrong } else { Gravity::Doubtful });
    if others.is_empty() {
        diagnostic.help("Open the page, and correct the entry.");
    } else {
        let says: Vec<&str> = faults.iter().map(|fault| fault.says.as_str()).collect();
        diagnostic.help(format!("Open the page: it says that the event {}.", says.join(", ")));
        for fault in others {
            diagnostic.label(fault.span, format!("another {}", fault.what));
        }
    }
    // What several names share is not changed for one of them.
    let edits: Option<Vec<Edit>> = faults.iter().map(|fault| fault.edit.clone()).collect();
    if let Some(edits) = edits.filter(|_| event.names.len() == 1) {
        diagnostic.fix(Fix::unsafe_("Write what the page says", edits));
    }
}

fn report_series(cx: &mut Context<'_>, event: &Event, link: &Link<'_>, page: &Page) {
    let Some(dates) = event.dates.dates else { return };
    let is_this = |own: &&PageEvent| own.starts().and_then(|starts| starts.day()) == Some(dates.first);
    let mut found = page.series.iter().filter(is_this).filter_map(|own| own.address.as_deref());
    let (Some(address), None) = (found.next(), found.next()) else { return };
    let written = cx.document.text(link.destination);
    // It is the series that has this address.
    if !address.starts_with(written.trim_end_matches('/')) || address == written {
        return;
    }
    let behind = &address[written.len().min(address.len())..];
    cx.report(link.destination, "this address is of a series, but the event has a page of its own")
        .gravity(Gravity::Doubtful)
        .help(format!("Write {}.", quoted(address)))
        .fix(
            Fix::unsafe_("Write the address of the event", Edit::insert(link.destination.end, behind))
                .replacing_address(),
        );
}

/// The host that says so.
fn source(page: &Page) -> String {
    quoted(Url::new(&page.address, 0).site())
}

fn date(event: &Event, own: &PageEvent) -> Option<Fault> {
    let (dates, starts) = (event.dates.dates?, own.starts()?);
    let end = own.ends().map_or(starts.last, |ends| ends.last.max(starts.last));
    if (starts.first..=end).contains(&dates.first) {
        return None;
    }
    let day = starts.day();
    let says = match day {
        Some(day) => format!("is on {day}, not on {}", dates.first),
        None => format!("begins at `{}`, which is not on {} in any time zone", own.start.as_deref()?, dates.first),
    };
    let right = match (day, own.ends().map(|ends| ends.day())) {
        (Some(first), None) if dates.first == dates.last => Some(Dates { first, last: first }),
        (Some(first), Some(Some(last))) if (dates.first == dates.last) == (first == last) => {
            Some(Dates { first, last })
        }
        _ => None,
    };
    let edit = right.filter(|_| event.dates.problem.is_none());
    let edit = edit.map(|right| Edit::replace(event.dates.span, right.written()));
    Some(Fault { span: event.dates.span, says, what: "date", is_date: true, edit })
}

fn city(document: &Document<'_>, event: &Event, own: &PageEvent) -> Option<Fault> {
    let place = event.place.as_ref()?;
    let first = own.cities.first()?;
    let differs = |city: &Span| {
        let city = document.text(*city);
        let is_named = own.place.iter().any(|words| fold(words).contains(&fold(city)));
        !is_named && own.cities.iter().all(|other| are_different_cities(city, other))
    };
    let cities: Vec<Span> = place.locations.iter().filter_map(|location| location.city()).collect();
    let span = *cities.first()?;
    if !cities.iter().all(differs) {
        return None;
    }
    let is_plain = cities.len() == 1 && own.cities.len() == 1 && place.locations.first()?.parts.len() == 2;
    let edit = is_plain.then(|| Edit::replace(span, first.as_str()));
    let says = format!("is in {}, not in {}", quoted(first), quoted(document.text(span)));
    Some(Fault { span, says, what: "city", is_date: false, edit })
}

fn way(event: &Event, own: &PageEvent) -> Option<Fault> {
    let place = event.place.as_ref()?;
    let has_place = !own.cities.is_empty();
    let says = match (own.attendance?, place.venue) {
        (Attendance::InPerson, Venue::Virtual) if has_place && !own.has_virtual_place => "is in person, not online",
        (Attendance::Mixed, Venue::Virtual | Venue::InPerson) if has_place && own.has_virtual_place => {
            "is in person and online"
        }
        _ => return None,
    };
    Some(Fault { span: place.span, says: says.to_owned(), what: "way to take part", is_date: false, edit: None })
}

fn name(document: &Document<'_>, link: &Link<'_>, page: &Page, own: &PageEvent) -> Option<Fault> {
    let written = document.text(link.text);
    let fits = |event: &PageEvent| is_same_name(written, &event.name);
    if own.name.is_empty() || fits(own) || page.compare_title(written) == TitleMatch::Same {
        return None;
    }
    let says = format!("is called {}", quoted(&own.name));
    let plain = written.trim_matches('*');
    let is_plain = !own.name.contains(['*', '_', '[', ']', '`', '<', '>', '\\']) && !plain.contains(['*', '\\']);
    let start = link.text.start + (written.len() - written.trim_start_matches('*').len());
    let edit = is_plain.then(|| Edit::replace(Span::new(start, start + plain.len()), own.name.as_str()));
    Some(Fault { span: link.text, says, what: "name", is_date: false, edit })
}
