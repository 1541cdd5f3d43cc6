//! Pull requests of every kind, in real git repositories: each brings exactly the findings that it should.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use std::time::{Duration, Instant};

use common::{Place, Ran};

const DRAFT: &str = "draft/2026-03-11-this-week-in-rust.md";
const OLD_DRAFT: &str = "draft/2026-02-25-this-week-in-rust.md";
const PUBLISHED: &str = "content/2026-03-04-this-week-in-rust.md";

/// A draft with a fault of each kind that earlier pull requests have left in it.
const TEXT: &str = "\
Title: This Week in Rust 642
Number: 642
Date: 2026-03-11
Category: This Week in Rust

## Updates from Rust Community

### Observations/Thoughts
* [A garden of crates](https://example.org/garden?utm_source=mail)
* [Borrowing a neighbour's ladder](http://example.org/ladder)
* [Why our tests sing](https://example.com/sing)

### Rust Walkthroughs
* [Counting snails](https://example.org/snails)

## Upcoming Events

Rusty Events between 2026-03-11 - 2026-04-08 🦀

### Europe
* 2026-03-09 | Ghent, BE | [Rust Ghent](https://example.org/ghent)
    * [**Hack night**](https://example.org/ghent/1)
* 2026-03-17 | Lyon, France | [Rust Lyon](https://example.org/lyon)
    * [**Meetup**](https://example.org/lyon/1)
* 2026-03-24 | Ghent, BE | [Rust Ghent](https://example.org/ghent)
    * [**Talk night**](https://example.org/ghent/2)

### Oceania
* 2026-03-19 | Hobart, TAS, AU | [Rust Hobart](https://example.org/hobart)
    * [**Crab walk**](https://example.org/hobart/1)
";

impl Place {
    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert!(text.contains(from), "there is no {from:?}");
        self.write(path, text.replacen(from, to, 1));
    }

    /// What is found since a revision, as `path:line rule`.
    fn since(&self, rev: &str) -> Vec<String> {
        let ran = self.run(&["--since", rev, "--format", "concise"]);
        assert!(ran.code < 2, "{}", ran.err);
        found(&ran)
    }
}

fn found(ran: &Ran) -> Vec<String> {
    let place = |line: &str| {
        let mut parts = line.splitn(4, ':');
        let (path, line, _, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let rule = rest.split_once('[')?.1.split_once(']')?.0;
        Some(format!("{path}:{line} {rule}"))
    };
    ran.out.lines().filter_map(place).collect()
}

fn of_draft(findings: &[(usize, &str)]) -> Vec<String> {
    findings.iter().map(|(line, rule)| format!("{DRAFT}:{line} {rule}")).collect()
}

/// A checkout of the newsletter, with all that is there committed on `main`, and a branch of a contributor checked out.
fn newsletter() -> Place {
    let other =
        |number: &str, date: &str| TEXT.replace("642", number).replace("2026-03-11", date).replace("example", number);
    let place = Place::new(&[
        (DRAFT, TEXT),
        (PUBLISHED, &other("641", "2026-03-04")),
        (OLD_DRAFT, &other("640", "2026-02-25")),
        ("tools/DRAFT_TEMPLATE", "Title: This Week in Rust $twir_issue_number\n\n### Research\n\n### Miscellaneous\n"),
        ("README.md", "* [No issue](http://example.org/readme?utm_source=x)\n"),
    ]);
    place.git(&["init", "--quiet", "--initial-branch", "main"]);
    place.commit();
    place.git(&["checkout", "--quiet", "-b", "contribution"]);
    place
}

#[test]
fn a_pull_request_without_issues_is_silent() {
    let place = newsletter();
    place.edit("README.md", "No issue", "Still none");
    let ran = place.run(&["--since", "main"]);
    let said = "No issue has changed since main.\nnote: Changed but not checked: `README.md`. This is not an issue.";
    assert_eq!((ran.code, ran.out.trim()), (0, said));
}

#[test]
fn a_line_that_is_added_is_judged_and_no_other() {
    let place = newsletter();
    place.edit(
        DRAFT,
        "### Rust Walkthroughs\n",
        "### Rust Walkthroughs\n* [Tides](https://example.com/tides?utm_source=mail)\n",
    );
    assert_eq!(place.since("main"), of_draft(&[(14, "tracking-parameters")]));
    place.commit();
    assert_eq!(place.since("main"), of_draft(&[(14, "tracking-parameters")]));
    assert_eq!(place.since("HEAD"), Vec::<String>::new());
    assert_eq!(place.run(&["--since", "main"]).code, 1);
}

#[test]
fn a_clean_line_is_no_finding() {
    let place = newsletter();
    place.edit(DRAFT, "### Rust Walkthroughs\n", "### Rust Walkthroughs\n* [Tides](https://example.com/tides)\n");
    let ran = place.run(&["--since", "main"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("No problems found"), "{}", ran.out);
}

#[test]
fn an_old_line_that_is_touched_keeps_its_old_faults() {
    let place = newsletter();
    place.edit(DRAFT, "A garden of crates", "A small garden of crates");
    place.edit(DRAFT, "Lyon, France", "Villeurbanne, France");
    assert_eq!(place.since("main"), of_draft(&[]));
    // A new fault on it is told, the old one is not.
    place.edit(DRAFT, "[A small garden", "[A small :garden");
    assert_eq!(place.since("main"), of_draft(&[(9, "title-spacing")]));
}

#[test]
fn a_fault_in_place_of_another_is_new() {
    let place = newsletter();
    place.edit(
        DRAFT,
        "* [A garden of crates](https://example.org/garden?utm_source=mail)",
        "* [Tides](https://example.com/tides?utm_source=mail)",
    );
    assert_eq!(place.since("main"), of_draft(&[(9, "tracking-parameters")]));
}

#[test]
fn a_line_that_is_moved_is_not_new() {
    let place = newsletter();
    let line = "* [A garden of crates](https://example.org/garden?utm_source=mail)\n";
    place.edit(DRAFT, line, "");
    place.edit(DRAFT, "### Rust Walkthroughs\n", &format!("### Rust Walkthroughs\n{line}"));
    assert_eq!(place.since("main"), of_draft(&[]));
}

#[test]
fn a_line_that_is_indented_has_only_that_fault() {
    let place = newsletter();
    place.edit(DRAFT, "* [A garden of crates]", " * [A garden of crates]");
    assert_eq!(place.since("main"), of_draft(&[(9, "bullet-indent")]));
}

#[test]
fn a_second_copy_is_new_wherever_it_stands() {
    let place = newsletter();
    let line = "* [Counting snails](https://example.org/snails)\n";
    place.edit(DRAFT, "### Observations/Thoughts\n", &format!("### Observations/Thoughts\n{line}"));
    assert_eq!(place.since("main"), of_draft(&[(9, "duplicate-link")]));

    let place = newsletter();
    let line = "* [Borrowing a neighbour's ladder](http://example.org/ladder)\n";
    place.edit(DRAFT, "### Rust Walkthroughs\n", &format!("### Rust Walkthroughs\n{line}"));
    assert_eq!(place.since("main"), of_draft(&[(14, "insecure-url"), (14, "duplicate-link")]));
}

#[test]
fn two_lines_that_change_places_are_still_the_same_two_lines() {
    let place = newsletter();
    let (one, other) =
        ("* [Counting snails](https://example.org/snails)\n", "* [Snails](https://example.org/snails/)\n");
    place.edit(DRAFT, one, &format!("{one}{other}"));
    place.commit();
    place.edit(DRAFT, &format!("{one}{other}"), &format!("{other}{one}"));
    assert_eq!(place.since("HEAD"), of_draft(&[]));
}

#[test]
fn events_that_are_sorted_anew_are_not_new() {
    let place = newsletter();
    let last = "* 2026-03-24 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Talk night**](https://example.org/ghent/2)\n";
    place.edit(DRAFT, last, "");
    place.edit(DRAFT, "### Europe\n", &format!("### Europe\n{last}"));
    // Where it now stands is the one new fault.
    assert_eq!(place.since("main"), of_draft(&[(21, "event-order")]));
    place.edit(DRAFT, last, "");
    place.edit(DRAFT, "\n### Oceania", &format!("{last}\n### Oceania"));
    assert_eq!(place.since("main"), of_draft(&[]));
}

#[test]
fn of_events_in_disorder_the_one_that_was_added_is_told() {
    let place = newsletter();
    let early = "* 2026-03-12 | Hobart, TAS, AU | [Rust Hobart](https://example.org/hobart)\n    * [**Shell hunt**](https://example.org/hobart/2)\n";
    place.write(DRAFT, format!("{TEXT}{early}"));
    assert_eq!(place.since("main"), of_draft(&[(31, "event-order")]));
}

#[test]
fn events_that_are_over_are_told_where_they_were_added() {
    let place = newsletter();
    let over = "* 2026-03-10 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Late night**](https://example.org/ghent/3)\n";
    place.edit(DRAFT, "* 2026-03-17 | Lyon", &format!("{over}* 2026-03-17 | Lyon"));
    assert_eq!(place.since("main"), of_draft(&[(23, "event-outside-window")]));
    // What a draft has of last week only warns.
    assert_eq!(
        (place.run(&["--since", "main"]).code, place.run(&[DRAFT, "--only", "event-outside-window"]).code),
        (1, 0)
    );
}

#[test]
fn entries_of_a_published_issue_belong_into_the_draft() {
    let place = newsletter();
    place.edit(PUBLISHED, "### Rust Walkthroughs\n", "### Rust Walkthroughs\n* [Tides](https://example.com/tides)\n");
    let ran = place.run(&["--since", "main"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("error[wrong-file]: this issue is already published"), "{}", ran.out);
    assert!(ran.out.contains(DRAFT), "{}", ran.out);
    // An editor corrects what is there.
    let place = newsletter();
    place.edit(PUBLISHED, "[Counting snails]", "[Counting slow snails]");
    assert_eq!(place.since("main"), Vec::<String>::new());
}

#[test]
fn entries_of_an_old_draft_belong_into_the_new_one() {
    let place = newsletter();
    place.edit(OLD_DRAFT, "### Rust Walkthroughs\n", "### Rust Walkthroughs\n* [Tides](https://example.com/tides)\n");
    assert_eq!(place.since("main"), [format!("{OLD_DRAFT}:14 wrong-file")]);
    let place = newsletter();
    place.edit(OLD_DRAFT, "Counting snails", "Counting slow snails");
    assert_eq!(place.since("main"), Vec::<String>::new());
}

#[test]
fn the_template_takes_changes_but_no_entries() {
    let place = newsletter();
    place.edit("tools/DRAFT_TEMPLATE", "### Miscellaneous\n", "### Misc\n");
    assert_eq!(place.since("main"), Vec::<String>::new());
    place.edit("tools/DRAFT_TEMPLATE", "### Research\n", "### Research\n* [Tides](https://example.com/tides)\n");
    assert_eq!(place.since("main"), ["tools/DRAFT_TEMPLATE:4 wrong-file"]);
}

#[test]
fn a_new_file_among_the_published_issues_is_told() {
    let place = newsletter();
    let path = "content/2026-03-18-this-week-in-rust.md";
    place.write(path, "* [Tides](https://example.com/tides)\n");
    assert_eq!(place.since("main"), [format!("{path}:1 wrong-file")]);
}

#[test]
fn publishing_keeps_the_history_of_the_draft() {
    let place = newsletter();
    let published = DRAFT.replace("draft/", "content/");
    place.git(&["mv", DRAFT, &published]);
    let fresh = "### Research\n* [Tides](https://example.com/tides?utm_source=mail)\n\n## Upcoming Events";
    place.edit(&published, "## Upcoming Events", fresh);
    // With what only a published issue may not lack.
    let of_publishing = |line, rule: &str| format!("{published}:{line} {rule}");
    assert_eq!(place.since("main"), [of_publishing(17, "tracking-parameters")]);
    place.commit();
    assert_eq!(place.since("main"), [of_publishing(17, "tracking-parameters")]);
    // Moved by hand and not yet known to git.
    let place = newsletter();
    std::fs::rename(place.0.path().join(DRAFT), place.0.path().join(&published)).unwrap();
    assert_eq!(place.since("main"), Vec::<String>::new());
}

#[test]
fn a_draft_that_gets_another_date_keeps_its_history() {
    let place = newsletter();
    let renamed = "draft/2026-03-12-this-week-in-rust.md";
    place.git(&["mv", DRAFT, renamed]);
    assert_eq!(place.since("main"), [format!("{renamed}:3 front-matter")]);
}

#[test]
fn what_came_by_a_merge_is_not_of_the_contributor() {
    let place = newsletter();
    place.edit(
        DRAFT,
        "### Rust Walkthroughs\n",
        "### Rust Walkthroughs\n* [Tides](https://example.com/tides?utm_source=mail)\n",
    );
    place.commit();
    place.git(&["checkout", "--quiet", "main"]);
    place.edit(DRAFT, "### Oceania\n", "### Oceania\n* 2026-03-18 | Perth, AU | [Rust Perth](https://example.org/perth)\n    * [**Swim**](https://example.org/perth/1)\n");
    place.commit();
    place.git(&["checkout", "--quiet", "contribution"]);
    assert_eq!(place.since("main"), of_draft(&[(14, "tracking-parameters")]));
    place.git(&["merge", "--quiet", "--no-edit", "main"]);
    assert_eq!(place.since("main"), of_draft(&[(14, "tracking-parameters")]));
    // As GitHub checks a pull request out: the merge of both, and its first parent is where it is to go.
    place.git(&["checkout", "--quiet", "main"]);
    place.git(&["merge", "--quiet", "--no-ff", "--no-edit", "contribution"]);
    assert_eq!(place.since("HEAD^1"), of_draft(&[(14, "tracking-parameters")]));
}

#[test]
fn a_shallow_clone_works_as_far_as_it_reaches() {
    let place = newsletter();
    place.edit(
        DRAFT,
        "### Rust Walkthroughs\n",
        "### Rust Walkthroughs\n* [Tides](https://example.com/tides?utm_source=mail)\n",
    );
    place.commit();
    let url = format!("file://{}", place.0.path().display());
    let clone = |depth: &str| {
        let clone = Place::new(&[]);
        clone.git(&["clone", "--quiet", "--no-local", "--branch", "contribution", "--depth", depth, &url, "."]);
        clone
    };
    assert_eq!(clone("2").since("HEAD^"), of_draft(&[(14, "tracking-parameters")]));
    let ran = clone("1").run(&["--since", "HEAD^"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there is no revision `HEAD^`") && ran.err.contains("fetch-depth: 0"), "{}", ran.err);
    let apart = clone("1");
    apart.git(&["fetch", "--quiet", "--depth", "1", "origin", "main:main"]);
    let ran = apart.run(&["--since", "main"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no commit in common") && ran.err.contains("fetch-depth: 0"), "{}", ran.err);
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let place = newsletter();
    let ran = place.run(&["--since", "mian"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there is no revision `mian`"), "{}", ran.err);
    let ran = place.run(&["--since=--output=x", DRAFT]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there is no revision `--output=x`"), "{}", ran.err);

    let outside = Place::new(&[(DRAFT, TEXT)]);
    let ran = outside.run(&["--since", "main", DRAFT]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("this is not a git repository"), "{}", ran.err);

    let mut command = place.command("");
    let ran: Ran = command.args(["--since", "main", DRAFT]).env("PATH", "").output().unwrap().into();
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("git is not installed"), "{}", ran.err);
    // Without a comparison no git is needed.
    let ran: Ran = place.command("").arg(DRAFT).env("PATH", "").output().unwrap().into();
    assert_eq!(ran.code, 1, "{}", ran.err);

    let ran = place.run_with_input(&["--since", "main", "-"], TEXT);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--stdin-filename"), "{}", ran.err);
}

#[test]
fn standard_input_is_compared_as_its_file_would_be() {
    let place = newsletter();
    let text = TEXT.replace(
        "### Rust Walkthroughs\n",
        "### Rust Walkthroughs\n* [Tides](https://example.com/tides?utm_source=mail)\n",
    );
    let ran = place.run_with_input(&["--since", "main", "--stdin-filename", DRAFT, "--format", "concise"], &text);
    assert_eq!(found(&ran), of_draft(&[(14, "tracking-parameters")]));
    let ran = place.run_with_input(&["--since", "main", "--stdin-filename", PUBLISHED, "--format", "concise"], &text);
    assert!(found(&ran).contains(&format!("{PUBLISHED}:14 wrong-file")), "{}", ran.out);
}

#[test]
fn fixes_are_those_of_the_change() {
    let place = newsletter();
    place.edit(
        DRAFT,
        "### Rust Walkthroughs\n",
        "### Rust Walkthroughs\n* [Tides](https://example.com/tides?utm_source=mail)\n",
    );
    let ran = place.run(&["--since", "main", "--fix"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let expected =
        TEXT.replace("### Rust Walkthroughs\n", "### Rust Walkthroughs\n* [Tides](https://example.com/tides)\n");
    assert_eq!(place.text(DRAFT), expected);
}

#[test]
fn pre_commit_compares_with_the_revision_that_it_names() {
    let place = newsletter();
    place.edit(
        DRAFT,
        "### Rust Walkthroughs\n",
        "### Rust Walkthroughs\n* [Tides](https://example.com/tides?utm_source=mail)\n",
    );
    let run = |from: Option<&str>| {
        let mut command = place.command("");
        command.args(["--pre-commit", DRAFT, "--format", "concise"]).env_remove("PRE_COMMIT_FROM_REF");
        from.map(|from| command.env("PRE_COMMIT_FROM_REF", from));
        found(&command.output().unwrap().into())
    };
    assert_eq!(run(None), of_draft(&[(14, "tracking-parameters")]));
    place.commit();
    assert_eq!(run(None), of_draft(&[]));
    assert_eq!(run(Some("main")), of_draft(&[(14, "tracking-parameters")]));
}

#[test]
fn a_hook_of_another_work_tree_finds_the_repository_of_the_file() {
    let place = newsletter();
    place.git(&["worktree", "add", "--quiet", "beside", "-b", "beside"]);
    let draft = format!("beside/{DRAFT}");
    place.edit(&draft, "### Rust Walkthroughs\n", "### Rust Walkthroughs\n* [Tides](http://example.com/tides)\n");
    // What git tells its hooks there.
    let git = place.0.path().join(".git/worktrees/beside");
    let mut command = place.command("beside");
    command.env("GIT_DIR", &git).env("GIT_INDEX_FILE", git.join("index")).env("GIT_PREFIX", "");
    let ran = command.args(["--since", "HEAD", "--format", "concise", DRAFT]).output().unwrap().into();
    assert_eq!(found(&ran), of_draft(&[(14, "insecure-url")]));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_draft_has_the_history_of_the_draft() {
    let place = newsletter();
    std::os::unix::fs::symlink(DRAFT, place.0.path().join("next.md")).unwrap();
    place.commit();
    place.edit(DRAFT, "### Rust Walkthroughs\n", "### Rust Walkthroughs\n* [Tides](http://example.com/tides)\n");
    let ran = place.run(&["--since", "HEAD", "--format", "concise", "next.md"]);
    assert_eq!(found(&ran), ["next.md:14 insecure-url"]);
}

#[test]
fn long_lines_that_are_all_rewritten_do_not_hold_up_the_run() {
    let place = newsletter();
    let lines = |word: &str| (0..195).map(|n| format!("{n} {}\n\n", word.repeat(900 / word.len()))).collect::<String>();
    place.write(DRAFT, format!("{TEXT}\n## Quote of the Week\n\n{}", lines("abcdefg")));
    place.commit();
    place.write(DRAFT, format!("{TEXT}\n## Quote of the Week\n\n{}", lines("hijklmnop")));
    let began = Instant::now();
    assert_eq!(place.since("HEAD"), of_draft(&[]));
    // Each line against each other would take minutes.
    assert!(began.elapsed() < Duration::from_secs(60), "it took {:?}", began.elapsed());
}

#[test]
fn before_the_first_commit_all_is_new() {
    let place = Place::new(&[(DRAFT, "* [Tides](https://example.com/tides?utm_source=mail)\n")]);
    place.git(&["init", "--quiet"]);
    assert_eq!(place.since("HEAD"), of_draft(&[(1, "tracking-parameters")]));
}

#[test]
fn a_closed_section_is_closed_to_what_is_added() {
    let place = newsletter();
    place.edit(
        DRAFT,
        "### Rust Walkthroughs\n",
        "### Project/Tooling Updates\n* [Old](https://example.com/old)\n\n### Rust Walkthroughs\n",
    );
    place.commit();
    place.edit(DRAFT, "* [Old]", "* [New](https://example.com/new)\n* [Old]");
    let ran = place.run(&["--since", "HEAD", "--deny", "closed-section", "--format", "concise"]);
    assert_eq!(found(&ran), of_draft(&[(14, "closed-section")]));
    assert_eq!(found(&place.run(&["--since", "HEAD", "--format", "concise"])), of_draft(&[]));
}

#[test]
fn line_ends_do_not_make_a_line_new() {
    let place = newsletter();
    place.write(DRAFT, TEXT.replace('\n', "\r\n"));
    assert_eq!(place.since("main"), of_draft(&[]));
}

// Without a revision

/// A clone of a newsletter, with a branch for a contribution that adds a line with a mistake.
fn clone() -> (Place, Place) {
    let newsletter = newsletter();
    newsletter.git(&["checkout", "--quiet", "main"]);
    let clone = Place::new(&[]);
    clone.git(&["clone", "--quiet", newsletter.0.path().to_str().unwrap(), "."]);
    clone.git(&["checkout", "--quiet", "-b", "contribution"]);
    clone.edit(DRAFT, "* [Counting", "* [New](https://example.com/new?utm_source=mail)\n* [Counting");
    clone.commit();
    (newsletter, clone)
}

#[test]
fn without_a_revision_it_is_the_newsletters_own_branch() {
    let (_newsletter, clone) = clone();
    let compared = |arguments: &[&str]| {
        let ran = clone.run(&[&["--format", "json"], arguments].concat());
        let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
        (report["change"]["since"].as_str().unwrap().to_owned(), report["summary"]["errors"].as_u64().unwrap())
    };
    // The own main of the clone has the contribution, that of the newsletter has not.
    clone.git(&["branch", "--force", "main", "contribution"]);
    assert_eq!(compared(&["--since"]), ("origin/main".to_owned(), 1));
    // What is there and is no revision is a path.
    assert_eq!(compared(&["--since", DRAFT]), ("origin/main".to_owned(), 1));
    assert_eq!(compared(&["--since", "draft"]), ("origin/main".to_owned(), 1));
    assert_eq!(compared(&["--since", "--", DRAFT]), ("origin/main".to_owned(), 1));
    assert_eq!(compared(&["--since", "HEAD~1", DRAFT]), ("HEAD~1".to_owned(), 1));
    // A branch is a revision, though a folder is called the same.
    clone.git(&["branch", "draft", "HEAD"]);
    assert_eq!(compared(&["--since", "draft"]), ("draft".to_owned(), 0));
    // In a clone of a fork, the newsletter is called so.
    clone.git(&["remote", "add", "upstream", "https://example.com/"]);
    clone.git(&["update-ref", "refs/remotes/upstream/main", "HEAD"]);
    assert_eq!(compared(&["--since"]), ("upstream/main".to_owned(), 0));
    clone.git(&["update-ref", "-d", "refs/remotes/upstream/main"]);
    clone.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
    clone.git(&["branch", "--force", "main", "HEAD~1"]);
    assert_eq!(compared(&["--since"]), ("main".to_owned(), 1));
    clone.git(&["branch", "-D", "main"]);
    let ran = clone.run(&["--since"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there is no branch `upstream/main`, `origin/main`, `main`"), "{}", ran.err);
}

#[test]
fn a_branch_that_is_compared_with_itself_is_told() {
    let (_newsletter, clone) = clone();
    let says_so = |arguments: &[&str]| {
        let out = clone.run(arguments).out;
        assert_eq!(out.contains("only what is not committed is new"), out.contains("`HEAD~1`"), "{out}");
        out.contains("only what is not committed is new")
    };
    assert!(says_so(&["--since", "contribution"]));
    assert!(!says_so(&["--since"]));
    assert!(!says_so(&["--since", "HEAD"]));
    clone.git(&["checkout", "--quiet", "main"]);
    clone.git(&["merge", "--quiet", "contribution"]);
    assert!(says_so(&["--since", "main"]));
    assert!(!says_so(&["--since", "origin/main"]));
    // Where the branch is pushed to is itself too.
    clone.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    for format in ["fancy", "concise", "github", "markdown", "sarif"] {
        assert!(says_so(&["--since", "--format", format]), "{format}");
    }
    let ran = clone.run(&["--since", "--format", "json"]);
    assert!(ran.out.contains("\"compared_with_itself\": true"), "{}", ran.out);
}

#[test]
fn a_new_file_that_is_no_draft_is_told_which_draft_to_use() {
    let place = newsletter();
    for path in ["draft/my-post.md", "drafts/2026-03-11-this-week-in-rust.md", "draft/2026-3-11.md"] {
        place.write(path, "* [New](https://example.com/new)\n");
        for option in [&["--since", "main"][..], &["--pre-commit"]] {
            let ran = place.run(&[option, &["--format", "concise", path]].concat());
            assert!(ran.out.contains("wrong-file"), "{path}: {}{}", ran.out, ran.err);
            let ran = place.run(&[option, &[path]].concat());
            assert!(ran.out.contains(DRAFT), "{path}: {}", ran.out);
        }
    }
    // A file that was there is what it was, and notes elsewhere are nobody's draft.
    place.commit();
    place.write("notes/my-post.md", "* [New](https://example.com/new)\n");
    for path in ["draft/my-post.md", "notes/my-post.md"] {
        assert_eq!(place.run(&["--since", "HEAD", path]).code, 0);
    }
}
