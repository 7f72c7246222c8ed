"""What charts have in common: measures, names, numbers, colours and legends."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core import palette
from core.charting import shortened, tag_labels
from core.codebook import TagTree
from core.measures.measured import Head, Measured
from core.measures.units import UNITS
from core.model import AnnotationId, Tag, TagId
from ui import theme
from ui.charts.content import caption
from ui.charts.figure import RIGHT, Box, Line, Mark, Row, Words, elided, text_width
from ui.charts.patterns import BesideColor, Ink
from ui.marks import PATTERNS
from ui.theme import Theme

if TYPE_CHECKING:
    from numpy.typing import NDArray

GAP = 10.0  # between a name, its bar and the number at the end
BAR, BAR_PITCH, LEAST_ROOM = 18.0, 28.0, 20.0
WIDEST_ONE, ALONE = 120.0, 480.0  # pixels of a bar for each thing that is counted; of one that has none beside it
CELL, CELL_PITCH = 26.0, 29.0
CELL_GAP = CELL_PITCH - CELL
CHIP, CHIP_GAP, LEGEND_LINES = 18.0, 6.0, 3
GREY = "#808080"  # of what is about no tag
STROKE = 2.0  # pixels: how thick the line of a tag is


class Named(NamedTuple):
    """What stands for a row or a column: its words, and the stored colour and the line style of its tag."""

    label: str
    color: str = GREY
    style: int = 0


def named(heads: Iterable[Head], tree: TagTree) -> list[Named]:
    """Heads as charts name them: tags by their names or, where two are the same, paths; titles not too long."""
    labels = tag_labels(tree)
    return [
        Named(shortened(head.label))
        if head.tag is None
        else Named(labels[head.tag], tag_ink(tree.by_id[head.tag]), tree.style(head.tag))
        for head in heads
    ]


def tags_named(tags: Iterable[TagId], tree: TagTree) -> dict[TagId, Named]:
    """The same for tags alone, in their order."""
    known = list(tags)
    return dict(zip(known, named((Head("", tag) for tag in known), tree), strict=True))


def tag_ink(tag: Tag) -> Ink:
    """The stored colour of a tag, that knows whose it is."""
    return Ink.made(tag.color, tag.id)


def mark_of(rect: QRectF, measured: Measured, row: int, column: int, what: str) -> Mark:
    """The mark for a number of a table."""
    heads = measured.rows[row], measured.columns[column]
    key = tuple((head.tag, head.document, head.label) for head in heads)
    value = float(measured.values[row, column])

    def behind() -> list[AnnotationId]:
        return measured.behind(row, column)

    return Mark(rect, key, what, caption(what, value, measured.unit), behind)


def behind_row(
    measured: Measured, row: int, columns: Sequence[int] | None = None
) -> Callable[[], list[AnnotationId]]:
    """What gives the annotations behind the numbers of a row, each once: behind all of them, or some columns."""
    wanted = np.arange(len(measured.columns)) if columns is None else np.array(columns, np.int64)
    filled = wanted[measured.values[row, wanted] > 0].tolist()
    return lambda: sorted({each for column in filled for each in measured.behind(row, column)})


def numbers(measured: Measured) -> "NDArray[np.float64]":
    """The numbers of a table, zero where there is nothing to count in."""
    values = measured.values
    return np.nan_to_num(values) if values.size and np.isnan(values.min()) else values


def mark_color(tag_color: str, look: Theme) -> Ink:
    """A tag's colour as a bar: the same as in the text, at least 3:1 against the paper of this look."""
    return Ink.made(palette.readable(str(tag_color), look.hardest, 3.0), tag_color)


def dashes(style: int, width: float) -> tuple[float, ...]:
    """The parts and gaps of a line of this width in the style of a tag, as below its words."""
    return tuple(part / width for part in PATTERNS[style])


def underline(place: QRectF, color: str, style: int) -> tuple[Line, ...]:
    """A tag's line along the lower edge of a place, as on its chip; nothing where that is whole."""
    if not style:
        return ()
    y = place.bottom() - STROKE / 2
    ends = QPointF(place.left(), y), QPointF(place.right(), y)
    return (Line(ends, BesideColor(color), STROKE, dashes(style, STROKE)),)


def cell_color(share: float, look: Theme) -> str:
    """The shade of a cell that has this share of the highest number."""
    return palette.mix(look.accent, look.paper, 0.10 + 0.75 * share)


def on(ground: str, look: Theme) -> str:
    """Ink or paper, whichever stands out more on a colour, and in any case at 4.5:1."""
    best = max((look.ink, look.paper), key=lambda color: palette.contrast(color, ground))
    return palette.readable(best, ground)


def named_row(top: float, height: float, label: str, left: float, look: Theme) -> Row:
    """A row that begins with its name, right-aligned in the column of names."""
    font = theme.font()
    middle = height - (CELL_GAP if height == CELL_PITCH else 0)
    words = Words(QRectF(0, top, left, middle), elided(label, font, left), look.ink, font, RIGHT)
    return Row(top, top + height, [words])


def end_text(rect: QRectF, text: str, look: Theme) -> Words:
    """Words after a bar or a row."""
    return Words(QRectF(rect.right() + GAP, rect.top(), 100, rect.height()), text, look.muted, theme.font())


def label_width(labels: Iterable[str], width: float) -> float:
    """Room for the names: what the longest needs, and at most about a third of the chart."""
    widest = max((text_width(label, theme.font()) for label in labels), default=0.0)
    return min(widest + 1, width * 0.36)


def bar_room(room: float, values: Sequence[float], unit: str) -> float:
    """How long the longest bar is: all the room, unless it counts one or two things, or is alone."""
    each = WIDEST_ONE * max(values, default=0.0) if UNITS[unit].noun else room
    return max(LEAST_ROOM, min(room, each, ALONE if len(values) == 1 else room))


def widest(texts: Iterable[str]) -> float:
    """How wide the widest of some texts is."""
    return max((text_width(text, theme.font()) for text in texts), default=0.0)


def legend(tags: Sequence[Named], top: float, width: float, look: Theme) -> list[Row]:
    """Chips with the names of the tags, in a few lines; how many more there are is said at the end."""
    font = theme.font(theme.SMALL_SIZE)
    rows = [Row(top, top + CHIP)]
    x = 0.0
    for at, tag in enumerate(tags):
        text = elided(tag.label, font, min(200.0, width - 40))
        size = text_width(text, font) + 28
        more = f"and {len(tags) - at} more"
        spare = 0.0 if at == len(tags) - 1 or len(rows) < LEGEND_LINES else text_width(more, font) + CHIP_GAP
        if x and x + size + spare > width:
            if len(rows) == LEGEND_LINES:
                place = QRectF(x, rows[-1].top, width - x, CHIP)
                rows[-1].shapes.append(Words(place, more, look.muted, font))
                break
            rows.append(Row(rows[-1].bottom + CHIP_GAP, rows[-1].bottom + CHIP_GAP + CHIP))
            x = 0.0
        rows[-1].shapes += chip(QRectF(x, rows[-1].top, size, CHIP), text, tag.color, look, tag.style)
        x += size + CHIP_GAP
    return rows if tags else []


def chip(rect: QRectF, text: str, color: str, look: Theme, style: int = 0) -> tuple[Box, Box, Words]:
    """A tag's chip, with the colour its segments have in front of its name."""
    ground, font = look.paper if look.outlined else palette.tint(color, look.paper), theme.font(theme.SMALL_SIZE)
    swatch = QRectF(rect.left() + 7, rect.center().y() - 4, 8, 8)
    words = Words(rect.adjusted(19, 0, 0, 0), text, palette.readable(color, ground), font)
    edge = mark_color(color, look) if look.outlined else ""
    return Box(rect, ground, CHIP / 2, edge), Box(swatch, mark_color(color, look), 2, "", style), words
