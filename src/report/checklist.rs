//! Owns the checklist for the day on which an issue is published: what still blocks it, and what is worth a look,
//! section by section.

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
    let mut sections = Vec::with_capacity(document.sections().len() + 1);
    let head_end = document.front_matter.as_ref().map_or(0, |front_matter| front_matter.span.end);
    if head_end > 0 {
        sections.push((0, "Front matter".to_owned()));
    }
    for section in document.sections() {
        match section.heading {
            Some(heading) => sections.push((heading.span.start, excerpt(section.name))),
            None => sections.push((section.span.start.max(head_end), "Before the first heading".to_owned())),
        }
    }
    // It follows the last section, and is no part of it.
    if let Some(link) = document.discussion_link() {
        let line = document.source.line(document.source.line_index(link.span.start));
        let next = sections.partition_point(|(start, _)| *start <= line.start);
        sections.insert(next, (line.start, "Link to the discussion".to_owned()));
    }
    sections
}

/// Writes for each file whether it is ready, where it is not, why, and what is worth a look.
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
    let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| Part::all(file, severity));
    let count = |parts: &BTreeMap<usize, Part<'_>>| parts.values().map(|part| part.count).sum::<usize>();
    if errors.is_empty() {
        return match count(&warnings) {
            0 => writeln!(out, "Ready to publish: {path}"),
            found => {
                writeln!(out, "Ready to publish: {path} ({} to check)", counted(found, "warning"))?;
                write_parts(file, &warnings, style, out)
            }
        };
    }
    let (all, places) = (counted(count(&errors), "error"), counted(errors.len(), "section"));
    writeln!(out, "Not ready to publish {path}: {all} in {places}")?;
    write_parts(file, &errors, style, out)?;
    if !warnings.is_empty() {
        writeln!(out, "And {} to check:", counted(count(&warnings), "warning"))?;
        write_parts(file, &warnings, style, out)?;
    }
    Ok(())
}

/// What was found in one section.
#[derive(Default)]
struct Part<'a> {
    count: usize,
    by_rule: BTreeMap<&'a str, usize>,
}

impl<'a> Part<'a> {
    /// The findings of one severity, by the index of their section.
    fn all(file: &'a FileReport, severity: Severity) -> BTreeMap<usize, Self> {
        let mut parts: BTreeMap<usize, Self> = BTreeMap::new();
        for diagnostic in file.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity) {
            let next = file.sections.partition_point(|(start, _)| *start <= diagnostic.span.start);
            let part = parts.entry(next.saturating_sub(1)).or_default();
            part.count += 1;
            *part.by_rule.entry(diagnostic.rule).or_default() += 1;
        }
        parts
    }

    fn rules(&self, style: Style) -> String {
        let times = if style.unicode { "×" } else { " x" };
        let rules = self.by_rule.iter().map(|(rule, count)| match count {
            1 => (*rule).to_owned(),
            _ => format!("{rule}{times}{count}"),
        });
        rules.collect::<Vec<_>>().join(", ")
    }
}

/// Writes a line for each section: how much was found, its name, and the rules.
fn write_parts(
    file: &FileReport,
    parts: &BTreeMap<usize, Part<'_>>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = |index: &usize| {
        file.sections.get(*index).map_or_else(String::new, |(_, name)| {
            shortened(&visible(name), WIDEST_NAME, if style.unicode { "…" } else { "..." }).into_owned()
        })
    };
    let width = parts.keys().map(|index| name(index).chars().count()).max().unwrap_or(0);
    let digits = parts.values().map(|part| part.count.to_string().len()).max().unwrap_or(0);
    for (index, part) in parts {
        let indent = 2 + digits + 2 + width + 2;
        let lines = wrap(&part.rules(style), style.width.saturating_sub(indent).max(20));
        let name = name(index);
        let filler = " ".repeat(width - name.chars().count());
        let rules = lines.join(&format!("\n{}", " ".repeat(indent)));
        let line = format!("  {:digits$}  {name}{filler}  {rules}", part.count);
        writeln!(out, "{}", disarmed(&line))?;
    }
    Ok(())
}
