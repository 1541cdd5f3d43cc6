//! The name of the site at the end of a title.

use crate::diagnostic::{Fix, Join, quoted};
use crate::document::Document;
use crate::lexicon::is_site_name;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "site-name-in-title",
    group: Group::LinkText,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports a title that begins with `GitHub - owner/`, or ends with the name of the site, such as ` | Rust Blog` or ` - YouTube`, if it \
              agrees with the address, or if one of many earlier entries of that site has it.",
    why: "Browsers show the name of the site after the title of a page, and it is copied with the title. Readers see \
          the site in the address.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Official\n* [Announcing Kettles 9.9.0 | Rust Blog](https://blog.rust-lang.org/2030/03/12/Kettles-9.9.0/)\n",
            "### Official\n* [Announcing Kettles 9.9.0](https://blog.rust-lang.org/2030/03/12/Kettles-9.9.0/)\n",
        ),
        Example::fixed(
            "### Rust Walkthroughs\n* [How to boil water in Rust | by Wilma Wick | Medium](https://medium.com/wilma/water)\n",
            "### Rust Walkthroughs\n* [How to boil water in Rust](https://medium.com/wilma/water)\n",
        ),
        Example::fixed(
            "### Rust Walkthroughs\n* [How to boil water | Kettle Weekly](https://example.org/water)\n",
            "### Rust Walkthroughs\n* [How to boil water](https://example.org/water)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Updates from Rust Community\n### Rust Walkthroughs\n* [Spoons in space](https://example.org/spoons)\n* [A cup of types](https://example.org/cup)\n\
             * [Tea for two threads](https://example.org/tea)\n* [Pots and pans | Kettle Weekly](https://example.org/pots)\n",
        )]),
        Example::fixed(
            "### Rust Walkthroughs\n* [How to boil water in Rust | Kettle](https://kettle.example.org/water)\n* [How to boil tea in Rust - Spoon](https://spoon.example.org/tea)\n",
            "### Rust Walkthroughs\n* [How to boil water in Rust](https://kettle.example.org/water)\n* [How to boil tea in Rust](https://spoon.example.org/tea)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Updates from Rust Community\n### Rust Walkthroughs\n* [Spoons in space](https://spoon.example.org/space)\n",
        )]),
        Example::fixed(
            "### Project/Tooling Updates\n* [GitHub - example/kettle: Boils water](https://github.com/Example/kettle)\n",
            "### Project/Tooling Updates\n* [kettle: Boils water](https://github.com/Example/kettle)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "`GitHub` is the subject, or another repository is",
            "### Project/Tooling Updates\n* [GitHub - a field report](https://github.com/example/report)\n* [GitHub - example/cup: Holds tea](https://github.com/example/saucer)\n* [GitHub - other/cup: Holds tea](https://github.com/example/cup)\n* [GitHub - example/lid: Keeps it warm](https://example.org/example/lid)\n",
        ),
        Silent::because(
            "it is not the name of the site",
            "### Rust Walkthroughs\n* [Kettles, cups, spoons | A field report](https://example.org/report)\n",
        ),
        Silent::because(
            "the title would be too short without it",
            "### Project/Tooling Updates\n* [New release – kettle-rs](https://kettle-rs.example.org/release)\n",
        ),
        Silent::because(
            "the site is part of the sentence",
            "### Rust Walkthroughs\n* [What we learned at Kettle](https://kettle.example.org/report)\n",
        ),
        Silent::because(
            "earlier issues keep it",
            "### Miscellaneous\n* [audio] [Cups with Wilma Wick :: Kettle Station](https://kettle-station.example.org/cups)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Updates from Rust Community\n### Miscellaneous\n* [audio] [Pots with Wilma Wick :: Kettle Station](https://kettle-station.example.org/pots)\n\
             * [audio] [Pans with Wilma Wick :: Kettle Station](https://kettle-station.example.org/pans)\n",
        )]),
        Silent::because(
            "editors kept it twice, though most titles of that site have none",
            "### Rust Walkthroughs\n* [How to boil water | Kettle Weekly](https://example.org/water)\n",
        )
        .after(&[
            (
                "2026-02-04-this-week-in-rust.md",
                "## Updates from Rust Community\n### Rust Walkthroughs\n* [Spoons in space](https://example.org/spoons)\n* [A cup of types](https://example.org/cup)\n\
                 * [Tea for two threads](https://example.org/tea)\n* [Sugar](https://example.org/sugar)\n* [Salt](https://example.org/salt)\n* [Pots and pans | Kettle Weekly](https://example.org/pots)\n",
            ),
            (
                "2026-02-11-this-week-in-rust.md",
                "## Updates from Rust Community\n### Rust Walkthroughs\n* [Lids and handles | Kettle Weekly](https://example.org/lids)\n",
            ),
        ]),
        Silent::because(
            "after a dash, it may be part of the title, and earlier issues have nothing of this site",
            "### Rust Walkthroughs\n* [How to boil water in Rust - Kettle](https://kettle.example.org/water)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Updates from Rust Community\n### Rust Walkthroughs\n* [Spoons in space](https://example.com/spoons)\n",
        )]),
        Silent::because(
            "an earlier issue kept the name of this site",
            "### Rust Walkthroughs\n* [How to boil water in Rust - Kettle](https://kettle.example.org/water)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Updates from Rust Community\n### Rust Walkthroughs\n* [Spoons in space](https://kettle.example.org/spoons)\n* [Cups in space](https://kettle.example.org/cups)\n\
             * [Tea in space](https://kettle.example.org/tea)\n* [Pots in space - Kettle](https://kettle.example.org/pots)\n",
        )]),
        Silent::because(
            "one entry of many is not enough to know a name after a dash",
            "### Rust Walkthroughs\n* [How to boil water - A Primer](https://example.org/water)\n",
        )
        .after(&[(
            "2026-02-04-this-week-in-rust.md",
            "## Updates from Rust Community\n### Rust Walkthroughs\n* [Spoons in space](https://example.org/spoons)\n* [A cup of types](https://example.org/cup)\n\
             * [Tea for two threads](https://example.org/tea)\n* [Pots and pans - A Primer](https://example.org/pots)\n",
        )]),
        Silent::because("it is in code", "### Rust Walkthroughs\n* [How to read the output of `cargo test | kettle`](https://kettle.example.org/report)\n"),
    ],
    options: &[],
    check,
};

/// What is between a title and the name of a site, with spaces on both sides.
const SEPARATORS: &[&str] = &["|", "-", "–", "—", "·", "•", "::"];

/// Separators that are only followed by the name of a site, or of a series.
const STRONG: &[&str] = &["|", "·", "•"];

/// Words that a title has at least, without the name of the site.
const FEWEST_WORDS: usize = 3;

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries() {
        for link in document.links_of(item).iter().filter(|link| link.is_inline() && !link.is_image) {
            let url = document.url(link.destination);
            if let Some(start) = forge_at_start(document, link.text, &url) {
                cx.report(start, "this title begins with the name of its site, `GitHub`")
                    .help(REMOVE)
                    .fix(Fix::safe("Remove the name of the site", Edit::delete(start)));
                continue;
            }
            let Some(ending) = ending(cx, link.text, &url) else { continue };
            let name = document.text(ending.name);
            cx.report(ending.name, format!("this title ends with the name of its site, {}", quoted(name)))
                .help(REMOVE)
                .fix(Fix::safe("Remove the name of the site", Edit::delete(Span::new(ending.start, link.text.end))))
                // Who copies titles copies all of them.
                .join(Join {
                    group: 0,
                    least: 2,
                    message: |count, _| format!("{count} titles end with the name of their site"),
                    label: "this one too",
                    fix: "Remove the names of the sites",
                });
        }
    }
}

const REMOVE: &str = "Remove the name; readers see the site in the address.";

/// `GitHub - owner/` before the name of a repository, as the title of its page has it.
fn forge_at_start(document: &Document<'_>, title: Span, url: &Url<'_>) -> Option<Span> {
    const NAME: &str = "GitHub - ";
    let rest = document.text(title).strip_prefix(NAME).filter(|_| url.is_on("github.com"))?;
    let mut segments = url.segments();
    let (owner, repository) = (segments.next()?, segments.next()?);
    let is_owner = rest.get(..owner.len()).is_some_and(|start| start.eq_ignore_ascii_case(owner));
    let name = rest.get(owner.len()..)?.strip_prefix('/').filter(|_| is_owner)?;
    let is_repository = name.get(..repository.len()).is_some_and(|start| start.eq_ignore_ascii_case(repository));
    let end = title.start + NAME.len() + owner.len() + 1;
    is_repository.then(|| Span::new(title.start, end))
}

/// The name of a site after a title.
struct Ending {
    /// Where the title itself ends.
    start: usize,
    name: Span,
}

fn ending(cx: &Context<'_>, title: Span, url: &Url<'_>) -> Option<Ending> {
    let document = cx.document;
    let (separator, ending) = separated(document, title)?;
    let text = |span: Span| document.text(span);
    let name = text(ending.name);
    let (is_strong, agrees) = (STRONG.contains(&separator), is_site_name(name, url));
    if !is_strong && !agrees {
        return None;
    }
    let Kept { kept, all, issues } = kept(cx, url, text(Span::new(ending.start, title.end)));
    let is_custom = issues >= CUSTOM || kept > 0 && (agrees || kept * 2 >= all);
    // After a dash it may be part of the title: editors leave the name of a site that earlier issues never had.
    if !is_strong && all == 0 && !cx.history.is_empty() {
        return None;
    }
    let is_learned = is_strong && kept > 0 && kept * 3 < all;
    if is_custom || !(is_learned || agrees) {
        return None;
    }
    // ` | by Wilma Wick | Medium`
    let head = Span::new(title.start, ending.start);
    let author = text(head).rfind(" | by ").filter(|_| name == "Medium").map(|at| title.start + at);
    let start = author.unwrap_or(ending.start);
    let is_enough = text(Span::new(title.start, start)).split_whitespace().count() >= FEWEST_WORDS;
    is_enough.then_some(Ending { start, name: ending.name })
}

/// The last part of a title, and the separator before it.
fn separated(document: &Document<'_>, title: Span) -> Option<(&'static str, Ending)> {
    let text = document.text(title);
    let (at, separator) = last_separator(text)?;
    let name = Span::new(title.start + at + separator.len() + 2, title.end);
    let is_plain = !document.is_opaque(title.start + at) && !document.text(name).contains(['`', '[', ']', '*', '_']);
    is_plain.then_some((separator, Ending { start: title.start + at, name }))
}

/// The last separator of a title, and where the space before it is.
fn last_separator(text: &str) -> Option<(usize, &'static str)> {
    let separator_behind = |at: usize| {
        let is_there =
            |separator: &&&str| text[at + 1..].strip_prefix(**separator).is_some_and(|behind| behind.starts_with(' '));
        // No separator begins as a word does.
        let is_word = text.as_bytes().get(at + 1).is_none_or(u8::is_ascii_alphanumeric);
        if is_word { None } else { Some((at, *SEPARATORS.iter().find(is_there)?)) }
    };
    memchr::memrchr_iter(b' ', text.as_bytes()).find_map(separator_behind)
}

/// Whether a title ends with a name of the site.
fn ends_in_site_name(title: &str, url: &Url<'_>) -> bool {
    last_separator(title).is_some_and(|(at, separator)| is_site_name(&title[at + separator.len() + 2..], url))
}

/// Earlier issues from which on an ending of a site is usual, even if most of its titles have none.
const CUSTOM: usize = 2;

/// What earlier issues have of a site.
#[derive(Default)]
struct Kept {
    /// How many entries end so, or with another name of the site.
    kept: usize,
    /// How many entries there are.
    all: usize,
    /// How many issues have an entry that ends so.
    issues: usize,
}

fn kept(cx: &Context<'_>, url: &Url<'_>, ending: &str) -> Kept {
    let mut counts = Kept::default();
    for issue in cx.history.with_links() {
        let before = counts.kept;
        for link in issue.community_links() {
            if Url::new(issue.text(link.destination), 0).site() == url.site() {
                let title = issue.text(link.text);
                counts.kept += usize::from(title.ends_with(ending) || ends_in_site_name(title, url));
                counts.all += 1;
            }
        }
        counts.issues += usize::from(counts.kept > before);
    }
    counts
}
