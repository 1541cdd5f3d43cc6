//! Owns what keeps a safe fix from losing something: the text is read again as the fixes would leave it, and entries that
//! led somewhere still have to.
//!
//! What a rule takes for a link or a bullet gone wrong may stand in a text so mangled that its repair makes something
//! else of it. No rule can know all of them, so the parser is asked.

use std::collections::VecDeque;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Item};
use crate::fix::{self, Applicability, Edit, Fix};
use crate::linter::guarded;
use crate::source::Source;

/// How often the text of one document is read again at most, to tell harmful fixes from the others.
const MOST_READINGS: usize = 9;

/// How many bytes are read so, the first time not counted: a text longer than any issue is not read as often.
const MOST_BYTES: usize = 500_000;

/// Makes those safe fixes unsafe by which, applied with the others, an entry that leads somewhere would not do so any more;
/// and where it takes long to tell which those are, the ones around them. It takes a parse of the text, or a few, which
/// only those pay who have fixes applied.
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

/// The indices of the findings whose safe fixes may lose an entry.
fn harmful(document: &Document<'_>, diagnostics: &[Diagnostic]) -> Vec<usize> {
    let may_lose = |fix: &Fix| fix.edits.iter().any(|edit| !is_within_address(document, edit));
    let safe = diagnostics.iter().enumerate().filter(|(_, diagnostic)| diagnostic.has_safe_fix());
    let safe = safe.filter_map(|(index, diagnostic)| Some((index, diagnostic.fix.as_ref()?)));
    let (suspects, kept) = safe.partition::<Vec<Indexed<'_>>, _>(|(_, fix)| may_lose(fix));
    if suspects.is_empty() {
        return Vec::new();
    }
    let kept = harmless(document, &suspects, kept);
    let is_kept = |index: &usize| kept.binary_search_by_key(index, |(index, _)| *index).is_ok();
    suspects.into_iter().map(|(index, _)| index).filter(|index| !is_kept(index)).collect()
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
    use crate::config::Options;
    use crate::history::History;
    use crate::linter::{self, Levels, Settings};
    use crate::rule::Stage;
    use crate::source::Source;

    /// The text as safe fixes leave it, and the lines for which an unsafe one is offered then.
    fn fixed(text: &str) -> (String, Vec<usize>) {
        let (levels, history, options) = (Levels::default(), History::default(), Options::default());
        let settings =
            Settings { stage: Stage::Draft, levels: &levels, history: &history, options: &options, before: None };
        let fixed = linter::fix(Source::new("", text), false, |source| linter::lint(source, &settings));
        let fixed = fixed.expect("a text that is read");
        let offered = fixed.diagnostics.iter().filter(|diagnostic| diagnostic.fix.is_some());
        let lines = offered.map(|found| fixed.source.position(found.span.start).line).collect();
        (fixed.source.text().to_owned(), lines)
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
