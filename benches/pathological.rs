//! What a lint costs on text that was made to take long: told by how its time grows with the text, and by its ratio to
//! a bare Markdown parse of the same text.
//!
//! `cargo bench --bench pathological -- [KILOBYTES] [KIND…]` measures each kind of text, or those whose name holds one
//! of the words, at that length and at ten times as much. It fails where ten times the text takes much more than ten
//! times as long, where the bare parse is exceeded by more than its bound, or where a refusal takes too long.

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use cpu_time::ThreadTime;
use pulldown_cmark::Parser;
use twir_lint::text::Source;
use twir_lint::{Settings, lint};

/// How many times as long ten times the text may take: eleven, and the rest for caches that overflow and a machine
/// that is busy. What takes the square of the length takes a hundred times as long.
const MOST_GROWTH: f64 = 15.0;

/// The same where a text has something to be told every few bytes: what is told takes a hundred times as much memory as
/// the text, and new memory from the system where the shorter text found some that was used before.
const MOST_GROWTH_OF_FINDINGS: f64 = 60.0;

/// Bytes of such a text for each place that is told, at most: a finding, a further place of one, or an edit.
const BYTES_A_PLACE: usize = 30;

/// How many times the growth of the bare parse it may be, where that parse grows faster: its tree outgrows the caches,
/// and ours with it. What takes the square of the length is to be refused, so this counts up to [`MOST_BARE_GROWTH`]
/// only.
const MOST_GROWTH_OF_BARE: f64 = 1.8;

/// The growth of the bare parse up to which it excuses that of a lint.
const MOST_BARE_GROWTH: f64 = 50.0;

/// How many times as long as the bare parse a lint may take, but for what it finds. The text is read twice: by the
/// parser of the bare parse, and as the site's renderer reads it.
const MOST_RATIO: f64 = 24.0;

/// The same where a text is all signs that lead nowhere: to the parser each is a character of text. For a lint it may
/// be half of a link that somebody meant, and the site's renderer takes it for the beginning of a tag, of code or of a
/// list.
const MOST_RATIO_OF_SIGNS: f64 = 110.0;

/// The kinds that are so.
const SIGNS: &[&str] = &[
    "[a](",
    "[a](<b",
    "lines full of open links",
    "<a ",
    "<a b='",
    "<https:",
    "<a@",
    "  ",
    "halves: blanks, odd spaces",
    "nested: stairs of lists",
    "nested: stairs of four",
    "faulty entries, repeated",
];

/// What one finding may take besides, in nanoseconds: its words, its repair, and its place among the others. A text of
/// which every few bytes are a mistake costs what these cost, however fast it is read.
const MOST_PER_FINDING: u64 = 2000;

/// What the bare parse of a byte counts as at least, in nanoseconds: in some of these texts it finds nothing at all to
/// do.
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
    println!("{kilobytes} kB, ten times as much, growth; the lint of the longer text as a multiple of its bare parse");
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
    let (small, _) = match lint_time(&short, rounds) {
        Ok(lint) => lint,
        Err(time) => return refusal(name, time),
    };
    let small_bare = bare_time(&short, rounds);
    let (large, told) = match lint_time(&long, 1) {
        Ok(lint) => lint,
        Err(time) => return refusal(name, time),
    };
    let large_bare = bare_time(&long, 1);
    let (growth, bare_growth) = (large.div_duration_f64(small), large_bare.div_duration_f64(small_bare));
    let per_byte = Duration::from_nanos(LEAST_PER_BYTE * long.len() as u64);
    let Told { findings, places } = told;
    let found = Duration::from_nanos(MOST_PER_FINDING * findings as u64);
    let excess = large.saturating_sub(found).div_duration_f64(large_bare.max(per_byte));
    let ratio = large.div_duration_f64(large_bare);
    println!(
        "{name:44} {small:>9.1?} {large:>9.1?} {growth:6.1}   bare {small_bare:>9.1?} {large_bare:>9.1?} {bare_growth:6.1}   lint / bare {ratio:6.1}, {excess:6.1} without {findings} findings"
    );
    let own = if places * BYTES_A_PLACE > long.len() { MOST_GROWTH_OF_FINDINGS } else { MOST_GROWTH };
    let most_growth = own.max(MOST_GROWTH_OF_BARE * bare_growth.min(MOST_BARE_GROWTH));
    if growth > most_growth {
        return Some(format!(
            "{name}: ten times the text takes {growth:.1} times as long, and has to take at most {most_growth:.1}"
        ));
    }
    let most_ratio = if SIGNS.contains(&name) || name.trim().is_empty() { MOST_RATIO_OF_SIGNS } else { MOST_RATIO };
    (excess > most_ratio).then(|| {
        format!("{name}: but for its findings, a lint takes {excess:.1} times as long as the bare parse, and may take {most_ratio}")
    })
}

fn refusal(name: &str, time: Duration) -> Option<String> {
    println!("{name:44} refused after {time:.1?}");
    (time > LONGEST_REFUSAL)
        .then(|| format!("{name}: refused after {time:.1?}, and has to be within {LONGEST_REFUSAL:?}"))
}

/// What a lint says.
#[derive(Default)]
struct Told {
    findings: usize,
    /// The places of all findings, and their edits.
    places: usize,
}

/// The shortest time of several lints of a text, and what they say; the time to its refusal where it is refused.
fn lint_time(text: &str, rounds: usize) -> Result<(Duration, Told), Duration> {
    let settings = Settings::default();
    let mut shortest = Duration::MAX;
    let mut told = Told::default();
    for _ in 0..rounds {
        let bytes = text.as_bytes().to_vec();
        let start = ThreadTime::now();
        let Ok(source) = Source::from_bytes("draft.md", bytes) else { return Err(start.elapsed()) };
        let found = black_box(lint(&source, &settings)).unwrap_or_default();
        let places = found.iter().map(|one| 1 + one.labels.len() + one.fix.as_ref().map_or(0, |fix| fix.edits.len()));
        told = Told { findings: found.len(), places: places.sum() };
        drop(found);
        shortest = shortest.min(start.elapsed());
    }
    Ok((shortest, told))
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

#[allow(clippy::too_many_lines, reason = "a table")]
#[rustfmt::skip]
fn kinds() -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    // One after another, on one line.
    for part in [
        "[", "![", "]", "[](", "]()", "[a](", "[a](<b", "[a](b\"", "[a][", "[a]", "[a][b]", "[[a]]", "![[]()", "[a](https://example.org/a ", "[a] (https://example.org/a) ",
        "[a](https://example.org/a) ", "(https://example.org/a) ", "*a **b ", "a**b", "_a __b ", "*", "**a", "*a_ ", "a*", "_", "a ** b ", "`a", "`", "`` a ` ", "`a` ", "\\`",
        "<!-- ", "<!-- a -->", "<", "<a ", "<a b='", "<b>a</b>", "<https://example.org/a>", "<https:", "<a@", "<![CDATA[", "<?", "</", "&amp;", "&", "\\", "a | ", "!", "(", ")", "www.", "http://", "a@b.c ",
        "word ", "a", "https://example.org/a ", "🦀", "Ã©", "é", "\u{200b}", "\u{202e}", " ", "\t", "a\t", "\0", "2026-03-04 | ", "[video] ", "<!-- twir-lint: allow(bare-url) -->",
        "www.a,", "¬±", "¬", "ÃƒÂ© ", "\u{a0} ", "[`a](https://example.org/a)` b ", "http://a[", "a://b", "[a `b]`(https://example.org/a) ", "\r```", "```\r",
    ] {
        kinds.push((part, Box::new(move |length| repeated(part, length))));
    }
    for (name, part) in [
        ("* word", "word "), ("* a", "a"), ("* URLs", "https://example.org/a "), ("* crabs", "🦀"), ("* [a]", "[a] "), ("* links", "[a](https://example.org/a) "), ("* prefixes", "[video] "),
        ("* code", "`a` "), ("* bold", "**a** "), ("* date | a", "2026-03-04 | a "), ("* #", "# "), ("* -", "- "), ("* hash tags", "#a "), ("* tags", "<a>"),
        ("* types", "Vec<T> "), ("* tags with attributes", "<a b=\"c\">"), ("* escapes", "a\\<b\\> "), ("* notes behind near-links", "[a] (https://example.org/a) TODO "),
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
        ("lines: types", "* a Vec<T> b\n"), ("lines: mojibake", "* aÃ©b\n"), ("lines: zero-width", "* a\u{200b}b\n"), ("lines: right to left", "a\u{202e}b\n"), ("lines: escapes", "* a\\<b\n"), ("lines: notes", "* TODO: a\n"), ("lines: loose asterisks", "* a **b\n"),
        ("lines: swallowed", "a\n* a\n\n"), ("lines: empty links", "* [](https://example.org/a)\n"), ("lines: relative links", "* [a](a)\n"), ("lines: mistyped schemes", "* [a](htps://example.org/a)\n"), ("lines: shorteners", "* [a](https://bit.ly/a)\n"), ("lines: http", "* [a](http://example.org/a)\n"),
        ("lines: tracking", "* [a](https://example.org/a?utm_source=b)\n"), ("lines: unclosed links", "* [a](https://example.org/a b\n"), ("lines: ends of comments", "a -->\n"), ("lines: template", "* [Group](Group URL)\n"), ("lines: indented headings", " ### a\n\n"), ("lines: CR and fences of tildes", "~~~\r"), ("lines: CR and entries", "* a\r"),
    ] {
        kinds.push((name, Box::new(move |length| repeated(line, length))));
    }
    for (name, section) in [("in a section: entries", "### Official"), ("in a section: calls", "### Call for Participation; projects and speakers\n\n#### CFP - Events"), ("in a section: tasks", "### CFP - Projects"), ("in a section: jobs", "## Jobs"), ("in a section: quote", "## Quote of the Week"), ("in a section: crate", "## Crate of the Week"), ("in a section: RFCs", "### Final Comment Period")] {
        kinds.push((name, Box::new(move |length| numbered(&format!("{section}\n\n"), length, |n| format!("* [a - b {n}](https://example.org/{n}) | 2026-03-{:02} | Ghent, BE | 2026-04-{:02}\n", n % 28 + 1, n % 28 + 1)))));
        
    }
    for (name, head, line) in [
        ("region: #", "", "#a\n\n* [b](https://example.org/b)\n\n"), ("region: half bold names", "* 2026-03-04 | Ghent, BE | [a](https://example.org/a)\n", "    * [**b](https://example.org/b)\n"), ("region: plain names", "* 2026-03-04 | Ghent, BE | [a](https://example.org/a)\n", "    * [b](https://example.org/b)\n"),
        ("region: bars in links", "* 2026-03-04 | Ghent, BE | ", "[a|b](c) "), ("region: names without dates", "", "* [**b**](https://example.org/b)\n"), ("region: mistyped countries", "", "* 2026-03-04 | Ghent, Belgiom | [a](https://example.org/a)\n    * [**b**](https://example.org/b)\n"), ("region: commas", "* 2026-03-04 | ", "a ,"),
        ("region: mistyped regions", "", "### Europa\n\n"), ("region: places of many words", "* 2026-03-04 | ", "virtual online "), ("region: states", "", "* 2026-03-04 | Boston, US | [a](https://example.org/a)\n    * [**b**](https://example.org/b)\n"), ("region: other dates", "", "* March 4 | Ghent, BE | [a](https://example.org/a)\n    * [**b**](https://example.org/b)\n"),
    ] {
        kinds.push((name, Box::new(move |length| format!("## Upcoming Events\n\n### Europe\n{head}{}", repeated(line, length)))));
    }
    for (name, line) in [
        ("community: text", "[a](https://example.org/a)\n\n"), ("community: dashes", "- [a](https://example.org/a)\n"), ("community: bold", "* **[a](https://example.org/a)**\n"), ("community: videos", "* [a](https://www.youtube.com/watch?v=a)\n"), ("community: wrong prefixes", "* (video) [a](https://example.org/a)\n"),
        ("community: repositories", "* [a](https://github.com/a/b)\n"), ("community: Chinese", "* [中文](https://example.org/a)\n"), ("community: cut titles", "* [the...](https://example.org/a)\n"), ("community: wrapped", "* [a](https://example.org/a)\nb\n"),
    ] {
        kinds.push((name, Box::new(move |length| format!("### Official\n\n{}", repeated(line, length)))));
    }
    const HEAD: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n";
    for (name, line) in [
        ("issue: mistyped headings", "### Europa\n\n"), ("issue: headings twice", "## a\n\n### b\n\n"), ("issue: events that are over", "## Upcoming Events\n\n### Europe\n* 2026-02-04 | Ghent, BE | [a](https://example.org/a)\n    * [**b**](https://example.org/b)\n"),
    ] {
        kinds.push((name, Box::new(move |length| HEAD.to_owned() + &repeated(line, length))));
    }
    kinds.push(("issue: reports in one address", Box::new(|length| format!("{HEAD}[a](https://example.org/{})\n", repeated("rustc-perf/2026-03-01", length)))));
    // Two halves of which one was gone through for each part of the other.
    for (name, head, first, second) in [
        ("halves: two regions", "## Upcoming Events\n\n", "### Europe\n", "### Asia\n"), ("halves: comment ends, blanks", "* a", "-->", " "), ("halves: blanks, comment ends", "a\n", " ", "-->"), ("halves: blanks, URLs", "a\n", " ", "https://example.org/a "), ("halves: URLs, marks", "", "https://example.org/a ", "!"),
        ("halves: marks, notes", "* ", "/", "a TODO "), ("halves: notes, marks", "* ", "a TODO ", "!"), ("halves: references, asterisks", "* ", "[a] ", "*"), ("halves: blanks, odd spaces", "", " ", "a\u{a0}b"), ("halves: words, loose asterisks", "* ", "word ", "\na **b"), ("halves: bullets, a row of them", "", "+ ", "* "),
    ] {
        kinds.push((name, Box::new(move |length| head.to_owned() + &repeated(first, length / 2) + &repeated(second, length / 2) + "\na")));
    }
    kinds.push(("halves: quotes, a row of bullets", Box::new(|length| repeated("> ", length / 2) + &repeated("* ", length / 2) + "a")));
    kinds.push(("title of blanks and code", Box::new(|length| format!("### Official\n\n* [{}](https://example.org/)\n", repeated("`a`  b  ", length)))));
    kinds.push(("title of prefixes", Box::new(|length| format!("### Official\n\n* [{}](https://example.org/)\n", repeated("[video]", length)))));
    kinds.push(("title of images", Box::new(|length| format!("* {}a{}", repeated("![", length / 4), repeated("](b)", length / 2)))));
    kinds.push(("long quotation marks", Box::new(|length| format!("* [a](https://example.org/?a{})\n", repeated("”", length)))));
    kinds.push(("long slashes", Box::new(|length| format!("* [a](https://example.org{})\n", repeated("//a", length)))));
    kinds.push(("long region", Box::new(|length| format!("## Upcoming Events\n\n### {}\n", repeated("a", length)))));
    kinds.push(("long place", Box::new(|length| format!("## Upcoming Events\n\n### Europe\n* 2026-03-04 | {}, {} | [a](https://example.org/a)\n", repeated("a", length / 2), repeated("b", length / 2)))));
    kinds.push(("call of bars in links", Box::new(|length| "### CFP - Events\n\n* ".to_owned() + &repeated("[a|b](c) ", length))));
    kinds.push(("call of dates", Box::new(|length| format!("### CFP - Events\n\n* [**a**](https://example.org/a) | {} | Ghent | {}\n", repeated("2026-03-04 ", length / 2), repeated("mar 1 ", length / 2)))));
    // Lines that are just short enough to be looked at whole.
    for (name, part) in [("lines full of URLs", "(https://example.org/a) "), ("lines full of near-links", "[a] (https://example.org/a) "), ("lines full of open links", "[a]("), ("lines full of extra brackets", "[[a](b) "), ("lines full of autolinks", "a]<https://example.org/a> ")] {
        kinds.push((name, Box::new(move |length| repeated(&format!("* {}\n", repeated(part, 1950)), length))));
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
    kinds.push(("numbered: events before one of many names", Box::new(|length| numbered("## Upcoming Events\n\n### Europe\n", length / 2, |n| format!("* {}-03-04 | Ghent, BE | [a](https://example.org/a)\n", 9999 - n % 9000)) + "* 0999-03-04 | Ghent, BE | [a](https://example.org/a)\n" + &repeated("    * [**b**](https://example.org/b)\n", length / 2))));
    kinds.push(("numbered: tracking in one address", Box::new(|length| format!("* [a](https://example.org/?{})\n", numbered("", length, |n| format!("utm_{n}=b&"))))));
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
