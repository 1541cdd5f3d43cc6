//! Owns the words of the template, of notes and of other tools, and the HTML that an issue may hold.

use crate::text::Url;

/// What the newsletter's template writes where a destination is to be put in, beside what holds the word `URL`. Source:
/// the draft template, and what older ones held.
const TEMPLATE_PLACES: &[&str] = &["link", "link to issue", "link to cfp", "link to event"];

/// Whether a destination is what the template puts in the place of one: `URL`, `Group URL`, `link to CFP`.
#[must_use]
pub fn is_template_destination(text: &str) -> bool {
    if text.starts_with("https://") {
        return false;
    }
    let text = text.trim().trim_matches(['<', '>', ' ']);
    let is_words = text.len() <= 60 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" -".contains(&byte));
    is_words
        && (text.split(' ').any(|word| word == "URL")
            || TEMPLATE_PLACES.iter().any(|place| text.eq_ignore_ascii_case(place)))
}

/// Whether a destination is a mark to be replaced: `REDDIT_LINK_HERE`, `$twir_link`.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim().trim_matches(['<', '>', ' ']);
    let is_mark = text.len() <= 60 && !text.contains(['/', '.', ':']) && text.to_ascii_lowercase().ends_with("_here");
    text.starts_with('$') || is_mark
}

/// Whether a destination was never put in, whatever the template has in its place; rules about destinations leave it to
/// `leftover-note` and `placeholder`.
#[must_use]
pub fn is_unfilled(text: &str) -> bool {
    is_template_destination(text) || is_placeholder(text)
}

/// How the lines begin that the template writes at the end of a section, and of the issue. Source: past issues.
const STANDING_TEXT: &[&str] = &[
    "[Please submit ",
    "This Week in Rust is edited by",
    "Email list hosting ",
    "<small>",
    "If you are running a Rust event ",
    "it mentioned here.",
    "Email the [Rust Community Team]",
];

/// Lines that every issue has as the template writes them. Source: the draft template.
pub(crate) const TEMPLATE_LINES: &[&str] = &[
    "Hello and welcome to another issue of *This Week in Rust*!",
    "This is a weekly summary of its progress and community.",
    "[Please submit your suggestions and votes for next week][submit_crate]!",
    "Always wanted to contribute to open-source projects but did not know where to start?",
    "Every week we highlight some tasks from the Rust community for you to pick and get started!",
    "Some of these tasks may also have mentors available, visit the task page for more information.",
    "are the RFCs that were approved for implementation this week:",
    "which are reaching a decision. Express your opinions now.",
    "If you are running a Rust event please add it to the [calendar] to get",
    "it mentioned here. Please remember to add a link to the event too.",
    "Email the [Rust Community Team][community] for access.",
    "[Please submit quotes and vote for next week!](https://users.rust-lang.org/t/twir-quote-of-the-week/328)",
];

/// Whether a line of text is one that every issue has, whatever happened in the week.
pub(crate) fn is_standing_text(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '*', '_']);
    STANDING_TEXT.iter().any(|start| text.starts_with(start))
}

/// Whether a comment is the one in which the template explains how to submit a link.
pub(crate) fn is_template_comment(body: &str) -> bool {
    body.trim_start().starts_with("Dear community contributors")
}

/// Titles that the template, or the guidelines for submissions, have as an example.
const TEMPLATE_TITLES: &[&str] = &["item title", "title of the linked page"];

/// Names in addresses for which one's own is to be put in.
const TEMPLATE_NAMES: &[&str] = &["yourusername", "your-username", "your_username"];

/// Whether a link is still the one of an example: `[Title of the linked page](https://…)`,
/// `https://example.org/yourusername`.
#[must_use]
pub fn is_template_entry(title: &str, destination: &str) -> bool {
    let title = title.trim();
    let is_title = TEMPLATE_TITLES.iter().any(|known| title.eq_ignore_ascii_case(known));
    let is_name = |part: &str| TEMPLATE_NAMES.iter().any(|name| part.eq_ignore_ascii_case(name));
    let is_your =
        |at: usize| destination.as_bytes()[at..].get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"your"));
    // All of the names begin so, and hardly an address has it.
    let may_have_name = memchr::memchr2_iter(b'y', b'Y', destination.as_bytes()).any(is_your);
    is_title || may_have_name && destination.split(['/', '.', '@', '=']).any(is_name)
}

/// Titles that say nothing of a page by themselves, in lower case without punctuation around them.
const VAGUE_TITLES: &[&str] = &[
    "article", "blog", "blog post", "change log", "changelog", "click here", "here", "link", "new release", "post",
    "read more", "release", "release notes", "this", "this article", "this post", "untitled", "update", "what is new",
    "what's new", "what’s new", "whats new",
];

/// Words that only say that a number follows.
const NUMBERED: &[&str] = &["change log", "changelog", "release", "release notes", "update", "version"];

/// Whether a title says nothing of its page: `What's New`, `Changelog #232`, `here`, `v1.2.0`.
#[must_use]
pub fn is_vague_title(title: &str) -> bool {
    const LONGEST: usize = 32;
    if title.len() > LONGEST {
        return false;
    }
    let folded = title.trim_matches(|c: char| !c.is_alphanumeric() && c != '#').to_lowercase();
    let name = folded.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '#' | ' ' | ':'));
    let number = &folded[name.len()..];
    let has_number = number.contains(|c: char| c.is_ascii_digit());
    let name = if has_number { name.strip_suffix(" v").unwrap_or(name) } else { name };
    let is_version = matches!(name, "" | "v") && has_number && (name == "v" || number.contains('.'));
    is_version || VAGUE_TITLES.contains(&folded.as_str()) || has_number && NUMBERED.contains(&name)
}

/// Front pages of the Rust project's blogs: a host, and the paths that show nothing but the newest titles.
const FRONT_PAGES: &[(&str, &[&str])] = &[
    ("blog.rust-lang.org", &["", "/index.html", "/inside-rust", "/inside-rust/index.html", "/releases"]),
    ("rustfoundation.org", &["", "/media", "/news"]),
    ("foundation.rust-lang.org", &["", "/news", "/posts"]),
];

/// Whether a URL is the front page of a blog of the Rust project.
#[must_use]
pub fn is_front_page(url: &Url<'_>) -> bool {
    let path = url.path().trim_end_matches('/');
    FRONT_PAGES.iter().any(|(host, paths)| url.site().eq_ignore_ascii_case(host) && paths.contains(&path))
}

/// Part of the address of every group of the Final Comment Period: the label that its issues have.
pub const FINAL_COMMENT_PERIOD_LABEL: &str = "final-comment-period";

/// References that the newsletter's own template defines.
pub const TEMPLATE_REFERENCES: &[&str] = &["calendar", "community", "guidelines", "merged", "submit_crate"];

/// Words that begin a note to oneself.
pub(crate) const NOTE_WORDS: &[&str] = &["TODO", "FIXME", "XXX", "TO DO", "TODOs"];

/// Whether a text begins with a note: `TODO`, `TODO: …`, `FIXME(name)`.
pub(crate) fn note_at_start(text: &str) -> bool {
    NOTE_WORDS.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            !rest.starts_with(|c: char| {
                c.is_alphanumeric() || matches!(c, '-' | '_' | '\'' | '’' | '`' | '!' | '/' | '.')
            })
        })
    })
}

/// What comments for formatters, linters and editors begin with. Sources: their manuals.
pub(crate) const TOOL_COMMENTS: &[&str] = &[
    "markdownlint", "prettier-ignore", "dprint-ignore", "rumdl-", "mdformat", "textlint-", "remark-lint",
    "lint disable", "lint enable", "lint ignore", "vale ", "alex ignore", "alex disable", "cspell:", "spell-checker:",
    "spellchecker:", "harper:", "vim:", "-*- ", "LTeX:", "toc -->", "tocstop", "START doctoc", "END doctoc",
    "editorconfig-checker", "generated by ", "autogenerated", "auto-generated",
];

/// What chat bots leave in a text that is copied from them.
pub(crate) const TOOL_MARKS: &[&str] = &["contentReference[oaicite:", "oai_citation:", "citeturn"];

/// HTML elements that somebody may mean in an issue: those that mark up text, quote, list, tabulate or embed. What
/// shapes a page (`<body>`, `<meta>`), runs code (`<script>`) or styles it is a word of a title when it turns up here.
/// All are written in lower case, for `<A>` and `<B>` are types.
const HTML_ELEMENTS: &[&str] = &[
    "a", "abbr", "address", "article", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "center", "cite",
    "code", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "iframe", "img", "ins", "kbd", "legend", "li",
    "main", "mark", "nav", "ol", "p", "picture", "pre", "q", "s", "samp", "section", "small", "source", "span",
    "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u",
    "ul", "var", "video", "wbr",
];

/// Whether `name` is an HTML element that may be meant as such. Longer names count in capitals too.
pub(crate) fn is_html_element(name: &str) -> bool {
    let is_shouted = name.len() > 1 && name.bytes().all(|byte| !byte.is_ascii_lowercase());
    HTML_ELEMENTS.iter().any(|known| *known == name || (is_shouted && known.eq_ignore_ascii_case(name)))
}

/// Whether an HTML element has no closing tag.
pub(crate) fn is_void_element(name: &str) -> bool {
    ["br", "hr", "img", "source", "wbr"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The number of the issue that an address names: `…/this_week_in_rust_604/`, `…/this-week-in-rust-604`.
#[must_use]
pub fn issue_named_in(path: &str) -> Option<i32> {
    const NAME: &str = "this-week-in-rust-";
    let folded = path.to_ascii_lowercase().replace('_', "-");
    let rest = &folded[folded.find(NAME)? + NAME.len()..];
    let (digits, behind) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
    (behind.is_empty() || behind.starts_with(['/', '?', '#'])).then(|| digits.parse().ok()).flatten()
}

/// What the headings name that issues about one event had for it among the community sections. Source: past issues.
const SPECIAL_HEADINGS: &[&str] = &[
    "eurorust", "fosdem", "oxidize", "rust belt rust", "rust global", "rust latam", "rust nation", "rustconf",
    "rustfest", "rustikon", "rustlab", "rustnl", "rustweek", "tokioconf",
];

/// Whether a heading is one that a special issue adds for an event.
pub(crate) fn is_special_heading(name: &str) -> bool {
    let folded = name.to_ascii_lowercase();
    SPECIAL_HEADINGS.iter().any(|event| folded.contains(event))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::tests::is_reported;

    #[test]
    fn every_word_of_the_lists_is_found() {
        for title in VAGUE_TITLES {
            assert!(is_vague_title(title) && is_vague_title(&format!("{}!", title.to_uppercase())), "{title}");
            assert!(!is_vague_title(&format!("tablet {title}")), "{title}");
        }
        for name in NUMBERED {
            assert!(is_vague_title(&format!("{name} #232")) && is_vague_title(&format!("{name} v1.2")), "{name}");
        }
        for title in TEMPLATE_TITLES {
            assert!(is_template_entry(&title.to_uppercase(), "https://example.org/"), "{title}");
        }
        for name in TEMPLATE_NAMES {
            assert!(is_template_entry("Tables", &format!("https://{name}.example.org/")), "{name}");
        }
        for (host, paths) in FRONT_PAGES {
            for path in *paths {
                assert!(is_front_page(&Url::new(&format!("https://www.{host}{path}/"), 0)), "{host}{path}");
            }
            assert!(!is_front_page(&Url::new(&format!("https://{host}/a"), 0)), "{host}");
        }
        for place in TEMPLATE_PLACES {
            assert!(is_template_destination(place), "{place}");
        }
        for event in SPECIAL_HEADINGS {
            assert!(is_special_heading(&format!("{} 2026", event.to_uppercase())), "{event}");
        }
        for name in HTML_ELEMENTS {
            assert!(is_html_element(name), "{name}");
        }
    }

    #[test]
    fn every_sentence_of_the_template_leaves_a_section_empty() {
        let section =
            |line: &str| format!("## Quote of the Week\n\n{line}a kettle\n\n## Crate of the Week\n\nA lid.\n");
        assert!(!is_reported("empty-section", &section("We boil ")));
        for start in STANDING_TEXT {
            for line in [format!("_{start}"), (*start).to_owned()] {
                assert!(is_reported("empty-section", &section(&line)), "{line}");
            }
        }
    }

    #[test]
    fn titles_that_say_something_are_not_vague() {
        for title in ["Rust 1.90.0", "2026", "#232", "Release it!", "Here be dragons", "v", ""] {
            assert!(!is_vague_title(title), "{title}");
        }
        for title in ["1.0", "v8", "v1.2.0", "“Here”", "Changelog 232"] {
            assert!(is_vague_title(title), "{title}");
        }
        assert!(!is_template_entry("Title of the page", "https://example.org/yourusernames"));
    }
}
