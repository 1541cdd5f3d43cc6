//! What is meant as a link and is none.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::{NearLink, NearLinkProblem as Problem};
use crate::lexicon::is_unfilled;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "malformed-link",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports what is meant as a link and is none: brackets or parentheses that are missing, doubled, swapped \
              or of the wrong kind, and blanks where none may be.",
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
    ],
    silent: &[Silent::because(
        "the site takes a call within a title for a part of it",
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
        let (message, title) = words(link);
        let help = match link.problem {
            Problem::SpaceInDestination => {
                "Write `%20` for each blank of the address, or take out what does not belong to it."
            }
            Problem::TextAndUrlSwapped => "A link is written `[text](address)`: the title first, the address after it.",
            _ => "A link is written `[text](address)`, without anything between the two.",
        };
        let is_whole = document.is_shown_whole(link.fault.start);
        // HTML keeps GitHub from reading what the site reads.
        if is_whole && link.problem == Problem::Unpaired {
            continue;
        }
        let diagnostic = cx.report(link.fault, message).help(help);
        if is_whole {
            diagnostic.gravity(Gravity::Doubtful);
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

/// The message for a problem, and what its repair does.
fn words(link: &NearLink) -> (&'static str, &'static str) {
    match link.problem {
        Problem::UnclosedParenthesis => {
            ("the address of this link is not closed: there is no `)` after it", "Close the link")
        }
        Problem::WrongClosing => {
            ("the address of this link is closed by the wrong bracket, not by `)`", "Close the link with `)`")
        }
        Problem::MissingClosingBracket => {
            ("the text of this link is not closed: there is no `]` before the address", "Close the text with `]`")
        }
        Problem::MissingOpeningBracket => ("the text of this link has no `[` before it", "Open the text with `[`"),
        Problem::MissingOpeningParenthesis => {
            ("the address of this link has no `(` before it", "Put the address in parentheses")
        }
        Problem::SpaceBetween => ("there is something between the `]` and the `(` of this link", "Join the two"),
        Problem::SquareBrackets => {
            ("the address of this link stands in the wrong brackets, not in `(…)`", "Put the address in parentheses")
        }
        Problem::BracketsSwapped => {
            ("text and address of this link stand in the wrong brackets: `(text)[address]`", "Swap the brackets")
        }
        Problem::TextAndUrlSwapped => ("text and address of this link are swapped: `[address](text)`", "Swap the two"),
        Problem::DoubledParenthesis => ("the address of this link stands in two pairs of parentheses", "Keep one pair"),
        Problem::Nested => ("the address of this link holds another link", "Keep the inner address"),
        Problem::Wiki => ("this is how a wiki writes a link", "Write it as Markdown does"),
        Problem::Colon => ("`[text]: address` defines a name; it is no link", "Make it a link"),
        Problem::SpaceInDestination => {
            ("the address of this link has a space in it", "Write the address without spaces")
        }
        Problem::ExtraBracket => ("there is a bracket too many at this link", "Remove it"),
        Problem::SecondAddress => ("a second address stands after this link", "Remove the second address"),
        Problem::WrongBrackets => {
            ("the text of this link stands in the wrong brackets, not in `[…]`", "Put the text in `[…]`")
        }
        Problem::CodeSpan => {
            ("a backtick closes the code after the `]` of this link, and swallows it", "Move the backtick")
        }
        Problem::Unpaired => ("the brackets of this link do not pair up", "Pair the brackets"),
    }
}
