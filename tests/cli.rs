//! What users notice of the command line, seen from outside.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{Place, Ran};
use serde_json::Value;

const CLEAN: &str = "* [A title](https://example.org/page)\n";
const ERROR: &str = "* [A title](https://example.org/page?utm_source=mail)\n";
const WARNING: &str = "### Research\n* [First](https://example.org/1)\n\n* [Second](https://example.org/2)\n";

fn lint_text(arguments: &[&str], text: impl AsRef<[u8]>) -> Ran {
    Place::new(&[]).run_with_input(&[&["-"], arguments].concat(), text)
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).expect("JSON")
}

// Exit codes and levels

#[test]
fn the_exit_code_tells_what_was_found() {
    assert_eq!(lint_text(&[], CLEAN).code, 0);
    assert_eq!(lint_text(&[], WARNING).code, 0);
    assert_eq!(lint_text(&[], ERROR).code, 1);
    assert_eq!(lint_text(&["--fail-on", "warning"], WARNING).code, 1);
    assert_eq!(lint_text(&["--fail-on", "warning"], CLEAN).code, 0);
    assert_eq!(lint_text(&["--fail-on", "never"], ERROR).code, 0);
}

#[test]
fn the_last_level_on_the_command_line_counts() {
    let concise = |arguments: &[&str]| lint_text(&[&["--format", "concise"], arguments].concat(), ERROR).out;
    assert_eq!(concise(&["-A", "tracking-parameters"]), "");
    assert!(
        concise(&["-A", "tracking-parameters", "-D", "tracking-parameters"]).contains("error[tracking-parameters]")
    );
    assert_eq!(concise(&["-D", "tracking-parameters", "-A", "tracking-parameters"]), "");
    assert!(
        concise(&["-D", "tracking-parameters", "--warn=tracking-parameters"]).contains("warning[tracking-parameters]")
    );
    assert!(concise(&["-A", "all", "-W", "tracking-parameters"]).contains("warning[tracking-parameters]"));
    assert_eq!(concise(&["-W", "tracking-parameters", "-A", "all"]), "");
    assert_eq!(lint_text(&["-D", "all"], WARNING).code, 1);
}

#[test]
fn only_leaves_the_named_rules() {
    let text = format!("{WARNING}{ERROR}");
    let ran = lint_text(&["--only", "blank-line-in-list", "--format", "json"], &text);
    assert_eq!(ran.code, 0);
    assert_eq!(json(&ran)["summary"]["warnings"], 1);
    let ran = lint_text(&["--only", "blank-line-in-list", "--only", "tracking-parameters", "--format", "json"], &text);
    assert_eq!(json(&ran)["diagnostics"].as_array().unwrap().len(), 2);
}

#[test]
fn files_are_listed_by_path_however_they_are_named() {
    let place = Place::new(&[("b.md", ERROR), ("a.md", ERROR), ("aa.md", ERROR)]);
    let ran = place.run(&["--format", "concise", "b.md", "aa.md", "a.md"]);
    let paths: Vec<&str> =
        ran.out.lines().filter(|line| line.contains("error[")).filter_map(|line| line.split(':').next()).collect();
    assert_eq!(paths, ["a.md", "aa.md", "b.md"], "{}", ran.out);
}

#[test]
fn a_group_and_commas_stand_for_several_rules() {
    let text = format!("{WARNING}{ERROR}");
    let rules = |arguments: &[&str]| {
        let listed = json(&lint_text(&[&["--format", "json"], arguments].concat(), &text));
        let rules = listed["diagnostics"].as_array().unwrap().iter().map(|found| found["rule"].to_string());
        rules.collect::<Vec<_>>().join(" ")
    };
    let both = "\"blank-line-in-list\" \"tracking-parameters\"";
    assert_eq!(rules(&["--only", "blank-line-in-list,tracking-parameters"]), both);
    assert_eq!(rules(&["--only", "entries"]), "\"blank-line-in-list\"");
    assert_eq!(rules(&["--only", "entries,links"]), both);
    assert_eq!(rules(&["--allow", "entries,links"]), "");
    assert_eq!(rules(&["--allow", "links", "--deny", "Tracking_Parameters"]), both);
    // A rule that is off stays off with its group.
    assert_eq!(lint_text(&["--only", "events,closed-section", "--deny", "entries"], &text).code, 0);
}

#[test]
fn a_misspelt_rule_is_a_usage_error_with_a_suggestion() {
    for option in ["--allow", "--warn", "--deny", "--only", "--explain"] {
        let ran = Place::new(&[]).run(&[option, "traking-parameter"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{option}");
        assert!(ran.err.contains("did you mean `tracking-parameters`?"), "{}", ran.err);
    }
    let ran = Place::new(&[]).run(&["--allow", "zzzzzzzzzzzzzzzzz"]);
    assert!(ran.err.contains("--list-rules"), "{}", ran.err);
}

#[test]
fn a_wrong_option_is_a_usage_error() {
    assert_eq!(Place::new(&[]).run(&["--formt", "json"]).code, 2);
    assert_eq!(Place::new(&[]).run(&["--format", "xml"]).code, 2);
}

// Paths

#[test]
fn a_missing_file_does_not_keep_others_from_being_linted() {
    let place = Place::new(&[("b.md", ERROR)]);
    let ran = place.run(&["a.md", "b.md", "--format", "concise"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("twir-lint: error: a.md: "), "{}", ran.err);
    assert!(ran.out.starts_with("b.md:1:"), "{}", ran.out);
}

#[test]
fn a_folder_stands_for_its_issues() {
    let place = Place::new(&[
        ("draft/2026-03-11-this-week-in-rust.md", ERROR),
        ("draft/2026-03-04-this-week-in-rust.md", ERROR),
        ("draft/DRAFT_TEMPLATE.md", ERROR),
        ("draft/deeper/2026-03-18-this-week-in-rust.md", ERROR),
    ]);
    let ran = place.run(&["draft", "--format", "concise"]);
    let paths: Vec<_> = ran.out.lines().map(|line| line.split(':').next().unwrap()).collect();
    let separator = std::path::MAIN_SEPARATOR;
    let wanted = ["04", "11"].map(|day| format!("draft{separator}2026-03-{day}-this-week-in-rust.md"));
    assert_eq!(paths, wanted);
}

#[test]
fn a_folder_without_issues_is_an_error() {
    let place = Place::new(&[("notes/readme.md", ERROR), ("draft/x.md", "")]);
    let ran = place.run(&["notes"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("notes: ") && ran.err.contains("YYYY-MM-DD-this-week-in-rust.md"), "{}", ran.err);
    assert!(place.run(&["."]).err.contains("draft/"));
}

#[test]
fn without_a_path_the_newest_draft_of_the_checkout_is_linted() {
    let place = Place::new(&[
        (".git/HEAD", ""),
        ("draft/2026-03-04-this-week-in-rust.md", CLEAN),
        ("draft/2026-03-11-this-week-in-rust.md", ERROR),
        ("tools/deep/x", ""),
    ]);
    for (folder, path) in [
        ("", "draft/2026-03-11-this-week-in-rust.md:"),
        ("draft", "2026-03-11-this-week-in-rust.md:"),
        ("tools/deep", "../../draft/2026-03-11-this-week-in-rust.md:"),
    ] {
        let ran: Ran = place.command(folder).args(["--format", "concise"]).output().unwrap().into();
        assert!(ran.out.replace('\\', "/").starts_with(path), "{folder}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn without_a_path_and_a_draft_it_says_where_it_looked() {
    // The draft above belongs to another checkout.
    let place =
        Place::new(&[("draft/2026-03-04-this-week-in-rust.md", ERROR), ("other/.git/HEAD", ""), ("other/src/x", "")]);
    let ran: Ran = place.command("other/src").output().unwrap().into();
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("draft/YYYY-MM-DD-this-week-in-rust.md") && ran.err.contains("other"), "{}", ran.err);
}

#[test]
fn a_file_that_is_named_twice_is_linted_once() {
    let place = Place::new(&[("a.md", ERROR)]);
    let ran = place.run(&["a.md", "./a.md", "a.md", "--format", "json"]);
    assert_eq!(json(&ran)["summary"]["files"], 1);
}

#[test]
fn standard_input_has_a_name() {
    assert!(lint_text(&["--format", "concise"], ERROR).out.starts_with("<stdin>:1:38: error[tracking-parameters] "));
    let ran = lint_text(&["--format", "concise", "--stdin-filename", "draft/x.md"], ERROR);
    assert!(ran.out.starts_with("draft/x.md:1:"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new(&[("a.md", ERROR)]);
    fs::set_permissions(place.0.path().join("a.md"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(place.0.path().join("a.md")).is_ok() {
        return; // The superuser may read everything.
    }
    let ran = place.run(&["a.md"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("a.md: permission denied"), "{}", ran.err);
}

#[test]
fn a_history_that_is_missing_is_told_only_if_it_was_asked_for() {
    let place = Place::new(&[("draft/2026-03-04-this-week-in-rust.md", CLEAN)]);
    let ran = place.run(&["draft"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let ran = place.run(&["draft", "--history", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--history nowhere"), "{}", ran.err);
}

#[test]
fn a_broken_earlier_issue_is_a_warning() {
    let place = Place::new(&[("draft/2026-03-04-this-week-in-rust.md", CLEAN)]);
    place.write("content/2026-02-25-this-week-in-rust.md", b"\xff\xfex\0");
    let ran = place.run(&["draft"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.starts_with("twir-lint: warning: content"), "{}", ran.err);
}

// Output

#[test]
fn quiet_prints_findings_and_nothing_else() {
    let ran = lint_text(&["--quiet"], ERROR);
    assert!(ran.out.starts_with("error[tracking-parameters]: "), "{}", ran.out);
    assert!(!ran.out.contains("Found") && !ran.out.contains("--explain"), "{}", ran.out);
    assert_eq!(lint_text(&["--quiet"], CLEAN).out, "");
}

#[test]
fn the_summary_counts() {
    assert_eq!(lint_text(&[], CLEAN).out, "");
    let place = Place::new(&[("clean.md", CLEAN)]);
    assert_eq!(place.run(&["clean.md"]).out, "No problems found in clean.md.\n");
    let summary = |text: &str| lint_text(&[], text).out.lines().last().unwrap().to_owned();
    assert_eq!(summary(ERROR), "Found 1 error in 1 file; 1 can be fixed with `--fix`.");
    let both = format!("{WARNING}{ERROR}");
    assert_eq!(summary(&both), "Found 1 error and 1 warning in 1 file; 2 can be fixed with `--fix`.");
    let guessed = "* [A page](http://example.org/)\n";
    assert_eq!(summary(guessed), "Found 1 warning in 1 file; 1 can be fixed with `--fix --unsafe-fixes`.");
    let mixed = format!("{ERROR}{guessed}");
    assert_eq!(
        summary(&mixed),
        "Found 1 error and 1 warning in 1 file; 1 can be fixed with `--fix`, 1 more with `--unsafe-fixes` too."
    );
}

#[test]
fn no_fix_is_promised_that_is_not_applied() {
    // In a line with a byte that is not UTF-8, and where an entry would lead nowhere.
    for (text, wanted) in [
        (
            b"* [Caf\xe9](https://example.org/1?utm_source=x)\n".as_slice(),
            "Found 2 errors in 1 file; 1 can be fixed with `--fix --unsafe-fixes`.",
        ),
        (b"##Updates\n    * https://example.org/a\n", "Found 2 warnings in 1 file."),
    ] {
        let place = Place::new(&[]);
        place.write("x.md", text);
        assert_eq!(place.run(&["x.md"]).out.lines().last(), Some(wanted));
        let ran = place.run(&["--fix", "x.md"]);
        assert_eq!(ran.out.lines().last(), Some(wanted));
        assert_eq!(std::fs::read(place.0.path().join("x.md")).unwrap(), text);
    }
}

#[test]
fn a_line_with_several_faults_is_corrected_as_a_whole_once() {
    let text = "### Research\n* [Video] [A talk](https://example.org/talk?utm_source=mail)\n";
    let out = lint_text(&[], text).out;
    let corrected: Vec<_> = out.lines().filter(|line| line.starts_with("* [")).collect();
    assert_eq!(corrected, ["* [video] [A talk](https://example.org/talk)"], "{out}");
    assert!(out.contains("  fix: ") && out.contains("  corrected line, with all fixes:\n"), "{out}");
}

#[test]
fn the_corrected_line_stands_by_itself() {
    let ran = lint_text(&[], ERROR);
    assert!(ran.out.contains("\n* [A title](https://example.org/page)\n"), "{}", ran.out);
    assert!(ran.out.contains("twir-lint --explain tracking-parameters"), "{}", ran.out);
}

#[test]
fn statistics_count_by_rule() {
    let two = "* [A](https://example.org/a?utm_source=x)\n* [B](https://example.org/b?utm_source=x)\n";
    let text = format!("{WARNING}{two}");
    let ran = lint_text(&["--statistics", "--quiet"], &text);
    assert_eq!(ran.out, "2  tracking-parameters  2 fixable\n1  blank-line-in-list   1 fixable\n");
    let ran = lint_text(&["--statistics", "--format", "json"], &text);
    assert_eq!(
        json(&ran)["statistics"][0],
        serde_json::json!({"rule": "tracking-parameters", "count": 2, "fixable": 2})
    );
}

#[test]
fn colours_are_written_when_asked_for() {
    assert!(!lint_text(&[], ERROR).out.contains('\x1b'));
    assert!(lint_text(&["--color", "always"], ERROR).out.contains('\x1b'));
    let with = |variables: &[(&str, &str)], arguments: &[&str]| -> String {
        let place = Place::new(&[("a.md", ERROR)]);
        let run = place.command("").arg("a.md").args(arguments).envs(variables.iter().copied()).output().unwrap();
        Ran::from(run).out
    };
    assert!(with(&[("CLICOLOR_FORCE", "1")], &[]).contains('\x1b'));
    assert!(!with(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &["--color", "never"]).contains('\x1b'));
    assert!(!with(&[("CLICOLOR_FORCE", "1")], &["--format", "json"]).contains('\x1b'));
}

#[test]
fn rules_are_listed() {
    let place = Place::new(&[]);
    let ran = place.run(&["--list-rules"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("tracking-parameters") && ran.out.contains("blank-line-in-list"), "{}", ran.out);
    let listed = json(&place.run(&["--list-rules", "--format", "json"]));
    let rules = listed["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["name"] == "tracking-parameters").unwrap();
    assert_eq!((rule["level"].as_str(), rule["fix"].as_str()), (Some("error"), Some("safe")));
}

#[test]
fn a_rule_is_explained_with_what_the_linter_says() {
    let ran = Place::new(&[]).run(&["--explain", "tracking-parameters"]);
    assert_eq!(ran.code, 0);
    for part in [
        "Why: ",
        "Wrong",
        "Right, as `--fix` writes it:",
        "error[tracking-parameters]: ",
        "corrected line:",
        "--allow tracking-parameters",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
}

#[test]
fn explaining_forgives_spelling_and_lists_what_several_rules_report() {
    let explain = |name: &str| Place::new(&[]).run(&["--explain", name]);
    assert_eq!(explain("Tracking_Parameters").out, explain("tracking-parameters").out);
    for (name, listed, other) in [("event_", "event-date", "cfp-date"), ("cfp", "none-message", "event-place")] {
        let ran = explain(name);
        assert_eq!(ran.code, 0, "{name}");
        assert!(ran.out.contains(listed) && !ran.out.contains(other), "{}", ran.out);
    }
    for name in ["", " ", "tr\u{1b}"] {
        assert_eq!(explain(name).code, 2, "{name:?}");
    }
}

#[test]
fn short_help_fits_a_screen() {
    let short = Place::new(&[]).run(&["-h"]).out;
    let long = Place::new(&[]).run(&["--help"]).out;
    assert!(short.lines().count() <= 40, "{short}");
    assert!(short.contains("--since") && !short.contains("--stdin-filename"), "{short}");
    assert!(long.contains("--stdin-filename") && long.contains("configuration.md"), "{long}");
}

#[test]
fn a_manual_page_is_written() {
    let ran = Place::new(&[]).run(&["--man"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains(".TH twir-lint 1") && ran.out.contains("stdin\\-filename"), "{}", ran.out);
}

#[test]
fn what_others_have_as_a_subcommand_is_explained() {
    let place = Place::new(&[("a.md", CLEAN), ("fix", CLEAN)]);
    let ran = place.run(&["check", "a.md"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("no subcommands") && ran.err.contains("`twir-lint PATH`"), "{}", ran.err);
    // A file of that name is one.
    assert_eq!(place.run(&["fix", "a.md"]).code, 0);
    assert!(place.run(&["a.md", "check"]).err.contains("check the spelling"));
}

#[test]
fn completions_are_written() {
    let ran = Place::new(&[]).run(&["--completions", "bash"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("tracking-parameters") && ran.out.contains("--stdin-filename"), "{}", ran.out);
}

#[test]
fn no_summary_breaks_the_completions_of_fish() {
    let ran = Place::new(&[]).run(&["--completions", "fish"]);
    let (quotes, lists) = (ran.out.matches('"').count(), ran.out.matches(" -a \"").count());
    assert!(lists > 0 && quotes == 2 * lists, "{quotes} quotes around {lists} lists of values");
    assert!(!ran.out.contains(r"\\"), "an escape within an escape");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = Place::new(&[]);
    place.write("a.md", ERROR.repeat(5000));
    for arguments in [&["a.md"][..], &["a.md", "--format", "json"], &["--list-rules"], &["--help"]] {
        let mut child =
            place.command("").args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        let code = child.wait().unwrap().code();
        let wanted = i32::from(arguments[0] == "a.md");
        assert_eq!((code, err.as_str()), (Some(wanted), ""), "{arguments:?}");
    }
}

// JSON

#[test]
fn json_has_its_promised_shape() {
    let text = "🦀 crabs\n\n* [é 日本 🦀](https://example.org/page?utm_source=mail)\n";
    let found = json(&lint_text(&["--format", "json", "--only", "tracking-parameters"], text));
    let keys = |value: &Value| {
        let mut keys: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys.join(" ")
    };
    assert_eq!(keys(&found), "diagnostics schema_version summary");
    assert_eq!(found["schema_version"], 1);
    assert_eq!(found["summary"], serde_json::json!({"files": 1, "errors": 1, "warnings": 0, "fixable": 1}));
    let finding = &found["diagnostics"][0];
    assert_eq!(keys(finding), "corrected fix help labels message path range rule severity url");
    assert_eq!((finding["path"].as_str(), finding["severity"].as_str()), (Some("<stdin>"), Some("error")));
    let start = text.find("utm_source").unwrap();
    let range = serde_json::json!({
        "start": {"byte": start, "line": 3, "column": 37, "column_bytes": 45, "column_utf16": 38},
        "end": {"byte": start + 15, "line": 3, "column": 52, "column_bytes": 60, "column_utf16": 53},
    });
    assert_eq!(finding["range"], range);
    assert_eq!(keys(&finding["fix"]), "applicability edits title");
    assert_eq!(finding["fix"]["applicability"], "safe");
    let edit = &finding["fix"]["edits"][0];
    assert_eq!(keys(edit), "range text");
    assert_eq!((edit["range"]["start"]["byte"].as_u64(), edit["text"].as_str()), (Some(start as u64 - 1), Some("")));
}

#[test]
fn json_is_complete_where_a_file_is_missing() {
    let ran = Place::new(&[("b.md", ERROR)]).run(&["a.md", "b.md", "--format", "json"]);
    assert_eq!((ran.code, json(&ran)["summary"]["errors"].as_u64()), (2, Some(1)));
}

// Bad input

#[test]
fn odd_files_get_an_answer() {
    let issue = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n";
    for text in ["", "\n", "\u{feff}", issue, "no line end", "\0", "\r", CLEAN] {
        let ran = lint_text(&["--format", "concise", "-A", "all", "-D", "tracking-parameters"], text);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""), "{text:?}");
    }
}

#[test]
fn line_ends_and_marks_do_not_hide_findings() {
    for (text, wanted) in [
        (format!("\u{feff}{ERROR}"), "1:39"),
        (format!("first\r\n\r\n{}", ERROR.replace('\n', "\r\n")), "3:38"),
        (format!("first\r\n\n{ERROR}"), "3:38"),
        (format!("nul \0 byte\n\n{ERROR}"), "3:38"),
    ] {
        let ran = lint_text(&["--format", "concise", "--only", "tracking-parameters"], &text);
        assert!(ran.out.starts_with(&format!("<stdin>:{wanted}: ")), "{text:?}: {}", ran.out);
        assert_eq!(lint_text(&["--only", "tracking-parameters"], &text).code, 1);
    }
}

#[test]
fn bytes_that_are_not_utf8_do_not_stop_the_rest() {
    let text = [b"caf\xe9 \xff\n\n".as_slice(), ERROR.as_bytes()].concat();
    let ran = lint_text(&["--format", "concise"], &text);
    assert!(ran.out.contains("<stdin>:3:38: error[tracking-parameters]"), "{}", ran.out);
    let text = [b"* [caf\xe9](https://example.org/?utm_source=x)\n".as_slice()].concat();
    assert!(lint_text(&["--only", "tracking-parameters"], &text).out.contains("* [caf\\xE9]("));
}

#[test]
fn utf16_is_refused_with_advice() {
    let place = Place::new(&[("b.md", ERROR)]);
    let utf16: Vec<u8> = ERROR.encode_utf16().flat_map(u16::to_le_bytes).collect();
    place.write("a.md", [&b"\xff\xfe"[..], &utf16].concat());
    let ran = place.run(&["a.md", "b.md", "--format", "concise"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("a.md: the file is UTF-16; save it as UTF-8"), "{}", ran.err);
    assert!(ran.out.starts_with("b.md:"), "{}", ran.out);
}

#[test]
fn more_than_ten_findings_are_grouped_unless_a_format_is_named() {
    let text = |count: usize| {
        let entry = |number| format!("* [Title {number}](http://example.org/{number}?utm_source=x)\n");
        (0..count).map(entry).collect::<String>()
    };
    let few = lint_text(&["--only", "tracking-parameters"], text(10)).out;
    assert_eq!(few.matches("corrected line:").count(), 10, "{few}");
    let many = lint_text(&["--only", "tracking-parameters"], text(11)).out;
    assert!(many.starts_with("<stdin>\n    1:34  error[tracking-parameters]: "), "{many}");
    assert!(many.contains("\n    fix:  * [Title 10](http://example.org/10)\n"), "{many}");
    let named = lint_text(&["--only", "tracking-parameters", "--format", "fancy"], text(11)).out;
    assert_eq!(named.matches("corrected line:").count(), 11, "{named}");
    let few = lint_text(&["--only", "tracking-parameters", "--format", "grouped"], text(1)).out;
    assert!(few.starts_with("<stdin>\n"), "{few}");
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let hostile = "\x1b[2J\x07\u{202e}\u{200b}\u{9b}31m";
    let text =
        format!("* [A {hostile} title](https://example.org/{hostile}?utm_source={hostile}) {hostile}\n{hostile}\n");
    for format in ["fancy", "grouped", "concise"] {
        for color in ["always", "never"] {
            let ran = lint_text(&["--format", format, "--color", color], &text);
            let out = if color == "always" { without_colours(&ran.out) } else { ran.out };
            let raw = out.chars().find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202e}' | '\u{200b}'));
            assert_eq!(raw, None, "{format} {color}\n{out}");
        }
    }
    let ran = Place::new(&[]).run(&["--allow", hostile, "a\x1b[2Jb.md"]);
    assert!(!ran.err.contains("\x1b[2J"), "{:?}", ran.err);
    let ran = Place::new(&[]).run(&["a\x1b[2Jb.md"]);
    assert!(!ran.err.contains('\x1b'), "{:?}", ran.err);
}

/// Takes out colours, and only those: `ESC [ digits ; digits m`.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';').expect("a whole escape");
        assert!(part[end..].starts_with('m'), "an escape that is no colour: {part:?}");
        plain.push_str(&part[end + 1..]);
    }
    plain
}

#[test]
fn no_line_of_a_frame_is_wider_than_asked_for() {
    let text = format!(
        "* [{}](https://example.org/page?utm_source=mail) {}\n",
        "🦀 日本語 é ".repeat(60),
        "and so on, ".repeat(60)
    );
    let ran = lint_text(&["--only", "tracking-parameters"], text);
    let line = ran.out.lines().find(|line| line.contains("1 │")).unwrap();
    let width: usize = line.chars().map(|c| if c > '\u{2e7f}' { 2 } else { 1 }).sum();
    assert!(width <= 100 && line.contains("utm_source=mail"), "{width}: {line}");
}

#[test]
fn huge_and_deep_input_is_soon_done_with() {
    let started = Instant::now();
    let line = format!("* [A title](https://example.org/?utm_source={})\n", "x".repeat(10_000_000));
    let ran = lint_text(&["--only", "tracking-parameters"], &line);
    assert_eq!(ran.code, 1);
    assert!(ran.out.len() < 10_000, "{} bytes", ran.out.len());
    let deep: String = (0..1000).map(|depth| format!("{}* x\n", " ".repeat(depth * 2))).collect();
    assert_ne!(lint_text(&[], &deep).code, 2);
    assert_ne!(lint_text(&[], "> ".repeat(10_000)).code, 2);
    let many = ERROR.repeat(2000);
    assert_eq!(lint_text(&["--only", "tracking-parameters"], &many).out.matches("utm_source=mail").count(), 2000);
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn the_sample_issue_is_an_example() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/draft/2026-03-04-this-week-in-rust.md");
    let ran = Place::new(&[]).run(&[sample.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{}", ran.err);
}

// Publishing day

const ISSUE: &str = "Title: This Week in Rust 604\nNumber: 603\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
    ## Updates from Rust Community\n\n### Research\n* [A title]()\n* [Another]()\n\n## Jobs\n\nSee [the thread](INSERT_LINK_HERE).\n";

#[test]
fn publish_ends_with_what_blocks_the_issue_by_section() {
    let ran = lint_text(&["--publish"], ISSUE);
    let checklist = "\nNot ready to publish <stdin>: 4 errors in 3 sections\n\
        \x20 1  Front matter  front-matter\n\
        \x20 2  Research      empty-link×2\n\
        \x20 1  Jobs          placeholder\n";
    assert!(ran.out.replace(" x2", "×2").ends_with(checklist), "{}", ran.out);
    assert_eq!(ran.code, 1);
}

#[test]
fn publish_says_when_an_issue_is_ready() {
    // A fragment is no issue.
    assert!(!lint_text(&["--publish"], CLEAN).out.contains("Ready to publish"));
    let issue = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n";
    let ran = lint_text(&["--publish"], format!("{issue}{WARNING}"));
    assert!(
        ran.out.ends_with("\nReady to publish: <stdin> (1 warning to check)\n  1  Research  blank-line-in-list\n"),
        "{}",
        ran.out
    );
}

#[test]
fn what_reads_right_does_not_block_publishing() {
    assert_eq!(lint_text(&[], ERROR).code, 1);
    let ran = lint_text(&["--publish", "--format", "concise"], ERROR);
    assert!(ran.code == 0 && ran.out.contains("warning[tracking-parameters]"), "{}", ran.out);
    assert_eq!(lint_text(&["--publish", "--deny", "tracking-parameters"], ERROR).code, 1);
}

#[test]
fn the_checklist_is_for_people_who_publish() {
    for arguments in
        [&[][..], &["--publish", "--quiet"], &["--publish", "--format", "concise"], &["--publish", "--statistics"]]
    {
        let ran = lint_text(arguments, ISSUE);
        assert!(!ran.out.contains("eady to publish"), "{arguments:?}: {}", ran.out);
    }
    let ran = lint_text(&["--publish", "--format", "json"], ISSUE);
    assert_eq!(json(&ran)["summary"]["errors"], 4);
}

fn lint(arguments: &[&str]) -> Ran {
    Place::new(&[]).run(arguments)
}

/// A checkout with one draft, which the test may change.
fn draft(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("draft")).unwrap();
    let path = folder.path().join("draft/2026-03-04-this-week-in-rust.md");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

const FIXABLE: &str =
    "* [Video][A talk](https://www.youtube.com/watch?v=abcdefghijk&si=1)\r\n\r\n- [B ](https://example.org/b)\r\n";
const FIXED: &str =
    "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\r\n* [B](https://example.org/b)\r\n";

#[test]
fn fix_writes_the_file_and_tells_what_it_did() {
    let (_folder, path) = draft(FIXABLE);
    let ran = lint(&["--fix", path.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), FIXED);
    assert!(
        ran.out.starts_with("Fixed 5 problems: blank-line-in-list 1, bullet-style 1, extra-space 1, "),
        "{}",
        ran.out
    );
    assert_eq!(ran.code, 0);
    let again = lint(&["--fix", path.to_str().unwrap()]);
    assert!(again.out.starts_with("No problems found"), "{}", again.out);
}

#[test]
fn fix_leaves_what_is_unsafe_unless_asked() {
    let text = "* [A](https://example.org/a)\n* [B](https://example.org/b)\n* [Again](https://example.org/a)\n";
    let (_folder, path) = draft(text);
    let path = path.to_str().unwrap();
    assert_eq!(lint(&["--fix", path]).code, 1);
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
    let ran = lint(&["--fix", "--unsafe-fixes", path]);
    assert_eq!(std::fs::read_to_string(path).unwrap(), "* [A](https://example.org/a)\n* [B](https://example.org/b)\n");
    assert!(ran.err.contains("removed from") && ran.err.contains("* [Again](https://example.org/a)"), "{}", ran.err);
}

#[test]
fn removed_lines_are_named_where_the_file_has_no_line_end() {
    let kept = "* [A](https://example.org/a)";
    for end in ["\n", "\r\n"] {
        let (_folder, path) = draft(&format!("{kept}{end}* [Again](https://example.org/a)"));
        let ran = lint(&["--fix", "--unsafe-fixes", path.to_str().unwrap()]);
        assert_eq!(std::fs::read_to_string(path).unwrap().trim_end(), kept);
        assert!(ran.err.ends_with(": * [Again](https://example.org/a)\n"), "{}", ran.err);
    }
}

#[test]
fn a_diff_changes_nothing_and_can_be_applied() {
    let (folder, path) = draft(FIXABLE);
    let ran = lint(&["--diff", path.to_str().unwrap()]);
    assert_eq!((ran.code, std::fs::read_to_string(&path).unwrap().as_str()), (1, FIXABLE));
    let patch = folder.path().join("fix.patch");
    std::fs::write(&patch, &ran.out).unwrap();
    let strip = format!("-p{}", path.components().count() - 1);
    let applied = std::process::Command::new("git")
        .current_dir(path.parent().unwrap())
        .args(["apply", &strip, patch.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), FIXED);
    assert_eq!(lint(&["--diff", path.to_str().unwrap()]).code, 0);
}

#[test]
fn fixed_standard_input_goes_to_standard_output() {
    let ran = lint_text(&["--fix"], FIXABLE);
    assert_eq!(ran.out, FIXED);
    assert!(ran.err.contains("Fixed 5 problems"), "{}", ran.err);
    // What is left is said, and is no reason for an editor not to take the text.
    let ran = lint_text(&["--fix", "--fail-on", "warning"], "* [An [unclosed](https://example.org/b)\n");
    assert!(ran.code == 0 && !ran.out.is_empty() && ran.err.contains("error["), "{} {}", ran.code, ran.err);
    assert_eq!(lint_text(&["--diff"], FIXABLE).code, 1);
}

#[test]
fn columns_count_what_an_editor_counts() {
    let text = "* 🦀 [Tïtle](https://example.org/a?utm_source=x)\n";
    let column = |arguments: &[&str]| {
        let ran = lint_text(&[&["--format", "concise", "--only", "tracking-parameters"], arguments].concat(), text);
        ran.out.split(':').nth(2).map(str::to_owned)
    };
    let place = text.find("utm_source").unwrap();
    assert_eq!(column(&["--columns", "bytes"]), Some((place + 1).to_string()));
    assert_eq!(column(&["--columns", "utf16"]), Some(text[..place].encode_utf16().count().wrapping_add(1).to_string()));
    assert_eq!(column(&["--columns", "chars"]), Some(text[..place].chars().count().wrapping_add(1).to_string()));
    assert_eq!(column(&[]), column(&["--columns", "chars"]));
    assert_eq!(lint_text(&["--columns", "bytes"], text).code, 2);
}

#[test]
fn what_is_not_utf8_is_left_alone_by_safe_fixes() {
    let (_folder, path) = draft("");
    let bytes = b"* [caf\xe9 ](https://example.org/a?utm_source=x)\n";
    std::fs::write(&path, bytes).unwrap();
    lint(&["--fix", path.to_str().unwrap()]);
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    lint(&["--fix", "--unsafe-fixes", path.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "* [café](https://example.org/a)\n");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = draft(FIXABLE);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.md");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    lint(&["--fix", link.to_str().unwrap()]);
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), FIXED);
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    std::fs::write(&path, FIXABLE).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o440)).unwrap();
    let ran = lint(&["--fix", path.to_str().unwrap()]);
    assert!(ran.code == 2 && ran.err.contains("read-only"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), FIXABLE);
}

#[test]
fn a_killed_fix_leaves_the_old_file_or_the_new_one() {
    let entry = |i: usize| format!("- [Entry {i} ](https://example.org/{i}?utm_source=x)\n");
    let text: String = (0..400).map(entry).collect();
    let (folder, path) = draft(&text);
    let fixed = {
        lint(&["--fix", "--quiet", path.to_str().unwrap()]);
        std::fs::read_to_string(&path).unwrap()
    };
    assert_ne!(fixed, text);
    for delay in 0..60 {
        std::fs::write(&path, &text).unwrap();
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_twir-lint"))
            .args(["--fix", "--quiet"])
            .arg(folder.path().join("draft"))
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_micros(delay * 400));
        let _ = child.kill();
        child.wait().unwrap();
        let now = std::fs::read_to_string(&path).unwrap();
        assert!(now == text || now == fixed, "a broken file after {delay}");
    }
}
