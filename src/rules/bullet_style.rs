//! `-`, `+` or a number where the newsletter writes `*`.

use crate::diagnostic::Fix;
use crate::document::{Bullet, BulletKind, Item};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Rule};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "bullet-style",
    group: Group::Entries,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports `-` or `+` as the bullet of an entry, and numbers where entries are submitted. Where most entries of a section have the other bullet, it \
              says so once.",
    why: "The lists of the newsletter are written with `*`. A second kind of bullet splits a list in two on GitHub, and \
          editors change every one by hand.",
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
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for section in document.items_by_section() {
        if !section.first().is_some_and(|item| document.section_of(item).kind.is_entry_list()) {
            continue;
        }
        let takes_numbers = !section.first().is_some_and(|item| document.section_of(item).kind.takes_submissions());
        let others: Vec<Bullet> = section.iter().filter_map(|item| other_bullet(item, takes_numbers)).collect();
        let edits =
            |bullets: &[Bullet]| bullets.iter().map(|bullet| Edit::replace(bullet.span, "*")).collect::<Vec<_>>();
        if let [first, rest @ ..] = others.as_slice()
            && rest.len() > 1
            && !cx.tells_each
            && others.len() * 2 > section.len()
        {
            let marker = document.text(first.span);
            let (count, all) = (others.len(), section.len());
            let message =
                format!("{count} of the {all} bullets of this section are `{marker}`; the newsletter uses `*`");
            let diagnostic = cx.report(first.span, message);
            diagnostic.help("Begin entries with `* `.").fix(Fix::safe("Change the bullets", edits(&others)));
            for bullet in rest {
                diagnostic.label(bullet.span, "and here");
            }
            continue;
        }
        for bullet in &others {
            let marker = document.text(bullet.span);
            cx.report(bullet.span, format!("this bullet is `{marker}`; the newsletter uses `*`"))
                .help("Begin the entry with `* `.")
                .fix(Fix::safe("Change the bullet", edits(&[*bullet])));
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
