//! Reads what the site's renderer makes of the lines of an issue: a model of the block parser of Python-Markdown 3 with
//! the extensions that the site uses.
//!
//! The steps are those of the renderer. Fenced code and blocks of HTML are taken out first (`raw`), then what is left
//! is cut at blank lines and each block is asked what it is (`blocks`). Nothing of it looks at what the author
//! meant: that is what the other modules do, and a rule compares the two.

use crate::document::site::{Shown, Site};
use crate::text::Source;

mod blocks;
pub(in crate::document) mod inline;
mod raw;

/// Reads a source whose front matter ends before line `body`, counted from 0.
pub(in crate::document) fn read(source: &Source, body: usize) -> Site {
    let mut site = Site { lines: vec![Shown::Nothing; source.line_count()], entries: Vec::new() };
    let text = raw::without_raw(source, body, &mut site.lines);
    blocks::read(&text, &mut site);
    site
}
