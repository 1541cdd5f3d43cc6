//! Owns what a rule is: a value that names, explains, demonstrates and performs one check.

pub mod change;
pub mod options;

use std::fmt;

use crate::archive::History;
use crate::diagnostic::{Diagnostic, Gravity};
use crate::document::{Directive, Document, Item, Link};
use crate::issue::{Role, Stage};
use crate::pages::{Outcome, Page, Pages};
use crate::rule::change::Change;
use crate::rule::options::{OptionSpec, Options};
use crate::text::Span;

/// One check, with all that is to be said of it. Each is in a file of its own under `rules/`.
///
/// Its check takes what it needs of [`Context::document`], whose parts know where they stand, and calls
/// [`Context::report`] for each place at fault:
///
/// ```
/// # use twir_lint::rule::Context;
/// fn check(cx: &mut Context<'_>) {
///     let document = cx.document;
///     for item in document.community_entries() {
///         for link in document.links_of(item) {
///             if document.text(link.text).contains("!!") {
///                 cx.report(link.text, "the title of this entry shouts").help("One `!` is enough.");
///             }
///         }
///     }
/// }
/// ```
pub struct Rule {
    /// The public name, in kebab case; reads well after the word "allow".
    pub name: &'static str,
    /// What belongs together in listings.
    pub group: Group,
    /// What happens by default to what it finds.
    pub level: Level,
    /// The most that its fixes may claim.
    pub fix: FixAvailability,
    /// What it reports, in one sentence.
    pub summary: &'static str,
    /// Why it matters, with the newsletter's guideline where there is one.
    pub why: &'static str,
    /// What it looks at beside the text.
    pub needs: Needs,
    /// What triggers it and what it should read like; documentation and tests at once.
    pub examples: &'static [Example],
    /// Texts that look like its examples, and about which nothing is said.
    pub silent: &'static [Silent],
    /// What can be set about it beyond its level.
    pub options: &'static [OptionSpec],
    /// Looks at a document and reports.
    pub check: fn(&mut Context<'_>),
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Where the page that explains a rule is; none as long as `Cargo.toml` does not say where the repository is.
#[must_use]
pub fn docs_url(rule: &Rule) -> Option<String> {
    Some(format!("{}/blob/main/docs/rules/{}.md#{}", repository()?, rule.group.name(), rule.name))
}

/// Where the repository is, as `Cargo.toml` says; none as long as its owner is a placeholder.
#[must_use]
pub fn repository() -> Option<&'static str> {
    let repository = env!("CARGO_PKG_REPOSITORY");
    (!repository.contains("/OWNER/")).then_some(repository)
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Group {
    /// What the site's renderer makes a list of.
    Entries,
    /// Destinations, and what should be a link.
    Links,
    /// The words of a link.
    #[serde(rename = "Link text")]
    LinkText,
    /// `[video]` and the like.
    Prefixes,
    /// Markup and characters.
    #[serde(rename = "Markup and characters")]
    Markup,
    /// Events, field by field.
    Events,
    /// Both calls for participation.
    #[serde(rename = "Calls for participation")]
    Calls,
    /// Front matter, headings, and what the template leaves to the editors.
    #[serde(rename = "The issue as a whole")]
    Issue,
    /// What the pages say that links lead to.
    Pages,
}

impl Group {
    /// All groups, in the order in which rules are listed.
    pub const ALL: [Self; 9] = [
        Self::Entries,
        Self::Links,
        Self::LinkText,
        Self::Prefixes,
        Self::Markup,
        Self::Events,
        Self::Calls,
        Self::Issue,
        Self::Pages,
    ];

    /// What the command line calls it, and the file of its page below `docs/rules/`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Entries => "entries",
            Self::Links => "links",
            Self::LinkText => "link-text",
            Self::Prefixes => "prefixes",
            Self::Markup => "markup",
            Self::Events => "events",
            Self::Calls => "cfp",
            Self::Issue => "issue",
            Self::Pages => "pages",
        }
    }

    /// The heading for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Entries => "Entries",
            Self::Links => "Links",
            Self::LinkText => "Link text",
            Self::Prefixes => "Prefixes",
            Self::Markup => "Markup and characters",
            Self::Events => "Events",
            Self::Calls => "Calls for participation",
            Self::Issue => "The issue as a whole",
            Self::Pages => "Pages",
        }
    }
}

/// What happens to what a rule finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It is not looked for.
    Off,
    /// It is not reported, and `--fix` mends it all the same: form that readers do not see.
    Tidy,
    /// It is reported as a warning.
    Warning,
    /// It is reported as an error.
    Error,
}

impl Level {
    /// The word for it, in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Tidy => "tidy",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a rule looks at beside the text. In a run that does not have it, the rule says nothing, and nobody can tell
/// whether it would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The text alone.
    Text,
    /// The issues before this one.
    EarlierIssues,
    /// The text before a change.
    Change,
    /// What the pages say that links lead to: they are opened with `--online` only.
    Pages,
    /// What the directives of the text have done to the findings of all other rules: it runs last.
    Directives,
}

/// The most that the fixes of a rule may claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FixAvailability {
    /// It has none.
    None,
    /// Its fixes want a look.
    Unsafe,
    /// Its fixes can be applied without asking, where only one reading exists.
    Safe,
}

impl FixAvailability {
    /// The word for it, in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// A text that triggers a rule, and how it should read.
#[derive(Debug)]
pub struct Example {
    /// Triggers this rule and no other. A text without front matter is a fragment.
    pub bad: &'static str,
    /// Triggers nothing. Where `fixed` says so, it is what the fix makes of `bad`.
    pub good: &'static str,
    /// Whether the fix of `bad` is known to give `good`: tests apply it.
    pub fixed: bool,
    /// What else both texts are judged by.
    pub setting: Setting,
}

/// A text that looks like one that triggers a rule, and does not.
#[derive(Debug)]
pub struct Silent {
    /// Why nothing is wrong with it, as a clause that goes on after "because".
    pub why: &'static str,
    /// The text; no rule says anything about it.
    pub text: &'static str,
    /// What else it is judged by.
    pub setting: Setting,
}

/// What an example is judged by beside its text.
#[derive(Debug)]
pub struct Setting {
    /// Whether it is judged as published.
    pub publish: bool,
    /// Earlier issues, oldest first: name of the file, and text.
    pub history: &'static [(&'static str, &'static str)],
    /// The file before the change, for a rule that judges changes.
    pub before: Option<Earlier>,
    /// What the servers answer that links lead to: an address, and the answers as `curl --include --location` prints
    /// them; a text that does not begin with `HTTP/1.1` is a page by itself.
    pub pages: &'static [(&'static str, &'static str)],
}

impl Setting {
    /// A draft by itself.
    pub const DRAFT: Self = Self { publish: false, history: &[], before: None, pages: &[] };
}

/// A file before a change.
#[derive(Debug)]
pub struct Earlier {
    /// What kind of file it is.
    pub role: Role,
    /// Its text.
    pub text: &'static str,
}

impl Example {
    /// An example whose fix gives exactly `good`.
    #[must_use]
    pub const fn fixed(bad: &'static str, good: &'static str) -> Self {
        Self { bad, good, fixed: true, setting: Setting::DRAFT }
    }

    /// An example that only a person can put right.
    #[must_use]
    pub const fn by_hand(bad: &'static str, good: &'static str) -> Self {
        Self { bad, good, fixed: false, setting: Setting::DRAFT }
    }
}

impl Silent {
    /// A text about which nothing is said, because of `why`.
    #[must_use]
    pub const fn because(why: &'static str, text: &'static str) -> Self {
        Self { why, text, setting: Setting::DRAFT }
    }
}

/// The ways to say what a text is judged by beside itself, for whatever has a [`Setting`].
macro_rules! with_setting {
    ($($type:ty),+) => {$(
        impl $type {
            /// The same text, judged as published.
            #[must_use]
            pub const fn published(mut self) -> Self {
                self.setting.publish = true;
                self
            }

            /// The same text, as a change to an earlier one.
            #[must_use]
            pub const fn since(mut self, earlier: Earlier) -> Self {
                self.setting.before = Some(earlier);
                self
            }

            /// The same text, with what servers answer: [`Setting::pages`].
            #[must_use]
            pub const fn online(mut self, pages: &'static [(&'static str, &'static str)]) -> Self {
                self.setting.pages = pages;
                self
            }

            /// The same text, with issues before it.
            #[must_use]
            pub const fn after(mut self, history: &'static [(&'static str, &'static str)]) -> Self {
                self.setting.history = history;
                self
            }
        }
    )+};
}

with_setting!(Example, Silent);

/// What is wrong with a directive.
#[derive(Clone, Debug)]
pub(crate) struct Idle {
    /// The directive.
    pub(crate) directive: Directive,
    /// Its names that do nothing. None where it is not written as a directive is.
    pub(crate) names: Vec<IdleName>,
}

/// A name in a directive that does nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IdleName {
    /// The name.
    pub(crate) span: Span,
    /// Whether a rule has that name, which has nothing to say there.
    pub(crate) is_rule: bool,
    /// The name of the rule that is meant, where no rule has that name.
    pub(crate) meant: Option<&'static str>,
}

/// What rules judge, and by what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) stage: Stage,
    pub(crate) history: &'a History,
    pub(crate) pages: &'a Pages,
    pub(crate) options: &'a Options,
    pub(crate) change: Option<&'a Change<'a>>,
}

/// What a rule sees, and where it reports.
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document<'a>,
    /// Whether it is judged as published.
    pub stage: Stage,
    /// What earlier issues hold.
    pub history: &'a History,
    /// What is known of the pages that links lead to.
    pub pages: &'a Pages,
    /// The options of the rules.
    pub options: &'a Options,
    /// The change that is judged; none where all of the text is.
    pub change: Option<&'a Change<'a>>,
    /// For a rule that needs [`Needs::Directives`]: the names in directives that suppress nothing.
    pub(crate) idle: &'a [Idle],
    rule: &'static Rule,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(facts: &Facts<'a>, rule: &'static Rule) -> Self {
        let Facts { document, stage, history, pages, options, change } = *facts;
        Self { document, stage, history, pages, options, change, idle: &[], rule, diagnostics: Vec::new() }
    }

    pub(crate) fn with_idle(self, idle: &'a [Idle]) -> Self {
        Self { idle, ..self }
    }

    /// What the rule finds: nothing where it needs earlier issues or pages, and there are none.
    pub(crate) fn run(mut self) -> Vec<Diagnostic> {
        let is_to_be_had = match self.rule.needs {
            Needs::EarlierIssues => !self.history.is_empty(),
            Needs::Pages => !self.pages.is_empty(),
            Needs::Text | Needs::Change | Needs::Directives => true,
        };
        if is_to_be_had {
            (self.rule.check)(&mut self);
        }
        self.diagnostics
    }

    /// What became of the address that a link leads to; none where nobody has opened it.
    #[must_use]
    pub fn outcome(&self, link: &Link<'_>) -> Option<&'a Outcome> {
        self.pages.get(&self.document.destination(link))
    }

    /// What is known of the page that a link leads to; none where it was not opened or could not be read.
    #[must_use]
    pub fn page(&self, link: &Link<'_>) -> Option<&'a Page> {
        self.pages.page(&self.document.destination(link))
    }

    /// The community entries whose page is known, each with its first link.
    pub fn opened_entries(&self) -> impl Iterator<Item = (&'a Item, &'a Link<'a>, &'a Page)> + use<'a> {
        let (document, pages) = (self.document, self.pages);
        document.community_entries().filter_map(move |item| {
            let link = document.links_of(item).first().filter(|link| link.has_own_destination() && !link.is_image)?;
            Some((item, link, pages.page(&document.destination(link))?))
        })
    }

    /// How wrong markup is at a byte offset: hardly, where the site shows all of the entry around it.
    pub(crate) fn gravity_at(&self, offset: usize) -> Gravity {
        if self.document.is_shown_whole(offset) { Gravity::Doubtful } else { Gravity::Wrong }
    }

    /// Reports that `span` is at fault. The message says what is wrong there, in one sentence without a full
    /// stop; help, labels and fix are added to what this returns.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::new(self.rule.name, span, message));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }
}
