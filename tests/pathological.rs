//! Text that was made to take long: linting it costs no more than its length allows, told by ratios of the processor's
//! time. `benches/pathological.rs` measures more kinds, and longer texts, optimised.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use cpu_time::ThreadTime;
use twir_lint::text::{DecodeError, Source};
use twir_lint::{Settings, lint};

/// Eight times the text may take this many times as long: eight, and half of it for caches that others use too. What
/// takes the square of the length takes 64 times as long.
const MOST_GROWTH: f64 = 14.0;

const SMALL: usize = 10_000;

/// The shortest of several runs.
fn time(text: &str) -> Duration {
    let source = Source::from_bytes("draft.md", text.as_bytes().to_vec()).expect("a text that is read");
    let settings = Settings::default();
    let run = || {
        let start = ThreadTime::now();
        lint(&source, &settings).expect("the parser copes");
        start.elapsed()
    };
    (0..2).map(|_| run()).min().unwrap_or_default()
}

fn grows_with_its_length(name: &str, text: impl Fn(usize) -> String) {
    // Measurements at the same time would spoil each other.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    // A busy machine may spoil one measurement, not three.
    let ratio = || time(&text(8 * SMALL)).as_secs_f64() / time(&text(SMALL)).as_secs_f64();
    let mut ratios = Vec::new();
    while ratios.len() < 3 && ratios.last().is_none_or(|ratio| *ratio >= MOST_GROWTH) {
        ratios.push(ratio());
    }
    let least = ratios.iter().copied().fold(f64::MAX, f64::min);
    assert!(least < MOST_GROWTH, "{name}: eight times the text takes {ratios:.1?} times as long");
}

fn repeated(part: &str, length: usize) -> String {
    part.repeat(length / part.len())
}

fn numbered(length: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= length {
            break;
        }
        text.push_str(&line(number));
    }
    text
}

#[test]
fn brackets_and_links_are_read_in_time() {
    for part in ["[", "![", "]", "[a](", "[a](https://example.org/a ", "[a] (https://example.org/a) "] {
        grows_with_its_length(part, |length| repeated(part, length));
    }
    grows_with_its_length("nested", |length| repeated("[", length / 2) + &repeated("]", length / 2));
    grows_with_its_length("images", |length| repeated("![", length / 3) + &repeated("](a)", length / 3 * 2));
    grows_with_its_length("undefined references", |length| numbered(length, |number| format!("* [a][b{number}]\n")));
}

#[test]
fn emphasis_and_backticks_are_read_in_time() {
    for part in ["*a **b ", "a**b", "_a __b ", "`a", "`", "`` a ` ", "*"] {
        grows_with_its_length(part, |length| repeated(part, length));
    }
}

#[test]
fn comments_and_tags_are_read_in_time() {
    for part in ["<!-- ", "a <!-- a\n\n", "<!-- a -->", "<", "<a ", "<b>a</b>", "<!-- a\n"] {
        grows_with_its_length(part, |length| repeated(part, length));
    }
}

#[test]
fn thousands_of_one_kind_are_read_in_time() {
    let same = "* [a](https://example.org/a)\n";
    grows_with_its_length("headings", |length| repeated("### Official\n", length));
    grows_with_its_length("identical links", |length| "### Official\n".to_owned() + &repeated(same, length));
    for part in ["¬±", "Ã©", "¬"] {
        grows_with_its_length(part, |length| repeated(part, length));
    }
    grows_with_its_length("entries", |length| repeated("* a\n", length));
    grows_with_its_length("definitions", |length| {
        numbered(length, |number| format!("[a{number}]: https://example.org/{number}\n"))
    });
    grows_with_its_length("events out of order", |length| {
        let event = |number: usize| {
            format!(
                "* 2026-03-{:02} | Ghent, BE | [a](https://example.org/a)\n    * [**b**](https://example.org/{number})\n",
                28 - number % 28
            )
        };
        "## Upcoming Events\n\n### Europe\n".to_owned() + &numbered(length, event)
    });
}

#[test]
fn directives_are_read_in_time() {
    for (name, line) in [
        ("used", "<!-- twir-lint: allow(bare-url) -->\n* https://example.org/a\n"),
        ("idle", "<!-- twir-lint: allow(bare-url) a -->\n* a\n"),
        ("of the file", "<!-- twir-lint: allow-file(bare-url) -->\n"),
        ("of no rule", "* a <!-- twir-lint: allow(a) -->\n"),
    ] {
        grows_with_its_length(name, |length| repeated(line, length));
    }
    grows_with_its_length("of one entry", |length| {
        repeated("<!-- twir-lint: allow(empty-link) -->\n", length) + "* [a]()\n"
    });
    grows_with_its_length("many names", |length| {
        let names = repeated("bare-url, empty-link, ", length / 2);
        format!("<!-- twir-lint: allow({names}) -->\n") + &repeated("* https://example.org/a\n", length / 2)
    });
}

#[test]
fn one_long_line_is_read_in_time() {
    for part in ["word ", "a", "https://example.org/a ", "🦀", "www.a,", "\u{a0} ", "¬±"] {
        grows_with_its_length(part, |length| "* ".to_owned() + &repeated(part, length));
    }
}

#[test]
fn a_long_line_is_not_gone_through_for_each_of_its_parts() {
    for (head, first, second) in [
        ("* a", "-->", " "),
        ("a\n", " ", "-->"),
        ("a\n", " ", "https://example.org/a "),
        ("", "https://example.org/a ", "!"),
        ("* ", "/", "a TODO "),
        ("* ", "a TODO ", "!"),
        ("* ", "[a] ", "*"),
        ("", " ", "a\u{a0}b"),
        ("* 2026-03-04 | Ghent, BE | ", "a ", "[a|b](c) "),
        ("### Official\n\n* [a](https://example.org/?", "a", "”"),
    ] {
        let text = |length| head.to_owned() + &repeated(first, length / 2) + &repeated(second, length / 2) + "\n";
        grows_with_its_length(&format!("{first}, {second}"), text);
    }
}

#[test]
fn entries_are_not_compared_with_all_that_stands_elsewhere() {
    for (name, line) in [
        ("headings by chance", "#a\n\n* [b](https://example.org/b)\n\n"),
        (
            "half bold names",
            "* 2026-03-04 | Ghent, BE | [a](https://example.org/a)\n    * [**b](https://example.org/b)\n",
        ),
    ] {
        grows_with_its_length(name, |length| "## Upcoming Events\n\n### Europe\n".to_owned() + &repeated(line, length));
    }
    grows_with_its_length("two regions", |length| {
        "## Upcoming Events\n\n".to_owned()
            + &repeated("### Europe\n", length / 2)
            + &repeated("### Asia\n", length / 2)
    });
}

#[test]
fn what_no_parser_reads_in_time_is_refused_at_once() {
    let refused = |text: String| {
        let start = ThreadTime::now();
        let refused = Source::from_bytes("draft.md", text.into_bytes()).err();
        assert!(start.elapsed() < Duration::from_secs(2));
        refused
    };
    for marker in ["> ", "* ", "1. ", "> 12) "] {
        let deep = marker.repeat(1_000_000) + "a\n" + &"b\n".repeat(1_000_000);
        assert_eq!(refused(deep), Some(DecodeError::TooDeep { line: 1 }), "{marker}");
    }
    for marker in ["> ", "+ ", "1. ", "- "] {
        let row = marker.repeat(1_000_000) + &"* ".repeat(1_000_000) + "a\n";
        assert_eq!(refused(row), Some(DecodeError::TooDeep { line: 1 }), "{marker}");
    }
    assert_eq!(refused("a\r```\r".repeat(1_000_000)), Some(DecodeError::Fences { line: 2 }));
}
