"""Codeline: the tags of one article as rows, its paragraphs as columns."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from core.chart_settings import Settings
from core.charting import TOP_ROWS, by_size
from core.measures.measured import Measured
from ui import theme
from ui.charts.axes import round_numbers
from ui.charts.cells import Line, Size, deepest, tag_grid
from ui.charts.content import Content, about, counted, left_out, nothing, without_drawing
from ui.charts.drawing import GAP, label_width, named
from ui.charts.figure import CENTER, RIGHT, Figure, Words, text_width
from ui.charts.measuring import Measuring
from ui.theme import Theme

TITLE = "Codeline"
HIGH, HEAD = 22.0, 20.0  # pixels: a row, and the numbers of the paragraphs
NARROWEST, WIDEST = 6.0, 48.0
_NUMBERED = "paragraph"


def content(measuring: Measuring, settings: Settings) -> Content:
    """The article in the reader, paragraph by paragraph."""
    subtitle = about(measuring, settings)
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, subtitle, empty)
    found = measuring.measured(settings)
    order = by_size(found.values.sum(axis=1).tolist())
    rows = order if settings.every else order[:TOP_ROWS]
    if settings.order == "tree":
        rows = sorted(rows)
    tags = named((found.rows[row] for row in rows), measuring.session.tags)
    lines = [Line(tag.label, row, tag.color, tag.style) for row, tag in zip(rows, tags, strict=True)]
    paragraphs = counted(len(found.columns), "paragraph")
    depth = f" · {deepest(found, rows)}" if _is_shaded(found) else ""
    return Content(
        TITLE,
        f"{subtitle} · {paragraphs}{depth}",
        f"{TITLE}, table, {counted(len(order), 'tag')} by {paragraphs}",
        lambda width, look: draw(found, lines, width, look),
        found,
        more=left_out(len(rows), len(order), "tag"),
    )


def draw(found: Measured, lines: Sequence[Line], width: float, look: Theme) -> Figure:
    """Rows of cells below the numbers of the paragraphs; wider than asked where there are many."""
    font, count = theme.font(theme.SMALL_SIZE), len(found.columns)
    left = max(label_width((line.label for line in lines), width), text_width(_NUMBERED, font) + 1) + GAP
    wide = min(max((width - left) / count, NARROWEST), WIDEST)
    room = text_width(f"{count:,}", font) + 8
    numbers = set(round_numbers(count, wide, room))

    def head(column: int, rect: QRectF) -> Sequence[Words]:
        """The number of a paragraph, where it has room; before the first what is numbered."""
        if column + 1 not in numbers:
            return ()
        place = QRectF(rect.center().x() - room / 2, rect.top(), room, rect.height() - 2)
        place.moveRight(min(place.right(), left + max(wide * count, room)))
        number = Words(place, f"{column + 1:,}", look.muted, font, CENTER)
        if column:
            return (number,)
        corner = QRectF(0, rect.top(), left - GAP, rect.height() - 2)
        return number, Words(corner, _NUMBERED, look.muted, font, RIGHT)

    def what(line: int, column: int) -> str:
        return f"{lines[line].label} · paragraph {column + 1:,}"

    return tag_grid(found, lines, Size(left, HEAD, wide, HIGH), look, what, head, _is_shaded(found))


def _is_shaded(found: Measured) -> bool:
    """Whether cells say how much there is; few paragraphs have more than one coding of a tag."""
    return found.unit not in ("codings", "passages")
