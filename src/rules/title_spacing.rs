//! Blanks where a title has none.

use crate::diagnostic::Fix;
use crate::lexicon::Tag;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "title-spacing",
    group: Group::LinkText,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports blanks at the inner edges of a link text, doubled ones, and blanks before its closing punctuation.",
    why: "A blank at the edge is underlined with the link; the others are slips of copying.",
    needs: Needs::Text,
    examples: &[
        Example::fixed("* [ A title ](https://example.org/post)\n", "* [A title](https://example.org/post)\n"),
        Example::fixed("* [A  title !](https://example.org/post)\n", "* [A title!](https://example.org/post)\n"),
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items.iter().filter(|item| document.section_of(item).kind.is_entry_list()) {
        // French sets a blank before `?`, `!` and `:`.
        let is_french = item.tags().any(|tag| tag == Tag::Language("FR"));
        for link in document.links_of(item).iter().filter(|link| link.is_inline() && !link.is_image) {
            if !may_be_uneven(document.text(link.text)) || document.text(link.text).trim().is_empty() {
                continue;
            }
            let code = document.code_spans_in(link.text);
            let edits = edits(document.text(link.text), is_french, |start, end| {
                let span = Span::new(link.text.start + start, link.text.start + end);
                let next = code.partition_point(|code| code.start <= span.start);
                (!code[..next].last().is_some_and(|code| code.contains(span))).then_some(span)
            });
            let (Some(first), Some(last)) = (edits.first(), edits.last()) else { continue };
            let what = if first.span.start == link.text.start || last.span.end == link.text.end {
                "there is a space at the edge of this title"
            } else if edits.iter().all(|edit| edit.text.is_empty()) {
                "there is a space before the punctuation of this title"
            } else {
                "there are several spaces in a row in this title"
            };
            let span = first.span;
            cx.report(span, what)
                .help("Leave one space between words, and none at the edges.")
                .fix(Fix::safe("Remove the spaces", edits));
        }
    }
}

/// Whether a title has any other blank than single spaces between words: told at a glance, for nearly none has.
fn may_be_uneven(title: &str) -> bool {
    let [first, rest @ ..] = title.as_bytes() else { return false };
    // In one go, without a branch for each byte.
    let pairs = title.bytes().zip(rest.iter().copied());
    let is_uneven = |(one, next): (u8, u8)| one == b' ' && matches!(next, b' ' | b',') || next == b'\t';
    let is_closed = |at: usize| rest.len().checked_sub(at).and_then(|at| rest.get(at)) == Some(&b' ');
    matches!(first, b' ' | b'\t')
        || is_closed(1)
        || is_closed(2)
        || pairs.fold(false, |any, pair| any | is_uneven(pair))
}

fn edits(title: &str, is_french: bool, place: impl Fn(usize, usize) -> Option<Span>) -> Vec<Edit> {
    let is_blank = |c: char| c == ' ' || c == '\t';
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(found) = title[at..].find(is_blank) {
        let start = at + found;
        let end = start + title[start..].find(|c| !is_blank(c)).unwrap_or(title.len() - start);
        at = end;
        let rest = &title[end..];
        // The indent of a further line is `hard-wrapped-item`'s.
        if title[..start].ends_with(['\n', '\r']) || rest.starts_with(['\n', '\r']) {
            continue;
        }
        let is_last = rest.len() == 1;
        let closes =
            !is_french && is_last && rest.starts_with(['!', '?', '.', ',', ':', ';']) || rest.starts_with(", ");
        let text = if start == 0 || end == title.len() || closes { "" } else { " " };
        if &title[start..end] != text {
            edits.extend(place(start, end).map(|span| Edit::replace(span, text)));
        }
    }
    edits
}
