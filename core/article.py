"""An article being read: its text, where its paragraphs are, and its annotations, ready to be drawn."""

from bisect import bisect_left, insort
from collections.abc import Iterable

from core.model import Annotation, AnnotationId, Document
from core.span import Span, SpanIndex, lanes
from core.text import Lines, Utf16Map

_Place = tuple[int, int, AnnotationId]


def _place(annotation: Annotation) -> _Place:
    """Sorts annotations in text order, longer ones first where two start together."""
    return annotation.start, -annotation.stop, annotation.id


class Article:
    """One article with its annotations; `put` and `drop` keep everything about them up to date.

    Offsets are code points of `text`.
    """

    def __init__(self, document: Document, text: str, annotations: Iterable[Annotation]) -> None:
        self.document = document
        self.text = text
        self.lines = Lines(text)
        self.units = Utf16Map(text)
        self.annotations: dict[AnnotationId, Annotation] = {a.id: a for a in annotations}
        self.index = SpanIndex((a.id, a.start, a.stop) for a in self.annotations.values())
        self.order: list[_Place] = sorted(map(_place, self.annotations.values()))
        found = lanes([Span(start, -negative_stop) for start, negative_stop, _ in self.order])
        self.lanes: dict[AnnotationId, int] = {
            place[2]: lane for place, lane in zip(self.order, found, strict=True)
        }

    def put(self, annotation: Annotation) -> None:
        """Adds an annotation, or replaces the one with its id; only its own lane is chosen anew."""
        self.drop(annotation.id)
        self.annotations[annotation.id] = annotation
        taken = {self.lanes[AnnotationId(key)] for key in self.index.meeting(annotation.start, annotation.stop)}
        self.lanes[annotation.id] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
        self.index.add(annotation.id, annotation.start, annotation.stop)
        insort(self.order, _place(annotation))

    def drop(self, annotation: AnnotationId) -> None:
        """Forgets an annotation; unknown ones are fine."""
        old = self.annotations.pop(annotation, None)
        if old is not None:
            del self.order[bisect_left(self.order, _place(old))]
            del self.lanes[annotation]
            self.index.discard(annotation)

    def meeting(self, start: int, stop: int) -> list[Annotation]:
        """Annotations that share a character with `[start, stop)`, in text order."""
        return [self.annotations[AnnotationId(key)] for key in self.index.meeting(start, stop)]

    def at(self, offset: int) -> list[Annotation]:
        """Annotations that cover the character at an offset, the shortest last."""
        return [self.annotations[AnnotationId(key)] for key in self.index.at(offset)]

    def row(self, annotation: AnnotationId) -> int:
        """The place of an annotation in `order`."""
        return bisect_left(self.order, _place(self.annotations[annotation]))

    def quote(self, annotation: Annotation) -> str:
        """The annotated words, a slice of the text."""
        return self.text[annotation.start : annotation.stop]
