//! Blanks where a title has none.

use crate::diagnostic::{Fix, Join};
use crate::lexicon::Tag;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "title-spacing",
    group: Group::LinkText,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports spaces at the inner edges of a link text, before its closing punctuation, and before instead of after a \
              colon.",
    why: "A space at the edge is underlined with the link; the others are slips of copying. Two spaces in a row look like one on \
          the page, and are not reported.",
    needs: Needs::Text,
    examples: &[
        Example::fixed("* [ A title ](https://example.org/post)\n", "* [A title](https://example.org/post)\n"),
        Example::fixed("* [A  title !](https://example.org/post)\n", "* [A title!](https://example.org/post)\n"),
        Example::fixed(
            "* [Tables :Guides , in parts](https://example.org/post)\n",
            "* [Tables: Guides, in parts](https://example.org/post)\n",
        ),
    ],
    silent: &[
        Silent::because("the page shows two spaces as one", "* [A  title](https://example.org/post)\n"),
        Silent::because(
            "French sets a space there",
            "* [FR] [Pourquoi les tables ?](https://example.org/post)\n* [FR] [Tables :un guide](https://example.org/2)\n",
        ),
        Silent::because("code is written as it is", "* [`let a :u8` and ` , `](https://example.org/post)\n"),
        Silent::because(
            "colons that stand alone, and those of paths and emoji, are meant",
            "* [A :: title : with ::paths and :tada: and :)](https://example.org/post)\n",
        ),
        Silent::because("the mark opens a word", "* [What .toml files and !Send mean](https://example.org/post)\n"),
        Silent::because("it is no entry", "### Jobs\n[ Ask here ](https://example.org/post)\n"),
        Silent::because(
            "it is an image",
            "* [A title](https://example.org/post) ![ a crab ](https://example.org/a.png)\n",
        ),
    ],
    options: &[],
    check,
};

/// What is wrong with a blank.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Edge,
    BeforePunctuation,
    BeforeColon,
    /// It is more than one, which the page does not show.
    Doubled,
}

impl Fault {
    fn message(self) -> &'static str {
        match self {
            Self::Edge => "there is a space at the edge of this title",
            Self::BeforePunctuation => "there is a space before the punctuation of this title",
            Self::BeforeColon => "there is a space before this colon, and none after it",
            Self::Doubled => "there are several spaces in a row in this title",
        }
    }
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items.iter().filter(|item| document.section_of(item).kind.is_entry_list()) {
        // French sets a blank before `?`, `!` and `:`.
        let is_french = item.tags().any(|tag| tag == Tag::Language("FR"));
        for link in document.links_of(item).iter().filter(|link| link.is_inline() && !link.is_image) {
            let title = document.text(link.text);
            if !may_be_uneven(title) || title.trim().is_empty() {
                continue;
            }
            let code = document.code_spans_in(link.text);
            let faults = faults(title, is_french, |start, end| {
                let span = Span::new(link.text.start + start, link.text.start + end);
                let next = code.partition_point(|code| code.start <= span.start);
                (!code[..next].last().is_some_and(|code| code.contains(span))).then_some(span)
            });
            // What the page does not show goes along, but is nothing to report.
            let Some((fault, first)) = faults.iter().find(|(fault, _)| *fault != Fault::Doubled) else { continue };
            let span = first.span;
            cx.report(span, fault.message())
                .help("Leave one space between words, and none at the edges.")
                .fix(Fix::safe("Remove the spaces", faults.into_iter().map(|(_, edit)| edit).collect::<Vec<_>>()))
                .join(Join {
                    group: item.section,
                    least: 2,
                    message: |count, first| match count - 1 {
                        1 => format!("{}, and another title of this section has one", first.message),
                        more => format!("{}, and {more} more titles of this section have one", first.message),
                    },
                    label: "here too",
                    fix: "Remove the spaces",
                });
        }
    }
}

/// Whether a title has any other blank than single spaces between words: told at a glance, for nearly none has.
fn may_be_uneven(title: &str) -> bool {
    let [first, rest @ ..] = title.as_bytes() else { return false };
    // In one go, without a branch for each byte.
    let pairs = title.bytes().zip(rest.iter().copied());
    let is_uneven = |(one, next): (u8, u8)| one == b' ' && matches!(next, b' ' | b',' | b':' | b';') || next == b'\t';
    let is_closed = |at: usize| rest.len().checked_sub(at).and_then(|at| rest.get(at)) == Some(&b' ');
    matches!(first, b' ' | b'\t')
        || is_closed(1)
        || is_closed(2)
        || pairs.fold(false, |any, pair| any | is_uneven(pair))
}

fn faults(title: &str, is_french: bool, place: impl Fn(usize, usize) -> Option<Span>) -> Vec<(Fault, Edit)> {
    let is_blank = |c: char| c == ' ' || c == '\t';
    let mut faults = Vec::new();
    let mut at = 0;
    while let Some(found) = title[at..].find(is_blank) {
        let start = at + found;
        let end = start + title[start..].find(|c| !is_blank(c)).unwrap_or(title.len() - start);
        at = end;
        let rest = &title[end..];
        // The indent of a further line is `hard-wrapped-item`'s.
        if title[..start].ends_with(['\n', '\r']) || rest.starts_with(['\n', '\r']) {
            continue;
        }
        let is_last = rest.len() == 1;
        let closes =
            !is_french && is_last && rest.starts_with(['!', '?', '.', ',', ':', ';']) || rest.starts_with(", ");
        let (fault, end, text) = if start == 0 || end == title.len() {
            (Fault::Edge, end, "")
        } else if closes {
            (Fault::BeforePunctuation, end, "")
        } else if !is_french && is_colon_before_word(rest) {
            (Fault::BeforeColon, end + 1, if rest.starts_with(':') { ": " } else { "; " })
        } else {
            (Fault::Doubled, end, " ")
        };
        if &title[start..end] != text {
            faults.extend(place(start, end).map(|span| (fault, Edit::replace(span, text))));
        }
    }
    faults
}

/// Whether a text begins with a colon or semicolon right before a word: no `::path`, `:tada:` or `:)`.
fn is_colon_before_word(rest: &str) -> bool {
    let word = rest.strip_prefix([':', ';']).map(|rest| rest.split(' ').next().unwrap_or(rest));
    word.is_some_and(|word| word.starts_with(char::is_alphabetic) && word.len() > 1 && !word.contains(':'))
}
