//! The title of an entry of a series, if it differs from those before.

use std::collections::HashMap;

use crate::archive::{Usual, usual};
use crate::diagnostic::Fix;
use crate::lexicon::place::fold;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::spelling::distance_within;
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "series-title",
    group: Group::LinkText,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports the title of an entry that returns with another number each time, if earlier issues always \
              write it in one way and this one is mistyped or lacks words of it. It needs the earlier issues.",
    why: "Readers who follow a series look for its name.",
    needs: Needs::EarlierIssues,
    examples: &[
        Example::fixed(
            "### Newsletters\n* [Kettle hangelog #14](https://example.org/kettle/changelog-14)\n",
            "### Newsletters\n* [Kettle changelog #14](https://example.org/kettle/changelog-14)\n",
        )
        .after(KETTLE),
        Example::fixed(
            "### Newsletters\n* [Kettle #14](https://example.org/kettle/changelog-14)\n",
            "### Newsletters\n* [Kettle changelog #14](https://example.org/kettle/changelog-14)\n",
        )
        .after(KETTLE),
    ],
    silent: &[
        Silent::because(
            "it has a different title this time",
            "### Newsletters\n* [How we boil water, part 14](https://example.org/kettle/changelog-14)\n",
        )
        .after(KETTLE),
        Silent::because(
            "it says more than the earlier titles",
            "### Newsletters\n* [Kettle changelog #14: the birthday](https://example.org/kettle/changelog-14)\n",
        )
        .after(KETTLE),
        Silent::because(
            "capitals may differ",
            "### Newsletters\n* [Kettle Changelog #14](https://example.org/kettle/changelog-14)\n",
        )
        .after(KETTLE),
        Silent::because(
            "it is another series of that site",
            "### Newsletters\n* [Kettle hangelog #14](https://example.org/hangelog-14)\n",
        )
        .after(KETTLE),
        Silent::because(
            "two entries are not a series",
            "### Newsletters\n* [Kettle #14](https://example.org/kettle/changelog-14)\n",
        )
        .after(const { &[KETTLE[0], KETTLE[1]] }),
        Silent::because(
            "the title has no number, so it is not a series",
            "### Newsletters\n* [Kettle new](https://example.org/kettle/14)\n",
        )
        .after(&[
            (
                "2026-02-04-this-week-in-rust.md",
                "## Updates from Rust Community\n### Newsletters\n* [Kettle news](https://example.org/kettle/11)\n",
            ),
            (
                "2026-02-11-this-week-in-rust.md",
                "## Updates from Rust Community\n### Newsletters\n* [Kettle news](https://example.org/kettle/12)\n",
            ),
            (
                "2026-02-18-this-week-in-rust.md",
                "## Updates from Rust Community\n### Newsletters\n* [Kettle news](https://example.org/kettle/13)\n",
            ),
        ]),
    ],
    options: &[],
    check,
};

const KETTLE: &[(&str, &str)] = &[
    (
        "2026-02-04-this-week-in-rust.md",
        "## Updates from Rust Community\n### Newsletters\n* [Kettle changelog #11](https://example.org/kettle/changelog-11)\n",
    ),
    (
        "2026-02-11-this-week-in-rust.md",
        "## Updates from Rust Community\n### Newsletters\n* [Kettle changelog #12](https://example.org/kettle/changelog-12)\n",
    ),
    (
        "2026-02-18-this-week-in-rust.md",
        "## Updates from Rust Community\n### Newsletters\n* [Kettle changelog #13](https://example.org/kettle/changelog-13)\n",
    ),
];

/// Letters in which a title may differ from the form of its series, and still be one of it.
const MOST_SLIPS: usize = 2;

/// An entry that may belong to a series.
struct Entry<'a> {
    title: Span,
    written: &'a str,
    past: Vec<String>,
}

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let mut entries: HashMap<&str, HashMap<String, Entry<'_>>> = HashMap::new();
    for item in document.community_entries() {
        let Some(link) = document.links_of(item).first().filter(|link| link.is_inline() && !link.is_image) else {
            continue;
        };
        let (url, written) = (document.url(link.destination), document.text(link.text));
        if has_digit(written) && has_digit(url.path()) {
            let entry = Entry { title: link.text, written, past: Vec::new() };
            entries.entry(url.site()).or_default().insert(form(url.path()), entry);
        }
    }
    for issue in cx.history.with_links() {
        // Most links are told by this alone to be of no entry.
        let numbered = issue.community_links().iter().filter(|link| has_digit(issue.text(link.destination)));
        for link in numbered {
            let url = Url::new(issue.text(link.destination), 0);
            if let Some(of_site) = entries.get_mut(url.site())
                && let Some(entry) = of_site.get_mut(&form(url.path()))
            {
                entry.past.push(form(issue.text(link.text)));
            }
        }
    }
    let mut found: Vec<_> = entries.into_values().flat_map(HashMap::into_values).collect();
    found.sort_unstable_by_key(|entry| entry.title);
    for Entry { title, written, past } in found {
        let Some(Usual { value, times, .. }) = usual(past.iter().map(|form| (form.as_str(), ()))) else { continue };
        let Some(right) = filled(value, written).filter(|_| is_damaged(&form(written), value)) else { continue };
        cx.report(
            title,
            format!("the last {times} entries of this series have the title `{}`", value.replace('0', "…")),
        )
        .help(format!("Write `{right}`."))
        .fix(Fix::unsafe_(format!("Write `{right}`"), Edit::replace(title, right)));
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// What the texts of a series share: each number is a `0`.
fn form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_digit() {
            form.push(c);
        } else if !form.ends_with('0') {
            form.push('0');
        }
    }
    form
}

/// The form of a series with the numbers of a title in it; none where they are not as many.
fn filled(form: &str, written: &str) -> Option<String> {
    let mut numbers = written.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let mut title = String::with_capacity(written.len());
    for (index, piece) in form.split('0').enumerate() {
        if index > 0 {
            title.push_str(numbers.next()?);
        }
        title.push_str(piece);
    }
    (form.contains('0') && numbers.next().is_none()).then_some(title)
}

/// Whether a title is that of its series, but mistyped or without some of its words.
fn is_damaged(written: &str, known: &str) -> bool {
    let (folded, known_folded) = (fold(written), fold(known));
    if folded == known_folded {
        return false;
    }
    let mut rest = known.split_whitespace();
    let lacks_words = written.split_whitespace().all(|word| rest.any(|other| other == word));
    lacks_words || distance_within(&folded, &known_folded, MOST_SLIPS).is_some()
}
