//! Entries that are added to the wrong file.

use crate::document::Item;
use crate::issue::Role;
use crate::rule::{Context, Earlier, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "wrong-file",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports entries that a change adds to a published issue, to an old draft, to the template of drafts, \
              or in a new file that is not a draft. It only looks at changes, with `--since`.",
    why: "New links belong in the draft of the next issue. In any other file no reader sees them, and an editor has \
          to ask for another pull request.",
    needs: Needs::Change,
    examples: &[Example::by_hand(
        "### Research\n* [First paper](https://example.org/1)\n* [Second paper](https://example.org/2)\n",
        "### Research\n* [First paper](https://example.org/1)\n",
    )
    .since(Earlier { role: Role::Published, text: "### Research\n* [First paper](https://example.org/1)\n" })],
    silent: &[
        Silent::because(
            "the draft takes entries",
            "### Research\n* [First paper](https://example.org/1)\n* [Second paper](https://example.org/2)\n",
        )
        .since(Earlier { role: Role::Current, text: "### Research\n* [First paper](https://example.org/1)\n" }),
        Silent::because(
            "an entry of a published issue may be corrected",
            "### Research\n* [The first paper](https://example.org/1)\n",
        )
        .since(Earlier { role: Role::Published, text: "### Research\n* [First paper](https://example.org/1)\n" }),
        Silent::because(
            "a list of the editors is not a list of entries",
            "## Jobs\n\n* [A job](https://example.org/job)\n",
        )
        .since(Earlier { role: Role::OldDraft, text: "## Jobs\n" }),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let Some(change) = cx.change else { return };
    let is_added = |item: &&Item| {
        item.parent.is_none() && change.has_added(item) && document.section_of(item).kind.is_entry_list()
    };
    let added: Vec<Span> = document.items().iter().filter(is_added).map(|item| item.content).collect();
    let what = match change.role() {
        Role::Current => return,
        Role::OldDraft => "this draft is of an earlier issue",
        Role::Published => "this issue is already published",
        Role::Template => "this file is the template for drafts",
        Role::NewPublished => "this folder is for published issues, and this file was not a draft before",
        Role::Misplaced => "this file is not an issue, so nobody will read it",
    };
    let head = document.source.line(0);
    let (first, rest) = match (added.split_first(), change.role()) {
        (Some((first, rest)), _) => (*first, rest),
        (None, Role::NewPublished | Role::Misplaced) => (head, [].as_slice()),
        (None, _) => return,
    };
    let help = match change.current_draft() {
        Some(draft) if *change.role() == Role::Misplaced => {
            format!("Add new entries to `{draft}`, and remove this file.")
        }
        Some(draft) => format!("Add new entries to `{draft}`, and undo the change to this file."),
        None => "Wait until the editors open the next draft, and add new entries there.".to_owned(),
    };
    let diagnostic = cx.report(first, what);
    diagnostic.help(help);
    for span in rest {
        diagnostic.label(*span, "this one too");
    }
}
