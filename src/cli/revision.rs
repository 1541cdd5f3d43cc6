//! Owns what `--since` comes to: which files have changed, and what each was like before.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::input::{Input, is_published};
use crate::baseline::{Before, Role};
use crate::git::{Revision, Trouble};
use crate::history::issue_date;
use crate::rule::Stage;
use crate::source::Source;

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
    let names: Vec<String> =
        files.iter().flat_map(|(_, name)| [name.clone(), moved(name).unwrap_or_else(|| name.clone())]).collect();
    let mut contents = revision.contents(&names)?.into_iter();
    let mut listings: HashMap<String, Listing> = HashMap::new();
    let mut all = Vec::with_capacity(files.len());
    for (path, name) in files {
        let (own, other) = (contents.next().flatten(), contents.next().flatten());
        let was_there = own.is_some();
        let mut earlier = own.map(|bytes| (name.clone(), bytes)).or_else(|| Some((moved(name)?, other?)));
        if earlier.is_none()
            && let Some(name) = revision.renamed_from(name)?
        {
            let bytes = revision.contents(std::slice::from_ref(&name))?.pop().flatten();
            earlier = bytes.map(|bytes| (name, bytes));
        }
        let root = name.rsplitn(3, '/').nth(2).unwrap_or_default();
        if !listings.contains_key(root) {
            listings.insert(root.to_owned(), Listing::new(revision, root)?);
        }
        let listing = listings.get(root);
        let role = role(path, was_there, earlier.is_some(), listing);
        let stage = match &earlier {
            Some((name, _)) if is_in(name, "content") => Stage::Published,
            _ => Stage::Draft,
        };
        all.push(Before {
            // What was UTF-16 then could not be linted: all of it is new.
            source: earlier.and_then(|(name, bytes)| Source::from_bytes(name, bytes).ok()),
            stage,
            role,
            current_draft: listing.and_then(Listing::current_draft),
        });
    }
    Ok(all)
}

/// The issues of a checkout before the change.
#[derive(Debug, Default)]
struct Listing {
    newest_draft: Option<(Date, String)>,
    newest_published: Option<Date>,
}

impl Listing {
    fn new(revision: &Revision, root: &str) -> Result<Self, Trouble> {
        let folder = |name: &str| if root.is_empty() { name.to_owned() } else { format!("{root}/{name}") };
        let mut listing = Self::default();
        for name in revision.files_in([&folder("draft"), &folder("content")])? {
            let Some(date) = issue_date(Path::new(&name)) else { continue };
            if is_in(&name, "content") {
                listing.newest_published = listing.newest_published.max(Some(date));
            } else {
                listing.newest_draft = listing.newest_draft.max(Some((date, name)));
            }
        }
        Ok(listing)
    }

    /// The draft that takes submissions: the newest, unless its issue is published.
    fn current_draft(&self) -> Option<String> {
        let (date, name) = self.newest_draft.as_ref()?;
        self.newest_published.is_none_or(|published| *date > published).then(|| name.clone())
    }
}

fn role(path: &Path, was_there: bool, was_elsewhere: bool, listing: Option<&Listing>) -> Role {
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
    let is_old = listing.is_some_and(|listing| {
        listing.newest_draft.as_ref().is_some_and(|(newest, _)| date < *newest)
            || listing.newest_published.is_some_and(|published| date <= published)
    });
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

/// Whether a path within a repository lies directly in a folder of that name.
fn is_in(name: &str, folder: &str) -> bool {
    name.rsplit('/').nth(1) == Some(folder)
}

fn is_issue(path: &Path) -> bool {
    let folder = path.parent().and_then(Path::file_name).and_then(|folder| folder.to_str());
    issue_date(path).is_some() && matches!(folder, Some("draft" | "content"))
}

fn is_template(path: &Path) -> bool {
    path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|stem| stem == TEMPLATE)
}
