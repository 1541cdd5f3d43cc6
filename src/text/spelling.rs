//! Owns how far one word is from another: whether it is mistyped, and which word is meant.

/// How many characters have to be changed, added, left out or swapped to make one word of another, if no more than
/// `most`.
///
/// A text may be mistyped a million times, and be compared with hundreds of words each time: most of them are seen to
/// be too far off at a glance.
#[must_use]
pub(crate) fn distance_within(one: &str, other: &str, most: usize) -> Option<usize> {
    // Their difference in length has to be made up for, character by character.
    let length = one.chars().count();
    if length.abs_diff(other.chars().take(length.saturating_add(most).saturating_add(1)).count()) > most {
        return None;
    }
    // With one character, a word gains one letter at most, and loses one.
    let letters = |text: &str| text.chars().fold(0_u64, |letters, c| letters | 1 << (u32::from(c) & 63));
    if (letters(one) ^ letters(other)).count_ones() as usize > most.saturating_mul(2) {
        return None;
    }
    Some(strsim::damerau_levenshtein(one, other)).filter(|distance| *distance <= most)
}

/// The first of the known words that are nearest to `word`, if one is no further off than `most`.
#[must_use]
pub(crate) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>, most: usize) -> Option<&'w str> {
    let near = known.into_iter().filter_map(|known| Some((distance_within(word, known, most)?, known)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::distance_within;

    #[test]
    fn a_distance_is_known_as_far_as_it_is_asked_for() {
        let words = ["", "a", "video", "vidoe", "vídeo", "viddeo", "audio", "north america", "nroth amercia", "éèê"];
        for (one, other, most) in words
            .iter()
            .flat_map(|one| words.iter().flat_map(move |other| [0, 1, 2, 5, 20].map(|most| (*one, *other, most))))
        {
            let distance = strsim::damerau_levenshtein(one, other);
            assert_eq!(distance_within(one, other, most), Some(distance).filter(|distance| *distance <= most));
        }
        assert_eq!(distance_within(&"a".repeat(10_000_000), "Europe", 2), None);
    }
}
