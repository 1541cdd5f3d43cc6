//! Owns one event: its date line `DATES | PLACE | GROUPS`, and the names below it.
//!
//! Each field is known, or known to be wrong, on its own: a bad date does not hide the bad country beside it.

use jiff::civil::Date;

use crate::document::date::DateField;
use crate::document::{Document, Item, LineKind, SectionKind, date};
use crate::text::{Span, Spanned};

/// How an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Venue {
    /// `City, CC`.
    InPerson,
    /// `Virtual`, `Virtual (City, CC)`.
    Virtual,
    /// `Hybrid (City, CC)`.
    Hybrid,
}

/// What is wrong with how a place is written; what it names is judged apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceProblem {
    /// There is nothing.
    Empty,
    /// `Virtual (City, CC`.
    Parenthesis,
    /// `Virtual ()`, `City, `.
    HalfEmpty,
    /// `Virtual + In Person (City, CC)` and other older ways to say hybrid.
    OldHybrid,
    /// `Virtual - City`, `Online`, `virtual`: none of the forms.
    Form,
}

/// One place: `City, CC` or `City, ST, CC`.
#[derive(Clone, Debug)]
pub struct Location {
    /// All of it.
    pub span: Span,
    /// What stands between the commas, without blanks around it.
    pub parts: Vec<Span>,
}

impl Location {
    /// The part in which the country stands, if there is more than one.
    #[must_use]
    pub fn country(&self) -> Option<Span> {
        self.parts.last().copied().filter(|_| self.parts.len() > 1)
    }

    /// The part in which the state stands, where there are at least three.
    #[must_use]
    pub fn state(&self) -> Option<Span> {
        self.parts.len().checked_sub(2).filter(|at| *at > 0).map(|at| self.parts[at])
    }

    /// The city.
    #[must_use]
    pub fn city(&self) -> Option<Span> {
        self.parts.first().copied()
    }
}

/// The second field of an event.
#[derive(Clone, Debug)]
pub struct PlaceField {
    /// The field without blanks around it.
    pub span: Span,
    /// How the event takes place, as far as can be told.
    pub venue: Venue,
    /// The places that it names.
    pub locations: Vec<Location>,
    /// What is wrong with how it is written.
    pub problem: Option<PlaceProblem>,
    /// How it would be right, where there is something wrong and that is known.
    pub repaired: Option<String>,
    /// Whether that is a guess: `Ghent, BE + Virtual` may be hybrid.
    pub is_guess: bool,
}

impl PlaceField {
    /// Reads a place by itself, such as one of an earlier issue; its spans lie in `text`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        place(text, Span::new(0, text.len()))
    }
}

/// What is wrong with the fields of a line as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldsProblem {
    /// A bar is missing; where it belongs.
    MissingBar,
    /// Another separator stands where the bars belong.
    Separator,
    /// Fewer fields than there should be.
    TooFew,
    /// More fields than there should be.
    TooMany,
    /// A field with nothing in it.
    EmptyField,
    /// No link to a group.
    NoGroup,
    /// A backslash before a bar.
    EscapedBar,
    /// Two fields stand in each other's place; both, in the order of the text.
    Swapped,
    /// The name of the event stands on the date line, behind the group: its link.
    NameBesideGroup,
}

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    /// Index of its date line in [`Document::items`].
    pub item: usize,
    /// The bars between the fields.
    pub bars: Vec<Span>,
    /// The first field.
    pub dates: DateField,
    /// The second field; none where the line has too few.
    pub place: Option<PlaceField>,
    /// What stands behind the second field, without blanks around it.
    pub groups: Option<Span>,
    /// What is wrong with the fields as a whole.
    pub problem: Option<Spanned<FieldsProblem>>,
    /// Indices of the items below it, each with the name of an event.
    pub names: Vec<usize>,
}

/// The heading line of the events: `Rusty Events between A - B 🦀`.
#[derive(Clone, Debug)]
pub struct EventsWindow {
    /// The line without blanks around it.
    pub span: Span,
    /// The dates in it, none where they cannot be read.
    pub dates: DateField,
}

/// Reads the events of a document whose items are known.
pub(super) fn find(document: &Document<'_>) -> Vec<Event> {
    let near = document.date();
    let mut events: Vec<Event> = Vec::new();
    for (index, item) in document.items.iter().enumerate() {
        if is_event(document, item) {
            events.push(read(document, index, item, near));
        } else if let Some(event) = events.last_mut().filter(|event| item.parent == Some(event.item)) {
            event.names.push(index);
        }
    }
    for event in &mut events {
        if let Some(name) = name_beside_group(document, event) {
            event.problem.get_or_insert(Spanned { value: FieldsProblem::NameBesideGroup, span: name });
        }
    }
    events
}

/// The link of a name in bold that stands behind the group of an event that has no name below it.
fn name_beside_group(document: &Document<'_>, event: &Event) -> Option<Span> {
    let groups = event.groups.filter(|_| event.names.is_empty())?;
    let [_, .., name] = document.links_in(groups) else { return None };
    let is_bold = document.text(name.text).starts_with("**") || document.text(name.span).starts_with("**");
    (is_bold && name.span.end == groups.end).then_some(name.span)
}

/// Whether an item is the date line of an event: what stands at the top of a region and is no name by itself.
fn is_event(document: &Document<'_>, item: &Item) -> bool {
    let is_top = item.parent.is_none() && !item.content.is_empty();
    let text = document.text(item.content);
    match document.section_of(item).kind {
        SectionKind::EventRegion => {
            let is_name = text.starts_with(['[', '*', '_', '<', '$']);
            is_top && !is_name && (text.contains('|') || leading_date(document, item.content).is_some())
        }
        SectionKind::Fragment => is_top && item.has_date,
        _ => false,
    }
}

/// The date with which a line begins, and where it ends.
fn leading_date(document: &Document<'_>, content: Span) -> Option<Span> {
    let text = document.source.text();
    let head = text.floor_char_boundary(content.end.min(content.start + LONGEST_DATES));
    let found = date::among_words(text, Span::new(content.start, head), document.date());
    let (first, ..) = found.first().filter(|(span, ..)| span.start == content.start)?;
    // The last day of a range stands right behind the first.
    let last = found.get(1).filter(|(span, ..)| text[first.end..span.start].trim().chars().count() <= 3);
    Some(last.map_or(*first, |(last, ..)| first.to(*last)))
}

/// Bytes within which the dates of an event end.
const LONGEST_DATES: usize = 60;

/// Reads a date line whose fields are separated by something else than bars.
fn read_without_bars(document: &Document<'_>, index: usize, content: Span, near: Option<Date>) -> Option<Event> {
    let text = document.source.text();
    let dates = leading_date(document, content)?;
    let link = document
        .links_in(content)
        .first()
        .map(|link| link.span)
        .or_else(|| document.near_links_in(content).first().map(|near| near.span))?;
    let is_separator = |c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | ';' | ':' | '/' | '•' | '·' | '｜' | '¦' | '│' | '\\')
    };
    let between = &text[dates.end.min(link.start)..link.start];
    let inner = between.trim_matches(is_separator);
    let start = dates.end + between.find(inner).unwrap_or(0);
    let place = self::place(text, Span::new(start, start + inner.len()));
    let problem = if inner.is_empty() { FieldsProblem::TooFew } else { FieldsProblem::Separator };
    Some(Event {
        item: index,
        bars: Vec::new(),
        dates: date::field(text, dates, near),
        place: Some(place).filter(|_| !inner.is_empty()),
        groups: Some(Span::new(link.start, content.end)),
        problem: Some(Spanned { value: problem, span: content }),
        names: Vec::new(),
    })
}

fn read(document: &Document<'_>, index: usize, item: &Item, near: Option<Date>) -> Event {
    let text = document.source.text();
    let content = item.content;
    let bars = bars(document, content);
    if bars.is_empty()
        && let Some(event) = read_without_bars(document, index, content, near)
    {
        return event;
    }
    let mut fields = fields(text, content, &bars);
    // `DATE PLACE | [Group](url)`
    let links_begin = document.links_in(content).first().map(|link| link.span.start);
    let mut missing_bar = None;
    let is_glued = fields.len() == 2 && links_begin == Some(fields[1].start);
    let glued = if is_glued { leading_date(document, content).filter(|dates| dates.end < fields[0].end) } else { None };
    if let Some(dates) = glued {
        let place = trimmed(text, Span::new(dates.end, fields[0].end));
        missing_bar = Some(Spanned { value: FieldsProblem::MissingBar, span: Span::new(dates.end, place.start) });
        fields = vec![dates, place, fields[1]];
    }
    let swapped = swapped(document, &fields, near);
    if let Some((one, other)) = swapped {
        fields.swap(one, other);
    }
    let dates = date::field(text, fields[0], near);
    let mut problem = escaped_bar(text, &bars).or(missing_bar);
    if let Some((one, other)) = swapped {
        let span = fields[other].to(fields[one]);
        problem.get_or_insert(Spanned { value: FieldsProblem::Swapped, span });
    }
    let links = document.links_in(content);
    let near_links = document.near_links_in(content);
    let first_link =
        links.iter().map(|link| link.span.start).chain(near_links.iter().map(|near| near.span.start)).min();
    let mut fail = |value, span| {
        problem.get_or_insert(Spanned { value, span });
    };

    let (mut place, mut groups) = (fields.get(1).copied(), None);
    match (fields.get(2), place) {
        (Some(third), _) => {
            let end = fields.last().map_or(third.end, |last| last.end);
            groups = Some(Span::new(third.start, end));
            if third.is_empty() {
                fail(FieldsProblem::EmptyField, bars.last().copied().unwrap_or(content));
            } else if first_link.is_none_or(|link| link < third.start) {
                fail(FieldsProblem::NoGroup, *third);
            }
            let has_link = |field: &Span| {
                let is_in = |start: usize| field.start <= start && start < field.end;
                links.iter().any(|link| is_in(link.span.start)) || near_links.iter().any(|near| is_in(near.span.start))
            };
            if let Some(extra) = fields[2..].iter().find(|field| !has_link(field)).filter(|_| fields.len() > 3) {
                fail(FieldsProblem::TooMany, if extra.is_empty() { bars[bars.len() - 1] } else { *extra });
            }
        }
        (None, Some(second)) => match first_link.filter(|link| *link > second.start) {
            // `DATE | PLACE [Group](url)`
            Some(link) => {
                let is_separator = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | ',' | ';' | ':' | '/');
                let end = second.start + text[second.start..link].trim_end_matches(is_separator).len();
                place = Some(Span::new(second.start, end));
                groups = Some(Span::new(link, content.end));
                fail(FieldsProblem::MissingBar, Span::new(end, link));
            }
            None => fail(FieldsProblem::TooFew, content),
        },
        (None, None) => fail(FieldsProblem::TooFew, content),
    }
    Event {
        item: index,
        bars,
        dates,
        place: place.map(|span| self::place(text, span)),
        groups,
        problem,
        names: Vec::new(),
    }
}

/// The indices of two fields next to each other that stand in each other's place: the date and the place, or the place
/// and the group.
fn swapped(document: &Document<'_>, fields: &[Span], near: Option<Date>) -> Option<(usize, usize)> {
    let [first, second, third] = fields else { return None };
    let text = document.source.text();
    let has_link = |field: &Span| !document.links_in(*field).is_empty() || !document.near_links_in(*field).is_empty();
    let is_date = |field: &Span| {
        let problem = date::field(text, *field, near).problem;
        !field.is_empty() && problem.is_none_or(|problem| problem.value == date::DateProblem::Form)
    };
    let is_text = |field: &Span| !field.is_empty() && !has_link(field) && !is_date(field);
    if is_text(first) && is_date(second) {
        Some((0, 1))
    } else if is_date(first) && has_link(second) && is_text(third) {
        Some((1, 2))
    } else {
        None
    }
}

/// The first bar with backslashes before it, which are part of the place.
pub(super) fn escaped_bar(text: &str, bars: &[Span]) -> Option<Spanned<FieldsProblem>> {
    let backslashes = |bar: &Span| text.as_bytes()[..bar.start].iter().rev().take_while(|byte| **byte == b'\\').count();
    let (bar, row) = bars.iter().map(|bar| (bar, backslashes(bar))).find(|(_, row)| *row > 0)?;
    Some(Spanned { value: FieldsProblem::EscapedBar, span: Span::new(bar.start - row, bar.end) })
}

/// The bars of a line that separate fields: not those within links or code.
pub(super) fn bars(document: &Document<'_>, content: Span) -> Vec<Span> {
    let bytes = document.source.text().as_bytes();
    let near_links = document.near_links_in(content);
    let is_inside = |at: usize| {
        let next = near_links.partition_point(|near| near.span.start <= at);
        near_links[..next].iter().rev().take(2).any(|near| at < near.span.end) || document.link_at(at).is_some()
    };
    memchr::memchr_iter(b'|', &bytes[content.start..content.end])
        .map(|at| content.start + at)
        .filter(|at| !document.is_opaque(*at) && !is_inside(*at))
        .take(MOST_BARS)
        .map(|at| Span::new(at, at + 1))
        .collect()
}

/// Bars that are looked at in one line.
const MOST_BARS: usize = 32;

/// What stands between the bars, without blanks around it; at least one field.
pub(super) fn fields(text: &str, content: Span, bars: &[Span]) -> Vec<Span> {
    let starts = std::iter::once(content.start).chain(bars.iter().map(|bar| bar.end));
    let ends = bars.iter().map(|bar| bar.start).chain(std::iter::once(content.end));
    starts.zip(ends).map(|(start, end)| trimmed(text, Span::new(start, end))).collect()
}

/// A span without the blanks, and a backslash at its end, around it.
fn trimmed(text: &str, span: Span) -> Span {
    let inner = &text[span.start..span.end];
    let kept = inner.trim_end_matches(['\\', ' ', '\t', '\u{a0}', '\n', '\r']);
    let start = span.start + (kept.len() - kept.trim_start().len());
    Span::new(start.min(span.start + kept.len()), span.start + kept.len())
}

/// Reads the place of an event.
pub(super) fn place(text: &str, span: Span) -> PlaceField {
    let written = &text[span.start..span.end];
    let mut field = PlaceField {
        span,
        venue: Venue::InPerson,
        locations: Vec::new(),
        problem: None,
        repaired: None,
        is_guess: false,
    };
    if written.is_empty() {
        field.problem = Some(PlaceProblem::Empty);
        return field;
    }
    for (word, venue) in [("Virtual", Venue::Virtual), ("Hybrid", Venue::Hybrid)] {
        let Some(rest) = written.strip_prefix(word) else { continue };
        if rest.is_empty() {
            field.venue = venue;
            return field;
        }
        let Some(inner) = rest.strip_prefix(" (").and_then(|rest| rest.strip_suffix(')')) else { continue };
        let is_virtual = |at: usize| inner.get(at..at + 7).is_some_and(|word| word.eq_ignore_ascii_case("virtual"));
        let is_plain = !memchr::memchr2_iter(b'v', b'V', inner.as_bytes()).any(is_virtual)
            && memchr::memchr2(b'(', b')', inner.as_bytes()).is_none();
        if is_plain {
            field.venue = venue;
            let start = span.end - 1 - inner.len();
            field.locations = locations(text, Span::new(start, span.end - 1));
            return half_empty(text, field);
        }
    }
    let words = venue_words(written);
    if words.is_empty() {
        if let Some((name, inner)) = misspelt_venue(written) {
            let start = span.end - 1 - inner.len();
            field.venue = if name == "Hybrid" { Venue::Hybrid } else { Venue::Virtual };
            field.locations = locations(text, Span::new(start, span.end - 1));
            field.problem = Some(PlaceProblem::Form);
            field.repaired =
                Some(format!("{name} ({inner})")).filter(|_| !inner.contains(['<', '>', '`', '[', '(', ')']));
            return field;
        }
        field.locations = locations(text, span);
        return half_empty(text, field);
    }
    loosely_written(text, field, &words)
}

/// `Vitrual (Ghent, BE)`: the word that is meant, and what stands in the parentheses.
fn misspelt_venue(written: &str) -> Option<(&'static str, &str)> {
    const MOST_MISTAKES: usize = 2;
    let (word, inner) = written.strip_suffix(')')?.split_once('(')?;
    let word = word.trim_end();
    // No place is called so, and nothing longer is compared.
    let is_meant =
        |name: &&str| word.len() <= 2 * name.len() && strsim::damerau_levenshtein(word, name) <= MOST_MISTAKES;
    let name = ["Virtual", "Hybrid"].into_iter().find(is_meant)?;
    (!inner.trim().is_empty()).then_some((name, inner))
}

/// Words by which a place says how the event takes place, with their places in the text.
fn venue_words(written: &str) -> Vec<(usize, &'static str)> {
    const WORDS: &[&str] = &["virtual", "online", "remote", "hybrid", "inperson", "onsite"];
    const PAIRS: &[(&str, &str, &[&str])] =
        &[("in", "person", &["in-person", "in person"]), ("on", "site", &["on-site", "on site"])];
    let mut found = Vec::new();
    let mut at = 0;
    let mut before: Option<(usize, &str)> = None;
    for word in written.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
        let start = at;
        at += word.len();
        let word = word.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        found.extend(WORDS.iter().find(|known| known.eq_ignore_ascii_case(word)).map(|known| (start, *known)));
        for (first, second, joined) in PAIRS {
            let is_pair = second.eq_ignore_ascii_case(word)
                && before.is_some_and(|(_, before)| first.eq_ignore_ascii_case(before));
            let joined = joined
                .iter()
                .find(|joined| is_pair && start + word.len() - before.map_or(0, |(at, _)| at) == joined.len());
            found.extend(before.zip(joined).map(|((at, _), joined)| (at, *joined)));
        }
        before = Some((start, word));
    }
    found
}

/// A place that says how the event takes place, but in none of the forms: what is left without those words and the
/// punctuation around them is where.
fn loosely_written(text: &str, mut field: PlaceField, words: &[(usize, &str)]) -> PlaceField {
    let span = field.span;
    let written = &text[span.start..span.end];
    let is_hybrid_word = |word: &str| !matches!(word, "virtual" | "online" | "remote");
    let mut cut = vec![false; written.len()];
    for (at, word) in words {
        cut[*at..at + word.len()].fill(true);
    }
    let is_joint =
        |c: char| c.is_whitespace() || matches!(c, '+' | '-' | '–' | '/' | '&' | ',' | ':' | '(' | ')' | ';');
    // The longest stretch between the words is the place.
    let mut best = Span::at(span.start);
    let mut start = 0;
    for at in 0..=written.len() {
        if at < written.len() && !cut[at] {
            continue;
        }
        if start < at && written.is_char_boundary(start) && written.is_char_boundary(at) {
            let stretch = &written[start..at];
            let inner = stretch.trim_matches(is_joint);
            let inner = inner.strip_prefix("and ").or_else(|| inner.strip_suffix(" and")).unwrap_or(inner);
            let inner = if inner == "and" { "" } else { inner.trim_matches(is_joint) };
            let from = span.start + start + stretch.find(inner).unwrap_or(0);
            if inner.len() > best.len() {
                best = Span::new(from, from + inner.len());
            }
        }
        start = at + 1;
    }
    let first = words.first().map_or("", |(_, word)| *word);
    let follows_place = !best.is_empty() && best.start < span.start + words.first().map_or(0, |(at, _)| *at);
    let is_joined = written.contains('+') && !best.is_empty();
    let is_hybrid = words.iter().any(|(_, word)| is_hybrid_word(word)) || follows_place || is_joined;
    field.is_guess = is_hybrid && !words.iter().any(|(_, word)| is_hybrid_word(word));
    field.venue = if is_hybrid { Venue::Hybrid } else { Venue::Virtual };
    let name = if is_hybrid { "Hybrid" } else { "Virtual" };
    if !best.is_empty() {
        field.locations = locations(text, best);
    }
    let opens = written.matches('(').count();
    let closes = written.matches(')').count();
    field.problem = Some(if is_hybrid && (words.len() > 1 || follows_place || is_joined) {
        PlaceProblem::OldHybrid
    } else if opens != closes && (written.starts_with(name) || first == "hybrid") {
        PlaceProblem::Parenthesis
    } else if best.is_empty() && opens > 0 {
        PlaceProblem::HalfEmpty
    } else {
        PlaceProblem::Form
    });
    let repaired = match &text[best.start..best.end] {
        "" => name.to_owned(),
        place => format!("{name} ({place})"),
    };
    let inner = &text[best.start..best.end];
    let is_right = venue_words(inner).is_empty()
        && !inner.contains(['(', ')'])
        && !inner.split([',', ';']).any(|part| part.trim().is_empty() && !inner.is_empty());
    field.repaired =
        Some(repaired).filter(|repaired| is_right && repaired != written && !written.contains(['<', '>', '`', '[']));
    field
}

fn locations(text: &str, span: Span) -> Vec<Location> {
    let pieces = |span: Span, separator: u8| -> Vec<Span> {
        let bytes = &text.as_bytes()[span.start..span.end];
        let ends = memchr::memchr_iter(separator, bytes)
            .take(MOST_BARS)
            .map(|at| span.start + at)
            .chain(std::iter::once(span.end));
        let mut start = span.start;
        ends.map(|end| {
            let piece = trimmed(text, Span::new(start.min(end), end));
            start = end + 1;
            piece
        })
        .collect()
    };
    if memchr::memchr(b';', &text.as_bytes()[span.start..span.end]).is_none() {
        let span = trimmed(text, span);
        return vec![Location { span, parts: pieces(span, b',') }];
    }
    pieces(span, b';').into_iter().map(|span| Location { span, parts: pieces(span, b',') }).collect()
}

fn half_empty(text: &str, mut field: PlaceField) -> PlaceField {
    let written = &text[field.span.start..field.span.end];
    if field.locations.iter().any(|location| location.parts.iter().any(|part| part.is_empty())) {
        field.problem = Some(PlaceProblem::HalfEmpty);
    } else if memchr::memchr_iter(b'(', written.as_bytes()).count()
        != memchr::memchr_iter(b')', written.as_bytes()).count()
    {
        field.problem = Some(PlaceProblem::Parenthesis);
    }
    field
}

/// Finds the line `Rusty Events between A - B 🦀`.
pub(super) fn window(document: &Document<'_>) -> Option<EventsWindow> {
    let section = document.sections.iter().find(|section| section.kind == SectionKind::UpcomingEvents)?;
    let source = document.source;
    let lines = source.line_index(section.span.start) + 1..source.line_count();
    for index in lines {
        let line = source.line(index);
        if line.start >= section.span.end {
            return None;
        }
        let text = document.text(line);
        if document.lines[index] != LineKind::Text || !text.to_ascii_lowercase().contains("events between") {
            continue;
        }
        let start = line.start + text.to_ascii_lowercase().find("between").map_or(0, |at| at + "between".len());
        let tail = document.text(Span::new(start, line.end));
        let end = start + tail.rfind(|c: char| c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        let dates = trimmed(source.text(), Span::new(start, end));
        return Some(EventsWindow { span: line, dates: date::field(source.text(), dates, document.date()) });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Venue, Option<PlaceProblem>, Option<String>, Vec<Vec<&str>>) {
        let field = place(text, Span::new(0, text.len()));
        let parts = |location: &Location| location.parts.iter().map(|part| &text[part.start..part.end]).collect();
        (field.venue, field.problem, field.repaired.clone(), field.locations.iter().map(parts).collect())
    }

    #[test]
    fn the_forms_of_a_place_are_known() {
        assert_eq!(read("Ghent, BE"), (Venue::InPerson, None, None, vec![vec!["Ghent", "BE"]]));
        assert_eq!(read("Virtual"), (Venue::Virtual, None, None, vec![]));
        assert_eq!(read("Virtual (Ghent, BE)").0, Venue::Virtual);
        assert_eq!(read("Virtual (Ghent, BE; Boise, ID, US)").3, [vec!["Ghent", "BE"], vec!["Boise", "ID", "US"]]);
        assert_eq!(read("Hybrid (Boise, ID, US)"), (Venue::Hybrid, None, None, vec![vec!["Boise", "ID", "US"]]));
    }

    #[test]
    fn other_ways_to_say_it_are_understood() {
        for old in [
            "Virtual + In Person (Ghent, BE)",
            "Hybrid - Virtual and In-person (Ghent, BE)",
            "Ghent, BE + Virtual",
            "Hybrid (Virtual + In-person) Ghent, BE",
        ] {
            assert_eq!(
                read(old),
                (
                    Venue::Hybrid,
                    Some(PlaceProblem::OldHybrid),
                    Some("Hybrid (Ghent, BE)".into()),
                    vec![vec!["Ghent", "BE"]]
                ),
                "{old}"
            );
        }
        let is_guess = |text: &str| place(text, Span::new(0, text.len())).is_guess;
        assert!(is_guess("Ghent, BE + Virtual") && is_guess("Virtual + Ghent, BE"));
        assert!(!is_guess("Virtual + In Person (Ghent, BE)") && !is_guess("Virtual - Ghent, BE"));
        for loose in [
            "Virtual - Ghent, BE", "Virtual, Ghent, BE", "Online (Ghent, BE)", "virtual (Ghent, BE)",
            "Virtual(Ghent, BE)",
        ] {
            assert_eq!(
                read(loose),
                (
                    Venue::Virtual,
                    Some(PlaceProblem::Form),
                    Some("Virtual (Ghent, BE)".into()),
                    vec![vec!["Ghent", "BE"]]
                ),
                "{loose}"
            );
        }
        for (written, venue, right) in [
            ("Vitrual (Ghent, BE)", Venue::Virtual, "Virtual (Ghent, BE)"),
            ("Hibrid (Ghent, BE)", Venue::Hybrid, "Hybrid (Ghent, BE)"),
        ] {
            let read = read(written);
            assert_eq!((read.0, read.1, read.2), (venue, Some(PlaceProblem::Form), Some(right.into())));
        }
        assert_eq!(read("Viersen (Ghent, BE)").0, Venue::InPerson);
        assert_eq!(read("Virtual (Ghent, BE").1, Some(PlaceProblem::Parenthesis));
        assert_eq!(read("Virtual ()").1, Some(PlaceProblem::HalfEmpty));
        assert_eq!(read("Ghent, ").1, Some(PlaceProblem::HalfEmpty));
        assert_eq!(read("").1, Some(PlaceProblem::Empty));
    }
}
