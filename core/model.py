"""The things a project is made of, as immutable rows.

They are named tuples rather than dataclasses because a book has tens of thousands of annotations, and a
tuple is made several times faster.
"""

from typing import NamedTuple, NewType

DocumentId = NewType("DocumentId", int)
TagId = NewType("TagId", int)
AnnotationId = NewType("AnnotationId", int)
BookmarkId = NewType("BookmarkId", int)


class Document(NamedTuple):
    """An article without its text: what the library shows. `date` is ISO 8601 or empty."""

    id: DocumentId
    title: str
    author: str
    outlet: str
    date: str
    source: str
    characters: int
    words: int
    sha256: str


class Tag(NamedTuple):
    """A tag (code). `color` is `#rrggbb`; `pin` is the number key 1 to 9 that applies it, if any."""

    id: TagId
    parent: TagId | None
    name: str
    color: str
    definition: str
    pin: int | None


class Annotation(NamedTuple):
    """A passage a reader marked: code points `[start, stop)` of its article, with tags and a note."""

    id: AnnotationId
    guid: str
    document: DocumentId
    start: int
    stop: int
    note: str
    created: str
    modified: str
    tags: tuple[TagId, ...] = ()


class Bookmark(NamedTuple):
    """A place to come back to: a code point of its article, and a name for it."""

    id: BookmarkId
    document: DocumentId
    offset: int
    name: str
