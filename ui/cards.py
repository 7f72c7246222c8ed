"""A list of cards that paints only those in sight, so that twenty thousand scroll like twenty."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from statistics import fmean

from PySide6.QtCore import QEvent, QPoint, QRect, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from core.article import Article
from core.model import Annotation, AnnotationId
from ui import card, panel, theme
from ui.session import Session

Place = tuple[int, int, AnnotationId]  # what `Article.order` sorts by

_GAP = 8  # pixels between cards
_FRAME_MS = 16
_SAMPLE = 200  # cards whose heights are estimated; where there are many more, the others are taken to be alike


class CardList(QAbstractScrollArea):
    """Annotations of the article in the reader, as cards in text order.

    Heights are estimated; a card is measured when it comes into sight, and what is below it moves.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: Article | None = None  # the article whose annotations these are; soon the session's
        self._places: list[Place] = []
        self._place_of: dict[AnnotationId, Place] = {}
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        self._measured: dict[AnnotationId, card.Card] = {}
        self._laid_out_for = 0  # the width that heights were estimated for
        self._hovered: AnnotationId | None = None
        self._clicked = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Annotations in this article")
        self.verticalScrollBar().setSingleStep(24)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing below needs painting
        self.viewport().setAutoFillBackground(False)
        session.current_changed.connect(self._follow_current)
        # The text first: cards are drawn a frame later, once for all that changed meanwhile.
        self._soon = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._soon.timeout.connect(self._paint_soon)
        # What waits for that: the card at the top before cards came or went, and the card to be seen.
        self._kept: tuple[AnnotationId | None, int] | None = None
        self._to_reveal: AnnotationId | None = None

    # -- content

    def __len__(self) -> int:
        return len(self._places)

    def show_places(self, places: list[Place]) -> None:
        """Shows these annotations, from the top."""
        self._kept = None
        self._shown = self._session.article
        self._places = places
        self._place_of = {place[2]: place for place in places}
        self._measured.clear()
        self._estimate()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def follow(self, gone: Iterable[AnnotationId], here: Iterable[Annotation]) -> None:
        """Takes cards away and puts cards in their places; those in sight stay where they are."""
        if self._kept is None:
            self._kept = self._top_card()
        for annotation in gone:
            self._drop(annotation)
        for annotation in here:
            place = (annotation.start, -annotation.stop, annotation.id)
            row = bisect_left(self._places, place)
            self._place_of[annotation.id] = place
            self._places.insert(row, place)
            self._heights[row:row] = self._estimated([annotation])
        self._soon.start()

    def _top_card(self) -> tuple[AnnotationId | None, int]:
        """The first card in sight and how many pixels of it are not; None while nothing is scrolled."""
        offset = self._offset()
        if not offset or not self._places:
            return None, 0
        row = self._row_at(offset)
        return self._places[row][2], offset - self._tops[row]

    def _catch_up(self) -> None:
        """Stacks the cards anew after changes; those in sight stay where they are. Then shows the current one."""
        if self._kept is not None:
            (first, below), self._kept = self._kept, None
            self._restack()
            self._keep(first, below)
        if self._to_reveal is not None:
            wanted, self._to_reveal = self._to_reveal, None
            self.reveal(wanted)

    def _paint_soon(self) -> None:
        self._catch_up()
        self.viewport().update()

    def _keep(self, first: AnnotationId | None, below: int) -> None:
        row = self._row_of(first)
        if row is not None:
            self._scroll_to(self._tops[row] + below)
        self._soon.start()

    def _scroll_to(self, value: int) -> None:
        """Moves without painting at once, as scrolling by hand does."""
        with QSignalBlocker(self.verticalScrollBar()):
            self.verticalScrollBar().setValue(value)
        self._soon.start()

    def _drop(self, annotation: AnnotationId) -> None:
        place = self._place_of.pop(annotation, None)
        self._measured.pop(annotation, None)
        if place is not None:
            row = bisect_left(self._places, place)
            del self._places[row], self._heights[row]

    def forget_layout(self) -> None:
        """Sets all cards anew when they are next in sight: a tag was renamed, say."""
        self._measured.clear()
        self._soon.start()

    # -- geometry

    def _article(self) -> Article:
        assert self._shown is not None  # without an article there are no cards
        return self._shown

    def _width(self) -> int:
        return max(120, self.viewport().width() - panel.MARGIN - self._right_margin())

    def _right_margin(self) -> int:
        bar = self.verticalScrollBar()
        return max(4, panel.MARGIN - bar.sizeHint().width()) if bar.isVisible() else panel.MARGIN

    def _offset(self) -> int:
        return self.verticalScrollBar().value()

    def _estimate(self) -> None:
        self._laid_out_for = self._width()
        sample = self._places[:: max(1, len(self._places) // _SAMPLE)]
        annotations = self._article().annotations if sample else {}
        self._heights = self._estimated(annotations[place[2]] for place in sample)
        if len(sample) < len(self._places):
            self._heights = [round(fmean(self._heights))] * len(self._places)
        self._restack()

    def _estimated(self, annotations: Iterable[Annotation]) -> list[int]:
        return [height + _GAP for height in card.estimated_heights(annotations, self._width())]

    def _restack(self) -> None:
        self._tops = list(accumulate(self._heights, initial=0))
        height, bar = self.viewport().height(), self.verticalScrollBar()
        bar.setPageStep(height)
        bar.setRange(0, max(0, self._tops[-1] - height))

    def _row_at(self, y: int) -> int:
        return max(0, min(bisect_right(self._tops, y) - 1, len(self._places) - 1))

    def _card(self, row: int) -> card.Card:
        annotation_id = self._places[row][2]
        if annotation_id not in self._measured:
            article = self._article()
            annotation = article.annotations[annotation_id]
            self._measured[annotation_id] = card.lay_out(
                annotation, article.quote(annotation), self._session.tags, self._width()
            )
        return self._measured[annotation_id]

    def _settle(self) -> None:
        """Measures the cards in sight; what the reader looks at does not move, what comes after it does."""
        offset, moved, above = self._offset(), False, 0
        row = self._row_at(offset)
        y = self._tops[row]
        while row < len(self._places) and y < offset + self.viewport().height():
            height = self._card(row).height + _GAP
            if height != self._heights[row]:
                above += height - self._heights[row] if self._tops[row] < offset else 0
                self._heights[row] = height
                moved = True
            y += height
            row += 1
        if moved:
            self._restack()
            self.verticalScrollBar().setValue(offset + above)

    def _rect(self, row: int) -> QRect:
        top = self._tops[row] - self._offset()
        return QRect(panel.MARGIN, top, self._width(), self._heights[row] - _GAP)

    def card_at(self, at: QPoint) -> AnnotationId | None:
        """The annotation whose card is at a point of the viewport."""
        self._catch_up()
        if not self._places:
            return None
        row = self._row_at(at.y() + self._offset())
        return self._places[row][2] if self._rect(row).contains(at) else None

    def card_rect(self, annotation: AnnotationId) -> QRect | None:
        """Where in the viewport the card of an annotation is; None when it is not in the list."""
        self._catch_up()
        row = self._row_of(annotation)
        return None if row is None else self._rect(row)

    def _row_of(self, annotation: AnnotationId | None) -> int | None:
        place = None if annotation is None else self._place_of.get(annotation)
        return None if place is None else bisect_left(self._places, place)

    def reveal(self, annotation: AnnotationId) -> None:
        """Scrolls as little as needed to have the whole card in sight."""
        self._catch_up()
        row = self._row_of(annotation)
        if row is None:
            return
        for _ in range(3):  # cards that come into sight are measured, which may push this one out again
            top, bottom = self._tops[row], self._tops[row] + self._heights[row]
            low = max(0, bottom - self.viewport().height())
            wanted = min(max(self._offset(), low), top)
            self._scroll_to(wanted)
            self._settle()
        self._soon.start()

    # -- what is seen

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color(theme.current().panel))
        if not self._places:
            return
        self._catch_up()
        self._settle()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self._row_at(self._offset() + event.rect().top())
        while row < len(self._places):
            rect, annotation = self._rect(row), self._places[row][2]
            if rect.top() > event.rect().bottom():
                break
            current = annotation == self._session.current
            card.paint(painter, self._card(row), rect, current, annotation == self._hovered)
            row += 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._catch_up()
        if self._width() != self._laid_out_for:
            first, below = self._top_card()
            self._measured.clear()
            self._estimate()
            self._keep(first, below)
        else:
            self._restack()
        super().resizeEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measured.clear()
        self.viewport().update()
        super().changeEvent(event)

    # -- what the user does

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.card_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, annotation: AnnotationId | None) -> None:
        if annotation != self._hovered:
            self._hovered = annotation
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        annotation = self.card_at(event.position().toPoint())
        if annotation is not None:
            self._clicked = True  # what was clicked is in sight already and had better not move
            self._session.select(annotation, reveal=event.button() == Qt.MouseButton.LeftButton)
            self._clicked = False

    def _follow_current(self) -> None:
        current, article = self._session.current, self._session.article
        words = ""
        if current is not None and article is not None:
            annotation = article.annotations[current]
            words = card.describe(annotation, article.quote(annotation), self._session.tags)
        self.setAccessibleDescription(words)
        if current is not None and not self._clicked:
            self._to_reveal = current
        self._soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._catch_up()
        key, row = event.key(), self._row_of(self._session.current)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self._session.select(self._session.current, reveal=True)
            return
        target = self._row_for(key, row)
        if target is None or not self._places:
            super().keyPressEvent(event)
            return
        self._session.select(self._places[max(0, min(target, len(self._places) - 1))][2])

    def _row_for(self, key: int, row: int | None) -> int | None:
        """Where a key leads; without a current card, to the first one in sight."""
        here = self._row_at(self._offset()) if row is None else row
        page = self.viewport().height()
        return {
            Qt.Key.Key_Down: here if row is None else here + 1,
            Qt.Key.Key_Up: here if row is None else here - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._places) - 1,
            Qt.Key.Key_PageDown: self._row_at(self._tops[here] + page) if self._places else None,
            Qt.Key.Key_PageUp: self._row_at(self._tops[here] - page) if self._places else None,
        }.get(Qt.Key(key))
