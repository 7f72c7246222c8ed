"""Tags as dots with lines between those that occur together."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF

from core import palette
from core.chart_settings import Settings
from core.measures.cooccurrence import COUNTS, edges, find, ties
from core.measures.layout import apart, spread
from core.measures.together import Together
from core.model import AnnotationId
from ui import theme
from ui.charts.content import Content, about, counted, nothing, without_drawing
from ui.charts.cooccurrence import APART, by_overlap, material_of, shown, side_by_side, title
from ui.charts.drawing import Named, mark_color, tags_named, underline
from ui.charts.figure import CENTER, Box, Dot, Figure, Line, Mark, Row, Shape, Words, elided, text_width
from ui.charts.measuring import Measuring
from ui.theme import Theme

TITLE = "Network of tags"
# So many lines are drawn until all are asked for, and so many then: more would be one grey. So many have numbers.
STRONGEST, MOST_LINES, MOST_NUMBERS = 60, 500, 30
MOST_LED = 60  # names that can stand farther off, with a line to their dots
SMALLEST, LARGEST, THINNEST, THICKEST = 5.0, 20.0, 1.0, 9.0
LONGEST_NAME, LINE_HEIGHT, EDGE = 150.0, 16.0, 28.0
_STEPS = 61  # points of a line that are looked at for room
_MIDDLE = [30, 25, 35, 20, 40]  # those at which its number can stand


class Web(NamedTuple):
    """What is drawn: tags by their places in what was found, and lines between places in `tags`, strongest first.

    `places` (tags x 2) are from 0 to 1, `strength` is that of the lines, from 0 to 1.
    """

    found: Together
    tags: list[int]
    names: list[Named]
    lines: list[tuple[int, int]]
    strength: list[float]
    places: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"
    counted: str


def content(measuring: Measuring, settings: Settings) -> Content:
    """The tags that occur together, those with the strongest lines first."""
    if empty := nothing(measuring, settings):
        return without_drawing(TITLE, "", empty)
    settings = by_overlap(settings)
    material = material_of(TITLE, measuring, settings)
    if isinstance(material, Content):
        return material
    asked = measuring.asked(settings)
    found = find(material, asked)
    measured = ties(material, asked, found)
    if not measured.rows:
        return without_drawing(TITLE, about(measuring, settings), APART)
    data = _web(found, settings, measuring)
    of = len(measured.rows)
    more = f"The strongest {len(data.lines)} of {of:,} pairs of tags shown." if len(data.lines) < of else ""
    return Content(
        TITLE,
        f"{about(measuring, settings)} · lines: {title(settings.counted)}, at most {_strongest(data)} · "
        f"dots: codings, at most {int(found.codings[data.tags].max()):,}",
        f"{TITLE}, {counted(len(data.tags), 'tag')} with {counted(len(data.lines), 'line')}",
        lambda width, look: draw(data, width, look),
        measured,
        more=more,
    )


def _strongest(data: Web) -> str:
    """The number of the thickest line."""
    one, other = (data.tags[end] for end in data.lines[0])
    number = np.nanmax(data.found.numbers[data.counted][[one, other], [other, one]])
    return f"{number:,.{COUNTS[data.counted].digits}f}"


def _web(found: Together, settings: Settings, measuring: Measuring) -> Web:
    most = MOST_LINES if settings.every else STRONGEST
    rows, columns = (each[:most] for each in edges(found, settings.counted))
    tags = np.unique(np.concatenate([rows, columns]))
    one, other = np.searchsorted(tags, rows), np.searchsorted(tags, columns)
    values = np.maximum(0.0, np.nan_to_num(found.numbers[settings.counted]))
    values = np.maximum(values, values.T)[rows, columns]
    strength = values / max(float(values.max()), 1e-9)
    return Web(
        found,
        tags.tolist(),
        list(tags_named((found.tags[tag] for tag in tags.tolist()), measuring.session.tags).values()),
        list(zip(one.tolist(), other.tolist(), strict=True)),
        strength.tolist(),
        spread(len(tags), one, other, strength),
        settings.counted,
    )


# -- drawing


def draw(data: Web, width: float, look: Theme) -> Figure:
    """Lines as wide as their numbers, on them dots as large as their tags, and the names where there is room."""
    height = min(max(260.0, 90.0 * len(data.tags) ** 0.5 + 100), 0.9 * width)
    codings, fewer = data.found.codings[data.tags], min(1.0, (STRONGEST / len(data.lines)) ** 0.25)
    radii = (SMALLEST + (LARGEST - SMALLEST) * np.sqrt(codings / codings.max())) * fewer
    room = np.maximum(1.0, [width - 2 * EDGE - LONGEST_NAME, height - 2 * EDGE])
    at = apart(data.places * room + EDGE + np.array([LONGEST_NAME / 2, 0]), radii + 9)
    at = np.clip(at, radii[:, None] + 2, np.array([width, height]) - radii[:, None] - 2)
    points = [QPointF(x, y) for x, y in at.tolist()]
    row = Row(0.0, height)
    dots = [Dot(point, radius, "").rect for point, radius in zip(points, radii.tolist(), strict=True)]
    for (one, other), strength in reversed(list(zip(data.lines, data.strength, strict=True))):
        color = palette.mix(look.muted, look.paper, 0.2 + 0.5 * strength)
        thick = THINNEST + (THICKEST - THINNEST) * strength * fewer**2
        row.shapes.append(Line((points[one], points[other]), color, thick))
    for tag, point, radius in zip(data.names, points, radii.tolist(), strict=True):
        row.shapes.append(Dot(point, radius + 1.5, look.paper))
        row.shapes.append(Dot(point, radius, mark_color(tag.color, look)))
    row.shapes += _words(data, points, dots, QRectF(0, 0, width, height), look)
    ends = np.bincount(np.array(data.lines).ravel(), minlength=len(dots)).tolist()
    row.marks += [_dot_mark(data, at, rect, lines) for at, (rect, lines) in enumerate(zip(dots, ends, strict=True))]
    row.marks += [_line_mark(data, *line, points) for line in data.lines]  # under the dots
    return Figure(width, height, [row])


def _edges(rects: Sequence[QRectF]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """Left, top, right and bottom of each."""
    sides = [(rect.left(), rect.top(), rect.right(), rect.bottom()) for rect in rects]
    return np.array(sides, float).reshape(-1, 4)


class _Room:
    """What is left of a figure for words: none may cover a dot or other words, or stand outside."""

    def __init__(self, whole: QRectF, dots: list[QRectF], look: Theme) -> None:
        self._whole, self._taken, self._look = whole, _edges(dots), look
        self.shapes: list[Shape] = []

    def put(
        self, text: str, color: str, places: Sequence[QRectF], cost: Callable[[QRectF], float]
    ) -> QRectF | None:
        """Writes a text at the place of least cost and gives it, or nowhere if all are taken."""
        inside = [place for place in places if self._whole.contains(place)]
        low, high = self._taken[:, :2], self._taken[:, 2:]
        wanted = _edges(inside)
        hit = ((wanted[:, None, :2] < high) & (low < wanted[:, None, 2:])).all(axis=2).any(axis=1)
        free = [place for place, is_hit in zip(inside, hit.tolist(), strict=True) if not is_hit]
        if not free:
            return None
        place = min(free, key=cost)
        self._taken = np.concatenate([self._taken, _edges([place])])
        self.shapes.append(Box(place, self._look.paper, 3.0))
        self.shapes.append(Words(place, text, color, theme.font(theme.SMALL_SIZE), CENTER))
        return place

    def lead(self, dot: QRectF, place: QRectF) -> None:
        """Draws a hairline from the edge of a dot to a name that is not beside it."""
        middle = dot.center()
        x, y = min(max(middle.x(), place.left()), place.right()), min(max(middle.y(), place.top()), place.bottom())
        way = QPointF(x, y) - middle
        edge = middle + way * (dot.width() / 2 / math.hypot(way.x(), way.y()))
        self.shapes.insert(0, Line((edge, QPointF(x, y)), self._look.ink))


def _words(data: Web, points: list[QPointF], dots: list[QRectF], whole: QRectF, look: Theme) -> list[Shape]:
    """The names beside their dots, those of large ones first, and where lines are few their numbers."""
    font, room = theme.font(theme.SMALL_SIZE), _Room(whole, dots, look)
    shares = np.linspace(0, 1, _STEPS)[:, None]
    ends = np.array([point.toTuple() for point in points])[np.array(data.lines[:STRONGEST])]
    along = ends[:, 0, None] + (ends[:, 1] - ends[:, 0])[:, None] * shares  # lines x points on them x 2
    weight = np.array(data.strength[:STRONGEST]) + 0.2

    def covered(place: QRectF) -> float:
        """How much of lines would be under a name."""
        x, y = along[..., 0], along[..., 1]
        inside = (x > place.left()) & (x < place.right()) & (y > place.top()) & (y < place.bottom())
        return float(inside.sum(axis=1) @ weight)

    for rank, at in enumerate(sorted(range(len(points)), key=lambda at: -dots[at].width())):
        text = elided(data.names[at].label, font, LONGEST_NAME)
        size = text_width(text, font) + 6
        place = room.put(text, look.ink, _beside(dots[at], size), covered)
        if place is None and rank < MOST_LED:
            place = room.put(text, look.ink, _around(dots[at], size), _way_from(points[at]))
            if place is not None:
                room.lead(dots[at], place)
        if place is not None:
            tag = data.names[at]
            room.shapes += underline(place.adjusted(3, 0, -3, 0), mark_color(tag.color, look), tag.style)
    for (one, other), steps in zip(data.lines if len(data.lines) <= MOST_NUMBERS else (), along, strict=False):
        text = shown(data.found, data.tags[one], data.tags[other], data.counted)
        width = text_width(text, font) + 6
        places = [QRectF(x - width / 2, y - 8, width, LINE_HEIGHT) for x, y in steps[_MIDDLE].tolist()]
        room.put(text, look.muted, places, lambda _place: 0.0)
    return room.shapes


def _beside(dot: QRectF, width: float) -> list[QRectF]:
    """Where a name of this width can stand: right, left, below, above, or at the corners."""
    high, x, y = LINE_HEIGHT, dot.center().x(), dot.center().y()
    right, left = dot.right() + 2, dot.left() - 2 - width
    corners = [(side, line) for line in (dot.bottom() - 4, dot.top() - high + 4) for side in (right - 6, left + 6)]
    middles = [(x - width / 2, line) for line in (dot.bottom() + 2, dot.top() - high - 2)]
    places = [(right, y - high / 2), (left, y - high / 2), *middles, *corners]
    return [QRectF(*place, width, high) for place in places]


def _way_from(point: QPointF) -> Callable[[QRectF], float]:
    """What tells how far a place is from a point."""
    return lambda place: QLineF(point, place.center()).length()


def _around(dot: QRectF, width: float) -> list[QRectF]:
    """Where a name can stand that has no room beside its dot: farther and farther off, all around."""
    places = []
    for off in (12.0, 26.0, 42.0, 60.0, 80.0):
        for angle in np.linspace(0, 2 * np.pi, 24, endpoint=False).tolist():
            x, y = math.cos(angle), math.sin(angle)
            reach = dot.width() / 2 + off
            middle = dot.center() + QPointF(x * (reach + width / 2), y * (reach + LINE_HEIGHT / 2))
            places.append(QRectF(middle.x() - width / 2, middle.y() - LINE_HEIGHT / 2, width, LINE_HEIGHT))
    return places


def _dot_mark(data: Web, at: int, rect: QRectF, lines: int) -> Mark:
    found, tag, name = data.found, data.tags[at], data.names[at].label
    codings = int(found.codings[tag])
    said = f"{counted(codings, 'coding')}, {counted(lines, 'line')}"
    return Mark(
        rect,
        ("tag", found.tags[tag]),
        name,
        f"{name}: {said} — click to read {'it' if codings == 1 else 'them'}",
        lambda: found.annotations(tag),
    )


def _line_mark(data: Web, one: int, other: int, points: list[QPointF]) -> Mark:
    found, row, column = data.found, data.tags[one], data.tags[other]
    first, second = data.names[one].label, data.names[other].label
    what = f"{first} + {second}"
    said = side_by_side(found, row, column, first, second, data.counted)
    middle = (points[one] + points[other]) / 2

    def behind() -> list[AnnotationId]:
        return found.behind(row, column, data.counted)

    return Mark(
        QRectF(middle.x() - 6, middle.y() - 6, 12, 12),
        ("tags", found.tags[row], found.tags[column]),
        what,
        f"{what}: {said} — click to read them",
        behind,
        (points[one], points[other]),
    )
