//! Owns the checklist for the day on which an issue is published: what still blocks it, section by section.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diagnostic::{Severity, excerpt};
use crate::document::Document;
use crate::report::excerpt::wrap;
use crate::report::fancy::Style;
use crate::report::{FileReport, Report, counted, disarmed, visible};
use crate::text::shortened;

/// Columns that the name of a section may take.
const WIDEST_NAME: usize = 30;

/// Where the sections of a document begin, and what the checklist calls them.
#[must_use]
pub fn sections(document: &Document<'_>) -> Vec<(usize, String)> {
    if document.is_fragment() {
        return Vec::new();
    }
    let mut sections = Vec::with_capacity(document.sections.len() + 1);
    let head_end = document.front_matter.as_ref().map_or(0, |front_matter| front_matter.span.end);
    if head_end > 0 {
        sections.push((0, "Front matter".to_owned()));
    }
    for section in &document.sections {
        match section.heading {
            Some(heading) => sections.push((heading.span.start, excerpt(section.name))),
            None => sections.push((section.span.start.max(head_end), "Before the first heading".to_owned())),
        }
    }
    sections
}

/// Writes for each file whether it is ready, and where it is not, why.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    // A fragment is no issue, and never ready.
    for file in report.files.iter().filter(|file| !file.sections.is_empty()) {
        writeln!(out)?;
        write_file(file, style, out)?;
    }
    Ok(())
}

fn write_file(file: &FileReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let path = visible(file.source.path());
    let path = disarmed(&path);
    let is_error = |severity: Severity| severity == Severity::Error;
    let errors: Vec<_> = file.diagnostics.iter().filter(|diagnostic| is_error(diagnostic.severity)).collect();
    if errors.is_empty() {
        return match file.diagnostics.len() {
            0 => writeln!(out, "Ready to publish: {path}"),
            warnings => writeln!(out, "Ready to publish: {path} ({} to look at)", counted(warnings, "warning")),
        };
    }
    // By index of the section: how many errors there are, and of which rules.
    let mut blocked: BTreeMap<usize, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
    for diagnostic in &errors {
        let next = file.sections.partition_point(|(start, _)| *start <= diagnostic.span.start);
        let (count, rules) = blocked.entry(next.saturating_sub(1)).or_default();
        *count += 1;
        *rules.entry(diagnostic.rule).or_default() += 1;
    }
    let (all, places) = (counted(errors.len(), "error"), counted(blocked.len(), "section"));
    writeln!(out, "Not ready to publish {path}: {all} in {places}")?;
    let name = |index: &usize| {
        file.sections.get(*index).map_or_else(String::new, |(_, name)| {
            shortened(&visible(name), WIDEST_NAME, if style.unicode { "…" } else { "..." }).into_owned()
        })
    };
    let width = blocked.keys().map(|index| name(index).chars().count()).max().unwrap_or(0);
    let digits = blocked.values().map(|(count, _)| count.to_string().len()).max().unwrap_or(0);
    for (index, (count, rules)) in &blocked {
        let rules: Vec<_> = rules
            .iter()
            .map(|(rule, count)| if *count > 1 { format!("{rule}×{count}") } else { (*rule).to_owned() })
            .collect();
        let rules = rules.join(", ");
        let rules = if style.unicode { rules } else { rules.replace('×', " x") };
        let indent = 2 + digits + 2 + width + 2;
        let lines = wrap(&rules, style.width.saturating_sub(indent).max(20));
        let name = name(index);
        let filler = " ".repeat(width - name.chars().count());
        let line = format!("  {count:digits$}  {name}{filler}  {}", lines.join(&format!("\n{}", " ".repeat(indent))));
        writeln!(out, "{}", disarmed(&line))?;
    }
    Ok(())
}
