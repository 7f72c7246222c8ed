"""Tags × tags: how often every two occur together, and how strongly."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

from core import palette
from core.chart_settings import Settings
from core.charting import TOP_ROWS, by_size, top
from core.measures.cooccurrence import COUNTS, find, table
from core.measures.similarity import order
from core.measures.together import FAR_MORE_FREQUENT, Together
from core.model import AnnotationId
from ui import theme
from ui.charts.content import Content, about, counted, left_out, nothing, without_drawing
from ui.charts.drawing import (
    CELL,
    CELL_GAP,
    CELL_PITCH,
    GAP,
    Named,
    cell_color,
    label_width,
    mark_color,
    named,
    named_row,
    on,
    widest,
)
from ui.charts.figure import CENTER, Box, Figure, Mark, Row, Words, elided, text_width, two_lines
from ui.charts.measuring import Measuring
from ui.theme import Theme

TITLE = "Tags × tags"
APART = "No two tags occur together so. Choose another relation, such as the same paragraph."
DOUBT = f"* c says little: it is outside 0 to 1, or one tag is more than {FAR_MORE_FREQUENT} times as frequent."
NARROWEST_HEAD, WIDEST_CELL, LONGEST_HEAD = 62.0, 96.0, 120.0


class Grid(NamedTuple):
    """What is drawn: the tags by their places in what was found, their names, and what is counted of them."""

    found: Together
    places: list[int]
    names: list[Named]
    counted: str
    is_half: bool

    def text(self, row: int, column: int) -> str:
        """The number of a cell."""
        return shown(self.found, row, column, self.counted)


def content(measuring: Measuring, settings: Settings) -> Content:
    """Every two tags that occur together."""
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, "", empty)
    material, asked = measuring.material(settings.scope), measuring.asked(settings)
    found = find(material, asked)
    measured = table(material, asked, found)
    pairs = np.nan_to_num(found.numbers["pairs"])
    used = np.flatnonzero((pairs + pairs.T).any(axis=1)).tolist()
    if not used:
        return without_drawing(TITLE, about(measuring, settings), APART)
    places = _ordered(found, used, settings)
    data = Grid(
        found,
        places,
        named((measured.rows[at] for at in places), measuring.session.tags),
        settings.counted,
        settings.form == "half" and settings.counted != "share" and not found.standing.is_directed,
    )
    return Content(
        TITLE,
        f"{about(measuring, settings)} · {COUNTS[settings.counted].title}",
        f"{TITLE}, table of {counted(len(used), 'tag')} that occur with others",
        lambda width, look: (draw_half if data.is_half else draw)(data, width, look),
        measured,
        more=left_out(len(places), len(used), "tag"),
    )


def _ordered(found: Together, used: list[int], settings: Settings) -> list[int]:
    """The places of the tags that are shown, in the order they are shown in."""
    values = np.maximum(0.0, np.nan_to_num(found.numbers[settings.counted]))
    values = (values + values.T)[np.ix_(used, used)]
    kept = top(values.sum(axis=1).tolist(), None if settings.every else TOP_ROWS)
    values = values[np.ix_(kept, kept)]
    if settings.order == "size":
        kept = [kept[at] for at in by_size((values.sum(axis=1) + 1e-9).tolist())]
    elif settings.order == "similarity":
        kept = [kept[at] for at in order(values + np.diag(values.max(axis=1)))]
    return [used[at] for at in kept]


# -- in words


def shown(found: Together, row: int, column: int, counts: str) -> str:
    """A number as it stands in a chart: a dash where there is nothing to divide by, a star where c says little."""
    value = float(found.numbers[counts][row, column])
    if value != value:
        return "–"
    star = "*" if counts == "c" and (found.outside[row, column] or found.uneven[row, column]) else ""
    return f"{value:,.{COUNTS[counts].digits}f}{star}"


def amount(value: float, counts: str) -> str:
    """A number with what it counts."""
    if counts in ("c", "jaccard", "share"):
        return f"{COUNTS[counts].title} {'–' if value != value else f'{value:.2f}'}"
    return counted(int(value), COUNTS[counts].title.lower().removesuffix("s"))


def side_by_side(found: Together, row: int, column: int, one: str, other: str, first: str) -> str:
    """All that is known of two tags: what is counted first, c with its doubts, Jaccard, and both shares."""
    numbers = found.numbers
    counts = [first, "pairs"] if first in ("events", "characters", "articles") else ["pairs"]
    said = [amount(float(numbers[each][row, column]), each) for each in counts]
    said.append(amount(float(numbers["c"][row, column]), "c"))
    if found.outside[row, column]:
        said[-1] += " (outside 0 to 1)"
    elif found.uneven[row, column]:
        said[-1] += f" (one is {found.ratio[row, column]:.0f} times as frequent)"
    said.append(amount(float(numbers["jaccard"][row, column]), "jaccard"))
    of_one, of_other = (float(numbers["share"][at]) * 100 for at in ((row, column), (column, row)))
    said.append(f"{of_one:.0f} % of {one}, {of_other:.0f} % of {other}")
    return " · ".join(said)


def _mark(rect: QRectF, data: Grid, at: int, place: int) -> Mark:
    """The mark for two tags, given by their places in the order they are shown in."""
    row, column = data.places[at], data.places[place]
    one, other = data.names[at].label, data.names[place].label
    what = f"{one} {'within' if data.found.standing.is_directed else '+'} {other}"
    said = side_by_side(data.found, row, column, one, other, data.counted)

    def behind() -> list[AnnotationId]:
        return data.found.behind(row, column, data.counted)

    key = (data.found.tags[row], data.found.tags[column])
    return Mark(rect, key, what, f"{what}: {said} — click to read them", behind)


# -- drawing


def draw(data: Grid, width: float, look: Theme) -> Figure:
    """Both halves: a row and a column for each tag; wider than asked where it must be."""
    left = min(label_width((tag.label for tag in data.names), width), 150.0)
    start = left + GAP
    pitch = _pitch(data, (width - start) / len(data.places))
    figure = Figure(start + pitch * len(data.places), 0)
    figure.rows.append(_heads(data, start, pitch, look))
    y, highest = figure.rows[0].bottom, _highest(data)
    for at, tag in enumerate(data.names):
        row = named_row(y, CELL_PITCH, tag.label, left, look)
        for place in range(len(data.names)):
            rect = QRectF(start + place * pitch, y, pitch - CELL_GAP, CELL)
            _draw_cell(row, data, at, place, rect, highest, look)
        figure.rows.append(row)
        y += CELL_PITCH
    return _finished(figure, data, y, look)


def draw_half(data: Grid, width: float, look: Theme) -> Figure:
    """One half: each name stands once, where its row ends and its column begins."""
    font = theme.font()
    labels = [elided(tag.label, font, width / 3) for tag in data.names]
    rooms = [(width - CELL_PITCH - 6 - text_width(text, font)) / at for at, text in enumerate(labels) if at]
    pitch = _pitch(data, min(rooms))
    figure, y, highest = Figure(width, 0), 0.0, _highest(data)
    for at, text in enumerate(labels):
        row = Row(y, y + CELL_PITCH)
        for place in range(at):
            rect = QRectF(place * pitch, y, pitch - CELL_GAP, CELL)
            _draw_cell(row, data, at, place, rect, highest, look)
        corner = QRectF(at * pitch, y, CELL, CELL)
        _draw_corner(row, data.names[at], corner, look)
        size = text_width(text, font) + 2
        row.shapes.append(Words(QRectF(corner.right() + 6, y, size, CELL), text, look.ink, font))
        figure.width = max(figure.width, corner.right() + 6 + size)
        figure.rows.append(row)
        y += CELL_PITCH
    return _finished(figure, data, y, look)


def _pitch(data: Grid, room: float) -> float:
    """How far cells are apart: as there is room for, but enough for the numbers."""
    places = data.places
    longest = widest({data.text(row, column) for row in places for column in places if row != column})
    return min(max(room, longest + 8 + CELL_GAP, CELL_PITCH), WIDEST_CELL)


def _highest(data: Grid) -> float:
    shown = data.found.numbers[data.counted][np.ix_(data.places, data.places)]
    return max(float(np.nan_to_num(shown).max()), 1e-9)


def _heads(data: Grid, start: float, pitch: float, look: Theme) -> Row:
    """The names above their columns: in two lines, or upwards where columns are narrow."""
    font = theme.font(theme.HEAD_SIZE)
    if pitch < NARROWEST_HEAD:
        names = [elided(tag.label, font, LONGEST_HEAD) for tag in data.names]
        height = max(text_width(name, font) for name in names) + 8
        row = Row(0.0, height)
        for at, name in enumerate(names):
            place = QRectF(start + at * pitch, 0, pitch - CELL_GAP, height - 6)
            row.shapes.append(Words(place, name, look.muted, font, upwards=True))
        return row
    row = Row(0.0, 36.0)
    for at, tag in enumerate(data.names):
        lines = two_lines(tag.label, font, pitch - CELL_GAP - 2)
        for line, text in enumerate(lines):
            y = 2.0 + (2 - len(lines)) * 15 + line * 15
            row.shapes.append(
                Words(QRectF(start + at * pitch, y, pitch - CELL_GAP, 15), text, look.muted, font, CENTER)
            )
    return row


def _draw_cell(row: Row, data: Grid, at: int, place: int, rect: QRectF, highest: float, look: Theme) -> None:
    if at == place:
        _draw_corner(row, data.names[at], rect, look)
        return
    value = float(data.found.numbers[data.counted][data.places[at], data.places[place]])
    if not value:
        row.shapes.append(Words(rect, "·", look.muted, theme.font(), CENTER))
        return
    text, ground = data.text(data.places[at], data.places[place]), look.paper
    if value > 0:
        ground = cell_color(value / highest, look)
        row.shapes.append(Box(rect, ground))
    row.shapes.append(Words(rect, text, on(ground, look), theme.font(), CENTER))
    row.marks.append(_mark(rect, data, at, place))


def _draw_corner(row: Row, tag: Named, rect: QRectF, look: Theme) -> None:
    """The cell of a tag with itself, which has its colour and no number."""
    edge = mark_color(tag.color, look) if look.outlined else ""
    row.shapes.append(Box(rect, look.paper if look.outlined else palette.tint(tag.color, look.paper), 3.0, edge))
    middle = rect.center()
    row.shapes.append(Box(QRectF(middle.x() - 4, middle.y() - 4, 8, 8), mark_color(tag.color, look), 2.0))


def _finished(figure: Figure, data: Grid, y: float, look: Theme) -> Figure:
    """With its height, and below it what a star means where there is one."""
    found, part = data.found, np.ix_(data.places, data.places)
    if data.counted == "c" and (found.outside | found.uneven)[part].any():
        font = theme.font(theme.SMALL_SIZE)
        figure.rows.append(Row(y, y + 20, [Words(QRectF(0, y + 2, figure.width, 18), DOUBT, look.muted, font)]))
        y += 20
    figure.height = y
    return figure
