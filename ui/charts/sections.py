"""Where in the article, in sections: long and short articles below each other, a row of cells for each tag."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF

from core.chart_settings import Settings
from core.charting import TOP_ROWS, by_size, shortened
from core.measures.frequency import chosen
from core.measures.measured import Measured
from ui import theme
from ui.charts.cells import Line, Size, deepest, tag_grid
from ui.charts.content import Content, counted, left_out
from ui.charts.drawing import GAP, label_width, named
from ui.charts.figure import LEFT, RIGHT, Figure, Words
from ui.charts.measuring import Measuring
from ui.theme import Theme

HIGH, HEAD = 19.0, 18.0  # pixels: a row, and the words above
NARROWEST = 2.0


def content(title: str, subtitle: str, measuring: Measuring, settings: Settings) -> Content:
    """The articles with the most passages, or all, each with its tags."""
    found = measuring.measured(settings)
    lines, shown, of = _lines(measuring, settings, found)
    return Content(
        title,
        f"{subtitle} · {deepest(found, [line.row for line in lines if line.row is not None])}",
        f"{title}, table, {counted(of, 'article')} in {counted(len(found.columns), 'section')}",
        lambda width, look: draw(found, lines, width, look),
        found,
        more=left_out(shown, of, "article"),
    )


def _lines(measuring: Measuring, settings: Settings, found: Measured) -> tuple[list[Line], int, int]:
    """A heading for each article and a line for each of its tags; how many articles these are, and of how many.

    There are as many as make TOP_ROWS lines of tags, at least one.
    """
    here = chosen(measuring.material(settings.scope), measuring.asked(settings))
    article = np.unique(here.document * len(here.tags) + here.tag) // len(here.tags)  # of each row
    edges = np.searchsorted(article, np.arange(len(here.documents) + 1)).tolist()
    filled = by_size(np.bincount(here.document, minlength=len(here.documents)).tolist())
    rows = np.cumsum([edges[at + 1] - edges[at] for at in filled])
    fit = len(filled) if settings.every else max(1, int(np.searchsorted(rows, TOP_ROWS, "right")))
    lines = []
    for at in sorted(filled[:fit]):
        own = range(edges[at], edges[at + 1])
        lines.append(Line(shortened(here.documents[at].title)))
        lines += [Line("", row) for row in own]
    tags = iter(named((found.rows[line.row] for line in lines if line.row is not None), measuring.session.tags))
    for at, line in enumerate(lines):
        if line.row is not None:
            tag = next(tags)
            lines[at] = Line(tag.label, line.row, tag.color, tag.style)
    return lines, fit, len(filled)


def draw(found: Measured, lines: Sequence[Line], width: float, look: Theme) -> Figure:
    """For each article its title and a row of cells for each of its tags."""
    left, count = label_width((line.label for line in lines if line.color), width) + GAP, len(found.columns)
    wide = max(NARROWEST, (width - left) / count)
    font = theme.font(theme.SMALL_SIZE)
    titles = [""]
    for line in lines:
        titles.append(line.label if line.row is None else titles[-1])

    def head(column: int, rect: QRectF) -> Sequence[Words]:
        """The words above the first and the last section."""
        if column == 0:
            return (Words(QRectF(rect.left(), rect.top(), 100, HEAD), "beginning", look.muted, font, LEFT),)
        place = QRectF(rect.right() - 100, rect.top(), 100, HEAD)
        return (Words(place, "end", look.muted, font, RIGHT),) if column == count - 1 else ()

    def what(line: int, column: int) -> str:
        return f"{lines[line].label} · section {column + 1} of {count} · {titles[line + 1]}"

    return tag_grid(found, lines, Size(left, HEAD, wide, HIGH), look, what, head, is_shaded=True)
