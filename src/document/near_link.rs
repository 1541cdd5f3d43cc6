//! Owns what is meant as a link and is none: each with what is wrong about it and, where only one reading
//! exists, how it reads when it is repaired.
//!
//! The search starts from what every near-link has: a URL that no link, code or comment took, or a `](`
//! that Markdown left lying. What stands around it tells which mistake it is.

use linkify::{LinkFinder, LinkKind as FoundKind};

use crate::document::{Document, LinkKind};
use crate::fix::Edit;
use crate::lexicon::{is_template_destination, looks_like_url};
use crate::source::Span;

/// Bytes before and behind a URL that are looked at.
const REACH: usize = 2048;

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
    /// `[text]](url)`.
    ExtraBracket,
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
    for run in document.all_text_runs() {
        let mut from = run.start;
        for at in memchr::memmem::find_iter(document.text(run).as_bytes(), b"](") {
            let bracket = run.start + at;
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
        if looks_like_url(label) && !destination.is_empty() && !destination.contains(['/', '.', ':', '#']) {
            let edit = Edit::replace(link.span, format!("[{destination}]({label})"));
            found.near(link.span, link.span, NearLinkProblem::TextAndUrlSwapped, Some(link.text), certain(edit));
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

/// `[text]: url` as an entry is a definition to Markdown, and shows nothing.
pub(super) fn definition_as_entry(
    document: &Document<'_>,
    definition: Span,
    name: Span,
    destination: Span,
) -> NearLink {
    let behind = Span::new(name.end, definition.end);
    let edit = Edit::replace(behind, format!("]({})", document.text(destination)));
    let fault = Span::new(name.end + 1, destination.start);
    NearLink { span: definition, fault, problem: NearLinkProblem::Colon, url: Some(destination), repair: certain(edit) }
}

fn scan_text(document: &Document<'_>, found: &mut Found) {
    let mut finder = LinkFinder::new();
    finder.kinds(&[FoundKind::Url]);
    let text = document.source.text();
    for run in document.all_text_runs() {
        let slice = document.text(run);
        if memchr::memmem::find(slice.as_bytes(), b"://").is_some() {
            for url in finder.links(slice) {
                let url = Span::new(run.start + url.start(), run.start + url.end());
                classify(document, url, found);
            }
        }
        for at in memchr::memmem::find_iter(slice.as_bytes(), b"](") {
            let bracket = run.start + at;
            let target = &text[bracket + 2..document.source.line(document.source.line_index(bracket)).end];
            let length = target.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(target.len());
            let url = Span::new(bracket + 2, bracket + 2 + length);
            if memchr::memmem::find(document.text(url).as_bytes(), b"://").is_none() && !in_link_text(document, bracket)
            {
                classify(document, url, found);
            }
        }
    }
}

fn in_link_text(document: &Document<'_>, offset: usize) -> bool {
    let next = document.links.partition_point(|link| link.span.start <= offset);
    document.links[..next].iter().rev().take(2).any(|link| offset < link.span.end)
}

/// The `[` that belongs to the `]` at byte `close`, not before `from`.
fn opening_bracket(text: &str, from: usize, close: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.as_bytes()[from..close].iter().enumerate().rev() {
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
        self.url.end + usize::from(self.after.starts_with([')', ']']))
    }

    /// The edit that gives the URL its closing parenthesis, if it has none.
    fn close(&self) -> Option<Edit> {
        if self.after.starts_with(')') {
            None
        } else if self.after.starts_with([']', '}', '>']) {
            Some(Edit::replace(Span::new(self.url.end, self.url.end + 1), ")"))
        } else {
            Some(Edit::insert(self.url.end, ")"))
        }
    }
}

fn classify(document: &Document<'_>, url: Span, found: &mut Found) {
    if in_link_text(document, url.start) {
        return;
    }
    let text = document.source.text();
    let line = document.source.line(document.source.line_index(url.start));
    // What is further away than this has nothing to do with the URL, whatever the length of the line.
    let line = Span::new(
        line.start.max(text.floor_char_boundary(url.start.saturating_sub(REACH))),
        line.end.min(text.ceil_char_boundary((url.end + REACH).min(text.len()))),
    );
    let around =
        Around { text, line, url, before: &text[line.start..url.start], after: &text[url.end.min(line.end)..line.end] };
    let is_near = match around.before.as_bytes().last() {
        Some(b'(') => behind_parenthesis(document, &around, found),
        Some(b'[') => behind_bracket(&around, found),
        Some(b']') => missing_parenthesis(&around, found),
        _ => behind_colon(&around, found),
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
        Some(b']') if gap.is_empty() => pair(document, around, gap_start - 1, found),
        Some(b']') => {
            let Some(start) = opening_bracket(text, line.start, gap_start - 1) else { return false };
            let edits: Vec<_> = std::iter::once(Edit::delete(gap)).chain(around.close()).collect();
            let repair = if text[start..gap_start].len() > 2 { certain(edits) } else { None };
            found.near(Span::new(start, around.closed_end()), gap, NearLinkProblem::SpaceBetween, Some(url), repair);
            true
        }
        Some(b'`') if gap.is_empty() => code_closes_behind_bracket(document, around, gap_start, found),
        Some(_) => {
            // `[text(url)`: an opening bracket to the left that nothing closes.
            let Some(start) = opening_bracket(text, line.start, gap_start) else {
                return at_line_begin(document, around, found);
            };
            let edits: Vec<_> = std::iter::once(Edit::replace(gap, "]")).chain(around.close()).collect();
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
        let end = (second.end + 1).min(line.end);
        let edit = Edit::replace(Span::new(url.start, end), format!("{})", document.text(second)));
        let repair = if document.text(second) == document.text(url) { certain(edit) } else { guess(edit) };
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
    if around.byte_before(bracket) == Some(b']') {
        let start = opening.or_else(|| opening_bracket(text, line.start, bracket - 1)).unwrap_or(start);
        let whole = Span::new(start, url.end + 1);
        let extra = Span::new(bracket - 1, bracket);
        // "`a[b`]](url)": the bracket belongs into the code.
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
        if words == 0
            || words <= 3 && between.split_whitespace().all(is_url_part)
            || !looks_like_url(&text[url.start..url.end])
        {
            let end = url.end + closing;
            let destination = &text[url.start..end];
            let edit = Edit::replace(Span::new(url.start, end), destination.trim().replace([' ', '\t'], "%20"));
            let repair = if words == 0 { certain(edit) } else { None };
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
    if url.is_empty() {
        return false;
    }
    let repair = if after.is_empty() || after.starts_with([' ', '\t', '.', ',', '*']) {
        certain(Edit::insert(url.end, ")"))
    } else if after.starts_with(['}', '>']) {
        certain(Edit::replace(Span::new(url.end, url.end + 1), ")"))
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
    let start = lead.rfind(']').map_or_else(
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
fn behind_bracket(around: &Around<'_>, found: &mut Found) -> bool {
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
        _ if around.after.starts_with("](") => {
            let Some(length) = around.after.find(')') else { return false };
            let label = &around.after[2..length];
            let end = url.end + length + 1;
            let edit = Edit::replace(Span::new(bracket, end), format!("[{label}]({})", &text[url.start..url.end]));
            found.near(
                Span::new(bracket, end),
                Span::new(bracket, end),
                NearLinkProblem::TextAndUrlSwapped,
                Some(url),
                certain(edit),
            );
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

fn opening_parenthesis(text: &str, from: usize, close: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.as_bytes()[from..close].iter().enumerate().rev() {
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
            found.near(Span::new(start, code.end), fault, NearLinkProblem::CodeSpan, Some(url), None);
        }
    }
}
