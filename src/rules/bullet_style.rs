//! `-`, `+` or a number where the newsletter writes `*`.

use crate::diagnostic::{Fix, Join};
use crate::document::{Bullet, BulletKind, Item};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "bullet-style",
    group: Group::Entries,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports `-` or `+` as the bullet of an entry, and numbers where entries are submitted. If most entries \
              of a section have another bullet, it reports the section once.",
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
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for section in document.items_by_section() {
        if !section.first().is_some_and(|item| document.section_of(item).kind.is_entry_list()) {
            continue;
        }
        let takes_numbers = !section.first().is_some_and(|item| document.section_of(item).kind.takes_submissions());
        let others: Vec<Bullet> = section
            .iter()
            // The template itself writes `- *No … this week.*`.
            .filter(|item| !document.is_none_message(item) && !document.goes_on_with_title(item))
            .filter_map(|item| other_bullet(item, takes_numbers))
            .collect();
        // A list that was written with another bullet throughout has one fault.
        let is_habit = others.len() * 2 > section.len();
        for bullet in others {
            let marker = document.text(bullet.span);
            let diagnostic = cx.report(bullet.span, format!("this bullet is `{marker}`; the newsletter writes `*`"));
            diagnostic
                .help("Begin the entry with `* `.")
                .fix(Fix::safe("Change the bullet", Edit::replace(bullet.span, "*")));
            if let Some(item) = section.first().filter(|_| is_habit) {
                diagnostic.join(Join {
                    group: item.section,
                    least: 3,
                    message: |count, _| format!("{count} bullets of this section are not `*`"),
                    label: "this one too",
                    fix: "Change the bullets",
                });
            }
        }
    }
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
