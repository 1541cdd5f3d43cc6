//! Owns the format `fancy`: for people, the marked lines with what is wrong and what to do. The only code that knows
//! miette.

use std::collections::HashSet;
use std::fmt;
use std::io::{self, Write};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents, ThemeCharacters, ThemeStyles,
};

use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::report::correction::Correction;
use crate::report::excerpt::{Excerpt, Layout, Mark};
use crate::report::{FileReport, Report, disarmed, visible};
use crate::text::{Source, Span};

/// What the terminal can do, and how much to say.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether to write escape codes for colours.
    pub color: bool,
    /// Whether to draw with other characters than ASCII.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
    /// Whether to say where a rule is explained.
    pub hints: bool,
}

impl Style {
    /// For text that goes into a document.
    pub const DOCUMENT: Self = Self { color: false, unicode: true, width: 80, hints: false };

    /// The escape codes of a style; none where nothing is coloured.
    pub(crate) fn paint(self, style: anstyle::Style) -> anstyle::Style {
        if self.color { style } else { anstyle::Style::new() }
    }

    fn styles(self) -> ThemeStyles {
        if !self.color {
            return ThemeStyles::none();
        }
        let ansi = ThemeStyles::ansi();
        ThemeStyles { error: ansi.error.bold(), warning: ansi.warning.bold(), link: ansi.help, ..ansi }
    }

    /// The theme for one finding: its severity and rule stand where miette has an icon, and its place is marked in the
    /// colour of the severity, all others in another.
    fn theme(self, diagnostic: &Diagnostic, marks: usize) -> GraphicalTheme {
        let mut characters = if self.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
        let mut styles = self.styles();
        let (icon, style) = match diagnostic.severity {
            Severity::Error => (&mut characters.error, styles.error),
            Severity::Warning => (&mut characters.warning, styles.warning),
        };
        *icon = format!("{}[{}]:", diagnostic.severity.as_str(), diagnostic.rule);
        styles.highlights = vec![styles.help; marks.max(1)];
        styles.highlights[0] = style;
        GraphicalTheme { characters, styles }
    }
}

/// Writes every finding as a block of its own.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    // What was said once in a report is not said again.
    let (mut explained, mut helped) = (HashSet::new(), HashSet::new());
    for FileReport { source, diagnostics, .. } in &report.files {
        for diagnostic in diagnostics {
            let is_new = explained.insert(diagnostic.rule);
            let help = diagnostic.help.as_deref().filter(|help| helped.insert((diagnostic.rule, *help)));
            let block = block(source, diagnostic, help, Style { hints: style.hints && is_new, ..style });
            out.write_all(disarmed(&block).as_bytes())?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// Further places whose lines are shown; of more, it is enough how many there are.
const MOST_LABELS: usize = 2;

fn block(source: &Source, diagnostic: &Diagnostic, help: Option<&str>, style: Style) -> String {
    let labels = diagnostic.labels.iter().filter(|label| label.elsewhere.is_none());
    let labels: Vec<_> = labels.take(MOST_LABELS).map(|label| (label.span, visible(&label.message))).collect();
    let others: Vec<_> = labels.iter().map(|(span, text)| Mark { span: *span, text: Some(text) }).collect();
    let layout = Layout { width: style.width, has_frame: true, ellipsis: if style.unicode { "…" } else { "..." } };
    let excerpt = Excerpt::new(source, Mark { span: diagnostic.span, text: None }, &others, layout);
    let theme = style.theme(diagnostic, excerpt.marks.len());
    let finding = Finding { diagnostic, help, path: visible(source.path()).into_owned(), excerpt };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_context_lines(0)
        .with_links(false)
        .with_break_words(false)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .without_syntax_highlighting();
    let mut rendered = String::new();
    // Writing to a string does not fail, and every span that miette asks for is one that the excerpt gave it.
    let _ = handler.render_report(&mut rendered, &finding);
    let mut text = rendered.trim_start().to_owned();
    add_footer(&mut text, source, diagnostic, style);
    text
}

/// What miette has no place for: places in other files, where to read more, and the corrected line.
fn add_footer(text: &mut String, source: &Source, diagnostic: &Diagnostic, style: Style) {
    let key = style.styles().help;
    for label in &diagnostic.labels {
        if let Some(place) = &label.elsewhere {
            let (message, path) = (visible(&label.message), visible(&place.path));
            let key = key.style(format!("= {message}:"));
            text.push_str(&format!("  {key} {path}:{}:{}\n", place.start.line, place.start.column));
        }
    }
    let more = diagnostic.labels.iter().filter(|label| label.elsewhere.is_none()).skip(MOST_LABELS);
    if let Some(last) = more.clone().last() {
        let (count, line) = (more.count(), source.position(last.span.start).line);
        let places = if count == 1 { "1 more place,".to_owned() } else { format!("{count} more places, the last") };
        text.push_str(&format!("  {} {places} on line {line}\n", key.style("= and")));
    }
    if style.hints {
        text.push_str(&format!("  {} twir-lint --explain {}\n", key.style("more:"), diagnostic.rule));
    }
    let Some(fix) = &diagnostic.fix else { return };
    let Some(Correction { name, lines, .. }) = Correction::of(diagnostic) else {
        let name = match fix.applicability {
            Applicability::Safe => "fix:",
            Applicability::Unsafe => "fix, with `--unsafe-fixes`:",
        };
        text.push_str(&format!("  {} {}\n", key.style(name), visible(&fix.title)));
        return;
    };
    text.push_str(&format!("  {}\n", key.style(format!("{name}:"))));
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
}

/// A diagnostic as miette wants it.
#[derive(Debug)]
struct Finding<'a> {
    diagnostic: &'a Diagnostic,
    /// What to do, where it is to be said.
    help: Option<&'a str>,
    path: String,
    excerpt: Excerpt,
}

impl fmt::Display for Finding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.diagnostic.message))
    }
}

impl std::error::Error for Finding<'_> {}

impl miette::Diagnostic for Finding<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(visible(self.help?)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.marks.iter().map(|mark| {
            let span = (mark.span.start, mark.span.len());
            if mark.is_primary {
                LabeledSpan::new_primary_with_span(mark.text.clone(), span)
            } else {
                LabeledSpan::new_with_span(mark.text.clone(), span)
            }
        })))
    }
}

/// Gives whole rows with the numbers that their lines have in the source. A span over rows that are not neighbours
/// there is refused, which keeps miette from drawing them in one frame.
impl SourceCode for Finding<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let Excerpt { text, rows, marks } = &self.excerpt;
        let (start, end) = (span.offset(), span.offset() + span.len());
        let first = rows.partition_point(|row| row.span.end <= start);
        let last = rows.partition_point(|row| row.span.end < end).max(first);
        let rows = rows.get(first..=last).ok_or(MietteError::OutOfBounds)?;
        if rows.windows(2).any(|pair| pair[0].line + 1 != pair[1].line) {
            return Err(MietteError::OutOfBounds);
        }
        let whole = rows.iter().map(|row| row.span).reduce(Span::to).ok_or(MietteError::OutOfBounds)?;
        let column = marks.iter().find(|mark| mark.span.start == start).map_or(1, |mark| mark.column);
        let data = &text.as_bytes()[whole.start..whole.end];
        let place = (whole.start, whole.len()).into();
        let path = self.path.clone();
        Ok(Box::new(MietteSpanContents::new_named(path, data, place, rows[0].line, column - 1, rows.len())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Elsewhere;
    use crate::text::Position;

    fn diagnostic(span: Span) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(crate::rules::RULES[0].name, span, "this page was\u{1b} linked before");
        diagnostic.severity = Severity::Error;
        diagnostic.help("See https://example.org/a-very-long-address/that-must-not/be-cut/in-two/anywhere/at-all");
        diagnostic
    }

    fn shown(source: &Source, diagnostic: &Diagnostic, style: Style) -> String {
        let block = block(source, diagnostic, diagnostic.help.as_deref(), style);
        block.replace(diagnostic.rule, "rule")
    }

    const ASCII: Style = Style { color: false, unicode: false, width: 60, hints: true };

    #[test]
    fn all_places_are_shown_the_finding_first() {
        let text = "* 日本 [one](https://example.org)\n\n\n* two\n* 🦀 [one](https://example.org)\n";
        let source = Source::new("draft/x.md", text);
        let last = text.rfind("https://example.org").unwrap_or(0);
        let mut diagnostic = diagnostic(Span::new(last, last + 19));
        let position = Position { byte: 0, line: 40, column: 3, byte_column: 3, utf16_column: 3 };
        let place = Elsewhere { path: "content/y.md".to_owned(), start: position, end: position };
        diagnostic.label(Span::new(9, 14), "first here").label_elsewhere(place, "earlier");
        assert_eq!(
            shown(&source, &diagnostic, ASCII),
            "\
error[rule]: this page was\\u{1b} linked before
   ,-[draft/x.md:5:11]
 5 | * 🦀 [one](https://example.org)
   :            ^^^^^^^^^^^^^^^^^^^
   `----
   ,-[draft/x.md:1:6]
 1 | * 日本 [one](https://example.org)
   :        ^^|^^
   :          `-- first here
   `----
  help: See
        https://example.org/a-very-long-address/that-must-not/be-cut/in-two/anywhere/at-all
  = earlier: content/y.md:40:3
  more: twir-lint --explain rule
"
        );
    }

    #[test]
    fn of_many_places_three_are_shown_and_the_others_counted() {
        let source = Source::new("x", "a\n".repeat(9));
        let with_more = |count: usize| {
            let mut diagnostic = diagnostic(Span::new(0, 1));
            for line in 1..=2 + count {
                diagnostic.label(Span::new(2 * line, 2 * line + 1), "here too");
            }
            shown(&source, &diagnostic, ASCII)
        };
        assert!(!with_more(0).contains("= and"), "{}", with_more(0));
        assert!(with_more(1).contains("\n  = and 1 more place, on line 4\n"), "{}", with_more(1));
        let many = with_more(5);
        assert!(many.contains("\n  = and 5 more places, the last on line 8\n"), "{many}");
        assert_eq!(many.matches("here too").count(), 2, "{many}");
    }

    #[test]
    fn what_was_said_once_in_a_report_is_not_said_again() {
        let source = Source::new("x", "ab");
        let mut other = diagnostic(Span::at(1));
        other.help("Another thing.");
        let diagnostics = vec![diagnostic(Span::at(0)), diagnostic(Span::at(1)), other];
        let file = FileReport::new(source, diagnostics);
        let mut out = Vec::new();
        write(&Report { files: vec![file], ..Report::default() }, ASCII, &mut out).expect("a vector takes everything");
        let out = String::from_utf8(out).expect("text");
        let times = |part: &str| out.matches(part).count();
        assert_eq!((times("this page was"), times("help: See"), times("help: Another")), (3, 1, 1), "{out}");
        assert_eq!(times("more: twir-lint"), 1, "{out}");
    }

    #[test]
    fn an_empty_place_has_a_caret() {
        let source = Source::new("x", "ab\n\ncd");
        for (offset, wanted) in [(1, "   :  ^\n"), (2, "   :   ^\n"), (3, "   : ^\n"), (6, "   :   ^\n")] {
            let shown = shown(&source, &diagnostic(Span::at(offset)), ASCII);
            assert!(shown.contains(wanted), "{offset}\n{shown}");
        }
        let empty = Source::new("x", "");
        assert!(shown(&empty, &diagnostic(Span::at(0)), ASCII).contains("x:1:1"));
    }
}
