//! Owns what is meant as a link and is none: each with what is wrong about it and, where only one reading
//! exists, how it reads when it is repaired.
//!
//! The search starts from what every near-link has: a URL that no link, code or comment took, or a `](`
//! that Markdown left lying. What stands around it tells which mistake it is.

use linkify::{LinkFinder, LinkKind as FoundKind};
use memchr::memmem;

use crate::document::{Document, Link, LinkKind};
use crate::fix::Edit;
use crate::lexicon::{Tag, is_template_destination, looks_like_url};
use crate::source::{Source, Span};

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
    take_accepted(document, &mut found);
    scan_text(document, &mut found);
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
    take_template_links(document);
}

/// Links of the template that nobody filled in leave both lists of links.
fn take_template_links(document: &mut Document<'_>) {
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
    for (bracket, run) in in_text(document, "](").filter(|(bracket, run)| bracket + 2 <= run.end) {
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

/// Links that Markdown accepts though they are meant otherwise; they leave [`Document::links`].
fn take_accepted(document: &mut Document<'_>, found: &mut Found) {
    let text = document.source.text();
    document.links.retain(|link| {
        if matches!(link.kind, LinkKind::Autolink) {
            return !take_autolink(text, link, found);
        }
        note_extra_bracket(document.source, link, found);
        if !matches!(link.kind, LinkKind::Inline) || link.is_image {
            return true;
        }
        let (label, destination) =
            (&text[link.text.start..link.text.end], &text[link.destination.start..link.destination.end]);
        // `[text]([url](url))`
        if let Some((_, inner)) = destination.strip_prefix('[').and_then(|inner| inner.split_once("](")) {
            let url_start = link.destination.end - inner.len();
            let url = Span::new(url_start, url_start + inner.trim_end_matches(')').len());
            let edit =
                Edit::replace(Span::new(link.text.end, link.span.end), format!("]({})", &text[url.start..url.end]));
            found.near(link.span, link.destination, NearLinkProblem::Nested, Some(url), certain(edit));
            return false;
        }
        // `[url](text)`
        let is_word = !destination.bytes().any(|byte| matches!(byte, b'/' | b'.' | b':' | b'#'));
        if is_word && !destination.is_empty() && looks_like_url(label) {
            let edit = Edit::replace(link.span, format!("[{destination}]({label})"));
            // `(title)[url](title)`: either title may be the one that is meant.
            let repair = if text[..link.span.start].ends_with(')') { None } else { certain(edit) };
            found.near(link.span, link.span, NearLinkProblem::TextAndUrlSwapped, Some(link.text), repair);
            return false;
        }
        // `[text]([url])`
        if let Some(url) =
            destination.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).filter(|url| looks_like_url(url))
        {
            let edits = vec![
                Edit::delete(Span::new(link.destination.start, link.destination.start + 1)),
                Edit::delete(Span::new(link.destination.end - 1, link.destination.end)),
            ];
            let url = Span::new(link.destination.start + 1, link.destination.start + 1 + url.len());
            found.near(link.span, link.destination, NearLinkProblem::WrongBrackets, Some(url), certain(edits));
            return false;
        }
        // `[text]((url))`
        if let Some(inner) = destination.strip_prefix('(').filter(|inner| looks_like_url(inner)) {
            let url = inner.strip_suffix(')').unwrap_or(inner);
            let edit = Edit::replace(Span::new(link.text.end, link.span.end), format!("]({url})"));
            let problem = NearLinkProblem::DoubledParenthesis;
            found.near(
                link.span,
                Span::new(link.text.end + 1, link.destination.start + 1),
                problem,
                Some(link.destination),
                certain(edit),
            );
            return false;
        }
        true
    });
}

/// `[text]<url>`, `[text](<url>`: the URL alone becomes a link.
fn take_autolink(text: &str, link: &Link<'_>, found: &mut Found) -> bool {
    let from = text.floor_char_boundary(link.span.start.saturating_sub(REACH));
    let from = text[from..link.span.start].rfind(['\n', '\r']).map_or(from, |at| from + at + 1);
    let before = &text[from..link.span.start];
    let url = link.text;
    if !text[url.start..url.end].contains("://") {
        return false;
    }
    if before.ends_with(']') {
        let Some(start) = opening_bracket(text, from, link.span.start - 1) else { return false };
        let edits = vec![
            Edit::replace(Span::new(link.span.start, url.start), "("),
            Edit::replace(Span::new(url.end, link.span.end), ")"),
        ];
        found.near(
            Span::new(start, link.span.end),
            link.span,
            NearLinkProblem::SquareBrackets,
            Some(url),
            certain(edits),
        );
        return true;
    }
    if before.ends_with("](") && !text[link.span.end..].starts_with(')') {
        let start = opening_bracket(text, from, link.span.start - 2);
        let start = start.unwrap_or(link.span.start - 2);
        let edit = Edit::insert(link.span.end, ")");
        let fault = Span::new(link.span.start - 1, link.span.end);
        found.near(
            Span::new(start, link.span.end),
            fault,
            NearLinkProblem::UnclosedParenthesis,
            Some(url),
            certain(edit),
        );
        return true;
    }
    false
}

/// Whether a bracket among `bytes` has no partner behind it.
fn leaves_open<'b>(bytes: impl Iterator<Item = &'b u8>, open: u8, close: u8) -> bool {
    let depth = bytes.fold(0_usize, |depth, byte| match byte {
        byte if *byte == open => depth + 1,
        byte if *byte == close => depth.saturating_sub(1),
        _ => depth,
    });
    depth > 0
}

/// `[[text](url)`, `[text](url))`: the link is one, with brackets left beside it.
fn note_extra_bracket(source: &Source, link: &Link<'_>, found: &mut Found) {
    let text = source.text();
    let (before, after) = (text.as_bytes()[..link.span.start].last(), text.as_bytes().get(link.span.end));
    let extra = match (before, after) {
        (Some(b'['), Some(b']')) => return,
        (Some(b'['), _) => {
            let run = text.as_bytes()[..link.span.start].iter().rev().take_while(|byte| **byte == b'[');
            Span::new(link.span.start - run.count(), link.span.start)
        }
        (_, Some(bracket @ (b')' | b']'))) => {
            let run = text.as_bytes()[link.span.end..].iter().take_while(|byte| *byte == bracket);
            Span::new(link.span.end, link.span.end + run.count())
        }
        _ => return,
    };
    let line = source.line(source.line_index(link.span.start));
    if link.is_image || extra.end > line.end || line.len() > REACH {
        return;
    }
    // Where something further off opens or closes, the bracket is its partner.
    let before = text.as_bytes()[line.start..link.span.start].iter();
    let after = text.as_bytes()[link.span.end.min(line.end)..line.end].iter();
    let is_extra = match text.as_bytes()[extra.start] {
        b'[' => !leaves_open(after.rev(), b']', b'['),
        b']' => !leaves_open(before, b'[', b']') && !text[extra.end..].starts_with(['(', '[', ':']),
        _ => !leaves_open(before, b'(', b')'),
    };
    if is_extra && source.line_index(link.span.end) == source.line_index(link.span.start) {
        found.near(extra, extra, NearLinkProblem::ExtraBracket, None, certain(Edit::delete(extra)));
    }
}

/// `[text]: url` as an entry is a definition to Markdown, and shows nothing.
pub(super) fn definition_as_entry(
    document: &Document<'_>,
    definition: Span,
    name: Span,
    destination: Span,
) -> NearLink {
    let behind = Span::new(name.end, definition.end);
    // `[text]: (url)`
    let in_parentheses = document.text(destination).starts_with('(') && document.text(destination).ends_with(')');
    let destination = match destination.len() {
        2.. if in_parentheses => Span::new(destination.start + 1, destination.end - 1),
        _ => destination,
    };
    let edit = Edit::replace(behind, format!("]({})", document.text(destination)));
    let fault = Span::new(name.end + 1, destination.start);
    NearLink { span: definition, fault, problem: NearLinkProblem::Colon, url: Some(destination), repair: certain(edit) }
}

fn scan_text(document: &Document<'_>, found: &mut Found) {
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
    for (bracket, _) in in_text(document, "](") {
        let line = document.source.line(document.source.line_index(bracket));
        let reach = text.floor_char_boundary(line.end.min(bracket + 2 + REACH));
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
    for (start, run) in in_text(document, "www.") {
        let before = &text[run.start..start];
        let is_word = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '@'));
        if is_word || text[..start].ends_with("](") {
            continue;
        }
        let rest = &text[start..run.end.min(document.source.line(document.source.line_index(start)).end)];
        let is_end = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '}' | '>' | '`' | '*');
        let url = rest[..rest.find(is_end).unwrap_or(rest.len())].trim_end_matches(['.', ',', ';', ':', '!', '?']);
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

/// The `[` that belongs to the `]` at byte `close`, not before `from`.
fn opening_bracket(text: &str, from: usize, close: usize) -> Option<usize> {
    let mut depth = 0_usize;
    // What closes on an earlier line has its partner there.
    for (at, byte) in text.as_bytes().get(from..close)?.iter().enumerate().rev() {
        match byte {
            b']' => depth += 1,
            b'[' if depth == 0 => return Some(from + at),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What stands around a URL that nothing took.
struct Around<'a> {
    text: &'a str,
    line: Span,
    url: Span,
    /// The line from its beginning to the URL.
    before: &'a str,
    /// The line from the URL to its end.
    after: &'a str,
}

impl Around<'_> {
    /// The offset of the last of the bytes that `before` ends with, without blanks.
    fn trimmed(&self, end: usize) -> usize {
        self.line.start + self.text[self.line.start..end].trim_end().len()
    }

    fn byte_before(&self, offset: usize) -> Option<u8> {
        (offset > self.line.start).then(|| self.text.as_bytes()[offset - 1])
    }

    /// Behind the URL and what closes it.
    fn closed_end(&self) -> usize {
        let closing = self.after.chars().next().filter(|c| matches!(c, ')' | ']' | '}' | '）'));
        self.url.end + closing.map_or(0, char::len_utf8)
    }

    /// The edit that gives the URL its closing parenthesis, if it has none.
    fn close(&self) -> Option<Edit> {
        if self.after.starts_with(')') {
            None
        } else if self.after.starts_with([']', '}', '>', '）']) {
            let width = self.after.chars().next().map_or(0, char::len_utf8);
            Some(Edit::replace(Span::new(self.url.end, self.url.end + width), ")"))
        } else {
            Some(Edit::insert(self.url.end, ")"))
        }
    }
}

fn classify(document: &Document<'_>, url: Span, found: &mut Found) {
    let is_known = found.near_links.last().is_some_and(|near| near.span.overlaps(url));
    if is_known || in_link_text(document, url.start) {
        return;
    }
    let text = document.source.text();
    let line = document.source.line(document.source.line_index(url.start));
    // What is further away than this has nothing to do with the URL, whatever the length of the line.
    let reach = if line.len() > REACH { NEAR } else { REACH };
    let line = Span::new(
        line.start.max(text.floor_char_boundary(url.start.saturating_sub(reach))),
        line.end.min(text.ceil_char_boundary((url.end + reach).min(text.len()))),
    );
    let around =
        Around { text, line, url, before: &text[line.start..url.start], after: &text[url.end.min(line.end)..line.end] };
    let is_near = match around.before.as_bytes().last() {
        Some(b'(') => behind_parenthesis(document, &around, found),
        Some(b'[') => behind_bracket(document, &around, found),
        Some(b']') => missing_parenthesis(&around, found),
        _ => wrong_parenthesis(&around, found) || behind_colon(&around, found) || behind_text(document, &around, found),
    };
    if !is_near && looks_like_url(document.text(url)) {
        found.bare_urls.push(url);
    }
}

/// `…(url`.
fn behind_parenthesis(document: &Document<'_>, around: &Around<'_>, found: &mut Found) -> bool {
    let (text, line, url) = (around.text, around.line, around.url);
    let parenthesis = url.start - 1;
    if text[line.start..parenthesis].ends_with("](") {
        let start = opening_bracket(text, line.start, parenthesis - 2).unwrap_or(parenthesis - 2);
        let mut edits = vec![Edit::delete(Span::new(parenthesis, url.start))];
        edits.extend(around.close());
        let whole = Span::new(start, around.closed_end());
        found.near(
            whole,
            Span::new(parenthesis - 1, url.start),
            NearLinkProblem::DoubledParenthesis,
            Some(url),
            certain(edits),
        );
        return true;
    }
    let gap_start = around.trimmed(parenthesis);
    let gap = Span::new(gap_start, parenthesis);
    match around.byte_before(gap_start) {
        Some(b')') if gap.is_empty() && in_link_text(document, gap_start - 1) => {
            second_address(document, around, gap_start, parenthesis, found)
        }
        Some(b']') if gap.is_empty() => pair(document, around, gap_start - 1, found),
        Some(b']') => {
            let Some(start) = opening_bracket(text, line.start, gap_start - 1) else { return false };
            // `array[0] (url)`
            if text[line.start..start].ends_with(char::is_alphanumeric) {
                return false;
            }
            let edits: Vec<_> = std::iter::once(Edit::delete(gap)).chain(around.close()).collect();
            let repair = if text[start..gap_start].len() > 2 { certain(edits) } else { None };
            found.near(Span::new(start, around.closed_end()), gap, NearLinkProblem::SpaceBetween, Some(url), repair);
            true
        }
        Some(b'`') if gap.is_empty() && code_closes_behind_bracket(document, around, gap_start, found) => true,
        Some(b')' | b'}') if gap.is_empty() && wrong_brackets(document, around, gap_start, found) => true,
        Some(_) if wrong_brackets(document, around, gap_start, found) => true,
        Some(_) => {
            // `[text(url)`: an opening bracket to the left that nothing closes.
            let Some(start) = opening_bracket(text, line.start, gap_start) else {
                return mark_between(around, gap_start, found) || at_line_begin(document, around, found);
            };
            // `[text(url)]`
            let closing = around.after.starts_with(")]").then(|| Edit::delete(Span::new(url.end + 1, url.end + 2)));
            let edits: Vec<_> = std::iter::once(Edit::replace(gap, "]")).chain(around.close()).chain(closing).collect();
            found.near(
                Span::new(start, around.closed_end()),
                Span::new(gap_start, parenthesis + 1),
                NearLinkProblem::MissingClosingBracket,
                Some(url),
                certain(edits),
            );
            true
        }
        None => at_line_begin(document, around, found),
    }
}

/// `{text}(url)`, `【text】(url)` and, where they are a whole entry, `(text)(url)`.
fn wrong_brackets(document: &Document<'_>, around: &Around<'_>, end: usize, found: &mut Found) -> bool {
    let (text, line) = (around.text, around.line);
    let before = &text[line.start..end];
    let Some((close, open)) =
        [('}', '{'), ('】', '【'), (')', '(')].into_iter().find(|(close, _)| before.ends_with(*close))
    else {
        return false;
    };
    let Some(at) = before.rfind(open) else { return false };
    let (open_at, close_at) = (line.start + at, end - close.len_utf8());
    let inner = &text[open_at + open.len_utf8()..close_at];
    let is_entry = before[..at].trim_start().chars().all(|c| matches!(c, '*' | '-' | '+' | ' '));
    if !is_entry || inner.trim().is_empty() || Tag::from_word(inner).is_some() || document.is_opaque(open_at) {
        return false;
    }
    let mut edits = vec![
        Edit::replace(Span::new(open_at, open_at + open.len_utf8()), "["),
        Edit::replace(Span::new(close_at, end), "]"),
    ];
    edits.extend(around.close());
    let whole = Span::new(open_at, around.closed_end());
    found.near(whole, Span::new(open_at, end), NearLinkProblem::WrongBrackets, Some(around.url), certain(edits));
    true
}

/// `[text]:(url)`, `[text]. (url)`: a mark between text and address.
fn mark_between(around: &Around<'_>, end: usize, found: &mut Found) -> bool {
    let (text, line, url) = (around.text, around.line, around.url);
    let before = text[line.start..end].trim_end_matches([':', '\\', '-', '–', '/', '<', ',', '.', ' ', '=', '>']);
    let gap = Span::new(line.start + before.len(), url.start - 1);
    if gap.len() > 4 || !before.ends_with(']') {
        return false;
    }
    let Some(start) = opening_bracket(text, line.start, gap.start - 1) else { return false };
    if Tag::from_word(&text[start + 1..gap.start - 1]).is_some() {
        return false;
    }
    let edits: Vec<_> = std::iter::once(Edit::delete(gap)).chain(around.close()).collect();
    let repair =
        if text[gap.start..gap.end].contains([',', '.', '-', '–', '/', '=']) { guess(edits) } else { certain(edits) };
    found.near(Span::new(start, around.closed_end()), gap, NearLinkProblem::SpaceBetween, Some(url), repair);
    true
}

/// `[text]{url}`, `[text]（url）`.
fn wrong_parenthesis(around: &Around<'_>, found: &mut Found) -> bool {
    let lead = around.before.trim_end_matches(['{', '（']);
    let parenthesis = Span::new(around.line.start + lead.len(), around.url.start);
    if parenthesis.is_empty() || !lead.ends_with(']') {
        return false;
    }
    let Some(start) = opening_bracket(around.text, around.line.start, parenthesis.start - 1) else { return false };
    let edits: Vec<_> = std::iter::once(Edit::replace(parenthesis, "(")).chain(around.close()).collect();
    let end = around.closed_end();
    found.near(
        Span::new(start, end),
        Span::new(parenthesis.start, end),
        NearLinkProblem::SquareBrackets,
        Some(around.url),
        certain(edits),
    );
    true
}

/// `[text] url`, `[text url]`.
fn behind_text(document: &Document<'_>, around: &Around<'_>, found: &mut Found) -> bool {
    let (text, line, url) = (around.text, around.line, around.url);
    let gap_start = around.trimmed(url.start);
    if gap_start == line.start {
        return false;
    }
    if text[line.start..gap_start].ends_with(']') {
        let Some(start) = opening_bracket(text, line.start, gap_start - 1) else { return false };
        let label = &text[start + 1..gap_start - 1];
        // A whole entry; `[video] url` has no title yet.
        let is_entry = text[line.start..start].trim_start().chars().all(|c| matches!(c, '*' | '-' | '+' | ' '));
        let is_title = Tag::from_word(label).is_none() && label.contains(char::is_alphabetic);
        if !is_entry || !is_title || !around.after.trim().is_empty() || document.is_opaque(gap_start - 1) {
            return false;
        }
        let gap = Span::new(gap_start, url.start);
        let edits = vec![Edit::replace(gap, "("), Edit::insert(url.end, ")")];
        let problem = NearLinkProblem::MissingOpeningParenthesis;
        found.near(Span::new(start, url.end), Span::new(gap_start - 1, url.start), problem, Some(url), certain(edits));
        return true;
    }
    if !around.after.starts_with(']') {
        return false;
    }
    let end = line.start + text[line.start..gap_start].trim_end_matches(['|', ':', '=', ',', ' ']).len();
    let Some(start) = opening_bracket(text, line.start, end) else { return false };
    if end <= start + 1 || end == url.start || around.after.starts_with("](") {
        return false;
    }
    let edits =
        vec![Edit::replace(Span::new(end, url.start), "]("), Edit::replace(Span::new(url.end, url.end + 1), ")")];
    let whole = Span::new(start, url.end + 1);
    found.near(whole, Span::new(end, url.start), NearLinkProblem::MissingClosingBracket, Some(url), certain(edits));
    true
}

/// `(url)` at the beginning of a line, below a `[text]` that ends the line before.
fn at_line_begin(document: &Document<'_>, around: &Around<'_>, found: &mut Found) -> bool {
    let source = document.source;
    let index = source.line_index(around.line.start);
    if !around.before.trim_start().eq("(") || index == 0 {
        return false;
    }
    let above = source.line(index - 1);
    let end = above.start + document.text(above).trim_end().len();
    if !around.text[above.start..end].ends_with(']') {
        return false;
    }
    let Some(start) = opening_bracket(around.text, above.start, end - 1) else { return false };
    let gap = Span::new(end, around.url.start - 1);
    let edits: Vec<_> = std::iter::once(Edit::delete(gap)).chain(around.close()).collect();
    found.near(
        Span::new(start, around.closed_end()),
        Span::new(end - 1, end),
        NearLinkProblem::SpaceBetween,
        Some(around.url),
        certain(edits),
    );
    true
}

/// `](url`: both are there, and still Markdown makes no link of it. `bracket` is the `]`.
fn pair(document: &Document<'_>, around: &Around<'_>, bracket: usize, found: &mut Found) -> bool {
    let (text, line, url) = (around.text, around.line, around.url);
    let opening = opening_bracket(text, line.start, bracket);
    let start = opening.unwrap_or(bracket);
    // `[text](url](url)`, `[text](url)(url)`
    let nested = around.after.starts_with("](") || around.after.starts_with("][");
    if nested {
        let behind = &text[url.end + 2..line.end];
        let length = behind.find([')', ']', ' ']).unwrap_or(behind.len());
        let second = Span::new(url.end + 2, url.end + 2 + length);
        let end = (second.end + 1).min(line.end).max(second.end);
        let edit = Edit::replace(Span::new(url.start, end), format!("{})", document.text(second)));
        let repair = match document.text(second) {
            "" => certain(Edit::replace(Span::new(url.end, end), ")")),
            second if second == document.text(url) => certain(edit),
            second if looks_like_url(second) => guess(edit),
            _ => None,
        };
        found.near(Span::new(start, end), Span::new(url.start, end), NearLinkProblem::Nested, Some(second), repair);
        return true;
    }
    if around.after.starts_with(']') {
        let fault = Span::new(url.end, url.end + 1);
        found.near(
            Span::new(start, url.end + 1),
            fault,
            NearLinkProblem::WrongClosing,
            Some(url),
            certain(Edit::replace(fault, ")")),
        );
        return true;
    }
    if !around.after.starts_with(')') {
        return unclosed(around, start, found);
    }
    let whole = Span::new(start, url.end + 1);
    // `\[text\](url)`
    if around.byte_before(bracket) == Some(b'\\') {
        let opening = opening_bracket(text, line.start, bracket);
        let edits: Option<Vec<_>> = opening.map(|opening| {
            let escaped = opening > line.start && text.as_bytes()[opening - 1] == b'\\';
            let first = escaped.then(|| Edit::delete(Span::new(opening - 1, opening)));
            first.into_iter().chain([Edit::delete(Span::new(bracket - 1, bracket))]).collect()
        });
        let repair = edits.and_then(certain);
        found.near(whole, Span::new(bracket - 1, bracket), NearLinkProblem::Unpaired, Some(url), repair);
        return true;
    }
    if around.byte_before(bracket) == Some(b']') {
        let start = opening.or_else(|| opening_bracket(text, line.start, bracket - 1)).unwrap_or(start);
        let whole = Span::new(start, url.end + 1);
        let extra = Span::new(bracket - 1, bracket);
        // "`a[b`]](url)": the bracket belongs in the code.
        let code = code_ending_at(document, bracket - 1);
        let unbalanced = code.filter(|code| {
            let code = document.text(*code);
            code.matches('[').count() == code.matches(']').count() + 1
        });
        let repair = match unbalanced {
            Some(code) => certain(vec![Edit::insert(code.end - 1, "]"), Edit::delete(extra)]),
            None => certain(Edit::delete(extra)),
        };
        found.near(whole, extra, NearLinkProblem::ExtraBracket, Some(url), repair);
        return true;
    }
    if opening.is_none() {
        return missing_opening_bracket(document, around, bracket, found);
    }
    found.near(whole, Span::new(bracket, bracket + 2), NearLinkProblem::Unpaired, Some(url), None);
    true
}

/// `[text](url` with something else than `)` behind it.
fn unclosed(around: &Around<'_>, start: usize, found: &mut Found) -> bool {
    let (text, url, after) = (around.text, around.url, around.after);
    let fault = Span::new(url.start - 1, url.end);
    // A closing parenthesis further on, with only what looks like more of the URL before it.
    let closing = after.find(')').filter(|_| after.starts_with([' ', '\t', '<', '"', '|', '{', '`']));
    if let Some(closing) = closing {
        let between = &after[..closing];
        let is_url_part = |word: &str| {
            word.contains(['/', '-', '%', '_', '=', '&', '#']) || word.contains('.') && !word.ends_with('.')
        };
        let words = between.split_whitespace().count();
        let is_scheme = text[url.start..url.end].ends_with("://");
        let ends_line = after[closing + 1..].trim().is_empty();
        if words == 0
            || is_scheme
            || ends_line && !between.contains(['(', '[', '<', '|'])
            || words <= 3 && between.split_whitespace().all(is_url_part)
            || !looks_like_url(&text[url.start..url.end])
        {
            let end = url.end + closing;
            let destination = &text[url.start..end];
            let edit = Edit::replace(Span::new(url.start, end), destination.trim().replace([' ', '\t'], "%20"));
            let joined = || Edit::replace(Span::new(url.end, end), between.trim());
            let repair = match words {
                0 => certain(edit),
                1 if is_scheme && between.trim() != between => certain(joined()),
                _ => None,
            };
            found.near(
                Span::new(start, end + 1),
                Span::new(url.start, end),
                NearLinkProblem::SpaceInDestination,
                Some(url),
                repair,
            );
            return true;
        }
    }
    let is_scheme_alone = text[url.start..url.end].ends_with("://");
    let is_cut_off = url.is_empty() && after.trim().is_empty() && text[start..].starts_with('[');
    if !is_cut_off && !is_scheme_alone && !looks_like_url(&text[url.start..url.end]) {
        return false;
    }
    // The address may go on in the next line.
    let line_end = around.line.end;
    let next = &text[line_end..text.ceil_char_boundary((line_end + REACH).min(text.len()))];
    let next = next.strip_prefix('\r').unwrap_or(next).strip_prefix('\n').unwrap_or_default();
    let next = next.split(['\n', '\r']).next().unwrap_or_default().trim_start();
    let goes_on = after.trim().is_empty()
        && next.find(')').is_some_and(|at| !next[..at].contains(['(', '[', '*']))
        && !next.starts_with(['-', '+', '#']);
    let repair = if url.is_empty() || is_scheme_alone || goes_on {
        None
    } else if after.is_empty() || after.starts_with([' ', '\t', '.', ',', ';', '*', '_']) {
        certain(Edit::insert(url.end, ")"))
    } else if after.starts_with(['}', '>', '）']) {
        around.close().and_then(certain)
    } else {
        None
    };
    found.near(Span::new(start, url.end), fault, NearLinkProblem::UnclosedParenthesis, Some(url), repair);
    true
}

/// `text](url)`.
fn missing_opening_bracket(document: &Document<'_>, around: &Around<'_>, bracket: usize, found: &mut Found) -> bool {
    let (text, line, url) = (around.text, around.line, around.url);
    // The title begins behind the bullet and the prefixes.
    let lead = &text[line.start..bracket];
    let last_bracket = lead.rfind(']');
    let is_prefix = last_bracket.is_none_or(|at| {
        lead[..at].rfind(['[', '(']).is_some_and(|open| {
            let word = &lead[open + 1..at];
            Tag::from_word(word).is_some() || word.starts_with("disposition") || word == "updated"
        })
    });
    if !is_prefix {
        // The text holds more brackets that don't pair up.
        let fault = Span::new(bracket, bracket + 2);
        let start = line.start + lead.find('[').unwrap_or(0);
        found.near(Span::new(start, url.end + 1), fault, NearLinkProblem::Unpaired, Some(url), None);
        return true;
    }
    let start = last_bracket.map_or_else(
        || {
            let trimmed = lead.trim_start_matches([' ', '\t']);
            let behind = trimmed.strip_prefix(['*', '-', '+']).filter(|rest| rest.starts_with(' ')).unwrap_or(trimmed);
            lead.len() - behind.trim_start().len()
        },
        |at| at + 1 + lead[at + 1..].len() - lead[at + 1..].trim_start().len(),
    );
    let start = line.start + start;
    let title = &text[start..bracket];
    let is_whole_entry =
        lead.trim_start().starts_with(['*', '-', '+', '[']) && !title.is_empty() && !title.contains(['|', '(', ')']);
    let edit = match title.strip_prefix(['(', '{']) {
        Some(_) => Edit::replace(Span::new(start, start + 1), "["),
        None => Edit::insert(start, "["),
    };
    let repair = if is_whole_entry && !document.is_opaque(start) { certain(edit) } else { guess(edit) };
    let whole = Span::new(start, url.end + 1);
    found.near(whole, Span::new(bracket, bracket + 1), NearLinkProblem::MissingOpeningBracket, Some(url), repair);
    true
}

/// "[a `b]`(url)": the code span closes one character too late.
fn code_closes_behind_bracket(
    document: &Document<'_>,
    around: &Around<'_>,
    code_end: usize,
    found: &mut Found,
) -> bool {
    let Some(code) = code_ending_at(document, code_end) else { return false };
    let inner = document.text(code).trim_matches('`');
    let Some(start) = opening_bracket(around.text, around.line.start, code.start) else { return false };
    if !inner.ends_with(']') || inner.matches('[').count() >= inner.matches(']').count() {
        return false;
    }
    let ticks = document.text(code).len() - document.text(code).trim_end_matches('`').len();
    let fault = Span::new(code.end - ticks - 1, code.end);
    let edits: Vec<_> =
        std::iter::once(Edit::replace(fault, format!("{}]", "`".repeat(ticks)))).chain(around.close()).collect();
    found.near(
        Span::new(start, around.closed_end()),
        fault,
        NearLinkProblem::CodeSpan,
        Some(around.url),
        certain(edits),
    );
    true
}

fn code_ending_at(document: &Document<'_>, end: usize) -> Option<Span> {
    let next = document.code_spans.partition_point(|code| code.end < end);
    document.code_spans.get(next).copied().filter(|code| code.end == end)
}

/// `…[url`.
fn behind_bracket(document: &Document<'_>, around: &Around<'_>, found: &mut Found) -> bool {
    let (text, line, url) = (around.text, around.line, around.url);
    let bracket = url.start - 1;
    let gap_start = around.trimmed(bracket);
    let gap = Span::new(gap_start, bracket);
    match around.byte_before(gap_start) {
        Some(b']') => {
            let Some(start) = opening_bracket(text, line.start, gap_start - 1) else { return false };
            let edits: Vec<_> =
                std::iter::once(Edit::replace(Span::new(gap_start, url.start), "(")).chain(around.close()).collect();
            let end = around.closed_end();
            found.near(
                Span::new(start, end),
                Span::new(bracket, end),
                NearLinkProblem::SquareBrackets,
                Some(url),
                certain(edits),
            );
            true
        }
        // `[text](url)[url]`
        Some(b')') if gap.is_empty() && in_link_text(document, gap_start - 1) => {
            second_address(document, around, gap_start, bracket, found)
        }
        Some(b')') if gap.is_empty() && opening_bracket(text, line.start, bracket).is_none() => {
            let Some(open) = opening_parenthesis(text, line.start, gap_start - 1) else { return false };
            let end = around.closed_end();
            let label = &text[open + 1..gap_start - 1];
            let edit = Edit::replace(Span::new(open, end), format!("[{label}]({})", &text[url.start..url.end]));
            let repair = if label.contains(['[', ']']) { None } else { certain(edit) };
            found.near(Span::new(open, end), Span::new(open, end), NearLinkProblem::BracketsSwapped, Some(url), repair);
            true
        }
        // `[url](text with spaces)`
        _ if around.after.starts_with("](") || around.after.starts_with("] (") => {
            let Some(length) = around.after.find(')') else { return false };
            let label = around.after[1..length].trim_start().trim_start_matches('(');
            let end = url.end + length + 1;
            let edit = Edit::replace(Span::new(bracket, end), format!("[{label}]({})", &text[url.start..url.end]));
            // Of two addresses, neither is the text.
            let repair = if label.contains("://") { None } else { certain(edit) };
            let span = Span::new(bracket, end);
            found.near(span, span, NearLinkProblem::TextAndUrlSwapped, Some(url), repair);
            true
        }
        // `[text[url)`
        Some(_) => {
            let Some(start) = opening_bracket(text, line.start, bracket) else { return false };
            let edits: Vec<_> =
                std::iter::once(Edit::replace(Span::new(gap_start, url.start), "](")).chain(around.close()).collect();
            found.near(
                Span::new(start, around.closed_end()),
                Span::new(gap_start, url.start),
                NearLinkProblem::MissingClosingBracket,
                Some(url),
                certain(edits),
            );
            true
        }
        None => false,
    }
}

/// An address behind a link that is one already: the same again, or another. `end` is where the link ends.
fn second_address(document: &Document<'_>, around: &Around<'_>, end: usize, bracket: usize, found: &mut Found) -> bool {
    let next = document.links.partition_point(|link| link.span.start < bracket);
    let Some(link) = next.checked_sub(1).and_then(|at| document.links.get(at)).filter(|link| link.span.end == end)
    else {
        return false;
    };
    let span = Span::new(bracket, around.closed_end());
    let is_same = document.text(link.destination) == document.text(around.url);
    let repair = if is_same { certain(Edit::delete(span)) } else { None };
    found.near(span, span, NearLinkProblem::SecondAddress, Some(around.url), repair);
    true
}

fn opening_parenthesis(text: &str, from: usize, close: usize) -> Option<usize> {
    let mut depth = 0_usize;
    // What closes on an earlier line has its partner there.
    for (at, byte) in text.as_bytes().get(from..close)?.iter().enumerate().rev() {
        match byte {
            b')' => depth += 1,
            b'(' if depth == 0 => return Some(from + at),
            b'(' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `[text]url)`.
fn missing_parenthesis(around: &Around<'_>, found: &mut Found) -> bool {
    let bracket = around.url.start - 1;
    let Some(start) = opening_bracket(around.text, around.line.start, bracket) else { return false };
    let edits: Vec<_> = std::iter::once(Edit::insert(around.url.start, "(")).chain(around.close()).collect();
    let whole = Span::new(start, around.closed_end());
    found.near(
        whole,
        Span::new(bracket, around.url.start),
        NearLinkProblem::MissingOpeningParenthesis,
        Some(around.url),
        certain(edits),
    );
    true
}

/// `[text]: url`, or a URL by itself.
fn behind_colon(around: &Around<'_>, found: &mut Found) -> bool {
    let Some(lead) = around.before.trim_end().strip_suffix("]:") else { return false };
    let bracket = around.line.start + lead.len();
    let Some(start) = opening_bracket(around.text, around.line.start, bracket) else { return false };
    let fault = Span::new(bracket + 1, around.url.start);
    let edits: Vec<_> = std::iter::once(Edit::replace(fault, "(")).chain(around.close()).collect();
    found.near(Span::new(start, around.closed_end()), fault, NearLinkProblem::Colon, Some(around.url), certain(edits));
    true
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
    use crate::fix::{Fix, apply_to_text};

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
            "* [A title]([https://example.com](https://example.org/x))",
            "* [A title](https://example.org/x](https://example.org/x)",
            "* [A title](https://example.org/x]()",
            "* [A title](https://example.org/x)[https://example.org/x]",
            "* [A title](https://example.org/x)(https://example.org/x)",
            "* [A title]: https://example.org/x",
            "* [A title]:https://example.org/x",
            "* [A title](https:// example.org/x)",
            "* [A title](https://example.org/x ",
            "* [A title]](https://example.org/x)",
            "* [[A title](https://example.org/x)",
            "* [A title](https://example.org/x))",
            "* [A title](https://example.org/x)]",
            "* [A title]\n(https://example.org/x)",
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
            ("* [a]. (https://example.org/x)", "?* [a](https://example.org/x)"),
            ("* [a](https://example.org/x y)", "!"),
            ("* [a](https://example.org/x\ny)", "!"),
            ("* [a b] c](https://example.org/x)", "!"),
            ("* [a](b](https://example.org/x)", "!"),
            ("* [a](https://example.org/x)(https://example.org/y)", "!"),
            ("* [a](https://", "!"),
            ("* [a](", "!"),
            ("* [a](https://example.org/x)", "-"),
            ("* [a [b]](https://example.org/x)", "-"),
            ("* ([a](https://example.org/x))", "-"),
            ("* [see [a](https://example.org/x)]", "-"),
            ("* [a](https://example.org/x_(y))", "-"),
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
