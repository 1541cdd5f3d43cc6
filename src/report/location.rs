//! Owns what reports that leave the machine say of places: paths as the checkout has them, and the further places of a
//! finding.

use std::path::{Component, Path};

use crate::diagnostic::Diagnostic;
use crate::report::{sentence, visible};
use crate::text::{Position, Source};

/// A further place that a finding speaks of.
pub(super) struct Place<'a> {
    /// What reports call the file.
    pub(super) path: &'a str,
    /// What is there.
    pub(super) message: &'a str,
    /// Where it begins.
    pub(super) start: Position,
    /// Where it ends, exclusive.
    pub(super) end: Position,
}

/// The labels of a finding, wherever they lie.
pub(super) fn further_places<'a>(source: &'a Source, diagnostic: &'a Diagnostic) -> impl Iterator<Item = Place<'a>> {
    diagnostic.labels.iter().map(|label| {
        let (path, start, end) = match &label.elsewhere {
            Some(place) => (place.path.as_str(), place.start, place.end),
            None => (source.path(), source.position(label.span.start), source.position(label.span.end)),
        };
        Place { path, message: &label.message, start, end }
    })
}

/// What is wrong with a place, what to do, and what else to look at, as lines of plain text.
pub(super) fn in_lines(source: &Source, diagnostic: &Diagnostic, root: &Path) -> Vec<String> {
    let mut lines = vec![sentence(&visible(&diagnostic.message))];
    lines.extend(diagnostic.help.as_deref().map(|help| visible(help).into_owned()));
    lines.extend(further_places(source, diagnostic).map(|place| {
        let (message, path) = (visible(place.message), below(root, place.path));
        format!("{message}: {}:{}:{}", visible(&path), place.start.line, place.start.column)
    }));
    lines
}

/// A path as seen from `root`, with `/` between its parts; as it is where it does not lie below.
pub(super) fn below(root: &Path, path: &str) -> String {
    parts_below(root, path).map_or_else(|| path.to_owned(), |parts| parts.join("/"))
}

/// The parts of a path as seen from `root`; none where it does not lie below.
pub(super) fn parts_below(root: &Path, path: &str) -> Option<Vec<String>> {
    let mut parts: Vec<Component<'_>> = Vec::new();
    let path = std::path::absolute(path).ok()?;
    for part in path.components() {
        match part {
            Component::ParentDir => _ = parts.pop(),
            Component::CurDir => {}
            part => parts.push(part),
        }
    }
    let root = std::path::absolute(root).ok()?;
    let mut root = root.components();
    let mut parts = parts.into_iter();
    if !root.all(|part| parts.next() == Some(part)) {
        return None;
    }
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    (!parts.is_empty()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_root() {
        let root = std::env::temp_dir().join("checkout");
        let seen = |path: &Path| below(&root, &path.display().to_string());
        assert_eq!(seen(&root.join("draft").join("x.md")), "draft/x.md");
        assert_eq!(seen(&root.join("tools/deep/../../draft/./x.md")), "draft/x.md");
        let elsewhere = std::env::temp_dir().join("checkout-2/x.md");
        assert_eq!(seen(&elsewhere), elsewhere.display().to_string());
    }
}
