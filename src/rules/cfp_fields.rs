//! The fields of a call for papers, as a whole.

use crate::diagnostic::{Fix, excerpt};
use crate::document::FieldsProblem;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

use super::event_fields::report_surplus_bar;

pub(super) static RULE: Rule = Rule {
    name: "cfp-fields",
    group: Group::Calls,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports calls for papers that do not have four fields, leave one empty, have them in another order, or \
              have a backslash before a `|`.",
    why: "The template asks for `* [**event name**](URL to CFP) | Date CFP closes | city, state, country | Date of event`.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) \\| CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Example::fixed(
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01 |\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Example::by_hand(
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | Ghent, BE | CFP closes 2026-04-01 | 2026-06-01\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Example::by_hand(
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | [Website](https://example.org/) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Example::by_hand(
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | Ghent, BE | 2026-06-01\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the name may contain a `|`",
            "### CFP - Events\n* [**TableConf | Europe**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Silent::because(
            "the day of the event may have a label",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | Event date: 2026-06-01\n",
        ),
        Silent::because(
            "the closing day may be without words",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
    ],
    options: &[],
    check,
};

const FORM: &str = "Write `* [**Event**](address of the CFP) | CFP closes YYYY-MM-DD | City, Country | YYYY-MM-DD`.";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for call in document.cfp_events() {
        let Some(problem) = &call.problem else { continue };
        if problem.value == FieldsProblem::SurplusBar {
            report_surplus_bar(cx, problem.span, document.items()[call.item].content, FORM);
            continue;
        }
        let fields = call.bars.len() + 1;
        let written = || excerpt(document.text(problem.span));
        let message = match problem.value {
            FieldsProblem::EscapedBar => "this `|` has a backslash before it".to_owned(),
            FieldsProblem::EmptyField => "a field of this CFP is empty".to_owned(),
            FieldsProblem::Swapped => {
                "the fields of this CFP are not in the order name, closing day, place, event day".to_owned()
            }
            FieldsProblem::TooMany if !problem.span.is_empty() => {
                format!("`{}` is one field too many: a CFP has four", written())
            }
            _ if fields == 1 => "this CFP only has a name, without dates and place".to_owned(),
            _ => {
                format!("this CFP has {fields} fields; it needs a name, closing day, place and event day")
            }
        };
        let diagnostic = cx.report(problem.span, message);
        diagnostic.help(FORM);
        if problem.value == FieldsProblem::Swapped
            && let (Some(closes), Some(place), Some(dates)) = (&call.closes, call.place, call.dates_field)
        {
            let right = [closes.span, place, dates].map(|field| document.text(field)).join(" | ");
            diagnostic.fix(Fix::unsafe_("Sort the fields", Edit::replace(problem.span, right)));
        }
        if problem.value == FieldsProblem::EscapedBar {
            let backslash = Span::new(problem.span.start, problem.span.end - 1);
            diagnostic.fix(Fix::safe("Remove the backslash", Edit::delete(backslash)));
        }
    }
}
