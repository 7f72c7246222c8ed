"""What a codebook from a file would make, fill and leave alone: seen before anything is done."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.codebook import STEP, TagTree
from core.codebook_import import Entry, Planned, plan, summary
from core.names import visible
from ui import theme
from ui.codebook.model import SAID
from ui.labels import label, paragraph
from ui.marks import paint_swatch
from ui.sheets import Sheet
from ui.typeset import draw_line

_ROW, _SIDE, _INDENT, _SAYS = 26, 8, 18, 230  # pixels; the last: of what is said at the right


class Wanted(NamedTuple):
    """What was decided: whether texts that the project has are replaced, and what is done, in a sentence."""

    replace: bool
    summary: str


def ask(window: QWidget, name: str, tree: TagTree, entries: Sequence[Entry]) -> Wanted | None:
    """Shows what an import would do and asks whether it is wanted; None when it is not."""
    sheet = ImportSheet(window, name, tree, entries)
    if sheet.exec() != QDialog.DialogCode.Accepted:
        return None
    return Wanted(sheet.replace.isChecked(), summary(sheet.rows.planned))


class ImportSheet(Sheet):
    """The tags of a codebook, each with what becomes of it."""

    def __init__(self, parent: QWidget, name: str, tree: TagTree, entries: Sequence[Entry]) -> None:
        super().__init__(parent, "Import a codebook", 720, 560)
        self._tree, self._entries = tree, entries
        self.rows = _Rows(self)
        self._says = paragraph()
        self.replace = QCheckBox("Also replace texts that the project has")
        self.replace.setVisible(any(each.kept for each in plan(tree, entries)))
        self.replace.toggled.connect(self._show_plan)
        self._accept = QPushButton("Import")
        self._accept.setDefault(True)
        self._accept.clicked.connect(self.accept)
        for part in (label(f"Codebook “{visible(name)}”", "heading"), self._says):
            self.column.addWidget(part)
        self.column.addWidget(self._listed(), 1)
        self.column.addWidget(self.replace)
        self.column.addLayout(self._foot())
        self._show_plan()
        self._accept.setFocus() if self._accept.isEnabled() else self._cancel.setFocus()

    def _listed(self) -> QListView:
        made = QListView()
        made.setModel(self.rows)
        made.setItemDelegate(_PlannedRow(made))
        made.setUniformItemSizes(True)
        made.setAccessibleName("What becomes of each tag")
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return made

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label("Nothing is deleted, and undo takes all of it back.", "small"), 1)
        self._cancel = QPushButton("Cancel")
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self.reject)
        row.addWidget(self._cancel)
        row.addWidget(self._accept)
        return row

    def _show_plan(self) -> None:
        planned = plan(self._tree, self._entries, self.replace.isChecked())
        self.rows.show_plan(planned)
        self._says.setText(summary(planned))
        self._accept.setEnabled(any(each.changes for each in planned))


class _Rows(QAbstractListModel):
    """The tags of a plan."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.planned: list[Planned] = []

    def show_plan(self, planned: list[Planned]) -> None:
        """Replaces all rows."""
        self.beginResetModel()
        self.planned = planned
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.planned)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        planned = self.planned[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(planned.names[-1])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{visible(STEP.join(planned.names))}: {becomes(planned)}"
        return None


def becomes(planned: Planned) -> str:
    """What an import does to a tag, in a few words."""
    written = ", ".join(SAID[text] for text in planned.texts)
    kept = ", ".join(SAID[text] for text in planned.kept)
    if planned.known is None:
        return f"new, with {written}" if written else "new"
    parts = [f"gets {written}" if written else "", f"keeps its own {kept}" if kept else ""]
    return "; ".join(part for part in parts if part) or "is there already"


class _PlannedRow(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, planned = theme.current(), index.model().planned[index.row()]
        painter.save()
        rect = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color(look.soft))
        inner = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        says = QRect(inner.right() - _SAYS, inner.top(), _SAYS, inner.height())
        inner.setLeft(min(inner.left() + _INDENT * (len(planned.names) - 1), says.left() - 120))
        if planned.known is None:
            painter.setPen(theme.color(look.accent))
            painter.setFont(theme.font(theme.TEXT_SIZE))
            painter.drawText(
                QRect(inner.left(), inner.top(), 12, inner.height()), Qt.AlignmentFlag.AlignCenter, "+"
            )
        else:
            square = QRectF(inner.left(), inner.center().y() - 5, 11, 11)
            paint_swatch(painter, square, theme.mark(planned.known.color), 0)
        inner.setLeft(inner.left() + 20)
        inner.setRight(says.left() - 8)
        ink = theme.color(look.ink if planned.changes else look.muted)
        painter.setFont(theme.font(theme.TEXT_SIZE))
        draw_line(painter, inner, visible(planned.names[-1]), ink)
        painter.setFont(theme.font(theme.SMALL_SIZE))
        draw_line(painter, says, becomes(planned), theme.color(look.accent if planned.changes else look.muted))
        painter.restore()
