"""Black and white: greys for colours, and a hatching of its own for each tag.

What is hatched has lines, not a pattern that printers and programs would each paint in their way.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF

from core import palette
from ui.charts.figure import CENTER, RIGHT, Box, Dot, Figure, Hatching, Line, Row, Shape, Words, text_width

BLACK, WHITE = "#1a1a1a", "#ffffff"
_GROUNDS = ("#4d4d4d", WHITE, "#c9c9c9")
_ANGLES = ((), (45,), (135,), (90,), (0,), (45, 135), (22, 112), (0, 90))
_DASHES = ((), (5, 2), (1, 2), (7, 2, 1, 2), (3, 1.5), (7, 2, 1, 2, 1, 2), (11, 3), (1, 4))
_PITCH, _STROKE = 4.5, 0.8
_PALEST = 0.2  # part of black where there is almost nothing
_PLAIN = 5.0  # pixels; the radius of a dot too small for lines
_SWATCH = 10.0  # a rounded square smaller than that grows, away from its name, so that its lines are seen

Clip = Callable[[QPointF, QPointF], QLineF | None]


class Ink(str):
    """A colour that knows whose it is: two tags can have one colour, and are to have two patterns."""

    of: Hashable

    @classmethod
    def made(cls, color: str, of: Hashable) -> "Ink":
        """A colour of something, or of what another colour is of."""
        ink = cls(color)
        ink.of = of.of if isinstance(of, Ink) else of
        return ink


class BesideColor(str):
    """The colour of what tells tags of one colour apart: in black and white patterns do, and it is left out."""


class Shade(str):
    """A colour that says by its depth how much there is, from 0 to 1: in black and white a grey."""

    share: float

    @classmethod
    def made(cls, color: str, share: float) -> "Shade":
        """A colour for a share of the most."""
        shade = cls(color)
        shade.share = share
        return shade

    @property
    def grey(self) -> str:
        """The same in black and white."""
        return palette.mix(BLACK, WHITE, _PALEST + (1 - _PALEST) * self.share)


class Pattern(NamedTuple):
    """A ground, and lines on it at some angles, in degrees."""

    ground: str
    angles: tuple[int, ...]

    @property
    def line(self) -> str:
        """The colour of lines that stand out from the ground."""
        return WHITE if palette.luminance(self.ground) < 0.2 else BLACK


# One after the other they differ in both ground and lines, and no two of them in neither.
PATTERNS = tuple(
    Pattern(_GROUNDS[at % len(_GROUNDS)], _ANGLES[at % len(_ANGLES)]) for at in range(len(_GROUNDS) * len(_ANGLES))
)


def patterned(figure: Figure) -> Figure:
    """The figure as it is to be printed in black and white. Nothing in it can be chosen."""
    places: dict[Hashable, int] = {}

    def place(ink: Ink) -> int:
        return places.setdefault(ink.of, len(places))

    shapes = list(_in_black(figure.shapes(), place))
    return Figure(figure.width, figure.height, [Row(0.0, figure.height, shapes)])


def _in_black(shapes: Iterable[Shape], place: Callable[[Ink], int]) -> Iterator[Shape]:
    hatched: list[QRectF] = []
    for shape in shapes:
        if isinstance(shape, Line) and isinstance(shape.color, BesideColor):
            continue
        if isinstance(shape, Box | Dot) and isinstance(shape.fill, Ink):
            yield from _hatch(shape, PATTERNS[place(shape.fill) % len(PATTERNS)])
            hatched.append(shape.rect)
        elif isinstance(shape, Box | Dot) and isinstance(shape.fill, Shade):
            yield shape._replace(fill=shape.fill.grey)
        elif isinstance(shape, Box | Dot):
            yield shape._replace(fill=palette.grey(shape.fill), edge=shape.edge and palette.grey(shape.edge))
        elif isinstance(shape, Line) and isinstance(shape.color, Ink):
            yield shape._replace(color=BLACK, dash=_DASHES[place(shape.color) % len(_DASHES)])
        elif isinstance(shape, Words) and any(rect.contains(shape.rect.center()) for rect in hatched):
            yield Box(_extent(shape), WHITE, 2.0)
            yield shape._replace(color=BLACK)
        else:
            yield shape._replace(color=palette.grey(shape.color))


def _extent(words: Words) -> QRectF:
    """What the letters of a line of text take, and a little more."""
    size, rect = text_width(words.text, words.font), words.rect
    spare = rect.width() - size
    left = rect.left() + (spare if words.align == RIGHT else spare / 2 if words.align == CENTER else 0.0)
    height = words.font.pixelSize() + 3.0
    return QRectF(left - 2, rect.center().y() - height / 2, size + 4, height)


def _hatch(shape: Box | Dot, pattern: Pattern) -> Iterator[Shape]:
    """A box or a dot on the ground of a pattern, with its lines."""
    rect = shape.rect
    if isinstance(shape, Dot):
        yield shape._replace(fill=pattern.ground, edge=BLACK)
        if shape.radius < _PLAIN:
            return
        clip = _in_circle(shape.center, shape.radius - 1)
    else:
        if shape.radius and rect.width() == rect.height() < _SWATCH:  # others say by their size how much there is
            rect = rect.adjusted(-4, -2.5, 1, 2.5)
        edged = min(rect.width(), rect.height()) > 2
        yield Box(rect, pattern.ground if edged else BLACK, 0.0, BLACK if edged else "")
        clip = _in_box(rect.adjusted(1, 1, -1, -1))
    lines = tuple(line for angle in pattern.angles for line in _lines(rect, angle, clip))
    if lines:
        yield Hatching(rect, lines, pattern.line, _STROKE)


def _lines(rect: QRectF, angle: int, clip: Clip) -> Iterator[QLineF]:
    """Parallel lines through a rectangle, where all figures have them: what is drawn in two parts fits."""
    way = QPointF(math.cos(math.radians(angle)), math.sin(math.radians(angle)))
    across = QPointF(-way.y(), way.x())
    corners = (rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight())
    reach = [QPointF.dotProduct(across, corner) for corner in corners]
    for step in range(math.ceil(min(reach) / _PITCH), math.floor(max(reach) / _PITCH) + 1):
        if line := clip(across * (step * _PITCH), way):
            yield line


def _in_box(rect: QRectF) -> Clip:
    """What cuts a line through a point, in a direction of length 1, at the edges of a rectangle."""

    def clip(point: QPointF, way: QPointF) -> QLineF | None:
        first, last = -math.inf, math.inf
        for start, step, low, high in (
            (point.x(), way.x(), rect.left(), rect.right()),
            (point.y(), way.y(), rect.top(), rect.bottom()),
        ):
            if abs(step) < 1e-9:
                if not low <= start <= high:
                    return None
                continue
            near, far = sorted(((low - start) / step, (high - start) / step))
            first, last = max(first, near), min(last, far)
        return QLineF(point + way * first, point + way * last) if last - first > 0.5 else None

    return clip


def _in_circle(center: QPointF, radius: float) -> Clip:
    """What cuts such a line at a circle."""

    def clip(point: QPointF, way: QPointF) -> QLineF | None:
        nearest = QPointF.dotProduct(center - point, way)
        off = center - point - way * nearest
        square = radius**2 - QPointF.dotProduct(off, off)
        if radius <= 0 or square <= 0.1:
            return None
        half = math.sqrt(square)
        return QLineF(point + way * (nearest - half), point + way * (nearest + half))

    return clip
