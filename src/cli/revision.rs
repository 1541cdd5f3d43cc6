//! Owns what `--since` comes to: which files have changed, and what each was like before.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::input::{Input, is_published};
use crate::cli::git::{Object, Revision, Trouble};
use crate::issue::{Role, Stage, issue_date};
use crate::rule::change::Before;
use crate::text::Source;

/// The template from which drafts are made, with or without an extension.
const TEMPLATE: &str = "DRAFT_TEMPLATE";

/// The revision of each repository that files are compared with.
#[derive(Debug)]
pub(super) struct Revisions {
    rev: String,
    found: Vec<(PathBuf, Revision)>,
}

impl Revisions {
    pub(super) fn new(rev: &str) -> Self {
        Self { rev: rev.to_owned(), found: Vec::new() }
    }

    /// The issues, and the template, that have changed in the repository around the current folder.
    ///
    /// # Errors
    ///
    /// Those of git.
    pub(super) fn changed_files(&mut self) -> Result<Vec<PathBuf>, Trouble> {
        let index = self.find(Path::new("."))?;
        let mut files = self.found[index].1.changed_files()?;
        files.retain(|file| is_issue(file) || is_template(file));
        Ok(files)
    }

    /// What a file was like before the change.
    ///
    /// # Errors
    ///
    /// Those of git, and where a file lies in no repository.
    pub(super) fn before(&mut self, inputs: &[Input]) -> HashMap<PathBuf, Result<Before, Trouble>> {
        let mut before = HashMap::new();
        let mut by_revision: HashMap<usize, Vec<(PathBuf, String)>> = HashMap::new();
        for path in inputs.iter().filter_map(|input| input.path.clone()) {
            let found = self.find(&path).and_then(|index| {
                let outside = || "the file lies outside of the repository".to_owned();
                Ok((index, self.found[index].1.path_of(&path).ok_or_else(outside)?))
            });
            match found {
                Ok((index, name)) => by_revision.entry(index).or_default().push((path, name)),
                Err(trouble) => _ = before.insert(path, Err(trouble)),
            }
        }
        for (index, files) in by_revision {
            let revision = &self.found[index].1;
            match all_before(revision, &files) {
                Ok(found) => before.extend(files.into_iter().map(|(path, _)| path).zip(found.into_iter().map(Ok))),
                Err(trouble) => before.extend(files.into_iter().map(|(path, _)| (path, Err(trouble.clone())))),
            }
        }
        before
    }

    /// The index of the revision in the repository around a path.
    fn find(&mut self, path: &Path) -> Result<usize, Trouble> {
        let absolute = path.canonicalize().or_else(|_| std::path::absolute(path)).map_err(|error| error.to_string())?;
        let top = absolute.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
        if let Some(index) = self.found.iter().position(|(known, _)| Some(known) == top.as_ref()) {
            return Ok(index);
        }
        // Standard input may go by the name of a file in a folder that is not there.
        let folder = absolute.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
        let folder = if path == Path::new(".") { path } else { folder };
        let revision = Revision::find(folder, &self.rev)?;
        self.found.push((top.unwrap_or_default(), revision));
        Ok(self.found.len() - 1)
    }
}

fn all_before(revision: &Revision, files: &[(PathBuf, String)]) -> Result<Vec<Before>, Trouble> {
    // All is asked for at once: for each file itself, where it lay before it was published or after, and both folders.
    let paths: Vec<String> = files.iter().flat_map(|(_, name)| asked_for(name)).collect();
    let mut objects = revision.objects(&paths)?.into_iter();
    let mut next = || objects.next().flatten();
    let mut all = Vec::with_capacity(files.len());
    for (path, name) in files {
        let [own, other, drafts, published] = [next(), next(), next(), next()];
        let was_there = own.is_some();
        let mut earlier = own.map(|file| (name.clone(), file)).or_else(|| Some((moved(name)?, other?)));
        if earlier.is_none()
            && let Some(name) = revision.renamed_from(name)?
        {
            let file = revision.objects(std::slice::from_ref(&name))?.pop().flatten();
            earlier = file.map(|file| (name, file));
        }
        let listing = Listing::new(drafts.as_ref(), published.as_ref());
        let role = role(path, was_there, earlier.is_some(), &listing);
        let stage = match &earlier {
            Some((name, _)) if name.rsplit('/').nth(1) == Some("content") => Stage::Published,
            _ => Stage::Draft,
        };
        let source = earlier.and_then(|(name, file)| match file {
            // What was UTF-16 then could not be linted: all of it is new.
            Object::File(bytes) => Source::from_bytes(name, bytes).ok(),
            Object::Folder(_) => None,
        });
        let [_, _, folder, _] = asked_for(name);
        let current_draft = listing.current_draft().map(|draft| format!("{folder}/{draft}"));
        all.push(Before { source, stage, role, current_draft });
    }
    Ok(all)
}

/// What is asked of git about a file: it, the file of its name in the other folder, the folder of drafts, that of
/// published issues.
fn asked_for(name: &str) -> [String; 4] {
    let root = name.rsplitn(3, '/').nth(2);
    let folder = |folder: &str| root.map_or_else(|| folder.to_owned(), |root| format!("{root}/{folder}"));
    [name.to_owned(), moved(name).unwrap_or_else(|| name.to_owned()), folder("draft"), folder("content")]
}

/// The issues of a checkout before the change.
#[derive(Debug, Default)]
struct Listing {
    newest_draft: Option<(Date, String)>,
    newest_published: Option<Date>,
}

impl Listing {
    fn new(drafts: Option<&Object>, published: Option<&Object>) -> Self {
        let issues = |folder: Option<&Object>| {
            let names = match folder {
                Some(Object::Folder(names)) => names.clone(),
                _ => Vec::new(),
            };
            names.into_iter().filter_map(|name| Some((issue_date(Path::new(&name))?, name))).max()
        };
        Self { newest_draft: issues(drafts), newest_published: issues(published).map(|(date, _)| date) }
    }

    /// The name of the draft that takes submissions: the newest, unless its issue is published.
    fn current_draft(&self) -> Option<&str> {
        let (date, name) = self.newest_draft.as_ref()?;
        self.newest_published.is_none_or(|published| *date > published).then_some(name)
    }
}

fn role(path: &Path, was_there: bool, was_elsewhere: bool, listing: &Listing) -> Role {
    if is_template(path) {
        return if was_there { Role::Template } else { Role::Current };
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
fn moved(name: &str) -> Option<String> {
    let (folder, file) = name.rsplit_once('/')?;
    let (root, other) = match folder.strip_suffix("content") {
        Some(root) => (root, "draft"),
        None => (folder.strip_suffix("draft")?, "content"),
    };
    (root.is_empty() || root.ends_with('/')).then(|| format!("{root}{other}/{file}"))
}

fn is_issue(path: &Path) -> bool {
    let folder = path.parent().and_then(Path::file_name).and_then(|folder| folder.to_str());
    issue_date(path).is_some() && matches!(folder, Some("draft" | "content"))
}

fn is_template(path: &Path) -> bool {
    path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|stem| stem == TEMPLATE)
}
