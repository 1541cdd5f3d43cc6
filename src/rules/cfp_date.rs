//! The dates of a call for papers: not a date, in another form, or impossible.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::document::{DateField, DateProblem};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::Edit;

use crate::rules::event_date;

pub(super) static RULE: Rule = Rule {
    name: "cfp-date",
    group: Group::Calls,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports closing days and event days that are missing, do not exist, end before they begin, or are not \
              written `YYYY-MM-DD`.",
    why: "CFPs are removed by their closing day. There may be words around it, as in `CFP closes 2026-04-01`.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes April 1, 2026 | Ghent, BE | 2026-06-01\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Example::fixed(
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | June 1 to June 2, 2026\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01 - 2026-06-02\n",
        ),
        Example::by_hand(
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes soon | Ghent, BE | 2026-06-01\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
    ],
    silent: &[
        Silent::because(
            "a CFP may close at an hour",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | Closes 2026-04-01 11:59 PM PDT. | Ghent, BE | 2026-06-01\n",
        ),
        Silent::because(
            "both days are written correctly",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | Event date: 2026-06-01 to 2026-06-02\n* [**TreeConf**](https://example.org/tree) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01 & 2026-06-08\n",
        ),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for call in document.cfp_events().iter().filter(|call| call.bars.len() >= 3) {
        if let Some(closes) = call.closes.as_ref().filter(|closes| !closes.span.is_empty()) {
            let written = document.text(closes.span);
            match closes.dates.as_slice() {
                // A time of day and other words may be next to it.
                [(_, Some(_), true)] => {}
                [(span, Some(date), false)] => {
                    cx.report(*span, format!("{} should be `{date}`", quoted(document.text(*span))))
                        .gravity(Gravity::Form)
                        .help("Write the closing day as `YYYY-MM-DD`.")
                        .fix(Fix::safe(format!("Write `{date}`"), Edit::replace(*span, date.to_string())));
                }
                [(span, None, _)] => {
                    cx.report(*span, format!("{} is not a day in the calendar", quoted(document.text(*span))))
                        .help("Check the closing day and correct it.");
                }
                [] => {
                    cx.report(closes.span, format!("there is no closing day in {}", quoted(written)))
                        .help("Write `CFP closes YYYY-MM-DD`.");
                }
                [_, ..] => {
                    cx.report(closes.span, format!("there is more than one date in {}", quoted(written)))
                        .help("Write only the closing day: `CFP closes YYYY-MM-DD`.");
                }
            }
        }
        // Calls for papers join their days as their authors do.
        let is_joined = |field: &&DateField| {
            let problem = field.problem.as_ref().map(|problem| &problem.value);
            !matches!(problem, Some(DateProblem::Separator | DateProblem::SingleDays))
        };
        if let Some(dates) = call.dates.as_ref().filter(is_joined) {
            event_date::report(cx, document, dates);
        }
    }
}
