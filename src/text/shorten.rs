//! Owns how a text is made short enough to be shown.

use std::borrow::Cow;

/// At most `most` characters of a text, with `mark` after them where it has more. Blanks before the mark go.
#[must_use]
pub(crate) fn shortened<'t>(text: &'t str, most: usize, mark: &str) -> Cow<'t, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}{mark}", text[..end].trim_end()).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_text_is_shortened_by_characters() {
        assert_eq!(shortened("äöü", 3, "…"), "äöü");
        assert_eq!(shortened("äöüß", 3, "…"), "äöü…");
        assert_eq!(shortened("ä  öü", 3, "..."), "ä...");
        assert_eq!(shortened("", 0, "…"), "");
    }
}
