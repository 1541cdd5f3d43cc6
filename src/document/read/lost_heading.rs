//! Finds the names of sections that are meant as headings and are none.

use crate::document::outline::{LineKind, Outline};
use crate::document::read::section::{goes_on, known_heading, known_kind, name};
use crate::document::section::{LostHeading, LostHeadingForm};
use crate::document::site::Shown;

/// Bytes of the longest line that may be the name of a section, with a link.
const LONGEST: usize = 300;

/// Finds them among lines that are known, in the order of the text.
pub(in crate::document) fn find<'a>(outline: &Outline<'a>) -> Vec<LostHeading<'a>> {
    let lines = outline.lines().iter().enumerate();
    lines
        .filter_map(|(line, kind)| match kind {
            LineKind::Item(index) => behind_bullet(outline, line, *index),
            LineKind::Text | LineKind::Continuation(_) => in_text(outline, line),
            _ => None,
        })
        .collect()
}

/// `* ### Research`.
fn behind_bullet<'a>(outline: &Outline<'a>, line: usize, index: usize) -> Option<LostHeading<'a>> {
    let item = &outline.items()[index];
    let text = outline.text(item.content);
    let words = known_heading(text).filter(|words| words.starts_with(' '))?;
    let name = name(words);
    let kind = known_kind(name)?;
    Some(LostHeading { line, name, kind, form: LostHeadingForm::Item(index), has_list: false })
}

/// `Research`, `**Research**`.
fn in_text<'a>(outline: &Outline<'a>, line: usize) -> Option<LostHeading<'a>> {
    let span = outline.source.line(line);
    // A line of `-` below it makes a heading.
    if span.len() > LONGEST || outline.site.lines.get(line) == Some(&Shown::Heading) {
        return None;
    }
    let text = outline.text(span).trim();
    let bold = text.strip_prefix("**").and_then(|text| text.strip_suffix("**"));
    let marked = with_other_sign(text);
    let name = name(bold.or(marked).unwrap_or(text));
    let below = |at: usize| outline.lines().get(line + at);
    // Of a sentence, a line may be such a word.
    let is_alone = bold.is_some()
        || marked.is_some()
        || text == name
            && line.checked_sub(1).is_none_or(|above| outline.lines()[above] != LineKind::Text)
            && below(1) != Some(&LineKind::Text);
    let kind = if is_alone { known_kind(name)? } else { return None };
    // It is the rest of the heading above.
    if let Some(LineKind::Heading(section)) = line.checked_sub(1).map(|above| outline.lines()[above])
        && goes_on(outline.sections()[section].name, name)
    {
        return None;
    }
    let first = if below(1) == Some(&LineKind::Blank) { below(2) } else { below(1) };
    let form = if bold.is_some() { LostHeadingForm::Bold } else { LostHeadingForm::Text };
    Some(LostHeading { line, name, kind, form, has_list: matches!(first, Some(LineKind::Item(_))) })
}

/// The words behind what is a heading in another markup, or a `#` that is none: `== Research ==`, `h3. Research`.
fn with_other_sign(text: &str) -> Option<&str> {
    // Nearly all lines begin with something else.
    if !text.starts_with(['h', '&', '＃', '=']) {
        return None;
    }
    let textile = ["h2. ", "h3. ", "h4. "].iter().find_map(|sign| text.strip_prefix(sign));
    let mut words = textile.unwrap_or(text);
    while let Some(rest) = words.strip_prefix("&#35;") {
        words = rest;
    }
    let words = words.trim_start_matches(['＃', '=']);
    (words.len() < text.len()).then(|| words.trim().trim_end_matches(['＃', '=']).trim_end())
}

/// Whether a sign before a link may be meant for a heading; `behind` is what is after the link.
pub(in crate::document) fn may_begin_heading(sign: &str, behind: &str) -> bool {
    let is_row = ["\\##", "＃＃", "#######", "&#35;", "=="].iter().any(|row| sign.starts_with(row));
    is_row || sign.starts_with("##") && (sign.ends_with(['.', ':']) || behind.starts_with("##"))
}
