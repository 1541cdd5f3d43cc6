//! `twir-lint` checks issues of the newsletter *This Week in Rust*.
//!
//! Text goes in; findings, or a better text, come out:
//!
//! ```
//! use twir_lint::{Settings, Source, fix, lint};
//!
//! let text = "### Research\n* [A title] (https://example.org/title)\n";
//! let source = Source::new("draft/2026-03-04-this-week-in-rust.md", text);
//! let settings = Settings::default();
//!
//! let findings = lint(&source, &settings)?;
//! assert_eq!(findings[0].rule, "malformed-link");
//! assert_eq!(source.position(findings[0].span.start).line, 2);
//!
//! let fixed = fix(source, &settings)?;
//! assert_eq!(fixed.source.text(), "### Research\n* [A title](https://example.org/title)\n");
//! assert!(fixed.diagnostics.is_empty());
//! # Ok::<(), twir_lint::Unparsable>(())
//! ```
//!
//! That is the door for those who build on the library; [`Document`] is the text as the newsletter's own nouns. What is
//! hidden in these pages may change at any time. Without the feature `cli`, which is on by default, there are no files,
//! processes and terminals, and the crate compiles for `wasm32-unknown-unknown`.
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
//! From the bottom up: a module imports only what is listed above it.
//!
//! * [`text`] holds the text of a file and knows lines and columns; inside, everything is a byte offset. It takes
//!   addresses and dates apart, and turns text back that went through a wrong encoding.
//! * `files` reaches files: regular ones of a stated size, and none by a link out of their checkout.
//! * [`issue`] says what is known of an issue before it is read: its stage, its role, the date in its name.
//! * [`lexicon`] holds every word list, one file a kind: prefixes, languages, hosts, parameters, characters, the
//!   template's words, and what makes two addresses one page; [`lexicon::place`] the countries, states and regions that
//!   events name, with `place.tsv` as its table.
//! * [`document`] is a text as the newsletter's own nouns, as the *site* shows them, in three layers: what lies within
//!   the lines (links and near-links, code, comments), the lines with their sections and entries, and the fields of
//!   the entries (events, calls, front matter). The grammars in `document/read/` return one part each, and know each
//!   field, or what is wrong with it, on its own. Only `read/markdown.rs` knows pulldown-cmark; `read/outline.rs` and
//!   `read/site/` know how Python-Markdown, the site's renderer, differs.
//! * [`diagnostic`] is what a rule says, with the fix that repairs it.
//! * [`archive`] knows what earlier issues hold, and what is usual in them: links, groups with their places and names,
//!   cities, titles, the lines that every issue has. It reads lines and links, not documents, and each when a rule
//!   asks.
//! * [`pages`] knows what the pages say that links lead to: facts, read from answers of servers that somebody else
//!   asked.
//! * [`rule`] says what a rule is and what it sees: the document, the options, the change that is judged.
//! * [`rules`] lists the rules, and each is one file below it: name, reasons, examples, check. The front matter, of
//!   which four fields have to agree, has parts in a folder.
//! * [`lint`] sends a document through the rules, takes away what comments in the text allow and what was there before
//!   a change, and applies fixes until nothing changes; `lint/fix_safety.rs` keeps back those by which an entry or an
//!   address would be lost.
//! * [`online`] opens pages, within limits, and keeps what they say for a day. Only it knows the network.
//! * [`config`] reads a `twir-lint.toml`.
//! * `api` is the door: `lint`, `fix` and `Settings`.
//! * [`report`] holds the result of a run and writes it, one file a format; only `report/fancy.rs` knows miette.
//!   `report/rule_docs.rs` makes the pages below `docs/rules/`, `--explain` and `--list-rules` from the rules.
//! * `revision` is what a change is compared with. Only `revision/git.rs` runs git.
//! * [`server`] is the language server: it keeps the texts that an editor holds, and says what the linter says of each.
//! * [`cli`] is the command line: `arguments` in, files found by `find`, `configuration` and revision of each,
//!   `linting` of all, `output`; fixed files put back by `fixing` and `save`.
// Tests hold tables.
#![cfg_attr(test, allow(clippy::too_many_lines))]

mod api;
#[doc(hidden)]
pub mod archive;
#[doc(hidden)]
#[cfg(feature = "cli")]
pub mod cli;
#[doc(hidden)]
pub mod config;
#[doc(hidden)]
pub mod diagnostic;
pub mod document;
#[cfg(feature = "cli")]
mod files;
mod guard;
#[doc(hidden)]
pub mod issue;
#[doc(hidden)]
pub mod lexicon;
#[doc(hidden)]
pub mod lint;
#[doc(hidden)]
#[cfg(feature = "online")]
pub mod online;
#[doc(hidden)]
pub mod pages;
#[doc(hidden)]
pub mod report;
#[cfg(feature = "cli")]
mod revision;
#[doc(hidden)]
pub mod rule;
#[doc(hidden)]
pub mod rules;
#[doc(hidden)]
#[cfg(feature = "lsp")]
pub mod server;
#[doc(hidden)]
pub mod text;

pub use api::{Settings, fix, lint};
pub use archive::History;
pub use config::ConfigError;
pub use diagnostic::{Applicability, Diagnostic, Fix, Label, Severity};
pub use document::Document;
pub use guard::Unparsable;
pub use issue::Stage;
pub use lint::{Fixed, Levels};
pub use rule::options::Options;
pub use text::{DecodeError, Edit, Source, Span};
