//! Owns the format `markdown`: one comment for a pull request, written for a contributor who has never seen a
//! guideline.
//!
//! Nothing that comes out of a file is in the comment as Markdown, for GitHub looks for mentions, addresses, issues
//! and commits in all text but code, after it has resolved every escape. So it becomes code, and a message is prose
//! only where all of its words are plain.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity};
use crate::report::correction::Correction;
use crate::report::location::{below, further_places};
use crate::report::{Report, counted, disarmed, errors_and_warnings, sentence, visible};
use crate::rule::{docs_url, repository};
use crate::rules::find;
use crate::text::{Source, shortened};

/// The first line of every comment, which GitHub does not show: by it, the next run finds the comment to update.
pub const MARKER: &str = "<!-- twir-lint -->";

/// Bytes of a comment. GitHub takes 65,536 characters; the rest is for what others put around it.
pub const MOST_BYTES: usize = 60_000;

/// Bytes that are kept for the words about what was left out.
const CLOSING: usize = 1000;

/// Characters that are quoted of one message, and of one path.
const MOST_CHARACTERS: usize = 1000;

/// Further places of a finding that are named.
const MOST_PLACES: usize = 4;

/// Findings of a rule, equally grave, from which on they share a heading.
const LEAST_GROUPED: usize = 3;

/// Writes the comment, errors first; many findings of a rule are below one heading. `root` is the folder of the
/// checkout.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, root: &Path, out: &mut dyn Write) -> io::Result<()> {
    let mut page = opening(report);
    for note in report.notes() {
        let sign = if note.is_warning { "⚠️ " } else { "" };
        page.push_str(&format!("\n{sign}{}\n", disarmed(&prose(&note.text))));
    }
    let (mut errors, mut warnings) = (0, 0);
    let mut is_full = false;
    for group in groups(report) {
        let mut shown = 0;
        // The comment may pass through the log of a build on its way.
        for part in group.parts(root) {
            let part = disarmed(&part);
            is_full |= page.len() + part.len() + CLOSING > MOST_BYTES;
            if is_full {
                break;
            }
            page.push_str(&part);
            shown += 1;
        }
        let rest = group.findings.len() - shown;
        match group.severity {
            Severity::Error => errors += rest,
            Severity::Warning => warnings += rest,
        }
    }
    for unshown in report.unshown() {
        match unshown.severity {
            Severity::Error => errors += unshown.count,
            Severity::Warning => warnings += unshown.count,
        }
    }
    if let Some(more) = errors_and_warnings(errors, warnings) {
        let since = since(report);
        page.push_str(&format!(
            "\n---\n\nThere is no room here for **{more}** more: `twir-lint{since} --format concise` lists all.\n"
        ));
    }
    out.write_all(page.as_bytes())
}

/// The marker, and what the comment is about.
fn opening(report: &Report) -> String {
    let thanks = "Thank you for helping with *This Week in Rust*! 🦀";
    let summary = report.summary();
    if report.files.is_empty() {
        return format!("{MARKER}\n{thanks}\n\n`twir-lint` has found no issue to check.\n");
    }
    let Some(found) = errors_and_warnings(summary.errors, summary.warnings) else {
        return format!("{MARKER}\n{thanks}\n\n`twir-lint` has checked it and found no problems.\n");
    };
    let concerned = report.files.iter().filter(|file| !file.diagnostics.is_empty()).count();
    let place = if concerned > 1 { format!(" in {}", counted(concerned, "file")) } else { String::new() };
    let program = repository().map_or_else(|| "`twir-lint`".to_owned(), |page| format!("[`twir-lint`]({page}#readme)"));
    let meaning = match (summary.errors, summary.warnings) {
        (_, 0) => "Readers would notice each of them.",
        (0, _) => "Check each warning, and keep what is right.",
        _ => "Readers would notice an error; check each warning, and keep what is right.",
    };
    format!(
        "{MARKER}\n{thanks}\n\n\
         `twir-lint` has checked it and found **{found}**{place}. {meaning} Below is what to change, and why; \
         where it shows a command, {program} can make the change for you.\n"
    )
}

/// Findings that are reported together: one, or many of a rule that are equally grave.
struct Group<'a> {
    findings: Vec<(&'a Source, &'a Diagnostic)>,
    severity: Severity,
    /// What the commands in it say of the change that is judged.
    since: &'static str,
}

/// The findings of a report, errors first.
fn groups(report: &Report) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    for severity in [Severity::Error, Severity::Warning] {
        let start = groups.len();
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, diagnostic) in report.diagnostics().filter(|(_, diagnostic)| diagnostic.severity == severity) {
            *by_rule.entry(diagnostic.rule).or_default() += 1;
        }
        for found in report.diagnostics().filter(|(_, diagnostic)| diagnostic.severity == severity) {
            let rule = found.1.rule;
            let is_one_of_many = by_rule.get(rule).is_some_and(|count| *count >= LEAST_GROUPED);
            let is_same = |group: &&mut Group<'_>| group.findings.first().is_some_and(|(_, first)| first.rule == rule);
            match groups[start..].iter_mut().find(is_same).filter(|_| is_one_of_many) {
                Some(group) => group.findings.push(found),
                None => groups.push(Group { findings: vec![found], severity, since: since(report) }),
            }
        }
    }
    groups
}

/// The option by which a command is about the change alone, where one is judged.
fn since(report: &Report) -> &'static str {
    if report.change.is_some() { " --since" } else { "" }
}

impl Group<'_> {
    /// What is written of each finding, in order.
    fn parts<'a>(&'a self, root: &'a Path) -> impl Iterator<Item = String> + 'a {
        let is_one = self.findings.len() == 1;
        let help = self.findings.first().and_then(|(_, first)| first.help.as_deref());
        let is_same = |(_, diagnostic): &(&Source, &Diagnostic)| diagnostic.help.as_deref() == help;
        let help = help.filter(|_| self.findings.iter().all(is_same));
        self.findings.iter().enumerate().map(move |(index, (source, diagnostic))| {
            if is_one {
                return self.single(source, diagnostic, root);
            }
            let head = if index == 0 { self.head(help, root) } else { String::new() };
            head + &item(source, diagnostic, root, help.is_none())
        })
    }

    /// One finding: where, what is wrong, what to do, the line as it should be, and the command that makes it so.
    fn single(&self, source: &Source, diagnostic: &Diagnostic, root: &Path) -> String {
        let path = below(root, source.path());
        let line = source.position(diagnostic.span.start).line;
        let mut text = format!(
            "\n#### {} in line {line} of {}\n\n{}",
            severity(diagnostic),
            code(&path),
            details(source, diagnostic, root)
        );
        let Some(fix) = &diagnostic.fix else { return text };
        let is_safe = diagnostic.has_safe_fix();
        let command = self.command(is_safe, root);
        if let Some(Correction { name, lines, .. }) = Correction::of(diagnostic) {
            text.push_str(&format!("\nThe {name}:\n\n{}", block(lines)));
            if let Some(command) = command {
                let look = if is_safe { "" } else { ", to be checked" };
                text.push_str(&format!("\nOr run{look}: {command}\n"));
            }
        } else if let Some(command) = command {
            text.push_str(&format!("\n{}: {command}\n", prose(&fix.title)));
        } else {
            text.push_str(&format!("\n{}\n", prose(&fix.title)));
        }
        text
    }

    /// What is above the findings of one rule: how many, what to do where that is the same for all, and the commands
    /// that do it.
    fn head(&self, help: Option<&str>, root: &Path) -> String {
        let (sign, noun) = match self.severity {
            Severity::Error => ("❌", "error"),
            Severity::Warning => ("⚠️", "warning"),
        };
        let rule = self.findings.first().map_or("", |(_, diagnostic)| diagnostic.rule);
        let mut text = format!("\n#### {sign} {}: {}\n", counted(self.findings.len(), noun), named(rule));
        if let Some(help) = help {
            text.push_str(&format!("\n{}\n", prose(help)));
        }
        for (is_safe, words) in [(true, "At once, run"), (false, "At once, to be checked, run")] {
            let is_fixed = |diagnostic: &Diagnostic| diagnostic.fix.is_some() && diagnostic.has_safe_fix() == is_safe;
            if self.findings.iter().any(|(_, diagnostic)| is_fixed(diagnostic))
                && let Some(command) = self.command(is_safe, root)
            {
                text.push_str(&format!("\n{words}: {command}\n"));
            }
        }
        text.push('\n');
        text
    }

    /// The command that applies the fixes of the rule to the files, or all of them, as code; none where a path cannot
    /// be written on a command line as it stands here.
    fn command(&self, is_safe: bool, root: &Path) -> Option<String> {
        let fixed = || self.findings.iter().filter(|(_, diagnostic)| diagnostic.has_safe_fix() == is_safe);
        // Other rules have a part in lines that several findings share.
        let is_joint = |diagnostic: &Diagnostic| Correction::of(diagnostic).is_some_and(|lines| lines.is_joint);
        let is_joint = is_safe && fixed().any(|(_, diagnostic)| is_joint(diagnostic));
        let rule = self.findings.first().map(|(_, diagnostic)| diagnostic.rule).filter(|_| !is_joint);
        let mut paths: Vec<String> = fixed().map(|(source, _)| below(root, source.path())).collect();
        paths.dedup();
        command(self.since, rule, is_safe, &paths)
    }
}

/// A finding below the heading of its rule: where, what is wrong, and the line as it should be. With its help, where
/// others have another one.
fn item(source: &Source, diagnostic: &Diagnostic, root: &Path, with_help: bool) -> String {
    let line = source.position(diagnostic.span.start).line;
    let path = code(&below(root, source.path()));
    let mut text = format!("* Line {line} of {path}: {}\n", prose(&sentence(&diagnostic.message)));
    if let Some(help) = diagnostic.help.as_ref().filter(|_| with_help) {
        text.push_str(&format!("  {}\n", prose(help)));
    }
    let places = places(source, diagnostic, root);
    text.extend(places.lines().map(|place| format!("  {place}\n")));
    if let Some(Correction { lines, .. }) = Correction::of(diagnostic) {
        text.extend(block(lines).lines().map(|line| format!("  {line}\n")));
    }
    text
}

/// How grave a finding is, with a sign for it.
fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "❌ Error",
        Severity::Warning => "⚠️ Warning",
    }
}

/// How grave a finding is, as a line of its own.
#[cfg(feature = "cli")]
pub(super) fn heading(diagnostic: &Diagnostic) -> String {
    format!("**{}**\n", severity(diagnostic))
}

/// What is wrong, what to do, and what else to look at.
pub(super) fn details(source: &Source, diagnostic: &Diagnostic, root: &Path) -> String {
    let mut text = format!("{} ({})\n", prose(&sentence(&diagnostic.message)), named(diagnostic.rule));
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("\n{}\n", prose(help)));
    }
    let places = places(source, diagnostic, root);
    if !places.is_empty() {
        text.push_str(&format!("\n{places}"));
    }
    text
}

/// A rule, with a link to what is said of it where there is one.
fn named(rule: &str) -> String {
    find(rule).and_then(docs_url).map_or_else(|| code(rule), |page| format!("[{rule}]({page})"))
}

/// What else to look at, as a list; nothing where there is nothing.
fn places(source: &Source, diagnostic: &Diagnostic, root: &Path) -> String {
    let mut text = String::new();
    let places: Vec<_> = further_places(source, diagnostic).collect();
    for place in places.iter().take(MOST_PLACES) {
        let (message, path, line) = (prose(place.message), code(&below(root, place.path)), place.start.line);
        text.push_str(&format!("* {message}: line {line} of {path}\n"));
    }
    if places.len() > MOST_PLACES {
        text.push_str(&format!("* and {}\n", counted(places.len() - MOST_PLACES, "more place")));
    }
    text
}

/// The command that applies the fixes of a rule, or all of them, to files, as code; none where a path cannot be written
/// on a command line as it stands here.
fn command(since: &str, rule: Option<&str>, is_safe: bool, paths: &[String]) -> Option<String> {
    let is_lasting =
        |path: &String| visible(path) == path.as_str() && path.chars().count() <= MOST_CHARACTERS && path != "<stdin>";
    if !paths.iter().all(is_lasting) || paths.iter().map(String::len).sum::<usize>() > MOST_CHARACTERS {
        return None;
    }
    let option = if is_safe { "" } else { " --unsafe-fixes" };
    let only = rule.map(|rule| format!(" --only {rule}")).unwrap_or_default();
    let words: String = paths.iter().map(|path| format!(" {}", shell_word(path))).collect();
    Some(code(&format!("twir-lint{since} --fix{option}{only}{words}")))
}

/// A path as a shell takes it for one word that is no option.
fn shell_word(path: &str) -> String {
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,=@%".contains(c);
    if path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// A text with quotations between backticks as prose with code in it; all of it as code where any of its words could be
/// more than a word.
pub(super) fn prose(text: &str) -> String {
    let text = visible(text);
    let text = shortened(&text, MOST_CHARACTERS, "…");
    let parts: Vec<&str> = text.split('`').collect();
    let is_balanced = parts.len() % 2 == 1;
    let last = parts.len() - 1;
    let is_plain = |(index, part): (usize, &&str)| {
        // Code that is empty, or is right beside other code, would be read as a longer fence.
        let may_be_empty = index == 0 || index == last;
        let is_empty = part.trim().is_empty();
        if index % 2 == 1 {
            !is_empty
        } else {
            (may_be_empty || !part.is_empty()) && part.split(' ').all(is_plain_word)
        }
    };
    if is_balanced && parts.iter().enumerate().all(is_plain) { text.into_owned() } else { code(&text) }
}

/// Whether a word means nothing to GitHub: no markup, address, mention, number of an issue, commit or emoji.
fn is_plain_word(word: &str) -> bool {
    let closing: &[char] = &['.', ',', ';', ':', '?', '!', ')', '"', '\'', '”', '…'];
    let word = word.trim_start_matches(['(', '"', '\'', '“']).trim_end_matches(closing);
    let is_commit = word.len() >= 7 && word.chars().all(|c| c.is_ascii_hexdigit());
    let has_digit = word.contains(|c: char| c.is_ascii_digit());
    let has_letter = word.contains(char::is_alphabetic);
    // `GH-1`, `CVE-2026-1` and the like.
    let is_reference = has_digit && has_letter && word.contains('-');
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '—' | '\'' | '’' | '+' | '…');
    !is_commit && !is_reference && word.chars().all(is_plain)
}

/// Text as a span of code, in which GitHub looks for nothing.
fn code(text: &str) -> String {
    let text = visible(text);
    let text = shortened(&text, MOST_CHARACTERS, "…");
    let fence = "`".repeat(longest_run(&text) + 1);
    // A blank on both sides is taken off again, and keeps backticks of the text from joining the fence.
    if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Lines as a block of code.
fn block(lines: &[String]) -> String {
    fenced("markdown", lines)
}

/// Lines in a fence of a kind; nothing in it where there are none.
pub(super) fn fenced(kind: &str, lines: &[String]) -> String {
    let fence = "`".repeat(lines.iter().map(|line| longest_run(line) + 1).max().unwrap_or(0).max(3));
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    format!("{fence}{kind}\n{lines}{fence}\n")
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_and_quotations_are_prose() {
        for text in [
            "the parameters `utm_source`, `utm_medium` only track readers",
            "this page was in issue 640 (2026-02-25) already",
            "`a`",
            "write it as \"it's called\" – or not",
        ] {
            assert_eq!(prose(text), text);
        }
    }

    #[test]
    fn whatever_github_might_take_for_more_is_code() {
        for text in [
            "by @someone",
            "see #123",
            "see GH-123",
            "see owner/name",
            "in 3f786850e387550fdab836ed7e6dc881de23001b",
            "at www.example.org",
            "at https://example.org",
            "a <b>tag</b>",
            "an &amp; entity",
            "an ![image](x)",
            "a :crab: here",
            "some *emphasis* or _more_",
            "a $formula$",
            "a \\ backslash",
            "a `quotation that never ends",
            "a `quotation``beside another`",
            "an empty `` quotation",
        ] {
            let shown = prose(text);
            assert!(shown.starts_with('`') && shown.ends_with('`'), "{shown}");
        }
    }

    #[test]
    fn code_is_fenced_by_more_than_it_holds() {
        assert_eq!(code("a `` b"), "```a `` b```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(block(&["````".to_owned()]), "`````markdown\n````\n`````\n");
    }

    #[test]
    fn a_path_is_one_word_of_a_command() {
        assert_eq!(shell_word("draft/2026-03-04-this-week-in-rust.md"), "draft/2026-03-04-this-week-in-rust.md");
        assert_eq!(shell_word("-rf"), "./-rf");
        assert_eq!(shell_word("a $(b) it's"), r"'a $(b) it'\''s'");
        assert_eq!(command("", Some("bare-url"), true, &["a\u{1b}b".to_owned()]), None);
    }
}
