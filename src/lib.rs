//! `twir-lint` checks issues of the newsletter *This Week in Rust*.
//!
//! # The flow
//!
//! ```text
//! path → Source → Document → rules → diagnostics − suppressions − baseline → Report → one writer
//! ```
//!
//! With `--fix`, the edits of the diagnostics give a new `Source`, which goes round again until nothing changes.
//!
//! # The map
//!
//! * [`source`] holds the text of a file and knows lines and columns; inside, everything is a byte offset.
//! * [`document`] reads it into the newsletter's own nouns, as the *site* shows them: front matter, sections, entries,
//!   prefixes, links and near-links, events, calls. Only `document/parse.rs` knows pulldown-cmark; `document/block.rs`
//!   knows how Python-Markdown, the site's renderer, differs. The line grammars (`event.rs`, `cfp.rs`, `date.rs`,
//!   `item.rs`, `near_link.rs`) know each field, or what is wrong with it, on its own.
//! * [`lexicon`] holds every word list, one file a kind: prefixes, languages, hosts, parameters, characters, the
//!   template's words; [`place`] the countries, states and regions that events name, with `place.tsv` as its table;
//!   [`mojibake`] turns text back that went through a wrong encoding.
//! * `spelling` tells how far a word is from the one that may be meant.
//! * [`rule`] says what a rule is, [`rules`] lists them, and each is one file below it: name, reasons, examples, check.
//!   The front matter, of which four fields have to agree, has parts in a folder.
//! * [`diagnostic`] is what a rule says, [`fix`] the edits that repair it.
//! * [`linter`] sends a document through the rules, and its fixes round again; [`history`] gives it the links of
//!   earlier issues, [`config`] what a `twir-lint.toml` says of
//!   levels and options. `loss` keeps back safe fixes by which an entry would be lost.
//! * [`suppression`] takes away what comments in the text allow, [`baseline`] what was there before a change; it gets
//!   the earlier text from `git`, which runs the program of that name.
//! * [`report`] holds the result of a run and writes it, one file a format; only `report/fancy.rs` knows miette.
//! * [`mod@reference`] makes `docs/rules.md`, `--explain` and `--list-rules` from the rules.
//! * [`cli`] is the command line: `arguments` in, `input` read, `configuration` and `revision` found for each file,
//!   fixed files put back by `fixing` and `save`.

pub mod baseline;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod fix;
mod git;
pub mod history;
pub mod lexicon;
pub mod linter;
mod loss;
pub mod mojibake;
pub mod place;
pub mod reference;
pub mod report;
pub mod rule;
pub mod rules;
pub mod source;
mod spelling;
pub mod suppression;
