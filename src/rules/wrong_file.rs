//! Entries that were added to a file which takes none.

use crate::document::Item;
use crate::issue::Role;
use crate::rule::{Context, Earlier, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "wrong-file",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports entries that a change adds to a published issue, to an old draft, to the template of drafts, or in a new file among the \
              published issues. It looks at changes only: with `--since`.",
    why: "New links go into the draft of the next issue. In any other file no reader will see them, and an editor has to ask for \
          the pull request to be made again.",
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
            "what is nested belongs to an entry that was there",
            "### Research\n* [First paper](https://example.org/1)\n    * [Its data](https://example.org/data)\n",
        )
        .since(Earlier { role: Role::Published, text: "### Research\n* [First paper](https://example.org/1)\n" }),
        Silent::because(
            "a list of the editors is no list of entries",
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
        Role::Published => "this issue is published already",
        Role::Template => "this file is the template from which drafts are made",
        Role::NewPublished => "this file was no draft before: the folder holds published issues",
    };
    let head = document.source.line(0);
    let (first, rest) = match (added.split_first(), change.role()) {
        (Some((first, rest)), _) => (*first, rest),
        (None, Role::NewPublished) => (head, [].as_slice()),
        (None, _) => return,
    };
    let help = match change.current_draft() {
        Some(draft) => format!("Add new entries to `{draft}`, and leave this file as it was."),
        None => "Wait until the editors open the next draft, and add new entries there.".to_owned(),
    };
    let diagnostic = cx.report(first, what);
    diagnostic.help(help);
    for span in rest {
        diagnostic.label(*span, "added too");
    }
}
