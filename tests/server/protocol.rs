//! The beginning and the end of a conversation, what is sent when, and what goes wrong.

use std::fs;

use serde_json::{Value, json};

use crate::common::Place;
use crate::editor::{Editor, able, checkout, pulling, rules, uri};

const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;
const INVALID_REQUEST: i32 = -32600;
const NOT_INITIALIZED: i32 = -32002;
const CANCELLED: i32 = -32800;

/// An entry whose address tracks readers.
const TRACKED: &str = "### Research\n* [🦀 A title](https://example.org/a?utm_source=x)\n";

#[test]
fn a_conversation_begins_and_ends_as_the_protocol_says() {
    let mut editor = Editor::silent();
    assert_eq!(editor.try_request("textDocument/diagnostic", json!({})), Err(NOT_INITIALIZED));
    let answer = editor.request("initialize", json!({ "capabilities": {} }));
    assert_eq!(answer["serverInfo"]["name"], "twir-lint");
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(answer["capabilities"]["textDocumentSync"]["change"], 2);
    assert_eq!(editor.try_request("initialize", json!({})), Err(INVALID_REQUEST));
    assert_eq!(editor.try_request("textDocument/rename", json!({})), Err(METHOD_NOT_FOUND));
    assert_eq!(editor.try_request("textDocument/diagnostic", json!({ "textDocument": 3 })), Err(INVALID_PARAMS));
    editor.request("shutdown", Value::Null);
    assert_eq!(editor.try_request("textDocument/diagnostic", json!({})), Err(INVALID_REQUEST));
    editor.notify("exit", Value::Null);
    assert!(editor.end());
    let mut rude = Editor::silent();
    rude.notify("exit", Value::Null);
    assert!(!rude.end());
}

#[test]
fn findings_are_sent_for_what_is_opened_and_changed_and_taken_back_when_it_is_closed() {
    let mut editor = Editor::new(able());
    let uri = "untitled:x.md";
    editor.open(uri, TRACKED);
    let found = editor.published(uri);
    assert_eq!(rules(&found), ["tracking-parameters"]);
    let finding = &found[0];
    // Behind an emoji, which is two units of UTF-16.
    assert_eq!(
        finding["range"],
        json!({ "start": { "line": 1, "character": 37 }, "end": { "line": 1, "character": 49 } })
    );
    assert_eq!((&finding["source"], &finding["severity"]), (&json!("twir-lint"), &json!(1)));
    assert_eq!(finding["tags"], json!([1]));
    let range = json!({ "start": { "line": 1, "character": 36 }, "end": { "line": 1, "character": 49 } });
    editor.change(uri, 2, json!([{ "range": range, "text": "" }]));
    let params = editor.next("textDocument/publishDiagnostics");
    assert_eq!(params, json!({ "uri": uri, "version": 2, "diagnostics": [] }));
    editor.change(uri, 3, json!([{ "text": TRACKED }]));
    assert_eq!(editor.published(uri).len(), 1);
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(editor.published(uri), Vec::<Value>::new());
    assert!(editor.leave());
}

#[test]
fn findings_are_pulled_and_not_sent_where_the_client_can() {
    let mut editor = Editor::new(pulling("utf-8"));
    let uri = "untitled:x.md";
    editor.open(uri, TRACKED);
    let document = json!({ "uri": uri });
    let report = editor.request("textDocument/diagnostic", json!({ "textDocument": document }));
    assert_eq!(report["items"][0]["range"]["start"]["character"], 39);
    let again = json!({ "textDocument": document, "previousResultId": report["resultId"] });
    assert_eq!(editor.request("textDocument/diagnostic", again.clone())["kind"], "unchanged");
    // The same number for another text.
    editor.notify("textDocument/didClose", json!({ "textDocument": document }));
    editor.open(uri, "");
    assert_eq!(editor.request("textDocument/diagnostic", again)["items"], json!([]));
    assert!(editor.heard.is_empty(), "{:?}", editor.heard);
}

#[test]
fn further_places_of_a_finding_are_shown_in_this_text_and_in_earlier_issues() {
    let (folder, draft) = checkout();
    let earlier = folder.path().canonicalize().unwrap().join("content/2026-02-25-this-week-in-rust.md");
    fs::write(&earlier, "## Updates from Rust Community\n### Research\n* [🦀] [Old](https://example.org/old)\n")
        .unwrap();
    let mut editor = Editor::new(able());
    let entry =
        "* [Old](https://example.org/old)\n* [New](https://example.org/new)\n* [New](https://example.org/new)\n";
    editor.open(&uri(&draft), &format!("### Research\n{entry}"));
    let found = editor.published(&uri(&draft));
    assert_eq!(rules(&found), ["repeated-link", "duplicate-link"]);
    let place = |index: usize| found[index]["relatedInformation"][0]["location"].clone();
    assert_eq!((&place(0)["uri"], &place(1)["uri"]), (&json!(uri(&earlier)), &json!(uri(&draft))));
    assert_eq!(place(0)["range"]["start"], json!({ "line": 2, "character": 7 }));
    assert_eq!(place(1)["range"]["start"]["line"], 2);
}

#[test]
fn a_draft_is_judged_under_its_own_path_though_it_was_never_saved() {
    let (folder, draft) = checkout();
    let mut editor = Editor::new(able());
    let text = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-11\nCategory: This Week in Rust\n";
    editor.open(&uri(&draft), text);
    let found = editor.published(&uri(&draft));
    assert!(rules(&found).contains(&"front-matter"), "{found:?}");
    // Other Markdown of the checkout is none of the newsletter's.
    let readme = uri(&folder.path().join("README.md"));
    editor.open(&readme, TRACKED);
    assert_eq!(editor.published(&readme), Vec::<Value>::new());
}

#[test]
fn configuration_is_read_again_when_it_changes() {
    let (folder, draft) = checkout();
    let file = folder.path().canonicalize().unwrap().join("twir-lint.toml");
    let mut editor = Editor::new(able());
    let draft = uri(&draft);
    editor.open(&draft, TRACKED);
    assert_eq!(editor.published(&draft).len(), 1);
    let registered = editor.asked.iter().find(|asked| asked.method == "client/registerCapability");
    assert!(registered.is_some_and(|asked| asked.params.to_string().contains("**/twir-lint.toml")));
    let watched = || json!({ "changes": [{ "uri": uri(&file), "type": 2 }] });
    fs::write(&file, "[rules]\ntracking-parameters = \"warning\"\n").unwrap();
    editor.notify("workspace/didChangeWatchedFiles", watched());
    assert_eq!(editor.published(&draft)[0]["severity"], 2);
    // Where it has mistakes, they are shown, and nothing else.
    fs::write(&file, "[rules]\ntracking-parameter = \"off\"\n").unwrap();
    editor.notify("workspace/didChangeWatchedFiles", watched());
    let mistakes = editor.published(&uri(&file));
    assert_eq!(mistakes[0]["range"]["start"], json!({ "line": 1, "character": 0 }));
    assert!(mistakes[0]["message"].as_str().unwrap().contains("did you mean"));
    assert_eq!(editor.published(&draft), Vec::<Value>::new());
    assert!(editor.next("window/showMessage")["message"].as_str().unwrap().contains("twir-lint.toml"));
    // A client that watches nothing saves at least.
    fs::write(&file, "exclude = [\"content\"]\n# longer than before\n").unwrap();
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
    fs::File::options().append(true).open(&file).unwrap().set_modified(later).unwrap();
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": draft } }));
    assert_eq!(editor.published(&uri(&file)), Vec::<Value>::new());
    assert_eq!(editor.published(&draft)[0]["severity"], 1);
}

#[test]
fn only_what_a_change_brings_is_shown_since_a_revision() {
    let place = Place::new(&[("draft/2026-03-04-this-week-in-rust.md", TRACKED), ("twir-lint.toml", "")]);
    place.git(&["init", "--quiet", "--initial-branch", "main"]);
    place.commit();
    let folder = place.0.path().canonicalize().unwrap();
    let draft = uri(&folder.join("draft/2026-03-04-this-week-in-rust.md"));
    let mut editor = Editor::with(json!({ "capabilities": able(), "initializationOptions": { "since": "main" } }));
    editor.open(&draft, TRACKED);
    assert_eq!(editor.published(&draft), Vec::<Value>::new());
    let second = TRACKED.lines().last().unwrap().replace("/a?", "/b?");
    editor.change(&draft, 2, json!([{ "text": format!("{TRACKED}{second}\n") }]));
    assert_eq!(editor.published(&draft)[0]["range"]["start"]["line"], 2);
    // What the change itself switches off is still shown, as a hint.
    place.write("twir-lint.toml", "[rules]\ntracking-parameters = \"off\"\n");
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    assert_eq!(editor.published(&draft)[0]["severity"], 4);
    // With a commit, it is no change any more.
    place.write("draft/2026-03-04-this-week-in-rust.md", format!("{TRACKED}{second}\n"));
    place.commit();
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": draft } }));
    assert_eq!(editor.published(&draft), Vec::<Value>::new());
    editor.settings = json!({ "since": "nowhere" });
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    assert!(editor.next("window/showMessage")["message"].as_str().unwrap().contains("no revision `nowhere`"));
}

#[test]
fn each_of_several_folders_has_its_own_configuration() {
    let (one, first) = checkout();
    let (_other, second) = checkout();
    fs::write(one.path().join("twir-lint.toml"), "[rules]\ntracking-parameters = \"off\"\n").unwrap();
    let folder = |path: &std::path::Path| json!({ "uri": uri(&path.canonicalize().unwrap()), "name": "newsletter" });
    let mut editor = Editor::with(json!({ "capabilities": able(), "workspaceFolders": [folder(one.path())] }));
    // A text that lies nowhere is judged as those of the first folder.
    for (uri, expected) in [(uri(&first), 0), (uri(&second), 1), ("untitled:x.md".to_owned(), 0)] {
        editor.open(&uri, TRACKED);
        assert_eq!(editor.published(&uri).len(), expected, "{uri}");
    }
    let event = json!({ "added": [folder(second.ancestors().nth(2).unwrap())], "removed": [folder(one.path())] });
    editor.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    let found: Vec<usize> = (0..3)
        .map(|_| {
            let params = editor.next("textDocument/publishDiagnostics");
            params["diagnostics"].as_array().unwrap().len()
        })
        .collect();
    assert_eq!(found.iter().sum::<usize>(), 2, "{found:?}");
}

#[test]
fn what_is_too_large_is_refused_with_a_message_and_linted_once_it_is_not() {
    let mut editor = Editor::new(able());
    let uri = "untitled:x.md";
    editor.open(uri, &TRACKED.repeat(20_000_000 / TRACKED.len()));
    let message = editor.next("window/showMessage");
    assert!(message["message"].as_str().unwrap().contains("16 MiB"), "{message}");
    assert_eq!(editor.published(uri), Vec::<Value>::new());
    editor.change(uri, 2, json!([{ "text": TRACKED }]));
    assert_eq!(editor.published(uri).len(), 1);
}

#[test]
fn a_request_that_is_cancelled_is_not_worked_on() {
    let mut editor = Editor::new(pulling("utf-16"));
    editor.open("untitled:x.md", &TRACKED.repeat(2000));
    let params = json!({ "textDocument": { "uri": "untitled:x.md" } });
    let first = editor.ask("textDocument/diagnostic", params.clone());
    let second = editor.ask("textDocument/diagnostic", params);
    editor.notify("$/cancelRequest", json!({ "id": second }));
    assert!(editor.answer(first).is_ok());
    assert_eq!(editor.answer(second), Err(CANCELLED));
}

#[test]
fn what_nobody_expects_ends_nothing() {
    let mut editor = Editor::new(able());
    let nested = "> ".repeat(3000) + "\n" + &"b\n".repeat(100_000);
    editor.open("untitled:deep.md", &nested);
    assert!(editor.next("window/showMessage")["message"].as_str().unwrap().contains("nests"));
    assert_eq!(editor.published("untitled:deep.md"), Vec::<Value>::new());
    for params in [
        json!(null),
        json!([]),
        json!({ "textDocument": { "uri": "untitled:none.md", "version": 1 }, "contentChanges": [] }),
    ] {
        editor.notify("textDocument/didChange", params);
        editor.next("window/logMessage");
    }
    editor.notify("$/unknown", json!({}));
    editor.open("", "* [x](y)\n");
    assert!(!editor.published("").is_empty());
    assert!(editor.leave());
}
