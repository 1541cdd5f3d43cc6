//! Owns configuration files: `twir-lint.toml`, from its text to levels and options, with every mistake in it at its
//! place.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::excerpt;
use crate::document::{COMMUNITY_SECTIONS, known_kind};
#[cfg(feature = "cli")]
use crate::files;
use crate::lint::Levels;
use crate::rule::Level;
use crate::rule::options::{LARGEST_NUMBER, OptionSpec, Options, Value};
use crate::rules::{RULES, find};
use crate::text::{Source, Span, spelling};

mod glob;
mod schema;
mod show;

pub use schema::schema;
pub use show::show;

/// The name of a configuration file.
pub const FILE_NAME: &str = "twir-lint.toml";

/// The most strings that a list holds, and names that a table does.
const MOST_WORDS: usize = 500;

/// Characters of the longest string in a list, and of the longest name.
const LONGEST_WORD: usize = 250;

/// Characters of the longest reason.
const LONGEST_REASON: usize = 1000;

/// Names of sections that are reported because no issue has them.
const MOST_WARNINGS: usize = 20;

const HISTORY: &str = "history-issues";

/// The keys of a configuration file, each with what it does.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("exclude", "Files to leave out, as globs relative to this file; a pattern without `/` applies in every folder."),
    (
        "fail-on",
        "The least grave finding that makes the exit code 1: `error`, `warning` or `never`; `--fail-on` overrides it.",
    ),
    (
        "history-issues",
        "How many earlier issues links are compared with, as `issues` of `repeated-link`; `--history-issues` overrides it.",
    ),
    (
        "rules",
        "The level of each rule, or a table with its level and options; `all` means every rule that is on by default.",
    ),
];

/// What a configuration file says.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The levels that it gives to rules.
    pub levels: Levels,
    /// The options that it gives to rules.
    pub options: Options,
    /// The least grave finding that fails a run, where it says so.
    pub fail_on: Option<FailOn>,
    /// What it says that is no mistake, but does nothing.
    pub warnings: Vec<ConfigError>,
    /// The globs of the files to leave out, as written.
    pub exclude: Vec<String>,
    excluded: GlobSet,
    /// Where the file lies: its globs are relative to that.
    folder: PathBuf,
}

/// The least grave finding that fails a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum FailOn {
    /// Only errors do.
    #[default]
    Error,
    /// Warnings do, too.
    Warning,
    /// Nothing does.
    Never,
}

impl FailOn {
    /// All of them, the strictest last but one.
    const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Never];

    /// The word for it, in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Never => "never",
        }
    }
}

/// What is wrong with a configuration file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The place in the file.
    pub span: Span,
    /// What is wrong there, and the nearest right thing.
    pub message: String,
}

impl Config {
    /// Reads a configuration file that lies in `folder`.
    ///
    /// # Errors
    ///
    /// All that is wrong in it, in the order of the file: no TOML at all, keys, rules and options that do not exist,
    /// values of another kind or form.
    pub fn parse(source: &Source, folder: &Path) -> Result<Self, Vec<ConfigError>> {
        let table = DeTable::parse(source.text()).map_err(|error| {
            let span = error.span().map_or(Span::at(0), |span| Span::new(span.start, span.end));
            // Its sentences span lines.
            let message = error.message().trim().replace('\n', "; ");
            vec![ConfigError { span, message: message.chars().take(LONGEST_WORD).collect() }]
        })?;
        let mut reader = Reader::default();
        let mut config = Self { folder: folder.to_owned(), ..Self::default() };
        // What a rule says for itself is above it, wherever it is written.
        let history = table.get_ref().iter().find(|(key, _)| key.get_ref() == HISTORY);
        if let Some(number) = history.and_then(|(_, value)| reader.number(value, HISTORY)) {
            config.options.history_issues = number;
        }
        for (key, value) in table.get_ref() {
            match key.get_ref().as_ref() {
                "exclude" => reader.exclude(value, &mut config),
                "fail-on" => config.fail_on = reader.fail_on(value),
                HISTORY => {}
                "rules" => reader.rules(value, &mut config),
                other => reader.unknown(key.span(), "key", other, KEYS.iter().map(|(key, _)| *key)),
            }
        }
        reader.errors.sort_by_key(|error| error.span);
        config.warnings = reader.unknown_sections(&config.options.special_headings);
        if reader.errors.is_empty() { Ok(config) } else { Err(reader.errors) }
    }

    /// Whether a file is to be left out. `path` is absolute.
    #[must_use]
    pub fn excludes(&self, path: &Path) -> bool {
        !self.exclude.is_empty() && path.strip_prefix(&self.folder).is_ok_and(|path| self.excluded.is_match(path))
    }
}

#[derive(Default)]
struct Reader {
    errors: Vec<ConfigError>,
    /// The sections that options name, and where.
    sections: Vec<(Span, String)>,
}

impl Reader {
    fn too_long(&mut self, value: &Spanned<DeValue<'_>>, text: &str, most: usize) {
        self.error(value.span(), format!("`{}` is longer than {most} characters", excerpt(text)));
    }

    fn error(&mut self, span: std::ops::Range<usize>, message: String) {
        self.errors.push(ConfigError { span: Span::new(span.start, span.end), message });
    }

    /// The sections that no issue has, which is no mistake: an editor may write a new one tomorrow.
    fn unknown_sections(&self, headings: &[String]) -> Vec<ConfigError> {
        let is_own = |name: &str| headings.iter().any(|heading| heading.eq_ignore_ascii_case(name));
        let unknown = self.sections.iter().filter(|(_, name)| known_kind(name).is_none() && !is_own(name));
        let told = unknown.map(|(span, name)| {
            let meant = meant_by(name, COMMUNITY_SECTIONS.iter().map(|(_, known)| *known));
            let advice = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            let message = format!("no section of the newsletter is called `{}`{advice}", excerpt(name));
            ConfigError { span: *span, message }
        });
        told.take(MOST_WARNINGS).collect()
    }

    fn unknown<'n>(
        &mut self,
        span: std::ops::Range<usize>,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let known: Vec<&str> = known.collect();
        let advice = match meant_by(name, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there is {}", listed(&known)),
        };
        self.error(span, format!("there is no {what} `{}`; {advice}", excerpt(name)));
    }

    fn wrong_kind(&mut self, value: &Spanned<DeValue<'_>>, key: &str, expected: &str) {
        let found = match value.get_ref().type_str() {
            kind @ ("integer" | "array") => format!("an {kind}"),
            kind => format!("a {kind}"),
        };
        self.error(value.span(), format!("`{}` takes {expected}, not {found}", excerpt(key)));
    }

    /// The strings of an array; what is not a string is reported.
    fn strings<'v>(
        &mut self,
        value: &'v Spanned<DeValue<'_>>,
        key: &str,
    ) -> Option<Vec<(std::ops::Range<usize>, &'v str)>> {
        let expected = Value::Words(Vec::new()).kind();
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_kind(value, key, expected);
            return None;
        };
        if array.len() > MOST_WORDS {
            self.error(value.span(), format!("`{key}` takes at most {MOST_WORDS} strings, not {}", array.len()));
            return None;
        }
        let mut strings = Vec::new();
        for element in array.iter() {
            match element.get_ref().as_str() {
                Some(string) if string.chars().nth(LONGEST_WORD).is_some() => {
                    self.too_long(element, string, LONGEST_WORD)
                }
                Some(string) => strings.push((element.span(), string)),
                None => self.wrong_kind(element, key, expected),
            }
        }
        Some(strings)
    }

    fn exclude(&mut self, value: &Spanned<DeValue<'_>>, config: &mut Config) {
        let mut globs = GlobSetBuilder::new();
        for (span, pattern) in self.strings(value, "exclude").unwrap_or_default() {
            if let Some(form) = glob::FORMS.iter().find(|form| !form.fits(pattern)) {
                self.error(span, format!("`{}` {}", excerpt(pattern), form.trouble));
                continue;
            }
            match glob(pattern, &mut globs) {
                Ok(()) => config.exclude.push(pattern.to_owned()),
                Err(error) => self.error(span, format!("`{}` is not a glob: {}", excerpt(pattern), error.kind())),
            }
        }
        match globs.build() {
            Ok(globs) => config.excluded = globs,
            Err(error) => self.error(value.span(), error.to_string()),
        }
    }

    fn rules(&mut self, value: &Spanned<DeValue<'_>>, config: &mut Config) {
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong_kind(value, "rules", "a table");
        };
        // A rule by its name is above all of them, wherever it is written.
        for is_all in [true, false] {
            for (key, value) in table.iter().filter(|(key, _)| (key.get_ref() == "all") == is_all) {
                let name = key.get_ref().as_ref();
                if is_all {
                    if let Some(level) = self.level(value, name) {
                        config.levels.set_all(level);
                    }
                    continue;
                }
                let Some(rule) = find(name) else {
                    let meant = crate::rules::meant_by(name);
                    let advice = meant.map_or_else(
                        || "`twir-lint --list-rules` lists all".to_owned(),
                        |meant| format!("did you mean `{meant}`?"),
                    );
                    self.error(key.span(), format!("there is no rule `{}`; {advice}", excerpt(name)));
                    continue;
                };
                if let Some(table) = value.get_ref().as_table() {
                    self.rule(rule, table, config);
                } else if let Some(level) = self.level(value, name) {
                    config.levels.set(rule, level);
                }
            }
        }
    }

    fn level(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<Level> {
        let levels = [Level::Off, Level::Tidy, Level::Warning, Level::Error];
        let Some(word) = value.get_ref().as_str() else {
            self.wrong_kind(value, key, "`\"off\"`, `\"tidy\"`, `\"warning\"` or `\"error\"`");
            return None;
        };
        let level = levels.into_iter().find(|level| level.as_str() == word);
        if level.is_none() {
            // The words of the command line.
            let synonym = match word {
                "allow" | "ignore" | "none" => Some(Level::Off),
                "warn" => Some(Level::Warning),
                "deny" | "forbid" => Some(Level::Error),
                _ => None,
            };
            match synonym {
                Some(meant) => {
                    self.error(value.span(), format!("there is no level `{word}`; did you mean `{}`?", meant.as_str()))
                }
                None => self.unknown(value.span(), "level", word, levels.iter().map(|level| level.as_str())),
            }
        }
        level
    }

    fn fail_on(&mut self, value: &Spanned<DeValue<'_>>) -> Option<FailOn> {
        let Some(word) = value.get_ref().as_str() else {
            self.wrong_kind(value, "fail-on", "`\"error\"`, `\"warning\"` or `\"never\"`");
            return None;
        };
        let found = FailOn::ALL.into_iter().find(|known| known.as_str() == word);
        if found.is_none() {
            self.unknown(value.span(), "severity", word, FailOn::ALL.iter().map(|known| known.as_str()));
        }
        found
    }

    fn number(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<usize> {
        let number = whole_number(value.get_ref()).filter(|number| *number <= LARGEST_NUMBER);
        if number.is_none() {
            let expected = Value::Number(0).kind();
            match value.get_ref().as_integer() {
                Some(written) => {
                    let written = excerpt(written.as_str());
                    self.error(value.span(), format!("`{key}` takes {expected}, not `{written}`"));
                }
                None => self.wrong_kind(value, key, expected),
            }
        }
        number
    }

    fn rule(&mut self, rule: &'static crate::rule::Rule, table: &DeTable<'_>, config: &mut Config) {
        // Who says how a rule is to work wants it to work.
        let has_level = table.iter().any(|(key, _)| key.get_ref() == "level");
        if !has_level && rule.level == Level::Off && !table.is_empty() {
            config.levels.set(rule, Level::Warning);
        }
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if name == "level" {
                if let Some(level) = self.level(value, name) {
                    config.levels.set(rule, level);
                }
                continue;
            }
            let Some(option) = rule.options.iter().find(|option| option.key == name) else {
                let known = rule.options.iter().map(|option| option.key).chain(["level"]);
                self.unknown(key.span(), &format!("option of `{}`", rule.name), name, known);
                continue;
            };
            if let Some(value) = self.value(option, value) {
                (option.set)(&mut config.options, value);
            }
        }
    }

    fn value(&mut self, option: &OptionSpec, value: &Spanned<DeValue<'_>>) -> Option<Value> {
        let default = (option.get)(&Options::default());
        match default {
            Value::Words(_) => {
                let mut words = Vec::new();
                for (span, word) in self.strings(value, option.key)? {
                    match &option.form {
                        Some(form) if !(form.fits)(word) => {
                            self.error(span, format!("`{}` is not {}", excerpt(word), form.words))
                        }
                        _ => words.push(word.to_owned()),
                    }
                }
                Some(Value::Words(words))
            }
            Value::Reasons(_) => {
                let Some(table) = value.get_ref().as_table() else {
                    self.wrong_kind(value, option.key, default.kind());
                    return None;
                };
                if table.len() > MOST_WORDS {
                    self.error(
                        value.span(),
                        format!("`{}` takes at most {MOST_WORDS} names, not {}", option.key, table.len()),
                    );
                    return None;
                }
                let mut reasons = std::collections::BTreeMap::new();
                for (name, reason) in table {
                    let span = Span::new(name.span().start, name.span().end);
                    self.sections.push((span, name.get_ref().to_string()));
                    if name.get_ref().chars().nth(LONGEST_WORD).is_some() {
                        self.too_long(reason, name.get_ref(), LONGEST_WORD);
                        continue;
                    }
                    match reason.get_ref().as_str() {
                        Some(text) if text.chars().nth(LONGEST_REASON).is_some() => {
                            self.too_long(reason, text, LONGEST_REASON);
                        }
                        Some(reason) => _ = reasons.insert(name.get_ref().to_string(), reason.to_owned()),
                        None => self.wrong_kind(reason, name.get_ref(), "a text with the reason"),
                    }
                }
                Some(Value::Reasons(reasons))
            }
            Value::Number(_) => self.number(value, option.key).map(Value::Number),
        }
    }
}

/// A number without a fraction, however it is written: `5`, `5.0` and `-0` are the same to those who check a file by
/// its schema.
fn whole_number(value: &DeValue<'_>) -> Option<usize> {
    if let Some(integer) = value.as_integer() {
        return usize::try_from(i64::from_str_radix(integer.as_str(), integer.radix()).ok()?).ok();
    }
    let number: f64 = value.as_float()?.as_str().parse().ok()?;
    let is_whole = number.fract() == 0.0 && (0.0..=LARGEST_NUMBER as f64).contains(&number);
    is_whole.then_some(number as usize)
}

/// Adds what a pattern stands for: the file, or all within the folder. As in `.gitignore`, one without a `/` holds
/// everywhere.
fn glob(pattern: &str, globs: &mut GlobSetBuilder) -> Result<(), globset::Error> {
    let name = pattern.trim_start_matches("./").trim_end_matches('/');
    let anchored = match name.strip_prefix('/') {
        Some(name) => name.to_owned(),
        None if name.contains('/') => name.to_owned(),
        None => format!("**/{name}"),
    };
    for pattern in [format!("{anchored}/**"), anchored] {
        globs.add(GlobBuilder::new(&pattern).literal_separator(true).backslash_escape(true).build()?);
    }
    Ok(())
}

/// The name that is most like a mistyped one, if one is alike enough to be meant.
fn meant_by<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let folded = name.to_lowercase().replace('_', "-");
    let most = 1 + folded.chars().count() / 4;
    spelling::nearest(&folded, known, most)
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => "none".to_owned(),
        [only] => format!("only {only}"),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The configuration file that holds for the files of a folder, which is absolute: the nearest upwards from it, and
/// none above its checkout.
#[cfg(feature = "cli")]
#[must_use]
pub fn find_file(folder: &Path) -> Option<PathBuf> {
    let checkout = files::checkout(folder);
    let within = folder.ancestors().take_while(|folder| checkout.is_none_or(|checkout| folder.starts_with(checkout)));
    within.map(|folder| folder.join(FILE_NAME)).find(|file| file.is_file())
}

/// Every rule with the level that `levels` come to.
pub(crate) fn effective(levels: &Levels) -> impl Iterator<Item = (&'static crate::rule::Rule, Level)> {
    RULES.iter().map(|rule| (*rule, levels.level(rule)))
}
