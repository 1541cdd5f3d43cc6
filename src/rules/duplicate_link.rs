//! Two entries that link to one page.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::Fix;
use crate::document::{Document, Item, SectionKind};
use crate::lexicon::{identity, looks_like_url};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

use super::misplaced_link;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-link",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::Unsafe,
    summary: "Reports an entry that links to the same page as another entry: two of the community, or two calls for \
              participation. Spellings of one address count as one.",
    why: "Several people submit the same page, often to different sections. The issue should list it once.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Observations/Thoughts\n* [Writing a parser](https://example.org/parser)\n* [Another](https://example.org/other)\n\n\
             ### Rust Walkthroughs\n* [How to write a parser](https://www.example.org/parser/)\n\
             * [A third](https://example.org/third)\n",
            "### Observations/Thoughts\n* [Writing a parser](https://example.org/parser)\n* [Another](https://example.org/other)\n\n\
             ### Rust Walkthroughs\n* [A third](https://example.org/third)\n",
        ),
        Example::fixed(
            "### Research\n* [Parsers](https://example.org/parsers)\n* [video] [Parsers, a talk](https://example.org/parsers)\n",
            "### Research\n* [video] [Parsers, a talk](https://example.org/parsers)\n",
        ),
        Example::fixed(
            "### Research\n* [Parsers](https://example.org/parsers)\n* [Trees](https://example.org/trees)\n\n\
             ### Miscellaneous\n* [Parsers, and how to read them](https://example.org/parsers)\n",
            "### Research\n* [Trees](https://example.org/trees)\n\n\
             ### Miscellaneous\n* [Parsers, and how to read them](https://example.org/parsers)\n",
        ),
        Example::by_hand(
            "### CFP - Projects\n* [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n* [tablet - Write the manual](https://github.com/OWNER/tablet/issues/1)\n",
            "### CFP - Projects\n* [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n* [tablet - Write the manual](https://github.com/OWNER/tablet/issues/2)\n",
        ),
        Example::by_hand(
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n\
             * [video] [The same talk](https://www.youtube.com/live/abcdefghijk)\n",
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "a group has the same address at each of its events",
            "### Europe\n* 2026-03-10 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n* 2026-03-17 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Tea**](https://example.org/ghent/2)\n",
        ),
        Silent::because(
            "pages differ by their query",
            "### Research\n* [A lamp](https://example.org/lamp?page=1)\n* [A shade](https://example.org/lamp?page=2)\n",
        ),
        Silent::because(
            "what is new in the project and what the community writes are different lists",
            "### Research\n* [A lamp](https://example.org/lamp)\n\n## Updates from the Rust Project\n* [A lamp](https://example.org/lamp)\n",
        ),
        Silent::because(
            "a call for participation may link to what an entry is about",
            "### Research\n* [A lamp](https://example.org/lamp)\n\n### CFP - Projects\n* [Lamp - Mend the switch](https://example.org/lamp)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for is_candidate in [is_community as fn(&Document<'_>, &Item) -> bool, is_call] {
        let mut known: HashMap<Cow<'_, str>, Seen> = HashMap::new();
        for (index, item) in document.items().iter().enumerate().filter(|(_, item)| is_candidate(document, item)) {
            let Some((destination, url)) = document.main_url(item) else { continue };
            let is_page =
                url.is_web() && !url.host().is_empty() || url.scheme().is_empty() && looks_like_url(url.as_str());
            if !is_page {
                continue;
            }
            let this = Seen { index, destination };
            match known.entry(identity(&url)) {
                Entry::Vacant(free) => _ = free.insert(this),
                Entry::Occupied(mut taken) => {
                    let earlier = &document.items()[taken.get().index];
                    // Of two that are there, the one that was added is at fault, wherever it is; else the one that
                    // says less.
                    let is_earlier_at_fault = match cx.change {
                        Some(change) if change.has_added(earlier) != change.has_added(item) => {
                            change.has_added(earlier)
                        }
                        _ => fits_better(document, item, earlier),
                    };
                    if is_earlier_at_fault {
                        report(cx, &taken.insert(this), &this);
                    } else {
                        report(cx, &this, taken.get());
                    }
                }
            }
        }
    }
}

/// An entry, and where it leads.
#[derive(Clone, Copy)]
struct Seen {
    index: usize,
    /// The place that says where it leads.
    destination: Span,
}

fn report(cx: &mut Context<'_>, copy: &Seen, kept: &Seen) {
    let document = cx.document;
    let item = &document.items()[copy.index];
    let line = document.source.line_index(kept.destination.start) + 1;
    let label = "the other link to this page";
    let kept_item = &document.items()[kept.index];
    // Two calls for participation are two things: what they share by mistake is the address.
    if is_call(document, item) && !is_one_title(title(document, item), title(document, kept_item)) {
        cx.report(copy.destination, format!("line {line} has the same address but another title"))
            .help("One of the two addresses is wrong: correct it.")
            .label(kept.destination, label);
        return;
    }
    let diagnostic = cx
        .report(copy.destination, format!("line {line} already links to this page"))
        .help(if item.section == kept_item.section {
            "Remove one of the two entries."
        } else {
            "Keep the entry in the section that fits best, and remove the other."
        })
        .label(kept.destination, label);
    let has_children = document.items().get(copy.index + 1).is_some_and(|next| next.parent == Some(copy.index));
    let is_alone = document.links_of(item).len() + document.near_links_in(item.content).len() == 1;
    if !has_children && is_alone {
        diagnostic.fix(Fix::unsafe_("Remove this entry", Edit::delete(lines(document, item))));
    }
}

/// The text of the first link of an entry, without marks.
fn title<'a>(document: &Document<'a>, item: &Item) -> &'a str {
    let text = document.links_of(item).first().map_or("", |link| document.text(link.text));
    text.trim_matches(['*', '_', ' '])
}

/// Whether two titles are the same, or one of them goes on where the other ends.
fn is_one_title(one: &str, other: &str) -> bool {
    holds_words(one, other) || holds_words(other, one)
}

/// Whether a text holds all words of another, next to each other.
pub(super) fn holds_words(text: &str, part: &str) -> bool {
    // No title is so long; comparing two that are would take long, too.
    const LONGEST: usize = 1000;
    if text.len() > LONGEST || part.len() > LONGEST {
        return text == part;
    }
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (text, part) = (words(text), words(part));
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}

/// Whether an entry is the one to keep of two that lead to one page: it is in the section of that site, or has all that
/// the other has, and a prefix or words more.
fn fits_better(document: &Document<'_>, item: &Item, other: &Item) -> bool {
    let is_misplaced = |item: &Item| misplaced_link::is_home(document, item) == Some(false);
    if item.section != other.section && is_misplaced(item) != is_misplaced(other) {
        return is_misplaced(other);
    }
    let (its, their) = (title(document, item), title(document, other));
    let holds = holds_words(its, their) && item.prefixes.len() >= other.prefixes.len();
    holds && (its.len() > their.len() || item.prefixes.len() > other.prefixes.len())
}

fn is_community(document: &Document<'_>, item: &Item) -> bool {
    document.is_community_entry(item)
}

fn is_call(document: &Document<'_>, item: &Item) -> bool {
    let kind = document.section_of(item).kind;
    matches!(kind, SectionKind::CfpProjects | SectionKind::CfpEvents | SectionKind::CallForParticipation)
}

/// The lines of an entry; of one that is between blank lines, one of these too.
fn lines(document: &Document<'_>, item: &Item) -> Span {
    let source = document.source;
    let is_blank = |index: usize| index < source.line_count() && source.slice(source.line(index)).trim().is_empty();
    let start = source.line(item.first_line).start;
    let mut last = item.last_line;
    if item.first_line > 0 && is_blank(item.first_line - 1) && is_blank(last + 1) && last + 2 < source.line_count() {
        last += 1;
    }
    Span::new(start, source.line_with_end(last).end)
}
