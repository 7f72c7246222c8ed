"""Where highlights go: from lines of text and annotations to rectangles. Pure; pixels are the caller's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.model import Annotation, AnnotationId, TagId
from core.span import Span, lanes, segments

UNDERLINE = 2.0  # pixels thick, as long as there is room
UNDERLINE_STEP = 3.0


class TextLine(NamedTuple):
    """One line as laid out: code points `[start, stop)`, pixels, and what an offset range covers on it.

    `extents(start, stop)` gives the (left, right) pixel runs of a range; several where directions mix.
    """

    start: int
    stop: int
    top: float
    bottom: float
    baseline: float
    extents: Callable[[int, int], list[tuple[float, float]]]


class Box(NamedTuple):
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float


class Tint(NamedTuple):
    """The ground of a passage: the annotation on top, and how many lie there."""

    box: Box
    annotation: AnnotationId
    depth: int


class Underline(NamedTuple):
    """The line of one tag (None: no tag) under a passage."""

    box: Box
    annotation: AnnotationId
    tag: TagId | None


@dataclass(slots=True)
class Scene:
    """Everything to draw for the lines in view; `bars` maps an annotation to its (top, bottom)."""

    tints: list[Tint] = field(default_factory=list)
    underlines: list[Underline] = field(default_factory=list)
    bars: dict[AnnotationId, tuple[float, float]] = field(default_factory=dict)

    def add(self, below: "Scene") -> None:
        """Adds what is drawn further down; a bar that goes on there becomes longer."""
        self.tints += below.tints
        self.underlines += below.underlines
        for annotation, (top, bottom) in below.bars.items():
            self.bars[annotation] = (self.bars.get(annotation, (top, 0.0))[0], bottom)


def paragraph(lines: Sequence[TextLine], annotations: Sequence[Annotation], current: AnnotationId | None) -> Scene:
    """What the annotations paint on the lines of one paragraph."""
    scene = Scene()
    pairs = [(a, tag) for a in annotations for tag in (a.tags or (None,))]
    slots = lanes([Span(a.start, a.stop) for a, _ in pairs])
    count = max(slots, default=0) + 1
    for line in lines:
        here = [a for a in annotations if a.start < line.stop and line.start < a.stop]
        if not here:
            continue
        _add_tints(scene, line, here, current)
        _add_underlines(scene, line, pairs, slots, count)
        for annotation in here:
            top, _ = scene.bars.get(annotation.id, (line.top, 0.0))
            scene.bars[annotation.id] = (top, line.bottom)
    return scene


def _add_tints(scene: Scene, line: TextLine, here: Sequence[Annotation], current: AnnotationId | None) -> None:
    clipped = [Span(max(a.start, line.start), min(a.stop, line.stop)) for a in here]
    ranks = [(a.id == current, a.start - a.stop, i) for i, a in enumerate(here)]
    for span, covering in segments(clipped):
        above = max(covering, key=ranks.__getitem__)
        for left, right in line.extents(span.start, span.stop):
            box = Box(left, line.top, right - left, line.bottom - line.top - 1)
            scene.tints.append(Tint(box, here[above].id, len(covering)))


def _add_underlines(
    scene: Scene,
    line: TextLine,
    pairs: Sequence[tuple[Annotation, TagId | None]],
    slots: Sequence[int],
    count: int,
) -> None:
    room = line.bottom - line.baseline - 2
    step = min(UNDERLINE_STEP, room / count)
    thick = min(UNDERLINE, max(1.0, step - 1))
    base = line.bottom - 1 - thick
    for (annotation, tag), slot in zip(pairs, slots, strict=True):
        if annotation.start < line.stop and line.start < annotation.stop:
            y = base - (min(count, slot + 1) - 1) * step
            start, stop = max(annotation.start, line.start), min(annotation.stop, line.stop)
            for left, right in line.extents(start, stop):
                scene.underlines.append(Underline(Box(left, y, right - left, thick), annotation.id, tag))


def place_labels(wanted: Sequence[float], height: float, reach: float) -> list[float | None]:
    """Tops for labels that would like to be at `wanted` (ascending), pushed down so that none overlap.

    None where a label would land more than `reach` pixels from its place.
    """
    placed: list[float | None] = []
    free = float("-inf")
    for y in wanted:
        top = max(y, free)
        if top - y > reach:
            placed.append(None)
        else:
            placed.append(top)
            free = top + height
    return placed
