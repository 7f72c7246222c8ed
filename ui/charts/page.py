"""The page that charts stand on: in two columns or one, and below them those that are pinned."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.labels import label

_TOP = Qt.AlignmentFlag.AlignTop
_GAP = 14


class Page(QWidget):
    """Places cards, which it does not make."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._heading = label("Pinned charts", "title", self)
        self._sides, self._columns = QHBoxLayout(), (QVBoxLayout(), QVBoxLayout())
        self._pinned = QGridLayout()
        for column in self._columns:
            self._sides.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        whole.addLayout(self._sides)
        whole.addWidget(self._heading)
        whole.addLayout(self._pinned)
        whole.addStretch(1)
        for layout in (whole, self._sides, self._pinned, *self._columns):
            layout.setSpacing(_GAP)

    def arrange(self, standard: Sequence[QWidget], pinned: Sequence[QWidget], wide: bool) -> None:
        """Shows these cards and no others: where it is wide, half of them at the right, and the pinned in pairs.

        Each column is as high as its own cards, so that a short one has no hole below it.
        """
        for layout in (*self._columns, self._pinned):
            _empty(layout)
        half = (len(standard) + 1) // 2 if wide else len(standard)
        for column, cards in zip(self._columns, (standard[:half], standard[half:]), strict=True):
            for card in cards:
                column.addWidget(card, 0, _TOP)
                card.show()
            column.addStretch(1)
        self._heading.setVisible(bool(pinned))
        for at, card in enumerate(pinned):
            self._pinned.addWidget(card, *(divmod(at, 2) if wide else (at, 0)), _TOP)
            card.show()
        self._sides.setStretch(1, int(wide))
        self._sides.setSpacing(_GAP if wide else 0)
        for column in (0, 1):
            self._pinned.setColumnStretch(column, int(wide or column == 0))


def _empty(layout: QLayout) -> None:
    """Takes everything out of a layout and hides it."""
    while item := layout.itemAt(0):
        if widget := item.widget():
            # Not takeAt: an item that is kept alive by Python keeps the sizes of the widget's next item stale.
            layout.removeWidget(widget)
            widget.hide()
        else:
            layout.removeItem(item)
