//! Finds comments, and reads those that speak to this program.

use crate::document::comment::{Comment, Directive, DirectiveScope};
use crate::text::Span;

/// Finds the comments of `text` from byte `from` on; `is_code` says where `<!--` is only quoted.
pub(in crate::document) fn find(text: &str, from: usize, is_code: impl Fn(usize) -> bool) -> Vec<Comment> {
    let opening = memchr::memmem::Finder::new("<!--");
    let (closing, odd) = (memchr::memmem::Finder::new("-->"), memchr::memmem::Finder::new("--!>"));
    let mut comments = Vec::new();
    let mut at = from;
    while let Some(found) = opening.find(&text.as_bytes()[at..]) {
        let start = at + found;
        if is_code(start) {
            at = start + 4;
            continue;
        }
        // `<!-->` and `<!--->` are whole comments.
        let closing = closing.find(&text.as_bytes()[start + 2..]).map(|found| start + 2 + found);
        // The site, as browsers do, ends one at `--!>`, too.
        let reach = closing.unwrap_or(text.len());
        let odd = odd.find(&text.as_bytes()[(start + 4).min(reach)..reach]).map(|found| start + 4 + found);
        let end = odd.map(|at| at + 4).or(closing.map(|at| at + 3)).unwrap_or(text.len());
        comments.push(Comment { span: Span::new(start, end), closed: odd.is_none() && closing.is_some() });
        at = end;
    }
    comments
}

/// What every directive begins with.
const ADDRESS: &str = "twir-lint";

/// The directive in a comment, if it is meant as one.
pub(in crate::document) fn directive(text: &str, comment: &Comment) -> Option<Directive> {
    let body = comment.body();
    let rest = text[body.start..body.end].trim_start();
    let is_addressed = rest.get(..ADDRESS.len()).is_some_and(|start| start.eq_ignore_ascii_case(ADDRESS));
    // `twir-linter`, a word of its own.
    if !is_addressed || rest[ADDRESS.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-') {
        return None;
    }
    let mut directive =
        Directive { comment: comment.span, scope: None, names: Vec::new(), list: Span::at(comment.span.end) };
    let Some(order) = rest[ADDRESS.len()..].trim_start().strip_prefix(':') else { return Some(directive) };
    let order = order.trim_start();
    let start = body.end - order.len();
    let scope = match order.split('(').next().unwrap_or_default().trim_end() {
        "allow" => DirectiveScope::Entry,
        "allow-file" => DirectiveScope::File,
        _ => return Some(directive),
    };
    let (Some(open), Some(close)) = (order.find('('), order.find(')')) else { return Some(directive) };
    directive.list = Span::new(start + open + 1, start + close);
    directive.scope = Some(scope).filter(|_| open < close);
    let mut at = directive.list.start;
    for part in text[directive.list.start..directive.list.end].split(',') {
        let name = part.trim();
        let name_start = at + (part.len() - part.trim_start().len());
        if !name.is_empty() {
            directive.names.push(Span::new(name_start, name_start + name.len()));
        }
        at += part.len() + 1;
    }
    Some(directive)
}
