//! Owns what a page says of an event: when it is, as far as its time zone lets that be known, and whether it takes
//! place.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, civil};
use serde::{Deserialize, Serialize};

use crate::text::calendar::parse_date;

/// An event as a page declares it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageEvent {
    /// What it is called; empty where the page does not say.
    pub name: String,
    /// Its own address.
    pub address: Option<String>,
    /// When it begins, as written; [`PageEvent::starts`] reads it.
    pub start: Option<String>,
    /// When it ends, as written.
    pub end: Option<String>,
    /// That it does not take place as announced.
    pub status: Option<Status>,
    /// How one takes part.
    pub attendance: Option<Attendance>,
    /// Whether one of its places is on the network.
    pub has_virtual_place: bool,
    /// The cities of its places: only what is declared as such.
    pub cities: Vec<String>,
    /// All words about its places: names, streets, regions, cities.
    pub place: Vec<String>,
}

/// That an event does not take place as announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// It does not take place.
    Cancelled,
    /// It takes place another time, which nobody knows yet.
    Postponed,
}

/// How one takes part in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attendance {
    /// There.
    InPerson,
    /// On the network.
    Online,
    /// As one likes.
    Mixed,
}

impl PageEvent {
    /// When it begins; none where that cannot be read.
    #[must_use]
    pub fn starts(&self) -> Option<Moment> {
        Moment::read(self.start.as_deref()?)
    }

    /// When it ends; none where that cannot be read.
    #[must_use]
    pub fn ends(&self) -> Option<Moment> {
        Moment::read(self.end.as_deref()?)
    }
}

/// A moment as a page writes it: the days on which it may lie where the event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The earliest day.
    pub first: Date,
    /// The latest day; the same where it is certain.
    pub last: Date,
}

impl Moment {
    /// The day, where there is only one that it can be.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        (self.first == self.last).then_some(self.first)
    }

    /// Reads `2026-03-04`, `2026-03-04T18:00`, `2026-03-04T18:00:00.000Z`, `2026-03-04 18:00+01:00`. None of anything
    /// else.
    ///
    /// A time with an offset other than that of UTC is that of the place. One in UTC, or without an offset, may be of
    /// any zone: many sites write UTC whatever the place is.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = parse_date(text.get(..10)?)?;
        let (time, is_local) = match &text[10..] {
            "" => (civil::Time::midnight(), false),
            rest => time_and_offset(rest.strip_prefix(['T', 't', ' '])?)?,
        };
        if is_local {
            return Some(Self { first: date, last: date });
        }
        let at = date.to_datetime(time);
        let shifted = |hours: i64| at.checked_add(SignedDuration::from_hours(hours)).ok().map(DateTime::date);
        Some(Self { first: shifted(-12)?, last: shifted(14)? })
    }
}

/// Reads `18:00`, `18:00:00.000` and the offset after it; says whether that is the place's own.
fn time_and_offset(text: &str) -> Option<(civil::Time, bool)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(text.len());
    let (time, offset) = text.split_at(end);
    let time = time.split(['.', ',']).next().unwrap_or_default();
    let parts: Vec<i8> = time.split(':').map(two_digits).collect::<Option<_>>()?;
    let time = match parts.as_slice() {
        [hour, minute] => civil::Time::new(*hour, *minute, 0, 0),
        [hour, minute, second] => civil::Time::new(*hour, *minute, *second, 0),
        _ => return None,
    };
    Some((time.ok()?, is_local(offset.trim())?))
}

/// Whether an offset says what zone it is. None where it is not an offset.
fn is_local(offset: &str) -> Option<bool> {
    if matches!(offset, "" | "Z" | "z") {
        return Some(false);
    }
    let digits = offset.strip_prefix(['+', '-', '−'])?;
    let (hours, minutes) = match digits.len() {
        2 => (digits, "00"),
        4 => digits.split_at_checked(2)?,
        5 => digits.split_once(':')?,
        _ => return None,
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    (hours <= 14 && minutes < 60).then_some((hours, minutes) != (0, 0))
}

fn two_digits(text: &str) -> Option<i8> {
    let is_right = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_right.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Option<(String, String)> {
        Moment::read(text).map(|moment| (moment.first.to_string(), moment.last.to_string()))
    }

    fn some(first: &str, last: &str) -> Option<(String, String)> {
        Some((first.to_owned(), last.to_owned()))
    }

    #[test]
    fn a_time_with_the_offset_of_its_place_has_one_day() {
        for text in [
            "2026-03-04T18:00-08:00",
            "2026-03-04T23:59:59.999+14:00",
            "2026-03-04 18:00:00 +0530",
            "2026-03-04T00:00+01",
        ] {
            assert_eq!(days(text), some("2026-03-04", "2026-03-04"), "{text}");
        }
    }

    #[test]
    fn a_time_in_utc_or_none_may_be_of_any_zone() {
        for text in ["2026-03-05T02:00:00Z", "2026-03-05T02:00:00+00:00", "2026-03-05T02:00", "2026-03-05 02:00:00.000"]
        {
            assert_eq!(days(text), some("2026-03-04", "2026-03-05"), "{text}");
        }
        assert_eq!(days("2026-03-05T12:00Z"), some("2026-03-05", "2026-03-06"));
        assert_eq!(days("2026-03-05T11:59Z"), some("2026-03-04", "2026-03-06"));
        assert_eq!(days("2026-03-05"), some("2026-03-04", "2026-03-05"));
    }

    #[test]
    fn what_is_not_a_moment_is_not_guessed() {
        for text in [
            "",
            "soon",
            "2026-03-04T18:30+5.5:00",
            "2026-02-30T18:00Z",
            "2026-03-04T25:00Z",
            "2026-03-04T18Z",
            "2026-03-04T18:00+99:00",
            "2026-03-04T18:00 CET",
            "04.03.2026",
            "2026-03-04é",
        ] {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
