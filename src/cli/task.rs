//! Owns a file on its way through the linter.

use std::sync::Arc;

use super::configuration::Ruling;
use super::input::Input;
use crate::rule::change::Before;

/// A file to lint, and all that its verdict depends on.
pub(super) struct Task {
    pub(super) input: Input,
    pub(super) ruling: Arc<Ruling>,
    pub(super) before: Option<Before>,
}
