//! Finds what is meant as a link and is none.
//!
//! The search starts from what every near-link has: a URL that no link, code or comment took, or a `](`
//! that Markdown left lying. What is around it shows which mistake it is.

mod accepted;
mod around;
mod behind_bracket;
mod classify;
mod found;
mod pair;
mod whole;

use accepted::{definitions_as_entries, is_accepted, widen_calls};
use around::opening_bracket;
use classify::classify;
use found::{Found, NEAR, REACH, certain};
use linkify::{LinkFinder, LinkKind as FoundKind};
pub(in crate::document) use whole::read_whole;

use crate::document::near_link::{NearLink, NearLinkProblem};
use crate::document::read::markdown;
use crate::document::read::marked::Marked;
use crate::document::read::signs::Signs;
use crate::lexicon::{is_template_destination, looks_like_url};
use crate::text::{Edit, Source, Span};

/// What a text holds besides the links that Markdown accepts.
pub(in crate::document) struct NearLinks {
    /// What is meant as a link and is not one, in the order of the text.
    pub(in crate::document) near_links: Vec<NearLink>,
    /// URLs that are in the text by themselves, in the order of the text.
    pub(in crate::document) bare_urls: Vec<Span>,
    /// Links of the template that nobody filled in, in the order of the text.
    pub(in crate::document) template_links: Vec<Span>,
}

/// Finds the near-links of a text that has these signs, and gives the text without the links that are meant otherwise.
pub(in crate::document) fn find<'a>(
    marked: Marked<'a>,
    signs: &Signs,
    html_blocks: &[Span],
) -> (Marked<'a>, NearLinks) {
    let mut found = Found::default();
    let source = marked.source;
    let marked = widen_calls(marked).with_links(|link| is_accepted(source, link, &mut found));
    scan_text(&marked, signs, &mut found);
    scan_code(&marked, &mut found);
    spare_right_ones(source, html_blocks, &mut found.near_links);
    found.near_links.sort_by_key(|link| (link.span, link.fault));
    // One fault, one finding: what lies within another near-link belongs to it.
    let mut end = 0;
    found.near_links.retain(|link| {
        let is_new = link.fault.end > end || end == 0;
        end = end.max(link.span.end);
        is_new
    });
    let mut near_links = found.near_links;
    let mut bare_urls = found.bare_urls;
    bare_urls.retain(|url| {
        let next = near_links.partition_point(|link| link.span.start < url.end);
        !near_links[..next].iter().rev().take(2).any(|link| link.span.overlaps(*url))
    });
    let (marked, template_links) = template_links(marked, &signs.brackets);
    if !template_links.is_empty() {
        near_links.retain(|near| {
            let next = template_links.partition_point(|link| link.end <= near.span.start);
            !template_links.get(next).is_some_and(|link| link.overlaps(near.span))
        });
    }
    let as_entries = definitions_as_entries(&marked);
    if !as_entries.is_empty() {
        near_links.extend(as_entries);
        near_links.sort_by_key(|link| link.span);
    }
    (marked, NearLinks { near_links, bare_urls, template_links })
}

/// Within a block of HTML, Markdown reads no link, however right it is. What is wrong with one that it reads in its line
/// alone has no name.
fn spare_right_ones(source: &Source, html_blocks: &[Span], near_links: &mut [NearLink]) {
    // The links of the line that was read last.
    let mut last: Option<(usize, Vec<Span>)> = None;
    for near in near_links {
        let next = html_blocks.partition_point(|block| block.end <= near.span.start);
        let is_in_html = html_blocks.get(next).is_some_and(|block| block.start <= near.span.start);
        let is_unread =
            matches!(near.problem, NearLinkProblem::UnclosedParenthesis | NearLinkProblem::SpaceInDestination);
        let Some(url) = near.url.filter(|_| is_unread && is_in_html) else { continue };
        let index = source.line_index(url.start);
        let links = match &mut last {
            Some((known, links)) if *known == index => links,
            last => &mut last.insert((index, markdown::links_in(source.text(), source.line(index)))).1,
        };
        if links.iter().any(|link| link.contains(url)) {
            (near.problem, near.repair) = (NearLinkProblem::Unpaired, None);
        }
    }
}

/// Links of the template that nobody filled in: they are none that Markdown accepts. `brackets`: each `](` in the text,
/// with its run.
fn template_links<'a>(marked: Marked<'a>, brackets: &[(usize, Span)]) -> (Marked<'a>, Vec<Span>) {
    let text = marked.source.text();
    let mut taken = Vec::new();
    let marked = marked.with_links(|link| {
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
    (marked, taken)
}

fn scan_text(marked: &Marked<'_>, signs: &Signs, found: &mut Found) {
    let taken = scan_schemes(marked, &signs.schemes, found);
    scan_destinations(marked, &signs.brackets, &taken, found);
    scan_hosts(marked, &signs.hosts, found);
    found.bare_urls.sort_unstable();
}

/// Looks at what has `://`, and gives where each begins.
fn scan_schemes(marked: &Marked<'_>, schemes: &[(usize, Span)], found: &mut Found) -> Vec<usize> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[FoundKind::Url]);
    let mut taken: Vec<usize> = Vec::new();
    let mut behind = 0;
    for (at, run) in schemes.iter().copied() {
        if at < behind {
            continue;
        }
        behind = run.end;
        for url in finder.links(marked.text(run)) {
            // Punctuation of East Asian text is no part of it.
            let length = url.as_str().find(['（', '）', '，', '。', '】', '」']).unwrap_or(url.as_str().len());
            let url = Span::new(run.start + url.start(), run.start + url.start() + length);
            taken.push(url.start);
            classify(marked, url, found);
        }
    }
    taken
}

/// Looks at destinations without `://`, or with nothing after it. In those of `taken` an address was found already.
fn scan_destinations(marked: &Marked<'_>, brackets: &[(usize, Span)], taken: &[usize], found: &mut Found) {
    let text = marked.source.text();
    for (bracket, _) in brackets.iter().copied() {
        let line = marked.source.line(marked.source.line_index(bracket));
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
        if !is_taken && !marked.in_link_text(bracket) {
            classify(marked, url, found);
        }
    }
}

/// Looks at hosts that begin with `www.`.
fn scan_hosts(marked: &Marked<'_>, hosts: &[(usize, Span)], found: &mut Found) {
    let text = marked.source.text();
    let mut behind = 0;
    for (start, run) in hosts.iter().copied() {
        let before = &text[run.start..start];
        let is_word = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '@'));
        // What another one goes on with is no URL of its own.
        if start < behind || is_word || text[..start].ends_with("](") {
            continue;
        }
        let rest = &text[start..run.end.min(marked.source.line(marked.source.line_index(start)).end)];
        let is_end = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '}' | '>' | '`' | '*');
        let length = rest.find(is_end).unwrap_or(rest.len());
        behind = start + length;
        let url = rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        if url.matches('.').count() > 1 {
            classify(marked, Span::new(start, start + url.len()), found);
        }
    }
}

/// Code spans that hold `](`: "[`a](url) b`".
fn scan_code(marked: &Marked<'_>, found: &mut Found) {
    let text = marked.source.text();
    for code in &marked.code_spans {
        let written = marked.text(*code).as_bytes();
        let mut brackets = memchr::memchr_iter(b']', written);
        let Some(at) = brackets.find(|at| written[*at..].starts_with(b"](")) else { continue };
        let bracket = code.start + at;
        let line = marked.source.line(marked.source.line_index(code.start));
        let target = &text[bracket + 2..code.end];
        let length = target.find([')', '`', ' ']).unwrap_or(target.len());
        let url = Span::new(bracket + 2, bracket + 2 + length);
        let opening = opening_bracket(text, line.start.max(code.start.saturating_sub(REACH)), code.start);
        if let Some(start) = opening.filter(|_| looks_like_url(marked.text(url))) {
            let fault = Span::new(code.start, code.start + 1);
            // "[`a](url)`": the backtick belongs before the `]`.
            let closing = Span::new(url.end + 1, code.end);
            let is_late = marked.text(closing) == "`" && text[url.end..].starts_with(')');
            let repair = if is_late { certain(vec![Edit::insert(bracket, "`"), Edit::delete(closing)]) } else { None };
            found.near(Span::new(start, code.end), fault, NearLinkProblem::CodeSpan, Some(url), repair);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Fix;
    use crate::document::Document;
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
            "* [url=https://example.org/x]A title[/url]",
            "* [A title](https://exam\nple.org/x)",
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
            ("* [https://example.org/x](a (b) c)", "* [a (b) c](https://example.org/x)"),
            ("* [https://example.org/x](a (b)", "* [a (b](https://example.org/x)"),
            ("* [video] a](https://example.org/x)", "* [video] [a](https://example.org/x)"),
            ("* [`a`(https://example.org/x)", "* [`a`](https://example.org/x)"),
            ("* [`a]`(https://example.org/x)", "* [`a`](https://example.org/x)"),
            ("* [`a](https://example.org/x)`", "* [`a`](https://example.org/x)"),
            ("* [a](https://example.org/x](https://example.org/y)", "?* [a](https://example.org/y)"),
            ("* [video] [a](https://example.org/x](https://example.org/y)", "?* [video] [a](https://example.org/y)"),
            ("* [a]([https://example.com](https://example.org/x))", "?* [a](https://example.org/x)"),
            ("* [a]. (https://example.org/x)", "* [a](https://example.org/x)"),
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
            ("* a (https://example.org/x)", "* [a](https://example.org/x)"),
            ("* a[0] (https://example.org/x)", "* [a[0]](https://example.org/x)"),
            ("* a (https://example.org/x) b", "-"),
            ("* a) b and c) d ([e](https://example.org/x))", "-"),
            ("* `[a](https://example.org/x` and `b)`", "-"),
        ];
        let outcomes = lines.iter().map(|(line, outcome)| (line, outcome, repaired(line)));
        let wrong: Vec<_> = outcomes.filter(|(_, outcome, repaired)| *outcome != repaired).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
