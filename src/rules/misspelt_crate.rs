//! `[flac-coded](https://crates.io/crates/flac-codec)`: the name of a crate with a letter that is not in its address.

use crate::diagnostic::Fix;
use crate::document::Document;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "misspelt-crate",
    group: Group::Links,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports a link to a crate on crates.io, docs.rs or lib.rs whose text differs from the name of the \
              crate by one letter.",
    why: "The address works, so the name in it is right. Readers who type the name in the text do not find the \
          crate.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "This week's crate is [spoon-coded](https://crates.io/crates/spoon-codec), a timer.\n",
            "This week's crate is [spoon-codec](https://crates.io/crates/spoon-codec), a timer.\n",
        ),
        Example::fixed(
            "It uses [`kettel`](https://docs.rs/crate/kettle/latest) and [**spon**](https://lib.rs/crates/spoon).\n",
            "It uses [`kettle`](https://docs.rs/crate/kettle/latest) and [**spoon**](https://lib.rs/crates/spoon).\n",
        ),
    ],
    silent: &[
        Silent::because(
            "case, `_` and `-` are written in more than one way",
            "They use [SpoonCodec](https://crates.io/crates/spoon_codec) and [spoon-codec](https://docs.rs/spoon_codec).\n",
        ),
        Silent::because("it is another name", "It uses [fork-rs](https://crates.io/crates/fork).\n"),
        Silent::because("it is an image", "It uses ![kettel](https://crates.io/crates/kettle).\n"),
        Silent::because("short names differ by a letter", "It uses [tea](https://crates.io/crates/tee).\n"),
        Silent::because("a title is not a name", "It uses [The fork 2.0](https://crates.io/crates/the-fork-2).\n"),
        Silent::because("the site lists other things too", "It uses [crabes](https://crates.io/crates).\n"),
        Silent::because("names on other sites may differ", "It uses [kettel](https://example.org/crates/kettle).\n"),
    ],
    options: &[],
    check,
};

/// Bytes of the shortest name that is known again with another letter.
const SHORTEST: usize = 5;

fn check(cx: &mut Context<'_>) {
    let document: &Document<'_> = cx.document;
    for link in document.links().iter().filter(|link| link.has_own_destination() && !link.is_image) {
        let written = document.text(link.text);
        if memchr::memchr(b' ', written.as_bytes()).is_some() {
            continue;
        }
        let name = written.trim_matches(['`', '*']);
        if !is_name(name) {
            continue;
        }
        let url = document.url(link.destination);
        let Some(right) = crate_of(&url) else { continue };
        if right.len() < SHORTEST || !differs_by_a_letter(&plain(name), &plain(right)) {
            continue;
        }
        let start = link.text.start + written.find(name).unwrap_or_default();
        let span = Span::new(start, start + name.len());
        cx.report(span, format!("this link goes to the crate `{right}`, not `{name}`"))
            .help("Correct the name or the address.")
            .fix(Fix::unsafe_(format!("Write `{right}`"), Edit::replace(span, right)));
    }
}

/// The name of the crate whose page an address is.
fn crate_of<'a>(url: &Url<'a>) -> Option<&'a str> {
    let mut segments = url.segments();
    let first = segments.next()?;
    let name = if url.is_on("docs.rs") && first != "crate" {
        first
    } else if url.is_on("docs.rs") || (url.is_on("crates.io") || url.is_on("lib.rs")) && first == "crates" {
        segments.next()?
    } else {
        return None;
    };
    Some(name).filter(|name| is_name(name))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// A name without what does not distinguish crates.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether one letter was replaced, added or left out, or two neighbours changed places.
fn differs_by_a_letter(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let start = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[start..], &other[start..]);
    match (one, other) {
        ([_, rest @ ..], []) | ([], [_, rest @ ..]) => rest.is_empty(),
        ([a, one_rest @ ..], [b, other_rest @ ..]) => {
            let is_swapped =
                one_rest.first() == Some(b) && other_rest.first() == Some(a) && one_rest[1..] == other_rest[1..];
            one_rest == other_rest || one == other_rest || one_rest == other || is_swapped
        }
        ([], []) => false,
    }
}
