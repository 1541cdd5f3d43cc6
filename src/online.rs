//! Owns opening pages: many at once, politely, and within limits that no page can stretch. What comes of it are the
//! facts of [`crate::pages`]; nothing else of a page gets any further.
//!
//! Links come from strangers. Only http and https are spoken, and only with addresses of the public internet: what is
//! judged is the address that is dialled, at every redirect. Each page has a limit of time and bytes, and all of them
//! have one of time.

mod address;
mod cache;
mod client;
mod opening;
mod retry;
mod robots;
mod schedule;
mod settings;
mod wanted;

pub use address::{Lookup, SystemLookup, is_public};
pub use cache::Cache;
pub use opening::open;
pub use settings::Settings;
pub use wanted::{Scope, wanted};
