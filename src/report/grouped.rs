//! Owns the format `grouped`: for people who have many findings before them. What concerns one line of a file is
//! together, in as few rows as show what is wrong there and what the line becomes.

use std::collections::HashSet;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Paint};

use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::report::correction::Correction;
use crate::report::excerpt::{Excerpt, Layout, Mark, wrap};
use crate::report::fancy::Style;
use crate::report::{FileReport, Report, disarmed, visible};
use crate::text::{Source, Span};

/// Writes the name of every file that has findings, and below it the lines that they are about.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    // What was said once in a report is not said again.
    let mut helped = HashSet::new();
    for FileReport { source, diagnostics, .. } in report.files.iter().filter(|file| !file.diagnostics.is_empty()) {
        let path = style.paint(Paint::new().bold());
        writeln!(out, "{path}{}{path:#}", disarmed(&visible(source.path())))?;
        let places = diagnostics.iter().map(|diagnostic| place(source, diagnostic).len());
        let widest = places.max().unwrap_or(0).max(UNSAFE.len());
        let block = Block { source, style, gutter: INDENT + widest + INDENT };
        let line = |diagnostic: &Diagnostic| source.line_index(diagnostic.span.start);
        for group in diagnostics.chunk_by(|one, other| line(one) == line(other)) {
            out.write_all(disarmed(&block.text(group, &mut helped)).as_bytes())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Columns before and after the places.
const INDENT: usize = 2;

/// Columns that are written beside the places at least, however narrow the terminal is.
const LEAST_ROOM: usize = 20;

/// Places that are marked in one line at most; each of the messages says where.
const MOST_MARKS: usize = 8;

/// Line and column, from 1, as `12:3`.
fn place(source: &Source, diagnostic: &Diagnostic) -> String {
    let position = source.position(diagnostic.span.start);
    format!("{}:{}", position.line, position.column)
}

/// How the findings on one line of a file are written.
struct Block<'a> {
    source: &'a Source,
    style: Style,
    /// Columns before everything but the places.
    gutter: usize,
}

impl Block<'_> {
    fn text(&self, group: &[Diagnostic], helped: &mut HashSet<(&'static str, String)>) -> String {
        let mut text = String::new();
        for diagnostic in group {
            self.add_message(&mut text, diagnostic);
        }
        let corrections: Vec<(&'static str, &str)> = group.iter().filter_map(corrected_line).collect();
        self.add_line(&mut text, group, corrections.first().map(|(_, line)| *line));
        for (index, (name, line)) in corrections.iter().enumerate() {
            if corrections.iter().position(|(_, other)| other == line) == Some(index) {
                self.add_corrected(&mut text, group, name, line);
            }
        }
        for diagnostic in group {
            self.add_labels(&mut text, diagnostic);
            let fix = diagnostic.fix.as_ref();
            // A line that is ready says more than the sentence that describes it.
            let is_shown = |fix: &Fix| {
                let line = self.source.line(self.source.line_index(diagnostic.span.start));
                let is_within = fix.edits.iter().all(|edit| line.contains(edit.span) && edit.span != line);
                is_within && corrections.iter().any(|(known, _)| *known == name(fix.applicability))
            };
            if fix.is_some_and(is_shown) {
                continue;
            }
            if let Some(fix) = fix {
                self.add(&mut text, name(fix.applicability), AnsiColor::Green, &visible(&fix.title));
            }
            if let Some(help) = &diagnostic.help
                && fix.is_none_or(|fix| fix.title != help.trim_end_matches('.'))
                && helped.insert((diagnostic.rule, help.clone()))
            {
                self.add(&mut text, "help", AnsiColor::Cyan, &visible(help));
            }
        }
        text
    }

    fn add_message(&self, text: &mut String, diagnostic: &Diagnostic) {
        let key = place(self.source, diagnostic);
        let head = format!("{}[{}]:", diagnostic.severity.as_str(), diagnostic.rule);
        let paint = self.style.paint(color(diagnostic.severity).on_default().bold());
        let sentence = format!("{head} {}", visible(&diagnostic.message));
        let mut rows = wrap(&sentence, self.room());
        if rows.len() > 1 {
            rows = wrap(&sentence, self.room() - INDENT);
        }
        for (index, row) in rows.iter().enumerate() {
            match row.strip_prefix(&head).filter(|_| index == 0) {
                Some(rest) => self.add_row(text, &key, Paint::new(), &format!("{paint}{head}{paint:#}{rest}")),
                None => self.add_row(text, "", Paint::new(), &format!("  {row}")),
            }
        }
    }

    /// The line that the findings are on. Signs below it show where, unless that is all of it, the corrected line below
    /// shows it, or fixes take the whole line away.
    fn add_line(&self, text: &mut String, group: &[Diagnostic], corrected: Option<&str>) {
        let index = self.source.line_index(group[0].span.start);
        let line = self.source.line(index);
        if self.source.slice(line).trim().is_empty() {
            return;
        }
        let places = match corrected {
            Some(corrected) => vec![shifted(change(corrected, self.source.slice(line)), line.start)],
            None => joined(group, line),
        };
        let marks: Vec<_> = places.iter().take(MOST_MARKS).map(|span| Mark { span: *span, text: None }).collect();
        let excerpt = self.excerpt(self.source, marks[0], &marks[1..]);
        let is_whole =
            places[0].start <= line.start && places[0].end >= line.end || group.iter().all(|one| takes(one, line));
        let paint = self.style.paint(color(group[0].severity).on_default());
        for row in &excerpt.rows {
            let marks = excerpt.marks.iter().filter(|mark| row.span.contains(mark.span)).map(|mark| mark.span);
            let shown = Span::new(row.span.start, row.span.end - 1);
            if self.style.color {
                self.add_row(text, "", Paint::new(), &painted(&excerpt.text, shown, marks, paint.underline()));
                continue;
            }
            self.add_row(text, "", Paint::new(), &excerpt.text[shown.start..shown.end]);
            if corrected.is_none() && !is_whole {
                self.add_row(text, "", Paint::new(), &carets(&excerpt.text, shown, marks));
            }
        }
    }

    /// The corrected line around what is new in it, which begins where the line itself does.
    fn add_corrected(&self, text: &mut String, group: &[Diagnostic], name: &str, line: &str) {
        let old = self.source.line(self.source.line_index(group[0].span.start));
        let source = Source::new("", line);
        let mark = Mark { span: change(self.source.slice(old), line), text: None };
        let excerpt = self.excerpt(&source, mark, &[]);
        let (Some(row), Some(mark)) = (excerpt.rows.first(), excerpt.marks.first()) else { return };
        let paint = self.style.paint(AnsiColor::Green.on_default());
        let shown = Span::new(row.span.start, row.span.end - 1);
        let line = painted(&excerpt.text, shown, std::iter::once(mark.span), paint);
        self.add_row(text, &format!("{name}:"), paint, &line);
    }

    fn excerpt(&self, source: &Source, first: Mark<'_>, others: &[Mark<'_>]) -> Excerpt {
        let ellipsis = if self.style.unicode { "…" } else { "..." };
        Excerpt::new(source, first, others, Layout { width: self.room(), has_frame: false, ellipsis })
    }

    /// The first of the further places, and how many there are.
    fn add_labels(&self, text: &mut String, diagnostic: &Diagnostic) {
        let Some(label) = diagnostic.labels.first() else { return };
        let place = match &label.elsewhere {
            Some(place) => format!("{}:{}:{}", visible(&place.path), place.start.line, place.start.column),
            None => format!("line {}", self.source.position(label.span.start).line),
        };
        let more = match diagnostic.labels.len() - 1 {
            0 => String::new(),
            1 => ", and 1 more place".to_owned(),
            count => format!(", and {count} more places"),
        };
        self.add(text, "see", AnsiColor::Cyan, &format!("{place} ({}){more}", visible(&label.message)));
    }

    /// A sentence, and what it is.
    fn add(&self, text: &mut String, name: &str, color: AnsiColor, sentence: &str) {
        let paint = self.style.paint(color.on_default());
        for (index, row) in wrap(sentence, self.room()).iter().enumerate() {
            let key = if index == 0 { format!("{name}:") } else { String::new() };
            self.add_row(text, &key, paint, row);
        }
    }

    /// A row, and what it is or where.
    fn add_row(&self, text: &mut String, key: &str, paint: Paint, row: &str) {
        let before = self.gutter.saturating_sub(INDENT);
        text.push_str(&format!("{paint}{key:>before$}{paint:#}"));
        text.push_str(&" ".repeat(INDENT));
        text.push_str(row);
        text.push('\n');
    }

    /// Columns for everything but the places.
    fn room(&self) -> usize {
        self.style.width.saturating_sub(self.gutter).max(LEAST_ROOM)
    }
}

/// The line that a finding becomes, where it is one that is alone, and what brings it about.
fn corrected_line(diagnostic: &Diagnostic) -> Option<(&'static str, &str)> {
    let applicability = diagnostic.corrected.as_ref()?.applicability;
    match Correction::of(diagnostic)?.lines {
        [line] => Some((name(applicability), line)),
        _ => None,
    }
}

/// A row with its marks in another style.
fn painted(text: &str, row: Span, marks: impl Iterator<Item = Span>, paint: Paint) -> String {
    let mut painted = String::new();
    let mut from = row.start;
    for mark in marks {
        painted.push_str(&text[from..mark.start]);
        painted.push_str(&format!("{paint}{}{paint:#}", &text[mark.start..mark.end]));
        from = mark.end;
    }
    painted.push_str(&text[from..row.end]);
    painted
}

/// Whether the fix of a finding removes a line, or moves it.
fn takes(diagnostic: &Diagnostic, line: Span) -> bool {
    let mut edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
    edits.any(|edit| edit.text.is_empty() && edit.span.contains(line))
}

/// Signs below the marks of a row.
fn carets(text: &str, row: Span, marks: impl Iterator<Item = Span>) -> String {
    let mut carets = String::new();
    for mark in marks {
        let before = columns(&text[row.start..mark.start]);
        carets.push_str(&" ".repeat(before.saturating_sub(carets.len())));
        carets.push_str(&"^".repeat(columns(&text[mark.start..mark.end]).max(1)));
    }
    carets
}

/// The places of findings on one line, those that touch each other as one.
fn joined(group: &[Diagnostic], line: Span) -> Vec<Span> {
    let mut places: Vec<Span> = Vec::new();
    for Diagnostic { span, .. } in group {
        let place = Span::new(span.start, span.end.clamp(span.start, line.end.max(span.start)));
        match places.last_mut() {
            Some(last) if place.start <= last.end => *last = last.to(place),
            _ => places.push(place),
        }
    }
    places
}

fn shifted(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

fn name(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => SAFE,
        Applicability::Unsafe => UNSAFE,
    }
}

/// What `--fix` does.
const SAFE: &str = "fix";
/// What it does with `--unsafe-fixes` only.
const UNSAFE: &str = "unsafe";

fn color(severity: Severity) -> AnsiColor {
    match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
    }
}

fn columns(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// The part of `after` that is not in `before` too.
fn change(before: &str, after: &str) -> Span {
    let start: usize = before.chars().zip(after.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&before[start..], &after[start..]);
    let pairs = old.chars().rev().zip(new.chars().rev());
    let same: usize = pairs.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    Span::new(start, after.len() - same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Corrected, Elsewhere};
    use crate::text::{Edit, Position};

    const PLAIN: Style = Style { color: false, unicode: true, width: 60, hints: true };

    /// A finding at the first `place` of a text, by a rule that tests know.
    fn finding(source: &Source, place: &str, message: &str) -> Diagnostic {
        let start = source.text().find(place).expect("the place is in the text");
        Diagnostic::new("some-rule", Span::new(start, start + place.len()), message)
    }

    /// Gives it a fix that leaves one line.
    fn correct(diagnostic: &mut Diagnostic, source: &Source, line: &str, applicability: Applicability) {
        let span = source.line(source.line_index(diagnostic.span.start));
        let fix = Fix::safe("Write the line again", Edit::replace(diagnostic.span, "https"));
        diagnostic.fix = Some(Fix { applicability, ..fix });
        let lines = vec![line.to_owned()];
        diagnostic.corrected = Some(Corrected { span, lines, applicability, is_joint: false });
    }

    fn shown(source: Source, diagnostics: Vec<Diagnostic>, style: Style) -> String {
        let report = Report { files: vec![FileReport::new(source, diagnostics)], ..Report::default() };
        let mut out = Vec::new();
        write(&report, style, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn findings_on_one_line_share_it() {
        let source = Source::new("draft/x.md", "* one\n* [two](https://example.org/2)\n");
        let mut word = finding(&source, "two", "this is not a title");
        word.severity = Severity::Error;
        let address = finding(&source, "https://example.org/2", "this page moved");
        assert_eq!(
            shown(source, vec![word, address], PLAIN),
            "\
draft/x.md
     2:4  error[some-rule]: this is not a title
     2:9  warning[some-rule]: this page moved
          * [two](https://example.org/2)
             ^^^  ^^^^^^^^^^^^^^^^^^^^^

"
        );
    }

    #[test]
    fn a_corrected_line_stands_below_the_line_and_needs_no_signs() {
        let source = Source::new("x", "* [two](htps://example.org/2)\n");
        for (applicability, name) in [(Applicability::Safe, "   fix:"), (Applicability::Unsafe, "unsafe:")] {
            let mut diagnostic = finding(&source, "htps", "no such scheme");
            diagnostic.help("Write `https`.");
            correct(&mut diagnostic, &source, "* [two](https://example.org/2)", applicability);
            let text = shown(Source::new("x", source.text()), vec![diagnostic], PLAIN);
            let wanted = format!("          * [two](htps://example.org/2)\n {name}  * [two](https://example.org/2)\n");
            assert!(text.contains(&wanted), "{text}");
            assert!(!text.contains("Write `https`") && !text.contains('^'), "{text}");
        }
    }

    #[test]
    fn both_lines_are_cropped_around_what_differs() {
        let before = format!("* [{}](htps://example.org/2)", "word ".repeat(60));
        let source = Source::new("x", format!("{before}\n"));
        let mut diagnostic = finding(&source, "htps", "no such scheme");
        correct(&mut diagnostic, &source, &before.replace("htps", "https"), Applicability::Safe);
        let text = shown(source, vec![diagnostic], PLAIN);
        assert!(text.contains("](htps://") && text.contains("](https://"), "{text}");
        assert!(text.lines().all(|line| columns(line) <= 60), "{text}");
    }

    #[test]
    fn what_a_fix_does_is_named_where_it_leaves_no_single_line() {
        let source = Source::new("x", "* one\n* two\n");
        let mut diagnostic = finding(&source, "* one", "this entry is over");
        let removal = Edit::delete(Span::new(0, 6));
        diagnostic.help("Remove the entry.").fix(Fix::unsafe_("Remove the entry", removal));
        let text = shown(source, vec![diagnostic], PLAIN);
        assert!(text.contains("\n unsafe:  Remove the entry\n"), "{text}");
        assert!(!text.contains("help:") && !text.contains('^'), "{text}");
    }

    #[test]
    fn a_line_that_goes_as_a_whole_needs_no_signs() {
        let source = Source::new("x", "* one\n* two\n");
        let mut over = finding(&source, "one", "this entry is over");
        over.fix(Fix::unsafe_("Remove the entry", Edit::delete(Span::new(0, 6))));
        let mut word = finding(&source, "one", "this word is wrong");
        word.fix(Fix::unsafe_("Remove the word", Edit::delete(word.span)));
        for (findings, has_signs) in [(vec![over.clone()], false), (vec![word.clone()], true), (vec![over, word], true)]
        {
            let text = shown(Source::new("x", source.text()), findings, PLAIN);
            assert_eq!(text.contains("            ^^^"), has_signs, "{text}");
        }
    }

    #[test]
    fn a_corrected_line_does_not_hide_what_another_fix_does() {
        let source = Source::new("x", "- [two](https://example.org/2)\n- three\n");
        let mut bullet = finding(&source, "-", "this bullet is `-`");
        bullet.fix(Fix::safe("Change the bullet", Edit::replace(bullet.span, "*")));
        let line = vec!["* [two](https://example.org/2)".to_owned()];
        let (span, applicability) = (source.line(0), Applicability::Safe);
        bullet.corrected = Some(Corrected { span, lines: line, applicability, is_joint: false });
        let mut copy = finding(&source, "https://example.org/2", "line 9 already links to this page");
        copy.fix(Fix::unsafe_("Remove the entry", Edit::delete(source.line_with_end(0))));
        let text = shown(source, vec![bullet, copy], PLAIN);
        assert!(text.contains("    fix:  * [two](https://example.org/2)\n unsafe:  Remove the entry\n"), "{text}");
        assert!(!text.contains("Change the bullet"), "{text}");
    }

    #[test]
    fn further_places_are_counted_and_help_is_given_once() {
        let source = Source::new("x", "a\nb\nc\nd\n");
        let mut one = finding(&source, "a", "this is said three times");
        one.help("Keep one of them.");
        for line in [2, 4, 6] {
            one.label(Span::new(line, line + 1), "here too");
        }
        let mut two = finding(&source, "b", "this was said before");
        let position = Position { byte: 0, line: 40, column: 3, byte_column: 3, utf16_column: 3 };
        let place = Elsewhere { path: "content/y.md".to_owned(), start: position, end: position };
        two.help("Keep one of them.").label_elsewhere(place, "earlier");
        let text = shown(source, vec![one, two], PLAIN);
        assert!(text.contains("    see:  line 2 (here too), and 2 more places\n"), "{text}");
        assert!(text.contains("    see:  content/y.md:40:3 (earlier)\n"), "{text}");
        assert_eq!(text.matches("help:  Keep one of them.").count(), 1, "{text}");
    }

    #[test]
    fn a_long_message_goes_on_below_itself() {
        let source = Source::new("x", "word\n");
        let message = "this sentence is so long that no terminal of sixty columns has room for it";
        let long = finding(&source, "word", message);
        let text = shown(source, vec![long], PLAIN);
        assert!(text.contains("\n            that no terminal of"), "{text}");
        assert!(text.lines().all(|line| line.len() <= 60), "{text}");
    }

    #[test]
    fn a_blank_line_is_not_shown_and_a_bare_place_has_a_sign() {
        let source = Source::new("x", "\nab\n");
        let mut blank = finding(&source, "ab", "this line is blank");
        blank.span = Span::at(0);
        let mut end = finding(&source, "ab", "something is missing");
        end.span = Span::at(3);
        let text = shown(source, vec![blank, end], PLAIN);
        assert!(text.contains("is blank\n     2:3 "), "{text}");
        assert!(text.contains("          ab\n            ^\n"), "{text}");
    }

    #[test]
    fn of_very_many_places_in_one_line_some_are_marked() {
        let source = Source::new("x", "ab ".repeat(500));
        let places: Vec<_> = (0..500).map(|at| Span::new(3 * at, 3 * at + 2)).collect();
        let found = places.iter().map(|span| Diagnostic::new("some-rule", *span, "here")).collect();
        let text = shown(source, found, PLAIN);
        assert_eq!((text.matches("]: here").count(), text.matches("^^").count()), (500, MOST_MARKS), "{text}");
    }

    #[test]
    fn with_colour_the_places_are_underlined_instead() {
        let source = Source::new("x", "* one two\n");
        let one = finding(&source, "one", "here");
        let text = shown(source, vec![one], Style { color: true, ..PLAIN });
        assert!(text.contains("* \u{1b}[4m\u{1b}[33mone\u{1b}[0m two\n"), "{text:?}");
        assert!(!text.contains('^'), "{text}");
    }
}
