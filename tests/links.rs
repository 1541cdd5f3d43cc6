//! How grave the findings about links, titles and prefixes are, and what their fixes write.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use twir_lint::diagnostic::{Applicability, Diagnostic, Severity};
use twir_lint::report::rule_docs::lint_example;
use twir_lint::rule::{Rule, Setting};
use twir_lint::rules;

/// What one rule says of a text.
fn told(name: &str, text: &str) -> Vec<Diagnostic> {
    let rule: &Rule = rules::find(name).expect("a rule of that name");
    let found = lint_example(rule, &Setting::DRAFT, text).expect("the text can be read").diagnostics;
    found.into_iter().filter(|diagnostic| diagnostic.rule == name).collect()
}

/// What a rule says of a text, how often, and with which fix: `e` or `w`, then `safe`, `unsafe` or `none`.
fn outline(name: &str, text: &str) -> Vec<String> {
    let line = |diagnostic: &Diagnostic| {
        let severity = if diagnostic.severity == Severity::Error { "e" } else { "w" };
        let fix = match diagnostic.fix.as_ref().map(|fix| fix.applicability) {
            Some(Applicability::Safe) => "safe",
            Some(Applicability::Unsafe) => "unsafe",
            None => "none",
        };
        format!("{severity} {fix}")
    };
    told(name, text).iter().map(line).collect()
}

/// The text after the fixes of one rule.
fn fixed(name: &str, text: &str) -> String {
    let mut edits: Vec<_> =
        told(name, text).into_iter().filter_map(|found| found.fix).flat_map(|fix| fix.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut fixed = text.to_owned();
    for edit in edits {
        fixed.replace_range(edit.span.start..edit.span.end, &edit.text);
    }
    fixed
}

const PROJECT: &str = "## Updates from the Rust Project\n\n";

#[test]
fn each_finding_is_as_grave_as_it_is_certain() {
    for (rule, text, want) in [
        ("bare-url", "* Tables: https://example.org/1\n", vec!["e unsafe"]),
        ("bare-url", "* https://example.org/1\n", vec!["e none"]),
        ("bare-url", "* https://example.org/1, https://example.org/2\n", vec!["e none", "e none"]),
        ("bare-url", "### Jobs\n\nSee https://example.org/1 now.\n", vec!["w none"]),
        ("bare-url", "### Jobs\n\nSee https://github.com/a/b/pull/7 now.\n", vec!["w unsafe"]),
        ("bare-url", "### Jobs\n\nSee https://github.com/a/b/pull/7/files now.\n", vec!["w none"]),
        ("bare-url", "### Jobs\n\nSee https://github.com/a/b/pull/7#b now.\n", vec!["w none"]),
        ("bare-url", "### Jobs\n\nSee https://github.com/a/b/pull/new now.\n", vec!["w none"]),
        ("bare-url", "### Jobs\n\nSee https://example.org/a/b/pull/7 now.\n", vec!["w none"]),
        ("invisible-character", "* [A ti\u{200b}tle](https://example.org/1)\n", vec!["e safe"]),
        ("invisible-character", "* [A \u{200b}title](https://example.org/1)\n", vec!["w safe"]),
        ("invisible-character", "* [A\u{a0}title](https://example.org/1)\n", vec!["w safe"]),
        ("invisible-character", "* [A title](https://example.org/\u{200b}1)\n", vec!["e safe"]),
        ("invisible-character", "* [A\u{8}title](https://example.org/1)\n", vec!["e safe"]),
        ("malformed-prefix", "* [Video] [A](https://youtu.be/abcdefghijk)\n", vec!["e safe"]),
        ("malformed-prefix", "* [JP] [A](https://example.org/1)\n", vec!["w safe"]),
        ("image-entry", "* ![A](https://example.org/1)\n", vec!["e safe"]),
        ("image-entry", "* ![A](https://example.org/1.png)\n", vec!["e none"]),
        ("image-entry", "* ![](https://example.org/1)\n", vec!["e none"]),
        ("image-entry", "* [A](https://example.org/1) ![](https://example.org/1.png)\n", vec!["w none"]),
        ("non-canonical-url", "* [A](https://youtu.be/abcdefghijk)\n", vec!["w safe"]),
        ("non-canonical-url", "* [A](https://m.example.org/1)\n", vec!["w unsafe"]),
        ("non-canonical-url", "* [A](https://www.reddit.com/r/rust/s/abc)\n", vec!["w none"]),
        ("untidy-url", "* [A](https://example.org/pull/7.)\n", vec!["w safe"]),
        ("untidy-url", "* [A](https://example.org/tables.)\n", vec!["w unsafe"]),
        ("untidy-url", "* [A](https://example.org/pull/7..)\n", vec!["w none"]),
        ("text-outside-link", "* [A](https://example.org/1) of it\n", vec!["w unsafe"]),
        ("text-outside-link", "* See [A](https://example.org/1) of it\n", vec!["w none"]),
        ("text-outside-link", "* [A](https://example.org/1) of `it\\`\n", vec!["w none"]),
        ("text-outside-link", "* ~~[A](https://example.org/1)~~\n", vec!["w none"]),
        ("raw-html", "* <a href='https://example.org/1'>A</a>\n", vec!["w safe"]),
        ("text-outside-link", "* <a href=\"tables\">A</a>\n", vec!["w none"]),
    ] {
        assert_eq!(outline(rule, text), want, "{rule}: {text}");
    }
}

#[test]
fn what_is_copied_again_and_again_is_told_once() {
    let videos = |count: usize| {
        let line = |at: usize| format!("* [video] [Part {at}](https://youtu.be/abcdefghij{at})\n");
        (0..count).map(line).collect::<String>()
    };
    for (rule, text, count, message) in [
        ("non-canonical-url", videos(1), 1, "`www.youtube.com/watch?v=`"),
        ("non-canonical-url", videos(2), 1, "`, and 1 more address like this"),
        ("non-canonical-url", videos(3), 1, "`, and 2 more addresses like this"),
        (
            "malformed-prefix",
            videos(2).replace("[video]", "[Video]"),
            1,
            "the prefix `[Video]` should be `[video]`, and in 1 more entry",
        ),
        (
            "malformed-prefix",
            videos(3).replace("[video]", "[Video]"),
            1,
            "the prefix `[Video]` should be `[video]`, and in 2 more entries",
        ),
        (
            "malformed-prefix",
            videos(2).replacen("[video]", "[Video]", 1).replacen("[video]", "[VIDEO]", 1),
            2,
            "the prefix `[Video]` should be `[video]`",
        ),
    ] {
        let found = told(rule, &text);
        assert_eq!(found.len(), count, "{rule}: {text}");
        assert!(found[0].message.ends_with(message), "{}", found[0].message);
        assert!(found.iter().all(Diagnostic::has_safe_fix), "{text}");
    }
}

#[test]
fn fixes_write_what_is_meant() {
    for (rule, before, after) in [
        ("text-outside-link", "* [A](https://example.org/1): b.\n", "* [A: b](https://example.org/1)\n"),
        ("text-outside-link", "* [A](https://example.org/1)-b\n", "* [A -b](https://example.org/1)\n"),
        ("bare-url", "* Tables - https://example.org/1\n", "* [Tables](https://example.org/1)\n"),
        ("non-canonical-url", "* [A](https://youtu.be/ab/)\n", "* [A](https://www.youtube.com/watch?v=ab)\n"),
        ("non-canonical-url", "* [A](https://en.m.wikipedia.org/wiki/A)\n", "* [A](https://en.wikipedia.org/wiki/A)\n"),
        ("non-canonical-url", "* [A](https://amp.example.org/a)\n", "* [A](https://example.org/a)\n"),
        ("non-canonical-url", "* [A](https://example.org/a-b/amp)\n", "* [A](https://example.org/a-b)\n"),
        ("non-canonical-url", "* [A](https://www.google.com/amp/s/a.example/b)\n", "* [A](https://a.example/b)\n"),
        (
            "non-canonical-url",
            "* [A](https://freedium.cfd/https://a.example/b?c=d)\n",
            "* [A](https://a.example/b?c=d)\n",
        ),
        (
            "non-canonical-url",
            "* [A](https://raw.githubusercontent.com/a/b/refs/heads/main/c.md)\n",
            "* [A](https://github.com/a/b/blob/main/c.md)\n",
        ),
        (
            "non-canonical-url",
            "* [A](https://raw.githubusercontent.com/a/b/main/c.md)\n",
            "* [A](https://github.com/a/b/blob/main/c.md)\n",
        ),
        (
            "non-canonical-url",
            "* [A](https://api.github.com/repos/a/b/pulls/7)\n",
            "* [A](https://github.com/a/b/pull/7)\n",
        ),
        ("untidy-url", "* [A](https://a.example/?b=\"(c)\")\n", "* [A](https://a.example/?b=%22(c)%22)\n"),
        ("untidy-url", "* [A](https://a.example/'b'-(c))\n", "* [A](https://a.example/%27b%27-(c))\n"),
        ("double-bullet", "- [ ] [A](https://example.org/1)\n", "- [A](https://example.org/1)\n"),
        ("misplaced-prefix", "* [A (podcast)](https://example.org/1)\n", "* [audio] [A](https://example.org/1)\n"),
    ] {
        assert_eq!(fixed(rule, before), after, "{rule}");
    }
}

#[test]
fn a_title_is_cut_off_where_its_last_word_asks_for_more() {
    for (title, is_cut) in
        [("held across an", true), ("tables and", true), ("Plan A", false), ("the", false), ("`the`", false)]
    {
        let text = format!("{PROJECT}* [{title}](https://example.org/1)\n");
        assert_eq!(told("truncated-title", &text).len(), usize::from(is_cut), "{title}");
    }
    // Dots may be the project's own.
    let long = format!(
        "{PROJECT}* [a title that goes on for as long as aggregators let it, and not more...](https://example.org/1)\n"
    );
    assert_eq!(told("truncated-title", &long).len(), 0);
}

#[test]
fn a_repository_is_reported_by_its_name_alone() {
    for (title, address, is_name) in [
        ("parser", "https://github.com/a/parser", true),
        ("Table_Parser 1.0", "https://github.com/a/table-parser/", true),
        ("parser", "https://github.com/a/parser/tree/main", true),
        ("a/parser", "https://github.com/a/parser", true),
        ("parser is out", "https://github.com/a/parser", false),
        ("parser", "https://github.com/a/parser/issues", false),
        ("parser", "https://crates.io/crates/parser/1.0.0", true),
        ("crates", "https://crates.io/crates", false),
        ("parser", "https://crates.io/users/parser", false),
    ] {
        let text = format!("* [{title}]({address})\n");
        assert_eq!(told("repository-link", &text).len(), usize::from(is_name), "{text}");
    }
}

#[test]
fn one_mistake_is_one_finding() {
    let event = |dates: &str, name: &str| {
        let page = "https://example.org/ghent";
        format!("* {dates} | Ghent, BE | [Rust Ghent]({page})\n    * [**{name}**]({page}/{name})\n")
    };
    let wrong_range =
        format!("### Europe\n{}{}", event("2026-03-31 - 2026-03-29", "Talks"), event("2026-03-30", "Tea"));
    for (text, want) in [
        (
            "### Research\n* [video] [A talk](https://example.org/talk)\n* [A clip](https://www.youtube.com/watch?v=abcdefghijk)\n",
            "missing-media-prefix",
        ),
        ("### Research\n* [A paper](https://blog.rust-lang.org/)\n", "misdirected-link"),
        (
            "### Project/Tooling Updates\n* [tablet](https://github.com/OWNER/tablet) - a small library for tables\n",
            "text-outside-link",
        ),
        (wrong_range.as_str(), "event-date"),
    ] {
        let rule = rules::find(want).expect("a rule of that name");
        let found = lint_example(rule, &Setting::DRAFT, text).expect("the text can be read").diagnostics;
        let found: Vec<&str> = found.iter().map(|diagnostic| diagnostic.rule).collect();
        assert_eq!(found, [want], "{text}");
    }
}
