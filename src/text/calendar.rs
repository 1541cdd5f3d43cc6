//! Owns dates as the newsletter writes them, and what number an issue of a week has.

use jiff::civil::Date;

/// One day, or the first and last of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// The first day.
    pub first: Date,
    /// The last day; the first one where there is only one.
    pub last: Date,
}

impl Dates {
    /// How the newsletter writes it.
    #[must_use]
    pub fn written(&self) -> String {
        if self.first == self.last { self.first.to_string() } else { format!("{} - {}", self.first, self.last) }
    }
}

/// Months by their English names; three letters are enough to tell them apart.
pub(crate) const MONTHS: [&str; 12] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
];

/// Days from one day to another; negative where the other is earlier.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Reads `YYYY-MM-DD` and nothing else (jiff alone takes other forms too).
pub fn parse_date(text: &str) -> Option<Date> {
    if !has_date_shape(text) {
        return None;
    }
    let number = |digits: &str| digits.bytes().fold(0_i16, |number, digit| number * 10 + i16::from(digit - b'0'));
    let (month, day) = (i8::try_from(number(&text[5..7])).ok()?, i8::try_from(number(&text[8..])).ok()?);
    Date::new(number(&text[..4]), month, day).ok()
}

/// The dates `YYYY-MM-DD` in a text, each with its byte offset. Digits that touch one are a part of it: `12026-03-041`
/// is none.
pub fn dates_within(text: &str) -> impl Iterator<Item = (usize, Date)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let like_a_date = std::iter::from_fn(move || {
        loop {
            let start = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
            at = start + digits(&bytes[start..]);
            let length = length_like_a_date(&bytes[start..]);
            if length > 0 {
                at = start + length;
                return Some((start, &text[start..at]));
            }
        }
    });
    like_a_date.filter_map(|(start, found)| Some((start, parse_date(found)?)))
}

/// How many digits a text begins with.
fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Bytes of what a text begins with and is written like a date, with more digits at most: `12026-03-041`; 0 where
/// nothing is.
fn length_like_a_date(text: &[u8]) -> usize {
    let year = digits(text);
    let [b'-', month @ ..] = &text[year..] else { return 0 };
    let [b'-', day @ ..] = &month[digits(month)..] else { return 0 };
    let is_one = year >= 4 && digits(month) == 2 && digits(day) >= 2;
    if is_one { text.len() - day.len() + digits(day) } else { 0 }
}

/// Whether `text` is written like `YYYY-MM-DD`, possible or not.
pub fn has_date_shape(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes[at].is_ascii_digit();
    bytes.len() == 10
        && [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(is_digit)
        && [4, 7].into_iter().all(|at| bytes[at] == b'-')
}

/// The first issue since which one appeared every Wednesday, and its day.
const STEADY_SINCE: (i32, Date) = (404, jiff::civil::date(2021, 8, 18));

/// The number of the issue of the week around a day; none where numbers do not follow from dates yet.
#[must_use]
pub fn number_on(date: Date) -> Option<i32> {
    let (first, since) = STEADY_SINCE;
    let days = days_between(since, date);
    // From Sunday to Tuesday, the Wednesday to come is nearer than the one before.
    (days >= 0).then(|| first + (days + 3) / 7)
}

/// The Wednesday on which an issue appeared or will; none where dates do not follow from numbers yet.
#[must_use]
pub fn date_of(number: i32) -> Option<Date> {
    let (first, since) = STEADY_SINCE;
    let weeks = number.checked_sub(first).filter(|weeks| *weeks >= 0)?;
    since.checked_add(jiff::Span::new().try_weeks(weeks).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_within_a_text() {
        let found = |text: &str| dates_within(text).map(|(at, date)| format!("{at} {date}")).collect::<Vec<_>>();
        assert_eq!(found("2026/2026-03-04.md..2026-03-11"), ["5 2026-03-04", "20 2026-03-11"]);
        assert_eq!(found("1234-2026-03-04, 2026-3-4-2026-03-05"), ["5 2026-03-04", "26 2026-03-05"]);
        for none in
            ["12026-03-04", "2026-03-041", "2026-13-01", "2026-03-2026-03-04", "026-03-04", "2026-03-4", "2026-03"]
        {
            assert!(found(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn numbers_and_wednesdays_go_together() {
        let date = |text: &str| parse_date(text);
        assert_eq!(date("2021-08-18").and_then(number_on), Some(404));
        assert_eq!(date("2025-12-31").and_then(number_on), Some(632));
        assert_eq!(date("2025-12-30").and_then(number_on), Some(632));
        assert_eq!(date("2026-01-02").and_then(number_on), Some(632));
        assert_eq!(date("2021-08-11").and_then(number_on), None);
        assert_eq!((date_of(632), date_of(403), date_of(i32::MAX)), (date("2025-12-31"), None, None));
    }
}
