//! Spaces before the punctuation of a title.

use crate::diagnostic::Fix;
use crate::document::{Document, Link};
use crate::lexicon::Tag;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "title-spacing",
    group: Group::LinkText,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports spaces before the period, comma or colon that ends a link text or before a comma in it, and a \
              space that is before a colon or semicolon instead of after it.",
    why: "They are typos, which readers see in the title.",
    needs: Needs::Text,
    examples: &[
        Example::fixed("* [A title .](https://example.org/post)\n", "* [A title.](https://example.org/post)\n"),
        Example::fixed(
            "* [Tables :Guides , in parts](https://example.org/post)\n",
            "* [Tables: Guides, in parts](https://example.org/post)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "French has a space there",
            "* [FR] [Les tables , et les chaises](https://example.org/post)\n* [FR] [Tables :Guides](https://example.org/2)\n",
        ),
        Silent::because(
            "some authors write a space before `?` and `!`, and editors keep it",
            "* [Do we need tables ?](https://example.org/post)\n* [Tables !](https://example.org/2)\n",
        ),
        Silent::because("code is written as it is", "* [`let a :Tree` and ` , `](https://example.org/post)\n"),
        Silent::because(
            "single colons, and those of paths and emoji, are meant",
            "* [A :: title : with ::Paths and :Tada: and :)](https://example.org/post)\n",
        ),
        Silent::because(
            "a colon may begin a name",
            "## Updates from the Rust Project\n* [stabilize :pat](https://example.org/1)\n",
        ),
        Silent::because("the mark opens a word", "* [What .toml files and !Send mean](https://example.org/post)\n"),
        Silent::because("it is not an entry", "### Jobs\n[Ask here .](https://example.org/post)\n"),
        Silent::because("it is an image", "### Jobs\n* Ask ![a crab .](https://example.org/a.png)\n"),
    ],
    options: &[],
    check,
};

/// What is wrong with the space before a mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    BeforePunctuation,
    BeforeColon,
}

impl Fault {
    fn message(self) -> &'static str {
        match self {
            Self::BeforePunctuation => "there is a space before the punctuation in this title",
            Self::BeforeColon => "there is a space before this colon, and none after it",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::BeforePunctuation => "Remove the space.",
            Self::BeforeColon => "Write the space after the mark.",
        }
    }
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for (item, link) in document.uneven_titles() {
        // French has a space before `?`, `!` and `:`.
        let is_french = item.tags().any(|tag| tag == Tag::Language("FR"));
        let is_submission = document.is_community_entry(item);
        let title = document.text(link.text);
        let mut faults = Vec::new();
        for blank in blanks(document, link).filter(|_| !is_french) {
            let rest = &title[blank.end - link.text.start..];
            if rest.len() == 1 && rest.starts_with(['.', ',', ':', ';']) || rest.starts_with(", ") {
                faults.push((Fault::BeforePunctuation, Edit::delete(blank)));
            } else if is_colon_before_word(rest, is_submission) {
                let text = if rest.starts_with(':') { ": " } else { "; " };
                faults.push((Fault::BeforeColon, Edit::replace(Span::new(blank.start, blank.end + 1), text)));
            }
        }
        let Some((fault, first)) = faults.first() else { continue };
        cx.report(first.span, fault.message())
            .help(fault.help())
            .fix(Fix::safe("Correct the spaces", faults.into_iter().map(|(_, edit)| edit).collect::<Vec<_>>()));
    }
}

/// The spaces of a title, in the order of the text; those of code, and those around a line end, are left out.
pub(super) fn blanks<'d>(document: &'d Document<'_>, link: &'d Link<'_>) -> impl Iterator<Item = Span> {
    let is_blank = |c: char| c == ' ' || c == '\t';
    let title = document.text(link.text);
    let code = document.code_spans_in(link.text);
    let mut at = 0;
    let all = std::iter::from_fn(move || {
        let start = at + title[at..].find(is_blank)?;
        at = start + title[start..].find(|c| !is_blank(c)).unwrap_or(title.len() - start);
        Some((start, at))
    });
    all.filter(move |(start, end)| {
        // The indent of a further line is `hard-wrapped-item`'s.
        !title[..*start].ends_with(['\n', '\r']) && !title[*end..].starts_with(['\n', '\r'])
    })
    .map(move |(start, end)| Span::new(link.text.start + start, link.text.start + end))
    .filter(move |span| {
        let next = code.partition_point(|code| code.start <= span.start);
        !code[..next].last().is_some_and(|code| code.contains(*span))
    })
}

/// Whether a text begins with a colon or semicolon right before a word: no `::path`, `:tada:` or `:)`. In the project's
/// own lists, `:pat` is a name.
fn is_colon_before_word(rest: &str, is_submission: bool) -> bool {
    let word = rest.strip_prefix([':', ';']).map(|rest| rest.split(' ').next().unwrap_or(rest));
    let begins = |c: char| c.is_uppercase() || is_submission && c.is_alphabetic();
    word.is_some_and(|word| word.starts_with(begins) && word.len() > 1 && !word.contains(':'))
}
