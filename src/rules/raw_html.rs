//! HTML tags that are not intended.
//!
//! Longer than other rules: tags, comments and their ends are three faults of one kind.

use std::collections::HashSet;

use crate::diagnostic::{Fix, Gravity, excerpt, quoted};
use crate::document::{Document, HtmlTag, Item, LineKind, LossCause, Shown};
use crate::lexicon::{is_html_element, is_template_comment, is_void_element, looks_like_url};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

use super::unlisted_entry::is_only_tags;

pub(super) static RULE: Rule = Rule {
    name: "raw-html",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports what the site reads as an HTML tag although it is not one: `Vec<T>` outside of code, `<not \
              specified>`; HTML comments that are never closed, or that hide entries; and a `-->` without a comment.",
    why: "The browser does not show a tag that it does not know: of `Vec<T>`, readers see `Vec`. A comment without \
          its `-->` hides what follows, on GitHub up to the end of the issue.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [Sorting a Vec<T> twice](https://example.org/x)\n",
            "* [Sorting a `Vec<T>` twice](https://example.org/x)\n",
        ),
        Example::by_hand(
            "* [Sorting a Vec\\<T> twice](https://example.org/x)\n",
            "* [Sorting a `Vec<T>` twice](https://example.org/x)\n",
        ),
        Example::by_hand(
            "* [A bound on Cup<T: 'a>](https://example.org/x)\n* [Filling Cup<Tea = 'static>](https://example.org/y)\n",
            "* [A bound on `Cup<T: 'a>`](https://example.org/x)\n* [Filling `Cup<Tea = 'static>`](https://example.org/y)\n",
        ),
        Example::fixed(
            "* <a href=\"https://example.org/tablet\">Tablet 0.3</a>\n",
            "* [Tablet 0.3](https://example.org/tablet)\n",
        ),
        Example::by_hand(
            "* [Who is <not specified>?](https://example.org/x)\n",
            "* [Who is &lt;not specified&gt;?](https://example.org/x)\n",
        ),
        Example::by_hand(
            "* [Title](https://example.org/x)\n\n<!-- a remark\n\nMore text.\n",
            "* [Title](https://example.org/x)\n\n<!-- a remark -->\n\nMore text.\n",
        ),
        Example::by_hand(
            "<!--\nDear community contributors:\n\n* [Title](https://example.org/x)\n-->\n\n### Research\n",
            "<!--\nDear community contributors:\n-->\n\n### Research\n* [Title](https://example.org/x)\n",
        ),
        Example::fixed(
            "* [Title](https://example.org/x)\n\n<!-- a remark ->\n\nMore text.\n",
            "* [Title](https://example.org/x)\n\n<!-- a remark -->\n\nMore text.\n",
        ),
        Example::by_hand(
            "* [A title with a Break<br /> in it](https://example.org/x)\n",
            "* [A title with a Break in it](https://example.org/x)\n",
        ),
        Example::by_hand("* <pre>[Title](https://example.org/x)</pre>\n", "* [Title](https://example.org/x)\n"),
        Example::by_hand(
            "* [Title](https://example.org/x) <b\n* [Another](https://example.org/y) >\n",
            "* [Title](https://example.org/x)\n* [Another](https://example.org/y)\n",
        ),
        Example::fixed(
            "* [Title](https://example.org/x)\n<!-- a remark --!>\n* [Another](https://example.org/y)\n",
            "* [Title](https://example.org/x)\n<!-- a remark -->\n* [Another](https://example.org/y)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "an empty comment is closed all the same",
            "* [Title](https://example.org/x)\n<!-->\n* [Another](https://example.org/y)\n",
        ),
        Silent::because(
            "a comment may be before a bullet",
            "* [Title](https://example.org/x)\n<!-- new --> * [Another](https://example.org/y)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let mut behind = 0;
    // The last element that is not one, and its line: its closing tag belongs to it.
    let mut open: Option<(&str, usize)> = None;
    let around_entries = around_entries(document);
    for (index, tag) in document.html_tags().iter().enumerate() {
        let line = document.source.line_index(tag.span.start);
        let name = document.text(tag.name);
        if tag.span.start < behind
            || (tag.is_closing && open == Some((name, line)))
            || (tag.is_closing && around_entries.contains(name) && is_alone(document, tag))
            || is_meant(document, index, tag) && html_link(document, index, tag).is_none()
            || document.in_template_link(tag.span)
            || has_backtick_fault(document, line) && !document.in_html_block(tag.span.start)
            || is_in_near_link(document, tag)
        {
            continue;
        }
        let told = if let Some((url, words)) = slack_link(document.text(tag.span)) {
            cx.report(tag.span, "the site reads this link as an HTML tag and does not show it")
                .help("Write it as `[Title](address)`.")
                .fix(Fix::safe("Turn it into a link", Edit::replace(tag.span, format!("[{words}]({url})"))));
            tag.span
        } else if let Some((whole, link)) = html_link(document, index, tag) {
            cx.report(whole, "this is a link of HTML; the newsletter writes links in Markdown")
                .gravity(Gravity::Doubtful)
                .condemns(whole)
                .help("Write `[Title](address)`.")
                .fix(Fix::safe("Write it in Markdown", Edit::replace(whole, link)));
            whole
        } else {
            open = Some((name, line));
            report_tag(cx, tag)
        };
        behind = told.end;
    }
    comments(cx);
    stray_ends(cx);
    split_tags(cx);
}

/// The names of the tags by which the site loses entries: `unlisted-entry` speaks of both tags.
fn around_entries<'a>(document: &Document<'a>) -> HashSet<&'a str> {
    let losses = document.losses().iter().filter(|loss| loss.cause == LossCause::Html);
    let tags = losses.filter_map(|loss| {
        let line = document.source.line(loss.line);
        let text = document.text(line);
        let start = line.start + text.len() - text.trim_start().len();
        let content = Span::new(start, start + text.trim().len());
        document.html_tags_in(line).first().filter(|_| is_only_tags(document, content))
    });
    tags.map(|tag| document.text(tag.name)).collect()
}

/// Whether nothing else is on the line of a tag.
fn is_alone(document: &Document<'_>, tag: &HtmlTag) -> bool {
    document.text(document.source.line(document.source.line_index(tag.span.start))).trim() == document.text(tag.span)
}

/// Reports `<b` at the end of an entry whose `>` is in one of the next: within an entry, neither is a tag.
fn split_tags(cx: &mut Context<'_>) {
    let document = cx.document;
    for (index, item) in document.items().iter().enumerate() {
        let text = document.text(item.content);
        let Some(at) = memchr::memrchr(b'<', text.as_bytes()) else { continue };
        let name = text[at + 1..].trim_start_matches('/');
        let name = &name[..name.find(char::is_whitespace).unwrap_or(name.len())];
        // More words may follow: `<b - [Another](address)`.
        let end = text[at..].find(char::is_whitespace).map_or(text.len(), |blank| at + blank);
        let opening = Span::new(item.content.start + at, item.content.start + end);
        if text[at..].contains('>')
            || !is_html_element(name)
            || document.is_opaque(opening.start)
            || document.link_at(opening.start).is_some()
        {
            continue;
        }
        let section = item.section;
        let below = document.items()[index + 1..].iter().take(NEAR).take_while(|below| below.section == section);
        let Some(closing) = below.into_iter().find_map(|below| loose_end(document, below)) else { continue };
        let sign = quoted(document.text(opening));
        cx.report(opening, format!("{sign} is not a tag, because its `>` is in another entry"))
            .condemns(opening)
            .label(closing, "the `>` is here")
            .help("Remove both; the site shows them as text.")
            .fix(Fix::unsafe_("Remove the two parts of the tag", [Edit::delete(opening), Edit::delete(closing)]));
    }
}

/// How many entries below one are looked at for the end of its tag.
const NEAR: usize = 3;

/// A `>` of an entry that is outside its links and code, and closes no tag of this entry.
fn loose_end(document: &Document<'_>, item: &Item) -> Option<Span> {
    let text = document.text(item.content);
    let at = text.rfind('>').filter(|at| !text[..*at].contains('<') && !text[..*at].ends_with(['-', '=']))?;
    let sign = Span::new(item.content.start + at, item.content.start + at + 1);
    (!document.is_opaque(sign.start) && document.link_at(sign.start).is_none()).then_some(sign)
}

/// Whether a tag is part of what is meant as a link: `malformed-link` speaks of that.
fn is_in_near_link(document: &Document<'_>, tag: &HtmlTag) -> bool {
    let next = document.near_links().partition_point(|near| near.span.start < tag.span.end);
    document.near_links()[..next].iter().rev().take(2).any(|near| near.span.overlaps(tag.span))
}

/// Reports a tag that is not meant as one, and gives the code around it.
fn report_tag(cx: &mut Context<'_>, tag: &HtmlTag) -> Span {
    let document = cx.document;
    let code = document.code_around(tag.span);
    let swallowed = excerpt(document.text(tag.span));
    let diagnostic = cx.report(tag.span, format!("the site reads `{swallowed}` as an HTML tag and does not show it"));
    if is_harmless(document, tag) {
        diagnostic.gravity(Gravity::Doubtful);
    }
    if code.is_code {
        let text = document.text(code.span).replace('\\', "");
        diagnostic.help(format!("Write code between backticks: `` `{}` ``.", excerpt(&text)));
    } else {
        diagnostic.help("Write `&lt;` for `<` and `&gt;` for `>`, or remove the brackets.");
    }
    if let Some(edits) = code.edits(document, tag.span) {
        let title = if code.is_code { "Put the code between backticks" } else { "Escape the brackets" };
        // `Vec<T>` in a title is nothing but code.
        let has_name = document.text(Span::new(code.span.start, tag.span.start)).ends_with(char::is_alphanumeric);
        let in_title = document.link_at(tag.span.start).is_some_and(|link| link.text.contains(code.span));
        // `Vec<br />` is no code.
        let is_name = has_name && !is_void_element(document.text(tag.name));
        let fix = if code.is_code && is_name && in_title { Fix::safe } else { Fix::unsafe_ };
        diagnostic.fix(fix(title.to_owned(), edits));
    }
    code.span
}

/// Address and text of `<https://…|text>`, as Slack writes a link.
fn slack_link(tag: &str) -> Option<(&str, &str)> {
    let (url, words) = tag.strip_prefix('<')?.strip_suffix('>')?.split_once('|')?;
    let is_link = looks_like_url(url) && !words.trim().is_empty() && !words.contains(['[', ']', '|', '\n', '\r']);
    is_link.then_some((url, words))
}

/// `<a href="address">title</a>` in an entry, and how Markdown has it.
fn html_link(document: &Document<'_>, index: usize, tag: &HtmlTag) -> Option<(Span, String)> {
    let address = document.address_in_tag(tag)?;
    let item = document.item_at(tag.span.start)?;
    let closing = document.html_tags().get(index + 1)?;
    let is_link = closing.is_closing
        && document.text(closing.name).eq_ignore_ascii_case("a")
        && closing.span.end <= item.content.end
        && document.section_of(item).kind.is_entry_list();
    let title = document.text(Span::new(tag.span.end, closing.span.start.max(tag.span.end)));
    let is_plain = !title.trim().is_empty() && !title.contains(['[', ']', '\n', '\r']);
    // No other attribute is lost.
    let before = document.text(Span::new(tag.name.end, address.start)).trim_end_matches(['"', '\'', '=', ' ']);
    let behind = document.text(Span::new(address.end, tag.span.end));
    let is_alone = before.trim_start().eq_ignore_ascii_case("href") && behind.trim_matches(['"', '\'', ' ']) == ">";
    let address = document.text(address);
    let is_address = looks_like_url(address) && !address.contains(['(', ')', '<', '>']);
    (is_link && is_plain && is_alone && is_address)
        .then(|| (tag.span.to(closing.span), format!("[{}]({address})", title.trim())))
}

/// Whether a tag is one of HTML that hides no word: outside of an entry, or in one that the site shows all of.
fn is_harmless(document: &Document<'_>, tag: &HtmlTag) -> bool {
    let name = document.text(tag.name).to_ascii_lowercase();
    // A title that speaks of a tag loses a word.
    if ["li", "pre"].contains(&name.as_str())
        && !tag.is_closing
        && document.site.entry_on(document.source.line_index(tag.span.start)).is_some()
    {
        return false;
    }
    let is_word = document.link_at(tag.span.start).is_some_and(|link| link.text.contains(tag.span))
        && !is_void_element(&name)
        && !has_partner(document, tag, &name);
    if is_word {
        return false;
    }
    let line = document.source.line(document.source.line_index(tag.span.start));
    let closing = format!("</{name}");
    let is_closed = || document.text(Span::new(tag.span.end, line.end.max(tag.span.end))).contains(&closing);
    let hides = matches!(
        name.as_str(),
        "script" | "style" | "textarea" | "title" | "iframe" | "noscript" | "template" | "select"
    );
    (is_html_element(&name) || hides)
        && !(hides && (tag.is_closing || !is_closed()))
        && (document.item_at(tag.span.start).is_none() || document.is_shown_whole(tag.span.start))
}

/// Whether an entry holds the other tag of a pair.
fn has_partner(document: &Document<'_>, tag: &HtmlTag, name: &str) -> bool {
    let Some(item) = document.item_at(tag.span.start) else { return false };
    let from = document.html_tags().partition_point(|other| other.span.start < item.span.start);
    let tags = document.html_tags()[from..].iter().take_while(|other| other.span.start < item.span.end);
    let is_partner =
        |other: &HtmlTag| other.is_closing != tag.is_closing && document.text(other.name).eq_ignore_ascii_case(name);
    tags.take(64).any(is_partner)
}

/// Whether a backtick is missing in line `index`, which then makes a tag of what is meant as code.
fn has_backtick_fault(document: &Document<'_>, index: usize) -> bool {
    !document.backtick_faults_in(document.source.line(index)).is_empty()
}

/// Whether a tag is one that is meant as such.
fn is_meant(document: &Document<'_>, index: usize, tag: &HtmlTag) -> bool {
    let text = document.source.text();
    let name = document.text(tag.name);
    let rest = &text[tag.name.end..tag.span.end];
    if !is_html_element(name)
        || text[..tag.span.start].ends_with('\\')
        || !(rest.starts_with(['>', '/', ' ', '\t', '\n', '\r']))
    {
        return false;
    }
    // `<A, B>` and `<a as b>` are types; attributes have values, but for a few.
    let attributes = rest.trim_end_matches('>').trim_end_matches('/').trim();
    if !attributes.is_empty() && !attributes.contains('=') && !matches!(attributes, "open" | "controls" | "reversed") {
        return false;
    }
    let Some(item) = document.item_at(tag.span.start) else {
        // An entry written in HTML.
        let line = document.source.line(document.source.line_index(tag.span.start));
        let is_entry = name == "li" && !tag.is_closing && document.text(line).contains("<a ");
        return !is_entry || !document.section_at(tag.span.start).kind.is_entry_list();
    };
    // A list within an entry is no entry of the list.
    if ["li", "ul", "ol", "pre"].contains(&name) && document.section_of(item).kind.is_entry_list() {
        return false;
    }
    let in_title = document.link_at(tag.span.start).is_some_and(|link| link.text.contains(tag.span));
    if is_void_element(name) {
        return !in_title || name == "img";
    }
    // A title about `<code>` does not close it.
    let is_partner = |other: &&HtmlTag| other.is_closing != tag.is_closing && document.text(other.name) == name;
    let tags = document.html_tags();
    if tag.is_closing {
        let earlier = tags[..index].iter().rev().take_while(|other| other.span.start >= item.span.start);
        earlier.take(64).any(|other| is_partner(&other))
    } else {
        let later = tags[index + 1..].iter().take_while(|other| other.span.start < item.span.end);
        later.take(64).any(|other| is_partner(&other))
    }
}

fn comments(cx: &mut Context<'_>) {
    let document = cx.document;
    for comment in document.comments() {
        let opening = Span::new(comment.span.start, comment.span.start + 4);
        if !comment.closed {
            let gravity = if is_shown_below(document, opening) { Gravity::Doubtful } else { Gravity::Wrong };
            if document.text(comment.span).ends_with("--!>") {
                let end = Span::new(comment.span.end - 4, comment.span.end);
                cx.report(end, "this comment ends in `--!>`: GitHub hides everything below it")
                    .help("Write `-->` where the comment ends.")
                    .gravity(gravity)
                    .fix(Fix::safe("Write `-->`", Edit::replace(end, "-->")));
                continue;
            }
            let diagnostic = cx.report(opening, "this comment has no closing `-->`");
            diagnostic
                .help("Write `-->` at the end of the comment; without it, GitHub hides everything below it.")
                .gravity(gravity);
            if let Some(edit) = closed_on_line(document, opening) {
                diagnostic.fix(Fix::safe("Close the comment", edit));
            }
            continue;
        }
        let body = document.text(comment.body());
        let is_entry = |line: &str| {
            let line = line.trim_start();
            line.starts_with(['*', '-', '+']) && line.contains("](http")
        };
        let Some(second) = body.find("<!--") else {
            if is_template_comment(body) {
                let lines = lines_of(comment.body(), body);
                for (span, _) in lines.filter(|(_, line)| is_entry(line) && !line.contains("](https://example.com")) {
                    cx.report(span, "this entry is inside a comment, so the site does not show it")
                        .help("Move it below the `-->`, into the list of its section.");
                }
            }
            continue;
        };
        if body[..second].lines().skip(1).any(is_entry) {
            let second = comment.body().start + second;
            let diagnostic = cx.report(opening, "this comment is not closed before the next one, so it hides entries");
            diagnostic
                .label(Span::new(second, second + 4), "the next comment begins here")
                .help("Write `-->` where the comment ends.");
            if let Some(edit) = closed_on_line(document, opening) {
                diagnostic.fix(Fix::safe("Close the comment", edit));
            }
        }
    }
}

/// The edit that ends a comment on its line, where that ends in what is nearly `-->`.
fn closed_on_line(document: &Document<'_>, opening: Span) -> Option<Edit> {
    let line = document.source.line(document.source.line_index(opening.start));
    let rest = document.text(Span::new(opening.end.min(line.end), line.end)).trim_end();
    let body = rest.trim_end_matches(['-', '>', '!', '–', '—', ' ']);
    let ending = &rest[body.len()..];
    let is_ending = ending.trim_start().contains(['-', '–', '—']) && !body.trim().is_empty();
    let end = opening.end + rest.len();
    is_ending.then(|| Edit::replace(Span::new(opening.end + body.len(), end), " -->"))
}

/// Whether the site shows the entries from the beginning of a comment on all the same, and prints it in none of them.
fn is_shown_below(document: &Document<'_>, opening: Span) -> bool {
    let line = document.source.line_index(opening.start);
    let is_printed = matches!(document.site.line(line), Some(Shown::InEntry(_) | Shown::Heading))
        || matches!(document.site.line(line), Some(Shown::Entry(_))) && !document.is_shown_whole(opening.start);
    let is_bullet = |line: &usize| {
        let text = document.text(document.source.line(*line)).trim_start();
        ["* ", "- ", "+ "].iter().any(|bullet| text.starts_with(bullet)) && text.contains("](")
    };
    let mut bullets = (line + 1..document.source.line_count()).filter(is_bullet);
    !is_printed && bullets.all(|line| document.site.entry_on(line).is_some())
}

/// The lines of a comment, without spaces around them.
fn lines_of(body: Span, text: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut at = body.start;
    text.split_inclusive('\n').map(move |line| {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let line = line.trim();
        (Span::new(start, start + line.len()), line)
    })
}

/// `-->` at the end of a line of text, where no comment ends.
fn stray_ends(cx: &mut Context<'_>) {
    let document = cx.document;
    let text = document.source.text();
    for at in memchr::memmem::find_iter(text.as_bytes(), b"-->") {
        let index = document.source.line_index(at);
        let is_text = matches!(
            document.lines()[index],
            LineKind::Text | LineKind::Item(_) | LineKind::Continuation(_) | LineKind::Heading(_)
        );
        let line = document.source.line(index);
        // From the left only, and nothing but for the last of a line: a long line may hold any number of them.
        let is_last = || text[at + 3..line.end].trim_start().is_empty();
        let stands_alone = || text[..at].ends_with(' ') || text[line.start..at].trim_start().is_empty();
        if is_text && is_last() && stands_alone() && !document.is_opaque(at) {
            let gravity = cx.gravity_at(at);
            cx.report(Span::new(at, at + 3), "this `-->` does not close a comment, so the site shows it")
                .help("Remove it, or write `<!--` at the beginning of the comment.")
                .gravity(gravity);
        }
    }
}
