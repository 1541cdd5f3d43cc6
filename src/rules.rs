//! Owns the list of rules. Each rule is one file in `rules/`; to add one, copy a file, then name it here twice.

use crate::rule::Rule;

macro_rules! rules {
    ($($module:ident)*) => {
        $(mod $module;)*
        /// All rules, by group.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    blank_line_in_list
    tracking_parameters
    unbalanced_backticks
    raw_html
    unbalanced_emphasis
    heading_form
    accidental_heading
    trailing_whitespace
    literal_backslash
    mojibake
    invisible_character
    bidirectional_control
    merge_conflict
    leftover_note
}

/// The rule of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The name of a rule that is most like `name`, if one is alike enough to be meant.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase().replace('_', "-");
    let distance = |rule: &&Rule| strsim::damerau_levenshtein(&name, rule.name);
    let by_spelling = RULES.iter().copied().min_by_key(distance).filter(|rule| distance(rule) <= 3.max(name.len() / 3));
    let by_word = || RULES.iter().copied().find(|rule| rule.name.split('-').any(|word| word == name));
    by_spelling.or_else(by_word).map(|rule| rule.name)
}
