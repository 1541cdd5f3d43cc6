//! Asterisks that do not match.
//!
//! Longer than other rules: which asterisks match on the site is not what CommonMark says.

use crate::diagnostic::{Fix, excerpt};
use crate::document::{Document, LineKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
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
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
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
    let kind = document.line_kind(loose.start);
    let item = document.item_at(loose.start);
    let content = item.map_or(line, |item| item.content);
    let content = if matches!(kind, LineKind::Text | LineKind::Item(_) | LineKind::Continuation(_)) {
        content
    } else {
        return None;
    };
    let link = document.link_at(loose.start).filter(|link| link.text.contains(loose));
    let region = link.map_or(content, |link| link.text);
    if region.len() > LONGEST_NAME {
        return None;
    }
    let text = document.text(region);
    let opening = text.len() - text.trim_start_matches('*').len();
    let closing = text.len() - text.trim_end_matches('*').len();
    let inner_span = Span::new(region.start + opening, region.end - closing);
    if inner_span.is_empty() || inner_span.end < inner_span.start + 1 {
        return None;
    }
    let inner = document.text(inner_span);
    let is_note = inner.starts_with("No ") && inner.trim_end().ends_with(['.', 'k']);
    if inner.contains('*')
        || (inner.contains(['\n', '\r']) && !is_note)
        || inner.trim().is_empty()
        || inner.ends_with('\\')
    {
        return None;
    }
    let trimmed = Span::new(
        inner_span.start + inner.len() - inner.trim_start().len(),
        inner_span.end - (inner.len() - inner.trim_end().len()),
    );
    // Between a bar and the asterisks a field is missing, and a space belongs there.
    if document.text(trimmed).starts_with('|') || document.text(trimmed).ends_with('|') {
        return None;
    }
    let is_link_text = link.is_some();
    let is_event_name = item.is_some_and(|item| item.has_date && item.is_nested());
    let stars = match (opening, closing) {
        (0, 1) | (1, 0) if is_note => "*",
        (0, 1) | (1, 0) if !is_event_name => return None,
        (1, 1) => "*",
        // `[**Name](url)` may continue after the link.
        (0, 2) | (2, 0) if !is_link_text && !is_note && !is_event_name => return None,
        (0..=3, 0..=3) if opening != closing || opening == 2 => "**",
        _ => return None,
    };
    let mut edits = Vec::new();
    let (before, behind) = (Span::new(region.start, trimmed.start), Span::new(trimmed.end, region.end));
    if document.text(before) != stars {
        edits.push(Edit::replace(before, stars));
    }
    if document.text(behind) != stars {
        edits.push(Edit::replace(behind, stars));
    }
    // `[**Name](url)**`: the missing asterisks are after the link.
    if let Some(link) = link {
        let outer = document.source.slice(Span::new(link.span.end, content.end.max(link.span.end)));
        let prefix = document.source.slice(Span::new(content.start, link.span.start.max(content.start)));
        if outer.starts_with('*') {
            let length = outer.len() - outer.trim_start_matches('*').len();
            edits.push(Edit::delete(Span::new(link.span.end, link.span.end + length)));
        }
        let length = prefix.len() - prefix.trim_end_matches('*').len();
        if length > 0 {
            edits.push(Edit::delete(Span::new(link.span.start - length, link.span.start)));
        }
    }
    let meant = format!("Write `{stars}{}{stars}`.", excerpt(document.text(trimmed)));
    (!edits.is_empty()).then_some((meant, edits))
}
