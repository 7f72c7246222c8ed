"""Tables of cells in the colours of tags, for the sections or the paragraphs of texts."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from core import palette
from core.measures.measured import Measured
from ui import theme
from ui.charts.content import said
from ui.charts.drawing import GAP, mark_color, mark_of
from ui.charts.figure import RIGHT, Box, Shape, Words, elided
from ui.charts.grid import Grid
from ui.charts.patterns import Shade
from ui.theme import Theme

_SHADES, _PALEST = 8, 0.4
_STEPS = range(_SHADES + 1)
_INSIDE = 2.0  # pixels above and below a cell


class Line(NamedTuple):
    """A line of the table: a row of numbers with what stands for its tag, or a heading without them."""

    label: str
    row: int | None = None
    color: str = ""
    style: int = 0


class Size(NamedTuple):
    """Pixels: the room for names and for heads, and from a cell to the next, to the right and down."""

    left: float
    top: float
    wide: float
    high: float


def tag_grid(
    found: Measured,
    lines: Sequence[Line],
    size: Size,
    look: Theme,
    what: Callable[[int, int], str],
    head: Callable[[int, QRectF], Sequence[Shape]],
    is_shaded: bool,
) -> Grid:
    """The lines of a table of numbers; `what` says what the cell of a line and a column is."""
    columns = len(found.columns)
    values = np.zeros((len(lines), columns))
    numbered = [at for at, line in enumerate(lines) if line.row is not None]
    values[numbered] = np.nan_to_num(found.values[[lines[at].row for at in numbered]])
    parts = values / (values.max(initial=0.0) or 1.0) if is_shaded else values > 0
    steps = np.ceil(parts * _SHADES).astype(int)
    shades = [
        [shade(line.color, step / _SHADES, look) if is_shaded else mark_color(line.color, look) for step in _STEPS]
        if line.color
        else []
        for line in lines
    ]

    def inside(rect: QRectF) -> QRectF:
        return rect.adjusted(0, _INSIDE, 0, -_INSIDE)

    def cell(line: int, column: int, rect: QRectF) -> Sequence[Shape]:
        step = steps[line, column]
        return (Box(inside(rect), shades[line][step], 0.0, style=lines[line].style),) if step else ()

    def under(line: int, rect: QRectF) -> Sequence[Shape]:
        return () if lines[line].row is None else (track(inside(rect), look),)

    width = size.left + columns * size.wide
    return Grid(
        width,
        size.top + len(lines) * size.high,
        left=size.left,
        top=size.top,
        pitch=(size.wide, size.high),
        gap=1.0 if size.wide >= 4 else 0.0,
        filled=values > 0,
        cell=cell,
        name=lambda line, rect: (_name(lines[line], rect, width, look),),
        head=head,
        under=under,
        mark=lambda line, column, rect: mark_of(
            inside(rect), found, lines[line].row or 0, column, what(line, column)
        ),
    )


def _name(line: Line, rect: QRectF, whole: float, look: Theme) -> Words:
    """The name of a row beside it, or a heading over all of its `whole` width."""
    if line.row is not None:
        place, font = rect.adjusted(0, 0, -GAP, 0), theme.font()
        return Words(place, elided(line.label, font, place.width()), look.ink, font, RIGHT)
    font = theme.font(weight=QFont.Weight.DemiBold)
    place = QRectF(rect.left(), rect.top(), whole, rect.height())
    return Words(place, elided(line.label, font, place.width()), look.ink, font)


def shade(color: str, share: float, look: Theme) -> Shade:
    """A tag's colour, paler where there is less; where colours are to stand out, always the whole one."""
    whole = mark_color(color, look)
    part = 1.0 if look.outlined else _PALEST + (1 - _PALEST) * share
    return Shade.made(palette.mix(str(whole), look.paper, part), share)


def deepest(found: Measured, rows: Sequence[int]) -> str:
    """What the deepest colour of some rows stands for, in words."""
    return f"deepest colour: {said(float(np.nanmax(found.values[rows])), found.unit)}"


def track(rect: QRectF, look: Theme) -> Box:
    """What lies below cells or passages, so that one sees where there are none."""
    return Box(rect, look.paper if look.outlined else look.ground, 3.0, look.line if look.outlined else "")
