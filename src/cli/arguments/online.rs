//! Owns what can be asked for about pages.

use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;

/// The options about opening pages.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Pages")]
pub(in crate::cli) struct OnlineArguments {
    /// Open the pages that entries link to, and check them
    ///
    /// Reports dead links, other titles, closed tasks, events on another day. With --since, only pages are opened that
    /// the change brings; with `all`, those of every link of the issue.
    #[arg(long, value_enum, value_name = "LINKS", num_args = 0..=1, require_equals = true, default_missing_value = "entries")]
    #[arg(help_heading = "Input", hide_possible_values = true)]
    pub(in crate::cli) online: Option<Scope>,

    /// The most time for all pages together, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds, requires = "online", hide_short_help = true)]
    pub(in crate::cli) online_timeout: Duration,

    /// Open pages on this machine and its networks too, on any port
    #[arg(long, requires = "online", hide_short_help = true)]
    pub(in crate::cli) online_private: bool,

    /// Keep what pages say in DIR, for a day [default: the folder that the system has for caches]
    #[arg(long, value_name = "DIR", requires = "online", hide_short_help = true)]
    pub(in crate::cli) cache_dir: Option<PathBuf>,

    /// Open all pages again, whatever is kept of them
    #[arg(long, requires = "online", hide_short_help = true)]
    pub(in crate::cli) refresh: bool,

    /// List the pages that could not be checked, with the reason
    #[arg(long, requires = "online", hide_short_help = true)]
    pub(in crate::cli) verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Scope {
    /// Entries of the community, calls, and events with their groups
    Entries,
    /// Every link of the issue
    All,
}

fn seconds(value: &str) -> Result<Duration, String> {
    let seconds: f64 = value.parse().map_err(|_| "write a number of seconds".to_owned())?;
    let time = Duration::try_from_secs_f64(seconds).ok().filter(|time| !time.is_zero() && *time <= MOST_TIME);
    time.ok_or_else(|| "write a number of seconds from 1 to 3600".to_owned())
}

const MOST_TIME: Duration = Duration::from_secs(3600);
