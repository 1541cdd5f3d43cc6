//! Configuration files and directives, seen from outside.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use std::path::Path;

use common::Place;
use serde_json::Value as Json;
use twir_lint::config::{Config, schema};
use twir_lint::rules::RULES;
use twir_lint::text::Source;

const TRACKS: &str = "* [A title](https://example.org/page?utm_source=mail)\n";

fn mistakes(text: &str) -> Vec<String> {
    let source = Source::new("twir-lint.toml", text);
    let mistakes = Config::parse(&source, Path::new("/")).err().unwrap_or_default();
    let shown = |mistake: &twir_lint::config::ConfigError| {
        let at = source.position(mistake.span.start);
        format!("{}:{}: {}", at.line, at.column, mistake.message)
    };
    mistakes.iter().map(shown).collect()
}

fn findings(config: &str, text: &str) -> String {
    let place = Place::new(&[("twir-lint.toml", config), ("x.md", text)]);
    let ran = place.run(&["x.md", "--format", "concise"]);
    assert!(ran.code < 2, "{}", ran.err);
    ran.out
}

// Levels

#[test]
fn a_file_sets_levels_and_the_command_line_stands_above_it() {
    assert!(findings("", TRACKS).contains("error[tracking-parameters]"));
    assert!(findings("[rules]\ntracking-parameters = \"warning\"", TRACKS).contains("warning[tracking-parameters]"));
    assert_eq!(findings("[rules]\ntracking-parameters = \"off\"", TRACKS), "");
    assert_eq!(findings("[rules.tracking-parameters]\nlevel = \"off\"", TRACKS), "");
    let one_of_all = "[rules]\ntracking-parameters = \"warning\"\nall = \"off\"";
    assert!(findings(one_of_all, TRACKS).contains("warning[tracking-parameters]"));

    let place = Place::new(&[("twir-lint.toml", "[rules]\ntracking-parameters = \"off\""), ("x.md", TRACKS)]);
    assert_eq!(place.run(&["x.md"]).code, 0);
    assert_eq!(place.run(&["x.md", "--deny", "tracking-parameters"]).code, 1);
    assert_eq!(place.run(&["x.md", "--no-config"]).code, 1);
}

#[test]
fn a_tidy_rule_is_not_reported_and_mended_all_the_same() {
    let untidy = "* [A title](https://example.org/page) \n";
    let tidied = "* [A title](https://example.org/page)\n";
    let fixed = |config: &str, text: &str, options: &[&str]| {
        let place = Place::new(&[("twir-lint.toml", config), ("x.md", text)]);
        let before = place.run(&[&["x.md", "--format", "concise", "--quiet"], options].concat());
        let diff = place.run(&[&["x.md", "--diff"], options].concat());
        let after = place.run(&[&["x.md", "--fix"], options].concat());
        (before.out, diff.code, place.text("x.md"), after.out)
    };
    let (found, changes, text, told) = fixed("", untidy, &[]);
    assert_eq!((found.as_str(), changes, text.as_str()), ("", 1, tidied));
    assert!(told.contains("Fixed 1 problem: trailing-whitespace 1."), "{told}");
    // What is not wanted is left alone: by the configuration, by the command line, by a comment, before a change.
    for (config, options) in [
        ("[rules]\ntrailing-whitespace = \"off\"", [].as_slice()),
        ("[rules]\nall = \"off\"", [].as_slice()),
        ("", ["--allow", "trailing-whitespace"].as_slice()),
        ("", ["--allow", "all"].as_slice()),
    ] {
        assert_eq!(fixed(config, untidy, options).2, untidy, "{config} {options:?}");
    }
    let allowed = format!("<!-- twir-lint: allow(trailing-whitespace) it is meant -->\n{untidy}");
    assert_eq!(
        fixed("", &allowed, &[]),
        (String::new(), 0, allowed.clone(), "No problems found in x.md.\n".to_owned())
    );
    // It is reported where that is asked for by its name.
    assert!(fixed("", untidy, &["--warn", "trailing-whitespace"]).0.contains("warning[trailing-whitespace]"));
    assert!(fixed("", untidy, &["--only", "trailing-whitespace"]).0.contains("warning[trailing-whitespace]"));
    assert_eq!(fixed("", untidy, &["--deny", "all"]).0, "");
    // Any rule can be told to be so.
    let (found, _, text, _) = fixed("[rules]\ntracking-parameters = \"tidy\"", TRACKS, &[]);
    assert_eq!((found.as_str(), text.as_str()), ("", tidied));
}

#[test]
fn the_nearest_file_upwards_holds() {
    let off = "[rules]\ntracking-parameters = \"off\"";
    let place = Place::new(&[
        ("twir-lint.toml", off),
        ("draft/x.md", TRACKS),
        ("other/twir-lint.toml", ""),
        ("other/x.md", TRACKS),
    ]);
    assert_eq!(place.run(&["draft/x.md"]).code, 0);
    assert_eq!(place.run(&["other/x.md"]).code, 1);
    let ran = place.run(&["draft/x.md", "other/x.md", "--format", "concise"]);
    assert!(ran.out.starts_with("other/x.md:1:"), "{}", ran.out);
    assert_eq!(ran.out.lines().filter(|line| line.contains("error[")).count(), 1);
    assert_eq!(place.run(&["other/x.md", "--config", "twir-lint.toml"]).code, 0);
    // Standard input by the name of a file, and without one by the current folder.
    assert_eq!(place.run_with_input(&["-", "--stdin-filename", "other/y.md"], TRACKS).code, 1);
    assert_eq!(place.run_with_input(&["-"], TRACKS).code, 0);
}

#[test]
fn files_are_left_out() {
    let place = Place::new(&[
        ("twir-lint.toml", "exclude = [\"content/2025-*\", \"notes.md\", \"/old/\"]"),
        ("content/2025-12-31-this-week-in-rust.md", TRACKS),
        ("content/2026-01-07-this-week-in-rust.md", TRACKS),
        ("a/notes.md", TRACKS),
        ("old/x.md", TRACKS),
        ("new/old/x.md", TRACKS),
    ]);
    let ran = place.run(&["content", "--format", "json"]);
    let json: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["summary"]["files"], 1);
    assert_eq!(ran.err, "");
    for left_out in ["content/2025-12-31-this-week-in-rust.md", "a/notes.md", "old/x.md"] {
        let ran = place.run(&[left_out]);
        assert_eq!(ran.code, 0, "{left_out}: {}", ran.out);
        assert!(ran.err.contains("excluded"), "{}", ran.err);
    }
    assert_eq!(place.run(&["new/old/x.md"]).code, 1);
}

// Options

#[test]
fn every_option_changes_what_its_rule_finds() {
    let section = |name: &str, entry: &str| {
        format!(
            "Title: This Week in Rust 642\nNumber: 642\nDate: 2026-03-11\nCategory: This Week in Rust\n\n\
             ## Updates from Rust Community\n\n### {name}\n{entry}\n"
        )
    };
    let entry = |url: &str| format!("* [A title]({url})\n");
    let cases = [
        ("tracking-parameters", "also = [\"acme_*\"]", entry("https://example.org/page?acme_x=1"), true),
        ("suspicious-url", "shorteners = [\"sho.example\"]", entry("https://sho.example/abc"), true),
        ("missing-media-prefix", "video-hosts = [\"tube.example.org\"]", entry("https://tube.example.org/w/1"), true),
        ("missing-media-prefix", "audio-hosts = [\"cast.example.org\"]", entry("https://cast.example.org/1"), true),
        ("unknown-prefix", "languages = [\"EO\"]", "* [EO] [Titolo](https://example.org/eo)\n".to_owned(), false),
        (
            "unknown-section",
            "known = [\"crab congress\"]",
            section("Crab Congress", "* [A](https://example.org/a)"),
            false,
        ),
        (
            "closed-section",
            "sections = { Research = \"none this year\" }",
            section("Research", "* [A](https://example.org/a)"),
            true,
        ),
        ("title-length", "max = 9", section("Project/Tooling Updates", "* [Ten chars.](https://example.org/a)"), true),
        ("repeated-link", "issues = 0", section("Research", "* [Past](https://example.org/past)"), false),
    ];
    let tested: Vec<_> = cases.iter().map(|(rule, line, ..)| (*rule, line.split(' ').next().unwrap())).collect();
    let there: Vec<_> =
        RULES.iter().flat_map(|rule| rule.options.iter().map(|option| (rule.name, option.key))).collect();
    assert!(there.iter().all(|option| tested.contains(option)), "{there:?}");
    for (rule, line, text, finds) in cases {
        let file = "draft/2026-03-11-this-week-in-rust.md";
        let past = section("Research", "* [Past](https://example.org/past)")
            .replace("642", "641")
            .replace("2026-03-11", "2026-03-04");
        let place = Place::new(&[(file, &text), ("content/2026-03-04-this-week-in-rust.md", &past)]);
        let speaks = || place.run(&[file, "--format", "concise"]).out.contains(&format!("[{rule}]"));
        place.write("twir-lint.toml", format!("[rules.{rule}]\nlevel = \"warning\"\n"));
        assert_eq!(speaks(), !finds, "{rule} without {line}");
        place.write("twir-lint.toml", format!("[rules.{rule}]\nlevel = \"warning\"\n{line}\n"));
        assert_eq!(speaks(), finds, "{rule} with {line}");
    }
}

#[test]
fn the_reason_of_a_closed_section_is_shown() {
    let config = "[rules.closed-section]\nlevel = \"error\"\nsections = { Jobs = \"jobs are listed by the editors\" }";
    let place = Place::new(&[("twir-lint.toml", config), ("x.md", "### Jobs\n* [A job](https://example.org/job)\n")]);
    let ran = place.run(&["x.md"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("jobs are listed by the editors"), "{}", ran.out);
}

#[test]
fn what_fails_a_run_can_be_configured() {
    let warns = "* [A](http://example.org/a)\n";
    let place =
        Place::new(&[("x.md", warns), ("twir-lint.toml", ""), ("other/y.md", warns), ("other/twir-lint.toml", "")]);
    assert_eq!(place.run(&["x.md"]).code, 0);
    place.write("twir-lint.toml", "fail-on = \"warning\"\n");
    assert_eq!(place.run(&["x.md"]).code, 1);
    assert_eq!(place.run(&["x.md", "--fail-on", "error"]).code, 0);
    // That of each file is its own.
    assert_eq!(place.run(&["other/y.md"]).code, 0);
    assert_eq!(place.run(&["other/y.md", "x.md"]).code, 1);
    place.write("twir-lint.toml", "fail-on = \"never\"\n");
    place.write("x.md", TRACKS);
    assert_eq!(place.run(&["x.md"]).code, 0);
    assert!(place.run(&["--show-config"]).out.contains("fail-on = \"never\""));
    assert_eq!(
        mistakes("fail-on = \"warn\""),
        ["1:11: there is no severity `warn`; there is `error`, `warning` and `never`"]
    );
    assert_eq!(mistakes("fail-on = 1").len(), 1);
}

#[test]
fn how_many_earlier_issues_are_read_can_be_configured() {
    let entry = "### Research\n* [Tides](https://example.org/tides)\n";
    let place = Place::new(&[("draft/2026-03-18-this-week-in-rust.md", entry), ("twir-lint.toml", "")]);
    for (week, text) in [("04", entry), ("11", "### Research\n* [Ebb](https://example.org/ebb)\n")] {
        place.write(&format!("content/2026-03-{week}-this-week-in-rust.md"), text);
    }
    let found = || place.run(&["--format", "concise"]).out.contains("repeated-link");
    assert!(found());
    place.write("twir-lint.toml", "history-issues = 1\n");
    assert!(!found());
    place.write("twir-lint.toml", "[rules.repeated-link]\nissues = 2\n");
    assert!(found());
    // What stands at the rule is nearer.
    place.write("twir-lint.toml", "history-issues = 1\n[rules.repeated-link]\nissues = 2\n");
    assert!(found());
    assert_eq!(
        mistakes("history-issues = 1001"),
        ["1:18: `history-issues` takes a whole number from 0 to 1000, not `1001`"]
    );
}

#[test]
fn options_turn_on_the_rule_that_they_are_for() {
    let job = "### Jobs\n* [A job](https://example.org/job)\n";
    let sections = "sections = { Jobs = \"the editors list them\" }\n";
    let place = Place::new(&[("x.md", job), ("twir-lint.toml", "")]);
    let speaks = |config: &str| {
        place.write("twir-lint.toml", config);
        place.run(&["x.md", "--format", "concise"]).out.contains("closed-section")
    };
    assert!(speaks(&format!("[rules.closed-section]\n{sections}")));
    assert!(!speaks(&format!("[rules.closed-section]\nlevel = \"off\"\n{sections}")));
    assert!(!speaks("[rules.closed-section]\n"));
    assert!(speaks(&format!("[rules]\nall = \"off\"\n[rules.closed-section]\n{sections}")));
    // Options of a rule that is on change no level.
    place.write("twir-lint.toml", "[rules.tracking-parameters]\nalso = [\"x\"]\n");
    place.write("x.md", TRACKS);
    assert_eq!(place.run(&["x.md"]).code, 1);
}

#[test]
fn sections_that_no_issue_has_are_told() {
    let place = Place::new(&[
        ("x.md", ""),
        ("twir-lint.toml", "[rules.closed-section.sections]\nReserch = \"x\"\nJOBS = \"x\"\n"),
    ]);
    let ran = place.run(&["x.md"]);
    assert_eq!(ran.code, 0);
    let wanted =
        "warning: twir-lint.toml:2:1: no section of the newsletter is called `Reserch`; did you mean `Research`?";
    assert!(ran.err.contains(wanted) && ran.err.lines().count() == 1, "{}", ran.err);
    place.write(
        "twir-lint.toml",
        "[rules.unknown-section]\nknown = [\"Songs\"]\n[rules.closed-section.sections]\nsongs = \"x\"\n",
    );
    assert_eq!(place.run(&["x.md"]).err, "");
}

// Mistakes in the file

#[test]
fn each_mistake_is_told_at_its_place_with_the_nearest_right_thing() {
    let text = "\
exlude = []
[rules]
bare-ulr = \"off\"
insecure-url = \"deny\"
bare-url = \"of\"
title-spacing = 3
[rules.repeated-link]
issues = 1001
issue = 3
[rules.suspicious-url]
shorteners = [\"https://sho.example\", 3]
";
    let expected = [
        "1:1: there is no key `exlude`; did you mean `exclude`?",
        "3:1: there is no rule `bare-ulr`; did you mean `bare-url`?",
        "4:16: there is no level `deny`; did you mean `error`?",
        "5:12: there is no level `of`; did you mean `off`?",
        "6:17: `title-spacing` takes `\"off\"`, `\"tidy\"`, `\"warning\"` or `\"error\"`, not an integer",
        "8:10: `issues` takes a whole number from 0 to 1000, not `1001`",
        "9:1: there is no option of `repeated-link` `issue`; did you mean `issues`?",
        "11:15: `https://sho.example` is not a host such as `video.example.org`, without `https://` and path",
        "11:38: `shorteners` takes a list of strings, not an integer",
    ];
    assert_eq!(mistakes(text), expected);
    assert_eq!(mistakes("exclude = [\"a[\"]").len(), 1);
    for pattern in ["", "/", "./", "!draft", "../content", "draft/../content"] {
        let found = mistakes(&format!("exclude = [{pattern:?}]"));
        assert_eq!(found.len(), 1, "{pattern:?}: {found:?}");
        assert!(found[0].starts_with(&format!("1:12: `{pattern}` ")), "{found:?}");
    }
    assert_eq!(mistakes("exclude = [\"*\", \"..draft\", \"/draft/\", \"./a!\"]"), [""; 0]);
    assert_eq!(mistakes("exclude = \"a\""), ["1:11: `exclude` takes a list of strings, not a string"]);
    assert!(mistakes("rules = {\n")[0].starts_with("1:"), "{:?}", mistakes("rules = {\n"));
}

#[test]
fn a_wrong_file_stops_the_run() {
    let place = Place::new(&[("twir-lint.toml", "[rules]\nbare-ulr = \"off\"\n"), ("x.md", TRACKS)]);
    let ran = place.run(&["x.md"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("twir-lint.toml:2:1: there is no rule `bare-ulr`"), "{}", ran.err);
    assert_eq!(ran.out, "");
    let ran = place.run(&["x.md", "--config", "nothing.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nothing.toml: there is no such file"), "{}", ran.err);
    place.write("twir-lint.toml", b"\xff\xfe");
    assert!(place.run(&["x.md"]).err.contains("not UTF-8"));
}

#[test]
fn what_is_shown_is_a_configuration_that_says_the_same() {
    let config = "exclude = [\"content/2013-*\"]\n[rules]\nall = \"warning\"\nbare-url = \"off\"\n\
                  [rules.repeated-link]\nissues = 7\n[rules.closed-section]\nsections = { \"a \\\"b\\\"\" = \"c\" }\n";
    let place = Place::new(&[("twir-lint.toml", config)]);
    let shown = place.run(&["--show-config", "--deny", "empty-link"]);
    assert_eq!(shown.code, 0);
    assert!(shown.err.contains("no section of the newsletter is called `a \"b\"`"), "{}", shown.err);
    for line in [
        "exclude = [\"content/2013-*\"]",
        "bare-url = \"off\"",
        "empty-link = \"error\"",
        "issues = 7",
        "title-spacing = \"warning\"",
    ] {
        assert!(shown.out.contains(line), "{line} is not in\n{}", shown.out);
    }
    place.write("twir-lint.toml", &shown.out);
    let again = place.run(&["--show-config"]);
    assert_eq!(again.out, shown.out);
    assert!(place.run(&["--show-config", "--no-config"]).out.contains("the defaults"));
}

// The schema

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn the_schema_takes_what_the_program_takes() {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", schema()).unwrap();
    let compiled = compiler.compile("schema.json", &mut schemas).unwrap();
    let takes = |text: &str| {
        let value: Json = serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
        schemas.validate(&value, compiled).is_ok()
    };
    let mut texts: Vec<String> = [
        "",
        "exclude = [\"x\"]",
        "exclude = \"x\"",
        "exclude = [1]",
        "other = 1",
        "rules = 1",
        "[rules]\nall = \"error\"",
        "[rules]\nall = \"no\"",
        "[rules.all]\nlevel = \"off\"",
        "[rules]\nnone-such = \"off\"",
        "[rules.repeated-link]\nissues = -1",
        "[rules.repeated-link]\nissues = 1.5",
        "[rules.repeated-link]\nissues = 1000",
        "[rules.repeated-link]\nissues = 5.0",
        "[rules.repeated-link]\nissues = -0",
        "[rules.repeated-link]\nissues = -0.0",
        "[rules.repeated-link]\nissues = 1_0e1",
        "[rules.repeated-link]\nissues = 1001.0",
        "[rules.repeated-link]\nissues = 0x10",
        "exclude = [\"../x\"]",
        "exclude = [\"a/../x\", \"b\"]",
        "exclude = [\"a/..\"]",
        "exclude = [\"..a\", \"a..\"]",
        "exclude = [\"[\"]",
        "exclude = [\"]\"]",
        "exclude = [\"[]\"]",
        "exclude = [\"[z-a]\"]",
        "exclude = [\"[a-c0-5x]*\", \"[!a]\", \"[^a]b\"]",
        "exclude = [\"{a,b}\", \"{a,[0-9]?}/**\"]",
        "exclude = [\"{a,{b,c}}\"]",
        "exclude = [\"{a\"]",
        "exclude = [\"a}\"]",
        "exclude = ['a\\']",
        "exclude = ['a\\[']",
        "exclude = [\"\"]",
        "exclude = [\" \"]",
        "exclude = [\"\\u0085\"]",
        "exclude = [\"\\uFEFF\"]",
        "exclude = [\"./\"]",
        "exclude = [\"!a\"]",
        "exclude = [\"/!a\"]",
        "exclude = [\"**/a\", \"a**b\", \"*\", \"é/日\"]",
        "[rules.unknown-section]\nknown = [\"\\u0085\"]",
        "[rules.unknown-section]\nknown = [\"\\uFEFF\"]",
        "[rules.tracking-parameters]\nalso = [\"a\\u0085\"]",
        "[rules.repeated-link]\nissues = 1001",
        "[rules.suspicious-url]\nshorteners = [\"https://x.example\"]",
        "[rules.suspicious-url]\nshorteners = \"x.example\"",
        "[rules.unknown-prefix]\nlanguages = [\"eo\"]",
        "[rules.unknown-prefix]\nlanguages = [\"EO-XXXXX\"]",
        "[rules.tracking-parameters]\nalso = [\"a=b\"]",
        "[rules.tracking-parameters]\nalso = [\"*\"]",
        "[rules.unknown-section]\nknown = [\" \"]",
        "[rules.closed-section]\nsections = { A = 1 }",
        "[rules.closed-section]\nsections = [\"A\"]",
        "fail-on = \"warning\"",
        "fail-on = \"info\"",
        "fail-on = 1",
        "history-issues = 7",
        "history-issues = 1001",
        "history-issues = 7.0",
        "history-issues = \"7\"",
    ]
    .map(str::to_owned)
    .into();
    let many =
        |count: usize, length: usize| format!("exclude = [{}]", format!("\"{}\",", "é".repeat(length)).repeat(count));
    texts.extend([many(500, 1), many(501, 1), many(1, 250), many(1, 251)]);
    let known = |count: usize, length: usize| many(count, length).replace("exclude", "[rules.unknown-section]\nknown");
    texts.extend([known(500, 1), known(501, 1), known(1, 250), known(1, 251)]);
    let reasons = |count: usize, name: usize, reason: usize| {
        let pairs = (0..count).map(|n| format!("{}{n} = \"{}\"\n", "a".repeat(name), "é".repeat(reason)));
        format!("[rules.closed-section.sections]\n{}", pairs.collect::<String>())
    };
    texts.extend([
        reasons(500, 1, 1),
        reasons(501, 1, 1),
        reasons(1, 249, 1000),
        reasons(1, 250, 1),
        reasons(1, 1, 1001),
    ]);
    for rule in RULES {
        texts.push(format!("[rules]\n{} = \"off\"", rule.name));
        texts.push(format!("[rules.{}]\nlevel = \"warning\"", rule.name));
        texts.push(format!("[rules.{}]\nlevle = \"warning\"", rule.name));
    }
    for (rule, option) in RULES.iter().flat_map(|rule| rule.options.iter().map(|option| (rule.name, option))) {
        texts.push(format!("[rules.{rule}]\n{}", option.example));
        assert!(takes(texts.last().unwrap()), "the example of {rule} {}", option.key);
    }
    for text in texts {
        assert_eq!(takes(&text), mistakes(&text).is_empty(), "{text}\n{:?}", mistakes(&text));
    }
}

// Directives

fn rules_found(text: &str) -> Vec<String> {
    let ran = Place::new(&[("x.md", text)]).run(&["x.md", "--format", "concise"]);
    let rule = |line: &str| Some(format!("{} {}", line.split(':').nth(1)?, line.split_once('[')?.1.split_once(']')?.0));
    ran.out.lines().filter_map(rule).collect()
}

#[test]
fn a_directive_allows_on_its_entry() {
    let entry = "* [A](http://example.org/a?utm_source=x)";
    assert_eq!(rules_found(entry), ["1 insecure-url", "1 tracking-parameters"]);
    let allow = "<!-- twir-lint: allow(insecure-url) the host has no certificate -->";
    assert_eq!(rules_found(&format!("{entry} {allow}\n")), ["1 tracking-parameters"]);
    assert_eq!(rules_found(&format!("{allow}\n{entry}\n")), ["2 tracking-parameters"]);
    let both = "<!-- twir-lint: allow(insecure-url, tracking-parameters) -->";
    assert_eq!(rules_found(&format!("{both}\n\n{entry}\n")), [""; 0]);
    // Not on the next one.
    assert_eq!(rules_found(&format!("{entry} {both}\n* [B](http://example.org/b)\n")), ["2 insecure-url"]);
}

#[test]
fn a_directive_above_an_event_reaches_its_names() {
    let event =
        "* 2026-03-12 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Night**](http://example.org/1)\n";
    let next =
        "* 2026-03-13 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Day**](http://example.org/2)\n";
    let text = format!("### Europe\n<!-- twir-lint: allow(insecure-url) -->\n{event}{next}");
    assert_eq!(rules_found(&text), ["6 insecure-url"]);
}

#[test]
fn a_directive_allows_in_the_whole_file() {
    let text = "* [A](http://example.org/a)\n* [B](http://example.org/b)\n\n<!-- twir-lint: allow-file(insecure-url) an old archive -->\n";
    assert_eq!(rules_found(text), [""; 0]);
}

#[test]
fn one_of_many_that_are_told_at_once_can_be_allowed() {
    let issue = "Title: This Week in Rust 642\nNumber: 642\nDate: 2026-03-11\nCategory: This Week in Rust\n\n## Upcoming Events\n\n\
                 Rusty Events between 2026-03-11 - 2026-04-08 🦀\n\n### Europe\n";
    let event = |day: u8| {
        format!(
            "* 2026-03-0{day} | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Night {day}**](https://example.org/{day})\n"
        )
    };
    let allowed = format!("<!-- twir-lint: allow(event-outside-window) its film is shown for weeks -->\n{}", event(2));
    let place = Place::new(&[("x.md", &format!("{issue}{}{allowed}{}", event(1), event(3)))]);
    let ran = place.run(&["x.md", "--fix", "--unsafe-fixes", "--format", "concise"]);
    assert_eq!(ran.out, "", "{}", ran.err);
    assert_eq!(std::fs::read_to_string(place.0.path().join("x.md")).unwrap(), format!("{issue}{allowed}"));
}

#[test]
fn a_directive_does_not_reach_what_is_published_below_it() {
    // The next line is what a published issue may not have; the line of the directive has nothing.
    let text = "Title: This Week in Rust 642\nNumber: 642\nDate: 2026-03-11\nCategory: This Week in Rust\n\n\
                A word. <!-- twir-lint: allow(placeholder) -->\nINSERT_LINK_HERE\n";
    let ran = Place::new(&[("x.md", text)]).run(&["x.md", "--format", "concise"]);
    assert!(ran.out.contains("x.md:6:") && ran.out.contains("[unused-allow]"), "{}", ran.out);
}

#[test]
fn directives_that_do_nothing_are_told() {
    let unused = "* [A](https://example.org/a) <!-- twir-lint: allow(insecure-url) -->\n";
    assert_eq!(rules_found(unused), ["1 unused-allow"]);
    let misspelt = "* [A](http://example.org/a) <!-- twir-lint: allow(insecure-urls) -->\n";
    assert_eq!(rules_found(misspelt), ["1 insecure-url", "1 unused-allow"]);
    for broken in [
        "twir-lint: alow(insecure-url)",
        "twir-lint allow(insecure-url)",
        "twir-lint: allow insecure-url",
        "twir-lint: allow()",
        "Twir-Lint",
    ] {
        assert_eq!(
            rules_found(&format!("* [A](https://example.org/a) <!-- {broken} -->\n")),
            ["1 unused-allow"],
            "{broken}"
        );
    }
    assert_eq!(rules_found("* [A](https://example.org/a) <!-- twir-linter has said nothing -->\n"), [""; 0]);
    let place = Place::new(&[("x.md", misspelt)]);
    assert_eq!(place.run(&["x.md", "--fix"]).code, 0);
    let fixed = std::fs::read_to_string(place.0.path().join("x.md")).unwrap();
    assert_eq!(fixed, misspelt.replace("insecure-urls", "insecure-url"));
}

#[test]
fn a_directive_is_not_idle_where_its_rule_cannot_speak_yet() {
    // The placeholder is found once the issue is published, the repeated link where the earlier issues are at hand.
    let text = "Title: This Week in Rust 642\nNumber: 642\nDate: 2026-03-11\nCategory: This Week in Rust\n\n\
                <!-- twir-lint: allow(placeholder) it comes on Wednesday -->\n[Discuss on r/rust](REDDIT_LINK_HERE)\n\n\
                ### Research\n* [A](https://example.org/a) <!-- twir-lint: allow(repeated-link) it was in a special issue -->\n";
    let ran = Place::new(&[("x.md", text)])
        .run(&["x.md", "--format", "concise", "--only", "unused-allow", "--only", "placeholder"]);
    assert_eq!(ran.out, "");
    let ran = Place::new(&[("x.md", text)]).run(&["x.md", "--format", "concise"]);
    assert!(!ran.out.contains("unused-allow"), "{}", ran.out);
}

// Reports in files

#[test]
fn thousands_of_directives_do_not_hold_up_the_run() {
    let lines: String = (0..10_000)
        .map(|n| {
            format!("* [Part {n}](https://example.org/{n}) <!-- twir-lint: allow(duplicate-link) it is another -->\n")
        })
        .collect();
    let began = std::time::Instant::now();
    assert_eq!(rules_found(&lines).len(), 10_000, "each of them is idle");
    // A run of the rule for each of them would take minutes.
    assert!(began.elapsed() < std::time::Duration::from_secs(60), "it took {:?}", began.elapsed());
}

#[test]
fn a_report_can_go_to_a_file() {
    let place = Place::new(&[("x.md", TRACKS)]);
    let ran = place.run(&["x.md", "--format", "json", "--output-file", "report.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let report: Json =
        serde_json::from_str(&std::fs::read_to_string(place.0.path().join("report.json")).unwrap()).unwrap();
    assert_eq!(report["summary"]["errors"], 1);
    let ran = place.run(&["x.md", "--output-file", "nowhere/report.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nowhere/report.txt"), "{}", ran.err);
    let ran = place.run_with_input(&["-", "--fix", "--output-file", "report.txt"], TRACKS);
    assert_eq!(ran.out, "* [A title](https://example.org/page)\n");
    assert!(std::fs::read_to_string(place.0.path().join("report.txt")).unwrap().contains("Fixed 1 problem"));
}
