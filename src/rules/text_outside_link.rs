//! Words beside the link of an entry.

use crate::document::{Document, Placement, PrefixPlace};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "text-outside-link",
    group: Group::LinkText,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports words beside the link of a community entry, other than prefixes, and entries without any link.",
    why: "The guidelines ask for entries of the form `* [Title of the linked page](url)` and nothing else: all that is to be \
          said stands in the title.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "* [Tablet 0.3](https://example.org/tablet): a small library for tables\n",
            "* [Tablet 0.3: a small library for tables](https://example.org/tablet)\n",
        ),
        Example::by_hand(
            "* ~~[Tablet 0.3](https://example.org/tablet)~~\n",
            "* [Tablet 0.3](https://example.org/tablet)\n",
        ),
        Example::by_hand("* Tablet 0.3 is out\n", "* [Tablet 0.3 is out](https://example.org/tablet)\n"),
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries() {
        let links = document.links_of(item);
        let is_broken = !document.near_links_in(item.content).is_empty();
        let is_bare = document.bare_urls_in(item.content).iter().any(|url| item.content.contains(*url));
        // `[Title][video](url)` is the prefix's fault.
        let is_misplaced = item.prefixes.iter().any(|prefix| prefix.place == PrefixPlace::AsText);
        let is_code = matches!(item.placement, Placement::Code | Placement::Swallowed { blamed_above: true });
        if is_broken || is_bare || is_misplaced || is_code || item.content.is_empty() {
            continue;
        }
        if links.is_empty() {
            let text = document.text(item.content);
            let is_title = |span: Span| item.prefixes.iter().all(|prefix| prefix.span != span || prefix.tag.is_none());
            let is_reference = document
                .undefined_references_in(item.content)
                .iter()
                .any(|reference| item.content.contains(reference.span) && is_title(reference.span));
            let is_template = document.template_links_in(item.content).iter().any(|link| item.content.contains(*link));
            let says_none = text.trim_start_matches(['*', '_']).starts_with("No ");
            // What is a link to nobody but a person has a rule of its own.
            if !text.contains("](")
                && has_words(text)
                && !is_reference
                && !is_template
                && !says_none
                && !is_comment(document, item.content)
            {
                cx.report(item.content, "this entry has no link")
                    .help("Write `* [Title of the linked page](https://…)`.");
            }
            continue;
        }
        let Some(beside) = document.beside_links(item).find(|span| is_text(document.text(*span))) else { continue };
        let text = document.text(beside);
        let start = beside.start + text.len() - text.trim_start().len();
        let beside = Span::new(start, beside.start + text.trim_end().len());
        let diagnostic =
            cx.report(beside, format!("`{}` stands outside the link of this entry", shorten(document.text(beside))));
        diagnostic.help("Move the words into the title, or leave them out.");
    }
}

fn is_comment(document: &Document<'_>, span: Span) -> bool {
    document.text(span).starts_with("<!--")
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Whether what stands beside a link is more than punctuation. The site has no `~~struck out~~` and shows the tildes.
fn is_text(beside: &str) -> bool {
    has_words(beside) || beside.contains("~~")
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    let kept: String = text.chars().take(57).collect();
    format!("{}…", kept.trim_end())
}
