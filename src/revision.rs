//! Owns what `--since` comes to: which files have changed, and what each was like before.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

mod git;

use crate::config::FILE_NAME;
use crate::files;
use crate::issue::{Role, Stage, is_published, is_template, issue_date};
use crate::report::change::Reason;
use crate::rule::change::Before;
use crate::text::Source;
use git::{Entry, Kind, Revision, has_commit, no_repository};

pub(crate) use git::Trouble;

/// The revision of each repository that files are compared with.
#[derive(Debug)]
pub(crate) struct Revisions {
    /// None for the newsletter's own main branch.
    rev: Option<String>,
    found: Vec<Revision>,
}

/// The Markdown files that have changed in a checkout, as paths from the current folder.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    /// The issues, and the template.
    pub(crate) issues: Vec<PathBuf>,
    /// All others, and what is in the place of a folder of issues; with the reason for which they are not linted.
    pub(crate) others: Vec<(PathBuf, Reason)>,
}

impl Revisions {
    /// Compares with the last commit in common with `rev`; without one, with the newsletter's own main branch.
    pub(crate) fn new(rev: Option<&str>) -> Self {
        Self { rev: rev.map(str::to_owned), found: Vec::new() }
    }

    /// The revision as it is called, as far as that is known by now.
    pub(crate) fn name(&self) -> &str {
        let found = self.found.first().map(Revision::name);
        found.or(self.rev.as_deref()).unwrap_or_default()
    }

    /// Whether a branch is compared with itself, so that nothing that was committed is new.
    pub(crate) fn is_itself(&self) -> bool {
        self.found.iter().any(Revision::is_itself)
    }

    /// What has changed in the repository around the current folder.
    ///
    /// # Errors
    ///
    /// Those of git.
    pub(crate) fn changed(&mut self) -> Result<Changed, Trouble> {
        let here = current_folder()?;
        let index = self.find(&here)?;
        let revision = &self.found[index];
        let below = here.strip_prefix(revision.root()).unwrap_or(Path::new(""));
        let up: PathBuf = below.iter().map(|_| "..").collect();
        let mut changed = Changed::default();
        let (tracked, untracked) = (revision.tracked()?, revision.untracked()?);
        for file in changed_files(revision, &tracked, &untracked)? {
            if is_issue(&file) || is_template(&file) {
                changed.issues.push(up.join(file));
            } else {
                changed.others.push((up.join(&file), reason(&file)));
            }
        }
        let out_of_sight = out_of_sight(revision, &tracked, &untracked);
        changed.others.extend(out_of_sight.map(|file| (up.join(file), reason(file))));
        Ok(changed)
    }

    /// The configuration file that held for the files of a folder before the change, which is absolute: its path, and
    /// what was in it.
    ///
    /// # Errors
    ///
    /// Those of git.
    pub(crate) fn configuration(&mut self, folder: &Path) -> Result<Option<Earlier>, Trouble> {
        let folder = real(folder)?;
        let index = self.find(&folder)?;
        let revision = &self.found[index];
        let below = folder.strip_prefix(revision.root()).unwrap_or(Path::new(""));
        let file =
            below.ancestors().map(|folder| folder.join(FILE_NAME)).find(|file| revision.tree().contains_key(file));
        file.map_or(Ok(None), |file| earlier(revision, &file))
    }

    /// What a file of a checkout was before the change: none where the change made it. `None` for a file that git does
    /// not know, and for one in another checkout than those that are judged: of these, the change says nothing.
    ///
    /// # Errors
    ///
    /// Those of git.
    pub(crate) fn earlier(&mut self, file: &Path) -> Option<Result<Option<Earlier>, Trouble>> {
        let file = real(file).ok()?;
        let root = files::checkout(&file)?;
        let is_judged = |root: &Path| self.found.iter().any(|known| known.root() == root);
        let is_here = || current_folder().is_ok_and(|here| files::checkout(&here) == Some(root));
        if !is_judged(root) && !is_here() {
            return None;
        }
        let known = self.find(&file).and_then(|index| {
            let revision = &self.found[index];
            let name = file.strip_prefix(revision.root()).unwrap_or(&file);
            // What git does not know was not brought by a change, but by who runs the program.
            let is_known = revision.tree().contains_key(name) || revision.tracked()?.contains_key(name);
            if is_known { earlier(revision, name).map(Some) } else { Ok(None) }
        });
        known.transpose()
    }

    /// What files were like before the change, by their paths.
    ///
    /// # Errors
    ///
    /// Those of git, and where a file lies in no repository.
    pub(crate) fn before(&mut self, paths: &[PathBuf]) -> HashMap<PathBuf, Result<Before, Trouble>> {
        let mut before = HashMap::new();
        let mut by_revision: BTreeMap<usize, Vec<(PathBuf, PathBuf)>> = BTreeMap::new();
        for path in paths.iter().cloned() {
            match self.place(&path) {
                Ok((index, name)) => by_revision.entry(index).or_default().push((path, name)),
                Err(trouble) => _ = before.insert(path, Err(trouble)),
            }
        }
        for (index, files) in by_revision {
            let revision = &self.found[index];
            match all_before(revision, &files) {
                Ok(found) => before.extend(files.into_iter().map(|(path, _)| path).zip(found)),
                Err(trouble) => before.extend(files.into_iter().map(|(path, _)| (path, Err(trouble.clone())))),
            }
        }
        before
    }

    /// The index of the revision in the repository around a file, and the path of the file there.
    fn place(&mut self, path: &Path) -> Result<(usize, PathBuf), Trouble> {
        let path = real(path)?;
        let index = self.find(&path)?;
        let outside = || "the file is outside the repository".to_owned();
        let name = path.strip_prefix(self.found[index].root()).map_err(|_| outside())?.to_owned();
        Ok((index, name))
    }

    /// The index of the revision in the repository around a path, which has no links.
    fn find(&mut self, path: &Path) -> Result<usize, Trouble> {
        let root = files::checkout(path).ok_or_else(no_repository)?;
        // A repository that a change brings along, as a submodule, knows nothing of what was there before.
        let here = current_folder()?;
        if let Some(around) = files::checkout(&here).filter(|around| root != *around && root.starts_with(around)) {
            let (root, around) = (root.display(), around.display());
            return Err(format!("the file is in another repository, {root}, inside {around}; run twir-lint there"));
        }
        if let Some(index) = self.found.iter().position(|known| known.root() == root) {
            return Ok(index);
        }
        self.found.push(Revision::find(root, self.rev.as_deref())?);
        Ok(self.found.len() - 1)
    }
}

/// A file as it was before the change.
#[derive(Debug)]
pub(crate) struct Earlier {
    /// Where it lies, or lay.
    pub(crate) path: PathBuf,
    pub(crate) content: Vec<u8>,
}

fn earlier(revision: &Revision, name: &Path) -> Result<Option<Earlier>, Trouble> {
    let path = revision.root().join(name);
    match revision.tree().get(name) {
        Some(entry) if entry.kind == Kind::File => {
            let content = revision.contents(&[(name, entry)], files::MOST_CONFIGURATION_BYTES)?.pop();
            content.transpose().map(|content| content.map(|content| Earlier { path, content }))
        }
        // What a link led to then is not looked for.
        Some(_) => Err("it was not a regular file before the change, so it is not read".to_owned()),
        None => Ok(None),
    }
}

/// Whether the repository around the current folder has a commit of that name.
pub(crate) fn is_revision(name: &str) -> bool {
    let root = || files::checkout(&current_folder().ok()?).map(Path::to_owned);
    root().is_some_and(|root| has_commit(&root, name).unwrap_or(false))
}

fn current_folder() -> Result<PathBuf, Trouble> {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    here.map_err(|error| format!("the current folder cannot be found: {error}"))
}

/// A path without links; that of a link is the file that it leads to. Standard input may go by the name of a file that
/// is not there, even in a folder that is not there.
fn real(path: &Path) -> Result<PathBuf, Trouble> {
    let absolute = std::path::absolute(path).map_err(|error| error.to_string())?;
    let Some(existing) = absolute.ancestors().find(|part| part.exists()) else { return Ok(absolute) };
    let real = files::resolve(existing)?;
    match absolute.strip_prefix(existing) {
        Ok(rest) if rest.iter().next().is_some() => Ok(real.join(rest)),
        _ => Ok(real),
    }
}

/// The Markdown files that differ from the base, as paths from the root; those not added to git included, those that
/// are gone left out.
fn changed_files(
    revision: &Revision,
    tracked: &BTreeMap<PathBuf, Entry>,
    untracked: &[PathBuf],
) -> Result<Vec<PathBuf>, Trouble> {
    let mut names: Vec<PathBuf> = tracked.keys().chain(untracked).cloned().collect();
    names.retain(|name| is_markdown(name) || is_template(name));
    names.sort();
    names.dedup();
    let metadata = |name: &Path| revision.root().join(name).symlink_metadata().ok();
    names.retain(|name| metadata(name).is_some());
    // Git reads those that may be as they were, and no others.
    let may_be_same = |name: &&PathBuf| {
        let is_file = |entry: &Entry| entry.kind == Kind::File;
        let is_readable =
            || metadata(name).is_some_and(|metadata| metadata.is_file() && metadata.len() <= files::MOST_BYTES);
        revision.tree().get(*name).is_some_and(is_file) && is_readable()
    };
    let asked: Vec<&Path> = names.iter().filter(may_be_same).map(PathBuf::as_path).collect();
    let ids = revision.ids_of(&asked)?;
    let mut same = HashSet::new();
    let mut other = Vec::new();
    for (name, id) in asked.into_iter().zip(ids) {
        match revision.tree().get(name) {
            Some(entry) if entry.id == id => _ = same.insert(name.to_owned()),
            Some(entry) => other.push((name, entry)),
            None => {}
        }
    }
    // Where only the line ends differ, git has written them as this system has them.
    let now: Vec<_> =
        other.iter().map(|(name, _)| std::fs::read(revision.root().join(name)).unwrap_or_default()).collect();
    let crlf = other.into_iter().zip(now).filter(|(_, now)| memchr::memmem::find(now, b"\r\n").is_some());
    let (other, now): (Vec<_>, Vec<_>) = crlf.unzip();
    for (((name, _), now), then) in other.iter().zip(now).zip(revision.contents(&other, files::MOST_BYTES)?) {
        if then.is_ok_and(|then| without_carriage_returns(&then) == without_carriage_returns(&now)) {
            same.insert((*name).to_owned());
        }
    }
    let is_same_link = |name: &Path| {
        let was_link = revision.tree().get(name).is_some_and(|entry| entry.kind == Kind::Link);
        was_link && metadata(name).is_some_and(|metadata| metadata.is_symlink())
    };
    names.retain(|name| !same.contains(name) && !is_same_link(name));
    Ok(names)
}

/// What has changed and cannot be looked at, as paths from the root: Markdown files that are not checked out, for the
/// checkout is sparse, and links and other repositories in the place of a folder of issues.
fn out_of_sight<'a>(
    revision: &'a Revision,
    tracked: &'a BTreeMap<PathBuf, Entry>,
    untracked: &'a [PathBuf],
) -> impl Iterator<Item = &'a PathBuf> {
    let is_folder = |name: &Path| name.file_name().is_some_and(|name| is_folder_of_issues(&name.to_string_lossy()));
    let is_meant = move |(name, entry): &(&'a PathBuf, &'a Entry)| match entry.kind {
        Kind::File => entry.is_sparse && (is_markdown(name) || is_template(name)),
        Kind::Link | Kind::Submodule => is_folder(name),
    };
    let has_changed = |(name, entry): &(&PathBuf, &Entry)| {
        revision.tree().get(*name).is_none_or(|was| (&was.id, was.kind) != (&entry.id, entry.kind))
    };
    let is_link = move |name: &&PathBuf| is_folder(name) && revision.root().join(name).is_symlink();
    let tracked = tracked.iter().filter(is_meant).filter(has_changed).map(|(name, _)| name);
    tracked.chain(untracked.iter().filter(is_link))
}

fn without_carriage_returns(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(|byte| *byte != b'\r').collect()
}

/// What each file was like, all asked for at once.
fn all_before(revision: &Revision, files: &[(PathBuf, PathBuf)]) -> Result<Vec<Result<Before, Trouble>>, Trouble> {
    let file = |name: &Path| {
        let (name, entry) = revision.tree().get_key_value(name)?;
        (entry.kind == Kind::File).then_some((name.as_path(), entry))
    };
    // Where each lay: under its own name, or in the other folder before it was published or after.
    let known: Vec<_> = files
        .iter()
        .map(|(path, name)| if is_new_link(revision, path) { None } else { file(name).or_else(|| file(&moved(name)?)) })
        .collect();
    let gone = if known.iter().any(Option::is_none) { gone(revision) } else { Vec::new() };
    let asked: Vec<(&Path, &Entry)> = known.iter().flatten().chain(&gone).copied().collect();
    let mut contents = revision.contents(&asked, files::MOST_BYTES)?.into_iter();
    let known: Vec<_> = known.into_iter().map(|known| Some((known?.0, contents.next()?))).collect();
    let gone: Vec<_> =
        gone.iter().zip(contents).filter_map(|((name, _), content)| Some((*name, content.ok()?))).collect();
    let renames = Renames::new(&gone);
    let mut all = Vec::with_capacity(files.len());
    for ((path, name), known) in files.iter().zip(known) {
        let earlier = match known {
            Some((name, Ok(content))) => Some((name, content)),
            Some((_, Err(trouble))) => {
                all.push(Err(trouble));
                continue;
            }
            None if is_new_link(revision, path) => None,
            None => files::read(path, files::MOST_BYTES).ok().and_then(|content| renames.find(&content)),
        };
        let listing = Listing::new(revision, &folder_of_newsletter(name));
        let was_there = file(name).is_some() && !is_new_link(revision, path);
        let role = role(path, name, was_there, earlier.is_some(), &listing);
        let stage = match &earlier {
            Some((name, _)) if folder_name(name) == Some(OsStr::new("content")) => Stage::Published,
            _ => Stage::Draft,
        };
        // What was UTF-16 then could not be linted: all of it is new.
        let source = earlier.and_then(|(name, content)| Source::from_bytes(name.display().to_string(), content).ok());
        let current_draft = listing.current_draft().map(|draft| draft.display().to_string());
        all.push(Ok(Before { source, stage, role, current_draft }));
    }
    Ok(all)
}

/// Whether a file is reached by a link that the base does not have: it was no issue then, whatever the file was that
/// the link leads to.
fn is_new_link(revision: &Revision, path: &Path) -> bool {
    let Ok(absolute) = std::path::absolute(path) else { return false };
    let is_new = |part: &Path| {
        let folder = part.parent().and_then(|folder| folder.canonicalize().ok());
        let place = folder.zip(part.file_name()).map(|(folder, name)| folder.join(name));
        let name = place.as_ref().and_then(|place| place.strip_prefix(revision.root()).ok());
        let was_link = |name| revision.tree().get(name).is_some_and(|entry: &Entry| entry.kind == Kind::Link);
        part.is_symlink() && name.is_some_and(|name| !was_link(name))
    };
    absolute.ancestors().any(is_new)
}

/// The Markdown files of the base that are no longer there: what a new one may have been before.
fn gone(revision: &Revision) -> Vec<(&Path, &Entry)> {
    let is_gone = |name: &Path| revision.root().join(name).symlink_metadata().is_err();
    let files = revision.tree().iter().filter(|(name, entry)| entry.kind == Kind::File && is_markdown(name));
    files.map(|(name, entry)| (name.as_path(), entry)).filter(|(name, _)| is_gone(name)).collect()
}

/// Finds what a file was called before it was renamed, by the lines that it shares with one that is gone.
struct Renames<'a> {
    gone: &'a [(&'a Path, Vec<u8>)],
    /// The files that have a line, with how often.
    by_line: HashMap<&'a [u8], Vec<usize>>,
}

impl<'a> Renames<'a> {
    /// Of a line in more files than this, nothing can be told.
    const MOST_FILES: usize = 64;

    fn new(gone: &'a [(&'a Path, Vec<u8>)]) -> Self {
        let mut by_line: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for (index, (_, content)) in gone.iter().enumerate() {
            for line in lines(content) {
                by_line.entry(line).or_default().push(index);
            }
        }
        Self { gone, by_line }
    }

    /// The file that is most like `content`, at least by half: that it is gone is already told of no other.
    fn find(&self, content: &[u8]) -> Option<(&'a Path, Vec<u8>)> {
        if let Some((name, same)) = self.gone.iter().find(|(_, same)| same == content) {
            return Some((name, same.clone()));
        }
        let mut shared: HashMap<usize, usize> = HashMap::new();
        let mut seen: HashMap<&[u8], usize> = HashMap::new();
        for line in lines(content) {
            let Some(files) = self.by_line.get(line).filter(|files| files.len() <= Self::MOST_FILES) else { continue };
            let count = seen.entry(line).or_default();
            *count += 1;
            let mut before = None;
            let mut nth = 0;
            for index in files {
                nth = if before == Some(*index) { nth + 1 } else { 1 };
                before = Some(*index);
                if nth == *count {
                    *shared.entry(*index).or_default() += line.len() + 1;
                }
            }
        }
        let (bytes, index) = shared.into_iter().map(|(index, bytes)| (bytes, std::cmp::Reverse(index))).max()?;
        let (name, was) = self.gone.get(index.0)?;
        (2 * bytes >= was.len().max(content.len())).then(|| (*name, was.clone()))
    }
}

fn lines(content: &[u8]) -> impl Iterator<Item = &[u8]> {
    content.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end).filter(|line| !line.is_empty())
}

/// The folder in which `draft/` and `content/` of a file lie.
fn folder_of_newsletter(name: &Path) -> PathBuf {
    name.parent().and_then(Path::parent).unwrap_or(Path::new("")).to_owned()
}

fn folder_name(name: &Path) -> Option<&OsStr> {
    name.parent()?.file_name()
}

/// The issues of a checkout before the change.
#[derive(Debug, Default)]
struct Listing {
    newest_draft: Option<(Date, PathBuf)>,
    newest_published: Option<Date>,
}

impl Listing {
    fn new(revision: &Revision, folder: &Path) -> Self {
        let issues = |folder: &Path| {
            let within = revision.tree().range(folder.to_owned()..).take_while(|(name, _)| name.starts_with(folder));
            let issues = within.filter(|(name, _)| name.parent() == Some(folder));
            issues.filter_map(|(name, _)| Some((issue_date(name)?, name.clone()))).max()
        };
        Self {
            newest_draft: issues(&folder.join("draft")),
            newest_published: issues(&folder.join("content")).map(|(date, _)| date),
        }
    }

    /// The path of the draft that takes submissions: the newest, unless its issue is published.
    fn current_draft(&self) -> Option<&Path> {
        let (date, name) = self.newest_draft.as_ref()?;
        self.newest_published.is_none_or(|published| *date > published).then_some(name.as_path())
    }
}

fn role(path: &Path, name: &Path, was_there: bool, was_elsewhere: bool, listing: &Listing) -> Role {
    if is_template(path) {
        return if was_there { Role::Template } else { Role::Current };
    }
    // A link in the place of an issue is read there, wherever it leads.
    let is_in_place = issue_date(path).is_some() && moved(path).is_some();
    if !was_there && !was_elsewhere && !is_in_place && !is_issue(name) && reason(name) == Reason::Misplaced {
        return Role::Misplaced;
    }
    if is_published(path) && issue_date(path).is_some() {
        return match (was_there, was_elsewhere) {
            (true, _) => Role::Published,
            (false, true) => Role::Current,
            (false, false) => Role::NewPublished,
        };
    }
    let Some(date) = issue_date(path) else { return Role::Current };
    let is_old = listing.newest_draft.as_ref().is_some_and(|(newest, _)| date < *newest)
        || listing.newest_published.is_some_and(|published| date <= published);
    if is_old { Role::OldDraft } else { Role::Current }
}

/// Where an issue lies before it is published, or after: the same name in the other folder.
fn moved(name: &Path) -> Option<PathBuf> {
    let folder = name.parent()?;
    let other = match folder.file_name()?.to_str()? {
        "content" => "draft",
        "draft" => "content",
        _ => return None,
    };
    Some(folder.with_file_name(other).join(name.file_name()?))
}

fn is_issue(path: &Path) -> bool {
    issue_date(path).is_some() && matches!(folder_name(path).and_then(OsStr::to_str), Some("draft" | "content"))
}

/// Why a file is not linted that is not named and placed as issues are: it may be meant as one all the same.
fn reason(path: &Path) -> Reason {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_dated =
        name.len() > 4 && name.as_bytes()[..4].iter().all(u8::is_ascii_digit) && !name.as_bytes()[4].is_ascii_digit();
    let is_in_folder = path.iter().any(|part| is_folder_of_issues(&part.to_string_lossy()));
    let may_be_issue = is_dated || is_in_folder || name.contains("this-week-in-rust");
    if may_be_issue { Reason::Misplaced } else { Reason::NotAnIssue }
}

fn is_folder_of_issues(name: &str) -> bool {
    ["draft", "drafts", "content"].contains(&name.to_lowercase().as_str())
}

/// Whether a file is Markdown by its name, or is named like an issue.
fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let is_known = |extension: &str| ["md", "markdown", "mdown", "mdwn", "mkd", "mkdn"].contains(&extension);
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    extension.is_some_and(|extension| is_known(&extension)) || name.contains("this-week-in-rust")
}
