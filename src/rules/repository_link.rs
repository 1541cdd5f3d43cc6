//! An entry that leads to code instead of something to read.

use crate::diagnostic::quoted;
use crate::lexicon::{NOT_AN_OWNER, is_forge};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Url;

pub(super) static RULE: Rule = Rule {
    name: "repository-link",
    group: Group::Links,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports an entry of the community that leads straight to a repository or to a page of crates.io.",
    why: "The guidelines of the newsletter ask for something to read: an announcement, a blog post, release notes. \
          A repository looks the same next week, and does not say what is new.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "* [parser: a parser library](https://github.com/example/parser)\n",
            "* [parser 1.0 released](https://github.com/example/parser/releases/tag/v1.0.0)\n",
        ),
        Example::by_hand(
            "### Project/Tooling Updates\n* [parser 1.0](https://crates.io/crates/parser)\n",
            "### Project/Tooling Updates\n* [parser 1.0](https://example.org/blog/parser-1-0)\n",
        ),
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries() {
        let Some(destination) = document.main_destination(item) else { continue };
        let url = document.url(destination);
        let what = if is_repository(&url) {
            "a repository"
        } else if url.is_on("crates.io") && url.segments().next() == Some("crates") && url.segments().count() > 1 {
            "a crate's page"
        } else {
            continue;
        };
        cx.report(destination, format!("{} is {what}, and tells readers nothing of what is new", quoted(url.as_str())))
            .help("Link to an announcement, a blog post or the notes of a release.");
    }
}

/// Whether a URL is the front page of a repository, or its tree of files as a whole.
fn is_repository(url: &Url<'_>) -> bool {
    if !is_forge(url) {
        return false;
    }
    let mut segments: Vec<&str> = url.segments().take(6).collect();
    if url.is_on("sourceforge.net") {
        return segments.len() == 2 && segments[0] == "projects";
    }
    // `tree/main` and its like are the front page again.
    let is_tree = |name: &str| matches!(name, "tree" | "src");
    let keep = match segments.as_slice() {
        [_, _, "-", tree, _] if is_tree(tree) => 2,
        [_, _, "src", "branch", _] => 2,
        [_, _, tree, _] if is_tree(tree) => 2,
        _ => segments.len(),
    };
    segments.truncate(keep);
    segments.len() == 2
        && !NOT_AN_OWNER.contains(&segments[0])
        && !url.query().is_some_and(|query| query.contains("tab=discussions"))
}
