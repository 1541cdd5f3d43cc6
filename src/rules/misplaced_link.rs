//! An entry of the project's own blogs outside of their section, or another entry inside.

use crate::diagnostic::quoted;
use crate::document::{Community, Document, Item, SectionKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Url;

pub(super) static RULE: Rule = Rule {
    name: "misplaced-link",
    group: Group::Links,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports an entry from blog.rust-lang.org outside of Official, one from another site inside it, and one \
              from the Rust Foundation outside of Foundation.",
    why: "Readers look for announcements of the project under Official, and for those of the Foundation under \
          Foundation.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "### Miscellaneous\n* [Announcing Rust 2.0](https://blog.rust-lang.org/2030/01/01/Rust-2.0/)\n",
            "### Official\n* [Announcing Rust 2.0](https://blog.rust-lang.org/2030/01/01/Rust-2.0/)\n",
        ),
        Example::by_hand(
            "### Official\n* [Writing a parser](https://example.org/parser)\n",
            "### Rust Walkthroughs\n* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::by_hand(
            "### Official\n* [A new member](https://rustfoundation.org/media/a-new-member/)\n",
            "### Foundation\n* [A new member](https://rustfoundation.org/media/a-new-member/)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the project writes on other sites too",
            "### Official\n* [Announcing Rust 2.0](https://blog.rust-lang.org/2030/01/01/Rust-2.0/)\n* [The book](https://doc.rust-lang.org/book/)\n* [A guide](https://rust-lang.github.io/guide/)\n* [A charter](https://github.com/rust-lang/charter/issues/1)\n",
        ),
        Silent::because(
            "the Foundation was listed under Official in the past",
            "### Official\n* [A grant](https://foundation.rust-lang.org/news/a-grant/)\n",
        ),
        Silent::because(
            "a section about an event may have all that belongs to it",
            "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n## Updates from Rust Community\n\n### RustConf 2026\n* [The program](https://blog.rust-lang.org/2026/03/01/program/)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries().filter(|item| !item.is_nested()) {
        let SectionKind::Community(section) = document.section_of(item).kind else { continue };
        if document.is_below_lost_heading(item) {
            continue;
        }
        let Some(destination) = document.main_destination(item) else { continue };
        let url = document.url(destination);
        let Some(home) = home(&url) else {
            if section == Community::Official && url.is_web() && !url.host().is_empty() && !is_of_project(&url) {
                let message = format!("{} is not a site of the Rust project", quoted(url.site()));
                cx.report(url.host_span(), message).help(
                    "Only announcements of the Rust project go under Official. Move this entry to Project/Tooling Updates, \
                     Observations/Thoughts or another section.",
                );
            }
            continue;
        };
        // Before the Foundation had a section and a site of its own, it was listed under Official.
        let was_official = section == Community::Official && url.is_on("foundation.rust-lang.org");
        if home != section && section != Community::Other && !was_official {
            let name = if home == Community::Official { "Official" } else { "Foundation" };
            cx.report(url.host_span(), format!("entries from {} belong under {name}", quoted(url.site())))
                .help(format!("Move this entry to the section {name}."));
        }
    }
}

/// Whether an entry whose site has a section to itself is in it; none where the site has none.
pub(super) fn is_home(document: &Document<'_>, item: &Item) -> Option<bool> {
    let home = home(&document.url(document.main_destination(item)?))?;
    Some(document.section_of(item).kind == SectionKind::Community(home))
}

/// The section that a site's entries have to themselves.
fn home(url: &Url<'_>) -> Option<Community> {
    if url.is_on("rustfoundation.org") || url.is_on("foundation.rust-lang.org") {
        Some(Community::Foundation)
    } else if url.is_on("blog.rust-lang.org") {
        Some(Community::Official)
    } else {
        None
    }
}

/// Whether the Rust project speaks there.
fn is_of_project(url: &Url<'_>) -> bool {
    let is_organisation = |owner: &str| matches!(owner, "rust-lang" | "rust-lang-nursery" | "rust-embedded");
    url.is_on("rust-lang.org")
        || url.is_on("rust-lang.github.io")
        || url.is_on("github.com") && url.segments().next().is_some_and(is_organisation)
}
