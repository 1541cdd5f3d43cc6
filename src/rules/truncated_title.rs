//! A title that was cut off.

use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "truncated-title",
    group: Group::LinkText,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports titles that end in dots because something cut them off: at the length at which link aggregators cut, \
              within a word, or after a word that can't be the last.",
    why: "Readers choose by the title; copied from an aggregator it lacks its end.",
    needs: Needs::Text,
    examples: &[Example::by_hand(
        "* [Announcing a small library for the encoding and decoding of tables and...](https://example.org/post)\n",
        "* [Announcing a small library for the encoding and decoding of tables and trees](https://example.org/post)\n",
    )],
    silent: &[],
    options: &[],
    check,
};

/// Characters at which aggregators cut titles, dots included.
const CUT: std::ops::RangeInclusive<usize> = 68..=73;

/// Words behind which no title ends.
const NEVER_LAST: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "for", "with", "and", "or", "by", "at", "as", "from", "into", "using",
    "via", "is", "are", "my", "your", "our", "its", "how", "der", "die", "das", "des", "den", "dem", "ein", "eine",
    "und", "mit", "von", "im", "le", "la", "les", "du", "de", "et", "un", "une", "el", "los", "y", "en", "con",
];

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries() {
        let Some(link) = document.links_of(item).first() else { continue };
        let title = document.text(link.text);
        let Some(kept) = title.strip_suffix("...").or_else(|| title.strip_suffix('…')) else { continue };
        let kept = kept.trim_end_matches('.');
        let destination = document.destination(link);
        if !CUT.contains(&title.chars().count()) && !cuts_phrase(kept) && !goes_on_in(kept, &destination) {
            continue;
        }
        let dots = Span::new(link.text.start + kept.len(), link.text.end);
        cx.report(dots, format!("the title is cut off after `{}`", last_word(kept)))
            .help("Give the whole title, as it stands on the page.");
    }
}

fn last_word(text: &str) -> &str {
    text.split_whitespace().last().unwrap_or(text)
}

fn cuts_phrase(kept: &str) -> bool {
    let word = last_word(kept);
    kept.ends_with([' ', ',', ':', '-', '–', '(', '/']) || NEVER_LAST.iter().any(|last| word.eq_ignore_ascii_case(last))
}

/// Whether the address has the last word of the title, or one that it begins, and more words behind it.
fn goes_on_in(kept: &str, destination: &str) -> bool {
    let word = last_word(kept).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let slug = destination.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_lowercase();
    let mut words = slug.split(['-', '_', '.']).skip_while(|part| !part.starts_with(&word));
    let found = words.next().filter(|_| word.chars().count() >= 3);
    found.is_some_and(|part| {
        part != word || words.any(|part| part.chars().filter(|c| c.is_alphabetic()).count() > 3 && part != "html")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_that_belong_to_the_title_stay() {
        assert!(!cuts_phrase("And then the borrow checker said"));
        assert!(!goes_on_in("And then it compiled", "https://example.org/2026/and-then-it-compiled.html"));
        assert!(goes_on_in("A guide to unavoid", "https://example.org/a-guide-to-unavoidable-tools"));
        assert!(cuts_phrase("A guide to") && cuts_phrase("Let, mut,"));
    }
}
