//! Owns a configuration as text: what `--show-config` prints, which is a configuration file again.

use std::io::{self, Write};

use toml::Value as Toml;

use crate::config::effective;
use crate::lint::Levels;
use crate::rule::options::{Options, Value};

/// Writes every level and every option that holds, as a configuration file.
///
/// # Errors
///
/// Those of `out`.
pub fn show(levels: &Levels, options: &Options, exclude: &[String], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "exclude = {}", Toml::from(exclude.to_vec()))?;
    writeln!(out, "\n[rules]")?;
    for (rule, level) in effective(levels).filter(|(rule, _)| rule.options.is_empty()) {
        writeln!(out, "{} = \"{}\"", rule.name, level.as_str())?;
    }
    for (rule, level) in effective(levels).filter(|(rule, _)| !rule.options.is_empty()) {
        writeln!(out, "\n[rules.{}]\nlevel = \"{}\"", rule.name, level.as_str())?;
        for option in rule.options {
            let value = match (option.get)(options) {
                Value::Words(words) => Toml::from(words),
                Value::Reasons(reasons) => {
                    Toml::Table(reasons.into_iter().map(|(name, reason)| (name, Toml::from(reason))).collect())
                }
                Value::Number(number) => Toml::Integer(i64::try_from(number).unwrap_or(i64::MAX)),
            };
            writeln!(out, "{} = {value}", option.key)?;
        }
    }
    Ok(())
}
