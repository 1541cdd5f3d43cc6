//! Owns what is said of a change beside its findings: what it says of its own judgement, which is not heeded, and what
//! of it was not looked at.

use crate::report::{MOST_SHOWN, Report, counted, visible};

/// What a change brings along to switch its own judgement off, and what of it was not judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeReport {
    /// The revision that it is compared with, as it is called.
    pub since: String,
    /// Whether that is the branch that is checked out: nothing that is committed is new.
    pub is_itself: bool,
    /// The configuration files that it adds, edits or removes: those of the earlier revision hold.
    pub configuration: Vec<String>,
    /// The files that its configuration leaves out, which were linted all the same.
    pub excluded: Vec<String>,
    /// The changed Markdown files that were not linted.
    pub unchecked: Vec<Unchecked>,
}

/// A changed Markdown file that was not linted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// Its path.
    pub path: String,
    /// Why it was not.
    pub reason: Reason,
}

/// Why a changed Markdown file was not linted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It may be meant as an issue, but is not named or placed as one, or is not in the checkout.
    Misplaced,
    /// It is something else.
    NotAnIssue,
    /// The configuration leaves it out.
    LeftOut,
}

/// Something to know about a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Whether it is more than good to know.
    pub is_warning: bool,
    /// One or two sentences; ` around what is quoted.
    pub text: String,
}

/// Files that a note names; it says how many more there are.
const MOST_NAMES: usize = 10;

impl Report {
    /// How many findings are reported although a directive or a setting of the change would take them away.
    #[must_use]
    pub fn allowed_by_change(&self) -> usize {
        self.diagnostics().filter(|(_, diagnostic)| diagnostic.is_allowed_by_change).count()
    }

    /// What there is to know about the run.
    #[must_use]
    pub fn notes(&self) -> Vec<Note> {
        let mut notes: Vec<Note> = self.pages.iter().filter_map(|pages| pages.note()).collect();
        let unshown: usize = self.unshown().map(|unshown| unshown.count).sum();
        if unshown > 0 {
            notes.push(Note::warning(format!(
                "{} more are counted but not shown: {MOST_SHOWN} of each rule and file are.",
                counted(unshown, "finding")
            )));
        }
        let Some(change) = &self.change else { return notes };
        if change.is_itself {
            notes.push(Note { is_warning: self.files.is_empty(), text: change.itself() });
        }
        notes.extend(change.unheeded_settings().map(Note::warning));
        notes.extend(self.unheeded_directives().map(Note::warning));
        notes.extend(change.not_checked());
        notes
    }

    /// That findings are reported which the change allows.
    fn unheeded_directives(&self) -> Option<String> {
        match self.allowed_by_change() {
            0 => None,
            1 => Some("1 finding is reported although the change allows it.".to_owned()),
            many => Some(format!("{} are reported although the change allows them.", counted(many, "finding"))),
        }
    }
}

impl Note {
    fn warning(text: String) -> Note {
        Note { is_warning: true, text }
    }
}

impl ChangeReport {
    /// That the branch is compared with itself.
    fn itself(&self) -> String {
        format!(
            "`{}` has all commits of the branch that is checked out: only what is not committed is new. Compare with the \
             newsletter's branch, as `upstream/main`, or with an earlier commit, as `HEAD~1`.",
            visible(&self.since).replace('`', "'")
        )
    }

    /// That what it sets for itself does not apply.
    fn unheeded_settings(&self) -> impl Iterator<Item = String> {
        let configuration = (!self.configuration.is_empty()).then(|| {
            let files = names(&self.configuration);
            format!(
                "The change of {files} does not apply to itself: the configuration of the earlier revision is used."
            )
        });
        let excluded = (!self.excluded.is_empty())
            .then(|| format!("Checked although the change excludes it: {}.", names(&self.excluded)));
        configuration.into_iter().chain(excluded)
    }

    /// Which of its files were not linted, by reason.
    fn not_checked(&self) -> impl Iterator<Item = Note> {
        let reasons = [Reason::Misplaced, Reason::NotAnIssue, Reason::LeftOut];
        reasons.into_iter().filter_map(|reason| {
            let files = self.unchecked.iter().filter(|file| file.reason == reason);
            let files: Vec<String> = files.map(|file| file.path.clone()).collect();
            let why = match reason {
                Reason::Misplaced => "An issue is named `YYYY-MM-DD-this-week-in-rust.md`, in `draft/` or `content/`.",
                Reason::NotAnIssue => "This is not an issue.",
                Reason::LeftOut => "The configuration excludes it.",
            };
            (!files.is_empty()).then(|| Note {
                is_warning: reason == Reason::Misplaced,
                text: format!("Changed but not checked: {}. {why}", names(&files)),
            })
        })
    }
}

/// The names of files in a sentence.
fn names(files: &[String]) -> String {
    let quoted = |file: &String| format!("`{}`", visible(file).replace('`', "'"));
    let mut names = files.iter().take(MOST_NAMES).map(quoted).collect::<Vec<_>>().join(", ");
    if files.len() > MOST_NAMES {
        names.push_str(&format!(" and {} more", files.len() - MOST_NAMES));
    }
    names
}
