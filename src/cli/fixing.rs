//! Owns what becomes of fixed texts: written back, or shown as a diff.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::Troubles;
use super::arguments::Arguments;
use super::save;
use crate::report::{FileReport, Report, diff, fancy, visible};

impl FileReport {
    /// Whether fixes have changed the text.
    pub(super) fn is_changed(&self) -> bool {
        self.fixes.as_ref().is_some_and(|fixes| fixes.before != self.source.to_bytes())
    }
}

/// Writes the fixed files back, unless only a diff is wanted, and tells what unsafe fixes removed and which rules failed.
pub(super) fn finish(arguments: &Arguments, report: &Report, troubles: &mut Troubles) {
    for file in &report.files {
        let Some(fixes) = &file.fixes else { continue };
        let path = file.source.path();
        for rule in &fixes.unsettled {
            troubles.error(format_args!(
                "{path}: the fixes of {rule} never settle, so none of them was applied; please report it with the file"
            ));
        }
        if arguments.diff {
            continue;
        }
        if file.is_changed()
            && !arguments.is_stdin(path)
            && let Err(error) = save::replace(Path::new(path), &fixes.before, &file.source.to_bytes())
        {
            troubles.error(format_args!("{path}: cannot be written: {error}; the file is as it was"));
            continue;
        }
        for line in fixes.removed.iter().filter(|_| !arguments.quiet) {
            // Nobody is left to tell that standard error is closed.
            let _ = writeln!(io::stderr(), "removed from {}: {}", visible(path), visible(line));
        }
    }
}

/// Writes what the fixes would change in each file.
///
/// # Errors
///
/// Those of `out`.
pub(super) fn write_diffs(report: &Report, out: &mut dyn Write, style: fancy::Style) -> io::Result<()> {
    let for_people = style.color || io::stdout().is_terminal();
    for file in &report.files {
        if let Some(fixes) = &file.fixes {
            diff::write(file.source.path(), &fixes.before, &file.source.to_bytes(), for_people, out)?;
        }
    }
    Ok(())
}
