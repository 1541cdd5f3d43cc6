//! Owns which titles of links have more than single spaces between words.

use crate::document::outline::Outline;

/// The links of entries whose text is a title that has other spaces than single ones between words: each as the indices
/// of its entry and of itself.
pub(in crate::document) fn uneven(outline: &Outline<'_>) -> Vec<(usize, usize)> {
    let items = outline.items.iter().enumerate().filter(|(_, item)| outline.section_of(item).kind.is_entry_list());
    let links = items.flat_map(|(index, item)| item.links.clone().map(move |link| (index, link)));
    let is_uneven = |(_, link): &(usize, usize)| {
        let link = &outline.links[*link];
        let title = outline.text(link.text);
        link.is_inline() && !link.is_image && may_be_uneven(title) && !title.trim().is_empty()
    };
    links.filter(is_uneven).collect()
}

/// Whether a title has any other space than single ones between words: decided at a glance, for nearly none has.
fn may_be_uneven(title: &str) -> bool {
    let [first, rest @ ..] = title.as_bytes() else { return false };
    // In one go, without a branch for each byte.
    let pairs = title.as_bytes().iter().zip(rest);
    let is_uneven = |one: u8, next: u8| {
        let is_mark = (next == b' ') | (next == b',') | (next == b':') | (next == b';');
        (one == b' ') & is_mark | (next == b'\t')
    };
    let is_closed = |at: usize| rest.len().checked_sub(at).and_then(|at| rest.get(at)) == Some(&b' ');
    matches!(first, b' ' | b'\t')
        || is_closed(1)
        || is_closed(2)
        || pairs.fold(0, |any, (one, next)| any | u8::from(is_uneven(*one, *next))) != 0
}
