//! A URL in place of the title.

use crate::document::LinkKind;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "url-as-title",
    group: Group::LinkText,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports entries whose title is a URL.",
    why: "Readers choose by the title. The guidelines ask for the title of the linked page.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "* [https://example.org/post](https://example.org/post)\n",
            "* [What we learned from a year of tables](https://example.org/post)\n",
        ),
        Example::by_hand(
            "* <https://example.org/post>\n",
            "* [What we learned from a year of tables](https://example.org/post)\n",
        ),
        Example::by_hand(
            "## Updates from the Rust Project\n* <https://github.com/rust-lang/rust/pull/1>\n",
            "## Updates from the Rust Project\n* [Sort tables once](https://github.com/rust-lang/rust/pull/1)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the title only begins with an address",
            "* [https://example.org is ten years old](https://example.org/post)\n* [www](https://example.org/www)\n",
        ),
        Silent::because("other sections may be prose", "### Jobs\n\n* <https://example.org/jobs>\n"),
        Silent::because("a mail address is not a title", "* [Tables](https://example.org/1), by <me@example.org>\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items().iter().filter(|item| document.section_of(item).kind.is_entry_list()) {
        for link in document.links_of(item) {
            let text = document.text(link.text);
            // Nearly all titles begin with another letter than addresses do.
            if text.starts_with(|c: char| c.is_ascii_alphanumeric() && !matches!(c, 'h' | 'w')) {
                continue;
            }
            let text = text.trim().trim_matches(['*', '_', '`']);
            let is_url = text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.");
            let is_mail = matches!(link.kind, LinkKind::Autolink) && !text.contains("://");
            // `malformed-link` reports `<url>[text]`.
            let is_near_link = || document.near_links_in(item.content).iter().any(|near| near.span.overlaps(link.span));
            if is_url && !is_mail && !text.contains(char::is_whitespace) && !is_near_link() {
                cx.report(link.text, "the text of this link is a URL, not a title").help(match link.kind {
                    LinkKind::Autolink => "Write `[Title of the page](address)`.",
                    _ => "Write the title of the linked page between the brackets.",
                });
            }
        }
    }
}
