//! Escapes that the site shows.
//!
//! Longer than other rules: which escapes the site shows depends on where each is.

use crate::diagnostic::Fix;
use crate::document::{Document, LineKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "literal-backslash",
    group: Group::Markup,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports a backslash that the site shows: one before a character that needs no escape there, such as \
              `\\<` or `\\\"`, or one at the end of a line.",
    why: "GitHub's preview hides a backslash before any punctuation. The site's renderer only knows the escapes of \
          original Markdown (and `\\|`), and shows all others.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [Implement Default for Wrapper\\<T\\>](https://example.org/x)\n",
            "* [Implement Default for Wrapper&lt;T&gt;](https://example.org/x)\n",
        ),
        Example::fixed(
            "* [Who said \\\"hello\\\" first?](https://example.org/x)\n",
            "* [Who said \"hello\" first?](https://example.org/x)\n",
        ),
        Example::fixed(
            "There is more in [a title\\\nin two lines](https://example.org/x).\n",
            "There is more in [a title\nin two lines](https://example.org/x).\n",
        ),
        Example::fixed(
            "* [Accept `\\[u8\\]` as tea](https://example.org/x)\n",
            "* [Accept `[u8]` as tea](https://example.org/x)\n",
        ),
        Example::fixed(
            "### Miscellaneous\n* [Kettles](https://example.org/kettles)\\\n",
            "### Miscellaneous\n* [Kettles](https://example.org/kettles)\n",
        ),
    ],
    silent: &[Silent::because(
        "the code has a backslash of its own",
        "* [What `\\[` and `\\n` are](https://example.org/x)\n",
    )],
    options: &[],
    check,
};

/// What CommonMark lets a backslash escape, and Python-Markdown does not.
const NOT_ESCAPABLE: &[u8] = b"\"$%&',/:;<=?@^~";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let bytes = document.source.text().as_bytes();
    let mut last: Option<(usize, Span, Vec<Edit>, String)> = None;
    // What is escaped, up to where, is no backslash of its own within the same part of the text.
    let (mut part, mut skip) = (Span::default(), 0);
    for (at, run) in document.in_text(memchr::memchr_iter(b'\\', bytes)) {
        if run == part && at < skip {
            continue;
        }
        (part, skip) = (run, at + 2);
        let line = document.source.line_index(at);
        let Some((found, edits)) = printed(document, bytes, at, line) else { continue };
        match &mut last {
            // Several escapes of one line are one mistake.
            Some((before, span, all, _)) if *before == line => {
                *span = span.to(Span::new(at, at + 1));
                all.extend(edits);
            }
            _ => {
                report(cx, last.take());
                last = Some((line, Span::new(at, at + found.len().min(2)), edits, found));
            }
        }
    }
    report(cx, last);
    in_code(cx);
}

/// Reports escapes of brackets in code, where they are printed.
fn in_code(cx: &mut Context<'_>) {
    let document = cx.document;
    for code in document.code_spans() {
        let text = document.text(*code);
        if memchr::memchr(b'\\', text.as_bytes()).is_none() || document.item_at(code.start).is_none() {
            continue;
        }
        let escapes: Vec<usize> = memchr::memchr_iter(b'\\', text.as_bytes()).collect();
        let is_bracket = |at: &usize| text[at + 1..].starts_with(['[', ']', '<', '>']);
        let pairs = |open: &str, close: &str| text.matches(open).count() == text.matches(close).count();
        if !escapes.iter().all(is_bracket) || !pairs("\\[", "\\]") || !pairs("\\<", "\\>") {
            continue;
        }
        let edits: Vec<Edit> =
            escapes.iter().map(|at| Edit::delete(Span::new(code.start + at, code.start + at + 1))).collect();
        cx.report(*code, "the site prints the backslashes in this code")
            .help("Nothing needs to be escaped between backticks.")
            .fix(Fix::safe("Write the code without backslashes", edits));
    }
}

fn report(cx: &mut Context<'_>, found: Option<(usize, Span, Vec<Edit>, String)>) {
    let Some((_, span, mut edits, found)) = found else { return };
    edits.sort_by_key(|edit| edit.span);
    edits.dedup_by_key(|edit| edit.span);
    let message = if found == "\\" {
        "the site shows the backslash at the end of this line".to_owned()
    } else {
        format!("the site shows the backslash in `{found}`")
    };
    let help = match &found[..found.len().min(2)] {
        "\\<" | "<\\" => "Put code between backticks, or write `&lt;` for `<`.",
        "\\" => "Remove it, or write `<br />` if a line break is intended.",
        _ => "Write the character without a backslash.",
    };
    cx.report(span, message).help(help).fix(Fix::safe("Remove or replace the backslash", edits));
}

/// If the site shows the backslash at `at`: what is there, and how it would be right.
fn printed(document: &Document<'_>, bytes: &[u8], at: usize, line: usize) -> Option<(String, Vec<Edit>)> {
    if matches!(document.lines()[line], LineKind::Code | LineKind::FrontMatter | LineKind::Comment) {
        return None;
    }
    let backslash = Span::new(at, at + 1);
    if at + 1 == document.source.line(line).end {
        let goes_on = matches!(
            (document.lines()[line], document.lines().get(line + 1)),
            (_, Some(LineKind::Continuation(_)))
                | (LineKind::Text, Some(LineKind::Text))
                | (LineKind::Quote, Some(LineKind::Quote))
        );
        // No title has a line break in it.
        let in_title = document.link_at(at).is_some_and(|link| link.text.contains(backslash));
        let edit = if goes_on && !in_title { Edit::replace(backslash, "<br />") } else { Edit::delete(backslash) };
        return Some(("\\".to_owned(), vec![edit]));
    }
    let next = *bytes.get(at + 1)?;
    // `Arc<\str>`: the backslash is on the wrong side.
    if at > 0 && bytes[at - 1] == b'<' && next.is_ascii_alphabetic() && !document.is_opaque(at - 1) {
        return Some((format!("<\\{}", char::from(next)), vec![Edit::replace(Span::new(at - 1, at + 1), "&lt;")]));
    }
    // `raw-html` reports `\<T>`, a tag that the site does not show.
    if !NOT_ESCAPABLE.contains(&next) || document.html_tag_at(at + 1).is_some() {
        return None;
    }
    let behind = bytes.get(at + 2).copied().unwrap_or(b' ');
    let mut edits = Vec::new();
    let escaped = Span::new(at, at + 2);
    match next {
        b'<' if behind.is_ascii_alphabetic() || matches!(behind, b'/' | b'!' | b'?') => {
            edits.push(Edit::replace(escaped, "&lt;"));
            let rest = &bytes[at + 2..document.source.line(line).end.min(at + 120)];
            if let Some(close) = memchr::memmem::find(rest, b"\\>") {
                let close = at + 2 + close;
                let opens_again = memchr::memchr(b'<', &bytes[at + 2..close]).is_some();
                if !opens_again && !document.is_opaque(close) {
                    edits.push(Edit::replace(Span::new(close, close + 2), "&gt;"));
                }
            }
        }
        b'&' if behind.is_ascii_alphabetic() || behind == b'#' => edits.push(Edit::replace(escaped, "&amp;")),
        _ => edits.push(Edit::delete(backslash)),
    }
    Some((format!("\\{}", char::from(next)), edits))
}
