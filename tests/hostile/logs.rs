//! Names and texts that want to be obeyed: by a terminal, or by what reads the log of a build.

use crate::common::{Place, Ran};

const BAD: &str = "* [Tides](https://example.com/tides?utm_source=mail)\n";

/// Whether anything printed is a command to GitHub's runner, other than those of its own format, or to a terminal.
fn check(ran: &Ran, what: &str) {
    for line in ran.out.split(['\n', '\r']).chain(ran.err.split(['\n', '\r'])) {
        assert!(
            !line.trim_start().starts_with("::") || line.starts_with("::error ") || line.starts_with("::warning "),
            "{what}: {line}"
        );
        // What is a command of the newer form is not read as one of the older.
        assert!(!line.contains("##[") || line.starts_with("::error file="), "{what}: {line}");
        assert!(!line.contains(['\u{1b}', '\u{202e}', '\u{7}', '\u{8}']), "{what}: {line:?}");
    }
}

#[cfg(unix)]
#[test]
fn no_name_is_obeyed() {
    for name in [
        "##[error]x.md", "::add-mask::x.md", "a\n::add-mask::x.md", "a\r##[group]x.md", "\u{202e}x.md",
        "\u{1b}[31mx.md",
    ] {
        let place =
            Place::new(&[(name, BAD), (&format!("{name}.toml"), "exclude = [\"y\"]\n"), ("twir-lint.toml", "")]);
        let config = format!("./{name}.toml");
        let path = format!("./{name}");
        for format in ["fancy", "concise", "json", "sarif", "github", "markdown", "rdjson"] {
            for file in [name, &path] {
                check(&place.run(&["--format", format, "--", file]), format);
                check(&place.run(&["--format", format, "--allow", "all", "--", file]), format);
            }
        }
        let missing = format!("{name}.none");
        for arguments in [
            &["--diff", "--color", "never", "--", name][..],
            &["--statistics", "--", name],
            &["--show-config", "--config", &config],
            &["--config", &missing, "--", name],
            &["--", &missing],
            &["--history", &missing, "--", name],
            &["--since", name, "--", name],
            &["--output-file", name, "--", name],
            &["--publish", "--", name],
            &["--fix", "--unsafe-fixes", "--", name],
        ] {
            check(&place.run(arguments), &format!("{arguments:?}"));
        }
    }
}

#[test]
fn no_line_of_a_diff_is_obeyed() {
    for line in [
        "::add-mask::x", "  ::stop-commands::x", "##[error]x", "x ##[add-mask]y", "\u{a0}::add-mask::x",
        "a\r::add-mask::x",
    ] {
        let text = format!("{line}\n{BAD}{line}\n");
        let place = Place::new(&[("x.md", &text)]);
        let ran = place.run(&["--diff", "--only", "tracking-parameters", "x.md"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        check(&ran, line);
        assert!(ran.err.contains("apply the fixes with --fix"), "{}", ran.err);
    }
    // What is obeyed by nobody stays to the byte.
    let place = Place::new(&[("x.md", &format!("\u{202e}a:: b\n{BAD}"))]);
    let ran = place.run(&["--diff", "--only", "tracking-parameters", "x.md"]);
    assert!(ran.out.contains("\n \u{202e}a:: b\n") && ran.err.is_empty(), "{}{}", ran.out, ran.err);
}

#[test]
fn no_setting_is_obeyed_and_all_mean_the_same_when_shown() {
    let config = "exclude = [\"\\u202Ea\", \"##[error]\", \"::x\", '\\\\', \"\\u001B\"]\n\
                  [rules.closed-section.sections]\n\"::a\\u202E\" = \"##[b] \\\"c\\\" \\\\ \\n::d\"\n";
    let place = Place::new(&[("twir-lint.toml", config)]);
    let ran = place.run(&["--show-config"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    check(&ran, "--show-config");
    let read = |text: &str| text.parse::<toml::Table>().unwrap_or_else(|error| panic!("{error}: {text}"));
    let (given, shown) = (read(config), read(&ran.out));
    assert_eq!(given["exclude"], shown["exclude"]);
    let sections = |table: &toml::Table| table["rules"]["closed-section"]["sections"].clone();
    assert_eq!(sections(&given), sections(&shown));
}
