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
pub(crate) use tag::{DISPOSITION, is_disposition};
pub use tag::{Tag, is_state, media_of};
pub use tracking::is_tracking_parameter;
pub use word::looks_cut;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::Stage;
    use crate::text::Source;
    use crate::{Settings, lint};

    /// The findings of a text as `rule: message`, judged as published: there, every section is looked at.
    pub(super) fn reported(text: &str) -> Vec<String> {
        let settings = Settings { stage: Stage::Published, ..Settings::default() };
        let found = lint(&Source::new("2026-03-04-this-week-in-rust.md", text), &settings).expect(text);
        found.into_iter().map(|diagnostic| format!("{}: {}", diagnostic.rule, diagnostic.message)).collect()
    }

    /// Whether a rule speaks of a text.
    pub(super) fn is_reported(rule: &str, text: &str) -> bool {
        reported(text).iter().any(|finding| finding.split(':').next() == Some(rule))
    }

    #[test]
    fn every_note_is_found() {
        for word in NOTE_WORDS {
            for text in [
                format!("### Research\n* [{word}](https://example.org/x)\n"),
                format!("### Research\n* {word}: [Kettles](https://example.org/x)\n"),
                format!("### {word}: sort these\n* [Kettles](https://example.org/x)\n"),
                format!("We sort the kettles. // {word} and the lids\n"),
            ] {
                assert!(is_reported("leftover-note", &text), "{text}");
            }
            let silent = format!("### Research\n* [Kettles for a {word} list](https://example.org/x)\n");
            assert_eq!(reported(&silent), [""; 0], "{silent}");
        }
    }

    #[test]
    fn every_comment_and_mark_of_a_tool_is_found() {
        for tool in TOOL_COMMENTS {
            let comment = format!("<!-- {tool}{}", if tool.ends_with("-->") { "" } else { "x -->" });
            for comment in [comment.to_uppercase(), comment.clone()] {
                let text = format!("{comment}\n\n### Research\n* [Kettles](https://example.org/x)\n");
                let [finding] = &reported(&text)[..] else { panic!("{text}") };
                let name = tool.trim_end_matches("-->").trim_end();
                assert_eq!(*finding, format!("leftover-note: this comment is for another tool, `{name}`"));
            }
            let silent = format!("<!-- a word about {comment}\n\n### Research\n* [Kettles](https://example.org/x)\n");
            assert_eq!(reported(&silent), [""; 0], "{silent}");
        }
        for mark in TOOL_MARKS {
            let text = format!("### Research\n* [Kettles](https://example.org/x) {mark}0search1\n");
            assert!(is_reported("leftover-note", &text), "{text}");
        }
    }

    #[test]
    fn every_reference_of_the_template_is_one() {
        for name in TEMPLATE_REFERENCES {
            for name in [name.to_uppercase(), (*name).to_owned()] {
                let text = format!("Read the [{name}] before you write.\n");
                assert!(is_reported("undefined-reference", &text), "{text}");
            }
            let silent = format!("Read the [{name} of kettles] before you write.\n");
            assert_eq!(reported(&silent), [""; 0], "{silent}");
        }
    }

    #[test]
    fn every_line_of_the_template_is_known_with_a_typo() {
        const HEAD: &str =
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n";
        for line in TEMPLATE_LINES {
            let is_within_word = |at: &usize| line.as_bytes()[*at - 1..=*at].iter().all(u8::is_ascii_lowercase);
            let at = (1..line.len()).find(is_within_word).expect(line);
            let typo = format!("{HEAD}{}x{}\n", &line[..at], &line[at..]);
            assert!(is_reported("template-text", &typo), "{typo}");
            let silent = format!("{HEAD}{line}\n");
            assert!(!is_reported("template-text", &silent), "{silent}");
        }
    }

    #[test]
    fn every_label_of_a_group_makes_it_one() {
        let group = |label: &str| {
            format!(
                "#### Tracking Issues & PRs\n##### [Rust](https://example.org/labels/{label})\n\
                 * [disposition: merge] [A cup](https://example.org/2)\n\n[Cargo](https://example.org/labels/{label})\n\n\
                 * [disposition: merge] [A lid](https://example.org/1)\n"
            )
        };
        assert!(is_reported("final-comment-period", &group(FINAL_COMMENT_PERIOD_LABEL)));
        assert!(!is_reported("final-comment-period", &group("kettles")));
    }

    #[test]
    fn no_word_of_a_forge_is_an_owner() {
        let entry =
            |owner: &str| format!("### Project/Tooling Updates\n* [kettle](https://github.com/{owner}/kettle)\n");
        assert!(is_reported("repository-link", &entry("wilma")));
        for word in NOT_AN_OWNER {
            assert!(!is_reported("repository-link", &entry(word)), "{word}");
        }
    }

    #[test]
    fn every_invisible_character_is_reported_by_its_name() {
        for (c, name) in INVISIBLE_NAMES {
            let text = format!("### Research\n* [Warm ket{c}tles](https://example.org/x)\n");
            let found = reported(&text);
            let is_named = |finding: &String| finding.contains(&format!("U+{:04X} {name}", u32::from(*c)));
            assert!(found.iter().any(is_named), "{name}: {found:?}");
        }
    }
}
