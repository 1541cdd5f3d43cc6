//! Owns what a `robots.txt` says of how fast pages may be asked for. What it says of which pages is for programs that
//! find pages by themselves: here, people have chosen each.

use std::time::Duration;

/// What this program is called there.
const NAME: &str = "twir-lint";

/// The longest delay that is kept; a page that would have to wait longer is not opened in time anyway.
const LONGEST: f64 = 60.0;

/// How long to wait between two pages: what is said to this program, or else to all.
pub(super) fn crawl_delay(text: &str) -> Option<Duration> {
    let mut own = None;
    let mut general = None;
    // Which programs the lines that follow are for, and whether one of these lines has come.
    let (mut is_own, mut is_general, mut has_begun) = (false, false, false);
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else { continue };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        if key == "user-agent" {
            if has_begun {
                (is_own, is_general, has_begun) = (false, false, false);
            }
            is_own |= value.eq_ignore_ascii_case(NAME);
            is_general |= value == "*";
            continue;
        }
        has_begun = true;
        if key == "crawl-delay"
            && let Some(delay) = value.parse().ok().filter(|delay: &f64| *delay > 0.0)
        {
            let delay = Duration::from_secs_f64(delay.min(LONGEST));
            own = own.or(is_own.then_some(delay));
            general = general.or(is_general.then_some(delay));
        }
    }
    own.or(general)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_for_this_program_is_kept_or_else_that_for_all() {
        let of = |text: &str| crawl_delay(text).map(|delay| delay.as_millis());
        assert_eq!(of("User-agent: *\nDisallow: /a\nCrawl-delay: 2.5 # slowly\n"), Some(2500));
        assert_eq!(
            of("User-agent: *\nCrawl-delay: 9\nUser-agent: other\nUser-agent: Twir-Lint\nCrawl-delay: 1"),
            Some(1000)
        );
        assert_eq!(of("User-agent: other\nCrawl-delay: 9\n\nUser-agent: *\nDisallow:"), None);
        assert_eq!(of("User-agent: *\nCrawl-delay: inf"), Some(60_000));
        for text in ["", "Crawl-delay: 5", "User-agent: *\nCrawl-delay: NaN", "User-agent: *\nCrawl-delay: -1"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
