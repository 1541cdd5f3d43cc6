//! Owns every word list: prefixes, languages, hosts, parameters, characters, boilerplate. Each file below it holds the
//! lists of one kind, and the questions that they answer.

mod address;
mod boilerplate;
mod character;
mod city;
mod identity;
pub mod place;
mod site;
mod tag;
mod tracking;
mod word;

pub use address::{
    NOT_AN_OWNER, Scheme, ends_nowhere, imitates, is_forge, is_redirector, is_script, is_shortener, looks_like_url,
    own_host, relayed, scheme,
};
pub use boilerplate::{
    FINAL_COMMENT_PERIOD_LABEL, TEMPLATE_REFERENCES, is_front_page, is_placeholder, is_template_destination,
    is_template_entry, is_unfilled, is_vague_title, issue_named_in,
};
pub(crate) use boilerplate::{
    NOTE_WORDS, TEMPLATE_LINES, TOOL_COMMENTS, TOOL_MARKS, is_html_element, is_special_heading, is_standing_text,
    is_template_comment, is_void_element, note_at_start,
};
pub(crate) use character::INVISIBLE_NAMES;
pub use character::{is_invisible, is_odd_space, may_join};
pub use city::are_different_cities;
pub use identity::identity;
pub use site::is_site_name;
#[cfg(feature = "lsp")]
pub(crate) use tag::LANGUAGES;
pub use tag::{Tag, is_state, media_of};
pub use tracking::is_tracking_parameter;
pub use word::looks_cut;
