"""Saturation: how many new tags each article brings, as bars, and how many there are by then, as a line."""

from PySide6.QtCore import QPointF, QRectF

from core.chart_settings import Settings
from core.charting import shortened
from core.measures.measured import Measured
from ui import theme
from ui.charts.axes import TICK_ROOM, TITLE_ROOM, Plot, axis, column_labels, round_numbers, round_ticks, tick_room
from ui.charts.content import Content, about, counted, nothing, without_drawing
from ui.charts.drawing import on
from ui.charts.figure import CENTER, Box, Dot, Figure, Line, Mark, Marks, Row, Words, text_width, two_lines
from ui.charts.measuring import Measuring
from ui.theme import Theme

TITLE = "Saturation"
HEIGHT, NARROWEST, TITLED, WIDEST_BAR = 240.0, 0.25, 84.0, 40.0  # pixels
NEW, SO_FAR = range(2)  # columns


def content(measuring: Measuring, settings: Settings) -> Content:
    """New tags from article to article."""
    subtitle = about(measuring, settings)
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, subtitle, empty)
    found = measuring.measured(settings)
    return Content(
        TITLE,
        f"{subtitle} · bars: new tags of each, line: tags so far",
        f"{TITLE}, bars and a line, {counted(len(found.rows), 'article')}, "
        f"{counted(int(found.values[-1, SO_FAR]), 'tag')} in the end",
        lambda width, look: draw(found, width, look),
        found,
    )


def draw(found: Measured, width: float, look: Theme) -> Figure:
    """Bars and a line on one axis, articles from left to right as they are read."""
    ticks, count = round_ticks(float(found.values[-1, SO_FAR]), True), len(found.rows)
    last = f"{found.values[-1, SO_FAR]:,.0f}"
    left, end = tick_room(ticks), text_width(last, theme.font()) + 14
    pitch = max(NARROWEST, (width - left - end) / count)
    plot = Plot(left, left + pitch * count, TITLE_ROOM, TITLE_ROOM + HEIGHT, pitch, ticks)
    titled = pitch >= TITLED
    figure = Figure(plot.right + end, plot.bottom + (40 if titled else 2 * TICK_ROOM))
    figure.rows += [axis(plot, "Tags", look), _bars(plot, found, look), _line(plot, found, look)]
    point = plot.point(count - 1, float(found.values[-1, SO_FAR]))
    place = QRectF(point.x() + 8, point.y() - 9, end + pitch / 2, 18)
    figure.rows[-1].shapes.append(Words(place, last, look.ink, theme.font()))
    figure.rows += _titles(plot, found, look) if titled else _numbers(plot, count, look)
    return figure


def _bars(plot: Plot, found: Measured, look: Theme) -> Row:
    """A bar for each article that brings new tags, with its number where there is room."""
    row, font = Row(plot.top - 8, plot.bottom), theme.font(theme.SMALL_SIZE)
    size = min(plot.pitch * 0.7 if plot.pitch >= 6 else max(1.0, plot.pitch), WIDEST_BAR)
    for at, value in enumerate(found.values[:, NEW].tolist()):
        if not value:
            continue
        point = plot.point(at, value)
        bar = QRectF(point.x() - size / 2, point.y(), size, plot.bottom - point.y())
        row.shapes.append(Box(bar, look.accent, min(3.0, size / 4)))
        text = f"{value:,.0f}"
        if text_width(text, font) + 4 <= size and bar.height() >= 18:
            row.shapes.append(
                Words(QRectF(bar.left(), bar.bottom() - 18, size, 18), text, on(look.accent, look), font, CENTER)
            )
        row.marks.append(_mark(bar, found, at, NEW))
    return row


def _line(plot: Plot, found: Measured, look: Theme) -> Row:
    """The line of all tags so far, with a dot at each article that has any before or in it."""
    values = found.values[:, SO_FAR].tolist()
    points = tuple(plot.point(at, value) for at, value in enumerate(values))
    row = Row(plot.top - 8, plot.bottom + 8, [Line(points, look.ink, 2.0)] if len(points) > 1 else [])
    filled = [at for at, value in enumerate(values) if value]
    if plot.pitch >= 6:
        row.shapes += [Dot(points[at], 3.5, look.ink, look.paper) for at in filled]
    half = max(2.0, min(7.0, plot.pitch / 2))
    size = QPointF(half, half)

    def mark(at: int) -> Mark:
        place = QRectF(points[filled[at]] - size, points[filled[at]] + size)
        return _mark(place, found, filled[at], SO_FAR)

    row.marks = Marks(len(filled), mark)
    return row


def _mark(place: QRectF, found: Measured, row: int, column: int) -> Mark:
    head, value = found.rows[row], int(found.values[row, column])
    title = shortened(head.label)
    if column == NEW:
        what, said = f"New tags · {title}", f"{title}: {counted(value, 'new tag')}"
    else:
        what, said = (
            f"Tags so far · {title}",
            f"{title}: {counted(value, 'tag')} so far, in {counted(row + 1, 'article')}",
        )
    return Mark(place, (head.document, column), what, f"{said} — click to read", lambda: found.behind(row, column))


def _titles(plot: Plot, found: Measured, look: Theme) -> list[Row]:
    """The titles of few articles, in two lines below their bars."""
    font, row = theme.font(theme.SMALL_SIZE), Row(plot.bottom, plot.bottom + 40)
    for at, head in enumerate(found.rows):
        for line, text in enumerate(two_lines(shortened(head.label), font, plot.pitch - 8)):
            place = QRectF(plot.left + at * plot.pitch, plot.bottom + 6 + 15 * line, plot.pitch, 15)
            row.shapes.append(Words(place, text, look.muted, font, CENTER))
    return [row]


def _numbers(plot: Plot, count: int, look: Theme) -> list[Row]:
    """The numbers of many articles in their order."""
    font = theme.font(theme.SMALL_SIZE)
    numbers = round_numbers(count, plot.pitch, text_width(f"{count:,}", font) + 10)
    place = QRectF(plot.left, plot.bottom + TICK_ROOM, plot.right - plot.left, 18)
    words = Words(place, "articles in reading order", look.muted, font)
    return [
        column_labels(plot, [(number - 1, f"{number:,}") for number in numbers], look),
        Row(place.top(), place.bottom(), [words]),
    ]
