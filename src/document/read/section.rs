//! Reads headings, and what each stands for.

use crate::document::section::{Community, Heading, HeadingForm, SectionKind};
use crate::lexicon::is_invisible;
use crate::text::calendar::has_date_shape;
use crate::text::{Source, Span};

/// Reads a line as a heading. `after_text`: whether it follows a line of text directly.
pub(in crate::document) fn heading(source: &Source, line: Span, after_text: bool) -> Option<Heading> {
    let text = source.slice(line);
    let is_lead = |c: char| c == '\\' || c.is_whitespace() || is_invisible(c);
    let indent = text.len() - text.trim_start_matches(is_lead).len();
    let level = text[indent..].bytes().take_while(|byte| *byte == b'#').count();
    if level == 0 || level > 6 {
        return None;
    }
    // Behind anything but up to three spaces, only the name of a section says that a heading is meant.
    let is_far = indent > 3 || text[..indent].bytes().any(|byte| byte != b' ');
    let is_section = || {
        let inner = text[indent + level..].trim().trim_end_matches('#');
        known_kind(name(inner)).is_some_and(|kind| kind != SectionKind::Unknown)
    };
    let behind = &text[indent + level..];
    // `\#### Tools`: with three signs or more, nothing else is meant.
    let is_sub_heading = || {
        let is_blank = text[..indent].chars().all(|c| c == '\\' || c == '\t' || c == ' ');
        level > 2 && !after_text && is_blank && behind.starts_with(' ') && behind.contains(char::is_alphabetic)
    };
    if is_far && !is_section() && !is_sub_heading() {
        return None;
    }
    let inner = behind.trim_start().trim_end().trim_end_matches('#').trim_end();
    let start = line.start + text.len() - behind.trim_start().len();
    let has_space = behind.is_empty() || behind.starts_with([' ', '\t']);
    let first = inner.chars().next();
    let form = if !has_space && indent > 0 {
        return None;
    } else if !has_space && (level == 1 || after_text || !first.is_some_and(char::is_alphabetic)) {
        // `#Jobs` alone is a heading whose space was forgotten; `#1234)`, `#[attribute]` and words are not.
        if known_kind(name(inner)).is_some() && !after_text { HeadingForm::NoSpace } else { HeadingForm::Accidental }
    } else if inner.get(..10).is_some_and(has_date_shape) && inner.contains('|') {
        HeadingForm::Accidental
    } else if indent > 0 {
        HeadingForm::Indented
    } else if !has_space {
        HeadingForm::NoSpace
    } else {
        HeadingForm::Regular
    };
    Some(Heading {
        span: line,
        level,
        marker: Span::new(line.start + indent, line.start + indent + level),
        text: Span::new(start, start + inner.len()),
        form,
    })
}

/// The words of a heading: `[Approved RFCs](url)` → `Approved RFCs`, `Oceania:` → `Oceania`.
pub(crate) fn name(text: &str) -> &str {
    let text = match text.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => text,
    };
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '.' | '*'))
}

/// The words of a text that is `#` and the name of a section, with the spaces before them; without any, it may be a
/// hash tag.
pub(crate) fn known_heading(text: &str) -> Option<&str> {
    let words = text.strip_prefix('#')?.trim_start_matches('#');
    known_kind(name(words)).is_some().then_some(words)
}

/// Whether the name of a section goes on in the line below its heading.
pub(crate) fn goes_on(name: &str, below: &str) -> bool {
    known_kind(name).is_none() && known_kind(&format!("{name} {below}")).is_some()
}

/// What a heading means by its own words.
pub(crate) fn known_kind(name: &str) -> Option<SectionKind> {
    use Community as C;
    use SectionKind as S;
    let mut folded = [0_u8; 64];
    let folded = folded.get_mut(..name.len())?;
    folded.copy_from_slice(name.as_bytes());
    folded.make_ascii_lowercase();
    Some(match &*folded {
        b"updates from rust community" | b"updates from the rust community" => S::CommunityRoot,
        b"official" | b"official blog posts" => S::Community(C::Official),
        b"foundation" => S::Community(C::Foundation),
        b"newsletters" => S::Community(C::Newsletters),
        b"project/tooling updates" => S::Community(C::ProjectUpdates),
        b"observations/thoughts" => S::Community(C::Observations),
        b"rust walkthroughs" | b"walkthroughs" => S::Community(C::Walkthroughs),
        b"research" => S::Community(C::Research),
        b"miscellaneous" => S::Community(C::Miscellaneous),
        b"crate of the week" => S::CrateOfTheWeek,
        b"calls for testing" | b"call for testing" => S::CallsForTesting,
        b"call for participation" | b"calls for participation" | b"call for participation; projects and speakers" => {
            S::CallForParticipation
        }
        b"cfp - projects" => S::CfpProjects,
        b"cfp - events" | b"cfp - speakers" => S::CfpEvents,
        b"updates from the rust project" | b"updates from rust core" => S::RustProject,
        b"rust compiler performance triage" => S::PerformanceTriage,
        b"approved rfcs" => S::ApprovedRfcs,
        b"final comment period" | b"tracking issues & prs" => S::FinalCommentPeriod,
        b"new and updated rfcs" | b"new rfcs" => S::NewRfcs,
        b"upcoming events" => S::UpcomingEvents,
        b"virtual" | b"online" | b"africa" | b"asia" | b"asia pacific" | b"europe" | b"north america" | b"oceania"
        | b"south america" => S::EventRegion,
        b"jobs" | b"rust jobs" => S::Jobs,
        b"quote of the week" => S::Quote,
        _ => return None,
    })
}

/// What a heading means, its own words first, then the section that it is in.
pub(crate) fn kind(name: &str, parent: Option<SectionKind>) -> SectionKind {
    if let Some(kind) = known_kind(name) {
        return kind;
    }
    match parent {
        Some(SectionKind::CommunityRoot | SectionKind::Community(_)) => SectionKind::Community(Community::Other),
        Some(SectionKind::UpcomingEvents | SectionKind::EventRegion) => SectionKind::EventRegion,
        Some(
            kind @ (SectionKind::CallsForTesting
            | SectionKind::RustProject
            | SectionKind::ApprovedRfcs
            | SectionKind::FinalCommentPeriod
            | SectionKind::NewRfcs),
        ) => kind,
        _ => SectionKind::Unknown,
    }
}
