//! Videos and audio above articles.

use crate::diagnostic::{Fix, Join};
use crate::document::{Community, Document, Item, LineKind, SectionKind};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Edit;

use super::event_order::MOST_EDITS;
use super::missing_media_prefix;

pub(super) static RULE: Rule = Rule {
    name: "media-order",
    group: Group::Entries,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports entries of a community section that are not sorted: articles come first, then `[video]` and \
              `[audio]`. Project/Tooling Updates and Miscellaneous are in any order. Several entries of one section \
              are reported together, as few as need to move.",
    why: "Readers who have no time to watch or listen find the articles together. Editors move such entries by hand.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Research\n* [video] [A talk](https://example.org/talk)\n* [A paper](https://example.org/a)\n* [Another paper](https://example.org/b)\n",
            "### Research\n* [A paper](https://example.org/a)\n* [Another paper](https://example.org/b)\n* [video] [A talk](https://example.org/talk)\n",
        ),
        Example::fixed(
            "### Research\n* [A paper](https://example.org/a)\n* [video] [A talk](https://example.org/talk)\n* [audio] [A podcast](https://example.org/podcast)\n* [Another paper](https://example.org/b)\n",
            "### Research\n* [A paper](https://example.org/a)\n* [Another paper](https://example.org/b)\n* [video] [A talk](https://example.org/talk)\n* [audio] [A podcast](https://example.org/podcast)\n",
        ),
        Example::fixed(
            "### Research\n* [video] [A talk](https://example.org/talk)\n* [A paper](https://example.org/a)\n* [audio] [A podcast](https://example.org/podcast)\n",
            "### Research\n* [A paper](https://example.org/a)\n* [video] [A talk](https://example.org/talk)\n* [audio] [A podcast](https://example.org/podcast)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "videos and audio may be in any order",
            "### Research\n* [A paper](https://example.org/a)\n* [audio] [A podcast](https://example.org/podcast)\n* [video] [A talk](https://example.org/talk)\n",
        ),
        Silent::because(
            "another list follows, which is sorted on its own",
            "### Research\n* [video] [A talk](https://example.org/talk)\n\nFrom the archive:\n\n* [A paper](https://example.org/a)\n",
        ),
        Silent::because(
            "Miscellaneous may be in any order",
            "### Miscellaneous\n* [video] [A talk](https://example.org/talk)\n* [A report](https://example.org/a)\n",
        ),
        Silent::because(
            "other sections are sorted in another way",
            "Title: This Week in Rust 604\nNumber: 604\nDate: 2025-06-18\nCategory: This Week in Rust\n\n\
             ## Updates from the Rust Project\n\n* [video] [A talk](https://example.org/talk)\n* [A change](https://example.org/a)\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let is_sorted = |item: &Item| !item.is_nested() && is_sorted_by_kind(document.section_of(item).kind);
    let entries: Vec<Entry<'_>> = document
        .items()
        .iter()
        .enumerate()
        .filter(|(_, item)| is_sorted(item))
        .map(|(index, item)| {
            // What leads to a video is one, whether or not its prefix is there.
            let is_media = item.has_media_tag() || missing_media_prefix::missing(cx, item).is_some();
            Entry { index, item, is_media }
        })
        .collect();
    // What lies below an entry and is neither another one nor a blank line ends its list.
    let follows = |entry: &Entry<'_>, next: &Entry<'_>| {
        let end = document.source.line_index(document.entry_lines(entry.index).end.saturating_sub(1)) + 1;
        let between = document.lines().get(end..next.item.first_line).unwrap_or_default();
        entry.item.section == next.item.section && between.iter().all(|kind| *kind == LineKind::Blank)
    };
    for list in entries.chunk_by(follows) {
        check_list(cx, list);
    }
}

/// A community entry.
#[derive(Clone, Copy)]
struct Entry<'d> {
    index: usize,
    item: &'d Item,
    is_media: bool,
}

/// Whether articles come first there in nine of ten issues: not so in Miscellaneous, and in Project/Tooling Updates
/// there are too few videos to tell.
fn is_sorted_by_kind(section: SectionKind) -> bool {
    section.is_community()
        && !matches!(section, SectionKind::Community(Community::Miscellaneous | Community::ProjectUpdates))
}

fn check_list(cx: &mut Context<'_>, list: &[Entry<'_>]) {
    let document = cx.document;
    let misplaced = misplaced(cx, list);
    if misplaced.is_empty() {
        return;
    }
    // What has no bullet belongs to the entry above or is one: while that is open, nothing moves apart.
    let section = list[misplaced[0]].item.section;
    let is_whole = document.items_in(section).iter().all(|item| item.bullet.is_some());
    let fix = Fix::safe("Move the entry to its place", sorted(document, list, &misplaced));
    for (count, place) in misplaced.iter().enumerate() {
        let Entry { item, is_media, .. } = list[*place];
        // What a change puts below an entry does not make that one new.
        if cx.change.is_some_and(|change| !change.has_added(item)) {
            continue;
        }
        // `missing-media-prefix` reports what lacks its prefix. Who puts that there moves the entry.
        if is_media && !item.has_media_tag() {
            continue;
        }
        let message = if is_media {
            "this video or audio comes before articles"
        } else {
            "this article comes after videos or audio"
        };
        let diagnostic = cx.report(item.content, message);
        if is_whole && count * fix.edits.len() < MOST_EDITS {
            diagnostic.fix(fix.clone());
        }
        diagnostic.help("Put articles first, then `[video]` and `[audio]` entries.").join(Join {
            group: item.section,
            least: 2,
            message: |count, _| format!("{count} entries of this section are not sorted"),
            label: "this one too",
            fix: "Move the entries to their place",
        });
    }
}

/// The places in a list of the fewest entries by whose move all articles come first; where there are two ways, those
/// that a change adds, then videos and audio.
fn misplaced(cx: &Context<'_>, list: &[Entry<'_>]) -> Vec<usize> {
    // To move what was there before a change is worse than to move all that it adds.
    let weight = |item: &Item| match cx.change {
        Some(change) if !change.has_added(item) => list.len() + 1,
        _ => 1,
    };
    // The weight of what is kept where articles are kept up to a place, and what is no article from there on.
    let mut kept: usize = list.iter().filter(|entry| entry.is_media).map(|entry| weight(entry.item)).sum();
    let (mut best, mut split) = (kept, 0);
    for (place, entry) in list.iter().enumerate() {
        if entry.is_media {
            kept -= weight(entry.item);
        } else {
            kept += weight(entry.item);
        }
        // Of two ways, editors move what is not an article.
        if kept >= best {
            (best, split) = (kept, place + 1);
        }
    }
    let is_misplaced = |place: &usize| (*place < split) == list[*place].is_media;
    (0..list.len()).filter(is_misplaced).collect()
}

/// Moves each of these entries: an article below the last one that stays above, another entry above the first one that
/// stays below.
fn sorted(document: &Document<'_>, list: &[Entry<'_>], misplaced: &[usize]) -> Vec<Edit> {
    let source = document.source;
    let lines = |place: usize| document.entry_lines(list[place].index);
    let stays = |place: &usize| misplaced.binary_search(place).is_err();
    let is_article = |place: &usize| !list[*place].is_media;
    let last_article = (0..list.len()).rev().find(|place| is_article(place) && stays(place));
    let target = match last_article {
        Some(place) => lines(place).end,
        None => lines(0).start,
    };
    let text = |place: usize| {
        let block = document.text(lines(place)).trim_end_matches(['\n', '\r']);
        format!("{block}{}", source.line_end())
    };
    let articles = misplaced.iter().copied().filter(is_article);
    let others = misplaced.iter().copied().filter(|place| !is_article(place));
    let mut moved: String = articles.chain(others).map(text).collect();
    // The last line of a text may lack its end.
    if target > 0 && !source.text()[..target].ends_with(['\n', '\r']) {
        moved = format!("{}{}", source.line_end(), moved.trim_end_matches(['\n', '\r']));
    }
    let mut edits: Vec<Edit> = misplaced.iter().map(|place| Edit::delete(lines(*place))).collect();
    edits.push(Edit::insert(target, moved));
    edits
}
