//! The block parser: what each block between blank lines is, and which entries the lists have.

use std::collections::VecDeque;
use std::rc::Rc;

use super::raw::{RAW, Text};
use crate::document::read::markdown::typical_entries;
use crate::document::site::{Entry, Shown, Site};

/// Spaces by which a nested block is indented.
const TAB: usize = 4;

/// How deep blocks may nest; the renderer itself gives up not much further.
const DEEPEST: usize = 64;

/// A line of a block, and the line of the source that it comes from.
#[derive(Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    at: usize,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        !self.text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && self.text.trim_start().is_empty()
    }

    fn is_indented(&self) -> bool {
        self.text.starts_with("    ")
    }
}

/// Lines that follow each other without a blank one: a part of a shared list, so that it can be split at no cost.
#[derive(Clone)]
struct Block<'t> {
    lines: Lines<'t>,
    from: usize,
    to: usize,
}

#[derive(Clone)]
enum Lines<'t> {
    /// A single line, with what it is: most blocks within a list are one, and need no list of their own.
    One(Line<'t>, Option<Mark>),
    Many(Rc<MarkedLines<'t>>),
}

struct MarkedLines<'t> {
    lines: Vec<Line<'t>>,
    /// For each [`Mark`] the indexes of its lines.
    marks: [Vec<usize>; Mark::COUNT],
}

impl<'t> MarkedLines<'t> {
    fn new() -> Self {
        Self { lines: Vec::new(), marks: [const { Vec::new() }; Mark::COUNT] }
    }

    /// Marks the lines from `from` on, which are a block.
    fn mark_from(&mut self, from: usize) {
        for index in from..self.lines.len() {
            if let Some(mark) = Mark::of(&self.lines[index..]) {
                self.marks[mark as usize].push(index);
            }
        }
    }
}

/// What a line is wherever in a block it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Heading,
    Rule,
    Quote,
    /// A definition of a list.
    Term,
    /// These define something else.
    Footnote,
    Abbreviation,
    Link,
}

impl Mark {
    const COUNT: usize = 7;

    /// What is taken out of the text, in the order in which the site looks for it.
    const DEFINITIONS: [Self; 3] = [Self::Footnote, Self::Abbreviation, Self::Link];

    /// What the first of the lines is, if it is something.
    #[inline]
    fn of(lines: &[Line<'_>]) -> Option<Self> {
        let text = lines.first()?.text;
        // The first signs show at once what most lines are not.
        match &text.as_bytes()[spaces(text)..] {
            // A bullet and an entry.
            [b'*' | b'-', b' ', third, ..] if !matches!(third, b'*' | b'-' | b' ') => None,
            [b'#', ..] if is_heading(text) => Some(Self::Heading),
            [b'>', ..] if is_quote(text) => Some(Self::Quote),
            [b':', ..] if definition(text).is_some() => Some(Self::Term),
            [b'*' | b'-' | b'_', ..] if is_rule(text) => Some(Self::Rule),
            [b'[' | b'*', ..] if is_bracket(text) => definition_kind(lines).map(|(kind, _)| kind),
            _ => None,
        }
    }
}

impl<'t> Block<'t> {
    fn new(lines: impl ExactSizeIterator<Item = Line<'t>>) -> Self {
        let mut lines = lines;
        let to = lines.len();
        if to == 1
            && let Some(line) = lines.next()
        {
            return Self { lines: Lines::One(line, Mark::of(&[line])), from: 0, to };
        }
        let mut marked = MarkedLines { lines: lines.collect(), ..MarkedLines::new() };
        marked.mark_from(0);
        Self { lines: Lines::Many(Rc::new(marked)), from: 0, to }
    }

    fn lines(&self) -> &[Line<'t>] {
        let lines = match &self.lines {
            Lines::One(line, _) => std::slice::from_ref(line),
            Lines::Many(marked) => &marked.lines,
        };
        &lines[self.from..self.to]
    }

    fn is_empty(&self) -> bool {
        self.from == self.to
    }

    /// The lines from `from` up to `to`, counted from the beginning of this block.
    fn part(&self, from: usize, to: usize) -> Self {
        Self { lines: self.lines.clone(), from: self.from + from, to: self.from + to }
    }

    /// The lines of this block with a mark, counted from its beginning.
    fn marked(&self, mark: Mark) -> impl Iterator<Item = usize> {
        let marked: &[usize] = match &self.lines {
            Lines::One(_, known) if *known == Some(mark) => &[0],
            Lines::One(..) => &[],
            Lines::Many(marked) => &marked.marks[mark as usize],
        };
        let first = marked.partition_point(|index| *index < self.from);
        marked[first..].iter().take_while(|index| **index < self.to).map(|index| index - self.from)
    }

    /// The first of the lines of this block with a mark, counted from its beginning.
    fn first(&self, mark: Mark) -> Option<usize> {
        self.marked(mark).next()
    }
}

/// What the paragraphs of the blocks below become.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The text of their entry.
    List,
    /// Paragraphs of their entry.
    LooseList,
    /// Blocks whose indent is taken out already.
    Detabbed,
    Quote,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Root,
    List,
    Item,
    Paragraph,
    Code,
    Heading,
    Rule,
    Quote,
    Table,
    DefinitionList,
    Definition,
}

/// An element of the page.
struct Node {
    tag: Tag,
    last_child: Option<usize>,
    /// The child of its parent before it.
    previous: Option<usize>,
    /// Whether it has text before its first child.
    has_text: bool,
    /// Whether text follows it within its parent.
    has_tail: bool,
    /// The entry that it is, or is within.
    entry: Option<usize>,
    is_quoted: bool,
    /// The lines of the source that its own text comes from: first and last.
    lines: Option<(usize, usize)>,
}

struct Parser<'s> {
    nodes: Vec<Node>,
    states: Vec<State>,
    site: &'s mut Site,
    depth: usize,
}

/// Reads the blocks of a text.
pub(super) fn read(text: &Text, site: &mut Site) {
    let lines = text.lines.iter().enumerate().map(|(index, line)| {
        // The next line begins behind a line feed.
        let end = text.lines.get(index + 1).map_or(text.text.len(), |next| next.start - 1);
        Line { text: &text.text[line.start..end], at: line.at }
    });
    let blocks = chunks(lines);
    let root = Node {
        tag: Tag::Root,
        last_child: None,
        previous: None,
        has_text: false,
        has_tail: false,
        entry: None,
        is_quoted: false,
        lines: None,
    };
    // Each entry, and the lists that hold them.
    let mut nodes = Vec::with_capacity(2 * typical_entries(&text.text));
    nodes.push(root);
    site.entries.reserve(typical_entries(&text.text));
    let mut parser = Parser { nodes, states: Vec::new(), site, depth: 0 };
    parser.blocks(0, blocks);
}

/// Cuts lines into blocks at empty ones.
fn chunks<'t>(lines: impl Iterator<Item = Line<'t>>) -> VecDeque<Block<'t>> {
    let mut marked = MarkedLines::new();
    let mut ranges = Vec::new();
    let mut from = 0;
    let mut close = |marked: &mut MarkedLines<'t>| {
        let to = marked.lines.len();
        if from < to {
            marked.mark_from(from);
            ranges.push((from, to));
        }
        from = to;
    };
    for line in lines {
        if line.text.is_empty() {
            close(&mut marked);
        } else {
            marked.lines.push(line);
        }
    }
    close(&mut marked);
    let lines = Rc::new(marked);
    ranges.into_iter().map(|(from, to)| Block { lines: Lines::Many(Rc::clone(&lines)), from, to }).collect()
}

impl Parser<'_> {
    fn blocks<'t>(&mut self, parent: usize, mut blocks: VecDeque<Block<'t>>) {
        if self.depth >= DEEPEST {
            for block in &blocks {
                self.paragraph(parent, block.lines());
            }
            return;
        }
        self.depth += 1;
        while let Some(block) = blocks.pop_front() {
            self.block(parent, block, &mut blocks);
        }
        self.depth -= 1;
    }

    fn one(&mut self, parent: usize, block: Block<'_>) {
        if self.depth >= DEEPEST {
            return self.paragraph(parent, block.lines());
        }
        self.depth += 1;
        let mut rest = VecDeque::new();
        let mut next = Some(block);
        while let Some(block) = next {
            self.block(parent, block, &mut rest);
            next = rest.pop_front();
        }
        self.depth -= 1;
    }

    fn block<'t>(&mut self, parent: usize, block: Block<'t>, rest: &mut VecDeque<Block<'t>>) {
        let Some(first) = block.lines().first().copied() else { return };
        if first.text.is_empty() {
            rest.push_front(block.part(1, block.lines().len()));
            return;
        }
        if first.is_indented() {
            return self.indented_block(parent, &block, rest);
        }
        if is_table(block.lines()) {
            self.add(parent, Tag::Table, block.lines(), Shown::Table);
            return;
        }
        if let Some(at) = block.first(Mark::Heading) {
            return self.heading(parent, &block, at, rest);
        }
        let count = block.lines().len();
        if block.lines().get(1).is_some_and(|line| is_underline(line.text)) {
            self.add(parent, Tag::Heading, &block.lines()[..2], Shown::Heading);
            if count > 2 {
                rest.push_front(block.part(2, count));
            }
            return;
        }
        if let Some(at) = block.first(Mark::Rule) {
            return self.rule(parent, &block, at, rest);
        }
        if bullet(first.text).is_some() {
            return self.list(parent, &block);
        }
        if let Some(at) = block.first(Mark::Term)
            && self.definition_list(parent, &block, at, rest)
        {
            return;
        }
        if let Some(at) = block.first(Mark::Quote) {
            return self.quote(parent, &block, at);
        }
        if self.definitions(&block, rest) {
            return;
        }
        self.paragraph(parent, block.lines());
    }

    /// A block that begins with four spaces: more of the item or definition above, or else code.
    fn indented_block<'t>(&mut self, parent: usize, block: &Block<'t>, rest: &mut VecDeque<Block<'t>>) {
        if !self.is(State::Detabbed) {
            let last_child = self.nodes[parent].last_child.map(|child| self.nodes[child].tag);
            let parent_tag = self.nodes[parent].tag;
            if parent_tag == Tag::Item || last_child == Some(Tag::List) {
                return self.indented(parent, block, false);
            }
            if parent_tag == Tag::Definition || last_child == Some(Tag::DefinitionList) {
                return self.indented(parent, block, true);
            }
        }
        let (code, behind) = detab(block);
        self.add(parent, Tag::Code, code.lines(), Shown::Code);
        if !behind.is_empty() {
            rest.push_front(behind);
        }
    }

    /// A block whose line `at` is a heading.
    fn heading<'t>(&mut self, parent: usize, block: &Block<'t>, at: usize, rest: &mut VecDeque<Block<'t>>) {
        if at > 0 {
            self.one(parent, block.part(0, at));
        }
        self.add(parent, Tag::Heading, &block.lines()[at..=at], Shown::Heading);
        let behind = block.part(at + 1, block.lines().len());
        if !behind.is_empty() {
            rest.push_front(if self.is(State::LooseList) { loose_detab(&behind, 1) } else { behind });
        }
    }

    /// A block whose line `at` is a thematic break.
    fn rule<'t>(&mut self, parent: usize, block: &Block<'t>, at: usize, rest: &mut VecDeque<Block<'t>>) {
        if at > 0 {
            self.one(parent, block.part(0, at));
        }
        self.add(parent, Tag::Rule, &block.lines()[at..=at], Shown::Rule);
        let behind = block.part(at + 1, block.lines().len());
        if !behind.is_empty() {
            rest.push_front(behind);
        }
    }

    fn is(&self, state: State) -> bool {
        self.states.last() == Some(&state)
    }

    fn within(&mut self, state: State, work: impl FnOnce(&mut Self)) {
        self.states.push(state);
        work(self);
        self.states.pop();
    }

    /// Adds an element to `parent`; `lines` are its text, `shown` what they become.
    fn add(&mut self, parent: usize, tag: Tag, lines: &[Line<'_>], shown: Shown) -> usize {
        let Node { entry, is_quoted, .. } = self.nodes[parent];
        let is_quoted = is_quoted || tag == Tag::Quote;
        let id = self.nodes.len();
        let previous = self.nodes[parent].last_child.replace(id);
        self.nodes.push(Node {
            tag,
            last_child: None,
            previous,
            has_text: false,
            has_tail: false,
            entry,
            is_quoted,
            lines: None,
        });
        self.note(id, lines, shown);
        id
    }

    /// Notes what lines become that are text of `node`.
    fn note(&mut self, node: usize, lines: &[Line<'_>], shown: Shown) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let before = self.nodes[node].lines.map_or(first.at, |(first, _)| first);
        self.nodes[node].lines = Some((before, last.at));
        let Node { entry, is_quoted, .. } = self.nodes[node];
        if let Some(entry) = entry.and_then(|entry| self.site.entries.get_mut(entry)) {
            entry.holds_quote |= is_quoted && !entry.is_quoted && first.at == entry.line;
        }
        for line in lines.iter().filter(|line| line.text != RAW) {
            let known = &mut self.site.lines[line.at];
            // The first line of an entry is that of its bullet.
            if !matches!(known, Shown::Entry(_)) {
                *known = shown;
            }
        }
    }

    fn paragraph(&mut self, parent: usize, lines: &[Line<'_>]) {
        if lines.iter().all(Line::is_blank) {
            return;
        }
        let Node { entry, is_quoted, tag, .. } = self.nodes[parent];
        let shown = match entry {
            Some(entry) => Shown::InEntry(entry),
            None if is_quoted => Shown::Quote,
            None if matches!(tag, Tag::Definition | Tag::DefinitionList) => Shown::DefinitionList,
            None => Shown::Paragraph,
        };
        if !self.is(State::List) {
            self.add(parent, Tag::Paragraph, lines, shown);
            return;
        }
        match self.nodes[parent].last_child {
            Some(last) => self.nodes[last].has_tail = true,
            None => self.nodes[parent].has_text = true,
        }
        self.note(parent, lines, shown);
    }

    /// A block that is indented below an entry, or below a definition.
    fn indented(&mut self, parent: usize, block: &Block<'_>, takes_definitions: bool) {
        let is_item = |tag: Tag| tag == Tag::Item || takes_definitions && tag == Tag::Definition;
        let is_list = |tag: Tag| tag == Tag::List || takes_definitions && tag == Tag::DefinitionList;
        let first = block.lines().first().map_or("", |line| line.text);
        let indent = (spaces(first)) / TAB;
        let mut level = usize::from(self.is(State::List));
        let mut sibling = parent;
        while indent > level {
            let Some(child) = self.nodes[sibling].last_child else { break };
            let tag = self.nodes[child].tag;
            if !is_list(tag) && !is_item(tag) {
                break;
            }
            level += usize::from(is_list(tag));
            sibling = child;
        }
        let block = loose_detab(block, level);
        self.within(State::Detabbed, |parser| {
            let last = |node: usize| parser.nodes[node].last_child;
            if is_item(parser.nodes[parent].tag) {
                let inner = last(parent).filter(|child| is_list(parser.nodes[*child].tag)).unwrap_or(parent);
                parser.one(inner, block);
            } else if is_item(parser.nodes[sibling].tag) {
                parser.one(sibling, block);
            } else if let Some(item) = last(sibling).filter(|child| is_item(parser.nodes[*child].tag)) {
                parser.wrap_text(item);
                parser.one(item, block);
            } else {
                let tag = if takes_definitions { Tag::Definition } else { Tag::Item };
                let item = if tag == Tag::Item {
                    parser.item(sibling, block.lines().first().map_or(0, |line| line.at))
                } else {
                    parser.add(sibling, tag, &[], Shown::DefinitionList)
                };
                parser.one(item, block);
            }
        });
    }

    /// Puts the text of an entry into a paragraph of its own.
    fn wrap_text(&mut self, item: usize) {
        if std::mem::take(&mut self.nodes[item].has_text) {
            let last = self.nodes[item].last_child;
            let paragraph = self.add(item, Tag::Paragraph, &[], Shown::Nothing);
            self.nodes[paragraph].lines = self.nodes[item].lines;
            // It is the first child.
            if let Some(last) = last {
                let first = std::iter::successors(Some(last), |child| self.nodes[*child].previous).last();
                self.nodes[first.unwrap_or(last)].previous = Some(paragraph);
                self.nodes[paragraph].previous = None;
                self.nodes[item].last_child = Some(last);
            }
        }
    }

    fn item(&mut self, list: usize, line: usize) -> usize {
        let Node { entry: parent, is_quoted, .. } = self.nodes[list];
        let depth = parent.map_or(1, |parent| self.site.entries[parent].depth + 1);
        let index = self.site.entries.len();
        self.site.entries.push(Entry { line, depth, parent, is_quoted, holds_quote: false });
        // Two entries on one line: the outer one is that of the line.
        if !matches!(self.site.lines[line], Shown::Entry(_)) {
            self.site.lines[line] = Shown::Entry(index);
        }
        let item = self.add(list, Tag::Item, &[], Shown::Nothing);
        self.nodes[item].entry = Some(index);
        item
    }

    fn list(&mut self, parent: usize, block: &Block<'_>) {
        let mut items = Items::new(block.lines());
        let last = self.nodes[parent].last_child;
        let sibling = last.filter(|child| self.nodes[*child].tag == Tag::List);
        let list = if let Some(list) = sibling {
            if let Some(item) = self.nodes[list].last_child {
                self.wrap_text(item);
                if let Some(last) = self.nodes[item].last_child
                    && std::mem::take(&mut self.nodes[last].has_tail)
                {
                    self.add(item, Tag::Paragraph, &[], Shown::Nothing);
                }
            }
            if let Some(lines) = items.next() {
                let item = self.item(list, lines.first.at);
                self.within(State::LooseList, |parser| parser.item_lines(item, lines));
            }
            list
        } else if self.nodes[parent].tag == Tag::List {
            parent
        } else {
            self.add(parent, Tag::List, &[], Shown::Nothing)
        };
        self.within(State::List, |parser| {
            for lines in items {
                let last = parser.nodes[list].last_child;
                let item = match last.filter(|_| lines.first.is_indented()) {
                    Some(item) => item,
                    None => parser.item(list, lines.first.at),
                };
                parser.item_lines(item, lines);
            }
        });
    }

    /// The lines of an entry. Most are one line of text, of which no block has to be made.
    fn item_lines<'t>(&mut self, item: usize, lines: ItemLines<'t, '_>) {
        let ItemLines { first, further } = lines;
        if further.is_empty() && is_text(first) {
            return self.paragraph(item, &[first]);
        }
        if further.is_empty() {
            return self.one(item, Block::new(std::iter::once(first)));
        }
        let mut lines = Vec::with_capacity(1 + further.len());
        lines.push(first);
        lines.extend_from_slice(further);
        self.one(item, Block::new(lines.into_iter()));
    }

    fn quote(&mut self, parent: usize, block: &Block<'_>, at: usize) {
        if at > 0 {
            self.one(parent, block.part(0, at));
        }
        let last = self.nodes[parent].last_child;
        let quote = match last.filter(|child| self.nodes[*child].tag == Tag::Quote) {
            Some(quote) => quote,
            None => self.add(parent, Tag::Quote, &[], Shown::Quote),
        };
        let lines = block.part(at, block.lines().len());
        let lines = lines.lines().iter().map(|line| Line { text: unquoted(line.text), at: line.at });
        let blocks = chunks(lines);
        self.within(State::Quote, |parser| parser.blocks(quote, blocks));
    }

    /// A definition of a definition list in line `at` of the block; false where it is none, after all.
    fn definition_list<'t>(
        &mut self,
        parent: usize,
        block: &Block<'t>,
        at: usize,
        rest: &mut VecDeque<Block<'t>>,
    ) -> bool {
        let lines = block.lines();
        let Some(text) = definition(lines[at].text) else { return false };
        let has_terms = lines[..at].iter().any(|line| !line.is_blank());
        let mut sibling = self.nodes[parent].last_child;
        let mut state = State::List;
        if !has_terms {
            let Some(last) = sibling else { return false };
            if self.nodes[last].tag == Tag::Paragraph {
                state = State::LooseList;
                self.nodes[parent].last_child = self.nodes[last].previous;
                if let Some((first, last)) = self.nodes[last].lines {
                    self.site.lines[first..=last].fill(Shown::DefinitionList);
                }
                sibling = self.nodes[parent].last_child;
            }
        }
        let list = match sibling.filter(|sibling| self.nodes[*sibling].tag == Tag::DefinitionList) {
            Some(list) => list,
            None => self.add(parent, Tag::DefinitionList, &[], Shown::Nothing),
        };
        self.note(list, &lines[..at], Shown::DefinitionList);
        let behind = block.part(at + 1, lines.len());
        let is_lazy = behind.lines().first().is_some_and(|line| {
            let text = unindented(line.text);
            line.text.len() - text.len() <= 3 && !text.is_empty() && !text.starts_with(':')
        });
        let (below, behind) = if is_lazy {
            (behind, None)
        } else {
            let (below, behind) = detab(&behind);
            (below, Some(behind))
        };
        let mut content = vec![Line { text, at: lines[at].at }];
        content.extend(below.lines());
        let item = self.add(list, Tag::Definition, &[], Shown::Nothing);
        self.within(state, |parser| parser.one(item, Block::new(content.into_iter())));
        if let Some(behind) = behind.filter(|behind| !behind.is_empty()) {
            rest.push_front(behind);
        }
        true
    }

    /// Takes out the first definition of a link, a footnote or an abbreviation; false where there is none.
    fn definitions<'t>(&mut self, block: &Block<'t>, rest: &mut VecDeque<Block<'t>>) -> bool {
        let lines = block.lines();
        // Footnotes are looked for in the whole block first, then abbreviations, then links. One that went on in lines
        // which this block has no more may be none.
        let first = |kind: &Mark| {
            block.marked(*kind).find_map(|at| {
                let (found, count) = definition_kind(&lines[at..])?;
                (found == *kind).then_some((found, at, count))
            })
        };
        let found = Mark::DEFINITIONS.iter().find_map(first);
        let Some((kind, at, count)) = found else { return false };
        let mut end = at + count;
        if kind == Mark::Footnote {
            let others = lines.iter().enumerate().skip(at + 1);
            let next = others.filter(|(_, line)| is_footnote(line.text)).map(|(index, _)| index).next();
            end = next.unwrap_or(lines.len());
            for line in &lines[at..end] {
                self.site.lines[line.at] = Shown::Footnote;
            }
            while next.is_none() && rest.front().and_then(|block| block.lines().first()).is_some_and(Line::is_indented)
            {
                for line in rest.pop_front().iter().flat_map(Block::lines) {
                    self.site.lines[line.at] = Shown::Footnote;
                }
            }
        }
        if end < lines.len() {
            rest.push_front(block.part(end, lines.len()));
        }
        if at > 0 {
            rest.push_front(block.part(0, at));
        }
        true
    }
}

/// Takes the indent out of the lines up to the first that has none; gives these, and the others.
fn detab<'t>(block: &Block<'t>) -> (Block<'t>, Block<'t>) {
    let lines = block.lines();
    let count = lines.iter().take_while(|line| line.is_indented() || line.is_blank()).count();
    let inner = lines[..count].iter().map(|line| Line {
        text: line.text.get(TAB..).filter(|_| line.is_indented()).unwrap_or_default(),
        at: line.at,
    });
    (Block::new(inner), block.part(count, lines.len()))
}

/// Takes `level` indents out of each line that has as many.
fn loose_detab<'t>(block: &Block<'t>, level: usize) -> Block<'t> {
    let width = TAB * level;
    let is_deep = |text: &str| text.len() >= width && text.as_bytes()[..width].iter().all(|byte| *byte == b' ');
    let lines = block
        .lines()
        .iter()
        .map(|line| Line { text: if is_deep(line.text) { &line.text[width..] } else { line.text }, at: line.at });
    Block::new(lines)
}

/// The lines of an entry of a list.
struct ItemLines<'t, 'b> {
    /// The line of its bullet, without it.
    first: Line<'t>,
    further: &'b [Line<'t>],
}

/// Cuts a block into the entries of a list. What is indented comes as entries of its own, with its indent.
struct Items<'t, 'b> {
    lines: &'b [Line<'t>],
    /// What follows the bullet of the first of them, if it has one.
    content: Option<&'t str>,
}

impl<'t, 'b> Items<'t, 'b> {
    fn new(lines: &'b [Line<'t>]) -> Self {
        Self { lines, content: lines.first().and_then(|line| bullet(line.text)) }
    }
}

impl<'t, 'b> Iterator for Items<'t, 'b> {
    type Item = ItemLines<'t, 'b>;

    fn next(&mut self) -> Option<ItemLines<'t, 'b>> {
        let (line, behind) = self.lines.split_first()?;
        let first = Line { text: self.content.take().unwrap_or(line.text), at: line.at };
        let mut count = 0;
        for line in behind {
            self.content = bullet(line.text);
            let is_nested = || line.text.get(TAB..).is_some_and(|inner| line.is_indented() && bullet(inner).is_some());
            if self.content.is_some() || !first.is_indented() && is_nested() {
                break;
            }
            count += 1;
        }
        let (further, rest) = behind.split_at(count);
        self.lines = rest;
        Some(ItemLines { first, further })
    }
}

/// Whether a line that is all of its block is a paragraph, as its first character shows.
fn is_text(line: Line<'_>) -> bool {
    match line.text.chars().next() {
        None | Some('#' | '>' | ':' | '*' | '-' | '_' | '+') => false,
        Some('[') => definition_kind(&[line]).is_none(),
        Some(c) if c.is_numeric() => bullet(line.text).is_none(),
        Some(c) => !c.is_whitespace(),
    }
}

/// How many spaces a text begins with.
#[inline]
fn spaces(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b' ').count()
}

/// A text without the spaces that it begins with.
#[inline]
fn unindented(text: &str) -> &str {
    &text[spaces(text)..]
}

/// What is before and after the first of a byte.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = memchr::memchr(byte, text.as_bytes())?;
    Some((&text[..at], &text[at + 1..]))
}

/// What is after the bullet of a line: up to three spaces, `*`, `+`, `-` or a number with a full stop, spaces.
fn bullet(line: &str) -> Option<&str> {
    let text = unindented(line);
    if line.len() - text.len() >= TAB {
        return None;
    }
    let behind = match text.strip_prefix(['*', '+', '-']) {
        Some(behind) => behind,
        None => {
            let number = text.strip_prefix(|c: char| c.is_numeric())?.trim_start_matches(char::is_numeric);
            number.strip_prefix('.')?
        }
    };
    behind.starts_with(' ').then(|| unindented(behind))
}

fn is_heading(line: &str) -> bool {
    if !line.starts_with('#') {
        return false;
    }
    // An escape at the end would escape the line feed.
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0
}

fn is_underline(line: &str) -> bool {
    let signs = line.trim_end_matches(' ');
    !signs.is_empty() && (signs.bytes().all(|byte| byte == b'=') || signs.bytes().all(|byte| byte == b'-'))
}

/// Three or more of one of the signs, with at most two spaces between.
fn is_rule(line: &str) -> bool {
    let text = unindented(line);
    let Some(sign) = text.bytes().next().filter(|byte| matches!(byte, b'*' | b'-' | b'_')) else { return false };
    text.bytes().all(|byte| byte == sign || byte == b' ')
        && spaces(line) < TAB
        && text.bytes().filter(|byte| *byte == sign).count() >= 3
        && !text.trim_end_matches(' ').contains("   ")
}

fn is_quote(line: &str) -> bool {
    let text = unindented(line);
    text.starts_with('>') && line.len() - text.len() < TAB
}

fn unquoted(line: &str) -> &str {
    if !is_quote(line) {
        return line;
    }
    let text = unindented(line).strip_prefix('>').unwrap_or(line);
    text.strip_prefix(' ').unwrap_or(text)
}

/// What is after the colon of a definition.
fn definition(line: &str) -> Option<&str> {
    let text = unindented(line);
    let behind = text.strip_prefix(':').filter(|_| line.len() - text.len() < TAB)?;
    let blanks = spaces(behind).min(3);
    (blanks > 0).then(|| &behind[blanks..])
}

fn is_bracket(line: &str) -> bool {
    let text = unindented(line);
    text.starts_with('[') && line.len() - text.len() < TAB || line.starts_with("*[")
}

fn is_footnote(line: &str) -> bool {
    let text = unindented(line);
    line.len() - text.len() < TAB
        && text
            .strip_prefix("[^")
            .and_then(|name| split_at_byte(name, b']'))
            .is_some_and(|(_, behind)| behind.starts_with(':'))
}

/// What the first of the lines defines, and how many lines that takes.
fn definition_kind(lines: &[Line<'_>]) -> Option<(Mark, usize)> {
    let line = lines.first()?.text;
    let next = || lines.get(1).map(|line| line.text.trim_matches(' '));
    if let Some(name) = line.strip_prefix("*[") {
        let mut ends = name.match_indices(']').filter(|(at, _)| !name[..*at].contains('\\'));
        let behind = ends.find_map(|(at, _)| {
            let behind = &name[at + 1..];
            behind.strip_prefix(' ').unwrap_or(behind).strip_prefix(':').filter(|_| !name[..at].trim().is_empty())
        })?;
        return match (behind.trim().is_empty(), next()) {
            (false, _) => Some((Mark::Abbreviation, 1)),
            (true, Some(next)) if !next.is_empty() => Some((Mark::Abbreviation, 2)),
            _ => None,
        };
    }
    let inner = unindented(line).strip_prefix('[')?;
    let close = memchr::memchr(b']', inner.as_bytes())?;
    // Neither a footnote nor a link is defined without a colon.
    if inner.as_bytes().get(close + 1) != Some(&b':') {
        return None;
    }
    let (name, behind) = (&inner[..close], inner[close + 2..].trim_matches(' '));
    if is_footnote(line) {
        return Some((Mark::Footnote, 1));
    }
    if name.contains('[') {
        return None;
    }
    let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    let is_title = |text: &str| {
        let text = text.trim_matches(' ');
        let in_quotes = |open: char, close: char| text.len() > 1 && text.starts_with(open) && text.ends_with(close);
        in_quotes('"', '"') || in_quotes('\'', '\'') || in_quotes('(', ')')
    };
    let (address, title, count) = match (behind.is_empty(), next()) {
        (false, _) => {
            let (address, title) = behind.split_once(' ').unwrap_or((behind, ""));
            (address, title, 1)
        }
        (true, Some(next)) => {
            let (address, title) = next.split_once(' ').unwrap_or((next, ""));
            (address, title, 2)
        }
        (true, None) => return None,
    };
    if !is_word(address) || !title.trim_matches(' ').is_empty() && !is_title(title) {
        return None;
    }
    let goes_on = title.trim_matches(' ').is_empty() && lines.get(count).is_some_and(|line| is_title(line.text));
    Some((Mark::Link, count + usize::from(goes_on)))
}

/// Whether the first two lines are the head of a table and the row of dashes below it.
fn is_table(lines: &[Line<'_>]) -> bool {
    let [head, dashes, rest @ ..] = lines else { return false };
    let (head, dashes) = (head.text.trim_matches(' '), dashes.text.trim_matches(' '));
    if !dashes.bytes().all(|byte| matches!(byte, b'|' | b':' | b'-' | b' '))
        || !head.contains('|') && !dashes.contains('|')
    {
        return false;
    }
    let ends_in_bar = |row: &str| {
        row.strip_suffix('|').is_some_and(|row| row.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0)
    };
    let has_border = head.starts_with('|') || ends_in_bar(head);
    let cells = |row: &str| {
        let mut row = row;
        if has_border {
            row = row.strip_prefix('|').unwrap_or(row);
            if ends_in_bar(row) {
                row = &row[..row.len() - 1];
            }
        }
        cells(row)
    };
    let count = cells(head);
    if count == 1 {
        let has_bar = |row: &str| row.starts_with('|') || ends_in_bar(row);
        if !has_border || !has_bar(dashes) || !rest.iter().all(|row| has_bar(row.text.trim_matches(' '))) {
            return false;
        }
    }
    cells(dashes) == count
}

/// How many cells a row of a table has: bars in code and after a backslash are text.
fn cells(row: &str) -> usize {
    let bytes = row.as_bytes();
    let mut cells = 1;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'`' => {
                let width = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
                at += width - 1;
                let closing = row[at + 1..].match_indices(&row[at + 1 - width..=at]).find(|(found, _)| {
                    let (start, end) = (at + 1 + found, at + 1 + found + width);
                    bytes.get(start.wrapping_sub(1)) != Some(&b'`') && bytes.get(end) != Some(&b'`')
                });
                if let Some((found, _)) = closing {
                    at += found + width;
                }
            }
            b'|' => cells += 1,
            _ => {}
        }
        at += 1;
    }
    cells
}
