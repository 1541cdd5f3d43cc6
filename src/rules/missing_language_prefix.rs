//! A title in another script, without its language.

use unicode_script::{Script, UnicodeScript};

use crate::diagnostic::Fix;
use crate::lexicon::Tag;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "missing-language-prefix",
    group: Group::Prefixes,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports community entries whose title is in a script that English does not use, and that have no \
              prefix for their language.",
    why: "People all over the world read the newsletter, and want to know the language before they click. The \
          guidelines mark pages in other languages with their code. The script does not always show the language, so \
          check the fix.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [用表格写程序](https://example.org/post)\n",
            "* [ZH] [用表格写程序](https://example.org/post)\n",
        ),
        Example::fixed(
            "* [Таблицы на Rust](https://example.org/post)\n",
            "* [RU] [Таблицы на Rust](https://example.org/post)\n",
        ),
    ],
    silent: &[
        Silent::because("the language is given", "* [ZH] [用表格写程序](https://example.org/post)\n"),
        Silent::because(
            "a letter or a name in its own script is not the language",
            "* [λ and μ](https://example.org/1)\n* [Optimising the λ-calculus](https://example.org/2)\n\
             * [An interview with 田中 on tables and trees in Rust](https://example.org/3)\n",
        ),
        Silent::because(
            "English titles have accented letters too",
            "* [Déjà vu: à la carte](https://example.org/post)\n",
        ),
        Silent::because("it is not a submission", "### Jobs\n* [用表格写程序](https://example.org/post)\n"),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries() {
        if item.tags().any(|tag| matches!(tag, Tag::Language(_)))
            || item.prefixes.iter().any(|prefix| prefix.tag.is_none())
        {
            continue;
        }
        let Some(link) = document.links_of(item).first().filter(|link| !link.is_image) else { continue };
        // The page says which language it is; `page-language` reports it.
        if cx.page(link).and_then(|page| page.language.as_deref()).is_some_and(|language| language != "EN") {
            continue;
        }
        let Some((script, language)) = foreign_script(document.text(link.text)) else { continue };
        let diagnostic = cx
            .report(link.text, format!("this title is in {script} script, but has no prefix for its language"))
            .help(format!("Write the code of the language before the title, for example `[{language}]`."));
        // After words, it would not be one of the entry's prefixes.
        let before = document.text(Span::new(item.behind_prefixes(), link.span.start));
        if before.chars().all(|c| matches!(c, ' ' | '\t' | '*' | '_')) {
            let edit = Edit::insert(link.span.start, format!("[{language}] "));
            diagnostic.fix(Fix::unsafe_(format!("Add `[{language}]`"), edit));
        }
    }
}

/// The script of most letters of a title, if English does not use it, and the language that uses it most.
fn foreign_script(title: &str) -> Option<(&'static str, &'static str)> {
    if title.is_ascii() {
        return None;
    }
    let letters = || title.chars().filter(|c| c.is_alphabetic());
    let is_foreign = |c: &char| !matches!(c.script(), Script::Latin | Script::Common | Script::Inherited);
    let is_foreign_letter = |c: char| c.is_alphabetic() && is_foreign(&c);
    let foreign = letters().filter(is_foreign).count();
    // A Greek letter or a name in its own script does not make the title foreign.
    let is_word =
        title.chars().zip(title.chars().skip(1)).any(|(one, next)| is_foreign_letter(one) && is_foreign_letter(next));
    if !is_word || foreign * 4 < letters().count() {
        return None;
    }
    let has = |script: Script| letters().any(|c| c.script() == script);
    Some(if has(Script::Hiragana) || has(Script::Katakana) {
        ("Japanese", "JA")
    } else {
        match letters().find(|c| is_foreign(c))?.script() {
            Script::Han => ("Chinese", "ZH"),
            Script::Hangul => ("Korean", "KO"),
            Script::Cyrillic => ("Cyrillic", "RU"),
            Script::Arabic => ("Arabic", "AR"),
            Script::Hebrew => ("Hebrew", "HE"),
            Script::Greek => ("Greek", "EL"),
            Script::Devanagari => ("Devanagari", "HI"),
            Script::Thai => ("Thai", "TH"),
            script => (script.full_name(), "…"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_formulas_and_names_are_not_a_foreign_title() {
        assert_eq!(foreign_script("Optimising the λ-calculus and μ-recursion"), None);
        assert_eq!(foreign_script("Rust à la carte – déjà vu"), None);
        assert_eq!(foreign_script("Rust入門"), Some(("Chinese", "ZH")));
        assert_eq!(foreign_script("はじめての表"), Some(("Japanese", "JA")));
    }
}
