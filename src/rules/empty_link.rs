//! A link without text or without address.

use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "empty-link",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports a link without text or without address.",
    why: "Without text there is nothing to see and to click; without address the link opens the page that it is on.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand("* [Writing a parser]()\n", "* [Writing a parser](https://example.org/parser)\n"),
        Example::by_hand("* [](https://example.org/parser)\n", "* [Writing a parser](https://example.org/parser)\n"),
        Example::by_hand(
            "* [****](https://example.org/parser)\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
    ],
    silent: &[
        Silent::because("an image needs no words", "### Jobs\n\n![](https://example.org/a.png)\n"),
        Silent::because("a sign or a letter is text", "* [7](https://example.org/x)\n* [🦀](https://example.org/y)\n"),
        Silent::because("it links to a place in the same text", "### Jobs\n\nSee [below](#below).\n"),
        Silent::because("a scheme may be in capitals", "* [A title](HTTPS://example.org/x)\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for link in document.links().iter().filter(|link| link.is_inline()) {
        let text = document.text(link.text);
        let has_destination = leads_somewhere(document.text(link.destination));
        let has_text = link.is_image
            || text.contains(|c: char| !c.is_whitespace() && !matches!(c, '*' | '_' | '-' | '`' | '\u{200b}'));
        let (message, help) = match (has_text, has_destination) {
            (true, true) => continue,
            (false, false) => (
                "this link has neither text nor address",
                "Write the title and the address of the page, or remove the line.",
            ),
            (true, false) => ("this link has no address", "Write the address of the page between the parentheses."),
            (false, true) => ("this link has no text", "Write the title of the page between the brackets."),
        };
        let diagnostic = cx.report(link.span, message);
        diagnostic.help(help);
        if !has_text {
            diagnostic.condemns(link.text);
        }
    }
}

/// Whether a destination says where to: `#` and `https://` alone don't.
fn leads_somewhere(destination: &str) -> bool {
    // Nearly every address, told at a glance.
    if destination.strip_prefix("https://").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric())) {
        return true;
    }
    let alone = ["", "#", "http:", "https:", "http", "https"];
    let destination = destination.trim().trim_end_matches('/');
    !alone.iter().any(|scheme| destination.eq_ignore_ascii_case(scheme))
}
