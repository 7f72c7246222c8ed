"""A short list beside what it is about: a number, the arrows and Enter or a click choose one of its rows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from ui.labels import label
from ui.popup import Popup
from ui.rows import HEIGHT, Row, RowPainter

MOST = 9  # rows in sight, and those that a number chooses


class Choice(Popup):
    """Asks which one; `name` says what for, `listed` what the rows are, `hint` what the keys do."""

    def __init__(self, window: QWidget, name: str, listed: str, hint: str, width: int) -> None:
        super().__init__(window)
        self.setAccessibleName(name)
        self._then: Callable[[int], object] | None = None
        self._list = QListWidget()
        self._list.setAccessibleName(listed)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.installEventFilter(self)
        self._list.itemClicked.connect(self._take)
        self.column.addWidget(self._list)
        self.column.addWidget(label(hint, "small"))
        self.setFixedWidth(width)

    def offer(
        self, rows: Sequence[Row], spoken: Sequence[str], beside: QRect, then: Callable[[int], object]
    ) -> None:
        """Opens beside a place of the window; `then` gets the number, from 0, of the row that is chosen."""
        self._then = then
        self._list.clear()
        self._list.setItemDelegate(RowPainter(lambda index: rows[index.row()], self._list))
        self._list.addItems(list(spoken))
        self._list.setCurrentRow(0)
        self._list.setFixedHeight(min(MOST, len(rows)) * HEIGHT)
        self.open_at(beside, self._list)

    def _take(self, item: QListWidgetItem | None) -> None:
        then, self._then = self._then, None
        if item is not None and then is not None:
            row = self._list.row(item)
            self.dismiss()
            then(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self._list.currentItem())
                return True
            if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
                self._take(self._list.item(event.key() - Qt.Key.Key_1))
                return True
        return super().eventFilter(watched, event)
