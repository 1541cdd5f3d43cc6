//! What the program promises of any input, each promise a function that panics where it is broken. The property tests
//! keep them on generated issues, the fuzzers on whatever they find.

#![allow(dead_code, unreachable_pub, reason = "each of those who include this asks for some of the promises")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use twir_lint::config::Config;
use twir_lint::diagnostic::{Diagnostic, Fix};
use twir_lint::document::Document;
use twir_lint::issue::Stage;
use twir_lint::lexicon;
use twir_lint::lint::{Scope, apply, check, fix as fix_all, lint as lint_all};
use twir_lint::report::fancy::Style;
use twir_lint::report::{
    FileReport, Fixes, Report, checklist, concise, diff, fancy, github, grouped, json, markdown, rdjson, review, sarif,
    statistics,
};
use twir_lint::rule::Level;
use twir_lint::text::{Source, Span};
use twir_lint::{Settings, Unparsable};

/// Reads `bytes` as a file; none where they are UTF-16, which is refused.
pub fn source(bytes: &[u8]) -> Option<Source> {
    Source::from_bytes("draft/2026-03-04-this-week-in-rust.md", bytes.to_vec()).ok()
}

/// Runs every rule, those too that are off by default.
pub fn lint(source: &Source, stage: Stage) -> Result<Vec<Diagnostic>, Unparsable> {
    with_settings(stage, |settings| lint_all(source, settings))
}

/// The same of a document.
fn judge(document: &Document<'_>, stage: Stage) -> Vec<Diagnostic> {
    with_settings(stage, |settings| check(document, settings))
}

fn with_settings<T>(stage: Stage, work: impl FnOnce(&twir_lint::lint::Settings<'_>) -> T) -> T {
    let mut settings = Settings { stage, ..Settings::default() };
    for rule in twir_lint::rules::RULES.iter().filter(|rule| rule.level == Level::Off) {
        settings.levels.set(rule, Level::Warning);
    }
    work(&settings.judging())
}

/// A document knows every line, and speaks only of places that are in the text.
pub fn parses(bytes: &[u8]) {
    let Some(source) = source(bytes) else { return };
    assert_eq!(source.to_bytes(), bytes, "a source gives back the bytes of its file");
    let document = Document::parse(&source);
    assert_eq!(document.lines().len(), source.line_count(), "every line has a kind");
    assert!(document.lines().iter().all(|kind| match kind {
        twir_lint::document::LineKind::Heading(section) => *section < document.sections().len(),
        twir_lint::document::LineKind::Item(item) | twir_lint::document::LineKind::Continuation(item) =>
            *item < document.items().len(),
        _ => true,
    }));
    let sections = document.sections().iter().map(|section| section.span);
    let end = sections.clone().fold(None, |end: Option<usize>, span| {
        assert!(end.is_none_or(|end| end == span.start), "sections follow each other without a gap");
        Some(span.end)
    });
    assert_eq!(end, Some(source.text().len()), "the last section goes to the end");
    for item in document.items() {
        assert!(document.item_lines(item).contains(item.content), "an entry is within its lines");
        assert!(item.first_line <= item.last_line && item.section < document.sections().len());
    }
    let links = document.links().iter().flat_map(|link| [link.span, link.text, link.destination]);
    let near = document.near_links().iter().flat_map(|link| [Some(link.span), Some(link.fault), link.url]).flatten();
    let repairs = document.near_links().iter().filter_map(|link| link.repair.as_ref()).flat_map(|repair| &repair.edits);
    let backticks = document.backtick_faults().iter().flat_map(|fault| &fault.repair);
    let spans = sections
        .chain(document.items().iter().flat_map(|item| [item.span, item.content, item.indent]))
        .chain(document.items().iter().flat_map(|item| item.prefixes.iter().map(|prefix| prefix.span)))
        .chain(links)
        .chain(near)
        .chain(repairs.chain(backticks).map(|edit| edit.span))
        .chain(document.definitions().iter().flat_map(|found| [found.span, found.name, found.destination]))
        .chain(document.undefined_references().iter().flat_map(|found| [found.span, found.name]))
        .chain(document.comments().iter().flat_map(|comment| [comment.span, comment.body()]))
        .chain(document.emphases().iter().flat_map(|emphasis| [emphasis.span, emphasis.inner()]))
        .chain(document.html_tags().iter().flat_map(|tag| [tag.span, tag.name]))
        .chain(document.backtick_faults().iter().map(|fault| fault.span))
        .chain(document.mojibake().iter().map(|found| Span::new(found.start, found.end)))
        .chain(document.urls().iter().flat_map(|url| [url.whole(), url.host_span(), url.path_span(), url.query_span()]))
        .chain(document.code_spans().iter().chain(document.bare_urls()).chain(document.loose_asterisks()).copied());
    for span in spans {
        is_in_text(&source, span);
    }
    for spans in [document.code_spans(), document.bare_urls(), document.loose_asterisks()] {
        assert!(spans.is_sorted(), "what a document lists is in order");
    }
    assert!(document.links().is_sorted_by_key(|link| link.span.start));
    assert!(document.near_links().is_sorted_by_key(|link| link.span.start));
    assert!(document.items().is_sorted_by_key(|item| item.span.start));
}

/// Linting gives the same each time, in order, of places that are in the text, in words that can be shown.
pub fn lints(bytes: &[u8]) {
    let Some(source) = source(bytes) else { return };
    for stage in [Stage::Draft, Stage::Published] {
        let Ok(found) = lint(&source, stage) else { return };
        let again = lint(&source, stage).unwrap_or_default();
        assert_eq!(format!("{found:?}"), format!("{again:?}"), "the same text is judged the same");
        assert!(found.is_sorted_by_key(|diagnostic| (diagnostic.span, diagnostic.rule)));
        for diagnostic in &found {
            let rule = diagnostic.rule;
            is_in_text(&source, diagnostic.span);
            for label in diagnostic.labels.iter().filter(|label| label.elsewhere.is_none()) {
                is_in_text(&source, label.span);
            }
            assert!(!diagnostic.message.trim().is_empty(), "{rule} says nothing");
            assert!(!diagnostic.message.contains('\n'), "{rule} says {:?}", diagnostic.message);
            if let Some(fix) = &diagnostic.fix {
                is_sound(&source, rule, fix);
            }
        }
    }
}

fn is_in_text(source: &Source, span: Span) {
    assert!(span.start <= span.end, "{span:?} ends before it begins");
    assert!(source.text().get(span.start..span.end).is_some(), "{span:?} is no place in {:?}", source.text());
}

fn is_sound(source: &Source, rule: &str, fix: &Fix) {
    assert!(!fix.edits.is_empty(), "{rule} offers a fix without edits");
    for edit in &fix.edits {
        is_in_text(source, edit.span);
    }
    let is_apart = fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    assert!(is_apart, "the edits of {rule} overlap: {:?}", fix.edits);
    let (fixed, _) = apply::apply(&source.to_bytes(), &[fix]);
    assert!(fixed != source.to_bytes(), "a fix of {rule} changes nothing: {:?} in {:?}", fix.edits, source.text());
}

/// Fixing comes to an end, does nothing a second time, and keeps line ends and lines that no fix speaks of; by safe
/// fixes, no entry and no destination is lost.
pub fn fixes(bytes: &[u8]) {
    fixes_in(Stage::Draft, bytes);
    fixes_in(Stage::Published, bytes);
}

/// The same of a draft alone, or of a published issue.
pub fn fixes_in(stage: Stage, bytes: &[u8]) {
    fixes_with(bytes, false, &|document| judge(document, stage));
    fixes_with(bytes, true, &|document| judge(document, stage));
    keeps_other_lines(bytes);
}

/// The same of the rules that find something to fix, two at a time: what the fixes of others mend, or undo, is left.
pub fn fixes_of_two(bytes: &[u8]) {
    let Some(text) = source(bytes) else { return };
    let Ok(found) = lint(&text, Stage::Draft) else { return };
    let rules: BTreeSet<&str> = found.iter().filter(|found| found.fix.is_some()).map(|found| found.rule).collect();
    let rules: Vec<&str> = rules.into_iter().collect();
    for (index, one) in rules.iter().enumerate() {
        for other in &rules[index + 1..] {
            let two = |document: &Document<'_>| {
                let found = judge(document, Stage::Draft).into_iter();
                found.filter(|found| found.rule == *one || found.rule == *other).collect()
            };
            fixes_with(bytes, false, &two);
            fixes_with(bytes, true, &two);
        }
    }
}

fn fixes_with(bytes: &[u8], takes_unsafe: bool, judge: &dyn Fn(&Document<'_>) -> Vec<Diagnostic>) {
    let fixed = |source| fix_all(source, Scope { unsafe_fixes: takes_unsafe, ..Scope::default() }, judge).ok();
    let Some(before) = source(bytes) else { return };
    let Some(first) = fixed(before) else { return };
    assert!(first.unsettled.is_empty(), "the fixes of {:?} never settle", first.unsettled);
    let is_left = |found: &&Diagnostic| found.fix.is_some() && (takes_unsafe || found.has_safe_fix());
    assert!(!first.diagnostics.iter().any(|found| is_left(&found)), "a fix is offered that is not applied");
    let once = first.source.to_bytes();
    if let Some(second) = source(&once).and_then(fixed) {
        assert!(second.applied.is_empty(), "fixed again: {:?} in {:?}", second.applied, first.source.text());
        assert_eq!(second.source.to_bytes(), once);
    }
    keeps_line_ends(bytes, &once);
    if !takes_unsafe {
        keeps_destinations(bytes, &first.source);
        keeps_entries(bytes, &first.source);
        keeps_invalid_lines(bytes, &once);
    }
}

/// By safe fixes, a line with bytes that are not UTF-8 stays as it is.
fn keeps_invalid_lines(before: &[u8], after: &[u8]) {
    let invalid = |bytes: &[u8]| {
        let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
        lines.filter(|line| std::str::from_utf8(line).is_err()).map(<[u8]>::to_vec).collect::<Vec<_>>()
    };
    let shown = |bytes: &[u8]| bytes.escape_ascii().to_string();
    assert_eq!(invalid(before), invalid(after), "{} became {}", shown(before), shown(after));
}

/// What texts are made of that come from other programs and from people with bad intent: bytes that are not UTF-8,
/// control characters, characters that nobody sees, line ends of every kind, and what rules look for.
const HOSTILE: &[&[u8]] = &[
    b"\n",
    b"\r\n",
    b"\r",
    b"\n\n",
    b"\x0b",
    b"\x0c",
    "\u{85}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{2029}".as_bytes(),
    b"\xe9",
    b"\xff",
    b"\xc3",
    b"\xe2\x80",
    b"\x80",
    b"\xfe",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\0",
    b"\x01",
    b"\x08",
    b"\x1a",
    b"\x1b[31m",
    b"\x7f",
    "\u{9b}".as_bytes(),
    "\u{a0}".as_bytes(),
    "\u{ad}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{200d}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{feff}".as_bytes(),
    "\u{fffd}".as_bytes(),
    "\u{3000}".as_bytes(),
    "é".as_bytes(),
    "Ã©".as_bytes(),
    "â€™".as_bytes(),
    "√≥".as_bytes(),
    b"* ",
    b"- ",
    b"    * ",
    b"\n* ",
    b"\n    * ",
    b"*",
    b"**",
    b"_",
    b"`",
    b"\\",
    b" ",
    b"  ",
    b"\t",
    b"|",
    b" | ",
    b"[",
    b"]",
    b"(",
    b")",
    b"](",
    b"]: ",
    b"<",
    b">",
    b"\"",
    b",",
    b".",
    b":",
    b"&",
    b"?",
    b"#",
    b"a",
    b"b ",
    b"1",
    b"[Caf",
    b"[A title]",
    b"[A title](https://example.org/a)",
    b"[b]: https://example.org/b",
    b"(https://example.org/c",
    b"https://example.org/d",
    b"https://example.org/e?utm_source=x",
    b"http://",
    b"://",
    b"?utm_source=x",
    b"www.example.org/f",
    b"https://youtu.be/abcdefghijk",
    b"[video] ",
    b"[rust] ",
    b"(audio) ",
    b"[DE] ",
    b"<br>",
    b"<b>",
    b"<!-- ",
    b" -->",
    b"\n### Europe\n",
    b"\n## Upcoming Events\n",
    b"\n### CFP - Projects\n",
    b"\n#### CFP - Events\n",
    b"\n### Official\n",
    b"\n### Virtual\n",
    b"### ",
    b"##",
    b"2026-03-05 | ",
    b"2026-03-04 | ",
    b"2026-3-5 | ",
    b"2026-03-05, 2026-03-07 | ",
    b"Ghent, BE | ",
    b"Virtual (Ghent, BE) | ",
    b"Paris, TX, US | ",
    b"CFP closes 2026-03-20",
    b"* *No Calls for participation were submitted this week.*",
    b"Title: This Week in Rust 641\n",
    b"Number: 641\n",
    b"Number: 641 ",
    b"Date: 2026-03-04\n",
    b"Category: This Week in Rust\n",
    b"```\n",
    b"<<<<<<< HEAD\n",
    b"=======\n",
    b">>>>>>> b\n",
];

/// A text of those parts, one for each byte.
pub fn hostile(choices: &[u8]) -> Vec<u8> {
    choices.iter().flat_map(|choice| HOSTILE[usize::from(*choice) % HOSTILE.len()]).copied().collect()
}

fn keeps_line_ends(before: &[u8], after: &[u8]) {
    let line_feeds = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
    let returns = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\r').count();
    let both = |bytes: &[u8]| bytes.windows(2).filter(|pair| pair == b"\r\n").count();
    let is_crlf = |bytes: &[u8]| line_feeds(bytes) == both(bytes) && returns(bytes) == both(bytes);
    if is_crlf(before) && both(before) > 0 {
        assert!(is_crlf(after), "line ends were mixed: {:?}", String::from_utf8_lossy(after));
    }
    if returns(before) == 0 {
        assert_eq!(returns(after), 0, "a line end of another kind: {:?}", String::from_utf8_lossy(after));
    }
}

/// Destinations that no rule has a reason to rewrite are as many as before.
fn keeps_destinations(before: &[u8], after: &Source) {
    let Some(before) = source(before) else { return };
    let document = Document::parse(&before);
    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    let near = document.near_links().iter().filter_map(|near| near.url);
    // What is meant as a link may hold one.
    let places: BTreeSet<Span> = document.urls().iter().map(|url| url.whole()).chain(near).collect();
    let mut last: Option<Span> = None;
    for place in places {
        let destination = document.text(place);
        // The same address once more, with nothing but brackets or its title between the two, is told once.
        let is_repeated = last.replace(place).is_some_and(|last| {
            let seen = |text: &str| text.replace(twir_lint::report::is_unprintable, "");
            let between = seen(before.text().get(last.end..place.start).unwrap_or_default());
            let title = between.strip_prefix([')', ']']).map(|rest| rest.trim_start_matches(')'));
            let title = title.filter(|title| seen(&before.text()[..last.start]).ends_with(*title));
            let is_apart = between.contains(|c: char| c.is_alphanumeric() || c.is_whitespace());
            document.text(last) == destination && (title.is_some_and(|title| title.len() > 2) || !is_apart)
        });
        if is_repeated {
            continue;
        }
        let Some(plain) = destination.strip_prefix("https://example.org/") else { continue };
        // Where an invisible character parts it from more letters, they are one without it.
        let is_torn =
            |at: usize| before.text()[at + destination.len()..].starts_with(twir_lint::report::is_unprintable);
        let is_torn = before.text().match_indices(destination).any(|(at, _)| is_torn(at));
        if !is_torn && !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            *wanted.entry(destination).or_default() += 1;
        }
    }
    for (destination, count) in wanted {
        let is_whole =
            |at: usize| !after.text()[at + destination.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let left = after.text().match_indices(destination).filter(|(at, _)| is_whole(*at)).count();
        let left_names = Document::parse(after).definitions().len();
        assert!(left + left_names >= count, "{destination} is lost: {:?} became {:?}", before.text(), after.text());
    }
}

/// Entries that lead somewhere are as many as before, or more.
fn keeps_entries(before: &[u8], after: &Source) {
    let Some(before) = source(before) else { return };
    // Without a character that nobody sees, what stands behind it may be a heading or a comment, as it looks.
    if before.text().contains(lexicon::is_invisible) {
        return;
    }
    let (old, new) = (entries(&before), entries(after));
    assert!(new >= old, "{old} entries became {new}: {:?} became {:?}", before.text(), after.text());
}

/// How many entries have a link, or what is meant as one.
fn entries(source: &Source) -> usize {
    let document = Document::parse(source);
    let leads_somewhere = |span: Span| {
        let has_url = |near: &twir_lint::document::NearLink| near.url.is_some_and(|url| !url.is_empty());
        !document.links_in(span).is_empty()
            || document.near_links_in(span).iter().any(has_url)
            || document.bare_urls().iter().any(|url| span.contains(*url))
    };
    document.items().iter().filter(|item| leads_somewhere(item.content)).count()
}

/// Applying fixes once leaves the lines that none of them touches, in order, and every byte that was not UTF-8.
fn keeps_other_lines(bytes: &[u8]) {
    let Some(source) = source(bytes) else { return };
    let Ok(found) = lint(&source, Stage::Draft) else { return };
    let fixes: Vec<&Fix> = found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).collect();
    let (fixed, applied) = apply::apply(bytes, &fixes);
    let mut touched = vec![false; source.line_count()];
    for (fix, _) in fixes.iter().zip(applied).filter(|(_, applied)| *applied) {
        for edit in &fix.edits {
            let first = source.line_index(edit.span.start);
            touched[first..=source.line_index(edit.span.end)].fill(true);
            // Behind an inserted line end, what was one line is two.
            if let Some(before) = first.checked_sub(1) {
                touched[before] = true;
            }
        }
    }
    let mut rest = fixed.as_slice();
    for index in (0..source.line_count()).filter(|index| !touched[*index]) {
        let line = source.line(index);
        let line = &bytes[line.start..line.end];
        let Some(at) = memchr::memmem::find(rest, line) else {
            panic!("the line {:?} is gone from {:?}", String::from_utf8_lossy(line), String::from_utf8_lossy(bytes));
        };
        rest = &rest[at + line.len()..];
    }
}

/// Whatever stands in a file and its name, reports are written, can be read by whom they are for, and hold nothing that
/// a terminal would obey but their own colours.
pub fn reports(path: &str, bytes: &[u8]) {
    let Ok(before) = Source::from_bytes(path, bytes.to_vec()) else { return };
    let Ok(found) = lint(&before, Stage::Published) else { return };
    let count = found.len();
    let sections = checklist::sections(&Document::parse(&before));
    let fixes: Vec<&Fix> = found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).collect();
    let (after, _) = apply::apply(bytes, &fixes);
    let applied = BTreeMap::from([("malformed-link", fixes.len())]);
    let fixes = Fixes { before: bytes.to_vec(), applied, removed: Vec::new(), unsettled: Vec::new() };
    let file = FileReport { fixes: Some(fixes), sections, ..FileReport::new(before, found) };
    let report = Report { files: vec![file], ..Report::default() };

    for (color, unicode, width) in [(false, true, 100), (true, false, 60)] {
        let style = Style { color, unicode, width, hints: true };
        is_harmless(color, &written(|out| fancy::write(&report, style, out)));
        is_harmless(color, &written(|out| grouped::write(&report, style, out)));
        is_harmless(color, &written(|out| checklist::write(&report, style, out)));
        is_harmless(color, &written(|out| diff::write(path, bytes, &after, true, color, out).map(drop)));
    }
    let lines = written(|out| concise::write(&report, concise::Columns::Chars, out));
    is_harmless(false, &lines);
    assert_eq!(lines.lines().count(), count, "one line a finding");
    is_harmless(false, &written(|out| statistics::write(&report, out)));
    is_harmless(false, &report.sentence());
    let root = Path::new("/somewhere");
    let [review, rdjson, _, _, sarif] = [
        written(|out| review::write(&report, root, out)),
        written(|out| rdjson::write(&report, root, out)),
        written(|out| json::write(&report, out)),
        written(|out| statistics::write_json(&report, out)),
        written(|out| sarif::write(&report, root, out)),
    ]
    .map(|json| {
        is_harmless(false, &json);
        assert!(!json.lines().any(is_obeyed), "the log of a build obeys {json}");
        serde_json::from_str::<serde_json::Value>(&json).unwrap_or_else(|error| panic!("no JSON, {error}: {json}"))
    });
    let results = sarif["runs"][0]["results"].as_array().map(Vec::len);
    assert_eq!(results, Some(count), "one result a finding");
    assert_eq!(rdjson["diagnostics"].as_array().map(Vec::len), Some(count));
    let comments = review["comments"].as_array().map_or(usize::MAX, Vec::len);
    assert!(comments <= review::MOST_COMMENTS, "{comments} comments");
    are_annotations(&written(|out| github::write(&report, root, out)), count);
    let comment = written(|out| markdown::write(&report, root, out));
    is_harmless(false, &comment);
    assert!(!comment.lines().any(is_obeyed), "the log of a build obeys {comment}");
    assert!(comment.len() <= markdown::MOST_BYTES, "a comment of {} bytes", comment.len());
    assert_eq!(comment.lines().next(), Some(markdown::MARKER));
}

/// Whether GitHub's runner takes a line of a log for a command to it.
fn is_obeyed(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains("##[")
}

/// Fails where the runner would be told anything but errors and warnings at places, or be told nothing of a finding.
fn are_annotations(lines: &str, count: usize) {
    is_harmless(false, lines);
    let (commands, rest): (Vec<_>, Vec<_>) = lines.lines().partition(|line| is_obeyed(line));
    for line in &commands {
        let command = line.strip_prefix("::error ").or_else(|| line.strip_prefix("::warning "));
        let Some((properties, message)) = command.and_then(|command| command.split_once("::")) else {
            panic!("another command: {line:?}");
        };
        let names: Vec<_> = properties.split(',').filter_map(|property| Some(property.split_once('=')?.0)).collect();
        let (whole, of_lines) =
            (["file", "line", "endLine", "col", "endColumn", "title"], ["file", "line", "endLine", "title"]);
        assert!(names == whole || names == of_lines, "other properties: {line:?}");
        assert!(!message.trim().is_empty(), "an empty annotation: {line:?}");
    }
    let more: usize = rest
        .iter()
        .flat_map(|line| line.split(':').next())
        .flat_map(str::split_whitespace)
        .filter_map(|word| word.parse::<usize>().ok())
        .sum();
    assert_eq!(commands.len() + more, count, "a finding is not told: {lines:?}");
}

/// The same of bytes whose first line is the name of the file.
pub fn reports_of_named(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let (name, text) = bytes.split_at(end);
    reports(String::from_utf8_lossy(name).trim_end_matches('\n'), text);
}

fn written(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    if let Err(error) = write(&mut out) {
        panic!("a report that cannot be written: {error}");
    }
    String::from_utf8(out).unwrap_or_else(|error| panic!("a report that is no UTF-8: {error}"))
}

/// Fails where a terminal would do anything but print: other control characters than line ends and tabs, other escape
/// sequences than colours, characters that reorder what is around them.
fn is_harmless(in_color: bool, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| !matches!(c, '\n' | '\t') && twir_lint::report::is_unprintable(c)) {
        let found = &rest[at..];
        let colour = found.strip_prefix("\u{1b}[").filter(|_| in_color);
        let behind = colour.map(|codes| codes.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';'));
        let Some(behind) = behind.and_then(|behind| behind.strip_prefix('m')) else {
            panic!("{:?} goes to the terminal in {text:?}", found.chars().next());
        };
        rest = behind;
    }
}

/// A configuration file is taken, or every fault in it is named at its place.
pub fn configures(bytes: &[u8]) {
    let Ok(source) = Source::from_bytes("twir-lint.toml", bytes.to_vec()) else { return };
    match Config::parse(&source, Path::new("/somewhere")) {
        Ok(config) => _ = config.excludes(Path::new("/somewhere/draft/2026-03-04-this-week-in-rust.md")),
        Err(errors) => {
            assert!(!errors.is_empty(), "a file is refused without a word");
            for error in &errors {
                is_in_text(&source, error.span);
                assert!(!error.message.trim().is_empty());
                assert!(!error.message.contains('\n'), "{:?}", error.message);
            }
            assert!(errors.is_sorted_by_key(|error| error.span));
        }
    }
}
