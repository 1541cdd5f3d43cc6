//! An entry that does not link to a page of its own.

use crate::lexicon::is_front_page;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "misdirected-link",
    group: Group::Links,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports community entries that link to the newsletter itself, to the front page of a blog of the Rust \
              project, or to a place in the same issue.",
    why: "Readers do not find what the title says there. A front page shows something else next week.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "* [Writing a parser](https://this-week-in-rust.org/blog/2026/02/25/this-week-in-rust-640/)\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::by_hand(
            "### Official\n* [Writing parsers](https://blog.rust-lang.org/inside-rust/)\n",
            "### Official\n* [Writing parsers](https://blog.rust-lang.org/inside-rust/2026/02/25/parsers/)\n",
        ),
        Example::by_hand("* [Writing a parser](#parser)\n", "* [Writing a parser](https://example.org/parser)\n"),
    ],
    silent: &[
        Silent::because(
            "this is a page of its own",
            "* [Writing parsers](https://blog.rust-lang.org/2026/02/25/parsers/)\n* [B](https://example.org/b#parser)\n",
        ),
        Silent::because(
            "a project may be listed with its front page",
            "* [tablet: a library](https://tablet.example.org/)\n",
        ),
        Silent::because(
            "it is not a submission",
            "### Jobs\n* [Archives](https://this-week-in-rust.org/blog/archives/) and [Events](#upcoming-events)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries() {
        let Some(destination) = document.main_destination(item) else { continue };
        let url = document.url(destination);
        let place = if url.is_on("this-week-in-rust.org") {
            "the newsletter itself"
        } else if is_front_page(&url) {
            "a front page"
        } else if url.as_str().len() > 1 && url.as_str().starts_with('#') {
            "a place in this issue"
        } else {
            continue;
        };
        cx.report(destination, format!("this address is {place}, not the page that the title names"))
            .help("Write the address of the page itself.")
            .condemns(destination);
    }
}
