//! Invisible characters that turn the direction of text around.

use crate::diagnostic::character_name;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "bidirectional-control",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports invisible characters that change the direction of text: U+202A to U+202E, U+2066 to U+2069, \
              and direction marks in a line without right-to-left text.",
    why: "They make a line look different from what it is: a link can show another text or another address than a \
          reviewer sees. They are often copied together with a title.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand("* [A \u{202e}title](https://example.org/x)\n", "* [A title](https://example.org/x)\n"),
        Example::by_hand("* [A title\u{200e}](https://example.org/x)\n", "* [A title](https://example.org/x)\n"),
    ],
    silent: &[
        Silent::because(
            "marks guide text that is written from right to left",
            "* [HE] [שלום\u{200e} Rust\u{200f}](https://example.org/x)\n",
        ),
        Silent::because("these are other characters", "* [Déjà vu — “à la carte” ‐ •](https://example.org/x)\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    let text = document.source.text();
    if !holds_control(text) {
        return;
    }
    for index in 0..document.source.line_count() {
        let line = document.source.line(index);
        let line_text = document.text(line);
        if line_text.is_ascii() {
            continue;
        }
        let is_rtl = line_text.chars().any(is_right_to_left);
        let mut controls = line_text.char_indices().filter(|(_, c)| match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
            '\u{200e}' | '\u{200f}' | '\u{61c}' => !is_rtl,
            _ => false,
        });
        let Some((first, c)) = controls.next() else { continue };
        let span = |at: usize, c: char| Span::new(line.start + at, line.start + at + c.len_utf8());
        let is_mark = matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}');
        let does = if is_mark { "is not needed in this line" } else { "changes the direction of the text" };
        let diagnostic = cx.report(span(first, c), format!("the invisible {} {does}", character_name(c)));
        diagnostic.help("Remove the character; right-to-left text is shown correctly without it.");
        for (at, c) in controls.take(8) {
            diagnostic.label(span(at, c), format!("{} here", character_name(c)));
        }
    }
}

/// Whether any of these characters is anywhere: nearly no issue has one, and they share two first bytes.
fn holds_control(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(0xd8, 0xe2, bytes).any(|at| match bytes[at..] {
        [0xd8, second, ..] => second == 0x9c,
        [_, 0x80, third, ..] => matches!(third, 0x8e | 0x8f | 0xaa..=0xae),
        [_, 0x81, third, ..] => matches!(third, 0xa6..=0xa9),
        _ => false,
    })
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
        && c != '\u{61c}'
}
