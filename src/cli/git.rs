//! Owns what is asked of git: the revision that a change is compared with, what changed since, and files as they were.
//! The `git` of the machine is run; the repository is only read.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why git could not say what was asked, in words, and what to do.
pub(crate) type Trouble = String;

/// A revision of the repository around a folder.
#[derive(Debug)]
pub(crate) struct Revision {
    /// The outermost folder of the checkout.
    top: PathBuf,
    /// The way there from the folder that was asked for: `""` or `"../../"`.
    up: String,
    /// The commit with which a change is compared; none before the first commit.
    base: Option<String>,
}

impl Revision {
    /// The last commit that `rev` and the checked-out one around `folder` have in common.
    ///
    /// # Errors
    ///
    /// Where there is no git, no repository, no such revision, or no common commit in what was fetched.
    pub(crate) fn find(folder: &Path, rev: &str) -> Result<Self, Trouble> {
        let place = output(folder, &["rev-parse", "--show-toplevel", "--is-shallow-repository", "--show-cdup"], &[])?;
        let text = place.ok().map_err(|error| match error.trim() {
            error if error.contains("not a git repository") => {
                "this is no git repository; run it in a checkout of the newsletter, or leave the option out".to_owned()
            }
            error if error.contains("dubious ownership") => {
                format!("git does not trust this repository: {}", first_line(error))
            }
            error => format!("git failed: {}", first_line(error)),
        })?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let mut lines = text.lines();
        let (top, is_shallow) = (PathBuf::from(lines.next().unwrap_or_default()), lines.next() == Some("true"));
        let up = lines.next().unwrap_or_default().to_owned();
        let mut revision = Self { top, up, base: None };
        let fetch = "; this checkout is shallow: fetch more of it (`git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout)";
        let advice = if is_shallow { fetch } else { "" };
        let is_safe = !rev.is_empty() && !rev.starts_with('-') && !rev.contains('\0');
        let found =
            if is_safe { output(&revision.top, &["merge-base", rev, "HEAD"], &[])?.ok() } else { Err(String::new()) };
        revision.base =
            found.ok().map(|base| String::from_utf8_lossy(&base).trim().to_owned()).filter(|base| !base.is_empty());
        if revision.base.is_some() {
            return Ok(revision);
        }
        if !is_safe || !revision.has_commit(rev)? {
            if rev == "HEAD" && !is_shallow {
                // Before the first commit all is new.
                return Ok(revision);
            }
            let remote = format!("origin/{rev}");
            let meant = if is_name(rev) && revision.has_commit(&remote)? {
                format!("; did you mean `{remote}`?")
            } else {
                advice.to_owned()
            };
            return Err(format!("there is no revision `{rev}`{meant}"));
        }
        Err(format!("`{rev}` and the checked-out commit have no commit in common{advice}"))
    }

    fn has_commit(&self, rev: &str) -> Result<bool, Trouble> {
        Ok(output(&self.top, &["rev-parse", "--verify", "--quiet", &format!("{rev}^{{commit}}")], &[])?.is_success)
    }

    /// The path of a file within the repository, with `/` between its parts. None outside of it.
    pub(crate) fn path_of(&self, file: &Path) -> Option<String> {
        let top = self.top.canonicalize().ok()?;
        // A link stands for the file that it leads to. Standard input may go by the name of a file that is not there,
        // even in a folder that is not there.
        let in_folder = || {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).ok()?;
            Some(folder.join(file.file_name()?))
        };
        let absolute = file.canonicalize().ok().or_else(in_folder)?;
        let inside = absolute.strip_prefix(&top).ok()?;
        let parts: Vec<&str> = inside.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
        Some(parts.join("/"))
    }

    /// The files that differ from the base, as paths from the folder that was asked for; those not added to git
    /// included, those that are gone left out.
    pub(crate) fn changed_files(&self) -> Result<Vec<PathBuf>, Trouble> {
        let mut names = match &self.base {
            Some(base) => self.names(&[
                "diff", "--name-only", "-z", "--no-ext-diff", "--no-renames", "--diff-filter=d", base, "--",
            ])?,
            None => self.names(&["ls-files", "-z"])?,
        };
        names.extend(self.names(&["ls-files", "--others", "--exclude-standard", "-z"])?);
        names.sort();
        names.dedup();
        Ok(names.into_iter().map(|name| Path::new(&self.up).join(name)).collect())
    }

    /// Where a file lay before it was renamed, as git guesses.
    pub(crate) fn renamed_from(&self, path: &str) -> Result<Option<String>, Trouble> {
        let Some(base) = &self.base else { return Ok(None) };
        let arguments =
            ["diff", "--name-status", "-z", "--no-ext-diff", "--find-renames", "--diff-filter=R", base, "--"];
        let names = self.names(&arguments)?;
        let mut renames = names.chunks_exact(3);
        Ok(renames.find(|rename| rename[2] == path).map(|rename| rename[1].clone()))
    }

    /// What lay at the base under each path within the repository; none where there was nothing.
    pub(crate) fn objects(&self, paths: &[String]) -> Result<Vec<Option<Object>>, Trouble> {
        let Some(base) = &self.base else { return Ok(paths.iter().map(|_| None).collect()) };
        let is_askable = |path: &&String| !path.contains(['\n', '\r']);
        let request: String = paths.iter().filter(is_askable).map(|path| format!("{base}:{path}\n")).collect();
        let answer = output(&self.top, &["cat-file", "--batch"], request.as_bytes())?;
        let answer = answer.ok().map_err(|error| format!("git failed: {}", first_line(&error)))?;
        let mut rest = answer.as_slice();
        let name_length = base.len() / 2;
        Ok(paths.iter().map(|path| is_askable(&path).then(|| next_object(&mut rest, name_length))?).collect())
    }

    fn names(&self, arguments: &[&str]) -> Result<Vec<String>, Trouble> {
        let listed = output(&self.top, arguments, &[])?;
        let listed = listed.ok().map_err(|error| format!("git failed: {}", first_line(&error)))?;
        let names = listed.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        Ok(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect())
    }
}

/// What a path stands for.
#[derive(Clone, Debug)]
pub(crate) enum Object {
    /// The content of a file.
    File(Vec<u8>),
    /// The names in a folder.
    Folder(Vec<String>),
}

/// The next answer of `git cat-file --batch`: `<name> <type> <size>`, the content, a line end; or `… missing`. The
/// names of objects are that many bytes long.
fn next_object(rest: &mut &[u8], name_length: usize) -> Option<Object> {
    let end = memchr::memchr(b'\n', rest)?;
    let head = String::from_utf8_lossy(&rest[..end]).into_owned();
    *rest = &rest[end + 1..];
    let mut fields = head.rsplitn(3, ' ');
    let size: usize = fields.next()?.parse().ok()?;
    let kind = fields.next()?;
    let content = rest.get(..size)?;
    *rest = rest.get(size + 1..).unwrap_or_default();
    match kind {
        "blob" => Some(Object::File(content.to_vec())),
        "tree" => Some(Object::Folder(names_in_tree(content, name_length))),
        _ => None,
    }
}

/// The names in a tree object: for each entry `<mode> <name>`, a zero byte, and the name of its object.
fn names_in_tree(mut tree: &[u8], name_length: usize) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(end) = memchr::memchr(0, tree) {
        let start = memchr::memchr(b' ', &tree[..end]).map_or(0, |space| space + 1);
        names.push(String::from_utf8_lossy(&tree[start..end]).into_owned());
        tree = tree.get(end + 1 + name_length..).unwrap_or_default();
    }
    names
}

/// Whether a revision is a plain name, such as that of a branch.
fn is_name(rev: &str) -> bool {
    rev.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
}

fn first_line(error: &str) -> String {
    error.trim().lines().next().unwrap_or("it did not say why").trim_start_matches("fatal: ").to_owned()
}

/// What a command of git printed, and how it ended.
struct Ran {
    is_success: bool,
    out: Vec<u8>,
    error: String,
}

impl Ran {
    fn ok(self) -> Result<Vec<u8>, String> {
        if self.is_success { Ok(self.out) } else { Err(self.error) }
    }
}

/// What git tells the programs that it starts about the repository it works in: `git rev-parse --local-env-vars`,
/// without what sets options.
const OF_ONE_REPOSITORY: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
];

/// Whether a folder lies in a checkout that git finds by itself.
fn is_in_repository(folder: &Path) -> bool {
    std::path::absolute(folder).is_ok_and(|folder| folder.ancestors().any(|folder| folder.join(".git").exists()))
}

fn output(folder: &Path, arguments: &[&str], input: &[u8]) -> Result<Ran, Trouble> {
    let start = || -> io::Result<Ran> {
        let mut command = Command::new("git");
        // In a hook they name the repository of the commit that is made, and the folder of this call as its outermost
        // one.
        if is_in_repository(folder) {
            OF_ONE_REPOSITORY.iter().for_each(|name| _ = command.env_remove(name));
        }
        let mut child = command
            // Paths are names, never patterns; messages are the ones that are known here.
            .args(["--no-pager", "--literal-pathspecs"])
            .args(arguments)
            .current_dir(folder)
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let stdin = child.stdin.take();
        // Written beside reading, so that neither waits for the other.
        let output = std::thread::scope(|scope| {
            scope.spawn(move || {
                // Who ends before it has read all says why on standard error.
                stdin.map(|mut stdin| stdin.write_all(input))
            });
            child.wait_with_output()
        })?;
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(Ran { is_success: output.status.success(), out: output.stdout, error })
    };
    start().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound if folder.is_dir() => "git is not installed, or not on the PATH".to_owned(),
        _ => format!("git cannot be run: {error}"),
    })
}
