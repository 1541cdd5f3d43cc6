//! Owns what the client says of itself when it begins: what it can do, where it works, what it wants.
//!
//! It is read leniently: a client of another version may say things that nobody here knows, and they are no reason not
//! to serve it.

use std::path::PathBuf;

use serde_json::Value;

use crate::server::address;
use crate::server::encoding::Encoding;

/// What is known of the client.
#[derive(Debug, Default)]
pub(super) struct Client {
    /// What columns count.
    pub(super) encoding: Encoding,
    /// The folders that are open.
    pub(super) roots: Vec<PathBuf>,
    /// Whether it asks for findings itself, so that they are not to be sent as well.
    pub(super) pulls_diagnostics: bool,
    /// Whether it can be asked to pull again.
    pub(super) refreshes_diagnostics: bool,
    /// Whether it shows the further places of a finding.
    pub(super) takes_related_places: bool,
    /// Whether it can show what is to be removed as such.
    pub(super) takes_unnecessary_tag: bool,
    /// Whether a finding can have a link.
    pub(super) takes_code_descriptions: bool,
    /// Whether edits can name the version of the text that they are for.
    pub(super) takes_document_changes: bool,
    /// Whether it knows code actions, and not only commands.
    pub(super) takes_code_actions: bool,
    /// Whether it asks for the edit of an action once that is chosen.
    pub(super) resolves_actions: bool,
    /// Whether files are watched for the server.
    pub(super) watches_files: bool,
    /// Whether its settings can be asked for.
    pub(super) has_configuration: bool,
    /// Whether it tells of changed settings when it is asked to.
    pub(super) registers_configuration: bool,
    /// Whether it can open an address.
    pub(super) shows_documents: bool,
    /// Whether it shows Markdown.
    pub(super) takes_markdown: bool,
    /// Whether sections can hold others in the outline.
    pub(super) takes_nested_symbols: bool,
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub(super) fn new(params: &Value) -> Self {
        let capability = |path: &str| params.pointer(&format!("/capabilities/{path}"));
        let can = |path: &str| capability(path).is_some_and(|value| value.as_bool() == Some(true));
        let strings = |path: &str| {
            let list = capability(path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            list.iter().filter_map(Value::as_str)
        };
        let tags = capability("textDocument/publishDiagnostics/tagSupport/valueSet").and_then(Value::as_array);
        Self {
            encoding: Encoding::negotiated(strings("general/positionEncodings")),
            roots: roots(params),
            pulls_diagnostics: capability("textDocument/diagnostic").is_some_and(Value::is_object),
            refreshes_diagnostics: can("workspace/diagnostics/refreshSupport"),
            takes_related_places: can("textDocument/publishDiagnostics/relatedInformation")
                || can("textDocument/diagnostic/relatedInformation"),
            takes_unnecessary_tag: tags.is_some_and(|tags| tags.contains(&Value::from(1))),
            takes_code_descriptions: can("textDocument/publishDiagnostics/codeDescriptionSupport")
                || can("textDocument/diagnostic/codeDescriptionSupport"),
            takes_document_changes: can("workspace/workspaceEdit/documentChanges"),
            takes_code_actions: capability("textDocument/codeAction/codeActionLiteralSupport").is_some(),
            resolves_actions: strings("textDocument/codeAction/resolveSupport/properties").any(|name| name == "edit")
                && can("textDocument/codeAction/dataSupport"),
            watches_files: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            has_configuration: can("workspace/configuration"),
            registers_configuration: can("workspace/didChangeConfiguration/dynamicRegistration"),
            shows_documents: can("window/showDocument/support"),
            takes_markdown: strings("textDocument/hover/contentFormat").any(|format| format == "markdown"),
            takes_nested_symbols: can("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
        }
    }
}

/// The folders that are open, in whichever of the three ways a client says so.
fn roots(params: &Value) -> Vec<PathBuf> {
    let folders = params.get("workspaceFolders").and_then(Value::as_array);
    if let Some(folders) = folders.filter(|folders| !folders.is_empty()) {
        let uris = folders.iter().filter_map(|folder| folder.get("uri")?.as_str());
        return uris.filter_map(address::to_path).collect();
    }
    let uri = params.get("rootUri").and_then(Value::as_str).and_then(address::to_path);
    let path = || params.get("rootPath").and_then(Value::as_str).map(PathBuf::from);
    uri.or_else(path).into_iter().collect()
}
