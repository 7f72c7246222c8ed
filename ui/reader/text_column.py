"""The text of an article in its column: laid out, scrolled, and asked what is where. Nothing is marked in it."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextBlock, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from core.article import Article
from core.text import LONG_WORD
from ui import theme
from ui.reader import column, heading, text_lines
from ui.reader.layout import ReadingLayout
from ui.settings import Settings

EDGE = 4  # pixels of the viewport at either side of the column, where frames of words have room


class VisibleBlock(NamedTuple):
    """A paragraph in view: pixels from the top of the viewport, and where it stands in the text."""

    block: QTextBlock
    top: float
    height: float
    start: int  # code points


class TextColumn(QPlainTextEdit):
    """Shows a text for reading. Reads nothing back from Qt: what is where is told in code points of the article."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.article: Article | None = None  # the one shown
        self._in_view: list[VisibleBlock] | None = None  # until something moves
        self._arranging = False
        self._laid_out_for = QSize()
        self._set_up_document()
        self._set_up_widget()

    def refresh(self) -> None:
        """Draws everything again."""
        self._in_view = None
        self.viewport().update()

    def _set_up_document(self) -> None:
        document = QTextDocument(self)
        document.setDocumentMargin(EDGE)
        document.setUndoRedoEnabled(False)
        self.reading_layout = ReadingLayout(document)
        document.setDocumentLayout(self.reading_layout)
        self.setDocument(document)
        self.reading_layout.update.connect(self._let_go)

    def _let_go(self) -> None:
        """Qt takes the lines away from all paragraphs, and who asked one of them for a line would crash."""
        self._in_view = None

    def _set_up_widget(self) -> None:
        self.setObjectName("reader")
        self.setAccessibleName(self.tr("Article text"))
        self.setReadOnly(True)
        # Read-only alone would take the keyboard selection away.
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setCursorWidth(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing below needs painting
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(False)  # files dropped on the text are the window's

    def fill(self, article: Article | None) -> None:
        """Shows the text of an article, or nothing."""
        self._in_view = []  # the scroll bar moves meanwhile, and whoever follows it may ask
        self.article, self._in_view = article, None
        self.reading_layout.start_anew(article)
        document = self.document()
        option = document.defaultTextOption()
        # Qt takes half a minute to find where to break one word of a million letters.
        endless = article is not None and article.lines.longest_word >= LONG_WORD
        mode = QTextOption.WrapMode.WrapAnywhere if endless else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        if option.wrapMode() != mode:
            document.clear()  # or the text that goes would be laid out once more, the endless word among words
            option.setWrapMode(mode)
            document.setDefaultTextOption(option)
        document.setPlainText(article.shown if article else "")

    # -- how it looks

    def reading_font(self) -> QFont:
        """The font of the article's text."""
        font = QFont(self.settings.reader_family or theme.serif_family())
        font.setPixelSize(self.settings.reader_size)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def apply_settings(self) -> None:
        """Takes over font, sizes and spaces from the settings."""
        font = self.reading_font()
        if font != self.font():
            self.setFont(font)
        self.reading_layout.set_line_height(font, self.settings.reader_height)
        self.reading_layout.gap = self.settings.reader_gap
        beside = self.width() - self.room()
        self.setMinimumWidth(column.least(font, self.settings.reader_width) + beside)
        self.arrange()
        self.refresh()

    def arrange(self) -> None:
        """Centres the column in whatever width there is, and gives the heading its height."""
        left, width, margin = column.fit(self.room(), self.reading_font(), self.settings.reader_width)
        self.reading_layout.header = heading.height(self.article, width) if self.article else 0.0
        self.reading_layout.forget()
        self._arranging = True  # the viewport takes its new size now, and says so
        self.setViewportMargins(left - EDGE, 0, margin - EDGE, 0)
        self._arranging = False
        # Margins set while the widget is being resized reach the viewport but not the width of its lines. The text
        # is laid out anew only where that differs.
        before, self._laid_out_for = self._laid_out_for, self.viewport().size()
        super().resizeEvent(QResizeEvent(self._laid_out_for, before))

    def room(self) -> int:
        """Pixels beside the scroll bar."""
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self._arranging:
            self.arrange()
            self.refresh()

    # -- moving through it

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._in_view = None  # also while nobody sees it, when Qt requests no update

    def scroll_to(self, offset: int) -> None:
        """Puts the line with a code point at the top, and the caret before it."""
        if self.article is None:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._position(offset))
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(self._line_of(offset))

    def center_on(self, offset: int) -> None:
        """Puts the line with a code point into the middle; the caret stays where it is."""
        bar = self.verticalScrollBar()
        bar.setValue(self._line_of(offset))
        below_top = self.rect_of(offset).top()  # where the text ends, the line cannot come to the top
        bar.setValue(self._line_above(max(0.0, self.viewport().height() / 2 - below_top)))

    def turn_page(self, forward: bool) -> None:
        """Puts the last whole line in view to the top, or the first one to the bottom: none is passed over."""
        bar = self.verticalScrollBar()
        if forward:
            bar.setValue(max(bar.value() + 1, self._last_whole_line()))
        else:
            above = self._line_above(self.viewport().height() - self._first_line_bottom())
            bar.setValue(min(bar.value() - 1, above))

    def _first_line_bottom(self) -> float:
        """Where the first line in view ends, in the viewport."""
        block, top, *_ = self.visible_blocks()[0]
        layout = block.layout()
        line = layout.lineAt(min(max(0, self._first_line()), layout.lineCount() - 1))
        return top + line.y() + line.height()

    def _first_line(self) -> int:
        """The number of the first line in view within its paragraph."""
        return self.verticalScrollBar().value() - self.firstVisibleBlock().firstLineNumber()

    def _last_whole_line(self) -> int:
        """The last line that is entirely in view, as the scroll bar counts."""
        bottom = self.viewport().height()
        for block, top, *_ in reversed(self.visible_blocks()):
            layout = block.layout()
            for index in range(layout.lineCount() - 1, -1, -1):
                line = layout.lineAt(index)
                if top + line.y() + line.height() <= bottom:
                    return block.firstLineNumber() + index
        return self.verticalScrollBar().value()

    def _line_above(self, height: float) -> int:
        """The line that is at most so many pixels above the first one in view, as the scroll bar counts."""
        block, room = self.firstVisibleBlock(), height
        first = self._first_line()
        start = block.layout().lineAt(first).y() if 0 < first < block.layout().lineCount() else 0.0
        while True:
            layout = block.layout()
            for index in range(min(first, layout.lineCount()) - 1, -1, -1):
                top = layout.lineAt(index).y() if index else 0.0  # with the room above its first line
                if start - top > room:
                    return block.firstLineNumber() + index + 1
            room -= start
            block = block.previous()
            if not block.isValid():
                return 0
            start = self.reading_layout.blockBoundingRect(block).height()
            first = block.layout().lineCount()
            if room <= 0:
                return block.firstLineNumber() + first

    def _position(self, offset: int) -> int:
        """Qt's position of a code point."""
        return self.article.units.to_utf16(min(offset, len(self.article.text))) if self.article else 0

    def _line_of(self, offset: int) -> int:
        """The line with a code point, as the scroll bar counts."""
        position = self._position(offset)
        block = self.document().findBlock(position)
        self.reading_layout.blockBoundingRect(block)  # lays it out, so that its lines are known
        line = block.layout().lineForTextPosition(position - block.position())
        return block.firstLineNumber() + max(0, line.lineNumber())

    # -- what is where

    def visible_blocks(self) -> list[VisibleBlock]:
        """The paragraphs in view, from the top; kept until something moves."""
        if self._in_view is None:
            self._in_view = list(self._walk())
        return self._in_view

    def _walk(self) -> Iterator[VisibleBlock]:
        if self.article is None:
            return
        block = self.firstVisibleBlock()
        top = self.contentOffset().y()
        bottom = self.viewport().height()
        number, starts = block.blockNumber(), self.article.lines.starts
        while block.isValid() and top < bottom:
            height = self.reading_layout.blockBoundingRect(block).height()
            yield VisibleBlock(block, top, height, starts[number])
            top += height
            number += 1
            block = block.next()

    def boxes(self, start: int, stop: int) -> list[QRectF]:
        """Where code points `[start, stop)` are in the viewport; what is out of view is left out."""
        article, view, found = self.article, self.viewport().height(), []
        for visible in self.visible_blocks() if article else ():
            if visible.start < stop and start < visible.start + visible.block.length():
                block, top = visible.block, visible.top
                for _, first, last in text_lines.stretches(block.layout(), -top, view - top):
                    for line in text_lines.of(block, first, last, article.units):
                        low, high = max(start, line.start), min(stop, line.stop)
                        if low < high:
                            height = line.bottom - line.top
                            found += [
                                QRectF(left, top + line.top, right - left, height)
                                for left, right in line.extents(low, high)
                            ]
        return found

    def rect_of(self, offset: int) -> QRect:
        """Where a caret before this code point would be, in the viewport."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._position(offset))
        return self.cursorRect(cursor)

    def first_visible_offset(self) -> int:
        """The code point at which the text in view begins."""
        return self.offsets_in_view()[0]

    def offsets_in_view(self) -> tuple[int, int]:
        """The code points `[start, stop)` of the lines in view, the last of them perhaps only in part."""
        blocks, article = self.visible_blocks(), self.article
        if not blocks or article is None:
            return 0, 0
        first, last, height = blocks[0], blocks[-1], self.viewport().height()
        start, _ = text_lines.line_at(first.block, -first.top)
        _, stop = text_lines.line_at(last.block, height - last.top)
        return article.units.to_code_point(start), article.units.to_code_point(stop)
