//! Finds the entries that the site shows otherwise than they are meant.

use crate::document::item::{Item, Placement};
use crate::document::loss::{Loss, LossCause};
use crate::document::near_link::NearLinkProblem;
use crate::document::outline::{LineKind, Outline};
use crate::document::section::SectionKind;
use crate::document::site::Shown;
use crate::lexicon::is_html_element;
use crate::text::Span;

/// Finds the losses of a document whose lines and items are known, in the order of their first entries.
pub(in crate::document) fn find(outline: &Outline<'_>) -> Vec<Loss> {
    let mut losses: Vec<Loss> = Vec::new();
    // Whether each entry is lost, for those that are nested below it.
    let mut lost = vec![false; outline.items.len()];
    for (index, item) in outline.items.iter().enumerate() {
        lost[index] = is_lost(outline, item);
        if !lost[index] || is_at_fault(outline, item) {
            continue;
        }
        let (cause, line) = cause(outline, index, &lost);
        // Of what a comment cuts off, the first is right below it, though the site shows that one all the same.
        let first = match cause {
            LossCause::Between => outline.items.partition_point(|item| item.first_line < line).min(index),
            _ => index,
        };
        let above = item.first_line.checked_sub(1).and_then(|above| outline.lines.get(above));
        if above == Some(&LineKind::ConflictMarker) {
            continue;
        }
        // One paragraph of several entries.
        let is_same =
            |above: &usize| lost[*above] && !matches!(outline.items[*above].placement, Placement::Listed { .. });
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
            _ => losses.push(Loss { cause, line, first, count: index - first + 1 }),
        }
    }
    losses
}

/// How many entries an entry is meant to be nested below.
pub(in crate::document) fn level(outline: &Outline<'_>, item: &Item) -> usize {
    const DEEPEST: usize = 64;
    std::iter::successors(item.parent, |parent| outline.items.get(*parent)?.parent).take(DEEPEST).count()
}

/// Whether the page has no such entry, or has it elsewhere than it is meant.
pub(in crate::document) fn is_lost(outline: &Outline<'_>, item: &Item) -> bool {
    let Placement::Listed { depth } = item.placement else { return true };
    if depth != level(outline, item) + 1 {
        return true;
    }
    let entry = outline.site.entry_on(item.first_line);
    let parent = entry.and_then(|entry| entry.parent).and_then(|parent| outline.site.entries.get(parent));
    if entry.is_some_and(|entry| entry.holds_quote) {
        return true;
    }
    match (parent, item.parent) {
        (Some(parent), Some(meant)) => {
            let meant = &outline.items[meant];
            matches!(meant.placement, Placement::Listed { .. }) && parent.line != meant.first_line
        }
        _ => entry.is_some_and(|entry| entry.is_quoted),
    }
}

/// Whether something about its own bullet is wrong, which is said by itself.
fn is_at_fault(outline: &Outline<'_>, item: &Item) -> bool {
    let Some(bullet) = item.bullet else { return true };
    let gap = outline.text(bullet.gap);
    gap.is_empty() && !item.content.is_empty()
        || !gap.is_ascii()
        || !outline.text(item.indent).is_ascii()
        || item.placement == (Placement::Swallowed { blamed_above: true })
}

/// What it is that the site stumbles over, and the line where it lies.
fn cause(outline: &Outline<'_>, index: usize, lost: &[bool]) -> (LossCause, usize) {
    cause_in_line(outline, index)
        .or_else(|| cause_above(outline, index, lost))
        .unwrap_or((LossCause::Unknown, outline.items[index].first_line))
}

/// What the site makes of an entry shows the cause, or its indent does.
fn cause_in_line(outline: &Outline<'_>, index: usize) -> Option<(LossCause, usize)> {
    let item = &outline.items[index];
    let line = item.first_line;
    let level = level(outline, item);
    let indent = columns(outline.text(item.indent));
    let is_behind_comment = item.bullet.is_some_and(|bullet| item.indent.end < bullet.span.start);
    match item.placement {
        Placement::Swallowed { .. } | Placement::Code if is_behind_comment => Some((LossCause::CommentBefore, line)),
        Placement::Html => Some((LossCause::Html, html_start(outline, line))),
        // A bare bullet is an underline itself.
        Placement::Heading => {
            let below = Some(line + 1).filter(|below| is_underline(outline, *below));
            Some(below.map_or((LossCause::Unknown, line), |below| (LossCause::Underline, below)))
        }
        Placement::Listed { .. } if outline.site.entry_on(line).is_some_and(|entry| entry.holds_quote) => {
            Some((LossCause::Unknown, line))
        }
        Placement::Listed { depth } if depth == level + 1 || depth > level + 1 && indent < 4 * (level + 1) => {
            Some(above_blank_line(outline, index).unwrap_or((LossCause::Unknown, line)))
        }
        Placement::Listed { .. } => Some((LossCause::Indent, line)),
        _ => (indent > 4 * level + 3).then_some((LossCause::Indent, line)),
    }
}

/// Whether a line makes a heading of the one above.
fn is_underline(outline: &Outline<'_>, line: usize) -> bool {
    let text = if line < outline.lines.len() { outline.text(outline.source.line(line)).trim() } else { "" };
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'=' | b'-'))
}

/// What lies above an entry, up to the one that it is meant to be nested below.
fn cause_above(outline: &Outline<'_>, index: usize, lost: &[bool]) -> Option<(LossCause, usize)> {
    let item = &outline.items[index];
    let above = item.first_line.checked_sub(1)?;
    let text_of = |line: usize| outline.text(outline.source.line(line));
    match outline.lines[above] {
        LineKind::Blank if !text_of(above).trim_matches([' ', '\t']).is_empty() => Some((LossCause::OddBlank, above)),
        LineKind::Text | LineKind::Quote | LineKind::Table => Some((LossCause::Text, above)),
        LineKind::Comment if item.parent.is_none() && text_of(above).ends_with([' ', '\t', '\u{a0}']) => {
            Some((LossCause::Comment, above))
        }
        _ => {
            // The lines between the two entries.
            let parent = item.parent.filter(|parent| !lost[*parent])?;
            let before = index.checked_sub(1).map_or(0, |before| outline.items[before].last_line + 1);
            let mut between = before.max(outline.items[parent].last_line + 1)..item.first_line;
            let first = between.find(|line| !text_of(*line).trim().is_empty());
            Some((LossCause::Between, first.unwrap_or(above)))
        }
    }
}

/// The columns of the spaces that `indent` holds.
fn columns(indent: &str) -> usize {
    indent.bytes().fold(0, |columns, byte| if byte == b'\t' { (columns / 4 + 1) * 4 } else { columns + 1 })
}

/// The first line of the block of HTML that a line lies in.
fn html_start(outline: &Outline<'_>, line: usize) -> usize {
    let lines = &outline.site.lines[..line];
    line - lines.iter().rev().take_while(|shown| **shown == Shown::Html).count()
}

/// The blank line above the nearest earlier entry that is nested and has one above it, in the same section.
fn above_blank_line(outline: &Outline<'_>, index: usize) -> Option<(LossCause, usize)> {
    let section = outline.items[index].section;
    let earlier = outline.items[..=index].iter().rev().take_while(|item| item.section == section);
    let mut is_first = true;
    for item in earlier {
        if !is_first && item.parent.is_none() && is_blank(outline, item.first_line) {
            return None;
        }
        is_first = false;
        if item.parent.is_some() && is_blank(outline, item.first_line) {
            return Some((LossCause::BlankLine, item.first_line - 1));
        }
        let above = item.first_line.checked_sub(1).filter(|_| item.parent.is_some());
        if let Some(above) = above.filter(|above| outline.lines[*above] == LineKind::Comment) {
            return Some((LossCause::Between, above));
        }
        // The site takes the definition out, and the blank line above it is left.
        if let Some(definition) = above.and_then(|above| first_definition(outline, above))
            && is_blank(outline, definition)
        {
            return Some((LossCause::Between, definition));
        }
    }
    None
}

/// The first of the lines that define something, of which `last` is the last.
fn first_definition(outline: &Outline<'_>, last: usize) -> Option<usize> {
    let lines = outline.lines[..=last].iter().rev();
    let count = lines.take_while(|line| **line == LineKind::Definition).count();
    (count > 0).then(|| last + 1 - count)
}

/// Whether a blank line stands above a line.
fn is_blank(outline: &Outline<'_>, line: usize) -> bool {
    line.checked_sub(1).is_some_and(|above| outline.lines[above] == LineKind::Blank)
}

/// Tags whose content browsers do not show as the rest of the text.
const HIDING: [&str; 11] =
    ["iframe", "noscript", "plaintext", "script", "select", "style", "template", "textarea", "title", "xmp", "svg"];

/// Whether browsers do not show what is within a tag of that name, in lower case, as the rest of the text.
pub(crate) fn hides_content(name: &str) -> bool {
    HIDING.contains(&name)
}

/// Whether the site shows all links and words of an entry.
pub(in crate::document) fn is_whole(outline: &Outline<'_>, item: &Item) -> bool {
    let content = item.content;
    let shown = outline.shown(content);
    let near_links = outline.near_links_in(content);
    let urls = near_links.iter().filter_map(|near| near.url);
    let links = outline.links_of(item).iter().filter(|link| !link.is_image);
    let mut wanted: Vec<String> = urls.clone().map(|url| outline.text(url).to_owned()).collect();
    wanted.extend(links.map(|link| as_github_reads(&outline.destination(link)).trim_matches('`').to_owned()));
    let has = |wanted: &String| shown.links.iter().any(|link| link.destination.replace("&amp;", "&") == *wanted);
    if !wanted.iter().all(has) {
        return false;
    }
    let mut hidden: Vec<Span> =
        outline.links_of(item).iter().map(|link| Span::new(link.text.end, link.span.end)).collect();
    hidden.extend(urls);
    // What is quoted after an address is its title.
    let titled = near_links.iter().filter(|near| near.problem == NearLinkProblem::SpaceInDestination);
    let titled = titled.filter(|near| outline.text(near.span).contains('"'));
    hidden.extend(titled.filter_map(|near| Some(Span::new(near.url?.start, near.span.end))));
    let first = outline.comments.partition_point(|comment| comment.span.end <= content.start);
    let comments = outline.comments[first..].iter().map(|comment| comment.span);
    hidden.extend(comments.take_while(|comment| comment.start < content.end));
    let first = outline.html_tags.partition_point(|tag| tag.span.end <= content.start);
    for tag in outline.html_tags[first..].iter().take_while(|tag| tag.span.start < content.end) {
        let name = outline.text(tag.name).to_ascii_lowercase();
        if hides_content(&name) {
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
        text.push_str(outline.text(Span::new(from.min(span.start), span.start)));
        from = from.max(span.end.min(content.end));
    }
    text.push_str(outline.text(Span::new(from.min(content.end), content.end)));
    words(&text).eq(words(&shown.text))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// A destination as CommonMark reads it: a backslash before punctuation is none.
pub(crate) fn as_github_reads(destination: &str) -> String {
    if memchr::memchr2(b'\\', b'&', destination.as_bytes()).is_none() {
        return destination.trim().to_owned();
    }
    let mut read = String::with_capacity(destination.len());
    let mut rest = destination.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' || !rest.peek().is_some_and(char::is_ascii_punctuation) {
            read.push(c);
        }
    }
    read.trim().replace("&amp;", "&")
}

/// Bytes of a line below an entry from which on it may be meant as a part of it.
const LONGEST_STRAY: usize = 80;

/// The first line below an entry that the site takes for more words of it, though all of the entry is on the line
/// above.
pub(in crate::document) fn stray_line(outline: &Outline<'_>, item: &Item) -> Option<usize> {
    let kind = outline.section_of(item).kind;
    if item.last_line == item.first_line || !(kind.has_flat_entries() || kind.has_tasks() || item.has_date) {
        return None;
    }
    let first = outline.source.line(item.first_line);
    let end = match (outline.links_of(item), outline.near_links_in(item.content)) {
        ([.., last], []) => last.span.end,
        // An address that is not closed may go on.
        ([], [.., last]) if last.problem != NearLinkProblem::UnclosedParenthesis => last.span.end,
        _ => return None,
    };
    if end > first.end || outline.text(Span::new(end, first.end)).contains([':', ',', '|', '\\', ';', '[', '(']) {
        return None;
    }
    let line = item.first_line + 1;
    let goes_on = match outline.site.lines.get(line) {
        Some(Shown::InEntry(_) | Shown::Heading | Shown::Table | Shown::DefinitionList) => true,
        // It is more words of the entry once that has its bullet.
        Some(Shown::Paragraph) => item.bullet.is_none(),
        _ => false,
    };
    if !goes_on {
        return None;
    }
    if outline.entry_in_backticks(line).is_some() {
        return None;
    }
    let text = outline.text(outline.source.line(line)).trim();
    // The fields of a call may go on.
    if kind == SectionKind::CfpEvents && text.starts_with('|') {
        return None;
    }
    let is_emphasis = text.starts_with("**");
    // `{{ more }}`, `[[_TOC_]]`: for another tool than the site's.
    let is_marker = (text.starts_with("{{") || text.starts_with("[[")) && !text.contains("](");
    let content = outline.source.line(line).start + outline.text(outline.source.line(line)).find(text).unwrap_or(0);
    let is_markup = text.starts_with("<!--") || outline.html_tag_at(content).is_some();
    (text.chars().any(char::is_alphanumeric)
        && (is_emphasis || is_marker || !text.starts_with(['[', '(', '{', '*']) && !is_markup)
        && text.len() < LONGEST_STRAY)
        .then_some(line)
}
