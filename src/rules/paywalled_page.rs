//! A page that not everybody can read.

use crate::diagnostic::Gravity;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "paywalled-page",
    group: Group::Pages,
    level: Level::Warning,
    fix: FixAvailability::None,
    summary: "Reports community entries whose page says that it is not free to read, as Medium's pages for members \
              do.",
    why: "The guidelines ask for pages that all readers can read. Some publishers get this wrong, so open the page.",
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
        Silent::because("the page says that it is free to read", "* [Reading tables](https://example.org/tables)\n").online(&[(
            "https://example.org/tables",
            "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"isAccessibleForFree\": true}</script>",
        )]),
        Silent::because("this link lets everybody read it", "* [Reading tables](https://example.org/tables?source=friends_link&sk=a)\n")
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
        cx.report(link.destination, "this page says that it is not free to read")
            .gravity(Gravity::Doubtful)
            .help("Link to a copy that everybody can read. On Medium, the author can share a friend link.");
    }
}
