//! An entry that an earlier issue has.

use std::collections::HashSet;

use crate::lexicon::identity;
use crate::rule::options::{OptionSpec, Value};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Setting, Silent};

pub(super) static RULE: Rule = Rule {
    name: "repeated-link",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports a community entry that links to the same page as one of the last 25 issues. It needs the \
              earlier issues.",
    why: "The newsletter lists what is new this week; readers have seen the page already.",
    needs: Needs::EarlierIssues,
    examples: &[Example {
        bad: "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
              ## Updates from Rust Community\n\n### Research\n* [Writing a parser](https://example.org/parser)\n",
        good: "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-04-21\nCategory: This Week in Rust\n\n\
               ## Updates from Rust Community\n\n### Research\n* [Writing a compiler](https://example.org/compiler)\n",
        fixed: false,
        setting: Setting {
            history: &[(
                "2027-04-14-this-week-in-rust.md",
                "Title: This Week in Rust 699\nNumber: 699\nDate: 2027-04-14\nCategory: This Week in Rust\n\n\
             ## Updates from Rust Community\n\n### Research\n* [Writing a parser](https://www.example.org/parser/)\n",
            )],
            ..Setting::DRAFT
        },
    }],
    silent: &[
        Silent::because(
            "a page of the same name on another site is another page",
            "### Research\n* [Writing a parser](https://example.com/parser)\n",
        )
        .after(PARSER),
        Silent::because(
            "it is another part of the page",
            "### Research\n* [Writing a parser](https://example.org/parser#second)\n",
        )
        .after(PARSER),
        Silent::because(
            "events and tasks are listed again every week",
            "### CFP - Projects\n* [parser - Write more of it](https://example.org/parser)\n",
        )
        .after(PARSER),
        Silent::because(
            "what earlier issues list in other sections is new in the community sections",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        )
        .after(&[(
            "2027-04-14-this-week-in-rust.md",
            "## Updates from the Rust Project\n* [Writing a parser](https://example.org/parser)\n",
        )]),
        Silent::because(
            "what is in a comment was not published",
            "### Research\n* [Writing a parser](https://example.org/parser)\n",
        )
        .after(&[(
            "2027-04-14-this-week-in-rust.md",
            "## Updates from Rust Community\n### Research\n* [Another](https://example.org/other)\n<!--\n* [Writing a parser](https://example.org/parser)\n-->\n",
        )]),
    ],
    options: &[OptionSpec {
        key: "issues",
        about: "How many earlier issues to compare links with; `--history-issues` overrides it.",
        example: "issues = 25",
        form: None,
        get: |options| Value::Number(options.history_issues),
        set: |options, value| options.history_issues = value.number(),
    }],
    check,
};

const PARSER: &[(&str, &str)] = &[(
    "2027-04-14-this-week-in-rust.md",
    "## Updates from Rust Community\n### Research\n* [Writing a parser](https://example.org/parser)\n",
)];

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let history = cx.history;
    let mut seen = HashSet::new();
    for item in document.community_entries() {
        let Some((place, url)) = document.main_url(item) else { continue };
        let identity = identity(&url);
        let Some((issue, past)) = history.find(&identity).filter(|_| url.is_web() && !url.host().is_empty()) else {
            continue;
        };
        // `duplicate-link` reports the second copy in this issue.
        if seen.insert(identity) {
            cx.report(place, format!("the issue of {} already has this link", issue.date))
                .help("Remove the entry, or link to what is new.")
                .label_elsewhere(issue.place(past.span), "the earlier entry");
        }
    }
}
