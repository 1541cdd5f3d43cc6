//! After any number of edits, the server holds the text that the editor holds, and says of it what a fresh lint says.

use serde_json::{Value, json};
use twir_lint::{Settings, Source, lint};

use crate::editor::{Editor, pulling};

const URI: &str = "untitled:draft.md";

/// Edits of each run, of which three make ten thousand; `TWIR_LINT_EDITS` asks for another number.
const EDITS: usize = 3_400;

/// Pieces that make and mend mistakes, and that are counted differently by every unit.
const PIECES: &[&str] = &[
    "* [Ferris 🦀](https://example.org/a)\n",
    "[video] ",
    "[Vidéo]",
    "https://example.com/?utm_source=x",
    "é",
    "🇧🇪",
    "\r\n",
    "\n",
    "\r",
    "*",
    "**",
    "`",
    "[",
    "](",
    ")",
    "<!-- twir-lint: allow(bare-url) -->",
    "### Research\n",
    " ",
    "\t",
    "    ",
    "\u{fffd}",
    "日本語",
    "2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/g)",
    "|",
    "#",
    "\u{200b}",
];

/// Numbers that look random, and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// What columns count, by the name in the protocol.
fn units(encoding: &str, text: &str) -> usize {
    match encoding {
        "utf-8" => text.len(),
        "utf-16" => text.encode_utf16().count(),
        _ => text.chars().count(),
    }
}

/// The position of a byte offset, found without the code of the server.
fn position(encoding: &str, text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let mut lines = 0;
    let mut start = 0;
    for (at, c) in before.char_indices() {
        let is_end = c == '\n' || c == '\r' && !text[at + 1..].starts_with('\n');
        if is_end {
            lines += 1;
            start = at + c.len_utf8();
        }
    }
    json!({ "line": lines, "character": units(encoding, &text[start..offset]) })
}

/// The last place up to a byte offset where a position can lie: not within a line end.
fn place(text: &str, offset: usize) -> usize {
    let at = text.floor_char_boundary(offset.min(text.len()));
    if text[..at].ends_with('\r') && text[at..].starts_with('\n') { at - 1 } else { at }
}

/// The findings of a text, linted by itself: rule and range of each.
fn linted(encoding: &str, text: &str) -> Vec<(String, Value)> {
    let source = Source::from_bytes("draft.md", text.as_bytes().to_vec()).unwrap();
    let found = lint(&source, &Settings::default()).unwrap_or_else(|fault| panic!("{fault}: {text:?}"));
    let told = found.iter().filter(|finding| !finding.is_silent);
    let at = |offset| position(encoding, text, offset);
    told.map(|finding| {
        let range = json!({ "start": at(finding.span.start), "end": at(finding.span.end) });
        (finding.rule.to_owned(), range)
    })
    .collect()
}

/// Edits a text again and again, by changes of one or two ranges and sometimes of the whole text.
fn edit_at_random(encoding: &str, start: &str, longest: usize, seed: u64) {
    let count = std::env::var("TWIR_LINT_EDITS").ok().and_then(|count| count.parse().ok()).unwrap_or(EDITS);
    let mut dice = Dice(seed);
    let mut editor = Editor::new(pulling(encoding));
    assert_eq!(editor.initialized["capabilities"]["positionEncoding"], encoding);
    let mut text = start.to_owned();
    editor.open(URI, &text);
    for version in 2..count + 2 {
        let mut changes = Vec::new();
        for _ in 0..=dice.below(2) {
            if dice.below(100) == 0 {
                text = start.to_owned();
                changes.push(json!({ "text": text }));
                continue;
            }
            let from = place(&text, dice.below(text.len() + 1));
            // The longer the text, the more is taken away.
            let most = if text.len() > longest { text.len() } else { 12 };
            let to = place(&text, from + dice.below(most)).max(from);
            let piece = PIECES[dice.below(PIECES.len())];
            let range = json!({ "start": position(encoding, &text, from), "end": position(encoding, &text, to) });
            changes.push(json!({ "range": range, "text": piece }));
            text.replace_range(from..to, piece);
        }
        editor.change(URI, version as i32, Value::from(changes));
        assert_eq!(editor.text(URI), text, "after edit {version}");
        let found = editor.pulled(URI);
        let found: Vec<_> =
            found.iter().map(|found| (found["code"].as_str().unwrap().to_owned(), found["range"].clone())).collect();
        assert_eq!(found, linted(encoding, &text), "after edit {version}, of {text:?}");
    }
    assert!(editor.leave());
}

const START: &str =
    "### Observations/Thoughts\n* [🦀 Ferris](https://example.org/a?utm_source=x)\n[Next](http://example.com\n";

#[test]
fn edits_in_bytes() {
    edit_at_random("utf-8", START, 200, 1);
}

#[test]
fn edits_in_utf_16() {
    edit_at_random("utf-16", START, 200, 2);
}

#[test]
fn edits_in_characters() {
    edit_at_random("utf-32", START, 200, 3);
}

/// Takes some minutes: `cargo test --release --test server -- --ignored`.
#[test]
#[ignore = "takes long"]
fn edits_of_a_whole_issue() {
    let issue = include_str!("../../fixtures/draft/2026-03-04-this-week-in-rust.md");
    edit_at_random("utf-16", &issue.repeat(6), 40_000, 4);
}

/// A letter typed into an issue of 40 kB, again and again: how long until the findings are there, 95 times of a
/// hundred. It prints the time and takes a release build:
/// `cargo test --release --test server -- --ignored soon --nocapture`. `TWIR_LINT_DRAFT` names another text, which is
/// judged under its path.
#[test]
#[ignore = "measures"]
fn findings_of_a_long_draft_come_soon() {
    const TIMES: usize = 400;
    let issue = include_str!("../../fixtures/draft/2026-03-04-this-week-in-rust.md");
    let file = std::env::var_os("TWIR_LINT_DRAFT").map(std::path::PathBuf::from);
    let (uri, text) = match &file {
        Some(file) => (crate::editor::uri(file), std::fs::read_to_string(file).unwrap()),
        None => (URI.to_owned(), issue.repeat(40_000 / issue.len() + 1)),
    };
    let mut editor = Editor::new(crate::editor::able());
    editor.open(&uri, &text);
    editor.published(&uri);
    let lines = text.lines().count();
    let mut dice = Dice(5);
    let mut times: Vec<f64> = (0..TIMES)
        .map(|index| {
            let at = json!({ "line": dice.below(lines), "character": 9999 });
            let start = std::time::Instant::now();
            editor.change(&uri, index as i32 + 2, json!([{ "range": { "start": at, "end": at }, "text": "x" }]));
            editor.published(&uri);
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "{} bytes: {:.1} ms at the median, {:.1} ms at the 95th percentile",
        text.len(),
        times[TIMES / 2],
        times[TIMES * 95 / 100]
    );
}
