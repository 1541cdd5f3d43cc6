//! A prefix of the newsletter that is not written as the newsletter writes it.

use std::collections::HashMap;

use crate::diagnostic::{Fix, Gravity, Join};
use crate::document::{Document, Item, LineKind, Prefix, PrefixForm, PrefixPlace};
use crate::lexicon::{Tag, is_state};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "malformed-prefix",
    group: Group::Prefixes,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports prefixes of community entries that are not written like `[video]`: other words or letters, \
              other brackets, in bold, escaped, without exactly one space after them, or turned into a link by a \
              definition.",
    why: "Readers look for `[video]` and `[audio]`. Without the space after it, Markdown does not read `[video]` in \
          `[video][Title](url)` as a prefix.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [Video][A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
        ),
        Example::fixed(
            "* (podcast) [An episode](https://example.org/7)\n",
            "* [audio] [An episode](https://example.org/7)\n",
        ),
        Example::fixed(
            "* \\[series\\] [Part one](https://example.org/1)\n",
            "* [series] [Part one](https://example.org/1)\n",
        ),
        Example::fixed(
            "* **[Chinese]** [A title](https://example.org/post)\n",
            "* [ZH] [A title](https://example.org/post)\n",
        ),
        Example::by_hand(
            "### New and Updated RFCs\n* [new] [Sorted tables](https://github.com/rust-lang/rfcs/pull/1)\n\n[new]: https://example.org/new\n",
            "### New and Updated RFCs\n* [new] [Sorted tables](https://github.com/rust-lang/rfcs/pull/1)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "no entry has a prefix of that name",
            "* [A series][series]\n* [Part one](https://example.org/1)\n\n[series]: https://example.org/series\n",
        ),
        Silent::because(
            "it is written as the newsletter writes it",
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n* [ZH] [audio] [7](https://example.org/7)\n",
        ),
        Silent::because(
            "there are several videos, and editors accept the plural",
            "* [videos] [A conference](https://www.youtube.com/playlist?list=a)\n\
             * [video playlist] [Another](https://www.youtube.com/playlist?list=b)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    defined(cx);
    let document = cx.document;
    // Who writes `[Video]` once does so in all entries: each form with where it was first found.
    let mut forms: Vec<(String, usize)> = Vec::new();
    for item in document.community_entries() {
        for prefix in item.prefixes.iter().filter(|prefix| prefix.place == PrefixPlace::BeforeLink) {
            // A second prefix of one meaning can't be written better: `unknown-prefix` reports it.
            let Some(tag) = prefix.tag.filter(|tag| !item.repeats(prefix, *tag)) else { continue };
            let gap = item.gap_after(prefix, document.source.text());
            let word = document.text(prefix.word);
            let behind = document.text(Span::new(gap.end, item.content.end));
            // `[video][https://…]` has no title: `bare-url` reports the address.
            if document.bare_urls_in(prefix.span.to(item.content)).first().is_some_and(|url| url.start == gap.end + 1) {
                continue;
            }
            let space = if behind.is_empty() || behind.starts_with(['\n', '\r']) { "" } else { " " };
            let Some(message) = message(document, prefix, tag, gap, space) else { continue };
            let right = format!("[{}]", tag.as_str());
            let is_country = tag.is_country(word);
            let help = if is_country {
                format!("`{word}` is a country code. Write the language code `{right}` and one space before the title.")
            } else {
                format!("Write `{right}` and one space before the title.")
            };
            let known = forms.iter().find(|(form, _)| *form == message).map(|(_, first)| *first);
            let group = known.unwrap_or(prefix.span.start);
            if known.is_none() && forms.len() < MOST_FORMS {
                forms.push((message.clone(), group));
            }
            let written = if tag.is_written(word) { format!("[{word}]") } else { right };
            cx.report(prefix.span, message)
                .gravity(if is_country { Gravity::Doubtful } else { Gravity::Form })
                .help(help)
                .fix(Fix::safe("Correct the prefix", Edit::replace(prefix.span.to(gap), format!("{written}{space}"))))
                .join(Join {
                    group,
                    least: 2,
                    message: |count, first| match count - 1 {
                        1 => format!("{}, and in 1 more entry", first.message),
                        more => format!("{}, and in {more} more entries", first.message),
                    },
                    label: "this one too",
                    fix: "Correct the prefixes",
                });
        }
    }
}

/// Reports definitions of which a prefix is the name: `[new]: address`. GitHub knows none right below an entry, but the
/// site does.
fn defined(cx: &mut Context<'_>) {
    let document = cx.document;
    // The first entry that begins with each word in brackets; made once a definition asks for it.
    let mut prefixed: Option<HashMap<String, &Item>> = None;
    for (index, _) in document.lines().iter().enumerate().filter(|(_, kind)| **kind == LineKind::Definition) {
        let line = document.source.line(index);
        let name = document.text(line).trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]:"));
        let Some((name, _)) = name.filter(|(name, _)| Tag::from_word(name).is_some() || is_state(name)) else {
            continue;
        };
        let prefixed = prefixed.get_or_insert_with(|| first_with_prefix(document));
        let Some(item) = prefixed.get(&name.to_ascii_lowercase()) else { continue };
        cx.report(line, format!("this definition makes a link of the prefix `[{name}]`"))
            .label(item.content, "in this entry, for example")
            .help("Remove the definition, or give it a name that is not a prefix.");
    }
}

/// The first entry that begins with each word in brackets, by the word in lower case.
fn first_with_prefix<'d>(document: &'d Document<'_>) -> HashMap<String, &'d Item> {
    let mut first = HashMap::new();
    for item in document.items() {
        let behind = document.text(item.content).strip_prefix('[').and_then(|rest| rest.split_once("] ["));
        if let Some((word, _)) = behind {
            first.entry(word.to_ascii_lowercase()).or_insert(item);
        }
    }
    first
}

/// What is wrong with a prefix: its form, or else what is between it and the title, where only `space` belongs.
fn message(document: &Document<'_>, prefix: &Prefix, tag: Tag, gap: Span, space: &str) -> Option<String> {
    let [word, written, gap] = [prefix.word, prefix.span, gap].map(|span| document.text(span));
    let is_right = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) == Some(tag.as_str());
    // Nearly every prefix, for which no words are made.
    if is_right && prefix.form == PrefixForm::Brackets && gap == space {
        return None;
    }
    let right = format!("[{}]", tag.as_str());
    Some(if prefix.form == PrefixForm::Emphasised {
        format!("the prefix `{right}` is in bold or italics")
    } else if prefix.form == PrefixForm::Escaped && word == tag.as_str() {
        format!("the brackets of the prefix `{right}` are escaped with backslashes")
    } else if !(is_right || tag.is_written(word) && prefix.form == PrefixForm::Brackets) {
        format!("the prefix `{written}` should be `{right}`")
    } else if gap == space {
        return None;
    } else if gap.is_empty() {
        format!("there is no space after the prefix `{right}`")
    } else if gap.trim().is_empty() {
        format!("there is more than one space after the prefix `{right}`")
    } else {
        format!("`{}` is between the prefix `{right}` and the title", gap.trim())
    })
}

/// Forms that are kept apart; a text that has more of them is not an issue.
const MOST_FORMS: usize = 64;
