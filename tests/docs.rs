//! The pages and the picture that are made from the program are current. `UPDATE_DOCS=1 cargo test --test docs` makes
//! them again.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};
use std::process::Command;

use anstyle_svg::{Term, WIN10_CONSOLE};
use twir_lint::config::Config;
use twir_lint::report::rule_docs;
use twir_lint::text::Source;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const RUN_START: &str = "```console\n$ twir-lint";
const TABLE_START: &str = "<!-- The table of the rules: made from the files in src/rules/ -->\n";
const TABLE_END: &str = "<!-- End of the table -->\n";

/// The pages for people who use the program.
const PAGES: &[&str] = &[
    "README.md", "docs/pull-requests.md", "docs/editors.md", "docs/configuration.md", "docs/comparison.md",
    "docs/performance.md",
];

fn read(page: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(page)).unwrap().replace("\r\n", "\n")
}

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

/// What the program prints to standard output when it is run with these arguments in the root of the repository.
fn run(arguments: &str) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_twir-lint"))
        .args(arguments.split_whitespace())
        .current_dir(ROOT)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn the_pages_of_the_rules_are_current() {
    let pages = rule_docs::pages();
    for (name, wanted) in &pages {
        let current = std::fs::read_to_string(Path::new(ROOT).join(name)).unwrap_or_default();
        check(name, &current.replace("\r\n", "\n"), wanted);
    }
    for entry in std::fs::read_dir(Path::new(ROOT).join("docs/rules")).unwrap() {
        let name = format!("docs/rules/{}", entry.unwrap().file_name().to_string_lossy());
        assert!(pages.iter().any(|(made, _)| *made == name), "{name} is about no group of rules: remove it");
    }
}

#[test]
fn the_schema_of_configuration_files_is_current() {
    let path = "docs/twir-lint.schema.json";
    let current = std::fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_default();
    let wanted = serde_json::to_string_pretty(&twir_lint::config::schema()).unwrap();
    check(path, &current.replace("\r\n", "\n"), &format!("{wanted}\n"));
}

/// What the page offers to be pasted into a configuration file is one.
#[test]
fn the_configurations_on_the_pages_of_the_rules_are_right() {
    let pages: String = rule_docs::pages().into_iter().map(|(_, page)| page).collect();
    let blocks: Vec<&str> =
        pages.split("\n```toml\n").skip(1).filter_map(|rest| rest.split("\n```\n").next()).collect();
    assert!(!blocks.is_empty(), "no configuration on the pages");
    for block in blocks {
        let configuration = Config::parse(&Source::new("twir-lint.toml", block), Path::new(""));
        assert!(configuration.is_ok(), "{block}\n{configuration:?}");
    }
}

/// Each console block of a page that runs `twir-lint` shows what it prints.
#[test]
fn the_runs_on_the_pages_are_current() {
    for page in PAGES {
        let current = read(page);
        let mut wanted = String::new();
        let mut rest = current.as_str();
        while let Some(start) = rest.find(RUN_START) {
            let arguments_start = start + RUN_START.len();
            let arguments_end = arguments_start + rest[arguments_start..].find('\n').unwrap();
            let block_end = arguments_end + rest[arguments_end..].find("\n```\n").unwrap();
            let output = run(&rest[arguments_start..arguments_end]);
            wanted.push_str(&rest[..arguments_end]);
            wanted.push('\n');
            wanted.push_str(output.trim_end());
            rest = &rest[block_end..];
        }
        wanted.push_str(rest);
        if *page == "README.md" {
            let start = wanted.find(TABLE_START).expect("the comment above the table of the rules") + TABLE_START.len();
            let end = wanted.find(TABLE_END).expect("the comment below the table of the rules");
            wanted.replace_range(start..end, &format!("\n{}\n", rule_docs::readme_table()));
        }
        check(page, &current, &wanted);
    }
}

/// The page that a stranger reads first is short.
#[test]
fn the_readme_is_short() {
    let lines = read("README.md").lines().count();
    assert!(lines < 200, "README.md has {lines} lines");
}

/// Every page below `docs/` is linked from a page that people find.
#[test]
fn every_page_is_reachable_from_the_readme() {
    let linked: String = ["README.md", "CONTRIBUTING.md", "docs/pull-requests.md"].map(read).concat();
    for entry in std::fs::read_dir(Path::new(ROOT).join("docs")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") {
            assert!(
                linked.contains(&format!("{name})")) || linked.contains(&format!("{name}#")),
                "no link to docs/{name}"
            );
        }
    }
}

/// Links between the pages lead to files that exist, and to headings in them.
#[test]
fn links_between_the_pages_lead_somewhere() {
    let link = regex::Regex::new(r"\]\(([A-Za-z0-9_./-]*)(?:#([a-z0-9-]+))?\)").unwrap();
    let mut pages = vec![PathBuf::from("README.md"), "CONTRIBUTING.md".into(), "SECURITY.md".into()];
    for folder in ["docs", "docs/rules"] {
        let entries = std::fs::read_dir(Path::new(ROOT).join(folder)).unwrap();
        pages.extend(entries.map(|entry| Path::new(folder).join(entry.unwrap().file_name())));
    }
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    assert!(pages.len() > 10);
    for page in pages {
        let text = without_code(&read(page.to_str().unwrap()));
        for captures in link.captures_iter(&text) {
            let target = match &captures[1] {
                "" => page.clone(),
                path => page.parent().unwrap().join(path),
            };
            let place = format!("{} links to {}", page.display(), &captures[0]);
            let path = Path::new(ROOT).join(&target);
            // What is packed for crates.io goes without some.
            assert!(path.exists() || !Path::new(ROOT).join(".github").exists(), "{place}");
            let Some(anchor) = captures.get(2).filter(|_| path.is_file()) else { continue };
            let text = std::fs::read_to_string(&path).unwrap();
            let headings = text.lines().filter(|line| line.starts_with('#'));
            let mut anchors = headings.map(|line| anchor_of(line.trim_start_matches('#')));
            assert!(anchors.any(|found| found == anchor.as_str()), "{place}");
        }
    }
}

/// What GitHub makes of a heading, for links.
fn anchor_of(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// A page without its blocks of code and code spans.
fn without_code(page: &str) -> String {
    let mut fence: Option<&str> = None;
    let mut kept = String::new();
    for line in page.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            Some(open) if ticks == open => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => {
                let parts = line.split('`').enumerate();
                kept.extend(parts.filter(|(index, _)| index % 2 == 0).map(|(_, part)| part));
                kept.push('\n');
            }
        }
    }
    kept
}

/// `docs/run.svg` shows a run on an issue with few findings, in the colours of a terminal.
#[test]
fn the_picture_of_a_run_is_current() {
    const PATH: &str = "fixtures/draft/2026-03-11-this-week-in-rust.md";
    let output = run(&format!("--color always {PATH}"));
    assert!(output.contains("\u{1b}["), "a run without colours\n{output}");
    // On a dark ground the first half of the palette is hard to read, so all but its black and white become bright.
    let mut palette = WIN10_CONSOLE;
    palette.0.copy_within(9..15, 1);
    let terminal = Term::new().palette(palette);
    let picture = terminal.render_svg(&format!("$ twir-lint {PATH}\n{}", output.trim_end()));
    let current = std::fs::read_to_string(Path::new(ROOT).join("docs/run.svg")).unwrap_or_default();
    check("docs/run.svg", &current.replace("\r\n", "\n"), &picture);
}

/// The blocks of a page in this language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let text = read(page);
    let start = format!("\n```{language}\n");
    let blocks = text.split(&start).skip(1).filter_map(|rest| rest.split("\n```\n").next());
    blocks.map(str::to_owned).collect()
}

#[test]
fn the_configuration_on_its_page_is_right() {
    let blocks = blocks("docs/configuration.md", "toml");
    assert!(!blocks.is_empty(), "no configuration on its page");
    for block in blocks {
        let configuration = Config::parse(&Source::new("twir-lint.toml", block.as_str()), Path::new(""));
        assert!(configuration.is_ok(), "{block}\n{configuration:?}");
    }
}

/// An editor that takes the task on the page of editors finds every finding.
#[test]
fn the_editor_task_on_its_page_reads_the_findings() {
    let blocks = blocks("docs/editors.md", "json");
    // Settings of other editors stand there too, and have to be JSON.
    let blocks: Vec<serde_json::Value> = blocks
        .iter()
        .map(|block| serde_json::from_str(block).unwrap_or_else(|error| panic!("{error}: {block}")))
        .collect();
    let task = blocks.iter().find(|block| block.get("tasks").is_some()).expect("a task on the page");
    let pattern = &task["tasks"][0]["problemMatcher"]["pattern"];
    let regexp = regex::Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
    let findings = run("--format concise --columns utf16 --quiet fixtures/draft/2026-03-11-this-week-in-rust.md");
    assert!(!findings.is_empty());
    for finding in findings.lines() {
        let parts = regexp.captures(finding).unwrap_or_else(|| panic!("not read: {finding}"));
        let part = |name: &str| &parts[usize::try_from(pattern[name].as_u64().unwrap()).unwrap()];
        assert_eq!(part("file"), "fixtures/draft/2026-03-11-this-week-in-rust.md");
        assert!(part("line").parse::<usize>().is_ok() && part("column").parse::<usize>().is_ok(), "{finding}");
        assert!(twir_lint::rules::find(part("code")).is_some(), "{finding}");
    }
}

#[test]
fn the_workflows_on_their_page_are_those_to_copy() {
    let root = Path::new(ROOT);
    for (name, page) in [
        ("twir-lint.yml", "docs/pull-requests.md"),
        ("twir-lint-comment.yml", "docs/pull-requests.md"),
        ("newsletter-checks.yml", "docs/newsletter-checks.md"),
    ] {
        // What is packed for crates.io goes without them.
        let Ok(workflow) = std::fs::read_to_string(root.join(".github/examples").join(name)) else { continue };
        assert!(read(page).contains(&format!("```yaml\n{workflow}```\n")), "{page} shows another {name}");
    }
}
