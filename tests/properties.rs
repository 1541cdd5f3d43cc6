//! The promises that the program makes of any input, kept on generated issues, and on what fuzzing once found.

use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use twir_lint::issue::Stage;

mod promises;

/// What issues of the newsletter are made of, whole and broken.
const TOKENS: &[&str] = &[
    "* ",
    "*",
    "- ",
    "+ ",
    "1. ",
    "    * ",
    "  * ",
    "* * ",
    "• ",
    "> ",
    "    ",
    "\t",
    " ",
    "  ",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "## Updates from Rust Community\n\n",
    "### Official\n",
    "### Miscellaneous\n",
    "#### Compiler\n",
    " ## Jobs\n",
    "##Jobs\n",
    "## Upcoming Events\n\n",
    "Rusty Events between 2026-03-04 - 2026-04-01 🦀\n\n",
    "### Europe\n",
    "### Virtual\n",
    "### CFP - Events\n",
    "### CFP - Projects\n",
    "# Quote of the Week\n",
    "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n",
    "Date: 2026-3-4\n",
    "[title](https://example.org/a)",
    "[title] (https://example.org/b)",
    "[title](https://example.org/c",
    "[title][https://example.org/d]",
    "(title)[https://example.org/e]",
    "[[title](https://example.org/f)",
    "[title](https://example.org/g))",
    "title](https://example.org/h)",
    "[**Name**](https://example.org/i)",
    "[*Name**](https://example.org/j)",
    "**[title](https://example.org/k)**",
    "<https://example.org/l>",
    "[title](http://example.org/m?utm_source=x&utm_medium=y#z)",
    "[title](https://example.org//n?)",
    "[](https://example.org/o)",
    "[title](https://youtu.be/abcdefghijk?si=x)",
    "[name]: https://example.org/p\n",
    "[title][name]",
    "![image](https://example.org/q.png)",
    "https://example.org/r",
    "www.example.org",
    "](",
    "](https://",
    "[",
    "]",
    "(",
    ")",
    "://",
    "[video] ",
    "[Video]",
    "(video) ",
    "[DE] ",
    "**[audio]** ",
    "[podcast]: ",
    "2026-03-05 | ",
    "2026-3-5 | ",
    "2026-03-05 - 2026-03-07 | ",
    "Virtual (Ghent, BE) | ",
    "Ghent, BE | ",
    "Berlin , Germany| ",
    "Paris, TX, US |  ",
    "|",
    "CFP closes 2026-03-20",
    "*No calls for papers were submitted this week.*",
    "<!-- ",
    " -->",
    "<!-- twir-lint: allow(malformed-link) for a reason -->",
    "<<<<<<< HEAD\n",
    "=======\n",
    ">>>>>>> branch\n",
    "```\n",
    "~~~\n",
    "`",
    "``",
    "`code`",
    "**",
    "_",
    "***",
    "\\",
    "\\[",
    "\\<",
    "&amp;",
    "&#39;",
    "<br>",
    "<K, V>",
    "</a>",
    "---\n",
    "word",
    "Rust",
    "…",
    "...",
    "’",
    "“",
    "\u{a0}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "é",
    "Ã©",
    "â€™",
    "🦀",
    "日本",
    "\0",
    "\u{1b}[31m",
    "\u{7}",
];

/// An issue of tokens, at times with arbitrary text or bytes between.
fn issue() -> impl Strategy<Value = Issue> {
    let token = proptest::sample::select(TOKENS).prop_map(|token| token.as_bytes().to_vec());
    let text = "\\PC{0,12}".prop_map(String::into_bytes);
    let bytes = proptest::collection::vec(any::<u8>(), 0..6);
    let part = prop_oneof![30 => token, 2 => text, 1 => bytes];
    proptest::collection::vec(part, 0..60).prop_map(|parts| Issue(parts.concat()))
}

/// What a mangled line is made of: marks, and little between them.
const MARKS: &[&str] = &[
    "[", "]", "(", ")", "](", "[a](", "https://example.org/a", "https://example.org/b", "s://x", "://", "www.a.bc",
    " ", "|", " | ", "<", ">", "`", "*", "**", "_", "\\", "a", "b ", "{", "}", "\n", "\n* ", "\n    * ", "\n\n",
    "\r\n", ":", ",", ";", ".", "#", "### ", "\t", "- ", "1. ", "é", "\u{200b}", "\u{a0}", "<!-- ", "-->", "<b>", "&",
    "?", "=", "/", "[video]", "(video)", "\"", "'",
];

/// What a mangled line stands below or behind.
const HEADS: &[&str] = &[
    "",
    "* ",
    "### Europe\n* 2026-03-05 | ",
    "### Europe\n* 2026-03-05 | Ghent, BE | ",
    "### Official\n* ",
    "### CFP - Projects\n* ",
    "#### CFP - Events\n* ",
    "Date: 2026-03-04\n\n",
    "## Upcoming Events\n\n",
];

/// A line or two in which nothing but marks stands where it may: what fixes undo of each other, they undo here.
fn mangled() -> impl Strategy<Value = Issue> {
    let marks = proptest::collection::vec(proptest::sample::select(MARKS), 1..12);
    let parts = (proptest::sample::select(HEADS), marks);
    parts.prop_map(|(head, marks)| Issue((head.to_owned() + &marks.concat()).into_bytes()))
}

/// The bytes of a file, which can be read when a test fails.
struct Issue(Vec<u8>);

impl std::fmt::Debug for Issue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0).escape_debug().to_string())
    }
}

proptest! {
    // The same issues each time: the fuzzers look for others.
    #![proptest_config(ProptestConfig {
        cases: 300, max_shrink_iters: 400,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(641),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_document_knows_every_line_and_stays_in_its_text(issue in issue()) {
        promises::parses(&issue.0);
    }

    #[test]
    fn linting_is_deterministic_and_speaks_of_places_in_the_text(issue in issue()) {
        promises::lints(&issue.0);
    }

    #[test]
    fn fixing_settles_and_loses_nothing(issue in issue()) {
        promises::fixes(&issue.0);
    }

    #[test]
    fn fixing_hostile_texts_settles_and_loses_nothing(choices in proptest::collection::vec(any::<u8>(), 0..60)) {
        promises::fixes(&promises::hostile(&choices));
    }

    #[test]
    fn reports_can_be_shown_on_a_terminal(name in "\\PC{0,20}|[\\x00-\\xff]{1,8}", issue in issue()) {
        promises::reports(&name, &issue.0);
    }

    #[test]
    fn a_configuration_is_taken_or_refused_with_reasons(issue in issue(), parts in proptest::collection::vec(0..CONFIG.len(), 0..20)) {
        promises::configures(&issue.0);
        promises::configures(&parts.iter().flat_map(|part| CONFIG[*part].as_bytes()).copied().collect::<Vec<_>>());
    }
}

proptest! {
    // Each fixes a text once for every two rules that find something.
    #![proptest_config(ProptestConfig {
        cases: 60,
        max_shrink_iters: 400,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(641),
        ..ProptestConfig::default()
    })]

    #[test]
    fn fixing_for_two_rules_settles_and_loses_nothing(issue in issue(), choices in proptest::collection::vec(any::<u8>(), 0..40)) {
        promises::fixes_of_two(&issue.0);
        promises::fixes_of_two(&promises::hostile(&choices));
    }
}

/// What configuration files are made of.
const CONFIG: &[&str] = &[
    "[rules]\n", "exclude", "rules", "all", "malformed-link", "malformed_link", "tracking-parameters", "also", "level",
    " = ", "\"off\"", "\"error\"", "\"loud\"", "\"**/*.md\"", "\"[\"", "[", "]", "{ ", " }", ", ", ".", "\n", "\"",
    "25", "-1", "true", "1979-05-27", "é", "\u{1b}", "#",
];

proptest! {
    // They are short, so many can be tried.
    #![proptest_config(ProptestConfig {
        cases: 3000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(641),
        ..ProptestConfig::default()
    })]

    #[test]
    fn fixing_mangled_marks_settles_and_loses_nothing(issue in mangled()) {
        promises::fixes_in(Stage::Draft, &issue.0);
    }
}

/// The corpus of the fuzzers holds the inputs that once broke a promise, by target.
#[test]
fn what_fuzzing_found_stays_mended() -> std::io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    // The package of a registry comes without it.
    if !corpus.exists() {
        return Ok(());
    }
    let mut tried = 0;
    for (target, keeps) in [
        ("parse", promises::parses as fn(&[u8])),
        ("lint", promises::lints),
        ("fix", promises::fixes),
        ("fix_hostile", |choices| promises::fixes(&promises::hostile(choices))),
        ("fix_two_rules", |choices| promises::fixes_of_two(&promises::hostile(choices))),
        ("report", promises::reports_of_named),
        ("config", promises::configures),
    ] {
        let Ok(found) = std::fs::read_dir(corpus.join(target)) else { continue };
        for input in found {
            keeps(&std::fs::read(input?.path())?);
            tried += 1;
        }
    }
    assert!(tried > 0, "the corpus is empty");
    Ok(())
}
