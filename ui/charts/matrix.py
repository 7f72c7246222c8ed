"""Tags × articles with the numbers in the cells."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

from core.chart_settings import BY, Settings
from core.charting import TOP_COLUMNS, TOP_ROWS, by_size, shortened, top, topmost
from core.measures.frequency import shares
from core.measures.measured import Measured
from core.measures.similarity import orders
from storage import passages
from ui import theme
from ui.charts.content import Content, about, caption, counted, left_out, nothing, number, without_drawing
from ui.charts.drawing import (
    CELL_GAP,
    CELL_PITCH,
    GAP,
    Named,
    behind_row,
    cell_color,
    label_width,
    mark_of,
    named,
    numbers,
    on,
    widest,
)
from ui.charts.figure import CENTER, RIGHT, Box, Figure, Mark, Shape, Words, elided, text_width, two_lines
from ui.charts.grid import Grid
from ui.charts.measuring import Measuring
from ui.theme import Theme

if TYPE_CHECKING:
    from core.measures.units import Numbers

TITLE = "Tags × articles"
NARROWEST_CELL, WIDEST_CELL, HEADS = 62.0, 200.0, 36.0
LONGEST_HEAD = 150.0  # pixels of a title that stands upright above small cells
HIGHEST = 360.0  # pixels of small cells one below the other that are seen at once
# How wide a cell is at least, how high, and the room between two.
SIZES = {"": (NARROWEST_CELL, CELL_PITCH, CELL_GAP), "small": (18.0, 18.0, 2.0), "tiny": (6.0, 6.0, 0.5)}


class Cells(NamedTuple):
    """What is drawn: rows and columns of the table in their order, their names, and sums that make sense."""

    found: Measured
    shown: "Numbers"  # of the rows and columns that are drawn
    of_rows: int
    rows: list[int]
    columns: list[int]
    tags: list[Named]
    is_share: bool
    sums: list[float]
    sums_width: float  # room for them, after the rows
    size: str
    order: str  # as it is in force, not as it may be wanted
    order_of_columns: str
    guid: Callable[[str, int], str]  # of a tag or an article, by table and number; empty for one that is gone

    def article(self, column: int) -> str:
        """What a column is called; nobody needs the names of ten thousand."""
        return shortened(self.found.columns[self.columns[column]].label)


def content(measuring: Measuring, settings: Settings) -> Content:
    """Every used tag in every article."""
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, "", empty)
    found = measuring.measured(settings)
    parts = _shares(found, settings, measuring) if settings.share else found
    data = _cells(found, parts, settings, measuring)
    of_rows = data.of_rows
    more = [
        left_out(len(data.rows), of_rows, "tag"),
        left_out(len(data.columns), len(found.columns), "article"),
    ]
    codings = len(measuring.material(settings.scope).codings)  # rolled up, they stand in several rows
    total = f" · {counted(codings, 'coding')}" if found.unit == "codings" else ""
    ordered = (("tags", data.order), ("articles", data.order_of_columns))
    share = f" · % of the {settings.share}" if settings.share else ""
    by = "".join(f" · {what} {said}" for what, order in ordered if (said := said_order(measuring, order)))
    articles = counted(len(found.columns), "article")
    return Content(
        TITLE,
        f"{about(measuring, settings)}{total}{share}{by}",
        f"{TITLE}, table, {counted(of_rows, 'tag')} by {articles}{share.replace(' ·', ',')}",
        lambda width, look: draw(data, width, look),
        parts,
        more=" ".join([*filter(None, more), *(["“all” counts every article."] if more[1] and data.sums else [])]),
    )


def _shares(found: Measured, settings: Settings, measuring: Measuring) -> Measured:
    """The same as per cent of rows or columns."""
    tags = [head.tag for head in found.rows]
    once = topmost(tags, measuring.session.tags) if settings.rollup else range(len(tags))
    return shares(found, settings.share, once)


def _cells(found: Measured, parts: Measured, settings: Settings, measuring: Measuring) -> Cells:
    values, tree = numbers(found), measuring.session.tags
    heavy = values.sum(axis=1)
    used = np.flatnonzero(heavy).tolist()
    limits = (None, None) if settings.every else (TOP_ROWS, TOP_COLUMNS)
    rows = [used[at] for at in top(heavy[used].tolist(), limits[0])]
    columns = top(values.sum(axis=0).tolist(), limits[1])
    if settings.order == "size":
        rows = [rows[at] for at in by_size(heavy[rows].tolist())]
    elif settings.order == "similarity":
        part = values[np.ix_(rows, columns)]
        by_row, by_column = orders(part)
        rows, columns = [rows[at] for at in by_row], [columns[at] for at in by_column]
    if settings.columns == "size" and settings.order != "similarity":
        columns = _falling(columns, values.sum(axis=0)[columns])
    shown = _taken(parts.values, rows, columns)
    by_article, by_tag = _leading(found, rows, columns, settings, measuring)
    if by_article is not None or by_tag is not None:
        known = np.nan_to_num(shown)
        line = np.arange(len(rows)) if by_article is None else np.argsort(-known[:, by_article], kind="stable")
        across = np.arange(len(columns)) if by_tag is None else np.argsort(-known[by_tag], kind="stable")
        rows, columns = [rows[at] for at in line], [columns[at] for at in across]
        shown = shown[np.ix_(line, across)]
    adds_up = found.unit == "codings" and not settings.share and not settings.cells
    sums = heavy[rows].tolist() if adds_up else []
    return Cells(
        found,
        shown,
        len(used),
        rows,
        columns,
        named((found.rows[row] for row in rows), tree),
        bool(settings.share),
        sums,
        GAP + widest(["all", *(number(each, found.unit) for each in sums)]) + 2 if sums else 0.0,
        settings.cells,
        "tree" if settings.order.startswith(BY) and by_article is None else settings.order,
        "" if settings.columns.startswith(BY) and by_tag is None else settings.columns,
        lambda table, number: next(iter(passages.guids(measuring.session.project.db, table, [number])), ""),
    )


def _falling(places: list[int], weights: "Numbers") -> list[int]:
    """The places, the heaviest first, of equal ones the earlier."""
    return [places[at] for at in np.argsort(-weights, kind="stable")]


def _leading(
    found: Measured, rows: list[int], columns: list[int], settings: Settings, measuring: Measuring
) -> tuple[int | None, int | None]:
    """The column that the rows are ordered by, and the row that the columns are; None for other orders.

    What is not seen, as it is gone or left out, orders nothing: nobody could tell by what.
    """
    article, tag = _meant(measuring, "document", settings.order), _meant(measuring, "tag", settings.columns)
    by_article = by_tag = None
    if article is not None:
        by_article = next((at for at, each in enumerate(columns) if found.columns[each].document == article), None)
    if tag is not None and settings.order != "similarity":
        by_tag = next((at for at, each in enumerate(rows) if found.rows[each].tag == tag), None)
    return by_article, by_tag


def _meant(measuring: Measuring, table: str, order: str) -> int | None:
    """The article or tag by whose numbers something is ordered; None where it is by none or by one that is gone."""
    guid = order.removeprefix(BY) if order.startswith(BY) else ""
    return passages.ids(measuring.session.project.db, table, [guid]).get(guid) if guid else None


def said_order(measuring: Measuring, order: str) -> str:
    """By which article or tag something is ordered; nothing for the orders that every table has."""
    if (article := _meant(measuring, "document", order)) is not None:
        return f"by {shortened(measuring.session.documents[article].title)}"
    if (tag := _meant(measuring, "tag", order)) is not None:
        return f"by {measuring.session.tags.shown_path(tag)}"
    return ""


def _taken(values: "Numbers", rows: list[int], columns: list[int]) -> "Numbers":
    """Some rows and columns; all columns in their order, as they mostly are, take no time of their own."""
    part = values[rows]
    return part if columns == list(range(values.shape[1])) else part[:, columns]


def draw(data: Cells, width: float, look: Theme) -> Figure:
    """A table of tags and articles, its cells shaded by their numbers; wider than asked where it must be."""
    left = min(label_width((tag.label for tag in data.tags), width), 150.0)
    size = _size(data, width - left - GAP)
    least, high, gap = SIZES[size]
    most = WIDEST_CELL if not size else 2 * least
    wide = min(max((width - left - GAP - data.sums_width) / max(1, len(data.columns)), least), most)
    filled = data.shown > 0
    highest = float(np.fmax.reduce(data.shown, axis=None, initial=0.0)) or 1.0
    if data.sums:
        filled = np.hstack([filled, np.ones((len(data.rows), 1), bool)])
    heads = {"": lambda: HEADS, "small": lambda: _longest_head(data) + 8, "tiny": lambda: 8.0}[size]()
    head = {"": _head, "small": _head_upwards, "tiny": _no_head}[size]
    return Grid(
        left + GAP + wide * len(data.columns) + data.sums_width,
        heads + high * len(data.rows),
        left=left + GAP,
        top=heads,
        pitch=(wide, high),
        gap=gap,
        filled=filled,
        cell=lambda row, column, rect: _cell(rect, data, row, column, highest, look),
        name=lambda row, rect: _name(rect, data.tags[row].label, look),
        head=lambda column, rect: head(rect, data, column, look),
        mark=lambda row, column, rect: _mark(rect, data, row, column),
        by_row=lambda row: _by_row(data, row),
        by_column=lambda column: _by_column(data, column),
    )


def _by_column(data: Cells, column: int) -> tuple[str, str] | None:
    """What orders the tags by an article or, after the last, by all of them; where it does, the tree does again.

    None for an article that was deleted since this was drawn.
    """
    if column == len(data.columns):
        order = "size"
    elif guid := data.guid("document", data.found.columns[data.columns[column]].document or 0):
        order = BY + guid
    else:
        return None
    return "order", "tree" if order == data.order else order


def _by_row(data: Cells, row: int) -> tuple[str, str] | None:
    """What orders the articles by a tag; where it does, the list does again.

    None for a tag that was deleted since, and where articles stand beside those that are alike.
    """
    guid = data.guid("tag", data.found.rows[data.rows[row]].tag or 0)
    if not guid or data.order == "similarity":
        return None
    return "columns", "" if BY + guid == data.order_of_columns else BY + guid


def _size(data: Cells, room: float) -> str:
    """Which of SIZES cells have: tiny ones, which nothing names, only where larger ones would not all be seen."""
    wide, high, _ = SIZES["small"]
    if data.size == "tiny" and len(data.columns) * wide <= room and len(data.rows) * high <= HIGHEST:
        return "small"
    return data.size


def _after(rect: QRectF, data: Cells) -> QRectF:
    """Where the number after a row stands: right behind its cells, which can be wider."""
    return QRectF(rect.left(), rect.top(), min(data.sums_width, rect.width()), rect.height())


def _mark(rect: QRectF, data: Cells, row: int, column: int) -> Mark:
    line, tag = data.rows[row], data.tags[row].label
    if column == len(data.columns):
        behind = behind_row(data.found, line)
        what = f"{tag} · all articles"
        said = caption(what, data.sums[row], data.found.unit)
        return Mark(_after(rect, data), (data.found.rows[line].tag, "all"), what, said, behind)
    place = data.columns[column]
    mark = mark_of(rect, data.found, line, place, f"{tag} · {data.article(column)}")
    if data.is_share:
        return mark._replace(caption=f"{data.shown[row, column]:.1f} % · {mark.caption}")
    return mark


def _name(rect: QRectF, label: str, look: Theme) -> tuple[Words, ...]:
    font = theme.font() if rect.height() > 15 else theme.font(theme.HEAD_SIZE)
    if rect.height() < 9:
        return ()
    place = rect.adjusted(0, 0, -GAP, 0)
    return (Words(place, elided(label, font, place.width()), look.ink, font, RIGHT),)


def _head(rect: QRectF, data: Cells, column: int, look: Theme) -> list[Words]:
    """The title of an article above its column, in two lines."""
    if column == len(data.columns):
        return [Words(_after(rect, data), "all", look.muted, theme.font(), RIGHT)]
    font = theme.font(theme.HEAD_SIZE)
    lines = two_lines(data.article(column), font, rect.width() - 2)
    top = rect.top() + 2.0 + (2 - len(lines)) * 7.5
    return [
        Words(QRectF(rect.left(), top + 15 * at, rect.width(), 15), line, look.muted, font, CENTER)
        for at, line in enumerate(lines)
    ]


def _longest_head(data: Cells) -> float:
    font, longest = theme.font(theme.HEAD_SIZE), 0.0
    for at in range(len(data.columns)):
        longest = max(longest, text_width(data.article(at), font))
        if longest >= LONGEST_HEAD:  # there may be ten thousand
            return LONGEST_HEAD
    return longest


def _head_upwards(rect: QRectF, data: Cells, column: int, look: Theme) -> list[Words]:
    font, place = theme.font(theme.HEAD_SIZE), rect.adjusted(0, 0, 0, -6)
    return [Words(place, elided(data.article(column), font, place.height()), look.muted, font, upwards=True)]


def _no_head(_rect: QRectF, _data: Cells, _column: int, _look: Theme) -> list[Words]:
    return []


def _cell(rect: QRectF, data: Cells, row: int, column: int, highest: float, look: Theme) -> tuple[Shape, ...]:
    if column == len(data.columns):
        said = number(data.sums[row], data.found.unit)
        return (Words(_after(rect, data), said, look.muted, theme.font(), RIGHT),)
    value = float(data.shown[row, column])
    radius = 3.0 if not data.size else 1.0
    if not value > 0:
        if data.size:
            return (Box(rect, look.panel, radius),)
        edge = look.disabled if look.outlined else look.line  # what is not there is not to be the strongest
        text = "–" if value != value else "·"
        return Box(rect, look.paper, radius, edge), Words(rect, text, look.muted, theme.font(), CENTER)
    ground = cell_color(value / highest, look)
    if data.size:
        return (Box(rect, ground, radius),)
    text = f"{value:.0f} %" if data.is_share else number(value, data.found.unit)
    return Box(rect, ground, radius), Words(rect, text, on(ground, look), theme.font(), CENTER)
