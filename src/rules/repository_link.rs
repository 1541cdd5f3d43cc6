//! An entry that links to code instead of something to read.

use crate::lexicon::{NOT_AN_OWNER, is_forge};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Url;

pub(super) static RULE: Rule = Rule {
    name: "repository-link",
    group: Group::Links,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports a community entry that links to a repository or to a page of crates.io, and whose title is \
              only its name.",
    why: "The guidelines ask for something to read: an announcement, a blog post, release notes. From the name of a \
          repository alone, readers learn neither what it is nor what is new about it.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "* [parser](https://github.com/example/parser)\n",
            "* [parser 1.0 released](https://github.com/example/parser/releases/tag/v1.0.0)\n",
        ),
        Example::by_hand(
            "### Project/Tooling Updates\n* [Table Parser v1.0](https://crates.io/crates/table-parser)\n",
            "### Project/Tooling Updates\n* [Table Parser 1.0](https://example.org/blog/table-parser-1-0)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the title says what it is",
            "* [parser: a library that reads tables](https://github.com/example/parser)\n",
        ),
        Silent::because(
            "there are notes to read",
            "* [parser](https://github.com/example/parser/releases/tag/v1.0.0)\n",
        ),
        Silent::because(
            "there is a file to read",
            "* [parser](https://github.com/example/parser/blob/main/NOTES.md)\n",
        ),
        Silent::because("it is a discussion", "* [parser](https://github.com/example/parser?tab=discussions)\n"),
        Silent::because("it is not a repository", "* [parser](https://github.com/topics/parser)\n"),
        Silent::because("it is the list of all crates", "* [crates](https://crates.io/crates)\n"),
        Silent::because(
            "it is not on a site that hosts repositories",
            "* [parser](https://example.org/example/parser)\n",
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
        let what = if is_repository(&url) {
            "a repository"
        } else if url.is_on("crates.io") && url.segments().next() == Some("crates") && url.segments().count() > 1 {
            "a crate's page"
        } else {
            continue;
        };
        let title = document.links_of(item).first().map_or("", |link| document.text(link.text));
        // Words outside the link say what it is; another rule reports that they belong in the title.
        let has_words = document.beside_links(item).any(|span| document.text(span).chars().any(char::is_alphanumeric));
        if is_name(title, &url) && !has_words {
            cx.report(destination, format!("this entry links to {what}, and its title is only a name"))
                .help("Link to an announcement, a blog post or release notes, or say in the title what it is.");
        }
    }
}

/// Whether a title is no more than the name in the path of a URL, with or without a number of its version.
fn is_name(title: &str, url: &Url<'_>) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let is_version = |word: &&str| word.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit());
    let title: String = letters(&title.split_whitespace().filter(|word| !is_version(word)).collect::<String>());
    title == letters(url.path()) || url.segments().take(4).any(|segment| title == letters(segment))
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
