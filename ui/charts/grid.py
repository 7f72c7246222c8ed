"""A figure of rows and columns of cells, however many: only those in sight are made, and their names stay there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ui import theme
from ui.charts.figure import Box, Figure, Mark, Shape, paint_shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

Making = Callable[[int, int, QRectF], Sequence[Shape]]


@dataclass(slots=True)
class Grid(Figure):
    """Cells of one size beside a column of names and below a row of heads.

    `filled` (rows x columns) says which cells are marks. `cell` makes the shapes of a cell, `name` those of a row's
    name, `head` those of a column's, `under` what lies below the cells of a row; `mark` the mark. All are given
    places from 0 and the rectangle to fill.
    """

    left: float = 0.0
    top: float = 0.0
    pitch: tuple[float, float] = (1.0, 1.0)  # from a cell to the next, to the right and down
    gap: float = 0.0
    filled: "NDArray[np.bool_]" = field(default_factory=lambda: np.zeros((0, 0), bool))
    cell: Making = lambda _row, _column, _rect: ()
    name: Callable[[int, QRectF], Sequence[Shape]] = lambda _row, _rect: ()
    head: Callable[[int, QRectF], Sequence[Shape]] = lambda _column, _rect: ()
    under: Callable[[int, QRectF], Sequence[Shape]] = lambda _row, _rect: ()
    mark: Callable[[int, int, QRectF], Mark] | None = None
    # What a click on the name of a row, or on the head of a column, sets: the setting and its value.
    by_row: Callable[[int], tuple[str, str] | None] | None = None
    by_column: Callable[[int], tuple[str, str] | None] | None = None

    def rect_of(self, row: int, column: int) -> QRectF:
        """Where a cell is."""
        wide, high = self.pitch
        return QRectF(self.left + column * wide, self.top + row * high, wide - self.gap, high - self.gap)

    def _cells_of(self, row: int) -> QRectF:
        """Where the cells of a row are."""
        return self.rect_of(row, 0).united(self.rect_of(row, self.filled.shape[1] - 1))

    # -- marks

    def _made(self, row: int, column: int) -> Mark:
        assert self.mark is not None
        return self.mark(row, column, self.rect_of(row, column))

    def marks(self) -> Iterator[Mark]:
        for row, column in np.argwhere(self.filled):
            yield self._made(int(row), int(column))

    def covers(self, point: QPointF, seen: QRectF) -> bool:
        """Whether names that stay in sight lie over the cells at a point; `seen` is what is in the window."""
        above, left = point.y() - max(0.0, seen.top()), point.x() - max(0.0, seen.left())
        return 0 <= above < self.top or 0 <= left < self.left

    def named_at(self, point: QPointF, seen: QRectF) -> tuple[str, str] | None:
        """What a click on the name or head at a point sets, which stays in sight as the cells move under it."""
        if not self.covers(point, seen):
            return None
        above, left = point.y() - max(0.0, seen.top()), point.x() - max(0.0, seen.left())
        row, column = self._place(point)
        rows, columns = self.filled.shape
        if above < self.top and left >= self.left and self.by_column is not None and column < columns:
            return self.by_column(column)
        if above >= self.top and self.by_row is not None and row < rows:
            return self.by_row(row)
        return None

    def ordering(self, mark: Mark, is_row: bool) -> tuple[str, str] | None:
        """What orders the columns by the row of a mark, or the rows by its column: a setting and its value."""
        row, column = self._place(mark.rect.center())
        if is_row:
            return None if self.by_row is None else self.by_row(row)
        return None if self.by_column is None else self.by_column(column)

    def _place(self, point: QPointF) -> tuple[int, int]:
        wide, high = self.pitch
        return int((point.y() - self.top) // high), int((point.x() - self.left) // wide)

    def mark_at(self, point: QPointF) -> Mark | None:
        row, column = self._place(point)
        rows, columns = self.filled.shape
        if not (0 <= row < rows and 0 <= column < columns and self.filled[row, column]):
            return None
        return self._made(row, column) if self.rect_of(row, column).contains(point) else None

    def end(self, step: int) -> Mark | None:
        places = np.flatnonzero(self.filled)
        if not len(places):
            return None
        return self._made(*map(int, divmod(places[0 if step < 0 else -1], self.filled.shape[1])))

    def beside(self, mark: Mark, step: int) -> Mark:
        row, column = self._place(mark.rect.center())
        places = np.flatnonzero(self.filled)
        here = int(np.searchsorted(places, row * self.filled.shape[1] + column)) + step
        if not 0 <= here < len(places):
            return mark
        return self._made(*map(int, divmod(places[here], self.filled.shape[1])))

    def above_or_below(self, mark: Mark, step: int) -> Mark:
        row, column = self._place(mark.rect.center())
        rows = np.flatnonzero(self.filled.any(axis=1))
        at = int(np.searchsorted(rows, row)) + step
        if not 0 <= at < len(rows):
            return mark
        columns = np.flatnonzero(self.filled[rows[at]])
        return self._made(int(rows[at]), int(columns[np.abs(columns - column).argmin()]))

    def same_as(self, mark: Mark | None) -> Mark | None:
        """The mark that stands where one of an earlier figure was, if it is still about the same."""
        if mark is None:
            return None
        here = self.mark_at(mark.rect.center())
        if here is not None and here.key == mark.key:
            return here
        return next((other for other in self.marks() if other.key == mark.key), None)

    # -- painting

    def shapes(self) -> Iterator[Shape]:
        yield from self._made_in(QRectF(0, 0, self.width, self.height))

    def within(self, place: QRectF) -> Iterator[Shape]:
        yield from (shape for shape in self._made_in(place) if shape.rect.intersects(place))

    def _made_in(self, place: QRectF) -> Iterator[Shape]:
        """The shapes of all rows and columns that meet a rectangle; names and heads only where it reaches them."""
        rows, columns = self._meeting(place)
        for row in rows:
            yield from self.under(row, self._cells_of(row))
            for column in columns:
                yield from self.cell(row, column, self.rect_of(row, column))
            if place.left() < self.left or not self.left:  # without room of their own they stand among the cells
                at = self.rect_of(row, 0)
                yield from self.name(row, QRectF(0, at.top(), self.left, at.height()))
        for column in columns if place.top() < self.top else ():
            at = self.rect_of(0, column)
            yield from self.head(column, QRectF(at.left(), 0, at.width(), self.top))

    def paint(self, painter: QPainter, exposed: QRectF | None = None, seen: QRectF | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rows, columns = self._meeting(exposed)
        for row in rows:
            self._paint(painter, self.under(row, self._cells_of(row)))
            for column in columns:
                self._paint(painter, self.cell(row, column, self.rect_of(row, column)))
        x = 0.0 if seen is None else max(0.0, seen.left())
        y = 0.0 if seen is None else max(0.0, min(seen.top(), self.height - self.top - self.pitch[1]))
        if x:
            self._cover(painter, QRectF(x, 0, self.left, self.height))
        for row in rows:
            place = self.rect_of(row, 0)
            self._paint(painter, self.name(row, QRectF(x, place.top(), self.left, place.height())))
        if y:
            self._cover(painter, QRectF(0, y, self.width, self.top))
        for column in columns:
            place = self.rect_of(0, column)
            if place.left() >= x + self.left - 1:
                self._paint(painter, self.head(column, QRectF(place.left(), y, place.width(), self.top)))

    def _meeting(self, exposed: QRectF | None) -> tuple[range, range]:
        rows, columns = self.filled.shape
        if exposed is None:
            return range(rows), range(columns)
        (first_row, first), (last_row, last) = self._place(exposed.topLeft()), self._place(exposed.bottomRight())
        return (
            range(max(0, first_row), min(rows, last_row + 1)),
            range(max(0, first), min(columns, last + 1)),
        )

    @staticmethod
    def _cover(painter: QPainter, rect: QRectF) -> None:
        """Paper below names that stay in sight while the cells move away under them."""
        paint_shape(painter, Box(rect, theme.current().paper, 0.0))

    @staticmethod
    def _paint(painter: QPainter, shapes: Sequence[Shape]) -> None:
        for shape in shapes:
            paint_shape(painter, shape)
