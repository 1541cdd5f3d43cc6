//! A page that not everybody can read.

use crate::diagnostic::Gravity;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "paywalled-page",
    group: Group::Pages,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports community entries whose page declares itself not free, as Medium's pages for members do.",
    why: "The guidelines ask for pages that all readers can read. Publishers declare it wrongly at times, so have a look.",
    needs: Needs::Pages,
    examples: &[Example::by_hand(
        "* [Reading tables](https://example.org/tables)\n",
        "* [Reading tables](https://example.com/tables)\n",
    )
    .online(&[(
        "https://example.org/tables",
        "<title>Reading tables</title>\n\
         <script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"isAccessibleForFree\": false}</script>\n",
    )])],
    silent: &[
        Silent::because("it declares itself free", "* [Reading tables](https://example.org/tables)\n").online(&[(
            "https://example.org/tables",
            "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"isAccessibleForFree\": true}</script>",
        )]),
        Silent::because("this link opens it to all", "* [Reading tables](https://example.org/tables?source=friends_link&sk=a)\n")
            .online(&[(
                "https://example.org/tables?source=friends_link&sk=a",
                "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"isAccessibleForFree\": false}</script>",
            )]),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    for (_, link, _) in cx.opened_entries().filter(|(_, _, page)| page.has_paywall) {
        cx.report(link.destination, "this page declares itself not free")
            .gravity(Gravity::Doubtful)
            .help("Link to a copy that all can read; on Medium, the author can share a friend link.");
    }
}
