//! Owns what can be set about rules beyond their level: each option once, with its words for people, its default, and
//! how it is read and shown. The documentation, the schema and the check of configuration files are loops over
//! [`OPTIONS`].

use std::collections::BTreeMap;

/// What rules can be told.
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
    /// Further language tags that may stand before a link, as they are written between the brackets.
    pub languages: Vec<String>,
    /// Further hosts that shorten URLs.
    pub shorteners: Vec<String>,
    /// Further headings that an issue may have; the case of letters does not matter.
    pub special_headings: Vec<String>,
    /// How many earlier issues links are compared with.
    pub history_issues: usize,
}

impl Default for Options {
    fn default() -> Self {
        // Since issue 665; https://github.com/rust-lang/this-week-in-rust/issues/8575
        let reason = "its links are taken from r/rust only: post yours there, by the rules of r/rust, and the editors will see it \
                      (https://github.com/rust-lang/this-week-in-rust/issues/8575)";
        Self {
            closed_sections: [("Project/Tooling Updates".to_owned(), reason.to_owned())].into(),
            tracking_parameters: Vec::new(),
            video_hosts: Vec::new(),
            audio_hosts: Vec::new(),
            languages: Vec::new(),
            shorteners: Vec::new(),
            special_headings: Vec::new(),
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
    /// What it takes, in words for a message.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Words(_) => "a list of strings",
            Self::Reasons(_) => "a table of names, each with a reason in words",
            Self::Number(_) => "a whole number from 0 to 1000",
        }
    }
}

/// The largest number that an option takes.
pub const LARGEST_NUMBER: usize = 1000;

/// One option of a rule.
pub struct OptionSpec {
    /// The rule that it belongs to.
    pub rule: &'static str,
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

const HOST: Form = Form {
    fits: is_host,
    pattern: "^[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$",
    words: "a host such as `video.example.org`, without `https://` and path",
};

const PARAMETER: Form = Form {
    fits: is_parameter,
    pattern: "^[^\\s=&?#*]+\\*?$",
    words: "the name of a parameter, with `*` at its end for all that begin so",
};

const LANGUAGE: Form = Form {
    fits: is_language,
    pattern: "^[A-Z]{2,3}(-[A-Z]{2,4})?$",
    words: "a language tag in capitals such as `EO` or `PT-BR`",
};

const HEADING: Form =
    Form { fits: |heading| !heading.trim().is_empty(), pattern: "\\S", words: "a heading, without its `#`" };

macro_rules! accessors {
    ($field:ident, $kind:ident) => {
        (
            |options: &Options| Value::$kind(options.$field.clone()),
            |options: &mut Options, value: Value| {
                if let Value::$kind(value) = value {
                    options.$field = value;
                }
            },
        )
    };
}

macro_rules! option {
    ($rule:literal, $key:literal, $field:ident: $kind:ident, $form:expr, $about:literal, $example:literal) => {{
        const ACCESSORS: (fn(&Options) -> Value, fn(&mut Options, Value)) = accessors!($field, $kind);
        OptionSpec {
            rule: $rule,
            key: $key,
            about: $about,
            example: $example,
            form: $form,
            get: ACCESSORS.0,
            set: ACCESSORS.1,
        }
    }};
}

/// All options, by the order of their rules.
pub static OPTIONS: &[OptionSpec] = &[
    option!(
        "tracking-parameters", "also", tracking_parameters: Words,
        Some(PARAMETER),
        "Further query parameters that track readers, on every site.",
        "also = [\"newsletter_id\", \"acme_*\"]"
    ),
    option!(
        "repeated-link", "issues", history_issues: Number, None,
        "How many earlier issues links are compared with; `--history-issues` stands above it.",
        "issues = 25"
    ),
    option!(
        "suspicious-url", "shorteners", shorteners: Words, Some(HOST),
        "Further hosts that shorten URLs.",
        "shorteners = [\"sho.example\"]"
    ),
    option!(
        "closed-section", "sections", closed_sections: Reasons, None,
        "The sections that take no submissions, each with the reason that contributors are shown. They replace those built in.",
        "sections = { \"Jobs\" = \"jobs are listed by the editors\" }"
    ),
    option!(
        "missing-media-prefix", "video-hosts", video_hosts: Words, Some(HOST),
        "Further hosts that only serve video, with all below them.",
        "video-hosts = [\"tube.example.org\"]"
    ),
    option!(
        "missing-media-prefix", "audio-hosts", audio_hosts: Words, Some(HOST),
        "Further hosts that only serve audio, with all below them.",
        "audio-hosts = [\"cast.example.org\"]"
    ),
    option!(
        "unknown-prefix", "languages", languages: Words,
        Some(LANGUAGE),
        "Further language tags that may stand before a link.",
        "languages = [\"EO\"]"
    ),
    option!(
        "unknown-section", "known", special_headings: Words,
        Some(HEADING),
        "Further headings that are in order, such as that of a conference.",
        "known = [\"Rust Global Summit\"]"
    ),
];

/// The options of one rule.
pub fn of_rule(rule: &str) -> impl Iterator<Item = &'static OptionSpec> {
    OPTIONS.iter().filter(move |option| option.rule == rule)
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
