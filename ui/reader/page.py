"""The page: the text of an article with the highlights painted below it, and what is beside it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSignalBlocker, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.article import Article
from core.changes import Changes
from core.model import Annotation, AnnotationId, DocumentId
from core.span import Span
from storage.annotations import After
from ui import theme
from ui.reader import column, heading, picture, text_lines
from ui.reader.gutter import Gutter
from ui.reader.map_bar import MapBar
from ui.reader.margin import Margin
from ui.reader.picture import Picture
from ui.reader.text_column import EDGE, TextColumn, VisibleBlock
from ui.session import Session
from ui.settings import Settings

_MARGIN_MOST = 280  # pixels
_PICTURES = 400  # kept, so that scrolling back costs nothing


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


class Page(TextColumn):
    """The article of one pane, with its annotations, the margins beside it and the map."""

    left = Signal(object, int, bool)  # article and code point that a jump led away from; whether it went on a walk
    # An annotation, or None for what is selected; its place and that of the mouse, as the screen counts.
    menu_asked = Signal(object, QRect, QPoint)

    def __init__(self, session: Session, settings: Settings, pane: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(settings, parent)
        self.session = session
        self.pane = pane
        self.hits: Sequence[Span] = ()
        self._hit: Span | None = None
        self._drawn: dict[int, list[Drawn]] = {}  # by where a paragraph in view begins; until something moves
        self._pictures: dict[_Place, tuple[_Look, Picture]] = {}
        self._standing_out: list[Span] = []  # where the current annotation is painted
        self._flashing: AnnotationId | None = None
        self._hovered: AnnotationId | None = None
        self._hover_boxes: list[QRectF] = []
        self._showing: DocumentId | None = None
        self._had_focus = False  # when the last article went away
        self._left_at = 0  # the code point at which the text in view began when an article was left
        self.setVerticalScrollBar(MapBar(self))
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

    # -- which article, and where in it

    @property
    def is_active(self) -> bool:
        """Whether this is the pane that commands are about."""
        return self.session.active == self.pane

    @property
    def current(self) -> AnnotationId | None:
        """The current annotation, if it is in this pane."""
        return self.session.current if self.is_active else None

    def _in_pane(self) -> Article | None:
        """The article that the session has in this pane."""
        return self.session.panes[self.pane] if self.pane < len(self.session.panes) else None

    def _article_opened(self) -> None:
        if self._in_pane() is not self.article:
            self.show_article()

    def show_article(self) -> None:
        """Shows the pane's article where it was read last, or nothing."""
        if self._showing is not None:
            self.left.emit(self._showing, self._left_at, False)
            self._showing = None
        article = self._in_pane()
        with QSignalBlocker(self):  # the caret moves by itself meanwhile
            self.fill(article)
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
            self._come_back(self._showing)

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
        if self._showing is not None and (self.is_active or self.article is not self.session.article):
            self.session.reading.note_caret(self._showing, self.caret_in_view())

    def _come_back(self, document: DocumentId) -> None:
        """Shows an article where it was left, with the caret where it was if that was in sight."""
        place, caret = self.session.reading.place(document), self.session.reading.caret(document)
        self.scroll_to(place)
        if caret is not None:
            cursor = self.textCursor()
            cursor.setPosition(self._position(caret))
            self.setTextCursor(cursor)
            self.verticalScrollBar().setValue(self._line_of(place))

    def caret_in_view(self) -> int | None:
        """The code point that the caret stands before, unless that is out of sight."""
        start, stop = self.offsets_in_view()
        caret = self.article.units.to_code_point(self.textCursor().position()) if self.article else -1
        return caret if start <= caret <= stop else None

    def arrange(self) -> None:
        """Gives the column its place, and what is beside it."""
        self._pictures.clear()  # lines break elsewhere, or end elsewhere
        super().arrange()
        area = self.viewport().geometry()
        numbers = column.GUTTER - EDGE
        self._gutter.setGeometry(area.left() - numbers, area.top(), numbers, area.height())
        width = min(self.room() - area.right() - 1, _MARGIN_MOST)
        self._margin.setGeometry(area.right() + 1, area.top(), width, area.height())

    # -- what is in view

    def drawn(self) -> list[Drawn]:
        """The pictures in view, from the top."""
        if len(self._pictures) > _PICTURES:
            self._pictures.clear()
        known, found = self._drawn, list[Drawn]()
        for visible in self.visible_blocks():
            if visible.start not in known:
                known[visible.start] = list(self._drawn_in(visible))
            found += known[visible.start]
        return found

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

    # -- following

    def refresh(self, spans: Sequence[Span] | None = None) -> None:
        """Draws text, margin and map again; of the text only the paragraphs with these spans, if any are given."""
        self._hovered, self._hover_boxes = None, []
        if spans is None:
            self._in_view = None
            self._drawn.clear()
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
                self._drawn.pop(visible.start, None)
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
            self._in_view = None
            self._drawn.clear()
            self._hovered, self._hover_boxes = None, []
            self._margin.forget()
            self._gutter.update()
            self._margin.update()

    def _follow(self, changes: Changes, after: After) -> None:
        here = self.article.document.id if self.article else None
        now = [a for a in after.annotations.values() if a is not None and a.document == here]
        self.verticalScrollBar().follow(changes, now)
        if changes.touches("tag", "document"):
            self.arrange()
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
            width = self.viewport().width() - 2 * EDGE
            painter.translate(EDGE, 0)
            heading.paint(painter, self.article, counted, self.contentOffset().y(), width)
            painter.translate(-EDGE, 0)

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
