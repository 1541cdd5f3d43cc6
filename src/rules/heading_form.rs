//! Headings that the site does not show as headings, or that end in punctuation.

use crate::diagnostic::{Fix, Gravity};
use crate::document::{Heading, HeadingForm, LineKind, known_kind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "heading-form",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports headings with a space before `#`, without a space after it, or with a colon at their end.",
    why: "The site shows ` ## Heading` as text with its hash signs, although GitHub's preview shows a heading; with \
          `##Heading` it is the other way round. A heading is a name, without a colon.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(" ### Research\n", "### Research\n"),
        Example::fixed("### Oceania:\n", "### Oceania\n"),
        Example::fixed("###Research\n", "### Research\n"),
        Example::fixed("\\### Europe\n", "### Europe\n"),
        Example::by_hand("**Upcoming Events**\n", "## Upcoming Events\n"),
    ],
    silent: &[
        Silent::because("a heading may contain a colon", "### Crab: a retrospective\n"),
        Silent::because("a shortcode for a picture ends in a colon", "## :warning: Text :warning:\n"),
        Silent::because("a heading may be a single character", "### :\n"),
        Silent::because("nobody removes a comma", "### Oceania,\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for section in document.sections() {
        let Some(heading) = section.heading else { continue };
        let text = document.text(heading.text);
        let tail = Span::new(heading.text.start + text.trim_end_matches([':', ' ']).len(), heading.text.end);
        let has_tail = !tail.is_empty() && tail.start > heading.text.start && !ends_in_shortcode(text);
        if !has_tail && !matches!(heading.form, HeadingForm::Indented | HeadingForm::NoSpace) {
            continue;
        }
        let mut edits = form_edits(&heading);
        if has_tail {
            edits.push(Edit::delete(tail));
        }
        let quoted = format!("{} {}", document.text(heading.marker), crate::diagnostic::excerpt(section.name));
        match heading.form {
            HeadingForm::Indented => {
                let before = document.text(Span::new(heading.span.start, heading.marker.start));
                let what = if before.trim_start_matches(' ').is_empty() { "a space" } else { "something" };
                cx.report(heading.span, format!("`{quoted}` has {what} before it, so it is not a heading on the site"))
                    .help("Remove what is before `#`.")
            }
            HeadingForm::NoSpace => cx
                .report(heading.marker, "this heading has no space after `#`, so GitHub shows it as text")
                .gravity(Gravity::Doubtful)
                .help(format!("Write `{quoted}`.")),
            HeadingForm::Regular | HeadingForm::Accidental => {
                let tail_text = document.text(tail).trim_end();
                cx.report(tail, format!("the heading `{quoted}` ends in `{tail_text}`"))
                    .gravity(Gravity::Doubtful)
                    .help("Remove the colon at the end of the heading.")
            }
        }
        .fix(Fix::safe("Correct the heading", edits));
    }
    in_bold(cx);
}

/// Reports the name of a section that is a line in bold, not a heading.
fn in_bold(cx: &mut Context<'_>) {
    let document = cx.document;
    for (index, kind) in document.lines().iter().enumerate() {
        let line = document.source.line(index);
        let name = document.text(line).trim().strip_prefix("**").and_then(|text| text.strip_suffix("**"));
        let is_text = matches!(kind, LineKind::Text | LineKind::Continuation(_));
        if let Some(name) = name.filter(|name| is_text && known_kind(name).is_some()) {
            cx.report(line, format!("`{name}` is a line in bold, not a heading"))
                .help("Begin the line with `##` or `###` and a space, and remove the asterisks.");
        }
    }
}

/// Whether a text ends in `:warning:` or the like, of which GitHub makes a picture.
fn ends_in_shortcode(text: &str) -> bool {
    let Some((_, name)) = text.strip_suffix(':').and_then(|text| text.rsplit_once(':')) else { return false };
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
}

fn form_edits(heading: &Heading) -> Vec<Edit> {
    match heading.form {
        HeadingForm::Indented => vec![Edit::delete(Span::new(heading.span.start, heading.marker.start))],
        HeadingForm::NoSpace => vec![Edit::insert(heading.marker.end, " ")],
        HeadingForm::Regular | HeadingForm::Accidental => Vec::new(),
    }
}
