//! Text in a broken encoding.

use crate::diagnostic::{Fix, excerpt};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::mojibake::windows_1252_letter;
use crate::text::{Edit, INVALID_BYTE, Span};

pub(super) static RULE: Rule = Rule {
    name: "mojibake",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports text in a wrong encoding: UTF-8 that was read as Mac Roman, Windows-1252 or Latin-1, the \
              replacement character U+FFFD, and bytes that are not UTF-8 at all.",
    why: "Readers see `MÃ¼nchen` instead of München, and a lost character cannot be guessed. It happens when an \
          editor or terminal opens the file in another encoding than UTF-8 and saves it again.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [La sessi√≥ de Rust](https://example.org/x)\n",
            "* [La sessió de Rust](https://example.org/x)\n",
        ),
        Example::fixed(
            "* [What weâ€™ve built](https://example.org/x)\n",
            "* [What we’ve built](https://example.org/x)\n",
        ),
        Example::by_hand("* [Caf\u{fffd} Rust](https://example.org/x)\n", "* [Café Rust](https://example.org/x)\n"),
    ],
    silent: &[
        Silent::because(
            "they are letters and signs of some languages",
            "* [„Ärger“, “ABBÄ”, « à la carte », Škoda™](https://example.org/x)\n* [√2 and ¬π](https://example.org/y)\n",
        ),
        Silent::because("a capital letter is before a quotation mark", "* [“IRMÔ, IRMÃ…](https://example.org/x)\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for found in document.mojibake() {
        let span = Span::new(found.start, found.end);
        let shown = excerpt(document.text(span));
        if found.text.contains('\u{fffd}') {
            cx.report(span, format!("`{shown}` is a character that a wrong encoding has destroyed"))
                .help("Write the right character, and save the file as UTF-8.");
            continue;
        }
        let meant = excerpt(&found.text);
        let edit = Edit::replace(span, found.text.clone());
        let title = format!("Write `{meant}`");
        let fix = if found.is_exact { Fix::safe(title, edit) } else { Fix::unsafe_(title, edit) };
        cx.report(span, format!("`{shown}` is `{meant}` in a wrong encoding"))
            .help(format!("Write `{meant}`, and save the file as UTF-8."))
            .fix(fix);
    }
    lost_characters(cx);
    invalid_bytes(cx);
}

fn lost_characters(cx: &mut Context<'_>) {
    let document = cx.document;
    let text = document.source.text();
    let lost = '\u{fffd}';
    let mut behind = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), lost.encode_utf8(&mut [0; 4])) {
        if at < behind {
            continue;
        }
        behind = at + text[at..].len() - text[at..].trim_start_matches(lost).len();
        cx.report(Span::new(at, behind), "a character is lost here (U+FFFD REPLACEMENT CHARACTER)")
            .help("Write the right character, and save the file as UTF-8.");
    }
}

fn invalid_bytes(cx: &mut Context<'_>) {
    debug_assert!(INVALID_BYTE.is_ascii());
    let mut rest = cx.document.source.invalid_bytes();
    while let Some((start, _)) = rest.first().copied() {
        let length = rest.iter().zip(start..).take_while(|((at, _), expected)| at == expected).count();
        let (run, behind) = rest.split_at(length);
        rest = behind;
        let span = Span::new(start, start + length);
        let shown: Vec<_> = run.iter().take(8).map(|(_, byte)| format!("0x{byte:02X}")).collect();
        let (noun, is) = if length == 1 { ("byte", "is") } else { ("bytes", "are") };
        let letters: Option<String> = run.iter().map(|(_, byte)| windows_1252_letter(*byte)).collect();
        let message = format!("the {noun} {} {is} not UTF-8", shown.join(" "));
        match letters {
            Some(letters) => cx
                .report(span, format!("{message}; it is probably `{}`", excerpt(&letters)))
                .help("Save the file as UTF-8.")
                .fix(Fix::unsafe_(format!("Write `{}`", excerpt(&letters)), Edit::replace(span, letters))),
            None => cx.report(span, message).help("Write the right character, and save the file as UTF-8."),
        };
    }
}
