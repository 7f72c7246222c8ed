"""What the charts show: rows, segments and cells made from the frequencies, before anything is drawn.

Where there are more rows than a person can take in, the ones with the most codings are kept, in their usual
order, and the chart says how many there are in all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from core.codebook import TagTree, folded
from core.frequencies import Frequencies
from core.model import Document, DocumentId, Tag, TagId

TOP_ROWS, TOP_COLUMNS = 40, 30  # what is shown until all is asked for
LONGEST_LABEL = 120

Item = TypeVar("Item")


class Bar(NamedTuple):
    """One tag and its codings: a bar, a segment of one, or the head of a row of the matrix."""

    tag: TagId
    label: str
    color: str
    codings: int


class Bars(NamedTuple):
    """The tags of one article, most frequent first. `of` counts the tags that are left out too."""

    document: DocumentId
    label: str
    rows: tuple[Bar, ...]
    of: int


class Stack(NamedTuple):
    """One article as a bar of segments in the order of the tag tree."""

    document: DocumentId
    label: str
    segments: tuple[Bar, ...]
    total: int
    annotations: int


class Stacks(NamedTuple):
    """Articles as stacked bars, and the tags in them. `of` counts the articles that are left out too."""

    rows: tuple[Stack, ...]
    tags: tuple[Bar, ...]
    of: int


class Column(NamedTuple):
    """One article of the matrix."""

    document: DocumentId
    label: str


class Matrix(NamedTuple):
    """Codings of each used tag (row; its `codings` are over all articles) in each article (column)."""

    rows: tuple[Bar, ...]
    columns: tuple[Column, ...]
    cells: tuple[tuple[int, ...], ...]
    of_rows: int
    of_columns: int


def bars(frequencies: Frequencies, tree: TagTree, document: Document, limit: int | None = TOP_ROWS) -> Bars:
    """The tags of one article, most frequent first, those equally frequent in the order of the tree."""
    found = _bars(tree, frequencies.counts.get(document.id, {}))
    found.sort(key=lambda bar: -bar.codings)
    return Bars(document.id, article_label(document), tuple(found[:limit]), len(found))


def stacks(
    frequencies: Frequencies,
    tree: TagTree,
    documents: Sequence[Document],
    annotations: Mapping[DocumentId, int],
    limit: int | None = TOP_ROWS,
) -> Stacks:
    """Every article with the codings of its tags, in the order of the articles."""
    totals = _totals(frequencies, documents)
    names = tag_labels(tree)
    chosen = _top(documents, [totals[d.id] for d in documents], limit)
    rows = (
        Stack(
            document.id,
            article_label(document),
            tuple(_bars(tree, frequencies.counts.get(document.id, {}), names)),
            totals[document.id],
            annotations.get(document.id, 0),
        )
        for document in chosen
    )
    shown = _bars(tree, frequencies.by_tag(document.id for document in chosen), names)
    return Stacks(tuple(rows), tuple(shown), len(documents))


def matrix(
    frequencies: Frequencies,
    tree: TagTree,
    documents: Sequence[Document],
    row_limit: int | None = TOP_ROWS,
    column_limit: int | None = TOP_COLUMNS,
) -> Matrix:
    """Every used tag in every article, in the orders of the tree and of the articles."""
    used = _bars(tree, frequencies.by_tag())
    totals = _totals(frequencies, documents)
    rows = _top(used, [bar.codings for bar in used], row_limit)
    chosen = _top(documents, [totals[d.id] for d in documents], column_limit)
    counts = [frequencies.counts.get(document.id, {}) for document in chosen]
    return Matrix(
        tuple(rows),
        tuple(Column(document.id, article_label(document)) for document in chosen),
        tuple(tuple(column.get(bar.tag, 0) for column in counts) for bar in rows),
        len(used),
        len(documents),
    )


def tag_labels(tree: TagTree) -> dict[TagId, str]:
    """What a chart calls each tag: its name, or its path where two tags share a name."""
    shared = Counter(folded(tag.name) for tag in tree)
    return {tag.id: tag.name if shared[folded(tag.name)] == 1 else tree.path(tag.id) for tag in tree}


def article_label(document: Document) -> str:
    """What a chart calls an article: its title, cut where no chart has room for more."""
    title = document.title
    return title if len(title) <= LONGEST_LABEL else title[: LONGEST_LABEL - 1].rstrip() + "…"


def _bars(tree: TagTree, counts: Mapping[TagId, int], labels: Mapping[TagId, str] | None = None) -> list[Bar]:
    names = tag_labels(tree) if labels is None else labels
    used: Iterable[Tag] = (tag for tag in tree if counts.get(tag.id))
    return [Bar(tag.id, names[tag.id], tag.color, counts[tag.id]) for tag in used]


def _totals(frequencies: Frequencies, documents: Iterable[Document]) -> dict[DocumentId, int]:
    return {d.id: sum(frequencies.counts.get(d.id, {}).values()) for d in documents}


def _top(items: Sequence[Item], weights: Sequence[int], limit: int | None) -> list[Item]:
    """The `limit` heaviest items (of equal ones the earlier), in the order they came."""
    if limit is None or len(items) <= limit:
        return list(items)
    heaviest = sorted(range(len(items)), key=lambda at: -weights[at])[:limit]
    return [items[at] for at in sorted(heaviest)]
