"""Where highlights go: from lines of text and annotations to rectangles. Pure; pixels are the caller's."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
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


class Wanted(NamedTuple):
    """A label that is to stand beside the text, in pixels."""

    y: float  # the top it would like
    height: float
    first: bool = False  # it has a place, whatever becomes of the others
    follows: bool = (
        False  # it stands right below the one before it; unless `first`, only if no other needs the room
    )


class Placed(NamedTuple):
    """Where a label stands: its top in pixels, None where there is no room; and for which others it answers."""

    top: float | None
    hidden: tuple[int, ...] = ()  # the numbers of those without a place that are counted with this one


def place_labels(wanted: Sequence[Wanted], reach: float) -> list[Placed]:
    """Places for labels in the order of the tops they would like, none over another.

    They are pushed down. One that would land more than `reach` pixels from its place, or twice that where nobody
    else would like to stand, gets none and is counted with the last one before it that has a place of its own, or
    else with the next one; what only follows is not counted.
    Where those that come first would have no place so, they stand where they would like to, and others go around.
    """
    tops = _pushed_down(wanted, reach, [None] * len(wanted), None)
    if any(one.first and top is None for one, top in zip(wanted, tops, strict=True)):
        tops = _pushed_down(wanted, reach, *_first_tops(wanted))
    edges = sorted(top for top in tops if top is not None)
    for number, (_, height, _, follows) in enumerate(wanted):
        before = tops[number - 1] if follows and tops[number] is None else None
        if before is not None:
            top = before + wanted[number - 1].height
            if _first_from(edges, top) >= top + height:
                tops[number] = top
    return _counted(wanted, tops)


_Tops = list[float | None]
_Stretch = tuple[float, float]


def _pushed_down(wanted: Sequence[Wanted], reach: float, tops: _Tops, taken: _Stretch | None) -> _Tops:
    """The tops, with those of labels that had none: around a stretch that is taken, without what only follows."""
    free, wishes = -inf, [one.y for one in wanted]
    for number, (y, height, first, follows) in enumerate(wanted):
        if tops[number] is None and (first or not follows):
            top = max(y, free)
            if taken is not None and top < taken[1] and top + height > taken[0]:
                above = taken[0] - height
                top = above if above >= max(free, 0.0) and y - above <= reach else taken[1]
            unwanted = _first_from(wishes, top) >= top + height
            if top - y <= reach * (1 + unwanted) or (follows and tops[number - 1] is not None):
                tops[number], free = top, top + height
    return tops


def _first_from(ascending: Sequence[float], least: float) -> float:
    """The first of ascending numbers that is not less; infinity where there is none."""
    at = bisect_left(ascending, least)
    return ascending[at] if at < len(ascending) else inf


def _first_tops(wanted: Sequence[Wanted]) -> tuple[_Tops, _Stretch | None]:
    """The tops of the labels that come first, one below the other, and the stretch they take."""
    tops: _Tops = [None] * len(wanted)
    taken = None
    for number, (y, height, first, _) in enumerate(wanted):
        if first:
            upper, lower = taken or (y, y)
            tops[number] = lower
            taken = upper, lower + height
    return tops, taken


def _counted(wanted: Sequence[Wanted], tops: _Tops) -> list[Placed]:
    """Each label with those that it answers for."""
    hidden: dict[int, list[int]] = {}
    standing = [number for number, top in enumerate(tops) if top is not None and not wanted[number].follows]
    answering = standing[0] if standing else 0
    for number, top in enumerate(tops):
        if not wanted[number].follows:
            if top is not None:
                answering = number
            else:
                hidden.setdefault(answering, []).append(number)
    return [Placed(top, tuple(hidden.get(number, ()))) for number, top in enumerate(tops)]
