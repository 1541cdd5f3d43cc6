//! The language server as an editor sees it: messages in, messages out, over a connection in memory.

#![cfg(feature = "lsp")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod common;
#[path = "server/editor.rs"]
mod editor;

#[path = "server/edits.rs"]
mod edits;
#[path = "server/features.rs"]
mod features;
#[path = "server/protocol.rs"]
mod protocol;
