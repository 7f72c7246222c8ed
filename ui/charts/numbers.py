"""The numbers of a chart as a table: for screen readers, and to copy into a spreadsheet."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from core.measures.measured import Measured, plain
from core.names import visible
from core.tables import block_text, safe_cell

_HIGHEST, _COLUMN = 640, 120  # pixels; what is longer scrolls or is elided
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Numbers(QAbstractTableModel):
    """A table of numbers with the names of its rows and columns."""

    def __init__(self) -> None:
        super().__init__()
        self.measured: Measured | None = None
        self._digits: list[int] = []

    def show_numbers(self, measured: Measured) -> None:
        """Has these numbers from now on."""
        self.beginResetModel()
        self.measured = measured
        whole = (np.nan_to_num(measured.values) % 1 == 0).all(axis=0)
        self._digits = np.where(whole, 0, measured.digits).tolist()
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.measured is None else len(self.measured.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.measured is None else len(self.measured.columns)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.measured is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.DisplayRole:
            value = float(self.measured.values[index.row(), index.column()])
            return "–" if value != value else f"{value:,.{self._digits[index.column()]}f}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.measured is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        is_column = orientation == Qt.Orientation.Horizontal
        return visible((self.measured.columns if is_column else self.measured.rows)[section].label)


class NumbersTable(QTableView):
    """Shows numbers and copies those that are selected, with their names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers = Numbers()
        self.setModel(self._numbers)
        self.setAccessibleName("Numbers of the chart")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(26)
        self.horizontalHeader().setDefaultAlignment(_RIGHT)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # of a path both ends say something
        self.hide()

    def show_numbers(self, measured: Measured) -> None:
        """Shows these numbers from now on."""
        self._numbers.show_numbers(measured)
        self.setFixedHeight(min(_HIGHEST, 26 * len(measured.rows) + 60))
        metrics = self.horizontalHeader().fontMetrics()
        longest = max((metrics.horizontalAdvance(visible(head.label)) for head in measured.columns), default=0)
        self.horizontalHeader().setDefaultSectionSize(min(max(_COLUMN, longest + 24), 2 * _COLUMN))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.verticalHeader().setMaximumWidth(max(_COLUMN, self.width() // 2))
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Puts the selected numbers on the clipboard, or all of them, with the names of rows and columns."""
        measured, chosen = self._numbers.measured, self.selectionModel().selectedIndexes()
        if measured is None:
            return
        rows = sorted({index.row() for index in chosen}) or range(len(measured.rows))
        columns = sorted({index.column() for index in chosen}) or range(len(measured.columns))
        lines = [["", *(str(safe_cell(measured.columns[column].label)) for column in columns)]]
        for row in rows:
            values = (plain(float(measured.values[row, column])) for column in columns)
            cells = ("" if value is None else str(value) for value in values)
            lines.append([str(safe_cell(measured.rows[row].label)), *cells])
        QGuiApplication.clipboard().setText(block_text(lines))
