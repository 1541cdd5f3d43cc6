//! Reviews of pull requests: what GitHub and reviewdog are told about the lines of a change.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use common::Place;
use serde_json::Value;

const DRAFT: &str = "draft/2026-03-11-this-week-in-rust.md";

/// A checkout with a draft on `main`, and a change to it.
fn changed(before: &str, after: impl AsRef<[u8]>) -> Place {
    let place = Place::new(&[(DRAFT, before)]);
    place.git(&["init", "--quiet", "--initial-branch", "main"]);
    place.commit();
    place.write(DRAFT, after);
    place
}

fn entries(from: usize, to: usize) -> String {
    (from..to).map(|n| format!("* [Entry {n}](https://example.com/{n})\n")).collect()
}

fn json(place: &Place, format: &str) -> Value {
    let ran = place.run(&["--since", "main", "--format", format]);
    assert!(ran.code < 2, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.out))
}

/// The lines of each comment, and what it suggests for them.
fn suggested(review: &Value) -> Vec<(u64, u64, Option<String>)> {
    let comments = review["comments"].as_array().unwrap();
    let comment = |comment: &Value| {
        let body = comment["body"].as_str().unwrap();
        let suggestion =
            body.split_once("```suggestion\n").map(|(_, rest)| rest.split_once("```").unwrap().0.to_owned());
        let line = comment["line"].as_u64().unwrap();
        assert_eq!(comment["start_line"].is_null(), comment["start_side"].is_null());
        (comment["start_line"].as_u64().unwrap_or(line), line, suggestion)
    };
    comments.iter().map(comment).collect()
}

#[test]
fn a_line_with_several_mistakes_is_one_comment_with_the_line_as_it_should_be() {
    let bad = "* (Video) [Tides](http://example.com/tides?utm_source=mail)\n";
    let place = changed(&entries(0, 3), format!("{}{bad}", entries(0, 3)));
    let review = json(&place, "review");
    assert_eq!(review["event"], "COMMENT");
    let comment = &review["comments"][0];
    assert_eq!((comment["path"].as_str(), comment["side"].as_str()), (Some(DRAFT), Some("RIGHT")));
    let body = comment["body"].as_str().unwrap();
    for word in ["tracking-parameters", "❌ Error", "utm_source"] {
        assert!(body.contains(word), "{body}");
    }
    let wanted = "* [video] [Tides](http://example.com/tides)\n";
    assert_eq!(suggested(&review), [(4, 4, Some(wanted.to_owned()))], "{body}");
    assert!(!body.contains("Have a look"), "{body}");
}

#[test]
fn what_goes_is_suggested_to_be_empty_and_what_guesses_to_be_looked_at() {
    let old = entries(0, 9);
    let place = changed(&old, format!("{old}* [Entry 1](https://example.com/1)\n"));
    let review = json(&place, "review");
    assert_eq!(suggested(&review), [(10, 10, Some(String::new()))], "{review}");
    assert!(review["comments"][0]["body"].as_str().unwrap().contains("Have a look before you commit this"), "{review}");
}

#[test]
fn lines_that_belong_together_are_one_suggestion() {
    let place = changed(&entries(0, 3), format!("{}* [Tides\n  and ebb](https://example.com/tides)\n", entries(0, 3)));
    let review = json(&place, "review");
    let wanted = "* [Tides and ebb](https://example.com/tides)\n";
    assert_eq!(suggested(&review), [(4, 5, Some(wanted.to_owned()))], "{review}");
    assert_eq!(review["comments"][0]["start_side"], "RIGHT");
}

#[test]
fn what_a_person_has_to_mend_is_a_comment_without_a_suggestion() {
    let place = changed(&entries(0, 3), format!("{}* [Tides]()\n", entries(0, 3)));
    assert_eq!(suggested(&json(&place, "review")), [(4, 4, None)]);
}

#[test]
fn comments_are_on_lines_of_the_diff_and_the_rest_is_counted() {
    // A heading far above is found fault with, because of what was added below it.
    let old = format!("## A\n\n{}\n## B\n\n{}", entries(0, 20), entries(20, 24));
    let new = format!(
        "## A\n\n{}\n## B\n\n{}\n## A\n\n* [More](https://example.com/more?utm_source=x)\n",
        entries(0, 20),
        entries(20, 24)
    );
    let place = changed(&old, new);
    let review = json(&place, "review");
    let diff =
        std::process::Command::new("git").args(["diff", "--unified=3"]).current_dir(place.0.path()).output().unwrap();
    let diff = String::from_utf8(diff.stdout).unwrap();
    let hunk = diff.lines().find_map(|line| line.strip_prefix("@@ ")?.split_once('+')?.1.split_once(' ')).unwrap().0;
    let (start, count): (u64, u64) =
        hunk.split_once(',').map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap())).unwrap();
    let comments = suggested(&review);
    assert!(!comments.is_empty());
    for (first, last, _) in comments {
        assert!(start <= first && last < start + count, "{first}-{last} is not in {hunk}: {review}");
    }
    // All of a new file is shown.
    let place = changed("", "");
    place.write("draft/2026-03-18-this-week-in-rust.md", format!("{}* [Tides]()\n", entries(0, 30)));
    assert_eq!(suggested(&json(&place, "review")), [(31, 31, None)]);
}

#[test]
fn of_many_comments_twenty_are_made_and_errors_come_first() {
    let warnings: String = (0..30).map(|n| format!("* [Warning {n}](http://example.com/w{n})\n")).collect();
    let errors: String = (0..5).map(|n| format!("* [Error {n}](https://example.com/e{n}?utm_source=x)\n")).collect();
    let place = changed(&entries(0, 3), format!("{}{warnings}{errors}", entries(0, 3)));
    let review = json(&place, "review");
    let comments = review["comments"].as_array().unwrap();
    assert_eq!(comments.len(), 20);
    assert_eq!(comments.iter().filter(|comment| comment["body"].as_str().unwrap().contains("❌")).count(), 5);
    let lines: Vec<_> = comments.iter().map(|comment| comment["line"].as_u64()).collect();
    assert!(lines.is_sorted());
    assert!(review["body"].as_str().unwrap().contains("There is no room here for 15 more places"), "{review}");
}

#[test]
fn a_finding_is_known_again_wherever_its_line_has_gone() {
    let marks = |text: &str| {
        let review = json(&changed(&entries(0, 3), format!("{}{text}", entries(0, 3))), "review");
        let comments = review["comments"].as_array().unwrap().clone();
        comments.iter().map(|it| it["body"].as_str().unwrap().lines().next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let one = marks("* [Tides](https://example.com/tides?utm_source=mail)\n");
    let two = marks(
        "* [Ebb](https://example.com/ebb)\n* [Ray]()\n* [The tides](https://example.com/tides?utm_source=mail)\n",
    );
    assert!(one[0].starts_with("<!-- twir-lint-finding ") && one[0].ends_with(" -->"), "{one:?}");
    assert_eq!((one.len(), two.len()), (1, 2));
    assert_eq!(one[0], two[1]);
    assert_ne!(two[0], two[1]);
}

#[test]
fn nothing_in_a_review_is_more_than_it_looks() {
    let bad = "* [--> @someone ```suggestion <b>x</b> #1](https://example.com/a?utm_source=mail)\n";
    let place =
        changed(&entries(0, 3), format!("{}{bad}* [```` a](https://example.com/b?utm_source=x)\n", entries(0, 3)));
    let review = json(&place, "review");
    for comment in review["comments"].as_array().unwrap() {
        let body = comment["body"].as_str().unwrap();
        let first = body.lines().next().unwrap();
        assert!(first.ends_with(" -->") && first.matches("-->").count() == 1, "{first}");
        let fence: String = body
            .lines()
            .find(|line| line.ends_with("`suggestion"))
            .unwrap()
            .chars()
            .take_while(|c| *c == '`')
            .collect();
        let inside = body.split_once(&format!("{fence}suggestion\n")).unwrap().1;
        assert_eq!(inside.matches(fence.as_str()).count(), 1, "{body}");
        assert!(!body.split("```").next().unwrap().contains("@someone"), "{body}");
    }
}

#[test]
fn lines_that_cannot_be_written_in_a_comment_are_not_suggested() {
    // Another line end than git's, and bytes that are not UTF-8.
    for bad in [
        &b"* [A](https://example.com/a?utm_source=x)\r* [B](https://example.com/b)\n"[..],
        b"* [Caf\xe9](https://example.com/a?utm_source=x)\n",
    ] {
        let place = changed(&entries(0, 3), [entries(0, 3).as_bytes(), bad].concat());
        let review = json(&place, "review");
        assert!(suggested(&review).iter().all(|(.., suggestion)| suggestion.is_none()), "{review}");
        assert!(suggested(&review).iter().all(|(first, ..)| *first == 4), "{review}");
    }
    // Windows's own is no obstacle.
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let place =
        changed(&crlf(&entries(0, 3)), crlf(&format!("{}* [A](https://example.com/a?utm_source=x)\n", entries(0, 3))));
    assert_eq!(suggested(&json(&place, "review")), [(4, 4, Some("* [A](https://example.com/a)\n".to_owned()))]);
}

#[test]
fn a_review_needs_a_change() {
    let place = changed("", "");
    let ran = place.run(&["--format", "review", DRAFT]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("use it with --since"), "{}", ran.err);
}

#[test]
fn reviewdog_gets_places_in_bytes_and_lines_as_they_should_be() {
    let place = changed(
        "",
        "* [Grüße](https://example.com/a?utm_source=x)\n* [Grüße](https://example.com/a?utm_source=x)\n* [B]()\n",
    );
    let result = json(&place, "rdjson");
    assert_eq!(result["source"]["name"], "twir-lint");
    let diagnostics = result["diagnostics"].as_array().unwrap();
    let of = |rule: &str| {
        diagnostics.iter().find(|found| found["code"]["value"] == rule).unwrap_or_else(|| panic!("{rule}: {result}"))
    };
    let tracking = of("tracking-parameters");
    assert_eq!((tracking["severity"].as_str(), tracking["location"]["path"].as_str()), (Some("ERROR"), Some(DRAFT)));
    // `ü` and `ß` are two bytes each.
    let start = &tracking["location"]["range"]["start"];
    assert_eq!((start["line"].as_u64(), start["column"].as_u64()), (Some(1), Some(35)), "{tracking}");
    assert_eq!(tracking["suggestions"][0]["text"], "* [Grüße](https://example.com/a)");
    // A line that goes takes its line end with it.
    let range = &of("duplicate-link")["suggestions"][0]["range"];
    assert_eq!(of("duplicate-link")["suggestions"][0]["text"], "");
    assert_eq!((range["start"]["line"].as_u64(), range["end"]["line"].as_u64()), (Some(2), Some(3)), "{result}");
    assert_eq!(range["end"]["column"], 1);
    assert!(diagnostics.iter().any(|found| found.get("suggestions").is_none()));
}
