//! Repositories that want git to run a program, or to answer falsely.

use std::fs;

use crate::common::Place;

const NAME: &str = "2026-03-11-this-week-in-rust.md";
const DRAFT: &str = "draft/2026-03-11-this-week-in-rust.md";
const GOOD: &str = "* [Tides](https://example.com/tides)\n";
const BAD: &str = "* [Tides](https://example.com/tides?utm_source=mail)\n";

/// A checkout with a draft on `main`, and a branch of a stranger checked out.
fn newsletter() -> Place {
    let place = Place::new(&[(DRAFT, GOOD)]);
    place.git(&["init", "--quiet", "--initial-branch", "main"]);
    place.commit();
    place.git(&["checkout", "--quiet", "-b", "contribution"]);
    place
}

/// Makes a bare repository of a folder, whose configuration starts a program that leaves `mark` behind.
fn embed(place: &Place, folder: &str, mark: &str) {
    place.git(&["init", "--quiet", "--bare", "--initial-branch", "main", "embedded"]);
    for part in ["HEAD", "objects", "refs"] {
        let target = place.0.path().join(folder).join(part);
        fs::rename(place.0.path().join("embedded").join(part), target).unwrap();
    }
    fs::remove_dir_all(place.0.path().join("embedded")).unwrap();
    let mark = place.0.path().join(mark);
    let script = place.0.path().join("run.sh");
    fs::write(&script, format!("#!/bin/sh\ntouch '{}'\n", mark.display())).unwrap();
    #[cfg(unix)]
    fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n\tfsmonitor = {0}\n[diff]\n\texternal = {0}\n",
        script.display()
    );
    place.write(&format!("{folder}/config"), config);
}

#[test]
fn a_bare_repository_in_a_folder_runs_nothing_and_answers_for_nothing() {
    for arguments in
        [&["--since", "main", DRAFT][..], &["--since", "main"], &["--pre-commit", DRAFT], &["--since", "main", "draft"]]
    {
        let place = newsletter();
        embed(&place, "draft", "owned");
        place.write(DRAFT, BAD);
        let ran = place.run(arguments);
        assert_eq!(ran.code, 1, "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains("tracking-parameters"), "{}", ran.out);
        assert!(!place.0.path().join("owned").exists(), "{arguments:?} ran a program");
        // From within the folder as well.
        let mut command = place.command("draft");
        let output = command.args(["--since", "main", NAME]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(!place.0.path().join("owned").exists(), "git ran a program in draft/");
    }
}

#[test]
fn a_folder_that_only_looks_like_a_repository_is_none() {
    let place = Place::new(&[(DRAFT, BAD), (".git/nothing", "")]);
    embed(&place, "", "owned");
    let ran = place.run(&["--since", "HEAD"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("not a git repository"), "{}", ran.err);
    assert!(!place.0.path().join("owned").exists());
}

#[cfg(unix)]
#[test]
fn the_configuration_of_a_repository_starts_no_program() {
    let place = newsletter();
    let script = place.0.path().join("run.sh");
    let mark = place.0.path().join("owned");
    fs::write(&script, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", mark.display())).unwrap();
    fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let script = script.to_str().unwrap();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.alternateRefsCommand",
        "diff.external",
        "diff.x.command",
        "diff.x.textconv",
        "filter.x.clean",
        "filter.x.smudge",
        "filter.x.process",
        "credential.helper",
        "gpg.program",
        "uploadpack.packObjectsHook",
    ] {
        place.git(&["config", key, script]);
    }
    for hook in ["post-index-change", "fsmonitor-watchman", "reference-transaction", "pre-auto-gc", "query-watchman"] {
        fs::create_dir_all(place.0.path().join(".git/hooks")).unwrap();
        fs::copy(script, place.0.path().join(".git/hooks").join(hook)).unwrap();
    }
    place.write(".gitattributes", "*.md filter=x diff=x\n");
    place.write(DRAFT, BAD);
    let _ = fs::remove_file(&mark);
    for arguments in [&["--since", "main"][..], &["--since", "main", DRAFT], &["--pre-commit", "--fix", DRAFT]] {
        let ran = place.run(arguments);
        assert!(ran.code < 2, "{}", ran.err);
        assert!(!mark.exists(), "{arguments:?}: {}", fs::read_to_string(&mark).unwrap());
    }
}

#[cfg(unix)]
#[test]
fn a_program_of_the_checkout_is_not_taken_for_git() {
    let place = newsletter();
    place.write(DRAFT, BAD);
    let mark = place.0.path().join("owned");
    for folder in ["", "tools", "draft"] {
        let program = place.0.path().join(folder).join("git");
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        fs::write(&program, format!("#!/bin/sh\ntouch '{}'\nexit 1\n", mark.display())).unwrap();
        fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
    let path = std::env::var("PATH").unwrap();
    for entry in ["", ".", "tools", "./tools", "draft/.."] {
        for folder in ["", "draft"] {
            let mut command = place.command(folder);
            let output = command.args(["--since", "main"]).env("PATH", format!("{entry}:{path}")).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{entry:?}: {}", String::from_utf8_lossy(&output.stderr));
            assert!(!mark.exists(), "a program of the checkout ran for the entry {entry:?}");
        }
    }
    // Where there is no other, none is run.
    let output = place.command("").args(["--since", "main"]).env("PATH", ".:tools").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("git is not installed, or not on the PATH"));
    assert!(!mark.exists());
}

#[test]
fn a_repository_within_the_checkout_does_not_judge_itself() {
    let place = newsletter();
    fs::remove_dir_all(place.0.path().join("draft")).unwrap();
    place.write(DRAFT, BAD);
    // As a submodule that was fetched: what it holds is bad already.
    let draft = place.0.path().join("draft");
    let git = |arguments: &[&str]| {
        let mut whole = vec!["-C", draft.to_str().unwrap()];
        whole.extend(arguments);
        place.git(&whole);
    };
    git(&["init", "--quiet", "--initial-branch", "main"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "Bad from the start"]);
    for path in [DRAFT, "draft"] {
        let ran = place.run(&["--since", "main", path]);
        assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains("in another repository"), "{}", ran.err);
    }
}

#[test]
fn variables_do_not_lead_to_another_repository() {
    let other = Place::new(&[(DRAFT, BAD)]);
    other.git(&["init", "--quiet", "--initial-branch", "main"]);
    other.commit();
    let place = newsletter();
    place.write(DRAFT, BAD);
    let git = other.0.path().join(".git");
    let mut command = place.command("");
    command.env("GIT_DIR", &git).env("GIT_WORK_TREE", other.0.path()).env("GIT_INDEX_FILE", git.join("index"));
    command.env("GIT_OBJECT_DIRECTORY", git.join("objects")).env("GIT_COMMON_DIR", &git);
    command.env("GIT_NAMESPACE", "other").env("GIT_CEILING_DIRECTORIES", place.0.path());
    let output = command.args(["--since", "main", DRAFT]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_replaces_a_commit_is_not_looked_at() {
    let place = newsletter();
    let place_of = |rev: &str| {
        let output = std::process::Command::new("git").args(["rev-parse", rev]).current_dir(place.0.path()).output();
        String::from_utf8(output.unwrap().stdout).unwrap().trim().to_owned()
    };
    let base = place_of("main");
    place.write(DRAFT, BAD);
    place.commit();
    let bad = place_of("HEAD");
    place.git(&["replace", "--force", &base, &bad]);
    assert_eq!(place.run(&["--since", &base, DRAFT]).code, 1);
}

#[test]
fn nothing_is_fetched_from_a_partial_clone() {
    let place = newsletter();
    place.git(&["config", "uploadpack.allowFilter", "true"]);
    place.write(DRAFT, BAD);
    place.commit();
    let clone = Place::new(&[]);
    let url = format!("file://{}", place.0.path().display());
    clone.git(&["clone", "--quiet", "--no-local", "--filter=blob:none", "--branch", "contribution", &url, "."]);
    let ran = clone.run(&["--since", "origin/main"]);
    // Neither new as a whole, nor fetched behind the back of who runs it.
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("its earlier revision is not in this clone, which is partial"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_checkout_whose_path_has_a_line_break_is_like_any_other() {
    let place = Place::new(&[("line\nbreak/draft/2026-03-11-this-week-in-rust.md", GOOD)]);
    let checkout = place.0.path().join("line\nbreak");
    place.git(&["init", "--quiet", "--initial-branch", "main", checkout.to_str().unwrap()]);
    place.git(&["-C", checkout.to_str().unwrap(), "add", "--all"]);
    place.git(&["-C", checkout.to_str().unwrap(), "commit", "--quiet", "--message", "A draft"]);
    place.write("line\nbreak/draft/2026-03-11-this-week-in-rust.md", format!("{GOOD}{}", BAD.replace("tides", "ebb")));
    let output = place.command("line\nbreak").args(["--since", "main", "--format", "concise"]).output().unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(out.starts_with(&format!("{DRAFT}:2:")), "{out}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_folder_with_the_repository_is_the_one_that_is_judged() {
    let place = newsletter();
    let other = Place::new(&[(DRAFT, GOOD)]);
    place.git(&["config", "core.worktree", other.0.path().to_str().unwrap()]);
    place.write("draft/2026-03-18-this-week-in-rust.md", BAD);
    let ran = place.run(&["--since", "main"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("2026-03-18"), "{}", ran.out);
}

/// How often git is started to judge a change that renames so many drafts, and adds a line to each.
#[cfg(unix)]
fn starts_of_git(renames: usize) -> usize {
    let lines = |week: usize| -> String {
        (0..20).map(|n| format!("* [Entry {week} {n}](https://example.com/{week}/{n})\n")).collect()
    };
    let name = |year: usize, week: usize| {
        format!("draft/{year}-{:02}-{:02}-this-week-in-rust.md", 1 + week / 28, 1 + week % 28)
    };
    let place = Place::new(&[]);
    place.git(&["init", "--quiet", "--initial-branch", "main"]);
    for week in 0..renames {
        place.write(&name(2020, week), lines(week));
    }
    place.commit();
    for week in 0..renames {
        fs::remove_file(place.0.path().join(name(2020, week))).unwrap();
        place.write(&name(2021, week), format!("{}* [One more](https://example.com/more/{week})\n", lines(week)));
    }
    let tools = Place::new(&[]);
    let path = std::env::var("PATH").unwrap();
    let git = std::env::split_paths(&path).map(|folder| folder.join("git")).find(|git| git.is_file()).unwrap();
    let log = tools.0.path().join("log");
    tools.write("git", format!("#!/bin/sh\necho started >> '{}'\nexec '{}' \"$@\"\n", log.display(), git.display()));
    fs::set_permissions(tools.0.path().join("git"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut command = place.command("");
    command.args(["--since", "main", "--format", "json", "--only", "tracking-parameters"]);
    command.env("PATH", format!("{}:{path}", tools.0.path().display()));
    let output = command.output().unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(out.contains(&format!("\"files\": {renames}")), "{out}");
    fs::read_to_string(log).unwrap().lines().count()
}

#[cfg(unix)]
#[test]
fn hundreds_of_renames_ask_git_no_more_often_than_one() {
    assert_eq!(starts_of_git(300), starts_of_git(1));
}

#[cfg(unix)]
#[test]
fn git_is_asked_for_a_path_whatever_it_holds() {
    let place = Place::new(&[]);
    place.git(&["init", "--quiet", "--initial-branch", "main"]);
    for folder in ["line\nbreak", "tab\t", "a \"quotation\"", "back\\slash", "é"] {
        let path = format!("{folder}/{DRAFT}");
        place.write(&path, BAD);
        place.commit();
        place.write(&path, format!("{BAD}* [Ebb](https://example.com/ebb?utm_source=mail)\n"));
        let ran = place.run(&["--since", "main", "--format", "json", "--only", "tracking-parameters", &path]);
        let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let lines: Vec<_> =
            report["diagnostics"].as_array().unwrap().iter().map(|found| &found["range"]["start"]["line"]).collect();
        assert_eq!(lines, [2], "{folder:?}: {}", ran.err);
    }
}
