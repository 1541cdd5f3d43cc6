//! What readers of each format get, and that nothing in an issue can do more there than be shown.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;
use tempfile::TempDir;
use twir_lint::report::rule_docs::lint_example;
use twir_lint::report::{FileReport, Report, concise, fancy, github, grouped, json, markdown, sarif};
use twir_lint::rule::Example;
use twir_lint::rules::RULES;
use twir_lint::{Document, Settings, Source};

const NAME: &str = "draft/2026-03-04-this-week-in-rust.md";
const ERROR: &str = "* [A title](https://example.org/page?utm_source=mail)\n";
const WARNING: &str = "* [Another](http://example.org/other)\n";

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Lints `text` as the file `name` of a checkout that holds nothing else.
fn lint_as(name: &str, arguments: &[&str], variables: &[(&str, &Path)], text: &str) -> Ran {
    let checkout = TempDir::new().unwrap();
    fs::create_dir(checkout.path().join(".git")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_twir-lint"));
    command.current_dir(checkout.path()).args(["-", "--stdin-filename", name]).args(arguments);
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "GITHUB_STEP_SUMMARY"] {
        command.env_remove(variable);
    }
    command.envs(variables.iter().copied());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A wrong option ends the program before it reads.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn lint(format: &str, text: &str) -> Ran {
    lint_as(NAME, &["--format", format], &[], text)
}

/// Entries that lead to different pages.
fn many(count: usize, entry: &str) -> String {
    (0..count).map(|n| entry.replace("example.org/", &format!("example.org/{n}/"))).collect()
}

// What GitHub reads

/// The name, the properties and the message of a workflow command.
type Annotation = (String, Vec<(String, String)>, String);

/// A workflow command as GitHub's runner reads it. None for other lines.
fn command(line: &str) -> Option<Annotation> {
    let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let plain = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let value = |text: &str| plain(text).replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
    let properties = properties.split(',').filter_map(|property| property.split_once('='));
    let properties = properties.map(|(key, text)| (key.to_owned(), value(text))).collect();
    Some((name.to_owned(), properties, plain(message).replace("%25", "%")))
}

fn commands(out: &str) -> Vec<Annotation> {
    out.lines().filter_map(command).collect()
}

#[test]
fn github_gets_the_place_what_is_wrong_and_the_line_as_it_should_be() {
    let ran = lint("github", &format!("{WARNING}{ERROR}"));
    assert_eq!(ran.code, Some(1));
    let found = commands(&ran.out);
    let [(name, properties, message), (second, ..)] = found.as_slice() else { panic!("{}", ran.out) };
    assert_eq!((name.as_str(), second.as_str()), ("error", "warning"));
    let value = |key: &str| properties.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value);
    assert_eq!((value("file"), value("title")), (NAME, "twir-lint: tracking-parameters"));
    assert_eq!((value("line"), value("endLine"), value("col"), value("endColumn")), ("2", "2", "38", "52"));
    assert!(message.starts_with("`utm_source` only tracks readers.\n"), "{message}");
    assert!(message.ends_with("\ncorrected line:\n* [A title](https://example.org/page)"), "{message}");
}

#[test]
fn github_gets_no_columns_for_a_place_of_several_lines() {
    let ran = lint("github", "### Miscellaneous\n* [A\n  title](https://example.org/page)\n");
    let (_, properties, _) = &commands(&ran.out)[0];
    let keys: Vec<_> = properties.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["file", "line", "endLine", "title"]);
    assert_eq!((properties[1].1.as_str(), properties[2].1.as_str()), ("2", "3"));
}

#[test]
fn github_gets_what_it_shows_and_the_number_of_the_rest() {
    let text = format!("{}{}", many(12, WARNING), many(13, ERROR));
    let ran = lint("github", &text);
    let names: Vec<_> = commands(&ran.out).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, [["error"; 10], ["warning"; 10]].concat());
    let last = ran.out.lines().last().unwrap();
    assert!(last.starts_with("And 3 errors and 2 warnings more:") && last.contains("--format concise"), "{last}");
    assert_eq!(lint("github", ERROR).out.lines().count(), 1);
}

#[test]
fn github_gets_a_job_summary() {
    let folder = TempDir::new().unwrap();
    let summary = folder.path().join("summary.md");
    fs::write(&summary, "what another step wrote\n").unwrap();
    let variables = [("GITHUB_STEP_SUMMARY", summary.as_path())];
    let ran = lint_as(NAME, &["--format", "github"], &variables, ERROR);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let wanted = format!("what another step wrote\n{}", lint("markdown", ERROR).out);
    assert_eq!(fs::read_to_string(&summary).unwrap(), wanted);
    lint_as(NAME, &["--format", "concise"], &variables, ERROR);
    assert_eq!(fs::read_to_string(&summary).unwrap(), wanted);
}

#[test]
fn a_job_summary_that_cannot_be_written_costs_nothing_else() {
    let folder = TempDir::new().unwrap();
    let ran = lint_as(NAME, &["--format", "github"], &[("GITHUB_STEP_SUMMARY", folder.path())], ERROR);
    assert_eq!((ran.code, commands(&ran.out).len()), (Some(1), 1));
    assert!(ran.err.starts_with("twir-lint: warning: GITHUB_STEP_SUMMARY="), "{}", ran.err);
}

#[test]
fn paths_are_those_of_the_checkout_wherever_the_linter_runs() {
    let checkout = TempDir::new().unwrap();
    for folder in [".git", "draft", "tools/deep"] {
        fs::create_dir_all(checkout.path().join(folder)).unwrap();
    }
    fs::write(checkout.path().join(NAME), ERROR).unwrap();
    for (folder, path) in [("tools/deep", format!("../../{NAME}")), ("draft", NAME.replace("draft/", ""))] {
        let run = |format: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_twir-lint"));
            command.current_dir(checkout.path().join(folder)).args([path.as_str(), "--format", format]);
            String::from_utf8(command.env_remove("GITHUB_STEP_SUMMARY").output().unwrap().stdout).unwrap()
        };
        assert!(run("github").contains(&format!("file={NAME},")), "{}", run("github"));
        assert!(run("markdown").contains(&format!("line 1 of `{NAME}`")), "{}", run("markdown"));
        let log: Value = serde_json::from_str(&run("sarif")).unwrap();
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!((place["uri"].as_str(), place["uriBaseId"].as_str()), (Some(NAME), Some("%SRCROOT%")));
    }
}

// The comment

#[test]
fn a_comment_says_what_is_wrong_how_it_should_be_and_what_does_it() {
    let comment = lint("markdown", &format!("{WARNING}{ERROR}")).out;
    assert!(comment.starts_with("<!-- twir-lint -->\nThank you "), "{comment}");
    assert!(comment.contains("found **1 error and 1 warning**."), "{comment}");
    let error =
        comment.find("#### ❌ Error in line 2 of `draft/2026-03-04-this-week-in-rust.md`\n").expect("the error");
    let warning = comment.find("#### ⚠️ Warning in line 1 of").expect("the warning");
    assert!(error < warning);
    let finding = &comment[error..warning];
    assert!(finding.contains("\n`utm_source` only tracks readers. ("), "{finding}");
    // Nobody can follow a link to a repository whose owner is a placeholder.
    assert!(!comment.contains("/OWNER/"), "{comment}");
    assert!(finding.contains("\n```markdown\n* [A title](https://example.org/page)\n```\n"), "{finding}");
    assert!(finding.contains(&format!("`twir-lint --fix --only tracking-parameters {NAME}`")), "{finding}");
    assert!(comment[warning..].contains(&format!("`twir-lint --fix --unsafe-fixes --only insecure-url {NAME}`")));
}

#[test]
fn a_comment_without_findings_takes_the_place_of_an_older_one() {
    let ran = lint("markdown", "* [A title](https://example.org/page)\n");
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.starts_with("<!-- twir-lint -->\nThank you "), "{}", ran.out);
    assert!(ran.out.contains("found no problems"), "{}", ran.out);
}

#[test]
fn a_comment_stays_below_the_limit_and_says_what_it_left_out() {
    let comment = lint("markdown", &format!("{}{}", many(300, WARNING), many(1000, ERROR))).out;
    assert!((55_000..65_536).contains(&comment.len()), "{} bytes", comment.len());
    assert_eq!((comment.matches("#### ❌ 1000 errors: ").count(), comment.matches("#### ⚠️").count()), (1, 0));
    let shown = comment.matches("\n* Line ").count();
    let left_out = format!("**{} errors and 300 warnings** more: `twir-lint --format concise`", 1000 - shown);
    assert!(comment.lines().last().unwrap().contains(&left_out), "{:?}", comment.lines().last());
}

#[test]
fn a_comment_tells_many_findings_of_a_rule_below_one_heading() {
    let text = format!("{}{}", many(2, WARNING), many(3, ERROR));
    let comment = lint("markdown", &text).out;
    assert_eq!(comment.matches("#### ⚠️ Warning in line ").count(), 2, "{comment}");
    let (_, group) = comment.split_once("\n#### ❌ 3 errors: `tracking-parameters`\n\n").expect("a heading");
    let (group, _) = group.split_once("\n#### ").expect("the warnings");
    // What is the same for all is said once, and each has its own line.
    assert_eq!(group.matches("Remove this from the address").count(), 1, "{group}");
    assert_eq!(
        group.matches(&format!("At once, run: `twir-lint --fix --only tracking-parameters {NAME}`\n")).count(),
        1
    );
    for line in 3..6 {
        assert!(group.contains(&format!("* Line {line} of `{NAME}`: `utm_source` only tracks readers.\n")), "{group}");
    }
    assert_eq!(group.matches("  ```markdown\n  * [A title](https://example.org/").count(), 3, "{group}");
}

#[test]
fn the_commands_of_a_comment_on_a_change_mend_what_it_brings() {
    let place = common::Place::new(&[(NAME, "")]);
    place.git(&["init", "--quiet", "--initial-branch", "main"]);
    place.commit();
    for count in [1, 3] {
        place.write(NAME, many(count, ERROR));
        let comment = place.run(&["--since", "HEAD", "--format", "markdown"]).out;
        let command = format!("`twir-lint --since --fix --only tracking-parameters {NAME}`");
        assert_eq!(comment.matches(&command).count(), 1, "{comment}");
    }
}

// SARIF

fn results(text: &str) -> Vec<Value> {
    let log: Value = serde_json::from_str(&lint("sarif", text).out).expect("JSON");
    log["runs"][0]["results"].as_array().unwrap().clone()
}

#[test]
fn sarif_describes_the_rules_that_found_something() {
    let log: Value = serde_json::from_str(&lint("sarif", &format!("{WARNING}{ERROR}")).out).unwrap();
    let run = &log["runs"][0];
    assert_eq!((log["version"].as_str(), run["columnKind"].as_str()), (Some("2.1.0"), Some("unicodeCodePoints")));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let mut names: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["insecure-url", "tracking-parameters"]);
    for rule in rules {
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("**Why.**"), "{rule}");
    }
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let level = if rule["id"] == "tracking-parameters" { "error" } else { "warning" };
        assert_eq!(result["level"], level);
    }
    // What code scanning cuts off.
    for rule in RULES {
        assert!([rule.summary, rule.why].iter().all(|text| (1..1024).contains(&text.len())), "{}", rule.name);
    }
}

#[test]
fn sarif_counts_characters_and_carries_the_fix() {
    let result = &results(&format!("🦀\n\n{}", ERROR.replace("title", "é 🦀🦀")))[0];
    let region = &result["locations"][0]["physicalLocation"]["region"];
    let wanted = serde_json::json!({"startLine": 3, "startColumn": 37, "endLine": 3, "endColumn": 52});
    assert_eq!(*region, wanted);
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["deletedRegion"]["startColumn"], 36);
    assert_eq!(replacement["insertedContent"]["text"], "");
}

#[test]
fn sarif_points_at_further_places() {
    let text = "* [One](https://example.org/a)\n* [Two](https://example.org/a)\n";
    let result = &results(&format!("### Miscellaneous\n{text}"))[0];
    let place = &result["relatedLocations"][0];
    assert_eq!(place["message"]["text"], "the other link to this page");
    assert_eq!(place["physicalLocation"]["region"]["startLine"], 2);
    assert_eq!(place["physicalLocation"]["artifactLocation"]["uri"], NAME);
}

#[test]
fn fingerprints_stay_when_lines_move_and_differ_between_copies() {
    let prints = |text: &str| -> Vec<String> {
        let found = results(text).into_iter().filter(|result| result["ruleId"] == "tracking-parameters");
        found.map(|result| result["partialFingerprints"]["twirLintFinding/v1"].as_str().unwrap().to_owned()).collect()
    };
    let before = prints(&format!("{ERROR}{ERROR}"));
    assert_ne!(before[0], before[1]);
    assert_eq!(prints(&format!("Words.\n\n  * [B](https://example.org/b)\n{ERROR}{ERROR}")), before);
    assert_ne!(prints(&ERROR.replace("mail", "post"))[0], before[0]);
}

#[test]
fn statistics_have_no_form_for_code_hosts() {
    for format in ["github", "sarif", "markdown"] {
        let ran = lint_as(NAME, &["--format", format, "--statistics"], &[], ERROR);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
        assert!(ran.err.contains("--statistics"), "{}", ran.err);
    }
}

// Hostile issues

/// What each is for: terminals; the log of a build; mentions; all that Markdown and HTML can do; leaving code.
const FRAGMENTS: &[&str] = &[
    "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{200b}",
    " ::error::x%0A::warning::y ##[error]z ",
    " @someone #123 GH-123 owner/name#1 3f786850e387550fdab836ed7e6dc881de23001b someone@example.org ",
    " ![i](https://evil.example.org/i.png) [l](https://evil.example.org) https://evil.example.org www.evil.example.org ",
    " --> <img src=x> <!-- </details> ",
    " ` @someone `` www.evil.example.org ``` <b> ",
];

#[cfg(unix)]
const HOSTILE_NAME: &str = "draft/::error::a,b:c%0A`@someone` <b>\u{1b}[2J\u{202e}##[error] $(x) 'y'.md";

/// The examples of all rules, with each fragment put into each of their lines: into texts, and into addresses.
fn hostile_reports() -> Vec<Report> {
    let mut reports = Vec::new();
    for fragment in FRAGMENTS {
        for rule in RULES {
            for example in rule.examples {
                for place in ["[", "]("] {
                    let text = with_fragment(example, fragment, place);
                    let file = lint_example(rule, &example.setting, &text).expect("parsed");
                    reports.push(Report { files: vec![file], ..Report::default() });
                }
            }
        }
    }
    reports
}

fn with_fragment(example: &Example, fragment: &str, place: &str) -> String {
    let put = |line: &str| {
        // Front matter and headings stay what they are: they say what an entry is judged by.
        if line.contains(": ") || line.starts_with('#') && place == "](" {
            return line.to_owned();
        }
        let at = line.find(place).map_or(line.len(), |at| at + place.len());
        let end = line.rfind([')', '.', '|']).map_or(line.len(), |end| end + 1).max(at);
        format!("{}{fragment}{}{fragment}{}", &line[..at], &line[at..end], &line[end..])
    };
    example.bad.split('\n').map(put).collect::<Vec<_>>().join("\n")
}

fn assert_shows_only(text: &str) {
    let raw = text.chars().find(|c| c.is_control() && *c != '\n' || matches!(c, '\u{202e}' | '\u{200b}'));
    assert_eq!(raw, None, "{text}");
}

fn assert_no_commands(text: &str) {
    for line in text.lines() {
        assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{line}");
    }
}

/// Reads a comment as GitHub does, and asserts that nothing of it but words comes from outside of code.
fn assert_comment_is_harmless(comment: &str) {
    const REPOSITORY: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/");
    assert_shows_only(&comment.replace('\t', ""));
    assert_no_commands(comment);
    let rest = comment.strip_prefix("<!-- twir-lint -->\n").expect("the marker");
    let mut in_code = false;
    for event in Parser::new_ext(rest, Options::all()) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                assert!(
                    matches!(&kind, CodeBlockKind::Fenced(info) if **info == *"markdown"),
                    "{kind:?} in\n{comment}"
                );
                in_code = true;
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with(REPOSITORY) || *dest_url == *"https://github.com/OWNER/twir-lint#use");
            }
            Event::Text(text) if !in_code => {
                for sign in ["@", "#", "/", "<", "www.", "GH-", "3f786850"] {
                    assert!(!text.contains(sign), "{sign:?} outside of code: {text:?} in\n{comment}");
                }
            }
            Event::Start(Tag::Image { .. } | Tag::HtmlBlock | Tag::Table(_) | Tag::FootnoteDefinition(_))
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => panic!("{event:?} in\n{comment}"),
            _ => {}
        }
    }
    assert!(!in_code, "a block of code that never ends:\n{comment}");
}

/// Gives what a writer writes.
fn written(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A draft as it lies before an editor at the beginning of the week: sections without entries, events of last week, and
/// slips of several kinds.
fn draft_of_twenty_slips() -> String {
    let head = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n";
    let entry = |name: &str| format!("* [The lamp of {name}](https://{name}.example.org/lamp)\n");
    let articles: String = ["ada", "bea", "cleo"].map(entry).concat();
    let slips = "[A lamp that reads](https://dora.example.org/lamp)\n\n\
        - [A lamp that writes](https://emma.example.org/lamp)\n\
        * [A lamp that sings]((https://fay.example.org/lamp))\n\
        * [A lamp that counts]()\n\
        * [A lamp that waits](https://gwen.example.org/lamp?utm_source=mail)\n\
        * [A lamp that walks](https://youtu.be/wwwwwwwwwww)\n\
        * $[A lamp that flies](https://ida.example.org/lamp)\n\
        * [A lamp that rests](https://june.example.org//lamp)\n\
        * [Vidoe] [A lamp that shines](https://kate.example.org/lamp)\n\
        * [A lamp that reads](https://dora.example.org/lamp)\n";
    let headings = "### Observations/Thoughts\n\n{articles}\n### Research\n\n ### Miscellaneous\n\n";
    let community = format!("## Updates from Rust Community\n\n### Official\n\n### Foundation\n\n{headings}{slips}\n");
    let event = |day: &str, place: &str, name: &str| {
        format!(
            "* 2026-{day} | {place} | [Rust {name}](https://{name}.example.org/)\n    * [**Talk**](https://{name}.example.org/1)\n"
        )
    };
    let mut events = "## Upcoming Events\n\nRusty Events between 2026-03-04 - 2026-04-01 🦀\n\n".to_owned();
    for (region, place) in [
        ("Virtual", "Virtual"),
        ("Asia", "Seoul, Kr"),
        ("Europe", "Leipzig, SN, DE"),
        ("North America", "Boston, MA, US"),
        ("Oceania", "Barton, ACT, AU"),
    ] {
        let name = region[..4].to_lowercase();
        events.push_str(&format!("### {region}\n"));
        events.push_str(&event("02-26", &place.replace("SN, ", ""), &format!("{}a", name.trim())));
        events.push_str(&event("02-28", &place.replace("SN, ", ""), &format!("{}b", name.trim())));
        events.push_str(&event("03-10", place, &format!("{}c", name.trim())));
        events.push('\n');
    }
    format!("{head}{}{events}", community.replace("{articles}", &articles))
}

#[test]
fn a_draft_of_twenty_findings_is_read_on_two_screens() {
    let source = Source::new(NAME, draft_of_twenty_slips());
    let settings = Settings::default();
    let judge = |document: &Document<'_>| twir_lint::lint::check(document, &settings.judging());
    let document = Document::parse(&source);
    let mut diagnostics = judge(&document);
    twir_lint::lint::preview(&document, &mut diagnostics, &[], judge);
    diagnostics.retain(|diagnostic| !diagnostic.is_silent);
    assert_eq!(diagnostics.len(), 20, "{diagnostics:#?}");
    let report = Report { files: vec![FileReport::new(source, diagnostics)], ..Report::default() };
    for (width, color) in [(80, false), (80, true), (120, false), (120, true)] {
        let style = fancy::Style { color, unicode: true, width, hints: true };
        let text = written(|out| grouped::write(&report, style, out));
        // Below the report is a line that counts the findings.
        assert!(text.lines().count() < 80, "{} rows:\n{text}", text.lines().count());
        assert!(color || text.lines().all(|row| row.chars().count() <= width), "{text}");
    }
}

#[test]
fn no_example_can_be_made_to_harm_who_reads_the_report() {
    let root = Path::new(".");
    let style = fancy::Style { color: false, unicode: true, width: 80, hints: true };
    let reports = hostile_reports();
    for report in &reports {
        let count = report.diagnostics().count();
        assert_comment_is_harmless(&written(|out| markdown::write(report, root, out)));
        assert_annotations_are_harmless(&written(|out| github::write(report, root, out)), count);
        let fancy = written(|out| fancy::write(report, style, out));
        let concise = written(|out| concise::write(report, concise::Columns::Chars, out));
        let grouped = written(|out| grouped::write(report, style, out));
        for text in [&fancy, &grouped, &concise] {
            assert_shows_only(&text.replace('\t', ""));
            assert_no_commands(text);
        }
        assert_eq!(concise.lines().count(), count);
        assert_program_reads(&written(|out| json::write(report, out)));
    }
    // A log has all rules in it, so that one log holds many files; some of them are enough.
    let report =
        Report { files: reports.into_iter().step_by(7).flat_map(|report| report.files).collect(), ..Report::default() };
    assert!(report.diagnostics().count() > 500);
    assert_program_reads(&written(|out| sarif::write(&report, root, out)));
}

/// Reads annotations as the runner does: nothing but them, and each with its properties.
fn assert_annotations_are_harmless(annotations: &str, count: usize) {
    assert_shows_only(&annotations.replace('\t', ""));
    let found = commands(annotations);
    assert!(found.len() == count || count > 10, "{annotations}");
    for (name, properties, _) in &found {
        assert!(name == "error" || name == "warning", "{annotations}");
        let keys: Vec<_> = properties.iter().map(|(key, _)| key.as_str()).collect();
        assert!(keys.starts_with(&["file", "line", "endLine"]) && keys.ends_with(&["title"]), "{annotations}");
    }
    let others = annotations.lines().filter(|line| command(line).is_none()).count();
    assert!(others == usize::from(found.len() < count), "{annotations}");
}

fn assert_program_reads(text: &str) {
    assert_shows_only(text);
    assert_no_commands(text);
    serde_json::from_str::<Value>(text).expect("JSON");
}

// Not every system takes such a name.
#[cfg(unix)]
#[test]
fn a_hostile_name_is_only_a_name() {
    // A section that publishing is blocked by, and a line whose correction a build would obey.
    let issue = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n";
    let broken = "* [B](https://example.org/b\n";
    let text = format!("{issue}### ::error::x ##[error]y\n{ERROR}{broken}\n::error::x  \n\n##[error]y  \n");
    for format in ["fancy", "grouped", "concise", "json", "sarif", "markdown", "github", "rdjson"] {
        let ran = lint_as(HOSTILE_NAME, &["--format", format, "--publish", "--color", "never"], &[], &text);
        assert_eq!(ran.code, Some(1), "{format}: {}{}", ran.out, ran.err);
        assert_shows_only(&ran.out);
        match format {
            "github" => {
                let found = commands(&ran.out);
                assert_eq!(found.len(), ran.out.lines().count(), "{}", ran.out);
                let file = HOSTILE_NAME.replace('\u{1b}', "\\u{1b}").replace('\u{202e}', "\\u{202e}");
                assert!(found.iter().all(|(name, properties, _)| {
                    ["error", "warning"].contains(&name.as_str()) && properties[0] == ("file".to_owned(), file.clone())
                }));
            }
            "markdown" => assert_comment_is_harmless(&ran.out),
            _ => assert_no_commands(&ran.out),
        }
        if format == "sarif" {
            let log: Value = serde_json::from_str(&ran.out).unwrap();
            let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
            let uri = place["uri"].as_str().unwrap();
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~%/".contains(c);
            assert!(uri.starts_with("draft/%3A%3Aerror") && uri.chars().all(is_plain), "{uri}");
        }
    }
    let repeated = "* [A](https://example.org/a)\n* [A ##[error]x](https://example.org/a)\n";
    let ran = lint_as(HOSTILE_NAME, &["--fix", "--unsafe-fixes"], &[], &format!("### Miscellaneous\n{repeated}"));
    assert!(ran.err.contains("removed from "), "{}", ran.err);
    assert_no_commands(&ran.err);
    let missing = Command::new(env!("CARGO_BIN_EXE_twir-lint")).arg(HOSTILE_NAME).output().unwrap();
    let err = String::from_utf8(missing.stderr).unwrap();
    assert_shows_only(&err);
    assert_no_commands(&err);
}

#[test]
fn sarif_messages_hold_no_links_or_places_for_arguments() {
    let found = results("### Miscellaneous\n* [A](https://example.org/a) and [b] {0}\n");
    let message = found[0]["message"]["text"].as_str().unwrap();
    assert!(message.contains(r"`and \[b\] {{0}}`"), "{message}");
}
