"""Moving the ends of the current annotation by dragging them."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint

from core import labels, units
from core.model import Annotation
from storage import operations

if TYPE_CHECKING:
    from ui.reader.view import Reader

_REACH = 5  # pixels from an end that still take hold of it


class Pull(NamedTuple):
    """An end being dragged: which one, and the code point it would be dropped before."""

    annotation: Annotation
    is_start: bool
    offset: int


def pull_at(reader: "Reader", point: QPoint) -> Pull | None:
    """The end of the current annotation under a point of the viewport."""
    article, current = reader.article, reader.current
    if article is None or current is None:
        return None
    annotation = article.annotations[current]
    for is_start, offset in ((True, annotation.start), (False, annotation.stop)):
        box = _end_box(reader, annotation, is_start)
        if box is not None and abs(point.x() - box[0]) <= _REACH and box[1] <= point.y() <= box[2]:
            return Pull(annotation, is_start, offset)
    return None


def _end_box(reader: "Reader", annotation: Annotation, is_start: bool) -> tuple[float, float, float] | None:
    """(x, top, bottom) of an end, or None when it is out of view."""
    at = annotation.start if is_start else annotation.stop - 1
    found = reader.boxes(at, at + 1)
    if not found:
        return None
    box = found[0]
    return (box.left() if is_start else box.right()), box.top(), box.bottom()


def moved(reader: "Reader", pull: Pull, point: QPoint, exact: bool) -> Pull:
    """The pull with the mouse at another point: at the edge of a word, or exactly at a character.

    An annotation keeps at least one word or character.
    """
    article = reader.article
    if article is None:
        return pull
    offset = reader.nearest(point)
    start, stop = pull.annotation.start, pull.annotation.stop
    whole = units.whole_graphemes if exact else units.whole_words
    if pull.is_start:
        return pull._replace(offset=whole(article.text, min(offset, stop - 1), stop).start)
    return pull._replace(offset=whole(article.text, start, max(offset, start + 1)).stop)


def drop(reader: "Reader", pull: Pull) -> None:
    """Gives the annotation its new end."""
    start = pull.offset if pull.is_start else pull.annotation.start
    stop = pull.annotation.stop if pull.is_start else pull.offset
    resize(reader, pull.annotation, start, stop)


def resize(reader: "Reader", annotation: Annotation, start: int, stop: int) -> None:
    """Moves the ends of an annotation, as one step, unless they are there already."""
    if reader.article is not None and (start, stop) != (annotation.start, annotation.stop):
        label = labels.resized(reader.article.text[start:stop])
        reader.session.do(label, operations.resize_annotation, annotation.id, start, stop)
