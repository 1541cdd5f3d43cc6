//! Owns what findings make of each other: one that says to remove a place silences what else is wrong there, and many
//! of one kind become one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::{Diagnostic, Fix, Join};
use crate::text::{Edit, Span};

/// Takes away what lies within a place that another finding says to remove or to do again. `findings` are sorted by
/// place.
pub(super) fn drop_condemned(findings: &mut Vec<Diagnostic>) {
    let mut condemned: Vec<(Span, &'static str)> =
        findings.iter().filter_map(|finding| Some((finding.condemned?, finding.rule))).collect();
    if condemned.is_empty() {
        return;
    }
    condemned.sort_unstable();
    // The furthest end of all places that begin up to each one: a place may lie within another.
    let mut furthest = 0;
    let ends: Vec<usize> = condemned
        .iter()
        .map(|(span, _)| {
            furthest = span.end.max(furthest);
            furthest
        })
        .collect();
    findings.retain(|finding| {
        let next = condemned.partition_point(|(span, _)| span.start <= finding.span.start);
        let around = condemned[..next].iter().zip(&ends).rev();
        let mut around = around.take_while(|(_, end)| finding.span.start < **end).map(|(condemned, _)| condemned);
        !around.any(|(span, rule)| *rule != finding.rule && span.contains(finding.span))
    });
}

/// Tells findings of one group as one, at the place of the first, where there are enough of them. `findings` are sorted
/// by place, and stay so.
pub(super) fn join(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: HashMap<(&'static str, usize), usize> = HashMap::new();
    for (join, finding) in findings.iter().filter_map(|finding| Some((finding.join?, finding))) {
        *counts.entry((finding.rule, join.group)).or_default() += 1;
    }
    if counts.is_empty() {
        return findings;
    }
    let mut joined: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    // By group: the index of its first finding, and the others.
    let mut groups: HashMap<(&'static str, usize), (usize, Vec<Diagnostic>)> = HashMap::new();
    for finding in findings {
        let key = finding.join.map(|join| ((finding.rule, join.group), join.least));
        let is_enough = |(key, least): &(_, usize)| counts.get(key).is_some_and(|count| count >= least);
        let Some((key, _)) = key.filter(is_enough) else {
            joined.push(finding);
            continue;
        };
        match groups.entry(key) {
            Entry::Occupied(mut group) => group.get_mut().1.push(finding),
            Entry::Vacant(group) => {
                group.insert((joined.len(), Vec::new()));
                joined.push(finding);
            }
        }
    }
    for (place, others) in groups.into_values() {
        let first = &mut joined[place];
        if let Some(join) = first.join {
            add_all(first, others, join);
        }
    }
    joined
}

/// Makes the first finding of a group speak for the others too.
fn add_all(first: &mut Diagnostic, others: Vec<Diagnostic>, join: Join) {
    first.message = (join.message)(others.len() + 1, first);
    first.labels.clear();
    let mut edits: Vec<Edit> = first.fix.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
    for other in others {
        first.label(other.span, join.label);
        first.gravity = first.gravity.max(other.gravity);
        let Some(fix) = other.fix else { continue };
        match &first.fix {
            Some(own) if own.applicability != fix.applicability => {}
            Some(_) => edits.extend(fix.edits),
            None => {
                edits.extend(fix.edits.iter().cloned());
                first.fix = Some(fix);
            }
        }
    }
    if let Some(fix) = &mut first.fix {
        // Two places may share an edit, and a fix holds none twice.
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        *fix = Fix { title: join.fix.to_owned(), edits, ..fix.clone() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Gravity;

    fn finding(rule: &'static str, start: usize) -> Diagnostic {
        Diagnostic::new(rule, Span::new(start, start + 1), "")
    }

    const JOIN: Join = Join {
        group: 0,
        least: 2,
        message: |count, _| format!("{count} places"),
        label: "this one too",
        fix: "Correct all of them",
    };

    #[test]
    fn a_place_is_condemned_by_findings_behind_it_too() {
        let mut findings = vec![finding("a", 1), finding("b", 3), finding("c", 4), finding("d", 6), finding("a", 9)];
        findings[1].condemns(Span::new(3, 5));
        findings[2].condemns(Span::new(4, 5));
        findings[3].condemns(Span::new(0, 8));
        drop_condemned(&mut findings);
        let left: Vec<_> = findings.iter().map(|finding| (finding.rule, finding.span.start)).collect();
        assert_eq!(left, [("d", 6), ("a", 9)]);
    }

    #[test]
    fn the_fix_of_many_places_has_each_edit_once_and_in_the_order_of_the_text() {
        let shared = Edit::insert(1, "x");
        let own = |start: usize| Edit::delete(Span::new(start, start + 1));
        let with_fix = |start: usize| {
            let mut finding = finding("a", start);
            finding.fix(Fix::safe("Correct it", vec![shared.clone(), own(start)])).join(JOIN);
            finding
        };
        let joined = super::join(vec![with_fix(2), with_fix(4)]);
        let [one] = joined.as_slice() else { panic!("{joined:?}") };
        assert_eq!(one.message, "2 places");
        let fix = one.fix.as_ref().expect("a fix");
        assert_eq!(
            (fix.title.as_str(), fix.edits.as_slice()),
            ("Correct all of them", [shared, own(2), own(4)].as_slice())
        );
    }

    #[test]
    fn a_safe_fix_takes_no_unsafe_one_along_and_the_gravest_counts() {
        let own = |start: usize| Edit::delete(Span::new(start, start + 1));
        let with_fix = |start: usize, fix: fn(&'static str, Edit) -> Fix, gravity| {
            let mut finding = finding("a", start);
            finding.fix(fix("Correct it", own(start))).gravity(gravity).join(JOIN);
            finding
        };
        let (safe, unsafe_) = (|title, edit| Fix::safe(title, edit), |title, edit| Fix::unsafe_(title, edit));
        let mut without = finding("a", 1);
        without.join(JOIN);
        let joined = super::join(vec![
            without,
            with_fix(2, safe, Gravity::Doubtful),
            with_fix(4, unsafe_, Gravity::Lost),
            with_fix(6, safe, Gravity::Form),
        ]);
        let [one] = joined.as_slice() else { panic!("{joined:?}") };
        assert_eq!(one.fix.as_ref().map(|fix| fix.edits.clone()), Some(vec![own(2), own(6)]));
        assert_eq!(one.gravity, Gravity::Lost);
    }
}
