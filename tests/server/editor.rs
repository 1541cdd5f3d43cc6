//! An editor of a few lines: it keeps nothing but what the server has said.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};
use tempfile::TempDir;

/// An editor with a server of its own.
pub(crate) struct Editor {
    connection: Connection,
    server: Option<JoinHandle<bool>>,
    next_id: i32,
    /// What `initialize` was answered.
    pub(crate) initialized: Value,
    /// The notifications of the server that nobody has looked at, in order.
    pub(crate) heard: Vec<Notification>,
    /// What the server has asked for, in order.
    pub(crate) asked: Vec<Request>,
    /// What `workspace/configuration` is answered.
    pub(crate) settings: Value,
}

/// The capabilities of an editor that can do everything but pull findings.
pub(crate) fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true, "codeDescriptionSupport": true, "tagSupport": { "valueSet": [1, 2] },
            },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
            "hover": { "contentFormat": ["markdown"] },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        },
        "workspace": {
            "configuration": true,
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "workspaceEdit": { "documentChanges": true },
        },
        "window": { "showDocument": { "support": true } },
    })
}

/// The capabilities of one that pulls findings, and counts in a unit of its choice.
pub(crate) fn pulling(encoding: &str) -> Value {
    let mut able = able();
    able["general"]["positionEncodings"] = json!([encoding]);
    able["textDocument"]["diagnostic"] = json!({});
    able["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    able
}

impl Editor {
    /// An editor that has not said anything yet.
    pub(crate) fn silent() -> Self {
        let (connection, other) = Connection::memory();
        let server = std::thread::spawn(move || twir_lint::server::serve(other));
        Self {
            connection,
            server: Some(server),
            next_id: 0,
            initialized: Value::Null,
            heard: Vec::new(),
            asked: Vec::new(),
            settings: Value::Null,
        }
    }

    /// An editor that has said what it can do.
    pub(crate) fn new(capabilities: Value) -> Self {
        Self::with(json!({ "processId": null, "rootUri": null, "capabilities": capabilities }))
    }

    /// An editor that begins with these parameters.
    pub(crate) fn with(params: Value) -> Self {
        let mut editor = Self::silent();
        editor.initialized = editor.request("initialize", params);
        editor.notify("initialized", json!({}));
        editor
    }

    pub(crate) fn send(&self, message: impl Into<Message>) {
        self.connection.sender.send(message.into()).expect("the server is there");
    }

    pub(crate) fn notify(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    /// Asks for something and gives the number of the request.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i32 {
        self.next_id += 1;
        self.send(Request::new(self.next_id.into(), method.to_owned(), params));
        self.next_id
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer(&mut self, id: i32) -> Result<Value, i32> {
        loop {
            if let Some(Response { id: answered, response_result }) = self.hear() {
                assert_eq!(answered, id.into(), "answers come in the order of the requests");
                return response_result.map_err(|error| error.code);
            }
        }
    }

    /// Asks for something, and gives the answer or the code of the error.
    pub(crate) fn try_request(&mut self, method: &str, params: Value) -> Result<Value, i32> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.try_request(method, params);
        answer.unwrap_or_else(|code| panic!("{method} is answered with the error {code}"))
    }

    /// Takes the next message in; a response is given back.
    fn hear(&mut self) -> Option<Response> {
        let message = self.connection.receiver.recv_timeout(Duration::from_secs(60));
        match message.expect("the server says something") {
            Message::Response(response) => return Some(response),
            Message::Notification(notification) => self.heard.push(notification),
            Message::Request(request) => {
                let result =
                    if request.method == "workspace/configuration" { json!([self.settings]) } else { Value::Null };
                self.send(Response::new_ok(request.id.clone(), result));
                self.asked.push(request);
            }
        }
        None
    }

    /// The parameters of the next notification of that kind; those before it of the same kind are given first.
    pub(crate) fn next(&mut self, method: &str) -> Value {
        loop {
            if let Some(at) = self.heard.iter().position(|heard| heard.method == method) {
                return self.heard.remove(at).params;
            }
            assert!(self.hear().is_none(), "a response that nobody waits for");
        }
    }

    pub(crate) fn open(&self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Applies changes, each with the range that it replaces; without one the whole text is.
    pub(crate) fn change(&self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The findings that are sent next; they have to be about this text.
    pub(crate) fn published(&mut self, uri: &str) -> Vec<Value> {
        let params = self.next("textDocument/publishDiagnostics");
        assert_eq!(params["uri"], uri);
        params["diagnostics"].as_array().unwrap().clone()
    }

    /// The findings of a text, which are asked for.
    pub(crate) fn pulled(&mut self, uri: &str) -> Vec<Value> {
        let report = self.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        assert_eq!(report["kind"], "full");
        report["items"].as_array().unwrap().clone()
    }

    /// The text as the server has it.
    pub(crate) fn text(&mut self, uri: &str) -> String {
        let text = self.request("twir-lint/text", json!({ "textDocument": { "uri": uri } }));
        text.as_str().unwrap().to_owned()
    }

    /// Leaves, and tells whether the server is content with how.
    pub(crate) fn leave(mut self) -> bool {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.end()
    }

    /// Waits until the server has ended.
    pub(crate) fn end(&mut self) -> bool {
        self.server.take().expect("it ends once").join().expect("it does not panic")
    }
}

/// The URI of a file.
pub(crate) fn uri(path: &Path) -> String {
    url::Url::from_file_path(path).expect("an absolute path").into()
}

/// The rules of findings, in order.
pub(crate) fn rules(findings: &[Value]) -> Vec<&str> {
    findings.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

/// A checkout of the newsletter, and the path of its draft.
pub(crate) fn checkout() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for name in [".git", "draft", "content"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    let draft = folder.path().canonicalize().unwrap().join("draft/2026-03-04-this-week-in-rust.md");
    (folder, draft)
}

/// The text after edits whose columns count UTF-16. They are applied from the last to the first.
pub(crate) fn applied(text: &str, edits: &Value) -> String {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let offset = |at: &Value| {
        let start = starts[at["line"].as_u64().unwrap() as usize];
        let mut left = at["character"].as_u64().unwrap() as usize;
        let mut end = start;
        for c in text[start..].chars() {
            if left == 0 {
                break;
            }
            left -= c.len_utf16();
            end += c.len_utf8();
        }
        end
    };
    let mut edited = text.to_owned();
    for edit in edits.as_array().unwrap().iter().rev() {
        let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
        edited.replace_range(start..end, edit["newText"].as_str().unwrap());
    }
    edited
}
