//! A word in brackets before the link that is not a prefix.

use crate::diagnostic::Fix;
use crate::document::{PrefixForm, PrefixPlace};
use crate::lexicon::Tag;
use crate::rule::options::{Form, OptionSpec, Value};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "unknown-prefix",
    group: Group::Prefixes,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports words in brackets before the link of a community entry that are not prefixes of the \
              newsletter, or that repeat another prefix.",
    why: "The newsletter marks videos, audio, series and languages other than English, and nothing else.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "* [important] [A title](https://example.org/post)\n",
            "* [A title](https://example.org/post)\n",
        ),
        Example::fixed(
            "* [video] [x] [A title](https://example.org/post)\n",
            "* [video] [A title](https://example.org/post)\n",
        ),
        Example::by_hand(
            "* [important] [A title](https://example.org/post)\n",
            "* [A title](https://example.org/post)\n",
        )
        .after(&[(
            "2026-02-25-this-week-in-rust.md",
            "### Research\n* [important](https://example.org/other)\n* [Another title](https://example.org/another)\n",
        )]),
    ],
    silent: &[
        Silent::because("an earlier issue has this prefix", "* [important] [A title](https://example.org/post)\n")
            .after(&[(
                "2026-02-25-this-week-in-rust.md",
                "### Research\n* [important] [Another title](https://example.org/other)\n",
            )]),
        Silent::because(
            "a page may be in several languages",
            "* [ZH | EN] [Tables](https://example.org/1)\n* [ZH/EN] [Tables, again](https://example.org/2)\n",
        ),
        Silent::because(
            "they are the prefixes of the newsletter",
            "* [video] [series] [RU] [Tables](https://example.org/1)\n",
        ),
        Silent::because(
            "there are several videos",
            "* [video] [playlist] [The talks](https://www.youtube.com/playlist?list=a)\n",
        ),
        Silent::because(
            "it is not a submission",
            "## Final Comment Period\n\n* [disposition: merge] [Tables](https://example.org/1)\n",
        ),
    ],
    options: &[OptionSpec {
        key: "languages",
        about: "Further language tags that may be before a link.",
        example: "languages = [\"EO\"]",
        form: Some(Form::LANGUAGE),
        get: |options| Value::Words(options.languages.clone()),
        set: |options, value| options.languages = value.words(),
    }],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let mut earlier = None;
    for item in document.community_entries() {
        // `[Title]` alone lacks its address, not a meaning.
        let near_links = document.near_links_in(item.content);
        let leads_somewhere = !document.links_of(item).is_empty() || !near_links.is_empty();
        for prefix in item.prefixes.iter().filter(|_| leads_somewhere) {
            let word = document.text(prefix.word);
            let is_tag = |word: &str| matches!(Tag::from_word(word), Some(Tag::Language(_)));
            // `[ZH | EN]`: a page in several languages.
            if prefix.tag.is_some_and(|tag| item.repeats(prefix, tag)) {
                // `[video] [playlist]` says that there are several.
                if word.eq_ignore_ascii_case("playlist") {
                    continue;
                }
                cx.report(prefix.span, format!("`[{word}]` repeats another prefix of this entry")).help("Remove it.");
                continue;
            }
            let is_known = prefix.tag.is_some()
                || cx.options.languages.iter().any(|tag| tag == word)
                || word.contains(['|', '/', ',', '+']) && word.split(['|', '/', ',', '+']).all(is_tag);
            if matches!(word, " " | "x" | "X") && prefix.place == PrefixPlace::BeforeLink {
                let behind = document.text(Span::new(prefix.span.end, item.content.end));
                let gap = behind.len() - behind.trim_start().len();
                cx.report(prefix.span, "this entry has a check box").help("Remove it.").fix(Fix::unsafe_(
                    "Remove the check box",
                    Edit::delete(Span::new(prefix.span.start, prefix.span.end + gap)),
                ));
                continue;
            }
            // The text of what is meant as a link is a title.
            if near_links.iter().any(|near| near.span.contains(prefix.span)) {
                continue;
            }
            if !is_known
                && prefix.form == PrefixForm::Brackets
                && prefix.place == PrefixPlace::BeforeLink
                // What an earlier issue was published with is left alone.
                && !earlier.get_or_insert_with(|| cx.history.prefixes()).contains(word)
            {
                cx.report(prefix.span, format!("`[{word}]` is not a prefix of the newsletter")).help(
                    "Remove it, or write one of `[video]`, `[audio]`, `[series]`, or a language code such as `[ZH]`.",
                );
            }
        }
    }
}
