"""Lanes, tag names and notes to the right of the text: what each passage in view is about."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.model import Annotation, AnnotationId
from ui import theme
from ui.marks import draw_bars
from ui.reader.geometry import place_labels
from ui.typeset import fit_lines, flat

if TYPE_CHECKING:
    from ui.reader.page import Page

_LEFT = 14  # pixels before the first lane
_LANE, _BAR = 6, 3  # pixels from lane to lane, and of a lane's bar
_LANES = 6  # as many as can be told apart
_FRAME_MS = 16
_LABEL, _NOTE_LINE = 17.0, 15.0  # pixels a label takes, and a line of a note
_REACH = 4 * _LABEL  # how far a label may be from its passage
_NOTE_LINES = 3
_NOTE_ROOM = 120.0  # pixels of width from which on a note is a card
_NOTE_INDENT, _AFTER = 7.0, 6.0  # pixels before a note and below it
_LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class Label(NamedTuple):
    """What stands beside a passage: the name of a tag in its colour, or, without a colour, lines of its note."""

    y: float
    lines: tuple[str, ...]
    color: QColor | None
    annotation: AnnotationId

    @property
    def height(self) -> float:
        """Pixels it takes."""
        return _LABEL if self.color else len(self.lines) * _NOTE_LINE + _AFTER


class Standing(NamedTuple):
    """A label where it stands, its lines cut to the room there is."""

    label: Label
    top: float
    lines: tuple[str, ...]


class Margin(QWidget):
    """Draws a bar for each annotation in view and, where there is room, its tags and note.

    An annotation keeps its lane for as long as the article is open.
    """

    def __init__(self, page: "Page") -> None:
        super().__init__(page)
        self._page = page
        self._standing: list[Standing] | None = None
        self._bars: list[tuple[Annotation, QRectF]] = []
        self._pieces: dict[tuple[str | None, int], list[QRectF]] = {}  # of bars, by colour and line style
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Tags beside the text"))
        self._soon = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._soon.timeout.connect(self.update)

    def forget(self) -> None:
        """Places everything anew when next seen: something has moved."""
        self._standing = None

    def update_soon(self) -> None:
        """Paints a frame later: after a change the text comes first."""
        self.forget()
        self._soon.start()

    # -- what is where

    def _arrange(self) -> list[Standing]:
        if self._standing is None:
            article, current = self._page.article, self._page.current
            self._bars, self._pieces = [], {}
            reaches = self._page.bars() if article else {}
            for key, (top, bottom) in reaches.items():
                lane, wider = article.lane(key), key == current
                if lane < _LANES or wider:  # deeper in a crowd, a passage is in the text and in the count of names
                    left = _LEFT + min(lane, _LANES - 1) * _LANE - wider
                    bar = QRectF(left, top, _BAR + 2 * wider, bottom - top)
                    self._bars.append((article.annotations[key], bar))
                    self._add_pieces(article.annotations[key], bar)
            beside = [(article.annotations[key], max(top, 2.0)) for key, (top, _) in reaches.items()]
            self._standing = self._placed(beside)
        return self._standing

    def _add_pieces(self, annotation: Annotation, bar: QRectF) -> None:
        """A bar is in the colours of all tags, one below the other."""
        session = self._page.session
        tags = session.shown.tags_of(annotation) or (None,)
        part = bar.height() / len(tags)
        for index, tag in enumerate(tags):
            look = (session.tags.by_id[tag].color, session.tags.style(tag)) if tag is not None else (None, 0)
            piece = QRectF(bar.x(), bar.y() + index * part, bar.width(), part)
            self._pieces.setdefault(look, []).append(piece)

    def _placed(self, beside: list[tuple[Annotation, float]]) -> list[Standing]:
        """Names and notes of annotations, which would like to stand at these heights."""
        if self._label_width() < 60:
            return []
        labels, current, standing = self._labels(beside), self._page.current, list[Standing]()
        places = place_labels([(label.y, label.height) for label in labels], _REACH)
        more = ""
        for label, (top, hidden) in zip(labels, places, strict=True):
            if top is not None:
                more = f" +{hidden}" if hidden else ""
                standing.append(self._standing_at(label, top, more))
            elif label.annotation == current and label.color and standing[-1].label.annotation != current:
                # In a crowd the current one is seen, and another is counted in its stead.
                standing[-1] = self._standing_at(label, standing[-1].top, more)
        return standing

    def _standing_at(self, label: Label, top: float, more: str) -> Standing:
        bold = label.annotation == self._page.current and label.color is not None
        width = int(self._label_width() - (0 if label.color else _NOTE_INDENT))
        last = _elided(label.lines[-1], more, width, bold)
        return Standing(label, top, (*label.lines[:-1], last))

    def _labels(self, beside: list[tuple[Annotation, float]]) -> list[Label]:
        session, room, found = self._page.session, self._label_width(), []
        ground = theme.current().paper
        for annotation, y in beside:
            for tag in session.shown.tags_of(annotation):
                known = session.tags.by_id[tag]
                color = theme.text_on(known.color, ground)
                found.append(Label(y, (known.name,), color, annotation.id))
            if annotation.note:
                lines = _note(annotation.note[:400], int(room), _NOTE_LINES if room >= _NOTE_ROOM else 1)
                found.append(Label(y, lines, None, annotation.id))
        return sorted(found, key=lambda label: label.y)

    def _label_left(self) -> float:
        return _LEFT + _LANES * _LANE + 6

    def _label_width(self) -> float:
        return self.width() - self._label_left() - 8

    def _area(self, standing: Standing) -> QRectF:
        return QRectF(self._label_left(), standing.top, self._label_width(), standing.label.height)

    # -- what is seen

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), event.rect()
        painter.fillRect(area, theme.color(theme.current().paper))
        standing = self._arrange()
        for (color, style), pieces in self._pieces.items():
            draw_bars(painter, pieces, theme.mark(color), style)
        for one in standing:
            if one.top + one.label.height >= area.top() and one.top <= area.bottom():
                self._paint_label(painter, one)

    def _paint_label(self, painter: QPainter, standing: Standing) -> None:
        label, area = standing.label, self._area(standing)
        look, current = theme.current(), standing.label.annotation == self._page.current
        if current:
            painter.fillRect(area.adjusted(-5, 0, 4, -1), theme.color(look.soft))
        if label.color is None:
            edge = QRectF(area.left() - 1, area.top() + 2, 2, area.height() - _AFTER - 1)
            painter.fillRect(edge, theme.color(look.line))
        painter.setFont(_font(bold=current and label.color is not None))
        painter.setPen(label.color or theme.color(look.ink if current else look.muted))
        shift, height = (0.0, _LABEL) if label.color else (_NOTE_INDENT, _NOTE_LINE)
        for index, line in enumerate(standing.lines):
            row = QRectF(area.left() + shift, area.top() + index * height, area.width() - shift, height)
            painter.drawText(row, _LEFT_MIDDLE, line)

    # -- what the mouse does

    def annotation_at(self, point: QPointF) -> AnnotationId | None:
        """The annotation whose label or bar is under a point of this margin."""
        for one in self._arrange():
            if self._area(one).contains(point):
                return one.label.annotation
        near = [(a, bar) for a, bar in self._bars if bar.adjusted(-3, 0, 3, 0).contains(point)]
        return near[-1][0].id if near else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.annotation_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        self._page.hover_annotation(over)

    def leaveEvent(self, event: QEvent) -> None:
        self._page.hover_annotation(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._page.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.annotation_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._page.session.select(found, reveal=True)

    def resizeEvent(self, event: QEvent) -> None:
        self.forget()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.forget()
        self.update()


def _font(bold: bool) -> QFont:
    return theme.font(theme.SMALL_SIZE, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)


@lru_cache(maxsize=2048)
def _elided(text: str, more: str, width: int, bold: bool) -> str:
    """A text cut to a width, with what must be seen after it. Measuring is slow, and labels come back."""
    metrics = QFontMetricsF(_font(bold))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - metrics.horizontalAdvance(more)) + more


@lru_cache(maxsize=512)
def _note(note: str, width: int, lines: int) -> tuple[str, ...]:
    """The first lines of a note, set for a width of the margin."""
    return tuple(fit_lines(flat(note).strip(), _font(bold=False), width - round(_NOTE_INDENT), lines))
