"""The reader's scroll bar: a map of the whole article with its annotations, bookmarks and found words."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QScrollBar

from core.article import Article
from core.changes import Changes
from core.model import Annotation, TagId
from core.span import Place
from ui import strip, theme

if TYPE_CHECKING:
    from ui.reader.page import Page

WIDTH = 15  # pixels
_MARK_LEFT, _MARK_WIDTH, _HIT = 4, 8, 2  # pixels
_SHORTEST_HANDLE = 18
_ROW = 2  # pixels in which marks are counted
_SHORTEST = 4  # pixels of a mark; what is shorter could not be seen
_PAUSE_MS = 200


class MapBar(QScrollBar):
    """Places are in proportion to the text: a click on a mark leads to what it marks.

    Marks are kept in a picture, to which new annotations are added one by one.
    """

    def __init__(self, page: "Page") -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._page = page
        self._marks: QPixmap | None = None
        self.setAccessibleName(self.tr("Place in the article, with the annotations"))
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.forget)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, super().sizeHint().height())

    def forget(self) -> None:
        """Draws all marks anew when next seen."""
        self._marks = None
        self.update()

    def follow(self, changes: Changes, now: Sequence[Annotation]) -> None:
        """Adds the marks of new annotations at once; whatever else changed is drawn anew in the next pause."""
        before = changes.before.get("annotation", {})
        new = [a for a in now if a.id in before and before[a.id] is None]
        if changes.touches("tag", "document", "bookmark"):
            self.forget()
        elif len(new) < len(before) or not new:
            self._pause.start()
        if self._marks is not None:
            painter = QPainter(self._marks)
            for annotation in filter(self._page.shows, new):
                top = self._y(annotation.start)
                tag = next(iter(self._page.session.shown.tags_of(annotation)), None)
                self._mark(painter, top, max(_SHORTEST, self._y(annotation.stop) - top), tag)
            painter.end()
            self.update()

    # -- what is seen

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(look.panel))
        if self.maximum() > 0:
            painter.fillRect(self._handle(), theme.color(look.track))
        if self.maximum() > 0 and look.outlined:
            painter.setPen(QPen(theme.color(look.line), 2))
            painter.drawRect(self._handle().adjusted(1, 1, -1, -1))
        if self._marks is None or self._marks.deviceIndependentSize().toSize() != self.size():
            self._draw_all()
        if self._marks is not None:
            painter.drawPixmap(0, 0, self._marks)
        painter.fillRect(0, 0, 1, self.height(), theme.color(look.line))
        if self.maximum() > 0:
            self._paint_handle(painter)

    def _paint_handle(self, painter: QPainter) -> None:
        """What is in view: a frame that marks can be seen through, however many there are."""
        ink = QColor(theme.current().ink)
        ink.setAlphaF(0.08)
        handle = self._handle()
        painter.fillRect(handle, ink)
        ink.setAlphaF(0.35)
        painter.setPen(ink)
        painter.drawRect(handle.adjusted(0, 0, -1, -1))

    def _y(self, offset: int) -> int:
        article = self._page.article
        return round(offset * self.height() / max(1, len(article.text) if article else 0))

    def _handle(self) -> QRect:
        """What part of the text is in view."""
        start, stop = self._page.offsets_in_view()
        top, bottom = self._y(start), self._y(stop)
        height = max(_SHORTEST_HANDLE, bottom - top)
        return QRect(1, max(0, min((top + bottom - height) // 2, self.height() - height)), WIDTH - 1, height)

    def _draw_all(self) -> None:
        ratio = self.devicePixelRatioF()
        self._marks = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        self._marks.setDevicePixelRatio(ratio)
        self._marks.fill(QColor(0, 0, 0, 0))
        article = self._page.article
        if article is None:
            return
        painter = QPainter(self._marks)
        places, extent = self._places(article)
        for cell in strip.cells(places, extent, len(article.text), self.height() // _ROW, _SHORTEST // _ROW):
            self._mark(painter, cell.left * _ROW, (cell.right - cell.left) * _ROW, cell.tag)
        self._draw_signs(painter, article)
        painter.end()

    def _draw_signs(self, painter: QPainter, article: Article) -> None:
        """Found words on the right, bookmarks as a small flag on the left."""
        accent = theme.color(theme.current().accent)
        hits, characters = self._page.hits, max(1, len(article.text))
        for y in {hit[0] * self.height() // characters for hit in hits}:
            painter.fillRect(QRect(WIDTH - 5, min(y, self.height() - _HIT), 5, _HIT), accent)
        for bookmark in self._page.session.bookmarks(article.document.id):
            painter.fillRect(QRect(0, min(self._y(bookmark.offset), self.height() - 3), 5, 3), accent)

    def _places(self, article: Article) -> tuple[list[Place], Callable[[Place], tuple[int, TagId | None]]]:
        """The annotations to be seen, and what tells where one ends and its first tag."""
        known, page = article.annotations, self._page
        shown = page.session.shown
        places = article.order
        if not shown.everything:
            places = [place for place in places if page.shows(known[place[2]])]
        return places, lambda at: (-at[1], next(iter(shown.tags_of(known[at[2]])), None))

    def _mark(self, painter: QPainter, top: int, height: int, tag: TagId | None) -> None:
        color = self._page.session.tags.by_id[tag].color if tag is not None else None
        top = min(top, self.height() - height)
        painter.fillRect(QRect(_MARK_LEFT, top, _MARK_WIDTH, height), theme.mark(color, on_track=True))

    # -- what the mouse does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # pressing did it

    def _go(self, event: QMouseEvent) -> None:
        article = self._page.article
        if article is not None:
            y = max(0.0, min(event.position().y() / max(1, self.height()), 1.0))
            self._page.center_on(round(y * len(article.text)))
