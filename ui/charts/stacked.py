"""Tag frequency for each article: stacked bars, or one bar for each tag of each article."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

from core.chart_settings import Settings
from core.charting import TOP_ROWS, top, topmost
from core.measures.measured import Measured
from core.model import DocumentId
from ui import theme
from ui.charts.content import Content, about, caption, counted, left_out, nothing, number, without_drawing
from ui.charts.drawing import (
    BAR,
    BAR_PITCH,
    GAP,
    LEAST_ROOM,
    Named,
    bar_room,
    behind_row,
    end_text,
    label_width,
    legend,
    mark_color,
    mark_of,
    named,
    named_row,
    numbers,
    widest,
)
from ui.charts.figure import Box, Figure, Mark, Row, Shape, Words, elided, text_width, wrapped
from ui.charts.measuring import Measuring
from ui.theme import Theme

TITLE = "Tag frequency for each article"
ROLLED_UP = "Only tags without one above them are stacked: their subtags are counted in them."
MOST_TAGS = 20  # that have a bar or a colour of their own until all is asked for
THIN, THIN_PITCH = 12.0, 17.0  # of a bar among others of an article
MOST_OF_NAMES = 0.25  # of the width, behind such bars


class Bars(NamedTuple):
    """What is drawn: rows and columns of the table, their names, and how annotations are without a tag.

    `others` are columns that are drawn as one, where there are more than can be told apart. The columns of the
    `whole` have every coding once, also where tags count with their subtags, and only they are stacked. Codings add
    up; of other units a sum would mean nothing, and none is said.
    """

    found: Measured
    rows: list[int]
    columns: list[int]
    others: list[int]
    articles: list[Named]
    tags: list[Named]
    annotations: dict[DocumentId, int]
    untagged: str
    is_share: bool
    is_grouped: bool
    adds_up: bool
    whole: list[int]

    @property
    def totals(self) -> list[float]:
        """What the rows have in all."""
        found: list[float] = numbers(self.found)[np.ix_(self.rows, self.whole)].sum(axis=1).tolist()
        return found


class Part(NamedTuple):
    """A bar, or a part of one: a number, the columns it is from, and what they are called."""

    value: float
    tag: Named
    columns: list[int]


def content(measuring: Measuring, settings: Settings) -> Content:
    """Every article with its tags."""
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, "", empty)
    found = measuring.measured(settings)
    data = bars(found, measuring, settings)
    how = "Bars beside each other" if data.is_grouped else "Stacked bars"
    return Content(
        TITLE,
        f"{how}{', as shares of the article' if data.is_share else ''} · {about(measuring, settings)}",
        f"{TITLE}, {how.lower()}, {counted(len(found.rows), 'article')}",
        lambda width, look: draw(data, width, look),
        with_lengths(found, data, "article"),
        more=more(data, len(found.rows), "article"),
    )


def bars(found: Measured, measuring: Measuring, settings: Settings) -> Bars:
    """What is drawn of a table with tags as columns: its rows with the highest numbers, and the tags they have."""
    session = measuring.session
    values, is_grouped = numbers(found), settings.form == "grouped"
    every = list(range(len(found.columns)))
    whole = topmost([head.tag for head in found.columns], session.tags) if settings.rollup else every
    rows = top(values[:, whole].sum(axis=1).tolist(), None if settings.every else TOP_ROWS)
    heavy = values[rows].sum(axis=0)
    used = [at for at in (every if is_grouped else whole) if heavy[at]]
    columns = [used[at] for at in top(heavy[used].tolist(), None if settings.every else MOST_TAGS)]
    return Bars(
        found,
        rows,
        columns,
        sorted(set(used) - set(columns)),
        named((found.rows[row] for row in rows), session.tags),
        named((found.columns[column] for column in columns), session.tags),
        session.annotation_counts,
        "none of these tags" if session.groups_in_view else "not tagged yet",
        settings.share == "row",
        is_grouped,
        found.unit in ("codings", "per-1000"),
        whole,
    )


def with_lengths(found: Measured, data: Bars, noun: str) -> Measured:
    """The numbers with a definition that also says what bars are as long as, where that is not the numbers."""
    if not data.is_share:
        return found
    said = f"Bars are as long as their share of the sum of the {noun}; the numbers are what was counted."
    return replace(found, definition=f"{found.definition} {said}")


def more(data: Bars, of_rows: int, noun: str) -> str:
    """What is left out, or stands together, until all is asked for."""
    said = left_out(len(data.rows), of_rows, noun)
    if not data.others:
        return said
    tags = f"{len(data.columns)} of {len(data.columns) + len(data.others):,} tags"
    how = "shown" if data.is_grouped else "in colour, the others grey"
    return f"{said} {tags} {how}: those with the highest numbers.".strip()


def _parts(data: Bars, at: int) -> list[Part]:
    """What a row is made of: its tags, and in one the others that it has."""
    values = np.nan_to_num(data.found.values[data.rows[at]])
    own = values[data.columns].tolist()  # of hundreds of tags an article has few
    parts = [Part(own[place], data.tags[place], [data.columns[place]]) for place in np.flatnonzero(own).tolist()]
    rest = float(values[data.others].sum()) if data.others and not data.is_grouped else 0.0
    return [*parts, Part(rest, _rest(data), data.others)] if rest else parts


def _rest(data: Bars) -> Named:
    return Named(counted(len(data.others), "other tag"))


def _mark(rect: QRectF, data: Bars, at: int, part: Part) -> Mark:
    what = f"{part.tag.label} · {data.articles[at].label}"
    row = data.rows[at]
    if len(part.columns) == 1:
        return mark_of(rect, data.found, row, part.columns[0], what)
    head = data.found.rows[row]
    said = caption(what, part.value, data.found.unit) if data.adds_up else f"{what} — click to read them"
    key = ((head.tag, head.document, head.label), "others")
    return Mark(rect, key, what, said, behind_row(data.found, row, part.columns))


def draw(data: Bars, width: float, look: Theme) -> Figure:
    """One bar for each row, or one for each of its tags."""
    return (draw_grouped if data.is_grouped else draw_stacked)(data, width, look)


def draw_stacked(data: Bars, width: float, look: Theme) -> Figure:
    """One bar for each article, its segments the tags, and the names of the colours below."""
    totals = data.totals
    texts = [number(total, data.found.unit) for total in totals]
    left = label_width((head.label for head in data.articles), width)
    room = width - left - 2 * GAP - widest(texts)
    room = max(LEAST_ROOM, room) if data.is_share else bar_room(room, totals, data.found.unit)
    longest = max(totals) or 1
    figure = Figure(width, 0)
    for at, total in enumerate(totals):
        made = named_row(at * BAR_PITCH, BAR_PITCH, data.articles[at].label, left, look)
        if total:
            unit = room / (total if data.is_share else longest)
            _draw_segments(made, data, at, left + GAP, unit, look)
        else:
            made.shapes.append(_nothing_there(data, at, left + GAP, made.top, look))
        figure.rows.append(made)
    tags = [*data.tags, *([_rest(data)] if data.others else [])]
    figure.rows += legend(tags, len(data.rows) * BAR_PITCH + GAP, width, look)
    if len(data.whole) < len(data.found.columns):
        figure.rows.append(_said(ROLLED_UP, figure.rows[-1].bottom + 4, width, look))
    figure.height = figure.rows[-1].bottom
    return figure


def _said(words: str, top: float, width: float, look: Theme) -> Row:
    """A sentence below the names of the colours."""
    font = theme.font(theme.SMALL_SIZE)
    lines = wrapped(words, font, width)
    places = [QRectF(0, top + 16 * at, width, 16) for at in range(len(lines))]
    shapes: list[Shape] = [Words(place, line, look.muted, font) for place, line in zip(places, lines, strict=True)]
    return Row(top, top + 16 * len(lines), shapes)


def _nothing_there(data: Bars, at: int, x: float, y: float, look: Theme) -> Words:
    document = data.found.rows[data.rows[at]].document
    is_bare = document is not None and document not in data.annotations
    text = "no annotations yet" if is_bare else data.untagged
    return Words(QRectF(x, y, 400, BAR_PITCH), text, look.muted, theme.font())


def _draw_segments(row: Row, data: Bars, at: int, start: float, unit: float, look: Theme) -> None:
    x, total = start, 0.0
    for part in _parts(data, at):
        rect = QRectF(x, row.top + 5, unit * part.value, BAR)
        # A line of paper between neighbours, where there is room for one, tells apart tags of one colour.
        seen = rect.adjusted(0, 0, -1, 0) if rect.width() > 4 else rect
        radius = min(2.0, rect.width() / 2)
        row.shapes.append(Box(seen, mark_color(part.tag.color, look), radius, style=part.tag.style))
        row.marks.append(_mark(rect, data, at, part))
        x, total = rect.right(), total + part.value
    _draw_total(row, data, at, QRectF(start, row.top + 5, x - start, BAR), total, look)


def _draw_total(row: Row, data: Bars, at: int, bar: QRectF, total: float, look: Theme) -> None:
    """The number after a bar, where there is one for all of it."""
    if not data.adds_up:
        return
    words = end_text(bar, number(total, data.found.unit), look)
    row.shapes.append(words)
    size = QRectF(words.rect.left() - 4, bar.top(), text_width(words.text, words.font) + 8, BAR)
    line, what = data.rows[at], data.articles[at].label
    behind = behind_row(data.found, line)
    key = (data.found.rows[line].document, data.found.rows[line].label)
    row.marks.append(Mark(size, key, what, caption(what, total, data.found.unit), behind))


def draw_grouped(data: Bars, width: float, look: Theme) -> Figure:
    """For each article a bar for each of its tags, one below the other, with its number and its name."""
    shown = numbers(data.found)[np.ix_(data.rows, data.columns)]
    sums = data.totals if data.is_share else np.full(len(shown), shown.max(initial=0.0))
    unit, font = data.found.unit, theme.font(theme.SMALL_SIZE)
    figures = widest(number(value, unit) for value in np.unique(shown).tolist())
    names = min(max((text_width(tag.label, font) for tag in data.tags), default=0.0) + 1, width * MOST_OF_NAMES)
    left = label_width((head.label for head in data.articles), width)
    room = width - left - 3 * GAP - figures - names
    room = max(LEAST_ROOM, room) if data.is_share else bar_room(room, shown.ravel().tolist(), unit)
    figure, y = Figure(width, 0), 0.0
    for at, article in enumerate(data.articles):
        filled = _parts(data, at)
        first = named_row(y, BAR_PITCH, article.label, left, look)
        figure.rows.append(first)
        if not filled:
            first.shapes.append(_nothing_there(data, at, left + GAP, y, look))
        for line, part in enumerate(filled):
            bar_top = y + (BAR_PITCH - THIN) / 2 + THIN_PITCH * line
            made = first if line == 0 else Row(bar_top, bar_top + THIN)
            rect = QRectF(left + GAP, bar_top, max(2.0, room * part.value / sums[at]), THIN)
            made.shapes.append(Box(rect, mark_color(part.tag.color, look), 2, style=part.tag.style))
            made.shapes += _number_and_name(rect, number(part.value, unit), part.tag.label, width, look)
            made.marks.append(_mark(rect, data, at, part))
            if line:
                figure.rows.append(made)
        y += BAR_PITCH + THIN_PITCH * max(0, len(filled) - 1) + GAP
    figure.height = y
    return figure


def _number_and_name(bar: QRectF, value: str, tag: str, width: float, look: Theme) -> tuple[Words, Words]:
    """What stands after a thin bar, which is less high than words."""
    said = end_text(bar.adjusted(0, -4, 0, 4), value, look)
    font, start = theme.font(theme.SMALL_SIZE), said.rect.left() + text_width(value, said.font) + GAP
    place = QRectF(start, said.rect.top(), width - start, said.rect.height())
    return said, Words(place, elided(tag, font, place.width()), look.muted, font)
