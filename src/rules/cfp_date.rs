//! The dates of a call for papers: not a date, in another form, or impossible.

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule};
use crate::text::Edit;

use crate::rules::event_date;

pub(super) static RULE: Rule = Rule {
    name: "cfp-date",
    group: Group::Calls,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports closing days and days of events that are none, do not exist, run backwards, or are not written `YYYY-MM-DD`.",
    why: "Calls are dropped by their closing day. The closing day may stand among words, as in `CFP closes 2026-04-01`, but alone.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes April 1, 2026 | Ghent, BE | 2026-06-01\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Example::fixed(
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01 to 2026-06-02\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01 - 2026-06-02\n",
        ),
        Example::by_hand(
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes soon | Ghent, BE | 2026-06-01\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
    ],
    silent: &[],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for call in document.cfp_events.iter().filter(|call| call.bars.len() >= 3) {
        if let Some(closes) = call.closes.as_ref().filter(|closes| !closes.span.is_empty()) {
            let written = document.text(closes.span);
            match closes.dates.as_slice() {
                [(_, Some(_), true)] => {
                    let has_time = written
                        .split(|c: char| !c.is_ascii_digit() && c != ':')
                        .any(|word| word.len() > 2 && word.contains(':'));
                    let stop = written.ends_with('.');
                    if has_time || stop {
                        let what = if has_time {
                            "a time of day stands beside the closing day"
                        } else {
                            "a full stop stands after the closing day"
                        };
                        let diagnostic = cx.report(closes.span, what);
                        diagnostic.gravity(Gravity::Form).help("Write the day alone: `CFP closes YYYY-MM-DD`.");
                        if !has_time {
                            let end = crate::text::Span::new(closes.span.end - 1, closes.span.end);
                            diagnostic.fix(Fix::safe("Remove the full stop", Edit::delete(end)));
                        }
                    }
                }
                [(span, Some(date), false)] => {
                    cx.report(*span, format!("{} should be `{date}`", quoted(document.text(*span))))
                        .gravity(Gravity::Form)
                        .help("Write the closing day as `YYYY-MM-DD`.")
                        .fix(Fix::safe(format!("Write `{date}`"), Edit::replace(*span, date.to_string())));
                }
                [(span, None, _)] => {
                    cx.report(*span, format!("{} is not a day of the calendar", quoted(document.text(*span))))
                        .help("Look the closing day up, and correct it.");
                }
                [] => {
                    cx.report(closes.span, format!("there is no closing day in {}", quoted(written)))
                        .help("Write `CFP closes YYYY-MM-DD`.");
                }
                [_, ..] => {
                    cx.report(closes.span, format!("there is more than one date in {}", quoted(written)))
                        .help("Write the closing day alone: `CFP closes YYYY-MM-DD`.");
                }
            }
        }
        if let Some(dates) = &call.dates {
            event_date::report(cx, document, dates);
        }
    }
}
