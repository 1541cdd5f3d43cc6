//! Owns what the server says to the people at the editor.

use gen_lsp_types::{LogMessageParams, MessageType, ShowMessageParams};
use lsp_server::{Message, Notification};

/// A message that the editor shows.
pub(super) fn show(kind: MessageType, text: &str) -> Message {
    let params = ShowMessageParams { kind, message: format!("twir-lint: {text}") };
    Notification::new("window/showMessage".to_owned(), params).into()
}

/// A message for the log of the editor.
pub(super) fn log(kind: MessageType, text: &str) -> Message {
    let params = LogMessageParams { kind, message: format!("twir-lint: {text}") };
    Notification::new("window/logMessage".to_owned(), params).into()
}
