//! A prefix that is known, but not written as the newsletter writes it.

use crate::document::{Prefix, PrefixForm, PrefixPlace};
use crate::fix::{Edit, Fix};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Rule};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "malformed-prefix",
    group: Group::Prefixes,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports prefixes of community entries in another form than `[video]`: other words or letters, other brackets, \
              in bold, escaped, or without the one space behind.",
    why: "Readers look for `[video]` and `[audio]`. Without the space behind it, `[video][Title](url)` is no prefix to Markdown.",
    examples: &[
        Example::fixed(
            "* [Video][A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
        ),
        Example::fixed("* (podcast) [An episode](https://example.org/7)\n", "* [audio] [An episode](https://example.org/7)\n"),
        Example::fixed("* \\[series\\] [Part one](https://example.org/1)\n", "* [series] [Part one](https://example.org/1)\n"),
        Example::fixed("* **[Chinese]** [A title](https://example.org/post)\n", "* [ZH] [A title](https://example.org/post)\n"),
    ],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries() {
        for prefix in item.prefixes.iter().filter(|prefix| prefix.place == PrefixPlace::BeforeLink) {
            // A second prefix of one meaning can't be written better: `unknown-prefix` reports it.
            let Some(tag) = prefix.tag.filter(|tag| !item.repeats(prefix, *tag)) else { continue };
            let behind = document.text(Span::new(prefix.span.end, item.content.end));
            let gap = behind.len() - behind.trim_start_matches([' ', '\t']).len();
            let has_title = prefix.span.end < item.content.end;
            let Some(fault) = fault(prefix, document.text(prefix.word), tag.as_str(), &behind[..gap]) else { continue };
            let whole = Span::new(prefix.span.start, prefix.span.end + gap);
            if !has_title && document.text(prefix.span) == format!("[{}]", tag.as_str()) {
                continue;
            }
            let right = format!("[{}]", tag.as_str());
            let space = if has_title { " " } else { "" };
            cx.report(prefix.span, fault)
                .help(format!("Write `{right}` and one space before the title."))
                .fix(Fix::safe("Write the prefix as the newsletter does", Edit::replace(whole, format!("{right}{space}"))));
        }
    }
}

fn fault(prefix: &Prefix, word: &str, tag: &str, gap: &str) -> Option<String> {
    let right = format!("`[{tag}]`");
    Some(match prefix.form {
        PrefixForm::Brackets if word != tag => format!("the prefix `[{word}]` is written {right}"),
        PrefixForm::Brackets if gap.is_empty() => format!("there is no space behind the prefix {right}"),
        PrefixForm::Brackets if gap != " " => format!("there is more than one space behind the prefix {right}"),
        PrefixForm::Brackets => return None,
        PrefixForm::Escaped => format!("the brackets of the prefix {right} need no backslashes"),
        PrefixForm::Parentheses => format!("the prefix `({word})` is written {right}, in square brackets"),
        PrefixForm::Colon => format!("the prefix `{word}:` is written {right}"),
        PrefixForm::Bare => format!("the prefix `{word}` is written {right}, in square brackets"),
        PrefixForm::Emphasised => format!("the prefix {right} is not in bold or italics"),
    })
}
