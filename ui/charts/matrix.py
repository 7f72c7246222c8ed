"""Tags × articles with the numbers in the cells."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

from core.chart_settings import Settings
from core.charting import TOP_COLUMNS, TOP_ROWS, by_size, top
from core.measures.measured import Measured
from core.measures.similarity import order
from ui import theme
from ui.charts.content import Content, about, caption, counted, left_out, nothing, number, without_drawing
from ui.charts.drawing import (
    CELL,
    CELL_GAP,
    CELL_PITCH,
    GAP,
    Named,
    behind_all,
    cell_color,
    end_text,
    label_width,
    mark_of,
    named,
    named_row,
    on,
    widest,
)
from ui.charts.figure import CENTER, Box, Figure, Mark, Row, Words, text_width, two_lines
from ui.charts.measuring import Measuring
from ui.theme import Theme

TITLE = "Tags × articles"
NARROWEST_CELL, WIDEST_CELL = 62.0, 140.0


class Cells(NamedTuple):
    """What is drawn: rows and columns of the table in their order, their names, and sums that make sense."""

    found: Measured
    shown: "np.ndarray[tuple[int, int], np.dtype[np.float64]]"
    rows: list[int]
    columns: list[int]
    tags: list[Named]
    articles: list[Named]
    is_share: bool
    sums: list[float]


def content(measuring: Measuring, settings: Settings) -> Content:
    """Every used tag in every article."""
    if settings.scope == "article":
        settings = settings._replace(scope="all")
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, "", empty)
    found = measuring.measured(settings)
    data = _cells(found, settings, measuring)
    of_rows = int(np.nan_to_num(found.values).any(axis=1).sum())
    more = [
        left_out(len(data.rows), of_rows, "tag"),
        left_out(len(data.columns), len(found.columns), "article"),
    ]
    total = f" · {counted(int(found.values.sum()), 'coding')}" if found.unit == "codings" else ""
    articles = counted(len(found.columns), "article")
    return Content(
        TITLE,
        f"{about(measuring, settings)}{total}",
        f"{TITLE}, table, {counted(of_rows, 'tag')} by {articles}",
        lambda width, look: draw(data, width, look),
        found,
        more=" ".join([*filter(None, more), *(["“all” counts every article."] if more[1] and data.sums else [])]),
    )


def _cells(found: Measured, settings: Settings, measuring: Measuring) -> Cells:
    values = np.nan_to_num(found.values)
    heavy = values.sum(axis=1)
    used = np.flatnonzero(heavy).tolist()
    limits = (None, None) if settings.every else (TOP_ROWS, TOP_COLUMNS)
    rows = [used[at] for at in top(heavy[used].tolist(), limits[0])]
    columns = top(values.sum(axis=0).tolist(), limits[1])
    if settings.order == "size":
        rows = [rows[at] for at in by_size(heavy[rows].tolist())]
    elif settings.order == "similarity":
        part = values[np.ix_(rows, columns)]
        rows, columns = [rows[at] for at in order(part)], [columns[at] for at in order(part.T)]
    shown = found.values
    if settings.share:
        sums = values.sum(axis=1, keepdims=True) if settings.share == "row" else values.sum(axis=0, keepdims=True)
        shown = np.divide(100 * values, sums, out=np.zeros_like(values), where=sums > 0)
    tree = measuring.session.tags
    adds_up = found.unit == "codings" and not settings.share
    return Cells(
        found,
        shown,
        rows,
        columns,
        named((found.rows[row] for row in rows), tree),
        named((found.columns[column] for column in columns), tree),
        bool(settings.share),
        heavy[rows].tolist() if adds_up else [],
    )


def draw(data: Cells, width: float, look: Theme) -> Figure:
    """A table of tags and articles, its cells shaded by their numbers; wider than asked where it must be."""
    left = min(label_width((tag.label for tag in data.tags), width), 150.0)
    sums = [number(value, data.found.unit) for value in data.sums]
    right = max(text_width("all", theme.font()), widest(sums)) + 1 if sums else 0.0
    room = (width - left - right - 2 * GAP) / max(1, len(data.columns))
    pitch = min(max(room, NARROWEST_CELL), WIDEST_CELL)
    start = left + GAP
    figure = Figure(start + pitch * len(data.columns) + GAP + right, 0)
    figure.rows.append(_heads(data, start, pitch, look))
    highest = float(np.nan_to_num(data.shown[np.ix_(data.rows, data.columns)]).max()) or 1.0
    top = figure.rows[0].bottom
    for at, (line, tag) in enumerate(zip(data.rows, data.tags, strict=True)):
        row = named_row(top, CELL_PITCH, tag.label, left, look)
        for place, column in enumerate(data.columns):
            rect = QRectF(start + place * pitch, top, pitch - CELL_GAP, CELL)
            row.shapes += _cell(rect, data, line, column, highest, look)
            if np.nan_to_num(data.found.values[line, column]):
                what = f"{tag.label} · {data.articles[place].label}"
                row.marks.append(_said(mark_of(rect, data.found, line, column, what), data, line, column))
        if sums:
            _draw_sum(row, data, at, QRectF(start, top, pitch * len(data.columns) - CELL_GAP, CELL), look)
        figure.rows.append(row)
        top += CELL_PITCH
    figure.height = top
    return figure


def _said(mark: Mark, data: Cells, line: int, column: int) -> Mark:
    """With its share, where cells show shares."""
    if not data.is_share:
        return mark
    return mark._replace(caption=f"{data.shown[line, column]:.1f} % · {mark.caption}")


def _draw_sum(row: Row, data: Cells, at: int, end: QRectF, look: Theme) -> None:
    words = end_text(end, number(data.sums[at], data.found.unit), look)
    row.shapes.append(words)
    line, what = data.rows[at], f"{data.tags[at].label} · all articles"
    place = QRectF(words.rect.left() - 4, end.top(), text_width(words.text, words.font) + 8, CELL)
    behind = behind_all(data.found, [(line, column) for column in range(len(data.found.columns))])
    said = caption(what, data.sums[at], data.found.unit)
    row.marks.append(Mark(place, (data.found.rows[line].tag, "all"), what, said, behind))


def _heads(data: Cells, start: float, pitch: float, look: Theme) -> Row:
    """The titles of the articles above their columns, in two lines."""
    font = theme.font(theme.HEAD_SIZE)
    row = Row(0.0, 36.0)
    for at, article in enumerate(data.articles):
        lines = two_lines(article.label, font, pitch - CELL_GAP - 2)
        top = 2.0 + (2 - len(lines)) * 7.5
        for line in lines:
            place = QRectF(start + at * pitch, top, pitch - CELL_GAP, 15)
            row.shapes.append(Words(place, line, look.muted, font, CENTER))
            top += 15
    if data.sums:
        end = QRectF(start, 2, pitch * len(data.columns) - CELL_GAP, 30)
        row.shapes.append(end_text(end, "all", look))
    return row


def _cell(rect: QRectF, data: Cells, line: int, column: int, highest: float, look: Theme) -> tuple[Box, Words]:
    value = float(data.shown[line, column])
    if not value > 0:
        edge = look.disabled if look.outlined else look.line  # what is not there is not to be the strongest
        text = "–" if value != value else "·"
        return Box(rect, look.paper, 3.0, edge), Words(rect, text, look.muted, theme.font(), CENTER)
    ground = cell_color(value / highest, look)
    text = f"{value:.0f} %" if data.is_share else number(value, data.found.unit)
    return Box(rect, ground), Words(rect, text, on(ground, look), theme.font(), CENTER)
