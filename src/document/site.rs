//! Owns what the site's renderer makes of an issue.

/// What the site makes of a line of the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Nothing: a blank line, a definition, an underline.
    #[default]
    Nothing,
    /// Raw HTML, which it copies: a block of tags and all that is between them, or a comment.
    Html,
    /// Code, fenced or indented.
    Code,
    /// A heading.
    Heading,
    /// A rule across the page.
    Rule,
    /// The first line of an entry: its index in [`Site::entries`].
    Entry(usize),
    /// A further line of an entry: its index in [`Site::entries`].
    InEntry(usize),
    /// A line of a paragraph outside of lists.
    Paragraph,
    /// A line of a quotation that is not in a list.
    Quote,
    /// A row of a table.
    Table,
    /// A term of a definition list, or its definition.
    DefinitionList,
    /// A footnote.
    Footnote,
}

/// A list item of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Index, from 0, of the line of its bullet in the source.
    pub line: usize,
    /// How deeply nested, from 1.
    pub depth: usize,
    /// The entry that it is nested below: its index in [`Site::entries`].
    pub parent: Option<usize>,
    /// Whether it is in a quotation.
    pub is_quoted: bool,
    /// Whether its first line is a quotation within it.
    pub holds_quote: bool,
}

/// What the site shows, line by line.
#[derive(Debug, Default)]
pub struct Site {
    /// What becomes of each line of the source.
    pub(in crate::document) lines: Vec<Shown>,
    /// The list items of the page, in the order of the text.
    pub entries: Vec<Entry>,
}

impl Site {
    /// What becomes of a line of the source, which are counted from 0.
    #[must_use]
    pub fn line(&self, index: usize) -> Option<&Shown> {
        self.lines.get(index)
    }

    /// What becomes of each line of the source, each with its index.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &Shown)> {
        self.lines.iter().enumerate()
    }

    /// The list item that begins on a line, if one does.
    #[must_use]
    pub fn entry_on(&self, line: usize) -> Option<&Entry> {
        match self.lines.get(line)? {
            Shown::Entry(index) => self.entries.get(*index),
            _ => None,
        }
    }
}

/// A link that readers get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteLink {
    /// The words of the link.
    pub text: String,
    /// Where it leads.
    pub destination: String,
}

/// What readers see of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownText {
    /// The words, those of links included.
    pub text: String,
    /// The links, in the order of the text; images are none.
    pub links: Vec<SiteLink>,
    /// What is taken for attributes of the code or link before it, and is not shown.
    pub attributes: Vec<String>,
}
