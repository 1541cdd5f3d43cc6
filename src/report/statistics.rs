//! Owns the output of `--statistics`: how many findings each rule has, most first.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::report::json::{Change, write_escaped};
use crate::report::{Report, Summary};

#[derive(Serialize)]
struct Output<'a> {
    schema_version: u32,
    statistics: Vec<Count>,
    summary: Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Change<'a>>,
}

#[derive(Serialize)]
struct Count {
    rule: &'static str,
    count: usize,
    fixable: usize,
}

/// Writes one line for each rule that found something: its findings, its name, and how many carry a safe fix.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let counts = counts(report);
    let digits = counts.first().map_or(1, |most| most.count.to_string().len());
    let name = counts.iter().map(|count| count.rule.len()).max().unwrap_or(0);
    for Count { rule, count, fixable } in counts {
        match fixable {
            0 => writeln!(out, "{count:>digits$}  {rule}")?,
            fixable => writeln!(out, "{count:>digits$}  {rule:name$}  {fixable} fixable")?,
        }
    }
    Ok(())
}

/// Writes the same as one JSON object and a line end.
///
/// # Errors
///
/// Those of `out`.
pub fn write_json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let (statistics, summary, change) = (counts(report), report.summary(), Change::new(report));
    write_escaped(&Output { schema_version: 1, statistics, summary, change }, out)
}

fn counts(report: &Report) -> Vec<Count> {
    let mut by_rule: BTreeMap<&'static str, Count> = BTreeMap::new();
    for (_, diagnostic) in report.diagnostics() {
        let rule = diagnostic.rule;
        let count = by_rule.entry(rule).or_insert(Count { rule, count: 0, fixable: 0 });
        count.count += 1;
        count.fixable += usize::from(diagnostic.has_safe_fix());
    }
    for unshown in report.unshown() {
        if let Some(count) = by_rule.get_mut(unshown.rule) {
            count.count += unshown.count;
            count.fixable += unshown.fixable;
        }
    }
    let mut counts: Vec<_> = by_rule.into_values().collect();
    // Stable: rules with as many findings stay in the order of their names.
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    counts
}
