//! Owns the conversation with one client: what each message does, and when findings are sent.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::rc::Rc;

use crossbeam_channel::Sender;
use gen_lsp_types as lsp;
use gen_lsp_types::MessageType;
use jiff::civil::Date;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::config;
use crate::diagnostic::Diagnostic;
use crate::guard;
use crate::report;
use crate::rules;
use crate::server::actions;
use crate::server::address;
use crate::server::client::Client;
use crate::server::complete;
use crate::server::diagnostics;
use crate::server::fixes::{self, Stop};
use crate::server::hover;
use crate::server::inbox::Inbox;
use crate::server::message::{log, show};
use crate::server::open::Open;
use crate::server::outline;
use crate::server::settings::{SECTION, Settings};
use crate::server::surroundings::{Judge, Surroundings, is_issue};
use crate::server::view::View;

/// Serves a client until it leaves. True where it said `shutdown` before.
pub(super) fn run(connection: Connection) -> bool {
    let Connection { sender, receiver } = connection;
    let mut session = Session {
        sender,
        inbox: Inbox::new(receiver),
        stage: Stage::New,
        client: Client::default(),
        settings: Settings::default(),
        texts: BTreeMap::new(),
        surroundings: Surroundings::default(),
        epoch: 0,
        stamps: 0,
        asked: HashMap::new(),
        next_id: 0,
        faulty: BTreeSet::new(),
    };
    loop {
        let next = session.inbox.next().or_else(|| {
            // Only where nothing waits: of several changes, the last counts.
            session.publish();
            session.inbox.wait()
        });
        let Some(message) = next else { return session.stage == Stage::ShutDown };
        if matches!(&message, Message::Notification(notification) if notification.method == "exit") {
            return session.stage == Stage::ShutDown;
        }
        session.work(message);
    }
}

/// How far the conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    New,
    Serving,
    ShutDown,
}

/// What the client was asked for.
enum Asked {
    Settings,
    /// Something whose answer says nothing.
    Other,
}

struct Session {
    sender: Sender<Message>,
    inbox: Inbox,
    stage: Stage,
    client: Client,
    settings: Settings,
    /// The texts that are open, by their URI.
    texts: BTreeMap<String, Open>,
    surroundings: Surroundings,
    /// How often what texts are judged by has changed.
    epoch: u64,
    /// How many states of texts there were.
    stamps: u64,
    asked: HashMap<RequestId, Asked>,
    next_id: i32,
    /// The configuration files of which it was said that they have mistakes.
    faulty: BTreeSet<PathBuf>,
}

impl Session {
    fn work(&mut self, message: Message) {
        match message {
            Message::Request(request) => {
                let id = request.id.clone();
                let answer = if self.inbox.is_cancelled() {
                    Err(refusal(ErrorCode::RequestCanceled, "the request was cancelled"))
                } else {
                    let work = guard::guarded(|| self.answer(request));
                    work.unwrap_or_else(|fault| Err(refusal(ErrorCode::InternalError, &fault.to_string())))
                };
                self.inbox.answered(&id);
                self.send(Response { id, response_result: answer });
            }
            Message::Notification(notification) => {
                let method = notification.method.clone();
                match guard::guarded(|| self.heed(notification)) {
                    Ok(Ok(())) => {}
                    Ok(Err(refusal)) => self.send(log(MessageType::Error, &format!("{method}: {}", refusal.message))),
                    Err(fault) => self.send(log(MessageType::Error, &format!("{method}: {fault}"))),
                }
            }
            Message::Response(response) => {
                let asked = self.asked.remove(&response.id);
                if let (Some(Asked::Settings), Ok(Value::Array(sections))) = (asked, response.response_result) {
                    self.set(sections.first().unwrap_or(&Value::Null));
                }
            }
        }
    }

    fn send(&self, message: impl Into<Message>) {
        // A client that is gone says so on the other channel.
        let _ = self.sender.send(message.into());
    }

    fn notify(&self, method: &str, params: impl Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn ask(&mut self, method: &str, params: impl Serialize, asked: Asked) {
        self.next_id += 1;
        let id = RequestId::from(self.next_id);
        self.asked.insert(id.clone(), asked);
        self.send(Request::new(id, method.to_owned(), params));
    }

    /// The answer to a request.
    fn answer(&mut self, request: Request) -> Result<Value, ResponseError> {
        let Request { method, params, .. } = request;
        match (self.stage, method.as_str()) {
            (Stage::New, "initialize") => Ok(self.initialize(&params)),
            (Stage::New, _) => Err(refusal(ErrorCode::ServerNotInitialized, "`initialize` comes first")),
            (Stage::ShutDown, _) | (_, "initialize") => {
                Err(refusal(ErrorCode::InvalidRequest, &format!("`{method}` is not allowed now")))
            }
            (_, "shutdown") => {
                self.stage = Stage::ShutDown;
                Ok(Value::Null)
            }
            (_, "workspace/executeCommand") => self.execute(read(params)?),
            (_, "twir-lint/text") => self.text(&read(params)?),
            (_, method) => self.answer_about_text(method, params),
        }
    }

    /// The answer to a request that asks something of one text.
    fn answer_about_text(&mut self, method: &str, params: Value) -> Result<Value, ResponseError> {
        match method {
            "textDocument/diagnostic" => self.diagnostic(read(params)?),
            "textDocument/codeAction" => {
                let params: lsp::CodeActionParams = read(params)?;
                self.look(&params.text_document.uri, |view, findings| actions::of(view, findings, &params))
            }
            "codeAction/resolve" => self.resolve(read(params)?),
            "textDocument/formatting" => {
                let params: lsp::DocumentFormattingParams = read(params)?;
                self.look(&params.text_document.uri, |view, _| fixes::all(view))
            }
            "textDocument/rangeFormatting" => {
                let params: lsp::DocumentRangeFormattingParams = read(params)?;
                self.look(&params.text_document.uri, |view, _| fixes::within(view, view.span(params.range)))
            }
            "textDocument/hover" => {
                let lsp::HoverParams { text_document_position_params: at, .. } = read(params)?;
                self.look(&at.text_document.uri, |view, findings| {
                    Ok(hover::at(view, findings, view.offset(at.position), today()))
                })
            }
            "textDocument/completion" => {
                let lsp::CompletionParams { text_document_position_params: at, .. } = read(params)?;
                self.look(&at.text_document.uri, |view, _| Ok(complete::at(view, view.offset(at.position))))
            }
            "textDocument/documentSymbol" => {
                let TextParams { text_document } = read(params)?;
                self.look(&text_document.uri, |view, _| {
                    let is_nested = view.client.takes_nested_symbols;
                    Ok(if is_nested { json!(outline::symbols(view)) } else { json!(outline::flat_symbols(view)) })
                })
            }
            "textDocument/foldingRange" => {
                let TextParams { text_document } = read(params)?;
                self.look(&text_document.uri, |view, _| Ok(outline::folds(view)))
            }
            "textDocument/documentLink" => {
                let TextParams { text_document } = read(params)?;
                self.look(&text_document.uri, |view, _| Ok(outline::links(view)))
            }
            _ => Err(refusal(ErrorCode::MethodNotFound, &format!("`{method}` is not known"))),
        }
    }

    /// Does what a notification says.
    fn heed(&mut self, notification: Notification) -> Result<(), ResponseError> {
        let Notification { method, params } = notification;
        if self.stage != Stage::Serving {
            return Ok(());
        }
        match method.as_str() {
            "initialized" => self.register(),
            "textDocument/didOpen" => {
                let lsp::DidOpenTextDocumentParams { text_document } = read(params)?;
                let uri = text_document.uri.0;
                self.look_again();
                let mut open = Open::new(uri.clone(), text_document.version, text_document.text);
                open.stamp = self.next_stamp();
                self.texts.insert(uri, open);
            }
            "textDocument/didChange" => {
                let lsp::DidChangeTextDocumentParams { text_document, content_changes } = read(params)?;
                let (encoding, stamp) = (self.client.encoding, self.next_stamp());
                let open = self.texts.get_mut(&text_document.text_document_identifier.uri.0);
                let open = open.ok_or_else(|| refusal(ErrorCode::InvalidParams, "the text is not open"))?;
                open.change(text_document.version, content_changes, encoding);
                open.stamp = stamp;
            }
            "textDocument/didSave" => self.look_again(),
            "textDocument/didClose" => {
                let lsp::DidCloseTextDocumentParams { text_document } = read(params)?;
                let uri = text_document.uri.0;
                if self.texts.remove(&uri).is_some() && !self.client.pulls_diagnostics {
                    self.publish_diagnostics(&uri, None, Vec::new());
                }
            }
            "workspace/didChangeConfiguration" if self.client.has_configuration => self.ask_for_settings(),
            "workspace/didChangeConfiguration" => self.set(params.get("settings").unwrap_or(&Value::Null)),
            "workspace/didChangeWatchedFiles" | "workspace/didRenameFiles" => {
                self.surroundings.forget();
                self.judge_again();
            }
            "workspace/didChangeWorkspaceFolders" => {
                let lsp::DidChangeWorkspaceFoldersParams { event } = read(params)?;
                let path = |folder: &lsp::WorkspaceFolder| address::to_path(folder.uri.as_ref());
                let removed: Vec<PathBuf> = event.removed.iter().filter_map(path).collect();
                self.client.roots.retain(|root| !removed.contains(root));
                self.client.roots.extend(event.added.iter().filter_map(path));
                self.judge_again();
            }
            // What begins so may be left alone, and what is not known says nothing that matters.
            _ => {}
        }
        Ok(())
    }

    /// A number that no state of a text had before.
    fn next_stamp(&mut self) -> u64 {
        self.stamps += 1;
        self.stamps
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.client = Client::new(params);
        self.settings.update(params.get("initializationOptions").unwrap_or(&Value::Null));
        self.surroundings.judge_since(self.settings.since.as_deref());
        self.stage = Stage::Serving;
        json!(lsp::InitializeResult {
            capabilities: capabilities(&self.client),
            server_info: Some(lsp::ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    /// Asks to be told of files and settings that change.
    fn register(&mut self) {
        let mut registrations = Vec::new();
        if self.client.watches_files {
            let globs = [format!("**/{}", config::FILE_NAME), "**/content/*-this-week-in-rust.md".to_owned()];
            let watchers: Vec<Value> = globs.iter().map(|glob| json!({ "globPattern": glob })).collect();
            registrations.push(json!({
                "id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": { "watchers": watchers },
            }));
        }
        if self.client.registers_configuration {
            registrations.push(json!({
                "id": "settings", "method": "workspace/didChangeConfiguration", "registerOptions": { "section": SECTION },
            }));
        }
        if !registrations.is_empty() {
            self.ask("client/registerCapability", json!({ "registrations": registrations }), Asked::Other);
        }
        if self.client.has_configuration {
            self.ask_for_settings();
        }
    }

    fn ask_for_settings(&mut self) {
        self.ask("workspace/configuration", json!({ "items": [{ "section": SECTION }] }), Asked::Settings);
    }

    /// Takes over the settings of the editor.
    fn set(&mut self, value: &Value) {
        if self.settings.update(value) {
            self.surroundings.judge_since(self.settings.since.as_deref());
            self.judge_again();
        }
    }

    /// Reads again what has changed on the disk, for not every client watches files.
    fn look_again(&mut self) {
        if self.surroundings.refresh() {
            self.judge_again();
        }
    }

    /// Judges all texts anew, by what is set now.
    fn judge_again(&mut self) {
        self.epoch += 1;
        self.texts.values_mut().for_each(Open::judge_again);
        if self.client.pulls_diagnostics && self.client.refreshes_diagnostics {
            self.ask("workspace/diagnostic/refresh", json!(null), Asked::Other);
        }
    }

    /// Sends the findings of the texts that have changed since.
    fn publish(&mut self) {
        if self.stage != Stage::Serving {
            return;
        }
        let stale: Vec<String> =
            self.texts.values().filter(|open| !open.is_published).map(|open| open.uri.clone()).collect();
        for uri in stale {
            let found = guard::guarded(|| self.find(&uri));
            if let Some(open) = self.texts.get_mut(&uri) {
                // Nothing is known of a text on which the parser failed, and it is not tried again before it changes.
                open.findings.get_or_insert_default();
                open.is_published = true;
            }
            let items = found.ok().flatten().unwrap_or_default();
            let version = self.texts.get(&uri).map(|open| open.version);
            if !self.client.pulls_diagnostics {
                self.publish_diagnostics(&uri, version, items);
            }
        }
    }

    fn publish_diagnostics(&self, uri: &str, version: Option<i32>, diagnostics: Vec<lsp::Diagnostic>) {
        let params = lsp::PublishDiagnosticsParams { uri: uri.into(), version, diagnostics };
        self.notify("textDocument/publishDiagnostics", params);
    }

    /// Finds what is wrong in a text, in the form of the protocol; none where it is not open.
    fn find(&mut self, uri: &str) -> Option<Vec<lsp::Diagnostic>> {
        let judge = self.judge(uri)?;
        self.tell_mistakes(&judge);
        let open = self.texts.get_mut(uri)?;
        let trouble = open.trouble.as_ref().or(judge.trouble.as_ref());
        if let Some(trouble) = trouble.filter(|_| !open.is_told) {
            let text = format!("{}: {trouble}", open.name());
            open.is_told = true;
            self.send(show(MessageType::Error, &text));
        }
        let findings = self.findings(uri, &judge)?;
        let open = self.texts.get(uri)?;
        Some(diagnostics::of(&findings, open, &judge, &self.client))
    }

    /// What a text is judged by.
    fn judge(&mut self, uri: &str) -> Option<Judge> {
        let open = self.texts.get(uri)?;
        Some(self.surroundings.judge(open, self.client.roots.first().map(PathBuf::as_path)))
    }

    /// What is wrong in a text as it is now, as far as it is reported. Looked for once.
    fn findings(&mut self, uri: &str, judge: &Judge) -> Option<Rc<Vec<Diagnostic>>> {
        let open = self.texts.get_mut(uri)?;
        if let Some(findings) = &open.findings {
            return Some(Rc::clone(findings));
        }
        let mut findings = Vec::new();
        if open.trouble.is_none() && is_issue(open) && !judge.excludes() {
            match judge.lint(&open.source) {
                Ok(found) => findings = found,
                Err(fault) => open.trouble = Some(fault.to_string()),
            }
        }
        findings.retain(|finding| !finding.is_silent);
        report::limit(&mut findings);
        let findings = Rc::new(findings);
        open.findings = Some(Rc::clone(&findings));
        Some(findings)
    }

    /// Shows what is wrong in a configuration file, at its place there, and that nothing is judged by it.
    fn tell_mistakes(&mut self, judge: &Judge) {
        let Some(source) = &judge.ruling.file else { return };
        let file = PathBuf::from(source.path());
        let mistakes = diagnostics::of_configuration(&judge.ruling, source, &self.client);
        let Some(uri) = address::from_path(&file) else { return };
        if mistakes.is_empty() {
            if self.faulty.remove(&file) {
                self.publish_diagnostics(&uri, None, mistakes);
            }
        } else if self.faulty.insert(file) {
            let text = format!("{}: has mistakes, and nothing is linted until they are corrected", source.path());
            self.publish_diagnostics(&uri, None, mistakes);
            self.send(show(MessageType::Error, &text));
        }
    }

    /// Answers what is asked about one text, with what was found in it.
    fn look<T: Serialize>(
        &mut self,
        uri: &lsp::Uri,
        answer: impl FnOnce(&View<'_>, &[Diagnostic]) -> Result<T, Stop>,
    ) -> Result<Value, ResponseError> {
        let judge = self.judge(&uri.0).ok_or_else(not_open)?;
        let findings = self.findings(&uri.0, &judge).ok_or_else(not_open)?;
        let open = self.texts.get(&uri.0).ok_or_else(not_open)?;
        let view = View { open, judge: &judge, client: &self.client, inbox: &self.inbox };
        let answer = answer(&view, &findings).map_err(|stop| match stop {
            Stop::Cancelled => refusal(ErrorCode::RequestCanceled, "the request was cancelled"),
            Stop::Unparsable => refusal(ErrorCode::RequestFailed, &guard::Unparsable.to_string()),
        })?;
        serde_json::to_value(answer).map_err(|error| refusal(ErrorCode::InternalError, &error.to_string()))
    }

    /// Works out the edit of an action that was offered without it.
    fn resolve(&mut self, action: lsp::CodeAction) -> Result<Value, ResponseError> {
        let promise: actions::Promise = read(action.data.clone().unwrap_or_default())?;
        let open = self.texts.get(&promise.uri).ok_or_else(not_open)?;
        if open.stamp != promise.stamp {
            return Err(refusal(ErrorCode::ContentModified, "the text has changed since this was offered"));
        }
        let edit = self.look(&promise.uri.as_str().into(), |view, findings| actions::keep(view, findings, &promise))?;
        let mut action = json!(action);
        action["edit"] = edit;
        Ok(action)
    }

    /// Does what an action asks for that is more than an edit: it shows why a rule is there.
    fn execute(&mut self, params: lsp::ExecuteCommandParams) -> Result<Value, ResponseError> {
        let name = params.arguments.iter().flatten().next().and_then(Value::as_str).unwrap_or_default();
        let rule = rules::find(name).filter(|_| params.command == actions::EXPLAIN);
        let rule = rule.ok_or_else(|| refusal(ErrorCode::InvalidParams, "there is no such command or rule"))?;
        match diagnostics::page(rule.name) {
            Some(page) if self.client.shows_documents => {
                self.ask("window/showDocument", json!({ "uri": page.href, "external": true }), Asked::Other);
            }
            _ => self.send(show(MessageType::Info, &format!("{}: {} {}", rule.name, rule.summary, rule.why))),
        }
        Ok(Value::Null)
    }

    /// A text as it is held here, by which a client can see that it holds the same.
    fn text(&self, params: &TextParams) -> Result<Value, ResponseError> {
        let open = self.texts.get(&params.text_document.uri.0).ok_or_else(not_open)?;
        Ok(Value::from(open.source.text()))
    }

    /// Answers who asks for the findings of a text.
    fn diagnostic(&mut self, params: lsp::DocumentDiagnosticParams) -> Result<Value, ResponseError> {
        let uri = params.text_document.uri.0;
        let stamp = self.texts.get(&uri).map(|open| open.stamp).ok_or_else(not_open)?;
        let result_id = format!("{}-{stamp}", self.epoch);
        if params.previous_result_id.as_ref() == Some(&result_id) {
            return Ok(json!({ "kind": "unchanged", "resultId": result_id }));
        }
        let items = self.find(&uri).ok_or_else(not_open)?;
        Ok(json!({ "kind": "full", "resultId": result_id, "items": items }))
    }
}

/// What is asked about a text as a whole.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct TextParams {
    text_document: lsp::TextDocumentIdentifier,
}

/// What the server can do for a client.
fn capabilities(client: &Client) -> lsp::ServerCapabilities {
    let sync = lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..lsp::TextDocumentSyncOptions::default()
    };
    let pulled = lsp::DiagnosticOptions { identifier: Some(SECTION.to_owned()), ..lsp::DiagnosticOptions::default() };
    let folders =
        lsp::WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(true.into()) };
    let filter = lsp::FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: lsp::FileOperationPattern { glob: "**/*.{md,toml}".to_owned(), ..Default::default() },
    };
    let renames = lsp::FileOperationRegistrationOptions { filters: vec![filter] };
    lsp::ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(sync.into()),
        code_action_provider: Some(if client.takes_code_actions {
            let kinds = vec![lsp::CodeActionKind::QuickFix, actions::FIX_ALL];
            let resolve_provider = client.resolves_actions.then_some(true);
            lsp::CodeActionOptions { code_action_kinds: Some(kinds), resolve_provider, ..Default::default() }.into()
        } else {
            false.into()
        }),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(complete::TRIGGERS.iter().map(|&trigger| trigger.to_owned()).collect()),
            ..lsp::CompletionOptions::default()
        }),
        document_formatting_provider: Some(true.into()),
        document_link_provider: Some(lsp::DocumentLinkOptions::default()),
        document_range_formatting_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: vec![actions::EXPLAIN.to_owned()],
            ..lsp::ExecuteCommandOptions::default()
        }),
        folding_range_provider: Some(true.into()),
        hover_provider: Some(true.into()),
        diagnostic_provider: client.pulls_diagnostics.then(|| pulled.into()),
        workspace: Some(lsp::WorkspaceOptions {
            workspace_folders: Some(folders),
            file_operations: Some(lsp::FileOperationOptions { did_rename: Some(renames), ..Default::default() }),
            ..lsp::WorkspaceOptions::default()
        }),
        ..lsp::ServerCapabilities::default()
    }
}

/// The parameters of a message.
fn read<T: DeserializeOwned>(params: Value) -> Result<T, ResponseError> {
    serde_json::from_value(params).map_err(|error| refusal(ErrorCode::InvalidParams, &error.to_string()))
}

fn refusal(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError { code: code as i32, message: message.to_owned(), data: None }
}

fn not_open() -> ResponseError {
    refusal(ErrorCode::InvalidParams, "the text is not open")
}

/// Today's date in UTC, by the clock of the machine: for what is shown to a person, never for a verdict.
fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}
