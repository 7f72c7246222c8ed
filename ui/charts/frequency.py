"""Tag frequency: one bar for each tag."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from core.chart_settings import Settings
from core.charting import TOP_ROWS, by_size
from core.measures.measured import Measured
from ui.charts.content import Content, about, counted, left_out, nothing, number, without_drawing
from ui.charts.drawing import (
    BAR,
    BAR_PITCH,
    GAP,
    Named,
    bar_room,
    end_text,
    label_width,
    mark_color,
    mark_of,
    named,
    named_row,
    widest,
)
from ui.charts.figure import Box, Figure
from ui.charts.measuring import Measuring
from ui.theme import Theme

TITLE = "Tag frequency"


def content(measuring: Measuring, settings: Settings) -> Content:
    """The tags of an article, or of all, as bars."""
    subtitle = about(measuring, settings)
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, subtitle, empty)
    found = measuring.measured(settings)
    used = by_size(found.values[:, 0].tolist())
    rows = used if settings.every else used[:TOP_ROWS]
    if settings.order == "tree":
        rows = sorted(rows)
    heads = named((found.rows[row] for row in rows), measuring.session.tags)
    return Content(
        TITLE,
        subtitle,
        f"{TITLE}, bar chart, {counted(len(used), 'tag')}",
        lambda width, look: draw(found, rows, heads, subtitle, width, look),
        found,
        more=left_out(len(rows), len(used), "tag"),
    )


def draw(
    found: Measured, rows: Sequence[int], heads: Sequence[Named], where: str, width: float, look: Theme
) -> Figure:
    """Horizontal bars for rows of a table of one column."""
    values = [float(found.values[row, 0]) for row in rows]
    numbers = [number(value, found.unit) for value in values]
    left = label_width((head.label for head in heads), width)
    room = bar_room(width - left - 2 * GAP - widest(numbers), values, found.unit)
    figure = Figure(width, len(rows) * BAR_PITCH)
    for at, (row, head) in enumerate(zip(rows, heads, strict=True)):
        made = named_row(at * BAR_PITCH, BAR_PITCH, head.label, left, look)
        rect = QRectF(left + GAP, made.top + 5, max(2.0, room * values[at] / max(values)), BAR)
        made.shapes += [
            Box(rect, mark_color(head.color, look), style=head.style),
            end_text(rect, numbers[at], look),
        ]
        made.marks.append(mark_of(rect, found, row, 0, f"{head.label} · {where}"))
        figure.rows.append(made)
    return figure
