//! What can be asked at a place: actions, formatting, hover, completion, outline.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::editor::{Editor, able, applied, checkout, pulling, rules, uri};

const URI: &str = "untitled:draft.md";

fn position(line: usize, character: usize) -> Value {
    json!({ "line": line, "character": character })
}

fn range(start: (usize, usize), end: (usize, usize)) -> Value {
    json!({ "start": position(start.0, start.1), "end": position(end.0, end.1) })
}

/// The actions at a place.
fn actions(editor: &mut Editor, uri: &str, at: (usize, usize), only: Option<&str>) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    let params = json!({ "textDocument": { "uri": uri }, "range": range(at, at), "context": context });
    editor.request("textDocument/codeAction", params).as_array().unwrap().clone()
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().filter_map(|action| action["title"].as_str()).collect()
}

/// The text after the action whose title begins so.
fn done(text: &str, actions: &[Value], title: &str) -> String {
    let action = actions.iter().find(|action| action["title"].as_str().unwrap().starts_with(title));
    let action = action.unwrap_or_else(|| panic!("{title} is not among {:?}", titles(actions)));
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    applied(text, &change["edits"])
}

/// Two mistakes on one line whose fixes touch, and one of the same kind below.
const TOUCHING: &str = "### Research\n* 🦀 [Ferris ](https://example.org/a?utm_source=x&utm_medium=y)\n* [Next](https://example.org/b?utm_source=x)\n";

#[test]
fn a_finding_is_fixed_by_itself_with_its_kind_or_with_all_others() {
    let mut editor = Editor::new(able());
    editor.open(URI, TOUCHING);
    let at = TOUCHING.lines().nth(1).unwrap().find("utm").unwrap() - 2;
    let offered = actions(&mut editor, URI, (1, at), None);
    assert_eq!(
        done(TOUCHING, &offered, "Remove"),
        TOUCHING.replacen("?utm_source=x&utm_medium=y", "", 1),
        "the fix of this finding"
    );
    assert_eq!(offered[0]["isPreferred"], true);
    assert_eq!(rules(offered[0]["diagnostics"].as_array().unwrap()), ["tracking-parameters"]);
    let of_rule = done(TOUCHING, &offered, "Fix all problems of `tracking-parameters`");
    assert_eq!(of_rule, TOUCHING.replacen("?utm_source=x&utm_medium=y", "", 1).replace("?utm_source=x", ""));
    let all = actions(&mut editor, URI, (0, 0), Some("source.fixAll"));
    assert_eq!(all[0]["kind"], "source.fixAll.twir-lint");
    assert_eq!(done(TOUCHING, &all, "Fix all"), of_rule.replace("Ferris ]", "Ferris]"));
    assert!(actions(&mut editor, URI, (1, at), Some("refactor")).is_empty());
    // Some ask about the whole line, by what was found there.
    let diagnostics = editor.published(URI);
    let params = json!({
        "textDocument": { "uri": URI }, "range": range((0, 0), (0, 0)),
        "context": { "diagnostics": diagnostics, "only": ["quickfix"] },
    });
    let offered = editor.request("textDocument/codeAction", params);
    assert!(titles(offered.as_array().unwrap()).contains(&"Explain `tracking-parameters`"));
}

#[test]
fn an_edit_is_worked_out_when_an_action_is_chosen_where_the_client_can_wait() {
    let mut capabilities = able();
    capabilities["textDocument"]["codeAction"]["dataSupport"] = json!(true);
    capabilities["textDocument"]["codeAction"]["resolveSupport"] = json!({ "properties": ["edit"] });
    let mut editor = Editor::new(capabilities);
    editor.open(URI, TOUCHING);
    let at = TOUCHING.lines().nth(1).unwrap().find("utm").unwrap() - 2;
    let offered = actions(&mut editor, URI, (1, at), None);
    let waiting: Vec<Value> = offered.iter().filter(|action| action.get("data").is_some()).cloned().collect();
    let of_rule = TOUCHING.replacen("?utm_source=x&utm_medium=y", "", 1).replace("?utm_source=x", "");
    let comment = ") <!-- twir-lint: allow(tracking-parameters) -->\n* [Next]";
    let results = [
        ("Fix all problems of", of_rule.clone()),
        ("Allow", TOUCHING.replace(")\n* [Next]", comment)),
        ("Fix all problems that", of_rule.replace("Ferris ]", "Ferris]")),
    ];
    assert_eq!(waiting.len(), results.len(), "{:?}", titles(&waiting));
    for (title, expected) in results {
        let action = waiting.iter().find(|action| action["title"].as_str().unwrap().starts_with(title)).unwrap();
        assert!(action.get("edit").is_none());
        let resolved = editor.request("codeAction/resolve", action.clone());
        assert_eq!(done(TOUCHING, &[resolved], title), expected);
    }
    // Not once the text is another.
    editor.change(URI, 2, json!([{ "text": "" }]));
    assert_eq!(editor.try_request("codeAction/resolve", waiting[0].clone()), Err(-32801));
    assert!(editor.try_request("codeAction/resolve", json!({ "title": "x" })).is_err());
}

#[test]
fn a_finding_is_let_pass_by_a_comment() {
    let mut editor = Editor::new(able());
    let text = "### Research\r\n* [One](https://example.org/a?utm_source=x) \r\n* [Two](https://bit.ly/x?utm_source=x) <!-- twir-lint: allow(tracking-parameters) it is needed -->\r\n";
    editor.open(URI, text);
    let found = editor.published(URI);
    assert!(found.len() >= 2, "{found:?}");
    let first = actions(&mut editor, URI, (1, 30), None);
    let allowed = done(text, &first, "Allow `tracking-parameters` here");
    assert!(allowed.contains("utm_source=x) <!-- twir-lint: allow(tracking-parameters) --> \r\n"), "{allowed}");
    let second = found.iter().find(|finding| finding["range"]["start"]["line"] == 2).unwrap();
    let rule = second["code"].as_str().unwrap();
    let start = second["range"]["start"]["character"].as_u64().unwrap() as usize;
    let offered = actions(&mut editor, URI, (2, start), None);
    let allowed = done(text, &offered, &format!("Allow `{rule}` here"));
    assert!(allowed.contains(&format!("allow(tracking-parameters, {rule}) it is needed")), "{allowed}");
    editor.change(URI, 2, json!([{ "text": allowed }]));
    assert!(!rules(&editor.published(URI)).contains(&rule));
}

#[test]
fn what_a_fix_may_lose_is_said_in_its_title() {
    let mut editor = Editor::new(able());
    let text = "### Research\n* [One](https://example.org/a)\n* [One](https://example.org/a)\n";
    editor.open(URI, text);
    let offered = actions(&mut editor, URI, (2, 12), None);
    let action = offered.iter().find(|action| action.get("edit").is_some()).expect("a fix is offered");
    assert!(action["title"].as_str().unwrap().contains("(unsafe"), "{action}");
    assert!(action.get("isPreferred").is_none());
}

#[test]
fn a_rule_is_explained() {
    let mut editor = Editor::new(able());
    editor.open(URI, TOUCHING);
    let explain = |name: &str| json!({ "command": "twir-lint.explain", "arguments": [name] });
    editor.request("workspace/executeCommand", explain("tracking-parameters"));
    let shown = editor.next("window/showMessage");
    assert!(shown["message"].as_str().unwrap().contains("tracking-parameters: "), "{shown}");
    assert!(editor.try_request("workspace/executeCommand", explain("no-such-rule")).is_err());
    assert!(editor.try_request("workspace/executeCommand", json!({ "command": "rm" })).is_err());
}

#[test]
fn formatting_applies_the_safe_fixes_and_within_a_range_no_others() {
    let mut editor = Editor::new(pulling("utf-8"));
    editor.open(URI, TOUCHING);
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let document = json!({ "uri": URI });
    let edits = editor.request("textDocument/formatting", json!({ "textDocument": document, "options": options }));
    let formatted = "### Research\n* 🦀 [Ferris](https://example.org/a)\n* [Next](https://example.org/b)\n";
    assert_eq!(applied_in_bytes(TOUCHING, &edits), formatted);
    let params = json!({ "textDocument": document, "options": options, "range": range((2, 0), (3, 0)) });
    let edits = editor.request("textDocument/rangeFormatting", params);
    assert_eq!(applied_in_bytes(TOUCHING, &edits), TOUCHING.replace("/b?utm_source=x", "/b"));
    editor.change(URI, 2, json!([{ "text": formatted }]));
    let edits = editor.request("textDocument/formatting", json!({ "textDocument": document, "options": options }));
    assert_eq!(edits, json!([]));
}

/// As [`applied`], of edits that count bytes.
fn applied_in_bytes(text: &str, edits: &Value) -> String {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let offset =
        |at: &Value| starts[at["line"].as_u64().unwrap() as usize] + at["character"].as_u64().unwrap() as usize;
    let mut fixed = text.to_owned();
    for edit in edits.as_array().unwrap().iter().rev() {
        let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
        fixed.replace_range(start..end, edit["newText"].as_str().unwrap());
    }
    fixed
}

const EARLIER: &str = "\
## Updates from Rust Community
### Research
* [An old title](https://example.org/old)
## Upcoming Events
Rusty Events between 2026-02-25 - 2026-03-25 🦀
### Europe
* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)
    * [**Hack night**](https://example.org/ghent/1)
* 2026-03-06 | Antwerp, BE | [Rust Antwerp](https://example.org/antwerp)
    * [**Talks**](https://example.org/antwerp/1)
## A section of its own
";

const DRAFT: &str = "\
Title: This Week in Rust 641
Number: 641
Date: 2026-03-04
Category: This Week in Rust

## Updates from Rust Community
### Research
* [An old title](https://www.example.org/old/)
## Upcoming Events
Rusty Events between 2026-03-04 - 2026-04-01 🦀

### Europe
* 2026-03-12 | Ghent, BE | [Rust Ghent](https://example.org/ghent)
    * [**Hack night**](https://example.org/ghent/2)
### North America
";

/// An editor with the draft of a checkout that has an earlier issue.
fn draft(text: &str) -> (TempDir, Editor, String) {
    let (folder, draft) = checkout();
    let earlier: PathBuf = folder.path().join("content/2026-02-25-this-week-in-rust.md");
    fs::write(earlier, EARLIER).unwrap();
    let editor = Editor::new(able());
    let uri = uri(&draft);
    editor.open(&uri, text);
    (folder, editor, uri)
}

#[test]
fn hovering_tells_of_the_rule_of_the_event_and_of_earlier_issues() {
    let (_folder, mut editor, uri) = draft(DRAFT);
    let mut hover = |line, character| {
        let params = json!({ "textDocument": { "uri": uri }, "position": position(line, character) });
        let shown = editor.request("textDocument/hover", params);
        shown["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let link = hover(7, 20);
    assert!(link.contains("**repeated-link**") && link.contains("**Why.**"), "{link}");
    let link = hover(7, 5);
    assert!(link.contains("the issue of 2026-02-25, line 3: An old title"), "{link}");
    let event = hover(12, 5);
    assert!(event.contains("Thursday, 12 March 2026") && event.contains("8 days after this issue"), "{event}");
    let group = hover(12, 30);
    assert!(group.contains("* 2026-03-05 | Ghent, BE | Hack night"), "{group}");
    assert_eq!(hover(8, 0), "");
}

/// What is offered at the end of a text whose last line is this one: label and what is written.
fn offered(before: &str, line: &str) -> Vec<(String, String)> {
    let text = format!("{before}{line}");
    let (_folder, mut editor, uri) = draft(&text);
    let at = position(text.matches('\n').count(), line.encode_utf16().count());
    let params = json!({ "textDocument": { "uri": uri }, "position": at });
    let items = editor.request("textDocument/completion", params);
    let items = items.as_array().unwrap().iter().map(|item| {
        let edit = &item["textEdit"];
        assert_eq!(edit["range"]["end"], at);
        let from = edit["range"]["start"]["character"].as_u64().unwrap() as usize;
        let written = applied(
            line,
            &json!([{ "newText": edit["newText"], "range": range((0, from), (0, line.encode_utf16().count())) }]),
        );
        (item["label"].as_str().unwrap().to_owned(), written)
    });
    items.collect()
}

fn labels(offered: &[(String, String)]) -> Vec<&str> {
    offered.iter().map(|(label, _)| label.as_str()).collect()
}

#[test]
fn prefixes_and_headings_are_completed() {
    let community = "## Updates from Rust Community\n### Research\n* [🦀](https://example.org/a)\n";
    let found = offered(community, "* [vi");
    assert_eq!(found[0], ("video".to_owned(), "* [video] ".to_owned()));
    assert!(labels(&found).contains(&"ZH") && labels(&found).contains(&"PT-BR"));
    assert!(!labels(&offered(community, "* [video] [")).contains(&"video"));
    assert!(offered(community, "* [A title](https://example.org) [").is_empty());
    assert!(offered("## Jobs\n", "* [").is_empty());
    let headings = offered(community, "### ");
    assert!(labels(&headings).contains(&"Observations/Thoughts") && !labels(&headings).contains(&"Research"));
    assert!(headings.contains(&("Miscellaneous".to_owned(), "### Miscellaneous".to_owned())));
    assert_eq!(labels(&offered("## Upcoming Events\n### Europe\n\n", "###"))[..2], ["Virtual", "Africa"]);
    assert!(labels(&offered(community, "## ")).contains(&"A section of its own"));
}

#[test]
fn the_fields_of_an_event_are_completed() {
    let events = "## Upcoming Events\nRusty Events between 2026-03-04 - 2026-04-01 🦀\n\n### Europe\n";
    let dates = offered(events, "* 2026-");
    assert_eq!((dates.len(), dates[0].0.as_str()), (29, "2026-03-04"));
    assert_eq!(dates[28].1, "* 2026-04-01");
    let countries = offered(events, "* 2026-03-12 | Ghent,");
    assert_eq!(countries[0], ("BE".to_owned(), "* 2026-03-12 | Ghent, BE".to_owned()));
    assert_eq!(countries.iter().filter(|(label, _)| label == "BE").count(), 1);
    let place = |label: &str| countries.iter().position(|(known, _)| known == label).unwrap();
    assert!(place("DE") < place("JP") && place("NL") < place("OR, US"));
    assert!(labels(&offered(events, "* 2026-03-12 | Hybrid (Portland, OR,")).contains(&"US"));
    let groups = offered(events, "* 2026-03-12 | Antwerp, BE | ");
    let expected = "* 2026-03-12 | Antwerp, BE | [Rust Antwerp](https://example.org/antwerp)";
    assert_eq!(groups[0], ("Rust Antwerp".to_owned(), expected.to_owned()));
    assert_eq!(labels(&groups), ["Rust Antwerp", "Rust Ghent"]);
    assert!(offered("## Jobs\n", "* 2026-03-12 | Ghent,").is_empty());
}

#[test]
fn a_text_has_an_outline_folds_and_links() {
    let (_folder, mut editor, uri) = draft(DRAFT);
    let params = json!({ "textDocument": { "uri": uri } });
    let symbols = editor.request("textDocument/documentSymbol", params.clone());
    let names = |symbols: &Value| -> Vec<String> {
        symbols.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&symbols), ["Updates from Rust Community", "Upcoming Events"]);
    assert_eq!(names(&symbols[1]["children"]), ["Europe", "North America"]);
    let event = &symbols[1]["children"][0]["children"][0];
    assert_eq!((&event["name"], &event["detail"]), (&json!("Hack night"), &json!("2026-03-12 Ghent, BE")));
    assert_eq!(symbols[1]["range"]["end"]["line"], 15);
    let folds = editor.request("textDocument/foldingRange", params.clone());
    let folds: Vec<_> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|fold| (fold["startLine"].as_u64().unwrap(), fold["endLine"].as_u64().unwrap()))
        .collect();
    assert_eq!(folds, [(0, 3), (5, 7), (6, 7), (8, 14), (11, 13), (12, 13)]);
    let links = editor.request("textDocument/documentLink", params);
    assert_eq!(links.as_array().unwrap().len(), 3);
    assert_eq!(links[0]["target"], "https://www.example.org/old/");
    assert_eq!(links[0]["range"], range((7, 17), (7, 45)));
}
