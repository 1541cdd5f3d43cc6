//! Owns one text as the editor holds it, and what typing makes of it.

use std::path::PathBuf;
use std::rc::Rc;

use gen_lsp_types::TextDocumentContentChangeEvent;

use crate::diagnostic::Diagnostic;
use crate::files;
use crate::server::address;
use crate::server::encoding::Encoding;
use crate::text::Source;

/// A text that is open in the editor.
#[derive(Debug)]
pub(super) struct Open {
    /// Its name, as the client writes it.
    pub(super) uri: String,
    /// Where it lies, or will lie; none of a text that was never saved.
    pub(super) path: Option<PathBuf>,
    /// How often it has changed, as the client counts.
    pub(super) version: i32,
    /// Stands for this state of the text, for a client may count anew.
    pub(super) stamp: u64,
    /// The text.
    pub(super) source: Rc<Source>,
    /// Why it is not linted, in words.
    pub(super) trouble: Option<String>,
    /// What was found in it, once it was linted as it is now.
    pub(super) findings: Option<Rc<Vec<Diagnostic>>>,
    /// Whether the client was sent what was found, or need not be.
    pub(super) is_published: bool,
    /// Whether its trouble was reported already.
    pub(super) is_told: bool,
}

impl Open {
    pub(super) fn new(uri: String, version: i32, text: String) -> Self {
        let path = address::to_path(&uri);
        let mut open = Self {
            uri,
            path,
            version,
            stamp: 0,
            source: Rc::new(Source::new("", "")),
            trouble: None,
            findings: None,
            is_published: false,
            is_told: false,
        };
        open.set(text);
        open
    }

    /// What people call it.
    pub(super) fn name(&self) -> String {
        self.path.as_ref().map_or_else(|| self.uri.clone(), |path| path.display().to_string())
    }

    /// Applies changes in their order.
    pub(super) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        self.version = version;
        let mut source = Rc::clone(&self.source);
        let mut text = None;
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change) => {
                    // Each counts from what the one before has left.
                    if let Some(text) = text.take() {
                        source = Rc::new(Source::new("", text));
                    }
                    let span = encoding.span(&source, change.range);
                    let before = source.text();
                    let mut after = String::with_capacity(before.len() + change.text.len());
                    after.push_str(&before[..span.start]);
                    after.push_str(&change.text);
                    after.push_str(&before[span.end..]);
                    text = Some(after);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(change) => {
                    text = Some(change.text);
                }
            }
        }
        if let Some(text) = text {
            self.set(text);
        }
    }

    /// Forgets what was found in it.
    pub(super) fn judge_again(&mut self) {
        self.findings = None;
        self.is_published = false;
    }

    fn set(&mut self, text: String) {
        self.judge_again();
        let name = self.name();
        if text.len() as u64 > files::MOST_BYTES {
            let most = files::size(files::MOST_BYTES);
            self.trouble = Some(format!("larger than {most}, so it is not linted"));
            self.source = Rc::new(Source::new(name, text));
            return;
        }
        match Source::from_bytes(name.as_str(), text.clone().into_bytes()) {
            Ok(source) => {
                self.source = Rc::new(source);
                self.trouble = None;
                self.is_told = false;
            }
            Err(error) => {
                self.trouble = Some(error.to_string());
                self.source = Rc::new(Source::new(name, text));
            }
        }
    }
}
