//! Owns the way of a text through the rules: levels, the comparison with an earlier text, what directives allow, and
//! fixes that are applied until nothing changes.
//!
//! It knows nothing of files, processes or terminals: text in, findings and fixed text out.

mod addresses;
pub mod apply;
mod baseline;
mod check;
mod fix;
mod fix_safety;
mod levels;
mod linter;
mod merge;
mod preview;
mod run;
mod suppression;
mod trace;

pub use check::{Settings, Wanted, check, check_for, lint};
pub use fix::{Fixed, Scope, fix};
pub use levels::Levels;
pub use preview::preview;
pub use run::run;
