//! `twir-lint` checks issues of the newsletter *This Week in Rust*.
//!
//! # The flow
//!
//! ```text
//! path → Source → Document → rules → diagnostics → Report → one writer
//! ```
//!
//! * [`source`] holds the text and knows lines and columns.
//! * [`document`] reads it into the newsletter's own nouns, as the site shows them: sections, entries, prefixes,
//!   links, near-links. Only `document/parse.rs` knows pulldown-cmark.
//! * [`place`] knows the countries, states and regions that events name; `place.tsv` is its table.
//! * [`rule`] says what a rule is, [`rules`] lists them, and each is one file below it.
//! * [`mojibake`] turns text back that went through a wrong encoding.
//! * [`linter`] sends a document through them; [`history`] gives it the links of earlier issues.
//! * [`diagnostic`] and [`fix`] are what comes out; [`report`] writes it, one file a format.
//! * [`mod@reference`] makes the documentation of the rules from the rules.
//! * [`cli`] is the command line.

pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod fix;
pub mod history;
pub mod lexicon;
pub mod linter;
pub mod mojibake;
pub mod place;
pub mod reference;
pub mod report;
pub mod rule;
pub mod rules;
pub mod source;
