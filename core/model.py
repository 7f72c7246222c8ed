"""The things a project is made of, as immutable rows.

They are named tuples rather than dataclasses because a book has tens of thousands of annotations, and a
tuple is made several times faster.
"""

from typing import NamedTuple, NewType

DocumentId = NewType("DocumentId", int)
TagId = NewType("TagId", int)
AnnotationId = NewType("AnnotationId", int)
BookmarkId = NewType("BookmarkId", int)
AttributeId = NewType("AttributeId", int)
GroupId = NewType("GroupId", int)
NoteId = NewType("NoteId", int)

TYPES = ("text", "number", "date", "yes-no")  # of attributes


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
    """A tag (code). `color` is `#rrggbb`; `pin` is the number key 1 to 9 that applies it, if any.

    `include` says when it is meant to be used, `exclude` when not; `position` is its place among its siblings, as
    the researcher ordered them.
    """

    id: TagId
    parent: TagId | None
    name: str
    color: str
    definition: str
    pin: int | None
    include: str = ""
    exclude: str = ""
    position: int = 0


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


class Attribute(NamedTuple):
    """Something that is noted about articles, such as their genre; `type` is one of TYPES."""

    id: AttributeId
    name: str
    type: str


class Note(NamedTuple):
    """A note that is on no passage: on an article or a tag, on the `project`, or in the `journal`."""

    id: NoteId
    kind: str
    document: DocumentId | None
    tag: TagId | None
    title: str
    text: str
    created: str
    modified: str


class Bookmark(NamedTuple):
    """A place to come back to: a code point of its article, and a name for it."""

    id: BookmarkId
    document: DocumentId
    offset: int
    name: str
