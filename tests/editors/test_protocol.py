"""Walks the protocol as the editors do whose capabilities pytest-lsp knows, with positions in UTF-16 behind an emoji.

pytest-lsp checks each answer against what the editor of that capabilities said that it understands. Run by .ci/run:
TWIR_LINT=target/release/twir-lint pytest tests/editors
"""

import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PROGRAM = os.environ["TWIR_LINT"]
EDITORS = ["visual-studio-code", "neovim@v0.7.0", "neovim@v0.11.0", "emacs"]

NAME = "2026-03-04-this-week-in-rust.md"
DRAFT = """\
Title: This Week in Rust 641
Number: 641
Date: 2026-03-04
Category: This Week in Rust

## Updates from Rust Community

### Research
* [🦀🦀 A title](https://example.org/a?utm_source=x)

## Upcoming Events

Rusty Events between 2026-03-04 - 2026-04-01 🦀

### Europe
* 2026-03-12 | Ghent, BE | [Rust Ghent](https://example.org/ghent/)
    * [**🦀 Hack night**](https://example.org/ghent/1/)
"""
ENTRY = next(number for number, line in enumerate(DRAFT.splitlines()) if "utm_" in line)
EVENT = next(number for number, line in enumerate(DRAFT.splitlines()) if "Ghent, BE" in line)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def place(line: int, before: str) -> types.Position:
    """Where `before` begins on a line, as UTF-16 counts."""
    text = DRAFT.splitlines()[line]
    return types.Position(line, units(text[: text.index(before)]))


def applied(text: str, edits: list[types.TextEdit]) -> str:
    lines = text.splitlines(keepends=True) + [""]

    def offset(position: types.Position) -> int:
        written = lines[position.line].encode("utf-16-le")[: 2 * position.character].decode("utf-16-le")
        return sum(map(len, lines[: position.line])) + len(written)

    for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[PROGRAM, "--lsp"]), params=EDITORS)
async def client(request, lsp_client: LanguageClient, tmp_path: pathlib.Path):
    capabilities = client_capabilities(request.param)
    if capabilities.general:
        # As all of them count where the server knows nothing else.
        capabilities.general.position_encodings = [types.PositionEncodingKind.Utf16]
    lsp_client.watched = []

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        lsp_client.watched.extend(params.registrations)

    for folder in [".git", "draft", "content"]:
        (tmp_path / folder).mkdir()
    lsp_client.uri = (tmp_path / "draft" / NAME).as_uri()
    params = types.InitializeParams(
        process_id=None,
        capabilities=capabilities,
        workspace_folders=[types.WorkspaceFolder(uri=tmp_path.as_uri(), name="newsletter")],
    )
    result = await lsp_client.initialize_session(params)
    lsp_client.pulls = result.capabilities.diagnostic_provider is not None
    watched = capabilities.workspace.did_change_watched_files
    lsp_client.watches = bool(watched and watched.dynamic_registration)
    assert result.capabilities.position_encoding in (None, "utf-16")
    lsp_client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(lsp_client.uri, "markdown", 1, DRAFT))
    )
    yield
    await lsp_client.shutdown_session()


async def found(client: LanguageClient):
    """The findings, as this editor gets them."""
    if client.pulls:
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(client.uri))
        return list((await client.text_document_diagnostic_async(params)).items)
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[client.uri])


@pytest.mark.asyncio
async def test_findings_lie_behind_the_emoji_and_go_when_they_are_mended(client: LanguageClient):
    [tracked] = [item for item in await found(client) if item.code == "tracking-parameters"]
    assert tracked.range == types.Range(place(ENTRY, "utm_source"), place(ENTRY, ")"))
    change = types.TextDocumentContentChangePartial(
        range=types.Range(place(ENTRY, "?utm"), place(ENTRY, ")")), text=""
    )
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(2, client.uri), [change])
    )
    assert "tracking-parameters" not in [item.code for item in await found(client)]


@pytest.mark.asyncio
async def test_actions_and_formatting_mend_the_draft(client: LanguageClient):
    document = types.TextDocumentIdentifier(client.uri)
    items = [item for item in await found(client) if item.code == "tracking-parameters"]
    params = types.CodeActionParams(document, items[0].range, types.CodeActionContext(diagnostics=items))
    actions = await client.text_document_code_action_async(params)
    fix = next(action for action in actions if action.is_preferred)
    changes = fix.edit.changes[client.uri] if fix.edit.changes else fix.edit.document_changes[0].edits
    mended = DRAFT.replace("?utm_source=x", "")
    assert applied(DRAFT, changes) == mended
    options = types.FormattingOptions(tab_size=4, insert_spaces=True)
    edits = await client.text_document_formatting_async(types.DocumentFormattingParams(document, options))
    formatted = applied(DRAFT, edits)
    assert "utm_source" not in formatted and "🦀🦀 A title" in formatted
    span = types.Range(types.Position(ENTRY, 0), types.Position(ENTRY + 1, 0))
    params = types.DocumentRangeFormattingParams(document, span, options)
    edits = await client.text_document_range_formatting_async(params)
    assert applied(DRAFT, edits) == mended


@pytest.mark.asyncio
async def test_the_rest_of_the_protocol_answers(client: LanguageClient):
    document = types.TextDocumentIdentifier(client.uri)
    hover = await client.text_document_hover_async(types.HoverParams(document, place(EVENT, "2026")))
    assert "Thursday, 12 March 2026" in hover.contents.value
    hover = await client.text_document_hover_async(types.HoverParams(document, place(ENTRY, "utm_source")))
    assert "tracking" in hover.contents.value
    completion = await client.text_document_completion_async(
        types.CompletionParams(document, place(ENTRY, "🦀🦀"))
    )
    assert "video" in [item.label for item in completion]
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert symbols[0].name == "Updates from Rust Community"
    folds = await client.text_document_folding_range_async(types.FoldingRangeParams(document))
    assert (EVENT, EVENT + 1) in [(fold.start_line, fold.end_line) for fold in folds]
    links = await client.text_document_document_link_async(types.DocumentLinkParams(document))
    assert [link.target for link in links][0] == "https://example.org/a?utm_source=x"
    assert links[0].range.start == place(ENTRY, "https")
    assert client.watches == ("workspace/didChangeWatchedFiles" in [one.method for one in client.watched])
