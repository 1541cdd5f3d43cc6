//! Owns what was there before a change: which lines of a text are new, and which findings.
//!
//! A line of the old text is found again in the new one wherever it now stands and however it is indented; an entry
//! that was edited is known by where it leads, or by its title. A finding is old when the old text had one of the same
//! rule, about the same words, on that line. A second copy of a line is new, and so is what is found fault with in it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Item, LineKind};
use crate::linter::{self, Settings};
use crate::rule::Stage;
use crate::source::{Source, Span};

/// What kind of file a change was made to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// The draft that takes submissions, or a file that is none of the newsletter's.
    #[default]
    Current,
    /// A draft of an issue that is published, or older than the newest draft.
    OldDraft,
    /// An issue that was published before the change.
    Published,
    /// An issue among the published ones that was no draft before.
    NewPublished,
    /// The template from which drafts are made.
    Template,
}

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

impl Before {
    /// Lints a document as it is, and leaves the findings that this file did not have.
    pub(crate) fn compare(&self, document: &Document<'_>, settings: &Settings<'_>) -> Vec<Diagnostic> {
        let old = self.source.as_ref().map(Document::parse);
        let Some(old) = &old else {
            return linter::run(document, settings, Some(&Change::new(self, document, None)));
        };
        let change = Change::new(self, document, Some(old));
        let old_findings = linter::run(old, &Settings { stage: self.stage, ..*settings }, None);
        let findings = linter::run(document, settings, Some(&change));
        new_findings(document, findings, old, &old_findings, &change)
    }
}

/// A change to a file, line by line.
#[derive(Debug)]
pub struct Change<'a> {
    before: &'a Before,
    /// For each line, the line of the old text that it was.
    was: Vec<Option<usize>>,
}

impl<'a> Change<'a> {
    fn new(before: &'a Before, document: &Document<'_>, old: Option<&Document<'_>>) -> Self {
        let was = match old {
            Some(old) => lines_before(document, old),
            None => vec![None; document.lines.len()],
        };
        Self { before, was }
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
        was: vec![None; document.lines.len()],
        new: (0..document.lines.len()).collect(),
        old: (0..old.lines.len()).collect(),
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
    match document.lines[index] {
        LineKind::Item(item) => document.items.get(item),
        _ => None,
    }
}

fn destination(document: &Document<'_>, index: usize) -> Option<String> {
    let destination = document.main_destination(item(document, index)?)?;
    Some(document.url(destination).identity().into_owned())
}

fn title<'a>(document: &Document<'a>, index: usize) -> Option<&'a str> {
    let link = document.links_in(item(document, index)?.content).iter().find(|link| !link.is_image)?;
    Some(document.text(link.text).trim()).filter(|title| !title.is_empty())
}

/// What a finding is about, in terms of the old text.
type Subject<'a> = (&'static str, Option<usize>, String);

fn new_findings(
    document: &Document<'_>,
    findings: Vec<Diagnostic>,
    old: &Document<'_>,
    old_findings: &[Diagnostic],
    change: &Change<'_>,
) -> Vec<Diagnostic> {
    let old_subject = |diagnostic: &Diagnostic| subject(old, diagnostic, Some);
    let new_subject =
        |diagnostic: &Diagnostic| subject(document, diagnostic, |line| change.was.get(line).copied().flatten());
    let mut known: HashMap<Subject<'_>, usize> = HashMap::new();
    // Of findings about two places, such as duplicates, either may be told, as the order of the lines has it.
    let mut known_groups: HashMap<(&'static str, Vec<usize>), usize> = HashMap::new();
    for diagnostic in old_findings {
        *known.entry(old_subject(diagnostic)).or_default() += 1;
        if let Some(lines) = lines_of(old, diagnostic, Some) {
            *known_groups.entry((diagnostic.rule.name, lines)).or_default() += 1;
        }
    }
    let mut take = |diagnostic: &Diagnostic| -> bool {
        let subject = new_subject(diagnostic);
        if subject.1.is_none() {
            return false;
        }
        if let Some(count) = known.get_mut(&subject).filter(|count| **count > 0) {
            *count -= 1;
            return true;
        }
        let lines = lines_of(document, diagnostic, |line| change.was.get(line).copied().flatten());
        let count = lines.and_then(|lines| known_groups.get_mut(&(diagnostic.rule.name, lines)));
        count.filter(|count| **count > 0).map(|count| *count -= 1).is_some()
    };
    findings.into_iter().filter(|diagnostic| !take(diagnostic)).collect()
}

fn subject(
    document: &Document<'_>,
    diagnostic: &Diagnostic,
    old_line: impl Fn(usize) -> Option<usize>,
) -> Subject<'static> {
    let line = document.source.line_index(diagnostic.span.start);
    let words = document.text(diagnostic.span).split_whitespace().collect::<Vec<_>>().join(" ");
    (diagnostic.rule.name, old_line(line), words)
}

/// The lines of the old text that a finding points at, sorted; none where one of them is new, or there is only one.
fn lines_of(
    document: &Document<'_>,
    diagnostic: &Diagnostic,
    old_line: impl Fn(usize) -> Option<usize>,
) -> Option<Vec<usize>> {
    let labels = diagnostic.labels.iter().filter(|label| label.elsewhere.is_none()).map(|label| label.span);
    let places = std::iter::once(diagnostic.span).chain(labels);
    let lines: Option<Vec<usize>> = places.map(|span: Span| old_line(document.source.line_index(span.start))).collect();
    lines.filter(|lines| lines.len() > 1).map(|mut lines| {
        lines.sort_unstable();
        lines
    })
}
