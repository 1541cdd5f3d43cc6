//! Files that are none, links that lead elsewhere, and files of any size.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use crate::common::{Place, Ran};

const DRAFT: &str = "draft/2026-03-11-this-week-in-rust.md";
const PAST: &str = "content/2026-03-04-this-week-in-rust.md";
const BAD: &str = "* [Tides](https://example.com/tides?utm_source=mail)\n";

/// A checkout beside a folder with a secret.
fn checkout() -> (Place, Place) {
    let outside = Place::new(&[("secret.md", BAD), ("folder/2026-03-11-this-week-in-rust.md", BAD)]);
    let place = Place::new(&[("README.md", "A newsletter\n")]);
    place.git(&["init", "--quiet", "--initial-branch", "main"]);
    place.commit();
    (place, outside)
}

fn link(place: &Place, name: &str, target: impl AsRef<std::path::Path>) {
    let name = place.0.path().join(name);
    fs::create_dir_all(name.parent().unwrap()).unwrap();
    symlink(target, name).unwrap();
}

/// Runs it, and fails where it takes long.
fn run(place: &Place, arguments: &[&str]) -> Ran {
    let began = Instant::now();
    let mut child = place
        .command("")
        .args(arguments)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    while child.try_wait().unwrap().is_none() {
        if began.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("{arguments:?} hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap().into()
}

#[test]
fn no_link_leads_out_of_a_checkout() {
    for arguments in
        [&["--fix", DRAFT][..], &["--fix"], &["--fix", "draft"], &["--diff", DRAFT], &["--pre-commit", "--fix", DRAFT]]
    {
        let (place, outside) = checkout();
        link(&place, DRAFT, outside.0.path().join("secret.md"));
        let ran = run(&place, arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.out);
        assert!(ran.err.contains("outside the checkout"), "{}", ran.err);
        assert!(!ran.out.contains("Tides"), "{}", ran.out);
        assert_eq!(outside.text("secret.md"), BAD);
    }
}

#[test]
fn no_folder_is_a_way_out_either() {
    for name in ["draft", "nested/draft"] {
        let (place, outside) = checkout();
        link(&place, name, outside.0.path().join("folder"));
        let file = format!("{name}/2026-03-11-this-week-in-rust.md");
        for path in [file.as_str(), name] {
            let ran = run(&place, &["--fix", path]);
            assert_eq!(ran.code, 2, "{path}: {}", ran.out);
            assert!(ran.err.contains("outside the checkout"), "{}", ran.err);
        }
        assert_eq!(outside.text("folder/2026-03-11-this-week-in-rust.md"), BAD);
    }
}

#[test]
fn a_folder_that_is_a_checkout_itself_is_no_way_out() {
    let (place, outside) = checkout();
    outside.git(&["init", "--quiet"]);
    link(&place, "draft", outside.0.path().join("folder"));
    link(&place, "other", outside.0.path());
    for path in [DRAFT, "other/folder/2026-03-11-this-week-in-rust.md", "other/secret.md"] {
        assert_eq!(run(&place, &["--fix", path]).code, 2, "{path}");
    }
    // A link from outside leads into a checkout, but not out of it again.
    link(&outside, "in", place.0.path().join("draft"));
    let path = outside.0.path().join("in/2026-03-11-this-week-in-rust.md");
    assert_eq!(run(&place, &["--fix", path.to_str().unwrap()]).code, 2);
    assert_eq!(outside.text("folder/2026-03-11-this-week-in-rust.md"), BAD);
}

#[test]
fn links_within_a_checkout_and_outside_of_any_are_followed() {
    let (place, outside) = checkout();
    place.write("drafts/next.md", BAD);
    link(&place, DRAFT, "../drafts/next.md");
    assert_eq!(run(&place, &["--fix", DRAFT]).code, 0);
    assert_eq!(place.text("drafts/next.md"), BAD.replace("?utm_source=mail", ""));
    link(&outside, "link.md", "secret.md");
    assert_eq!(run(&outside, &["--fix", "link.md"]).code, 0);
    assert_eq!(outside.text("secret.md"), BAD.replace("?utm_source=mail", ""));
}

#[test]
fn what_is_no_regular_file_is_refused_at_once() {
    let (place, _outside) = checkout();
    fs::create_dir_all(place.0.path().join("draft")).unwrap();
    let fifo = place.0.path().join(DRAFT);
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    for path in [DRAFT, "draft", "/dev/zero", "/dev/tty"] {
        let ran = run(&place, &[path]);
        assert_eq!(ran.code, 2, "{path}");
        assert!(ran.err.contains("not a regular file") || path == "draft", "{path}: {}", ran.err);
    }
    fs::remove_file(&fifo).unwrap();
    symlink("/dev/zero", &fifo).unwrap();
    assert_eq!(run(&place, &[DRAFT]).code, 2);
}

#[test]
fn earlier_issues_are_regular_files_of_the_checkout() {
    let (place, outside) = checkout();
    place.write(DRAFT, "* [Tides](https://example.com/tides)\n");
    place.commit();
    fs::create_dir_all(place.0.path().join("content")).unwrap();
    let past = place.0.path().join(PAST);
    assert!(std::process::Command::new("mkfifo").arg(&past).status().unwrap().success());
    for arguments in [&["draft"][..], &["--since", "main", DRAFT]] {
        let ran = run(&place, arguments);
        assert!(ran.err.contains("not a regular file"), "{}", ran.err);
    }
    for target in ["/dev/zero", outside.0.path().join("secret.md").to_str().unwrap()] {
        fs::remove_file(&past).unwrap();
        symlink(target, &past).unwrap();
        let ran = run(&place, &["draft"]);
        assert!(ran.err.contains("outside the checkout"), "{}", ran.err);
    }
    fs::remove_file(&past).unwrap();
    fs::remove_dir(place.0.path().join("content")).unwrap();
    link(&place, "content", outside.0.path().join("folder"));
    for arguments in [&["draft"][..], &["draft", "--history", "content"]] {
        let ran = run(&place, arguments);
        assert!(ran.err.contains("outside the checkout"), "{}", ran.err);
    }
}

#[test]
fn a_configuration_is_a_regular_file_of_the_checkout() {
    let (place, outside) = checkout();
    place.write(DRAFT, BAD);
    outside.write("twir-lint.toml", "[rules]\nall = \"off\"\n");
    link(&place, "twir-lint.toml", outside.0.path().join("twir-lint.toml"));
    for arguments in [&["draft"][..], &["draft", "--config", "twir-lint.toml"]] {
        let ran = run(&place, arguments);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains("outside the checkout"), "{}", ran.err);
    }
    for target in ["/dev/zero", "/dev/stdin"] {
        assert_eq!(run(&place, &["draft", "--config", target]).code, 2);
    }
}

#[test]
fn a_configuration_above_the_checkout_is_not_read() {
    let place = Place::new(&[("twir-lint.toml", "[rules]\nall = \"off\"\n")]);
    place.write(&format!("checkout/{DRAFT}"), BAD);
    assert_eq!(run(&place, &[&format!("checkout/{DRAFT}")]).code, 0);
    place.git(&["init", "--quiet", "checkout"]);
    assert_eq!(run(&place, &[&format!("checkout/{DRAFT}")]).code, 1);
    let output = place.command("checkout").args(["--show-config"]).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("# the defaults"));
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let place = Place::new(&[]);
    for path in [DRAFT, PAST, "twir-lint.toml"] {
        place.write(path, "");
        let file = fs::File::options().write(true).open(place.0.path().join(path)).unwrap();
        // More than there is memory for, where the file system has so large files.
        file.set_len(8 << 40).or_else(|_| file.set_len(4 << 30)).unwrap();
        let began = Instant::now();
        let ran = run(&place, &[path]);
        let ran = if path == "twir-lint.toml" { run(&place, &["--config", path, "-"]) } else { ran };
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("larger than") && ran.err.contains(" MiB"), "{}", ran.err);
        assert!(began.elapsed() < Duration::from_secs(2), "{path}: it took {:?}", began.elapsed());
        fs::remove_file(place.0.path().join(path)).unwrap();
    }
    let ran = place.run_with_input(&["-"], vec![b'a'; (16 << 20) + 1]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("standard input: larger than 16 MiB"), "{}", ran.err);
}
