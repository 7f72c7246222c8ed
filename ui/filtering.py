"""The filter of passages in use: one for the window, so that whatever shows passages can go by it."""

import json

from PySide6.QtCore import QObject, Signal

from core import guids
from core.filters import Filter, from_json, to_json
from core.model import DocumentId


def renamed(wanted: Filter, old: str, new: str) -> Filter:
    """A filter with one guid for another."""
    return from_json(json.loads(guids.renamed(json.dumps(to_json(wanted)), old, new)))


class Filtering(QObject):
    """`wanted` is the filter, `name` that under which it is saved, or empty; `changed` follows every change.

    `listed` are the articles that their list shows, None for all; `relisted` follows when they are others.
    `renamed(old, new)` says that one tag became another, to whoever keeps a filter to come back to.
    """

    changed = Signal()
    renamed = Signal(str, str)
    relisted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = Filter()
        self.name = ""
        self.listed: frozenset[DocumentId] | None = None

    def use(self, wanted: Filter, name: str = "") -> None:
        """Goes on with another filter; one without conditions lets everything through."""
        if (wanted, name) != (self.wanted, self.name):
            self.wanted, self.name = wanted, name
            self.changed.emit()

    def list_articles(self, listed: frozenset[DocumentId] | None) -> None:
        """Notes which articles the list of articles shows; None for all."""
        if listed != self.listed:
            self.listed = listed
            self.relisted.emit()

    def rename(self, old: str, new: str) -> None:
        """One tag became another, named by their guids: the filter asks for that one now."""
        self.use(renamed(self.wanted, old, new), self.name)
        self.renamed.emit(old, new)
