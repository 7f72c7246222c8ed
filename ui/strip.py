"""Where in an article its annotations sit: a strip of coloured cells, computed once at a fixed resolution."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from core.model import TagId

Place = TypeVar("Place", bound=tuple[Any, ...])

COLUMNS = 300
SHORTEST = 4  # columns; what is shorter could not be seen
_PER_COLUMN = 3  # the annotations looked at where more begin in one column: the last are on top


class Cell(NamedTuple):
    """A stretch `[left, right)` of columns in the colour of one tag; None for an annotation without a tag."""

    left: int
    right: int
    tag: TagId | None


def cells(
    places: Sequence[Place],
    extent: Callable[[Place], tuple[int, TagId | None]],
    characters: int,
    width: int = COLUMNS,
    shortest: int = SHORTEST,
) -> list[Cell]:
    """Cells of places in text order; where two overlap, the later one is on top.

    A place begins with its start, `width` and `shortest` are in columns; `extent` tells its stop and first tag, and
    is asked of few of them only, so that an article with 20,000 annotations costs little more than one with 2,000.
    """
    columns: list[tuple[bool, TagId | None]] = []
    running: list[tuple[int, TagId | None]] = []  # (column where it ends, tag), the topmost last
    index = 0
    for column in range(width if characters else 0):
        end = -(-(column + 1) * characters // width)  # the first offset of the next column
        beyond = bisect_left(places, (end,), lo=index)
        for place in places[max(index, beyond - _PER_COLUMN) : beyond]:
            stop, tag = extent(place)
            running.append((max(-(-stop * width // characters), column + shortest), tag))
        index = beyond
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
