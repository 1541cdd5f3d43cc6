//! What the program says is plain English, with one word for a thing. CONTRIBUTING.md has the rules of the voice.

use std::path::Path;

use twir_lint::diagnostic::Diagnostic;
use twir_lint::rules::RULES;

use crate::{findings, for_each_example};

/// Words that are out, each with what to write. They count as whole words, in any case, outside of backticks.
const OUT: &[(&str, &str)] = &[
    ("and here", "this one too"),
    ("anew", "again"),
    ("are no", "are not"),
    ("are none", "are not"),
    ("behind", "after"),
    ("beside", "next to, outside"),
    ("blanks", "spaces"),
    ("call", "call for papers"),
    ("calls", "calls for papers"),
    ("destination", "address"),
    ("destinations", "addresses"),
    ("do not pair", "do not match"),
    ("for one", "for example"),
    ("glued", "there is no space between"),
    ("here already", "already"),
    ("here first", "the first one"),
    ("here too", "this one too"),
    ("hold", "have, contain"),
    ("holds", "has, contains"),
    ("in order", "sorted, allowed"),
    ("is no", "is not a"),
    ("is none", "is not"),
    ("lead", "link, go"),
    ("leads", "links, goes"),
    ("leave it out", "remove it"),
    ("left from", "is a placeholder of, comes from"),
    ("left over", "does not belong to"),
    ("lie", "are"),
    ("lies", "is"),
    ("look up", "check"),
    ("makes no", "does not show as"),
    ("mend", "correct"),
    ("mended", "corrected"),
    ("mends", "corrects"),
    ("otherwise than", "differently from"),
    ("out of order", "not sorted"),
    ("pair up", "match"),
    ("pairs up", "matches"),
    ("put in", "write"),
    ("put off", "moved to a later day"),
    ("put right", "correct"),
    ("slip", "typo"),
    ("slips", "typos"),
    ("speak", "report"),
    ("speaks", "reports"),
    ("spoke", "wrote"),
    ("stand", "be"),
    ("standing", "being"),
    ("stands", "is"),
    ("stood", "was"),
    ("swallow", "hide"),
    ("swallows", "hides"),
    ("take out", "remove"),
    ("takes out", "removes"),
    ("telephones", "phones"),
    ("tell", "report, show"),
    ("tells", "reports, shows"),
    ("told", "reported, shown"),
    ("too few or too many", "no space before, more than one space after"),
    ("worth a look", "to be checked"),
];

/// Where words that are out are right.
const IN: &[&str] = &["call for", "calls for", "function call", "makes no difference", "there are no", "there is no"];

/// The most characters of a message, where what it quotes has no more than [`QUOTED`].
const LONGEST_MESSAGE: usize = 80;
/// Characters that count of a quotation: what a text has is not for the message to choose.
const QUOTED: usize = 20;
/// The most sentences of help.
const MOST_SENTENCES: usize = 2;

#[test]
fn the_texts_of_rules_are_in_plain_words() {
    let mut failures = Vec::new();
    for rule in RULES {
        let about = rule.options.iter().map(|option| option.about);
        let silent = rule.silent.iter().map(|silent| silent.why);
        for text in [rule.summary, rule.why].into_iter().chain(about).chain(silent) {
            failures.extend(words_out(text).map(|out| format!("{}: {out}: {text}", rule.name)));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn messages_are_short_and_in_plain_words() {
    for_each_example(|rule, example| {
        for Diagnostic { message, help, labels, fix, .. } in findings(rule, example, example.bad) {
            let help = help.unwrap_or_default();
            let labels = labels.into_iter().map(|label| label.message);
            let title = fix.map(|fix| fix.title);
            let texts: Vec<String> = [message.clone(), help.clone()].into_iter().chain(labels).chain(title).collect();
            if let Some((text, out)) = texts.iter().find_map(|text| Some((text, words_out(text).next()?))) {
                return Err(format!("{out}: {text}"));
            }
            let length = measured(&message);
            if length > LONGEST_MESSAGE {
                return Err(format!("the message has {length} characters: {message}"));
            }
            if sentences(&help) > MOST_SENTENCES {
                return Err(format!("the help has more than {MOST_SENTENCES} sentences: {help}"));
            }
        }
        Ok(())
    });
}

/// No example gives them all: the messages of the command line, and those of rules with many.
#[test]
fn the_strings_of_the_program_are_in_plain_words() {
    let mut failures = Vec::new();
    for_each_file(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut |path, code| {
        for text in strings(code) {
            failures.extend(words_out(&text).map(|out| format!("{}: {out}: {text}", path.display())));
        }
    });
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn words_are_found_as_words() {
    let out = |text| words_out(text).count();
    assert_eq!(out("It stands Behind `what stands behind`."), 2);
    assert_eq!(out("There is no space, and `x` is no link"), 1);
    assert_eq!(out("A call for papers, a function call, a call"), 1);
    assert_eq!(out("understands; a misleading standard; {behind}"), 0);
    assert_eq!(measured("`a text of more than twenty characters` is long"), QUOTED + " is long".len());
    assert_eq!((sentences("Write `a. b. c. d`."), sentences("One. Two? Three.")), (1, 3));
    let code = "// \"it stands\"\nlet a = 'x'; f(\"one \\\n   two\", '\"', r#\"a \"raw\" one\"#, \"* [A](b)\");";
    assert_eq!(strings(code), ["one two", "a \"raw\" one"]);
}

/// What is wrong with the words of a text.
fn words_out(text: &str) -> impl Iterator<Item = String> {
    let mut words = words(text);
    for right in IN {
        let right: Vec<&str> = right.split(' ').collect();
        while let Some(at) = words.windows(right.len()).position(|window| window == right) {
            words.splice(at..at + right.len(), ["…".to_owned()]);
        }
    }
    let has = move |phrase: &str| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        words.windows(phrase.len()).any(|window| window == phrase)
    };
    OUT.iter().filter(move |(out, _)| has(out)).map(|(out, right)| format!("{out:?} is out, write {right:?}"))
}

/// The words outside of backticks and of the `{name}`s of a format, in lower case; one `…` for each quotation.
fn words(text: &str) -> Vec<String> {
    let unquoted = text.split('`').enumerate().map(|(at, part)| if at % 2 == 0 { part } else { " … " });
    let unquoted = unquoted.collect::<String>().to_lowercase();
    let unquoted = unquoted.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    let unquoted = unquoted.collect::<Vec<_>>().join(" … ");
    let words = unquoted.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '…'));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The characters of a message, of each quotation at most [`QUOTED`].
fn measured(message: &str) -> usize {
    let length = |(at, part): (usize, &str)| {
        let length = part.chars().count();
        if at % 2 == 1 { length.min(QUOTED - "``".len()) + "``".len() } else { length }
    };
    message.split('`').enumerate().map(length).sum()
}

fn sentences(help: &str) -> usize {
    let unquoted: String = help.split('`').enumerate().map(|(at, part)| if at % 2 == 0 { part } else { "x" }).collect();
    unquoted.split(['.', '?', '!']).filter(|sentence| sentence.contains(char::is_alphanumeric)).count()
}

fn for_each_file(folder: &Path, look: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            for_each_file(&path, look);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let code = std::fs::read_to_string(&path).unwrap();
            look(&path, code.split("#[cfg(test)]").next().unwrap_or_default());
        }
    }
}

/// The string literals of Rust code that are sentences: no word alone, no entry of an example.
fn strings(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '\'', '/', 'r']) {
        let before = rest[..at].chars().next_back();
        rest = &rest[at..];
        let is_raw = rest.starts_with("r\"") || rest.starts_with("r#");
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if let Some(inner) = rest.strip_prefix('\'') {
            // A character, or a lifetime.
            let end = if inner.starts_with('\\') { inner[2..].find('\'').map(|end| end + 2) } else { None };
            let one = inner.chars().next().map_or(0, char::len_utf8);
            rest = match end.or_else(|| inner[one..].starts_with('\'').then_some(one)) {
                Some(end) => &inner[end + 1..],
                None => inner,
            };
        } else if is_raw && !before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            let opening = 1 + rest[1..].len() - rest[1..].trim_start_matches('#').len();
            let Some(inner) = rest[opening..].strip_prefix('"') else {
                rest = &rest[opening..];
                continue;
            };
            let closing = format!("\"{}", "#".repeat(opening - 1));
            let end = inner.find(&closing).unwrap_or(inner.len());
            found.push(inner[..end].to_owned());
            rest = inner.get(end + closing.len()..).unwrap_or_default();
        } else if let Some(inner) = rest.strip_prefix('"') {
            let mut end = 0;
            while !inner[end..].is_empty() && !inner[end..].starts_with('"') {
                let step = if inner[end..].starts_with('\\') { 1 } else { 0 };
                end += step + inner[end + step..].chars().next().map_or(0, char::len_utf8);
            }
            found.push(joined(&inner[..end]));
            rest = inner.get(end + 1..).unwrap_or_default();
        } else {
            rest = &rest[1..];
        }
    }
    found.retain(|text| text.contains(' ') && !text.contains("]("));
    found
}

/// A literal without the line ends that a backslash takes away.
fn joined(literal: &str) -> String {
    let mut lines = literal.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| text + line.trim_start()).replace("\\n", " ")
}
