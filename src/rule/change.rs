//! Owns what a change to a text is: which of its lines are new, and which were moved or edited.
//!
//! A line of the old text is found again in the new one wherever it now stands and however it is indented; an entry
//! that was edited is known by where it leads, or by its title. A finding is old when the old text had one of the same
//! rule, about the same words, on that line. A second copy of a line is new, and so is what is found fault with in it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

use crate::document::{Document, Item, LineKind};
use crate::issue::{Role, Stage};
use crate::lexicon::identity;
use crate::text::Source;

/// A file before the change that is judged.
#[derive(Debug)]
pub struct Before {
    /// Its text; none where the change made the file.
    pub source: Option<Source>,
    /// Whether it was published then.
    pub stage: Stage,
    /// What kind of file it is.
    pub role: Role,
    /// The path of the draft that takes submissions, if there is one.
    pub current_draft: Option<String>,
}

/// A change to a file, line by line.
#[derive(Debug)]
pub struct Change<'a> {
    before: &'a Before,
    old: Option<&'a Document<'a>>,
    /// For each line, the line of the old text that it was.
    was: Vec<Option<usize>>,
    /// For each line of the old text, the line that it is now.
    is_now: Vec<Option<usize>>,
}

impl<'a> Change<'a> {
    pub(crate) fn new(before: &'a Before, document: &Document<'_>, old: Option<&'a Document<'a>>) -> Self {
        let was = match old {
            Some(old) => lines_before(document, old),
            None => vec![None; document.lines().len()],
        };
        let mut is_now = vec![None; old.map_or(0, |old| old.lines().len())];
        for (line, was) in was.iter().enumerate() {
            if let Some(place) = was.and_then(|was| is_now.get_mut(was)) {
                *place = Some(line);
            }
        }
        Self { before, old, was, is_now }
    }

    /// The text before the change; none where the change made the file.
    pub(crate) fn old(&self) -> Option<&'a Document<'a>> {
        self.old
    }

    /// Index, from 0, of the line that line `index` of the old text is now, however it has moved since or was edited;
    /// none where it is gone.
    pub(crate) fn new_line(&self, index: usize) -> Option<usize> {
        self.is_now.get(index).copied().flatten()
    }

    /// Index, from 0, of the line of the old text that line `index` of the new one was, however it has moved since or
    /// was edited; none where it is new.
    pub(crate) fn old_line(&self, index: usize) -> Option<usize> {
        self.was.get(index).copied().flatten()
    }

    /// What kind of file it was made to.
    #[must_use]
    pub fn role(&self) -> &Role {
        &self.before.role
    }

    /// The path of the draft that takes submissions, if there is one.
    #[must_use]
    pub fn current_draft(&self) -> Option<&str> {
        self.before.current_draft.as_deref()
    }

    /// Whether an entry was added: neither moved, nor edited.
    #[must_use]
    pub fn has_added(&self, item: &Item) -> bool {
        self.was.get(item.first_line).is_some_and(Option::is_none)
    }
}

/// For each line of `document`, the line of `old` that it was before it was moved, indented or edited.
fn lines_before(document: &Document<'_>, old: &Document<'_>) -> Vec<Option<usize>> {
    let mut matching = Matching {
        was: vec![None; document.lines().len()],
        new: (0..document.lines().len()).collect(),
        old: (0..old.lines().len()).collect(),
    };
    // The same line, in the same section if it is there twice.
    matching.pair(
        |index| Some((section_name(document, index), line(document, index))),
        |index| Some((section_name(old, index), line(old, index))),
    );
    matching.pair(|index| Some(line(document, index)), |index| Some(line(old, index)));
    // An entry that was edited.
    matching.pair(|index| destination(document, index), |index| destination(old, index));
    matching.pair(|index| title(document, index), |index| title(old, index));
    matching.pair_alike(document, old);
    matching.was
}

struct Matching {
    was: Vec<Option<usize>>,
    /// The lines that are not paired yet.
    new: Vec<usize>,
    old: Vec<usize>,
}

impl Matching {
    /// Pairs the lines that have one key, in their order.
    fn pair<K: Hash + Eq>(&mut self, new_key: impl Fn(usize) -> Option<K>, old_key: impl Fn(usize) -> Option<K>) {
        let mut by_key: HashMap<K, VecDeque<usize>> = HashMap::new();
        for index in &self.old {
            if let Some(key) = old_key(*index) {
                by_key.entry(key).or_default().push_back(*index);
            }
        }
        let mut paired = HashSet::new();
        self.new.retain(|index| {
            let found = new_key(*index).and_then(|key| by_key.get_mut(&key)?.pop_front());
            paired.extend(found);
            self.was[*index] = found;
            found.is_none()
        });
        self.old.retain(|index| !paired.contains(index));
    }

    /// Pairs what leads nowhere by its words: headings, sentences, front matter, entries whose link is broken.
    fn pair_alike(&mut self, document: &Document<'_>, old: &Document<'_>) {
        const MOST: usize = 200;
        const LONGEST: usize = 1000;
        const ALIKE: f64 = 0.75;
        /// Comparisons of two characters: a fraction of a second.
        const MOST_STEPS: usize = 200_000_000;
        if self.new.len() > MOST || self.old.len() > MOST {
            return;
        }
        let fits = |document: &Document<'_>, index: usize| {
            destination(document, index).is_none() && (1..=LONGEST).contains(&line(document, index).len())
        };
        let mut free: Vec<usize> = self.old.iter().copied().filter(|index| fits(old, *index)).collect();
        let mut steps = 0;
        for index in self.new.iter().filter(|index| fits(document, **index)) {
            let text = line(document, *index);
            let length = text.chars().count();
            let mut likeness = |other: &usize| {
                let other = line(old, *other);
                let other_length = other.chars().count();
                let (shorter, longer) = (length.min(other_length), length.max(other_length));
                // What differs so much in length can't be alike.
                if (shorter as f64) < ALIKE * longer as f64 || steps > MOST_STEPS {
                    return 0.0;
                }
                steps += shorter * longer;
                strsim::normalized_levenshtein(text, other)
            };
            let candidates = free.iter().enumerate().map(|(place, other)| (place, likeness(other)));
            let best = candidates.max_by(|(_, one), (_, other)| one.total_cmp(other));
            if let Some((place, _)) = best.filter(|(_, likeness)| *likeness >= ALIKE) {
                self.was[*index] = Some(free.remove(place));
            }
        }
    }
}

fn line<'a>(document: &Document<'a>, index: usize) -> &'a str {
    document.text(document.source.line(index)).trim()
}

fn section_name<'a>(document: &Document<'a>, index: usize) -> &'a str {
    document.section_at(document.source.line(index).start).name
}

/// The entry that begins on a line.
fn item<'d>(document: &'d Document<'_>, index: usize) -> Option<&'d Item> {
    match document.lines()[index] {
        LineKind::Item(item) => document.items().get(item),
        _ => None,
    }
}

fn destination(document: &Document<'_>, index: usize) -> Option<String> {
    let destination = document.main_destination(item(document, index)?)?;
    Some(identity(&document.url(destination)).into_owned())
}

fn title<'a>(document: &Document<'a>, index: usize) -> Option<&'a str> {
    let link = document.links_in(item(document, index)?.content).iter().find(|link| !link.is_image)?;
    Some(document.text(link.text).trim()).filter(|title| !title.is_empty())
}
