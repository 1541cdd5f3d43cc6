//! The lines that reports show are the ones that `--fix` leaves: pasted, they are right, and stay as they are.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::path::Path;

use twir_lint::Settings;
use twir_lint::diagnostic::{Applicability, Corrected, Diagnostic};
use twir_lint::document::Document;
use twir_lint::lint::{self, Scope};
use twir_lint::rules::RULES;
use twir_lint::text::Source;

/// Calls `work` with what judges a document, as a draft.
fn with_judge<T>(work: impl FnOnce(&dyn Fn(&Document<'_>) -> Vec<Diagnostic>) -> T) -> T {
    let settings = Settings::default();
    work(&|document| lint::check(document, &settings.judging()))
}

fn found(text: &str) -> (Source, Vec<Diagnostic>) {
    let source = Source::new("", text);
    let diagnostics = with_judge(|judge| {
        let document = Document::parse(&source);
        let mut diagnostics = judge(&document);
        lint::preview(&document, &mut diagnostics, &[], judge);
        diagnostics
    });
    (source, diagnostics)
}

fn fixed(text: &str, unsafe_fixes: bool) -> lint::Fixed {
    let scope = Scope { unsafe_fixes, ..Scope::default() };
    with_judge(|judge| lint::fix(Source::new("", text), scope, judge)).unwrap()
}

/// What is wrong with the lines that are shown for a text, by line.
fn faults(text: &str) -> Vec<String> {
    let (source, diagnostics) = found(text);
    let mut faults = Vec::new();
    let shown: Vec<&Corrected> = diagnostics.iter().filter_map(|found| found.corrected.as_ref()).collect();
    for (index, corrected) in shown.iter().enumerate() {
        let Corrected { span, lines, applicability, .. } = corrected;
        let line = source.line_index(span.start) + 1;
        let is_repeated =
            shown[..index].iter().any(|other| other.span.overlaps(*span) && other.applicability == *applicability);
        if is_repeated {
            faults.push(format!("line {line} is shown twice"));
        }
        let is_unsafe = *applicability == Applicability::Unsafe;
        let left = fixed(text, is_unsafe).source;
        let pasted = lines.join("\n");
        if !left.text().contains(&pasted) {
            faults.push(format!("line {line} is shown as {pasted:?}, and left otherwise: {:?}", left.text()));
        }
        let text = [&source.text()[..span.start], &pasted, &source.text()[span.end..]].concat();
        if !fixed(&text, is_unsafe).source.text().contains(&pasted) {
            faults.push(format!("line {line}, pasted as {pasted:?}, is fixed again"));
        }
    }
    faults
}

#[test]
fn corrected_lines_are_those_that_fixing_leaves() {
    let mut texts: Vec<String> =
        RULES.iter().flat_map(|rule| rule.examples).map(|example| example.bad.to_owned()).collect();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for folder in std::fs::read_dir(fixtures).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            texts.push(std::fs::read_to_string(file.unwrap().path()).unwrap());
        }
    }
    // Several slips of one line, in every combination of two.
    let slips = [
        ("* ", "- "),
        ("* ", "*"),
        ("* [", "* (video) ["),
        ("](", "] ("),
        ("https://example.org/a", "http://example.org/a"),
        ("/a)", "/a?utm_source=x)"),
        ("/a)", "/a)  "),
        ("example.org/a", "youtu.be/abcdefghijk?si=x"),
        ("title", "ti\u{200b}tle"),
        ("title", "title "),
        ("A", "Ã©"),
    ];
    for (good, bad) in slips {
        for (other_good, other_bad) in slips {
            let line = "* [A title](https://example.org/a)".replacen(good, bad, 1).replacen(other_good, other_bad, 1);
            texts.push(format!("### Observations/Thoughts\n\n* [B](https://example.org/b)\n{line}\n"));
        }
    }
    let faults: Vec<_> =
        texts.iter().map(|text| (text, faults(text))).filter(|(_, faults)| !faults.is_empty()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_line_is_shown_once_as_all_fixes_leave_it() {
    let (_, diagnostics) = found("* (video)  [A](https://youtu.be/abcdefghijk?si=x)\n");
    let shown: Vec<_> = diagnostics.iter().filter_map(|found| found.corrected.as_ref()).collect();
    let [corrected] = shown.as_slice() else { panic!("{shown:?}") };
    assert_eq!(corrected.lines, ["* [video] [A](https://www.youtube.com/watch?v=abcdefghijk)"]);
    assert!(corrected.is_joint);
}

#[test]
fn a_fix_that_is_not_applied_is_not_offered() {
    // Without the parameter, the link would lead nowhere.
    let (_, diagnostics) = found("* [e](?utm_source=x)\n");
    assert!(!diagnostics.is_empty());
    assert!(diagnostics.iter().all(|found| found.fix.is_none()), "{diagnostics:#?}");
}

/// The lines that are shown for a text.
fn shown(text: &str) -> Vec<String> {
    let (_, diagnostics) = found(text);
    diagnostics.into_iter().filter_map(|found| found.corrected).flat_map(|corrected| corrected.lines).collect()
}

#[test]
fn few_lines_are_shown_and_many_are_not() {
    let right = "* [One two three four](https://example.org/1)";
    assert_eq!(shown("### Research\n* [One\n  two\n  three\n  four](https://example.org/1)\n"), [right]);
    assert!(shown("### Research\n* [One\n  two\n  three\n  four\n  five](https://example.org/1)\n").is_empty());
}

#[test]
fn a_line_is_shown_however_far_down_it_is_but_not_if_it_is_endless() {
    let below = |text: &str| format!("{text}\n\n### Research\n*[One](https://example.org/1)\n");
    assert_eq!(shown(&below(&"A line of words.\n".repeat(1000))), ["* [One](https://example.org/1)"]);
    let endless = format!("### Research\n*[{}](https://example.org/1)\n", "one ".repeat(4500));
    let (_, diagnostics) = found(&endless);
    assert!(diagnostics.iter().any(|found| found.fix.is_some() && found.rule == "missing-bullet-space"));
    assert!(shown(&endless).is_empty());
}
