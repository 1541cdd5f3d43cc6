//! Reads bullets.

use crate::document::item::{Bullet, BulletKind};
use crate::lexicon::is_odd_space;
use crate::text::Span;

/// Columns and bytes of the spaces of `text`, which holds nothing else; a tab goes on to the next multiple of four.
pub(super) fn columns(blanks: &str) -> (usize, usize) {
    let columns =
        blanks.bytes().fold(0, |columns, byte| if byte == b'\t' { (columns / 4 + 1) * 4 } else { columns + 1 });
    (columns, blanks.len())
}

/// Reads the bullet of a line, and the columns before it. `*[` is a bullet too, with an empty gap.
pub(super) fn bullet(text: &str, start: usize) -> Option<(usize, Bullet)> {
    let at = text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let (blanks, content) = text.split_at(at);
    let kind = match content.as_bytes().first()? {
        b'*' => BulletKind::Star,
        b'-' => BulletKind::Dash,
        b'+' => BulletKind::Plus,
        b'0'..=b'9' => BulletKind::Number,
        _ => return None,
    };
    let width = match kind {
        BulletKind::Number => content.bytes().take_while(u8::is_ascii_digit).count() + 1,
        _ => 1,
    };
    if kind == BulletKind::Number && (width > 4 || content.as_bytes().get(width - 1) != Some(&b'.')) {
        return None;
    }
    let behind = &content[width..];
    // A no-break space is meant as the space; that it is none is said by a rule of its own.
    let gap = behind.len() - behind.trim_start_matches(|c| c == ' ' || c == '\t' || is_odd_space(c)).len();
    if gap == 0 && !behind.is_empty() {
        let is_link = (behind.starts_with('[') || behind.starts_with("\\["))
            && matches!(kind, BulletKind::Star | BulletKind::Dash | BulletKind::Plus);
        if !is_link {
            return None;
        }
    }
    let start = start + at;
    let gap_start = start + width;
    let rest = &behind[gap..];
    let second = behind_second_sign(rest).filter(|behind| behind.starts_with([' ', '\t'])).map(|behind| {
        let width = rest.len() - behind.trim_start_matches([' ', '\t']).len();
        Span::new(gap_start + gap, gap_start + gap + width)
    });
    let bullet = Bullet { kind, span: Span::new(start, gap_start), gap: Span::new(gap_start, gap_start + gap), second };
    Some((columns(blanks).0, bullet))
}

/// What follows a second bullet or a check box at the beginning of an entry.
fn behind_second_sign(text: &str) -> Option<&str> {
    let behind = |signs: &[&str]| signs.iter().find_map(|sign| text.strip_prefix(sign));
    match text.as_bytes() {
        [b'[', _, b']', ..] => behind(&["[ ]", "[x]", "[X]"]),
        [b'*' | b'-' | b'+', b' ' | b'\t', ..] => Some(&text[1..]),
        [b'*', ..] => behind(&["***", "**"]),
        [first, ..] if !first.is_ascii() => behind(&["•", "·", "–", "—"]),
        _ => None,
    }
}
