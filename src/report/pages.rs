//! Owns what is said of the pages that were opened: how many, and which could not be checked for which reason.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::pages::{Outcome, Reason};
use crate::report::{Note, counted};

/// The pages that were opened for a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PagesReport {
    /// How many said something for certain.
    pub checked: usize,
    /// The addresses of the others, each with the reason.
    pub unchecked: Vec<(String, Reason)>,
}

impl PagesReport {
    /// Counts what became of addresses.
    #[must_use]
    pub fn new(outcomes: &[(String, Outcome)]) -> Self {
        let mut report = Self::default();
        for (address, outcome) in outcomes {
            match outcome {
                Outcome::Page(_) | Outcome::Dead(_) => report.checked += 1,
                Outcome::Unchecked(reason) => report.unchecked.push((address.clone(), *reason)),
            }
        }
        report
    }

    /// The same in a sentence; none where nothing was opened.
    pub(crate) fn note(&self) -> Option<Note> {
        let all = self.checked + self.unchecked.len();
        if all == 0 {
            return None;
        }
        let is_of_network =
            |reason| matches!(reason, Reason::Lookup | Reason::Connection | Reason::TimedOut | Reason::OutOfTime);
        if self.checked == 0 && self.unchecked.iter().all(|(_, reason)| is_of_network(*reason)) {
            let text =
                "No page could be opened: the network cannot be reached. Rules that need pages were not checked.";
            return Some(Note { is_warning: true, text: text.to_owned() });
        }
        let pages = counted(all, "page");
        if self.unchecked.is_empty() {
            return Some(Note { is_warning: false, text: format!("Checked {pages}.") });
        }
        let mut by_reason: BTreeMap<Reason, usize> = BTreeMap::new();
        for (_, reason) in &self.unchecked {
            *by_reason.entry(*reason).or_default() += 1;
        }
        let mut by_reason: Vec<_> = by_reason.into_iter().collect();
        by_reason.sort_by_key(|(_, count)| Reverse(*count));
        let reasons: Vec<String> = by_reason.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        let text = format!("Checked {} of {pages}; the others are unchecked: {}.", self.checked, reasons.join(", "));
        Some(Note { is_warning: false, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::{Death, Page};

    fn note(outcomes: &[Outcome]) -> Option<(bool, String)> {
        let outcomes: Vec<_> =
            outcomes.iter().map(|outcome| ("https://example.org/".to_owned(), outcome.clone())).collect();
        PagesReport::new(&outcomes).note().map(|note| (note.is_warning, note.text))
    }

    #[test]
    fn what_was_not_checked_is_counted_with_its_reason() {
        let (page, dead) = (Outcome::Page(Box::<Page>::default()), Outcome::Dead(Death::Status(404)));
        let unchecked = Outcome::Unchecked;
        let said = |text: &str| Some((false, text.to_owned()));
        assert_eq!(note(&[]), None);
        assert_eq!(note(std::slice::from_ref(&page)), said("Checked 1 page."));
        assert_eq!(note(&[page.clone(), dead.clone()]), said("Checked 2 pages."));
        let some = [page, unchecked(Reason::Tls), unchecked(Reason::Refused(403)), unchecked(Reason::Refused(403))];
        let text =
            "Checked 1 of 4 pages; the others are unchecked: 2 refused to a program (403), 1 with encryption at fault.";
        assert_eq!(note(&some), said(text));
        let some = [unchecked(Reason::Challenge), unchecked(Reason::Tls), unchecked(Reason::Tls)];
        let text = "Checked 0 of 3 pages; the others are unchecked: 2 with encryption at fault, 1 shown only after a check for robots.";
        assert_eq!(note(&some), said(text), "the most frequent first");
        let down = [unchecked(Reason::Lookup), unchecked(Reason::Connection)];
        assert!(note(&down).is_some_and(|(is_warning, text)| is_warning && text.contains("network")));
        assert!(note(&[unchecked(Reason::Lookup), dead]).is_some_and(|(is_warning, _)| !is_warning));
        assert!(note(&[unchecked(Reason::Challenge)]).is_some_and(|(is_warning, _)| !is_warning));
    }
}
