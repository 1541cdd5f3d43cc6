//! An entry that is a paragraph of its own, because its `* ` was forgotten.

use crate::diagnostic::Fix;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "missing-bullet",
    group: Group::Entries,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports entries that do not begin with `* `: a line with only prefixes and a link, or the date line of \
              an event.",
    why: "Without its bullet, an entry is a paragraph outside the list or part of the entry above. The guidelines \
          ask for `* [Title of the linked page](https://example.com/my_article)`.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n[Second paper](https://example.org/second)\n",
            "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
        Example::fixed(
            "### Research\n1) [First paper](https://example.org/first)\n",
            "### Research\n* [First paper](https://example.org/first)\n",
        ),
        Example::fixed(
            "### Europe\n 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Research\n* [First paper](https://example.org/first)\n> [Second paper](https://example.org/second)\n",
            "### Research\n* [First paper](https://example.org/first)\n* [Second paper](https://example.org/second)\n",
        ),
        Example::fixed(
            "# 2026-03-04 | Berlin, DE | [Rust Berlin](https://example.org/berlin)\n    * [**Meetup**](https://example.org/berlin/1)\n",
            "* 2026-03-04 | Berlin, DE | [Rust Berlin](https://example.org/berlin)\n    * [**Meetup**](https://example.org/berlin/1)\n",
        ),
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items().iter().filter(|item| item.bullet.is_none()) {
        let mut edits = vec![Edit::insert(item.content.start, "* ")];
        if !document.text(item.indent).trim().is_empty() || !item.is_nested() && !item.indent.is_empty() {
            edits = vec![Edit::replace(item.indent, "* ")];
        }
        let what = if item.has_date { "event" } else { "entry" };
        let message = match document.text(item.indent).trim() {
            "" => format!("this {what} has no bullet, so it is not part of the list"),
            found => format!("`{found}` is not a bullet, so this {what} is not part of the list"),
        };
        cx.report(item.content, message).help("Begin the line with `* `.").fix(Fix::safe("Add the bullet", edits));
    }
}
