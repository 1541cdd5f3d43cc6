//! "No … this week", where it is not true, or where it is missing.
//!
//! Longer than other rules: each section says in its own words that there is nothing.

use std::cell::LazyCell;
use std::collections::HashMap;

use crate::diagnostic::{Fix, excerpt};
use crate::document::{Document, LineKind, Section, SectionKind, known_kind};
use crate::issue::Stage;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "none-message",
    group: Group::Calls,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports \"No … this week\" in a section with entries, and a section of approved or new RFCs of a \
              published issue that has neither entries nor that sentence.",
    why: "Readers read that there is nothing and see entries, or see nothing and do not know why.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### CFP - Projects\n\n* *No Calls for participation were submitted this week.*\n* [crab - Fix the parser](https://example.org/crab/issues/1)\n",
            "### CFP - Projects\n\n* [crab - Fix the parser](https://example.org/crab/issues/1)\n",
        ),
        Example::by_hand(
            "### [Approved RFCs](https://github.com/rust-lang/rfcs/commits/master)\n\n## Jobs\n",
            "### [Approved RFCs](https://github.com/rust-lang/rfcs/commits/master)\n\n* *No RFCs were approved this week.*\n\n## Jobs\n",
        )
        .published(),
    ],
    silent: &[
        Silent::because("a draft may have empty sections", "### Approved RFCs\n\n## Jobs\n"),
        Silent::because(
            "editors leave calls for participation empty without a sentence",
            "### CFP - Projects\n\nDo you have a task?\n\n### CFP - Events\n\nAre you a new or experienced speaker?\n\n## Jobs\n",
        )
        .published(),
        Silent::because(
            "the sentence names exceptions, which are the entries",
            "## Calls for Testing\n\n* *No calls for testing were issued this week by\n  [Rust](https://example.org/rust) or\n  [Cargo](https://example.org/cargo).*\n* [Try the new parser](https://example.org/parser)\n",
        ),
        Silent::because(
            "the template writes the sentence with a dash",
            "### CFP - Projects\n\n- *No Calls for participation were submitted this week.*\n",
        ),
        Silent::because(
            "an entry without its bullet is an entry",
            "### Approved RFCs\n\n* *No RFCs were approved this week.*\n\n### New and Updated RFCs\n\n* [Weaken the tea](https://github.com/rust-lang/rfcs/pull/1)\n",
        )
        .published(),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    // Made once a section lacks its message.
    let count = LazyCell::new(|| {
        let mut count: HashMap<SectionKind, usize> = HashMap::new();
        for section in document.sections() {
            *count.entry(section.kind).or_default() += 1;
        }
        count
    });
    let mut items = document.items().iter().peekable();
    for (index, section) in document.sections().iter().enumerate() {
        let mut entries = 0_usize;
        while let Some(item) = items.next_if(|item| item.section <= index) {
            let is_entry = item.section == index && !item.is_nested() && !item.content.is_empty();
            entries += usize::from(is_entry && !document.is_none_message(item));
        }
        if !section.kind.has_none_message() {
            continue;
        }
        let messages = document.none_messages(section);
        if entries > 0 {
            for message in messages.iter().filter(|message| !message.names_some) {
                let shown = excerpt(
                    document.text(message.span).trim_start_matches([' ', '*', '_']).trim_end_matches([' ', '*', '_']),
                );
                let what = if entries == 1 { "an entry" } else { "entries" };
                cx.report(message.span, format!("this section has {what}, but says `{shown}`"))
                    .help("Remove the sentence.")
                    .fix(Fix::safe("Remove the sentence", Edit::delete(lines(document, message.span))));
            }
        } else if messages.is_empty() && cx.stage == Stage::Published && count.get(&section.kind) == Some(&1) {
            // One that is there twice is one mistake, and its other half may hold the entries.
            missing(cx, index, section);
        }
    }
}

/// The lines of a message with their end, and one blank line of two around it.
fn lines(document: &Document<'_>, span: Span) -> Span {
    let source = document.source;
    let (first, last) = (source.line_index(span.start), source.line_index(span.end));
    let is_blank = |index: usize| document.lines().get(index) == Some(&LineKind::Blank);
    let stands_alone = first > 0 && is_blank(first - 1) && is_blank(last + 1);
    let last = if stands_alone { last + 1 } else { last };
    Span::new(source.line(first).start, source.line_with_end(last).end)
}

/// What a section says whose being empty is news. Editors leave the calls for participation empty without a sentence.
fn sentence(name: &str) -> Option<&'static str> {
    match known_kind(name)? {
        SectionKind::ApprovedRfcs => Some("No RFCs were approved this week."),
        SectionKind::NewRfcs => Some("No New or Updated RFCs were created this week."),
        _ => None,
    }
}

fn missing(cx: &mut Context<'_>, index: usize, section: &Section<'_>) {
    let document = cx.document;
    let (Some(sentence), Some(heading)) = (sentence(section.name), section.heading) else { return };
    let below = document.sections().get(index + 1).and_then(|next| next.heading);
    if below.is_some_and(|next| next.level > heading.level) {
        return;
    }
    // What a comment hides that is never closed may be entries, and a sentence in it would be hidden too.
    if document.comments().last().is_some_and(|comment| !comment.closed && comment.span.start < section.span.end) {
        return;
    }
    // Behind the comments of the template, or before the paragraph that asks for submissions, or at the end.
    let mut behind = heading.span;
    let mut is_settled = false;
    for (line, kind) in document.lines_of(section) {
        let text = document.text(line);
        // An entry without its bullet is one all the same.
        if kind == LineKind::Text && text.starts_with('[') {
            return;
        }
        if kind == LineKind::Comment {
            (behind, is_settled) = (line, true);
        } else if text.starts_with("If you are a") {
            is_settled = true;
        } else if !is_settled && !matches!(kind, LineKind::Blank | LineKind::Definition) {
            behind = line;
        }
    }
    if let Some(comment) = document.comments_before(behind.end).last().filter(|comment| behind.end < comment.span.end) {
        behind = document.source.line(document.source.line_index(comment.span.end));
    }
    let end = document.source.line_end();
    let blank = if document.line_kind(behind.start) == LineKind::Comment { "" } else { end };
    let text = format!("{end}{blank}* *{sentence}*");
    let diagnostic =
        cx.report(heading.span, format!("the section `{}` is empty, but does not say so", excerpt(section.name)));
    diagnostic.help(format!("Add an entry, or write `* *{sentence}*`."));
    // Code that is never closed takes in what is written below it; where a comment ends, another section may begin.
    if document.line_kind(behind.start) != LineKind::Code && behind.end <= section.span.end {
        diagnostic.fix(Fix::unsafe_("Add the sentence", Edit::insert(behind.end, text)));
    }
}
