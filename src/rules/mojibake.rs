//! Text in a broken encoding.

use crate::diagnostic::{Fix, Gravity, excerpt};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::mojibake::windows_1252_letter;
use crate::text::{Edit, INVALID_BYTE, Span};

pub(super) static RULE: Rule = Rule {
    name: "mojibake",
    group: Group::Markup,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports text in a wrong encoding: UTF-8 that was read as Mac Roman, Windows-1252 or Latin-1, the \
              replacement character U+FFFD, bytes that are not UTF-8 at all, and entities in entries that were escaped \
              twice.",
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
            "an entity is escaped once, or in code",
            "* [Tables &amp; chairs: &lt;T&gt;](https://example.org/x)\n* [Writing `&amp;lt;` in HTML](https://example.org/y)\n",
        ),
        Silent::because(
            "`&amp;` may be before other words",
            "* [Tables &amp;chairs; cups &amp;#; and lids](https://example.org/x)\n",
        ),
        Silent::because(
            "text that is not an entry may be about entities",
            "## Crate of the Week\n\nThis crate writes &amp;lt; for &lt;.\n",
        ),
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
    escaped_twice(cx);
}

/// Names of entities that programs escape titles with.
const ENTITIES: [&str; 14] =
    ["amp", "apos", "gt", "hellip", "ldquo", "lsquo", "lt", "mdash", "nbsp", "ndash", "quot", "rdquo", "rsquo", "shy"];

/// Reports entities in entries that were escaped once more, `&amp;lt;`: once for all that one entry has.
fn escaped_twice(cx: &mut Context<'_>) {
    const AMPERSAND: &str = "&amp;";
    let document = cx.document;
    let text = document.source.text();
    let mut last = None;
    for at in memchr::memmem::find_iter(text.as_bytes(), AMPERSAND) {
        let behind = &text[at + AMPERSAND.len()..];
        let end = behind.bytes().take(8).position(|byte| byte == b';');
        let is_text = || {
            !document.is_opaque(at)
                && document.link_at(at).is_none_or(|link| link.text.start <= at && at < link.text.end)
        };
        let Some(name) = end.map(|end| &behind[..end]).filter(|name| is_entity(name) && is_text()) else { continue };
        let Some(item) = document.item_at(at) else { continue };
        if !document.section_of(item).kind.is_entry_list() || last == Some(item.span) {
            continue;
        }
        last = Some(item.span);
        cx.report(
            Span::new(at, at + AMPERSAND.len() + name.len() + 1),
            format!("`&amp;{name};` is escaped twice, so readers see `&{name};`"),
        )
        .gravity(Gravity::Doubtful)
        .help(format!("Write `&{name};`."))
        .fix(Fix::unsafe_(format!("Write `&{name};`"), Edit::delete(Span::new(at + 1, at + AMPERSAND.len()))));
    }
}

/// Whether this is what an entity has between `&` and `;`.
fn is_entity(name: &str) -> bool {
    match name.strip_prefix('#').map(|number| number.strip_prefix(['x', 'X']).ok_or(number)) {
        Some(Ok(digits)) => !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        Some(Err(digits)) => !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()),
        None => ENTITIES.contains(&name),
    }
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
