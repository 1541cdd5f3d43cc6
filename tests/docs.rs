//! The pages that are made from the program are current. `UPDATE_DOCS=1 cargo test --test docs` makes them again.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const START: &str = "```console\n$ twir-lint";

fn check(name: &str, current: &str, wanted: &str) {
    if current == wanted {
        return;
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let path = Path::new(ROOT).join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, wanted).unwrap();
        return;
    }
    let differs = current.lines().zip(wanted.lines()).find(|(current, wanted)| current != wanted);
    panic!(
        "{name} is not current; `UPDATE_DOCS=1 cargo test --test docs` makes it again\nfirst difference: {differs:#?}"
    );
}

#[test]
fn the_page_of_the_rules_is_current() {
    let current = std::fs::read_to_string(Path::new(ROOT).join("docs/rules.md")).unwrap_or_default();
    check("docs/rules.md", &current.replace("\r\n", "\n"), &twir_lint::reference::markdown());
}

#[test]
fn the_schema_of_configuration_files_is_current() {
    let path = "docs/twir-lint.schema.json";
    let current = std::fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_default();
    let wanted = serde_json::to_string_pretty(&twir_lint::config::schema()).unwrap();
    check(path, &current.replace("\r\n", "\n"), &format!("{wanted}\n"));
}

/// Each console block of the README that runs `twir-lint` shows what it prints.
#[test]
fn the_runs_in_the_readme_are_real() {
    let current = std::fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap().replace("\r\n", "\n");
    let mut wanted = String::new();
    let mut rest = current.as_str();
    while let Some(start) = rest.find(START) {
        let arguments_start = start + START.len();
        let arguments_end = arguments_start + rest[arguments_start..].find('\n').unwrap();
        let block_end = arguments_end + rest[arguments_end..].find("\n```\n").unwrap();
        let run = Command::new(env!("CARGO_BIN_EXE_twir-lint"))
            .args(rest[arguments_start..arguments_end].split_whitespace())
            .current_dir(ROOT)
            .env_remove("CLICOLOR_FORCE")
            .output()
            .unwrap();
        wanted.push_str(&rest[..arguments_end]);
        wanted.push('\n');
        wanted.push_str(String::from_utf8(run.stdout).unwrap().trim_end());
        rest = &rest[block_end..];
    }
    wanted.push_str(rest);
    check("README.md", &current, &wanted);
}

#[test]
fn the_workflows_in_the_readme_are_those_to_copy() {
    let root = Path::new(ROOT);
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    for name in ["twir-lint.yml", "twir-lint-comment.yml"] {
        // What is packed for crates.io goes without them.
        let Ok(workflow) = std::fs::read_to_string(root.join(".github/examples").join(name)) else { continue };
        assert!(readme.contains(&format!("```yaml\n{workflow}```\n")), "README.md shows another {name}");
    }
}
