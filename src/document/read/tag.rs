//! Finds what the site takes for HTML tags.

use crate::document::markup::HtmlTag;
use crate::document::text_runs::TextRuns;
use crate::text::Span;

/// Longest tag that is looked for, in bytes.
const LONGEST_TAG: usize = 1024;

/// Finds what Python-Markdown takes for a tag. It has no list of names and is less strict than CommonMark: `<K, V>` is
/// a tag to it, though `<Item = u8>` is not.
pub(in crate::document) fn html_tags(text: &str, runs: &TextRuns) -> Vec<HtmlTag> {
    let mut tags = Vec::new();
    let mut behind = 0;
    for (start, run) in runs.of(memchr::memchr_iter(b'<', text.as_bytes())) {
        if start < behind {
            continue;
        }
        let rest = &text[start..run.end];
        if let Some((length, name)) = html_tag(rest).or_else(|| quoted_tag(rest)) {
            let is_closing = text.as_bytes()[start + 1] == b'/';
            let name_start = start + 1 + usize::from(is_closing);
            tags.push(HtmlTag {
                span: Span::new(start, start + length),
                name: Span::new(name_start, name_start + name),
                is_closing,
            });
            behind = start + length;
        }
    }
    tags
}

/// The length of the tag at the beginning of `text`, and of its name: `<name`, attributes as in HTML, `>`.
pub(in crate::document) fn html_tag(text: &str) -> Option<(usize, usize)> {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST_TAG)];
    let skip =
        |from: usize, wanted: fn(u8) -> bool| from + bytes[from..].iter().take_while(|byte| wanted(**byte)).count();
    let is_blank = |byte: u8| byte.is_ascii_whitespace();
    let is_bare = |byte: u8| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>');
    let name_start = 1 + usize::from(bytes.get(1) == Some(&b'/'));
    if !bytes.get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let mut at = name_start;
    loop {
        at = skip(at, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'@'));
        // An escaped `>` is text by the time tags are looked for.
        if bytes.get(at) != Some(&b'>') || bytes[at - 1] != b'\\' {
            break;
        }
        at += 1;
    }
    let name = bytes[name_start..at].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    loop {
        let attribute = skip(at, is_blank);
        if bytes.get(attribute) == Some(&b'>') && bytes[attribute - 1] != b'\\' {
            return Some((attribute + 1, name));
        }
        let end = skip(attribute, is_bare);
        if attribute == at || end == attribute {
            return None;
        }
        at = end;
        let sign = skip(end, is_blank);
        if bytes.get(sign) != Some(&b'=') {
            continue;
        }
        let value = skip(sign + 1, is_blank);
        at = match bytes.get(value)? {
            quote @ (b'"' | b'\'') => value + 2 + memchr::memchr(*quote, &bytes[value + 1..])?,
            _ => skip(value, is_bare),
        };
        if at == value {
            return None;
        }
    }
}

/// The length of what earlier releases of the renderer take for a tag, and of its name: one with quotes that pair with
/// nothing, such as `<dyn Kettle + 'a>` or `<T: 'a>`.
fn quoted_tag(text: &str) -> Option<(usize, usize)> {
    const LONGEST: usize = 160;
    let bytes = &text.as_bytes()[..text.len().min(LONGEST)];
    let end = 1 + bytes.get(1..)?.iter().position(|byte| matches!(byte, b'<' | b'>' | b'\n' | b'\r'))?;
    let inner = &bytes[1..end];
    let name = inner.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let word = inner.iter().take_while(|byte| !matches!(byte, b' ' | b'@')).count();
    // Not a value in quotes that has no end, nor an address.
    let is_binding = |around: &[u8]| around[1] != b'=' || around[0] == b' ' && around[2] == b' ';
    let is_code = inner.windows(3).all(|around| is_binding(around) && around != b"://");
    let is_tag = bytes[end] == b'>'
        && inner.first().is_some_and(u8::is_ascii_alphabetic)
        && inner.get(word).is_none_or(|byte| *byte == b' ')
        && inner.contains(&b'\'')
        && is_code;
    is_tag.then_some((end + 1, name))
}

#[cfg(test)]
mod tests {
    use super::quoted_tag;

    #[test]
    fn what_only_earlier_releases_take_for_a_tag_has_a_lifetime_or_another_lone_quote() {
        for (text, name) in [("dyn Kettle + 'a", 3), ("T: 'a", 1), ("T,'a", 1), ("Tea = 'static", 3), ("who's who", 3)]
        {
            assert_eq!(quoted_tag(&format!("<{text}> more")), Some((text.len() + 2, name)), "{text}");
        }
        for text in [
            "'a",
            "'a, T",
            "T",
            "https://example.org/it's",
            "it's@example.org",
            "a href='x",
            "p class= 'x",
            "a <'b",
            "T: 'a\n",
        ] {
            assert_eq!(quoted_tag(&format!("<{text}> more")), None, "{text}");
        }
    }
}
