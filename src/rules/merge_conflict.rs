//! Markers of an unfinished merge.

use crate::document::LineKind;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "merge-conflict",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports the markers that Git writes where two changes conflict.",
    why: "The site shows the markers, and both versions of the text.",
    needs: Needs::Text,
    examples: &[Example::by_hand(
        "### Research\n<<<<<<< HEAD\n* [First](https://example.org/first)\n=======\n* [Second](https://example.org/second)\n>>>>>>> contribution\n",
        "### Research\n* [First](https://example.org/first)\n* [Second](https://example.org/second)\n",
    )],
    silent: &[
        Silent::because("equals signs turn the line above into a heading", "A title\n=======\n\nText.\n"),
        Silent::because("code may show the markers", "```text\n<<<<<<< HEAD\n=======\n>>>>>>> other\n```\n"),
        Silent::because("a longer row of signs is not a marker", "========\n\n<<<<<<<<<\n"),
    ],
    options: &[],
    check,
};

const HELP: &str = "Keep the right version, or both, and remove the lines with the markers.";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    // Every marker is longer than that; hardly an issue has one.
    if memchr::memmem::find(document.source.text().as_bytes(), b"=======").is_none()
        && !document.lines().contains(&LineKind::ConflictMarker)
    {
        return;
    }
    let mut conflict: Vec<Span> = Vec::new();
    for (index, kind) in document.lines().iter().enumerate() {
        let line = document.source.line(index);
        let text = document.text(line);
        if *kind != LineKind::ConflictMarker {
            // What is left when the other markers were removed by hand; under a line of text it would be its heading.
            let above = index.checked_sub(1).map(|above| document.lines()[above]);
            let is_alone =
                text == "=======" && !matches!(kind, LineKind::Code | LineKind::Comment | LineKind::FrontMatter);
            if is_alone && conflict.is_empty() && above.is_some_and(|above| above != LineKind::Text) {
                conflict.push(line);
                report(cx, &mut conflict);
            }
            continue;
        }
        if text.starts_with('<') {
            report(cx, &mut conflict);
        }
        conflict.push(line);
        if text.starts_with('>') {
            report(cx, &mut conflict);
        }
    }
    report(cx, &mut conflict);
}

fn report(cx: &mut Context<'_>, conflict: &mut Vec<Span>) {
    let document = cx.document;
    let last = conflict.last().copied();
    let mut markers = conflict.drain(..);
    let Some(first) = markers.next() else { return };
    let text = crate::diagnostic::excerpt(document.text(first));
    let message = if text.starts_with('<') {
        format!("an unresolved merge conflict begins here: `{text}`")
    } else {
        format!("this is a marker of a merge conflict: `{text}`")
    };
    let diagnostic = cx.report(first, message);
    diagnostic.help(HELP);
    // Of its two sides one goes: only what is left can be judged.
    let is_whole = |last: &Span| text.starts_with('<') && document.text(*last).starts_with('>');
    if let Some(last) = last.filter(is_whole) {
        diagnostic.condemns(first.to(last));
    }
    for marker in markers {
        let what = match document.text(marker).as_bytes().first() {
            Some(b'=') => "the other version begins here",
            Some(b'|') => "the version before both begins here",
            Some(b'>') => "the conflict ends here",
            _ => "the conflict continues here",
        };
        diagnostic.label(marker, what);
    }
}
