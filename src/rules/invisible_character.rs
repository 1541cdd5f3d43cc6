//! Characters that nobody can see.
//!
//! Longer than other rules: where each character is allowed takes more words than where it is not.

use crate::diagnostic::{Fix, Gravity, Join, character_name};
use crate::document::{Document, Item, Placement};
use crate::lexicon::{Tag, is_invisible, is_odd_space, may_join};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "invisible-character",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports characters that nobody can see: no-break and other special spaces, zero-width spaces, soft \
              hyphens, byte order marks inside the text, and control characters. Joiners in emoji and in scripts \
              that need them are allowed. Special and zero-width spaces between words are a warning, \
              no-break spaces only where the last issues have none.",
    why: "They are copied together with a title from a page. For Markdown, a no-break space is not a space; a \
          zero-width space breaks an address, or a word that somebody searches for, and nobody can see why.",
    needs: Needs::Text,
    examples: &[
        Example::fixed("* [A\u{a0}title](https://example.org/x)\n", "* [A title](https://example.org/x)\n"),
        Example::fixed("*\u{a0}[A title](https://example.org/x)\n", "* [A title](https://example.org/x)\n"),
        Example::fixed("* [A ti\u{200b}tle](https://example.org/x)\n", "* [A title](https://example.org/x)\n"),
        Example::fixed("* [A\u{a0} hy\u{ad}phen](https://example.org/x)\n", "* [A hyphen](https://example.org/x)\n"),
        Example::fixed("* [A\u{2009}title](https://example.org/x)\n", "* [A title](https://example.org/x)\n").after(&[
            ("2026-02-18-this-week-in-rust.md", "* [A\u{a0}crab](https://example.org/a)\n"),
            ("2026-02-25-this-week-in-rust.md", "* [A\u{a0}claw](https://example.org/b)\n"),
        ]),
        Example::fixed("* [A\u{a0}title](https://example.org/x)\n", "* [A title](https://example.org/x)\n").after(&[
            ("2026-02-18-this-week-in-rust.md", "* [A\u{a0}crab](https://example.org/a)\n"),
            ("2026-02-25-this-week-in-rust.md", "* [A claw](https://example.org/b)\n"),
        ]),
    ],
    silent: &[
        Silent::because("the last issues have no-break spaces too", "* [A\u{a0}title](https://example.org/x)\n").after(
            &[
                ("2026-02-18-this-week-in-rust.md", "* [A\u{a0}crab](https://example.org/a)\n"),
                ("2026-02-25-this-week-in-rust.md", "* [A\u{a0}claw](https://example.org/b)\n"),
            ],
        ),
        Silent::because(
            "joiners combine several emoji into one",
            "* [A family: 👩\u{200d}👩\u{200d}👧](https://example.org/x)\n",
        ),
        Silent::because("scripts need joiners", "* [FA] [می\u{200c}خواهم](https://example.org/x)\n"),
        Silent::because(
            "the flag of Scotland ends in tags",
            "* [Rust in 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}](https://example.org/x)\n",
        ),
        Silent::because("Chinese text uses this space", "* [ZH] [用表格\u{3000}写程序](https://example.org/x)\n"),
        Silent::because(
            "French has this space there",
            "* [FR] [Les tables\u{a0}: un guide](https://example.org/x)\n* [«\u{a0}Déjà vu\u{202f}»](https://example.org/y)\n",
        ),
        Silent::because("a byte order mark begins the file", "\u{feff}* [A title](https://example.org/x)\n"),
        Silent::because("it may be half of a letter", "* [IRMÃ\u{a0}e](https://example.org/x)\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let mut is_usual = None;
    for run in runs(document) {
        let is_space = document.text(run).chars().all(is_odd_space) && !is_in_address(document, run);
        if is_space && stands_for_bullet_space(document, run) {
            let name = character_name(document.text(run).chars().next().unwrap_or_default());
            cx.report(run, format!("the bullet is followed by {name} instead of a space"))
                .help("Write an ordinary space.")
                .fix(Fix::safe("Write an ordinary space", Edit::replace(run, " ")));
        } else if is_at_edge_of_address(document, run) {
            // The site takes it out, and `link-scheme` speaks of it.
        } else if is_space {
            // Titles are copied with it, and it looks like any space: editors leave it.
            let is_kept = document.text(run) == NO_BREAK && !loses_entry(document, run);
            if !(is_kept && *is_usual.get_or_insert_with(|| cx.history.is_usual_now(|issue| issue.contains(NO_BREAK))))
            {
                report_space(cx, run);
            }
        } else {
            report(cx, run);
        }
    }
}

/// A no-break space.
const NO_BREAK: &str = "\u{a0}";

/// Whether a run is in an address: in that of a link, or right after another one, as a control character that no
/// one writes between words.
fn is_in_address(document: &Document<'_>, run: Span) -> bool {
    let ends_at_run = |url: &Span| url.end == run.start && !url.is_empty();
    let is_cut = || {
        let near = document.near_links_before(run.start).last().and_then(|near| near.url);
        near.iter().chain(document.bare_urls_before(run.start).last()).any(ends_at_run)
    };
    let is_control = |run: Span| document.text(run).chars().any(char::is_control);
    let goes_on = || document.source.text()[run.end..].starts_with(|c: char| !c.is_whitespace());
    document.destinations_contain(run.start) || is_control(run) && goes_on() && is_cut()
}

/// Whether a run of spaces is right before the address of a link.
fn is_at_edge_of_address(document: &Document<'_>, run: Span) -> bool {
    document.text(run).chars().all(char::is_whitespace)
        && document.link_at(run.start).is_some_and(|link| link.is_inline() && link.destination.start == run.start)
}

/// Whether a bullet has odd spaces where the site wants an ordinary one.
fn stands_for_bullet_space(document: &Document<'_>, run: Span) -> bool {
    document.item_at(run.start).and_then(|item| item.bullet).is_some_and(|bullet| bullet.gap == run)
}

/// Invisible characters that follow each other, where they are not allowed.
fn runs(document: &Document<'_>) -> Vec<Span> {
    let text = document.source.text();
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut runs: Vec<Span> = Vec::new();
    let mut at = mark;
    // Nearly all of it is plain, which is seen fastest of a whole block.
    const BLOCK: usize = 64;
    while at < text.len() {
        let block = &text.as_bytes()[at..text.len().min(at + BLOCK)];
        if block.iter().fold(true, |all, byte| all & is_plain(byte)) {
            at += block.len();
            continue;
        }
        at += block.iter().position(|byte| !is_plain(byte)).unwrap_or(0);
        let Some(c) = text[at..].chars().next() else { break };
        let span = Span::new(at, at + c.len_utf8());
        at = span.end;
        if !is_invisible(c) {
            continue;
        }
        let before = text[mark..span.start].chars().next_back();
        let is_mojibake = || document.is_mojibake(span);
        let is_invalid =
            || document.source.invalid_bytes().binary_search_by_key(&span.start, |(byte, _)| *byte).is_ok();
        if is_in_order(text, span.start, c, before)
            || is_mojibake()
            || is_invalid()
            || is_french_space(document, span, before)
            || is_half_of_letter(document, span, before)
        {
            continue;
        }
        match runs.last_mut().filter(|last| last.end == span.start) {
            Some(last) => last.end = span.end,
            None => runs.push(span),
        }
    }
    runs
}

/// Whether an invisible character does its work where it is.
fn is_in_order(text: &str, at: usize, c: char, before: Option<char>) -> bool {
    let after = || text[at + c.len_utf8()..].chars().next();
    match c {
        '\u{200c}' | '\u{200d}' => before.is_some_and(may_join) && after().is_some_and(may_join),
        // The flags of England, Scotland and Wales end in tags.
        '\u{e0020}'..='\u{e007f}' => before.is_some_and(|c| c == '🏴' || matches!(c, '\u{e0020}'..='\u{e007e}')),
        // Chinese and Japanese text is set with it.
        '\u{3000}' => [before, after()]
            .into_iter()
            .flatten()
            .any(|c| matches!(c, '\u{3001}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')),
        _ => false,
    }
}

/// Whether a no-break space may be the second half of a letter in a wrong encoding: `VoilÃ\u{a0}`.
fn is_half_of_letter(document: &Document<'_>, run: Span, before: Option<char>) -> bool {
    document.text(run) == "\u{a0}" && matches!(before, Some('Ã' | 'Å' | 'Â' | 'Ä'))
}

/// French sets a no-break space within its quotation marks and before `!`, `?`, `:` and `;`.
fn is_french_space(document: &Document<'_>, run: Span, before: Option<char>) -> bool {
    if !matches!(document.text(run), "\u{a0}" | "\u{202f}") {
        return false;
    }
    let after = document.source.text()[run.end..].chars().next();
    let is_french =
        || document.item_at(run.start).is_some_and(|item| item.tags().any(|tag| tag == Tag::Language("FR")));
    before == Some('«') || after == Some('»') || (matches!(after, Some('!' | '?' | ':' | ';')) && is_french())
}

/// An odd space in the text: the page looks nearly the same, so it is only worth a look. Copied titles are full of
/// them.
fn report_space(cx: &mut Context<'_>, run: Span) {
    let document = cx.document;
    let name = character_name(document.text(run).chars().next().unwrap_or_default());
    let gravity = if loses_entry(document, run) { Gravity::Lost } else { Gravity::Doubtful };
    cx.report(run, format!("this space is {name}, not an ordinary space"))
        .gravity(gravity)
        .help("Write an ordinary space.")
        .fix(Fix::safe("Write ordinary spaces", edit(document, run)))
        .join(Join {
            group: document.section_at(run.start).span.start,
            least: 2,
            message: |count, first| format!("{}, and {} more in this section", first.message, count - 1),
            label: "this one too",
            fix: "Write ordinary spaces",
        });
}

fn report(cx: &mut Context<'_>, run: Span) {
    let document = cx.document;
    let found = document.text(run);
    let count = found.chars().count();
    let name = character_name(found.chars().next().unwrap_or_default());
    let rest = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    let in_address = is_in_address(document, run);
    let place = if in_address { "address" } else { "text" };
    let edit = edit(document, run);
    // A space within an address may mean nothing or `%20`.
    let goes_on = document.destinations_contain(run.end) || !document.destinations_contain(run.start);
    let is_certain = !(in_address && goes_on && found.chars().any(is_odd_space));
    let fix = if is_certain { Fix::safe } else { Fix::unsafe_ }("Remove the character", edit);
    // Between words it changes nothing; within one, a search for the word finds nothing.
    let is_harmless = !in_address && found.chars().all(is_zero_width) && !is_within_word(document, run);
    let gravity = match is_harmless && !loses_entry(document, run) {
        true => Gravity::Doubtful,
        false => Gravity::Wrong,
    };
    cx.report(run, format!("there is an invisible character in this {place}: {name}{rest}"))
        .gravity(gravity)
        .help("Remove the character; readers cannot see it.")
        .fix(fix);
}

/// Whether the site loses an entry by a character: before a bullet, after a comment above a list, in a blank line.
fn loses_entry(document: &Document<'_>, run: Span) -> bool {
    let is_listed = |item: &Item| matches!(item.placement, Placement::Listed { .. });
    let is_indent = document.item_at(run.start).is_some_and(|item| item.indent.overlaps(run) && !is_listed(item));
    let line = document.source.line_index(run.start);
    let text = document.source.text();
    // In code, it is not the bullet of an entry.
    let is_before_bullet = text[run.end..].starts_with("* ")
        && text[document.source.line(line).start..run.start].trim_end().is_empty()
        && document.site.entry_on(line).is_none();
    is_indent || is_before_bullet || document.losses().iter().take(MOST_LOSSES).any(|loss| loss.line == line)
}

/// How many losses are looked at for each character.
const MOST_LOSSES: usize = 256;

/// Whether a character takes no room: a zero-width space, or a joiner that joins nothing.
fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether letters or figures are on both sides of a run.
fn is_within_word(document: &Document<'_>, run: Span) -> bool {
    let text = document.source.text();
    text[..run.start].ends_with(char::is_alphanumeric) && text[run.end..].starts_with(char::is_alphanumeric)
}

/// What replaces a run: an ordinary space where it separates words, else nothing.
fn edit(document: &Document<'_>, run: Span) -> Edit {
    let text = document.source.text();
    let found = document.text(run);
    let line = document.source.line(document.source.line_index(run.start));
    let before = text[line.start..run.start].chars().next_back();
    let after = text[run.end..line.end.max(run.end)].chars().next();
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_space = found.chars().any(is_odd_space) && !is_in_address(document, run);
    // Only the last of the spaces that a line begins with looks back over the others.
    let is_indent =
        !is_blank(after) && found.chars().all(is_odd_space) && text[line.start..run.start].trim_end().is_empty();
    let replacement = if is_indent {
        " ".repeat(found.chars().count())
    } else if !is_space || is_blank(before) || is_blank(after) {
        String::new()
    } else {
        " ".to_owned()
    };
    Edit::replace(run, replacement)
}
