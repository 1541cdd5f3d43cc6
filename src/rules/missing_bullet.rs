//! An entry that is a paragraph of its own, because its `* ` was forgotten.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::{Document, Item, LineKind, SectionKind};
use crate::lexicon::Tag;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

use super::heading_form::is_group;

use super::swallowed_list::is_delimiter_row;

pub(super) static RULE: Rule = Rule {
    name: "missing-bullet",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports entries that do not begin with `* `: a line with only prefixes and a link, or the date line of \
              an event.",
    why: "Without its bullet, an entry is a paragraph outside the list or part of the entry above. The guidelines \
          ask for `* [Title of the linked page](https://example.com/my_article)`.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n[Second paper](https://example.org/second)\n",
            "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
        Example::fixed(
            "### Research\n1) [First paper](https://example.org/first)\n",
            "### Research\n* [First paper](https://example.org/first)\n",
        ),
        Example::fixed(
            "### Europe\n 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n> [Second paper](https://example.org/second)\n",
            "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
        Example::fixed(
            "# 2026-03-04 | Berlin, DE | [Rust Berlin](https://example.org/berlin)\n    * [**Meetup**](https://example.org/berlin/1)\n",
            "* 2026-03-04 | Berlin, DE | [Rust Berlin](https://example.org/berlin)\n    * [**Meetup**](https://example.org/berlin/1)\n",
        ),
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n`* [Second paper](https://example.org/second)`\n",
            "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
        Example::fixed(
            "### Research\n| [First paper](https://example.org/first) |\n",
            "### Research\n* [First paper](https://example.org/first)\n",
        ),
        Example::by_hand(
            "### Research\n| [First paper](https://example.org/first) | new |\n",
            "### Research\n* [First paper](https://example.org/first)\n",
        ),
        Example::by_hand(
            "### Research\n|[First paper](https://example.org/first)|\n|---|\n",
            "### Research\n* [First paper](https://example.org/first)\n",
        ),
        Example::fixed(
            "### Research\n\"* [First paper](https://example.org/first)\"\n* [Second paper](https://example.org/second)\n",
            "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
        Example::fixed(
            "### Research\n\n■ [First paper](https://example.org/first) and [its appendix](https://example.org/appendix)\n",
            "### Research\n\n* [First paper](https://example.org/first) and [its appendix](https://example.org/appendix)\n",
        ),
        Example::fixed(
            "## Calls for Testing\n🎉 [A feature](https://example.org/feature)\n",
            "## Calls for Testing\n* [A feature](https://example.org/feature)\n",
        ),
        Example::by_hand(
            "### Research\n\nNew paper: [First paper](https://example.org/first)\n",
            "### Research\n* [First paper](https://example.org/first)\n",
        ),
        Example::fixed(
            "### Research\n\n#### [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
            "### Research\n\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
    ],
    silent: &[Silent::because(
        "a name of one word is defined, and no entry is meant",
        "### Research\n* [First paper](https://example.org/first)\n[new]: https://example.org/new\n* [Second paper](https://example.org/second)\n",
    )],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items().iter().filter(|item| item.bullet.is_none() && !document.goes_on_with_title(item)) {
        if is_group(document, item) {
            continue;
        }
        let mut edits = vec![Edit::insert(item.content.start, "* ")];
        if !document.text(item.indent).trim().is_empty() || !item.is_nested() && !item.indent.is_empty() {
            let bullet = if is_nested_in_quote(document, item) { "    * " } else { "* " };
            edits = vec![Edit::replace(item.indent, bullet)];
        }
        let links = document.links_of(item).iter().map(|link| link.span.end);
        let end = links.max().unwrap_or(item.content.start);
        let tail = Span::new(end.min(item.content.end), item.content.end);
        let (sign, behind) = (document.text(item.indent).trim(), document.text(tail).trim());
        if closes(sign, behind) {
            edits.push(Edit::delete(tail));
        }
        let is_heading_sign = document.may_be_heading(item);
        // A row of a table: `| [Title](address) | words |`.
        let has_cells = sign.starts_with('|') && behind.ends_with('|') && behind != "|";
        let is_apart =
            !is_heading_sign && !has_cells && !is_in_table(document, item) && !is_below_prefix(document, item);
        let fix = is_apart.then(|| Fix::safe("Add the bullet", edits));
        let what = if item.has_date { "event" } else { "entry" };
        let message = match sign {
            found if is_heading_sign => format!("`{found}` begins neither a heading nor an entry"),
            "" => format!("this {what} has no bullet; it is not in the list"),
            found => format!("`{found}` is not a bullet, so this {what} is not part of the list"),
        };
        let help = match sign {
            _ if is_heading_sign => "Begin a heading with `#` signs and one space, an entry with `* `.".to_owned(),
            "" => "Begin the line with `* `.".to_owned(),
            found => format!("Begin the line with `* ` instead of {}.", quoted(found)),
        };
        let diagnostic = cx.report(item.content, message).help(help);
        diagnostic.fix = fix;
        if has_cells {
            diagnostic.condemns(item.content);
        }
    }
    in_backticks(cx);
    sentences(cx);
}

/// Whether an entry is indented within a quotation, below another entry of it: `>     * [Title](address)`.
fn is_nested_in_quote(document: &Document<'_>, item: &Item) -> bool {
    let sign = document.text(item.indent).trim_start().strip_prefix('>');
    let blanks = sign.map_or(0, |behind| behind.bytes().take_while(|byte| *byte == b' ').count());
    let above = item.first_line.checked_sub(1).and_then(|above| document.lines().get(above));
    blanks >= 4 && matches!(above, Some(LineKind::Item(_)))
}

/// Whether what follows an entry is the partner of the sign before it, and goes with it: `| [Title](address) |`.
fn closes(sign: &str, behind: &str) -> bool {
    let partners = [("|", "|"), ("\"", "\""), ("“", "”"), ("'", "'")];
    partners.iter().any(|(opening, closing)| sign.starts_with(opening) && behind == *closing)
}

/// Whether nothing but a prefix is on the line above, which belongs to this entry.
fn is_below_prefix(document: &Document<'_>, item: &Item) -> bool {
    let above = document.lines()[..item.first_line].iter().rposition(|line| *line != LineKind::Blank);
    above.is_some_and(|above| is_prefix_alone(document.text(document.source.line(above))))
}

/// Whether a line holds a known prefix and nothing else.
pub(super) fn is_prefix_alone(line: &str) -> bool {
    let word = line.trim().trim_start_matches(['*', '-', '+', ' ']);
    let word = word.strip_prefix('[').and_then(|word| word.strip_suffix(']'));
    word.is_some_and(|word| Tag::from_word(word).is_some())
}

/// Whether the line above or below makes a table of an entry.
fn is_in_table(document: &Document<'_>, item: &Item) -> bool {
    let is_delimiter = |line: usize| is_delimiter_row(document.text(document.source.line(line)));
    item.first_line.checked_sub(1).is_some_and(is_delimiter)
        || item.first_line + 1 < document.lines().len() && is_delimiter(item.first_line + 1)
}

/// Reports whole lines with their bullets between backticks: `` `* [Title](address)` ``.
fn in_backticks(cx: &mut Context<'_>) {
    let document = cx.document;
    for index in 0..document.lines().len() {
        let Some(inner) = document.entry_in_backticks(index) else { continue };
        let line = document.source.line(index);
        if !document.section_at(line.start).kind.is_entry_list() {
            continue;
        }
        let text = document.text(line);
        let start = line.start + text.len() - text.trim_start().len();
        let end = line.start + text.trim_end().len();
        let edits = vec![Edit::delete(Span::new(start, inner.start)), Edit::delete(Span::new(inner.end, end))];
        let diagnostic = cx
            .report(Span::new(start, end), "this entry is between backticks, so it is not part of the list")
            .condemns(line)
            .help("Remove the backticks.");
        if !document.text(inner).contains('`') {
            diagnostic.fix(Fix::safe("Remove the backticks", edits));
        }
    }
}

/// Reports a paragraph of one line with one link among the entries of a community section.
fn sentences(cx: &mut Context<'_>) {
    let document = cx.document;
    let is_blank = |line: Option<usize>| {
        line.is_none_or(|line| {
            document.lines().get(line).is_none_or(|kind| !matches!(kind, LineKind::Text | LineKind::Continuation(_)))
        })
    };
    for (index, _) in document.lines().iter().enumerate().filter(|(_, kind)| **kind == LineKind::Text) {
        let line = document.source.line(index);
        let [link] = document.links_in(line) else { continue };
        let is_alone = link.is_inline()
            && !link.is_image
            && line.len() <= LONGEST
            && is_blank(index.checked_sub(1))
            && is_blank(Some(index + 1));
        let SectionKind::Community(_) = document.section_at(line.start).kind else { continue };
        if is_alone && document.text(Span::new(link.span.end, line.end)).trim().len() <= 1 {
            cx.report(line, "this line is not an entry of the list, because it has no bullet")
                .gravity(Gravity::Doubtful)
                .help("Write an entry as `* [Title of the linked page](https://…)`.");
        }
    }
}

/// Bytes of a line from which on it is prose.
const LONGEST: usize = 200;
