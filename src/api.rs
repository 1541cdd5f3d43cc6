//! Owns the door of the library: text and settings in, findings and fixed text out.

use std::path::Path;

use crate::archive::History;
use crate::config::{Config, ConfigError, FILE_NAME};
use crate::diagnostic::Diagnostic;
use crate::guard::Unparsable;
use crate::issue::Stage;
use crate::lint::{self, Fixed, Levels};
use crate::pages::Pages;
use crate::rule::options::Options;
use crate::text::Source;

/// How a text is judged. By default: as a draft, by the levels and options that are built in, without earlier issues.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether placeholders and empty sections are allowed, as in a draft.
    pub stage: Stage,
    /// What the findings of each rule count as.
    pub levels: Levels,
    /// The options of the rules.
    pub options: Options,
    /// What earlier issues hold.
    pub history: History,
    /// Whether [`fix`] also applies fixes that guess or remove something.
    pub unsafe_fixes: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            stage: Stage::Draft,
            levels: Levels::default(),
            options: Options::default(),
            history: History::default(),
            unsafe_fixes: false,
        }
    }
}

impl Settings {
    /// The settings that a `twir-lint.toml` of this text makes, for a draft without earlier issues.
    ///
    /// # Errors
    ///
    /// All that is wrong in it, each with its place in `text`, in bytes.
    pub fn from_toml(text: &str) -> Result<Self, Vec<ConfigError>> {
        let config = Config::parse(&Source::new(FILE_NAME, text), Path::new(""))?;
        Ok(Self { levels: config.levels, options: config.options, ..Self::default() })
    }

    /// The same, as the linter within takes it.
    #[doc(hidden)]
    #[must_use]
    pub fn judging(&self) -> lint::Settings<'_> {
        let Self { stage, levels, options, history, unsafe_fixes: _ } = self;
        lint::Settings { stage: *stage, levels, history, pages: Pages::none(), options, before: None }
    }
}

/// What is to be said of a text, sorted by place.
///
/// # Errors
///
/// [`Unparsable`] when the Markdown parser fails on the text.
pub fn lint(source: &Source, settings: &Settings) -> Result<Vec<Diagnostic>, Unparsable> {
    let mut diagnostics = lint::lint(source, &settings.judging())?;
    diagnostics.retain(|diagnostic| !diagnostic.is_silent);
    Ok(diagnostics)
}

/// Applies fixes to a text, again and again until there are none left, and says what remains wrong with it.
///
/// A fix that would lose an entry or an address is not applied.
///
/// # Errors
///
/// [`Unparsable`] when the Markdown parser fails on the text.
pub fn fix(source: Source, settings: &Settings) -> Result<Fixed, Unparsable> {
    let judging = settings.judging();
    let scope =
        lint::Scope { unsafe_fixes: settings.unsafe_fixes, tracking_parameters: &settings.options.tracking_parameters };
    let mut fixed = lint::fix(source, scope, |document| lint::check(document, &judging))?;
    fixed.diagnostics.retain(|diagnostic| !diagnostic.is_silent);
    Ok(fixed)
}
