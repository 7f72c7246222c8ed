"""The page that charts stand on: in two columns or one, and below them those that are pinned."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.labels import label

_TOP = Qt.AlignmentFlag.AlignTop


class Page(QWidget):
    """Places cards, which it does not make."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._heading = label("Pinned charts", "title", self)
        self._heading.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 14, 14, 14)
        self._grid.setSpacing(14)

    def arrange(self, standard: Sequence[QWidget], pinned: Sequence[QWidget], wide: bool) -> None:
        """Shows these cards and no others: where it is wide, the third at the right of two, the pinned in pairs."""
        while taken := self._grid.takeAt(0):
            taken.widget().hide()
        for at, card in enumerate(standard):
            is_right = wide and at == 2
            self._put(card, 0 if is_right else at, int(is_right), 3 if is_right else 1)
        if pinned:
            self._put(self._heading, 3, 0)
        for at, card in enumerate(pinned):
            self._put(card, *((4 + at // 2, at % 2) if wide else (4 + at, 0)))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, int(wide))
        last = self._grid.rowCount()
        for row in range(last + 1):
            # What the page is higher than its cards goes below them; the third one's height below the second.
            self._grid.setRowStretch(row, 100 * (row == last) + (wide and row == 2))

    def _put(self, widget: QWidget, row: int, column: int, rows: int = 1) -> None:
        self._grid.addWidget(widget, row, column, rows, 1, _TOP)
        widget.show()
