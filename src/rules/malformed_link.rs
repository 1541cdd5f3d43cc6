//! A link that is not written correctly.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::{Document, NearLink, NearLinkProblem as Problem};
use crate::lexicon::is_unfilled;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "malformed-link",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports a link that is not written correctly: brackets or parentheses are missing, doubled, swapped or \
              of the wrong kind, or there is a space where none is allowed.",
    why: "The site shows the brackets and the address as text, and nobody can follow the link.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [Writing a parser](https://example.org/parser\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "* [Writing a parser] (https://example.org/parser)\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "* [Writing a parser][https://example.org/parser]\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "* [Writing a parser]([https://example.org/parser](https://example.org/parser))\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* (https://example.org/parser)[Writing a parser]\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* [[Writing a parser](https://example.org/parser)](https://example.org/parser)\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* [Writing a parser](https://example.org/parser)[Writing a parser](https://example.org/parser)\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* [Writing\n\na parser](https://example.org/parser)\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::by_hand(
            "### Research\n* [Writing a parser](https://example.org/parser_(b)_c)d)\n",
            "### Research\n* [Writing a parser](https://example.org/parser_(b)_c%29d)\n",
        ),
        Example::by_hand(
            "### Research\n* [Writing a [parser](https://example.org/parser)\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* [video] ]Writing a parser[(https://example.org/parser)\n",
            "### Research\n* [video] [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* [Writing a parser](https://exam ple.org/parser)\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* [Writing a parser](https://exam\nple.org/parser)\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* [Writing a parser](https://example.org/parser\\)\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* <a href=\"https://example.org/parser>Writing a parser</a>\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* &lt;a href=\"https://example.org/parser\"&gt;Writing a parser&lt;/a&gt;\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::by_hand(
            "### Research\n* [Writing a parser](see https://example.org/parser)\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* [Writing a parser](https://example.org/parser])\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* https://example.org/parser[Writing a parser]\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::by_hand(
            "### Research\n* [Writing a parser](https://example.org/parser, by me)\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* <https://example.org/parser>[Writing a parser]\n",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "### Research\n* [Writing a parser](https://example.org/parser “Part 1”)\n",
            "### Research\n* [Writing a parser](https://example.org/parser \"Part 1\")\n",
        ),
    ],
    silent: &[Silent::because(
        "the site reads a function call in a title as part of it",
        "* [shelf[cup](tea) in parts](https://example.org/post)\n",
    )],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for link in document.near_links() {
        if link.url.is_some_and(|url| is_template(document.text(url), document.text(link.span))) {
            continue;
        }
        let (message, title) = words(document, link);
        let help = match link.problem {
            Problem::SpaceInDestination if !has_space(document, link) => {
                "Remove what does not belong to the address, such as a backtick or a bracket."
            }
            Problem::SpaceInDestination => {
                "Write `%20` for each space in the address, or remove what does not belong to it."
            }
            Problem::TextAndUrlSwapped => "Write the link as `[text](address)`, with the title first.",
            Problem::CutAddress => {
                "Write `%29` for a `)` that belongs to the address, or remove what comes after the link."
            }
            Problem::OpenBracket => "Remove this bracket, or the one that begins the link.",
            _ => "Write the link as `[text](address)`, with nothing between `]` and `(`.",
        };
        let is_whole = document.is_shown_whole(link.fault.start);
        // HTML keeps GitHub from reading what the site reads.
        let in_html = document.in_html_block(link.span.start) && document.html_tag_at(link.span.start).is_none();
        if (is_whole || in_html) && link.problem == Problem::Unpaired {
            continue;
        }
        let diagnostic = cx.report(link.fault, message).help(help);
        if is_whole
            && !matches!(link.problem, Problem::Nested | Problem::Repeated | Problem::CutAddress | Problem::OpenBracket)
        {
            diagnostic.gravity(Gravity::Doubtful);
        }
        // The first half of the text is on a line above.
        let first =
            link.repair.as_ref().and_then(|repair| repair.edits.first()).filter(|_| link.problem == Problem::BlankLine);
        if let Some(edit) = first {
            let above = document.source.line(document.source.line_index(edit.span.start));
            diagnostic.condemns(above.to(link.span));
        }
        if let Some(repair) = &link.repair {
            let fix = if repair.is_certain { Fix::safe } else { Fix::unsafe_ };
            let title = match (link.problem, link.url) {
                (Problem::Nested, Some(url)) if !repair.is_certain => {
                    format!("Keep {}, and remove the other address", quoted(document.text(url)))
                }
                _ => title.to_owned(),
            };
            diagnostic.fix(fix(title, repair.edits.clone()));
        }
    }
}

/// Whether a near-link is `[Group](Group URL)`, which was never meant to be one.
fn is_template(url: &str, link: &str) -> bool {
    let destination = link.rsplit_once("](").map_or("", |(_, destination)| destination);
    is_unfilled(url) || is_unfilled(destination.trim_end_matches(')'))
}

/// Whether there is a space in what is at fault.
fn has_space(document: &Document<'_>, link: &NearLink) -> bool {
    document.text(link.fault).contains(char::is_whitespace)
}

/// The message for a problem, and what its repair does.
fn words(document: &Document<'_>, link: &NearLink) -> (&'static str, &'static str) {
    match link.problem {
        Problem::UnclosedParenthesis => ("this link has no closing `)`", "Close the link"),
        Problem::WrongClosing => {
            ("this link is closed with the wrong bracket instead of `)`", "Close the link with `)`")
        }
        Problem::MissingClosingBracket => ("the text of this link has no closing `]`", "Close the text with `]`"),
        Problem::MissingOpeningBracket => ("the text of this link has no opening `[`", "Open the text with `[`"),
        Problem::MissingOpeningParenthesis => {
            ("the address of this link has no opening `(`", "Put the address in parentheses")
        }
        Problem::SpaceBetween if document.text(link.fault).trim_matches([']', '(']).chars().all(|c| c == ' ') => {
            ("there is a space between the `]` and the `(` of this link", "Remove the space")
        }
        Problem::SpaceBetween => {
            ("there is something between the `]` and the `(` of this link", "Remove what is between the two")
        }
        Problem::SquareBrackets => {
            ("the address of this link is in the wrong brackets, not in `(…)`", "Put the address in parentheses")
        }
        Problem::BracketsSwapped => ("the brackets of this link are swapped: `(text)[address]`", "Swap the brackets"),
        Problem::TextAndUrlSwapped => {
            ("the text and the address of this link are swapped: `[address](text)`", "Swap the two")
        }
        Problem::DoubledParenthesis => ("this address is in two pairs of parentheses", "Keep one pair"),
        Problem::Nested => ("the address of this link contains another link", "Keep the inner address"),
        Problem::Wiki => ("this link is written as in a wiki, not in Markdown", "Write it in Markdown"),
        Problem::Colon => ("`[text]: address` defines a name; it is not a link", "Turn it into a link"),
        Problem::SpaceInDestination if !has_space(document, link) => {
            ("there are extra characters in the address of this link", "Correct the address")
        }
        Problem::SpaceInDestination => {
            ("there is a space in the address of this link", "Write the address without spaces")
        }
        Problem::ExtraBracket => ("this link has one bracket too many", "Remove the bracket"),
        Problem::SecondAddress => ("there is a second address after this link", "Remove the second address"),
        Problem::WrongBrackets => {
            ("the text of this link is in the wrong brackets, not in `[…]`", "Put the text in `[…]`")
        }
        Problem::CodeSpan => {
            ("the code in the text of this link has its closing backtick after the `]`", "Move the backtick")
        }
        Problem::BlankLine => ("a blank line cuts the text of this link in two", "Join the two"),
        Problem::Repeated => ("this link is here twice", "Remove the second"),
        Problem::Apart => ("this is the text and the address of a link, but not a link", "Write them as a link"),
        Problem::CutAddress => ("the address of this link ends at its first `)`", "Write `%29` for the `)`"),
        Problem::OpenBracket => ("this `[` before the link is never closed", "Remove the bracket"),
        Problem::Unpaired => ("the brackets of this link do not match", "Make the brackets match"),
    }
}
