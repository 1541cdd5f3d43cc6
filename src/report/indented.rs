//! Owns how JSON is laid out: as `serde_json` does for people, each line with its indent in one piece.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// A line end and the deepest indent that is written in one go.
const LINE: &str = "\n                                                                ";

/// Two spaces for each level. `serde_json`'s own formatter writes each of them by itself, which costs more than all else
/// of a report.
#[derive(Debug, Default)]
pub(super) struct Indented {
    depth: usize,
    /// Whether the list or object has something in it.
    has_value: bool,
}

impl Indented {
    /// Begins a line at the depth of now, after a comma where it is not the first.
    fn next_line<W: ?Sized + Write>(&self, out: &mut W, is_first: bool) -> io::Result<()> {
        if !is_first {
            out.write_all(b",")?;
        }
        self.line(out)
    }

    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        let width = 2 * self.depth;
        match LINE.as_bytes().get(..=width) {
            Some(line) => out.write_all(line),
            None => write!(out, "\n{:width$}", ""),
        }
    }

    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(bracket)
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.line(out)?;
        }
        out.write_all(bracket)
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.next_line(out, is_first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.next_line(out, is_first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;
    use serde_json::json;

    #[test]
    fn the_layout_is_that_of_serde_json() {
        let mut deep = json!([]);
        for _ in 0..40 {
            deep = json!([deep]);
        }
        let value = json!({"none": [], "nothing": {}, "some": [1, {"a": "b", "c": [[], 2]}], "deep": deep});
        let mut written = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut written, Indented::default());
        value.serialize(&mut serializer).expect("JSON");
        assert_eq!(String::from_utf8_lossy(&written), serde_json::to_string_pretty(&value).expect("JSON"));
    }
}
