//! The link to the hiring thread, if it goes to another one.

use crate::diagnostic::excerpt;
use crate::document::SectionKind;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Url;

pub(super) static RULE: Rule = Rule {
    name: "hiring-link",
    group: Group::Issue,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports a link to the \"Who's Hiring\" thread, under Jobs, that goes to another thread on Reddit.",
    why: "The address is copied from the last issue or from Reddit, where one thread looks like another.",
    needs: Needs::Text,
    examples: &[Example::by_hand(
        "## Jobs\n\nPlease see the latest [Who's Hiring thread on r/rust](https://www.reddit.com/r/rust/comments/abc123/weekly_tea_questions/)\n",
        "## Jobs\n\nPlease see the latest [Who's Hiring thread on r/rust](https://www.reddit.com/r/rust/comments/abc124/official_whos_hiring/)\n",
    )],
    silent: &[
        Silent::because(
            "it is the thread",
            "## Jobs\n\nSee the [Who's Hiring thread](https://www.reddit.com/r/rust/comments/abc124/Official_Whos_Hiring/)\n",
        ),
        Silent::because(
            "a short address does not say which thread it is",
            "## Jobs\n\nSee the [Who's Hiring thread](https://www.reddit.com/r/rust/comments/abc124/), or [who's hiring there](https://redd.it/abc124)\n",
        ),
        Silent::because(
            "another site may have such a thread",
            "## Jobs\n\nSee [Who's Hiring](https://example.org/r/rust/comments/abc124/jobs/)\n",
        ),
        Silent::because(
            "it is not the link to the thread",
            "## Jobs\n\nSee the [questions](https://www.reddit.com/r/rust/comments/abc124/weekly_tea_questions/)\n",
        ),
        Silent::because(
            "an entry may be about hiring",
            "### Miscellaneous\n* [Hiring for the tea project](https://www.reddit.com/r/rust/comments/abc124/tea_project/)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let sections = document.sections().iter().filter(|section| section.kind == SectionKind::Jobs);
    let links = sections.flat_map(|section| document.links_in(section.span));
    for link in links.filter(|link| link.has_own_destination()) {
        let is_meant = document.text(link.text).to_ascii_lowercase().contains("hiring");
        let url = document.url(link.destination);
        let Some(slug) = slug_of(&url).filter(|slug| is_meant && !slug.to_ascii_lowercase().contains("hiring")) else {
            continue;
        };
        let history = cx.history;
        let diagnostic =
            cx.report(link.destination, format!("the link to the hiring thread goes to `{}`", excerpt(slug)));
        diagnostic.help("Write the address of the latest \"Who's Hiring\" thread.");
        if let Some((issue, last)) = history.hiring_thread() {
            diagnostic.label_elsewhere(issue.place(last.destination), "the link in the last issue");
        }
    }
}

/// The title of a thread on Reddit, as its address has it.
fn slug_of<'a>(url: &Url<'a>) -> Option<&'a str> {
    let mut segments = url.segments().skip_while(|segment| *segment != "comments").skip(2);
    segments.next().filter(|slug| url.is_on("reddit.com") && !slug.is_empty())
}
