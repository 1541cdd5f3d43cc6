//! Owns the list of rules. Each rule is one file in `rules/`; to add one, copy a file, then name it here, in the order
//! of listings.

use crate::rule::Rule;
use crate::text::spelling;

mod accidental_heading;
mod bare_url;
mod bidirectional_control;
mod blank_line_in_list;
mod blank_lines;
mod bullet_indent;
mod bullet_style;
mod cfp_date;
mod cfp_event_date;
mod cfp_expired;
mod cfp_fields;
mod cfp_name;
mod cfp_project;
mod cfp_spacing;
mod closed_section;
mod closed_task;
mod dead_link;
mod discuss_link;
mod double_bullet;
mod duplicate_event;
mod duplicate_link;
mod duplicate_section;
mod empty_item;
mod empty_link;
mod empty_section;
mod event_city_spelling;
mod event_co_host;
mod event_country;
mod event_date;
mod event_fields;
mod event_group_address;
mod event_group_link;
mod event_group_name;
mod event_location;
mod event_name;
mod event_order;
mod event_outside_window;
mod event_page;
mod event_pairing;
mod event_place_habit;
mod event_place_order;
mod event_region;
mod event_region_heading;
mod event_spacing;
mod event_state;
mod event_window;
mod extra_space;
mod final_comment_period;
mod formatted_title;
mod front_matter;
mod glued_text;
mod hard_wrapped_item;
mod heading_form;
mod hiring_link;
mod image_entry;
mod insecure_url;
mod invisible_character;
mod leftover_note;
mod line_break;
mod line_endings;
mod link_scheme;
mod literal_backslash;
mod lost_entries;
mod lost_link;
mod malformed_link;
mod malformed_prefix;
mod media_order;
mod merge_conflict;
mod misdirected_link;
mod mismatched_number;
mod misplaced_entry;
mod misplaced_link;
mod misplaced_prefix;
mod missing_bullet;
mod missing_bullet_space;
mod missing_language_prefix;
mod missing_media_prefix;
mod misspelt_crate;
mod mojibake;
mod nested_indent;
mod non_canonical_url;
mod none_message;
mod page_language;
mod page_media;
mod paywalled_page;
mod placeholder;
mod raw_html;
mod redirected_link;
mod repeated_link;
mod repository_link;
mod series_title;
mod several_items_on_one_line;
mod site_name_in_title;
mod stale_report;
mod suspicious_url;
mod swallowed_list;
mod template_text;
mod text_outside_link;
mod title_length;
mod title_mismatch;
mod title_spacing;
mod tracking_parameters;
mod trailing_whitespace;
mod truncated_title;
mod unbalanced_backticks;
mod unbalanced_emphasis;
mod undefined_reference;
mod unknown_prefix;
mod unknown_section;
mod unlisted_entry;
mod untidy_url;
mod unused_allow;
mod url_as_title;
mod vague_title;
mod wrong_file;

/// All rules, by group.
pub static RULES: &[&Rule] = &[
    &missing_bullet::RULE,
    &missing_bullet_space::RULE,
    &bullet_style::RULE,
    &bullet_indent::RULE,
    &nested_indent::RULE,
    &double_bullet::RULE,
    &empty_item::RULE,
    &blank_line_in_list::RULE,
    &media_order::RULE,
    &swallowed_list::RULE,
    &unlisted_entry::RULE,
    &hard_wrapped_item::RULE,
    &several_items_on_one_line::RULE,
    &malformed_link::RULE,
    &lost_link::RULE,
    &bare_url::RULE,
    &glued_text::RULE,
    &empty_link::RULE,
    &link_scheme::RULE,
    &insecure_url::RULE,
    &untidy_url::RULE,
    &tracking_parameters::RULE,
    &non_canonical_url::RULE,
    &duplicate_link::RULE,
    &repeated_link::RULE,
    &suspicious_url::RULE,
    &undefined_reference::RULE,
    &repository_link::RULE,
    &closed_section::RULE,
    &misplaced_link::RULE,
    &misdirected_link::RULE,
    &mismatched_number::RULE,
    &truncated_title::RULE,
    &vague_title::RULE,
    &title_spacing::RULE,
    &extra_space::RULE,
    &title_length::RULE,
    &site_name_in_title::RULE,
    &series_title::RULE,
    &text_outside_link::RULE,
    &image_entry::RULE,
    &formatted_title::RULE,
    &url_as_title::RULE,
    &missing_media_prefix::RULE,
    &malformed_prefix::RULE,
    &misplaced_prefix::RULE,
    &misspelt_crate::RULE,
    &unknown_prefix::RULE,
    &missing_language_prefix::RULE,
    &unbalanced_backticks::RULE,
    &raw_html::RULE,
    &unbalanced_emphasis::RULE,
    &heading_form::RULE,
    &accidental_heading::RULE,
    &line_break::RULE,
    &trailing_whitespace::RULE,
    &literal_backslash::RULE,
    &mojibake::RULE,
    &invisible_character::RULE,
    &bidirectional_control::RULE,
    &merge_conflict::RULE,
    &leftover_note::RULE,
    &event_fields::RULE,
    &event_spacing::RULE,
    &event_date::RULE,
    &event_outside_window::RULE,
    &event_order::RULE,
    &event_place_order::RULE,
    &event_location::RULE,
    &event_country::RULE,
    &event_state::RULE,
    &event_region::RULE,
    &event_name::RULE,
    &event_pairing::RULE,
    &duplicate_event::RULE,
    &event_group_link::RULE,
    &event_group_name::RULE,
    &event_group_address::RULE,
    &event_place_habit::RULE,
    &event_city_spelling::RULE,
    &event_co_host::RULE,
    &event_window::RULE,
    &event_region_heading::RULE,
    &cfp_fields::RULE,
    &cfp_spacing::RULE,
    &cfp_date::RULE,
    &cfp_expired::RULE,
    &cfp_event_date::RULE,
    &cfp_name::RULE,
    &cfp_project::RULE,
    &none_message::RULE,
    &front_matter::RULE,
    &placeholder::RULE,
    &empty_section::RULE,
    &template_text::RULE,
    &duplicate_section::RULE,
    &unknown_section::RULE,
    &misplaced_entry::RULE,
    &final_comment_period::RULE,
    &discuss_link::RULE,
    &hiring_link::RULE,
    &stale_report::RULE,
    &blank_lines::RULE,
    &wrong_file::RULE,
    &lost_entries::RULE,
    &line_endings::RULE,
    &unused_allow::RULE,
    &dead_link::RULE,
    &redirected_link::RULE,
    &title_mismatch::RULE,
    &page_language::RULE,
    &page_media::RULE,
    &closed_task::RULE,
    &paywalled_page::RULE,
    &event_page::RULE,
];

/// The rule of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The name of a rule that is most like `name`, if one is alike enough to be meant.
#[must_use]
pub fn meant_by(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase().replace('_', "-");
    let most = 3.max(name.len() / 3);
    let names = || RULES.iter().map(|rule| rule.name);
    let by_spelling = spelling::nearest(&name, names(), most);
    let by_word = || names().find(|known| known.split('-').any(|word| word == name));
    by_spelling.or_else(by_word)
}
