//! The issue as a whole, seen from outside: what blocks publishing, what trimming leaves, what a change takes away.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use common::Place;

const DRAFT: &str = "draft/2026-03-04-this-week-in-rust.md";

const HEAD: &str = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n";

const ACCRA: &str = "* 2026-03-02 | Accra, GH | [Rust Accra](https://example.org/accra)\n    * [**Hack night**](https://example.org/accra/1)\n";

const GHENT: &str = "* 2026-03-09 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n";

fn events(regions: &str) -> String {
    format!("{HEAD}## Upcoming Events\n\nRusty Events between 2026-03-04 - 2026-04-01 🦀\n\n{regions}")
}

fn fixed(text: &str, options: &[&str]) -> String {
    let place = Place::new(&[(DRAFT, text)]);
    let ran = place.run(&[&[DRAFT, "--fix"], options].concat());
    assert!(ran.code < 2, "{}", ran.err);
    place.text(DRAFT)
}

#[test]
fn trimming_takes_the_region_that_it_empties() {
    let text = events(&format!("### Africa\n{ACCRA}\n### Europe\n{GHENT}"));
    let trimmed = events(&format!("### Europe\n{GHENT}"));
    assert_eq!(fixed(&text, &["--unsafe-fixes"]), trimmed);
    assert_eq!(fixed(&text, &[]), text);
    // What follows the last region is no part of it.
    let tail = "\nIf you are running a Rust event please add it to the calendar.\n";
    let text = events(&format!("### Europe\n{GHENT}\n### Oceania\n{ACCRA}{tail}"));
    assert!(fixed(&text, &["--unsafe-fixes"]).ends_with(&format!("{GHENT}{tail}")));
    // A region in which anything else stands, or whose date is mistyped, keeps its heading.
    for kept in [
        format!("### Africa\nAsk the organisers.\n\n{ACCRA}\n### Europe\n{GHENT}"),
        format!("### Africa\n{ACCRA}<!-- more to come -->\n\n### Europe\n{GHENT}"),
        format!("### Africa\n{ACCRA}{GHENT}\n### Europe\n{GHENT}"),
        format!("### Africa\n{}\n### Europe\n{GHENT}", ACCRA.replace("2026-03-02", "2025-03-12")),
    ] {
        assert!(fixed(&events(&kept), &["--unsafe-fixes"]).contains("### Africa"), "{kept}");
    }
}

#[test]
fn an_emptied_section_is_named_in_a_draft_only_once_it_is_written() {
    let found = |text: &str, options: &[&str]| {
        let place = Place::new(&[(DRAFT, text)]);
        place.run(&[&[DRAFT, "--format", "concise", "--quiet", "--only", "empty-section"], options].concat()).out
    };
    let crate_of_the_week = "## Crate of the Week\n\nThis week's crate is [crab](https://example.org/crab).\n\n";
    let quote = "## Quote of the Week\n\n> Crabs!\n\n– [Somebody](https://example.org/quote)\n";
    let no_quote = "## Quote of the Week\n\n<!-- QOTW goes here -->\n\n[Please submit quotes and vote for next week!](https://example.org/quotes)\n";
    let community =
        "## Updates from Rust Community\n\n### Foundation\n\n### Research\n* [A](https://example.org/a)\n\n";
    let written = format!("{HEAD}{community}{crate_of_the_week}{quote}");
    let unwritten = format!("{HEAD}{community}{crate_of_the_week}{no_quote}");
    assert_eq!(found(&unwritten, &[]), "");
    assert!(found(&written, &[]).contains(":8:1: warning[empty-section] the section `Foundation` is empty"));
    let published = found(&unwritten, &["--publish"]);
    assert!(published.contains("error[empty-section] there is no quote of the week"), "{published}");
    assert!(published.contains("error[empty-section] the section `Foundation` is empty"), "{published}");
    // Safe only where no more entries come.
    assert!(fixed(&written, &[]).contains("### Foundation"));
    assert!(!fixed(&written, &["--unsafe-fixes"]).contains("### Foundation"));
    assert!(!fixed(&written, &["--publish"]).contains("### Foundation"));
}

#[test]
fn the_checklist_names_the_sections_and_lists_warnings_too() {
    let text = format!(
        "{HEAD}## Updates from Rust Community\n\n### Research\n\n## Quote of the Week\n\n> Crabs!\n\n\
         <small>[Discuss on r/rust](REDDIT_LINK_HERE)</small>\n"
    );
    let place = Place::new(&[(DRAFT, &text)]);
    let out = place.run(&[DRAFT, "--publish"]).out.replace(" x", "×");
    assert!(out.contains("\n  1  Research                empty-section\n"), "{out}");
    assert!(out.contains("\n  1  Link to the discussion  placeholder\n"), "{out}");
    assert!(!out.contains("  Quote of the Week  "), "{out}");
    let warned = format!("{HEAD}## Updates from Rust Community\n\n### Official\n* [A](https://example.org/a)\n");
    place.write(DRAFT, &warned);
    let out = place.run(&[DRAFT, "--publish"]).out;
    let list = format!("\nReady to publish: {DRAFT} (1 warning to check)\n  1  Official  misplaced-link\n");
    assert!(out.ends_with(&list), "{out}");
}

#[test]
fn what_a_change_adds_and_is_over_is_an_error() {
    let old = events(&format!("### Africa\n{ACCRA}\n### Europe\n{GHENT}"));
    let place = Place::new(&[(DRAFT, &old)]);
    place.git(&["init", "--quiet", "--initial-branch=main"]);
    place.commit();
    let over = GHENT.replace("03-09", "03-03").replace("ghent/2", "ghent/1");
    place.write(DRAFT, events(&format!("### Africa\n{ACCRA}\n### Europe\n{over}{GHENT}")));
    let out = place.run(&["--since", "HEAD", "--format", "concise", "--quiet"]).out;
    assert!(out.contains("error[event-outside-window]") && out.lines().count() == 1, "{out}");
    let all = place.run(&[DRAFT, "--format", "concise", "--quiet"]).out;
    assert!(!all.contains("error[event-outside-window]"), "{all}");
}
