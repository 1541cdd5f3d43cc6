//! Owns what keeps a safe fix from losing something: the text is read again as the fixes would leave it, and entries that
//! led somewhere still have to.
//!
//! What a rule takes for a link or a bullet gone wrong may stand in a text so mangled that its repair makes something
//! else of it. No rule can know all of them, so the parser is asked.

use std::collections::VecDeque;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Item};
use crate::fix::{self, Applicability, Edit, Fix};
use crate::source::Source;

/// How often the text of one document is read again at most, to tell harmful fixes from the others.
const MOST_READINGS: usize = 9;

/// How many bytes are read so, the first time not counted: a text longer than any issue is not read as often.
const MOST_BYTES: usize = 500_000;

/// Makes those safe fixes unsafe by which, applied with the others, an entry that leads somewhere would not do so any more;
/// and where it takes long to tell which those are, the ones around them.
pub(crate) fn check(document: &Document<'_>, diagnostics: &mut [Diagnostic]) {
    let harmful = {
        let may_lose = |fix: &Fix| fix.edits.iter().any(|edit| !is_within_address(document, edit));
        let (suspects, kept) = diagnostics
            .iter()
            .enumerate()
            .filter(|(_, diagnostic)| diagnostic.has_safe_fix())
            .filter_map(|(index, diagnostic)| Some((index, diagnostic.fix.as_ref()?)))
            .partition::<Vec<_>, _>(|(_, fix)| may_lose(fix));
        if suspects.is_empty() {
            return;
        }
        let kept = harmless(document, suspects.as_slice(), kept);
        suspects
            .into_iter()
            .filter(|suspect| kept.binary_search_by_key(&suspect.0, |(index, _)| *index).is_err())
            .map(|(index, _)| index)
            .collect::<Vec<_>>()
    };
    for index in harmful {
        if let Some(fix) = &mut diagnostics[index].fix {
            fix.applicability = Applicability::Unsafe;
        }
    }
}

/// Whether an edit leaves an address an address, so that nothing around it can be read otherwise.
fn is_within_address(document: &Document<'_>, edit: &Edit) -> bool {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '?' | '&' | '=' | '%' | '#');
    let is_inside = !edit.span.is_empty()
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
    let (bytes, _) = fix::apply(&source.to_bytes(), &fixes);
    let fixed = Source::from_bytes(source.path(), bytes).ok()?;
    Some(entries(&Document::parse(&fixed)))
}

/// How many entries have a link, or what is meant as one.
fn entries(document: &Document<'_>) -> usize {
    let leads_somewhere = |item: &&Item| {
        !document.links_in(item.content).is_empty()
            || document.near_links_in(item.content).iter().any(|near| near.url.is_some_and(|url| !url.is_empty()))
            || !document.bare_urls_in(item.content).is_empty()
    };
    document.items.iter().filter(leads_somewhere).count()
}

#[cfg(test)]
mod tests {
    use crate::config::Options;
    use crate::history::History;
    use crate::linter::{self, Levels, Settings};
    use crate::rule::Stage;
    use crate::source::Source;

    /// The lines on which a fix is offered, each with whether it is safe.
    fn fixes(text: &str) -> Vec<(usize, bool)> {
        let (levels, history, options) = (Levels::default(), History::default(), Options::default());
        let settings =
            Settings { stage: Stage::Draft, levels: &levels, history: &history, options: &options, before: None };
        let source = Source::new("", text);
        let found = linter::lint(&source, &settings).unwrap_or_default();
        let offered = found.iter().filter(|diagnostic| diagnostic.fix.is_some());
        offered.map(|found| (source.position(found.span.start).line, found.has_safe_fix())).collect()
    }

    #[test]
    fn a_fix_by_which_an_entry_leads_nowhere_is_unsafe_and_the_others_stay_safe() {
        // Below a heading, the indented line is code.
        let lost = "##Updates\n    * https://example.org/a\n";
        assert_eq!(fixes(lost), [(1, false)]);
        let link = |line: usize| format!("* [Title {line}] (https://example.org/{line})\n");
        let above: String = (1..10).map(link).collect();
        let expected: Vec<_> = (1..10).map(|line| (line, true)).chain([(11, false), (13, true)]).collect();
        assert_eq!(fixes(&format!("{above}\n{lost}{}", link(13))), expected);
    }
}
