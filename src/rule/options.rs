//! Owns what can be set about rules beyond their level: each option once, with its words for people, its default, and
//! how it is read and shown. The
//! documentation, the schema and the check of configuration files are loops over those that the rules name.

use std::collections::BTreeMap;

/// The options that rules have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Headings of sections that take no submissions, each with the reason to show.
    pub closed_sections: BTreeMap<String, String>,
    /// Further query parameters that track readers; a name that ends in `*` stands for all that begin so.
    pub tracking_parameters: Vec<String>,
    /// Further hosts that only serve video; a host stands for those below it, too.
    pub video_hosts: Vec<String>,
    /// Further hosts that only serve audio; a host stands for those below it, too.
    pub audio_hosts: Vec<String>,
    /// Further language tags that may be before a link, as they are written between the brackets.
    pub languages: Vec<String>,
    /// Further hosts that shorten URLs.
    pub shorteners: Vec<String>,
    /// Further headings that an issue may have; the case of letters does not matter.
    pub special_headings: Vec<String>,
    /// The most characters that a title in Project/Tooling Updates may have, where their rule is on.
    pub longest_title: usize,
    /// How many earlier issues links are compared with.
    pub history_issues: usize,
}

impl Default for Options {
    fn default() -> Self {
        // Since issue 665; https://github.com/rust-lang/this-week-in-rust/issues/8575
        let reason = "its links come only from r/rust: post yours there, following the rules of r/rust, and the editors will see it \
                      (https://github.com/rust-lang/this-week-in-rust/issues/8575)";
        Self {
            closed_sections: [("Project/Tooling Updates".to_owned(), reason.to_owned())].into(),
            tracking_parameters: Vec::new(),
            video_hosts: Vec::new(),
            audio_hosts: Vec::new(),
            languages: Vec::new(),
            shorteners: Vec::new(),
            special_headings: Vec::new(),
            longest_title: 80,
            history_issues: 25,
        }
    }
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A list of words, each checked by itself.
    Words(Vec<String>),
    /// A table of names with the reason for each.
    Reasons(BTreeMap<String, String>),
    /// A whole number.
    Number(usize),
}

impl Value {
    /// The words of a list; of another kind none.
    #[must_use]
    pub fn words(self) -> Vec<String> {
        if let Self::Words(words) = self { words } else { Vec::new() }
    }

    /// The names and reasons of a table; of another kind none.
    #[must_use]
    pub fn reasons(self) -> BTreeMap<String, String> {
        if let Self::Reasons(reasons) = self { reasons } else { BTreeMap::new() }
    }

    /// The number; of another kind 0.
    #[must_use]
    pub fn number(self) -> usize {
        if let Self::Number(number) = self { number } else { 0 }
    }

    /// What it takes, in words for a message.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Words(_) => "a list of strings",
            Self::Reasons(_) => "a table of names, each with a reason",
            Self::Number(_) => "a whole number from 0 to 1000",
        }
    }
}

/// The largest number that an option takes.
pub const LARGEST_NUMBER: usize = 1000;

/// One option of a rule.
pub struct OptionSpec {
    /// Its key in the table of that rule.
    pub key: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
    /// The line of a configuration file that sets it, as an example.
    pub example: &'static str,
    /// What each of its words has to look like.
    pub form: Option<Form>,
    /// Reads it.
    pub get: fn(&Options) -> Value,
    /// Sets it, when the value is of the kind that [`OptionSpec::get`] gives.
    pub set: fn(&mut Options, Value),
}

/// What a word has to look like.
pub struct Form {
    /// Whether one does.
    pub fits: fn(&str) -> bool,
    /// The same as a regular expression, for the schema.
    pub pattern: &'static str,
    /// The same in words: "a host such as …".
    pub words: &'static str,
}

impl Form {
    /// A host.
    pub const HOST: Self = Self {
        fits: is_host,
        pattern: "^[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$",
        words: "a host such as `video.example.org`, without `https://` and path",
    };
    /// The name of a query parameter.
    pub const PARAMETER: Self = Self {
        fits: is_parameter,
        pattern: "^[^\\s\\u0085=&?#*]+\\*?$",
        words: "the name of a parameter, with `*` at its end for all that begin with it",
    };
    /// A language tag.
    pub const LANGUAGE: Self = Self {
        fits: is_language,
        pattern: "^[A-Z]{2,3}(-[A-Z]{2,4})?$",
        words: "a language tag in capitals such as `EO` or `PT-BR`",
    };
    /// A heading.
    pub const HEADING: Self =
        Self { fits: has_text, pattern: "[^\\s\\u0085\\uFEFF]", words: "a heading, without its `#`" };
}

/// Regular expressions of ECMAScript take a byte order mark for a space, and not U+0085.
fn has_text(heading: &str) -> bool {
    heading.contains(|c: char| !c.is_whitespace() && c != '\u{feff}')
}

fn is_host(word: &str) -> bool {
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    word.contains('.') && word.split('.').all(is_label)
}

fn is_parameter(word: &str) -> bool {
    let name = word.strip_suffix('*').unwrap_or(word);
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || matches!(c, '=' | '&' | '?' | '#' | '*'))
}

fn is_language(word: &str) -> bool {
    let is_code =
        |code: &str, longest| (2..=longest).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_uppercase());
    match word.split_once('-') {
        Some((language, region)) => is_code(language, 3) && is_code(region, 4),
        None => is_code(word, 3),
    }
}
