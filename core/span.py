"""Half-open stretches `[start, stop)` of code points: overlap, lanes, and finding them fast."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

_BUCKET = 4096


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
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    used = 0
    for index in order:
        while busy and busy[0][0] <= spans[index].start:
            heappush(free, heappop(busy)[1])
        if free:
            lane = heappop(free)
        else:
            lane, used = used, used + 1
        result[index] = lane
        heappush(busy, (spans[index].stop, lane))
    return result


class SpanIndex:
    """Finds the keys whose span meets a stretch, by buckets of the text; add and remove are local."""

    def __init__(self, items: Iterable[tuple[int, int, int]] = ()) -> None:
        self._buckets: dict[int, set[int]] = {}
        self._spans: dict[int, Span] = {}
        for key, start, stop in items:
            self.add(key, start, stop)

    def __len__(self) -> int:
        return len(self._spans)

    def add(self, key: int, start: int, stop: int) -> None:
        """Adds a span, or moves the one that has this key."""
        if key in self._spans:
            self.discard(key)
        self._spans[key] = Span(start, stop)
        for bucket in range(start // _BUCKET, (stop - 1) // _BUCKET + 1):
            self._buckets.setdefault(bucket, set()).add(key)

    def discard(self, key: int) -> None:
        """Forgets a key; unknown keys are fine."""
        span = self._spans.pop(key, None)
        if span is not None:
            for bucket in range(span.start // _BUCKET, (span.stop - 1) // _BUCKET + 1):
                self._buckets[bucket].discard(key)

    def meeting(self, start: int, stop: int) -> list[int]:
        """Keys of all spans sharing a character with `[start, stop)`, in text order, longest first."""
        spans = self._spans
        found: set[int] = set()
        for bucket in range(start // _BUCKET, max(start, stop - 1) // _BUCKET + 1):
            found |= self._buckets.get(bucket, set())
        hits = [key for key in found if spans[key].start < stop and start < spans[key].stop]
        hits.sort(key=lambda key: (spans[key].start, -spans[key].stop, key))
        return hits

    def at(self, offset: int) -> list[int]:
        """Keys of all spans that cover the character at an offset, shortest last."""
        return sorted(
            self.meeting(offset, offset + 1), key=lambda key: self._spans[key].start - self._spans[key].stop
        )
