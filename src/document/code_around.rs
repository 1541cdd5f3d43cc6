//! Owns how far code reaches that the site takes for HTML tags: `<T>` is a tag to it, and what is meant is `Vec<T>`.

use crate::document::inlines::Inlines;
use crate::lexicon::is_html_element;
use crate::text::{Edit, Span};

/// Bytes to both sides of a tag in which the code that it belongs to is looked for.
const REACH: usize = 200;

/// The code, or the words, that a tag belongs to: `HashMap<K, Vec<V>>` around `<V>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeAround {
    /// All of it.
    pub span: Span,
    /// Whether it looks like code, and not like words in brackets.
    pub is_code: bool,
}

impl CodeAround {
    pub(super) fn new(inlines: &Inlines<'_>, tag: Span) -> Self {
        let text = inlines.source.text();
        let line = inlines.source.line(inlines.source.line_index(tag.start));
        let region = inlines.link_at(tag.start).map(|link| link.text).filter(|text| text.contains(tag)).unwrap_or(line);
        let from = text.floor_char_boundary(tag.start.saturating_sub(REACH).max(region.start));
        let to = text.floor_char_boundary((tag.end + REACH).min(region.end).max(tag.end));
        let bytes = text.as_bytes();
        let mut start = path_before(text, from, tag.start);
        // What is around it, as long as its `<` is open.
        let mut depth = 0;
        let mut outer = start;
        while outer > from {
            outer -= 1;
            match bytes[outer] {
                b'`' => break,
                b'>' if outer > 0 && !matches!(bytes[outer - 1], b'-' | b'=') => depth += 1,
                b'<' if depth > 0 => depth -= 1,
                b'<' if bytes[outer + 1] != b' ' && bytes[outer + 1] != b'=' => {
                    start = path_before(text, from, outer);
                    outer = start;
                }
                _ => {}
            }
        }
        let end = balanced_end(bytes, start, to).unwrap_or(tag.end).max(tag.end);
        let end = path_behind(bytes, end, to);
        let inner = text[tag.start + 1..tag.end - 1].trim_start_matches('/');
        let first = inner.split([' ', ':', ',']).next().unwrap_or(inner);
        let words: Vec<_> = inner.split(' ').collect();
        let looks_like_type = first.starts_with(char::is_uppercase)
            && (words.len() == 1 || inner.contains([':', ',', '+', '?']) || words.contains(&"as"))
            || matches!(
                first,
                "dyn" | "impl" | "const" | "unsafe" | "fn" | "str" | "char" | "bool" | "usize" | "isize" | "self"
            )
            || (first.starts_with(['u', 'i', 'f'])
                && first.len() > 1
                && first[1..].bytes().all(|byte| byte.is_ascii_digit()))
            || is_html_element(first) && words.len() == 1;
        let is_code = text[start..tag.start].chars().any(|c| c.is_alphanumeric())
            || text[tag.end..end].contains("::")
            || looks_like_type;
        Self { span: Span::new(start, end), is_code }
    }

    /// What makes it read right, `tag` being the tag in it: backticks around code, entities for the brackets of words.
    /// None where backticks stand so that it is unclear.
    #[must_use]
    pub fn edits(&self, inlines: &Inlines<'_>, tag: Span) -> Option<Vec<Edit>> {
        let text = inlines.source.text();
        let Span { start, end } = self.span;
        let inner = &text[start..end];
        if inner.contains(['`', '\n', '\r']) {
            return None;
        }
        let backslashes = inner.match_indices('\\').map(|(at, _)| Edit::delete(Span::new(start + at, start + at + 1)));
        let mut edits: Vec<Edit> = backslashes.collect();
        if !self.is_code {
            edits.push(Edit::replace(Span::at(tag.start).to(Span::at(tag.start + 1)), "&lt;"));
            edits.push(Edit::replace(Span::new(tag.end - 1, tag.end), "&gt;"));
            return Some(edits);
        }
        if text[end..].starts_with('`') {
            return None;
        }
        // `Vec`<T>: the code span goes on.
        if text[..start].ends_with('`') {
            let next = inlines.code_spans.partition_point(|code| code.end < start);
            if !inlines.code_spans.get(next).is_some_and(|code| code.end == start && code.len() > 2) {
                return None;
            }
            edits.push(Edit::delete(Span::new(start - 1, start)));
        } else {
            edits.push(Edit::insert(start, "`"));
        }
        edits.push(Edit::insert(end, "`"));
        Some(edits)
    }
}

/// Where the path that ends at `at` begins: `std::vec::Vec` of `std::vec::Vec<T>`.
///
/// Where a word goes on before it, such as `a/b::` of `a/b::<T>`, all of that belongs to it.
fn path_before(text: &str, from: usize, at: usize) -> usize {
    let start = name_before(text, from, at);
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '!');
    let glued = text[from..start].len() - text[from..start].trim_end_matches(is_word).len();
    let word = &text[start - glued..start];
    if word.ends_with(['/', '.', '-']) && word.starts_with(char::is_alphanumeric) { start - glued } else { start }
}

fn name_before(text: &str, from: usize, at: usize) -> usize {
    let before = &text[from..at];
    let before = before.strip_suffix('\\').unwrap_or(before);
    let path = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '!'));
    let rest = &before[path.len()..];
    // `disposition:<T>` is no path.
    if rest.ends_with(':') && !rest.ends_with("::") || rest.ends_with('!') {
        return at - (at - from - before.len());
    }
    from + path.len() + rest.len() - rest.trim_start_matches([':', '!']).len()
}

/// Where the `>` ends that answers the first `<` after `start`.
fn balanced_end(bytes: &[u8], start: usize, to: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for at in start..to {
        match bytes[at] {
            b'`' => return None,
            b'<' => depth += 1,
            b'>' if !matches!(bytes[at - 1], b'-' | b'=') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Where what follows a type ends: `::new()`, `::<T>`.
fn path_behind(bytes: &[u8], mut end: usize, to: usize) -> usize {
    while end < to && bytes[end..to].starts_with(b"::") {
        let word = bytes[end + 2..to].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        let behind = end + 2 + word;
        let behind =
            if bytes.get(behind) == Some(&b'<') { balanced_end(bytes, behind, to).unwrap_or(behind) } else { behind };
        if behind == end + 2 {
            break;
        }
        end = behind;
    }
    if bytes[end..to].starts_with(b"()") { end + 2 } else { end }
}
