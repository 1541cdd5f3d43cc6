//! Owns how a history finds what it is asked for: by one search over all its issues, not by one in each of them.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::sync::{LazyLock, OnceLock};

/// What the issues of a history have, by the [`digest`] of what it goes by.
#[derive(Clone, Debug)]
pub(super) struct Index(ByDigest);

type ByDigest = HashMap<u64, Entries, BuildHasherDefault<OwnHash>>;

/// What goes by one text.
#[derive(Clone, Debug, Default)]
struct Entries {
    /// In the order of the issues, oldest first, and of their texts.
    all: Vec<Entry>,
    /// Those that show what is usual, made when they are first asked for: several rules ask about one group.
    last: OnceLock<Vec<Entry>>,
}

/// One thing that an issue has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Index of the issue.
    pub(super) issue: usize,
    /// Index of the thing in its issue.
    pub(super) at: usize,
}

impl Index {
    /// An index of the things whose digests are given, by the index of their issue and in the order of its text.
    pub(super) fn new<'a>(digests: impl Iterator<Item = (usize, &'a [u64])>) -> Self {
        let mut by_digest = ByDigest::default();
        for (issue, of_issue) in digests {
            for (at, digest) in of_issue.iter().enumerate() {
                by_digest.entry(*digest).or_default().all.push(Entry { issue, at });
            }
        }
        Self(by_digest)
    }

    /// What goes by a text, in the order of the issues, oldest first, and of their texts.
    pub(super) fn of(&self, text: &str) -> &[Entry] {
        self.0.get(&digest(text)).map_or(&[], |entries| &entries.all)
    }

    /// What goes by a text and shows what is usual: what `choose` makes of the things of each issue.
    pub(super) fn last_of(&self, text: &str, choose: impl FnOnce(&[Entry]) -> Vec<Entry>) -> &[Entry] {
        let entries = self.0.get(&digest(text));
        entries.map_or(&[], |entries| entries.last.get_or_init(|| choose(&entries.all)))
    }
}

/// Takes a [`digest`] as its own hash.
#[derive(Debug, Default)]
struct OwnHash(u64);

impl Hasher for OwnHash {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, digest: u64) {
        self.0 = digest;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A number that stands for a text: so long that no two texts of a history share one by chance. It differs from run to
/// run, so that nobody can write texts that share one.
pub(super) fn digest(text: &str) -> u64 {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(()));
    let with = |digest: u64, word: [u8; 8]| {
        let (low, high) = (digest ^ u64::from_le_bytes(word)).carrying_mul(FACTOR, 0);
        low ^ high
    };
    let (words, rest) = text.as_bytes().as_chunks();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let digest = words.iter().fold(*SEED ^ text.len() as u64, |digest, word| with(digest, *word));
    // Once more, so that the last letters reach all bits.
    with(with(digest, last), [0; 8])
}

/// Of the fraction of the golden ratio: odd, and with no pattern in its bits.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn texts_that_are_alike_have_digests_of_their_own() {
        let mut digests = HashSet::new();
        let alike = |length| ["a".repeat(length), "\0".repeat(length), format!("example.org/{length}")];
        let texts: HashSet<String> = (0..200).flat_map(alike).collect();
        assert!(texts.iter().all(|text| digests.insert(digest(text))));
    }
}
