//! One entry broken over two lines.

use crate::diagnostic::{Fix, Gravity};
use crate::document::{Document, Item, SectionKind, Shown};
use crate::lexicon::looks_cut;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

use super::missing_bullet::is_prefix_alone;
use super::swallowed_list::is_delimiter_row;

/// Bytes of text beside the link from which on an entry is prose.
const PROSE: usize = 60;

pub(super) static RULE: Rule = Rule {
    name: "hard-wrapped-item",
    group: Group::Entries,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports entries that are split over several lines. Prose and the template's own sentences are not \
              reported.",
    why: "The editors' tools expect one entry on each line, and changes are easier to read.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [A title that is rather\n  long](https://example.org/post)\n",
            "* [A title that is rather long](https://example.org/post)\n",
        ),
        Example::fixed("*\n  [A title](https://example.org/post)\n", "* [A title](https://example.org/post)\n"),
        Example::fixed(
            "## Updates from the Rust Project\n* [sort all\n  tables](https://github.com/rust-lang/rust/pull/1)\n",
            "## Updates from the Rust Project\n* [sort all tables](https://github.com/rust-lang/rust/pull/1)\n",
        ),
        Example::by_hand(
            "* [A title that is ra\n  ther long](https://example.org/post)\n",
            "* [A title that is rather long](https://example.org/post)\n",
        ),
    ],
    silent: &[Silent::because(
        "the site takes attributes out of the last line",
        "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n    {: .new }\n",
    )],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items().iter().filter(|item| item.last_line > item.first_line) {
        let kind = document.section_of(item).kind;
        let is_bare = document.text(document.source.line(item.first_line)).trim().len() == 1;
        if !is_bare && kind == SectionKind::CallForParticipation
            || !kind.is_entry_list()
            || !is_one_entry(document, item)
            || document.stray_line(item).is_some()
        {
            continue;
        }
        // `\\* …` is an entry of its own whose bullet is escaped.
        let is_escaped = |line: usize| document.text(document.source.line(line)).trim_start().starts_with('\\');
        // What the site takes out is no part of the entry.
        let is_attributes = |line: usize| {
            let text = document.text(document.source.line(line)).trim();
            // A line of `=` makes a heading of the entry.
            let is_underline = text.bytes().all(|byte| byte == b'=') || text.bytes().all(|byte| byte == b'-');
            text.starts_with('<')
                || text.starts_with('{') && text.ends_with('}')
                || is_underline
                || is_delimiter_row(text)
        };
        let is_part = |line: usize| {
            !is_attributes(line)
                && document.entry_in_backticks(line).is_none()
                && !matches!(document.site.line(line), Some(Shown::Nothing | Shown::Html | Shown::Footnote))
        };
        // What it is the prefix of is not in this entry.
        if document.links_of(item).iter().any(|link| document.source.line_index(link.span.end) < item.last_line)
            && is_prefix_alone(document.text(document.source.line(item.last_line)))
        {
            continue;
        }
        let mut lines = item.first_line + 1..=item.last_line;
        if lines.clone().any(is_escaped) || !lines.all(is_part) {
            continue;
        }
        let edits: Vec<Edit> = (item.first_line..item.last_line).map(|line| join(document, line)).collect();
        let lines = item.last_line - item.first_line + 1;
        let is_cut = (item.first_line..item.last_line).any(|line| {
            let [upper, lower] = [line, line + 1].map(|line| document.text(document.source.line(line)).trim());
            looks_cut(upper, lower)
        });
        let is_whole = document.is_shown_whole(item.content.start) && !is_cut;
        let diagnostic = cx.report(item.content, format!("this entry is split over {lines} lines"));
        if !is_whole {
            diagnostic.gravity(Gravity::Lost);
        }
        diagnostic.help("Write the whole entry on one line.");
        // Whether a space was there is not known.
        diagnostic.fix(if is_cut { Fix::unsafe_("Join the lines", edits) } else { Fix::safe("Join the lines", edits) });
    }
}

/// Whether the lines are one link with its prefixes, or the fields of an event, and not sentences.
fn is_one_entry(document: &Document<'_>, item: &Item) -> bool {
    let breaks_near_link =
        document.near_links_in(item.content).iter().any(|near| document.text(near.span).contains(['\n', '\r']));
    let [link] = document.links_of(item) else { return false };
    // A link may go on below what looks like a heading within its text.
    if !item.content.contains(link.span) {
        return false;
    }
    let beside = item.content.len() - link.span.len();
    let is_fields = item.has_date && document.source.line_index(link.span.start) == item.last_line;
    !breaks_near_link && (beside <= PROSE || is_fields)
}

/// Joins a line and the next: with one space, or with none within the parentheses of a link.
fn join(document: &Document<'_>, line: usize) -> Edit {
    let source = document.source;
    let (upper, lower) = (document.text(source.line(line)), source.line(line + 1));
    let start = source.line(line).start + upper.trim_end().len();
    let end = lower.start + document.text(lower).len() - document.text(lower).trim_start().len();
    let is_tight = upper.trim_end().ends_with(['(', '[']) || document.text(lower).trim_start().starts_with(')');
    Edit::replace(Span::new(start, end), if is_tight { "" } else { " " })
}
