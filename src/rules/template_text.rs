//! A line of the template with a typo.

use crate::archive::PastIssue;
use crate::diagnostic::{Fix, Gravity, Join, excerpt};
use crate::document::{Document, LineKind, SectionKind};
use crate::lexicon::TEMPLATE_LINES;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "template-text",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports lines of the template with letters that were added to a word or are missing from it, and with \
              `_` instead of the template's `*`. It compares with the last issues, and without them with the \
              sentences of the template.",
    why: "It is easy to type in the wrong line, and nobody reads the sentences that are the same every week. Text \
          editors and formatters turn `*` into `_`, and then every line of the template is a change.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
             ## Upcoming Events\n\nEmail the [Rust CommunXity Team][community] for access.\n\n[community]: https://example.org/\n",
            "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
             ## Upcoming Events\n\nEmail the [Rust Community Team][community] for access.\n\n[community]: https://example.org/\n",
        ),
        Example::fixed(
            "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
             ## Crate of the Week\n\n[Please submit your suggestions for neWilma Wickxt week](https://example.org/crates)!\n",
            "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
             ## Crate of the Week\n\n[Please submit your suggestions for next week](https://example.org/crates)!\n",
        )
        .after(LAST),
        Example::fixed(
            "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
             _This Week in Rust_ is openly developed on the internet.\n",
            "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
             *This Week in Rust* is openly developed on the internet.\n",
        )
        .after(LAST),
    ],
    silent: &[
        Silent::because(
            "the editors may write other words",
            "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
             ## Crate of the Week\n\n[Please send us your suggestions for next week](https://example.org/crates)!\n",
        )
        .after(LAST),
        Silent::because(
            "a whole word is added on purpose",
            "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
             ## Crate of the Week\n\n[Please submit your many suggestions for next week](https://example.org/crates)!\n",
        )
        .after(LAST),
        Silent::because(
            "the right line is there too",
            "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
             ## Crate of the Week\n\n[Please submit your suggestions for next week](https://example.org/crates)!\n\n\
             [Please submit your suggestions for neXxt week](https://example.org/crates)!\n",
        )
        .after(LAST),
        Silent::because(
            "earlier issues do not agree",
            "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
             ## Crate of the Week\n\n[Please submit your suggestions for neXxt week](https://example.org/crates)!\n",
        )
        .after(const { &[("2027-04-07-this-week-in-rust.md", "## Crate of the Week\n\nNothing.\n"), LAST[0]] }),
        Silent::because(
            "an address may change",
            "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
             ## Crate of the Week\n\n[Please submit your suggestions for next week](https://example.org/craXtes)!\n",
        )
        .after(LAST),
    ],
    options: &[],
    check,
};

const LAST: &[(&str, &str)] = &[(
    "2027-04-14-this-week-in-rust.md",
    "Title: This Week in Rust 699\nNumber: 699\nDate: 2027-04-14\nCategory: This Week in Rust\n\n\
     *This Week in Rust* is openly developed on the internet.\n\n\
     ## Crate of the Week\n\n[Please submit your suggestions for next week](https://example.org/crates)!\n",
)];

/// Bytes of the shortest line that is known again.
const SHORTEST: usize = 20;

/// Lines of the template that are looked for; where more are missing, the text is not an issue.
const MOST_MISSING: usize = 60;

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    if document.is_fragment() {
        return;
    }
    let mut newest = cx.history.issues().rev();
    // The last issue has the template's words of today.
    let mut known = match newest.next() {
        Some(last) => KnownLines::new(lines_of(last)),
        None => KnownLines::new(TEMPLATE_LINES.iter().copied()),
    };
    known.mark((0..document.source.line_count()).map(|index| line(document, index).1), |line| line.is_here = true);
    if let Some(before) = newest.next() {
        known.lines.iter_mut().for_each(|line| line.is_fixed = false);
        known.mark(lines_of(before), |line| line.is_fixed = true);
    }
    let missing = known.lines.iter().filter(|line| !line.is_here && line.is_fixed);
    let missing: Vec<&str> = missing.map(|line| line.text).collect();
    if missing.is_empty() || missing.len() > MOST_MISSING {
        return;
    }
    for index in 0..document.source.line_count() {
        let (span, written) = line(document, index);
        if written.len() < SHORTEST || known.position(written).is_some() || !may_be_of_template(document, index, span) {
            continue;
        }
        let damage = missing.iter().find_map(|right| Some((*right, damage(document, span, right)?)));
        let Some((right, damage)) = damage else { continue };
        match damage {
            Damage::Word(at) => cx
                .report(at, "a word in this sentence of the template is changed by accident")
                .help(format!("Restore it: every issue has `{}`.", excerpt(right))),
            Damage::Emphasis => cx
                .report(span, "this line of the template has `_` instead of `*`")
                .gravity(Gravity::Form)
                .help("Write `*`, so that the line stays the same every week.")
                .join(Join {
                    group: 0,
                    least: 2,
                    message: |count, first| format!("{}, and {} more lines have it too", first.message, count - 1),
                    label: "this one too",
                    fix: "Restore the lines of the template",
                }),
        }
        .fix(Fix::unsafe_("Restore the line of the template", Edit::replace(span, right)));
    }
}

/// A line that the issue may have.
struct KnownLine<'a> {
    text: &'a str,
    /// Whether the issue has it.
    is_here: bool,
    /// Whether the last issues all have it.
    is_fixed: bool,
}

/// Lines by their length, then by their bytes: nearly all lines of an issue are told from them by their length.
struct KnownLines<'a> {
    lines: Vec<KnownLine<'a>>,
    /// Whether a line is of each length, up to the longest.
    has_length: Vec<bool>,
}

impl<'a> KnownLines<'a> {
    fn new(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut lines: Vec<_> = lines.map(|text| KnownLine { text, is_here: false, is_fixed: true }).collect();
        lines.sort_unstable_by_key(|line| (line.text.len(), line.text));
        lines.dedup_by_key(|line| line.text);
        let mut has_length = vec![false; lines.last().map_or(0, |longest| longest.text.len() + 1)];
        lines.iter().for_each(|line| has_length[line.text.len()] = true);
        Self { lines, has_length }
    }

    fn position(&self, text: &str) -> Option<usize> {
        let may_be_known = self.has_length.get(text.len()) == Some(&true);
        let find = || self.lines.binary_search_by_key(&(text.len(), text), |line| (line.text.len(), line.text));
        may_be_known.then(find)?.ok()
    }

    /// Notes something about those of the lines that are known.
    fn mark<'l>(&mut self, lines: impl Iterator<Item = &'l str>, note: impl Fn(&mut KnownLine<'a>)) {
        for line in lines {
            if let Some(index) = self.position(line) {
                note(&mut self.lines[index]);
            }
        }
    }
}

/// The lines that may be in the next issue as well: those of no list that changes from week to week.
fn lines_of(issue: &PastIssue) -> impl Iterator<Item = &str> {
    let lines = issue.lines_of(|kind| !is_weekly(kind)).map(|line| issue.text(line).trim_end());
    lines.filter(|line| line.len() >= SHORTEST)
}

/// Whether a section holds what people submit.
fn is_weekly(kind: SectionKind) -> bool {
    kind.is_community() || matches!(kind, SectionKind::EventRegion | SectionKind::RustProject)
}

/// A line without the spaces at its end.
fn line<'a>(document: &Document<'a>, index: usize) -> (Span, &'a str) {
    let span = document.source.line(index);
    let text = document.text(span).trim_end();
    (Span::new(span.start, span.start + text.len()), text)
}

fn may_be_of_template(document: &Document<'_>, index: usize, span: Span) -> bool {
    matches!(document.lines()[index], LineKind::Text | LineKind::Item(_) | LineKind::Continuation(_))
        && !is_weekly(document.section_at(span.start).kind)
}

/// How a line differs from the one of the template.
enum Damage {
    /// Within a word: letters were added, or are missing.
    Word(Span),
    /// In the mark of emphasis.
    Emphasis,
}

fn damage(document: &Document<'_>, span: Span, right: &str) -> Option<Damage> {
    let written = document.text(span);
    let is_mark = |c: char| matches!(c, '*' | '_' | '-') || c.is_whitespace();
    if written.contains('_') && written.chars().filter(|c| !is_mark(*c)).eq(right.chars().filter(|c| !is_mark(*c))) {
        let count = |text: &str| text.matches('_').count();
        return (count(written) > count(right)).then_some(Damage::Emphasis);
    }
    let prefix: usize =
        written.chars().zip(right.chars()).take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum();
    let (rest, right_rest) = (&written[prefix..], &right[prefix..]);
    let ends = rest.chars().rev().zip(right_rest.chars().rev());
    let suffix: usize = ends.take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum();
    let (added, lost) = (&rest[..rest.len() - suffix], &right_rest[..right_rest.len() - suffix]);
    let touches = |text: &str| text.chars().next_back().is_some_and(char::is_alphabetic);
    let begins = |text: &str| text.chars().next().is_some_and(char::is_alphabetic);
    // Something was added within a word, or cut out of one.
    let is_within = touches(&written[..prefix]) && begins(&rest[added.len()..]);
    let is_one = added.is_empty() != lost.is_empty();
    let is_whole_word = |text: &str| text.starts_with(' ') || text.ends_with(' ');
    let at = Span::new(span.start + prefix, span.start + prefix + added.len());
    let is_damage =
        is_within && is_one && !is_whole_word(added) && !is_whole_word(lost) && !document.is_opaque(at.start);
    is_damage.then_some(Damage::Word(at))
}
