//! The name of an event, which is in bold.

use crate::diagnostic::{Fix, Gravity};
use crate::document::{Document, Item, Link};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

use super::unbalanced_emphasis::is_paired_on_site;

pub(super) static RULE: Rule = Rule {
    name: "event-name",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports names of events that are not links, not in bold, only partly in bold (a warning), or lack some \
              of their asterisks.",
    why: "Below each date line is `    * [**Name**](url)`, and readers find the names by the bold text.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [Hack night](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night***](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * `**Hack night**`_ | [Chat](https://example.org/ghent/2)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1) | [Chat](https://example.org/ghent/2)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "asterisks around the link are as bold",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * **[Hack night](https://example.org/ghent/1)**\n",
        ),
        Silent::because(
            "words after the name are not part of it",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1) (in Dutch)\n",
        ),
        Silent::because(
            "a name may contain a single asterisk",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night: 2 * 3**](https://example.org/ghent/1)\n",
        ),
    ],
    options: &[],
    check,
};

/// How a name falls short of being bold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// No asterisks at all.
    Plain,
    /// Only a part of it.
    Partly,
    /// Its asterisks do not match.
    Unpaired,
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.events().iter().flat_map(|event| document.names_of(event)) {
        let is_broken = !document.links_of(item).is_empty() || !document.near_links_in(item.content).is_empty();
        // In code there are no links; that a link is code is another matter.
        let text = document.text(item.content);
        let is_code = || document.is_opaque(item.content.start) && (text.contains("](") || text.contains("://"));
        // `bare-url` reports a bare address.
        let is_bare = || !document.bare_urls_in(item.content).is_empty();
        let is_comment = text.starts_with("<!--") && text.ends_with("-->");
        if !is_broken
            && !is_comment
            && !is_bare()
            && !is_code()
            && !item.content.is_empty()
            && document.text(item.content).chars().any(char::is_alphanumeric)
        {
            cx.report(item.content, "the name of this event is not a link")
                .help("Write `[**Name**](address of the event)`.");
            continue;
        }
        let Some((weight, link)) = fault(document, item) else { continue };
        let message = match weight {
            Weight::Plain => "the name of this event is not in bold",
            Weight::Partly => "only a part of this event's name is in bold",
            Weight::Unpaired => unmatched(document.text(link.text)),
        };
        // An asterisk that is printed takes no word away.
        let unpaired = cx.gravity_at(link.span.start);
        let diagnostic = cx.report(link.text, message);
        diagnostic.gravity(match weight {
            Weight::Plain => Gravity::Form,
            Weight::Partly => Gravity::Doubtful,
            Weight::Unpaired => unpaired,
        });
        // A bracket that is left open before it says that the name begins further to the left.
        let before = document.text(Span::new(item.content.start, link.span.start.max(item.content.start)));
        let is_cut = before.matches('[').count() > before.matches(']').count();
        // What is before it may be the name.
        let is_second = before.contains('|');
        match bold(document, link).filter(|_| !is_cut && !is_second) {
            Some((edit, right)) => {
                diagnostic.help(format!("Write `[{right}]`.")).fix(Fix::safe("Put the name in bold", edit))
            }
            None => diagnostic.help("Write `[**Name**](…)`."),
        };
    }
}

/// The message about asterisks around a name that do not match.
pub(super) fn unmatched(name: &str) -> &'static str {
    if name.starts_with("**") && !name.ends_with("**") {
        "the bold around this name is not closed"
    } else if name.ends_with(" **") {
        "there is a space before the `**` that ends this name, so it is not in bold"
    } else if name.starts_with("** ") {
        "there is a space after the `**` that begins this name, so it is not in bold"
    } else {
        "the asterisks around this name do not match"
    }
}

/// What is wrong with the bold of the name of an event or of a call for papers: of the first link of its entry.
pub(super) fn fault<'d, 'a>(document: &'d Document<'a>, item: &Item) -> Option<(Weight, &'d Link<'a>)> {
    let link = document.links_of(item).first().filter(|link| link.is_inline() && !link.is_image)?;
    let text = document.text(link.text);
    let loose = document.loose_asterisks_in(link.text);
    // Asterisks that touch the link from outside are `unbalanced-emphasis`'s, and make it bold once they are balanced.
    let touches = |span: &Span| span.end == link.span.start || span.start == link.span.end;
    if loose.is_empty() && document.loose_asterisks_in(item.content).iter().any(touches) {
        return None;
    }
    if is_paired_on_site(document, loose) {
        return None;
    }
    let is_loose = !loose.is_empty();
    let emphases = document.emphases_in(item.content);
    let bold = || emphases.iter().filter(|emphasis| emphasis.is_strong && emphasis.span.overlaps(link.text));
    // `**[Name](url)**` is as bold as `[**Name**](url)`.
    let is_bold = bold().any(|emphasis| emphasis.span == link.text || emphasis.span.contains(link.span));
    let inner = text.trim_matches(['*', '_', ' ']);
    if inner.is_empty() || is_bold && !is_loose {
        return None;
    }
    let is_plain = bold().next().is_none();
    let covered: usize = bold().map(|emphasis| emphasis.inner().len()).sum();
    Some(if is_loose || text.starts_with('*') != text.ends_with('*') && is_plain {
        (Weight::Unpaired, link)
    } else if is_plain {
        (Weight::Plain, link)
    } else if covered + 8 >= text.len() && text.trim() != text {
        return None;
    } else {
        (Weight::Partly, link)
    })
}

/// The edit that puts the text of a link in bold, and the text as it then is; none where asterisks within it leave more
/// than one reading.
pub(super) fn bold(document: &Document<'_>, link: &Link<'_>) -> Option<(Edit, String)> {
    let text = document.text(link.text);
    let plain = text.trim_matches(['*', ' ']).replace("**", "");
    let right = format!("**{plain}**");
    let is_certain = right != text && !plain.is_empty() && !plain.contains(['*', '\n', '\r', '\\']);
    is_certain.then(|| (Edit::replace(link.text, right.as_str()), right))
}
