//! A title that does not say what the page is about.

use crate::diagnostic::quoted;
use crate::lexicon::is_vague_title;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "vague-title",
    group: Group::LinkText,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports community entries whose title alone does not say what the page is about: `What's New`, \
              `Changelog #232`, `here`, or only a version.",
    why: "Readers choose by the title, and do not see whose page it is.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "### Project/Tooling Updates\n* [What's New](https://example.org/tablet/new)\n",
            "### Project/Tooling Updates\n* [What's new in tablet 0.3](https://example.org/tablet/new)\n",
        ),
        Example::by_hand(
            "### Project/Tooling Updates\n* [Changelog #232](https://example.org/tablet/232)\n",
            "### Project/Tooling Updates\n* [tablet changelog #232](https://example.org/tablet/232)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the title names what it is about",
            "* [tablet changelog #232](https://example.org/1)\n* [Here be dragons](https://example.org/2)\n\
             * [Rust 1.90.0](https://example.org/3)\n",
        ),
        Silent::because(
            "words next to the link say it",
            "* A study of tables ([here](https://example.org/1) and [here](https://example.org/2))\n",
        ),
        Silent::because(
            "a year or a number is a name",
            "* [2026](https://example.org/1)\n* [#232](https://example.org/2)\n",
        ),
        Silent::because(
            "it is not a submission",
            "## Updates from the Rust Project\n* [changelog](https://example.org/1)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries() {
        let [link] = document.links_of(item) else { continue };
        let title = document.text(link.text);
        if !link.is_image && is_vague_title(title) {
            cx.report(link.text, format!("{} does not say what the page is about", quoted(title)))
                .help("Write a title that names the project or the subject.");
        }
    }
}
