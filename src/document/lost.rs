//! Owns which entries the site shows otherwise than they are meant, and what it is that makes it so.
//!
//! One cause, one [`Loss`]: what makes a paragraph of a list is not found again at each of its entries.

use crate::document::{Document, Item, LineKind, Placement, Shown};
use crate::lexicon::is_html_element;
use crate::text::Span;

/// Why the site does not show an entry as it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossCause {
    /// A line of text, a quotation or a table right above it.
    Text,
    /// A comment right above it with blanks behind its `-->`.
    Comment,
    /// A line above it that looks blank and holds white space which is none to the site.
    OddBlank,
    /// A comment, a definition or other lines between an entry and what is nested below it.
    Between,
    /// A blank line above an entry that is nested: all that follows hangs from the entry before it.
    BlankLine,
    /// Its own indent.
    Indent,
    /// A tag that opens a block of HTML.
    Html,
    /// A line of `-` or `=` right below, which makes a heading of it.
    Underline,
    /// What the lines above and below do not tell.
    Unknown,
}

/// Entries that the site does not show as they are meant, for one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What the cause is.
    pub cause: LossCause,
    /// Index of the line, from 0, at which it lies.
    pub line: usize,
    /// Index of the first of the entries.
    pub first: usize,
    /// How many entries there are.
    pub count: usize,
}

/// Finds the losses of a document whose lines and items are known, in the order of their first entries.
pub(super) fn find(document: &Document<'_>) -> Vec<Loss> {
    let mut losses: Vec<Loss> = Vec::new();
    // Whether each entry is lost, for those that are nested below it.
    let mut lost = vec![false; document.items.len()];
    for (index, item) in document.items.iter().enumerate() {
        lost[index] = is_lost(document, item);
        if !lost[index] || is_at_fault(document, item) {
            continue;
        }
        let (cause, line) = cause(document, index, &lost);
        let above = item.first_line.checked_sub(1).and_then(|above| document.lines.get(above));
        if above == Some(&LineKind::ConflictMarker) {
            continue;
        }
        // One paragraph of several entries.
        let is_same =
            |above: &usize| lost[*above] && !matches!(document.items[*above].placement, Placement::Listed { .. });
        let goes_on = matches!(above, Some(LineKind::Item(above) | LineKind::Continuation(above)) if is_same(above));
        if cause == LossCause::Unknown && goes_on {
            if let Some(loss) = losses.last_mut() {
                loss.count += 1;
            }
            continue;
        }
        if item.parent.is_some_and(|parent| lost[parent]) && cause != LossCause::Indent {
            // What is wrong with the entry above is said there.
            if let Some(loss) = losses.last_mut() {
                loss.count += 1;
            }
            continue;
        }
        match losses.last_mut() {
            Some(last) if last.cause == cause && last.line == line => last.count += 1,
            _ => losses.push(Loss { cause, line, first: index, count: 1 }),
        }
    }
    losses
}

/// How many entries an entry is meant to be nested below.
pub(super) fn level(document: &Document<'_>, item: &Item) -> usize {
    const DEEPEST: usize = 64;
    std::iter::successors(item.parent, |parent| document.items.get(*parent)?.parent).take(DEEPEST).count()
}

/// Whether the page has no such entry, or has it elsewhere than it is meant.
fn is_lost(document: &Document<'_>, item: &Item) -> bool {
    let Placement::Listed { depth } = item.placement else { return true };
    if depth != level(document, item) + 1 {
        return true;
    }
    let entry = document.site.entry_on(item.first_line);
    let parent = entry.and_then(|entry| entry.parent).and_then(|parent| document.site.entries.get(parent));
    if entry.is_some_and(|entry| entry.holds_quote) {
        return true;
    }
    match (parent, item.parent) {
        (Some(parent), Some(meant)) => {
            let meant = &document.items[meant];
            matches!(meant.placement, Placement::Listed { .. }) && parent.line != meant.first_line
        }
        _ => entry.is_some_and(|entry| entry.is_quoted),
    }
}

/// Whether something about its own bullet is wrong, which is said by itself.
fn is_at_fault(document: &Document<'_>, item: &Item) -> bool {
    let Some(bullet) = item.bullet else { return true };
    let gap = document.text(bullet.gap);
    gap.is_empty() && !item.content.is_empty()
        || !gap.is_ascii()
        || !document.text(item.indent).is_ascii()
        || item.placement == (Placement::Swallowed { blamed_above: true })
}

/// What it is that the site stumbles over, and the line where it lies.
fn cause(document: &Document<'_>, index: usize, lost: &[bool]) -> (LossCause, usize) {
    let item = &document.items[index];
    let line = item.first_line;
    let above = line.checked_sub(1);
    let kind_above = above.map_or(LineKind::Blank, |above| document.lines[above]);
    let text_of = |line: usize| document.text(document.source.line(line));
    let indent = columns(document.text(item.indent));
    let meant = 4 * level(document, item);
    let holds_quote = document.site.entry_on(line).is_some_and(|entry| entry.holds_quote);
    match item.placement {
        Placement::Listed { .. } if holds_quote => return (LossCause::Unknown, line),
        Placement::Html => return (LossCause::Html, html_start(document, line)),
        Placement::Heading => {
            let is_underline = |line: &usize| {
                let text = text_of(*line).trim();
                !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'=' | b'-'))
            };
            let below = Some(line + 1).filter(|below| *below < document.lines.len()).filter(is_underline);
            // A bare bullet is an underline itself.
            return below.map_or((LossCause::Unknown, line), |below| (LossCause::Underline, below));
        }
        Placement::Listed { depth } if depth > meant / 4 + 1 && indent < meant + 4 => {
            return above_blank_line(document, index).unwrap_or((LossCause::Unknown, line));
        }
        Placement::Listed { depth } if depth == meant / 4 + 1 => {
            return above_blank_line(document, index).unwrap_or((LossCause::Unknown, line));
        }
        Placement::Listed { .. } => return (LossCause::Indent, line),
        _ => {}
    }
    let is_below_lost = item.parent.is_some_and(|parent| lost[parent]);
    if indent > meant + 3 || (meant == 0 && indent > 3) {
        return (LossCause::Indent, line);
    }
    match (kind_above, above) {
        (LineKind::Blank, Some(above)) if !text_of(above).trim_matches([' ', '\t']).is_empty() => {
            (LossCause::OddBlank, above)
        }
        (LineKind::Text | LineKind::Quote | LineKind::Table, Some(above)) => (LossCause::Text, above),
        (LineKind::Comment, Some(above))
            if item.parent.is_none() && text_of(above).ends_with([' ', '\t', '\u{a0}']) =>
        {
            (LossCause::Comment, above)
        }
        (_, Some(above)) if item.parent.is_some() && !is_below_lost => {
            // The lines between the two entries.
            let first = item.parent.map_or(above, |parent| document.items[parent].last_line + 1);
            let between = (first..line).find(|line| !text_of(*line).trim().is_empty());
            (LossCause::Between, between.unwrap_or(above))
        }
        _ => (LossCause::Unknown, line),
    }
}

/// The columns of the blanks that `indent` holds.
fn columns(indent: &str) -> usize {
    indent.bytes().fold(0, |columns, byte| if byte == b'\t' { (columns / 4 + 1) * 4 } else { columns + 1 })
}

/// The first line of the block of HTML that a line lies in.
fn html_start(document: &Document<'_>, line: usize) -> usize {
    let lines = &document.site.lines[..line];
    line - lines.iter().rev().take_while(|shown| **shown == Shown::Html).count()
}

/// The blank line above the nearest earlier entry that is nested and has one above it, in the same section.
fn above_blank_line(document: &Document<'_>, index: usize) -> Option<(LossCause, usize)> {
    let section = document.items[index].section;
    let earlier = document.items[..=index].iter().rev().take_while(|item| item.section == section);
    let mut is_first = true;
    for item in earlier {
        if !is_first && item.parent.is_none() && is_blank(document, item.first_line) {
            return None;
        }
        is_first = false;
        if item.parent.is_some() && is_blank(document, item.first_line) {
            return Some((LossCause::BlankLine, item.first_line - 1));
        }
    }
    None
}

/// Whether a blank line stands above a line.
fn is_blank(document: &Document<'_>, line: usize) -> bool {
    line.checked_sub(1).is_some_and(|above| document.lines[above] == LineKind::Blank)
}

/// Tags whose content browsers do not show as the rest of the text.
const HIDING: [&str; 11] =
    ["iframe", "noscript", "plaintext", "script", "select", "style", "template", "textarea", "title", "xmp", "svg"];

/// Whether the site shows all links and words of an entry.
pub(super) fn is_whole(document: &Document<'_>, item: &Item) -> bool {
    let content = item.content;
    let shown = document.shown(content);
    let near_links = document.near_links_in(content);
    let urls = near_links.iter().filter_map(|near| near.url);
    let links = document.links_of(item).iter().filter(|link| !link.is_image);
    let mut wanted: Vec<String> = urls.clone().map(|url| document.text(url).to_owned()).collect();
    wanted.extend(links.map(|link| as_github_reads(&document.destination(link))));
    let has = |wanted: &String| shown.links.iter().any(|link| link.destination.replace("&amp;", "&") == *wanted);
    if !wanted.iter().all(has) {
        return false;
    }
    let mut hidden: Vec<Span> =
        document.links_of(item).iter().map(|link| Span::new(link.text.end, link.span.end)).collect();
    hidden.extend(urls);
    let first = document.comments.partition_point(|comment| comment.span.end <= content.start);
    let comments = document.comments[first..].iter().map(|comment| comment.span);
    hidden.extend(comments.take_while(|comment| comment.start < content.end));
    let first = document.html_tags.partition_point(|tag| tag.span.end <= content.start);
    for tag in document.html_tags[first..].iter().take_while(|tag| tag.span.start < content.end) {
        let name = document.text(tag.name).to_ascii_lowercase();
        if HIDING.contains(&name.as_str()) {
            return false;
        }
        if is_html_element(&name) {
            hidden.push(tag.span);
        }
    }
    hidden.sort_unstable();
    let mut text = String::with_capacity(content.len());
    let mut from = content.start;
    for span in hidden {
        text.push_str(document.text(Span::new(from.min(span.start), span.start)));
        from = from.max(span.end.min(content.end));
    }
    text.push_str(document.text(Span::new(from.min(content.end), content.end)));
    words(&text).eq(words(&shown.text))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// A destination as CommonMark reads it: a backslash before punctuation is none.
pub(crate) fn as_github_reads(destination: &str) -> String {
    let mut read = String::with_capacity(destination.len());
    let mut rest = destination.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' || !rest.peek().is_some_and(char::is_ascii_punctuation) {
            read.push(c);
        }
    }
    read.trim().replace("&amp;", "&")
}

/// The first line below an entry that the site takes for more words of it, though all of the entry stands on the line above.
pub(super) fn stray_line(document: &Document<'_>, item: &Item) -> Option<usize> {
    let kind = document.section_of(item).kind;
    if item.last_line == item.first_line || !(kind.has_flat_entries() || item.has_date) {
        return None;
    }
    let first = document.source.line(item.first_line);
    let end = match (document.links_of(item), document.near_links_in(item.content)) {
        ([.., last], []) => last.span.end,
        ([], [.., last]) => last.span.end,
        _ => return None,
    };
    if end > first.end || document.text(Span::new(end, first.end)).contains([':', ',', '|', '\\', ';', '[', '(']) {
        return None;
    }
    let line = item.first_line + 1;
    let text = document.text(document.source.line(line)).trim();
    (text.chars().any(char::is_alphanumeric) && !text.starts_with(['[', '(', '|', '<', '{', '*']) && text.len() < 80)
        .then_some(line)
}
