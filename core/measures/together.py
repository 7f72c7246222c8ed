"""Tags that occur together, in numbers: how often, in how much of their text, how strongly."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from core.measures.codings import Codings, Material
from core.measures.measured import Asked
from core.measures.standing import Standing, standing
from core.model import AnnotationId, TagId

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.measures.codings import Choice, Column
    from core.measures.units import Numbers

OF_CHARACTERS = ("characters", "jaccard", "share")  # these go by shared characters, whatever else makes a pair
FAR_MORE_FREQUENT = 5  # where one of two tags has more than so many times the codings of the other, c says little
_PART = 1 << 21  # so many cells of a table of articles by tags are in memory at a time


@dataclass(frozen=True)
class Together:
    """Tables of T x T tags by what they count (`core.measures.cooccurrence.COUNTS`), in the order of `tags`.

    There are pairs, characters, c, jaccard, share and whatever else was asked for. The diagonals are NaN, as are
    shares of nothing. `codings` has how many each tag has. Pairs were found in `standing`,
    shared characters in `sharing`.
    """

    tags: tuple[TagId, ...]
    codings: "Numbers"
    numbers: Mapping[str, "Numbers"]
    standing: Standing
    sharing: Standing

    def behind(self, row: int, column: int, counted: str) -> list[AnnotationId]:
        """The annotations of both tags, given by their places, that a number is counted from."""
        of = self.sharing if counted in OF_CHARACTERS else self.standing
        return of.behind(row, column)

    def annotations(self, tag: int) -> list[AnnotationId]:
        """All that have a tag, given by its place."""
        here = self.sharing.placed
        found = self.sharing.codings.annotation[here.annotation[here.tag == tag]]
        return [AnnotationId(each) for each in np.unique(found).tolist()]

    @cached_property
    def ratio(self) -> "Numbers":
        """How many times as many codings the more frequent of two tags has; NaN where one has none."""
        more = np.maximum.outer(self.codings, self.codings)
        less = np.minimum.outer(self.codings, self.codings)
        return _divided(more, less)

    @cached_property
    def outside(self) -> "Choice":
        """Where c is above 1 or below 0, or none, as several passages of one tag on one of the other make it."""
        c = self.numbers["c"]
        return (c < 0) | (c > 1) | (np.isnan(c) & (self.numbers["pairs"] > 0))

    @cached_property
    def uneven(self) -> "Choice":
        """Where one of two tags that occur together is more than `FAR_MORE_FREQUENT` times as frequent."""
        return (self.ratio > FAR_MORE_FREQUENT) & (self.numbers["pairs"] > 0)


def together(material: Material, asked: Asked, is_directed: bool = False) -> Together:
    """What the relation and what is counted give.

    Where it `is_directed`, a passage of the row lies within one of the column, else either within the other.
    Raises UserError for an unknown relation.
    """
    found = standing(material, asked, asked.relation, is_directed and asked.relation == "within")
    sharing = found if asked.relation == "overlap" else standing(material, asked, "overlap")
    here = sharing.placed
    above = _above(material, here.tags) if asked.rollup else np.zeros((len(here.tags),) * 2, bool)
    if asked.relation == "article":
        numbers = _by_article(found, above, asked.counted in ("articles", "events"))
    else:
        numbers = _by_pair(found, asked.counted == "articles", asked.counted == "events" or sharing is found)
    if sharing is not found:
        numbers["characters"] = _by_pair(sharing, False, True)["characters"]
    pairs, shared = numbers["pairs"], numbers["characters"]
    codings = np.bincount(here.tag, minlength=len(here.tags)).astype(np.float64)
    covered = _covered(here)
    # A tag that counts with its subtags covers what they cover.
    either = np.where(above | above.T, np.maximum.outer(covered, covered), covered[:, None] + covered - shared)
    numbers["c"] = _divided(pairs, codings[:, None] + codings - pairs)
    numbers["jaccard"] = _divided(shared, either)
    numbers["share"] = _divided(shared, np.broadcast_to(covered[:, None], shared.shape))
    for table in numbers.values():
        np.fill_diagonal(table, np.nan)
    return Together(here.tags, codings, numbers, found, sharing)


def _divided(part: "Numbers", whole: "Numbers") -> "Numbers":
    """NaN where the whole is nothing."""
    found = np.full(part.shape, np.nan)
    np.divide(part, whole, out=found, where=whole != 0)
    return found


def _above(material: Material, tags: tuple[TagId, ...]) -> "Choice":
    """Whether the tag of a column is above that of the row in the tree."""
    place = {tag: at for at, tag in enumerate(tags)}
    found = np.zeros((len(tags), len(tags)), bool)
    for at, tag in enumerate(tags):
        found[at, [place[up] for up in material.tree.lineage([tag]) if up in place and up != tag]] = True
    return found


def _both_ways(of: Standing, counted: "NDArray[Any]") -> "Numbers":
    """The table from counts of pairs, which name the earlier tag first unless they are directed."""
    size = len(of.placed.tags)
    table = counted.astype(np.float64).reshape(size, size)
    return table if of.is_directed else np.add(table, table.T)


def _by_pair(of: Standing, with_articles: bool, with_stretches: bool) -> dict[str, "Numbers"]:
    """Pairs; the articles that have any; the stretches they share (near ones: span), how many and how large.

    Stretches that overlap are one.
    """
    size, many = len(of.placed.tags), max(1, len(of.placed.documents))
    cells = size * size
    base, length = _line(of.codings if of.relation == "near" else of.placed)
    pairs, places = np.zeros(cells, np.int64), np.zeros(0, np.int64)
    start, stop = np.zeros(0, np.int64), np.zeros(0, np.int64)
    for first, second in of.pairs():
        cell, document = of.placed.tag[first] * size + of.placed.tag[second], of.placed.document[first]
        pairs += np.bincount(cell, minlength=cells)
        if with_articles:
            places = _different(np.append(places, cell * many + document))
        if with_stretches:
            # On one long line each two tags have a stretch of their own, and in it each article.
            line = cell * length + base[document]
            begin, end = _stretch(of, first, second)
            start, stop = _merged(np.append(start, line + begin), np.append(stop, line + end))
    found = {"pairs": _both_ways(of, pairs)}
    if with_articles:
        found["articles"] = _both_ways(of, np.bincount(places // many, minlength=cells))
    if with_stretches:
        found["events"] = _both_ways(of, np.bincount(start // length, minlength=cells))
        found["characters"] = _both_ways(of, np.bincount(start // length, stop - start, cells))
    return found


def _line(here: Codings) -> "tuple[Column, int]":
    """Where each article begins on a line that has one after the other, and the length of the line."""
    ends = np.zeros(len(here.documents), np.int64)
    np.maximum.at(ends, here.document, here.stop)
    return np.cumsum(ends) - ends, max(1, int(ends.sum()))


def _covered(here: Codings) -> "Numbers":
    """How many characters the passages of each tag cover."""
    base, length = _line(here)
    line = here.tag * length + base[here.document]
    start, stop = _merged(line + here.start, line + here.stop)
    return np.bincount(start // length, stop - start, len(here.tags)).astype(np.float64)


def _stretch(of: Standing, first: "Column", second: "Column") -> "tuple[Column, Column]":
    """What pairs share, or, where they need not share anything, what they span."""
    if of.relation == "near":
        text, first, second = of.codings, of.placed.annotation[first], of.placed.annotation[second]
        return np.minimum(text.start[first], text.start[second]), np.maximum(text.stop[first], text.stop[second])
    text = of.placed
    return np.maximum(text.start[first], text.start[second]), np.minimum(text.stop[first], text.stop[second])


def _different(numbers: "Column") -> "Column":
    found = np.sort(numbers)  # several times as fast as np.unique
    kept: Column = found[np.append(True, np.diff(found) > 0)[: len(found)]]
    return kept


def _merged(start: "Column", stop: "Column") -> "tuple[Column, Column]":
    """Stretches of which those that overlap are one; those that touch stay apart."""
    order = np.argsort(start)
    start, reached = start[order], np.maximum.accumulate(stop[order])
    first = np.flatnonzero(np.append(True, start[1:] >= reached[:-1])[: len(start)])
    return start[first], reached[np.append(first[1:], len(start))[: len(first)] - 1]


def _by_article(of: Standing, above: "Choice", with_articles: bool) -> dict[str, "Numbers"]:
    """The same where all in an article are pairs, too many to look at each of them."""
    here, size = of.placed, len(of.placed.tags)
    pairs, articles = np.zeros((size, size)), np.zeros((size, size))
    order = np.argsort(here.document, kind="stable")
    document, tag = here.document[order], here.tag[order]
    step = max(1, _PART // max(1, size))
    for first in range(0, len(here.documents), step):
        part = slice(*np.searchsorted(document, [first, first + step]))
        cell = (document[part] - first) * size + tag[part]
        counts = np.bincount(cell, minlength=step * size).reshape(step, size).astype(np.float64)
        pairs += counts.T @ counts
        if with_articles:
            once = (counts > 0).astype(np.float64)
            articles += once.T @ once
            # A coding of a tag is one of those above it too: it takes a second one to make a pair of these.
            alone = once.T @ (counts == 1) * above if above.any() else 0
            articles -= alone + np.transpose(alone)
    own = np.bincount(tag, minlength=size)
    pairs -= own[:, None] * above + own * above.T
    return {"pairs": pairs} | ({"articles": articles, "events": articles.copy()} if with_articles else {})
