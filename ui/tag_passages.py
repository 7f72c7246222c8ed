"""The passages of a tag as a list with ticks: which of them are to go to a new tag, or to another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QLineEdit, QListView

from core.model import AnnotationId, Tag
from storage import annotations
from ui.labels import label, paragraph
from ui.sheets import Sheet, add_foot
from ui.typeset import counted, flat, quoted

if TYPE_CHECKING:
    from ui.session import Session
    from ui.tag_tree import TagPanel

_NOWHERE = QModelIndex()
_LONGEST = 160  # characters of a quote


class TickedPassages(QAbstractListModel):
    """Quotes with their articles; `ticked` are those that are chosen."""

    def __init__(self, session: "Session", tag: Tag) -> None:
        super().__init__()
        self._rows = annotations.quotes_of_tag(session.project.db, tag.id, _LONGEST)
        self._titles = {document: made.title for document, made in session.documents.items()}
        self.ticked: set[AnnotationId] = {row[0] for row in self._rows} & {session.current}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        annotation, document, quote = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{flat(quote)}  ·  {self._titles[document]}"
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if annotation in self.ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = 0) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.ticked ^= {self._rows[index.row()][0]}
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def tick_all(self) -> None:
        """Ticks every passage, or none where all are."""
        everything = {row[0] for row in self._rows}
        self.ticked = set() if self.ticked == everything else everything
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


class PassageSheet(Sheet):
    """Ticks passages of a tag, and for a new tag asks for its name."""

    def __init__(self, panel: "TagPanel", tag: Tag, title: str, verb: str, named: bool) -> None:
        super().__init__(panel.window(), title, 560, 460)
        self._name = QLineEdit()
        self._name.setPlaceholderText("Name of the new tag")
        self._name.setAccessibleName("Name of the new tag")
        self._name.setVisible(named)
        self._model = TickedPassages(panel.session, tag)
        listed = QListView()
        listed.setModel(self._model)
        listed.setUniformItemSizes(True)
        listed.setAccessibleName(f"Passages of {tag.name}; Space ticks")
        listed.setTextElideMode(Qt.TextElideMode.ElideRight)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        listed.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._count = label("", "small")
        new = "a new tag" if named else "another tag"
        self.column.addWidget(paragraph(f"Ticked passages get {new} instead of {quoted(tag.name)}.", "small"))
        for part in (self._name, listed, self._count):
            self.column.addWidget(part)
        go, _every = add_foot(
            self, [(verb, self.accept), ("Tick all", self._model.tick_all)], "Cancel", default=False
        )
        go.setDefault(True)
        self._go = go
        self._model.setParent(self)
        self._model.dataChanged.connect(self._refresh)
        self._name.textChanged.connect(self._refresh)
        (self._name if named else listed).setFocus()
        self._needs_name = named
        self._refresh()

    def _refresh(self) -> None:
        chosen = len(self._model.ticked)
        self._count.setText(f"{chosen:,} of {counted(self._model.rowCount(), 'passage')} ticked")
        self._go.setEnabled(bool(chosen and (self._name.text().strip() or not self._needs_name)))

    def chosen(self) -> tuple[Sequence[AnnotationId], str]:
        """The ticked passages, and the name."""
        return sorted(self._model.ticked), self._name.text().strip()


def ask_split(panel: "TagPanel", tag: Tag) -> tuple[Sequence[AnnotationId], str] | None:
    """Which passages get a new tag, and its name; None when the user cancels."""
    sheet = PassageSheet(panel, tag, f"Split {quoted(tag.name)}", "Split", named=True)
    return sheet.chosen() if sheet.exec() else None


def ask_passages(panel: "TagPanel", tag: Tag) -> Sequence[AnnotationId] | None:
    """Which passages are to go to another tag; None when the user cancels."""
    sheet = PassageSheet(panel, tag, f"Move passages of {quoted(tag.name)}", "Move to…", named=False)
    return sheet.chosen()[0] if sheet.exec() else None
