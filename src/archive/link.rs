//! Owns links of an earlier issue, as they are in its lines.

use crate::text::{Span, Url};

/// `[text](destination)` in an earlier issue.
#[derive(Clone, Copy, Debug)]
pub struct PastLink {
    /// From the opening bracket to the closing parenthesis.
    pub span: Span,
    /// What is between the brackets.
    pub text: Span,
    /// Where it leads.
    pub destination: Span,
}

impl PastLink {
    /// Its destination, taken apart; `issue` is the text that it is in.
    pub(super) fn url<'a>(&self, issue: &'a str) -> Url<'a> {
        Url::new(&issue[self.destination.start..self.destination.end], self.destination.start)
    }
}

/// Adds the links of a line, images left out, to `links`.
pub(super) fn in_line(text: &str, line: Span, links: &mut Vec<PastLink>) {
    let bytes = &text.as_bytes()[..line.end];
    let mut from = line.start;
    while let Some(middle) = end_of_text(bytes, from) {
        let opening = opening_bracket(&bytes[from..middle]).map(|at| from + at);
        let Some((destination, end)) = destination(bytes, middle + 2) else { return };
        let is_image = opening.is_some_and(|at| at > line.start && bytes[at - 1] == b'!');
        if let Some(opening) = opening.filter(|_| !is_image && !destination.is_empty()) {
            let (span, text) = (Span::new(opening, end), Span::new(opening + 1, middle));
            links.push(PastLink { span, text, destination });
        }
        from = end;
    }
}

/// Where the next `](` is.
fn end_of_text(bytes: &[u8], from: usize) -> Option<usize> {
    let mut brackets = memchr::memchr_iter(b']', &bytes[from..]).map(|at| from + at);
    brackets.find(|at| bytes.get(at + 1) == Some(&b'('))
}

/// The bracket that is closed after `before`.
fn opening_bracket(before: &[u8]) -> Option<usize> {
    // Hardly a text has brackets in it.
    let last = memchr::memrchr2(b'[', b']', before)?;
    if before[last] == b'[' {
        return Some(last);
    }
    let mut depth = 0;
    for (at, byte) in before.iter().enumerate().rev() {
        match byte {
            b']' => depth += 1,
            b'[' if depth == 0 => return Some(at),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The destination that begins at `start`, right after the parenthesis, and where the link ends.
fn destination(bytes: &[u8], start: usize) -> Option<(Span, usize)> {
    let blanks = |from: usize| bytes[from..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let start = start + blanks(start);
    if bytes.get(start) == Some(&b'<') {
        let end = start + memchr::memchr(b'>', &bytes[start..])?;
        let close = end + memchr::memchr(b')', &bytes[end..])?;
        return Some((Span::new(start + 1, end), close + 1));
    }
    // Hardly an address has parentheses in it, or a title behind it.
    let end = start + memchr::memchr(b')', &bytes[start..])?;
    if memchr::memchr3(b'(', b' ', b'\t', &bytes[start..end]).is_none() {
        return Some((Span::new(start, end), end + 1));
    }
    let mut depth = 0_usize;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some((Span::new(start, at), at + 1)),
            b')' => depth -= 1,
            b' ' | b'\t' => {
                // A title in quotes goes on to the parenthesis.
                let close = at + memchr::memchr(b')', &bytes[at..])?;
                return Some((Span::new(start, at), close + 1));
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_where_they_stand() {
        let text =
            "* [video] [A [nested] title](https://example.org/a_(b)) and [two](<https://example.org/2>) ![i](x.png)\n";
        let mut links = Vec::new();
        in_line(text, Span::new(0, text.len() - 1), &mut links);
        let read = |span: Span| &text[span.start..span.end];
        let found: Vec<_> = links.iter().map(|link| (read(link.text), read(link.destination))).collect();
        assert_eq!(found, [("A [nested] title", "https://example.org/a_(b)"), ("two", "https://example.org/2")]);
        assert_eq!(read(links[1].span), "[two](<https://example.org/2>)");
    }

    #[test]
    fn what_only_looks_like_a_link_is_none() {
        for text in ["](https://example.org)", "[a](", "[a]()", "[a](<b)", "[a](b", "[a] (https://example.org)"] {
            let mut links = Vec::new();
            in_line(text, Span::new(0, text.len()), &mut links);
            assert!(links.is_empty(), "{text}: {links:?}");
        }
    }
}
