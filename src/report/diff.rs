//! Owns the unified diff of what fixes change, which `git apply` and `patch -p1` take.

use std::io::{self, Write};
use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices_deadline, group_diff_ops};

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
    let lines = difference(path, old, new);
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
    let shown = |group: Vec<DiffOp>| Some(group.first()?.new_range().start..group.last()?.new_range().end);
    group_diff_ops(operations(&lines(old), &lines(new)), CONTEXT).into_iter().filter_map(shown).collect()
}

/// The lines of a text as git has them, each with its line feed.
pub(crate) fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

/// What makes the lines `new` of the lines `old`.
pub(crate) fn operations(old: &[&[u8]], new: &[&[u8]]) -> Vec<DiffOp> {
    capture_diff_slices_deadline(Algorithm::Myers, old, new, Some(Instant::now() + PATIENCE))
}

/// A line of a diff, or two where a file does not end with a line end.
struct Line {
    colour: &'static str,
    text: Vec<u8>,
}

impl Line {
    fn new(sign: u8, colour: &'static str, text: &[u8]) -> Self {
        let end: &[u8] = if text.ends_with(b"\n") { b"" } else { b"\n\\ No newline at end of file\n" };
        Self { colour, text: [&[sign], text, end].concat() }
    }
}

fn difference(path: &str, old: &[u8], new: &[u8]) -> Vec<Line> {
    let name = path.trim_start_matches(['/', '.']).trim_start_matches('/');
    let name = if name.is_empty() { path } else { name };
    let line = |colour, text: String| Line { colour, text: text.into_bytes() };
    let head = |sign: &str, side: &str| line("\u{1b}[1m", format!("{sign} {}\n", quoted(&format!("{side}/{name}"))));
    let mut all = vec![head("---", "a"), head("+++", "b")];
    let (old, new) = (lines(old), lines(new));
    for hunk in group_diff_ops(operations(&old, &new), CONTEXT) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        let was = counted(first.old_range().start..last.old_range().end);
        let is = counted(first.new_range().start..last.new_range().end);
        all.push(line("\u{1b}[36m", format!("@@ -{was} +{is} @@\n")));
        for operation in hunk {
            let (was, is) = (&old[operation.old_range()], &new[operation.new_range()]);
            match operation.tag() {
                DiffTag::Equal => all.extend(is.iter().map(|text| Line::new(b' ', "", text))),
                DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
                    all.extend(was.iter().map(|text| Line::new(b'-', "\u{1b}[31m", text)));
                    all.extend(is.iter().map(|text| Line::new(b'+', "\u{1b}[32m", text)));
                }
            }
        }
    }
    all
}

/// A range of lines as the head of a hunk has it: the first one, from 1, and how many, where that is not one.
fn counted(lines: Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => (lines.start + 1).to_string(),
        count => format!("{},{count}", lines.start + 1),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> String {
        let mut out = Vec::new();
        write("a.md", old.as_bytes(), new.as_bytes(), false, false, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("the texts are UTF-8")
    }

    #[test]
    fn a_line_feed_ends_a_line_and_nothing_else_does() {
        let shown = diff("one\rtwo\nthree\n", "one\rzwei\nthree\n");
        assert_eq!(shown, "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n-one\rtwo\n+one\rzwei\n three\n");
    }

    #[test]
    fn what_a_terminal_or_a_build_would_obey_is_made_visible() {
        let shown = |new: &str, for_people: bool| {
            let mut out = Vec::new();
            let can_be_applied = write("a.md", b"", new.as_bytes(), for_people, false, &mut out);
            (can_be_applied.expect("a vector takes everything"), String::from_utf8(out).expect("the texts are UTF-8"))
        };
        let (is_exact, for_programs) = shown("a\u{1b}[31mb\n", false);
        assert!(is_exact && for_programs.contains("a\u{1b}[31mb"), "{for_programs}");
        let (is_whole, for_people) = shown("a\u{1b}[31mb\n", true);
        assert!(is_whole && !for_people.contains('\u{1b}'), "{for_people}");
        let (is_exact, for_a_build) = shown("one\r::error::two\n", false);
        assert!(!is_exact && !for_a_build.contains("\r::error::"), "{for_a_build}");
    }

    #[test]
    fn one_line_and_none_have_heads_of_their_own() {
        assert_eq!(
            diff("one\n", "two"),
            "--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-one\n+two\n\\ No newline at end of file\n"
        );
        assert_eq!(diff("", "one\n"), "--- a/a.md\n+++ b/a.md\n@@ -0,0 +1 @@\n+one\n");
    }
}
