//! Owns what can be asked for on the command line.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anstream::ColorChoice;
use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{ArgMatches, Command, CommandFactory, FromArgMatches, Parser, ValueEnum};

use crate::config::FailOn;
use crate::lint::Levels;
use crate::report::concise;
use crate::revision::is_revision;
use crate::rule::{Group, Level, Rule};
use crate::rules::{RULES, find, meant_by};

#[cfg(feature = "online")]
pub(super) mod online;

const ABOUT: &str = "Checks issues of the newsletter This Week in Rust";

const LONG_ABOUT: &str = "\
Checks issues of the newsletter This Week in Rust: links, prefixes, entries, events, calls for papers and markup. It \
fixes what is certain, and shows the corrected line for the rest.";

const AFTER_HELP: &str = "\
Examples:
  twir-lint --since main               check what your change brings
  twir-lint --fix                      clean the newest draft
  twir-lint --publish                  see what is left to do
  twir-lint --explain malformed-link   read what a rule is about

Exit code: 0 nothing found, 1 errors found, 2 something could not be done.
`--help` lists all options.";

const AFTER_LONG_HELP: &str = "\
Exit code:
  0  nothing found at or above --fail-on, or standard input was fixed and written to standard output
  1  findings
  2  something could not be done: a wrong option, a file that is missing or cannot be read, nothing
     checked of what has changed

Examples:
  twir-lint                              check the newest draft of this checkout
  twir-lint draft/ --format concise      check all drafts, one line for each finding
  twir-lint --fix                        fix what is certain in the newest draft
  twir-lint --diff --unsafe-fixes        show what all fixes would change
  twir-lint --only events,cfp            check the events and the calls for papers alone
  twir-lint --online --since main        open the pages that your change links to
  twir-lint --explain malformed-link     read what a rule is about
  git show HEAD:draft/x.md | twir-lint - --stdin-filename draft/x.md

More, in the folder docs/ of the repository:
  rules.md          every rule, with its reason and examples
  configuration.md  twir-lint.toml, and comments that allow a finding
  pull-requests.md  GitHub Actions and pre-commit
  editors.md        editors
  online.md         what --online opens, and what leaves this machine
  site.md           what the site shows differently from GitHub
  comparison.md, performance.md, design.md";

/// The options, as clap reads them. What the first paragraph of each says is all that `-h` shows of it.
#[derive(Debug, Parser)]
#[command(name = "twir-lint", version, about = ABOUT, long_about = LONG_ABOUT, max_term_width = 100)]
#[command(after_help = AFTER_HELP, after_long_help = AFTER_LONG_HELP)]
pub(super) struct Arguments {
    /// Files or folders to check [default: the newest draft]
    ///
    /// Of a folder, the files named YYYY-MM-DD-this-week-in-rust.md are checked; `-` stands for standard input. Without
    /// any, it is the newest issue under draft/ of the checkout around the current folder.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// How to write the findings [default: fancy, or grouped above 10]
    ///
    /// For people one by one (`fancy`) or by line (`grouped`), one line each (`concise`), as one object for programs
    /// (`json`), as annotations and a job summary for GitHub Actions (`github`), as SARIF 2.1.0 for code scanning
    /// (`sarif`), as a comment for a pull request (`markdown`), as a review of one with suggestions (`review`, with
    /// --since), or in the Diagnostic Format of reviewdog (`rdjson`).
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    #[arg(hide_possible_values = true)]
    pub(super) format: Option<Format>,

    /// What the columns of `--format concise` count
    ///
    /// Bytes as Vim does (`bytes`), UTF-16 code units as Visual Studio Code does (`utf16`), or characters (`chars`).
    #[arg(long, value_enum, default_value_t = Columns::Chars, value_name = "UNIT", help_heading = "Output")]
    #[arg(hide_possible_values = true, hide_short_help = true)]
    pub(super) columns: Columns,

    /// Write the report to FILE instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output", conflicts_with = "diff", hide_short_help = true)]
    pub(super) output_file: Option<PathBuf>,

    /// When to use colours; `auto` respects NO_COLOR and CLICOLOR_FORCE
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN", help_heading = "Output")]
    #[arg(hide_short_help = true)]
    pub(super) color: Color,

    /// Print the findings and nothing else: no hints, no summary
    #[arg(long, short, help_heading = "Output", hide_short_help = true)]
    pub(super) quiet: bool,

    /// Count the findings of each rule
    ///
    /// The counts are printed instead of the findings.
    #[arg(long, help_heading = "Output")]
    pub(super) statistics: bool,

    /// Don't report what RULE finds
    ///
    /// RULE is the name of a rule or of a group of rules, or `all`; several are separated by commas. Of the options
    /// --allow, --warn and --deny, the last one about a rule counts.
    #[arg(long, short = 'A', value_name = "RULE", value_parser = RuleParser { takes_all: true }, value_delimiter = ',')]
    #[arg(help_heading = "Rules", hide_possible_values = true)]
    allow: Vec<Choice>,

    /// Report what RULE finds as warnings
    #[arg(long, short = 'W', value_name = "RULE", value_parser = RuleParser { takes_all: true }, value_delimiter = ',')]
    #[arg(help_heading = "Rules", hide_possible_values = true, hide_short_help = true)]
    warn: Vec<Choice>,

    /// Report what RULE finds as errors
    #[arg(long, short = 'D', value_name = "RULE", value_parser = RuleParser { takes_all: true }, value_delimiter = ',')]
    #[arg(help_heading = "Rules", hide_possible_values = true, hide_short_help = true)]
    deny: Vec<Choice>,

    /// Run only RULE
    ///
    /// RULE is the name of a rule or of a group of rules; several are separated by commas.
    #[arg(long, value_name = "RULE", value_parser = RuleParser { takes_all: false }, value_delimiter = ',')]
    #[arg(help_heading = "Rules", hide_possible_values = true)]
    only: Vec<Choice>,

    /// The least grave finding that makes the exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Rules")]
    #[arg(hide_short_help = true)]
    fail_on: Option<FailOn>,

    /// Fix what can be fixed safely, and report the rest
    #[arg(long, help_heading = "Fixes")]
    fix: bool,

    /// Apply also fixes that delete entries or guess
    ///
    /// With --fix or --diff. Look at what they change: each line that they remove is printed.
    #[arg(long, help_heading = "Fixes")]
    pub(super) unsafe_fixes: bool,

    /// Print what --fix would change, and change nothing
    ///
    /// It is printed as a unified diff.
    #[arg(long, help_heading = "Fixes", conflicts_with_all = ["fix", "statistics"])]
    pub(super) diff: bool,

    /// Judge every file as published
    ///
    /// Placeholders, empty sections and past events count then. A list of what is left to do in which section ends the
    /// report.
    #[arg(long, help_heading = "Input")]
    pub(super) publish: bool,

    /// Treat standard input as the content of PATH
    #[arg(long, value_name = "PATH", help_heading = "Input", hide_short_help = true)]
    pub(super) stdin_filename: Option<PathBuf>,

    /// Take the earlier issues from DIR [default: the content/ folder beside draft/]
    #[arg(long, value_name = "DIR", help_heading = "Input", hide_short_help = true)]
    pub(super) history: Option<PathBuf>,

    /// Compare links with this many earlier issues [default: 25]
    #[arg(long, value_name = "NUMBER", help_heading = "Input", hide_short_help = true)]
    pub(super) history_issues: Option<usize>,

    /// Report only what a change brings
    ///
    /// That is what was not there in the last commit that REV and HEAD have in common. Without REV, it is compared with
    /// the newsletter's own branch: `upstream/main`, or `origin/main`, or `main`. Without PATH, all issues are checked
    /// that have changed since.
    #[arg(long, value_name = "REV", num_args = 0..=1, help_heading = "Input")]
    since: Option<Option<String>>,

    /// As --since, with the revision that pre-commit names, or else HEAD
    #[arg(long, help_heading = "Input", conflicts_with = "since", hide_short_help = true)]
    pre_commit: bool,

    /// With --since, heed the configuration and the comments that the change itself brings
    ///
    /// For maintainers: without it, a change cannot switch off what judges it.
    #[arg(long, help_heading = "Input", hide_short_help = true)]
    pub(super) trust_change: bool,

    #[cfg(feature = "online")]
    #[command(flatten)]
    pub(super) online: online::OnlineArguments,

    /// Read FILE instead of the nearest twir-lint.toml upwards from each issue, within its checkout
    #[arg(long, value_name = "FILE", help_heading = "Configuration", conflicts_with = "no_config")]
    #[arg(hide_short_help = true)]
    pub(super) config: Option<PathBuf>,

    /// Ignore configuration files
    #[arg(long, help_heading = "Configuration", hide_short_help = true)]
    pub(super) no_config: bool,

    /// Print what holds for the first PATH, or for the current folder: all levels and options, as a twir-lint.toml
    #[arg(long, help_heading = "Configuration", hide_short_help = true)]
    pub(super) show_config: bool,

    /// Explain a rule, with examples
    ///
    /// The name of a group, or the beginning of names, lists the rules that it stands for.
    #[arg(long, value_name = "RULE", value_parser = ExplainParser, help_heading = "Rules")]
    #[arg(hide_possible_values = true, conflicts_with_all = ["paths", "list_rules", "completions", "man"])]
    explain: Option<Explained>,

    /// List all rules
    ///
    /// With `--format json`, as JSON.
    #[arg(long, help_heading = "Rules", conflicts_with_all = ["paths", "completions", "man"])]
    list_rules: bool,

    /// Serve an editor as a language server, over standard input and output
    #[cfg(feature = "lsp")]
    #[arg(long, help_heading = "Information", exclusive = true, hide_short_help = true)]
    pub(super) lsp: bool,

    /// Print a completion script for SHELL
    #[arg(long, value_enum, value_name = "SHELL", help_heading = "Information", hide_short_help = true)]
    #[arg(conflicts_with_all = ["paths", "man"])]
    completions: Option<clap_complete::Shell>,

    /// Print the manual page
    #[arg(long, help_heading = "Information", conflicts_with = "paths", hide_short_help = true)]
    man: bool,

    /// What `--allow`, `--warn` and `--deny` say, in the order of the command line.
    #[arg(skip)]
    chosen: Vec<(Choice, Level)>,
}

/// What files are compared with.
#[derive(Clone, Debug)]
pub(super) enum Since {
    /// The newsletter's own main branch.
    Newsletter,
    /// A revision.
    Revision(String),
}

impl Since {
    /// The revision that is named; none for the newsletter's own branch.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Newsletter => None,
            Self::Revision(rev) => Some(rev),
        }
    }
}

/// Something else to do than linting.
#[derive(Clone, Debug)]
pub(super) enum OtherTask {
    /// Of the rules that are meant: at least one.
    Explain(Vec<&'static Rule>),
    ListRules,
    Completions(clap_complete::Shell),
    ManPage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Fancy,
    Grouped,
    Concise,
    Json,
    Github,
    Sarif,
    Markdown,
    Review,
    Rdjson,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Columns {
    Bytes,
    Utf16,
    Chars,
}

impl From<Columns> for concise::Columns {
    fn from(columns: Columns) -> Self {
        match columns {
            Columns::Bytes => Self::Bytes,
            Columns::Utf16 => Self::Utf16,
            Columns::Chars => Self::Chars,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

/// Reads the command line; ends the process with help or a usage error where it is not to be run.
pub(super) fn parse() -> Arguments {
    let matches = Arguments::command().get_matches();
    let mut arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    if arguments.unsafe_fixes && !arguments.applies_fixes() {
        let message = "--unsafe-fixes says which fixes are applied: use it with --fix or --diff";
        Arguments::command().error(ErrorKind::MissingRequiredArgument, message).exit();
    }
    if arguments.trust_change && arguments.since().is_none() {
        let message = "--trust-change is about a change: use it with --since";
        Arguments::command().error(ErrorKind::MissingRequiredArgument, message).exit();
    }
    if arguments.statistics
        && !matches!(arguments.format, None | Some(Format::Fancy | Format::Grouped | Format::Concise | Format::Json))
    {
        let message = "--statistics is for people or JSON: use it with --format fancy, concise or json";
        Arguments::command().error(ErrorKind::ArgumentConflict, message).exit();
    }
    if let Some(Some(rev)) = &arguments.since
        && Path::new(rev).exists()
        && !is_revision(rev)
    {
        // What follows the option is the first path.
        arguments.paths.insert(0, PathBuf::from(rev));
        arguments.since = Some(None);
    }
    if arguments.format == Some(Format::Review) && arguments.since().is_none() {
        let message = "--format review is about the lines of a change: use it with --since";
        Arguments::command().error(ErrorKind::MissingRequiredArgument, message).exit();
    }
    if arguments.columns != Columns::Chars && arguments.format != Some(Format::Concise) {
        let message = "--columns is for --format concise; the other formats count as their readers expect";
        Arguments::command().error(ErrorKind::ArgumentConflict, message).exit();
    }
    arguments.chosen = chosen(&matches);
    arguments
}

impl Arguments {
    /// What is to be done instead of linting.
    pub(super) fn other_task(&self) -> Option<OtherTask> {
        match (&self.explain, self.completions) {
            (Some(Explained(rules)), _) => Some(OtherTask::Explain(rules.clone())),
            (_, Some(shell)) => Some(OtherTask::Completions(shell)),
            _ if self.man => Some(OtherTask::ManPage),
            _ => self.list_rules.then_some(OtherTask::ListRules),
        }
    }

    /// The levels that the options come to, laid over those of a configuration.
    pub(super) fn levels(&self, configured: &Levels) -> Levels {
        let mut levels = configured.clone();
        for (choice, level) in &self.chosen {
            match choice {
                Choice::All => levels.set_all(*level),
                Choice::Group(group) => levels.set_group(*group, *level),
                Choice::One(rule) => levels.set(rule, *level),
            }
        }
        if !self.only.is_empty() {
            levels.only(|rule| self.only.iter().any(|choice| choice.is_meant(rule)));
        }
        levels
    }

    /// The revision with which files are compared, if they are.
    pub(super) fn since(&self) -> Option<Since> {
        let named = || std::env::var("PRE_COMMIT_FROM_REF").ok().filter(|rev| !rev.is_empty());
        if self.pre_commit {
            return Some(Since::Revision(named().unwrap_or_else(|| "HEAD".to_owned())));
        }
        self.since.as_ref().map(|rev| rev.clone().map_or(Since::Newsletter, Since::Revision))
    }

    /// The option that asks for a comparison, as messages name it.
    pub(super) fn since_option(&self) -> &'static str {
        if self.pre_commit { "--pre-commit" } else { "--since" }
    }

    /// Whether standard input is linted.
    pub(super) fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == "-") || self.paths.is_empty() && self.stdin_filename.is_some()
    }

    /// Whether fixes are applied, be it only for a diff.
    pub(super) fn applies_fixes(&self) -> bool {
        self.fix || self.diff
    }

    /// The least grave finding that makes the command fail; `configured` where the command line does not say.
    pub(super) fn fail_on(&self, configured: Option<FailOn>) -> FailOn {
        self.fail_on.or(configured).unwrap_or_default()
    }
}

/// The levels that the options give. As with rustc, what stands later on the command line overrides what stands
/// before it, whichever of the three options it is.
fn chosen(matches: &ArgMatches) -> Vec<(Choice, Level)> {
    let mut choices = Vec::new();
    for (option, level) in [("allow", Level::Off), ("warn", Level::Warning), ("deny", Level::Error)] {
        let places = matches.indices_of(option).into_iter().flatten();
        let values = matches.get_many::<Choice>(option).into_iter().flatten();
        choices.extend(places.zip(values).map(|(place, choice)| (place, *choice, level)));
    }
    choices.sort_by_key(|(place, ..)| *place);
    choices.into_iter().map(|(_, choice, level)| (choice, level)).collect()
}

/// What the value of an option that takes a rule stands for.
#[derive(Clone, Copy, Debug)]
enum Choice {
    All,
    Group(Group),
    One(&'static Rule),
}

impl Choice {
    /// What a name stands for, in whatever case, with `_` or `-`.
    fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace('_', "-");
        let group = || Group::ALL.into_iter().find(|group| group.name() == name).map(Self::Group);
        find(&name).map(Self::One).or_else(group)
    }

    /// Whether `--only` runs a rule: of a group, those that are not off.
    fn is_meant(self, rule: &Rule) -> bool {
        match self {
            Self::All => true,
            Self::Group(group) => rule.group == group && rule.level != Level::Off,
            Self::One(one) => rule.name == one.name,
        }
    }
}

/// Reads the name of a rule or a group; knows what to suggest for one that is misspelt, and what shells may complete.
#[derive(Clone, Copy, Debug)]
struct RuleParser {
    takes_all: bool,
}

impl TypedValueParser for RuleParser {
    type Value = Choice;

    fn parse_ref(&self, command: &Command, arg: Option<&clap::Arg>, value: &OsStr) -> Result<Choice, clap::Error> {
        let name = value.to_string_lossy();
        if self.takes_all && name == "all" {
            return Ok(Choice::All);
        }
        Choice::of(&name).ok_or_else(|| unknown_rule(command, arg, &name))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let all = self.takes_all.then(|| PossibleValue::new("all").help("Every rule"));
        Some(Box::new(names().chain(all)))
    }
}

/// The rules that are to be explained: at least one.
#[derive(Clone, Debug)]
struct Explained(Vec<&'static Rule>);

/// Reads the name of a rule or a group, or the beginning of names.
#[derive(Clone, Copy, Debug)]
struct ExplainParser;

impl TypedValueParser for ExplainParser {
    type Value = Explained;

    fn parse_ref(&self, command: &Command, arg: Option<&clap::Arg>, value: &OsStr) -> Result<Explained, clap::Error> {
        let name = value.to_string_lossy();
        let beginning = name.trim().to_lowercase().replace('_', "-");
        let those = |is_meant: &dyn Fn(&Rule) -> bool| RULES.iter().copied().filter(|rule| is_meant(rule)).collect();
        let rules: Vec<_> = match Choice::of(&name) {
            Some(Choice::One(rule)) => vec![rule],
            Some(choice) => those(&|rule| matches!(choice, Choice::Group(group) if rule.group == group)),
            None if beginning.is_empty() => Vec::new(),
            None => those(&|rule| rule.name.starts_with(&beginning)),
        };
        if rules.is_empty() { Err(unknown_rule(command, arg, &name)) } else { Ok(Explained(rules)) }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(names()))
    }
}

/// The names of all rules and groups, for shells.
fn names() -> impl Iterator<Item = PossibleValue> {
    let groups = Group::ALL.map(|group| PossibleValue::new(group.name()).help(format!("All of: {}", group.as_str())));
    RULES.iter().map(|rule| PossibleValue::new(rule.name).help(short_summary(rule))).chain(groups)
}

fn unknown_rule(command: &Command, arg: Option<&clap::Arg>, name: &str) -> clap::Error {
    let option = arg.and_then(clap::Arg::get_long).unwrap_or_default();
    let advice = match meant_by(name) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`twir-lint --list-rules` lists all".to_owned(),
    };
    let name = crate::report::visible(name);
    let message = format!("--{option}: there is no rule `{name}`; {advice}\n");
    clap::Error::raw(ErrorKind::ValueValidation, message).with_cmd(command)
}

/// What a rule reports, short enough for the menu of a shell. For fish, clap_complete writes it in two kinds of quotes
/// and does not escape what ends the outer ones, so it holds no `"` and no backslash.
fn short_summary(rule: &Rule) -> String {
    let end = [": ", ". "].iter().filter_map(|end| rule.summary.find(end)).min().unwrap_or(rule.summary.len());
    rule.summary[..end].trim_end_matches('.').replace('"', "'").replace('\\', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
