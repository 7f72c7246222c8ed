"""The codings of a project as columns of numbers: what every measure is counted from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.codebook import TagTree
from core.model import Document, DocumentId, TagId

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.measures.in_units import InUnits

    Column = NDArray[np.int64]
    Choice = NDArray[np.bool_]

_SPACES = np.array([chr(code).isspace() for code in range(0x3002)])  # all there are, as str.split knows them
_SPARSE = 8  # numbers at most so many times as large as there are of them are looked up in a table


@dataclass(frozen=True, slots=True, eq=False)
class Codings:
    """One coding at each place of the columns: a tag on an annotation. Equal only to itself.

    `tag` and `document` are places in `tags` and `documents`, not their numbers; `start` and `stop` are code points
    `[start, stop)` of the article; `annotation` is the number of the annotation.
    """

    tags: tuple[TagId, ...]
    documents: tuple[Document, ...]
    tag: "Column"
    document: "Column"
    start: "Column"
    stop: "Column"
    annotation: "Column"

    def __len__(self) -> int:
        return len(self.tag)

    def only(self, kept: "Choice | Column") -> "Codings":
        """Those that are chosen, by a truth value for each or by their places."""
        return replace(
            self,
            tag=self.tag[kept],
            document=self.document[kept],
            start=self.start[kept],
            stop=self.stop[kept],
            annotation=self.annotation[kept],
        )

    def of_annotations(self, wanted: "Column") -> "Codings":
        """Those on some annotations."""
        return self.only(np.isin(self.annotation, wanted))

    def of_tags(self, wanted: Iterable[TagId]) -> "Codings":
        """Those of some tags, which alone stay in `tags`, in the same order."""
        chosen = set(wanted)
        places = [at for at, tag in enumerate(self.tags) if tag in chosen]
        now = np.full(len(self.tags), -1)
        now[places] = np.arange(len(places))
        left = self.only(now[self.tag] >= 0)
        return replace(left, tags=tuple(self.tags[at] for at in places), tag=now[left.tag])

    def of_documents(self, wanted: Iterable[DocumentId]) -> "Codings":
        """Those in some articles, which alone stay in `documents`, in the same order."""
        chosen = set(wanted)
        places = [at for at, document in enumerate(self.documents) if document.id in chosen]
        now = np.full(len(self.documents), -1)
        now[places] = np.arange(len(places))
        left = self.only(now[self.document] >= 0)
        kept = tuple(self.documents[at] for at in places)
        return replace(left, documents=kept, document=now[left.document])

    def rolled_up(self, tree: TagTree) -> "Codings":
        """Each coding also as one of every tag above its own: a tag then counts with its subtags."""
        place = {tag: at for at, tag in enumerate(self.tags)}
        above = [[place[up] for up in tree.lineage([tag]) if up in place] for tag in self.tags]
        times = np.array([len(each) for each in above], np.int64)[self.tag]
        first = np.cumsum([0, *(len(each) for each in above)])[:-1]
        flat = np.array([up for each in above for up in each], np.int64)
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        repeated = self.only(np.repeat(np.arange(len(self)), times))
        return replace(repeated, tag=flat[first[repeated.tag] + within])


def column(listed: str) -> "Column":
    """A JSON list of whole numbers."""
    return np.fromstring(listed[1:-1], np.int64, sep=",") if len(listed) > 2 else np.empty(0, np.int64)


def places(wanted: "Column", keys: "Column") -> "Column":
    """For each wanted key its place among the keys: all there are, each once, none below 0."""
    if not len(wanted):
        return np.empty(0, np.int64)
    if keys.max() < _SPARSE * len(keys):  # as numbers of rows are, mostly; a search takes longer
        table = np.empty(keys.max() + 1, np.int64)
        table[keys] = np.arange(len(keys))
        return table[wanted]
    order = np.argsort(keys)
    return order[np.searchsorted(keys, wanted, sorter=order)]


def codings(
    tree: TagTree,
    documents: Sequence[Document],
    rows: "Sequence[Sequence[int] | Column]",
) -> Codings:
    """The columns from five lists, one entry a coding: numbers of tags and articles, starts, stops, annotations."""
    tag, document, start, stop, annotation = (np.array(column, np.int64) for column in rows)
    return Codings(
        tree.order,
        tuple(documents),
        places(tag, np.array(tree.order, np.int64)),
        places(document, np.array([each.id for each in documents], np.int64)),
        start,
        stop,
        annotation,
    )


class Material(NamedTuple):
    """What is measured: codings, and whatever else of the project a measure may ask for.

    `texts` gives the texts of articles as they are shown, `values` what is noted about articles under a name: one
    of `core.attributes.FIELDS` or an attribute's. `about` says in words which filter is in force, or nothing.
    `in_units` has in which sentences or paragraphs the codings and others are, where that was found before.
    """

    tree: TagTree
    codings: Codings
    texts: Callable[[Sequence[DocumentId]], list[str]]
    values: Callable[[str], Mapping[DocumentId, str]]
    about: str = ""
    in_units: "Mapping[str, InUnits]" = MappingProxyType({})

    def text(self, document: DocumentId) -> str:
        """The text of one article."""
        return self.texts([document])[0]


def in_words(material: Material) -> Codings:
    """The codings with places that count words instead of characters, from 0, half-open.

    A word is what stands between spaces, as an article's words are counted; a passage has the words of which it
    has a character.
    """
    here = material.codings
    start, stop = np.zeros_like(here.start), np.zeros_like(here.stop)
    by_document = np.argsort(here.document, kind="stable")
    edges = np.searchsorted(here.document[by_document], np.arange(len(here.documents) + 1))
    for at in np.flatnonzero(np.diff(edges)):
        those = by_document[edges[at] : edges[at + 1]]
        first, after = _word_edges(material.text(here.documents[at].id))
        start[those] = np.searchsorted(after, here.start[those], "right")
        stop[those] = np.searchsorted(first, here.stop[those], "left")
    return replace(here, start=start, stop=np.maximum(start, stop))


def _word_edges(text: str) -> "tuple[Column, Column]":
    """Where the words of a text begin, and where they end."""
    steps = np.diff((~is_space(points(text))).astype(np.int8), prepend=0, append=0)
    return np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)


def points(text: str) -> "NDArray[np.uint32]":
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def is_space(points: "NDArray[np.uint32]") -> "Choice":
    """Which code points are spaces, as str.isspace knows them."""
    found: Choice = _SPACES[np.minimum(points, len(_SPACES) - 1)]
    return found


def portions(documents: Sequence[Document], wanted: Iterable[int], at_once: int) -> Iterator[list[int]]:
    """Articles, given by their places, in portions that end with the article that fills so many characters."""
    part, length = list[int](), 0
    for at in wanted:
        part.append(at)
        length += documents[at].characters
        if length >= at_once:
            yield part
            part, length = [], 0
    if part:
        yield part
