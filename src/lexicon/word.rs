//! Words that were cut in two.

/// Words and abbreviations of one or two letters that titles are full of; others are rather the rest of a longer word.
const SHORT: &[&str] = &[
    "a", "ad", "ai", "am", "an", "as", "at", "be", "by", "c", "cd", "ci", "cv", "db", "de", "do", "dx", "en", "eu",
    "ex", "fd", "fn", "fs", "gc", "gl", "go", "gb", "he", "hi", "i", "id", "ie", "if", "in", "io", "ip", "is", "it",
    "js", "k", "kv", "la", "mb", "md", "me", "ml", "ms", "mu", "mv", "my", "n", "no", "of", "oh", "ok", "on", "op",
    "or", "os", "pc", "pi", "pr", "py", "qa", "qt", "rc", "rs", "rx", "sh", "so", "to", "ts", "tv", "tx", "ui", "up",
    "us", "ux", "uv", "vi", "vm", "vr", "vs", "wc", "we", "x", "yo", "zk",
];

/// Whether a text and the one that goes on with it look like two halves of one word: `Readin` and `g group`. Most words
/// that are cut cannot be told from two; false for these.
#[must_use]
pub fn looks_cut(before: &str, after: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let left = &before[before.trim_end_matches(is_part).len()..];
    let right = &after[..after.len() - after.trim_start_matches(is_part).len()];
    let goes_on = right.starts_with(|c: char| c.is_lowercase() || c == '_');
    let has_case = left.ends_with(char::is_lowercase);
    if !goes_on || !has_case {
        return false;
    }
    // Of a name such as `a_test_b`, each part is a word.
    let (left, right) = (left.rsplit('_').next(), right.split('_').next());
    left.is_some_and(is_rest) || right.is_some_and(is_rest)
}

/// Whether no word reads so.
fn is_rest(part: &str) -> bool {
    let word = part.to_lowercase();
    matches!(word.chars().count(), 1 | 2) && !SHORT.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;
    use crate::{Settings, fix};

    #[test]
    fn every_short_word_is_whole_at_the_end_of_a_line() {
        let entry = |before: &str, after: &str| {
            let text = format!("### Research\n* [Kettles {before}\n  {after} lids](https://example.org/x)\n");
            fix(Source::new("draft.md", text), &Settings::default()).expect(before).source.line_count()
        };
        let (joined, split) = (3, 4);
        assert_eq!((entry("zq", "cups"), entry("cups", "zq")), (split, split));
        for word in SHORT {
            assert_eq!((entry(word, "cups"), entry("cups", word)), (joined, joined), "{word}");
        }
    }

    #[test]
    fn halves_of_a_word_are_not_words() {
        let cut = [
            ("A Readin", "g group"),
            ("The Rus", "t book"),
            ("Streaming Au", "dio"),
            ("avata", "r.png"),
            ("a_tes", "t_b"),
        ];
        let whole = [
            ("Reading", "a group"),
            ("The Rust", "book"),
            ("Notes on", "it"),
            ("Part", "2"),
            ("The C", "ABI"),
            ("a web", "ui for"),
            ("written", "in Rust"),
            ("a title:", "t"),
            ("a", "(b)"),
            ("Setting up a vm", "for tests"),
            ("from c", "to Rust"),
            ("talking grpc", "over quic"),
            ("", "t"),
        ];
        let wrong = cut.iter().filter(|(before, after)| !looks_cut(before, after));
        let wrong: Vec<_> = wrong.chain(whole.iter().filter(|(before, after)| looks_cut(before, after))).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
