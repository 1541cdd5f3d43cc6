//! Owns what each way of calling the program does. `arguments` says what can be asked for, `find` finds the files,
//! `linting` sends them through the linter, `output` prints, `fixing` and `save` put fixed files back.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::config;
use crate::report::{FileReport, disarmed, visible};
use crate::rule::options::Options;

mod archives;
mod arguments;
mod configuration;
mod find;
mod fixing;
mod input;
mod linting;
#[cfg(feature = "online")]
mod online;
mod output;
mod place;
mod save;
mod task;
mod troubles;

use arguments::{Arguments, Format};
use configuration::Configurations;
use output::{print, write_reference, write_report};
use place::is_same;
use troubles::Troubles;

/// Runs the program: reads the command line, does what it asks for, and says how that went.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = arguments::parse();
    #[cfg(feature = "lsp")]
    if arguments.lsp {
        return crate::server::run();
    }
    let mut troubles = Troubles::default();
    let outcome = if let Some(task) = arguments.other_task() {
        print(&arguments, |out, style| write_reference(&arguments, task, out, style)).map(|()| false)
    } else if arguments.show_config {
        show_config(&arguments, &mut troubles).map(|()| false)
    } else {
        let mut report = linting::lint(&arguments, &mut troubles);
        if arguments.applies_fixes() {
            fixing::finish(&arguments, &mut report, &mut troubles);
        }
        let has_notes = !report.notes().is_empty();
        let was_linted = !report.files.is_empty() || !troubles.is_fatal || has_notes;
        let printed = if was_linted && fixing::prints_text(&arguments, &report) {
            fixing::print_text(&arguments, &report)
        } else if was_linted {
            print(&arguments, |out, style| write_report(&arguments, &report, out, style))
        } else {
            Ok(())
        };
        if was_linted && arguments.format == Some(Format::Github) {
            output::add_job_summary(&report, &mut troubles);
        }
        // An editor takes the text of a formatter that fails for none.
        let is_formatted = was_linted && !arguments.diff && fixing::prints_text(&arguments, &report);
        let has_diff = || report.files.iter().any(FileReport::is_changed);
        printed.map(|()| match () {
            () if arguments.diff => has_diff(),
            () if is_formatted => false,
            () => report.files.iter().any(FileReport::fails),
        })
    };
    match outcome {
        Err(error) => troubles.error(format_args!("the report cannot be written: {error}")),
        Ok(_) if troubles.is_fatal => {}
        Ok(has_findings) => return ExitCode::from(u8::from(has_findings)),
    }
    ExitCode::from(2)
}

/// Prints what holds for the first path, or for the current folder, as a configuration file.
fn show_config(arguments: &Arguments, troubles: &mut Troubles) -> io::Result<()> {
    let path = arguments.paths.first().or(arguments.stdin_filename.as_ref()).filter(|path| path.as_os_str() != "-");
    let mut configurations = Configurations::new(arguments, None);
    let ruling = match path {
        Some(path) if path.is_dir() => {
            configurations.for_folder(&std::path::absolute(path).unwrap_or_else(|_| path.clone()), troubles)
        }
        path => configurations.for_file(path.map(PathBuf::as_path), troubles),
    };
    let Some(ruling) = ruling else { return Ok(()) };
    if let (Some(output), Some(file)) = (&arguments.output_file, &ruling.file)
        && is_same(output, file)
    {
        troubles.error(format_args!("--output-file {}: it is the configuration; name another file", output.display()));
        return Ok(());
    }
    print(arguments, |out, _| {
        match &ruling.file {
            Some(file) => {
                let file = configuration::shown(file);
                writeln!(out, "# {}, and the defaults", disarmed(&visible(&file)))?;
            }
            None => writeln!(out, "# the defaults: there is no {}", config::FILE_NAME)?,
        }
        let options = Options { history_issues: ruling.history_issues, ..ruling.config.options.clone() };
        config::show(&ruling.levels, &options, &ruling.config.exclude, arguments.fail_on(ruling.config.fail_on), out)
    })
}
