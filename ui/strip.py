"""Where in an article its annotations sit: a strip of coloured cells, computed once at a fixed resolution."""

from bisect import bisect_left
from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from core.model import TagId

Place = tuple[int, int, TagId | None]  # start, stop, first tag

COLUMNS = 300
_SHORTEST = 4  # columns; what is shorter could not be seen
_PER_COLUMN = 8  # annotations looked at where more than these begin in one column


class Cell(NamedTuple):
    """A stretch `[left, right)` of columns in the colour of one tag; None for an annotation without a tag."""

    left: int
    right: int
    tag: TagId | None


def cells(count: int, place: Callable[[int], Place], characters: int) -> list[Cell]:
    """Cells of `count` annotations in text order; the later one is on top where two overlap.

    `place` is asked for few of them only, so that an article with 20,000 costs no more than one with 2,000.
    """
    columns: list[tuple[bool, TagId | None]] = []
    running: list[tuple[int, TagId | None]] = []  # (column where it ends, tag), the topmost last
    index = 0
    for column in range(COLUMNS if characters else 0):
        end = -(-(column + 1) * characters // COLUMNS)  # the first offset of the next column
        seen = index
        while index < count and index - seen < _PER_COLUMN and (found := place(index))[0] < end:
            last = -(-found[1] * COLUMNS // characters)
            running.append((max(last, column + _SHORTEST), found[2]))
            index += 1
        if index - seen == _PER_COLUMN:
            index = bisect_left(range(count), end, lo=index, key=lambda at: place(at)[0])
        running = [item for item in running if item[0] > column]
        columns.append((True, running[-1][1]) if running else (False, None))
    return _joined(columns)


def _joined(columns: list[tuple[bool, TagId | None]]) -> list[Cell]:
    found, left = [], 0
    for (covered, tag), run in groupby(columns):
        right = left + len(list(run))
        if covered:
            found.append(Cell(left, right, tag))
        left = right
    return found


def paint(
    painter: QPainter,
    rect: QRectF,
    shown: list[Cell],
    ground: QColor,
    color: Callable[[TagId | None], QColor],
) -> None:
    """Paints a strip."""
    painter.fillRect(rect, ground)
    scale = rect.width() / COLUMNS
    for cell in shown:
        left = rect.left() + cell.left * scale
        painter.fillRect(QRectF(left, rect.top(), (cell.right - cell.left) * scale, rect.height()), color(cell.tag))
