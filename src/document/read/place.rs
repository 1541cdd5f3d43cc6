//! Reads the place of an event.

use crate::document::event::{Location, PlaceField, PlaceProblem, Venue};
use crate::text::Span;

impl PlaceField {
    /// Reads a place by itself, such as one of an earlier issue; its spans lie in `text`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        place(text, Span::new(0, text.len()))
    }
}

/// A span without the spaces, and a backslash at its end, around it.
pub(in crate::document::read) fn trimmed(text: &str, span: Span) -> Span {
    let inner = &text[span.start..span.end];
    // Between letters and digits there is nothing to take away.
    if let [first, .., last] = inner.as_bytes()
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return span;
    }
    let kept = inner.trim_end_matches(['\\', ' ', '\t', '\u{a0}', '\n', '\r']);
    let start = span.start + (kept.len() - kept.trim_start().len());
    Span::new(start.min(span.start + kept.len()), span.start + kept.len())
}

/// Reads the place of an event.
pub(in crate::document::read) fn place(text: &str, span: Span) -> PlaceField {
    let written = &text[span.start..span.end];
    let mut field = PlaceField {
        span,
        venue: Venue::InPerson,
        locations: Vec::new(),
        problem: None,
        repaired: None,
        is_guess: false,
    };
    if written.is_empty() {
        field.problem = Some(PlaceProblem::Empty);
        return field;
    }
    for (word, venue) in [("Virtual", Venue::Virtual), ("Hybrid", Venue::Hybrid)] {
        let Some(rest) = written.strip_prefix(word) else { continue };
        if rest.is_empty() {
            field.venue = venue;
            return field;
        }
        let Some(inner) = rest.strip_prefix(" (").and_then(|rest| rest.strip_suffix(')')) else { continue };
        let is_virtual = |at: usize| inner.get(at..at + 7).is_some_and(|word| word.eq_ignore_ascii_case("virtual"));
        let is_plain = !memchr::memchr2_iter(b'v', b'V', inner.as_bytes()).any(is_virtual)
            && memchr::memchr2(b'(', b')', inner.as_bytes()).is_none();
        if is_plain {
            field.venue = venue;
            let start = span.end - 1 - inner.len();
            field.locations = locations(text, Span::new(start, span.end - 1));
            return half_empty(text, field);
        }
    }
    let words = venue_words(written);
    if words.is_empty() {
        if let Some((name, inner)) = misspelt_venue(written) {
            let start = span.end - 1 - inner.len();
            field.venue = if name == "Hybrid" { Venue::Hybrid } else { Venue::Virtual };
            field.locations = locations(text, Span::new(start, span.end - 1));
            field.problem = Some(PlaceProblem::Form);
            field.repaired =
                Some(format!("{name} ({inner})")).filter(|_| !inner.contains(['<', '>', '`', '[', '(', ')']));
            return field;
        }
        field.locations = locations(text, span);
        return half_empty(text, field);
    }
    loosely_written(text, field, &words)
}

/// `Vitrual (Ghent, BE)`: the word that is meant, and what is in the parentheses.
fn misspelt_venue(written: &str) -> Option<(&'static str, &str)> {
    const MOST_MISTAKES: usize = 2;
    let (word, inner) = written.strip_suffix(')')?.split_once('(')?;
    let word = word.trim_end();
    // No place is called so, and nothing longer is compared.
    let is_meant =
        |name: &&str| word.len() <= 2 * name.len() && strsim::damerau_levenshtein(word, name) <= MOST_MISTAKES;
    let name = ["Virtual", "Hybrid"].into_iter().find(is_meant)?;
    (!inner.trim().is_empty()).then_some((name, inner))
}

/// Words by which a place says how the event takes place, with their places in the text.
fn venue_words(written: &str) -> Vec<(usize, &'static str)> {
    const WORDS: &[&str] = &["virtual", "online", "remote", "hybrid", "inperson", "onsite"];
    const PAIRS: &[(&str, &str, &[&str])] =
        &[("in", "person", &["in-person", "in person"]), ("on", "site", &["on-site", "on site"])];
    let mut found = Vec::new();
    let mut at = 0;
    let mut before: Option<(usize, &str)> = None;
    for word in written.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
        let start = at;
        at += word.len();
        let word = word.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        if let Some(known) = WORDS.iter().find(|known| known.eq_ignore_ascii_case(word)) {
            found.push((start, *known));
        }
        for (first, second, joined) in PAIRS.iter().filter(|(_, second, _)| second.eq_ignore_ascii_case(word)) {
            let Some((at, _)) = before.filter(|(_, before)| first.eq_ignore_ascii_case(before)) else { continue };
            if let Some(joined) = joined.iter().find(|joined| start + second.len() - at == joined.len()) {
                found.push((at, *joined));
            }
        }
        before = Some((start, word));
    }
    found
}

/// A place that says how the event takes place, but in none of the forms: what is left without those words and the
/// punctuation around them is where.
fn loosely_written(text: &str, mut field: PlaceField, words: &[(usize, &str)]) -> PlaceField {
    let span = field.span;
    let written = &text[span.start..span.end];
    let place = longest_without(written, words);
    let place = Span::new(span.start + place.start, span.start + place.end);
    let (first_at, first) = words.first().copied().unwrap_or_default();
    let has_hybrid_word = words.iter().any(|(_, word)| !matches!(*word, "virtual" | "online" | "remote"));
    let follows_place = !place.is_empty() && place.start < span.start + first_at;
    let is_joined = written.contains('+') && !place.is_empty();
    let is_hybrid = has_hybrid_word || follows_place || is_joined;
    field.is_guess = is_hybrid && !has_hybrid_word;
    field.venue = if is_hybrid { Venue::Hybrid } else { Venue::Virtual };
    if !place.is_empty() {
        field.locations = locations(text, place);
    }
    let name = if is_hybrid { "Hybrid" } else { "Virtual" };
    let opens = written.matches('(').count();
    let closes = written.matches(')').count();
    field.problem = Some(if is_hybrid && (words.len() > 1 || follows_place || is_joined) {
        PlaceProblem::OldHybrid
    } else if opens != closes && (written.starts_with(name) || first == "hybrid") {
        PlaceProblem::Parenthesis
    } else if place.is_empty() && opens > 0 {
        PlaceProblem::HalfEmpty
    } else {
        PlaceProblem::Form
    });
    let repaired = match &text[place.start..place.end] {
        "" => Some(name.to_owned()),
        place => is_plain_place(place).then(|| format!("{name} ({place})")),
    };
    field.repaired = repaired.filter(|repaired| repaired != written && !written.contains(['<', '>', '`', '[']));
    field
}

/// The longest stretch of a text between some words of it, without what joins it with them; at 0 if there is none.
fn longest_without(written: &str, words: &[(usize, &str)]) -> Span {
    let mut cut = vec![false; written.len()];
    for (at, word) in words {
        cut[*at..at + word.len()].fill(true);
    }
    let mut longest = Span::at(0);
    let mut start = 0;
    for at in 0..=written.len() {
        if at < written.len() && !cut[at] {
            continue;
        }
        if start < at && written.is_char_boundary(start) && written.is_char_boundary(at) {
            let stretch = &written[start..at];
            let inner = without_joints(stretch);
            let from = start + stretch.find(inner).unwrap_or(0);
            if inner.len() > longest.len() {
                longest = Span::new(from, from + inner.len());
            }
        }
        start = at + 1;
    }
    longest
}

/// A text without the signs and words at its ends that join it with what is around.
fn without_joints(text: &str) -> &str {
    const WORDS: &[&str] = &["and", "in", "or"];
    let is_joint =
        |c: char| c.is_whitespace() || matches!(c, '+' | '-' | '–' | '/' | '&' | ',' | ':' | '(' | ')' | ';');
    let text = text.trim_matches(is_joint);
    let is_end = |rest: &&str| rest.is_empty() || rest.starts_with(' ');
    let behind = WORDS.iter().find_map(|word| text.strip_prefix(word).filter(is_end)).unwrap_or(text);
    let is_begin = |rest: &&str| rest.is_empty() || rest.ends_with(' ');
    let inner = WORDS.iter().find_map(|word| behind.strip_suffix(word).filter(is_begin)).unwrap_or(behind);
    inner.trim_matches(is_joint)
}

/// Whether a place says where, and nothing else.
fn is_plain_place(place: &str) -> bool {
    venue_words(place).is_empty()
        && !place.contains(['(', ')'])
        && !place.split([',', ';']).any(|part| part.trim().is_empty())
}

/// Pieces between separators that are looked at in one place.
const MOST_PIECES: usize = 32;

fn locations(text: &str, span: Span) -> Vec<Location> {
    let pieces = |span: Span, separator: u8| -> Vec<Span> {
        // Few have more than a city, a state and a country.
        let mut pieces = Vec::with_capacity(3);
        let mut start = span.start;
        for (at, byte) in (span.start..).zip(&text.as_bytes()[span.start..span.end]) {
            if *byte == separator && pieces.len() < MOST_PIECES {
                pieces.push(trimmed(text, Span::new(start, at)));
                start = at + 1;
            }
        }
        pieces.push(trimmed(text, Span::new(start, span.end)));
        pieces
    };
    if !text.as_bytes()[span.start..span.end].contains(&b';') {
        let span = trimmed(text, span);
        return vec![Location { span, parts: pieces(span, b',') }];
    }
    pieces(span, b';').into_iter().map(|span| Location { span, parts: pieces(span, b',') }).collect()
}

fn half_empty(text: &str, mut field: PlaceField) -> PlaceField {
    let written = &text[field.span.start..field.span.end];
    let count = |sign: u8| written.bytes().filter(|byte| *byte == sign).count();
    if field.locations.iter().any(|location| location.parts.iter().any(|part| part.is_empty())) {
        field.problem = Some(PlaceProblem::HalfEmpty);
    } else if count(b'(') != count(b')') {
        field.problem = Some(PlaceProblem::Parenthesis);
    }
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Venue, Option<PlaceProblem>, Option<String>, Vec<Vec<&str>>) {
        let field = place(text, Span::new(0, text.len()));
        let parts = |location: &Location| location.parts.iter().map(|part| &text[part.start..part.end]).collect();
        (field.venue, field.problem, field.repaired.clone(), field.locations.iter().map(parts).collect())
    }

    #[test]
    fn the_forms_of_a_place_are_known() {
        assert_eq!(read("Ghent, BE"), (Venue::InPerson, None, None, vec![vec!["Ghent", "BE"]]));
        assert_eq!(read("Virtual"), (Venue::Virtual, None, None, vec![]));
        assert_eq!(read("Virtual (Ghent, BE)").0, Venue::Virtual);
        assert_eq!(read("Virtual (Ghent, BE; Boise, ID, US)").3, [vec!["Ghent", "BE"], vec!["Boise", "ID", "US"]]);
        assert_eq!(read("Hybrid (Boise, ID, US)"), (Venue::Hybrid, None, None, vec![vec!["Boise", "ID", "US"]]));
    }

    #[test]
    fn the_parts_of_a_location_are_told_apart() {
        for (text, city, state, country) in [
            ("Ghent", Some("Ghent"), None, None),
            ("Ghent, BE", Some("Ghent"), None, Some("BE")),
            ("Boise, ID, US", Some("Boise"), Some("ID"), Some("US")),
        ] {
            let field = place(text, Span::new(0, text.len()));
            let location = &field.locations[0];
            let parts = [location.city(), location.state(), location.country()];
            let parts = parts.map(|part| part.map(|part| &text[part.start..part.end]));
            assert_eq!(parts, [city, state, country], "{text}");
        }
    }

    #[test]
    fn other_ways_to_say_it_are_understood() {
        for old in [
            "Virtual + In Person (Ghent, BE)",
            "Hybrid - Virtual and In-person (Ghent, BE)",
            "Ghent, BE + Virtual",
            "Hybrid (Virtual + In-person) Ghent, BE",
        ] {
            assert_eq!(
                read(old),
                (
                    Venue::Hybrid,
                    Some(PlaceProblem::OldHybrid),
                    Some("Hybrid (Ghent, BE)".into()),
                    vec![vec!["Ghent", "BE"]]
                ),
                "{old}"
            );
        }
        let is_guess = |text: &str| place(text, Span::new(0, text.len())).is_guess;
        assert!(is_guess("Ghent, BE + Virtual") && is_guess("Virtual + Ghent, BE"));
        assert!(!is_guess("Virtual + In Person (Ghent, BE)") && !is_guess("Virtual - Ghent, BE"));
        for loose in [
            "Virtual - Ghent, BE", "Virtual, Ghent, BE", "Online (Ghent, BE)", "virtual (Ghent, BE)",
            "Virtual(Ghent, BE)",
        ] {
            assert_eq!(
                read(loose),
                (
                    Venue::Virtual,
                    Some(PlaceProblem::Form),
                    Some("Virtual (Ghent, BE)".into()),
                    vec![vec!["Ghent", "BE"]]
                ),
                "{loose}"
            );
        }
        for (written, venue, right) in [
            ("Vitrual (Ghent, BE)", Venue::Virtual, "Virtual (Ghent, BE)"),
            ("Hibrid (Ghent, BE)", Venue::Hybrid, "Hybrid (Ghent, BE)"),
        ] {
            let read = read(written);
            assert_eq!((read.0, read.1, read.2), (venue, Some(PlaceProblem::Form), Some(right.into())));
        }
        assert_eq!(read("Viersen (Ghent, BE)").0, Venue::InPerson);
        assert_eq!(read("Virtual (Ghent, BE").1, Some(PlaceProblem::Parenthesis));
        assert_eq!(read("Virtual ()").1, Some(PlaceProblem::HalfEmpty));
        assert_eq!(read("Ghent, ").1, Some(PlaceProblem::HalfEmpty));
        assert_eq!(read("").1, Some(PlaceProblem::Empty));
    }
}
