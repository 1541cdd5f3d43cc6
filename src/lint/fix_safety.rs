//! Owns what keeps a safe fix from losing something: none takes away an address, and the text is read again as the
//! fixes would leave it, where entries that led somewhere still have to.
//!
//! What a rule takes for a link or a bullet gone wrong may stand in a text so mangled that its repair makes something
//! else of it. No rule can know all of them, so the parser is asked.

use std::collections::VecDeque;

use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::document::{Document, Item};
use crate::guard::guarded;
use crate::lint::apply;
use crate::text::{Edit, Source, Span};

/// How often the text of one document is read again at most, to tell harmful fixes from the others.
const MOST_READINGS: usize = 9;

/// How many bytes are read so, the first time not counted: a text longer than any issue is not read as often.
const MOST_BYTES: usize = 500_000;

/// Makes those safe fixes unsafe by which an address would be gone; by which, applied with the others, an entry that
/// leads somewhere would not do so any more; and where it takes long to tell which those are, the ones around them. It
/// takes a parse of the text, or a few, which only those pay who have fixes applied.
pub(crate) fn check(source: &Source, diagnostics: &mut [Diagnostic]) {
    if !diagnostics.iter().any(Diagnostic::has_safe_fix) {
        return;
    }
    let harmful = guarded(|| harmful(&Document::parse(source), diagnostics)).unwrap_or_default();
    for index in harmful {
        if let Some(fix) = &mut diagnostics[index].fix {
            fix.applicability = Applicability::Unsafe;
        }
    }
}

/// Whether a fix takes away an address that it writes nowhere else, and that does not stand beside it once more.
fn takes_address(document: &Document<'_>, fix: &Fix) -> bool {
    /// Bytes before and behind an edit that are looked at.
    const REACH: usize = 1024;
    /// What takes addresses from more places, or more from one, puts whole lines elsewhere.
    const MOST: usize = 16;
    let text = document.source.text();
    let removes = |edit: &&Edit| memchr::memmem::find(document.text(edit.span).as_bytes(), b"://").is_some();
    let edits: Vec<_> = fix.edits.iter().filter(removes).take(MOST + 1).collect();
    edits.len() <= MOST
        && edits.into_iter().any(|edit| {
            let line = document.source.line(document.source.line_index(edit.span.start));
            let before =
                &text[text.floor_char_boundary(edit.span.start.saturating_sub(REACH)).max(line.start)..edit.span.start];
            let behind = &text[edit.span.end..text.ceil_char_boundary((edit.span.end + REACH).min(text.len()))];
            let behind = behind.split(['\n', '\r']).next().unwrap_or_default();
            let is_left = |address: &str| {
                let written = fix.edits.iter().map(|edit| edit.text.as_str());
                written.chain([before, behind]).any(|text| text.contains(address))
            };
            let addresses = addresses_in(document, edit.span);
            addresses.len() <= MOST
                && addresses.into_iter().any(|address| address != edit.span && !is_left(document.text(address)))
        })
}

/// The addresses that lie within `span`.
fn addresses_in(document: &Document<'_>, span: Span) -> Vec<Span> {
    let links = document.links_in(span).iter().chain(document.link_at(span.start));
    let next = document.near_links.partition_point(|near| near.span.start < span.start);
    let near_links = document.near_links_in(span).iter().chain(document.near_links[..next].last());
    let addresses = links
        .filter(|link| link.has_own_destination())
        .map(|link| link.destination)
        .chain(near_links.filter_map(|near| near.url))
        .chain(document.bare_urls_in(span).iter().copied());
    addresses.filter(|address| !address.is_empty() && span.contains(*address)).collect()
}

/// The indices of the findings whose safe fixes are not known to keep all addresses and entries.
fn harmful(document: &Document<'_>, diagnostics: &[Diagnostic]) -> Vec<usize> {
    let may_lose = |fix: &Fix| fix.edits.iter().any(|edit| !is_within_address(document, edit));
    let safe = diagnostics.iter().enumerate().filter(|(_, diagnostic)| diagnostic.has_safe_fix());
    let safe = safe.filter_map(|(index, diagnostic)| Some((index, diagnostic.fix.as_ref()?)));
    let (harmful, safe) = safe.partition::<Vec<Indexed<'_>>, _>(|(_, fix)| takes_address(document, fix));
    let (suspects, kept) = safe.into_iter().partition::<Vec<_>, _>(|(_, fix)| may_lose(fix));
    let mut harmful: Vec<usize> = harmful.into_iter().map(|(index, _)| index).collect();
    if !suspects.is_empty() {
        let kept = harmless(document, &suspects, kept);
        let is_kept = |index: &usize| kept.binary_search_by_key(index, |(index, _)| *index).is_ok();
        harmful.extend(suspects.into_iter().map(|(index, _)| index).filter(|index| !is_kept(index)));
    }
    harmful
}

/// Whether an edit leaves an address an address, so that nothing around it can be read otherwise.
fn is_within_address(document: &Document<'_>, edit: &Edit) -> bool {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '?' | '&' | '=' | '%' | '#');
    // Behind a backslash, what closes the address would be part of it.
    let is_inside = !edit.span.is_empty()
        && !document.source.text()[..edit.span.start].ends_with('\\')
        && document.destinations_contain(edit.span.start)
        && document.destinations_contain(edit.span.end - 1);
    is_inside && document.text(edit.span).chars().chain(edit.text.chars()).all(is_plain)
}

/// Fixes, each with the index of its finding.
type Indexed<'a> = (usize, &'a Fix);

/// Adds to what is `kept` those of the suspects that lose nothing beside it.
fn harmless<'a>(document: &Document<'_>, suspects: &[Indexed<'a>], mut kept: Vec<Indexed<'a>>) -> Vec<Indexed<'a>> {
    let least = entries(document);
    let mut untried = VecDeque::from([suspects]);
    let readings = MOST_READINGS.min(1 + MOST_BYTES / document.source.text().len().max(1));
    for _ in 0..readings {
        let Some(fixes) = untried.pop_front() else { break };
        let mut together = [kept.as_slice(), fixes].concat();
        // Their order decides which of two that touch waits.
        together.sort_unstable_by_key(|(index, _)| *index);
        if entries_left(document.source, &together).is_some_and(|left| left >= least) {
            kept = together;
        } else if fixes.len() > 1 {
            let (first, second) = fixes.split_at(fixes.len() / 2);
            untried.extend([first, second]);
        }
    }
    kept
}

/// How many entries lead somewhere once the fixes are applied; none where the text could not be read any more.
fn entries_left(source: &Source, fixes: &[Indexed<'_>]) -> Option<usize> {
    let fixes: Vec<_> = fixes.iter().map(|(_, fix)| *fix).collect();
    let (bytes, _) = apply::apply(&source.to_bytes(), &fixes);
    let fixed = Source::from_bytes(source.path(), bytes).ok()?;
    guarded(|| entries(&Document::parse(&fixed))).ok()
}

/// How many entries have a link, or what is meant as one.
fn entries(document: &Document<'_>) -> usize {
    let leads_somewhere = |item: &&Item| {
        !document.links_of(item).is_empty()
            || document.near_links_in(item.content).iter().any(|near| near.url.is_some_and(|url| !url.is_empty()))
            || !document.bare_urls_in(item.content).is_empty()
    };
    document.items.iter().filter(leads_somewhere).count()
}

#[cfg(test)]
mod tests {
    use crate::archive::History;
    use crate::issue::Stage;
    use crate::lint;
    use crate::lint::{Levels, Settings};
    use crate::rule::options::Options;
    use crate::text::Source;

    /// The text as safe fixes leave it, and the lines for which an unsafe one is offered then.
    fn fixed(text: &str) -> (String, Vec<usize>) {
        let (levels, history, options) = (Levels::default(), History::default(), Options::default());
        let settings =
            Settings { stage: Stage::Draft, levels: &levels, history: &history, options: &options, before: None };
        let fixed = lint::fix(Source::new("", text), false, |source| lint::lint(source, &settings));
        let fixed = fixed.expect("a text that is read");
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
        assert_eq!(fixed(lost), (lost.to_owned(), vec![1]));
        let entry = |space: &str, line: usize| format!("* [Title {line}]{space}(https://example.org/{line})\n");
        let text = |space: &str| {
            let above: String = (1..10).map(|line| entry(space, line)).collect();
            format!("{above}\n{lost}{}", entry(space, 13))
        };
        assert_eq!(fixed(&text(" ")), (text(""), vec![11]));
    }
}
