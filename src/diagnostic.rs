//! Owns what a rule says: a [`Diagnostic`] about a place, in words for people.

mod fix;

pub use fix::{Applicability, Fix};

use crate::text::Span;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Warning,
    /// Certainly wrong.
    Error,
}

impl Severity {
    /// The word for it, in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A further place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place, in the file of the diagnostic or in [`Label::elsewhere`].
    pub span: Span,
    /// What is there.
    pub message: String,
    /// The place in another file, where it does not lie in the diagnostic's own.
    pub elsewhere: Option<Elsewhere>,
}

/// A place in another file than the one that is linted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Path of that file.
    pub path: String,
    /// Beginning of the place there.
    pub start: crate::text::Position,
    /// End of the place there, exclusive.
    pub end: crate::text::Position,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The name of the rule that speaks.
    pub rule: &'static str,
    /// How grave it is here.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop; ` around what is quoted from the text.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What exactly is found fault with.
    pub span: Span,
    /// Further places.
    pub labels: Vec<Label>,
    /// The repair, where one is known.
    pub fix: Option<Fix>,
    /// Whether readers read the right thing all the same: in a published issue that is worth a warning only.
    pub is_form: bool,
}

/// Further places that one finding shows; its message says how many there are.
const MOST_LABELS: usize = 1000;

impl Diagnostic {
    /// Says what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Points at a further place in the same file. Of very many, the first are kept.
    pub fn label(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        if self.labels.len() < MOST_LABELS {
            self.labels.push(Label { span, message: message.into(), elsewhere: None });
        }
        self
    }

    /// Points at a place in another file.
    pub fn label_elsewhere(&mut self, place: Elsewhere, message: impl Into<String>) -> &mut Self {
        self.labels.push(Label { span: Span::default(), message: message.into(), elsewhere: Some(place) });
        self
    }

    /// Carries the repair.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }

    /// Makes this one finding a warning, though its rule's findings are errors.
    pub fn warning(&mut self) -> &mut Self {
        self.severity = Severity::Warning;
        self
    }

    /// Says that it is a matter of form, [`Diagnostic::is_form`].
    pub fn form(&mut self) -> &mut Self {
        self.is_form = true;
        self
    }

    /// Whether its fix may be applied without asking.
    #[must_use]
    pub fn has_safe_fix(&self) -> bool {
        self.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe)
    }
}

/// `text` as a message quotes it: on one line, and not longer than 60 characters.
#[must_use]
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = text.trim();
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let mut short = text[..end].replace(['\n', '\r'], " ");
    if end < text.len() {
        short.truncate(short.trim_end().len());
        short.push('…');
    }
    short
}

/// A character that cannot be shown, as `U+00A0 NO-BREAK SPACE`.
#[must_use]
pub(crate) fn character_name(c: char) -> String {
    let name = crate::lexicon::INVISIBLE_NAMES.iter().find(|(known, _)| *known == c).map_or("", |(_, name)| *name);
    let name = if name.is_empty() && c.is_control() { "CONTROL CHARACTER" } else { name };
    format!("U+{:04X} {name}", u32::from(c)).trim_end().to_owned()
}
