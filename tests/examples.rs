//! The examples of each rule prove what the rule says of itself.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

#[path = "examples/voice.rs"]
mod voice;

use std::collections::BTreeSet;

use twir_lint::diagnostic::{Applicability, Diagnostic};
use twir_lint::report::rule_docs::{fix_example, lint_example};
use twir_lint::rule::{Example, FixAvailability, Rule, Silent};
use twir_lint::rules::RULES;

/// Calls `check` for every example, and reports all failures together.
fn for_each_example(check: impl Fn(&'static Rule, &'static Example) -> Result<(), String>) {
    let mut failures = Vec::new();
    for rule in RULES {
        for (index, example) in rule.examples.iter().enumerate() {
            if let Err(failure) = check(rule, example) {
                failures.push(format!("{}, example {}: {failure}", rule.name, index + 1));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn findings(rule: &Rule, example: &Example, text: &str) -> Vec<Diagnostic> {
    lint_example(rule, &example.setting, text).expect("examples can be parsed").diagnostics
}

fn listed(found: &[Diagnostic]) -> String {
    let lines: Vec<_> = found.iter().map(|d| format!("{}: {}", d.rule, d.message)).collect();
    if lines.is_empty() { "nothing".to_owned() } else { lines.join("; ") }
}

#[test]
fn the_bad_text_triggers_its_rule_and_no_other() {
    for_each_example(|rule, example| {
        let found = findings(rule, example, example.bad);
        let is_own = !found.is_empty() && found.iter().all(|diagnostic| diagnostic.rule == rule.name);
        is_own.then_some(()).ok_or_else(|| format!("the bad text gives {}\n{}", listed(&found), example.bad))
    });
}

#[test]
fn the_good_text_triggers_nothing() {
    for_each_example(|rule, example| {
        let found = findings(rule, example, example.good);
        found
            .is_empty()
            .then_some(())
            .ok_or_else(|| format!("the good text gives {}\n{}", listed(&found), example.good))
    });
}

#[test]
fn the_silent_neighbours_trigger_nothing() {
    let mut failures = Vec::new();
    for rule in RULES {
        if rule.silent.is_empty() {
            failures
                .push(format!("{}: `silent` is empty; add a text that looks like a bad one and is right", rule.name));
        }
        for Silent { why, text, setting } in rule.silent {
            let found = lint_example(rule, setting, text).expect("examples can be parsed").diagnostics;
            if !found.is_empty() {
                failures.push(format!("{}, silent because {why}: {}\n{text}", rule.name, listed(&found)));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn fixing_the_bad_text_gives_the_good_one() {
    for_each_example(|rule, example| {
        if !example.fixed {
            return Ok(());
        }
        let fixed = fix_example(rule, example).expect("examples can be parsed");
        (fixed == example.good)
            .then_some(())
            .ok_or_else(|| format!("fixed to {fixed:?}\ninstead of {:?}", example.good))
    });
}

#[test]
fn a_rule_has_the_fixes_that_it_claims() {
    let mut failures = Vec::new();
    for rule in RULES {
        if rule.examples.is_empty() {
            failures.push(format!("{} has no example", rule.name));
        }
        let is_shown = rule.examples.iter().any(|example| example.fixed);
        if (rule.fix != FixAvailability::None) != is_shown {
            let fix = rule.fix.as_str();
            failures.push(format!("{} says fix: {fix}, but has a fixed example: {is_shown}", rule.name));
        }
        for example in rule.examples {
            let found = findings(rule, example, example.bad);
            let most = found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).map(|fix| fix.applicability);
            let exceeds = |fix| match fix {
                Applicability::Safe => rule.fix != FixAvailability::Safe,
                Applicability::Unsafe => rule.fix == FixAvailability::None,
            };
            if most.into_iter().any(exceeds) {
                failures.push(format!("{} carries a fix beyond what it claims ({})", rule.name, rule.fix.as_str()));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn messages_have_one_form() {
    for_each_example(|rule, example| {
        for Diagnostic { message, help, fix, .. } in findings(rule, example, example.bad) {
            let begins = message.chars().next().is_some_and(|c| c == '`' || c.is_lowercase() || c.is_ascii_digit());
            if !begins || message.ends_with('.') || message.contains('\n') {
                return Err(format!(
                    "a message begins with a small letter, a digit or a backtick, and has no full stop: {message}"
                ));
            }
            if let Some(help) = help.filter(|help| !help.ends_with(['.', '?', ':']) && !help.ends_with('`')) {
                return Err(format!("help is a sentence: {help}"));
            }
            if let Some(fix) = fix.filter(|fix| fix.title.ends_with('.') || !fix.title.starts_with(char::is_uppercase))
            {
                return Err(format!("the title of a fix begins with a capital and has no full stop: {}", fix.title));
            }
        }
        Ok(())
    });
}

#[test]
fn spans_lie_on_character_boundaries() {
    for_each_example(|rule, example| {
        for Diagnostic { span, labels, fix, .. } in findings(rule, example, example.bad) {
            let edits = fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
            let labels = labels.iter().filter(|label| label.elsewhere.is_none()).map(|label| label.span);
            for span in labels.chain(edits).chain([span]) {
                if example.bad.get(span.start..span.end).is_none() {
                    return Err(format!("{span:?} is no part of the text"));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn every_file_is_a_rule_and_every_rule_a_file() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: BTreeSet<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().replace('_', "-"))
        .collect();
    let names: BTreeSet<_> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(names.len(), RULES.len(), "two rules of one name");
    let unlisted: Vec<_> = files.difference(&names).collect();
    assert!(unlisted.is_empty(), "not named in src/rules.rs, or `name` is not that of the file: {unlisted:?}");
    let fileless: Vec<_> = names.difference(&files).collect();
    assert!(fileless.is_empty(), "`name` is not that of the file: {fileless:?}");
    for name in names {
        assert!(name.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase())), "{name}");
    }
}
