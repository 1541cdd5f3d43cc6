//! Owns the repair of text that went through a wrong encoding: UTF-8 whose bytes were once read as Mac Roman,
//! Windows-1252 or Latin-1, once or several times.
//!
//! Every byte of a UTF-8 sequence beyond ASCII is a character beyond ASCII in all three, so only runs of such
//! characters are looked at. That a run turns back into UTF-8 proves little by itself (`Ä“` in a German quotation
//! does): `is_evident` says which sequences no language writes on purpose.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::sync::LazyLock;

/// A stretch of text that is UTF-8 misread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mojibake {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// What it was meant to be.
    pub text: String,
    /// Whether it turns back exactly; else [`Mojibake::text`] is a guess.
    pub is_exact: bool,
}

/// The upper half of Windows-1252 from 0x80 to 0x9F; the rest is Latin-1. What it leaves undefined stands for itself,
/// as in browsers.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The upper half of Mac Roman.
const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// How often a text can have gone wrong.
const MOST_ROUNDS: usize = 4;

/// How often a run is read again where what one round gives and the characters around it read as misread once more.
const MOST_READINGS: usize = 8;

/// Sequences that are looked at in the hope that one of them is evident.
const MOST_DOUBTFUL: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Windows1252,
    MacRoman,
}

impl Encoding {
    /// The byte that this encoding reads as `c`.
    fn byte(self, c: char) -> Option<u8> {
        match self {
            Self::Windows1252 => match c {
                '\u{80}'..='\u{ff}' => u8::try_from(u32::from(c)).ok(),
                _ => {
                    let at = WINDOWS_1252.iter().position(|known| *known == c)?;
                    u8::try_from(0x80 + at).ok()
                }
            },
            Self::MacRoman => {
                static SORTED: LazyLock<Vec<(char, u8)>> = LazyLock::new(|| {
                    let mut sorted: Vec<_> = MAC_ROMAN.chars().zip(0x80..=0xff).collect();
                    sorted.sort_unstable();
                    sorted
                });
                let at = SORTED.binary_search_by_key(&c, |(known, _)| *known).ok()?;
                Some(SORTED[at].1)
            }
        }
    }

    /// The character that this encoding reads `byte` as.
    fn letter(self, byte: u8) -> Option<char> {
        match self {
            Self::Windows1252 if byte < 0xa0 => WINDOWS_1252.get(usize::from(byte.checked_sub(0x80)?)).copied(),
            Self::Windows1252 => Some(char::from(byte)),
            Self::MacRoman => MAC_ROMAN.chars().nth(usize::from(byte.checked_sub(0x80)?)),
        }
    }
}

/// The letter that a byte is in Windows-1252, if it is one.
#[must_use]
pub fn windows_1252_letter(byte: u8) -> Option<char> {
    Encoding::Windows1252.letter(byte).filter(|c| !c.is_control())
}

/// Whether a character can be part of mojibake at all; most of what is beyond Latin cannot.
fn may_be(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{17e}' | 'ƒ' | '\u{2c6}'..='\u{2dd}' | 'Ω' | 'π' | '\u{2013}'..='\u{2044}' | '€' | '™'
        | '\u{2126}'..='\u{22ff}' | '◊' | '\u{f8ff}' | 'ﬁ' | 'ﬂ')
}

/// Bytes that are tested for ASCII at once.
const BLOCK: usize = 64;

/// Finds all mojibake of `text`, in the order of the text. Costs next to nothing where the text is ASCII.
#[must_use]
pub fn find(text: &str) -> Vec<Mojibake> {
    let mut found = Vec::new();
    if text.is_ascii() {
        return found;
    }
    for_each_run(text, |run| {
        let pieces = pieces(text, &run);
        if !pieces.is_empty() {
            found.extend(settled(text, &run, pieces).into_iter().map(without_controls));
        }
    });
    found
}

/// Two or more characters that follow each other and may all be part of mojibake, with where each begins.
struct Run {
    characters: Vec<(usize, char)>,
    before: Option<char>,
    after: Option<char>,
}

impl Run {
    /// Where the character of this index begins, in bytes; after the last, where the run ends.
    fn offset(&self, index: usize) -> usize {
        let end = || self.characters.last().map_or(0, |(at, c)| at + c.len_utf8());
        self.characters.get(index).map_or_else(end, |(at, _)| *at)
    }
}

/// Calls `on_run` with each run of `text`, in the order of the text.
fn for_each_run(text: &str, mut on_run: impl FnMut(Run)) {
    let mut at = 0;
    while at < text.len() {
        // Nearly all text is ASCII: pass over it block by block.
        let block = &text.as_bytes()[at..text.len().min(at + BLOCK)];
        if block.is_ascii() {
            at += block.len();
            continue;
        }
        at += block.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
        let characters = text[at..].char_indices().take_while(|(_, c)| !c.is_ascii() && may_be(*c));
        // Nothing is misread as one character, and most that are not ASCII are alone.
        if characters.clone().nth(1).is_none() {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let characters: Vec<_> = characters.map(|(offset, c)| (at + offset, c)).collect();
        let before = text[..at].chars().next_back();
        let end = characters.last().map_or(at, |(at, c)| at + c.len_utf8());
        let after = text[end..].chars().next();
        on_run(Run { characters, before, after });
        at = end;
    }
}

/// What the pieces of a run come to, so that reading the outcome again finds nothing more.
fn settled(text: &str, run: &Run, mut pieces: Vec<Mojibake>) -> Vec<Mojibake> {
    for piece in &mut pieces {
        for _ in 1..MOST_ROUNDS {
            let Some(again) = read_between(run.before, &piece.text, run.after) else { break };
            piece.text = again;
        }
        piece.is_exact &= !piece.text.contains('\u{fffd}');
    }
    let (start, end) = (run.offset(0), run.offset(run.characters.len()));
    let whole = replaced(&text[start..end], start, &pieces);
    let Some(mut whole) = read_between(run.before, &whole, run.after) else { return pieces };
    // No program reads part of a text wrongly, and that part with its neighbours once more: whatever this was is a
    // guess.
    for _ in 1..MOST_READINGS {
        let Some(again) = read_between(run.before, &whole, run.after) else {
            return vec![Mojibake { start, end, text: whole, is_exact: false }];
        };
        whole = again;
    }
    vec![Mojibake { start, end, text: '\u{fffd}'.to_string(), is_exact: false }]
}

/// Nobody meant a control character: what one comes from is lost.
fn without_controls(mut piece: Mojibake) -> Mojibake {
    if piece.text.contains(char::is_control) {
        piece.text = piece.text.replace(char::is_control, "\u{fffd}");
        piece.is_exact = false;
    }
    piece
}

/// `text`, which begins at `start`, with what each piece was meant to be.
fn replaced(text: &str, start: usize, pieces: &[Mojibake]) -> String {
    let mut fixed = String::with_capacity(text.len());
    let mut copied = 0;
    for piece in pieces {
        fixed.push_str(&text[copied..piece.start - start]);
        fixed.push_str(&piece.text);
        copied = piece.end - start;
    }
    fixed.push_str(&text[copied..]);
    fixed
}

/// What `text`, which is between these characters, reads like after one round; none where nothing in it is misread.
fn read_between(before: Option<char>, text: &str, after: Option<char>) -> Option<String> {
    let between: String = before.into_iter().chain(text.chars()).chain(after).collect();
    let mut found = Vec::new();
    for_each_run(&between, |run| found.extend(pieces(&between, &run)));
    let start = before.map_or(0, char::len_utf8);
    let end = between.len() - after.map_or(0, char::len_utf8);
    (!found.is_empty()).then(|| replaced(&between[start..end], start, &found))
}

/// One UTF-8 sequence, as the characters that its bytes were read as.
struct Sequence {
    length: usize,
    decoded: char,
}

fn sequence(run: &[(usize, char)], encoding: Encoding) -> Option<Sequence> {
    let lead = encoding.byte(run.first()?.1)?;
    let length = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    for (slot, (_, c)) in bytes[1..length].iter_mut().zip(run.get(1..length)?) {
        *slot = encoding.byte(*c).filter(|byte| matches!(byte, 0x80..=0xbf))?;
    }
    let decoded = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    Some(Sequence { length, decoded })
}

/// The mojibake of a run, read once.
fn pieces(text: &str, run: &Run) -> Vec<Mojibake> {
    let characters = &run.characters;
    let mut readers = [Encoding::Windows1252, Encoding::MacRoman].map(|encoding| Reader::new(run, encoding));
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let best = readers.iter_mut().filter_map(|reader| reader.stretch(at)).max_by_key(|(length, _)| *length);
        let start = characters[at].0;
        if let Some((length, decoded)) = best {
            found.push(Mojibake { start, end: run.offset(at + length), text: decoded, is_exact: true });
            at += length;
        } else if text[start..].starts_with("â€") && characters.get(at + 2).is_none_or(|(_, c)| c.is_whitespace()) {
            // `”` is E2 80 9D, whose last byte Windows-1252 does not define: many programs drop it.
            found.push(Mojibake { start, end: run.offset(at + 2), text: "”".to_owned(), is_exact: false });
            at += 2;
        } else {
            at += 1;
        }
    }
    found
}

/// Reads a run in one encoding, from place to place.
struct Reader<'r> {
    run: &'r Run,
    encoding: Encoding,
    /// The sequences that follow each other from the place last asked for, each with where it begins, of which none is
    /// evident. In UTF-8 a sequence begins in no other, so the places further on go on from here.
    doubtful: VecDeque<(usize, char)>,
    /// How many of them are letters.
    letters: usize,
    /// Where they end.
    end: usize,
}

impl<'r> Reader<'r> {
    fn new(run: &'r Run, encoding: Encoding) -> Self {
        Self { run, encoding, doubtful: VecDeque::new(), letters: 0, end: 0 }
    }

    /// Two letters in a row that fit by chance: no language writes capital, symbol, capital, symbol.
    fn are_letters(&self) -> bool {
        self.letters >= 2 && self.letters * 2 > self.doubtful.len()
    }

    /// The longest stretch of sequences that begins at `at`, if it is evident that they are misread: its length in
    /// characters, and what it was. `at` never goes back.
    fn stretch(&mut self, at: usize) -> Option<(usize, String)> {
        let Run { characters, before, after } = self.run;
        while let Some((begin, decoded)) = self.doubtful.front().copied() {
            match begin.cmp(&at) {
                Ordering::Less => self.doubtful.pop_front(),
                Ordering::Equal => break,
                Ordering::Greater => return None,
            };
            self.letters -= usize::from(decoded.is_alphabetic());
        }
        if self.doubtful.is_empty() {
            self.end = at;
        }
        let mut evident = false;
        while let Some(next) = sequence(&characters[self.end..], self.encoding) {
            // Each place of the run begins anew: none may look at all of a long one.
            if self.doubtful.len() == MOST_DOUBTFUL && !evident && !self.are_letters() {
                break;
            }
            let from = self.end;
            self.end += next.length;
            let previous = if from == 0 { *before } else { Some(characters[from - 1].1) };
            let following = characters.get(self.end).map(|(_, c)| *c).or(*after);
            evident |= is_evident(&characters[from..self.end], self.encoding, previous, following, next.decoded);
            self.doubtful.push_back((from, next.decoded));
            self.letters += usize::from(next.decoded.is_alphabetic());
        }
        if !evident && !self.are_letters() {
            return None;
        }
        self.letters = 0;
        Some((self.end - at, self.doubtful.drain(..).map(|(_, decoded)| decoded).collect()))
    }
}

/// Whether a sequence by itself shows that its text was misread: whether nobody writes it on purpose.
fn is_evident(
    characters: &[(usize, char)],
    encoding: Encoding,
    before: Option<char>,
    after: Option<char>,
    decoded: char,
) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let (lead, second) = (characters[0].1, characters[1].1);
    let ends_a_phrase =
        |c: char| matches!(c, '…' | '‘' | '’' | '“' | '”' | '–' | '—' | '™' | '›' | '»' | '«' | '\u{a0}' | '•' | '®');
    match (encoding, characters.len()) {
        // “ABBÄ” ends in a capital and a quotation mark; `fiÄ™` and `KÃ–LN` go on in ways that no word does.
        (Encoding::Windows1252, 2) if matches!(lead, 'Â' | 'Ã' | 'Ä' | 'Å') => {
            let lower_before = before.is_some_and(char::is_lowercase);
            !ends_a_phrase(second) || lower_before || (is_letter(after) && !is_opening(second))
                || (lead == 'Â' && !is_letter(before) && matches!(second, '«' | '»' | '\u{a0}' | '®'))
                // `Ã\u{a0} la carte`, `Å\u{a0}koda`, `Ã“scar`: no word is only `Ã`, or goes on after a sign.
                || (!is_letter(before) && second == '\u{a0}' && (is_letter(after) || lead == 'Ã' && after == Some(' ')))
                || (!is_letter(before) && lead == 'Ã' && is_opening(second) && is_letter(after))
                // `3Ã—4`, `3 Ã— 4`: no word is only `Ã`.
                || (lead == 'Ã' && second == '—' && before.is_some_and(|c| c == ' ' || c.is_ascii_digit()))
        }
        // U+FFFD misread, and punctuation (`â€™`), but not “Dâ…”.
        (Encoding::Windows1252, 3) => {
            let is_phrase = characters[1..].iter().all(|(_, c)| ends_a_phrase(*c));
            !is_phrase && (matches!(lead, 'â' | 'ï') || !is_letter(before))
        }
        (Encoding::MacRoman, 2) if matches!(lead, '¬' | '√' | 'ƒ' | '≈') => {
            let is_formula = matches!(second, 'π' | 'Ω' | '∞' | '∑' | '∏' | '∂' | '∫' | 'µ' | '±' | '°');
            !is_formula || is_letter(before) || (is_letter(after) && lead != '¬')
        }
        // German opens quotations with `„` and `‚`; a vowel with an umlaut may follow, two in a row hardly.
        (Encoding::MacRoman, 3) => {
            !(matches!(lead, '„' | '‚') && second.is_alphabetic() && characters[2].1.is_alphabetic())
                || matches!(decoded, '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{9fff}')
        }
        (_, 4) => matches!(lead, 'ð' | '\u{f8ff}'),
        _ => false,
    }
}

/// Whether a character opens a quotation or joins words, so that a letter may follow.
fn is_opening(c: char) -> bool {
    matches!(c, '“' | '‘' | '«' | '—' | '\u{a0}' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` as Windows-1252 or Mac Roman reads its UTF-8.
    fn misread(text: &str, encoding: Encoding) -> String {
        let letter = |byte: u8| if byte < 0x80 { char::from(byte) } else { encoding.letter(byte).unwrap_or('?') };
        text.bytes().map(letter).collect()
    }

    /// `text` without its mojibake, if it has any.
    fn repaired(text: &str) -> Option<String> {
        let found = find(text);
        (!found.is_empty()).then(|| replaced(text, 0, &found))
    }

    const TEXTS: &[&str] = &[
        "Sessió setmanal de codificació",
        "Rust en Español",
        "München, Nürnberg, Köln, Zürich",
        "‘quoted’ “text” — and – more…",
        "a 🦀 and a 🏳️‍🌈",
        "❌✅",
        "Привет, мир",
        "Rust 中文社区 日本語 한국어",
        "Gdańsk, Łódź, Kraków, się",
        "où déjà vu",
        "İstanbul, Kadıköy",
        "Αθήνα",
        "© 2025 • 3×4",
    ];

    #[test]
    fn what_was_misread_is_read_again() {
        for encoding in [Encoding::Windows1252, Encoding::MacRoman] {
            for text in TEXTS {
                let wrong = misread(text, encoding);
                assert_eq!(repaired(&wrong).as_deref(), Some(*text), "{wrong}");
                let twice = misread(&wrong, encoding);
                assert_eq!(repaired(&twice).as_deref(), Some(*text), "{twice}");
            }
        }
    }

    #[test]
    fn what_is_right_is_let_be() {
        for text in TEXTS {
            assert_eq!(find(text), [], "{text}");
        }
        for text in [
            "„Übung“ macht den Meister: „Ärger“, ‚Öl‘, „Ä“, GRÖSSE™, „Fuß“, ABBÄ…, “ABBÄ”, BLÅ»",
            "« Déjà vu », l’été… “É” — À la carte · “mangé…” «à» Ça «été»",
            "IRMÃ… “IRMÔ, AMANHÔ, São Paulo, informação, Ã ",
            "¿Qué? ¡Sí! “España” «Ñandú» Ñ… AÑO Ñ”",
            "√2, √π, ≈±5, ¬π, ƒ(x), 5 µs, 20 °C, ½ ±∞",
            "Łódź, Kraków, Będzin, “Łódź”, Żółć… „ŁÓDŹ”",
            "Tiếng Việt: Đường, Ấn Độ, Ở, Ữ",
            "Ελληνικά «Αθήνα» Привет «мир» “日本語” 「中文」",
            "Ísland, Þór, Ærø, “ÆØÅ”, Århus",
            "İstanbul’da Ş… “Ğ”, Čeština, Škoda®, Škoda™",
            "naïve façade — “coöperate” Rust’s",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn what_reads_as_misread_again_and_again_is_read_to_its_end_or_lost() {
        let exact = |text: &str| find(text).iter().map(|m| (m.text.clone(), m.is_exact)).collect::<Vec<_>>();
        assert_eq!(exact("a¬¬¬¢ b"), [("¢".to_owned(), false)]);
        assert_eq!(exact(&format!("a{}¢ b", "¬".repeat(100))), [("\u{fffd}".to_owned(), false)]);
    }

    #[test]
    fn a_no_break_space_may_be_part_of_a_letter() {
        for (wrong, right) in [
            ("Ã\u{a0} la carte, Ã\u{a0}", "à la carte, Ã\u{a0}"),
            ("CafÃ© Ã\u{a0} Paris", "Café à Paris"),
            ("voilÃ\u{a0} Paris", "voilà Paris"),
            ("Å\u{a0}koda", "Škoda"),
            ("Ã“scar y Ã‰lise", "Óscar y Élise"),
        ] {
            assert_eq!(repaired(wrong).as_deref(), Some(right), "{wrong}");
        }
        for right in ["IRMÃ\u{a0}e", "BLÅ\u{a0}bær", "“Ã” é"] {
            assert_eq!(find(right), [], "{right}");
        }
    }

    #[test]
    fn a_lost_byte_is_guessed() {
        let found = find("a â€œquoteâ€ here");
        assert_eq!(
            found.iter().map(|m| (m.text.as_str(), m.is_exact)).collect::<Vec<_>>(),
            [("“", true), ("”", false)]
        );
    }
}
