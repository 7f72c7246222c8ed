"""The tag tree as rectangles inside rectangles: the larger one is, the more was tagged."""

from collections.abc import Sequence
from typing import NamedTuple

import squarify
from PySide6.QtCore import QPointF, QRectF

from core import palette
from core.chart_settings import Settings
from core.codebook import TagTree
from core.measures.measured import Measured
from core.model import TagId
from ui import theme
from ui.charts.content import Content, about, counted, nothing, number, without_drawing
from ui.charts.drawing import Named, mark_color, mark_of, on, tags_named, underline
from ui.charts.figure import Box, Figure, Line, Mark, Row, Words, elided, text_width, two_lines
from ui.charts.measuring import Measuring
from ui.theme import Theme

TITLE = "Tag tree"
UNITS = ("codings", "passages", "characters", "percent", "words")  # those whose parts make a whole
OWN, ROLLED = 0, 1  # columns of the table
MOST_HEIGHT, LEAST_AREA = 620.0, 900.0
FIRST, NEXT = 96.0, 44.0  # pixels of height for a tag, and for each that comes to it
HEAD, EDGE, GAP, LINE = 21.0, 4.0, 1.0, 17.0
TELLING = 7  # letters of a name that was cut
STYLED = 12.0  # pixels: the side of a rectangle that has the line of its tag


class Branch(NamedTuple):
    """A tag with what is tagged below it: its row in the table, if it has one, and its size with all parts."""

    tag: TagId
    row: int | None
    size: float
    parts: "tuple[Branch, ...]"


class Nested(Figure):
    """A figure with marks inside marks, whose order is that of the tree."""

    def mark_at(self, point: QPointF) -> Mark | None:
        """The innermost mark under a point."""
        return next((mark for mark in reversed(list(self.marks())) if mark.rect.contains(point)), None)

    def above_or_below(self, mark: Mark, step: int) -> Mark:
        """The nearest mark that begins further down (1) or further up (-1); the same one where there is none."""

        def distance(other: Mark) -> tuple[float, float]:
            aside = max(other.rect.left() - mark.rect.right(), mark.rect.left() - other.rect.right(), 0.0)
            away = (other.rect.top() - mark.rect.top()) * step
            return away + 2 * aside, abs(other.rect.center().x() - mark.rect.center().x())

        beyond = (other for other in self.marks() if (other.rect.top() - mark.rect.top()) * step > 1)
        return min(beyond, key=distance, default=mark)


class Tree(NamedTuple):
    """What is drawn: the table, its branches, what stands for tags, and of what articles it is."""

    found: Measured
    branches: tuple[Branch, ...]
    tags: dict[TagId, Named]
    where: str


def content(measuring: Measuring, settings: Settings) -> Content:
    """Every tag that is used, in the tree."""
    where = about(measuring, settings)
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, where, empty)
    found, tree = measuring.measured(settings), measuring.session.tags
    rows = {head.tag: at for at, head in enumerate(found.rows) if head.tag is not None}
    data = Tree(found, branches(found, tree, rows), tags_named(tree.order, tree), where)
    used = int((found.values[:, OWN] > 0).sum())
    return Content(
        TITLE,
        f"{where} · areas are {_areas(found.unit)}, a frame holds a tag with its subtags",
        f"{TITLE}, treemap, {counted(used, 'tag')}",
        lambda width, look: draw(data, width, look),
        found,
    )


def _areas(unit: str) -> str:
    return "covered characters" if unit == "percent" else unit


def branches(
    found: Measured, tree: TagTree, rows: dict[TagId, int], above: TagId | None = None
) -> tuple[Branch, ...]:
    """The tags below one that are used, or have some below them that are: the largest first."""
    made = []
    for tag in tree.children(above):
        row = rows.get(tag.id)
        parts = branches(found, tree, rows, tag.id)
        size = _own(found, row) + sum(part.size for part in parts)
        if size:
            made.append(Branch(tag.id, row, size, parts))
    return tuple(sorted(made, key=lambda branch: -branch.size))


def _own(found: Measured, row: int | None) -> float:
    """What a tag has by itself; nothing where there is nothing to count in."""
    value = 0.0 if row is None else float(found.values[row, OWN])
    return value if value > 0 else 0.0


def draw(data: Tree, width: float, look: Theme) -> Figure:
    """Nested rectangles on the given width, higher where there are many."""
    shown = int((data.found.values[:, OWN] > 0).sum())
    most = max(min(MOST_HEIGHT, width * 0.56), shown * LEAST_AREA / max(width, 1.0))
    height = min(most, FIRST + NEXT * shown)
    only = Row(0.0, height)
    _fill(only, data, data.branches, None, QRectF(0, 0, width, height), look)
    return Nested(width, height, [only])


def _fill(row: Row, data: Tree, parts: Sequence[Branch], own: Branch | None, place: QRectF, look: Theme) -> None:
    """Divides a place among branches, and what their tag has `own`."""
    shares = list(parts)
    if own is not None and (mine := _own(data.found, own.row)):
        shares.append(own._replace(size=mine, parts=()))
    shares.sort(key=lambda branch: -branch.size)
    sizes = squarify.normalize_sizes([branch.size for branch in shares], place.width(), place.height())
    rects = squarify.squarify(sizes, place.x(), place.y(), place.width(), place.height())
    for branch, rect in zip(shares, rects, strict=True):
        seen = _inside(QRectF(rect["x"], rect["y"], rect["dx"], rect["dy"]), GAP)
        if branch.parts:
            _frame(row, data, branch, seen, look)
        else:
            _leaf(row, data, branch, seen, own is not None and branch.tag == own.tag, look)


def _inside(rect: QRectF, edge: float) -> QRectF:
    """A rectangle without its edge, a thinner one where there is hardly room: nothing is too small to be there."""
    across, down = min(edge, rect.width() * 0.15), min(edge, rect.height() * 0.15)
    return rect.adjusted(across, down, -across, -down)


def _frame(row: Row, data: Tree, branch: Branch, rect: QRectF, look: Theme) -> None:
    """A tag with its subtags inside, its name above them where there is room."""
    label, color, style = data.tags[branch.tag]
    ground = look.paper if look.outlined else palette.tint(color, look.paper)
    row.shapes.append(Box(rect, ground, 5.0, mark_color(color, look)))
    inside = _inside(rect, EDGE)
    row.shapes += _styled(rect.adjusted(0, 0, 0, -1), mark_color(color, look), style)
    if rect.height() >= 2 * HEAD and inside.width() >= 2 * HEAD:
        head = QRectF(inside.x() + 3, rect.y() + 2, inside.width() - 6, HEAD - 2)
        row.shapes += _in_one_line(label, _value(data, branch, ROLLED), head, color, ground)
        inside.setTop(rect.y() + HEAD)
    if branch.row is not None:
        what = f"{label} with subtags · {data.where}"
        row.marks.append(mark_of(rect, data.found, branch.row, ROLLED, what))
    _fill(row, data, branch.parts, branch, inside, look)


def _leaf(row: Row, data: Tree, branch: Branch, rect: QRectF, itself: bool, look: Theme) -> None:
    """A tag alone: one without subtags, or among its own subtags what is tagged with itself."""
    assert branch.row is not None  # what has no row has no size of its own
    label, color, style = data.tags[branch.tag]
    fill = mark_color(color, look)
    row.shapes.append(Box(rect, fill, min(3.0, rect.width() / 3)))
    row.shapes += _styled(rect.adjusted(0, 0, 0, -2), on(fill, look), style)
    name = f"{label}{' itself' if itself else ''}"
    row.shapes += _in_lines(name, _value(data, branch, OWN), rect.adjusted(6, 3, -6, -3), on(fill, look))
    row.marks.append(mark_of(rect, data.found, branch.row, OWN, f"{name} · {data.where}"))


def _styled(rect: QRectF, color: str, style: int) -> tuple[Line, ...]:
    """The line of a tag along the lower edge, where there is room for it."""
    return underline(rect.adjusted(4, 0, -4, 0), color, style) if min(rect.width(), rect.height()) >= STYLED else ()


def _value(data: Tree, branch: Branch, column: int) -> str:
    return "" if branch.row is None else number(float(data.found.values[branch.row, column]), data.found.unit)


def _in_one_line(name: str, value: str, place: QRectF, color: str, ground: str) -> list[Words]:
    """A name and, where there is room, its number behind it."""
    font, both = theme.font(), f"{name}  {value}"
    said = both if text_width(both, font) <= place.width() else elided(name, font, place.width())
    return [Words(place, said, palette.readable(color, ground), font)] if _tells(said, name) else []


def _in_lines(name: str, value: str, place: QRectF, color: str) -> list[Words]:
    """A name in one line or two and its number below, as far as there is room."""
    font, small, room = theme.font(), theme.font(theme.SMALL_SIZE), int(place.height() / LINE)
    lines = two_lines(name, font, place.width()) if room >= 2 else [elided(name, font, place.width())]
    if room < 1 or not _tells(" ".join(lines), name):
        return []
    said = [(line, font) for line in lines]  # the number is smaller: a name can end in one
    said += [(value, small)] * (len(lines) < room and text_width(value, small) <= place.width())
    return [
        Words(QRectF(place.x(), place.y() + at * LINE, place.width(), LINE), text, color, of)
        for at, (text, of) in enumerate(said)
    ]


def _tells(said: str, name: str) -> bool:
    """Whether what there is room for says anything; if not, it is said where the mouse points."""
    return len(said) >= min(len(name), TELLING)
