//! Characters that do not belong to an address.
//!
//! Longer than other rules: which they are differs between path, query and fragment, and most that look so are
//! meant.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::Document;
use crate::lexicon::is_tracking_parameter;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "untidy-url",
    group: Group::Links,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports several slashes in a row in an address, a `?`, `&`, `#`, `.`, `:` or quotation mark at its end \
              that does not belong to it, a backslash that stays in it, and quotation marks at which the site cuts \
              the address off.",
    why: "They come from copied or generated addresses. Some servers answer them with an error, and the same page \
          gets two addresses.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [Writing a parser](https://example.org//blog/parser)\n",
            "* [Writing a parser](https://example.org/blog/parser)\n",
        ),
        Example::fixed(
            "* [Writing a parser](https://example.org/parser?)\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::fixed(
            "* [Writing a parser](https://example.org/what's-a-parser-(and-why).html)\n",
            "* [Writing a parser](https://example.org/what%27s-a-parser-(and-why).html)\n",
        ),
        Example::fixed(
            "* [A page](https://example.org/\\~wilma?a=b\\&c=d)\n",
            "* [A page](https://example.org/~wilma?a=b&c=d)\n",
        ),
        Example::fixed(
            "* [A search](https://example.org/?q=\"parser\")\n",
            "* [A search](https://example.org/?q=%22parser%22)\n",
        ),
        Example::fixed(
            "## Updates from the Rust Project\n* [parse tables](https://github.com/example/parser/pull/7.)\n",
            "## Updates from the Rust Project\n* [parse tables](https://github.com/example/parser/pull/7)\n",
        ),
        Example::fixed(
            "* [A page](https://example.org/ahttps://example.org/a)\n",
            "* [A page](https://example.org/a)\n",
        ),
        Example::by_hand(
            "* [Writing a parser](https://example.org/writing-a-par...)\n",
            "* [Writing a parser](https://example.org/writing-a-parser)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "an address in the path has slashes of its own",
            "* [A page](https://example.org/save/https://example.com//a)\n* [B](https://example.org/a://b)\n",
        ),
        Silent::because(
            "the site removes a backslash before these characters",
            "* [A page](https://example.org/a\\_b\\-c)\n",
        ),
        Silent::because(
            "an archive keeps the address as it was",
            "* [A page](https://web.archive.org/web/2020//b)\n* [B](https://archive.example/a//b)\n",
        ),
        Silent::because("the bracket closes one in the address", "* [A page](https://example.org/<id>)\n"),
        Silent::because("the quotation mark closes one in the address", "* [A search](https://example.org/a?q=“b”)\n"),
        Silent::because(
            "the site keeps an apostrophe without a parenthesis after it",
            "* [A page](https://example.org/what's-new)\n",
        ),
        Silent::because("angle brackets keep the address whole", "* [A page](<https://example.org/what's-(new)>)\n"),
        Silent::because("the name of a page may end in a full stop", "* [Inc.](https://en.wikipedia.org/wiki/Inc.)\n"),
        Silent::because("it is not a web address", "* [Write to us](mailto:me@example.org?)\n"),
    ],
    options: &[],
    check,
};

/// What is left over at the end of an address that was copied out of other text.
const LEFT_OVER: &[&str] = &[
    "<br>", "<br/>", "</a>", "&gt;", "&lt;", "&quot;", "&nbsp;", "|", ">", "\"", "'", "“", "”", "‘", "’", "«", "»",
    "`", ",", ";", "?", "&", "&amp;", "#", "%20", "%22", "%0A", "%0a",
];

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for url in document.urls().iter().filter(|url| !url.is_plain()) {
        report_cutting_quotes(cx, url);
        if !url.is_web() || url.host().is_empty() {
            continue;
        }
        report_backslashes(cx, url);
        if report_repetition(cx, url) {
            continue;
        }
        report_double_slashes(cx, url);
        if !report_markup(cx, url) && !report_closing_marks(cx, url) {
            report_left_over(cx, url);
        }
    }
}

fn report_cutting_quotes(cx: &mut Context<'_>, url: &Url<'_>) {
    let Some(quotes) = cutting_quotes(cx.document, url.whole()) else { return };
    let edits: Vec<_> = quotes.iter().map(|(span, code)| Edit::replace(*span, *code)).collect();
    let (first, code) = quotes[0];
    cx.report(first, format!("the site cuts this address off because of the `{}` in it", cx.document.text(first)))
        .gravity(Gravity::Lost)
        .help(format!("Write `{code}` instead."))
        .fix(Fix::safe("Encode the quotation marks", edits));
}

fn report_backslashes(cx: &mut Context<'_>, url: &Url<'_>) {
    let backslashes = kept_backslashes(url);
    let Some(first) = backslashes.first() else { return };
    let edits: Vec<_> = backslashes.iter().map(|span| Edit::delete(*span)).collect();
    cx.report(*first, "the site keeps this backslash in the address")
        .gravity(Gravity::Lost)
        .help("Remove it: nothing needs to be escaped in an address.")
        .fix(Fix::safe("Remove the backslash", edits));
}

/// Reports an address that is there twice, and says whether it is.
fn report_repetition(cx: &mut Context<'_>, url: &Url<'_>) -> bool {
    let whole = url.as_str();
    let (first, second) = whole.split_at_checked(whole.len() / 2).unwrap_or((whole, ""));
    if first != second || first.is_empty() {
        return false;
    }
    let second = Span::new(url.whole().start + first.len(), url.whole().end);
    cx.report(second, "this address is here twice, one right after the other")
        .gravity(Gravity::Lost)
        .help("Write it once.")
        .fix(Fix::safe("Remove the second", Edit::delete(second)));
    true
}

fn report_double_slashes(cx: &mut Context<'_>, url: &Url<'_>) {
    let slashes = double_slashes(url);
    let (Some(first), Some(last)) = (slashes.first(), slashes.last()) else { return };
    let edits: Vec<_> = slashes.iter().map(|span| Edit::delete(Span::new(span.start + 1, span.end))).collect();
    cx.report(first.to(*last), "this address has several slashes in a row")
        .help("Leave one `/`.")
        .fix(Fix::safe("Keep one slash", edits));
}

/// Reports what of a sentence was taken along at the end of an address, and says whether there is any.
fn report_closing_marks(cx: &mut Context<'_>, url: &Url<'_>) -> bool {
    let Some(marks) = closing_marks(url) else { return false };
    let text = cx.document.text(marks);
    let shown = quoted(text);
    if text.contains('…') || text.contains("...") {
        cx.report(marks, format!("this address is cut off: it ends in {shown}"))
            .gravity(Gravity::Lost)
            .help("Copy the whole address from the page.");
    } else if marks.len() > 1 {
        // They may be what is left of three dots.
        cx.report(marks, format!("{shown} at the end does not belong to this address"))
            .help("Remove it, or copy the whole address from the page.");
    } else {
        let fix = if ends_in_number(url, marks) { Fix::safe } else { Fix::unsafe_ };
        cx.report(marks, format!("{shown} at the end does not belong to this address"))
            .help("Remove it; it belongs to the sentence, not to the address.")
            .fix(fix("Remove the mark".to_owned(), vec![Edit::delete(marks)]));
    }
    true
}

/// Reports markup that the end of an address was pasted with, and says whether there is any.
fn report_markup(cx: &mut Context<'_>, url: &Url<'_>) -> bool {
    let document = cx.document;
    let Some(markup) = markup_behind(document, url) else { return false };
    let text = document.text(markup);
    cx.report(markup, format!("{} does not belong to this address", quoted(text)))
        .gravity(Gravity::Lost)
        .help("Remove it; the address ends before it.")
        .fix(Fix::safe("Remove the markup", Edit::delete(markup)));
    true
}

fn report_left_over(cx: &mut Context<'_>, url: &Url<'_>) {
    let left = left_over(url, url.whole().start);
    let (Some(first), Some(last)) = (left.first(), left.last()) else { return };
    let text = quoted(cx.document.text(first.to(*last)));
    let edits: Vec<_> = left.iter().map(|span| Edit::delete(*span)).collect();
    // No page has it in its address.
    let gravity =
        if text.contains(['>', '<', '"', '|', '&']) && text != "`&`" { Gravity::Lost } else { Gravity::Wrong };
    cx.report(first.to(*last), format!("{text} does not belong to this address"))
        .gravity(gravity)
        .help("Remove it; the page is the same without it.")
        .fix(Fix::safe("Remove the extra characters", edits));
}

/// The quotation marks at which the site's renderer cuts a link's address short, each with its code. It looks for the
/// title of the link from a quotation mark on: it loses count of the parentheses after it, and takes what is quoted at
/// the end for the title.
fn cutting_quotes(document: &Document<'_>, destination: Span) -> Option<Vec<(Span, &'static str)>> {
    let text = document.text(destination);
    memchr::memchr2(b'\'', b'"', text.as_bytes())?;
    // Quotes around all of it, and the attributes of a tag behind it, are reported as such.
    if text.starts_with(['"', '\'']) || markup_behind(document, &document.url(destination)).is_some() {
        return None;
    }
    let is_title = ['"', '\''].iter().any(|quote| text.strip_suffix(*quote).is_some_and(|rest| rest.contains(*quote)));
    let end = if is_title { text.len() } else { memchr::memrchr(b'(', text.as_bytes())? };
    let quotes = memchr::memchr2_iter(b'\'', b'"', &text.as_bytes()[..end]);
    let quotes: Vec<_> = quotes
        .map(|at| {
            let code = if text.as_bytes()[at] == b'"' { "%22" } else { "%27" };
            (Span::new(destination.start + at, destination.start + at + 1), code)
        })
        .collect();
    let is_plain = || {
        document
            .link_at(destination.start)
            .is_some_and(|link| link.is_inline() && document.source.text()[..destination.start].ends_with('('))
    };
    (!quotes.is_empty() && is_plain()).then_some(quotes)
}

/// The backslashes before signs that the site's renderer does not know as escaped ones.
fn kept_backslashes(url: &Url<'_>) -> Vec<Span> {
    let start = url.path_span().start;
    let text = &url.as_str()[start - url.whole().start..];
    let is_kept =
        |at: &usize| text[at + 1..].starts_with(['~', '&', '=', '?', '@', ',', ';', ':', '$', '%', '\'', '/']);
    let found = memchr::memchr_iter(b'\\', text.as_bytes()).filter(is_kept);
    found.map(|at| Span::new(start + at, start + at + 1)).collect()
}

/// What of a sentence was taken along at the end of an address: `.`, `:`, or dots in place of the rest.
fn closing_marks(url: &Url<'_>) -> Option<Span> {
    let text = url.as_str();
    let kept = text.trim_end_matches(['.', ':', '…']);
    let is_name = url.is_on("wikipedia.org") || url.is_on("wiktionary.org");
    let whole = url.whole();
    (kept.len() < text.len() && !is_name).then(|| Span::new(whole.start + kept.len(), whole.end))
}

/// Attributes and the like that follow the page in an address: `{.new}`, the title after a `|`, `"target=_blank`. In a
/// query, such signs may be what is asked for.
fn markup_behind(document: &Document<'_>, url: &Url<'_>) -> Option<Span> {
    let (text, page) = (url.as_str(), url.path_span().start - url.whole().start);
    let behind = text.get(page..)?;
    let at = memchr::memchr3(b'{', b'|', b'"', behind.as_bytes()).filter(|at| !behind[..*at].contains('?'))?;
    let at = page + at;
    let link = document.link_at(url.whole().start).filter(|link| link.is_inline())?;
    let rest = &text[at..];
    let is_list = || {
        let inner = rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        inner.is_some_and(|inner| inner.starts_with(['.', ':', '#']))
    };
    let is_title = || {
        let title = rest.strip_prefix('|').map(str::trim);
        title.is_some_and(|title| !title.is_empty() && document.text(link.text).trim_matches('*') == title)
    };
    let is_attribute = || {
        let name = rest.strip_prefix('"').map(str::trim_start);
        name.is_some_and(|name| {
            ["target=", "rel=", "class=", "title=", ">"].iter().any(|known| name.starts_with(known))
        })
    };
    (is_list() || is_title() || is_attribute()).then(|| Span::new(url.whole().start + at, url.whole().end))
}

/// Whether an address without what follows its sentence is certainly the one that is meant: one that ends in a number.
fn ends_in_number(url: &Url<'_>, marks: Span) -> bool {
    let kept = &url.as_str()[..url.as_str().len() - marks.len()];
    let last = kept.rsplit(['/', '-']).next().unwrap_or_default();
    marks.len() == 1 && !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit())
}

/// Runs of slashes in the path, up to an address embedded in it. Where it is not the site's own path (a web
/// archive), they may matter.
fn double_slashes(url: &Url<'_>) -> Vec<Span> {
    let mut runs = Vec::new();
    // `https://https://…` is a slip of the scheme.
    let has_two_schemes = url.host().eq_ignore_ascii_case("http") || url.host().eq_ignore_ascii_case("https");
    if has_two_schemes || url.is_on("web.archive.org") || url.site().starts_with("archive.") {
        return runs;
    }
    let path = url.path();
    let bytes = path.as_bytes();
    let start = url.path_span().start;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'/', &bytes[at..]) {
        let slash = at + found;
        let length = bytes[slash..].iter().take_while(|byte| **byte == b'/').count();
        let behind_colon = bytes[..slash].last().map_or(url.authority().ends_with(':'), |byte| *byte == b':');
        if behind_colon || path[slash + length..].starts_with("http") && length > 1 {
            break;
        }
        if length > 1 {
            runs.push(Span::new(start + slash, start + slash + length));
        }
        at = slash + length;
    }
    runs
}

/// The mark that a closing quotation mark answers.
fn opening(closing: &str) -> &str {
    match closing {
        ">" => "<",
        "”" => "“",
        "’" => "‘",
        "»" => "«",
        same => same,
    }
}

/// What is left over at the end of the whole, and around the query. `base` is where the URL begins.
fn left_over(url: &Url<'_>, base: usize) -> Vec<Span> {
    let text = url.as_str();
    let mut spans = Vec::new();
    let mut end = text.len();
    let mut unpaired: Vec<&str> = Vec::new();
    let ends_with = |end: usize, left: &str| {
        // Its last byte tells nearly every other end.
        left.as_bytes().last() == text.as_bytes()[..end].last() && text[..end].ends_with(left)
    };
    while let Some(left) = LEFT_OVER.iter().find(|left| ends_with(end, left)) {
        // `q="a b"`, `/<id>`: a mark whose partner is in the address belongs to it.
        if matches!(*left, ">" | "\"" | "'" | "%22" | "`" | "”" | "’" | "»") && !unpaired.contains(left) {
            if text[..end - left.len()].contains(opening(left)) {
                break;
            }
            // Nor will one be in what is shorter.
            unpaired.push(left);
        }
        end -= left.len();
    }
    let end = base + end;
    let query = url.query_span();
    if let Some(inner) = url.query().filter(|_| query.start < end) {
        let leading = inner.len() - inner.trim_start_matches('&').len();
        let trailing = inner.len() - inner.trim_end_matches('&').len();
        if leading == inner.len() {
            spans.push(query);
        } else {
            spans.push(Span::new(query.start + 1, query.start + 1 + leading));
            spans.push(Span::new(query.end - trailing, query.end));
        }
        spans.retain(|span| !span.is_empty() && span.end <= end);
    }
    if end < base + text.len() {
        spans.push(Span::new(end, base + text.len()));
    }
    // Where a parameter tracks, it takes the signs around it along when it goes.
    let tracks = || url.parameters().any(|(key, value, _)| is_tracking_parameter(url, key, value, &[]));
    if !spans.is_empty() && tracks() {
        spans.clear();
    }
    spans
}
