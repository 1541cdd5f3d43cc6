//! A link to a page that is gone.

use crate::diagnostic::quoted;
use crate::pages::{Death, Outcome};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

pub(super) static RULE: Rule = Rule {
    name: "dead-link",
    group: Group::Pages,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports links whose server answers 404 or 410 twice, and links to a host that does not exist.",
    why: "Readers cannot open it. Other errors do not prove anything, because servers refuse programs in many ways: \
          such a link is counted as unchecked.",
    needs: Needs::Pages,
    examples: &[
        Example::by_hand(
            "* [Reading tables](https://example.org/tables)\n",
            "* [Reading tables](https://example.org/blog/tables)\n",
        )
        .online(&[("https://example.org/tables", "HTTP/1.1 404\n\n<title>Not found</title>\n")]),
        Example::by_hand(
            "* [Reading tables](https://exmaple.org/tables)\n",
            "* [Reading tables](https://example.org/tables)\n",
        )
        .online(&[("https://exmaple.org/tables", "NXDOMAIN")]),
    ],
    silent: &[
        Silent::because(
            "the server refuses programs, and shows the page to people",
            "* [Reading tables](https://example.org/tables)\n",
        )
        .online(&[("https://example.org/tables", "HTTP/1.1 403\n\n<title>Forbidden</title>\n")]),
        Silent::because("the page was not opened", "* [Reading tables](https://example.org/tables)\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    for link in cx.document.links() {
        let Some(Outcome::Dead(death)) = cx.outcome(link) else { continue };
        let destination = cx.document.destination(link);
        let host = crate::text::Url::new(&destination, 0).host().to_owned();
        let message = match death {
            Death::Status(status) => format!("this page is gone: {} answers {status}", quoted(&host)),
            Death::NoHost => format!("this page is gone: there is no host {}", quoted(&host)),
        };
        cx.report(link.destination, message).help("Write the new address of the page, or remove the entry.");
    }
}
