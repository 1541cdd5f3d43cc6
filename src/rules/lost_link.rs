//! Links that GitHub shows and the site does not, or shows with another address.

use crate::diagnostic::{Fix, Gravity, excerpt};
use crate::document::{Document, Item, Link, ShownText, SiteLink, UndefinedReference, as_github_reads};
use crate::lexicon::looks_like_url;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

use super::undefined_reference::is_title_alone;

pub(super) static RULE: Rule = Rule {
    name: "lost-link",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports links that GitHub shows and the site does not, or with another address, and braces that the \
              site reads as attributes.",
    why: "The site's renderer, Python-Markdown, reads a line differently from GitHub: `{…}` directly after code or a \
          link disappears, and the name of a definition cannot contain code.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [Allow `Pot`{..} patterns](https://example.org/pot)\n",
            "* [Allow `Pot`\\{..} patterns](https://example.org/pot)\n",
        ),
        Example::fixed(
            "### Research\n* `[The pot](https://example.org/pot)`\n",
            "### Research\n* [The pot](https://example.org/pot)\n",
        ),
        Example::fixed(
            "* [video] [The pot][lid]\n\n[lid]: https://www.youtube.com/watch?v=abcdefghijk\n",
            "* [video] [The pot](https://www.youtube.com/watch?v=abcdefghijk)\n\n[lid]: https://www.youtube.com/watch?v=abcdefghijk\n",
        ),
        Example::fixed(
            "* [The pot](https://example.org/pot (its lid))\n",
            "* [The pot](https://example.org/pot \"its lid\")\n",
        ),
        Example::by_hand(
            "See [`Pot<Tea>`][] for more.\n\n[`Pot<Tea>`]: https://example.org/pot\n",
            "See [`Pot<Tea>`](https://example.org/pot) for more.\n",
        ),
    ],
    silent: &[
        Silent::because(
            "without a prefix, the site knows the name",
            "* [The pot][lid]\n\n[lid]: https://example.org/pot\n",
        ),
        Silent::because("quotes in a title are only text", "* [The pot of \"tea\"](https://example.org/pot)\n"),
        Silent::because(
            "the parentheses of the address match for both",
            "* [Using `Pot {..}`](https://example.org/pot_(tea))\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    named_by_code(cx);
    let document = cx.document;
    for item in document.items().iter().filter(|item| document.section_of(item).kind.is_entry_list()) {
        if is_plain(document, item) || restructured(cx, item) || is_spoken_of(document, item) {
            continue;
        }
        let shown = document.shown(item.content);
        let links = document.links_of(item);
        for link in links.iter().filter(|link| !link.is_image) {
            missing(cx, &shown, link);
        }
        read_as_attributes(cx, item, &shown);
        printed_attributes(cx, item, &shown);
        if links.is_empty() && shown.links.is_empty() {
            only_brackets(cx, item, &shown);
        }
    }
}

/// Reports braces that the site takes for attributes, which it does not show.
fn read_as_attributes(cx: &mut Context<'_>, item: &Item, shown: &ShownText) {
    let document = cx.document;
    let text = document.text(item.content);
    for attributes in &shown.attributes {
        // Right after what it is an attribute of: code, or a link.
        let follows = |at: &usize| text[..*at].ends_with(['`', ')', ']']);
        let place = text.match_indices(attributes.as_str()).map(|(at, _)| at).find(follows);
        let Some(at) = place.map(|at| item.content.start + at) else { continue };
        let span = Span::new(at, at + attributes.len());
        let is_after_code = document.source.text()[..at].ends_with('`');
        let diagnostic = cx.report(
            span,
            format!("the site does not show `{}`: it reads the braces as attributes", excerpt(attributes)),
        );
        if is_after_code {
            diagnostic
                .help("Write `\\{` for `{`, or put all of the code between backticks.")
                .fix(Fix::safe("Escape the brace", Edit::insert(at, "\\")));
        } else {
            // Right after a link, nothing else is meant.
            diagnostic
                .help("Remove the braces and what is between them.")
                .fix(Fix::safe("Remove the attributes", Edit::delete(span)))
                .gravity(Gravity::Doubtful);
        }
    }
}

/// Reports an entry that shows the brackets of a link, and no link.
fn only_brackets(cx: &mut Context<'_>, item: &Item, shown: &ShownText) {
    let document = cx.document;
    let has_remains = ["](", "][", "://"].iter().any(|sign| shown.text.contains(sign));
    // `undefined-reference` reports these.
    let is_undefined = |reference: &UndefinedReference| reference.is_full || is_title_alone(document, reference);
    if !has_remains || document.undefined_references_in(item.content).iter().any(is_undefined) {
        return;
    }
    let fix = without_backticks(document, item);
    let diagnostic = cx.report(item.content, "the site shows no link in this entry, only brackets");
    diagnostic.help("Write the link as `[text](address)`, with nothing between `]` and `(`.");
    diagnostic.fix = fix.map(|edits| Fix::safe("Remove the backticks", edits));
}

/// Takes the backticks from around the link that is all of an entry.
fn without_backticks(document: &Document<'_>, item: &Item) -> Option<Vec<Edit>> {
    let all = Span::new(item.behind_prefixes().min(item.content.end), item.content.end);
    let text = document.text(all);
    let start = all.start + text.len() - text.trim_start().len();
    let text = text.trim_start();
    let width = text.bytes().take_while(|byte| *byte == b'`').count();
    let inner = text.get(width..)?.strip_suffix(&text[..width]).filter(|_| width > 0)?;
    let (title, address) = inner.strip_prefix('[')?.strip_suffix(')')?.split_once("](")?;
    let is_link = looks_like_url(address)
        && !address.contains(['(', ')', ' ', '`'])
        && !title.contains(['[', ']'])
        && title.matches('`').count() % 2 == 0;
    let end = start + text.len();
    is_link.then(|| vec![Edit::delete(Span::new(start, start + width)), Edit::delete(Span::new(end - width, end))])
}

/// Reports links outside of entries whose name holds code: the site knows no such names.
fn named_by_code(cx: &mut Context<'_>) {
    let document = cx.document;
    let is_name =
        |link: &&Link<'_>| !link.has_own_destination() && !link.is_image && document.text(link.span).contains('`');
    for link in document.links().iter().filter(is_name) {
        let in_entry =
            document.item_at(link.span.start).is_some_and(|item| document.section_of(item).kind.is_entry_list());
        if !in_entry && document.shown(link.span).links.is_empty() {
            cx.report(link.span, format!("the site does not show `{}` as a link", excerpt(document.text(link.span))))
                .gravity(Gravity::Wrong)
                .help("Write the address itself: `[text](address)`; a name cannot contain code.");
        }
    }
}

/// Reports a list of attributes at the end of an entry that is too far from what it belongs to.
fn printed_attributes(cx: &mut Context<'_>, item: &Item, shown: &ShownText) {
    let document = cx.document;
    let Some(at) = shown.text.rfind(" {").filter(|_| shown.text.ends_with('}')) else { return };
    let attributes = &shown.text[at + 1..];
    let inner = attributes[1..].trim_start_matches(':').trim_start();
    let inner = inner.trim_end_matches('}').trim();
    let name = inner.trim_start_matches(['.', '#']);
    let is_name = name.starts_with(char::is_alphabetic)
        && (name.len() < inner.len()
            || is_behind_link(document, item, attributes)
                && !name.contains(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')));
    if !is_name || inner.contains(['{', '`']) {
        return;
    }
    if let Some(at) = document.text(item.content).rfind(attributes).map(|at| item.content.start + at) {
        // On the last line of an entry, the site takes them out.
        if document.text(Span::new(item.content.start, at)).trim_end_matches([' ', '\t']).ends_with(['\n', '\r']) {
            return;
        }
        let span = Span::new(at - 1, at + attributes.len());
        cx.report(span, format!("the site shows `{}` as text", excerpt(attributes)))
            .help("Remove the braces and what is between them.")
            .fix(Fix::safe("Remove the attributes", Edit::delete(span)));
    }
}

/// Whether attributes are after a link, with nothing but spaces between.
fn is_behind_link(document: &Document<'_>, item: &Item, attributes: &str) -> bool {
    let text = document.text(item.content);
    text.rfind(attributes).is_some_and(|at| text[..at].trim_end().ends_with(')'))
}

/// Reports a link as reStructuredText has it, `` `Title <address>`_ ``; false where there is none.
fn restructured(cx: &mut Context<'_>, item: &Item) -> bool {
    let document = cx.document;
    let text = document.text(item.content);
    let Some(end) = text.find(">`_") else { return false };
    let Some(open) = text[..end].rfind(" <") else { return false };
    let start = item.behind_prefixes().saturating_sub(item.content.start);
    let Some(start) = text.get(start..open).and_then(|inner| Some(start + inner.find('`')?)) else { return false };
    let (title, address) = (&text[start + 1..open], &text[open + 2..end]);
    if !looks_like_url(address) || title.contains(['[', ']', '|', '\n']) {
        return false;
    }
    // Code in the title takes the backtick before it for its own.
    let is_whole = title.matches('`').count() % 2 == 0;
    let behind = text[end + 3..].len() - text[end + 3..].trim_start_matches('_').len();
    let span = Span::new(item.content.start + start, item.content.start + end + 3 + behind);
    let edit = Edit::replace(span, format!("[{title}]({address})"));
    let diagnostic = cx.report(span, "this link is written as in reStructuredText, not in Markdown");
    diagnostic.help("Write it in Markdown: `[text](address)`.").condemns(item.content);
    if is_whole {
        diagnostic.fix(Fix::safe("Write it in Markdown", edit));
    }
    true
}

/// Whether an entry is nothing but words and links, with nothing in it that the two could read otherwise.
fn is_plain(document: &Document<'_>, item: &Item) -> bool {
    let text = document.text(item.content).as_bytes();
    let links = document.links_of(item);
    let is_bare = |link: &Link<'_>| link.is_inline() && link.destination.end + 1 == link.span.end && !link.is_image;
    if !links.iter().all(is_bare) || holds(text, b"\\<{\n") {
        return false;
    }
    match links {
        [] => !holds(text, b"]:&`"),
        [link] => !holds(text, SIGNS) || is_alone(document, item, link),
        // Only what is looked for as far as this is found by both.
        all => {
            let brackets = memchr::memchr2_iter(b'[', b'`', text).count();
            text.len() < LONGEST && brackets == all.len() && !holds(text, SIGNS)
        }
    }
}

/// Bytes of an entry up to which all of its links are found.
const LONGEST: usize = 4096;

/// Characters by which the site may read a link otherwise than GitHub, where they are in its address, or there is more
/// than the link.
const SIGNS: &[u8; 4] = b"\"'!&";

/// Whether a text holds one of four characters: in one go, without a branch for each.
fn holds(text: &[u8], [a, b, c, d]: &[u8; 4]) -> bool {
    text.iter().fold(0, |any, it| any | u8::from((it == a) | (it == b) | (it == c) | (it == d))) != 0
}

/// Whether an entry has no other bracket than that of its link, and no code but in its title: what is in its words then
/// makes nothing of the link but what GitHub does, and only an address can be read otherwise.
fn is_alone(document: &Document<'_>, item: &Item, link: &Link<'_>) -> bool {
    let has_code = |span: Span| memchr::memchr(b'`', document.text(span).as_bytes()).is_some();
    memchr::memchr_iter(b'[', document.text(item.content).as_bytes()).take(2).count() == 1
        && !has_code(Span::new(item.content.start, link.text.start))
        && !has_code(Span::new(link.text.end, item.content.end))
        && !holds(document.text(link.destination).as_bytes(), SIGNS)
}

/// Whether other rules say that something is wrong with the links of an entry.
fn is_spoken_of(document: &Document<'_>, item: &Item) -> bool {
    let lines = document.item_lines(item);
    !document.near_links_in(item.content).is_empty()
        || !document.bare_urls_in(item.content).is_empty()
        || !document.template_links_in(item.content).is_empty()
        || !document.backtick_faults_in(lines).is_empty()
        || document.is_opaque(item.content.start) && !document.text(item.content).starts_with(['`', '<'])
}

/// Reports `[video] [Title][name]`, of which the site reads `[video] [Title]` as a reference to nothing: what it shows
/// as a link is `name`.
fn named_otherwise(cx: &mut Context<'_>, site: &SiteLink, link: &Link<'_>, destination: &str) {
    let document = cx.document;
    let words = document.text(link.text);
    let is_short = link.span.end == link.text.end + 1;
    if link.has_own_destination() || is_short || site.text != document.text(link.destination) || site.text == words {
        return;
    }
    let edit = Edit::replace(link.span, format!("[{words}]({destination})"));
    cx.report(link.span, format!("the site makes a link of `{}` only, not of the title", excerpt(&site.text)))
        .help("Write the address itself: `[text](address)`.")
        .fix(Fix::safe("Write the address", edit));
}

/// Reports a link of GitHub's that the site does not have.
fn missing(cx: &mut Context<'_>, shown: &ShownText, link: &Link<'_>) {
    let document = cx.document;
    let destination = document.destination(link);
    let wanted = as_github_reads(&destination).trim_matches('`').to_owned();
    // `untidy-url` reports quotes that cut an address; a mail address is not an entry.
    let quote = destination.find('\'').is_some_and(|quote| destination[quote..].contains('('));
    if quote
        || destination.contains(['"', '\\'])
        || !link.is_inline() && link.has_own_destination() && !destination.contains("://")
    {
        return;
    }
    let has = |site: &SiteLink| site.destination.replace("&amp;", "&") == wanted;
    if let Some(site) = shown.links.iter().find(|site| has(site)) {
        named_otherwise(cx, site, link, &destination);
        return;
    }
    let common = |site: &&SiteLink| site.destination.get(..12).is_some_and(|start| wanted.starts_with(start));
    let Some(other) = shown.links.iter().find(common).filter(|_| link.has_own_destination()) else {
        let text = excerpt(document.text(link.span));
        cx.report(link.span, format!("GitHub shows `{text}` as a link, the site does not"))
            .help("Write it as `[text](address)`, with all code between backticks.");
        return;
    };
    let message = format!("the site changes this address to `{}`", excerpt(&other.destination));
    let help = "Write `%22` for `\"`, `%27` for `'`, `%28` and `%29` for parentheses, and no backslashes.";
    let plain = wanted.replace('"', "%22").replace('\'', "%27").replace('<', "%3C").replace('>', "%3E");
    // `(address (words))`: the site knows no title in parentheses.
    let behind = Span::new(link.destination.end, link.span.end.saturating_sub(1).max(link.destination.end));
    let words = document.text(behind).trim().strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    if let Some(words) = words.filter(|words| !words.contains('"')) {
        cx.report(behind, format!("the site takes `({})` for a part of the address", excerpt(words)))
            .help("Put the title of a link between quotation marks, or remove it.")
            .fix(Fix::safe("Write quotation marks", Edit::replace(behind, format!(" \"{words}\""))));
        return;
    }
    let is_other = plain != destination;
    let edit = Edit::replace(link.destination, plain);
    let diagnostic = cx.report(link.destination, message).help(help);
    if is_other {
        diagnostic.fix(Fix::safe("Encode the special characters", edit));
    }
}
