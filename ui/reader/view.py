"""The text being read: caret, selection, highlights painted below it, and what the mouse does there."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QMenu, QPlainTextEdit, QWidget

from core.article import Article
from core.model import Annotation, AnnotationId
from core.span import Span
from core.text import LONG_WORD, Utf16Map
from ui import theme
from ui.reader import ends, geometry, heading, units
from ui.reader.gutter import Gutter
from ui.reader.hover import Hover
from ui.reader.layout import ReadingLayout
from ui.reader.map_bar import MapBar
from ui.reader.margin import Margin
from ui.session import Session
from ui.settings import Settings

GUTTER = 46  # pixels for paragraph numbers
MARGIN_WIDE, MARGIN_NARROW = 176, 34  # pixels for lanes with and without labels
MARGIN_MOST = 280
MIN_CHARACTERS = 45
_SAMPLE = "The reader marks a passage and says in the margin why it matters, again and again. "
_FLASH_MS = 900


class VisibleBlock(NamedTuple):
    """A paragraph in view: pixels from the top of the viewport, and where it stands in the text."""

    block: QTextBlock
    top: float
    height: float
    start: int  # code points


# What a paragraph's highlights depend on: where it is and how high, its annotations, the current one of them.
_Look = tuple[int, float, float, tuple[Annotation, ...], AnnotationId | None]


class Reader(QPlainTextEdit):
    """Shows the session's article. Reads nothing back from Qt: quotes are slices of the article's text."""

    selection_changed = Signal()

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.settings = settings
        self.context_actions: list[QAction] = []
        self.reading_layout: ReadingLayout | None = None
        self._shown: QTextDocument | None = None
        self._scene: geometry.Scene | None = None
        self._paragraphs: dict[_Look, geometry.Scene] = {}  # those of the last scene
        self._flashing: AnnotationId | None = None
        self._pulled: ends.Pull | None = None
        self._quiet = False  # while the caret is moved by Postil, not by the reader
        self._set_up_widget()
        self._gutter = Gutter(self)
        self._margin = Margin(self)
        self.hover = Hover(self)
        session.article_opened.connect(self.show_article)
        session.opened.connect(self.show_article)
        session.changed.connect(self._follow)
        session.current_changed.connect(self.refresh)
        session.revealed.connect(self.reveal)
        session.went.connect(self.go_to)
        self.cursorPositionChanged.connect(self._caret_moved)
        self.selectionChanged.connect(self.selection_changed)
        self.updateRequest.connect(self._scrolled)
        self.show_article()

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
        self.setVerticalScrollBar(MapBar(self.session))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(False)  # files dropped on the text are the window's

    # -- showing

    @property
    def article(self) -> Article | None:
        """The article shown."""
        return self.session.article

    def show_article(self) -> None:
        """Shows the session's article from its beginning, or nothing."""
        article = self.article
        document = QTextDocument(self)
        document.setDocumentMargin(0)
        self.reading_layout = ReadingLayout(document)
        document.setDocumentLayout(self.reading_layout)
        document.setUndoRedoEnabled(False)
        document.setPlainText(article.text if article else "")
        if article is not None and article.lines.longest_word >= LONG_WORD:
            # Qt takes half a minute to find where to break one word of a million letters.
            document.setDefaultTextOption(_wrap_anywhere(document.defaultTextOption()))
        self.setDocument(document)
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = document
        self.setVisible(article is not None)
        self.apply_settings()

    def reading_font(self) -> QFont:
        """The font of the article's text."""
        font = QFont(self.settings.reader_family or theme.serif_family())
        font.setPixelSize(self.settings.reader_size)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def apply_settings(self) -> None:
        """Takes over font, size, width and height from the settings."""
        font = self.reading_font()
        self.setFont(font)
        self.document().setDefaultFont(font)  # a document set after the font does not learn of it
        if self.reading_layout is not None:
            self.reading_layout.set_line_height(font, self.settings.reader_height)
        self._arrange()
        self.refresh()

    def _arrange(self) -> None:
        """Centres the column, gives the margins their room and the heading its height."""
        self._paragraphs.clear()
        character = QFontMetricsF(self.reading_font()).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        whole = self.width() - self.verticalScrollBar().sizeHint().width()
        wanted = round(character * self.settings.reader_width)
        wide = whole >= GUTTER + min(wanted, round(character * MIN_CHARACTERS)) + MARGIN_WIDE
        margin = MARGIN_WIDE if wide else MARGIN_NARROW
        column = max(120, min(wanted, whole - GUTTER - margin))
        left = max(GUTTER, (whole - column - margin + GUTTER) // 2)
        self.setViewportMargins(left, 0, max(margin, whole - left - column), 0)
        if self.reading_layout is not None and self.article is not None:
            self.reading_layout.header = heading.height(self.article, column)
        # Margins set while the widget is being resized reach the viewport but not the width of its lines.
        super().resizeEvent(QResizeEvent(self.viewport().size(), QSize()))
        area = self.viewport().geometry()
        self._gutter.setGeometry(area.left() - GUTTER, area.top(), GUTTER, area.height())
        self._margin.setGeometry(
            area.right() + 1, area.top(), min(whole - area.right() - 1, MARGIN_MOST), area.height()
        )

    def visible_blocks(self) -> Iterator[VisibleBlock]:
        """The paragraphs in view, from the top."""
        if self.article is None or self.reading_layout is None:
            return
        block = self.firstVisibleBlock()
        top = self.contentOffset().y()
        bottom = self.viewport().height()
        while block.isValid() and top < bottom:
            height = self.reading_layout.blockBoundingRect(block).height()
            yield VisibleBlock(block, top, height, self.article.lines.starts[block.blockNumber()])
            top += height
            block = block.next()

    def scene(self) -> geometry.Scene:
        """What the annotations in view look like; kept until something moves."""
        if self._scene is None:
            self._scene = geometry.Scene()
            article, before, self._paragraphs = self.article, self._paragraphs, {}
            for visible in self.visible_blocks() if article else ():
                stop = visible.start + visible.block.length()  # in UTF-16 units, so never too short
                found = tuple(article.meeting(visible.start, stop))
                if found:
                    current = next((a.id for a in found if a.id == self.session.current), None)
                    look = visible.start, visible.top, visible.height, found, current
                    if look not in before:
                        before[look] = geometry.paragraph(self._text_lines(visible, article), found, current)
                    self._paragraphs[look] = before[look]
                    self._scene.add(before[look])
        return self._scene

    def _text_lines(self, visible: VisibleBlock, article: Article) -> list[geometry.TextLine]:
        layout = visible.block.layout()
        position = visible.block.position()
        mixed = units.has_right_to_left(visible.block.text())
        return [
            _text_line(layout.lineAt(index), position, visible.top, article.units, mixed)
            for index in range(layout.lineCount())
        ]

    def refresh(self) -> None:
        """Draws text, margin and map again."""
        self._scene = None
        self.viewport().update()
        self._gutter.update()
        self._margin.update()
        self.verticalScrollBar().update()

    def _scrolled(self, _rect: QRect, dy: int) -> None:
        if dy:
            self._scene = None
            self._gutter.update()
            self._margin.update()

    def _follow(self, changes: object, after: object) -> None:
        self.verticalScrollBar().follow(changes, after)
        if self.article is not None and self.reading_layout is not None:
            self.reading_layout.header = heading.height(self.article, self.viewport().width())
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.article is not None:
            painter = QPainter(self.viewport())
            self._paint_heading(painter)
            self._paint_highlights(painter)
            painter.end()
        super().paintEvent(event)

    def _paint_heading(self, painter: QPainter) -> None:
        if self.firstVisibleBlock().blockNumber() == 0 and self.article is not None:
            counted = self.session.annotation_counts[self.article.document.id]
            heading.paint(painter, self.article, counted, self.contentOffset().y(), self.viewport().width())

    def _paint_highlights(self, painter: QPainter) -> None:
        scene, current = self.scene(), self.session.current
        for box, annotation, depth in scene.tints:
            strong = annotation in (current, self._flashing)
            painter.fillRect(QRectF(*box), theme.tint(self._first_color(annotation), depth + 2 * strong))
        for box, _, tag in scene.underlines:
            painter.fillRect(QRectF(*box), theme.mark(self.session.tags.by_id[tag].color if tag else None))
        if self._pulled is not None:
            self._paint_pull(painter, self._pulled)

    def _paint_pull(self, painter: QPainter, pull: ends.Pull) -> None:
        """The edge being dragged, as a line where it would be dropped."""
        painter.setPen(QPen(theme.color(theme.current().accent), 2))
        rect = self.rect_of(pull.offset)
        painter.drawLine(rect.topLeft(), rect.bottomLeft())

    def _first_color(self, annotation: AnnotationId) -> str | None:
        tags = self.article.annotations[annotation].tags if self.article else ()
        return self.session.tags.by_id[tags[0]].color if tags else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._margin is not None:
            self.refresh()

    # -- places

    def selection(self) -> Span | None:
        """The selected passage in code points, or None."""
        cursor = self.textCursor()
        if not cursor.hasSelection() or self.article is None:
            return None
        units = self.article.units
        start = units.to_code_point(cursor.selectionStart())
        stop = units.to_code_point(cursor.selectionEnd())
        return Span(start, min(stop, len(self.article.text)))

    def caret(self) -> int:
        """The code point the caret stands before."""
        return self.article.units.to_code_point(self.textCursor().position()) if self.article else 0

    def first_visible_offset(self) -> int:
        """The code point at which the text in view begins."""
        if self.article is None:
            return 0
        cursor = self.cursorForPosition(QPoint(1, 1))
        return self.article.units.to_code_point(cursor.position())

    def set_selection(self, start: int, stop: int) -> None:
        """Selects code points `[start, stop)`; nothing but the caret moves when they are equal."""
        if self.article is None:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.article.units.to_utf16(start))
        cursor.setPosition(self.article.units.to_utf16(stop), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def clear_selection(self) -> None:
        """Leaves the caret where it is and selects nothing."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def select_sentence(self) -> None:
        """Selects the sentence at the caret; again, the next one as well."""
        self._select_unit(units.sentence_around)

    def select_paragraph(self) -> None:
        """Selects the paragraph at the caret; again, the next one as well."""
        self._select_unit(units.paragraph_around)

    def _select_unit(self, around: Callable[[str, int], tuple[int, int]]) -> None:
        cursor = self.textCursor()
        growing = cursor.hasSelection()
        at = cursor.selectionEnd()
        block = self.document().findBlock(at)
        while block.isValid() and at >= block.position() + len(block.text().rstrip()) and (growing or at == 0):
            block = block.next()
            at = block.position()
        if not block.isValid() or self.article is None:
            return
        start, stop = around(block.text(), at - block.position())
        begin = cursor.selectionStart() if growing else block.position() + start
        self.set_selection(
            self.article.units.to_code_point(begin),
            self.article.units.to_code_point(block.position() + stop),
        )

    def offset_at(self, point: QPoint) -> int | None:
        """The character under a point of the viewport, or None beside the text."""
        if self.article is None:
            return None
        cursor = self.cursorForPosition(point)
        block, position = cursor.block(), cursor.position()
        for at in (position - 1, position):
            if block.position() <= at < block.position() + block.length() - 1:
                start, stop = (self.article.units.to_code_point(at), self.article.units.to_code_point(at + 1))
                if any(box.contains(point) for box in self.boxes(start, max(stop, start + 1))):
                    return start
        return None

    def boxes(self, start: int, stop: int) -> list[QRectF]:
        """Where code points `[start, stop)` are in the viewport; what is out of view is left out."""
        found = []
        for visible in self.visible_blocks() if self.article else ():
            if visible.start < stop and start < visible.start + visible.block.length():
                for line in self._text_lines(visible, self.article):
                    low, high = max(start, line.start), min(stop, line.stop)
                    if low < high:
                        found += [
                            QRectF(left, line.top, right - left, line.bottom - line.top)
                            for left, right in line.extents(low, high)
                        ]
        return found

    def rect_of(self, offset: int) -> QRect:
        """Where a caret before this code point would be, in the viewport."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.article.units.to_utf16(offset) if self.article else 0)
        return self.cursorRect(cursor)

    def reveal(self, annotation: AnnotationId) -> None:
        """Scrolls to an annotation, puts the caret at its beginning and lets it flash."""
        if self.article is None or annotation not in self.article.annotations:
            return
        start = self.article.annotations[annotation].start
        self.go_to(start)
        self._flashing = annotation
        QTimer.singleShot(_FLASH_MS, self._end_flash)
        self.refresh()

    def go_to(self, offset: int) -> None:
        """Puts the caret before a code point and scrolls there if it is out of view."""
        self._quiet = True
        self.set_selection(offset, offset)
        self._quiet = False
        rect = self.cursorRect()
        if not self.viewport().rect().adjusted(0, 20, 0, -60).contains(rect.center()):
            self.centerCursor()

    def _end_flash(self) -> None:
        self._flashing = None
        self.refresh()

    def _caret_moved(self) -> None:
        if self._quiet or self.article is None or self.textCursor().hasSelection():
            return
        found = self.article.at(self.caret())
        self.session.select(found[-1].id if found else None)

    # -- mouse and keys

    def annotations_at(self, point: QPoint) -> list[Annotation]:
        """The annotations under a point of the viewport, the shortest last."""
        offset = self.offset_at(point)
        return self.article.at(offset) if self.article and offset is not None else []

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hover.hide()
        if event.button() == Qt.MouseButton.LeftButton:
            self._pulled = ends.pull_at(self, event.position().toPoint())
            if self._pulled is not None:
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pulled is not None:
            self._pulled = ends.moved(self, self._pulled, point)
            self.viewport().update()
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            over_end = ends.pull_at(self, point) is not None
            shape = Qt.CursorShape.SizeHorCursor if over_end else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)
            self.hover.show_for(self.annotations_at(point), point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pulled is not None:
            pulled, self._pulled = self._pulled, None
            ends.drop(self, pulled)
            return
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            found = self.annotations_at(event.position().toPoint())
            self.session.select(found[-1].id if found else None)

    def leaveEvent(self, event: QEvent) -> None:
        self.hover.hide()
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # Copying is a command, for it also copies the current annotation, of which Qt knows nothing.
            is_copy = event.matches(QKeySequence.StandardKey.Copy)
            event.setAccepted(not is_copy and super().event(event) and event.isAccepted())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.textCursor().hasSelection():
            self.clear_selection()
        elif event.key() == Qt.Key.Key_Space:
            bar = self.verticalScrollBar()
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            bar.setValue(bar.value() + (-bar.pageStep() if back else bar.pageStep()))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        found = self.annotations_at(event.pos())
        if found and not self.textCursor().hasSelection():
            self.session.select(found[-1].id)
        menu = QMenu(self)
        menu.addActions(self.context_actions)
        menu.exec(event.globalPos())

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        selected = self.selection()
        if selected is not None and self.article is not None:
            data.setText(self.article.text[selected.start : selected.stop])
        return data


def _text_line(line: QTextLine, position: int, top: float, offsets: Utf16Map, mixed: bool) -> geometry.TextLine:
    """A laid-out line of the block that begins at a UTF-16 position, `top` pixels down the viewport."""
    start = position + line.textStart()
    y = top + line.y()

    known: dict[int, float] = {}  # where passages overlap, the same ends are asked for again and again

    def x_of(offset: int) -> float:
        if offset not in known:
            known[offset] = units.x_of(line, offsets.to_utf16(offset) - position)
        return known[offset]

    def extents(low: int, high: int) -> list[tuple[float, float]]:
        if mixed:
            return units.extents(line, offsets.to_utf16(low) - position, offsets.to_utf16(high) - position)
        return [(x_of(low), x_of(high))]

    return geometry.TextLine(
        offsets.to_code_point(start),
        offsets.to_code_point(start + line.textLength()),
        y - 1,
        y + line.height() + 2,
        y + line.ascent(),
        extents,
    )


def _wrap_anywhere(option: QTextOption) -> QTextOption:
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    return option
