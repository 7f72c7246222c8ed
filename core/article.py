"""An article being read: its text, where its paragraphs are, and its annotations, ready to be drawn."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from functools import cache, cached_property, partial
from itertools import accumulate

from core import outline
from core.model import Annotation, AnnotationId, Document
from core.span import Place, Span, SpanIndex, sorted_lanes
from core.text import Lines, Utf16Map
from core.wrapped import gaps, reflowed


def place(annotation: Annotation) -> Place:
    """Sorts annotations in text order, longer ones first where two start together."""
    return annotation.start, -annotation.stop, annotation.id


class Article:
    """One article with its annotations; `put` and `drop` keep everything about them up to date.

    Offsets are code points of `text`, which is quoted and copied, and of `shown`, which is read: hard-wrapped text
    is shown reflowed. `lines` are those of `shown`: paragraphs and blank lines. `order` holds the `place` of every
    annotation, in text order.
    """

    def __init__(self, document: Document, text: str, annotations: Iterable[Annotation]) -> None:
        self.document = document
        self.text = text
        self.shown = reflowed(text)
        self.lines = Lines(self.shown)
        self.units = Utf16Map(text)
        self.kind_of: Callable[[int], outline.LineKind] = cache(partial(outline.kind, text, self.lines))
        self.annotations: dict[AnnotationId, Annotation] = {a.id: a for a in annotations}
        self.order: list[Place] = sorted((a.start, -a.stop, a.id) for a in self.annotations.values())
        self._index = SpanIndex(self.order)
        self._lanes: dict[int, int] = {}
        self._reach: list[int] | None = None  # for each of `order`, where the farthest so far stops

    @cached_property
    def headings(self) -> list[outline.Heading]:
        """The headings in text order, looked for when first asked for: a tenth of a second in a long book."""
        return outline.headings(self.text, self.lines)

    def gaps(self, line: int) -> list[Span]:
        """The space inside a line of `shown` that is there only because the text was broken into lines."""
        if self.shown is self.text:
            return []
        return list(gaps(self.text, self.lines.starts[line], self.lines.starts[line + 1] - 1))

    def put(self, annotation: Annotation) -> None:
        """Adds an annotation, or replaces the one with its id; only its own lane is chosen anew."""
        self.drop(annotation.id)
        taken = {self.lane(a.id) for a in self.meeting(annotation.start, annotation.stop)}
        self._lanes[annotation.id] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
        self.annotations[annotation.id] = annotation
        self._index.add(place(annotation))
        insort(self.order, place(annotation))
        self._reach = None

    def drop(self, annotation: AnnotationId) -> None:
        """Forgets an annotation; unknown ones are fine."""
        old = self.annotations.pop(annotation, None)
        if old is not None:
            del self.order[bisect_left(self.order, place(old))]
            self._lanes.pop(annotation, None)
            self._index.discard(place(old))
            self._reach = None

    def lane(self, annotation: AnnotationId) -> int:
        """The lane of an annotation, its own for as long as it is there; those that overlap differ."""
        if annotation not in self._lanes:
            crowd = self._crowd(annotation)
            found = sorted_lanes((start, -negative_stop) for start, negative_stop, _ in crowd)
            self._lanes.update(zip((key for _, _, key in crowd), found, strict=True))
        return self._lanes[annotation]

    def _crowd(self, annotation: AnnotationId) -> list[Place]:
        """The annotations that hang together by overlaps with this one. Lanes of other crowds do not matter."""
        if self._reach is None:
            self._reach = list(accumulate((-negative_stop for _, negative_stop, _ in self.order), max))
        first = last = self.row(annotation)
        while first and self.order[first][0] < self._reach[first - 1]:
            first -= 1
        while last + 1 < len(self.order) and self.order[last + 1][0] < self._reach[last]:
            last += 1
        return self.order[first : last + 1]

    def meeting(self, start: int, stop: int) -> list[Annotation]:
        """Annotations that share a character with `[start, stop)`, in text order."""
        return [self.annotations[AnnotationId(key)] for key in self._index.meeting(start, stop)]

    def at(self, offset: int) -> list[Annotation]:
        """Annotations that cover the character at an offset, the shortest last."""
        return [self.annotations[AnnotationId(key)] for key in self._index.at(offset)]

    def row(self, annotation: AnnotationId) -> int:
        """The place of an annotation in `order`."""
        return bisect_left(self.order, place(self.annotations[annotation]))

    def quote(self, annotation: Annotation) -> str:
        """The annotated words, a slice of the text."""
        return self.text[annotation.start : annotation.stop]
