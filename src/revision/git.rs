//! Owns what is asked of git: the revision that a change is compared with, what that holds, and what git knows of the
//! checkout.
//!
//! The `git` of the machine is run, in a checkout that a stranger may have filled. So it starts only at the folder that
//! holds `.git`, with everything off by which a repository or the environment could make it run a program, fetch, or
//! answer for another repository. It only looks things up: nothing that filters, text conversion or hooks take part in.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::files;

/// Why git could not say what was asked, in words, and what to do.
pub(crate) type Trouble = String;

/// A revision of a repository, with which its checkout is compared.
#[derive(Debug)]
pub(crate) struct Revision {
    /// The folder that holds `.git`, without links in its path.
    root: PathBuf,
    /// The commit with which a change is compared; none before the first commit.
    base: Option<String>,
    /// What that commit holds, by the path from `root`.
    tree: BTreeMap<PathBuf, Entry>,
    /// The revision as it is called.
    name: String,
    /// Whether it is the branch that is checked out, or where that is pushed to, and has all of its commits.
    is_itself: bool,
}

/// What lies under a path, in a commit or in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    /// The name of its object.
    pub(crate) id: String,
    /// Bytes of a file, where they are there.
    pub(crate) size: Option<u64>,
    /// Whether the index says that it is not to be in the checkout, which is sparse.
    pub(crate) is_sparse: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Link,
    /// A commit of another repository.
    Submodule,
}

impl Kind {
    fn of_mode(mode: &[u8]) -> Self {
        match mode {
            b"120000" => Self::Link,
            b"160000" => Self::Submodule,
            _ => Self::File,
        }
    }
}

impl Revision {
    /// The last commit that `rev` and the checked-out one have in common, in the repository whose `.git` lies in
    /// `root`; without `rev`, that with the newsletter's own `main`.
    ///
    /// # Errors
    ///
    /// Where there is no git, no repository, no such revision, or no common commit in what was fetched.
    pub(crate) fn find(root: &Path, rev: Option<&str>) -> Result<Self, Trouble> {
        let is_shallow = run(root, &["rev-parse", "--is-shallow-repository"], &[])?.ok().map_err(|error| {
            if error.contains("not a git repository") || error.contains("cannot use bare repository") {
                no_repository()
            } else if error.contains("dubious ownership") {
                format!("git does not trust this repository: {}", first_line(&error))
            } else {
                failed(&error)
            }
        })?;
        let is_shallow = is_shallow.trim_ascii() == b"true";
        let rev = match rev {
            Some(rev) => rev,
            None => newsletter(root)?,
        };
        let mut revision =
            Self { root: root.to_owned(), base: None, tree: BTreeMap::new(), name: rev.to_owned(), is_itself: false };
        let fetch = "; this checkout is shallow: fetch more of it (`git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout)";
        let advice = if is_shallow { fetch } else { "" };
        let is_safe = !rev.is_empty() && !rev.starts_with('-') && !rev.contains('\0');
        let found = if is_safe { run(root, &["merge-base", rev, "HEAD"], &[])?.ok() } else { Err(String::new()) };
        revision.base =
            found.ok().map(|base| String::from_utf8_lossy(&base).trim().to_owned()).filter(|base| !base.is_empty());
        if revision.base.is_some() {
            revision.tree = revision.list()?;
            revision.is_itself = revision.is_checked_out(rev)?;
            return Ok(revision);
        }
        if !is_safe || !has_commit(root, rev)? {
            if rev == "HEAD" && !is_shallow {
                // Before the first commit all is new.
                return Ok(revision);
            }
            let remote = format!("origin/{rev}");
            let meant = if is_name(rev) && has_commit(root, &remote)? {
                format!("; did you mean `{remote}`?")
            } else {
                advice.to_owned()
            };
            return Err(format!("there is no revision `{rev}`{meant}"));
        }
        Err(format!("`{rev}` and the checked-out commit have no commit in common{advice}"))
    }

    /// Whether a revision, by its name, is the branch that is checked out, or where that is pushed to, and nothing was
    /// committed since.
    fn is_checked_out(&self, rev: &str) -> Result<bool, Trouble> {
        let full = |rev: &str| -> Result<Option<String>, Trouble> {
            let asked = run(&self.root, &["rev-parse", "--symbolic-full-name", "--verify", "--quiet", rev], &[])?;
            let name = asked.ok().map(|name| String::from_utf8_lossy(&name).trim().to_owned());
            Ok(name.ok().filter(|name| name.starts_with("refs/")))
        };
        let head = run(&self.root, &["rev-parse", "--verify", "--quiet", "HEAD"], &[])?.ok().unwrap_or_default();
        let has_all = self.base.as_deref() == Some(String::from_utf8_lossy(&head).trim());
        if rev == "HEAD" || !has_all {
            return Ok(false);
        }
        let Some(name) = full(rev)? else { return Ok(false) };
        Ok(full("HEAD")?.as_ref() == Some(&name) || full("HEAD@{upstream}")?.as_ref() == Some(&name))
    }

    /// The revision as it is called.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is the branch that is checked out, or where that is pushed to, and has all of its commits.
    pub(crate) fn is_itself(&self) -> bool {
        self.is_itself
    }

    /// The folder that holds `.git`, without links in its path.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What the base holds, by the path from the root.
    pub(crate) fn tree(&self) -> &BTreeMap<PathBuf, Entry> {
        &self.tree
    }

    /// All files of the base.
    fn list(&self) -> Result<BTreeMap<PathBuf, Entry>, Trouble> {
        let Some(base) = &self.base else { return Ok(BTreeMap::new()) };
        // `<mode> <type> <object> <size>`, a tab, and the path; the size is padded.
        let listed = records(&self.root, &["ls-tree", "-r", "-l", "-z", "--full-tree", base])?;
        let entry = |record: &Vec<u8>| {
            let tab = memchr::memchr(b'\t', record)?;
            let mut fields = record[..tab].split(|byte| *byte == b' ').filter(|field| !field.is_empty());
            let (mode, _, id, size) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
            let size = str::from_utf8(size).ok().and_then(|size| size.parse().ok());
            let id = String::from_utf8_lossy(id).into_owned();
            Some((path(&record[tab + 1..]), Entry { kind: Kind::of_mode(mode), id, size, is_sparse: false }))
        };
        Ok(listed.iter().filter_map(entry).collect())
    }

    /// What git tracks, by the path from the root.
    ///
    /// # Errors
    ///
    /// Those of git.
    pub(crate) fn tracked(&self) -> Result<BTreeMap<PathBuf, Entry>, Trouble> {
        // `<tag> <mode> <object> <stage>`, a tab, and the path.
        let listed = records(&self.root, &["ls-files", "-t", "--stage", "-z"])?;
        let entry = |record: &Vec<u8>| {
            let tab = memchr::memchr(b'\t', record)?;
            let mut fields = record[..tab].split(|byte| *byte == b' ');
            let (tag, mode, id) = (fields.next()?, fields.next()?, fields.next()?);
            let id = String::from_utf8_lossy(id).into_owned();
            let is_sparse = tag == b"S";
            Some((path(&record[tab + 1..]), Entry { kind: Kind::of_mode(mode), id, size: None, is_sparse }))
        };
        Ok(listed.iter().filter_map(entry).collect())
    }

    /// The files that git neither tracks nor ignores, as paths from the root.
    ///
    /// # Errors
    ///
    /// Those of git.
    pub(crate) fn untracked(&self) -> Result<Vec<PathBuf>, Trouble> {
        let listed = records(&self.root, &["ls-files", "--others", "--exclude-standard", "-z"])?;
        Ok(listed.iter().map(|name| path(name)).collect())
    }

    /// The names that git gives to the contents of files in the checkout, as they lie there. They have to be regular
    /// files.
    ///
    /// # Errors
    ///
    /// Those of git.
    pub(crate) fn ids_of(&self, files: &[&Path]) -> Result<Vec<String>, Trouble> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let mut request = Vec::new();
        files.iter().for_each(|file| add_quoted(file, &mut request));
        let answer = run(&self.root, &["hash-object", "--no-filters", "--stdin-paths"], &request)?;
        let answer = answer.ok().map_err(|error| failed(&error))?;
        let ids: Vec<String> = String::from_utf8_lossy(&answer).lines().map(str::to_owned).collect();
        if ids.len() == files.len() { Ok(ids) } else { Err("git failed: it did not name every file".to_owned()) }
    }

    /// The contents of files of the base, all asked for at once.
    ///
    /// # Errors
    ///
    /// Those of git; where one is not there, or larger than `most` bytes, in its place.
    pub(crate) fn contents(
        &self,
        files: &[(&Path, &Entry)],
        most: u64,
    ) -> Result<Vec<Result<Vec<u8>, Trouble>>, Trouble> {
        let is_askable = |entry: &Entry| entry.size.is_some_and(|size| size <= most);
        let mut request = String::new();
        for (_, entry) in files.iter().filter(|(_, entry)| is_askable(entry)) {
            request.push_str(&entry.id);
            request.push('\n');
        }
        let mut answer = Vec::new();
        if !request.is_empty() {
            let ran = run(&self.root, &["cat-file", "--batch"], request.as_bytes())?;
            answer = ran.ok().map_err(|error| failed(&error))?;
        }
        let mut rest = answer.as_slice();
        let content = |(_, entry): &(&Path, &Entry)| match entry.size {
            Some(_) if is_askable(entry) => next_content(&mut rest).ok_or_else(not_fetched),
            Some(_) => Err(format!("its earlier revision is larger than {}, and was not read", files::size(most))),
            None => Err(not_fetched()),
        };
        Ok(files.iter().map(content).collect())
    }
}

/// The newsletter's own main branch, as clones of it or of a fork call it.
const NEWSLETTER: [&str; 3] = ["upstream/main", "origin/main", "main"];

fn newsletter(root: &Path) -> Result<&'static str, Trouble> {
    for rev in NEWSLETTER {
        if has_commit(root, rev)? {
            return Ok(rev);
        }
    }
    Err(format!(
        "there is no branch {} to compare with; name a revision",
        NEWSLETTER.map(|rev| format!("`{rev}`")).join(", ")
    ))
}

/// Whether there is a commit of that name.
pub(crate) fn has_commit(root: &Path, rev: &str) -> Result<bool, Trouble> {
    let is_safe = !rev.starts_with('-') && !rev.contains('\0');
    Ok(is_safe && run(root, &["rev-parse", "--verify", "--quiet", &format!("{rev}^{{commit}}")], &[])?.is_success)
}

/// What is said where a folder lies in no repository.
pub(crate) fn no_repository() -> Trouble {
    "this is not a git repository; run it in a checkout of the newsletter, or remove the option".to_owned()
}

fn not_fetched() -> Trouble {
    "its earlier revision is not in this clone, which is partial; fetch it (`git fetch --refetch`)".to_owned()
}

fn failed(error: &str) -> Trouble {
    format!("git failed: {}", first_line(error))
}

/// The next answer of `git cat-file --batch`: `<object> <type> <size>`, the content, a line end; or `… missing`.
fn next_content(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let end = memchr::memchr(b'\n', rest)?;
    let head = String::from_utf8_lossy(&rest[..end]).into_owned();
    *rest = &rest[end + 1..];
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let content = rest.get(..size)?.to_vec();
    *rest = rest.get(size + 1..).unwrap_or_default();
    Some(content)
}

/// A path as git writes it.
#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes))
}

/// A path as git writes it.
#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Adds a path as a line for git: in quotes, so that it may hold anything.
fn add_quoted(path: &Path, request: &mut Vec<u8>) {
    request.push(b'"');
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => request.push(b'/'),
            b'"' | b'\\' | 0..=31 => request.extend(format!("\\{byte:03o}").bytes()),
            byte => request.push(*byte),
        }
    }
    request.extend(b"\"\n");
}

/// Whether a revision is a plain name, such as that of a branch.
fn is_name(rev: &str) -> bool {
    rev.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
}

fn first_line(error: &str) -> String {
    error.trim().lines().next().unwrap_or("it did not say why").trim_start_matches("fatal: ").to_owned()
}

/// What a command of git prints, which ends each record with a zero byte.
fn records(root: &Path, arguments: &[&str]) -> Result<Vec<Vec<u8>>, Trouble> {
    let listed = run(root, arguments, &[])?.ok().map_err(|error| failed(&error))?;
    Ok(listed.split(|byte| *byte == 0).filter(|record| !record.is_empty()).map(<[u8]>::to_vec).collect())
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

/// Options that no configuration of a repository overrides. Each takes away a way to run a program, to fetch, or to
/// answer for another repository than the one at the root.
const OPTIONS: &[&str] = &[
    "--no-pager",
    "--no-replace-objects",
    // Paths are names, never patterns.
    "--literal-pathspecs",
    // A folder that merely looks like a repository is none.
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.attributesFile=/dev/null",
    "-c",
    "core.alternateRefsCommand=",
    "-c",
    "core.sshCommand=false",
    "-c",
    "core.askPass=",
    "-c",
    "credential.helper=",
    "-c",
    "diff.external=",
    "-c",
    "protocol.allow=never",
    "-c",
    "gc.auto=0",
    "-c",
    "maintenance.auto=false",
];

/// Whether a variable of git's says what the user or the machine has set up, and not which repository is meant, as
/// those do that git gives to its hooks.
fn is_kept(variable: &OsStr) -> bool {
    let name = variable.to_string_lossy();
    !name.starts_with("GIT_") || name == "GIT_EXEC_PATH" || name.starts_with("GIT_CONFIG")
}

/// The `git` of the machine: the first on the `PATH`. Entries that are not absolute are passed over, for they name a
/// folder of the checkout, where a stranger may have put a program of that name.
fn program() -> Option<PathBuf> {
    let is_program = |path: &PathBuf| {
        #[cfg(unix)]
        let is_executable = rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok();
        #[cfg(not(unix))]
        let is_executable = true;
        path.is_file() && is_executable
    };
    let name = format!("git{}", std::env::consts::EXE_SUFFIX);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(&name))
        .find(is_program)
}

/// Runs git at the root of a checkout.
fn run(root: &Path, arguments: &[&str], input: &[u8]) -> Result<Ran, Trouble> {
    let start = || -> io::Result<Ran> {
        let mut command = Command::new(program().ok_or(io::ErrorKind::NotFound)?);
        std::env::vars_os().filter(|(name, _)| !is_kept(name)).for_each(|(name, _)| _ = command.env_remove(name));
        let mut child = command
            .arg("-C")
            .arg(root)
            .args(OPTIONS)
            .args(arguments)
            .current_dir(root)
            // Messages are the ones that are known here.
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_GRAFT_FILE", "/dev/null")
            .env("GIT_ATTR_NOSYSTEM", "1")
            // The folder with `.git` is the outermost of the checkout, whatever its configuration says, and no
            // repository is looked for above it.
            .env("GIT_WORK_TREE", root)
            .env("GIT_CEILING_DIRECTORIES", root.parent().unwrap_or(root))
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
        io::ErrorKind::NotFound if root.is_dir() => "git is not installed, or not on the PATH".to_owned(),
        _ => format!("git cannot be run: {error}"),
    })
}
