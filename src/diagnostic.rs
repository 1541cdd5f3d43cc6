//! Owns what a rule says: a [`Diagnostic`] about a place, in words for people.

mod corrected;
mod fix;

pub use corrected::Corrected;
pub use fix::{Applicability, Fix};

use crate::text::{Span, shortened};

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

/// How wrong a place is, by itself; what that comes to is for the stage of the issue and the levels that are set to
/// say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// It may be meant, or harms nobody.
    Doubtful,
    /// It is not in the form of the newsletter, but readers read the right thing all the same.
    Form,
    /// It is wrong, as the rule says.
    Wrong,
    /// Readers lose an entry, its link or its words: an error, though the rule's level is a warning.
    Lost,
}

/// How findings of one rule are reported as one, where more than one of a group is left.
#[derive(Clone, Copy, Debug)]
pub struct Join {
    /// What those that belong together share: the index of a section, or 0 for the whole text.
    pub group: usize,
    /// How many there have to be; fewer are reported one by one.
    pub least: usize,
    /// The message about all of them: how many they are, and the first.
    pub message: fn(usize, &Diagnostic) -> String,
    /// What is said at each further place.
    pub label: &'static str,
    /// What the fix of all of them does, in the imperative.
    pub fix: &'static str,
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
    /// What it counts as in this run: made of [`Diagnostic::gravity`], the stage of the issue and the levels that are
    /// set.
    pub severity: Severity,
    /// How wrong it is by itself.
    pub gravity: Gravity,
    /// Whether its rule has the level [`crate::rule::Level::Tidy`]: it is not reported, and its fix is applied with the
    /// others.
    pub is_silent: bool,
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
    /// What becomes of the lines that the fix touches, where that can be shown and no finding further on shows it.
    pub corrected: Option<Corrected>,
    /// How it is reported together with others of its kind.
    pub join: Option<Join>,
    /// What this finding says to remove or to do again: of what is wrong within it, nothing more is said.
    pub condemned: Option<Span>,
    /// Whether a directive or a setting that the judged change brings along would take it away.
    pub is_allowed_by_change: bool,
}

/// Further places that one finding shows; its message says how many there are.
const MOST_LABELS: usize = 1000;

impl Diagnostic {
    /// A finding of a rule that says nothing but what is wrong. A message that quotes several lines is put on one.
    pub fn new(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Warning,
            gravity: Gravity::Wrong,
            is_silent: false,
            message: on_one_line(message.into()),
            help: None,
            span,
            labels: Vec::new(),
            fix: None,
            corrected: None,
            join: None,
            condemned: None,
            is_allowed_by_change: false,
        }
    }

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

    /// Says how wrong it is, where it is not simply [`Gravity::Wrong`].
    pub fn gravity(&mut self, gravity: Gravity) -> &mut Self {
        self.gravity = gravity;
        self
    }

    /// Is reported as one with the others of its group.
    pub fn join(&mut self, join: Join) -> &mut Self {
        self.join = Some(join);
        self
    }

    /// Keeps other rules from speaking of what lies within `span`, for it is to be removed or done again.
    pub fn condemns(&mut self, span: Span) -> &mut Self {
        self.condemned = Some(span);
        self
    }

    /// Whether its fix may be applied without asking.
    #[must_use]
    pub fn has_safe_fix(&self) -> bool {
        self.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe)
    }
}

fn on_one_line(message: String) -> String {
    if message.contains(['\n', '\r']) { message.replace("\r\n", " ").replace(['\n', '\r'], " ") } else { message }
}

/// A piece of the text for a message: in backticks, as [`excerpt`] has it.
#[must_use]
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", excerpt(text))
}

/// `text` as a message quotes it: on one line, and not longer than 60 characters.
#[must_use]
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    shortened(text.trim(), LONGEST, "…").replace(['\n', '\r'], " ")
}

/// A character that cannot be shown, as `U+00A0 NO-BREAK SPACE`.
#[must_use]
pub(crate) fn character_name(c: char) -> String {
    let name = crate::lexicon::INVISIBLE_NAMES.iter().find(|(known, _)| *known == c).map_or("", |(_, name)| *name);
    let name = if name.is_empty() && c.is_control() { "CONTROL CHARACTER" } else { name };
    format!("U+{:04X} {name}", u32::from(c)).trim_end().to_owned()
}
