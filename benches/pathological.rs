//! What a lint costs on text that was made to take long: told by how its time grows with the text, and by its ratio to a
//! bare Markdown parse of the same text.
//!
//! `cargo bench --bench pathological -- [KILOBYTES] [KIND…]` measures each kind of text, or those whose name holds one of
//! the words, at that length and at ten times as much. It fails where ten times the text takes much more than ten times as
//! long, where the bare parse is exceeded by more than its bound, or where a refusal takes too long.

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use cpu_time::ThreadTime;
use pulldown_cmark::Parser;
use twir_lint::config::Options;
use twir_lint::history::History;
use twir_lint::linter::{Levels, Settings, lint};
use twir_lint::rule::Stage;
use twir_lint::source::Source;

/// How many times as long ten times the text may take: eleven, and the rest for caches that overflow and a machine
/// that is busy. What takes the square of the length takes a hundred times as long.
const MOST_GROWTH: f64 = 30.0;

/// How many times as long it may take where the bare parse takes as many: that growth is not ours, but
/// what takes the square of the length is to be refused.
const MOST_BARE_GROWTH: f64 = 60.0;

/// How many times as long as the bare parse a lint may take.
const MOST_RATIO: f64 = 40.0;

/// What the bare parse of a byte counts as at least, in nanoseconds: in some of these texts it finds nothing at all to do.
const LEAST_PER_BYTE: u64 = 10;

/// What is refused is so within this time.
const LONGEST_REFUSAL: Duration = Duration::from_secs(2);

/// The shorter text, where the command line does not say, in kilobytes.
const KILOBYTES: usize = 100;

/// A kind of text: its name, and the text of about a length in bytes.
type Kind = (&'static str, Box<dyn Fn(usize) -> String>);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let kilobytes = words.iter().find_map(|word| word.parse().ok()).unwrap_or(KILOBYTES);
    let wanted: Vec<&String> = words.iter().filter(|word| word.parse::<usize>().is_err()).collect();
    println!("{kilobytes} kB, ten times as much, growth; the lint as a multiple of the bare parse of each");
    let mut faults = Vec::new();
    for (name, text) in kinds() {
        if wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str())) {
            faults.extend(measure(name, &text, kilobytes * 1000));
        }
    }
    for fault in &faults {
        eprintln!("{fault}");
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Measures one kind of text, prints it, and says what is wrong with it.
fn measure(name: &str, text: &dyn Fn(usize) -> String, length: usize) -> Option<String> {
    let mut fault = None;
    // A busy machine may spoil one measurement, not three.
    for _ in 0..3 {
        fault = measure_once(name, text, length);
        if fault.is_none() {
            break;
        }
    }
    fault
}

fn measure_once(name: &str, text: &dyn Fn(usize) -> String, length: usize) -> Option<String> {
    let (short, long) = (text(length), text(10 * length));
    let rounds = if length < 500_000 { 3 } else { 1 };
    let small = match lint_time(&short, rounds) {
        Ok(time) => time,
        Err(time) => return refusal(name, time),
    };
    let small_bare = bare_time(&short, rounds);
    let large = match lint_time(&long, 1) {
        Ok(time) => time,
        Err(time) => return refusal(name, time),
    };
    let large_bare = bare_time(&long, 1);
    let (growth, bare_growth) = (large.div_duration_f64(small), large_bare.div_duration_f64(small_bare));
    let (ratio, large_ratio) = (small.div_duration_f64(small_bare), large.div_duration_f64(large_bare));
    println!(
        "{name:44} {small:>9.1?} {large:>9.1?} {growth:6.1}   bare {small_bare:>9.1?} {large_bare:>9.1?} {bare_growth:6.1}   lint / bare {ratio:6.1} {large_ratio:6.1}"
    );
    let most_growth = MOST_GROWTH.max(bare_growth.min(MOST_BARE_GROWTH));
    if growth > most_growth {
        return Some(format!(
            "{name}: ten times the text takes {growth:.1} times as long, and has to take at most {most_growth:.1}"
        ));
    }
    let base = large_bare.max(Duration::from_nanos(LEAST_PER_BYTE * long.len() as u64));
    let excess = large.div_duration_f64(base);
    (excess > MOST_RATIO)
        .then(|| format!("{name}: a lint takes {excess:.1} times as long as the bare parse, and may take {MOST_RATIO}"))
}

fn refusal(name: &str, time: Duration) -> Option<String> {
    println!("{name:44} refused after {time:.1?}");
    (time > LONGEST_REFUSAL)
        .then(|| format!("{name}: refused after {time:.1?}, and has to be within {LONGEST_REFUSAL:?}"))
}

/// The shortest time of several lints of a text; the time to its refusal where it is refused.
fn lint_time(text: &str, rounds: usize) -> Result<Duration, Duration> {
    let (levels, history, options) = (Levels::default(), History::default(), Options::default());
    let settings =
        Settings { stage: Stage::Draft, levels: &levels, history: &history, options: &options, before: None };
    let run = || {
        let bytes = text.as_bytes().to_vec();
        let start = ThreadTime::now();
        match Source::from_bytes("draft.md", bytes) {
            Ok(source) => {
                black_box(lint(&source, &settings).map_or(0, |found| found.len()));
                Ok(start.elapsed())
            }
            Err(_) => Err(start.elapsed()),
        }
    };
    let times: Result<Vec<Duration>, Duration> = (0..rounds).map(|_| run()).collect();
    times.map(|times| times.into_iter().min().unwrap_or_default())
}

/// The shortest time of several bare parses.
fn bare_time(text: &str, rounds: usize) -> Duration {
    let run = || {
        let start = ThreadTime::now();
        black_box(Parser::new(text).count());
        start.elapsed()
    };
    (0..rounds).map(|_| run()).min().unwrap_or_default()
}

fn repeated(part: &str, length: usize) -> String {
    part.repeat(length / part.len())
}

/// Lines, numbered, behind a head.
fn numbered(head: &str, length: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = head.to_owned();
    for number in 0.. {
        if text.len() >= length {
            break;
        }
        text.push_str(&line(number));
    }
    text
}

/// Runs of a character that grow by one, up to all that a length holds.
fn growing_runs(character: &str, between: &str, length: usize) -> String {
    numbered("", length, |number| character.repeat(number + 1) + between)
}

#[rustfmt::skip]
fn kinds() -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    // One after another, on one line.
    for part in [
        "[", "![", "]", "[](", "]()", "[a](", "[a](<b", "[a](b\"", "[a][", "[a]", "[a][b]", "[[a]]", "![[]()", "[a](https://example.org/a ", "[a] (https://example.org/a) ",
        "[a](https://example.org/a) ", "(https://example.org/a) ", "*a **b ", "a**b", "_a __b ", "*", "**a", "*a_ ", "a*", "_", "a ** b ", "`a", "`", "`` a ` ", "`a` ", "\\`",
        "<!-- ", "<!-- a -->", "<", "<a ", "<a b='", "<b>a</b>", "<https://example.org/a>", "<https:", "<a@", "<![CDATA[", "<?", "</", "&amp;", "&", "\\", "a | ", "!", "(", ")", "www.", "http://", "a@b.c ",
        "word ", "a", "https://example.org/a ", "🦀", "Ã©", "é", "\u{200b}", "\u{202e}", " ", "\t", "a\t", "\0", "2026-03-04 | ", "[video] ", "<!-- twir-lint: allow(bare-url) -->",
    ] {
        kinds.push((part, Box::new(move |length| repeated(part, length))));
    }
    for (name, part) in [
        ("* word", "word "), ("* a", "a"), ("* URLs", "https://example.org/a "), ("* crabs", "🦀"), ("* [a]", "[a] "), ("* links", "[a](https://example.org/a) "), ("* prefixes", "[video] "),
        ("* code", "`a` "), ("* bold", "**a** "), ("* date | a", "2026-03-04 | a "), ("* #", "# "), ("* -", "- "), ("* hash tags", "#a "), ("* tags", "<a>"),
    ] {
        kinds.push((name, Box::new(move |length| "* ".to_owned() + &repeated(part, length))));
    }
    for (name, part) in [
        ("entry of long link text", "word "), ("entry of a long title of code", "`a` "),
    ] {
        kinds.push((name, Box::new(move |length| "* [".to_owned() + &repeated(part, length) + "](https://example.org/)")));
    }
    for (name, part) in [
        ("long path", "a/"), ("long query", "a=b&"), ("long query of tracking", "utm_source=b&"), ("long host", "a."), ("long fragment", "a"), ("long escapes", "%20"), ("long brackets", "(a)"), ("long user", "a@"),
    ] {
        kinds.push((name, Box::new(move |length| {
            let head = match name { "long path" => "a/", "long query" | "long query of tracking" => "a/?", "long fragment" => "#", _ => "" };
            "* [a](https://".to_owned() + head + &repeated(part, length) + ")\n"
        })));
    }
    // Lines of one kind.
    for (name, line) in [
        ("lines: headings", "### Official\n"), ("lines: sections", "## Upcoming Events\n"), ("lines: unknown headings", "### a\n"), ("lines: # a", "#a\n"), ("lines: underlined headings", "a\n---\n"),
        ("lines: identical links", "* [a](https://example.org/a)\n"), ("lines: entries", "* a\n"), ("lines: entries with blanks", "* a\n\n"), ("lines: nested", "* a\n    * b\n"), ("lines: text", "a\n"), ("lines: blank", "\n"), ("lines: CR", "\r"),
        ("lines: comments", "<!-- a -->\n"), ("lines: open comments", "<!-- a\n"), ("lines: open comments in paragraphs", "a <!-- a\n\n"), ("lines: quotes", "> a\n"), ("lines: quotes of lists", "> * a\n"), ("lines: code", "    a\n"), ("lines: fences", "```\n"), ("lines: tildes", "~~~ a\n"),
        ("lines: conflict", "<<<<<<< a\n"), ("lines: conflicts", "<<<<<<< a\nb\n=======\nc\n>>>>>>> d\n"), ("lines: =======", "=======\n"), ("lines: ---", "---\n"), ("lines: front matter", "Title: a\n"), ("lines: definitions alike", "[a]: https://example.org/\n"),
        ("lines: open definitions", "[a]: <b\n"), ("lines: definition titles", "[a]: b 'c\n"), ("lines: open brackets", "[a\n"), ("lines: HTML", "<div>\n"), ("lines: HTML closed", "<div>a</div>\n\n"), ("lines: odd backticks", "a ` b\n"), ("lines: table", "| a | b |\n"), ("lines: numbers", "1. a\n"),
        ("lines: directives", "<!-- twir-lint: allow(bare-url) -->\n* https://example.org/a\n"), ("lines: idle directives", "<!-- twir-lint: allow(bare-url) a -->\n* a\n"), ("lines: directives of a file", "<!-- twir-lint: allow-file(bare-url) -->\n"), ("lines: directives of no rule", "* a <!-- twir-lint: allow(a) -->\n"),
        ("lines: calls", "* [a - b](https://example.org/a)\n"), ("lines: bare URLs", "* https://example.org/a\n"), ("lines: wrapped", "* a\nb\n"), ("lines: two backslashes", "a\\\n"), ("lines: None", "No calls this week\n"), ("lines: trailing blanks", "a  \n"), ("lines: mixed bullets", "* a\n- b\n+ c\n"), ("lines: headings above code", "##a\n    * s://a\n\n"),
    ] {
        kinds.push((name, Box::new(move |length| repeated(line, length))));
    }
    for (name, section) in [("in a section: entries", "### Official"), ("in a section: calls", "### Call for Participation; projects and speakers\n\n#### CFP - Events"), ("in a section: tasks", "### CFP - Projects"), ("in a section: jobs", "## Jobs"), ("in a section: quote", "## Quote of the Week"), ("in a section: crate", "## Crate of the Week"), ("in a section: RFCs", "### Final Comment Period")] {
        kinds.push((name, Box::new(move |length| numbered(&format!("{section}\n\n"), length, |n| format!("* [a - b {n}](https://example.org/{n}) | 2026-03-{:02} | Ghent, BE | 2026-04-{:02}\n", n % 28 + 1, n % 28 + 1)))));
        
    }
    // Nested.
    kinds.push(("nested: brackets", Box::new(|length| repeated("[", length / 2) + &repeated("]", length / 2))));
    kinds.push(("nested: brackets around a link", Box::new(|length| repeated("[", length / 4) + "[a](b)" + &repeated("](b)", length / 4 * 3))));
    kinds.push(("nested: parentheses", Box::new(|length| "[a](".to_owned() + &repeated("(", length / 2) + &repeated(")", length / 2))));
    kinds.push(("nested: emphasis", Box::new(|length| repeated("*a ", length / 2) + &repeated("b*", length / 2))));
    kinds.push(("nested: images", Box::new(|length| repeated("![", length / 6) + &repeated("](a)", length / 3 * 2))));
    kinds.push(("nested: quotes on one line", Box::new(|length| repeated("> ", length))));
    kinds.push(("nested: lists on one line", Box::new(|length| repeated("* ", length) + "a")));
    kinds.push(("nested: numbers on one line", Box::new(|length| repeated("1. ", length) + "a")));
    kinds.push(("nested: quotes and lists", Box::new(|length| repeated("> * ", length) + "a")));
    kinds.push(("nested: numbers and lines", Box::new(|length| repeated("1. ", length / 2) + "a\n" + &repeated("b\n", length / 2))));
    kinds.push(("nested: quotes and lines", Box::new(|length| repeated("> ", length / 2) + "a\n" + &repeated("b\n", length / 2))));
    kinds.push(("nested: lists and blank lines", Box::new(|length| repeated("* ", length / 2) + "a\n" + &repeated("\n", length / 2))));
    kinds.push(("nested: stairs of lists", Box::new(|length| {
        let steps = (length as f64).sqrt() as usize;
        (0..steps).fold(String::new(), |text, step| text + &"  ".repeat(step) + "* a\n")
    })));
    kinds.push(("nested: stairs of quotes", Box::new(|length| {
        let steps = (length as f64).sqrt() as usize;
        (0..steps).fold(String::new(), |text, step| text + &">".repeat(step) + " a\n")
    })));
    kinds.push(("nested: stairs of four", Box::new(|length| {
        let steps = (length as f64 / 2.0).sqrt() as usize;
        (0..steps).fold(String::new(), |text, step| text + &"    ".repeat(step) + "* a\n")
    })));
    kinds.push(("nested: tags", Box::new(|length| repeated("<b>", length / 2) + &repeated("</b>", length / 2))));
    kinds.push(("nested: bold on lines", Box::new(|length| repeated("* **a\n", length / 2) + &repeated("b**\n", length / 2))));
    // Runs that grow.
    kinds.push(("growing: backticks", Box::new(|length| growing_runs("`", "a", length))));
    kinds.push(("growing: backticks on lines", Box::new(|length| growing_runs("`", " a\n\n", length))));
    kinds.push(("growing: asterisks", Box::new(|length| growing_runs("*", "a", length))));
    kinds.push(("growing: asterisks with blanks", Box::new(|length| growing_runs("*", "a ", length))));
    kinds.push(("growing: brackets", Box::new(|length| growing_runs("[", "a", length))));
    kinds.push(("growing: fences", Box::new(|length| growing_runs("~", "\n", length))));
    kinds.push(("growing: closing brackets", Box::new(|length| growing_runs("]", "[", length))));
    // Numbered.
    kinds.push(("numbered: definitions", Box::new(|length| numbered("", length, |n| format!("[a{n}]: https://example.org/{n}\n")))));
    kinds.push(("numbered: definitions and uses", Box::new(|length| numbered("", length, |n| format!("[a{n}]: https://example.org/{n}\n\n* [b][a{n}]\n")))));
    kinds.push(("numbered: undefined references", Box::new(|length| numbered("", length, |n| format!("* [a][b{n}]\n")))));
    kinds.push(("numbered: undefined on one line", Box::new(|length| numbered("", length, |n| format!("[a][b{n}] ")))));
    kinds.push(("numbered: undefined among definitions", Box::new(|length| numbered("", length / 2, |n| format!("[a{n}]: https://example.org/{n}\n")) + &numbered("\n", length / 2, |n| format!("* [a][b{n}]\n")))));
    kinds.push(("numbered: uses of one definition", Box::new(|length| format!("[a]: https://example.org/{}\n\n", "a".repeat(length / 2)) + &repeated("* [a]\n", length / 2))));
    kinds.push(("numbered: links", Box::new(|length| numbered("### Official\n\n", length, |n| format!("* [a](https://example.org/{n})\n")))));
    kinds.push(("numbered: equal links", Box::new(|length| "### Official\n\n".to_owned() + &repeated("* [a](https://example.org/a)\n", length))));
    kinds.push(("numbered: headings", Box::new(|length| numbered("", length, |n| format!("### a{n}\n\n* [a](https://example.org/{n})\n\n")))));
    kinds.push(("numbered: events", Box::new(|length| numbered("## Upcoming Events\n\n### Europe\n", length, |n| format!("* 2026-03-{:02} | Ghent, BE | [a](https://example.org/a)\n    * [**b**](https://example.org/{n})\n", n % 28 + 1)))));
    kinds.push(("numbered: events backwards", Box::new(|length| numbered("## Upcoming Events\n\n### Europe\n", length, |n| format!("* {}-03-04 | Ghent, BE | [a](https://example.org/a)\n    * [**b**](https://example.org/{n})\n", 9999 - n % 9000)))));
    kinds.push(("numbered: equal events", Box::new(|length| "## Upcoming Events\n\n### Europe\n".to_owned() + &repeated("* 2026-03-04 | Ghent, BE | [a](https://example.org/a)\n    * [**b**](https://example.org/b)\n", length))));
    kinds.push(("numbered: event of many names", Box::new(|length| "## Upcoming Events\n\n### Europe\n* 2026-03-04 | Ghent, BE | [a](https://example.org/a)\n".to_owned() + &repeated("    * [**b**](https://example.org/b)\n", length))));
    kinds.push(("numbered: events with comments", Box::new(|length| numbered("## Upcoming Events\n\n### Europe\n", length, |n| format!("<!-- a -->\n* 2026-03-{:02} | Ghent, BE | [a](https://example.org/a)\n    * [**b**](https://example.org/{n})\n", 28 - n % 28)))));
    kinds.push(("numbered: entry of many parts", Box::new(|length| "* a\n".to_owned() + &repeated("    * [b](https://example.org/b)\n", length))));
    kinds.push(("numbered: directives of one entry", Box::new(|length| repeated("<!-- twir-lint: allow(empty-link) -->\n", length) + "* [a]()\n")));
    kinds.push(("numbered: directives at parts", Box::new(|length| "* a\n".to_owned() + &repeated("    * <!-- twir-lint: allow(bare-url) --> https://example.org/b\n", length))));
    kinds.push(("numbered: names in a directive", Box::new(|length| format!("<!-- twir-lint: allow({}) -->\n", repeated("bare-url, empty-link, ", length / 2)) + &repeated("* https://example.org/a\n", length / 2))));
    kinds.push(("numbered: names of no rule", Box::new(|length| numbered("<!-- twir-lint: allow(", length, |n| format!("a{n}, ")) + "bare-url) -->\n")));
    kinds.push(("numbered: front matter", Box::new(|length| numbered("", length, |n| format!("Key{n}: a\n")))));
    kinds.push(("numbered: files of many words", Box::new(|length| numbered("", length, |n| { let mut line = String::new(); let _ = write!(line, "word{n} "); if n % 12 == 11 { line.push('\n'); } line }))));
    // An issue over and over.
    let issue = include_str!("../fixtures/draft/2026-03-04-this-week-in-rust.md");
    kinds.push(("issue, repeated", Box::new(move |length| issue.repeat(length / issue.len() + 1))));
    let faulty = "* [video] [a]( https://example.org/a?utm_source=b )\n* [b] (https://example.org/b)\n* https://example.org/c\n * d **e\n* [f](http://example.org/f#) [Rust]\n- [g](www.example.org) `h\n\n";
    kinds.push(("faulty entries, repeated", Box::new(move |length| "### Official\n\n".to_owned() + &repeated(faulty, length))));
    kinds
}
