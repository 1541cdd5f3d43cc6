//! The dates of an event: not a date, in another form, or impossible.

use jiff::civil::Date;

use crate::diagnostic::{Fix, Gravity, Join, quoted};
use crate::document::{DateField, DateProblem, Document};
use crate::lexicon::is_invisible;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::calendar::{MONTHS, days_between};
use crate::text::{Edit, Spanned};

pub(super) static RULE: Rule = Rule {
    name: "event-date",
    group: Group::Events,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports dates of events that are not dates, do not exist, run backwards, or are not written \
              `YYYY-MM-DD` or `YYYY-MM-DD - YYYY-MM-DD`.",
    why: "Editors sort and remove events by their date, and readers all over the world write dates in different \
          ways.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### Europe\n* 5.3.2026 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(
            "### Europe\n* 2026-03-05 & 2026-03-06 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack days**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 - 2026-03-06 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack days**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 3/5/2026 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-02-30 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-02-28 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05, 2026-03-19 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-19 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/2)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2025-03-05 - 2026-03-06 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 - 2026-03-06 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::by_hand(
            "### Europe\n* 2026-03-05 - 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
        Example::fixed(KEPT, KEPT_RIGHT).after(&[("2026-02-25-this-week-in-rust.md", KEPT_RIGHT)]),
        Example::fixed(NOT_READABLE, KEPT_RIGHT).after(&[("2026-02-25-this-week-in-rust.md", NOT_READABLE)]),
    ],
    silent: &[
        Silent::because("an earlier issue has this very line", KEPT)
            .after(&[("2026-02-25-this-week-in-rust.md", KEPT)]),
        Silent::because(
            "a day and a range are both correct",
            "### Europe\n* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n* 2026-03-06 - 2026-03-07 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack days**](https://example.org/ghent/2)\n",
        ),
        Silent::because(
            "a course may last for months",
            "### Europe\n* 2026-03-05 - 2026-08-31 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n    * [**Hack night**](https://example.org/ghent/1)\n",
        ),
    ],
    options: &[],
    check,
};

/// Two days that are joined in another way.
const KEPT: &str = "### Europe\n* 2026-03-05 & 2026-03-06 | Ghent, BE | [TableConf](https://example.org/)\n    * [**TableConf 2026**](https://example.org/2026)\n";

/// The same in the form of the newsletter.
const KEPT_RIGHT: &str = "### Europe\n* 2026-03-05 - 2026-03-06 | Ghent, BE | [TableConf](https://example.org/)\n    * [**TableConf 2026**](https://example.org/2026)\n";

/// The same in another form.
const NOT_READABLE: &str = "### Europe\n* 2026/03/05 - 2026/03/06 | Ghent, BE | [TableConf](https://example.org/)\n    * [**TableConf 2026**](https://example.org/2026)\n";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for event in document.events() {
        // Both days are known, and an earlier issue was published with this very line.
        let line = || document.text(document.source.line(document.items()[event.item].first_line));
        let is_kept = event.dates.problem.as_ref().is_some_and(|problem| is_readable(problem.value))
            && cx.history.has_line(line());
        if !is_kept {
            report(cx, document, &event.dates);
        }
    }
}

/// Says what is wrong with a field that holds dates; the calls for papers have one too.
pub(super) fn report(cx: &mut Context<'_>, document: &Document<'_>, field: &DateField) {
    let Some(problem) = field.problem.as_ref().filter(|_| !field.span.is_empty()) else { return };
    let is_form = matches!(problem.value, DateProblem::Form | DateProblem::Separator);
    // `invisible-character` reports what nobody sees, and there is nothing else.
    let visible: String = document.text(field.span).chars().filter(|c| !is_invisible(*c)).collect();
    if is_form && field.dates.is_some_and(|dates| dates.written() == visible.trim()) {
        return;
    }
    let span = if problem.value == DateProblem::Separator { field.span } else { problem.span };
    let diagnostic = cx.report(span, message(document, field, problem));
    diagnostic.help(help(problem.value)).gravity(match problem.value {
        problem if is_readable(problem) => Gravity::Doubtful,
        DateProblem::Form => Gravity::Form,
        _ => Gravity::Wrong,
    });
    if let Some(right) = field.dates.filter(|_| is_form).map(|dates| dates.written()) {
        // Words beside the date would be lost: a person has to say where they belong.
        let fix = if has_words(document.text(field.span)) { Fix::unsafe_ } else { Fix::safe };
        diagnostic.fix(fix(format!("Write `{right}`"), vec![Edit::replace(field.span, right)]));
    }
    // What changes one of them changes all: a search for `-`, an editor of text.
    if problem.value == DateProblem::Separator {
        diagnostic.join(Join {
            group: 0,
            least: 3,
            message: |count, first| format!("{}, and {} more dates like this", first.message, count - 1),
            label: "this one too",
            fix: "Correct the dates",
        });
    }
}

/// Whether both days are known, and only what joins them is another.
fn is_readable(problem: DateProblem) -> bool {
    matches!(problem, DateProblem::Separator | DateProblem::SingleDays | DateProblem::OneDayTwice)
}

fn message(document: &Document<'_>, field: &DateField, problem: &Spanned<DateProblem>) -> String {
    let written = quoted(document.text(field.span));
    match (problem.value, field.dates) {
        (DateProblem::Impossible, _) => format!("{} is not a day in the calendar", quoted(document.text(problem.span))),
        (DateProblem::Backwards, _) => format!("{written} ends before it begins"),
        (DateProblem::SingleDays, _) => format!("{written} lists single days, not a range"),
        (DateProblem::OneDayTwice, _) => format!("{written} is the same day twice"),
        (DateProblem::Long, Some(dates)) => {
            format!("{written} lasts {} days: are both dates right?", days_between(dates.first, dates.last))
        }
        (DateProblem::More, _) => format!("{written} contains more than a date"),
        (DateProblem::Form | DateProblem::Separator, Some(right)) => {
            format!("{written} should be `{}`", right.written())
        }
        _ => match either_order(document.text(problem.span)) {
            Some((one, other)) => format!("{written} can mean `{one}` or `{other}`"),
            None => format!("{written} is not a date"),
        },
    }
}

fn help(problem: DateProblem) -> &'static str {
    match problem {
        DateProblem::Separator => "Write ` - ` between the first day and the last.",
        DateProblem::SingleDays => "Write one event for each day, or ` - ` between the first day and the last.",
        DateProblem::OneDayTwice => "Write the day once, or correct the one that is wrong.",
        DateProblem::Impossible | DateProblem::Backwards => "Check the date and correct it.",
        DateProblem::Long => "Check both dates: one of the two years or months is wrong.",
        DateProblem::NotADate | DateProblem::Form | DateProblem::More => {
            "Write `YYYY-MM-DD`, or `YYYY-MM-DD - YYYY-MM-DD` for several days."
        }
    }
}

/// The two days that `03/06/2026` may be: some put the month first, some the day.
fn either_order(written: &str) -> Option<(Date, Date)> {
    let mut numbers = written.trim().split(['/', '.', '-']).map(|number| number.parse::<i16>().ok());
    let (Some(Some(one)), Some(Some(other)), Some(Some(year)), None) =
        (numbers.next(), numbers.next(), numbers.next(), numbers.next())
    else {
        return None;
    };
    let day = |month: i16, day: i16| Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok();
    (year >= 1000 && one != other).then_some((day(one, other)?, day(other, one)?))
}

/// Whether a field holds words that are no months, ordinals or joints of a range.
fn has_words(written: &str) -> bool {
    const KNOWN: &[&str] = &["to", "and", "of", "st", "nd", "rd", "th", "until", "till", "event", "date"];
    let words = written.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words
        .into_iter()
        .any(|word| !KNOWN.iter().any(|known| known.eq_ignore_ascii_case(word)) && !names_month_or_day(word))
}

/// Whether a word begins as the name of a month or of a day of the week does.
fn names_month_or_day(word: &str) -> bool {
    const DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let start = word.get(..3).unwrap_or_default();
    let months = MONTHS.iter().map(|month| &month[..3]);
    months.chain(DAYS.iter().copied()).any(|known| known.eq_ignore_ascii_case(start))
}
