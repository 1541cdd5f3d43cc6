//! Words outside the link of an entry.

use crate::diagnostic::{Fix, Gravity, Join, quoted};
use crate::document::{Document, HtmlTag, Item, Link, Placement, PrefixPlace, SectionKind, Shown};
use crate::lexicon::looks_like_url;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

use super::undefined_reference::{is_reported, is_title_alone};

pub(super) static RULE: Rule = Rule {
    name: "text-outside-link",
    group: Group::LinkText,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports words outside the link of a community entry, other than prefixes, and entries without any \
              link.",
    why: "The guidelines ask for entries of the form `* [Title of the linked page](url)` and nothing else: \
          everything belongs in the title.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [Tablet 0.3](https://example.org/tablet): a small library for tables\n",
            "* [Tablet 0.3: a small library for tables](https://example.org/tablet)\n",
        ),
        Example::by_hand(
            "* The [schedule](https://example.org/schedule) and the [tickets](https://example.org/tickets) are there. Hurry!\n",
            "* [TabletConf: the schedule is there](https://example.org/schedule)\n\
             * [TabletConf: tickets are on sale](https://example.org/tickets)\n",
        ),
        Example::by_hand(
            "* ~~[Tablet 0.3](https://example.org/tablet)~~\n",
            "* [Tablet 0.3](https://example.org/tablet)\n",
        ),
        Example::by_hand(
            "* [Tablet 0.3](https://example.org/tablet)\n    * Faster\n    * Smaller\n",
            "* [Tablet 0.3: faster and smaller](https://example.org/tablet)\n",
        ),
        Example::by_hand("* Tablet 0.3 is out\n", "* [Tablet 0.3 is out](https://example.org/tablet)\n"),
        Example::by_hand(
            "## Updates from the Rust Project\n* Sort tables once\n",
            "## Updates from the Rust Project\n* [Sort tables once](https://github.com/rust-lang/rust/pull/1)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "each part of the title is a link",
            "* A study of tables ([part 1](https://example.org/1), [part 2](https://example.org/2) and [3](https://example.org/3))\n",
        ),
        Silent::because(
            "only a word joins the two links",
            "* [A study of tables](https://example.org/1) and [its data](https://example.org/2)\n",
        ),
        Silent::because("punctuation is not words", "* [A study of tables](https://example.org/1) — !\n"),
        Silent::because("a comment is for editors", "* [A study of tables](https://example.org/1) <!-- again? -->\n"),
        Silent::because("it says that the section is empty", "### Research\n*No papers this week*\n"),
        Silent::because(
            "nothing is written yet",
            "* [A study of tables](https://example.org/1)\n* <!-- one more -->\n",
        ),
        Silent::because(
            "it says that nothing was submitted",
            "### CFP - Events\n* *No calls for papers or presentations were submitted this week.*\n",
        ),
        Silent::because(
            "it says that nothing was approved",
            "### Approved RFCs\n* *No RFCs were approved this week.*\n",
        ),
        Silent::because(
            "an editor still has a remark there",
            "## Updates from the Rust Project\n* [Sort tables](https://github.com/rust-lang/rust/pull/1)\n* <!-- one more -->\n",
        ),
        Silent::because(
            "another section may be prose",
            "### Jobs\n* Ask the [hiring thread](https://example.org/1)!\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    project_entries(cx);
    for item in document.community_entries().filter(|item| !has_another_fault(document, item)) {
        let links = document.links_of(item);
        if let Some(tag) = html_link(document, item) {
            // `raw-html` reports links in HTML to other sites.
            if !document.address_in_tag(tag).is_some_and(|address| looks_like_url(document.text(address))) {
                cx.report(tag.span, "this link of HTML does not go to another site")
                    .help("Write the link as `[Title of the linked page](https://…)`.")
                    .gravity(Gravity::Doubtful);
            }
            continue;
        }
        if links.is_empty() {
            if lacks_link(document, item) {
                report_missing_link(cx, item);
            }
            continue;
        }
        // Nearly every entry is all link.
        if matches!(links, [link] if link.span == item.content) {
            continue;
        }
        let beside: Vec<Span> = document.beside_links(item).filter(|span| is_text(document.text(*span))).collect();
        match links {
            [link] => report_words_beside(cx, item, link, &beside),
            _ if is_sentence(document, &beside) && !is_list(document, item) => {
                let count = links.len();
                cx.report(item.content, format!("this entry is a text with {count} links, not the title of one page"))
                    .help("Write one entry for each page: `* [Title of the linked page](https://…)`.");
            }
            _ => {}
        }
    }
}

/// Whether an entry has a fault that other rules report, and by which its text cannot be told from its links.
fn has_another_fault(document: &Document<'_>, item: &Item) -> bool {
    let is_broken = !document.near_links_in(item.content).is_empty();
    let is_bare = document.bare_urls_in(item.content).iter().any(|url| item.content.contains(*url));
    // `[Title][video](url)` is the prefix's fault.
    let is_misplaced = item.prefixes.iter().any(|prefix| prefix.place == PrefixPlace::AsText);
    let is_code = matches!(item.placement, Placement::Code | Placement::Swallowed { blamed_above: true });
    // `image-entry` reports images.
    let has_image = document.links_of(item).iter().any(|link| link.is_image);
    is_broken || is_bare || is_misplaced || is_code || has_image || item.content.is_empty()
}

/// Whether an entry has no link, nor anything that could become one. What only a person reads as a link has a rule of
/// its own.
fn lacks_link(document: &Document<'_>, item: &Item) -> bool {
    let content = item.content;
    let text = document.text(content);
    let is_title = |span: Span| item.prefixes.iter().all(|prefix| prefix.span != span || prefix.tag.is_none());
    let is_reference = document.undefined_references_in(content).iter().any(|reference| {
        content.contains(reference.span) && is_title(reference.span) && is_reported(document, reference)
    });
    let is_template = document.template_links_in(content).iter().any(|link| content.contains(*link));
    let says_none = text.trim_start_matches(['*', '_']).starts_with("No ");
    has_words(text) && !text.contains("](") && !text.starts_with("<!--") && !is_reference && !is_template && !says_none
}

fn report_missing_link(cx: &mut Context<'_>, item: &Item) {
    let diagnostic = cx.report(item.content, "this entry has no link");
    diagnostic.gravity(Gravity::Lost).help("Write `* [Title of the linked page](https://…)`.");
    // What says more of one entry has one fault.
    if let Some(parent) = item.parent {
        diagnostic.join(Join {
            group: parent,
            least: 2,
            message: |count, _| format!("{count} lines below this entry have no link"),
            label: "nor has this",
            fix: "",
        });
    }
}

fn report_words_beside(cx: &mut Context<'_>, item: &Item, link: &Link<'_>, beside: &[Span]) {
    let document = cx.document;
    let Some(first) = beside.first() else { return };
    let text = document.text(*first);
    let start = first.start + text.len() - text.trim_start().len();
    let span = Span::new(start, first.start + text.trim_end().len());
    let diagnostic = cx.report(span, format!("{} is outside the link of this entry", quoted(document.text(span))));
    diagnostic.help("Move the words into the title, or remove them.");
    if let Some(edits) = into_title(document, item, link, beside) {
        diagnostic.fix(Fix::unsafe_("Move the words into the title", edits));
    }
}

/// Reports entries of the Rust project and calls for papers without a link: the titles of all of them are links.
fn project_entries(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items() {
        let kind = document.section_of(item).kind;
        let has_list = kind.is_entry_list()
            && (!kind.takes_submissions() || matches!(kind, SectionKind::CfpEvents | SectionKind::CfpProjects));
        let is_listed = matches!(item.placement, Placement::Listed { .. });
        if has_list && is_listed && document.links_of(item).is_empty() && !may_have_link(document, item) {
            cx.report(item.content, "this entry has no link")
                .gravity(Gravity::Lost)
                .help("Write `* [Title of the linked page](https://…)`.");
        }
    }
}

/// Whether an entry without a link holds what other rules report, or says that there is nothing.
fn may_have_link(document: &Document<'_>, item: &Item) -> bool {
    let (content, text) = (item.content, document.text(item.content));
    let references = document.undefined_references_in(content);
    // A footnote may hold a list.
    let above = item.first_line.checked_sub(1).and_then(|above| document.site.line(above));
    !document.near_links_in(content).is_empty()
        || !document.bare_urls_in(content).is_empty()
        || references.iter().any(|reference| is_title_alone(document, reference))
        || !document.template_links_in(content).is_empty()
        || !document.html_tags_in(content).is_empty()
        || ["](", "://"].iter().any(|sign| text.contains(sign))
        || !has_words(text)
        || text.starts_with("<!--")
        || text.trim_start_matches(['*', '_']).starts_with("No ")
        || document.is_none_message(item)
        || above == Some(&Shown::Footnote)
}

/// The first tag of an entry that opens a link in HTML.
fn html_link<'d>(document: &'d Document<'_>, item: &Item) -> Option<&'d HtmlTag> {
    document.html_tags_in(item.content).iter().find(|tag| document.text(tag.name).eq_ignore_ascii_case("a"))
}

/// Whether the words outside several links make a text of them.
fn is_sentence(document: &Document<'_>, beside: &[Span]) -> bool {
    const SENTENCE: usize = 4;
    beside.iter().map(|span| words(document.text(*span))).sum::<usize>() >= SENTENCE
}

/// The number of words in a text, without those that only join.
fn words(text: &str) -> usize {
    let is_word = |word: &&str| has_words(word) && !["and", "or", "part", "with", "the", "its"].contains(word);
    text.split_whitespace().filter(is_word).count()
}

/// Whether the links of an entry are the parts of what its words name: `Title ([part 1](…), [part 2](…))`.
fn is_list(document: &Document<'_>, item: &Item) -> bool {
    let mut between = document.links_of(item).windows(2).map(|pair| Span::new(pair[0].span.end, pair[1].span.start));
    let behind =
        document.links_of(item).last().map(|link| Span::new(link.span.end, item.content.end.max(link.span.end)));
    between.all(|span| words(document.text(span)) == 0) && behind.is_none_or(|span| words(document.text(span)) == 0)
}

/// What moves the words after the only link of an entry into its title; none where there is more than words.
fn into_title(document: &Document<'_>, item: &Item, link: &Link<'_>, beside: &[Span]) -> Option<Vec<Edit>> {
    let rest = Span::new(link.span.end, item.content.end);
    let text = document.text(rest);
    let is_plain =
        link.is_inline() && !link.is_image && beside == [rest] && !text.contains(['[', ']', '<', '\n', '\\']);
    let words = text.trim_end().trim_end_matches(['.', ',', ';']);
    let words = if words.starts_with([' ', ':', ',']) { words.to_owned() } else { format!(" {words}") };
    let is_struck = document.text(item.content).contains("~~");
    (is_plain && !is_struck).then(|| vec![Edit::insert(link.text.end, words), Edit::delete(rest)])
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Whether what is outside a link is more than punctuation. The site has no `~~struck out~~` and shows the tildes.
fn is_text(beside: &str) -> bool {
    has_words(beside) || beside.contains("~~")
}
