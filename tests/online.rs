//! `--online` against servers of this machine, over HTTP and HTTPS: names are resolved to them by a resolver of the
//! tests, or by a proxy.

#![cfg(feature = "online")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod common;
#[path = "online/server.rs"]
mod server;

#[path = "online/client.rs"]
mod client;
#[path = "online/hostile.rs"]
mod hostile;
#[path = "online/program.rs"]
mod program;
#[path = "online/speed.rs"]
mod speed;
