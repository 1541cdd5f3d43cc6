//! Headings that the site does not show as headings, or that end in punctuation.

use std::collections::HashSet;

use crate::diagnostic::{Fix, Gravity, excerpt};
use crate::document::{
    Document, Heading, HeadingForm, Item, LineKind, LostHeading, LostHeadingForm, SectionKind, goes_on, heading_name,
    known_heading, known_kind,
};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::calendar::has_date_shape;
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "heading-form",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports headings with a space before `#`, without a space after it, or with a colon at their end.",
    why: "The site shows ` ## Heading` as text with its hash signs, although GitHub's preview shows a heading; with \
          `##Heading` it is the other way round. A heading is a name, without a colon.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(" ### Research\n", "### Research\n"),
        Example::fixed("### Oceania:\n", "### Oceania\n"),
        Example::fixed("###Research\n", "### Research\n"),
        Example::fixed("\\### Europe\n", "### Europe\n"),
        Example::fixed("\\#### Tools\n", "#### Tools\n"),
        Example::fixed("* ### Europe\n", "### Europe\n"),
        Example::fixed(
            "### Research * [A paper](https://example.org/paper)\n",
            "### Research\n* [A paper](https://example.org/paper)\n",
        ),
        Example::fixed(
            "### Europe* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Research\n* [A paper](https://example.org/paper) ### Miscellaneous\n",
            "### Research\n* [A paper](https://example.org/paper)\n\n### Miscellaneous\n",
        ),
        Example::fixed("## Quote of\nthe Week\n", "## Quote of the Week\n"),
        Example::by_hand("**Upcoming Events**\n", "## Upcoming Events\n"),
        Example::by_hand("Upcoming Events\n", "## Upcoming Events\n"),
        Example::fixed(
            "## Updates from Rust Community\n\n### Official\n* [Announcing Kettles](https://blog.rust-lang.org/kettles/)\n\nResearch\n* [A paper](https://example.org/paper)\n",
            "## Updates from Rust Community\n\n### Official\n* [Announcing Kettles](https://blog.rust-lang.org/kettles/)\n\n### Research\n* [A paper](https://example.org/paper)\n",
        ),
        Example::fixed(
            "## Upcoming Events\n\n### Virtual\n* 2026-03-12 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n**Europe**\n\n* 2026-03-05 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Hack night**](https://example.org/mons/1)\n",
            "## Upcoming Events\n\n### Virtual\n* 2026-03-12 | Virtual (Ghent, BE) | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n\n### Europe\n\n* 2026-03-05 | Mons, BE | [Rust Mons](https://example.org/mons)\n    * [**Hack night**](https://example.org/mons/1)\n",
        ),
    ],
    silent: &[
        Silent::because("a heading may contain a colon", "### Crab: a retrospective\n"),
        Silent::because("a shortcode for a picture ends in a colon", "## :warning: Text :warning:\n"),
        Silent::because("a heading may be a single character", "### :\n"),
        Silent::because("nobody removes a comma", "### Oceania,\n"),
        Silent::because("a sentence may end in the name of a section", "There is more of it in\nEurope\n"),
        Silent::because("a sentence may begin with the name of a section", "Europe\nhas more of it.\n"),
        Silent::because("a sentence of one word ends in a full stop", "Research.\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for section in document.sections() {
        let Some(heading) = section.heading else { continue };
        let text = document.text(heading.text);
        let tail = Span::new(heading.text.start + text.trim_end_matches([':', ' ']).len(), heading.text.end);
        let has_tail = !tail.is_empty() && tail.start > heading.text.start && !ends_in_shortcode(text);
        if !has_tail && !matches!(heading.form, HeadingForm::Indented | HeadingForm::NoSpace) {
            continue;
        }
        let mut edits = form_edits(&heading);
        if has_tail {
            edits.push(Edit::delete(tail));
        }
        let quoted = format!("{} {}", document.text(heading.marker), crate::diagnostic::excerpt(section.name));
        match heading.form {
            HeadingForm::Indented => {
                let before = document.text(Span::new(heading.span.start, heading.marker.start));
                let what = if before.trim_start_matches(' ').is_empty() { "a space" } else { "something" };
                cx.report(heading.span, format!("{what} before `{quoted}` makes it text"))
                    .help("Remove what is before `#`.")
            }
            HeadingForm::NoSpace => cx
                .report(heading.marker, "this heading has no space after `#`, so GitHub shows it as text")
                .gravity(Gravity::Doubtful)
                .help(format!("Write `{quoted}`.")),
            HeadingForm::Regular | HeadingForm::Accidental => {
                let tail_text = document.text(tail).trim_end();
                cx.report(tail, format!("the heading `{quoted}` ends in `{tail_text}`"))
                    .gravity(Gravity::Doubtful)
                    .help("Remove the colon at the end of the heading.")
            }
        }
        .fix(Fix::safe("Correct the heading", edits));
    }
    broken(cx);
    lost(cx);
    before_entry(cx);
    behind_entry(cx);
}

/// Reports headings that share their line with an entry after them: `### Research * [Title](address)`.
fn before_entry(cx: &mut Context<'_>) {
    let document = cx.document;
    let line_end = document.source.line_end();
    for heading in document.sections().iter().filter_map(|section| section.heading) {
        let text = document.text(heading.text);
        // Few headings hold a link.
        if memchr::memchr(b']', text.as_bytes()).is_none() {
            continue;
        }
        let is_entry = |at: &usize| {
            let content = &text[at + 2..];
            content.starts_with('[') || content.get(..10).is_some_and(has_date_shape)
        };
        let bullet = ["* ", "- "].iter().flat_map(|bullet| text.match_indices(bullet)).map(|(at, _)| at);
        let bullet = bullet.filter(is_entry).min();
        let Some(at) = bullet.filter(|at| *at > 0 && text[*at..].contains("](http")) else { continue };
        if !is_name_of_section(&text[..at], heading.level) {
            continue;
        }
        let (name, entry) = (text[..at].trim_end(), heading.text.start + at);
        let end = heading.text.start + name.len();
        cx.report(
            Span::new(entry, heading.span.end),
            "this entry is on the line of its heading, so it is a part of that",
        )
        .condemns(heading.span)
        .help("Begin the entry on a line of its own.")
        .fix(Fix::safe("Break the line", Edit::replace(Span::new(end, entry), line_end)));
    }
}

/// Reports headings that share their line with an entry before them: `* [Title](address) ### Research`.
fn behind_entry(cx: &mut Context<'_>) {
    let document = cx.document;
    let line_end = document.source.line_end();
    for item in document.items() {
        if memchr::memchr(b'#', document.text(item.content).as_bytes()).is_none() {
            continue;
        }
        // What is on the lines below it belongs to the heading.
        let first = document.source.line(item.first_line).end.min(item.content.end);
        let content = Span::new(item.content.start.min(first), first);
        let text = document.text(content).trim_end();
        let Some(at) = text.rfind(" #").or_else(|| text.rfind(")#")) else { continue };
        // The first sign of a row.
        let start = text[..at + 1].trim_end_matches('#').len();
        let heading = &text[start..];
        let is_heading = known_heading(heading).is_some_and(|words| words.starts_with(' '));
        if !is_heading || !text[..start].trim_end().ends_with(')') {
            continue;
        }
        let kept = content.start + text[..start].trim_end().len();
        let span = Span::new(content.start + start, content.start + text.len());
        cx.report(span, "this heading is on the line of an entry, so the site shows it as text")
            .condemns(Span::new(kept, span.end))
            .help("Begin the heading on a line of its own, below a blank line.")
            .fix(Fix::safe(
                "Break the line",
                Edit::replace(Span::new(kept, span.start), format!("{line_end}{line_end}")),
            ));
    }
}

/// Whether a text is the name of a section, or a link that names the group of a sub-heading.
fn is_name_of_section(text: &str, level: usize) -> bool {
    let name = text.trim();
    known_kind(heading_name(name)).is_some() || level > 3 && !name.contains("* ")
}

/// Reports headings whose name goes on in the next line.
fn broken(cx: &mut Context<'_>) {
    let document = cx.document;
    for section in document.sections() {
        let Some(heading) = section.heading else { continue };
        let line = document.source.line_index(heading.span.start) + 1;
        if document.lines().get(line) != Some(&LineKind::Text) {
            continue;
        }
        let below = document.source.line(line);
        let rest = document.text(below).trim();
        if rest.len() > LONGEST || !goes_on(section.name, rest) {
            continue;
        }
        let start = below.start + document.text(below).len() - document.text(below).trim_start().len();
        cx.report(heading.span.to(below), format!("the heading `{} {rest}` is broken over two lines", section.name))
            .condemns(heading.span.to(below))
            .help("Write it on one line.")
            .fix(Fix::safe("Join the lines", Edit::replace(Span::new(heading.text.end, start), " ")));
    }
}

/// Bytes of the longest line that may be the rest of a name.
const LONGEST: usize = 300;

/// Reports the names of sections that are a line of text or the content of an entry.
fn lost(cx: &mut Context<'_>) {
    glued_groups(cx);
    let document = cx.document;
    if document.lost_headings().is_empty() {
        return;
    }
    let headed = document.sections().iter().filter(|section| section.heading.is_some());
    let names: HashSet<&str> = headed.map(|section| section.name).collect();
    for heading in document.lost_headings() {
        match heading.form {
            LostHeadingForm::Item(index) => behind_bullet(cx, &document.items()[index]),
            LostHeadingForm::Text => in_text(cx, heading, "a line of text", names.contains(heading.name)),
            LostHeadingForm::Bold => in_text(cx, heading, "a line in bold", names.contains(heading.name)),
        }
    }
}

/// Reports a line of text; `is_there` where the issue has that heading too.
fn in_text(cx: &mut Context<'_>, heading: &LostHeading<'_>, what: &str, is_there: bool) {
    let line = cx.document.source.line(heading.line);
    let name = heading.name;
    let is_sub_heading = heading.kind.is_community() || heading.kind == SectionKind::EventRegion;
    let help = match (is_sub_heading, heading.form) {
        (true, _) => format!("Write `### {name}`."),
        (false, LostHeadingForm::Bold) => {
            "Begin the line with `##` or `###` and a space, and remove the asterisks.".to_owned()
        }
        (false, _) => "Begin the line with `##` or `###` and a space.".to_owned(),
    };
    let diagnostic = cx.report(line, format!("`{name}` is {what}, not a heading"));
    diagnostic.help(help);
    if is_sub_heading && heading.has_list && !is_there {
        diagnostic.fix(Fix::safe("Make it a heading", Edit::replace(line, format!("### {name}"))));
    }
}

/// Reports groups of the Final Comment Period, which are headings with a link, without the space: `####[Group](address)`.
fn glued_groups(cx: &mut Context<'_>) {
    for item in cx.document.items().iter().filter(|item| is_group(cx.document, item)) {
        let marker = cx.document.text(item.indent);
        if marker.ends_with('#') {
            cx.report(item.indent, format!("this heading has no space after `{marker}`, so GitHub shows it as text"))
                .gravity(Gravity::Doubtful)
                .help(format!("Write `{marker} ` before its name."));
        }
    }
}

/// Whether what may be an entry without a bullet is a group of the Final Comment Period: `#### **[Group](address)**`.
pub(super) fn is_group(document: &Document<'_>, item: &Item) -> bool {
    if item.bullet.is_some() {
        return false;
    }
    let marker = document.text(item.indent).trim_end_matches(' ');
    marker.starts_with("###")
        && marker.bytes().all(|byte| byte == b'#')
        && document.section_of(item).kind == SectionKind::FinalCommentPeriod
}

/// Reports a heading that is the content of an entry: `* ### Research`.
fn behind_bullet(cx: &mut Context<'_>, item: &Item) {
    let Some(bullet) = item.bullet else { return };
    let text = cx.document.text(item.content);
    let level = text.len() - text.trim_start_matches('#').len();
    let quoted = format!("{} {}", &text[..level], excerpt(heading_name(&text[level..])));
    cx.report(item.content, format!("a bullet before `{quoted}` makes it an entry"))
        .condemns(item.content)
        .help("Remove what is before `#`.")
        .fix(Fix::safe(
            "Remove the bullet",
            Edit::delete(Span::new(item.span.start, item.content.start.max(bullet.span.end))),
        ));
}

/// Whether a text ends in `:warning:` or the like, of which GitHub makes a picture.
fn ends_in_shortcode(text: &str) -> bool {
    let Some((_, name)) = text.strip_suffix(':').and_then(|text| text.rsplit_once(':')) else { return false };
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
}

fn form_edits(heading: &Heading) -> Vec<Edit> {
    match heading.form {
        HeadingForm::Indented => vec![Edit::delete(Span::new(heading.span.start, heading.marker.start))],
        HeadingForm::NoSpace => vec![Edit::insert(heading.marker.end, " ")],
        HeadingForm::Regular | HeadingForm::Accidental => Vec::new(),
    }
}
