//! Owns applying fixes to a text: each whole or not at all, those that touch an earlier one not yet.

use std::collections::BTreeMap;

use crate::diagnostic::Fix;
use crate::text::{Edit, Span};

/// Applies every fix that touches no earlier one; a fix is applied whole or not at all. Of fixes that are the same,
/// which several findings may share, all count as applied.
///
/// Takes and returns bytes, for a file may hold some that are no text. Tells for each fix whether it was applied.
#[must_use]
pub fn apply(text: &[u8], fixes: &[&Fix]) -> (Vec<u8>, Vec<bool>) {
    // Edits that are chosen, by where they begin: the last before a place and the first after it are all that can
    // touch.
    let mut chosen: BTreeMap<Span, &Edit> = BTreeMap::new();
    let mut applied = Vec::new();
    for fix in fixes.iter().copied() {
        let is_free = |edit: &Edit| {
            let before = chosen.range(..=Span::new(edit.span.end, usize::MAX)).next_back();
            before.is_none_or(|(_, other)| other.span.end < edit.span.start)
        };
        let is_chosen = |edit: &Edit| chosen.get(&edit.span).is_some_and(|other| *other == edit);
        let is_repeated = !fix.edits.is_empty() && fix.edits.iter().all(is_chosen);
        let is_sound = fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
        let fits = is_sound && (is_repeated || fix.edits.iter().all(is_free));
        if fits && !is_repeated {
            chosen.extend(fix.edits.iter().map(|edit| (edit.span, edit)));
        }
        applied.push(fits);
    }
    let mut fixed = Vec::with_capacity(text.len());
    let mut copied = 0;
    for edit in chosen.values() {
        fixed.extend_from_slice(&text[copied..edit.span.start]);
        fixed.extend_from_slice(edit.text.as_bytes());
        copied = edit.span.end;
    }
    fixed.extend_from_slice(&text[copied..]);
    (fixed, applied)
}

/// The same on text.
#[must_use]
pub fn apply_to_text(text: &str, fixes: &[&Fix]) -> (String, Vec<bool>) {
    let (bytes, applied) = apply(text.as_bytes(), fixes);
    (String::from_utf8_lossy(&bytes).into_owned(), applied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_that_two_findings_share_is_applied_once() {
        let fix = Fix::safe("", vec![Edit::delete(Span::new(0, 1)), Edit::insert(3, "!")]);
        assert_eq!(apply(b"abc", &[&fix, &fix.clone()]), (b"bc!".to_vec(), vec![true, true]));
    }

    #[test]
    fn an_insertion_before_a_deletion_keeps_its_text() {
        let fix =
            Fix::safe("", vec![Edit::delete(Span::new(1, 2)), Edit::insert(1, "x"), Edit::delete(Span::new(2, 3))]);
        assert_eq!(apply(b"abcd", &[&fix]).0, b"axd");
    }

    #[test]
    fn fixes_that_touch_wait() {
        let first = Fix::safe("", vec![Edit::delete(Span::new(0, 2)), Edit::insert(5, "!")]);
        let second = Fix::safe("", Edit::replace(Span::new(4, 5), "x"));
        assert_eq!(apply(b"abcdef", &[&first, &second]), (b"cde!f".to_vec(), vec![true, false]));
        assert_eq!(apply(b"abcdef", &[&second, &first]), (b"abcdxf".to_vec(), vec![true, false]));
    }
}
