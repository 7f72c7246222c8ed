"""How paragraphs are stacked: line height, space between paragraphs, room for the article's heading.

Qt's plain-text layout has none of these but lays out only what is seen, which keeps a whole novel instant; so its
lines are moved after it has made them.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

BLANK_LINE = 0.45  # of a line's height: blank lines separate paragraphs, they are not read
PARAGRAPH_GAP = 0.35  # of a line's height, where a paragraph follows another without a blank line


class ReadingLayout(QPlainTextDocumentLayout):
    """A plain-text layout with a line height and `header` pixels of room above the first paragraph."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.header = 0.0
        self.line = 27.0  # pixels from one line to the next

    def set_line_height(self, font: QFont, times: float) -> None:
        """Sets the height of a line to `times` the size of the font; never so low that lines touch."""
        self.line = round(max(QFontMetricsF(font).height() + 1, font.pixelSize() * times))

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        rect = super().blockBoundingRect(block)
        if not block.isValid():
            return rect
        top = self.header if block.blockNumber() == 0 else 0.0
        if block.length() <= 1:
            return QRectF(0, 0, rect.width(), top + self.line * BLANK_LINE)
        height = self._stack(block, top)
        following = block.next()
        gap = self.line * PARAGRAPH_GAP if following.isValid() and following.length() > 1 else 0.0
        return QRectF(0, 0, rect.width(), top + height + gap)

    def _stack(self, block: QTextBlock, top: float) -> float:
        """Moves the lines of a paragraph to their places, unless they are there; returns their height."""
        layout = block.layout()
        count = layout.lineCount()
        first = layout.lineAt(0)
        height = max(self.line, first.height())
        if abs(first.y() - top - (height - first.height()) / 2) < 0.01:
            return count * height
        right_to_left = block.textDirection() == Qt.LayoutDirection.RightToLeft
        margin = self.document().documentMargin()
        for index in range(count):
            line = layout.lineAt(index)
            # Qt lays a right-to-left line out flush left here; it belongs to the right.
            x = margin + (line.width() - line.naturalTextWidth() if right_to_left else 0.0)
            line.setPosition(QPointF(x, top + index * height + (height - line.height()) / 2))
        return count * height
