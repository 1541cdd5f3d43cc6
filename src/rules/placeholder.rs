//! Placeholders of the template in a published issue.

use crate::diagnostic::{Fix, excerpt};
use crate::document::{Document, LineKind, Section, SectionKind};
use crate::issue::Stage;
use crate::lexicon::is_placeholder;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "placeholder",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports placeholders of the template that are still there when the issue is published, such as \
              `REDDIT_LINK_HERE`, and sections with only a comment that says what belongs there.",
    why: "Readers click on a link that does not work, or see a heading with nothing below it. In a draft, both are \
          allowed.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "## Jobs\n\nPlease see the latest [Who's Hiring thread on r/rust](INSERT_LINK_HERE)\n",
            "## Jobs\n\nPlease see the latest [Who's Hiring thread on r/rust](https://www.reddit.com/r/rust/comments/abc123/official_whos_hiring/)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Jobs\n\nPlease see the latest [Who's Hiring thread on r/rust](https://www.reddit.com/r/rust/comments/abc123/official_whos_hiring/)\n",
        )])
        .published(),
        Example::by_hand(
            "Please see the latest [Who's Hiring thread on r/rust](INSERT_LINK_HERE)\n",
            "Please see the latest [Who's Hiring thread on r/rust](https://www.reddit.com/r/rust/comments/abc123/hiring/)\n",
        )
        .published(),
        Example::by_hand(
            "## Jobs\n\n<!-- Jobs go here -->\n\n## Credits\n\nThanks!\n",
            "## Jobs\n\nAsk on r/rust.\n\n## Credits\n\nThanks!\n",
        )
        .published(),
    ],
    silent: &[
        Silent::because("a draft may have placeholders", "Please see the latest [Who's Hiring thread on r/rust](INSERT_LINK_HERE)\n"),
        Silent::because("the placeholder is part of a name", "The constant `INSERT_LINK_HERE` and the macros MEET_HERE and INSERT_LINK_HEREAFTER are public.\n").published(),
        Silent::because("a price is not a placeholder", "It costs $twirls.\n").published(),
        Silent::because("there is text below the comment", "## Jobs\n\n<!-- Jobs go here -->\n\nAsk on r/rust.\n").published(),
        Silent::because("there is a subsection with text", "## Jobs\n\n<!-- Jobs go here -->\n\n### Europe\n\nAsk in Ghent.\n").published(),
        Silent::because("the comment says something else", "## Jobs\n\n<!-- Jobs are on r/rust -->\n").published(),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    if cx.stage == Stage::Draft {
        return;
    }
    let document = cx.document;
    let near_links = document.near_links().iter().filter_map(|link| link.url);
    let mut marks: Vec<Span> = document
        .urls()
        .iter()
        .map(|url| url.whole())
        .chain(near_links)
        .filter(|at| is_placeholder(document.text(*at)))
        .collect();
    marks.extend(document.all_text_runs().flat_map(|run| marks_in(document.text(run), run.start)));
    marks.sort_unstable();
    marks.dedup_by(|next, last| last.overlaps(*next));
    for mark in marks {
        let shown = excerpt(document.text(mark));
        let thread = if is_hiring_thread(document, mark) { cx.history.hiring_thread() } else { None };
        let diagnostic = cx.report(mark, format!("`{shown}` is a placeholder of the template"));
        diagnostic.help("Replace this with the link or the text that belongs here, or remove it.");
        if let Some((issue, link)) = thread {
            let url = issue.text(link.destination);
            diagnostic
                .help("Replace this with the link to this month's thread; the fix takes the thread of the last issue.")
                .label_elsewhere(issue.place(link.destination), "the link in the last issue")
                .fix(Fix::unsafe_("Write the link of the last issue", Edit::replace(mark, url)));
        }
    }
    empty_sections(cx);
}

/// Whether a mark is where the address of the thread belongs in which people offer jobs.
fn is_hiring_thread(document: &Document<'_>, mark: Span) -> bool {
    let link = document.link_at(mark.start).filter(|link| link.destination.contains(mark));
    link.is_some_and(|link| document.text(link.text).contains("Hiring"))
}

/// `INSERT_LINK_HERE`, `$twir_link` in a text that begins at byte `base`.
fn marks_in(text: &str, base: usize) -> Vec<Span> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut marks = Vec::new();
    for end in memchr::memmem::find_iter(text.as_bytes(), "_HERE").map(|at| at + "_HERE".len()) {
        // Looked at before the beginning is sought, so that a long row of marks is not gone through for each.
        if text.as_bytes().get(end).is_some_and(is_word) {
            continue;
        }
        let word =
            text.as_bytes()[..end].iter().rev().take_while(|byte| byte.is_ascii_uppercase() || **byte == b'_').count();
        let start = end - word;
        let is_whole = !text.as_bytes()[..start].last().is_some_and(is_word);
        let is_known = ["LINK", "URL", "INSERT", "REDDIT"].iter().any(|part| text[start..end].contains(part));
        if is_whole && is_known {
            marks.push(Span::new(base + start, base + end));
        }
    }
    for start in memchr::memmem::find_iter(text.as_bytes(), "$twir_") {
        let length = text.as_bytes()[start + 1..].iter().take_while(|byte| is_word(byte)).count();
        marks.push(Span::new(base + start, base + start + 1 + length));
    }
    marks
}

/// Sections that `empty-section` reports, whether they have a comment or nothing.
const RULED_ELSEWHERE: [SectionKind; 3] =
    [SectionKind::CrateOfTheWeek, SectionKind::Quote, SectionKind::PerformanceTriage];

fn empty_sections(cx: &mut Context<'_>) {
    let document = cx.document;
    let mut comments = document.comments().iter().peekable();
    for (index, section) in document.sections().iter().enumerate() {
        let mut says_what = None;
        while let Some(comment) = comments.next_if(|comment| comment.span.start < section.span.end) {
            let body = document.text(comment.body()).trim_end_matches(|c: char| !c.is_alphanumeric());
            if body.ends_with(" go here") || body.ends_with(" goes here") {
                says_what.get_or_insert(comment.span);
            }
        }
        let Some((comment, heading)) = says_what.zip(section.heading) else { continue };
        if RULED_ELSEWHERE.contains(&section.kind) {
            continue;
        }
        let below = document.sections().get(index + 1).and_then(|next| next.heading);
        if below.is_none_or(|next| next.level <= heading.level) && is_empty(document, section) {
            let shown = excerpt(document.text(comment));
            cx.report(comment, format!("the section `{}` has only the comment `{shown}`", excerpt(section.name)))
                .help("Write the text that belongs here, or remove the section.");
        }
    }
}

fn is_empty(document: &Document<'_>, section: &Section<'_>) -> bool {
    document.lines_of(section).all(|(_, kind)| matches!(kind, LineKind::Blank | LineKind::Comment))
}
