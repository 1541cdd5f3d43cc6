//! Owns the list of rules. Each rule is one file in `rules/`; to add one, copy a file, then name it here, in the order of listings.

use crate::rule::Rule;
use crate::spelling;

macro_rules! rules {
    ($($module:ident)*) => {
        $(mod $module;)*
        /// All rules, by group.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    missing_bullet
    missing_bullet_space
    bullet_style
    bullet_indent
    nested_indent
    double_bullet
    empty_item
    blank_line_in_list
    swallowed_list
    hard_wrapped_item
    several_items_on_one_line
    malformed_link
    bare_url
    empty_link
    link_scheme
    insecure_url
    untidy_url
    tracking_parameters
    non_canonical_url
    duplicate_link
    repeated_link
    suspicious_url
    undefined_reference
    repository_link
    closed_section
    misplaced_link
    truncated_title
    title_spacing
    text_outside_link
    formatted_title
    url_as_title
    missing_media_prefix
    malformed_prefix
    misplaced_prefix
    unknown_prefix
    missing_language_prefix
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
    event_fields
    event_spacing
    event_date
    event_outside_window
    event_order
    event_location
    event_country
    event_state
    event_region
    event_name
    event_pairing
    duplicate_event
    event_group_link
    event_window
    event_region_heading
    cfp_fields
    cfp_spacing
    cfp_date
    cfp_expired
    cfp_event_date
    cfp_name
    cfp_project
    none_message
    front_matter
    placeholder
    duplicate_section
    unknown_section
    discuss_link
    stale_report
    wrong_file
    unused_allow
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
    let most = 3.max(name.len() / 3);
    let names = || RULES.iter().map(|rule| rule.name);
    let by_spelling = spelling::nearest(&name, names(), most);
    let by_word = || names().find(|known| known.split('-').any(|word| word == name));
    by_spelling.or_else(by_word)
}

/// The longest quotation from the text in a message, in characters.
const LONGEST_QUOTE: usize = 60;

/// A piece of the text for a message: in backticks, and shortened where it is long.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
