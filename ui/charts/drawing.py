"""Where everything in a chart goes: from rows of numbers to a figure of a given width and look."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF

from core import palette
from core.charting import Bar, Bars, Matrix, Stack, Stacks
from core.model import DocumentId
from ui import theme
from ui.charts.figure import (
    CENTER,
    RIGHT,
    Box,
    Figure,
    Mark,
    Row,
    Words,
    elided,
    text_width,
    two_lines,
)
from ui.theme import Theme

GAP = 10.0  # between a name, its bar and the number at the end
BAR, BAR_PITCH, LEAST_ROOM = 18.0, 28.0, 20.0
CELL, CELL_PITCH = 26.0, 29.0
CELL_GAP = CELL_PITCH - CELL
NARROWEST_CELL, WIDEST_CELL = 62.0, 140.0
CHIP, CHIP_GAP, LEGEND_LINES = 18.0, 6.0, 3


def codings(count: int) -> str:
    """A number of codings in words."""
    return "1 coding" if count == 1 else f"{count:,} codings"


def mark_color(tag_color: str, look: Theme) -> str:
    """A tag's colour as a bar: the same as in the text, at least 3:1 against the paper of this look."""
    return palette.readable(tag_color, look.hardest, 3.0)


def draw_bars(data: Bars, width: float, look: Theme) -> Figure:
    """Horizontal bars: one for each tag of one article."""
    left = _label_width((bar.label for bar in data.rows), width)
    room = max(LEAST_ROOM, width - left - 2 * GAP - _number_width(bar.codings for bar in data.rows))
    longest = max((bar.codings for bar in data.rows), default=1)
    figure = Figure(width, len(data.rows) * BAR_PITCH)
    for at, bar in enumerate(data.rows):
        row = _row(at * BAR_PITCH, BAR_PITCH, bar.label, left, look)
        rect = QRectF(left + GAP, row.top + 5, max(2.0, room * bar.codings / longest), BAR)
        row.shapes += [Box(rect, mark_color(bar.color, look)), _number(rect, bar.codings, look)]
        row.marks.append(_mark(rect, data.document, data.label, bar))
        figure.rows.append(row)
    return figure


def draw_stacks(data: Stacks, width: float, look: Theme, untagged: str = "not tagged yet") -> Figure:
    """Stacked bars: one for each article, or why there is none, and the names of the colours below."""
    left = _label_width((stack.label for stack in data.rows), width)
    room = max(LEAST_ROOM, width - left - 2 * GAP - _number_width(stack.total for stack in data.rows))
    longest = max((stack.total for stack in data.rows), default=0) or 1
    figure = Figure(width, 0)
    for at, stack in enumerate(data.rows):
        row = _row(at * BAR_PITCH, BAR_PITCH, stack.label, left, look)
        _draw_stack(row, stack, left + GAP, room / longest, look, untagged)
        figure.rows.append(row)
    figure.rows += _legend(data.tags, len(data.rows) * BAR_PITCH + GAP, width, look)
    figure.height = figure.rows[-1].bottom if figure.rows else 0.0
    return figure


def _draw_stack(row: Row, stack: Stack, start: float, unit: float, look: Theme, untagged: str) -> None:
    if not stack.total:
        text = untagged if stack.annotations else "no annotations yet"
        row.shapes.append(Words(QRectF(start, row.top, 400, BAR_PITCH), text, look.muted, theme.font()))
        return
    x = start
    for bar in stack.segments:
        rect = QRectF(x, row.top + 5, unit * bar.codings, BAR)
        # A line of paper between neighbours, where there is room for one, tells apart tags of one colour.
        seen = rect.adjusted(0, 0, -1, 0) if rect.width() > 4 else rect
        row.shapes.append(Box(seen, mark_color(bar.color, look), min(2.0, rect.width() / 2)))
        row.marks.append(_mark(rect, stack.document, stack.label, bar))
        x = rect.right()
    number = _number(QRectF(start, row.top + 5, x - start, BAR), stack.total, look)
    row.shapes.append(number)
    size = QRectF(number.rect.left() - 4, number.rect.top(), text_width(number.text, number.font) + 8, BAR)
    row.marks.append(Mark(size, stack.document, None, _caption(stack.label, stack.total)))


def _legend(tags: Sequence[Bar], top: float, width: float, look: Theme) -> list[Row]:
    """Chips with the names of the tags, in a few lines; how many more there are is said at the end."""
    font = theme.font(theme.SMALL_SIZE)
    rows = [Row(top, top + CHIP)]
    x = 0.0
    for at, bar in enumerate(tags):
        text = elided(bar.label, font, min(200.0, width - 40))
        size = text_width(text, font) + 28
        more = f"and {len(tags) - at} more"
        spare = 0.0 if at == len(tags) - 1 or len(rows) < LEGEND_LINES else text_width(more, font) + CHIP_GAP
        if x and x + size + spare > width:
            if len(rows) == LEGEND_LINES:
                place = QRectF(x, rows[-1].top, width - x, CHIP)
                rows[-1].shapes.append(Words(place, more, look.muted, font))
                break
            rows.append(Row(rows[-1].bottom + CHIP_GAP, rows[-1].bottom + CHIP_GAP + CHIP))
            x = 0.0
        rows[-1].shapes += _chip(QRectF(x, rows[-1].top, size, CHIP), text, bar.color, look)
        x += size + CHIP_GAP
    return rows if tags else []


def _chip(rect: QRectF, text: str, color: str, look: Theme) -> tuple[Box, Box, Words]:
    """A tag's chip, with the colour its segments have in front of its name."""
    ground, font = look.paper if look.outlined else palette.tint(color, look.paper), theme.font(theme.SMALL_SIZE)
    swatch = QRectF(rect.left() + 7, rect.center().y() - 4, 8, 8)
    words = Words(rect.adjusted(19, 0, 0, 0), text, palette.readable(color, ground), font)
    edge = mark_color(color, look) if look.outlined else ""
    return Box(rect, ground, CHIP / 2, edge), Box(swatch, mark_color(color, look), 2), words


def draw_matrix(data: Matrix, width: float, look: Theme) -> Figure:
    """A table of tags and articles, its cells shaded by their numbers; wider than asked where it must be."""
    left = min(_label_width((bar.label for bar in data.rows), width), 150.0)
    right = max(text_width("all", theme.font()), _number_width(bar.codings for bar in data.rows)) + 1
    room = (width - left - right - 2 * GAP) / max(1, len(data.columns))
    pitch = min(max(room, NARROWEST_CELL), WIDEST_CELL)
    start = left + GAP
    figure = Figure(start + pitch * len(data.columns) + GAP + right, 0)
    figure.rows.append(_heads(data, start, pitch, look))
    highest = max((max(cells) for cells in data.cells if cells), default=1)
    top = figure.rows[0].bottom
    for bar, counts in zip(data.rows, data.cells, strict=True):
        row = _row(top, CELL_PITCH, bar.label, left, look)
        for at, count in enumerate(counts):
            rect = QRectF(start + at * pitch, top, pitch - CELL_GAP, CELL)
            row.shapes += _cell(rect, count, highest, look)
            if count:
                column = data.columns[at]
                row.marks.append(_mark(rect, column.document, column.label, bar._replace(codings=count)))
        end = QRectF(start, top, pitch * len(counts) - CELL_GAP, CELL)
        row.shapes.append(_number(end, bar.codings, look))
        figure.rows.append(row)
        top += CELL_PITCH
    figure.height = top
    return figure


def _heads(data: Matrix, start: float, pitch: float, look: Theme) -> Row:
    """The titles of the articles above their columns, in two lines."""
    font = theme.font(theme.HEAD_SIZE)
    row = Row(0.0, 36.0)
    for at, column in enumerate(data.columns):
        lines = two_lines(column.label, font, pitch - CELL_GAP - 2)
        top = 2.0 + (2 - len(lines)) * 7.5
        for line in lines:
            place = QRectF(start + at * pitch, top, pitch - CELL_GAP, 15)
            row.shapes.append(Words(place, line, look.muted, font, CENTER))
            top += 15
    end = QRectF(start, 2, pitch * len(data.columns) - CELL_GAP, 30)
    row.shapes.append(_end_text(end, "all", look))
    return row


def _cell(rect: QRectF, count: int, highest: int, look: Theme) -> tuple[Box, Words]:
    if not count:
        edge = look.disabled if look.outlined else look.line  # what is not there is not to be the strongest
        return Box(rect, look.paper, 3.0, edge), Words(rect, "·", look.muted, theme.font(), CENTER)
    ground = cell_color(count / highest, look)
    return Box(rect, ground), Words(rect, f"{count:,}", on(ground, look), theme.font(), CENTER)


def cell_color(share: float, look: Theme) -> str:
    """The shade of a cell that has this share of the highest number."""
    return palette.mix(look.accent, look.paper, 0.10 + 0.75 * share)


def on(ground: str, look: Theme) -> str:
    """Ink or paper, whichever stands out more on a colour, and in any case at 4.5:1."""
    best = max((look.ink, look.paper), key=lambda color: palette.contrast(color, ground))
    return palette.readable(best, ground)


def _row(top: float, height: float, label: str, left: float, look: Theme) -> Row:
    """A row that begins with its name, right-aligned in the column of names."""
    font = theme.font()
    middle = height - (CELL_GAP if height == CELL_PITCH else 0)
    words = Words(QRectF(0, top, left, middle), elided(label, font, left), look.ink, font, RIGHT)
    return Row(top, top + height, [words])


def _number(rect: QRectF, count: int, look: Theme) -> Words:
    """The number at the end of a bar or of a row."""
    return _end_text(rect, f"{count:,}", look)


def _end_text(rect: QRectF, text: str, look: Theme) -> Words:
    return Words(QRectF(rect.right() + GAP, rect.top(), 100, rect.height()), text, look.muted, theme.font())


def _mark(rect: QRectF, document: DocumentId, article: str, bar: Bar) -> Mark:
    return Mark(rect, document, bar.tag, _caption(f"{bar.label} · {article}", bar.codings))


def _caption(what: str, count: int) -> str:
    return f"{what}: {codings(count)} — click to read {'it' if count == 1 else 'them'}"


def _label_width(labels: Iterable[str], width: float) -> float:
    """Room for the names: what the longest needs, and at most about a third of the chart."""
    widest = max((text_width(label, theme.font()) for label in labels), default=0.0)
    return min(widest + 1, width * 0.36)


def _number_width(counts: Iterable[int]) -> float:
    return max((text_width(f"{count:,}", theme.font()) for count in counts), default=0.0)
