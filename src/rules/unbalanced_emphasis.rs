//! Asterisks that do not match.
//!
//! Longer than other rules: which asterisks match on the site is not what CommonMark says.

use crate::diagnostic::{Fix, excerpt};
use crate::document::{Document, LineKind, Link};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "unbalanced-emphasis",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports `**` or `*` that begins bold or italic text and is never closed, or that ends it without a \
              beginning.",
    why: "The site shows the asterisks, and the text is not bold, or italic instead of bold.",
    needs: Needs::Text,
    examples: &[
        Example::fixed("* *No RFCs were approved this week.\n", "* *No RFCs were approved this week.*\n"),
        Example::by_hand("A **bold word and more.\n", "A **bold** word and more.\n"),
        Example::fixed("* _[A title](https://example.org/x)\n", "* [A title](https://example.org/x)\n"),
        Example::fixed("* [video] _[A title](https://example.org/x)\n", "* [video] [A title](https://example.org/x)\n"),
        Example::fixed("* [A title](https://example.org/x)_\n", "* [A title](https://example.org/x)\n"),
        Example::fixed("* [_A title](https://example.org/x)_\n", "* [A title](https://example.org/x)\n"),
        Example::fixed("* _[A title_](https://example.org/x)\n", "* [A title](https://example.org/x)\n"),
    ],
    silent: &[Silent::because(
        "underscores are on both sides of the name",
        "### Europe\n* 2026-03-05 | Ghent, BE | _[Rust Ghent](https://example.org/ghent)_\n    * [**Hack night**](https://example.org/ghent/1)\n",
    )],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    underscores(cx);
    let mut loose = document.loose_asterisks();
    let mut names: Vec<Span> = Vec::new();
    if !loose.is_empty() {
        names.extend(document.bold_names().map(|(_, link)| link.text));
        names.sort_unstable();
    }
    while let Some(first) = loose.first() {
        // What is loose in one line is one mistake.
        let line = document.source.line(document.source.line_index(first.start));
        let count = loose.iter().take_while(|span| span.start < line.end.max(first.end)).count();
        let (here, rest) = loose.split_at(count);
        loose = rest;
        // The asterisks of a name are `event-name`'s and `cfp-name`'s.
        let next = names.partition_point(|name| name.start <= first.start);
        let is_name = names[..next].last().is_some_and(|name| name.contains(*first));
        if !is_name && !is_paired_on_site(document, here) {
            report(cx, here, line);
        }
    }
}

/// Reports `_` on one side of the link of an entry: `_[Title](address)`.
fn underscores(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items().iter().filter(|item| document.section_of(item).kind.is_entry_list()) {
        let [link] = document.links_of(item) else { continue };
        let (start, end) = (link.span.start, link.span.end.min(item.content.end));
        let before = document.text(Span::new(item.content.start.min(start), start));
        let after = document.text(Span::new(end, item.content.end));
        let opens = before == "_" || before.ends_with(" _");
        let closes = after.starts_with('_') && !after[1..].starts_with(char::is_alphanumeric);
        let place = match (opens, closes) {
            (true, false) if !after.contains('_') => Span::new(start - 1, start),
            (false, true) if !before.contains('_') => Span::new(end, end + 1),
            _ => continue,
        };
        // Only one of the two is on the outside here.
        let other = partner_in_title(document, link, opens);
        let edits: Vec<Edit> = other.into_iter().chain([place]).map(Edit::delete).collect();
        let (what, help, title) = match (other, opens) {
            (Some(_), _) => (
                "and the one in the title of the link do not match",
                "Remove both, or write one on each side of the link.",
                "Remove both underscores",
            ),
            (None, true) => ("is never closed", REMOVE, "Remove the underscore"),
            (None, false) => ("closes text that is not opened", REMOVE, "Remove the underscore"),
        };
        cx.report(place, format!("this `_` {what}")).help(help).fix(Fix::safe(title, edits));
    }
}

/// What to do about an underscore without a partner.
const REMOVE: &str = "Remove it, or write one on each side of the text.";

/// The underscore at the far end of a title that belongs to the one before the link, or behind it:
/// `_[Title_](address)`.
fn partner_in_title(document: &Document<'_>, link: &Link<'_>, opens: bool) -> Option<Span> {
    let text = document.text(link.text);
    let words = text.trim_matches('*');
    let start = link.text.end - text.trim_start_matches('*').len();
    let end = start + words.len();
    match (words.starts_with('_'), words.ends_with('_')) {
        (true, false) if !opens => Some(Span::new(start, start + 1)),
        (false, true) if opens => Some(Span::new(end - 1, end)),
        _ => None,
    }
}

fn report(cx: &mut Context<'_>, loose: &[Span], line: Span) {
    let document = cx.document;
    let first = loose[0];
    let text = document.source.text();
    let repair = repair(document, first, line);
    let stars = excerpt(document.text(first));
    let spaced = |span: &Span| {
        text[span.end..line.end].starts_with(char::is_whitespace)
            && text[line.start..span.start].ends_with(char::is_whitespace)
    };
    let opens = text[first.end..line.end].starts_with(|c: char| !c.is_whitespace() && c != ']' && c != ')')
        && !text[line.start..first.start].ends_with(char::is_alphanumeric);
    let has_inner_space = |open: Span, close: Span| {
        document.text(open) == document.text(close)
            && (text[open.end..line.end].starts_with(' ') || text[line.start..close.start].ends_with(' '))
    };
    let message = if loose.len() == 2 && has_inner_space(loose[0], loose[1]) {
        format!("`{stars}` has a space on its inner side, so the text is not bold or italic")
    } else if stars == "****" {
        format!("`{stars}` has no text between its asterisks")
    } else if opens {
        format!("this `{stars}` is never closed")
    } else if spaced(&first) {
        format!("this `{stars}` does not touch any text")
    } else {
        format!("this `{stars}` closes text that is not opened")
    };
    let gravity = cx.gravity_at(first.start);
    let diagnostic = cx.report(first, message).gravity(gravity);
    for other in loose.iter().skip(1).take(8) {
        diagnostic.label(*other, "this one is not matched either");
    }
    match repair {
        Some((help, edits)) => diagnostic.help(help).fix(Fix::safe("Balance the asterisks", edits)),
        None => diagnostic.help("Write as many asterisks before the text as after it, or `\\*` for a plain asterisk."),
    };
}

/// Two equal runs that a CommonMark parser leaves lying and the site's takes: it only wants no space around each.
pub(super) fn is_paired_on_site(document: &Document<'_>, loose: &[Span]) -> bool {
    let text = document.source.text();
    let (open, close) = match loose {
        [open, close] => (open, *close),
        // `*italic.*x`: to CommonMark the second closes nothing, and looks as if it were meant so.
        [open] => match next_run(document, *open) {
            Some(close) => (open, close),
            None => return false,
        },
        _ => return false,
    };
    let close = &close;
    // Python-Markdown takes a run for text when it is at the beginning or after a space and a space or the end
    // follows.
    let is_text = |span: &Span| {
        let before = text[..span.start].chars().next_back().is_none_or(char::is_whitespace);
        let after = text[span.end..].chars().next().is_none_or(char::is_whitespace);
        before && after
    };
    let inner = |span: &Span| document.link_at(span.start).map(|link| link.span);
    open.len() <= 2
        && open.len() == close.len()
        && inner(open) == inner(close)
        && !is_text(open)
        && !is_text(close)
        && !text[open.end..].starts_with(char::is_whitespace)
        && !text[..close.start].ends_with(char::is_whitespace)
}

/// The only other asterisks after `open` on its line, if there are no more.
fn next_run(document: &Document<'_>, open: Span) -> Option<Span> {
    let text = document.source.text();
    let line = document.source.line(document.source.line_index(open.start));
    let rest = Span::new(open.end, line.end);
    let mut stars = document
        .text_runs(rest)
        .flat_map(|run| memchr::memchr_iter(b'*', document.text(run).as_bytes()).map(move |at| run.start + at));
    let first = stars.next()?;
    let length = text[first..line.end].len() - text[first..line.end].trim_start_matches('*').len();
    (stars.count() + 1 == length).then(|| Span::new(first, first + length))
}

/// Bytes of the longest text that is meant to be bold or italic as a whole.
const LONGEST_NAME: usize = 2048;

/// How the asterisks around a text are balanced, where only one reading exists.
fn repair(document: &Document<'_>, loose: Span, line: Span) -> Option<(String, Vec<Edit>)> {
    if !matches!(document.line_kind(loose.start), LineKind::Text | LineKind::Item(_) | LineKind::Continuation(_)) {
        return None;
    }
    let item = document.item_at(loose.start);
    let content = item.map_or(line, |item| item.content);
    let link = document.link_at(loose.start).filter(|link| link.text.contains(loose));
    let region = link.map_or(content, |link| link.text);
    let (inner, is_note) = inner(document, region)?;
    let (before, behind) = (Span::new(region.start, inner.start), Span::new(inner.end, region.end));
    let is_event_name = item.is_some_and(|item| item.has_date && item.is_nested());
    let stars = |span: Span| document.text(span).matches('*').count();
    let stars = match (stars(before), stars(behind)) {
        (0, 1) | (1, 0) if is_note => "*",
        (0, 1) | (1, 0) if !is_event_name => return None,
        (1, 1) => "*",
        // `[**Name](url)` may continue after the link.
        (0, 2) | (2, 0) if link.is_none() && !is_note && !is_event_name => return None,
        (0..=3, 0..=3) if stars(before) != stars(behind) || stars(before) == 2 => "**",
        _ => return None,
    };
    let wrong = [before, behind].into_iter().filter(|span| document.text(*span) != stars);
    let mut edits: Vec<Edit> = wrong.map(|span| Edit::replace(span, stars)).collect();
    if let Some(link) = link {
        edits.extend(asterisks_around(document, link.span, content).map(Edit::delete));
    }
    let meant = format!("Write `{stars}{}{stars}`.", excerpt(document.text(inner)));
    (!edits.is_empty()).then_some((meant, edits))
}

/// The text of a region within the asterisks and spaces at its ends, and whether it says that there is nothing this
/// week; none where more than one reading exists.
fn inner(document: &Document<'_>, region: Span) -> Option<(Span, bool)> {
    if region.len() > LONGEST_NAME {
        return None;
    }
    let text = document.text(region).trim_matches('*');
    let is_note = text.starts_with("No ") && text.trim_end().ends_with(['.', 'k']);
    let has_one_reading = !text.contains('*') && (is_note || !text.contains(['\n', '\r'])) && !text.ends_with('\\');
    let inner = text.trim();
    // Between a bar and the asterisks a field is missing, and a space belongs there.
    let is_field = inner.starts_with('|') || inner.ends_with('|');
    let opening = document.text(region).find(|c: char| c != '*' && !c.is_whitespace())?;
    let start = region.start + opening;
    (has_one_reading && !is_field && !inner.is_empty()).then(|| (Span::new(start, start + inner.len()), is_note))
}

/// The asterisks right outside a link: in `[**Name](url)**`, those that are missing inside.
fn asterisks_around(document: &Document<'_>, link: Span, content: Span) -> impl Iterator<Item = Span> {
    let behind = document.text(Span::new(link.end, content.end.max(link.end)));
    let before = document.text(Span::new(content.start, link.start.max(content.start)));
    let closing = behind.len() - behind.trim_start_matches('*').len();
    let opening = before.len() - before.trim_end_matches('*').len();
    let around = [Span::new(link.end, link.end + closing), Span::new(link.start - opening, link.start)];
    around.into_iter().filter(|span| !span.is_empty())
}
