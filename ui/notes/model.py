"""All notes as a list for Qt: filtered by kind and words, kept up to date by difference."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core import labels, markdown
from core.changes import Changes
from core.model import AnnotationId, DocumentId, TagId
from core.names import visible
from core.notes import On, Written
from storage import notes, passages
from storage.annotations import After
from ui.session import Session

Index = QModelIndex | QPersistentModelIndex
WORDS = {
    "annotation": "Passage",
    "document": "Article",
    "tag": "Tag",
    "project": "Project",
    "journal": "Journal",
}
_NOWHERE = QModelIndex()
_MANY = 200  # notes touched by one step: beyond that, reading all anew is faster


class NoteModel(QAbstractListModel):
    """The notes that match the filter, the last written first.

    A note that is being written keeps its row: the order is made anew when the filter is, or the project.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._kind = ""
        self._needle = ""
        self._passages: frozenset[AnnotationId] | None = None  # those of the groups in view; None for all
        self._all: dict[tuple[str, int], Written] = {}
        self._rows: list[Written] = []
        self.reload()
        session.opened.connect(self.reload)
        session.shown.changed.connect(self._refill)
        session.changed.connect(self._follow)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def total(self) -> int:
        """How many notes there are, whatever the filter says."""
        return len(self._all)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        note = self.note(index)
        if note is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(note)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = labels.first_words(markdown.plain(note.text[:2000]), 200)
            return ", ".join((WORDS[note.on.kind], self.name(note), words))
        return None

    def note(self, index: Index) -> Written | None:
        """The note of a row."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def name(self, note: Written) -> str:
        """What a note belongs to, as `name_of` says it."""
        return name_of(self._session, note.on, note)

    def index_of(self, on: On) -> QModelIndex:
        """The row of the note on something; invalid when there is none, or the filter hides it."""
        row = next((row for row, note in enumerate(self._rows) if note.on == on), -1)
        return self.index(row) if row >= 0 else QModelIndex()

    def set_filter(self, kind: str, text: str) -> None:
        """Shows the notes of a kind (all, for an empty one) with these words in their text, title or owner."""
        self._kind, self._needle = kind, text.strip().casefold()
        self._refill()

    def _matches(self, note: Written) -> bool:
        if not self._is_in_view(note):
            return False
        if self._kind and note.on.kind != self._kind:
            return False
        if not self._needle:
            return True
        return self._needle in "\n".join((note.text, note.title, self.name(note))).casefold()

    def _is_in_view(self, note: Written) -> bool:
        """Whether what it is on has a tag of the groups in view; what no tag is on always is."""
        if note.on.kind == "annotation":
            return self._passages is None or note.on.id in self._passages
        in_view = self._session.shown.grouped
        return note.on.kind != "tag" or in_view is None or note.on.id in in_view

    def reload(self) -> None:
        """Reads all notes, the last written first."""
        self._all = {note.row: note for note in notes.all_notes(self._session.project.db)}
        self._refill()

    def _refill(self) -> None:
        session, grouped = self._session, self._session.shown.grouped is not None
        found = passages.find(session.project.db, session.in_groups).ids if grouped else ()
        self._passages = frozenset(found) if grouped else None
        self.beginResetModel()
        self._rows = [note for note in self._all.values() if self._matches(note)]
        self.endResetModel()

    def _follow(self, changes: Changes, _after: After) -> None:
        if changes.touches("tag", "document") and len(self._rows):
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))  # names
        if changes.touches("coding") and self._passages is not None:
            self._refill()
        marked = {row for row, old in changes.before.get("annotation", {}).items() if self._concerns(row, old)}
        rows = changes.rows("note")
        if len(rows) + len(marked) > _MANY:
            self.reload()
            return
        found = {note.row: note for note in notes.some_notes(self._session.project.db, rows, marked)}
        for key in [*(("note", row) for row in rows), *(("annotation", row) for row in marked)]:
            self._take_over(key, found.get(key))

    def _concerns(self, annotation: int, old: Mapping[str, Any] | None) -> bool:
        """Whether there was a note on an annotation that a step touched, or may be now."""
        return old is None or "note" in old or ("annotation", annotation) in self._all

    def _take_over(self, key: tuple[str, int], note: Written | None) -> None:
        """Has one note as it is now: gone, new at the top, or changed where it stands."""
        row = next((row for row, known in enumerate(self._rows) if known.row == key), -1)
        self._all.pop(key, None) if note is None else self._all.update({key: note})
        if note is not None and row < 0 and self._matches(note):
            self.beginInsertRows(_NOWHERE, 0, 0)
            self._rows.insert(0, note)
            self.endInsertRows()
        elif note is None and row >= 0:
            self.beginRemoveRows(_NOWHERE, row, row)
            del self._rows[row]
            self.endRemoveRows()
        elif note is not None and row >= 0:
            self._rows[row] = note
            self.dataChanged.emit(self.index(row), self.index(row))


def name_of(session: Session, on: On, note: Written | None) -> str:
    """What a note belongs to: an article (also of a passage) or tag; of a journal note its title or first words.

    Empty where that is gone.
    """
    if on.kind == "project":
        return "This project"
    if on.kind == "tag":
        tag = TagId(on.id)
        return session.tags.shown_path(tag) if tag in session.tags.by_id else ""
    if on.kind == "journal":
        words = (note.title or labels.first_words(markdown.plain(note.text[:400]), 60)) if note is not None else ""
        return visible(words) or "Untitled"
    document = DocumentId(on.id) if on.kind == "document" else note.document if note is not None else None
    article = session.documents.get(document) if document is not None else None
    return article.title if article is not None else ""
