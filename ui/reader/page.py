"""The page of the article: its column and margins, and the highlights painted below the text."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from core.article import Article
from core.changes import Changes
from core.model import Annotation, AnnotationId, DocumentId
from core.span import Span
from core.text import LONG_WORD
from storage.annotations import After
from ui import theme
from ui.reader import column, heading, picture, text_lines
from ui.reader.gutter import Gutter
from ui.reader.layout import ReadingLayout
from ui.reader.map_bar import MapBar
from ui.reader.margin import Margin
from ui.reader.picture import Picture
from ui.session import Session
from ui.settings import Settings

GUTTER = 46  # pixels for paragraph numbers
MARGIN_WIDE, MARGIN_NARROW = 176, 34  # pixels for lanes with and without labels
MARGIN_MOST = 280
MIN_CHARACTERS = 45
_SAMPLE = "The reader marks a passage and says in the margin why it matters, again and again. "
_PICTURES = 400  # kept, so that scrolling back costs nothing


class VisibleBlock(NamedTuple):
    """A paragraph in view: pixels from the top of the viewport, and where it stands in the text."""

    block: QTextBlock
    top: float
    height: float
    start: int  # code points


class Drawn(NamedTuple):
    """A picture in view, with the top of its paragraph: pixels from the top of the viewport."""

    top: float
    picture: Picture

    def is_within(self, area: QRect) -> bool:
        """Whether any of it is in an area of the viewport."""
        upper, lower = self.picture.reach
        return self.top + upper <= area.bottom() and area.top() <= self.top + lower


# Where a stretch of lines is: the block's first code point and the number of the stretch in the block.
_Place = tuple[int, int]
# What its picture depends on besides: the block's height, its annotations, the current one of them.
_Look = tuple[float, tuple[Annotation, ...], AnnotationId | None]


class Page(QPlainTextEdit):
    """Shows the article of one pane. Reads nothing back from Qt: quotes are slices of the article's text."""

    left = Signal(object, int)  # article and code point from which a jump leads away

    def __init__(self, session: Session, settings: Settings, pane: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.settings = settings
        self.pane = pane
        self.hits: Sequence[Span] = ()
        self._hit: Span | None = None
        self._shown_article: Article | None = None
        self._in_view: list[VisibleBlock] | None = None  # until something moves
        self._drawn: list[Drawn] | None = None
        self._pictures: dict[_Place, tuple[_Look, Picture]] = {}
        self._standing_out: list[Span] = []  # where the current annotation is painted
        self._flashing: AnnotationId | None = None
        self._hovered: AnnotationId | None = None
        self._hover_boxes: list[QRectF] = []
        self._showing: DocumentId | None = None
        self._had_focus = False  # when the last article went away
        self._left_at = 0  # the code point at which the text in view began when an article was left
        self._arranging = False
        self._laid_out_for = QSize()
        self._set_up_document()
        self._set_up_widget()
        self._gutter = Gutter(self)
        self._margin = Margin(self)
        session.article_opened.connect(self._article_opened)
        session.opened.connect(self.show_article)
        session.changed.connect(self._follow)
        session.current_changed.connect(self._follow_current)
        session.shown.changed.connect(self._forget_pictures)
        self.updateRequest.connect(self._scrolled)
        session.leaving.connect(self._leave)
        self.show_article()

    def _set_up_document(self) -> None:
        document = QTextDocument(self)
        document.setDocumentMargin(0)
        document.setUndoRedoEnabled(False)
        self.reading_layout = ReadingLayout(document)
        document.setDocumentLayout(self.reading_layout)
        self.setDocument(document)

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
        self.setVerticalScrollBar(MapBar(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing below needs painting
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(False)  # files dropped on the text are the window's

    # -- which article, and where in it

    @property
    def article(self) -> Article | None:
        """The article shown."""
        return self.session.panes[self.pane] if self.pane < len(self.session.panes) else None

    @property
    def is_active(self) -> bool:
        """Whether this is the pane that commands are about."""
        return self.session.active == self.pane

    @property
    def current(self) -> AnnotationId | None:
        """The current annotation, if it is in this pane."""
        return self.session.current if self.is_active else None

    def _article_opened(self) -> None:
        if self.article is not self._shown_article:
            self.show_article()

    def show_article(self) -> None:
        """Shows the pane's article where it was read last, or nothing."""
        if self._showing is not None:
            self.left.emit(self._showing, self._left_at)
            self._showing = None
        article = self._shown_article = self.article
        with QSignalBlocker(self):  # the caret moves by itself meanwhile
            self._fill(article)
        self.hits, self._hit = (), None
        self.verticalScrollBar().forget()
        self._had_focus = self._had_focus or self.hasFocus()
        self.setVisible(article is not None)
        if article is not None and self._had_focus:
            self.setFocus()
            self._had_focus = False
        self.apply_settings()
        if article is not None:
            self._showing = article.document.id
            self.scroll_to(self.session.reading.place(self._showing))

    def _fill(self, article: Article | None) -> None:
        self.reading_layout.start_anew(article.kind_of if article else None)
        document = self.document()
        option = document.defaultTextOption()
        # Qt takes half a minute to find where to break one word of a million letters.
        endless = article is not None and article.lines.longest_word >= LONG_WORD
        mode = QTextOption.WrapMode.WrapAnywhere if endless else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        if option.wrapMode() != mode:
            document.clear()  # or the text that goes would be laid out once more, the endless word among words
            option.setWrapMode(mode)
            document.setDefaultTextOption(option)
        document.setPlainText(article.text if article else "")

    def note_place(self, read: range = range(0)) -> None:
        """Notes where the article is being read, and paragraphs (numbered from 1) of it that were read."""
        if self._showing is not None and self.window().isVisible():
            self.session.reading.note(self._showing, self._place(self._showing), read)

    def _place(self, document: DocumentId) -> int:
        """The code point to come back to: where the article was opened, as long as its line is at the top."""
        known = self.session.reading.place(document)
        if not self.is_active and self.article is self.session.article:
            return known  # the same article on both sides: it is left where it is being worked on
        cursor = self.cursorForPosition(QPoint(1, 1))
        line = cursor.block().layout().lineForTextPosition(cursor.positionInBlock())
        start = cursor.block().position() + line.textStart()
        at_top = start <= self._position(known) < start + max(1, line.textLength())
        return known if at_top else self.first_visible_offset()

    def _leave(self) -> None:
        self._left_at = self.first_visible_offset()
        self.note_place()

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
        bar.setValue(self._line_above(self.viewport().height() / 2))

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
        self._arrange()
        self._pictures.clear()
        self.refresh()

    def _arrange(self) -> None:
        """Centres the column, gives the margins their room and the heading its height."""
        self._pictures.clear()  # lines break elsewhere, or end elsewhere
        font = self.reading_font()
        character = QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        whole = self.width() - self.verticalScrollBar().sizeHint().width()
        wanted = round(character * self.settings.reader_width)
        wide = whole >= GUTTER + min(wanted, round(character * MIN_CHARACTERS)) + MARGIN_WIDE
        margin = MARGIN_WIDE if wide else MARGIN_NARROW
        broken = self.article.broken_lines if self.article else ()
        width = max(120, column.width(wanted, whole - GUTTER - margin, character, broken, font))
        left = max(GUTTER, (whole - width - margin + GUTTER) // 2)
        self.reading_layout.header = heading.height(self.article, width) if self.article else 0.0
        self.reading_layout.forget()
        self._arranging = True  # the viewport takes its new size now, and says so
        self.setViewportMargins(left, 0, max(margin, whole - left - width), 0)
        self._arranging = False
        # Margins set while the widget is being resized reach the viewport but not the width of its lines. The text
        # is laid out anew only where that differs.
        before, self._laid_out_for = self._laid_out_for, self.viewport().size()
        super().resizeEvent(QResizeEvent(self._laid_out_for, before))
        area = self.viewport().geometry()
        self._gutter.setGeometry(area.left() - GUTTER, area.top(), GUTTER, area.height())
        self._margin.setGeometry(
            area.right() + 1, area.top(), min(whole - area.right() - 1, MARGIN_MOST), area.height()
        )

    # -- what is in view

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

    def drawn(self) -> list[Drawn]:
        """The pictures in view; kept until something moves."""
        if self._drawn is None:
            self._drawn = []
            if len(self._pictures) > _PICTURES:
                self._pictures.clear()
            for visible in self.visible_blocks():
                self._drawn += self._drawn_in(visible)
        return self._drawn

    def _drawn_in(self, visible: VisibleBlock) -> Iterator[Drawn]:
        article, view = self.article, self.viewport().height()
        block, start = visible.block, visible.start
        if article is None or not article.meeting(start, start + block.length()):
            return
        for number, first, last in text_lines.stretches(block.layout(), -visible.top, view - visible.top):
            found = self._found(article, *text_lines.reach(block, first, last, article.units))
            if found:
                current = next((a.id for a in found if a.id == self.current), None)
                look = visible.height, found, current
                before, made = self._pictures.get((start, number), (None, None))
                if made is None or before != look:
                    lines = text_lines.of(block, first, last, article.units)
                    made = picture.draw(lines, found, self.session, current)
                    self._pictures[start, number] = look, made
                yield Drawn(visible.top, made)

    def _found(self, article: Article, start: int, stop: int) -> tuple[Annotation, ...]:
        """The annotations to be seen on a stretch of the text."""
        found = article.meeting(start, stop)
        return tuple(found if self.session.shown.everything else filter(self.shows, found))

    def shows(self, annotation: Annotation) -> bool:
        """Whether an annotation is to be seen: its tags may be hidden."""
        return self.session.shown.shows(annotation, self.session.tags)

    def bars(self) -> dict[AnnotationId, tuple[float, float]]:
        """(top, bottom) in the viewport of every annotation in view."""
        found: dict[AnnotationId, tuple[float, float]] = {}
        for top, made in self.drawn():
            for annotation, (upper, lower) in made.bars.items():
                found[annotation] = found.get(annotation, (top + upper, 0.0))[0], top + lower
        return found

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

    # -- following

    def refresh(self, spans: Sequence[Span] | None = None) -> None:
        """Draws text, margin and map again; of the text only the paragraphs with these spans, if any are given."""
        self._drawn = None
        self._hovered, self._hover_boxes = None, []
        if spans is None:
            self._in_view = None
            self._margin.forget()
            self._margin.update()
            self.viewport().update()
            self._gutter.update()
            self.verticalScrollBar().update()
            return
        self._margin.update_soon()
        for visible in self.visible_blocks():
            here = Span(visible.start, visible.start + visible.block.length())
            if any(here.overlaps(span) for span in spans):
                top, height = int(visible.top) - 2, int(visible.height) + 5
                self.viewport().update(QRect(0, top, self.viewport().width(), height))

    def _forget_pictures(self) -> None:
        """Draws all highlights anew: colours or places of everything may be others."""
        self._pictures.clear()
        self.verticalScrollBar().forget()
        self.refresh()

    def show_hits(self, hits: Sequence[Span], current: Span | None) -> None:
        """Marks found words, in text order and not overlapping, and one of them as the current one."""
        if hits is not self.hits:
            self.hits = hits
            self.verticalScrollBar().forget()
        self._hit = current
        self.viewport().update()

    def _scrolled(self, _rect: QRect, dy: int) -> None:
        if dy:
            self._in_view = self._drawn = None
            self._hovered, self._hover_boxes = None, []
            self._margin.forget()
            self._gutter.update()
            self._margin.update()

    def _follow(self, changes: Changes, after: After) -> None:
        here = self.article.document.id if self.article else None
        now = [a for a in after.annotations.values() if a is not None and a.document == here]
        self.verticalScrollBar().follow(changes, now)
        if changes.touches("tag", "document"):
            self._arrange()
            self._forget_pictures()
            return
        self.refresh(_touched(changes, now))
        if self.firstVisibleBlock().blockNumber() == 0:
            counted = QRect(0, 0, self.viewport().width(), int(self.reading_layout.header))
            self.viewport().update(counted)

    def hover_annotation(self, annotation: AnnotationId | None) -> None:
        """Frames the annotation under the mouse, and no other."""
        if annotation == self._hovered:
            return
        before, self._hovered = self._hover_boxes, annotation
        known = self.article.annotations.get(annotation) if self.article and annotation is not None else None
        self._hover_boxes = self.boxes(known.start, known.stop) if known else []
        for box in (*before, *self._hover_boxes):
            self.viewport().update(box.toAlignedRect().adjusted(-3, -3, 3, 3))

    def _follow_current(self) -> None:
        """The annotation that was current steps back, the one that is now stands out."""
        before, current = self._standing_out, self.current
        known = self.article.annotations.get(current) if self.article and current is not None else None
        self._standing_out = [Span(known.start, known.stop)] if known else []
        if before or self._standing_out:
            self.refresh(before + self._standing_out)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self.viewport()), event.rect()
        painter.fillRect(area, theme.color(theme.current().paper))
        if self.article is not None:
            self._paint_heading(painter)
            here = [drawn for drawn in self.drawn() if drawn.is_within(area)]
            for top, made in here:
                painter.translate(0, top)
                picture.paint_grounds(painter, made)
                painter.translate(0, -top)
            self._paint_frames(painter)
            for top, made in here:
                painter.translate(0, top)
                picture.paint_lines(painter, made)
                painter.translate(0, -top)
        painter.end()
        super().paintEvent(event)

    def _paint_heading(self, painter: QPainter) -> None:
        if self.firstVisibleBlock().blockNumber() == 0 and self.article is not None:
            counted = self.session.annotation_counts[self.article.document.id]
            heading.paint(painter, self.article, counted, self.contentOffset().y(), self.viewport().width())

    def _paint_frames(self, painter: QPainter) -> None:
        blocks = self.visible_blocks()
        if self._flashing is not None and self.article and self._flashing in self.article.annotations:
            flashing = self.article.annotations[self._flashing]
            picture.paint_frames(painter, self.boxes(flashing.start, flashing.stop))
        picture.paint_frames(painter, self._hover_boxes)
        if not self.hits or not blocks:
            return
        low, high = blocks[0].start, blocks[-1].start + blocks[-1].block.length()
        first = max(0, bisect_left(self.hits, (low,)) - 1)
        for hit in self.hits[first : bisect_left(self.hits, (high,))]:
            picture.paint_frames(painter, self.boxes(*hit), filled=hit == self._hit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self._arranging:
            self._arrange()
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._margin is not None:
            self._forget_pictures()


def _touched(changes: Changes, now: Sequence[Annotation]) -> list[Span]:
    """Where the annotations that a step touched are now, and where they were before it.

    Of one that is gone its whole row is known, which may be of another article; that draws a line too much.
    """
    known = {annotation.id: annotation for annotation in now}
    spans = [Span(annotation.start, annotation.stop) for annotation in now]
    for row, old in changes.before.get("annotation", {}).items():
        annotation = known.get(AnnotationId(row))
        start = (old or {}).get("start", annotation.start if annotation else None)
        stop = (old or {}).get("stop", annotation.stop if annotation else None)
        if old and start is not None and stop is not None:
            spans.append(Span(int(start), int(stop)))
    return spans
