"""Where highlights go: from lines of text and annotations to rectangles. Pure; pixels are the caller's."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.model import Annotation, AnnotationId, TagId
from core.span import Span, lanes, segments

UNDERLINE = 2.0  # pixels thick, as long as there is room
UNDERLINE_STEP = 3.0
MOST_UNDERLINES = 8  # below one line of text; more could not be told apart

Pair = tuple[Annotation, TagId | None]


class TextLine(NamedTuple):
    """One line as laid out: code points `[start, stop)`, pixels, and what an offset range covers on it.

    `extents(start, stop)` gives the (left, right) pixel runs of a range; several where directions mix.
    """

    start: int
    stop: int
    top: float
    bottom: float
    baseline: float
    extents: Callable[[int, int], Sequence[tuple[float, float]]]


class Tint(NamedTuple):
    """The ground of a passage, in pixels: the annotation on top, and how many lie there."""

    x: float
    y: float
    width: float
    height: float
    annotation: AnnotationId
    depth: int


class Underline(NamedTuple):
    """The line of one tag (None: no tag) under a passage, in pixels."""

    x: float
    y: float
    width: float
    height: float
    annotation: AnnotationId
    tag: TagId | None


@dataclass(slots=True)
class Scene:
    """Everything to draw on some lines.

    `bars` maps an annotation to its (top, bottom); `notes` has the corner, (right, top), of each passage with a
    note that ends here.
    """

    tints: list[Tint] = field(default_factory=list)
    underlines: list[Underline] = field(default_factory=list)
    bars: dict[AnnotationId, tuple[float, float]] = field(default_factory=dict)
    notes: list[tuple[float, float]] = field(default_factory=list)


def scene(lines: Sequence[TextLine], pairs: Sequence[Pair], current: AnnotationId | None) -> Scene:
    """What annotations paint on lines of one paragraph; `pairs` has each with each of its tags (None: no tag).

    Annotations come in text order. The current one lies on top, else the shortest.
    """
    made = Scene()
    low, high = (lines[0].start, lines[-1].stop) if lines else (0, 0)
    pairs = [pair for pair in pairs if pair[0].start < high and low < pair[0].stop]
    if not pairs:
        return made
    annotations = list({annotation.id: annotation for annotation, _ in pairs}.values())
    _add_tints(made, lines, annotations, current)
    _add_underlines(made, lines, pairs)
    stops = [line.stop for line in lines]
    for annotation in annotations:
        first = bisect_right(stops, annotation.start)
        last = min(bisect_right(stops, annotation.stop - 1), len(lines) - 1)
        if first <= last and lines[first].start < annotation.stop:
            made.bars[annotation.id] = lines[first].top, lines[last].bottom
            if annotation.note and lines[last].start < annotation.stop <= lines[last].stop:
                runs = lines[last].extents(annotation.stop - 1, annotation.stop)
                made.notes += [(max(right for _, right in runs), lines[last].top)] if runs else []
    return made


def _add_tints(
    made: Scene, lines: Sequence[TextLine], annotations: Sequence[Annotation], current: AnnotationId | None
) -> None:
    low, high = lines[0].start, lines[-1].stop
    # Those on top last, so that the last of those covering a stretch is the one to see.
    ranked = sorted(annotations, key=lambda a: (a.id == current, a.start - a.stop))
    spans = [Span(max(a.start, low), min(a.stop, high)) for a in ranked]
    at, line, tints = 0, lines[0], made.tints
    for (start, stop), covering in segments(spans):
        depth, annotation = len(covering), ranked[covering[-1]].id
        while start < stop:
            while line.stop <= start:
                at += 1
                line = lines[at]
            here = min(stop, line.stop)
            for left, right in line.extents(start, here):
                tints.append(Tint(left, line.top, right - left, line.bottom - line.top - 1, annotation, depth))
            start = here


def _add_underlines(made: Scene, lines: Sequence[TextLine], pairs: Sequence[Pair]) -> None:
    slots = lanes([Span(a.start, a.stop) for a, _ in pairs])
    count = min(max(slots) + 1, MOST_UNDERLINES)
    stops = [line.stop for line in lines]
    underlines = made.underlines
    for (annotation, tag), slot in zip(pairs, slots, strict=True):
        if slot >= MOST_UNDERLINES:
            continue
        start, stop = annotation.start, annotation.stop
        for at in range(bisect_right(stops, start), len(lines)):
            line = lines[at]
            if line.start >= stop:
                break
            step = min(UNDERLINE_STEP, (line.bottom - line.baseline - 2) / count)
            thick = min(UNDERLINE, max(1.0, step - 1))
            y = line.bottom - 1 - thick - slot * step
            for left, right in line.extents(max(start, line.start), min(stop, line.stop)):
                underlines.append(Underline(left, y, right - left, thick, annotation.id, tag))


class Placed(NamedTuple):
    """Where something beside the text goes: its top in pixels, None where there is no room."""

    top: float | None
    hidden: int  # how many of those after it, up to the next with a top, had no room


def place_labels(wanted: Sequence[tuple[float, float]], reach: float) -> list[Placed]:
    """Places for labels given as (top they would like, height) in ascending order, none over another.

    They are pushed down; one that would land more than `reach` pixels from its place gets none, and is counted
    with the last one that has a place.
    """
    tops: list[float | None] = []
    free = float("-inf")
    for y, height in wanted:
        top = max(y, free)
        tops.append(None if top - y > reach else top)
        if tops[-1] is not None:
            free = top + height
    placed: list[Placed] = []
    hidden = 0
    for place in reversed(tops):
        hidden += place is None
        placed.append(Placed(place, 0 if place is None else hidden))
        hidden = 0 if place is not None else hidden
    return placed[::-1]
