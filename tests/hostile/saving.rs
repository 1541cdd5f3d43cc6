//! What a file has beside its bytes, and what is lost when files are written at the wrong moment or place.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use crate::common::Place;

const NAME: &str = "2026-03-11-this-week-in-rust.md";
const BAD: &str = "* [Tides](https://example.com/tides?utm_source=mail)\n";
const FIXED: &str = "* [Tides](https://example.com/tides)\n";

/// An access control list as Linux keeps it: what the owner, one more user, the group, all of them and all others may.
fn list(user: u32, may: u16) -> Vec<u8> {
    let mut list = 2_u32.to_le_bytes().to_vec();
    for (tag, may, id) in [(1, 6, !0), (2, may, user), (4, 0, !0), (0x10, may, !0), (0x20, 0, !0_u32)] {
        list.extend(u16::to_le_bytes(tag));
        list.extend(u16::to_le_bytes(may));
        list.extend(u32::to_le_bytes(id));
    }
    list
}

/// All that is to stay: mode, owner, group, links, and attributes with lists.
fn kept(path: &Path) -> String {
    let metadata = fs::metadata(path).unwrap();
    let names = xattr::list(path).map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    let attribute = |name: &std::ffi::OsString| {
        (name.to_string_lossy().into_owned(), xattr::get(path, name).unwrap().unwrap_or_default())
    };
    let mut attributes: Vec<_> = names.iter().map(attribute).collect();
    attributes.sort();
    let (mode, owner, group, links) = (metadata.mode(), metadata.uid(), metadata.gid(), metadata.nlink());
    format!("{mode:o} {owner}:{group} {links} {attributes:?}")
}

/// Fixes a file, and sees that nothing but its text has changed.
fn fix(place: &Place) {
    let path = place.0.path().join(NAME);
    let before = kept(&path);
    let ran = place.run(&["--fix", NAME]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(place.text(NAME), FIXED);
    assert_eq!(kept(&path), before);
    let left: Vec<_> = fs::read_dir(place.0.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".twir-lint")), "{left:?}");
}

#[test]
fn all_that_a_file_has_stays() {
    for mode in [0o600, 0o640, 0o664, 0o755, 0o606] {
        let place = Place::new(&[(NAME, BAD)]);
        let path = place.0.path().join(NAME);
        fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
        // Only the superuser may give files away, and not every file system has attributes.
        let _ = std::os::unix::fs::chown(&path, Some(1234), Some(1235));
        let _ = xattr::set(&path, "user.note", b"keep me");
        fix(&place);
        let _ = xattr::set(&path, "system.posix_acl_access", &list(4321, 4));
        place.write(NAME, BAD);
        fix(&place);
    }
}

#[test]
fn what_the_folder_gives_to_new_files_widens_nothing() {
    let place = Place::new(&[(NAME, BAD)]);
    let path = place.0.path().join(NAME);
    for mode in [0o600, 0o660] {
        place.write(NAME, BAD);
        fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
        let _ = xattr::set(place.0.path(), "system.posix_acl_default", &list(4321, 6));
        fix(&place);
    }
}

#[test]
fn other_names_of_a_file_stay_names_of_it() {
    let place = Place::new(&[(NAME, BAD)]);
    fs::hard_link(place.0.path().join(NAME), place.0.path().join("other.md")).unwrap();
    fix(&place);
    assert_eq!(place.text("other.md"), FIXED);
}

#[test]
fn a_file_that_may_not_be_written_is_left() {
    let place = Place::new(&[(NAME, BAD)]);
    fs::set_permissions(place.0.path().join(NAME), PermissionsExt::from_mode(0o444)).unwrap();
    let ran = place.run(&["--fix", NAME]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("the file is read-only"), "{}", ran.err);
    assert_eq!(place.text(NAME), BAD);
}

#[test]
fn a_report_does_not_overwrite_what_is_read() {
    let past = "content/2026-03-04-this-week-in-rust.md";
    let place = Place::new(&[
        ("draft/2026-03-11-this-week-in-rust.md", BAD),
        (past, FIXED),
        ("twir-lint.toml", ""),
        ("other.toml", ""),
        ("notes.md", BAD),
    ]);
    let root = place.0.path();
    symlink("notes.md", root.join("link")).unwrap();
    symlink("twir-lint.toml", root.join("link.toml")).unwrap();
    fs::hard_link(root.join("notes.md"), root.join("same")).unwrap();
    let draft = "draft/2026-03-11-this-week-in-rust.md";
    for (arguments, output) in [
        (&["notes.md"][..], "notes.md"),
        (&["notes.md"], "./draft/../notes.md"),
        (&["notes.md"], "link"),
        (&["notes.md"], "same"),
        (&["link"], "notes.md"),
        (&["--fix", "notes.md"], "notes.md"),
        (&["draft"], draft),
        (&[], draft),
        (&["draft"], past),
        (&["notes.md"], "twir-lint.toml"),
        (&["notes.md"], "link.toml"),
        (&["draft"], "twir-lint.toml"),
        (&["notes.md", "--config", "other.toml"], "other.toml"),
        (&["-", "--stdin-filename", "notes.md"], "notes.md"),
        (&["--show-config", "notes.md"], "twir-lint.toml"),
    ] {
        let arguments: Vec<_> = arguments.iter().copied().chain(["--output-file", output]).collect();
        let ran = place.run(&arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains("name another file"), "{}", ran.err);
        assert_eq!([place.text(draft), place.text("notes.md")], [BAD, BAD]);
        assert_eq!(
            (place.text(past), place.text("twir-lint.toml"), place.text("other.toml")),
            (FIXED.into(), "".into(), "".into())
        );
    }
}

#[test]
fn a_report_is_written_whole_or_not_at_all() {
    let place = Place::new(&[("notes.md", BAD), ("report.json", "an earlier report")]);
    let report = place.0.path().join("report.json");
    fs::set_permissions(&report, PermissionsExt::from_mode(0o640)).unwrap();
    fs::hard_link(&report, place.0.path().join("same.json")).unwrap();
    let before = kept(&report);
    assert_eq!(place.run(&["notes.md", "--format", "json", "--output-file", "report.json"]).code, 1);
    assert_eq!(kept(&report), before);
    assert_eq!(place.text("same.json"), place.text("report.json"));
    assert!(place.text("report.json").ends_with("}\n"));
    // Without a safe place for it, what was there stays.
    fs::set_permissions(&report, PermissionsExt::from_mode(0o440)).unwrap();
    let earlier = place.text("report.json");
    let ran = place.run(&["notes.md", "--output-file", "report.json"]);
    assert_eq!((ran.code, place.text("report.json")), (2, earlier));
}

#[test]
fn a_report_stays_in_the_checkout_and_waits_for_nobody() {
    let outside = Place::new(&[("target", "precious")]);
    let place = Place::new(&[("notes.md", BAD)]);
    place.git(&["init", "--quiet"]);
    let root = place.0.path();
    symlink(outside.0.path().join("target"), root.join("link")).unwrap();
    symlink(outside.0.path().join("made"), root.join("dangling")).unwrap();
    symlink(outside.0.path(), root.join("folder")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(root.join("pipe")).status().unwrap().success());
    let pipe = outside.0.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for output in ["link", "dangling", "folder/target", "folder/made", "pipe", pipe.to_str().unwrap(), "/dev/full"] {
        let ran = place.run(&["notes.md", "--output-file", output]);
        assert_eq!(ran.code, 2, "{output}: {}", ran.out);
        assert_eq!(outside.text("target"), "precious");
        assert!(!outside.0.path().join("made").exists());
    }
    // What a person names is another matter.
    let ran = place.run(&["notes.md", "--format", "concise", "--output-file", "/dev/stdout"]);
    assert!(ran.out.starts_with("notes.md:1:"), "{}{}", ran.out, ran.err);
}

#[test]
fn standard_input_and_a_file_of_its_name_are_two() {
    let place = Place::new(&[("notes.md", BAD)]);
    let other = BAD.replace("Tides", "Ebb");
    let ran = place.run_with_input(&["--fix", "-", "notes.md", "--stdin-filename", "notes.md"], &other);
    assert_eq!(ran.out, FIXED.replace("Tides", "Ebb"), "{}", ran.err);
    assert_eq!(place.text("notes.md"), FIXED);
    place.write("-", BAD);
    let ran = place.run_with_input(&["--fix", "-", "./-"], &other);
    assert_eq!(ran.out, FIXED.replace("Tides", "Ebb"), "{}", ran.err);
    assert_eq!(place.text("-"), FIXED);
}

#[test]
fn names_that_are_not_unicode_are_names() {
    let place = Place::new(&[]);
    let path = place.0.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.md"));
    // Some file systems take no such name.
    if fs::write(&path, BAD).is_err() {
        return;
    }
    let output = place.command("").arg("--fix").arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read_to_string(&path).unwrap(), FIXED);
}
