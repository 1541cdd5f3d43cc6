//! Notes that an editor or a tool has left.
//!
//! Longer than other rules: notes are left in titles, headings, text, comments and links, each with its own marks.

use std::collections::HashSet;

use crate::diagnostic::excerpt;
use crate::document::{Document, LineKind, SectionKind};
use crate::lexicon::{NOTE_WORDS, TOOL_COMMENTS, TOOL_MARKS, is_template_entry, note_at_start};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "leftover-note",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports notes that are not for readers: `TODO` or `FIXME` as a whole title or heading or next to the \
              text, comments for other tools, marks of a chat bot, and entries of the template that nobody has \
              filled in.",
    why: "They reach every reader of the newsletter, also by mail, where nothing can be corrected.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand("* [TODO](https://example.org/x)\n", "* [Title](https://example.org/x)\n"),
        Example::by_hand(
            "* [Title](https://example.org/x)\n\n// TODO sort these\n",
            "* [Title](https://example.org/x)\n",
        ),
        Example::by_hand("* [Item title](Item URL)\n", "* [Title](https://example.org/x)\n"),
        Example::by_hand(
            "* [Title of the linked page](https://example.org/x)\n",
            "* [Tables](https://example.org/x)\n",
        ),
        Example::by_hand(
            "<!-- prettier-ignore -->\n\n* [Title](https://example.org/x)\n",
            "* [Title](https://example.org/x)\n",
        ),
        Example::by_hand(
            "### Miscellaneous\n* TODO: [Kettles](https://example.org/kettles)\n",
            "### Miscellaneous\n* [Kettles](https://example.org/kettles)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the word is what the text is about",
            "* [How I tamed my TODO list](https://example.org/x)\n\nWe leave no TODO behind, and XXXL crabs neither.\n",
        ),
        Silent::because(
            "a program may have the word in its name",
            "* [TODO-rs 2.0](https://example.org/x)\n* [TODO!: a macro](https://example.org/y)\n",
        ),
        Silent::because("code is quoted", "It prints `// TODO` and more.\n\n```text\n// TODO sort these\n```\n"),
        Silent::because(
            "a comment is for editors",
            "<!-- TODO: ask the author -->\n\n* [Title](https://example.org/x)\n",
        ),
        Silent::because("it is part of a quotation", "## Quote of the Week\n\nTODO: write a quote.\n"),
    ],
    options: &[],
    check,
};

const FILL_IN: &str = "Replace this with the link, or remove it.";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    // Hardly an issue has one of them.
    let marks = marks(document.source.text());
    if marks.has_note || marks.has_undecided {
        titles(cx);
    }
    if marks.has_note {
        headings(cx);
        text(cx);
    }
    if marks.has_tool_mark {
        tool_marks(cx);
    }
    for item in document.community_entries() {
        let examples = document.links_of(item).iter().filter(|link| {
            link.is_inline() && is_template_entry(document.text(link.text), document.text(link.destination))
        });
        for link in examples {
            let shown = excerpt(document.text(link.span));
            let message = format!("`{shown}` is an example, not an entry");
            cx.report(link.span, message).help(FILL_IN).condemns(link.span);
        }
    }
    for link in document.template_links() {
        let shown = excerpt(document.text(*link));
        cx.report(*link, format!("`{shown}` is a placeholder of the template")).help(FILL_IN).condemns(*link);
    }
    for comment in document.comments() {
        // Up to its end, for `toc` alone is one as well.
        let body = document.text(Span::new(comment.body().start, comment.span.end)).trim_start();
        if let Some(tool) = TOOL_COMMENTS
            .iter()
            .find(|tool| body.get(..tool.len()).is_some_and(|start| start.eq_ignore_ascii_case(tool)))
        {
            let first_line =
                Span::new(comment.span.start, document.source.line(document.source.line_index(comment.span.start)).end);
            let span = Span::new(comment.span.start, comment.span.end.min(first_line.end));
            cx.report(span, format!("this comment is for another tool, `{}`", tool.trim_end_matches("-->").trim_end()))
                .help("Remove the comment.");
        }
    }
}

/// What a title says that is to be found yet.
const UNDECIDED: &str = "TBD";

/// What a text holds somewhere.
struct Marks {
    has_note: bool,
    has_undecided: bool,
    has_tool_mark: bool,
}

fn marks(text: &str) -> Marks {
    Marks {
        has_note: ["TO", "X"].iter().any(|part| holds_any(text, NOTE_WORDS, part)),
        has_undecided: holds_any(text, &[UNDECIDED], UNDECIDED),
        has_tool_mark: holds_any(text, TOOL_MARKS, "cit"),
    }
}

/// Whether a text holds one of those words that have `part` in them: all of them at once are looked for by it.
fn holds_any(text: &str, words: &[&str], part: &str) -> bool {
    let text = text.as_bytes();
    memchr::memmem::find_iter(text, part).any(|at| {
        let is_there = |start: usize, word: &str| text[start..].starts_with(word.as_bytes());
        let start = |word: &str| word.find(part).and_then(|before| at.checked_sub(before));
        words.iter().any(|word| start(word).is_some_and(|start| is_there(start, word)))
    })
}

fn tool_marks(cx: &mut Context<'_>) {
    let document = cx.document;
    let text = document.source.text();
    for mark in TOOL_MARKS {
        for start in memchr::memmem::find_iter(text.as_bytes(), mark).filter(|at| !document.is_opaque(*at)) {
            cx.report(Span::new(start, start + mark.len()), format!("`{mark}` comes from a chat bot"))
                .help("Remove this text.");
        }
    }
}

/// Characters around a note in the text of a link that are looked at.
const MOST_MARKS: usize = 64;

/// `[TODO](url)`, `[**FIXME**](url)`, `[TODO: find the title](url)`.
fn titles(cx: &mut Context<'_>) {
    let document = cx.document;
    for link in document.links() {
        let text = document.text(link.text);
        // Nearly all titles begin with another letter.
        let first = text.bytes().next().filter(u8::is_ascii_alphanumeric);
        if first.is_some_and(|first| !NOTE_WORDS.iter().chain([&UNDECIDED]).any(|word| word.as_bytes()[0] == first)) {
            continue;
        }
        // Images nest: what each of thousands holds is not gone through to its end.
        let marks = text.chars().take(MOST_MARKS).take_while(|c| !c.is_alphanumeric()).map(char::len_utf8).sum();
        let title = &text[marks..];
        let is_all = |rest: &str| rest.chars().take(MOST_MARKS).all(|c| !c.is_alphanumeric());
        let is_note = |word: &str| {
            title.strip_prefix(word).is_some_and(|rest| is_all(rest) || rest.starts_with(':') && word != "XXX")
        };
        let is_undecided = title.strip_prefix(UNDECIDED).is_some_and(is_all)
            && document.item_at(link.span.start).is_some_and(|item| document.is_community_entry(item));
        if NOTE_WORDS.iter().any(|word| is_note(word)) || is_undecided {
            let shown = excerpt(document.text(link.text));
            cx.report(link.text, format!("the title of this link is a note: `{shown}`"))
                .help("Write the title of the linked page.");
        }
    }
}

fn headings(cx: &mut Context<'_>) {
    let document = cx.document;
    for heading in document
        .sections()
        .iter()
        .filter_map(|section| section.heading)
        .chain(document.accidental_headings().iter().copied())
    {
        let text = document.text(heading.text);
        if note_at_start(text) {
            cx.report(heading.span, format!("this heading is a note: `{}`", excerpt(text)))
                .help("Do what the note says, and remove it.");
        }
    }
}

/// `// TODO change this`, `(TODO: link)`, `TODO: link`, but not "leave no TODO behind".
fn text(cx: &mut Context<'_>) {
    let document = cx.document;
    let source = document.source.text();
    let mut reported: HashSet<usize> = HashSet::new();
    for word in NOTE_WORDS {
        for at in memchr::memmem::find_iter(source.as_bytes(), word).filter(|at| !document.is_opaque(*at)) {
            let span = Span::new(at, at + word.len());
            let index = document.source.line_index(at);
            if !reported.contains(&index) && is_note(document, source, span, document.lines()[index]) {
                reported.insert(index);
                let line = document.source.line(index);
                let rest = excerpt(document.text(Span::new(span.start, line.end)));
                let note = note(document, span);
                cx.report(span, format!("there is a note in the text: `{rest}`"))
                    .condemns(note)
                    .help("Do what the note says, and remove it.");
            }
        }
    }
}

/// The words of a note in an entry, up to the next link, with the signs before them.
fn note(document: &Document<'_>, span: Span) -> Span {
    let Some(item) = document.item_at(span.start) else { return span };
    let links = document.links_of(item);
    let next = links.partition_point(|link| link.span.start < span.end);
    let before = links[..next].last().map(|link| Span::new(link.span.end.min(span.start), span.start));
    let has_signs_alone = |before: &Span| !document.text(*before).contains(char::is_alphanumeric);
    let start = before.filter(has_signs_alone).map_or(span.start, |before| before.start);
    Span::new(start, links.get(next).map_or(item.content.end, |link| link.span.start).max(span.end))
}

fn is_note(document: &Document<'_>, source: &str, span: Span, kind: LineKind) -> bool {
    if !matches!(kind, LineKind::Text | LineKind::Item(_) | LineKind::Continuation(_)) {
        return false;
    }
    let in_quote = document.section_at(span.start).kind == SectionKind::Quote;
    let line = document.source.line(document.source.line_index(span.start));
    let near_links = document.near_links_in(Span::new(line.start, span.end));
    let in_link =
        document.link_at(span.start).is_some() || near_links.iter().rev().take(2).any(|link| link.span.contains(span));
    if in_quote || in_link {
        return false;
    }
    // Reported as a heading.
    if document.has_accidental_heading(document.source.line_index(line.start)) {
        return false;
    }
    let before = source[line.start..span.start].trim_end();
    let after = &source[span.end..line.end];
    if !note_at_start(&source[span.start..line.end])
        || before.ends_with(|c: char| c.is_alphanumeric() && span.start == line.start + before.len())
    {
        return false;
    }
    // From the note outwards: a long line may hold any number of them.
    let begins =
        before.trim_end_matches(['*', '-', '+', ' ', '\t', '/', '#', '>', '_', '[', '(', '{', '<', '!']).is_empty();
    let is_all = after.trim_start_matches(|c: char| !c.is_alphanumeric()).is_empty();
    let is_marked = before.ends_with("//") || before.ends_with(['(', '[', '{', '<']) || before.ends_with("/*");
    let has_colon = after.starts_with(':')
        || (after.starts_with('(') && after.char_indices().take(40).any(|(at, _)| after[at..].starts_with("):")));
    let is_behind_link = || note(document, span).start < span.start;
    is_marked
        || has_colon
        || (is_all && is_behind_link())
        || (begins && (is_all || document.section_at(span.start).kind != SectionKind::CrateOfTheWeek))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_seen_wherever_it_is() {
        for word in NOTE_WORDS {
            assert!(marks(&format!("One {word} more")).has_note && marks(word).has_note, "{word}");
        }
        for mark in TOOL_MARKS {
            assert!(marks(&format!("One {mark} more")).has_tool_mark && marks(mark).has_tool_mark, "{mark}");
        }
        let none = marks("TO DEAL with X, FIXED, a citation and TBA");
        assert!(!none.has_note && !none.has_undecided && !none.has_tool_mark);
    }
}
