//! Owns which files are linted: finds them, and reads standard input.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use super::arguments::Arguments;
use super::input::Input;
use super::place::is_same;
use super::troubles::Troubles;
use crate::archive::issues_in;
use crate::config::find_file;
use crate::files::{self, io_trouble};
use crate::issue::{folder, issue_date};
use crate::report::change::Reason;
use crate::revision::{Changed, Revisions};

const ISSUE_NAME: &str = "YYYY-MM-DD-this-week-in-rust.md";

/// Finds what the arguments name, and reads standard input. What cannot be found is reported, and left out.
///
/// Gives the changed Markdown files, too, that are not among them though they could be, with the reason.
pub(super) fn find(
    arguments: &Arguments,
    revisions: Option<&mut Revisions>,
    troubles: &mut Troubles,
) -> (Vec<Input>, Vec<(PathBuf, Reason)>) {
    let mut inputs = Vec::new();
    let mut left = Vec::new();
    let mut known = HashSet::new();
    if revisions.is_some() && arguments.reads_stdin() && arguments.stdin_filename.is_none() {
        let option = arguments.since_option();
        troubles.error(format_args!(
            "{option}: standard input has no earlier revision; give the name of the file with --stdin-filename"
        ));
        return (inputs, left);
    }
    if let Some(trouble) = subcommand(arguments) {
        troubles.error(trouble);
        return (inputs, left);
    }
    let paths = paths(arguments, revisions, &mut left, troubles);
    if let Some(output) = &arguments.output_file
        && let Some(trouble) = overwritten(arguments, output, &paths)
    {
        troubles.error(format_args!("--output-file {}: {trouble}; name another file", output.display()));
        return (inputs, left);
    }
    for path in paths {
        let is_stdin = path.as_os_str() == "-";
        let identity = if is_stdin { None } else { Some(path.canonicalize().unwrap_or_else(|_| path.clone())) };
        if !known.insert(identity) {
            continue;
        }
        if is_stdin {
            match files::read_at_most(io::stdin().lock(), files::MOST_BYTES) {
                Ok(bytes) => inputs.push(Input::new(arguments.stdin_filename.clone(), Some(bytes), true)),
                Err(trouble) => troubles.error(format_args!("standard input: {trouble}")),
            }
        } else {
            let is_named = arguments.paths.contains(&path);
            inputs.push(Input::new(Some(path), None, is_named));
        }
    }
    (inputs, left)
}

/// What other programs have as subcommands, and how it is asked for here.
const SUBCOMMANDS: &[(&str, &str)] = &[
    ("check", "PATH"),
    ("explain", "--explain RULE"),
    ("fix", "--fix PATH"),
    ("format", "--fix PATH"),
    ("help", "--help"),
    ("lint", "PATH"),
    ("publish", "--publish PATH"),
    ("rules", "--list-rules"),
    ("run", "PATH"),
    ("version", "--version"),
];

/// What to say where the first path is no file, but what other programs have as a subcommand.
fn subcommand(arguments: &Arguments) -> Option<String> {
    let first = arguments.paths.first().filter(|path| path.symlink_metadata().is_err())?;
    let (name, option) = SUBCOMMANDS.iter().find(|(name, _)| first.as_os_str() == *name)?;
    Some(format!("{name}: twir-lint has no subcommands, and there is no such file; write `twir-lint {option}`"))
}

/// Why a report must not be written to a file: what is read, or will be, would be lost.
fn overwritten(arguments: &Arguments, output: &Path, paths: &[PathBuf]) -> Option<String> {
    let is_output = |path: &PathBuf| is_same(path, output);
    if paths.iter().chain(&arguments.stdin_filename).any(is_output) {
        return Some("it is a file to be linted".to_owned());
    }
    let folders: HashSet<_> = paths.iter().filter_map(|path| folder(path)).collect();
    let found = folders.iter().filter_map(|folder| find_file(folder)).any(|file| is_output(&file));
    if found && !arguments.no_config || arguments.config.as_ref().is_some_and(is_output) {
        return Some("it is the configuration".to_owned());
    }
    issue_date(output).map(|_| "it has the name of an issue".to_owned())
}

/// The files that are meant: folders opened; where nothing is named what has changed since a revision, or the newest
/// draft. What has changed there and is not meant is added to `left`.
fn paths(
    arguments: &Arguments,
    revisions: Option<&mut Revisions>,
    left: &mut Vec<(PathBuf, Reason)>,
    troubles: &mut Troubles,
) -> Vec<PathBuf> {
    // With only a name for it, standard input itself is meant.
    if arguments.paths.is_empty() && arguments.stdin_filename.is_some() {
        return vec![PathBuf::from("-")];
    }
    let folders: Vec<&PathBuf> = arguments.paths.iter().filter(|path| path.is_dir()).collect();
    let revisions = revisions.filter(|_| arguments.paths.is_empty() || !folders.is_empty());
    let changed = revisions.map(|revisions| {
        revisions.changed().unwrap_or_else(|trouble| {
            troubles.error(format_args!("{}: {trouble}", arguments.since_option()));
            Changed::default()
        })
    });
    if !arguments.paths.is_empty() {
        let files = named_files(&arguments.paths, troubles);
        left.extend(changed.into_iter().flat_map(|changed| left_in(&folders, changed, &files)));
        return files;
    }
    if let Some(changed) = changed {
        left.extend(changed.others);
        return changed.issues;
    }
    newest_draft().map_err(|trouble| troubles.error(trouble)).into_iter().collect()
}

/// What the command line names, with the issues in a folder instead of that.
fn named_files(paths: &[PathBuf], troubles: &mut Troubles) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" || !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let folder = path.display();
        match issues_in(path) {
            Ok(issues) if issues.is_empty() => {
                let advice = if path.join("draft").is_dir() { "name its draft/ folder" } else { "name a file" };
                troubles.error(format_args!("{folder}: no issue in this folder; looked for {ISSUE_NAME}; {advice}"));
            }
            Ok(issues) => files.extend(issues.into_iter().map(|(_, path)| path)),
            Err(error) => troubles.error(format_args!("{folder}: {}", io_trouble(&error))),
        }
    }
    files
}

/// The changed Markdown files in the named folders that are not among the files to lint.
fn left_in(folders: &[&PathBuf], changed: Changed, files: &[PathBuf]) -> Vec<(PathBuf, Reason)> {
    let absolute = |path: &Path| std::path::absolute(path).and_then(|path| path.canonicalize()).ok();
    let folders: Vec<PathBuf> = folders.iter().filter_map(|folder| absolute(folder)).collect();
    let known: HashSet<PathBuf> = files.iter().filter_map(|file| absolute(file)).collect();
    let is_left = |path: &Path| {
        let path = absolute(path).unwrap_or_default();
        folders.iter().any(|folder| path.starts_with(folder)) && !known.contains(&path)
    };
    let misplaced = changed.issues.into_iter().map(|issue| (issue, Reason::Misplaced));
    misplaced.chain(changed.others).filter(|(path, _)| is_left(path)).collect()
}

/// The newest issue under `draft/` of the checkout around the current folder, as seen from there.
fn newest_draft() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|error| format!("the current folder: {}", io_trouble(&error)))?;
    let mut way = PathBuf::new();
    let mut top = here.as_path();
    for folder in here.ancestors() {
        top = folder;
        let newest = issues_in(&folder.join("draft")).ok().and_then(|mut issues| issues.pop());
        if let Some(name) = newest.as_ref().and_then(|(_, path)| path.file_name()) {
            // From within draft/ the name alone is enough.
            let is_here = here == folder.join("draft");
            return Ok(if is_here { PathBuf::from(name) } else { way.join("draft").join(name) });
        }
        if folder.join(".git").exists() {
            break;
        }
        way.push("..");
    }
    let (here, top) = (here.display(), top.display());
    Err(format!(
        "no draft found: looked for draft/{ISSUE_NAME} in {here} and the folders above it, up to {top}; name a file, or run it in a checkout of the newsletter"
    ))
}
