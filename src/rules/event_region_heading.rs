//! The headings of the regions.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::{Heading, Section, SectionKind};
use crate::issue::Stage;
use crate::lexicon::place::Region;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::spelling::distance_within;
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "event-region-heading",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports regions of the events that are unknown, stand twice, are empty in a published issue, are out of order, or have another \
              level than `###`.",
    why: "The regions are Virtual, Africa, Asia, Europe, North America, Oceania and South America, in this order. A special heading, \
          as for a conference, is a warning.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "## Upcoming Events\n\n# Oceania\n* 2026-03-05 | Perth, WA, AU | [Rust Perth](https://example.org/perth)\n    * [**Hack night**](https://example.org/perth/1)\n",
            "## Upcoming Events\n\n### Oceania\n* 2026-03-05 | Perth, WA, AU | [Rust Perth](https://example.org/perth)\n    * [**Hack night**](https://example.org/perth/1)\n",
        ),
        Example::by_hand(
            "## Upcoming Events\n\n### Oceania\n* 2026-03-05 | Perth, WA, AU | [Rust Perth](https://example.org/perth)\n    * [**Hack night**](https://example.org/perth/1)\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n",
            "## Upcoming Events\n\n### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talks**](https://example.org/ghent/1)\n\n### Oceania\n* 2026-03-05 | Perth, WA, AU | [Rust Perth](https://example.org/perth)\n    * [**Hack night**](https://example.org/perth/1)\n",
        ),
    ],
    silent: &[],
    options: &[],
    check,
};

const ORDER: &str =
    "The regions are Virtual, Africa, Asia, Europe, North America, Oceania and South America, in this order.";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let mut seen: Vec<(Region, Heading)> = Vec::new();
    for (index, section) in
        document.sections.iter().enumerate().filter(|(_, section)| section.kind == SectionKind::EventRegion)
    {
        let Some(heading) = section.heading else { continue };
        let Some(region) = section.region else {
            unknown(cx, section, heading);
            continue;
        };
        if heading.level != 3 && !document.is_fragment() {
            let hashes = document.text(heading.marker);
            cx.report(heading.span, format!("the region {} has `{hashes}` before it, not `###`", region.as_str()))
                .help("Write three `#`, as before every region.")
                .fix(Fix::safe("Write `###`", Edit::replace(heading.marker, "###")));
        } else if heading.level != 3 {
            cx.report(heading.marker, format!("the region {} has another level than `###`", region.as_str()))
                .help("Write three `#`, as before every region.")
                .fix(Fix::safe("Write `###`", Edit::replace(heading.marker, "###")));
        }
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == region) {
            // Of the same words twice `duplicate-section` speaks.
            let is_other_name =
                document.section_at(first.span.start).name.to_lowercase() != section.name.to_lowercase();
            if is_other_name || document.is_fragment() {
                let line = document.source.line_index(first.span.start) + 1;
                cx.report(heading.span, format!("the region {} stands on line {line} already", region.as_str()))
                    .help("Join the two, or give the second its right name.")
                    .label(first.span, "it stands here first");
            }
        } else if let Some((later, first)) = seen.iter().find(|(other, _)| *other > region) {
            cx.report(heading.span, format!("the region {} stands below {}", region.as_str(), later.as_str()))
                .help(ORDER)
                .label(first.span, "it belongs above this");
        }
        let is_empty = document.items.binary_search_by_key(&index, |item| item.section).is_err();
        if is_empty && cx.stage == Stage::Published {
            let blank = document.text(section.span).trim_end().len() == document.text(heading.span).trim_end().len();
            let diagnostic = cx.report(heading.span, format!("there are no events under {}", region.as_str()));
            diagnostic.help("Remove the heading.");
            if blank {
                diagnostic.fix(Fix::safe("Remove the heading", Edit::delete(section.span)));
            }
        }
        // Of thousands of one region, the first is all that is asked for.
        if !seen.iter().any(|(other, _)| *other == region) {
            seen.push((region, heading));
        }
    }
}

fn unknown(cx: &mut Context<'_>, section: &Section<'_>, heading: Heading) {
    let name = section.name.to_lowercase();
    let near =
        Region::ALL.into_iter().find(|region| distance_within(&region.as_str().to_lowercase(), &name, 2).is_some());
    let diagnostic = cx.report(heading.text, format!("{} is no region of the newsletter", quoted(section.name)));
    diagnostic.help(ORDER);
    match near {
        Some(region) => {
            diagnostic.fix(Fix::safe(
                format!("Write `{}`", region.as_str()),
                Edit::replace(Span::new(heading.text.start, heading.text.end), region.as_str()),
            ));
        }
        None => {
            diagnostic.gravity(Gravity::Doubtful);
        }
    }
}
