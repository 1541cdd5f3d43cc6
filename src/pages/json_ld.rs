//! Owns what a page says of itself in JSON-LD, in the words of schema.org.

use serde_json::Value;

use super::event::{Attendance, PageEvent, Status};
use super::tidy;

/// What JSON-LD says of a page.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// `headline` or `name` of what the page is.
    pub(super) titles: Vec<String>,
    /// Its events.
    pub(super) events: Vec<PageEvent>,
    /// The events of a series.
    pub(super) series: Vec<PageEvent>,
    /// Whether something declares itself not free.
    pub(super) has_paywall: bool,
    /// Whether the page is an episode of something to be listened to.
    pub(super) is_episode: bool,
    /// Whether it is a text.
    pub(super) is_article: bool,
    /// Whether it holds a video.
    pub(super) has_video: bool,
}

/// Things of one page that are looked at.
const MOST_THINGS: usize = 500;

/// Reads the blocks of a page. What is not JSON is passed over.
pub(super) fn read(blocks: &[String]) -> Linked {
    let mut linked = Linked::default();
    let mut left = MOST_THINGS;
    for block in blocks {
        if let Ok(value) = serde_json::from_str::<Value>(without_wrapping(block)) {
            linked.thing(&value, &mut left);
        }
    }
    linked
}

/// A block without the CDATA section or the comment around it, by which old pages hide it from old browsers.
fn without_wrapping(block: &str) -> &str {
    let mut text = block.trim();
    for (open, close) in [("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>"), ("<!--", "-->")]
    {
        text = text.strip_prefix(open).map_or(text, |inner| inner.trim().strip_suffix(close).unwrap_or(inner).trim());
    }
    text
}

impl Linked {
    fn thing(&mut self, value: &Value, left: &mut usize) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        if let Value::Array(things) = value {
            things.iter().for_each(|thing| self.thing(thing, left));
            return;
        }
        for key in ["@graph", "mainEntity", "itemListElement", "item"] {
            if let Some(inner @ (Value::Array(_) | Value::Object(_))) = value.get(key) {
                self.thing(inner, left);
            }
        }
        let kinds: Vec<&str> = listed(value.get("@type")).filter_map(Value::as_str).map(local).collect();
        let is = |test: fn(&str) -> bool| kinds.iter().any(|kind| test(kind));
        if is(is_series) {
            self.series.extend(listed(value.get("subEvent")).filter_map(event));
        } else if is(is_event) {
            self.events.extend(event(value));
        }
        self.is_article |= is(is_article);
        self.is_episode |= is(|kind| matches!(kind, "PodcastEpisode" | "RadioEpisode"));
        self.has_video |= is(|kind| kind == "VideoObject");
        if is(is_article) || is(|kind| matches!(kind, "PodcastEpisode" | "RadioEpisode" | "VideoObject" | "WebPage")) {
            let titles = ["headline", "name"].iter().filter_map(|key| value.get(key)?.as_str());
            self.titles.extend(titles.map(tidy).filter(|title| !title.is_empty()));
            self.has_paywall |= value.get("isAccessibleForFree").is_some_and(is_false);
        }
    }
}

/// The elements of a list, or the thing itself where it is not one.
fn listed(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (one, many) = match value {
        Some(Value::Array(many)) => (None, many.as_slice()),
        Some(one) => (Some(one), [].as_slice()),
        None => (None, [].as_slice()),
    };
    one.into_iter().chain(many)
}

/// `https://schema.org/Event` as `Event`.
fn local(name: &str) -> &str {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name)
}

fn is_false(value: &Value) -> bool {
    match value {
        Value::Bool(is_free) => !is_free,
        Value::String(word) => local(word.trim()).eq_ignore_ascii_case("false"),
        _ => false,
    }
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article") || kind.ends_with("Posting") && kind != "JobPosting" || kind == "Report"
}

fn is_series(kind: &str) -> bool {
    kind == "EventSeries"
}

/// `Event` and what schema.org derives from it.
fn is_event(kind: &str) -> bool {
    kind.ends_with("Event") || matches!(kind, "Hackathon" | "Festival" | "CourseInstance")
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(tidy).filter(|text| !text.is_empty())
}

fn event(value: &Value) -> Option<PageEvent> {
    let mut event = PageEvent {
        name: text(value, "name").unwrap_or_default(),
        address: text(value, "url").or_else(|| text(value, "@id")),
        start: text(value, "startDate"),
        end: text(value, "endDate"),
        status: text(value, "eventStatus").and_then(|status| match local(&status) {
            "EventCancelled" => Some(Status::Cancelled),
            "EventPostponed" => Some(Status::Postponed),
            _ => None,
        }),
        attendance: text(value, "eventAttendanceMode").and_then(|mode| match local(&mode) {
            "OfflineEventAttendanceMode" => Some(Attendance::InPerson),
            "OnlineEventAttendanceMode" => Some(Attendance::Online),
            "MixedEventAttendanceMode" => Some(Attendance::Mixed),
            _ => None,
        }),
        ..PageEvent::default()
    };
    if event.name.is_empty() && event.start.is_none() {
        return None;
    }
    for place in listed(value.get("location")) {
        let kinds: Vec<&str> = listed(place.get("@type")).filter_map(Value::as_str).map(local).collect();
        if kinds.contains(&"VirtualLocation") {
            event.has_virtual_place = true;
            continue;
        }
        event.place.extend(place.as_str().map(tidy));
        event.place.extend(text(place, "name"));
        for address in listed(place.get("address")) {
            event.place.extend(address.as_str().map(tidy));
            event.cities.extend(text(address, "addressLocality"));
            for key in ["addressLocality", "addressRegion", "streetAddress", "postalCode"] {
                event.place.extend(text(address, key));
            }
        }
    }
    event.cities.truncate(MOST_PLACES);
    event.place.truncate(4 * MOST_PLACES);
    Some(event)
}

/// Places of one event that are kept.
const MOST_PLACES: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Linked {
        read(&[json.to_owned()])
    }

    #[test]
    fn roots_come_alone_as_a_list_or_in_a_graph() {
        let event = r#"{"@type": "SocialEvent", "name": "Hack &amp;amp; learn", "startDate": "2026-03-04"}"#;
        for json in [
            event.to_owned(),
            format!("[{event}]"),
            format!(r#"{{"@graph": [{event}]}}"#),
            format!(r#"{{"@type": "WebPage", "mainEntity": {event}}}"#),
            format!("//<![CDATA[\n{event}\n//]]>"),
            format!("<!-- {event} -->"),
        ] {
            let events = of(&json).events;
            assert_eq!(events.len(), 1, "{json}");
            assert_eq!(events[0].name, "Hack &amp; learn", "{json}");
        }
        assert_eq!(of(r#"{"@type": "Person", "name": "Ferris"}"#).events.len(), 0);
        assert_eq!(of("not JSON").events.len(), 0);
    }

    #[test]
    fn places_come_in_every_shape() {
        let linked = of(r#"{"@type": ["Event"], "name": "A", "location": [
            {"@type": "VirtualLocation", "url": "https://example.org"},
            {"@type": "Place", "name": "The Hut", "address": {"@type": "PostalAddress", "addressLocality": "Berlin"}},
            {"@type": "Place", "address": "Street 1, Ghent"},
            "Paris"]}"#);
        let event = &linked.events[0];
        assert!(event.has_virtual_place);
        assert_eq!(event.cities, ["Berlin"]);
        assert_eq!(event.place, ["The Hut", "Berlin", "Street 1, Ghent", "Paris"]);
    }

    #[test]
    fn only_what_the_page_is_has_a_paywall() {
        let has_paywall = |json: &str| of(json).has_paywall;
        for free in ["false", "\"False\"", "\"http://schema.org/False\""] {
            assert!(has_paywall(&format!(r#"{{"@type": "NewsArticle", "isAccessibleForFree": {free}}}"#)), "{free}");
        }
        assert!(!has_paywall(r#"{"@type": "NewsArticle", "isAccessibleForFree": true}"#));
        assert!(!has_paywall(r#"{"@type": "Book", "isAccessibleForFree": false}"#));
        assert!(!has_paywall(r#"{"@type": "Article", "hasPart": {"@type": "Article", "isAccessibleForFree": false}}"#));
    }

    #[test]
    fn a_page_of_things_without_end_is_read_in_part() {
        let deep = format!("{}{}", r#"{"@graph": ["#.repeat(100_000), "]}".repeat(100_000));
        assert!(of(&deep).events.is_empty());
        let wide = format!("[{}]", vec![r#"{"@type": "Event", "name": "A"}"#; 10_000].join(","));
        assert!(of(&wide).events.len() < MOST_THINGS);
    }
}
