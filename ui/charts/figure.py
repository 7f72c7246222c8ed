"""A chart as plain shapes with places: the window, a PNG and an SVG are painted from the same thing."""

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPaintEngine, QPainter, QPainterPath, QPen, QPolygonF

from core.model import AnnotationId
from ui import theme
from ui.marks import pieces

_BREAKABLE = re.compile(r"[^\s–-]*[–-]*\s+|[^\s–-]*[–-]+|[^\s–-]+")
_REACH = 4.0  # pixels; so near to a line is on it
_LEAST_IN_PIECES, _BETWEEN_PIECES = 5.0, 1.4  # pixels
LEFT, RIGHT, CENTER = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
# On one line. Absolute: Qt would otherwise put a right-to-left name on the other side of its column.
_LINED = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_ALIGNED = {side: int(side | _LINED) | int(Qt.TextFlag.TextSingleLine) for side in (LEFT, RIGHT, CENTER)}


class Box(NamedTuple):
    """A filled rectangle; `edge` is the colour of its outline, if it has one.

    `style` is that of its tag, as of the eleventh, which has the colour of the first: it is in pieces then.
    """

    rect: QRectF
    fill: str
    radius: float = 3.0
    edge: str = ""
    style: int = 0


class Words(NamedTuple):
    """One line of text inside a rectangle, in the middle of its height or, `upwards`, of its width."""

    rect: QRectF
    text: str
    color: str
    font: QFont
    align: Qt.AlignmentFlag = LEFT
    upwards: bool = False


class Line(NamedTuple):
    """A line through some points; `dash` are the lengths of its parts and gaps, in widths of it."""

    points: tuple[QPointF, ...]
    color: str
    width: float = 1.0
    dash: tuple[float, ...] = ()

    @property
    def rect(self) -> QRectF:
        """What it lies in."""
        return QPolygonF(self.points).boundingRect().adjusted(-self.width, -self.width, self.width, self.width)


class Dot(NamedTuple):
    """A filled circle; `edge` is the colour of its outline, if it has one."""

    center: QPointF
    radius: float
    fill: str
    edge: str = ""

    @property
    def rect(self) -> QRectF:
        """What it lies in."""
        size = QPointF(self.radius, self.radius)
        return QRectF(self.center - size, self.center + size)


class Hatching(NamedTuple):
    """Many straight lines inside a rectangle."""

    rect: QRectF
    lines: tuple[QLineF, ...]
    color: str
    width: float


Shape = Box | Words | Line | Dot | Hatching


class Mark(NamedTuple):
    """Something that stands for passages and can be pointed at, chosen, and reached by keyboard.

    `key` finds the same mark in a figure drawn later; `what` says what it is in few words and `caption` with its
    number; `behind` gives the annotations it was counted from. One that stands for a `line` is also on all of it.
    """

    rect: QRectF
    key: tuple[object, ...]
    what: str
    caption: str
    behind: Callable[[], list[AnnotationId]]
    line: tuple[QPointF, QPointF] | None = None

    def holds(self, point: QPointF) -> bool:
        """Whether a point is on it."""
        return self.rect.contains(point) or (self.line is not None and _is_on(point, *self.line))


class Marks(Sequence[Mark]):
    """So many marks from left to right that do not overlap; `make` makes one of them when it is asked for."""

    def __init__(self, count: int, make: Callable[[int], Mark]) -> None:
        self._count, self._make = count, make

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: int) -> Mark:
        return self._make(range(self._count)[at])


@dataclass(slots=True)
class Row:
    """A horizontal band of a figure with what is drawn in it and what can be chosen there; bands may overlap."""

    top: float
    bottom: float
    shapes: list[Shape] = field(default_factory=list)
    marks: Sequence[Mark] = field(default_factory=list)

    def mark_at(self, point: QPointF) -> Mark | None:
        """The mark under a point."""
        near = self.marks
        if isinstance(near, Marks):
            at = bisect_right(near, point.x(), key=lambda mark: mark.rect.left())
            near = [near[at - 1]] if at else []
        return next((mark for mark in near if mark.holds(point)), None)

    def place(self, mark: Mark) -> int | None:
        """The place among its marks of the one that stands for the same."""
        return next((at for at, other in enumerate(self.marks) if other.key == mark.key), None)


@dataclass(slots=True)
class Figure:
    """A chart ready to be painted: rows from top to bottom."""

    width: float
    height: float
    rows: list[Row] = field(default_factory=list)

    def marks(self) -> Iterator[Mark]:
        """Every mark in reading order."""
        for row in self.rows:
            yield from row.marks

    def shapes(self) -> Iterator[Shape]:
        """All that is painted, in its order."""
        for row in self.rows:
            yield from row.shapes

    def within(self, place: QRectF) -> Iterator[Shape]:
        """What of it meets a rectangle, in the order it is painted in."""
        for row in self.rows:
            if row.bottom >= place.top() and row.top <= place.bottom():
                yield from (shape for shape in row.shapes if shape.rect.intersects(place))

    def mark_at(self, point: QPointF) -> Mark | None:
        """The mark under a point, the one drawn last where there are several."""
        y = point.y()
        rows = self.rows[: bisect_right(self.rows, y, key=lambda row: row.top)]
        found = (row.mark_at(point) for row in reversed(rows) if row.bottom >= y)
        return next(filter(None, found), None)

    def end(self, step: int) -> Mark | None:
        """The first (-1) or the last (1) mark."""
        filled = [row for row in self.rows if row.marks]
        return filled[0 if step < 0 else -1].marks[0 if step < 0 else -1] if filled else None

    def beside(self, mark: Mark, step: int) -> Mark:
        """The next (1) or previous (-1) mark in reading order; the same one at the end."""
        at, place = self._find(mark) or (0, 0)
        marks = self.rows[at].marks
        if 0 <= place + step < len(marks):
            return marks[place + step]
        row = self._filled(at, step)
        return mark if row is None else row.marks[0 if step > 0 else -1]

    def above_or_below(self, mark: Mark, step: int) -> Mark:
        """The mark nearest in the next (1) or previous (-1) row that has any, or in one row below or above it.

        The same one at the end.
        """
        at, _ = self._find(mark) or (0, 0)
        if sum(bool(row.marks) for row in self.rows) == 1:
            return _nearest(mark, self.rows[at].marks, step)
        row, middle = self._filled(at, step), mark.rect.center().x()
        return mark if row is None else min(row.marks, key=lambda other: abs(other.rect.center().x() - middle))

    def same_as(self, mark: Mark | None) -> Mark | None:
        """The mark that stands for the same passages as one of an earlier figure."""
        found = None if mark is None else self._find(mark)
        return None if found is None else self.rows[found[0]].marks[found[1]]

    def _find(self, mark: Mark) -> tuple[int, int] | None:
        """The places of the row of a mark, or of one that stands for the same, and of it in there."""
        y = mark.rect.center().y()  # most are where they were
        near = sorted(range(len(self.rows)), key=lambda at: max(self.rows[at].top - y, y - self.rows[at].bottom, 0))
        places = ((at, self.rows[at].place(mark)) for at in near)
        return next(((at, place) for at, place in places if place is not None), None)

    def _filled(self, at: int, step: int) -> Row | None:
        """The nearest row after (1) or before (-1) one that has marks."""
        further = self.rows[at + 1 :] if step > 0 else self.rows[:at][::-1]
        return next((row for row in further if row.marks), None)

    def paint(self, painter: QPainter, exposed: QRectF | None = None, seen: QRectF | None = None) -> None:
        """Paints the figure, or only what meets the exposed part of it; `seen` is what of it is in the window."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in self.shapes() if exposed is None else self.within(exposed):
            paint_shape(painter, shape)


def _nearest(mark: Mark, marks: Sequence[Mark], step: int) -> Mark:
    """Of marks that lie anywhere the nearest below (1) or above (-1) this one, rather straight than far aside."""
    here = mark.rect.center()
    ways = [(other, other.rect.center() - here) for other in marks]
    beyond = [(other, way) for other, way in ways if way.y() * step > 0]
    return min(beyond, key=lambda each: abs(each[1].y()) + 2 * abs(each[1].x()), default=(mark, None))[0]


def _is_on(point: QPointF, one: QPointF, other: QPointF) -> bool:
    """Whether a point is on a line, or as near to it as a hand can tell."""
    way, to = other - one, point - one
    length = QPointF.dotProduct(way, way)
    share = min(1.0, max(0.0, QPointF.dotProduct(to, way) / length)) if length else 0.0
    off = to - way * share
    return math.hypot(off.x(), off.y()) <= _REACH


@lru_cache(maxsize=64)
def _edge(color: str) -> QPen:
    return QPen(theme.color(color), 1.0)


def paint_shape(painter: QPainter, shape: Shape) -> None:
    """Paints one shape."""
    if isinstance(shape, Line):
        _paint_line(painter, shape)
        return
    if isinstance(shape, Hatching):
        path = QPainterPath()  # one in a file, not hundreds of lines
        for line in shape.lines:
            path.moveTo(line.p1())
            path.lineTo(line.p2())
        pen = QPen(theme.color(shape.color), shape.width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.strokePath(path, pen)
        return
    if isinstance(shape, Words):
        painter.setFont(shape.font)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # by the words, also on a widget
        painter.setPen(theme.color(shape.color))
        flags = _ALIGNED[shape.align]
        rect = shape.rect
        if shape.upwards:
            painter.save()
            painter.translate(rect.bottomLeft())
            painter.rotate(-90)
            rect = QRectF(0, 0, rect.height(), rect.width())
        painter.drawText(rect, flags, shape.text)
        if shape.upwards:
            painter.restore()
        return
    painter.setBrush(theme.color(shape.fill))
    rect = shape.rect
    if shape.edge:
        painter.setPen(_edge(shape.edge))
        rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)  # so that a line of one pixel fills one pixel
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    if isinstance(shape, Dot):
        painter.drawEllipse(rect)
    else:
        in_pieces = shape.style and min(rect.width(), rect.height()) >= _LEAST_IN_PIECES
        radius = min(shape.radius, _BETWEEN_PIECES) if in_pieces else shape.radius
        for piece in pieces(rect, shape.style if in_pieces else 0, _BETWEEN_PIECES):
            painter.drawRoundedRect(piece, radius, radius)


def _paint_line(painter: QPainter, line: Line) -> None:
    pen = QPen(theme.color(line.color), line.width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if line.dash:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(line.dash)
    painter.setPen(pen)
    if painter.paintEngine().type() == QPaintEngine.Type.Raster and not line.dash:
        # Fifty times as fast as one polyline where it goes up and down; in a file it is to be one.
        painter.drawLines(list(map(QLineF, line.points, line.points[1:])))
    else:
        painter.drawPolyline(QPolygonF(line.points))


def text_width(text: str, font: QFont) -> float:
    """How wide a line of text is."""
    return QFontMetricsF(font).horizontalAdvance(text)


def elided(text: str, font: QFont, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than `width`: of a path both ends say something."""
    mode = Qt.TextElideMode.ElideMiddle if "/" in text else Qt.TextElideMode.ElideRight
    return QFontMetricsF(font).elidedText(text, mode, width)


def two_lines(text: str, font: QFont, width: float) -> list[str]:
    """The text in at most two lines, broken after a word or a dash and cut with an ellipsis if it must be."""
    parts = _BREAKABLE.findall(text)
    starts = ["".join(parts[:count]).rstrip() for count in range(len(parts) + 1)]
    used = max((n for n, start in enumerate(starts) if text_width(start, font) <= width), default=0) or 1
    lines = [starts[used], "".join(parts[used:])] if parts else []
    return [elided(line, font, width) for line in lines if line]


def wrapped(text: str, font: QFont, width: float) -> list[str]:
    """The text in as many lines as it needs."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", font) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
