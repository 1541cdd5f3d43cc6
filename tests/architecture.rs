//! The order of the modules: imports run one way, and the picture of it in `docs/design.md` is true.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The modules of the crate from the bottom up, as the lines of the picture in `docs/design.md` have them.
fn layers() -> Vec<String> {
    let page = std::fs::read_to_string(Path::new(ROOT).join("docs/design.md")).unwrap();
    let picture = page.split("```text layers\n").nth(1).and_then(|rest| rest.split("```").next());
    let picture = picture.expect("docs/design.md has a block of code that begins with ```text layers");
    let names = picture.lines().filter_map(|line| line.split_whitespace().next());
    names.rev().map(str::to_owned).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// A file as the path of its module: `src/cli/git.rs` is `["cli", "git"]`.
fn module(file: &Path) -> Vec<String> {
    let relative = file.strip_prefix(Path::new(ROOT).join("src")).unwrap().with_extension("");
    relative.iter().map(|part| part.to_string_lossy().into_owned()).collect()
}

/// The code of a file without its comments, strings and tests.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let text = text.split("\n#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = text.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The paths that a file names, from the top of the crate: of what it says of `crate`, of `super`, and of the modules
/// that it declares. What it only passes on (`pub use`) is not meant.
fn imports(own: &[String], code: &str) -> BTreeSet<Vec<String>> {
    let code = without_re_exports(code);
    let above: Vec<String> = own[..own.len() - 1].to_vec();
    let mut found = BTreeSet::new();
    found.extend(paths_after(&code, "crate::", &[]));
    found.extend(paths_after(&code, "super::", &above));
    for child in &declared(&code) {
        let from = [own, std::slice::from_ref(child)].concat();
        found.extend(paths_after(&code, &format!("{child}::"), &from));
    }
    found
}

/// The modules that a file declares.
fn declared(code: &str) -> Vec<String> {
    let names = code.lines().filter_map(|line| line.strip_suffix(';')?.split_once("mod "));
    names
        .filter(|(before, _)| before.is_empty() || before.starts_with("pub"))
        .map(|(_, name)| name.to_owned())
        .collect()
}

/// The paths behind each `prefix`, below `from`; a list in braces is taken apart.
fn paths_after(code: &str, prefix: &str, from: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        // `pub(in crate::cli)` says who may see something, and takes nothing.
        let is_visibility = code[..at].ends_with("pub(in ");
        if is_visibility || code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let is_of_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let end = rest.find(|c: char| !is_of_path(c)).unwrap_or(rest.len());
        let parts = rest[..end].split("::").filter(|part| !part.is_empty());
        let path: Vec<String> = from.iter().cloned().chain(parts.map(str::to_owned)).collect();
        match rest[end..].strip_prefix('{').and_then(|list| list.split('}').next()) {
            Some(list) => {
                let names = list.split(',').map(|name| name.split_whitespace().next().unwrap_or_default());
                for name in names.filter(|name| !name.is_empty() && *name != "self") {
                    let parts = name.split("::").map(str::to_owned);
                    found.push(path.iter().cloned().chain(parts).collect());
                }
                found.push(path);
            }
            None => found.push(path),
        }
    }
    found
}

fn is_re_export(statement: &str) -> bool {
    let lines = statement.lines().map(str::trim_start);
    let statement: String = lines.filter(|line| !line.starts_with("#[")).collect();
    statement.starts_with("pub use ")
        || statement.starts_with("pub(crate) use ")
        || statement.starts_with("pub(super) use ")
}

fn without_re_exports(code: &str) -> String {
    let statements = code.split_inclusive(';');
    statements.filter(|statement| !is_re_export(statement)).collect()
}

/// What a file passes on of the modules below it: the name, and where it comes from.
fn re_exports(own: &[String], code: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let mut passed_on = Vec::new();
    let children = declared(code);
    for statement in code.split_inclusive(';').filter(|statement| is_re_export(statement)) {
        for child in &children {
            let from = [own, std::slice::from_ref(child)].concat();
            for path in paths_after(statement, &format!("{child}::"), &from) {
                if let Some(name) = path.get(from.len()) {
                    passed_on.push(([own, std::slice::from_ref(name)].concat(), path));
                }
            }
        }
    }
    passed_on
}

#[test]
fn the_picture_names_every_module() {
    let in_picture: BTreeSet<_> = layers().into_iter().collect();
    let files = rust_files(&Path::new(ROOT).join("src"));
    let there: BTreeSet<_> = files.iter().map(|file| module(file)[0].clone()).collect();
    let there: BTreeSet<_> = there.into_iter().filter(|name| name != "lib" && name != "main").collect();
    assert_eq!(in_picture, there, "docs/design.md and src/ name different modules");
}

#[test]
fn no_module_imports_one_that_is_above_it() {
    let layers = layers();
    let height = |name: &String| layers.iter().position(|layer| layer == name);
    let mut upwards = Vec::new();
    for file in rust_files(&Path::new(ROOT).join("src")) {
        let own = module(&file);
        let Some(floor) = height(&own[0]) else { continue };
        for import in imports(&own, &code(&file)) {
            if height(&import[0]).is_some_and(|other| other > floor) {
                upwards.push(format!("src/{}.rs imports crate::{}", own.join("/"), import.join("::")));
            }
        }
    }
    assert!(upwards.is_empty(), "imports that point up:\n{}", upwards.join("\n"));
}

#[test]
fn no_files_import_each_other() {
    let files = rust_files(&Path::new(ROOT).join("src"));
    let files: Vec<(Vec<String>, String)> = files.iter().map(|file| (module(file), code(file))).collect();
    let modules: BTreeSet<&[String]> = files.iter().map(|(module, _)| module.as_slice()).collect();
    let passed_on: BTreeMap<_, _> = files.iter().flat_map(|(own, code)| re_exports(own, code)).collect();
    // The file that holds what a path names, whoever passes it on.
    let home = |path: &Vec<String>| {
        let mut path = path.clone();
        for _ in 0..8 {
            let origin = (1..=path.len()).rev().find_map(|length| passed_on.get(&path[..length]));
            match origin {
                Some(origin) if !modules.contains(path.as_slice()) => path.clone_from(origin),
                _ => break,
            }
        }
        (1..=path.len()).rev().map(|length| path[..length].to_vec()).find(|path| modules.contains(path.as_slice()))
    };
    let mut graph: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (own, code) in &files {
        let targets = imports(own, code).iter().filter_map(home).filter(|other| other != own).collect();
        graph.insert(own.clone(), targets);
    }
    let reached = |start| {
        let mut reached: BTreeSet<&Vec<String>> = BTreeSet::new();
        let mut next: Vec<&Vec<String>> = vec![start];
        while let Some(targets) = next.pop().and_then(|module| graph.get(module)) {
            next.extend(targets.iter().filter(|target| reached.insert(target)));
        }
        reached
    };
    let reached: BTreeMap<_, _> = graph.keys().map(|module| (module, reached(module))).collect();
    let comes_back =
        |from: &Vec<String>, to: &Vec<String>| reached.get(to).is_some_and(|reached| reached.contains(from));
    let lines: Vec<_> = graph
        .iter()
        .flat_map(|(from, targets)| targets.iter().map(move |to| (from, to)))
        .filter(|(from, to)| comes_back(from, to))
        .map(|(from, to)| format!("{} imports {}", from.join("::"), to.join("::")))
        .collect();
    assert!(lines.is_empty(), "files that import each other in a circle:\n{}", lines.join("\n"));
}

/// The word lists of a file: its constants, not the tables that are made of them.
fn word_lists(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let (_, rest) =
            line.split_once("const ").filter(|(before, _)| before.is_empty() || before.starts_with("pub"))?;
        rest.split_once(": &").map(|(name, _)| name)
    })
}

#[test]
fn every_word_list_is_named_by_a_test() {
    let files = rust_files(&Path::new(ROOT).join("src/lexicon"));
    let texts: Vec<String> = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let front = std::fs::read_to_string(Path::new(ROOT).join("src/lexicon.rs")).unwrap();
    let tests =
        |text: &str| text.split_once("\n#[cfg(test)]\nmod tests").map_or(String::new(), |(_, tests)| tests.to_owned());
    let lists: Vec<&str> = texts.iter().flat_map(|text| word_lists(text)).collect();
    let tests: String = texts.iter().chain([&front]).map(|text| tests(text)).collect();
    let named: BTreeSet<&str> = tests.split(|c: char| !c.is_ascii_uppercase() && c != '_').collect();
    assert!(lists.len() > 30, "{lists:?}");
    let missing: Vec<&&str> = lists.iter().filter(|list| !named.contains(**list)).collect();
    assert!(missing.is_empty(), "no test finds every entry of {missing:?}; see `src/lexicon.rs` for how");
}
