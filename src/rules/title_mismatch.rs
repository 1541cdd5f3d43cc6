//! A title that differs from the title of the page.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::lexicon::{is_forge, looks_like_url};
use crate::pages::TitleMatch;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "title-mismatch",
    group: Group::Pages,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports community entries whose text is not the title of the linked page.",
    why: "The guidelines say: \"The link text should be the same as the page's title.\" Case, quotes, dashes, emoji, \
          the name of the site or of a series, and words that an editor has added make no difference.",
    needs: Needs::Pages,
    examples: &[
        Example::fixed(
            "* [Reading tabels](https://example.org/tables)\n",
            "* [Reading tables](https://example.org/tables)\n",
        )
        .online(&[("https://example.org/tables", "<title>Reading tables | Example</title>\n")]),
        Example::fixed(
            "* [My new blog post](https://example.org/tables)\n",
            "* [Reading tables: an \\*honest\\* review](https://example.org/tables)\n",
        )
        .online(&[(
            "https://example.org/tables",
            "<title>Reading tables: an *honest* review</title>\n<h1>Reading tables: an *honest* review</h1>\n",
        )]),
    ],
    silent: &[
        Silent::because("case and quotes make no difference", "* [\"Reading\" tables](https://example.org/tables)\n")
            .online(&[("https://example.org/tables", "<title>Reading Tables | Example</title>\n")]),
        Silent::because(
            "an editor has added what it is about",
            "* [tablet 2.0: Reading tables](https://example.org/tables)\n",
        )
        .online(&[("https://example.org/tables", "<title>Reading tables</title>\n")]),
        Silent::because(
            "the page has two titles that do not agree",
            "* [Reading tables](https://example.org/tables)\n",
        )
        .online(&[(
            "https://example.org/tables",
            "<title>Tables</title>\n<meta property=\"og:title\" content=\"A new post\">\n",
        )]),
        Silent::because("the title is the name of the site", "* [Reading tables](https://example.org/tables)\n")
            .online(&[("https://example.org/tables", "<title>Example.org</title>\n")]),
        Silent::because(
            "a release has its number as title",
            "* [A library for tables](https://github.com/OWNER/tablet/releases/tag/v1.0)\n",
        )
        .online(&[(
            "https://github.com/OWNER/tablet/releases/tag/v1.0",
            "<title>Release v1.0 · OWNER/tablet</title>\n",
        )]),
        Silent::because(
            "a page of documentation has what it describes as title",
            "* [A library for tables](https://docs.rs/tablet/latest/tablet/table/)\n",
        )
        .online(&[("https://docs.rs/tablet/latest/tablet/table/", "<title>tablet::table - Rust</title>\n")]),
    ],
    options: &[],
    check,
};

/// Hosts whose pages are named by what they hold, not by a title that somebody gave them.
const WITHOUT_TITLES: &[&str] =
    &["crates.io", "docs.rs", "lib.rs", "news.ycombinator.com", "lobste.rs", "play.rust-lang.org"];

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for (_, link, page) in cx.opened_entries() {
        let url = Url::new(&page.address, 0);
        if is_forge(&url) || WITHOUT_TITLES.iter().any(|host| url.is_on(host)) {
            continue;
        }
        let words = document.text(link.text);
        if looks_like_url(words) {
            continue;
        }
        let TitleMatch::Other(title) = page.compare_title(words) else { continue };
        let written = in_markdown(&title);
        let (span, message, new) = match small_difference(words, &written) {
            Some((start, end, new)) => {
                let span = Span::new(link.text.start + start, link.text.start + end);
                let message =
                    format!("the title of the page has {} here, not {}", quoted(new), quoted(document.text(span)));
                (span, message, new.to_owned())
            }
            None => (link.text, format!("the title of the page is {}", quoted(&title)), written.clone()),
        };
        cx.report(span, message)
            .gravity(Gravity::Doubtful)
            .help("Write the title of the page as the text of the link.")
            .fix(Fix::unsafe_("Write the title of the page", Edit::replace(span, new)));
    }
}

/// A title with a backslash before what Markdown would take for markup.
fn in_markdown(title: &str) -> String {
    let mut written = String::with_capacity(title.len());
    for c in title.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>') {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

/// Where `old` differs from `new`, and by what words, where both share most: few words between the same ones.
fn small_difference<'n>(old: &str, new: &'n str) -> Option<(usize, usize, &'n str)> {
    const MOST: usize = 3;
    let (old_words, new_words) = (words(old), words(new));
    let same = |(one, other): &(&(usize, &str), &(usize, &str))| one.1 == other.1;
    let start = old_words.iter().zip(&new_words).take_while(same).count();
    let rest = (&old_words[start..], &new_words[start..]);
    let end = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(same).count();
    let (old_differs, new_differs) = (&rest.0[..rest.0.len() - end], &rest.1[..rest.1.len() - end]);
    let is_small = |differs: &[(usize, &str)]| (1..=MOST).contains(&differs.len());
    if start + end == 0 || !is_small(old_differs) || !is_small(new_differs) {
        return None;
    }
    let bounds = |differs: &[(usize, &str)]| {
        let (first, last) = (differs.first()?, differs.last()?);
        Some((first.0, last.0 + last.1.len()))
    };
    let ((old_start, old_end), (new_start, new_end)) = (bounds(old_differs)?, bounds(new_differs)?);
    Some((old_start, old_end, &new[new_start..new_end]))
}

/// The words of a text, each with its byte offset.
fn words(text: &str) -> Vec<(usize, &str)> {
    let offset = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
    text.split_whitespace().map(|word| (offset(word), word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_difference_is_shown_as_such() {
        let of = |old, new| small_difference(old, new);
        assert_eq!(of("Reading  tabels well", "Reading tables well"), Some((9, 15, "tables")));
        assert_eq!(of("One two", "One three four"), Some((4, 7, "three four")));
        assert_eq!(of("One two", "Three four"), None);
        assert_eq!(of("One", "One two"), None);
        assert_eq!(of("a b c d e f", "a 1 2 3 4 f"), None);
    }
}
