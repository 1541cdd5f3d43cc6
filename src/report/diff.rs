//! Owns the unified diff of what fixes change, which `git apply` and `patch -p1` take.

use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use super::visible;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// Writes the difference between two versions of the file that reports call `path`; nothing where there is none.
///
/// `for_people` makes visible what a terminal would obey, after which a diff that has such bytes can no longer be
/// applied; `in_color` colours the lines.
///
/// # Errors
///
/// Those of `out`.
pub fn write(
    path: &str,
    old: &[u8],
    new: &[u8],
    for_people: bool,
    in_color: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    if old == new {
        return Ok(());
    }
    let diff = TextDiff::from_lines(old, new);
    let name = path.trim_start_matches(['/', '.']).trim_start_matches('/');
    let name = if name.is_empty() { path } else { name };
    let paint = |out: &mut dyn Write, colour: &str, line: &[u8]| {
        if for_people {
            let text = String::from_utf8_lossy(line);
            let (text, end) = text.split_at(text.trim_end_matches(['\n', '\r']).len());
            let end = if end.is_empty() { "" } else { "\n" };
            let colour = if in_color { colour } else { "" };
            let reset = if colour.is_empty() { "" } else { "\u{1b}[0m" };
            write!(out, "{colour}{}{reset}{end}", visible(text))
        } else {
            out.write_all(line)
        }
    };
    paint(out, "\u{1b}[1m", format!("--- a/{name}\n").as_bytes())?;
    paint(out, "\u{1b}[1m", format!("+++ b/{name}\n").as_bytes())?;
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        paint(out, "\u{1b}[36m", format!("{}\n", hunk.header()).as_bytes())?;
        for change in hunk.iter_changes() {
            let (sign, colour) = match change.tag() {
                ChangeTag::Delete => (b'-', "\u{1b}[31m"),
                ChangeTag::Insert => (b'+', "\u{1b}[32m"),
                ChangeTag::Equal => (b' ', ""),
            };
            let mut line = vec![sign];
            line.extend_from_slice(change.value());
            if change.missing_newline() {
                line.extend_from_slice(b"\n\\ No newline at end of file\n");
            }
            paint(out, colour, &line)?;
        }
    }
    Ok(())
}
