//! Owns what is meant as a link and is none: each with what is wrong about it and, where only one reading
//! exists, how it reads when it is repaired.
//!
//! The search starts from what every near-link has: a URL that no link, code or comment took, or a `](`
//! that Markdown left lying. What stands around it tells which mistake it is.

mod accepted;
mod around;
mod behind_bracket;
mod pair;

pub(super) use accepted::definition_as_entry;
use accepted::{take_accepted, widen_calls};
use around::{classify, opening_bracket};
use linkify::{LinkFinder, LinkKind as FoundKind};
use memchr::memmem;

use crate::document::Document;
use crate::lexicon::{is_template_destination, looks_like_url};
use crate::text::{Edit, Span};

/// Bytes of the longest line that is looked at whole. In a longer one each URL would look as far, many times over.
const REACH: usize = 2048;

/// Bytes before and behind a URL that are looked at in a longer line.
const NEAR: usize = 256;

/// What keeps a near-link from being a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NearLinkProblem {
    /// `[text](url`.
    UnclosedParenthesis,
    /// `[text](url]`.
    WrongClosing,
    /// `[text(url)`.
    MissingClosingBracket,
    /// `text](url)`.
    MissingOpeningBracket,
    /// `[text]url)`.
    MissingOpeningParenthesis,
    /// `[text] (url)`.
    SpaceBetween,
    /// `[text][url]`.
    SquareBrackets,
    /// `(text)[url]`.
    BracketsSwapped,
    /// `[url](text)`.
    TextAndUrlSwapped,
    /// `[text]((url)`.
    DoubledParenthesis,
    /// `[text]([url](url))`, `[text](url](url)`.
    Nested,
    /// `[[url][text]]`, `[[url|text]]`, `[url text]`.
    Wiki,
    /// `[text]: url`.
    Colon,
    /// A space or line break within the destination.
    SpaceInDestination,
    /// `[text]](url)`, `[[text](url)`, `[text](url))`.
    ExtraBracket,
    /// `[text](url)(url)`.
    SecondAddress,
    /// `{text}(url)`, `(text)(url)`.
    WrongBrackets,
    /// A code span that ends behind the `]`.
    CodeSpan,
    /// Brackets that Markdown does not pair, in a way that has no name.
    Unpaired,
}

/// How a near-link reads when it is repaired.
#[derive(Clone, Debug)]
pub struct Repair {
    /// The edits.
    pub edits: Vec<Edit>,
    /// Whether no other reading exists.
    pub is_certain: bool,
}

/// What is meant as a link and is none.
#[derive(Clone, Debug)]
pub struct NearLink {
    /// From what would be its opening bracket to the end of its URL or closing parenthesis.
    pub span: Span,
    /// The bytes that are wrong.
    pub fault: Span,
    /// What is wrong.
    pub problem: NearLinkProblem,
    /// The URL, where there is one.
    pub url: Option<Span>,
    /// How it would be right, where that is known.
    pub repair: Option<Repair>,
}

/// Finds the near-links and bare URLs of a document whose links, code and comments are known.
pub(super) fn find(document: &mut Document<'_>) {
    let mut found = Found::default();
    widen_calls(document);
    take_accepted(document, &mut found);
    let brackets: Vec<(usize, Span)> = in_text(document, "](").collect();
    scan_text(document, &brackets, &mut found);
    scan_code(document, &mut found);
    found.near_links.sort_by_key(|link| (link.span, link.fault));
    // One fault, one finding: what lies within another near-link belongs to it.
    let mut end = 0;
    found.near_links.retain(|link| {
        let is_new = link.fault.end > end || end == 0;
        end = end.max(link.span.end);
        is_new
    });
    let near_links = found.near_links;
    found.bare_urls.retain(|url| {
        let next = near_links.partition_point(|link| link.span.start < url.end);
        !near_links[..next].iter().rev().take(2).any(|link| link.span.overlaps(*url))
    });
    document.near_links = near_links;
    document.bare_urls = found.bare_urls;
    take_template_links(document, &brackets);
}

/// Links of the template that nobody filled in leave both lists of links. `brackets`: each `](` in the text, with its
/// run.
fn take_template_links(document: &mut Document<'_>, brackets: &[(usize, Span)]) {
    let text = document.source.text();
    let mut taken = Vec::new();
    document.links.retain(|link| {
        let is_template =
            link.is_inline() && is_template_destination(&text[link.destination.start..link.destination.end]);
        if is_template {
            taken.push(link.span);
        }
        !is_template
    });
    // `[Group](Group URL)` is no link to Markdown.
    let mut last_run = Span::default();
    let mut from = 0;
    for (bracket, run) in brackets.iter().copied().filter(|(bracket, run)| bracket + 2 <= run.end) {
        if run != last_run {
            (last_run, from) = (run, run.start);
        }
        let (start, line) = (from, &text[from..bracket]);
        from = bracket;
        let Some(open) = line.rfind(['[', '\n']).filter(|open| line[*open..].starts_with('[')) else { continue };
        let target = &text[bracket + 2..run.end];
        let Some(end) = target.find([')', '\n', '(']).filter(|end| target[*end..].starts_with(')')) else {
            continue;
        };
        if is_template_destination(&target[..end]) {
            taken.push(Span::new(start + open, bracket + 2 + end + 1));
        }
    }
    taken.sort_unstable();
    if !taken.is_empty() {
        document.near_links.retain(|near| {
            let next = taken.partition_point(|link| link.end <= near.span.start);
            !taken.get(next).is_some_and(|link| link.overlaps(near.span))
        });
    }
    document.template_links = taken;
}

#[derive(Default)]
struct Found {
    near_links: Vec<NearLink>,
    bare_urls: Vec<Span>,
}

impl Found {
    fn near(&mut self, span: Span, fault: Span, problem: NearLinkProblem, url: Option<Span>, repair: Option<Repair>) {
        self.near_links.push(NearLink { span, fault, problem, url, repair });
    }
}

fn certain(edits: impl Into<Vec<Edit>>) -> Option<Repair> {
    Some(Repair { edits: edits.into(), is_certain: true })
}

fn guess(edits: impl Into<Vec<Edit>>) -> Option<Repair> {
    Some(Repair { edits: edits.into(), is_certain: false })
}

fn scan_text(document: &Document<'_>, brackets: &[(usize, Span)], found: &mut Found) {
    let mut finder = LinkFinder::new();
    finder.kinds(&[FoundKind::Url]);
    let text = document.source.text();
    let mut taken: Vec<usize> = Vec::new();
    let mut behind = 0;
    for (at, run) in in_text(document, "://") {
        if at < behind {
            continue;
        }
        behind = run.end;
        for url in finder.links(document.text(run)) {
            // Punctuation of East Asian text is no part of it.
            let length = url.as_str().find(['（', '）', '，', '。', '】', '」']).unwrap_or(url.as_str().len());
            let url = Span::new(run.start + url.start(), run.start + url.start() + length);
            taken.push(url.start);
            classify(document, url, found);
        }
    }
    // A destination without `://`, or with nothing behind it.
    for (bracket, _) in brackets.iter().copied() {
        let line = document.source.line(document.source.line_index(bracket));
        let near = if line.len() > REACH { NEAR } else { REACH };
        let reach = text.floor_char_boundary(line.end.min(bracket + 2 + near));
        let target = &text[bracket + 2..reach.max(bracket + 2)];
        // Bytes first: in a line full of these, each looks as far as it may.
        let may_end = |byte: u8| byte <= b' ' || byte == b')' || !byte.is_ascii();
        let ascii = target.bytes().position(may_end).unwrap_or(target.len());
        let length =
            target[ascii..].find(|c: char| c.is_whitespace() || c == ')').map_or(target.len(), |at| ascii + at);
        let url = Span::new(bracket + 2, bracket + 2 + length);
        let next = taken.partition_point(|start| *start < url.start);
        let is_taken = taken.get(next).is_some_and(|start| *start < url.end);
        if !is_taken && !in_link_text(document, bracket) {
            classify(document, url, found);
        }
    }
    behind = 0;
    for (start, run) in in_text(document, "www.") {
        let before = &text[run.start..start];
        let is_word = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '@'));
        // What another one goes on with is no URL of its own.
        if start < behind || is_word || text[..start].ends_with("](") {
            continue;
        }
        let rest = &text[start..run.end.min(document.source.line(document.source.line_index(start)).end)];
        let is_end = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '}' | '>' | '`' | '*');
        let length = rest.find(is_end).unwrap_or(rest.len());
        behind = start + length;
        let url = rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        if url.matches('.').count() > 1 {
            classify(document, Span::new(start, start + url.len()), found);
        }
    }
    found.bare_urls.sort_unstable();
}

/// Where `needle` begins in a run of text, each time with the run.
fn in_text<'d>(document: &'d Document<'_>, needle: &'static str) -> impl Iterator<Item = (usize, Span)> + 'd {
    document.in_text(memmem::find_iter(document.source.text().as_bytes(), needle))
}

fn in_link_text(document: &Document<'_>, offset: usize) -> bool {
    let next = document.links.partition_point(|link| link.span.start <= offset);
    document.links[..next].iter().rev().take(2).any(|link| offset < link.span.end)
}

/// Code spans that hold `](`: "[`a](url) b`".
fn scan_code(document: &Document<'_>, found: &mut Found) {
    let text = document.source.text();
    for code in &document.code_spans {
        let Some(at) = memchr::memmem::find(document.text(*code).as_bytes(), b"](") else { continue };
        let bracket = code.start + at;
        let line = document.source.line(document.source.line_index(code.start));
        let target = &text[bracket + 2..code.end];
        let length = target.find([')', '`', ' ']).unwrap_or(target.len());
        let url = Span::new(bracket + 2, bracket + 2 + length);
        let opening = opening_bracket(text, line.start.max(code.start.saturating_sub(REACH)), code.start);
        if let Some(start) = opening.filter(|_| looks_like_url(document.text(url))) {
            let fault = Span::new(code.start, code.start + 1);
            // "[`a](url)`": the backtick belongs before the `]`.
            let closing = Span::new(url.end + 1, code.end);
            let is_late = document.text(closing) == "`" && text[url.end..].starts_with(')');
            let repair = if is_late { certain(vec![Edit::insert(bracket, "`"), Edit::delete(closing)]) } else { None };
            found.near(Span::new(start, code.end), fault, NearLinkProblem::CodeSpan, Some(url), repair);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Fix;
    use crate::lint::apply::apply_to_text;
    use crate::text::Source;

    /// What becomes of a line: repaired for certain, with a `?` in front where it is a guess, `!` where no repair is
    /// known, `-` where there is no near-link.
    fn repaired(line: &str) -> String {
        let source = Source::new("", format!("### Research\n{line}\n"));
        let document = Document::parse(&source);
        let Some(near) = document.near_links.first() else { return "-".to_owned() };
        let Some(repair) = &near.repair else { return "!".to_owned() };
        let fixes: Vec<_> = document.near_links.iter().filter_map(|near| near.repair.as_ref()).collect();
        let fixes: Vec<_> = fixes.iter().map(|repair| Fix::safe("", repair.edits.clone())).collect();
        let (fixed, _) = apply_to_text(source.text(), &fixes.iter().collect::<Vec<_>>());
        let mark = if repair.is_certain { "" } else { "?" };
        format!("{mark}{}", fixed.trim_start_matches("### Research\n").trim_end())
    }

    #[test]
    fn near_links_with_one_reading_become_links() {
        let good = "* [A title](https://example.org/x)";
        let lines = [
            "* [A title](https://example.org/x",
            "* [A title](https://example.org/x]",
            "* [A title](https://example.org/x}",
            "* [A title](https://example.org/x>",
            "* [A title(https://example.org/x)",
            "* [A title (https://example.org/x)",
            "* [A title[https://example.org/x)",
            "* [A title(https://example.org/x)]",
            "* [A title https://example.org/x]",
            "* [A title|https://example.org/x]",
            "* A title](https://example.org/x)",
            "* {A title](https://example.org/x)",
            "* [A title]https://example.org/x)",
            "* [A title]https://example.org/x",
            "* [A title] https://example.org/x",
            "* [A title] (https://example.org/x)",
            "* [A title]:(https://example.org/x)",
            "* [A title]: (https://example.org/x)",
            "* [A title]\\(https://example.org/x)",
            "* \\[A title\\](https://example.org/x)",
            "* [A title\\](https://example.org/x)",
            "* [A title][https://example.org/x]",
            "* [A title] [https://example.org/x]",
            "* [A title]{https://example.org/x}",
            "* [A title]<https://example.org/x>",
            "* [A title]（https://example.org/x）",
            "* {A title}(https://example.org/x)",
            "* (A title)(https://example.org/x)",
            "* (A title)[https://example.org/x]",
            "* 【A title】(https://example.org/x)",
            "* [https://example.org/x](A title)",
            "* [https://example.org/x] (A title)",
            "* [A title]((https://example.org/x)",
            "* [A title]((https://example.org/x))",
            "* [A title]([https://example.org/x](https://example.org/x))",
            "* [A title](https://example.org/x](https://example.org/x)",
            "* [A title](https://example.org/x]()",
            "* [A title](https://example.org/x)[https://example.org/x]",
            "* [A title](https://example.org/x)(https://example.org/x)",
            "* [A title]: https://example.org/x",
            "* [A title]:https://example.org/x",
            "* [A title](https:// example.org/x)",
            "* [A title](https://example.org/x ",
            "* [A title]](https://example.org/x)",
            "* [A title]]]](https://example.org/x)",
            "* [[A title](https://example.org/x)",
            "* [A title](https://example.org/x))",
            "* [A title](https://example.org/x)]",
            "* [A title]\n(https://example.org/x)",
            "* [[https://example.org/x][A title]]",
            "* [[https://example.org/x|A title]]",
            "* [[https://example.org/x A title]]",
            "* [https://example.org/x A title]",
        ];
        let wrong: Vec<_> =
            lines.iter().map(|line| (line, repaired(line))).filter(|(_, outcome)| outcome != good).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn other_near_links_are_found() {
        let lines = [
            (
                "* [a](https://example.org/a [b](https://example.org/b",
                "* [a](https://example.org/a) [b](https://example.org/b)",
            ),
            (
                "* [a](https://example.org/a) [b] (https://example.org/b)",
                "* [a](https://example.org/a) [b](https://example.org/b)",
            ),
            ("* **[a](https://example.org/x**", "* **[a](https://example.org/x)**"),
            ("* [a [b] c](https://example.org/x *d* e", "* [a [b] c](https://example.org/x) *d* e"),
            ("* [a](<https://example.org/x>", "* [a](<https://example.org/x>)"),
            ("* [a](www.example.org/x", "* [a](www.example.org/x)"),
            ("* [a] (www.example.org/x)", "* [a](www.example.org/x)"),
            ("* [a][www.example.org/x]", "* [a](www.example.org/x)"),
            ("* [video] a](https://example.org/x)", "* [video] [a](https://example.org/x)"),
            ("* [`a`(https://example.org/x)", "* [`a`](https://example.org/x)"),
            ("* [`a]`(https://example.org/x)", "* [`a`](https://example.org/x)"),
            ("* [`a](https://example.org/x)`", "* [`a`](https://example.org/x)"),
            ("* [a](https://example.org/x](https://example.org/y)", "?* [a](https://example.org/y)"),
            ("* [video] [a](https://example.org/x](https://example.org/y)", "?* [video] [a](https://example.org/y)"),
            ("* [a]([https://example.com](https://example.org/x))", "?* [a](https://example.org/x)"),
            ("* [a]. (https://example.org/x)", "?* [a](https://example.org/x)"),
            ("* [a](https://example.org/x y)", "!"),
            ("* [a](https://example.org/x\ny)", "* [a](https://example.org/xy)"),
            ("* [a](https://example.org/x\ny z)", "!"),
            ("* [a b] c](https://example.org/x)", "!"),
            ("* [a](b](https://example.org/x)", "!"),
            ("* [a](https://example.org/x)(https://example.org/y)", "!"),
            ("* [[https://example.org/x]]", "!"),
            ("* [https://example.org/x a [b] c]", "!"),
            ("* [a](https://", "!"),
            ("* [a](", "!"),
            ("* [a](https://example.org/x)", "-"),
            ("* [a [b]](https://example.org/x)", "-"),
            ("* ([a](https://example.org/x))", "-"),
            ("* [see [a](https://example.org/x)]", "-"),
            ("* [a](https://example.org/x_(y))", "-"),
            ("* [a b[c](d) e[f](g) h](https://example.org/x)", "-"),
            ("* [a](https://example.org/x \"y\")", "-"),
            ("* [video] https://example.org/x", "-"),
            ("* a (https://example.org/x)", "-"),
            ("* a[0] (https://example.org/x)", "-"),
            ("* a) b and c) d ([e](https://example.org/x))", "-"),
            ("* `[a](https://example.org/x` and `b)`", "-"),
        ];
        let outcomes = lines.iter().map(|(line, outcome)| (line, outcome, repaired(line)));
        let wrong: Vec<_> = outcomes.filter(|(_, outcome, repaired)| *outcome != repaired).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
