//! The name of a call for papers, which is in bold.

use crate::archive::History;
use crate::diagnostic::{Fix, Gravity, Join};
use crate::document::SectionKind;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};

use super::event_name::{Weight, bold, fault, unmatched};

pub(super) static RULE: Rule = Rule {
    name: "cfp-name",
    group: Group::Calls,
    level: Level::Error,
    fix: FixAvailability::Safe,
    summary: "Reports names in the calls for papers that are not in bold, only partly in bold (a warning), or lack \
              some of their asterisks (an error).",
    why: "The template asks for `[**event name**](URL to CFP)`, and readers find the names by the bold text.",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "### CFP - Events\n* [TableConf](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Example::fixed(
            "### CFP - Events\n* [**TableConf*](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Example::fixed(PLAIN, BOLD)
            .after(&[("2026-02-18-this-week-in-rust.md", PLAIN), ("2026-02-25-this-week-in-rust.md", BOLD)]),
    ],
    silent: &[
        Silent::because(
            "asterisks around the link are as bold",
            "### CFP - Events\n* **[TableConf](https://example.org/cfp)** | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Silent::because(
            "a link in another field is not the name",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | [Ghent, BE](https://example.org/map) | 2026-06-01\n",
        ),
        Silent::because(
            "there may be a link to the conference next to its name",
            "### CFP - Events\n* [**TableConf**](https://example.org/cfp) ([website](https://example.org/)) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n",
        ),
        Silent::because("the names of the last issues are not in bold", PLAIN)
            .after(&[("2026-02-18-this-week-in-rust.md", PLAIN), ("2026-02-25-this-week-in-rust.md", PLAIN)]),
    ],
    options: &[],
    check,
};

const PLAIN: &str =
    "### CFP - Events\n* [TableConf](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n";

const BOLD: &str =
    "### CFP - Events\n* [**TableConf**](https://example.org/cfp) | CFP closes 2026-04-01 | Ghent, BE | 2026-06-01\n";

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    // A link in another field is not the name.
    let faults: Vec<_> = document
        .cfp_events()
        .iter()
        .filter_map(|call| {
            fault(document, &document.items()[call.item]).filter(|(_, link)| call.name.contains(link.span))
        })
        .collect();
    // A list of which none is in bold was written so.
    let is_habit =
        faults.len() == document.cfp_events().len() && faults.iter().all(|(weight, _)| *weight == Weight::Plain);
    let is_plain_usual = is_habit && are_names_plain(cx.history);
    for (weight, link) in faults.into_iter().filter(|(weight, _)| *weight != Weight::Plain || !is_plain_usual) {
        let message = match weight {
            Weight::Plain => "the name of this CFP is not in bold",
            Weight::Partly => "only a part of this CFP's name is in bold",
            Weight::Unpaired => unmatched(document.text(link.text)),
        };
        let unpaired = cx.gravity_at(link.span.start);
        let diagnostic = cx.report(link.text, message);
        match bold(document, link) {
            Some((edit, right)) => {
                diagnostic.help(format!("Write `[{right}]`.")).fix(Fix::safe("Put the name in bold", edit))
            }
            None => diagnostic.help("Write `[**Name**](…)`."),
        };
        if is_habit {
            diagnostic.join(Join {
                group: 0,
                least: 3,
                message: |count, _| format!("the names of these {count} CFPs are not in bold"),
                label: "this one too",
                fix: "Put the names in bold",
            });
        }
        diagnostic.gravity(if weight == Weight::Unpaired { unpaired } else { Gravity::Doubtful });
    }
}

/// The newest issues, which show how names are written now.
const NEWEST: usize = 2;

/// Whether most names in each of the newest issues are not in bold.
fn are_names_plain(history: &History) -> bool {
    let plain = history.issues().rev().take(NEWEST).filter(|issue| {
        let lines = issue.lines_of(|kind| kind == SectionKind::CfpEvents).map(|line| issue.text(line));
        let names = lines.filter_map(|line| line.strip_prefix("* ")).filter(|line| line.starts_with(['[', '*']));
        let (all, bold) = names.fold((0, 0), |(all, bold), name| {
            (all + 1, bold + usize::from(name.trim_start_matches('[').starts_with("**")))
        });
        all > 2 * bold
    });
    plain.count() == NEWEST
}
