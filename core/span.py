"""Half-open stretches `[start, stop)` of code points: overlap, lanes, and finding them fast."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

_SHELVES = (512, 16_384, 2**62)  # characters of the longest span on each shelf of a SpanIndex


class Span(NamedTuple):
    """A half-open stretch `[start, stop)` of code points."""

    start: int
    stop: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character; touching is not overlapping."""
        return self.start < other.stop and other.start < self.stop


def segments(spans: Sequence[Span]) -> list[tuple[Span, list[int]]]:
    """Elementary stretches in ascending order, each with the indexes of all spans that cover it."""
    edges = sorted({edge for span in spans for edge in span})
    starts: dict[int, list[int]] = {}
    stops: dict[int, list[int]] = {}
    for index, span in enumerate(spans):
        starts.setdefault(span.start, []).append(index)
        stops.setdefault(span.stop, []).append(index)
    active: set[int] = set()
    found = []
    for left, right in pairwise(edges):
        active.difference_update(stops.get(left, ()))
        active.update(starts.get(left, ()))
        if active:
            found.append((Span(left, right), sorted(active)))
    return found


def lanes(spans: Sequence[Span]) -> list[int]:
    """A lane for each span, so that overlapping spans differ: the lowest free one in text order.

    Interval colouring by a sweep over starts; longer spans come first where two start together.
    """
    order = sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].stop))
    result = [0] * len(spans)
    for index, lane in zip(order, sorted_lanes([spans[i] for i in order]), strict=True):
        result[index] = lane
    return result


def sorted_lanes(spans: Iterable[tuple[int, int]]) -> list[int]:
    """The same for spans that are in that order already."""
    found: list[int] = []
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    used = 0
    for start, stop in spans:
        while busy and busy[0][0] <= start:
            heappush(free, heappop(busy)[1])
        if free:
            lane = heappop(free)
        else:
            lane, used = used, used + 1
        found.append(lane)
        heappush(busy, (stop, lane))
    return found


Place = tuple[int, int, int]  # (start, -stop, key): sorts in text order, the longer first where two start together


class SpanIndex:
    """Finds the places that meet a stretch; add and discard are local.

    Places are kept by how long they are, in text order: one that meets a stretch begins before its end, and no
    earlier before its beginning than the longest of its kind is long. A few book-long ones cost the many short
    ones nothing.
    """

    def __init__(self, places: Sequence[Place] = ()) -> None:
        self._shelves: list[list[Place]] = []  # each sorted
        for longest in _SHELVES:
            short = [place for place in places if -place[1] - place[0] <= longest]
            self._shelves.append(sorted(short))
            places = [] if len(short) == len(places) else [p for p in places if -p[1] - p[0] > longest]

    def __len__(self) -> int:
        return sum(map(len, self._shelves))

    def _shelf(self, place: Place) -> list[Place]:
        return self._shelves[bisect_left(_SHELVES, -place[1] - place[0])]

    def add(self, place: Place) -> None:
        """Adds a place."""
        insort(self._shelf(place), place)

    def discard(self, place: Place) -> None:
        """Forgets a place that was added."""
        shelf = self._shelf(place)
        del shelf[bisect_left(shelf, place)]

    def meeting(self, start: int, stop: int) -> list[int]:
        """Keys of all places sharing a character with `[start, stop)`, in text order, longest first."""
        return [key for _, _, key in self._meeting(start, stop)]

    def _meeting(self, start: int, stop: int) -> list[Place]:
        hits: list[Place] = []
        for shelf, longest in zip(self._shelves, _SHELVES, strict=True):
            if shelf:
                first = bisect_left(shelf, (start - longest,))
                hits += [place for place in shelf[first : bisect_left(shelf, (stop,))] if -place[1] > start]
        hits.sort()
        return hits

    def at(self, offset: int) -> list[int]:
        """Keys of all places that cover the character at an offset, shortest last."""
        hits = self._meeting(offset, offset + 1)
        return [key for _, _, key in sorted(hits, key=lambda place: place[0] + place[1])]
