"""Over time: a line for each tag, through the months or years in which articles appeared."""

import math
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core import palette
from core.chart_settings import Settings
from core.charting import by_size
from core.errors import UserError
from core.measures.measured import Measured
from core.measures.units import UNITS
from ui import theme
from ui.charts.axes import TITLE_ROOM, Plot, axis, column_labels, round_step, round_ticks, spread, tick_room
from ui.charts.content import Content, about, counted, left_out, nothing, without_drawing
from ui.charts.drawing import STROKE, Named, dashes, mark_color, mark_of, named, widest
from ui.charts.figure import Dot, Figure, Line, Mark, Marks, Row, Shape, Words, elided, text_width
from ui.charts.measuring import Measuring
from ui.theme import Theme

if TYPE_CHECKING:
    from numpy.typing import NDArray

TITLE = "Over time"
TOP_LINES = 8
LABEL, LABELS = 17.0, 0.22  # height of a name at the end of a line; what part of the chart names may take
LEADER, SAMPLE = 14.0, 28.0  # from the end of a line to a piece of it beside its name, and how long that is
LOWEST, HIGHEST = 240.0, 640.0  # of the plot
RADIUS, THIN = 3.5, 1.25  # of a dot; of a line without dots
NARROWEST, DOTTED = 2.0, 6.0  # pixels for a month or year; those from which each has a dot
UNDATED = "No article has a date yet. Write dates into the table of articles (Ctrl+Shift+T)."
NO_MONTHS = "No article has a month in its date. Choose years, or write dates into the table of articles."
_MONTHS = (1, 3, 6)  # between labels, where years would be too far apart


def content(measuring: Measuring, settings: Settings) -> Content:
    """The most frequent tags, or all, by the dates of their articles."""
    subtitle = about(measuring, settings)
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, subtitle, empty)
    try:
        found = measuring.measured(settings)
    except UserError as error:  # dates too far apart
        return without_drawing(TITLE, subtitle, str(error))
    if not found.columns:
        years = measuring.measured(settings._replace(period="year")).columns
        return without_drawing(TITLE, subtitle, NO_MONTHS if years else UNDATED)
    order = by_size(np.nansum(found.values, axis=1).tolist())
    if not order:
        return without_drawing(TITLE, subtitle, "No article with a date has a tag yet.")
    rows = order if settings.every else order[:TOP_LINES]
    tags = named((found.rows[row] for row in rows), measuring.session.tags)
    return Content(
        TITLE,
        f"{subtitle} · {_span(found)}",
        f"{TITLE}, line chart, {counted(len(order), 'tag')}, {_span(found)}",
        lambda width, look: draw(found, rows, tags, width, look),
        found,
        more=left_out(len(rows), len(order), "tag"),
    )


def _span(found: Measured) -> str:
    first, last = found.columns[0].label, found.columns[-1].label
    return first if first == last else f"{first} to {last}"


def draw(found: Measured, rows: list[int], tags: list[Named], width: float, look: Theme) -> Figure:
    """Lines from the first month or year to the last, with their names at the ends."""
    unit, count = UNITS[found.unit], len(found.columns)
    ticks = round_ticks(float(np.nanmax(found.values[rows])), bool(unit.noun))
    names = min(widest(tag.label for tag in tags), width * LABELS) + LEADER + SAMPLE + 6
    height = min(max(LOWEST, LABEL * len(rows)), HIGHEST)
    left = tick_room(ticks)
    pitch = max(NARROWEST, (width - left - names) / count)
    right = left + pitch * count
    plot = Plot(left, right, TITLE_ROOM, TITLE_ROOM + height, pitch, ticks)
    figure = Figure(right + names, plot.bottom + 24)
    figure.rows.append(axis(plot, unit.title, look))
    for row, tag, *spots in zip(rows, tags, *_spots(found.values[rows], pitch), strict=True):
        figure.rows.append(_line(plot, found, row, tag, *spots, look))
    figure.rows.append(_names(plot, found, rows, tags, names, look))
    figure.rows.append(column_labels(plot, _labels(found, pitch), look))
    return figure


def _spots(values: "NDArray[np.float64]", pitch: float) -> tuple[list[list[float]], list[list[float]]]:
    """How far each dot is put aside and half the width of its mark, row by row, in pixels.

    Tags with the same number in the same month stand beside each other: all are seen, each can be clicked.
    """
    row, column = np.nonzero(values > 0)
    order = np.lexsort((row, values[row, column], column))
    row, column = row[order], column[order]
    number = values[row, column]
    first = np.flatnonzero((np.diff(column, prepend=-1) != 0) | (np.diff(number, prepend=0) != 0))
    sizes = np.diff(first, append=len(row))
    many, at = np.repeat(sizes, sizes), np.arange(len(row)) - np.repeat(first, sizes)
    apart = np.minimum(2 * RADIUS, 0.8 * pitch / many)
    aside, half = np.zeros(values.shape), np.zeros(values.shape)
    aside[row, column] = (at - (many - 1) / 2) * apart
    half[row, column] = np.where(many > 1, apart / 2, _reach(pitch))
    return aside.tolist(), half.tolist()


def _line(
    plot: Plot, found: Measured, row: int, tag: Named, aside: list[float], half: list[float], look: Theme
) -> Row:
    """One tag: lines where there are numbers beside each other, dots where something was counted."""
    values, color = found.values[row].tolist(), mark_color(tag.color, look)
    shapes: list[Shape] = []

    def point(at: int) -> QPointF:
        return plot.point(at, values[at]) + QPointF(aside[at], 0)

    for is_gap, run in groupby(range(len(values)), key=lambda at: math.isnan(values[at])):
        points = () if is_gap else tuple(map(point, run))
        if len(points) > 1:
            shapes.append(_stroke(plot, points, tag, look))
        if points and points[-1].x() > plot.right - plot.pitch:  # on to the edge, where its name is
            shapes.append(
                Line((points[-1], QPointF(plot.right, points[-1].y())), palette.mix(str(color), look.paper, 0.5))
            )
    filled = [at for at, value in enumerate(values) if value > 0]
    dotted = filled if plot.pitch >= DOTTED else [at for at in filled if _is_alone(values, at)]
    shapes += [Dot(point(at), RADIUS, color, look.paper) for at in dotted]

    def mark(place: int) -> Mark:
        at = filled[place]
        size = QPointF(half[at], _reach(plot.pitch))
        where = QRectF(point(at) - size, point(at) + size)
        return mark_of(where, found, row, at, f"{tag.label} · {found.columns[at].label}")

    return Row(plot.top - 8, plot.bottom + 8, shapes, Marks(len(filled), mark))


def _stroke(plot: Plot, points: tuple[QPointF, ...], tag: Named, look: Theme) -> Line:
    """A line in the colour and the style of a tag, as below its words; thin and whole where months are dense."""
    color = mark_color(tag.color, look)
    if plot.pitch < DOTTED:
        return Line(points, color, THIN)
    return Line(points, color, STROKE, dashes(tag.style, STROKE))


def _reach(pitch: float) -> float:
    """How far from a dot a click is still on it."""
    return max(3.0, min(7.0, pitch / 2))


def _is_alone(values: list[float], at: int) -> bool:
    """Whether no line leads to a number, which only a dot then shows."""
    beside = [*values[max(0, at - 1) : at], *values[at + 1 : at + 2]]
    return all(math.isnan(value) for value in beside)


def _names(plot: Plot, found: Measured, rows: list[int], tags: list[Named], room: float, look: Theme) -> Row:
    """The names of as many lines as there is room for, the most frequent first, where the lines end."""
    font = theme.font(theme.SMALL_SIZE)
    shown = min(len(rows), int((plot.bottom - plot.top) // LABEL) + 1)
    numbers = [[value for value in found.values[row].tolist() if value == value] for row in rows[:shown]]
    wanted = [plot.point(0, each[-1]).y() for each in numbers]
    made = Row(plot.top - 8, plot.bottom + 8)
    for tag, last, y in zip(tags, wanted, spread(wanted, LABEL, plot.top, plot.bottom), strict=False):
        color = palette.readable(str(tag.color), look.paper)
        piece = QPointF(plot.right + LEADER, y), QPointF(plot.right + LEADER + SAMPLE, y)
        leader = QPointF(plot.right, last), piece[0] - QPointF(2, 0)
        made.shapes.append(Line(leader, palette.mix(str(color), look.paper, 0.5)))
        made.shapes.append(_stroke(plot, piece, tag, look))
        place = QRectF(piece[1].x() + 6, y - LABEL / 2, room - LEADER - SAMPLE - 6, LABEL)
        made.shapes.append(Words(place, elided(tag.label, font, place.width()), color, font))
    return made


def _labels(found: Measured, pitch: float) -> list[tuple[int, str]]:
    """As many of the months or years as there is room for, at round ones."""
    labels = [head.label for head in found.columns]
    font = theme.font(theme.SMALL_SIZE)
    room = text_width(labels[0], font) + 12
    if len(labels[0]) == 4:
        first = int(labels[0])
        step = round_step(pitch, room)
        chosen = [(at, label) for at, label in enumerate(labels) if (first + at) % step == 0]
        return chosen or [(0, labels[0])]
    first = 12 * int(labels[0][:4]) + int(labels[0][5:]) - 1
    step = next((each for each in _MONTHS if each * pitch >= room), 0)
    if step:
        chosen = [(at, label) for at, label in enumerate(labels) if (first + at) % step == 0]
    else:
        step = 12 * round_step(12 * pitch, text_width("2000", font) + 12)
        chosen = [(at, label[:4]) for at, label in enumerate(labels) if (first + at) % step == 0]
    return chosen or [(0, labels[0])]
