//! An image in an entry.

use crate::diagnostic::{Fix, Gravity};
use crate::document::Link;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "image-entry",
    group: Group::LinkText,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports images in community entries: an error if an image is in place of the link, a warning if it is \
              next to the link.",
    why: "A `!` before the brackets turns a link into an image: readers see neither the title nor a page to open. An \
          entry is the title of a page, and nothing else.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* ![Writing a parser](https://example.org/parser)\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::by_hand(
            "* ![用表格写程序 !](https://www.youtube.com/watch?v=abcdefghijk)\n* ![](https://example.org/crab.png)\n",
            "* [video] [ZH] [用表格写程序](https://www.youtube.com/watch?v=abcdefghijk)\n",
        ),
        Example::fixed(
            "* [![Writing a parser](https://example.org/parser)](https://example.org/parser)\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::by_hand(
            "* [Writing a parser](https://example.org/parser) ![](https://example.org/parser.png)\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
    ],
    silent: &[Silent::because(
        "other sections may have images",
        "### Jobs\n\n![A crab](https://example.org/crab.png)\n",
    )],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.items().iter().filter(|item| document.section_of(item).kind.is_entry_list()) {
        let links = document.links_of(item);
        // Images nest: the outermost of them says it for all.
        let Some(image) = links.iter().find(|link| link.is_image) else { continue };
        let is_title = |link: &&Link<'_>| {
            let bare = document.text(link.text).trim_matches(['*', '_', ' ']);
            !link.is_image && bare == document.text(image.span)
        };
        if let Some(link) = links.iter().find(is_title) {
            title(cx, link, image);
            continue;
        }
        let is_alone = links.iter().all(|link| link.is_image);
        if !is_alone {
            cx.report(image.span, "this entry has an image next to its link")
                .gravity(Gravity::Doubtful)
                .help("Remove the image; an entry is only the title of a page.");
            continue;
        }
        let diagnostic = cx.report(image.span, "this entry is an image, not a link");
        diagnostic.help("Write `[Title of the linked page](https://…)`, without `!` before it.");
        if links.len() == 1 && image.is_inline() && !is_picture(image, &document.url(image.destination)) {
            let mark = Span::new(image.span.start, image.span.start + "!".len());
            diagnostic.fix(Fix::safe("Turn it into a link", Edit::delete(mark)));
        }
    }
}

/// Reports a link whose text is an image: `[![Title](address)](address)`.
fn title(cx: &mut Context<'_>, link: &Link<'_>, image: &Link<'_>) {
    let document = cx.document;
    let is_same = document.text(image.destination) == document.text(link.destination);
    let has_words = !document.text(image.text).trim().is_empty();
    let diagnostic = cx.report(image.span, "the text of this link is an image, not a title");
    diagnostic.help("Write the title of the page instead: `[Title](address)`.");
    // A picture with words for those who do not see it is shown.
    if has_words && !is_same {
        diagnostic.gravity(Gravity::Doubtful);
    }
    if has_words && is_same {
        diagnostic.fix(Fix::safe("Write the title alone", Edit::replace(image.span, document.text(image.text))));
    }
}

/// Whether what an image shows is one, or has no words to be a title.
fn is_picture(image: &Link<'_>, url: &Url<'_>) -> bool {
    const ENDS: &[&str] = &["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];
    let end = url.path().rsplit_once('.').map_or("", |(_, end)| end);
    image.text.is_empty() || ENDS.iter().any(|known| end.eq_ignore_ascii_case(known))
}
