//! Owns what becomes of the lines of a finding.

use crate::diagnostic::Applicability;
use crate::text::Span;

/// Lines as `--fix` leaves them, with everything on them that it fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// Whether safe fixes alone leave them so, or unsafe ones too.
    pub applicability: Applicability,
    /// The lines as they are: from the beginning of the first to the end of the last, without its line end.
    pub span: Span,
    /// The lines as they are left, without line ends.
    pub lines: Vec<String>,
    /// Whether other fixes than the finding's own have a part in them.
    pub is_joint: bool,
}
