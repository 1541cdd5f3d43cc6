//! The text that is measured.

use std::fmt::Write as _;

use jiff::civil::Date;

/// An invented issue of about 40 kB: prose, lists of links, calls, events.
#[allow(clippy::too_many_lines, reason = "a text, from its beginning to its end")]
pub(crate) fn issue(number: usize, date: Date) -> Result<String, std::fmt::Error> {
    let mut text =
        format!("Title: This Week in Rust {number}\nNumber: {number}\nDate: {date}\nCategory: This Week in Rust\n\n");
    for _ in 0..6 {
        text.push_str("Hello and welcome to an *invented* issue, in which [every link](https://example.org/) leads to nowhere and\nno sentence says more than it must to be as long as those of a real one.\n\n");
    }
    text.push_str("## Updates from Rust Community\n\n<!-- What is to be known\n\nabout submissions. -->\n\n");
    for section in
        ["Official", "Project/Tooling Updates", "Observations/Thoughts", "Rust Walkthroughs", "Miscellaneous"]
    {
        writeln!(text, "### {section}\n")?;
        for entry in 0..12 {
            let prefix = if entry % 4 == 3 { "[video] " } else { "" };
            let host = if section == "Official" { "blog.rust-lang.org" } else { "example.org" };
            writeln!(
                text,
                "* {prefix}[Entry {entry} of issue {number}: what `Vec::with_capacity` has to do with it](https://{host}/{number}/{}/{entry})",
                section.len()
            )?;
        }
        text.push('\n');
    }
    text.push_str("## Updates from the Rust Project\n\n");
    for area in ["Compiler", "Library", "Cargo", "Rustdoc", "Clippy", "Rust-Analyzer"] {
        writeln!(text, "#### {area}")?;
        for entry in 0..14 {
            writeln!(
                text,
                "* [{area}: make `{entry}` faster where it is called in a loop](https://github.com/OWNER/repository/pull/{number}{entry})"
            )?;
        }
        text.push('\n');
    }
    text.push_str("## Upcoming Events\n\n");
    for (region, place) in [
        ("Virtual", "Virtual (Ghent, BE)"),
        ("Asia", "Osaka, JP"),
        ("Europe", "Ghent, BE"),
        ("North America", "Boston, MA, US"),
    ] {
        writeln!(text, "### {region}")?;
        for event in 0..24 {
            writeln!(
                text,
                "* {date} | {place} | [Group {event} of {region}](https://www.meetup.com/group-{event}/events/)"
            )?;
            writeln!(
                text,
                "    * [**Evening {event} about {region}**](https://www.meetup.com/group-{event}/events/{number}{event})"
            )?;
        }
        text.push('\n');
    }
    Ok(text)
}
