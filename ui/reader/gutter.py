"""Paragraph numbers and bookmarks to the left of the text."""

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from core.changes import Changes
from ui import theme

if TYPE_CHECKING:
    from ui.reader.page import Page


_SIGN = (7.0, 10.0)  # pixels, a bookmark's width and height


class Gutter(QWidget):
    """Draws the number of each paragraph in view beside its first line, and the sign of a bookmark there."""

    def __init__(self, reader: "Page") -> None:
        super().__init__(reader)
        self._reader = reader
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        reader.session.changed.connect(self._follow)

    def _follow(self, changes: Changes, *_: object) -> None:
        if changes.touches("bookmark"):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        article = self._reader.article
        if article is None:
            return
        painter = QPainter(self)
        painter.setFont(theme.font(11))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = [bookmark.offset for bookmark in self._reader.session.bookmarks(article.document.id)]
        for visible in self._reader.visible_blocks():
            index = visible.block.blockNumber()
            number = article.lines.number(index)
            if number is not None:
                line = visible.block.layout().lineAt(0)
                width = max(self.width() - 16, painter.fontMetrics().horizontalAdvance(str(number)))
                area = QRectF(0, visible.top + line.y(), width, line.height())
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.setPen(theme.color(theme.current().muted))
                if self._reader.settings.reader_numbers:
                    painter.drawText(area, flags, str(number))
                first = bisect_left(marked, visible.start)
                stop = article.lines.starts[index + 1]
                if marked[first : first + 1] and marked[first] < stop:
                    paint_bookmark(painter, self.width() - 4 - _SIGN[0], area.center().y())


def paint_bookmark(painter: QPainter, left: float, middle: float) -> None:
    """A ribbon with a notch, as it hangs out of a book."""
    width, height = _SIGN
    top = middle - height / 2
    corners = ((0, 0), (width, 0), (width, height), (width / 2, height - width / 2), (0, height))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(theme.current().accent))
    painter.drawPolygon(QPolygonF([QPointF(left + x, top + y) for x, y in corners]))
