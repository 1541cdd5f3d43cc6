//! Changes that want to switch off what judges them.

use crate::common::{Place, Ran};

const DRAFT: &str = "draft/2026-03-11-this-week-in-rust.md";
const TEXT: &str = "* [Snails](https://example.com/snails?utm_source=old)\n* [Crabs](https://example.com/crabs)\n";
const BAD: &str = "* [Tides](https://example.com/tides?utm_source=mail)\n";

/// A checkout with a draft and some configuration on `main`, and a branch of a stranger checked out.
fn newsletter(files: &[(&str, &str)]) -> Place {
    let place = Place::new(&[(DRAFT, TEXT), ("README.md", "A newsletter\n")]);
    for (path, text) in files {
        place.write(path, text);
    }
    place.git(&["init", "--quiet", "--initial-branch", "main"]);
    place.commit();
    place.git(&["checkout", "--quiet", "-b", "contribution"]);
    place
}

const FORMATS: [&str; 8] = ["fancy", "concise", "json", "sarif", "github", "markdown", "review", "rdjson"];

/// Runs it in every format, committed or not, and sees that each says all of `words`.
fn said_in_every_format(place: &Place, arguments: &[&str], code: i32, words: &[&str]) {
    for is_committed in [false, true] {
        if is_committed {
            place.commit();
        }
        for format in FORMATS {
            let ran = run(place, arguments, format);
            assert_eq!(ran.code, code, "{format}: {}{}", ran.out, ran.err);
            for word in words {
                let out = ran.out.replace("\\\"", "\"").replace("\\\\", "");
                assert!(out.contains(word), "{format} does not say {word}: {}", ran.out);
            }
        }
        let ran = place.run(&[arguments, &["--since", "main", "--statistics"]].concat());
        assert_eq!(ran.code, code, "{}", ran.err);
        assert!(words.iter().all(|word| ran.out.contains(word)), "{}", ran.out);
    }
}

fn run(place: &Place, arguments: &[&str], format: &str) -> Ran {
    place.run(&[arguments, &["--since", "main", "--format", format]].concat())
}

fn json(place: &Place, arguments: &[&str]) -> serde_json::Value {
    let ran = run(place, arguments, "json");
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}{}", ran.out, ran.err))
}

#[test]
fn a_change_does_not_configure_its_own_judgement() {
    let off = "[rules]\nall = \"off\"\n";
    let out = "exclude = [\"*\"]\n";
    for (path, config) in [
        ("twir-lint.toml", off),
        ("draft/twir-lint.toml", off),
        ("twir-lint.toml", out),
        ("draft/twir-lint.toml", out),
        ("twir-lint.toml", "nonsense"),
    ] {
        for before in [None, Some("[rules]\nbare-url = \"warning\"\n")] {
            let place = newsletter(&before.map(|before| ("twir-lint.toml", before)).into_iter().collect::<Vec<_>>());
            place.write(DRAFT, format!("{TEXT}{BAD}"));
            place.write(path, config);
            place.git(&["add", "--all"]);
            for arguments in [&[][..], &[DRAFT], &["draft"], &["--config", path]] {
                let report = json(&place, arguments);
                assert_eq!(report["summary"]["errors"], 1, "{path} {config} {before:?} {arguments:?}: {report}");
                let change = &report["change"];
                assert_eq!(change["configuration"][0], path, "{report}");
                assert_eq!(change["allowed"], usize::from(config == off), "{report}");
                assert_eq!(change["excluded"].as_array().unwrap().len(), usize::from(config == out), "{report}");
            }
        }
    }
    let place = newsletter(&[]);
    place.write(DRAFT, format!("{TEXT}{BAD}"));
    place.write("twir-lint.toml", off);
    said_in_every_format(&place, &[], 1, &["twir-lint.toml", "configuration"]);
}

#[test]
fn a_configuration_that_is_removed_or_moved_still_holds() {
    let config = "[rules]\ntracking-parameters = \"warning\"\n";
    let place = newsletter(&[("twir-lint.toml", config), ("ci/lint.toml", config)]);
    place.write(DRAFT, format!("{TEXT}{BAD}"));
    std::fs::remove_file(place.0.path().join("twir-lint.toml")).unwrap();
    place.write("ci/lint.toml", "[rules]\nall = \"off\"\n");
    for arguments in [&[][..], &["--config", "ci/lint.toml"]] {
        let report = json(&place, arguments);
        assert_eq!(report["summary"]["warnings"], 1, "{report}");
        assert_eq!(report["change"]["configuration"].as_array().unwrap().len(), 1, "{report}");
    }
}

#[test]
fn a_configuration_that_was_there_holds_without_a_word() {
    let place = newsletter(&[
        ("twir-lint.toml", "exclude = [\"content\"]\n[rules]\ntracking-parameters = \"off\"\n"),
        ("content/2026-03-04-this-week-in-rust.md", TEXT),
    ]);
    place.write(DRAFT, format!("{TEXT}{BAD}"));
    let other = BAD.replace("tides", "ebb");
    place.write("content/2026-03-04-this-week-in-rust.md", format!("{TEXT}{other}"));
    let ran = run(&place, &[], "fancy");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(!ran.out.contains("applied"), "{}", ran.out);
    let mut command = place.command("draft");
    let output = command.args(["--since", "main"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    // One outside of the checkout is the choice of who runs it.
    let outside = Place::new(&[("x.toml", "[rules]\nall = \"off\"\n")]);
    let config = outside.0.path().join("x.toml");
    place.write("twir-lint.toml", "");
    let report = json(&place, &["--config", config.to_str().unwrap()]);
    assert_eq!((report["summary"]["errors"].as_u64(), report["change"]["allowed"].as_u64()), (Some(0), Some(0)));
}

#[test]
fn a_change_allows_itself_nothing() {
    let bare = "tracking-parameters, unused-allow";
    let all = |place: &Place| {
        let rules: serde_json::Value =
            serde_json::from_str(&place.run(&["--list-rules", "--format", "json"]).out).unwrap();
        let rules = rules["rules"].as_array().or(rules.as_array()).unwrap();
        rules.iter().map(|rule| rule["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(", ")
    };
    for text in [
        format!("<!-- twir-lint: allow-file({bare}) why not -->\n{TEXT}{BAD}"),
        format!("{TEXT}<!-- twir-lint: allow(tracking-parameters) why not -->\n{BAD}"),
        format!("{TEXT}{}", BAD.replace('\n', " <!-- twir-lint: allow(tracking-parameters) why not -->\n")),
    ] {
        let place = newsletter(&[]);
        place.write(DRAFT, text);
        let report = json(&place, &[]);
        assert_eq!(
            (report["summary"]["errors"].as_u64(), report["change"]["allowed"].as_u64()),
            (Some(1), Some(1)),
            "{report}"
        );
    }
    let place = newsletter(&[]);
    place.write(DRAFT, format!("<!-- twir-lint: allow-file({}) -->\n{TEXT}{BAD}", all(&place)));
    said_in_every_format(&place, &[], 1, &["allow"]);
    let place = newsletter(&[]);
    place.write("draft/2026-03-18-this-week-in-rust.md", format!("<!-- twir-lint: allow-file({bare}) -->\n{BAD}"));
    assert_eq!(json(&place, &[])["change"]["allowed"], 1);
}

#[test]
fn what_was_allowed_before_is_allowed_where_it_was() {
    let on_entry = format!("<!-- twir-lint: allow(tracking-parameters) the page needs it -->\n{BAD}{TEXT}");
    let place = newsletter(&[(DRAFT, &on_entry)]);
    // The entry is edited, moved, and stays allowed.
    let edited = BAD.replace("Tides", "All tides").replace("utm_source=mail", "utm_source=post");
    place.write(DRAFT, on_entry.replace(BAD, &edited));
    let report = json(&place, &[]);
    assert_eq!(
        (report["summary"]["errors"].as_u64(), report["change"]["allowed"].as_u64()),
        (Some(0), Some(0)),
        "{report}"
    );
    // An entry in its place was never allowed anything.
    place.write(DRAFT, on_entry.replace(BAD, "* [Gulls](https://example.net/gulls?utm_source=mail)\n"));
    let report = json(&place, &[]);
    assert_eq!(
        (report["summary"]["errors"].as_u64(), report["change"]["allowed"].as_u64()),
        (Some(1), Some(1)),
        "{report}"
    );
    // The file as a whole was.
    let on_file = format!("<!-- twir-lint: allow-file(tracking-parameters) the pages need it -->\n{TEXT}");
    let place = newsletter(&[(DRAFT, &on_file)]);
    place.write(DRAFT, format!("{on_file}{BAD}"));
    let report = json(&place, &[]);
    assert_eq!(
        (report["summary"]["errors"].as_u64(), report["change"]["allowed"].as_u64()),
        (Some(0), Some(0)),
        "{report}"
    );
}

#[test]
fn what_is_named_or_placed_otherwise_is_no_success() {
    for path in [
        "draft/2026-3-4-this-week-in-rust.md",
        "draft/2026-03-18-this-week-in-rust.MD",
        "draft/2026-03-18-this-week-in-rust.markdown",
        "Draft/2026-03-18-this-week-in-rust.md",
        "content/sub/2026-03-18-this-week-in-rust.md",
        "draft/next.md",
        "2026-03-18-this-week-in-rust.md",
    ] {
        let place = newsletter(&[]);
        place.write(path, BAD);
        said_in_every_format(
            &place,
            &[],
            2,
            &[path, "not checked"].map(|word| if word == path { path } else { "hecked" }),
        );
        let ran = place.run(&["--since", "main"]);
        assert!(ran.err.contains("none of the changed files was checked"), "{}", ran.err);
        // Beside an issue that was looked at, it is named.
        place.write(DRAFT, format!("{TEXT}* [More](https://example.com/more)\n"));
        let report = json(&place, &[]);
        assert_eq!(report["change"]["unchecked"][0], path, "{report}");
        assert_eq!(report["summary"]["errors"], 0, "{report}");
        if path.starts_with("draft/") {
            assert_eq!(json(&place, &["draft"])["change"]["unchecked"][0], path);
        }
    }
}

#[test]
fn other_files_of_the_checkout_are_no_issues() {
    let place = newsletter(&[]);
    place.write("README.md", "A newsletter!\n");
    place.write("tools/x.py", "print()\n");
    let ran = run(&place, &[], "fancy");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("No issue has changed since main.") && ran.out.contains("README.md"), "{}", ran.out);
    assert!(!ran.out.contains("x.py"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_an_issue_or_a_folder_hides_nothing() {
    use std::os::unix::fs::symlink;
    let old = "old/2026-03-18-this-week-in-rust.md";
    let place = newsletter(&[(old, BAD)]);
    std::fs::remove_dir_all(place.0.path().join("draft")).unwrap();
    symlink("old", place.0.path().join("draft")).unwrap();
    said_in_every_format(&place, &[], 2, &["draft"]);
    // What it leads to was there, but was no issue.
    assert_eq!(json(&place, &["draft"])["summary"]["errors"], 1);

    let place = newsletter(&[(old, BAD)]);
    symlink("../old/2026-03-18-this-week-in-rust.md", place.0.path().join("draft/2026-03-18-this-week-in-rust.md"))
        .unwrap();
    assert_eq!(json(&place, &[])["summary"]["errors"], 1);
    place.commit();
    assert_eq!(json(&place, &[])["summary"]["errors"], 1);
}

#[test]
fn what_is_not_checked_out_is_named() {
    let place = newsletter(&[("docs/guide.txt", "A guide\n")]);
    place.write(DRAFT, format!("{TEXT}{BAD}"));
    place.commit();
    place.git(&["sparse-checkout", "set", "--cone", "docs"]);
    let ran = run(&place, &[], "fancy");
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.out.contains(DRAFT), "{}{}", ran.out, ran.err);
}

#[test]
fn a_maintainer_may_accept_what_a_change_says_of_itself() {
    let place = newsletter(&[]);
    place.write(DRAFT, format!("<!-- twir-lint: allow-file(tracking-parameters) why not -->\n{TEXT}{BAD}"));
    let count = |arguments: &[&str]| json(&place, arguments)["summary"]["errors"].as_u64();
    assert_eq!((count(&[]), count(&["--trust-change"])), (Some(1), Some(0)));
    let place = newsletter(&[]);
    place.write(DRAFT, format!("{TEXT}{BAD}"));
    place.write("twir-lint.toml", "[rules]\ntracking-parameters = \"off\"\n");
    let report = json(&place, &["--trust-change"]);
    assert_eq!(report["summary"]["errors"], 0);
    assert_eq!(
        (report["change"]["configuration"].as_array().unwrap().len(), &report["change"]["allowed"]),
        (0, &0.into())
    );
    let ran = place.run(&["--trust-change", DRAFT]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("use it with --since"), "{}", ran.err);
}
