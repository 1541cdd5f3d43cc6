//! Owns what becomes of fixed texts: written back, or shown as a diff.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};

use std::path::Path;

use anstream::ColorChoice;

use super::arguments::Arguments;
use super::output::{color_choice, print, write_report};
use super::save;
use super::troubles::Troubles;
use crate::report::{FileReport, Report, diff, disarmed, fancy, visible};

impl FileReport {
    /// Whether fixes have changed the text.
    pub(super) fn is_changed(&self) -> bool {
        self.fixes.as_ref().is_some_and(|fixes| fixes.before != self.source.to_bytes())
    }
}

/// Writes the fixed files back, unless only a diff is wanted, and tells what unsafe fixes removed and which rules
/// failed. A file that cannot be written leaves the report: what is said there would not be true of it.
pub(super) fn finish(arguments: &Arguments, report: &mut Report, troubles: &mut Troubles) {
    let changed = report.files.iter().filter(|file| file.is_changed() && !arguments.diff);
    let folders: BTreeSet<_> = changed.filter_map(|file| file.path.as_deref()?.parent()).collect();
    for folder in folders {
        save::sweep(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    }
    report.files.retain(|file| {
        let Some(fixes) = &file.fixes else { return true };
        let path = file.source.path();
        for rule in &fixes.unsettled {
            troubles.error(format_args!(
                "{path}: the fixes of {rule} keep changing the file, so none of them was applied; report it, with the file"
            ));
        }
        if arguments.diff {
            return true;
        }
        if let Some(target) = file.path.as_ref().filter(|_| file.is_changed())
            && let Err(trouble) = save::replace(target, &fixes.before, &file.source.to_bytes())
        {
            troubles.error(format_args!("{path}: cannot be written: {trouble}; the file is unchanged"));
            return false;
        }
        for line in fixes.removed.iter().filter(|_| !arguments.quiet) {
            // Nobody is left to tell that standard error is closed.
            let told = format!("removed from {}: {}", visible(path), visible(line));
            let _ = writeln!(io::stderr(), "{}", disarmed(&told));
        }
        true
    });
}

/// Whether text goes to standard output, to the byte, and not a report: a diff, or standard input as fixed.
pub(super) fn prints_text(arguments: &Arguments, report: &Report) -> bool {
    arguments.diff || arguments.applies_fixes() && report.files.iter().any(|file| file.path.is_none())
}

/// Prints that text. What remains to be said of fixed standard input goes to standard error, for it would be in the
/// text.
///
/// # Errors
///
/// Those of standard output; a pipe that is closed is none.
pub(super) fn print_text(arguments: &Arguments, report: &Report) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = if arguments.diff {
        let for_people = color_choice(arguments, &io::stdout()) != ColorChoice::Never;
        write_diffs(report, &mut out, for_people || io::stdout().is_terminal(), for_people)
    } else {
        let stdin = report.files.iter().filter(|file| file.path.is_none());
        stdin.map(|file| file.source.to_bytes()).try_for_each(|bytes| out.write_all(&bytes))
    };
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
        result => result?,
    }
    if arguments.output_file.is_some() {
        return print(arguments, |out, style| write_report(arguments, report, out, style));
    }
    if !arguments.diff {
        let style = fancy::Style { color: false, unicode: true, width: 100, hints: true };
        // Nobody is left to tell that standard error is closed.
        let _ = write_report(arguments, report, &mut io::stderr(), style);
    }
    Ok(())
}

fn write_diffs(report: &Report, out: &mut dyn Write, for_people: bool, in_color: bool) -> io::Result<()> {
    for file in &report.files {
        let Some(fixes) = &file.fixes else { continue };
        let path = file.source.path();
        if !diff::write(path, &fixes.before, &file.source.to_bytes(), for_people, in_color, out)? {
            Troubles::tell(
                "warning",
                format_args!(
                    "{path}: lines that a build log would run as commands are escaped: apply the fixes with --fix"
                ),
            );
        }
    }
    Ok(())
}
