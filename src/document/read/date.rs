//! Reads dates as people write them.

use jiff::civil::Date;

use crate::document::date::{DateField, DateProblem};
use crate::text::calendar::{self, Dates, days_between, has_date_shape, parse_date};
use crate::text::{Span, Spanned};

/// A date found in a text.
#[derive(Clone, Debug)]
struct Found {
    span: Span,
    /// None for a day that does not exist.
    date: Option<Date>,
    is_regular: bool,
    /// Whether the year was not written and is a guess.
    year_is_guessed: bool,
}

/// Reads a field that should be a date or a range and nothing else. `near` is a date close to which it must lie: it
/// gives the year where none is written.
pub(in crate::document) fn field(text: &str, span: Span, near: Option<Date>) -> DateField {
    let written = &text[span.start..span.end];
    if let Some(date) = parse_date(written) {
        return DateField { span, dates: Some(Dates { first: date, last: date }), problem: None };
    }
    let mut found = find_all(written, span.start, near);
    if let [one] = found.as_mut_slice()
        && let Some(second) = abbreviated_end(written, span, one)
    {
        found.push(second);
    }
    let (dates, problem) = match found.as_slice() {
        [] => (None, Some((DateProblem::NotADate, span))),
        [one] => (one.date.zip(one.date), problem_of_day(one, written, span)),
        [first, .., last] => (first.date.zip(last.date), problem_of_range(&found, first, last, written, span)),
    };
    let dates = dates.map(|(first, last)| Dates { first, last });
    DateField { span, dates, problem: problem.map(|(value, span)| Spanned { value, span }) }
}

/// What is wrong with a field that holds one date, and where.
fn problem_of_day(day: &Found, written: &str, span: Span) -> Option<(DateProblem, Span)> {
    if day.date.is_none() {
        // `March 8` where no issue says the year.
        let is_without_year = day.year_is_guessed;
        return Some(if is_without_year { (DateProblem::NotADate, span) } else { (DateProblem::Impossible, day.span) });
    }
    if !is_filler(written, span, std::slice::from_ref(day)) {
        return Some((DateProblem::More, span));
    }
    (!day.is_regular || day.span != span).then_some((DateProblem::Form, span))
}

/// What is wrong with a field that holds several dates, of which `first` and `last` are the ends of a range, and where.
fn problem_of_range(
    found: &[Found],
    first: &Found,
    last: &Found,
    written: &str,
    span: Span,
) -> Option<(DateProblem, Span)> {
    if let Some(impossible) = found.iter().find(|found| found.date.is_none()) {
        return Some((DateProblem::Impossible, impossible.span));
    }
    let (first_day, last_day) = first.date.zip(last.date)?;
    let days = days_between(first_day, last_day);
    let gap = Span::new(first.span.end, last.span.start);
    let separator = &written[gap.start - span.start..gap.end - span.start];
    let is_regular = first.is_regular && last.is_regular && first.span.to(last.span) == span;
    let problem = if first_day > last_day {
        (DateProblem::Backwards, span)
    } else if days > LONGEST_RANGE {
        (DateProblem::Long, span)
    } else if found.len() > 2 || !is_filler(written, span, found) {
        (DateProblem::More, span)
    } else if first_day == last_day {
        (DateProblem::OneDayTwice, span)
    } else if days > 1 && is_list(separator) {
        (DateProblem::SingleDays, span)
    } else if !is_regular {
        (DateProblem::Form, span)
    } else if separator != " - " {
        (DateProblem::Separator, gap)
    } else {
        return None;
    };
    Some(problem)
}

/// Days that an event lasts at most.
const LONGEST_RANGE: i32 = 180;

/// Whether what is between two dates lists them, and does not say that something lasts from one to the other.
fn is_list(separator: &str) -> bool {
    matches!(separator.trim(), "," | ";" | "&" | "+" | "and" | ", and")
}

/// Whether what is around the dates of a field says nothing that they don't.
fn is_filler(written: &str, span: Span, found: &[Found]) -> bool {
    let mut from = 0;
    let ends = found.iter().map(|found| (found.span.start - span.start, found.span.end - span.start));
    let mut rests = ends.chain([(written.len(), written.len())]).map(|(start, end)| {
        let rest = written.get(from..start).unwrap_or_default();
        from = end;
        rest
    });
    let is_filler = |word: &str| {
        let word = word.to_lowercase();
        let is_weekday = |name: &&str| *name == word || name.get(..3) == Some(word.as_str());
        word.is_empty() || FILLERS.contains(&word.as_str()) || WEEKDAYS.iter().any(is_weekday)
    };
    rests.all(|rest| rest.split(|c: char| !c.is_alphanumeric()).all(is_filler))
}

/// Words that join dates or lead to one.
const FILLERS: [&str; 9] = ["and", "date", "dates", "event", "from", "on", "through", "to", "until"];

/// The days of the week, of which three letters are enough.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads the dates that are among words.
pub(in crate::document) fn among_words(text: &str, span: Span, near: Option<Date>) -> Vec<(Span, Option<Date>, bool)> {
    let found = find_all(&text[span.start..span.end], span.start, near);
    found.into_iter().map(|found| (found.span, found.date, found.is_regular)).collect()
}

/// `2024-01-27-28`, `March 27 - 28, 2026`: a range whose end is only a day. A year after it holds for both.
fn abbreviated_end(written: &str, span: Span, first: &mut Found) -> Option<Found> {
    let behind = &written[first.span.end - span.start..];
    let end = behind.trim_start_matches([' ', '-', '–', '—', '/', '&']);
    let end = ["to ", "and ", "through ", "until "]
        .iter()
        .find_map(|word| end.strip_prefix(word))
        .unwrap_or(end)
        .trim_start();
    let count = digits(end);
    if end.len() == behind.len() || count > 2 {
        return None;
    }
    let day: i8 = end[..count].parse().ok()?;
    let rest = ordinal(&end[count..]).trim_end_matches('.').trim_start_matches([',', ' ']);
    let year = year(rest).filter(|(_, rest)| rest.is_empty());
    if !rest.is_empty() && year.is_none() {
        return None;
    }
    if let Some((year, _)) = year {
        // Without an issue, the year after the range is the only one.
        let alone = &written[..first.span.end - span.start];
        let read_anew = || find_all(alone, span.start, Date::new(year, 1, 1).ok()).pop()?.date;
        let date = first.date.or_else(read_anew);
        first.date = date.and_then(|date| Date::new(year, date.month(), date.day()).ok());
    }
    let date = first.date.and_then(|date| Date::new(date.year(), date.month(), day).ok());
    Some(Found { span: Span::new(span.end - end.len(), span.end), date, is_regular: false, year_is_guessed: false })
}

fn find_all(written: &str, base: usize, near: Option<Date>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < written.len() {
        let rest = &written[at..];
        let starts_word = !written[..at].ends_with(|c: char| c.is_alphanumeric());
        let first = rest.chars().next();
        let date = if !starts_word {
            None
        } else if first.is_some_and(|c| c.is_ascii_digit()) {
            numeric(rest).or_else(|| day_and_month(rest, near))
        } else {
            month_and_day(rest, near)
        };
        if let Some((length, date, is_regular, year_is_guessed)) = date {
            let span = Span::new(base + at, base + at + length);
            found.push(Found { span, date, is_regular, year_is_guessed });
            at += length;
        } else {
            at += first.map_or(1, char::len_utf8);
        }
    }
    let year = found.iter().find(|found| !found.year_is_guessed).and_then(|found| found.date);
    // Where no issue gives the year, the other date of the range does.
    if near.is_none() && year.is_some() && found.iter().any(|found| found.year_is_guessed) {
        return find_all(written, base, year);
    }
    settle_years(&mut found);
    found
}

/// `June 11 - 13, 2026`: a year that stands with one date holds for the other.
fn settle_years(found: &mut [Found]) {
    let year = found.iter().find(|found| !found.year_is_guessed).and_then(|found| found.date).map(Date::year);
    if let Some(year) = year {
        for found in found.iter_mut().filter(|found| found.year_is_guessed) {
            found.date = found.date.and_then(|date| Date::new(year, date.month(), date.day()).ok());
        }
    }
}

type Read = (usize, Option<Date>, bool, bool);

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// `2026-03-08`, `2026/3/8`, `8.3.2026`; `3/8/2026` may be March or August, so it is read as neither.
fn numeric(text: &str) -> Option<Read> {
    let one = digits(text);
    let separator = *text.as_bytes().get(one)?;
    if !matches!(separator, b'-' | b'/' | b'.') {
        return None;
    }
    let two = digits(&text[one + 1..]);
    if two == 0 || two > 2 || text.as_bytes().get(one + 1 + two) != Some(&separator) {
        return None;
    }
    let three = digits(&text[one + two + 2..]);
    let length = one + two + three + 2;
    let number = |from: usize, length: usize| text[from..from + length].parse::<i16>().ok();
    let (a, b, c) = (number(0, one)?, number(one + 1, two)?, number(one + two + 2, three)?);
    let (year, month, day) = match (one, three, separator) {
        (4, 1..=2, _) => (a, b, c),
        (1..=2, 4, b'.') => (c, b, a),
        (1..=2, 4, _) if a > 12 => (c, b, a),
        (1..=2, 4, _) if b > 12 => (c, a, b),
        _ => return None,
    };
    let date =
        i8::try_from(month).ok().zip(i8::try_from(day).ok()).and_then(|(month, day)| Date::new(year, month, day).ok());
    Some((length, date, has_date_shape(&text[..length]), false))
}

/// `March 8`, `Mar. 8th, 2026`.
fn month_and_day(text: &str, near: Option<Date>) -> Option<Read> {
    let (length, month) = month(text)?;
    let rest = text[length..].trim_start_matches(['.', ' ']);
    let count = digits(rest);
    if count == 0 || count > 2 || rest.len() == text[length..].len() {
        return None;
    }
    let day: i8 = rest[..count].parse().ok()?;
    let behind = ordinal(&rest[count..]);
    let year = year(behind.trim_start_matches([',', ' ']));
    let end = year.map_or(behind, |(_, rest)| rest);
    Some(spelled(text.len() - end.len(), year.map(|(year, _)| year), month, day, near))
}

/// `8 March`, `8th of March 2026`.
fn day_and_month(text: &str, near: Option<Date>) -> Option<Read> {
    let count = digits(text);
    let day: i8 = text[..count].parse().ok()?;
    let rest = ordinal(&text[count..]).trim_start_matches(['.', ' ']);
    let rest = rest.strip_prefix("of ").unwrap_or(rest);
    let (length, month) = month(rest)?;
    let behind = &rest[length..];
    let year = year(behind.trim_start_matches(['.', ',', ' ']));
    let end = year.map_or(behind, |(_, rest)| rest);
    Some(spelled(text.len() - end.len(), year.map(|(year, _)| year), month, day, near))
}

/// A date without a year lies in the one that brings it nearest to `near`.
fn spelled(length: usize, year: Option<i16>, month: i8, day: i8, near: Option<Date>) -> Read {
    let date = match (year, near) {
        (Some(year), _) => Date::new(year, month, day).ok(),
        (None, Some(near)) => (-1..=1)
            .filter_map(|years| Date::new(near.year() + years, month, day).ok())
            .min_by_key(|date| days_between(near, *date).abs()),
        (None, None) => None,
    };
    (length, date, false, year.is_none())
}

fn month(text: &str) -> Option<(usize, i8)> {
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = &text[..length];
    let index = calendar::MONTHS.iter().position(|month| {
        (length == 3 || length == 4 && month.starts_with("sept") || length == month.len())
            && month[..length].eq_ignore_ascii_case(word)
    })?;
    Some((length, i8::try_from(index).ok()? + 1))
}

fn ordinal(text: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|suffix| text.strip_prefix(suffix)).unwrap_or(text)
}

fn year(text: &str) -> Option<(i16, &str)> {
    if digits(text) != 4 {
        return None;
    }
    let year = text[..4].parse().ok().filter(|year| (1990..2200).contains(year))?;
    Some((year, &text[4..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<String>, Option<DateProblem>) {
        let near = Date::new(2026, 3, 4).ok();
        let field = field(text, Span::new(0, text.len()), near);
        (field.dates.map(|dates| dates.written()), field.problem.map(|problem| problem.value))
    }

    #[test]
    fn dates_are_understood_in_whatever_form() {
        let day = |date: &str| Some(date.to_owned());
        assert_eq!(read("2026-03-08"), (day("2026-03-08"), None));
        assert_eq!(read("2026-03-08 - 2026-03-10"), (day("2026-03-08 - 2026-03-10"), None));
        for form in [
            "8.3.2026", "2026-3-8", "2026/03/08", "March 8", "Mar 8th, 2026", "8 March 2026", "8th of March",
            "Sun 2026-03-08",
        ] {
            assert_eq!(read(form), (day("2026-03-08"), Some(DateProblem::Form)), "{form}");
        }
        assert_eq!(read("January 8").0, day("2026-01-08"));
        assert_eq!(read("December 30").0, day("2025-12-30"));
        for form in ["2026-03-27-28", "March 27 - 28, 2026", "March 27 - March 28"] {
            assert_eq!(read(form).0, day("2026-03-27 - 2026-03-28"), "{form}");
        }
        for form in
            ["2026-03-27 & 2026-03-28", "2026-03-27, 2026-03-28", "2026-03-27–2026-03-28", "2026-03-27 to 2026-03-28"]
        {
            assert_eq!(read(form), (day("2026-03-27 - 2026-03-28"), Some(DateProblem::Separator)), "{form}");
        }
        assert_eq!(read("2026-03-27 to 28."), (day("2026-03-27 - 2026-03-28"), Some(DateProblem::Form)));
        for single in ["2026-03-08, 2026-03-10", "2026-03-08 and 2026-03-22", "2026-03-08 & 2026-03-10"] {
            assert_eq!(read(single).1, Some(DateProblem::SingleDays), "{single}");
        }
        assert_eq!(read("2026-03-08 - 2026-03-08").1, Some(DateProblem::OneDayTwice));
        for long in ["2025-03-08 - 2026-03-10", "March 8, 2025 to March 10, 2026"] {
            assert_eq!(read(long).1, Some(DateProblem::Long), "{long}");
        }
        // Without an issue near it, a day of no year is none.
        let alone = field("March 8", Span::new(0, 7), None);
        assert_eq!(alone.problem.map(|problem| problem.value), Some(DateProblem::NotADate));
        let range = field("June 1 to June 2, 2026", Span::new(0, 22), None);
        assert_eq!(range.dates.map(|dates| dates.written()), day("2026-06-01 - 2026-06-02"));
        // What a date does not hold must not be lost.
        for more in
            ["2026-03-08 18:00", "2026-03-08 (tentative)", "2026-03-08 & 03-09", "2026-03-08, 2026-03-10, 2026-03-12"]
        {
            assert_eq!(read(more).1, Some(DateProblem::More), "{more}");
        }
        assert_eq!(read("2026-02-30"), (None, Some(DateProblem::Impossible)));
        assert_eq!(read("2026-03-10 - 2026-03-08").1, Some(DateProblem::Backwards));
        assert_eq!(read("soon"), (None, Some(DateProblem::NotADate)));
        assert_eq!(read("3/8/2026"), (None, Some(DateProblem::NotADate)));
    }
}
