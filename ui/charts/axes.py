"""The frame of charts with an axis: round ticks from zero, lines at them, and labels that keep off each other."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from ui import theme
from ui.charts.drawing import widest
from ui.charts.figure import CENTER, LEFT, RIGHT, Line, Row, Words, text_width
from ui.theme import Theme

MOST_STEPS = 4
TITLE_ROOM, TICK_ROOM = 26.0, 22.0  # pixels above and below a plot
_FACTORS = (1, 2, 5)


class Plot(NamedTuple):
    """Where numbers are drawn: columns of `pitch` pixels from `left`, and zero to the highest tick upwards."""

    left: float
    right: float
    top: float
    bottom: float
    pitch: float
    ticks: Sequence[float]

    def point(self, column: float, value: float) -> QPointF:
        """The place of a value in the middle of a column."""
        x = self.left + (column + 0.5) * self.pitch
        return QPointF(x, self.bottom - (self.bottom - self.top) * value / self.ticks[-1])


def round_ticks(highest: float, is_whole: bool) -> list[float]:
    """Three to five round numbers from zero, the last at least `highest`."""
    power = math.floor(math.log10(highest)) - 1 if highest > 0 else 0
    steps = (factor * 10.0**each for each in range(power, power + 4) for factor in _FACTORS)
    step = next(each for each in steps if highest <= each * MOST_STEPS and (each >= 1 or not is_whole))
    count = max(2, math.ceil(highest / step))
    return [round(step * at, 10) for at in range(count + 1)]


def tick_text(tick: float) -> str:
    """A tick as it is written."""
    return f"{tick:,.10g}" if tick < 1e6 else f"{tick:,.0f}"


def tick_room(ticks: Sequence[float]) -> float:
    """Room for the numbers left of a plot."""
    return widest(tick_text(tick) for tick in ticks) + 8


def axis(plot: Plot, title: str, look: Theme) -> Row:
    """Hairlines at the ticks with their numbers, and above them what is counted."""
    font = theme.font(theme.SMALL_SIZE)
    row = Row(0, plot.bottom, [Words(QRectF(0, 0, plot.right, 18), title, look.muted, font, LEFT)])
    for tick in plot.ticks:
        y = round(plot.point(0, tick).y()) + 0.5
        color = look.muted if tick == 0 else look.line
        dots = (1.0, 4.0) if look.outlined and tick else ()  # where all lines are black
        row.shapes.append(Line((QPointF(plot.left, y), QPointF(plot.right, y)), color, dash=dots))
        place = QRectF(0, y - 9, plot.left - 8, 18)
        row.shapes.append(Words(place, tick_text(tick), look.muted, font, RIGHT))
    return row


def column_labels(plot: Plot, labels: Sequence[tuple[int, str]], look: Theme) -> Row:
    """Words below some columns."""
    font = theme.font(theme.SMALL_SIZE)
    row = Row(plot.bottom, plot.bottom + TICK_ROOM)
    for column, text in labels:
        middle, half = plot.point(column, 0).x(), text_width(text, font) / 2 + 2
        place = QRectF(max(0.0, middle - half), plot.bottom + 4, 2 * half, TICK_ROOM - 4)
        row.shapes.append(Words(place, text, look.muted, font, CENTER))
    return row


def round_step(pitch: float, room: float) -> int:
    """Every so manieth column is labelled so that each label has room: 1, 2, 5, 10, 20 …"""
    return next(step for power in range(9) for f in _FACTORS if (step := f * 10**power) * pitch >= room)


def round_numbers(count: int, pitch: float, room: float) -> list[int]:
    """The first of some numbers from 1, and as many round ones as have room."""
    step = round_step(pitch, room)
    if step <= 2:
        return list(range(1, count + 1, step))
    return [1, *(number for number in range(step, count + 1, step) if (number - 1) * pitch >= room)]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights of labels, each as near as it can be to where it is wanted, at least `gap` apart."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    found = [0.0] * len(wanted)
    y = low - gap
    for at in order:
        found[at] = y = max(wanted[at], y + gap)
    y = high + gap
    for at in reversed(order):
        found[at] = y = min(found[at], y - gap)
    return found
