//! A title that was cut off.

use crate::document::{Document, Item, LineKind, SectionKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "truncated-title",
    group: Group::LinkText,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports titles that end in dots because they are cut off: at the length at which link aggregators cut \
              titles, within a word, or after a word that cannot be the last. Also reports titles, and the sentence \
              about the crate of the week, that end in an article or `and`.",
    why: "Readers choose by the title; a title that is copied from an aggregator lacks its end.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "* [Announcing a small library for the encoding and decoding of tables and...](https://example.org/post)\n",
            "* [Announcing a small library for the encoding and decoding of tables and trees](https://example.org/post)\n",
        ),
        Example::by_hand(
            "## Updates from the Rust Project\n* [do not lint a table that is the](https://example.org/pull/2)\n",
            "## Updates from the Rust Project\n* [do not lint a table that is the last](https://example.org/pull/2)\n",
        ),
        Example::by_hand(
            "## Crate of the Week\n\nThis week's crate is [tablet](https://crates.io/crates/tablet), a\n",
            "## Crate of the Week\n\nThis week's crate is [tablet](https://crates.io/crates/tablet), a library for tables.\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the dots are part of the title",
            "* [And then the borrow checker said...](https://example.org/1)\n* [Is this a table…](https://example.org/2)\n",
        ),
        Silent::because(
            "code and letters may end a title",
            "* [Why I write `the`](https://example.org/1)\n* [Plan A](https://example.org/2)\n",
        ),
        Silent::because(
            "the sentence continues on the next line",
            "## Crate of the Week\n\nThis week's crate is [tablet](https://crates.io/crates/tablet), a\nlibrary for tables.\n",
        ),
        Silent::because("other sections may be prose", "### Jobs\n\nAsk about the\n"),
    ],
    options: &[],
    check,
};

/// Characters at which aggregators cut titles, dots included.
const CUT: std::ops::RangeInclusive<usize> = 68..=73;

/// Words that are never the last of a title.
const NEVER_LAST: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "for", "with", "and", "or", "by", "at", "as", "from", "into", "using",
    "via", "is", "are", "my", "your", "our", "its", "how", "der", "die", "das", "des", "den", "dem", "ein", "eine",
    "und", "mit", "von", "im", "le", "la", "les", "du", "de", "et", "un", "une", "el", "los", "y", "en", "con",
];

/// Words that ask for another one, in lower case as they are written: `Plan A` is whole.
const ASKS_FOR_MORE: &[&str] = &["a", "an", "the", "and"];

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items().iter().filter(|item| document.section_of(item).kind.is_entry_list() && !item.has_date)
    {
        let Some(link) = document.links_of(item).first() else { continue };
        let title = document.text(link.text);
        let asks_for_more = ASKS_FOR_MORE.contains(&last_word(title)) && title.contains(' ');
        let cut_off = dots(document, item, title, &document.destination(link));
        let at = match cut_off {
            Some(kept) => Span::new(link.text.start + kept, link.text.end),
            None if asks_for_more => {
                let end = link.text.start + title.trim_end().len();
                Span::new(end - last_word(title).len(), end)
            }
            None => continue,
        };
        let kept = cut_off.map_or(title, |kept| &title[..kept]);
        cx.report(at, format!("this title is cut off after `{}`", last_word(kept)))
            .help("Write the whole title, as it is on the page.");
    }
    crate_of_the_week(cx);
}

/// The length of a title of the community without the dots at which it was cut off.
fn dots(document: &Document<'_>, item: &Item, title: &str, destination: &str) -> Option<usize> {
    let kept = title.strip_suffix("...").or_else(|| title.strip_suffix('…'))?;
    let kept = kept.trim_end_matches('.');
    let is_cut = CUT.contains(&title.chars().count()) || cuts_phrase(kept) || goes_on_in(kept, destination);
    (is_cut && document.is_community_entry(item)).then_some(kept.len())
}

/// The sentence about the crate, where its paragraph ends in the middle.
fn crate_of_the_week(cx: &mut Context<'_>) {
    let document = cx.document;
    let Some(section) = document.sections().iter().find(|section| section.kind == SectionKind::CrateOfTheWeek) else {
        return;
    };
    let mut lines = document.lines_of(section).peekable();
    while let Some((line, kind)) = lines.next() {
        let goes_on = lines.peek().is_some_and(|(_, next)| *next == LineKind::Text);
        let text = document.text(line).trim_end();
        let word = last_word(text);
        if kind == LineKind::Text && !goes_on && ASKS_FOR_MORE.contains(&word) && text.len() > word.len() {
            let end = line.start + text.len();
            cx.report(Span::new(end - word.len(), end), format!("this sentence is cut off after `{word}`"))
                .help("Write the rest of the sentence.");
        }
    }
}

fn last_word(text: &str) -> &str {
    text.split_whitespace().last().unwrap_or(text)
}

fn cuts_phrase(kept: &str) -> bool {
    let word = last_word(kept);
    kept.ends_with([' ', ',', ':', '-', '–', '(', '/']) || NEVER_LAST.iter().any(|last| word.eq_ignore_ascii_case(last))
}

/// Whether the address has the last word of the title, or one that it begins, and more words after it.
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
