//! Owns what keeps fixes from losing something: the text that they leave is read, and every address, entry and link
//! definition of the text before has to be in it.
//!
//! What a rule takes for a link or a bullet gone wrong may be in a text so mangled that its repair makes something
//! else of it, and two repairs may each be right alone. No rule can know all of them, so what is written is asked.

use std::collections::{HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::document::{Document, HtmlTag, Item, Shown, hides_content};
use crate::guard::guarded;
use crate::lint::addresses::Addresses;
use crate::lint::apply;
use crate::text::{Edit, INVALID_BYTE, Source, Span};

/// How often the texts of one file are read at most to tell harmful fixes from the others. Reading what is then written
/// is not counted.
const MOST_READINGS: usize = 400;

/// How many bytes are read so: a text longer than any issue is not read as often.
const MOST_BYTES: usize = 20_000_000;

/// Whether a fix leaves alone the lines that hold bytes that are not UTF-8, or does nothing there but replace such
/// bytes.
///
/// In the text, [`INVALID_BYTE`] stands for each of them: a fix that moves, copies or compares it would write it into
/// the file.
pub(crate) fn spares_invalid_bytes(source: &Source, fix: &Fix) -> bool {
    let invalid = source.invalid_bytes();
    if invalid.is_empty() {
        return true;
    }
    let count = |span: Span| {
        let index = |offset: usize| invalid.partition_point(|(at, _)| *at < offset);
        index(span.end) - index(span.start)
    };
    fix.edits.iter().all(|edit| {
        if edit.text.contains(INVALID_BYTE) {
            return false;
        }
        // Where such bytes are taken away, letters go that nobody could read.
        let repairs = !edit.span.is_empty() && !edit.text.is_empty() && count(edit.span) == edit.span.len();
        let (first, last) = (source.line_index(edit.span.start), source.line_index(edit.span.end));
        // What replaces whole lines by whole lines does not touch the line below them.
        let is_whole = source.line(last).start == edit.span.end
            && source.line(first).start == edit.span.start
            && (edit.text.is_empty() || edit.text.ends_with(['\n', '\r']));
        let end = if is_whole { edit.span.end } else { source.line_with_end(last).end };
        repairs || count(Span::new(source.line(first).start, end)) == 0
    })
}

/// Says what there is to be said of a document.
pub(crate) type Judge<'a> = &'a dyn Fn(&Document<'_>) -> Vec<Diagnostic>;

/// Fixes, each with the index of its finding.
type Indexed<'a> = (usize, &'a Fix);

/// What fixes leave of a text without losing anything.
pub(crate) struct Kept {
    /// The text.
    pub(crate) source: Source,
    /// The indices of the findings whose fixes were applied, sorted.
    pub(crate) applied: Vec<usize>,
    /// What is to be said of the text as it now is.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Asked about every text that fixes leave, before it goes on.
#[derive(Debug)]
pub(crate) struct SafetyCheck<'a> {
    /// Names of further tracking parameters, which may go from an address.
    tracking: &'a [String],
    /// What the text holds to which fixes are applied next.
    inventory: Inventory,
    /// Fixes that lose something, by [`SafetyCheck::fingerprint`].
    refused: HashSet<u64>,
    /// Whether the text has changed since the first of them was refused.
    is_changed: bool,
    readings: usize,
    bytes: usize,
}

impl<'a> SafetyCheck<'a> {
    /// Asked about a text that holds `inventory`.
    pub(crate) fn new(tracking: &'a [String], inventory: Inventory) -> Self {
        Self { tracking, inventory, refused: HashSet::new(), is_changed: false, readings: 0, bytes: 0 }
    }

    /// Applies those of the wanted fixes, in their order, that lose nothing together; none where all of them do.
    pub(crate) fn apply(
        &mut self,
        source: &Source,
        diagnostics: &[Diagnostic],
        wanted: &[usize],
        judge: Judge<'_>,
    ) -> Option<Kept> {
        let fixes = wanted.iter().filter_map(|index| Some((*index, diagnostics[*index].fix.as_ref()?)));
        let (refused, fixes) = fixes.partition::<Vec<Indexed<'_>>, _>(|(index, fix)| {
            self.refused.contains(&fingerprint(source, diagnostics[*index].rule, fix))
        });
        let mut outcome = self.most(source, diagnostics, &fixes, judge);
        // What other fixes have made of the text may be such that they lose nothing any more.
        if outcome.is_none() && self.is_changed {
            (self.is_changed, self.refused) = (false, HashSet::new());
            outcome = self.most(source, diagnostics, &refused, judge);
        }
        let (kept, inventory) = outcome?;
        (self.is_changed, self.inventory) = (true, inventory);
        Some(kept)
    }

    /// All of the fixes where they lose nothing, else as many as are known to.
    fn most(
        &mut self,
        source: &Source,
        diagnostics: &[Diagnostic],
        fixes: &[Indexed<'_>],
        judge: Judge<'_>,
    ) -> Option<(Kept, Inventory)> {
        if fixes.is_empty() {
            return None;
        }
        if let Some(all) = self.attempt(source, fixes, judge) {
            return Some(all);
        }
        let (mut kept, mut best) = (Vec::new(), None);
        // What is tried next, on top of what is kept; all of them together have failed.
        let mut untried = VecDeque::from([(fixes, true)]);
        while let Some((some, has_failed)) = untried.pop_front() {
            let mut outcome = None;
            if !has_failed {
                self.readings += 1;
                self.bytes += source.text().len();
                if self.readings > MOST_READINGS || self.bytes > MOST_BYTES {
                    break;
                }
                let mut together = [kept.as_slice(), some].concat();
                // Their order decides which of two that touch waits.
                together.sort_unstable_by_key(|(index, _)| *index);
                outcome = self.attempt(source, &together, judge);
                if outcome.is_some() {
                    kept = together;
                }
            }
            match some {
                _ if outcome.is_some() => best = outcome,
                [(index, fix)] => _ = self.refused.insert(fingerprint(source, diagnostics[*index].rule, fix)),
                _ => {
                    let (first, second) = some.split_at(some.len() / 2);
                    untried.extend([(first, false), (second, false)]);
                }
            }
        }
        best
    }

    /// What the fixes leave; none where they lose something, or leave what cannot be read again.
    fn attempt(&self, source: &Source, fixes: &[Indexed<'_>], judge: Judge<'_>) -> Option<(Kept, Inventory)> {
        let edits: Vec<_> = fixes.iter().map(|(_, fix)| *fix).collect();
        let (bytes, was_applied) = apply::apply(&source.to_bytes(), &edits);
        let fixed = Source::from_bytes(source.path(), bytes).ok()?;
        let applied: Vec<Indexed<'_>> =
            fixes.iter().zip(was_applied).filter(|(_, was_applied)| *was_applied).map(|(fix, _)| *fix).collect();
        let says_so = |fix: &&Fix| fix.applicability == Applicability::Unsafe || fix.replaces_address;
        let fixes = applied.iter().map(|(_, fix)| *fix).filter(says_so);
        let mut announced: Vec<Announced<'_>> =
            fixes.flat_map(|fix| &fix.edits).map(|edit| Announced { source, edit }).collect();
        announced.sort_by_key(|place| place.edit.span);
        let read = guarded(|| {
            let document = Document::parse(&fixed);
            let after = Inventory::of(&document, self.tracking);
            self.inventory.is_within(&after, &announced, self.tracking).then(|| (judge(&document), after))
        });
        let (diagnostics, after) = read.ok()??;
        let applied = applied.into_iter().map(|(index, _)| index).collect();
        Some((Kept { source: fixed, applied, diagnostics }, after))
    }
}

/// The same for the same fix in the same lines, wherever they are.
fn fingerprint(source: &Source, rule: &str, fix: &Fix) -> u64 {
    let mut hasher = DefaultHasher::new();
    rule.hash(&mut hasher);
    for edit in &fix.edits {
        let (first, last) = (source.line_index(edit.span.start), source.line_index(edit.span.end));
        let lines = Span::new(source.line(first).start, source.line_with_end(last).end);
        (source.slice(lines), edit.span.start - lines.start, edit.span.len(), &edit.text).hash(&mut hasher);
    }
    hasher.finish()
}

/// What a fix says that it changes: one that is unsafe, or that replaces an address.
#[derive(Clone, Copy, Debug)]
struct Announced<'a> {
    source: &'a Source,
    edit: &'a Edit,
}

impl Announced<'_> {
    /// Whether what is at `place` is what is changed: an address within lines that are deleted, or one that is
    /// deleted with nothing but marks around it, or rewritten.
    fn covers(self, place: Span) -> bool {
        let Self { source, edit } = self;
        if !edit.span.contains(place) {
            return place.contains(edit.span);
        }
        let text = source.text();
        let has_letters = |text: &str| text.contains(char::is_alphanumeric);
        let around = [&text[edit.span.start..place.start], &text[place.end..edit.span.end], &edit.text];
        let starts_line = source.line(source.line_index(edit.span.start)).start == edit.span.start;
        let is_line_end = edit.span.end == text.len() || text[edit.span.end..].starts_with(['\n', '\r']);
        let ends_line = is_line_end || text[..edit.span.end].ends_with(['\n', '\r']);
        edit.text.is_empty() && starts_line && ends_line || !around.into_iter().any(has_letters)
    }
}

/// What a text holds that no fix may lose.
#[derive(Clone, Debug)]
pub(crate) struct Inventory {
    addresses: Addresses,
    /// What entries lead to, of one entry after another.
    destinations: Vec<Span>,
    /// The entries that lead somewhere, each by the indices of its destinations.
    entries: Vec<Range<usize>>,
    /// The lines that are link definitions.
    definitions: Vec<Span>,
}

impl Inventory {
    /// Reads a document; `tracking` are the names of further tracking parameters, which do not count.
    pub(crate) fn of(document: &Document<'_>, tracking: &[String]) -> Self {
        let (links, items) = (document.links().len(), document.items().len());
        let (mut destinations, mut entries) = (Vec::with_capacity(links), Vec::with_capacity(items));
        for item in document.items() {
            let first = destinations.len();
            // Most entries have one: cheaper than asking three lists in a row for the next.
            destinations_of(document, item).for_each(|span| destinations.push(span));
            if destinations.len() > first {
                entries.push(first..destinations.len());
            }
        }
        Self {
            addresses: Addresses::of(document, &hidden(document), tracking),
            destinations,
            entries,
            definitions: definitions(document.source),
        }
    }

    /// Whether another text holds all of this but for what lies at the places that unsafe fixes say they change. These
    /// are sorted, and do not overlap.
    fn is_within(&self, after: &Self, announced: &[Announced<'_>], tracking: &[String]) -> bool {
        let is_announced = |span: Span| {
            let near = announced.partition_point(|place| place.edit.span.end < span.start);
            let near = announced[near..].iter().take_while(|place| place.edit.span.start <= span.end);
            near.into_iter().any(|place| place.covers(span))
        };
        if self.addresses.are_lost(&after.addresses, is_announced, tracking) {
            return false;
        }
        let is_kept = |entry: &&Range<usize>| !self.destinations[(*entry).clone()].iter().any(|it| is_announced(*it));
        let entries = self.entries.iter().filter(is_kept).count();
        let definitions = self.definitions.iter().filter(|line| !is_announced(**line)).count();
        after.entries.len() >= entries && after.definitions.len() >= definitions
    }
}

/// What browsers take for the content of `<script>` and the like: up to the tag that closes it, or all that follows.
fn hidden(document: &Document<'_>) -> Vec<Span> {
    let is_code = |tag: &HtmlTag| {
        let line = document.source.line_index(tag.span.start);
        document.site.line(line) == Some(&Shown::Code)
    };
    let mut hidden: Vec<Span> = Vec::new();
    // From the end, so that each finds the tag that closes it without a search.
    let mut closing: Vec<(String, usize)> = Vec::new();
    for tag in document.html_tags().iter().rev() {
        let name = document.text(tag.name).to_ascii_lowercase();
        if !hides_content(&name) || is_code(tag) {
            continue;
        }
        let known = closing.iter().position(|(other, _)| *other == name);
        match (known, tag.is_closing) {
            (Some(known), true) => closing[known].1 = tag.span.start,
            (None, true) => closing.push((name, tag.span.start)),
            (known, false) => {
                let end = known.map_or(document.source.text().len(), |known| closing[known].1);
                hidden.push(Span::new(tag.span.end, end.max(tag.span.end)));
            }
        }
    }
    hidden.reverse();
    // One that is open hides all that follows.
    let mut end = 0;
    hidden.retain(|span| {
        let is_new = span.end > end;
        end = end.max(span.end);
        is_new
    });
    hidden
}

/// The lines that define what a name leads to, wherever they are: the site takes them for that below an entry too.
fn definitions(source: &Source) -> Vec<Span> {
    let signs = memchr::memmem::find_iter(source.text().as_bytes(), "]:");
    let mut lines: Vec<Span> = signs.map(|at| source.line(source.line_index(at))).collect();
    lines.dedup();
    lines.retain(|line| is_definition(source.slice(*line)));
    lines
}

fn is_definition(line: &str) -> bool {
    let name = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]:"));
    name.is_some_and(|(name, destination)| !name.contains([']', '[']) && !destination.trim().is_empty())
}

/// What an entry leads to: its links, or what is meant as one.
fn destinations_of(document: &Document<'_>, item: &Item) -> impl Iterator<Item = Span> {
    let links = document.links_of(item).iter().map(|link| link.destination);
    let near_links = document.near_links_in(item.content).iter().filter_map(|near| near.url);
    let bare_urls = document.bare_urls_in(item.content).iter().copied();
    links.chain(near_links).chain(bare_urls).filter(|span| !span.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::History;
    use crate::issue::Stage;
    use crate::lint::{self, Fixed, Levels, Scope, Settings};
    use crate::pages::Pages;
    use crate::rule::options::Options;

    /// What fixes leave of a text, unsafe ones too where they are asked for.
    fn all_fixed(text: &[u8], unsafe_fixes: bool) -> Fixed {
        let (levels, history, options) = (Levels::default(), History::default(), Options::default());
        let settings = Settings {
            stage: Stage::Draft,
            levels: &levels,
            history: &history,
            pages: Pages::none(),
            options: &options,
            before: None,
        };
        let source = Source::from_bytes("", text.to_vec()).expect("a text that is read");
        let scope = Scope { unsafe_fixes, ..Scope::default() };
        lint::fix(source, scope, |document| lint::check(document, &settings)).expect("a text that is read")
    }

    /// The text as safe fixes leave it, and the lines for which an unsafe one is offered then.
    fn fixed(text: &str) -> (String, Vec<usize>) {
        let fixed = all_fixed(text.as_bytes(), false);
        let offered = fixed.diagnostics.iter().filter(|diagnostic| diagnostic.fix.is_some());
        let lines = offered.map(|found| fixed.source.position(found.span.start).line).collect();
        (fixed.source.text().to_owned(), lines)
    }

    #[test]
    fn a_fix_by_which_an_address_is_gone_is_not_applied() {
        let window = "## Upcoming Events\n\nRusty Events between 2027-02-25 - 2026-03-25";
        let text = format!("Date: 2026-03-04\n\n{window}](https://example.org/a)\n");
        assert!(fixed(&text).0.ends_with(&text["Date: 2026-03-04\n\n".len()..]));
        let twice = "* [A title](https://example.org/a)(https://example.org/a)\n";
        assert_eq!(fixed(twice), ("* [A title](https://example.org/a)\n".to_owned(), vec![]));
    }

    #[test]
    fn a_fix_by_which_an_entry_leads_nowhere_is_not_applied_and_the_others_are() {
        // Below a heading, the indented line is code.
        let lost = "##Updates\n    * https://example.org/a\n";
        assert_eq!(fixed(lost), (lost.to_owned(), vec![]));
        let entry = |space: &str, line: usize| format!("* [Title {line}]{space}(https://example.org/{line})\n");
        let text = |space: &str| {
            let above: String = (1..10).map(|line| entry(space, line)).collect();
            format!("{above}\n{lost}{}", entry(space, 13))
        };
        assert_eq!(fixed(&text(" ")), (text(""), vec![]));
    }

    /// The text as fixes leave it, unsafe ones too where they are asked for, and how many findings have a fix then.
    fn left(text: &[u8], unsafe_fixes: bool) -> (Vec<u8>, usize) {
        let fixed = all_fixed(text, unsafe_fixes);
        let offered = fixed.diagnostics.iter().filter(|diagnostic| diagnostic.fix.is_some());
        (fixed.source.to_bytes(), offered.count())
    }

    #[test]
    fn a_line_with_bytes_that_are_not_utf8_is_left_to_the_fix_that_replaces_them() {
        // Sorting, a prefix, a location, an address: each would copy the line or change it.
        let sorted = b"### Europe\n\
            * 2026-03-06 | Ghent, BE | [Pub](https://example.org/3)\n    * [**B**](https://example.org/4)\n\
            * 2026-03-05 | Ghent, BE | [Caf\xe9](https://example.org/1)\n    * [**A**](https://example.org/2)\n";
        for text in [
            sorted.as_slice(),
            b"* (video) [Caf\xe9](https://example.org/1)\n",
            b"* [Caf\xe9](https://example.org/1?utm_source=x)\n",
            b"### Europe\n* 2026-03-06 | Virtual (Caf\xe9, BE | [A](https://example.org/1)\n",
            b"* [Caf\xe9\x1a](https://example.org/2)\n",
        ] {
            assert_eq!(left(text, false), (text.to_vec(), 1), "{}", String::from_utf8_lossy(text));
            assert_eq!(left(text, true).1, 0);
            assert!(std::str::from_utf8(&left(text, true).0).is_ok_and(|text| text.contains("Caf\u{e9}")));
        }
    }

    #[test]
    fn lines_without_such_bytes_are_fixed_and_their_own_control_characters_go() {
        let text = b"* [Caf\xe9](https://example.org/1)\n* [A\x1a title](https://example.org/2?utm_source=x)\n";
        let wanted = b"* [Caf\xe9](https://example.org/1)\n* [A title](https://example.org/2)\n";
        assert_eq!(left(text, false), (wanted.to_vec(), 1));
    }

    #[test]
    fn no_address_is_cut_where_a_character_cannot_be_seen() {
        let entry = |address: &str| format!("* [A] ({address})\n").into_bytes();
        for control in ['\u{1}', '\u{8}', '\u{1b}', '\u{7f}', '\u{ad}', '\u{200b}'] {
            let text = entry(&format!("https://example.org/a{control}b"));
            assert_eq!(left(&text, false).0, b"* [A](https://example.org/ab)\n", "{control:?}");
        }
        // What looks like a space may part two words, or belong to neither.
        for space in ['\u{b}', '\u{c}', '\u{85}'] {
            for text in
                [format!("* [A](https://example.org/a{space}b)\n"), format!("* https://example.org/a{space}b\n")]
            {
                assert_eq!(left(text.as_bytes(), false).0, text.as_bytes());
            }
        }
    }

    #[test]
    fn what_is_no_entry_of_its_own_does_not_become_or_swallow_one() {
        for text in [
            "* [A](https://example.org/a)\n[b]: https://example.org/b\n* [B](https://example.org/c)\n",
            "* [e](?utm_source=x)\n",
            "Title: This Week in Rust 641\nNumber: 641 * [A](https://example.org/a)\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## News\n",
        ] {
            for unsafe_fixes in [false, true] {
                assert_eq!(left(text.as_bytes(), unsafe_fixes).0, text.as_bytes());
            }
        }
    }

    /// The text as these fixes of one round leave it.
    fn kept(text: &str, fixes: Vec<Fix>) -> String {
        let source = Source::new("", text);
        let diagnostic = |fix| {
            let mut diagnostic = Diagnostic::new("malformed-link", Span::default(), "");
            diagnostic.fix(fix);
            diagnostic
        };
        let diagnostics: Vec<_> = fixes.into_iter().map(diagnostic).collect();
        let wanted: Vec<_> = (0..diagnostics.len()).collect();
        let inventory = Inventory::of(&Document::parse(&source), &[]);
        let kept = SafetyCheck::new(&[], inventory).apply(&source, &diagnostics, &wanted, &|_| Vec::new());
        kept.map_or(source, |kept| kept.source).text().to_owned()
    }

    #[test]
    fn of_fixes_that_lose_something_only_together_one_waits() {
        let text = "* [A](https://example.org/a\u{1}b)\n* [B](https://example.org/c)\n";
        let at = |needle: &str| text.find(needle).unwrap_or(0);
        let remove = Fix::safe("", Edit::delete(Span::new(at("\u{1}"), at("\u{1}") + 1)));
        let close = Fix::safe("", Edit::insert(at("b)"), " "));
        let other = Fix::safe("", Edit::insert(at("[B]"), "[video] "));
        let wanted = "* [A](https://example.org/ab)\n* [video] [B](https://example.org/c)\n";
        assert_eq!(kept(text, vec![remove, close, other]), wanted);
    }

    #[test]
    fn of_fixes_that_touch_the_first_is_applied_whatever_is_refused_before() {
        let text = "* [A](https://example.org/a)\n* [One](https://example.org/1)\n";
        let at = |needle: &str| text.find(needle).unwrap_or(0);
        let word = Span::new(at("One"), at("](https://example.org/1"));
        let write = |title: &str| Fix::safe("", Edit::replace(word, title));
        let lost = Fix::safe("", Edit::delete(Span::new(0, at("* [One]"))));
        let entry = "* [B](https://example.org/b)\n";
        let other = Fix::safe("", Edit::insert(text.len(), entry));
        let wanted = text.replace("One", "Two") + entry;
        assert_eq!(kept(text, vec![lost, write("Two"), write("Three"), other]), wanted);
    }

    #[test]
    fn a_fix_beside_a_line_with_such_bytes_neither_copies_nor_joins_it() {
        let source = Source::from_bytes("", b"one\ntwo \xe9\nthree\n".to_vec()).expect("a text that is read");
        let spares = |edit: Edit| spares_invalid_bytes(&source, &Fix::safe("", edit));
        let first = Span::new(0, "one\n".len());
        assert!(spares(Edit::insert(0, "two ")));
        assert!(!spares(Edit::insert(0, format!("two {INVALID_BYTE}"))));
        assert!(spares(Edit::delete(first)) && spares(Edit::replace(first, "1\n")));
        assert!(!spares(Edit::replace(first, "1 ")));
        let byte = Span::new("one\ntwo ".len(), "one\ntwo ".len() + 1);
        assert!(spares(Edit::replace(byte, "é")) && !spares(Edit::delete(byte)));
    }

    #[test]
    fn a_fix_by_which_a_definition_is_gone_is_not_applied() {
        let text = "* [A](https://example.org/a)\n\n[b]: https://example.org/b\n";
        let at = text.find("[b]").unwrap_or(0);
        assert_eq!(kept(text, vec![Fix::safe("", Edit::insert(at, "See "))]), text);
        let elsewhere = Fix::safe("", Edit::insert(at, "[c]: https://example.org/c\n"));
        assert_eq!(kept(text, vec![elsewhere]), text.replace("[b]", "[c]: https://example.org/c\n[b]"));
    }

    #[test]
    fn a_fix_by_which_the_site_loses_an_entry_is_not_applied() {
        let text = "## News\n\n* [A](https://example.org/a)\n\n## More\n\n* [B](https://example.org/b)\n";
        let at = |needle: &str| text.find(needle).unwrap_or(0);
        let indent = |width: usize| Fix::safe("", Edit::insert(at("* [B]"), " ".repeat(width)));
        assert_eq!(kept(text, vec![indent(4)]), text);
        assert_eq!(kept(text, vec![indent(2)]), text.replace("* [B]", "  * [B]"));
    }

    #[test]
    fn an_unsafe_fix_loses_no_more_than_it_says() {
        let text = "* [A](https://example.org/a)\n* [B](https://example.org/b) and [C](https://example.org/c)\n";
        let at = |needle: &str| text.find(needle).unwrap_or(0);
        let span = |from: &str, to: &str| Span::new(at(from), at(to));
        let line = Fix::unsafe_("", Edit::delete(span("* [A]", "* [B]")));
        assert_eq!(kept(text, vec![line]), text[at("* [B]")..]);
        let address = Fix::unsafe_("", Edit::replace(Span::new(at("org/c"), text.len()), "com/d)\n"));
        assert_eq!(kept(text, vec![address]), text);
        let part = Fix::unsafe_("", Edit::delete(Span::new(at(" and [C]"), text.len() - 1)));
        assert_eq!(kept(text, vec![part]), text);
        let rewritten = Fix::unsafe_("", Edit::insert(at("/c)"), "/d"));
        assert_eq!(kept(text, vec![rewritten]), text.replace("/c)", "/d/c)"));
    }
}
