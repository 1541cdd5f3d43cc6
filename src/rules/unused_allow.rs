//! `allow` comments without effect.

use crate::diagnostic::{Fix, quoted};
use crate::document::{Directive, Document, LineKind};
use crate::rule::{Context, Example, FixAvailability, Group, Idle, IdleName, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "unused-allow",
    group: Group::Issue,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports an `allow` comment without a finding to allow, and one without the name of a rule. A finding \
              that only appears when the issue is published counts.",
    why: "A comment that allows nothing today may hide a mistake tomorrow, and one with a misspelt name has no \
          effect.",
    needs: Needs::Directives,
    examples: &[
        Example::fixed(
            "* [A post](https://example.org/post) <!-- twir-lint: allow(insecure-url) the host has no certificate -->\n",
            "* [A post](https://example.org/post)\n",
        ),
        Example::fixed(
            "* [A post](http://example.org/post) <!-- twir-lint: allow(insecure-url, title-spacing) it has no certificate -->\n",
            "* [A post](http://example.org/post) <!-- twir-lint: allow(insecure-url) it has no certificate -->\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the comment allows what is found in an issue that is published",
            "### Research\n<!-- twir-lint: allow(insecure-url) -->\n* [One](http://example.org/1)\n",
        )
        .published(),
        Silent::because(
            "both comments allow the same finding, the one within the reach of the other",
            "<!-- twir-lint: allow-file(insecure-url) -->\n### Research\n<!-- twir-lint: allow(insecure-url) -->\n* [One](http://example.org/1)\n",
        )
        .published(),
        Silent::because(
            "both comments allow the same finding, and the one for the whole file is below",
            "### Research\n<!-- twir-lint: allow(insecure-url) -->\n* [One](http://example.org/1)\n<!-- twir-lint: allow-file(insecure-url) -->\n",
        )
        .published(),
    ],
    options: &[],
    check,
};

/// How a directive is written.
const FORM: &str = "Write `<!-- twir-lint: allow(rule) reason -->` on the line of an entry or above it, or `allow-file(rule)` for the whole file.";

/// Names of one directive that are listed, each with what is wrong with it.
const MOST_TOLD: usize = 8;

/// Names of one directive that a fix goes through.
const MOST_REPAIRED: usize = 80;

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for Idle { directive, names } in cx.idle {
        let [first, ..] = names.as_slice() else {
            let message = match directive.scope {
                None => "twir-lint does not understand this comment",
                Some(_) => "this comment does not name a rule to allow",
            };
            cx.report(directive.comment, message).help(FORM);
            continue;
        };
        let is_idle = |name: &Span| names.binary_search_by_key(name, |idle| idle.span).is_ok();
        let kept = directive.names.iter().filter(|name| !is_idle(name)).map(|name| document.text(*name));
        // A misspelt name is corrected, and checked then.
        let mut list: Vec<&str> = kept.chain(names.iter().filter_map(|name| name.meant)).collect();
        list.dedup();
        let mut told: Vec<String> = names.iter().take(MOST_TOLD).map(|name| said_of(document, *name)).collect();
        match names.len().saturating_sub(MOST_TOLD) {
            0 => {}
            1 => told.push("1 more name has no effect".to_owned()),
            more => told.push(format!("{more} more names have no effect")),
        }
        let comment = document.text(directive.comment);
        let fix = if names.len() > MOST_REPAIRED {
            // More names than there are rules: nobody can say what they are for.
            None
        } else if !list.is_empty() {
            Some(Fix::safe("Correct the names", Edit::replace(directive.list, list.join(", "))))
        } else if !comment.ends_with("-->") {
            // It goes to the end of the file, with all that is in it.
            None
        } else if comment.contains(['\n', '\r']) {
            Some(Fix::unsafe_("Remove the comment", Edit::delete(with_surroundings(document, directive))))
        } else {
            Some(Fix::safe("Remove the comment", Edit::delete(with_surroundings(document, directive))))
        };
        let help = if list.is_empty() {
            "Remove the comment."
        } else {
            "Keep the other names, and correct or remove this one."
        };
        let diagnostic = cx.report(first.span, told.join("; "));
        diagnostic.help(help).fix = fix;
    }
}

fn said_of(document: &Document<'_>, IdleName { span, is_rule, meant }: IdleName) -> String {
    let name = quoted(document.text(span));
    match (is_rule, meant) {
        (true, _) => format!("there is nothing to allow here for {name}"),
        (false, Some(meant)) => format!("there is no rule {name}: did you mean `{meant}`?"),
        (false, None) => format!("there is no rule {name}"),
    }
}

/// A comment with the spaces before it, or its whole lines where nothing else is on them.
fn with_surroundings(document: &Document<'_>, directive: &Directive) -> Span {
    let source = document.source;
    let (first, last) = (source.line_index(directive.comment.start), source.line_index(directive.comment.end));
    if document.lines()[first] == LineKind::Comment && document.lines()[last] == LineKind::Comment {
        return source.line(first).to(source.line_with_end(last));
    }
    let before = &source.text()[..directive.comment.start];
    Span::new(before.trim_end_matches([' ', '\t']).len(), directive.comment.end)
}
