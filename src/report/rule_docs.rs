//! Owns the documentation of the rules, made from the rules: `docs/rules.md` and the pages below `docs/rules/`, the
//! table in the README, `--explain` and `--list-rules`.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use jiff::civil::Date;
use serde::Serialize;

use crate::archive::History;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::guard::{Unparsable, guarded};
use crate::issue::{Stage, issue_date};
use crate::lint;
use crate::lint::{Levels, Settings};
use crate::pages::{Pages, read_transcript};
use crate::report::excerpt::wrap;
use crate::report::{FileReport, Report, fancy, is_unprintable};
use crate::rule::change::Before;
use crate::rule::options::Options;
use crate::rule::{Example, FixAvailability, Group, Level, Rule, Setting, docs_url};
use crate::rules::RULES;
use crate::text::Source;

/// What reports call the text of an example.
const EXAMPLE_PATH: &str = "draft.md";

/// Lints a text of an example as its documentation and its test do: as a draft unless the example says otherwise, with
/// all rules at their level, and the rule itself on.
///
/// # Errors
///
/// [`Unparsable`] when the Markdown parser fails on the text.
pub fn lint_example(rule: &Rule, setting: &Setting, text: &str) -> Result<FileReport, Unparsable> {
    let source = Source::new(EXAMPLE_PATH, text);
    let diagnostics = with_judge(rule, setting, |judge| {
        guarded(|| {
            let document = Document::parse(&source);
            let mut diagnostics = judge(&document);
            lint::preview(&document, &mut diagnostics, &[], judge);
            diagnostics
        })
    });
    let mut diagnostics = diagnostics?;
    diagnostics.retain(|diagnostic| !diagnostic.is_silent);
    Ok(FileReport::new(source, diagnostics))
}

/// Applies the rule's own fixes to the text of an example, again and again until nothing changes; unsafe ones too
/// where the rule has no others.
///
/// # Errors
///
/// [`Unparsable`] when the Markdown parser fails on the text.
pub fn fix_example(rule: &Rule, example: &Example) -> Result<String, Unparsable> {
    let scope = lint::Scope { unsafe_fixes: rule.fix == FixAvailability::Unsafe, ..lint::Scope::default() };
    let fixed = with_judge(rule, &example.setting, |judge| {
        let own = |document: &Document<'_>| {
            let mut found = judge(document);
            found.retain(|diagnostic| diagnostic.rule == rule.name);
            found
        };
        lint::fix(Source::new(EXAMPLE_PATH, example.bad), scope, own)
    });
    Ok(fixed?.source.text().to_owned())
}

/// Calls `work` with what says all there is to be said of a document in the setting of an example of a rule.
fn with_judge<T>(
    rule: &Rule,
    setting: &Setting,
    work: impl FnOnce(&dyn Fn(&Document<'_>) -> Vec<Diagnostic>) -> T,
) -> T {
    let mut levels = Levels::default();
    if matches!(rule.level, Level::Off | Level::Tidy) {
        levels.set(rule, Level::Warning);
    }
    let mut history = History::default();
    for (name, text) in setting.history {
        let date = issue_date(name.as_ref()).unwrap_or(Date::MIN);
        history.add(Source::new(*name, *text), date);
    }
    let stage = if setting.publish { Stage::Published } else { Stage::Draft };
    let before = setting.before.as_ref().map(|earlier| Before {
        source: Some(Source::new(EXAMPLE_PATH, earlier.text)),
        stage,
        role: earlier.role.clone(),
        current_draft: Some("draft/2026-03-11-this-week-in-rust.md".to_owned()),
    });
    let mut pages = Pages::default();
    for (address, answers) in setting.pages {
        pages.insert(address, read_transcript(address, answers));
    }
    let options = Options::default();
    let (history, pages) = (&history, &pages);
    let settings = Settings { stage, levels: &levels, history, pages, options: &options, before: before.as_ref() };
    work(&|document| lint::check(document, &settings))
}

/// The groups with their rules, in the order of [`RULES`].
fn groups() -> Vec<(Group, Vec<&'static Rule>)> {
    let mut groups: Vec<(Group, Vec<&'static Rule>)> = Vec::new();
    for rule in RULES {
        match groups.iter_mut().find(|(group, _)| *group == rule.group) {
            Some((_, rules)) => rules.push(rule),
            None => groups.push((rule.group, vec![rule])),
        }
    }
    groups
}

/// The pages about the rules, each with its path from the root of the repository: `docs/rules.md` with tables of all,
/// and one below `docs/rules/` for each group.
#[must_use]
pub fn pages() -> Vec<(String, String)> {
    const MADE: &str =
        "<!-- Made from the files in src/rules/; `UPDATE_DOCS=1 cargo test --test docs` makes it again. -->\n\n";
    let mut index = format!(
        "{MADE}# The rules\n\n\
         `twir-lint --explain RULE` prints what the pages say about a rule. `--allow RULE`, `--warn RULE` and `--deny RULE` set the level of its findings, and so does `twir-lint.toml`. The name of a group, in parentheses below, means all of its rules.\n\n\
         An error is certain; check a warning. What readers do not see is not reported: rules of the level `tidy` only correct it, with `--fix` and in `--diff`. Any rule can be given this level in `twir-lint.toml`. In a published issue, errors of form, which do not mislead readers, are warnings.\n"
    );
    let mut pages = Vec::new();
    for (group, rules) in groups() {
        let (title, name) = (group.as_str(), group.name());
        // Writing to a string does not fail.
        let _ = write!(index, "\n## [{title}](rules/{name}.md) (`{name}`)\n\n{TABLE_HEAD}");
        add_rows(&mut index, &rules, &format!("rules/{name}.md"));
        let mut page = format!("{MADE}# {title}\n\n[All rules](../rules.md)\n\n{TABLE_HEAD}");
        add_rows(&mut page, &rules, "");
        for rule in rules {
            add_rule(&mut page, rule);
        }
        pages.push((format!("docs/rules/{name}.md"), page));
    }
    pages.push(("docs/rules.md".to_owned(), index));
    pages
}

/// The table of the groups of rules in the README, with links into the pages that [`pages`] makes.
#[must_use]
pub fn readme_table() -> String {
    let mut table = String::from("| group | rules |\n| --- | --- |\n");
    for (group, rules) in groups() {
        let page = format!("docs/rules/{}.md", group.name());
        let links: Vec<String> = rules.iter().map(|rule| format!("[`{0}`]({page}#{0})", rule.name)).collect();
        // Writing to a string does not fail.
        let _ = writeln!(table, "| [{}]({page}) | {} |", group.as_str(), links.join(", "));
    }
    table
}

const TABLE_HEAD: &str = "| rule | level | fix | |\n| --- | --- | --- | --- |\n";

/// Adds a row for each rule, which links to its section of `page`.
fn add_rows(table: &mut String, rules: &[&Rule], page: &str) {
    for Rule { name, level, fix, summary, .. } in rules {
        let summary = summary.replace('|', "\\|");
        let (level, fix) = (level.as_str(), fix.as_str());
        let _ = writeln!(table, "| [`{name}`]({page}#{name}) | {level} | {fix} | {summary} |");
    }
}

fn add_rule(page: &mut String, rule: &Rule) {
    let Rule { name, level, fix, summary, why, examples, .. } = rule;
    let (level, fix) = (level_in_words(*level), fix_in_words(*fix));
    let _ = write!(page, "\n## {name}\n\n{summary}\n\n*{level} {fix}*\n\n**Why.** {why}\n");
    for (index, example) in examples.iter().enumerate() {
        if let Some(earlier) = &example.setting.before {
            page.push_str("\n**Before the change**\n\n");
            add_code(page, "markdown", &shown(earlier.text));
        }
        for (address, answers) in example.setting.pages {
            let _ = write!(page, "\n**What {address} answers**\n\n");
            add_code(page, if answers.starts_with('<') { "html" } else { "http" }, &shown(answers));
        }
        let _ = write!(page, "\n**{}**\n\n", title(wrong(example), index, examples.len()));
        add_code(page, "markdown", &shown(example.bad));
        page.push_str("\nwhich gives\n\n");
        add_code(page, "text", &output(rule, example, fancy::Style::DOCUMENT));
        let _ = write!(page, "\n**{}**\n\n", right(rule, example));
        add_code(page, "markdown", &shown(example.good));
    }
    let _ = write!(page, "\n**Options.** {}\n", level_options(rule));
    if let Some(configuration) = configuration(rule) {
        page.push_str("\nIn `twir-lint.toml`:\n\n");
        add_code(page, "toml", &configuration);
    }
}

/// Why a rule is there, and its first example, as Markdown.
pub(crate) fn help_markdown(rule: &Rule) -> String {
    let Rule { name, level, fix, summary, why, examples, .. } = rule;
    let (level, fix) = (level_in_words(*level), fix_in_words(*fix));
    let mut text = format!("{summary}\n\n*{level} {fix}*\n\n**Why.** {why}\n");
    if let Some(example) = examples.first() {
        // Writing to a string does not fail.
        let _ = write!(text, "\n**{}**\n\n", wrong(example));
        add_code(&mut text, "markdown", &shown(example.bad));
        text.push_str("\n**Right**\n\n");
        add_code(&mut text, "markdown", &shown(example.good));
    }
    let _ = write!(text, "\nTo let it pass: `twir-lint --allow {name}`.\n");
    text
}

/// The same as plain text.
pub(crate) fn help_text(rule: &Rule) -> String {
    let Rule { name, level, fix, summary, why, examples, .. } = rule;
    let (level, fix) = (level_in_words(*level), fix_in_words(*fix));
    let mut text = format!("{summary}\n\n{level} {fix}\n\nWhy: {why}\n");
    if let Some(example) = examples.first() {
        let (bad, good) = (indented(example.bad), indented(example.good));
        // Writing to a string does not fail.
        let _ = write!(text, "\n{}:\n\n{bad}\nRight:\n\n{good}", wrong(example));
    }
    let _ = write!(text, "\nTo let it pass: twir-lint --allow {name}\n");
    text
}

fn add_code(page: &mut String, language: &str, code: &str) {
    let ticks = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((ticks + 1).max(3));
    let _ = write!(page, "{fence}{language}\n{}\n{fence}\n", code.trim_end_matches('\n'));
}

/// Writes all that is to be said of a rule, for a terminal.
///
/// # Errors
///
/// Those of `out`.
pub fn explain(rule: &Rule, style: fancy::Style, out: &mut dyn Write) -> io::Result<()> {
    let Rule { name, group, level, fix, summary, why, examples, .. } = rule;
    let width = style.width.min(100);
    let mut paragraph = |text: &str| writeln!(out, "{}\n", wrap(text, width).join("\n"));
    paragraph(&format!("{name} ({})", group.as_str()))?;
    paragraph(summary)?;
    paragraph(&format!("{} {}", level_in_words(*level), fix_in_words(*fix)))?;
    paragraph(&format!("Why: {why}"))?;
    for (index, example) in examples.iter().enumerate() {
        if let Some(earlier) = &example.setting.before {
            writeln!(out, "Before the change:\n\n{}", indented(earlier.text))?;
        }
        for (address, answers) in example.setting.pages {
            writeln!(out, "What {address} answers:\n\n{}", indented(answers))?;
        }
        writeln!(out, "{}:\n\n{}", title(wrong(example), index, examples.len()), indented(example.bad))?;
        writeln!(out, "which gives\n\n{}\n", output(rule, example, style))?;
        writeln!(out, "{}:\n\n{}", right(rule, example), indented(example.good))?;
    }
    writeln!(out, "{}\n", wrap(&format!("Options: {}", level_options(rule)), width).join("\n"))?;
    if let Some(configuration) = configuration(rule) {
        writeln!(out, "In `twir-lint.toml`:\n\n{}", indented(&configuration))?;
    }
    if let Some(page) = docs_url(rule) {
        writeln!(out, "{page}")?;
    }
    Ok(())
}

/// Writes what several rules report, a line or two each, for a terminal.
///
/// # Errors
///
/// Those of `out`.
pub fn explain_briefly(rules: &[&Rule], style: fancy::Style, out: &mut dyn Write) -> io::Result<()> {
    for rule in rules {
        write_row(rule, style, out)?;
    }
    writeln!(out, "\n`twir-lint --explain RULE` says more about each.")
}

/// Writes what each rule reports, by groups, for a terminal.
///
/// # Errors
///
/// Those of `out`.
pub fn list(style: fancy::Style, out: &mut dyn Write) -> io::Result<()> {
    let bold = style.paint(Style::new().bold());
    for (index, (group, rules)) in groups().into_iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{bold}{}{bold:#} (`{}`)", group.as_str(), group.name())?;
        for rule in rules {
            write_row(rule, style, out)?;
        }
    }
    writeln!(out, "\n`twir-lint --explain RULE` says more about each.")
}

/// Writes name, level, fix and summary of a rule, the summary in lines of its own where it has no room beside the name.
fn write_row(rule: &Rule, style: fancy::Style, out: &mut dyn Write) -> io::Result<()> {
    const INDENT: usize = 4;
    let Rule { name, level, fix, summary, .. } = rule;
    let color = match level {
        Level::Error => style.paint(AnsiColor::Red.on_default()),
        Level::Warning => style.paint(AnsiColor::Yellow.on_default()),
        Level::Tidy | Level::Off => style.paint(Style::new().dimmed()),
    };
    let fix = match fix {
        FixAvailability::None => String::new(),
        FixAvailability::Safe | FixAvailability::Unsafe => format!(", {} fix", fix.as_str()),
    };
    writeln!(out, "  {color}{name}{color:#} ({}{fix})", level.as_str())?;
    for line in wrap(summary, style.width.min(100) - INDENT) {
        writeln!(out, "{:INDENT$}{line}", "")?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Listing {
    schema_version: u32,
    rules: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    group: Group,
    level: Level,
    fix: FixAvailability,
    summary: &'static str,
    /// None as long as nobody knows where the pages are.
    url: Option<String>,
}

/// Writes all rules as one JSON object and a line end.
///
/// # Errors
///
/// Those of `out`.
pub fn list_json(out: &mut dyn Write) -> io::Result<()> {
    let entry = |rule: &&Rule| {
        let Rule { name, group, level, fix, summary, .. } = **rule;
        Entry { name, group, level, fix, summary, url: docs_url(rule) }
    };
    let listing = Listing { schema_version: 1, rules: RULES.iter().map(entry).collect() };
    serde_json::to_writer_pretty(&mut *out, &listing)?;
    writeln!(out)
}

fn level_in_words(level: Level) -> &'static str {
    match level {
        Level::Error => "An error.",
        Level::Warning => "A warning.",
        Level::Tidy => "Not reported, but corrected by `--fix`.",
        Level::Off => "Off by default.",
    }
}

fn fix_in_words(fix: FixAvailability) -> &'static str {
    match fix {
        FixAvailability::None => "It has no fix.",
        FixAvailability::Unsafe => "Its fixes are suggestions: check them.",
        FixAvailability::Safe => "`--fix` corrects it where only one correction is possible.",
    }
}

fn wrong(example: &Example) -> &'static str {
    if example.setting.publish { "Wrong in a published issue" } else { "Wrong" }
}

/// The words above the good text: whether the program writes it, or a person has to.
fn right(rule: &Rule, example: &Example) -> &'static str {
    match (example.fixed, rule.fix) {
        (true, FixAvailability::Safe) => "Right, as `--fix` writes it",
        (true, FixAvailability::Unsafe) => "Right, as `--fix --unsafe-fixes` writes it",
        _ => "Right",
    }
}

/// What the command line can do about the level of a rule.
fn level_options(rule: &Rule) -> String {
    let Rule { name, level, .. } = rule;
    let levels = match level {
        Level::Error => format!("`--allow {name}` ignores it, `--warn {name}` makes it a warning."),
        Level::Warning => format!("`--allow {name}` ignores it, `--deny {name}` makes it an error."),
        Level::Tidy => format!("`--allow {name}` leaves it as it is, `--warn {name}` reports it as a warning."),
        Level::Off => format!("`--warn {name}` reports it as a warning, `--deny {name}` as an error."),
    };
    format!("{levels} `<!-- twir-lint: allow({name}) reason -->` on a line, or above it, allows one finding.")
}

/// The part of a configuration file that sets the options of a rule, if it has any.
fn configuration(rule: &Rule) -> Option<String> {
    const WIDTH: usize = 72;
    let mut text = format!("[rules.{}]\n", rule.name);
    let without_options = text.len();
    for option in rule.options {
        for line in wrap(option.about, WIDTH) {
            let _ = writeln!(text, "# {line}");
        }
        let _ = writeln!(text, "{}", option.example);
    }
    (text.len() > without_options).then_some(text)
}

fn title(what: &str, index: usize, count: usize) -> String {
    if count == 1 { what.to_owned() } else { format!("{what}, example {} of {count}", index + 1) }
}

/// What the linter says of an example.
fn output(rule: &Rule, example: &Example, style: fancy::Style) -> String {
    let mut text = Vec::new();
    if let Ok(mut file) = lint_example(rule, &example.setting, example.bad) {
        file.diagnostics.retain(|diagnostic| diagnostic.rule == rule.name);
        let style = fancy::Style { hints: false, ..style };
        // Writing to memory does not fail.
        let _ = fancy::write(&Report { files: vec![file], ..Report::default() }, style, &mut text);
    }
    String::from_utf8_lossy(&text).trim_end().to_owned()
}

/// The text of an example with what cannot be seen made visible; its lines stay lines.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unprintable(c) && c != '\n' && c != '\t' {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

fn indented(text: &str) -> String {
    shown(text).lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}
