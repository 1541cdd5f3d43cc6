//! Entries in sections that take no submissions.

use crate::rule::options::{OptionSpec, Value};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "closed-section",
    group: Group::Links,
    level: Level::Off,
    fix: FixAvailability::None,
    summary: "Reports entries in a section that takes no submissions, with the reason. With `--since`, only those \
              that a change adds.",
    why: "The editors fill some sections from other sources. They have to close every pull request that adds an \
          entry there, and its author learns it too late.",
    needs: Needs::Change,
    examples: &[Example::by_hand(
        "### Project/Tooling Updates\n* [Crab 2.0 is out](https://example.org/crab/2.0)\n",
        "### Rust Walkthroughs\n* [How Crab 2.0 tells its claws apart](https://example.org/crab/claws)\n",
    )],
    silent: &[Silent::because("other sections take entries", "### Research\n* [A paper](https://example.org/a)\n")],
    options: &[OptionSpec {
        key: "sections",
        about: "The sections that take no submissions, each with the reason that contributors see. They replace the built-in ones.",
        example: "sections = { \"Jobs\" = \"jobs are listed by the editors\" }",
        form: None,
        get: |options| Value::Reasons(options.closed_sections.clone()),
        set: |options, value| options.closed_sections = value.reasons(),
    }],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let sections = &cx.options.closed_sections;
    for item in document.items().iter().filter(|item| item.parent.is_none()) {
        let section = document.section_of(item);
        let closed = sections.iter().find(|(name, _)| name.eq_ignore_ascii_case(section.name));
        let Some((name, reason)) = closed.filter(|_| !document.is_none_message(item)) else { continue };
        let reason = reason.trim_end_matches('.');
        let help = if reason.is_empty() { String::new() } else { format!(": {reason}") };
        cx.report(item.content, format!("the section `{name}` takes no submissions"))
            .help(format!("Remove the entry{help}."));
    }
}
