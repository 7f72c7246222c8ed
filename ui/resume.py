"""Reading on where a project was left: the articles that were open side by side, and the caret in each."""

from typing import TYPE_CHECKING, Any

from core.model import DocumentId

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def remember(window: "MainWindow") -> None:
    """Notes in the settings what is open now."""
    session, panes = window.session, list[list[int]]()
    for reader in window.panes.readers[: len(session.panes)]:
        if reader.article is not None:
            caret = reader.caret_in_view()
            panes.append([reader.article.document.id, -1 if caret is None else caret, int(reader.is_active)])
    if panes:
        window.settings.last[_key(window)] = panes


def reopen(window: "MainWindow") -> None:
    """Opens what was open when the project was left; without that knowledge, nothing."""
    session, side = window.session, 0
    for document, caret, active in _known(window):
        session.reading.note_caret(document, caret if caret >= 0 else None)
        if session.article is None:
            session.open_article(document)
        else:
            window.panes.open_beside(document)
            side = 1 if active else 0
    session.activate(side)


def _known(window: "MainWindow") -> list[tuple[DocumentId, int, int]]:
    """What the settings say, as far as it makes sense: anybody may have edited them."""
    panes: Any = window.settings.last.get(_key(window))
    if not isinstance(panes, list):
        return []
    found = [pane for pane in panes if isinstance(pane, list) and [*map(type, pane)] == [int, int, int]]
    documents = window.session.documents
    return [(DocumentId(pane[0]), pane[1], pane[2]) for pane in found if pane[0] in documents][:2]


def _key(window: "MainWindow") -> str:
    return str(window.session.project.path.absolute())
