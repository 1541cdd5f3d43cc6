//! Texts and settings of any size, and how much is made of them.

use std::time::{Duration, Instant};

use crate::common::Place;

#[test]
fn mistakes_in_settings_are_told_shortly() {
    let long = "x".repeat(500_000);
    let many = |one: &str| format!("exclude = [{}]\n", one.repeat(100_000));
    for (config, words) in [
        (many("\"a\","), "takes at most 500 strings, not 100000"),
        (format!("exclude = [\"{}\"]\n", "{".repeat(200)), "is not a glob"),
        (format!("exclude = [\"{}{}\"]\n", "{a,".repeat(50), "}".repeat(50)), "without braces in between"),
        (format!("exclude = [\"{long}\"]\n"), "is longer than 250 characters"),
        (format!("{long} = 1\n"), "there is no key"),
        (format!("[rules]\n{long} = \"off\"\n"), "there is no rule"),
        (format!("[rules]\nbare-url = \"{long}\"\n"), "there is no level"),
        (format!("[rules.suspicious-url]\nshorteners = [\"{long}\"]\n"), "longer than 250 characters"),
        (format!("[rules.repeated-link]\nissues = {}\n", "9".repeat(100_000)), "takes a whole number"),
        (format!("[rules.closed-section.sections]\nA = \"{long}\"\n"), "longer than 1000 characters"),
        ((0..50_000).map(|n| format!("a{n} = 1\n")).collect(), "more mistakes"),
        (format!("a = {}", "[".repeat(100_000)), "twir-lint.toml:1:"),
    ] {
        let place = Place::new(&[("twir-lint.toml", &config), ("x.md", "")]);
        let began = Instant::now();
        let ran = place.run(&["x.md"]);
        assert_eq!(ran.code, 2, "{words}");
        assert!(ran.err.contains(words), "{words}: {}", &ran.err[..ran.err.len().min(500)]);
        assert!(ran.err.len() < 8000, "{words}: {} bytes of messages", ran.err.len());
        assert!(began.elapsed() < Duration::from_secs(5), "{words}: it took {:?}", began.elapsed());
    }
}

#[test]
fn of_very_many_findings_all_are_counted_and_some_are_shown() {
    let text: String =
        (0..11_000).map(|n| format!("* [Entry {n}](http://example.org/{n}?utm_source=mail)\n")).collect();
    let last = "* [Tides]()\n";
    let place = Place::new(&[("x.md", &format!("{text}{last}"))]);
    for format in ["concise", "github", "markdown", "rdjson"] {
        let ran = place.run(&["x.md", "--format", format]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains("2000 findings more are counted but not shown"), "{format}");
        assert!(ran.out.len() < 40_000_000, "{format}: {} bytes", ran.out.len());
    }
    let ran = place.run(&["x.md", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    // A rule that finds little is not crowded out.
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 20_001);
    assert_eq!(report["summary"]["errors"].as_u64().unwrap() + report["summary"]["warnings"].as_u64().unwrap(), 22_001);
    assert_eq!(report["not_shown"]["insecure-url"], 1000);
    // All of them are fixed.
    let ran = place.run(&["x.md", "--fix", "--only", "tracking-parameters"]);
    assert!(ran.out.contains("Fixed 11000 problems"), "{}", ran.out);
}
