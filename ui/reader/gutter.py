"""Paragraph numbers to the left of the text."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import theme

if TYPE_CHECKING:
    from ui.reader.page import Page


class Gutter(QWidget):
    """Draws the number of each paragraph in view beside its first line."""

    def __init__(self, reader: "Page") -> None:
        super().__init__(reader)
        self._reader = reader
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        article = self._reader.article
        if article is None:
            return
        painter = QPainter(self)
        painter.setFont(theme.font(11))
        painter.setPen(theme.color(theme.current().muted))
        for visible in self._reader.visible_blocks():
            number = article.lines.number(visible.block.blockNumber())
            if number is not None:
                line = visible.block.layout().lineAt(0)
                area = QRectF(0, visible.top + line.y(), self.width() - 16, line.height())
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(area, flags, str(number))
