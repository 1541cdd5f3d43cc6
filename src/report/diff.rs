//! Owns the unified diff of what fixes change, which `git apply` and `patch -p1` take.

use std::io::{self, Write};
use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{ChangeTag, TextDiff};

use super::{disarmed, is_command, is_unprintable, visible};

/// How long two texts are compared exactly; what then is left of them counts as changed.
const PATIENCE: Duration = Duration::from_secs(10);

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// Writes the difference between two versions of the file that reports call `path`; nothing where there is none. Says
/// whether it can be applied.
///
/// `for_people` makes visible what a terminal would obey; `in_color` colours the lines. What the log of a build would
/// obey is made visible for programs as well. After either, a diff that has such bytes can no longer be applied.
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
) -> io::Result<bool> {
    if old == new {
        return Ok(true);
    }
    let lines = lines(path, old, new);
    let is_obeyed = |line: &Line| String::from_utf8_lossy(&line.text).split(['\n', '\r']).any(is_command);
    let is_exact = !for_people && !lines.iter().any(is_obeyed);
    for Line { colour, text } in &lines {
        if is_exact {
            out.write_all(text)?;
            continue;
        }
        let text = String::from_utf8_lossy(text);
        let (text, end) = text.split_at(text.trim_end_matches(['\n', '\r']).len());
        let end = if end.is_empty() { "" } else { "\n" };
        let colour = if in_color { *colour } else { "" };
        let reset = if colour.is_empty() { "" } else { "\u{1b}[0m" };
        write!(out, "{colour}{}{reset}{end}", disarmed(&visible(text)))?;
    }
    Ok(is_exact || for_people)
}

/// The lines of the new text, from 0, that a diff of two texts shows: those that have changed, and some around them.
/// Lines are those of git: a line feed ends one, and nothing else does.
#[must_use]
pub fn hunks(old: &[u8], new: &[u8]) -> Vec<Range<usize>> {
    let lines = |text: &[u8]| text.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (old, new) = (lines(old), lines(new));
    let diff =
        similar::capture_diff_slices_deadline(similar::Algorithm::Myers, &old, &new, Some(Instant::now() + PATIENCE));
    let shown = |group: Vec<similar::DiffOp>| Some(group.first()?.new_range().start..group.last()?.new_range().end);
    similar::group_diff_ops(diff, CONTEXT).into_iter().filter_map(shown).collect()
}

/// A line of a diff, or two where a file does not end with a line end.
struct Line {
    colour: &'static str,
    text: Vec<u8>,
}

fn lines(path: &str, old: &[u8], new: &[u8]) -> Vec<Line> {
    let diff = TextDiff::from_lines(old, new);
    let name = path.trim_start_matches(['/', '.']).trim_start_matches('/');
    let name = if name.is_empty() { path } else { name };
    let line = |colour, text: String| Line { colour, text: text.into_bytes() };
    let head = |sign: &str, side: &str| line("\u{1b}[1m", format!("{sign} {}\n", quoted(&format!("{side}/{name}"))));
    let mut lines = vec![head("---", "a"), head("+++", "b")];
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        lines.push(line("\u{1b}[36m", format!("{}\n", hunk.header())));
        for change in hunk.iter_changes() {
            let (sign, colour) = match change.tag() {
                ChangeTag::Delete => (b'-', "\u{1b}[31m"),
                ChangeTag::Insert => (b'+', "\u{1b}[32m"),
                ChangeTag::Equal => (b' ', ""),
            };
            let mut text = vec![sign];
            text.extend_from_slice(change.value());
            if change.missing_newline() {
                text.extend_from_slice(b"\n\\ No newline at end of file\n");
            }
            lines.push(Line { colour, text });
        }
    }
    lines
}

/// A path as git writes it: in quotes where it holds anything that could be taken for something else.
fn quoted(path: &str) -> String {
    let is_special = |c: char| is_unprintable(c) || matches!(c, '"' | '\\');
    if !path.contains(is_special) && !path.contains("##[") {
        return path.to_owned();
    }
    let mut quoted = String::from("\"");
    for (at, c) in path.char_indices() {
        if is_special(c) || path[..at].ends_with("##") {
            let mut bytes = [0; 4];
            quoted.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("\\{byte:03o}")));
        } else {
            quoted.push(c);
        }
    }
    quoted.push('"');
    quoted
}
