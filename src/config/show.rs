//! Owns a configuration as text: what `--show-config` prints, which is a configuration file again.

use std::io::{self, Write};

use crate::config::{FailOn, effective};
use crate::lint::Levels;
use crate::rule::options::{Options, Value};
use crate::text::is_unprintable;

/// Writes every level and every option that holds, as a configuration file.
///
/// # Errors
///
/// Those of `out`.
pub fn show(
    levels: &Levels,
    options: &Options,
    exclude: &[String],
    fail_on: FailOn,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "exclude = {}", list(exclude))?;
    writeln!(out, "fail-on = \"{}\"", fail_on.as_str())?;
    writeln!(out, "\n[rules]")?;
    for (rule, level) in effective(levels).filter(|(rule, _)| rule.options.is_empty()) {
        writeln!(out, "{} = \"{}\"", rule.name, level.as_str())?;
    }
    for (rule, level) in effective(levels).filter(|(rule, _)| !rule.options.is_empty()) {
        writeln!(out, "\n[rules.{}]\nlevel = \"{}\"", rule.name, level.as_str())?;
        for option in rule.options {
            let value = match (option.get)(options) {
                Value::Words(words) => list(&words),
                Value::Reasons(reasons) => {
                    let pair = |(name, reason): (&String, &String)| format!("{} = {}", quoted(name), quoted(reason));
                    format!("{{ {} }}", reasons.iter().map(pair).collect::<Vec<_>>().join(", "))
                }
                Value::Number(number) => number.to_string(),
            };
            writeln!(out, "{} = {value}", option.key)?;
        }
    }
    Ok(())
}

fn list(words: &[String]) -> String {
    format!("[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
}

/// A string of TOML in which all is escaped that a terminal or the log of a build would obey.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.replace("##[", "##\u{0}").chars() {
        match c {
            // Stands for the bracket of the line above: TOML has no such character.
            '\0' => quoted.push_str("\\u005B"),
            '"' | '\\' => quoted.extend(['\\', c]),
            c if is_unprintable(c) => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
