//! Tasks for contributors: `[project - title](url)`.

use crate::lexicon::is_forge;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "cfp-project",
    group: Group::Calls,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports tasks for contributors whose link text is not `project - title`, and links to a whole \
              repository instead of one task.",
    why: "The template asks for `* [project name - title of issue](URL to issue)`: readers choose by project and by task.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "### CFP - Projects\n* tablet - [Read tables from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
            "### CFP - Projects\n* [tablet - Read tables from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
        ),
        Example::by_hand(
            "### CFP - Projects\n* [tablet - a library for tables](https://github.com/OWNER/tablet)\n",
            "### CFP - Projects\n* [tablet - Read tables from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
        ),
        Example::by_hand(
            "## Call for Participation\n* [Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
            "## Call for Participation\n* [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "project and title may be joined by `-`",
            "### CFP - Projects\n* [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
        ),
        Silent::because(
            "project and title may be joined by `–`",
            "### CFP - Projects\n* [tablet – Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
        ),
        Silent::because(
            "project and title may be joined by `—`",
            "### CFP - Projects\n* [tablet — Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
        ),
        Silent::because(
            "project and title may be joined by `:`",
            "### CFP - Projects\n* [tablet: Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
        ),
        Silent::because(
            "project and title may be joined by `-`",
            "### CFP - Projects\n* [tablet- Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
        ),
        Silent::because(
            "project and title may be joined by `-`",
            "### CFP - Projects\n* [tablet -Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
        ),
        Silent::because(
            "project and title may be joined by `|`",
            "### CFP - Projects\n* [tablet | Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
        ),
        Silent::because(
            "the project may be the name of its repository",
            "### CFP - Projects\n* [OWNER/tablet Read from a pipe](https://github.com/OWNER/tablet/issues/1)\n",
        ),
        Silent::because(
            "a list of tasks is more than a repository",
            "### CFP - Projects\n* [tablet - Tasks for newcomers](https://github.com/OWNER/tablet/labels/good-first-issue)\n",
        ),
        Silent::because(
            "a project on a site of its own may have one page",
            "### CFP - Projects\n* [tablet - Help wanted](https://example.org/tablet)\n",
        ),
        Silent::because(
            "a full stop after the link is not a word",
            "### CFP - Projects\n* [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/1).\n",
        ),
    ],
    options: &[],
    check,
};

const FORM: &str = "Write `* [project - title of the issue](address of the issue)`.";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.cfp_projects().iter().map(|project| &document.items()[project.item]) {
        let Some(link) = document.links_of(item).first().filter(|link| link.is_inline()) else { continue };
        let title = document.text(link.text);
        let beside = document.beside_links(item).find(|span| document.text(*span).chars().any(char::is_alphanumeric));
        if let Some(beside) = beside {
            let message = "these words are outside the link of this task";
            cx.report(beside, message).help(FORM);
            continue;
        }
        let has_separator = [" - ", " – ", " — ", ": ", "- ", " -", "/", " : ", " | "]
            .iter()
            .any(|separator| title.contains(separator));
        if !has_separator {
            cx.report(link.text, "the text of this link does not name the project").help(FORM);
            continue;
        }
        let url = document.url(link.destination);
        if is_forge(&url) && url.segments().count() == 2 {
            cx.report(link.destination, "this link goes to a whole repository, not to one task")
                .help("Write the address of the issue that describes the task.");
        }
    }
}
