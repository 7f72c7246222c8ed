"""A choice of one of several words, in a line that opens a list."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate

from ui import theme

_ROWS = 20  # that are seen without scrolling


class DropDown(QComboBox):
    """A choice with an arrow that is drawn: the stylesheet knows only pictures, of one colour and size."""

    def __init__(self, name: str, words: Iterable[str] = ()) -> None:
        super().__init__()
        for part in (self, self.view()):
            part.setAccessibleName(name)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setItemDelegate(QStyledItemDelegate(self))  # which goes by the stylesheet
        self.setMaxVisibleItems(_ROWS)
        self.addItems(list(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(theme.current().muted), 1.5))
        x, y = self.width() - 17.0, self.height() / 2
        painter.drawPolyline(QPolygonF([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)]))
