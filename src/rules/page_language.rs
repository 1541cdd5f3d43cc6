//! A page in another language than its entry says.

use crate::diagnostic::Fix;
use crate::document::PrefixPlace;
use crate::lexicon::Tag;
use crate::pages::is_language;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "page-language",
    group: Group::Pages,
    level: Level::Warning,
    fix: FixAvailability::Unsafe,
    summary: "Reports community entries that link to a page in another language than English, without the code of \
              that language before the title.",
    why: "Readers want to know the language before they click. A page counts as one in a language if it says so and \
          its text is in that language too: many templates have the wrong language.",
    needs: Needs::Pages,
    examples: &[
        Example::fixed(
            "* [Tabellen lesen](https://example.org/tables)\n",
            "* [DE] [Tabellen lesen](https://example.org/tables)\n",
        )
        .online(&[("https://example.org/tables", GERMAN)]),
        Example::fixed(
            "* [FR] [Tabellen lesen](https://example.org/tables)\n",
            "* [DE] [Tabellen lesen](https://example.org/tables)\n",
        )
        .online(&[("https://example.org/tables", GERMAN)]),
        Example::fixed(
            "* [用表格写程序](https://example.org/tables)\n",
            "* [ZH] [用表格写程序](https://example.org/tables)\n",
        )
        .online(&[("https://example.org/tables", CHINESE)]),
    ],
    silent: &[
        Silent::because("its prefix gives the language", "* [DE] [Tabellen lesen](https://example.org/tables)\n")
            .online(&[("https://example.org/tables", GERMAN)]),
        Silent::because("a page in English needs no prefix", "* [Reading tables](https://example.org/tables)\n")
            .online(&[("https://example.org/tables", ENGLISH)]),
        Silent::because(
            "its text is in English, although the page says otherwise",
            "* [Reading tables](https://example.org/tables)\n",
        )
        .online(&[("https://example.org/tables", ENGLISH_IN_GERMAN_TEMPLATE)]),
    ],
    options: &[],
    check,
};

const GERMAN: &str = "<html lang=\"de\">
<title>Tabellen lesen</title>
<p>Wer ein Programm schreibt, das Tabellen liest, merkt schnell, dass keine Tabelle der anderen gleicht. In diesem
Beitrag zeigen wir, wie man mit wenigen Zeilen einen Leser baut, der auch mit leeren Zellen umgehen kann, und warum es
sich lohnt, Fehler früh zu melden. Danach messen wir, wie schnell er ist, und vergleichen ihn mit dem, was wir vorher
hatten. Am Ende bleibt die Frage, ob man solche Werkzeuge selbst schreiben sollte oder nicht.</p>
";

const CHINESE: &str = "<html lang=\"zh-Hans\">
<title>用表格写程序</title>
<p>本文介绍如何用几行代码编写一个读取表格的程序,它能够处理空单元格,并且尽早报告错误。之后我们测量它的速度,并与以前的版本进行比较。
最后的问题是,这样的工具应该自己编写,还是使用已经存在的工具。我们认为两者都有道理,关键在于表格有多大,以及需要多快得到结果。
如果表格很小,几乎任何方法都可以使用；如果表格很大,就必须仔细考虑内存和时间。</p>
";

const ENGLISH: &str = "<html lang=\"en\">
<title>Reading tables</title>
<p>Whoever writes a program that reads tables soon finds that no table is like another. In this article we show how a
reader is built with a few lines that can also handle empty cells, and why it pays to report mistakes early. After that
we measure how fast it is, and compare it with what we had before. What remains is the question whether tools of this
kind should be written by hand, or whether one should take what is already there and use it.</p>
";

const ENGLISH_IN_GERMAN_TEMPLATE: &str = "<html lang=\"de\">
<title>Reading tables</title>
<p>Whoever writes a program that reads tables soon finds that no table is like another. In this article we show how a
reader is built with a few lines that can also handle empty cells, and why it pays to report mistakes early. After that
we measure how fast it is, and compare it with what we had before. What remains is the question whether tools of this
kind should be written by hand, or whether one should take what is already there and use it.</p>
";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for (item, link, page) in cx.opened_entries() {
        let Some(language) = page.language.as_deref().filter(|language| *language != "EN") else { continue };
        let said = item.prefixes.iter().find(|prefix| matches!(prefix.tag, Some(Tag::Language(_))));
        let is_right = said.is_some_and(|prefix| match prefix.tag {
            Some(Tag::Language(code)) => is_language(code, language),
            _ => false,
        });
        if is_right {
            continue;
        }
        match said {
            Some(prefix) => {
                let word = document.text(prefix.word);
                let diagnostic = cx
                    .report(prefix.span, format!("the prefix says `{word}`, but the page is in `{language}`"))
                    .help(format!("Write `[{language}]`."));
                if prefix.place == PrefixPlace::BeforeLink {
                    diagnostic.fix(Fix::unsafe_(format!("Write `[{language}]`"), Edit::replace(prefix.word, language)));
                }
            }
            None => {
                let message = format!("this page is in `{language}`, but there is no `[{language}]` before the title");
                let diagnostic =
                    cx.report(link.text, message).help(format!("Write `[{language}]` and one space before the title."));
                let before = document.text(Span::new(item.behind_prefixes(), link.span.start));
                if before.chars().all(|c| matches!(c, ' ' | '\t' | '*' | '_')) {
                    let edit = Edit::insert(link.span.start, format!("[{language}] "));
                    diagnostic.fix(Fix::unsafe_(format!("Add `[{language}]`"), edit));
                }
            }
        }
    }
}
