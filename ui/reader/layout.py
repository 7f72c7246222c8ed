"""How paragraphs are stacked: line height, space between them, headings, lists, room for the article's own heading.

Qt's plain-text layout has none of these but lays out only what is seen, which keeps a whole novel instant; so its
lines are moved after it has made them. The text itself is never touched.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextBlock, QTextCharFormat, QTextDocument, QTextLayout
from PySide6.QtWidgets import QPlainTextDocumentLayout

from core.article import Article
from core.outline import TEXT

# All but the sizes are parts of a line's height.
GAP = 0.45  # a blank line, which separates paragraphs and is not read, unless a reader wants another
_UNSPACED = 0.35 / GAP  # of that, where a paragraph follows another without a blank line
HEADING_SIZES = (1.35, 1.25, 1.15)  # times the size of the text, at level 1, 2, and below
HEADING_LINE = 1.35  # times the heading's own size: long headings are read as one
_ABOVE_HEADING, _ABOVE_SPACED_HEADING = 0.9, 0.45  # more space above it, less where a blank line gives some
_BELOW_HEADING = 0.2
_WIDEST_HANG = 0.25  # of the column


class ReadingLayout(QPlainTextDocumentLayout):
    """A plain-text layout with a line height and `header` pixels of room above the first paragraph.

    Blocks are the lines of the article as it is shown. What they are is asked only of those laid out.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.header = 0.0
        self.line = 27.0  # pixels from one line to the next
        self.gap = GAP
        self._article: Article | None = None
        self._heading_fonts: list[QFont] = []
        self._dressed: dict[int, QFont | None] = {}  # block number -> the font it was given, None the text's own
        self._rects: dict[int, QRectF] = {}  # of the blocks laid out; Qt asks again and again

    def start_anew(self, article: Article | None) -> None:
        """Prepares for the text of another article, or for none."""
        self._article = article
        self._dressed.clear()
        self.forget()

    def forget(self) -> None:
        """Stacks everything anew: heights or spaces are others now."""
        self._rects.clear()

    def set_line_height(self, font: QFont, times: float) -> None:
        """Sets the height of a line to `times` the size of the font; never so low that lines touch."""
        self.line = round(max(QFontMetricsF(font).height() + 1, font.pixelSize() * times))
        fonts = [_heading_font(font, size) for size in HEADING_SIZES]
        if fonts != self._heading_fonts:
            self._heading_fonts = fonts

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        if not block.isValid():
            return super().blockBoundingRect(block)
        number = block.blockNumber()
        known = self._rects.get(number)
        if known is None or not block.layout().lineCount():  # Qt takes the lines away where the width changes
            known = self._rects[number] = self._rect(block, number)
        return known

    def _rect(self, block: QTextBlock, number: int) -> QRectF:
        top = self.header if number == 0 else 0.0
        if block.length() <= 1:
            width = super().blockBoundingRect(block).width()
            if top:  # else the caret would stand in the heading
                block.layout().lineAt(0).setPosition(QPointF(self.document().documentMargin(), top))
            return QRectF(0, 0, width, top + self.line * self.gap)
        kind = self._article.kind_of(number) if self._article is not None else TEXT
        following = block.next()
        spaced = not following.isValid() or following.length() <= 1
        gap = 0.0 if spaced else self.gap * _UNSPACED
        line_height = self.line
        font = None
        if kind.level and self._heading_fonts:
            font = self._heading_fonts[min(kind.level, len(HEADING_SIZES)) - 1]
            line_height = font.pixelSize() * HEADING_LINE
            gap = min(gap, _BELOW_HEADING)
            if number:
                top += self.line * (_ABOVE_HEADING if block.previous().length() > 1 else _ABOVE_SPACED_HEADING)
        self._dress(block, number, font)
        rect = super().blockBoundingRect(block)
        height = self._stack(block, top, line_height, kind.marker)
        return QRectF(0, 0, rect.width(), top + height + self.line * gap)

    def _dress(self, block: QTextBlock, number: int, font: QFont | None) -> None:
        """Gives a heading its font and takes the width from gaps, before the lines are made.

        Once, and for a heading again after the text's font has changed.
        """
        if self._article is None or (number in self._dressed and self._dressed[number] is font):
            return
        self._dressed[number] = font
        to_utf16, start = self._article.units.to_utf16, block.position()
        looks = [] if font is None else [_look(0, block.length() - 1, font)]
        looks += [_look(to_utf16(a) - start, to_utf16(b) - start, _hidden()) for a, b in self._article.gaps(number)]
        if looks:
            block.layout().setFormats(looks)
            block.layout().clearLayout()

    def _stack(self, block: QTextBlock, top: float, line_height: float, marker: int) -> float:
        """Moves the lines of a paragraph to their places, unless they are there; returns their height."""
        layout = block.layout()
        first = layout.lineAt(0)
        # Always a little higher than Qt makes them: so a line in its place can be told from one that is not.
        height = max(line_height, first.height() + 1)
        if abs(first.y() - top - (height - first.height()) / 2) < 0.01:
            return layout.lineCount() * height
        right_to_left = block.textDirection() == Qt.LayoutDirection.RightToLeft
        if marker:
            self._hang(block, marker)
        margin, whole = self.document().documentMargin(), layout.lineAt(0).width()
        for index in range(layout.lineCount()):
            line = layout.lineAt(index)
            # Qt lays a right-to-left line out flush left here; it belongs to the right.
            indent = line.width() - line.naturalTextWidth() if right_to_left else whole - line.width()
            line.setPosition(QPointF(margin + indent, top + index * height + (height - line.height()) / 2))
        return layout.lineCount() * height

    def _hang(self, block: QTextBlock, marker: int) -> None:
        """Breaks the lines of a list item anew, all but the first narrower by the width of its marker."""
        layout = block.layout()
        count, whole = layout.lineCount(), layout.lineAt(0).width()
        if count < 2 or layout.lineAt(1).width() != whole:
            return
        hang = min(abs(_x_of(layout, marker) - _x_of(layout, 0)), whole * _WIDEST_HANG)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLeadingIncluded(True)
            line.setLineWidth(whole - hang if line.lineNumber() else whole)
        layout.endLayout()
        if layout.lineCount() != count:
            block.setLineCount(layout.lineCount())
            self.documentSizeChanged.emit(self.documentSize())


def _look(start: int, stop: int, font: QFont) -> QTextLayout.FormatRange:
    """A font for positions `[start, stop)` of a block, as Qt counts."""
    look = QTextCharFormat()
    look.setFont(font)
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, stop - start, look
    return made


def _hidden() -> QFont:
    """A font in which spaces have no width to be seen."""
    made = QFont()
    made.setPixelSize(1)
    made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 1)
    return made


def _heading_font(font: QFont, size: float) -> QFont:
    made = QFont(font)
    made.setPixelSize(round(font.pixelSize() * size))
    made.setWeight(QFont.Weight.DemiBold)
    return made


def _x_of(layout: QTextLayout, at: int) -> float:
    found = layout.lineAt(0).cursorToX(at)
    return float(found[0] if isinstance(found, tuple) else found)
