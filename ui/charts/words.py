"""The words that are typical of tagged passages: a bar for each, and how often it is there and elsewhere."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF

from core.chart_settings import Settings
from core.charting import TOP_ROWS
from core.measures.catalogue import described
from core.measures.frequency import chosen
from core.measures.measured import Measured
from core.measures.words import compared
from core.model import AnnotationId
from ui import theme
from ui.charts.content import Content, about, counted, nothing, waiting, without_drawing
from ui.charts.drawing import (
    BAR,
    BAR_PITCH,
    GAP,
    LEAST_ROOM,
    end_text,
    label_width,
    mark_color,
    named_row,
    tag_ink,
    widest,
)
from ui.charts.figure import RIGHT, Box, Figure, Mark, Row, Words, text_width
from ui.charts.measuring import Measuring
from ui.theme import Theme

TITLE = "Words of the passages"
NO_WORDS = "No word is more frequent in these passages than elsewhere. Choose another tag, or keep the stop words."
NOT_ITSELF = "No passage here has this tag itself. Choose another tag, or roll up subtags."
NOT_WITH_SUBTAGS = "No passage here has this tag or a subtag of it. Choose another tag."
MOST = 500  # rows; the table has all
INSIDE, REST, TYPICAL, OFTEN, ELSEWHERE = range(5)  # columns of the table
HEADS = ("passages", "rest")
COLUMN, ENOUGH = 76.0, 520.0  # of a column of frequencies, and the width from which there is room for two


class Data(NamedTuple):
    """What is drawn: rows of the table, colour and style of the bars (a tag's, or none), and what they are of."""

    found: Measured
    rows: Sequence[int]
    color: str
    where: str
    style: int = 0


def content(measuring: Measuring, settings: Settings) -> Content:
    """The words of the passages of a tag, or of all, against the rest of the text."""
    tree = measuring.session.tags
    asked = measuring.asked(settings)
    where = tree.path(asked.tags[0]) if asked.tags else "All tags"
    subtitle = f"{where} · {about(measuring, settings)}"
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, subtitle, empty)
    everything, wanted = measuring.material("all"), measuring.material(settings.scope)
    if asked.tags and not len(chosen(wanted, asked)):
        return without_drawing(TITLE, subtitle, NOT_WITH_SUBTAGS if asked.rollup else NOT_ITSELF)
    tokens = measuring.texts.tokens(everything, wanted)
    if tokens is None:
        return waiting(TITLE, subtitle, "Reading the words", measuring.texts.done, measuring)
    if settings.stop_words == "auto":
        asked = asked._replace(stop_words=",".join(measuring.texts.languages) or "none")
    found = compared(tokens, described(wanted, asked), asked)
    typical = [row for row, strength in enumerate(found.values[:, TYPICAL].tolist()) if strength > 0]
    if not typical:
        return without_drawing(TITLE, subtitle, NO_WORDS)
    color, style = (tag_ink(tree.by_id[asked.tags[0]]), tree.style(asked.tags[0])) if asked.tags else ("", 0)
    data = Data(found, typical[: MOST if settings.every else TOP_ROWS], color, where, style)
    return Content(
        TITLE,
        subtitle,
        f"{TITLE}, bar chart, {counted(len(typical), 'word')}",
        lambda width, look: draw(data, width, look),
        found,
        more=_left_out(len(data.rows), len(typical)),
    )


def _left_out(shown: int, of: int) -> str:
    return f"{shown:,} of {of:,} words shown, the most typical." if shown < of else ""


def draw(data: Data, width: float, look: Theme) -> Figure:
    """A bar for each word by its log-likelihood, and at the end how often it is there in 1,000 words."""
    values = data.found.values[data.rows]
    labels = [data.found.rows[row].label for row in data.rows]
    numbers = [f"{value:,.1f}" for value in values[:, TYPICAL].tolist()]
    left = label_width(labels, width)
    columns = 2 * COLUMN if width >= ENOUGH else 0.0
    room = max(LEAST_ROOM, width - left - 2 * GAP - widest(numbers) - columns)
    color = mark_color(data.color, look) if data.color else look.accent
    top = _heads(width, left + GAP, columns > 0, look)
    figure = Figure(width, top.bottom + len(labels) * BAR_PITCH, [top])
    for at, row in enumerate(data.rows):
        made = named_row(top.bottom + at * BAR_PITCH, BAR_PITCH, labels[at], left, look)
        longest = float(values[0, TYPICAL])
        rect = QRectF(left + GAP, made.top + 5, max(2.0, room * float(values[at, TYPICAL]) / longest), BAR)
        made.shapes += [Box(rect, color, style=data.style), end_text(rect, numbers[at], look)]
        if columns:
            made.shapes += _frequencies(values[at].tolist(), width, made.top, look)
        made.marks.append(_mark(rect, data, row))
        figure.rows.append(made)
    return figure


def _heads(width: float, start: float, with_columns: bool, look: Theme) -> Row:
    font = theme.font(theme.SMALL_SIZE)
    row = Row(0.0, 22.0, [Words(QRectF(start, 0, 200, 18), "log-likelihood", look.muted, font)])
    if with_columns:
        said = "per 1,000 words in"
        place = QRectF(width - 2 * COLUMN - text_width(said, font) - GAP, 0, text_width(said, font) + 2, 18)
        row.shapes.append(Words(place, said, look.muted, font, RIGHT))
        for at, head in enumerate(HEADS):
            place = QRectF(width - (2 - at) * COLUMN, 0, COLUMN - 2, 18)
            row.shapes.append(Words(place, head, look.muted, font, RIGHT))
    return row


def _frequencies(values: Sequence[float], width: float, top: float, look: Theme) -> list[Words]:
    """How often a word is there in 1,000 words of the passages and of the rest."""
    return [
        Words(
            QRectF(width - (2 - at) * COLUMN, top, COLUMN - 2, BAR_PITCH), _often(value), color, theme.font(), RIGHT
        )
        for at, (value, color) in enumerate(zip(values[OFTEN:], (look.ink, look.muted), strict=True))
    ]


def _often(value: float) -> str:
    return "–" if value != value else f"{value:,.2f}"


def _mark(rect: QRectF, data: Data, row: int) -> Mark:
    word = data.found.rows[row].label
    inside, rest, typical, often, elsewhere = data.found.values[row].tolist()
    caption = (
        f"{word}: log-likelihood {typical:,.2f} · {inside:,.0f} in the passages ({_often(often)} per 1,000 words), "
        f"{rest:,.0f} in the rest ({_often(elsewhere)}) — click to read the passages"
    )
    return Mark(rect, ("word", word), f"“{word}” · {data.where}", caption, _behind(data.found, row))


def _behind(found: Measured, row: int) -> Callable[[], list[AnnotationId]]:
    return lambda: found.behind(row, INSIDE)
