//! What strangers may try: repositories, files, texts and settings that are made to do harm. Each test fails where the
//! program no longer withstands what it is named after.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

#[cfg(unix)]
#[path = "hostile/files.rs"]
mod files;
#[path = "hostile/limits.rs"]
mod limits;
#[path = "hostile/logs.rs"]
mod logs;
#[path = "hostile/repositories.rs"]
mod repositories;
#[cfg(unix)]
#[path = "hostile/saving.rs"]
mod saving;
#[path = "hostile/trust.rs"]
mod trust;
