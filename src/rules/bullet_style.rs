//! `-`, `+` or a number where the newsletter writes `*`.

use std::cell::LazyCell;

use crate::diagnostic::{Diagnostic, Fix, Join};
use crate::document::{Bullet, BulletKind, Document, Item};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "bullet-style",
    group: Group::Entries,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports `-` or `+` as the bullet of an entry, and numbers where entries are submitted. If most \
              entries of the issue, or of a section, have another bullet, they are reported together.",
    why: "The newsletter writes its lists with `*`. On GitHub, a second kind of bullet splits a list in two, and \
          editors change every one by hand.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [First](https://example.org/first)\n- [Second](https://example.org/second)\n",
            "* [First](https://example.org/first)\n* [Second](https://example.org/second)\n",
        ),
        Example::fixed(
            "### Research\n- [One](https://example.org/1)\n- [Two](https://example.org/2)\n- [Three](https://example.org/3)\n",
            "### Research\n* [One](https://example.org/1)\n* [Two](https://example.org/2)\n* [Three](https://example.org/3)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    - [**Tea**](https://example.org/ghent/1)\n* 2026-03-06 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    - [**Cups**](https://example.org/ghent/2)\n* 2026-03-07 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    - [**Pots**](https://example.org/ghent/3)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Tea**](https://example.org/ghent/1)\n* 2026-03-06 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Cups**](https://example.org/ghent/2)\n* 2026-03-07 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Pots**](https://example.org/ghent/3)\n",
        ),
        Example::fixed(
            "### Research\n\n- [One](https://example.org/1)\n- [Two](https://example.org/2)\n\n### Miscellaneous\n\n- [Three](https://example.org/3)\n",
            "### Research\n\n* [One](https://example.org/1)\n* [Two](https://example.org/2)\n\n### Miscellaneous\n\n* [Three](https://example.org/3)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the template begins its own sentences with a dash",
            "### CFP - Projects\n\n- *No Calls for participation were submitted this week.*\n",
        ),
        Silent::because("only lists of entries have one form", "## Credits\n\n- Thanks to all!\n"),
        Silent::because(
            "a list that takes no submissions may be numbered",
            "### Final Comment Period\n\n1. [A proposal](https://github.com/rust-lang/rfcs/pull/1)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let sections = || document.items_by_section().filter(|section| is_entry_list(document, section));
    // What was written with another bullet throughout has one fault: an issue, a section, or the names of its events.
    let (all, other, affected) = sections().fold((0, 0, 0), |(all, other, affected), section| {
        let here = others(document, section).count();
        (all + section.len(), other + here, affected + usize::from(here > 0))
    });
    let is_issue = other * 2 > all && affected > 1;
    for section in sections() {
        let of_level = |is_nested: bool| section.iter().filter(move |item| item.is_nested() == is_nested);
        // Made once a bullet is another: most sections have none.
        let is_habit = LazyCell::new(|| {
            [false, true].map(|is_nested| {
                let others = others(document, section).filter(|(item, _)| item.is_nested() == is_nested);
                others.count() * 2 > of_level(is_nested).count()
            })
        });
        for (item, bullet) in others(document, section) {
            let marker = document.text(bullet.span);
            let diagnostic = cx.report(bullet.span, format!("this bullet is `{marker}`; the newsletter writes `*`"));
            diagnostic
                .help("Begin the entry with `* `.")
                .fix(Fix::safe("Change the bullet", Edit::replace(bullet.span, "*")));
            let message: fn(usize, &Diagnostic) -> String = if is_issue {
                |count, _| format!("{count} bullets of this issue are not `*`")
            } else {
                |count, _| format!("{count} bullets of this section are not `*`")
            };
            if is_issue || is_habit[usize::from(item.is_nested())] {
                diagnostic.join(Join {
                    group: if is_issue { 0 } else { item.section },
                    least: 3,
                    message,
                    label: "this one too",
                    fix: "Change the bullets",
                });
            }
        }
    }
}

fn is_entry_list(document: &Document<'_>, section: &[Item]) -> bool {
    section.first().is_some_and(|item| document.section_of(item).kind.is_entry_list())
}

/// The entries of a section that have another bullet, with it.
fn others<'d>(document: &'d Document<'_>, section: &'d [Item]) -> impl Iterator<Item = (&'d Item, Bullet)> {
    let takes_numbers = !section.first().is_some_and(|item| document.section_of(item).kind.takes_submissions());
    section
        .iter()
        .filter_map(move |item| Some((item, other_bullet(item, takes_numbers)?)))
        // The template itself writes `- *No … this week.*`.
        .filter(|(item, _)| !document.is_none_message(item) && !document.goes_on_with_title(item))
}

fn other_bullet(item: &Item, takes_numbers: bool) -> Option<Bullet> {
    // One that touches its link is written anew by `missing-bullet-space`.
    let bullet = item.bullet.filter(|bullet| !bullet.gap.is_empty() || item.content.is_empty());
    bullet.filter(|bullet| match bullet.kind {
        BulletKind::Star => false,
        BulletKind::Dash | BulletKind::Plus => true,
        BulletKind::Number => !takes_numbers,
    })
}
