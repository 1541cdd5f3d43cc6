//! The groups of the Final Comment Period, and the dispositions of their entries.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::{
    Document, Heading, HeadingForm, Item, LineKind, Prefix, PrefixForm, PrefixPlace, Section, SectionKind,
};
use crate::lexicon::{DISPOSITION, FINAL_COMMENT_PERIOD_LABEL};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::spelling::{distance_within, nearest};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "final-comment-period",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports groups below \"Tracking Issues & PRs\" without the `#####` before them or with another level, \
              and a `[disposition: …]` that is misspelt, or is not in brackets with one space after it.",
    why: "The site shows a group without its `#####` as text, with the entries in the same line; at another level it \
          is not part of the Final Comment Period. The Rust project defines the words for dispositions.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "#### Tracking Issues & PRs\n##### [Rust](https://example.org/rust/labels/final-comment-period)\n* [disposition: merge] [Let crabs whistle](https://example.org/1)\n\n[Cargo](https://example.org/cargo/labels/final-comment-period)\n* [disposition: merge] [A flag for crabs](https://example.org/2)\n",
            "#### Tracking Issues & PRs\n##### [Rust](https://example.org/rust/labels/final-comment-period)\n* [disposition: merge] [Let crabs whistle](https://example.org/1)\n\n##### [Cargo](https://example.org/cargo/labels/final-comment-period)\n* [disposition: merge] [A flag for crabs](https://example.org/2)\n",
        ),
        Example::fixed(
            "#### Tracking Issues & PRs\n##### [Rust](https://example.org/rust/labels/final-comment-period)\n* [disposition: merge] [Let crabs whistle](https://example.org/1)\n[Cargo](https://example.org/cargo/labels/final-comment-period)\n* [disposition: merge] [A flag for crabs](https://example.org/2)\n",
            "#### Tracking Issues & PRs\n##### [Rust](https://example.org/rust/labels/final-comment-period)\n* [disposition: merge] [Let crabs whistle](https://example.org/1)\n\n##### [Cargo](https://example.org/cargo/labels/final-comment-period)\n* [disposition: merge] [A flag for crabs](https://example.org/2)\n",
        ),
        Example::fixed(
            "#### Tracking Issues & PRs\n### [Cargo](https://example.org/cargo/labels/final-comment-period)\n* [disposition: merge] [A flag for crabs](https://example.org/2)\n",
            "#### Tracking Issues & PRs\n##### [Cargo](https://example.org/cargo/labels/final-comment-period)\n* [disposition: merge] [A flag for crabs](https://example.org/2)\n",
        ),
        Example::fixed(
            "#### Tracking Issues & PRs\n* [dispositon: merge] [Let crabs whistle](https://example.org/1)\n",
            "#### Tracking Issues & PRs\n* [disposition: merge] [Let crabs whistle](https://example.org/1)\n",
        ),
        Example::fixed(
            "#### Tracking Issues & PRs\n* disposition: merge [Let crabs whistle](https://example.org/1)\n* (disposition: close) [Let crabs sing](https://example.org/2)\n* [disposition: merge] - [Let crabs hum](https://example.org/3)\n* [disposition: merge][Let crabs dance](https://example.org/4)\n",
            "#### Tracking Issues & PRs\n* [disposition: merge] [Let crabs whistle](https://example.org/1)\n* [disposition: close] [Let crabs sing](https://example.org/2)\n* [disposition: merge] [Let crabs hum](https://example.org/3)\n* [disposition: merge] [Let crabs dance](https://example.org/4)\n",
        ),
        Example::by_hand(
            "#### Tracking Issues & PRs\n* [disposition: merge|close] [Let crabs whistle](https://example.org/1)\n",
            "#### Tracking Issues & PRs\n* [disposition: close] [Let crabs whistle](https://example.org/1)\n",
        ),
        Example::fixed(HIGHER, RIGHT).after(&[("2026-02-25-this-week-in-rust.md", RIGHT)]),
    ],
    silent: &[
        Silent::because("an earlier issue has the group at this level", HIGHER)
            .after(&[("2026-02-18-this-week-in-rust.md", HIGHER), ("2026-02-25-this-week-in-rust.md", RIGHT)]),
        Silent::because(
            "a sentence may list the groups without entries",
            "#### Tracking Issues & PRs\n*No items entered the period this week for*\n[Cargo](https://example.org/cargo/labels/final-comment-period),\n[Rust RFCs](https://example.org/rfcs/labels/final-comment-period)\n",
        ),
        Silent::because(
            "the RFCs are a separate part",
            "### Final Comment Period\n\n#### [RFCs](https://example.org/rfcs/labels/final-comment-period)\n* [disposition: merge] [A crab](https://example.org/1)\n",
        ),
        Silent::because(
            "a heading without a link to its list is not a group",
            "#### Tracking Issues & PRs\n* [disposition: merge] [A crab](https://example.org/1)\n\n#### Other Areas\n* [disposition: close] [A claw](https://example.org/2)\n",
        ),
        Silent::because(
            "other prefixes are not dispositions",
            "#### Tracking Issues & PRs\n* [rustdoc] [A crab](https://example.org/1)\n* [disposition: unspecified] [A claw](https://example.org/2)\n* [disposition: &lt;unspecified&gt;] [A leg](https://example.org/3)\n",
        ),
        Silent::because(
            "these words are not a disposition",
            "#### Tracking Issues & PRs\n* disposition: the tea is cold [A crab](https://example.org/1)\n* The disposition [of crabs](https://example.org/2)\n",
        ),
    ],
    options: &[],
    check,
};

/// A group that begins with `###`.
const HIGHER: &str = "#### Tracking Issues & PRs\n### [Cargo](https://example.org/cargo/labels/final-comment-period)\n* [disposition: merge] [A flag for crabs](https://example.org/2)\n";

/// The same with `#####`.
const RIGHT: &str = "#### Tracking Issues & PRs\n##### [Cargo](https://example.org/cargo/labels/final-comment-period)\n* [disposition: merge] [A flag for crabs](https://example.org/2)\n";

/// The known dispositions. Source: past issues.
const DISPOSITIONS: [&str; 5] = ["merge", "close", "postpone", "unspecified", "not specified"];

/// The heading above the groups.
const GROUPS: &str = "tracking issues & prs";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    // How many `#` a group has.
    let mut level = None;
    for section in document.sections() {
        let Some(heading) = section.heading else { continue };
        // A group at a wrong level is not part of the Final Comment Period.
        if section.kind != SectionKind::FinalCommentPeriod && !leads_to_group(document, heading.text) {
            level = None;
        }
        if section.name.eq_ignore_ascii_case(GROUPS) {
            level = Some(heading.level + 1);
        } else if let Some(level) = level {
            heading_level(cx, section, heading, level);
        }
        if let Some(level) = level {
            lost_headings(cx, section, level);
        }
    }
    for item in document.items().iter().filter(|item| document.section_of(item).kind == SectionKind::FinalCommentPeriod)
    {
        disposition(cx, item);
    }
}

fn heading_level(cx: &mut Context<'_>, section: &Section<'_>, heading: Heading, level: usize) {
    let is_group = leads_to_group(cx.document, heading.text) && heading.form == HeadingForm::Regular;
    if !is_group || heading.level == level || section.name.eq_ignore_ascii_case("rfcs") {
        return;
    }
    // What editors left so before is right.
    let line = cx.document.source.line(cx.document.source.line_index(heading.marker.start));
    if cx.history.has_line(cx.document.text(line)) {
        return;
    }
    let (written, wanted) = (cx.document.text(heading.marker), "#".repeat(level));
    cx.report(
        heading.marker,
        format!("the group {} begins with `{written}` instead of `{wanted}`", quoted(section.name)),
    )
    .gravity(Gravity::Doubtful)
    .help(format!("Write `{wanted}`, like the other groups."))
    .fix(Fix::safe(format!("Write `{wanted}`"), Edit::replace(heading.marker, wanted)));
}

/// A line that is nothing but the link of a group, right above a list.
fn lost_headings(cx: &mut Context<'_>, section: &Section<'_>, level: usize) {
    let document = cx.document;
    let first = document.source.line_index(section.span.start);
    for (offset, (line, kind)) in document.lines_of(section).enumerate() {
        let index = first + usize::from(section.heading.is_some()) + offset;
        let above = index.checked_sub(1).and_then(|above| document.lines().get(above));
        let mut below = document.lines()[index + 1..].iter();
        let Some(LineKind::Item(item)) = below.find(|kind| **kind != LineKind::Blank) else { continue };
        let is_alone = kind == LineKind::Text && above.is_none_or(|above| *above != LineKind::Text);
        if let Some(link) = document.group_link(line).filter(|_| is_alone) {
            let content = document.text(link.span);
            let wanted = "#".repeat(level);
            let is_apart = above.is_none_or(|above| matches!(above, LineKind::Blank | LineKind::Heading(_)));
            let blank_line = if is_apart { "" } else { document.source.line_end() };
            cx.report(line, "this group is not a heading")
                .gravity(Gravity::Form)
                .help(format!("Write `{wanted} {content}`."))
                .condemns(line.to(document.items()[*item].span))
                .fix(Fix::safe(
                    format!("Write `{wanted}` before the group"),
                    Edit::replace(line, format!("{blank_line}{wanted} {content}")),
                ));
        }
    }
}

fn leads_to_group(document: &Document<'_>, span: Span) -> bool {
    document
        .links_in(span)
        .first()
        .is_some_and(|link| document.text(link.destination).contains(FINAL_COMMENT_PERIOD_LABEL))
}

fn disposition(cx: &mut Context<'_>, item: &Item) {
    let document = cx.document;
    let Some(prefix) = item.prefixes.first().filter(|prefix| prefix.place == PrefixPlace::BeforeLink) else { return };
    let word = document.text(prefix.word);
    let (key, value) = word.split_once(|c: char| c == ':' || c.is_whitespace()).unwrap_or((word, ""));
    let value = value.trim_matches(|c: char| c == ':' || c.is_whitespace());
    if distance_within(DISPOSITION, &key.to_lowercase(), 3).is_none() {
        return;
    }
    // `<unspecified>` is what the table of the proposals shows.
    let inner = value.trim_start_matches("\\<").trim_start_matches("&lt;").trim_start_matches('<');
    let inner = inner.trim_end_matches("\\>").trim_end_matches("&gt;").trim_end_matches('>');
    if inner != value && DISPOSITIONS.contains(&inner) {
        return;
    }
    let is_bracketed = prefix.form == PrefixForm::Brackets;
    let Some(meant) = nearest(&value.to_lowercase(), DISPOSITIONS, 2) else {
        if is_bracketed {
            cx.report(prefix.word, format!("{} is not a disposition", quoted(word)))
                .help("Write `[disposition: merge]`, or `close`, `postpone` or `unspecified`.")
                .condemns(prefix.word);
        }
        return;
    };
    let wanted = format!("disposition: {meant}");
    if is_bracketed && word != wanted {
        cx.report(prefix.word, format!("{} is not a disposition", quoted(word)))
            .help(format!("Write `[{wanted}]`."))
            .fix(Fix::safe(format!("Write `{wanted}`"), Edit::replace(prefix.word, wanted)))
            .condemns(prefix.word);
        return;
    }
    disposition_form(cx, item, prefix, &wanted);
}

/// Reports a disposition with the right words that is not in brackets, or has more or less than one space after it.
fn disposition_form(cx: &mut Context<'_>, item: &Item, prefix: &Prefix, wanted: &str) {
    let document = cx.document;
    let is_bracketed = prefix.form == PrefixForm::Brackets;
    let gap = item.gap_after(prefix, document.source.text());
    let is_before_title = document.text(Span::new(gap.end, item.content.end)).starts_with('[');
    let has_space = match document.text(gap) {
        "" => !is_before_title,
        between => between.trim().is_empty(),
    };
    if is_bracketed && has_space {
        return;
    }
    let place = prefix.span.to(gap);
    let written = document.text(place).trim_end();
    let message = if is_bracketed && gap.is_empty() {
        format!("there is no space after `[{wanted}]`")
    } else {
        format!("{} should be `[{wanted}]`", quoted(written))
    };
    cx.report(prefix.span, message)
        .gravity(Gravity::Form)
        .help(format!("Write `[{wanted}]` and one space before the title."))
        .fix(Fix::safe("Correct the disposition", Edit::replace(place, format!("[{wanted}] "))))
        .condemns(prefix.span);
}
