//! Owns what an answer about one text takes: the text, what it is judged by, and who asks.

use gen_lsp_types::{Position, Range, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit};

use crate::document::Document;
use crate::server::client::Client;
use crate::server::inbox::Inbox;
use crate::server::open::Open;
use crate::server::surroundings::{Judge, is_issue};
use crate::text::{Source, Span};

/// A text that something is asked about.
pub(super) struct View<'a> {
    pub(super) open: &'a Open,
    pub(super) judge: &'a Judge,
    pub(super) client: &'a Client,
    pub(super) inbox: &'a Inbox,
}

impl<'a> View<'a> {
    pub(super) fn source(&self) -> &'a Source {
        &self.open.source
    }

    /// Whether there is anything to find in it: it is an issue, is read, and is not left out.
    pub(super) fn is_judged(&self) -> bool {
        self.open.trouble.is_none() && is_issue(self.open) && !self.judge.excludes()
    }

    /// The text as the newsletter's nouns; none where it is not to be read.
    pub(super) fn document(&self) -> Option<Document<'a>> {
        self.open.trouble.is_none().then(|| Document::parse(&self.open.source))
    }

    pub(super) fn range(&self, span: Span) -> Range {
        self.client.encoding.range(self.source(), span)
    }

    pub(super) fn span(&self, range: Range) -> Span {
        self.client.encoding.span(self.source(), range)
    }

    pub(super) fn offset(&self, position: Position) -> usize {
        self.client.encoding.offset(self.source(), position)
    }

    /// Edits of this text as an edit of the workspace. They name the version that they are for where the client can
    /// tell with it that they come too late.
    pub(super) fn workspace_edit(&self, edits: Vec<TextEdit>) -> WorkspaceEdit {
        let uri = Uri(self.open.uri.clone());
        if !self.client.takes_document_changes {
            return WorkspaceEdit { changes: Some([(uri, edits)].into()), ..WorkspaceEdit::default() };
        }
        let text_document = gen_lsp_types::OptionalVersionedTextDocumentIdentifier {
            version: Some(self.open.version),
            text_document_identifier: gen_lsp_types::TextDocumentIdentifier { uri },
        };
        let edits = edits.into_iter().map(gen_lsp_types::Edit::TextEdit).collect();
        let change = TextDocumentEdit { text_document, edits };
        WorkspaceEdit { document_changes: Some(vec![change.into()]), ..WorkspaceEdit::default() }
    }
}
