//! Owns what a glob of a configuration file looks like: the same patterns are in the schema.

use std::sync::LazyLock;

use regex::Regex;

/// Something that every glob has to be, or must not be.
pub(super) struct Form {
    /// A regular expression, as ECMAScript and Rust both read it.
    pub(super) pattern: String,
    /// Whether a glob has to match it; it must not otherwise.
    pub(super) is_wanted: bool,
    /// What is wrong with one that does not fit, and what to do.
    pub(super) trouble: &'static str,
    regex: Option<Regex>,
}

impl Form {
    fn new(pattern: impl Into<String>, is_wanted: bool, trouble: &'static str) -> Self {
        let pattern = pattern.into();
        let regex = Regex::new(&pattern).ok();
        Self { pattern, is_wanted, trouble, regex }
    }

    pub(super) fn fits(&self, glob: &str) -> bool {
        self.regex.as_ref().is_some_and(|regex| regex.is_match(glob) == self.is_wanted)
    }
}

/// All that a glob has to be, the plainest first.
pub(super) static FORMS: LazyLock<[Form; 4]> = LazyLock::new(|| {
    [
        Form::new(
            r"^(\./)*/*([\s\u0085\uFEFF]*|\.)/*$",
            false,
            "does not name a file; write the name of a file or folder, or `*` for all",
        ),
        Form::new(
            r"^(\./)*/*!",
            false,
            "begins with `!`, but files cannot be included again; name the files to exclude",
        ),
        Form::new(
            r"(^|/)\.\.(/|$)",
            false,
            "is outside the folder of this file; put a configuration file next to the files",
        ),
        Form::new(
            syntax(),
            true,
            "is not a glob; each `[` needs a `]`, each `{` a `}` without braces in between, and `\\` a character after it",
        ),
    ]
});

/// Plain characters, escaped ones, `[…]` with ranges that go up, and `{…,…}` of these.
fn syntax() -> String {
    let ranges = ['0'..='9', 'A'..='Z', 'a'..='z'].into_iter().flat_map(|all| {
        let last = *all.end();
        all.map(move |first| format!("{first}-[{first}-{last}]"))
    });
    let ranges = ranges.collect::<Vec<_>>().join("|");
    let part = format!(r"[^\\\[\]{{}}]|\\[^/]|\[[!^]?({ranges}|[^\\\[\]/!^-])+\]");
    format!(r"^({part}|\{{({part})*\}})*$")
}
