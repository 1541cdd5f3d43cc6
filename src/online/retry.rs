//! Owns when a page is asked for again: what may pass, after how long, and what a server says about it.

use std::time::{Duration, SystemTime};

use crate::pages::Reason;

/// How often one page is asked for at most.
pub(super) const MOST_ATTEMPTS: u32 = 3;

/// Whether what kept a page from being read may pass.
pub(super) fn may_pass(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::TimedOut
            | Reason::Connection
            | Reason::Lookup
            | Reason::Status(408 | 425 | 500..=599)
            | Reason::TooManyRequests
    )
}

/// How long to wait before the next attempt, of which `attempts` were made: twice as long each time.
pub(super) fn backoff(attempts: u32) -> Duration {
    jittered(Duration::from_millis(500 << attempts.min(4)))
}

/// A time that is a third shorter to a third longer, so that those who wait do not all come back at once.
pub(super) fn jittered(time: Duration) -> Duration {
    time.mul_f64(2.0 / 3.0 + fastrand::f64() * 2.0 / 3.0)
}

/// The longest wait that a server can ask for.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How long `Retry-After` asks to wait: seconds, a date, or a time such as `1m30s`.
pub(super) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(date) = httpdate::parse_http_date(value) {
        return Some(date.duration_since(now).unwrap_or_default().min(LONGEST));
    }
    if value.is_empty() || value.len() > 32 {
        return None;
    }
    let mut seconds = 0.0;
    let mut rest = value;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let number: f64 = rest[..end].parse().ok()?;
        let unit_end = rest[end..].find(|c: char| c.is_ascii_digit()).map_or(rest.len(), |at| end + at);
        seconds += number
            * match rest[end..unit_end].trim() {
                "" | "s" | "sec" => 1.0,
                "ms" => 0.001,
                "m" | "min" => 60.0,
                "h" => 3600.0,
                _ => return None,
            };
        rest = &rest[unit_end..];
    }
    Duration::try_from_secs_f64(seconds.min(LONGEST.as_secs_f64())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_in_many_ways_how_long_to_wait() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let seconds = |value: &str| retry_after(value, now).map(|time| time.as_millis());
        assert_eq!(seconds("120"), Some(120_000));
        assert_eq!(seconds("1m30s"), Some(90_000));
        assert_eq!(seconds("1.5s"), Some(1_500));
        assert_eq!(seconds("250ms"), Some(250));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:50:37 GMT"), Some(60_000));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0));
        assert_eq!(seconds("99999999999999999999"), Some(LONGEST.as_millis()));
        for bad in ["", "soon", "-1", "1 fortnight", "1e9999", "."] {
            assert_eq!(seconds(bad), None, "{bad}");
        }
    }

    #[test]
    fn waits_grow_and_differ() {
        for attempts in 1..4 {
            let wait = backoff(attempts).as_millis();
            let middle = 500 << attempts;
            assert!((middle * 2 / 3 - 1..=middle * 4 / 3 + 1).contains(&wait), "{attempts}: {wait}");
        }
    }
}
