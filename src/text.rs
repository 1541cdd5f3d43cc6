//! Owns text as such: a file's bytes and lines, what an edit of them is, and what can be read off a few words without
//! knowing the newsletter (an address, a date, text in a wrong encoding, a word that is nearly another).
//!
//! It knows nothing of documents, rules, or the machine.

mod address;
pub mod calendar;
mod edit;
pub mod mojibake;
mod shorten;
mod source;
pub(crate) mod spelling;

pub use address::Url;
pub use edit::Edit;
pub(crate) use shorten::shortened;
pub use source::{DecodeError, INVALID_BYTE, Position, Source, Span, Spanned};

/// [`str::trim`]. Most lines need none, as their first and last byte tell.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        [] => text,
        _ => text.trim(),
    }
}

/// [`str::trim_end`], as [`trim`].
#[inline]
pub(crate) fn trim_end(text: &str) -> &str {
    if text.as_bytes().last().is_some_and(u8::is_ascii_graphic) { text } else { text.trim_end() }
}

/// Whether a character shows nothing by itself and may change what is around it.
#[must_use]
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}
