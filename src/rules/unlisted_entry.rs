//! Entries that readers do not get, for a reason that no other rule reports.

use std::ops::Range;

use crate::diagnostic::{Fix, Gravity, excerpt};
use crate::document::{Document, HtmlTag, Item, LineKind, Loss, LossCause, Placement, Shown, known_heading};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "unlisted-entry",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports what keeps the site from showing entries as a list: a tag that is open above them, a line of \
              dashes below them, a comment between an event and its name.",
    why: "The site's renderer, Python-Markdown, reads a page differently from GitHub's preview. What is a list in \
          the preview can be text with asterisks in the published issue.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n<!-- new -->\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    <!-- new -->\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n---\n",
            "### Research\n* [First paper](https://example.org/first)\n\n---\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n    ---\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Research\n* # [First paper](https://example.org/first)\n",
            "### Research\n* [First paper](https://example.org/first)\n",
        ),
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n=====\n",
            "### Research\n* [First paper](https://example.org/first)\n\n=====\n",
        ),
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\nMore of them\n* [Second paper](https://example.org/second)\n",
            "### Research\n* [First paper](https://example.org/first)\n\nMore of them\n\n* [Second paper](https://example.org/second)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    <!-- new --> * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1) <!-- new -->\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n<!--\nnew\n-->\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n<!--\nnew\n-->\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Research\n<blockquote markdown=\"1\">\n\n* [First paper](https://example.org/first)\n\n</blockquote>\n",
            "### Research\n\n* [First paper](https://example.org/first)\n\n",
        ),
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n{{ more }}\n* [Second paper](https://example.org/second)\n",
            "### Research\n* [First paper](https://example.org/first)\n\n{{ more }}\n\n* [Second paper](https://example.org/second)\n",
        ),
        Example::by_hand(
            "### Research\n* [First paper](https://example.org/first)\n<?php\n* [Second paper](https://example.org/second)\n",
            "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "a comment between two entries that are not nested splits nothing",
            "* [First](https://example.org/1)\n<!-- new -->\n* [Second](https://example.org/2)\n",
        ),
        Silent::because(
            "a heading in HTML above a list ends before it",
            "<h4>More</h4>\n\n* [First](https://example.org/1)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items() {
        let Some(line) = document.stray_line(item) else { continue };
        let diagnostic = cx.report(content_of(document, line), "the site adds this line to the entry above it");
        let lines = Span::new(document.source.line(line).start, document.source.line(item.last_line).end);
        diagnostic
            .condemns(lines)
            .label(item.content, "to this entry")
            .help("Remove the line, or put a blank line before and after it.");
        if let Some(edits) = apart(document, item, line) {
            diagnostic.fix(Fix::safe("Put blank lines around it", edits));
        }
    }
    quotations(cx);
    fences(cx);
    underlines(cx);
    heading_signs(cx);
    for loss in document.losses() {
        let Some((message, help)) = words(document, loss) else { continue };
        let line = content_of(document, loss.line);
        let item = &document.items()[loss.first];
        let repair = repair(document, loss);
        let diagnostic = cx.report(if line.is_empty() { item.content } else { line }, message);
        diagnostic.help(repair.as_ref().and_then(|repair| repair.help).unwrap_or(help));
        match loss.cause {
            LossCause::CommentBefore => _ = diagnostic.condemns(item.content),
            LossCause::Html if is_only_tags(document, line) => _ = diagnostic.condemns(line),
            _ => {}
        }
        if loss.line != item.first_line {
            diagnostic.label(item.content, "this entry, for example");
        }
        if let Some(Repair { title, edits, .. }) = repair {
            diagnostic.fix(Fix::safe(title, edits));
        }
    }
}

/// How the entries come back.
struct Repair {
    title: &'static str,
    edits: Vec<Edit>,
    /// What to write, where it is not what the cause of the loss says.
    help: Option<&'static str>,
}

impl Repair {
    fn new(title: &'static str, edits: Vec<Edit>) -> Self {
        Self { title, edits, help: None }
    }
}

/// Sets the lines of an entry from `line` on apart from it; none where an entry is nested below them.
fn apart(document: &Document<'_>, item: &Item, line: usize) -> Option<Vec<Edit>> {
    let source = document.source;
    // Below a blank line, `<?` and `<!` hide what follows up to the next `>`.
    if document.text(content_of(document, line)).starts_with('<') {
        return None;
    }
    let mut edits = vec![Edit::insert(source.line(line).start, source.line_end())];
    for line in line..=item.last_line {
        let (whole, content) = (source.line(line), content_of(document, line));
        if content.start > whole.start {
            edits.push(Edit::delete(Span::new(whole.start, content.start)));
        }
    }
    let below = item.last_line + 1;
    match document.lines().get(below) {
        Some(LineKind::Item(next)) if document.items()[*next].is_nested() => return None,
        Some(LineKind::Item(_)) => edits.push(Edit::insert(source.line(below).start, source.line_end())),
        None | Some(LineKind::Blank | LineKind::Heading(_) | LineKind::ThematicBreak) => {}
        Some(_) => return None,
    }
    Some(edits)
}

/// A line without the spaces around it.
fn content_of(document: &Document<'_>, line: usize) -> Span {
    let line = document.source.line(line);
    let text = document.text(line);
    let start = line.start + text.len() - text.trim_start().len();
    Span::new(start, start + text.trim().len())
}

/// Whether a line begins and ends with a tag, and has no link: `<details><summary>More</summary>`.
pub(super) fn is_only_tags(document: &Document<'_>, line: Span) -> bool {
    let tags = document.html_tags_in(line);
    tags.first().is_some_and(|tag| tag.span.start == line.start)
        && tags.last().is_some_and(|tag| tag.span.end == line.end)
        && document.links_in(line).is_empty()
}

/// What is wrong, and what to write; none where another rule says it.
fn words(document: &Document<'_>, loss: &Loss) -> Option<(String, &'static str)> {
    let line = || excerpt(document.text(content_of(document, loss.line)));
    let item = &document.items()[loss.first];
    Some(match loss.cause {
        LossCause::Text | LossCause::Comment | LossCause::BlankLine | LossCause::Indent => return None,
        LossCause::OddBlank => (
            "this line looks empty but is not, so the list below becomes a paragraph".to_owned(),
            "Delete everything in this line.",
        ),
        LossCause::Between => (
            format!("`{}` cuts the nested entry below off from its list", line()),
            "Write the nested entry directly below the entry that it belongs to.",
        ),
        LossCause::CommentBefore => (
            "the comment before this bullet keeps the site from showing the entry".to_owned(),
            "Write the comment at the end of the line.",
        ),
        LossCause::Html => (
            format!("from `{}` on, the site shows entries as text with asterisks", line()),
            "Remove the tags; a list needs none around it.",
        ),
        LossCause::Underline => (
            "because of this line, the site shows the entry above as a heading".to_owned(),
            "Remove the line, or put a blank line above it.",
        ),
        LossCause::Unknown => {
            let shown = match item.placement {
                Placement::Code => "as code",
                Placement::Quote => "in a quotation",
                Placement::Listed { .. } if document.text(item.content).starts_with('>') => "in a quotation",
                Placement::Listed { .. } => "below another entry",
                _ => "as part of the text above it",
            };
            (
                format!("the site shows this entry {shown}"),
                "Write it like the entries around it, with nothing between them.",
            )
        }
    })
}

/// How the entries come back, where only one reading exists.
fn repair(document: &Document<'_>, loss: &Loss) -> Option<Repair> {
    let item = &document.items()[loss.first];
    let source = document.source;
    match loss.cause {
        // `* > [Title](address)`
        LossCause::Unknown if document.text(item.content).starts_with('>') => {
            let text = document.text(item.content);
            let width = text.len() - text.trim_start_matches(['>', ' ']).len();
            let sign = Span::new(item.content.start, item.content.start + width);
            Some(Repair::new("Remove the quotation mark `>`", vec![Edit::delete(sign)]))
        }
        LossCause::OddBlank => Some(Repair::new("Empty the line", vec![Edit::delete(source.line(loss.line))])),
        // A bullet with nothing after it is an entry of the same list, which takes no blank line, and goes itself.
        LossCause::Underline if matches!(document.lines().get(loss.line), Some(LineKind::Item(_))) => None,
        LossCause::Underline => {
            let (title, edit) = without_underline(document, item, loss.line);
            Some(Repair::new(title, vec![edit]))
        }
        LossCause::CommentBefore => {
            let bullet = item.bullet?;
            let lead = Span::new(item.indent.end, bullet.span.start);
            let comment = document.text(lead).trim();
            let edits = vec![Edit::delete(lead), Edit::insert(item.content.end, format!(" {comment}"))];
            comment.starts_with("<!--").then(|| Repair::new("Move the comment", edits))
        }
        LossCause::Between => between(document, loss),
        LossCause::Html => markdown_in_tag(document, loss),
        _ => None,
    }
}

/// Moves what is between a nested entry and the one that it belongs to: a comment that is indented as the entry is
/// belongs to the entry above, and a definition does its work anywhere.
fn between(document: &Document<'_>, loss: &Loss) -> Option<Repair> {
    let item = &document.items()[loss.first];
    let above = document.items().get(item.parent?)?;
    // Another name of the same event may be between the two.
    let before = loss.first.checked_sub(1).and_then(|before| document.items().get(before));
    let start = before.map_or(0, |before| before.last_line + 1).max(above.last_line + 1);
    let lines = start..item.first_line;
    let is_comment = |text: &str| text.starts_with("<!--") && text.ends_with("-->");
    let is_whole = |line: usize| {
        let content = document.text(content_of(document, line));
        content.is_empty() || is_comment(content)
    };
    if let Some(edits) = definitions_below(document, item, lines.clone()) {
        return Some(Repair::new("Move the definition below the list", edits));
    }
    if !lines.clone().all(is_whole) {
        return comment_above(document, above, lines).map(|edits| Repair::new("Move the comment up", edits));
    }
    let mut edits = Vec::new();
    for line in lines {
        let content = content_of(document, line);
        match document.lines()[line] {
            LineKind::Blank => edits.push(Edit::delete(document.source.line_with_end(line))),
            LineKind::Comment if is_comment(document.text(content)) => {
                let blanks = Span::new(document.source.line(line).start, content.start);
                edits.push(Edit::replace(blanks, document.text(item.indent)));
            }
            _ => return None,
        }
    }
    (!edits.is_empty()).then(|| Repair::new("Indent the comment", edits))
}

/// The tags that readers see nothing of around a list.
const NEEDLESS: [&str; 10] = ["article", "aside", "center", "div", "main", "nav", "ol", "p", "section", "ul"];

/// Has the site read Markdown within the tag around entries, or removes the tag where nothing closes it.
fn markdown_in_tag(document: &Document<'_>, loss: &Loss) -> Option<Repair> {
    let source = document.source;
    let tag = document.html_tags().iter().find(|tag| tag.span.start >= source.line(loss.line).start)?;
    let last = document.items().get(loss.first + loss.count - 1)?.last_line;
    // It has to end after the entries, not with the text.
    let lines = document.site.lines().skip(last);
    let end = lines.take_while(|(_, shown)| **shown == Shown::Html).last()?.0;
    let closing = format!("</{}>", document.text(tag.name));
    let is_alone = tag.span == content_of(document, loss.line);
    if document.text(source.line(end)).contains(&closing) {
        // With the attribute, it is a list in a quotation; the others need not be around a list.
        let is_needless = |name: &&str| document.text(tag.name).eq_ignore_ascii_case(name);
        let is_whole = is_alone && document.text(content_of(document, end)) == closing;
        // Without a summary, readers would have to open what has no name.
        let inner = Span::new(tag.span.end, source.line(end).start);
        let is_unnamed = is_needless(&"details")
            && !document.html_tags_in(inner).iter().any(|tag| document.text(tag.name).eq_ignore_ascii_case("summary"));
        if is_needless(&"blockquote") || is_whole && (is_unnamed || NEEDLESS.iter().any(is_needless)) {
            let lines = [loss.line, end].map(|line| Edit::delete(source.line_with_end(line)));
            return is_whole.then(|| Repair::new("Remove the tags", lines.to_vec()));
        }
        let says_so = document.text(tag.span).contains("markdown");
        let is_here = source.line_index(tag.span.start) == loss.line;
        let edit = Edit::insert(tag.name.end, " markdown=\"1\"");
        return (!says_so && is_here).then(|| Repair {
            help: Some("Add `markdown=\"1\"` to the tag, so that the site reads the list in it, or remove the tags."),
            ..Repair::new("Add `markdown=\"1\"` to the tag", vec![edit])
        });
    }
    is_alone.then(|| Repair::new("Remove the tag", vec![Edit::delete(source.line_with_end(loss.line))]))
}

/// Moves definitions, and the blank lines around them, from above a nested entry to the end of its section; none where
/// anything else is there.
fn definitions_below(document: &Document<'_>, nested: &Item, lines: Range<usize>) -> Option<Vec<Edit>> {
    let source = document.source;
    let is_definition = |line: &usize| document.lines()[*line] == LineKind::Definition;
    if !lines.clone().all(|line| is_definition(&line) || document.lines()[line] == LineKind::Blank) {
        return None;
    }
    let moved: Vec<&str> =
        lines.clone().filter(is_definition).map(|line| document.text(source.line(line)).trim_end()).collect();
    if moved.is_empty() {
        return None;
    }
    let section = document.section_of(nested);
    let end = section.span.start + document.text(section.span).trim_end().len();
    let line_end = source.line_end();
    let below = format!("{line_end}{line_end}{}", moved.join(line_end));
    let whole = Span::new(source.line(lines.start).start, source.line(lines.end).start);
    Some(vec![Edit::delete(whole), Edit::insert(end, below)])
}

/// Moves a comment of several lines from below an entry to above it.
fn comment_above(document: &Document<'_>, entry: &Item, lines: Range<usize>) -> Option<Vec<Edit>> {
    let source = document.source;
    let is_comment = |line: usize| matches!(document.lines()[line], LineKind::Comment | LineKind::Blank);
    if entry.is_nested() || !lines.clone().all(is_comment) {
        return None;
    }
    let mut moved = String::new();
    for line in lines.clone() {
        let text = document.text(source.line(line));
        let text = if text.trim_start().starts_with("<!--") { text.trim() } else { text.trim_end() };
        if !moved.is_empty() || !text.is_empty() {
            moved.push_str(text);
            moved.push_str(source.line_end());
        }
    }
    let moved = format!("{}{}", moved.trim_end(), source.line_end());
    let whole = Span::new(source.line(lines.start).start, source.line(lines.end).start);
    Some(vec![Edit::insert(source.line(entry.first_line).start, moved), Edit::delete(whole)])
}

/// Reports `#` after the bullet of an entry, which the site then shows as a heading.
fn heading_signs(cx: &mut Context<'_>) {
    let document = cx.document;
    let entries = document.items().iter().filter(|item| document.section_of(item).kind.is_entry_list());
    for item in entries.filter(|item| item.bullet.is_some()) {
        let text = document.text(item.content);
        if !text.starts_with('#') {
            continue;
        }
        let words = text.trim_start_matches('#').trim_start();
        let width = text.len() - words.len();
        // `heading-form` reports the heading of a section.
        let is_sign = text[..width].ends_with(' ') && known_heading(text).is_none();
        // `event-date` reports a date after it.
        if is_sign && !words.starts_with(|c: char| c.is_ascii_digit()) {
            let sign = Span::new(item.content.start, item.content.start + width);
            let diagnostic = cx.report(sign, "the site shows this entry as a heading, because of the `#`");
            diagnostic.help("Remove the `#`, or the bullet where a heading is meant.");
            // A contributor's `#` is one; `* #### Tools` may be a heading.
            if width <= 3 {
                diagnostic.fix(Fix::safe("Remove the `#`", Edit::delete(sign)));
            }
        }
    }
}

/// Reports lines of `=` or `-` right below an entry, which the site then shows as a heading.
fn underlines(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items().iter().filter(|item| item.bullet.is_some() && item.placement != Placement::Heading) {
        let line = item.first_line + 1;
        let is_listed =
            document.site.line(line) == Some(&Shown::Heading) && document.site.entry_on(item.first_line).is_some();
        if !is_listed || item.content.is_empty() {
            continue;
        }
        let text = document.text(content_of(document, line));
        let is_line =
            !text.is_empty() && (text.bytes().all(|byte| byte == b'=') || text.bytes().all(|byte| byte == b'-'));
        if !is_line || document.lines().get(line) == Some(&LineKind::ConflictMarker) {
            continue;
        }
        let (whole, content) = (document.source.line(line), content_of(document, line));
        let indent = document.text(item.indent).len();
        // Further in, it is text.
        if content.start - whole.start > indent + 3 {
            continue;
        }
        let (title, edit) = without_underline(document, item, line);
        cx.report(content, "this line makes the site show the entry above as a heading")
            .label(item.content, "this entry")
            .help("Remove the line, or put a blank line between.")
            .fix(Fix::safe(title, edit));
    }
}

/// What keeps a line of `-` or `=` from making a heading of the entry above: a blank line below the last entry of a
/// list. Within a list, which a blank line would cut in two, the line goes; so does a bullet with nothing after it.
fn without_underline(document: &Document<'_>, item: &Item, line: usize) -> (&'static str, Edit) {
    let is_item = |line: usize| matches!(document.lines().get(line), Some(LineKind::Item(_)));
    if is_item(line) || is_item(line + 1) || item.is_nested() {
        return ("Remove the line", Edit::delete(document.source.line_with_end(line)));
    }
    let start = document.source.line(line).start;
    let blank = Edit::replace(Span::new(start, content_of(document, line).start), document.source.line_end());
    ("Add a blank line", blank)
}

/// Reports `<blockquote markdown="1">` above entries.
fn quotations(cx: &mut Context<'_>) {
    let document = cx.document;
    let source = document.source;
    let is_quote = |tag: &&HtmlTag| document.text(tag.name).eq_ignore_ascii_case("blockquote");
    // From the end, so that each finds the tag that closes it without a search.
    let mut closing = None;
    for tag in document.html_tags().iter().rev().filter(is_quote) {
        if tag.is_closing {
            closing = Some(tag);
            continue;
        }
        let section = document.section_at(tag.span.start);
        if !section.kind.is_entry_list() || !document.text(tag.span).contains("markdown") {
            continue;
        }
        let end = closing.map_or(section.span.end, |tag: &HtmlTag| tag.span.start);
        let next = document.items().partition_point(|item| item.span.start < tag.span.end);
        let Some(item) = document.items().get(next).filter(|item| item.span.end <= end) else { continue };
        if document.site.entry_on(item.first_line).is_none() {
            continue;
        }
        let diagnostic = cx.report(tag.span, "because of this tag, the site shows the entries below in a quotation");
        diagnostic.label(item.content, "this entry, for example").help("Remove the tags; a list needs none around it.");
        let Some(closing) = closing else { continue };
        let lines = [tag, closing].map(|tag| source.line_index(tag.span.start));
        if lines.map(|line| content_of(document, line)) == [tag.span, closing.span] {
            let edits = lines.map(|line| Edit::delete(source.line_with_end(line)));
            diagnostic.fix(Fix::safe("Remove the tags", edits));
        }
    }
}

/// Reports fences around entries.
fn fences(cx: &mut Context<'_>) {
    let document = cx.document;
    let is_code = |line: usize| document.lines().get(line) == Some(&LineKind::Code);
    let mut line = 0;
    while line < document.lines().len() {
        let first = line;
        line += 1;
        if !is_code(first) {
            continue;
        }
        let fence = document.text(content_of(document, first));
        if !fence.starts_with("```") && !fence.starts_with("~~~") {
            continue;
        }
        let sign = &fence[..3];
        let is_inside = |line: usize| is_code(line) || document.lines().get(line) == Some(&LineKind::Blank);
        while is_inside(line) && !document.text(content_of(document, line)).starts_with(sign) {
            line += 1;
        }
        let last = line.min(document.lines().len() - 1);
        line += 1;
        let section = document.section_at(document.source.line(first).start);
        let is_entry = |line: usize| {
            let text = document.text(content_of(document, line));
            text.starts_with(['*', '-', '+']) && text.contains("](http")
        };
        let mut inner = first + 1..last;
        if !section.kind.is_entry_list() || !inner.clone().any(is_entry) {
            continue;
        }
        let is_closed = document.text(content_of(document, last)).starts_with(sign);
        let diagnostic = cx.report(
            content_of(document, first),
            "this code fence makes the site or GitHub show the entries below as code",
        );
        diagnostic.help("Remove the code fence; a list needs none around it.");
        if !is_closed && document.site.line(first + 1) != Some(&Shown::Code) {
            // GitHub alone shows code there, where the site has entries all the same.
            let is_listed =
                inner.clone().filter(|line| is_entry(*line)).all(|line| document.site.entry_on(line).is_some());
            // In an entry, the site prints the fence.
            let has_words = document.text(content_of(document, first)).contains(char::is_alphanumeric);
            if is_listed && !(has_words && matches!(document.site.line(first), Some(Shown::InEntry(_)))) {
                diagnostic.gravity(Gravity::Doubtful);
            }
            diagnostic.fix(Fix::safe("Remove the fence", Edit::delete(document.source.line_with_end(first))));
        } else if is_closed && inner.all(|line| is_entry(line) || document.text(content_of(document, line)).is_empty())
        {
            let edits = [first, last].map(|line| Edit::delete(document.source.line_with_end(line)));
            diagnostic.fix(Fix::safe("Remove the fence", edits));
        }
    }
}
