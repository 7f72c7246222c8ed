"""The articles and what is noted about them as a table for Qt: sorted, filtered, edited through the session."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core import attributes, labels
from core.attributes import FIELDS, Cell
from core.changes import Changes
from core.errors import UserError
from core.model import AttributeId, Document, DocumentId
from core.names import visible
from storage import attribute_operations, documents
from storage import attributes as noted
from storage.annotations import After
from ui.session import Session

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_COUNTED = ("words", "annotations")
TYPE_NAMES = {"text": "Text", "number": "Number", "date": "Date", "yes-no": "Yes or no"}


class Heading(NamedTuple):
    """A column: one of FIELDS, a count, or an attribute, with its name and type."""

    key: str | AttributeId
    name: str
    type: str

    @property
    def editable(self) -> bool:
        """Whether its cells can be written."""
        return self.key not in _COUNTED

    @property
    def own(self) -> AttributeId | None:
        """The attribute, where the column is one of the researcher's own."""
        return None if isinstance(self.key, str) else self.key


_STANDARD = [
    *(Heading(field, field.capitalize(), "date" if field == "date" else "text") for field in FIELDS),
    *(Heading(name, name.capitalize(), "number") for name in _COUNTED),
]


class TableModel(QAbstractTableModel):
    """The rows that match the filter, in the order last asked for; an edit moves none of them."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._needle = ""
        self._sorted: tuple[str | AttributeId, bool] | None = None  # by which column, and whether falling
        self.headings: list[Heading] = []
        self._read()
        self._ids = self._in_order()
        session.opened.connect(self._refill)
        session.changed.connect(self._follow)

    def _read(self) -> None:
        db = self._session.project.db
        self._documents: dict[DocumentId, Document] = {each.id: each for each in documents.all_documents(db)}
        self._values = noted.values(db)
        self.headings = [*_STANDARD, *(Heading(a.id, a.name, a.type) for a in noted.all_attributes(db))]
        self._lines: dict[DocumentId, str] = {}

    # -- what Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        heading = self.headings[index.column()]
        if role == Qt.ItemDataRole.EditRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(self._ids[index.row()], heading)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self._shown(self._ids[index.row()], heading) or "blank"
            return f"{visible(heading.name)}: {said}, {self.title(index.row())}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if heading.type == "number" else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(self.headings[section].name)
        if role == Qt.ItemDataRole.ToolTipRole:  # nothing that a file says, for tooltips may be taken for HTML
            return TYPE_NAMES[self.headings[section].type]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight
                if self.headings[section].type == "number"
                else Qt.AlignmentFlag.AlignLeft
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.headings[index.column()].editable and not self._session.project.read_only:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        return role == Qt.ItemDataRole.EditRole and self.write([(index.row(), index.column(), str(value))])

    # -- what is in the cells

    def document(self, row: int) -> DocumentId:
        """The article of a row."""
        return self._ids[row]

    def title(self, row: int) -> str:
        """What the article of a row is called."""
        return visible(self._documents[self._ids[row]].title)

    def text(self, row: int, column: int) -> str:
        """What is kept in a cell."""
        return self._text(self._ids[row], self.headings[column])

    def _text(self, document: DocumentId, heading: Heading) -> str:
        if heading.own is not None:
            return self._values.get(document, {}).get(heading.own, "")
        if heading.key == "annotations":
            return str(self._session.annotation_counts[document])
        return str(self._documents[document]._asdict()[str(heading.key)])

    def _shown(self, document: DocumentId, heading: Heading) -> str:
        text = self._text(document, heading)
        return f"{int(text):,}" if heading.key in _COUNTED else visible(text)

    def values_of(self, attribute: AttributeId) -> int:
        """How many articles have an attribute."""
        return sum(attribute in row for row in self._values.values())

    # -- editing

    def problem(self, index: Index, text: str) -> str:
        """What a text that is typed into a cell is refused for, in a sentence; empty where it fits."""
        heading = self.headings[index.column()]
        if heading.key == "title" and not text.strip():
            return "An article needs a title."
        if not text.strip() or text == self.text(index.row(), index.column()):
            return ""
        try:
            attributes.stored(heading.type, text)
        except UserError as error:
            return visible(str(error))
        return ""

    def write(self, cells: Sequence[tuple[int, int, str]]) -> bool:
        """Writes texts into cells, each (row, column, text), as one step; those of counts are let be."""
        written = [
            Cell(self._ids[row], self.headings[column].key, text)
            for row, column, text in cells
            if self.headings[column].editable and text != self.text(row, column)
        ]
        if not written:
            return False
        step = f"Edit {len(written):,} cells"
        if len(written) == 1:
            name = next(heading.name for heading in self.headings if heading.key == written[0].column)
            step = f"{name} of {labels.passage(self._documents[written[0].document].title)}"
        revision = self._session.project.revision
        self._session.do(step, attribute_operations.edit_cells, written)
        return self._session.project.revision != revision

    # -- order and filter

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = None if column < 0 else (self.headings[column].key, order == Qt.SortOrder.DescendingOrder)
        self._arrange()

    def set_filter(self, text: str) -> None:
        """Shows the articles that have the text in one of their cells."""
        self._needle = text.strip().casefold()
        self._arrange()

    def _matches(self, document: DocumentId) -> bool:
        if document not in self._lines:
            cells = (self._shown(document, heading) for heading in self.headings)
            self._lines[document] = "\n".join(cells).casefold()
        return self._needle in self._lines[document]

    def _in_order(self) -> list[DocumentId]:
        """The articles that match, sorted; those with nothing in that column come last either way."""
        there = [id_ for id_ in self._documents if not self._needle or self._matches(id_)]
        heading = next((each for each in self.headings if self._sorted and each.key == self._sorted[0]), None)
        if heading is None or self._sorted is None:
            return there
        texts = {id_: self._text(id_, heading) for id_ in there}
        keys = {id_: attributes.key(heading.type, text) for id_, text in texts.items() if text}
        filled = sorted(keys, key=keys.__getitem__, reverse=self._sorted[1])
        return [*filled, *(id_ for id_ in there if id_ not in keys)]

    def _arrange(self) -> None:
        self.beginResetModel()
        self._ids = self._in_order()
        self.endResetModel()

    # -- following

    def _refill(self) -> None:
        self.beginResetModel()
        self._read()
        self._ids = self._in_order()
        self.endResetModel()

    def _follow(self, changes: Changes, after: After) -> None:
        if changes.touches("attribute") or self._documents.keys() != self._session.documents.keys():
            self._refill()
        elif changes.touches("document", "attribute_value") or after.documents:
            self._read()
            if self._ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.headings) - 1))
