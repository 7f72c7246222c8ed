"""The articles as a list for Qt: filtered, in the order they were added, kept up to date by difference."""

from bisect import bisect_left
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.changes import Changes
from core.model import Document, DocumentId
from storage.annotations import After
from ui.session import Session

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ArticleModel(QAbstractListModel):
    """The articles that match the filter; nothing about a row is looked up before it is shown."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._needle = ""
        self._ids: list[DocumentId] = list(session.documents)
        session.opened.connect(self._refill)
        session.changed.connect(self._follow)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        known = self._session.documents
        document = known.get(self._ids[index.row()]) if index.isValid() else None
        if document is None:  # it is just being removed
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return document.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            number = self.annotations(document)
            count = f"{number:,} annotation{'s' * (number != 1)}"
            read, annotated = self.read(document), self._session.reading.annotated_paragraphs(document.id)
            touched = f"in {annotated:,} paragraph{'s' * (annotated != 1)}" if annotated else ""
            parts = (document.title, document.author or document.outlet, document.date, read, count, touched)
            return ", ".join(filter(None, parts))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._in_numbers(document)
        return None

    def read(self, document: Document) -> str:
        """How much of an article was read, in words; empty for one that was not begun."""
        if not self._session.reading.was_begun(document.id):
            return ""
        percent = self._session.reading.progress(document.id).percent
        return "read" if percent == 100 else f"{percent} % read"

    def _in_numbers(self, document: Document) -> str:
        """What the row shows, counted; nothing that a file says, for tooltips may be taken for HTML."""
        reading = self._session.reading
        progress, annotated = reading.progress(document.id), reading.annotated_paragraphs(document.id)
        return (
            f"{document.words:,} words in {progress.paragraphs:,} paragraphs\n"
            f"{progress.read:,} paragraphs read · {annotated:,} annotated\n"
            "A paragraph counts as read once its end was in view for a second and a half."
        )

    def document(self, index: Index) -> Document:
        """The article of a row."""
        return self._session.documents[self._ids[index.row()]]

    def annotations(self, document: Document) -> int:
        """How many annotations an article has."""
        return self._session.annotation_counts[document.id]

    def index_of(self, document: DocumentId) -> QModelIndex:
        """The row of an article, invalid when the filter hides it."""
        row = bisect_left(self._ids, document)
        return self.index(row) if self._ids[row : row + 1] == [document] else QModelIndex()

    @property
    def listed(self) -> frozenset[DocumentId] | None:
        """The articles that the filter lets through; None without a filter."""
        return frozenset(self._ids) if self._needle else None

    def set_filter(self, text: str) -> None:
        """Shows the articles whose title, author, outlet or source contains the text."""
        self._needle = text.strip().casefold()
        self._refill()

    def _matches(self, document: Document) -> bool:
        if not self._needle:
            return True
        fields = (document.title, document.author, document.outlet, document.source)
        return self._needle in "\n".join(fields).casefold()

    def _refill(self) -> None:
        self.beginResetModel()
        self._ids = [id_ for id_, document in self._session.documents.items() if self._matches(document)]
        self.endResetModel()

    def _follow(self, changes: Changes, after: After) -> None:
        # A count that moved is no dataChanged: QListView lays out all rows at each. The pane paints anew.
        rows = {DocumentId(row) for row in changes.rows("document")}
        if rows:
            documents = self._session.documents
            wanted = {id_ for id_ in rows if id_ in documents and self._matches(documents[id_])}
            shown = {id_ for id_ in rows if self.index_of(id_).isValid()}
            self._take(sorted(shown - wanted))
            self._put(sorted(wanted - shown))
            for id_ in wanted & shown:
                index = self.index_of(id_)
                self.dataChanged.emit(index, index)

    def _take(self, ids: list[DocumentId]) -> None:
        """Removes rows, a run of neighbours at a time."""
        at = [bisect_left(self._ids, id_) for id_ in ids]
        runs = [[row for _, row in run] for _, run in groupby(enumerate(at), lambda pair: pair[1] - pair[0])]
        for run in reversed(runs):
            self.beginRemoveRows(QModelIndex(), run[0], run[-1])
            del self._ids[run[0] : run[-1] + 1]
            self.endRemoveRows()

    def _put(self, ids: list[DocumentId]) -> None:
        """Inserts rows, all that go to one place at a time."""
        runs = [(row, list(run)) for row, run in groupby(ids, partial(bisect_left, self._ids))]
        for row, run in reversed(runs):
            self.beginInsertRows(QModelIndex(), row, row + len(run) - 1)
            self._ids[row:row] = run
            self.endInsertRows()
