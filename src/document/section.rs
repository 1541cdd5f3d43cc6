//! Owns the headings that an issue has, and what each stands for.

use crate::lexicon::place::Region;
use crate::text::Span;

/// A community section, into which contributors submit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Community {
    /// The Rust project's own blogs.
    Official,
    /// The Rust Foundation.
    Foundation,
    /// Other newsletters.
    Newsletters,
    /// News of crates and tools.
    ProjectUpdates,
    /// Opinion and experience.
    Observations,
    /// Tutorials.
    Walkthroughs,
    /// Papers.
    Research,
    /// What fits nowhere else.
    Miscellaneous,
    /// A heading that only one issue has.
    Other,
}

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// Before the first heading of an issue.
    Preamble,
    /// Before the first heading of a text without front matter.
    Fragment,
    /// "Updates from Rust Community" itself.
    CommunityRoot,
    /// Below it.
    Community(Community),
    /// "Crate of the Week".
    CrateOfTheWeek,
    /// "Calls for Testing", and its sub-headings.
    CallsForTesting,
    /// "Call for Participation" itself; tasks stood directly below it before there were calls for speakers.
    CallForParticipation,
    /// "CFP - Projects".
    CfpProjects,
    /// "CFP - Events", once "CFP - Speakers".
    CfpEvents,
    /// "Updates from the Rust Project" and its areas.
    RustProject,
    /// "Rust Compiler Performance Triage".
    PerformanceTriage,
    /// "Approved RFCs".
    ApprovedRfcs,
    /// "Final Comment Period", "Tracking Issues & PRs" and the teams below them.
    FinalCommentPeriod,
    /// "New and Updated RFCs".
    NewRfcs,
    /// "Upcoming Events" itself.
    UpcomingEvents,
    /// A region below it, "Virtual" included.
    EventRegion,
    /// "Jobs".
    Jobs,
    /// "Quote of the Week".
    Quote,
    /// None of these.
    Unknown,
}

impl SectionKind {
    /// Whether its entries are submissions of the community.
    #[must_use]
    pub fn is_community(self) -> bool {
        matches!(self, Self::Community(_))
    }

    /// Whether its body is a list of entries.
    #[must_use]
    pub fn is_entry_list(self) -> bool {
        self.takes_submissions()
            || matches!(self, Self::RustProject | Self::ApprovedRfcs | Self::FinalCommentPeriod | Self::NewRfcs)
    }

    /// Whether none of its entries is nested below another one; events are below their date.
    #[must_use]
    pub fn has_flat_entries(self) -> bool {
        self.is_community()
            || matches!(
                self,
                Self::Fragment
                    | Self::CfpEvents
                    | Self::RustProject
                    | Self::FinalCommentPeriod
                    | Self::ApprovedRfcs
                    | Self::NewRfcs
            )
    }

    /// Whether it says `*No … this week.*` where it has no entries.
    #[must_use]
    pub fn has_none_message(self) -> bool {
        matches!(
            self,
            Self::CallForParticipation
                | Self::CfpProjects
                | Self::CfpEvents
                | Self::CallsForTesting
                | Self::ApprovedRfcs
                | Self::FinalCommentPeriod
                | Self::NewRfcs
        )
    }

    /// Whether its entries are tasks for contributors.
    #[must_use]
    pub fn has_tasks(self) -> bool {
        // Before there were calls for speakers, tasks were directly below "Call for Participation".
        matches!(self, Self::CfpProjects | Self::CallForParticipation)
    }

    /// Whether an entry that lacks its bullet is still known for an entry there.
    #[must_use]
    pub fn takes_submissions(self) -> bool {
        matches!(
            self,
            Self::Fragment
                | Self::Community(_)
                | Self::CallForParticipation
                | Self::CfpProjects
                | Self::CfpEvents
                | Self::EventRegion
        )
    }
}

/// How a heading is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingForm {
    /// `## Heading`.
    Regular,
    /// ` ## Heading`: text on the site.
    Indented,
    /// `##Heading`: a heading on the site, text on GitHub.
    NoSpace,
    /// Text that only begins with `#`: the site makes a heading of it.
    Accidental,
}

/// A line that begins with `#`.
#[derive(Clone, Copy, Debug)]
pub struct Heading {
    /// The whole line.
    pub span: Span,
    /// The number of `#`.
    pub level: usize,
    /// The `#`s.
    pub marker: Span,
    /// The text after them, without spaces and closing `#`s.
    pub text: Span,
    /// How it is written.
    pub form: HeadingForm,
}

/// How the name of a section is written that is no heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostHeadingForm {
    /// As a line of text.
    Text,
    /// As a line in bold.
    Bold,
    /// With its `#` as the content of an entry, of which this is the index.
    Item(usize),
}

/// The name of a section that is meant as a heading and is none. What follows belongs to that section, though the
/// outline has it in the one above.
#[derive(Clone, Copy, Debug)]
pub struct LostHeading<'a> {
    /// Index of its line, from 0.
    pub line: usize,
    /// The name alone.
    pub name: &'a str,
    /// Which section is meant.
    pub kind: SectionKind,
    /// How it is written.
    pub form: LostHeadingForm,
    /// Whether a list follows a line of text, after at most one blank line.
    pub has_list: bool,
}

/// A heading and what is below it, up to the next heading.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    /// What it is about.
    pub kind: SectionKind,
    /// Its heading; only the first section has none.
    pub heading: Option<Heading>,
    /// The text of the heading without link and punctuation; empty where there is none.
    pub name: &'a str,
    /// The region of the events that it names, if it is one.
    pub region: Option<Region>,
    /// From the heading up to the next one.
    pub span: Span,
}

/// The community sections as the newsletter's guidelines list them, in their order.
pub const COMMUNITY_SECTIONS: [(Community, &str); 8] = [
    (Community::Official, "Official"),
    (Community::Foundation, "Foundation"),
    (Community::Newsletters, "Newsletters"),
    (Community::ProjectUpdates, "Project/Tooling Updates"),
    (Community::Observations, "Observations/Thoughts"),
    (Community::Walkthroughs, "Rust Walkthroughs"),
    (Community::Research, "Research"),
    (Community::Miscellaneous, "Miscellaneous"),
];
