//! Characters that nobody sees.

use crate::diagnostic::character_name;
use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::lexicon::{Tag, is_invisible, is_odd_space, may_join};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Rule};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "invisible-character",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports characters that nobody sees: no-break and other odd spaces, zero-width spaces, soft hyphens, byte \
              order marks inside the text, and control characters. Joiners within emoji and in scripts that need them are in \
              order.",
    why: "They come along when a title is copied from a page. A no-break space is no space to Markdown, a zero-width one breaks \
          an address or a word that is searched for, and nobody who reads the text can tell.",
    examples: &[
        Example::fixed("* [A\u{a0}title](https://example.org/x)\n", "* [A title](https://example.org/x)\n"),
        Example::fixed("* [A ti\u{200b}tle](https://example.org/x)\n", "* [A title](https://example.org/x)\n"),
        Example::fixed("* [A\u{a0} hy\u{ad}phen](https://example.org/x)\n", "* [A hyphen](https://example.org/x)\n"),
    ],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let text = document.source.text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let start = start.min('\u{feff}'.len_utf8());
    let mut mojibake = document.mojibake.iter().peekable();
    let mut invalid = document.source.invalid_bytes().iter().peekable();
    let mut previous = None;
    let mut characters = text[start..].char_indices().map(|(at, c)| (start + at, c)).peekable();
    while let Some((at, c)) = characters.next() {
        let before = previous.replace(c);
        if !is_invisible(c) || is_in_order(text, at, c, before) {
            continue;
        }
        while mojibake.next_if(|found| found.end <= at).is_some() {}
        while invalid.next_if(|(byte, _)| *byte < at).is_some() {}
        if mojibake.peek().is_some_and(|found| found.start <= at) || invalid.peek().is_some_and(|(byte, _)| *byte == at) {
            continue;
        }
        let mut run = Span::new(at, at + c.len_utf8());
        let invalid_next = |at: usize| document.source.invalid_bytes().binary_search_by_key(&at, |(byte, _)| *byte).is_ok();
        while let Some((at, next)) = characters
            .next_if(|(at, next)| is_invisible(*next) && !is_in_order(text, *at, *next, previous) && !invalid_next(*at))
        {
            run.end = at + next.len_utf8();
            previous = Some(next);
        }
        if !is_french_space(document, run, before) {
            report(cx, run);
        }
    }
}

/// Whether an invisible character does its work where it stands.
fn is_in_order(text: &str, at: usize, c: char, before: Option<char>) -> bool {
    let after = || text[at + c.len_utf8()..].chars().next();
    match c {
        '\u{200c}' | '\u{200d}' => before.is_some_and(may_join) && after().is_some_and(may_join),
        // The flags of England, Scotland and Wales end in tags.
        '\u{e0020}'..='\u{e007f}' => before.is_some_and(|c| c == '🏴' || matches!(c, '\u{e0020}'..='\u{e007e}')),
        // Chinese and Japanese text is set with it.
        '\u{3000}' => [before, after()].into_iter().flatten().any(|c| matches!(c, '\u{3001}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')),
        _ => false,
    }
}

/// French sets a no-break space within its quotation marks and before `!`, `?`, `:` and `;`.
fn is_french_space(document: &Document<'_>, run: Span, before: Option<char>) -> bool {
    if !matches!(document.text(run), "\u{a0}" | "\u{202f}") {
        return false;
    }
    let after = document.source.text()[run.end..].chars().next();
    let is_french = || {
        document.item_at(run.start).is_some_and(|item| item.tags().any(|tag| tag == Tag::Language("FR")))
    };
    before == Some('«') || after == Some('»') || (matches!(after, Some('!' | '?' | ':' | ';')) && is_french())
}

fn report(cx: &mut Context<'_>, run: Span) {
    let document = cx.document;
    let text = document.source.text();
    let found = document.text(run);
    let line = document.source.line(document.source.line_index(run.start));
    let (before, after) = (text[line.start..run.start].chars().next_back(), text[run.end..line.end.max(run.end)].chars().next());
    let count = found.chars().count();
    let first = found.chars().next().unwrap_or_default();
    let name = character_name(first);
    let rest = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let in_address = document.destinations_contain(run.start);
    let is_indent = text[line.start..run.start].trim().is_empty() && !is_blank(after) && found.chars().all(is_odd_space);
    let replacement = if is_indent {
        " ".repeat(count)
    } else if !found.chars().any(is_odd_space) || is_blank(before) || is_blank(after) || in_address {
        String::new()
    } else {
        " ".to_owned()
    };
    let inside_address = in_address && found.chars().any(is_odd_space) && document.destinations_contain(run.end);
    let where_ = if in_address { " in an address" } else { "" };
    let (title, help) = if replacement.is_empty() {
        ("Remove it", "Remove the character; it shows nothing.")
    } else {
        ("Write a space", "Write an ordinary space.")
    };
    let edit = Edit::replace(run, replacement);
    let fix = if inside_address { Fix::unsafe_(title, edit) } else { Fix::safe(title, edit) };
    cx.report(run, format!("the invisible character {name}{rest} stands here{where_}")).help(help).fix(fix);
}
