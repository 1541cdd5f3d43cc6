//! Owns in which language a page is: what it declares, and what a detector finds in its prose.

use whatlang::{Lang, Script};

use crate::lexicon::Tag;

/// Characters of prose below which a detector guesses: fewer where a character is a word.
const LEAST: usize = 300;
const LEAST_OF_HAN: usize = 120;

/// The code, as the newsletter writes it, of the language that a page declares and that its prose is in. None where
/// they differ, or where there is too little prose.
pub(super) fn language(declared: Option<&str>, prose: &str) -> Option<&'static str> {
    let declared = code(declared?)?;
    let letters = prose.chars().filter(|c| c.is_alphabetic()).count();
    let info = whatlang::detect(prose)?;
    let least = match info.script() {
        Script::Mandarin | Script::Katakana | Script::Hiragana | Script::Hangul => LEAST_OF_HAN,
        _ => LEAST,
    };
    let found = code(match info.lang() {
        Lang::Cmn => "zh",
        Lang::Pes => "fa",
        Lang::Nob => "no",
        other => other.code(),
    })?;
    (letters >= least && info.is_reliable() && found == declared).then_some(found)
}

/// The code that the newsletter writes for `de-AT`, `deu`, `zh_Hans` or `pt-BR`: of the language alone.
fn code(declared: &str) -> Option<&'static str> {
    let primary = declared.trim().split(['-', '_']).next()?;
    let primary = match primary.to_ascii_lowercase().as_str() {
        "iw" => "he",
        "nb" | "nn" => "no",
        "jp" => "ja",
        "cn" => "zh",
        _ => primary,
    };
    // Codes alone: `English` or `it` as a word are not what an attribute holds.
    if !matches!(primary.len(), 2 | 3) {
        return None;
    }
    match Tag::from_word(primary)? {
        Tag::Language(code) => Some(code),
        _ => None,
    }
}

/// Whether a prefix names the language of a code: `CN` is `ZH`, `PT-BR` is `PT`.
#[must_use]
pub(crate) fn is_language(prefix: &str, language: &str) -> bool {
    let primary = |code: &str| match code.split('-').next().unwrap_or(code) {
        "CN" => "ZH".to_owned(),
        "JP" => "JA".to_owned(),
        "KR" => "KO".to_owned(),
        "UA" => "UK".to_owned(),
        code => code.to_owned(),
    };
    primary(prefix) == primary(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Wer ein Programm schreibt, das Tabellen liest, merkt schnell, dass keine Tabelle der anderen gleicht. \
        In diesem Beitrag zeigen wir, wie man mit wenigen Zeilen einen Leser baut, der auch mit leeren Zellen umgehen kann, \
        und warum es sich lohnt, Fehler früh zu melden. Danach messen wir, wie schnell er ist, und vergleichen ihn mit dem, \
        was wir vorher hatten. Am Ende bleibt die Frage, ob man solche Werkzeuge selbst schreiben sollte oder nicht.";
    const ENGLISH: &str = "Whoever writes a program that reads tables soon finds that no table is like another. In this \
        article we show how a reader is built with a few lines that can also handle empty cells, and why it pays to report \
        mistakes early. After that we measure how fast it is, and compare it with what we had before. What remains is the \
        question whether tools of this kind should be written by hand, or whether one should take what is already there.";

    #[test]
    fn declaration_and_prose_have_to_agree() {
        assert_eq!(language(Some("de"), GERMAN), Some("DE"));
        assert_eq!(language(Some("de-AT"), GERMAN), Some("DE"));
        assert_eq!(language(Some("de"), ENGLISH), None);
        assert_eq!(language(Some("en"), GERMAN), None);
        assert_eq!(language(None, GERMAN), None);
        assert_eq!(language(Some("de"), &GERMAN[..120]), None);
        assert_eq!(language(Some("en-US"), ENGLISH), Some("EN"));
    }

    #[test]
    fn a_language_in_few_signs_needs_fewer_of_them() {
        let japanese = "この記事では、表を読むプログラムを少しの行で書く方法を紹介します。空のセルがあっても正しく動き、間違いを早く知らせることができます。".repeat(3);
        assert_eq!(language(Some("ja"), &japanese), Some("JA"));
        let chinese = "本文介绍如何用几行代码编写一个读取表格的程序,它能够处理空单元格,并且尽早报告错误。之后我们测量它的速度,并与以前的版本进行比较。".repeat(3);
        assert_eq!(language(Some("zh-Hans"), &chinese), Some("ZH"));
    }

    #[test]
    fn prefixes_have_older_spellings() {
        assert!(is_language("CN", "ZH") && is_language("ZH-TW", "ZH") && is_language("PT-BR", "PT"));
        assert!(!is_language("FR", "DE"));
    }
}
