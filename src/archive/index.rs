//! Owns how a history finds what it is asked for: by one search over all its issues, not by one in each of them.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{LazyLock, OnceLock};

/// What the issues of a history have, by the [`digest`] of what it goes by.
#[derive(Clone, Debug)]
pub(super) struct Index(ByDigest);

type ByDigest = HashMap<u64, Entries, foldhash::fast::RandomState>;

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

    /// What goes by a text and shows what is usual: what `choose`, the same for all of an index, makes of the things of
    /// each issue.
    pub(super) fn last_of(&self, text: &str, choose: impl FnOnce(&[Entry]) -> Vec<Entry>) -> &[Entry] {
        let entries = self.0.get(&digest(text));
        entries.map_or(&[], |entries| entries.last.get_or_init(|| choose(&entries.all)))
    }
}

/// A number that stands for a text: so long that no two texts of a history share one by chance. It differs from run to
/// run, so that nobody can write texts that share one.
pub(super) fn digest(text: &str) -> u64 {
    static SEED: LazyLock<foldhash::quality::RandomState> = LazyLock::new(foldhash::quality::RandomState::default);
    SEED.hash_one(text)
}
