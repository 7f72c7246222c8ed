"""Which passages stand together: in the same characters, near each other, or in the same sentence or article."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.errors import UserError
from core.measures.codings import Codings, Material
from core.measures.in_units import UNITS, in_units
from core.measures.measured import Asked
from core.model import AnnotationId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.measures.codings import Column

RELATIONS = {
    "overlap": "A pair shares a character; touching is not overlapping.",
    "exact": "Both of a pair begin and end at the same characters.",
    "within": "Of a pair, {inner} lies within {outer} without being the same stretch.",
    "near": "A pair overlaps, or has at most {near:,} character{s} between its ends.",
    "sentence": "A pair has characters of the same sentence.",
    "paragraph": "A pair has characters of the same paragraph.",
    "article": "A pair is in the same article.",
}
_PORTION = 1 << 20  # pairs looked at in one go: what is in memory of those of a whole project


@dataclass(frozen=True, slots=True)
class Standing:
    """The codings of a project at places that overlap where passages stand together.

    `placed` has them with those places, rolled up where that was asked for; its `annotation` is the place of a
    coding in `codings`, which has them as they are. A coding never stands together with itself. `is_directed` where
    the first of a pair is always the one that lies within the other, else it is that of the earlier tag.
    """

    codings: Codings
    placed: Codings
    relation: str
    is_directed: bool = False

    def pairs(self) -> "Iterator[tuple[Column, Column]]":
        """Every pair of codings of different tags that stand together, once, as places in `placed`; in portions."""
        here = self.placed
        for first, second in overlapping(here):
            apart = here.tag[first] != here.tag[second]
            apart &= here.annotation[first] != here.annotation[second]
            yield self._related(first[apart], second[apart])

    def _related(self, first: "Column", second: "Column") -> "tuple[Column, Column]":
        start, stop = self.codings.start[self.placed.annotation], self.codings.stop[self.placed.annotation]
        same = (start[first] == start[second]) & (stop[first] == stop[second])
        if self.relation == "exact":
            first, second = first[same], second[same]
        elif self.relation == "within":
            # The first begins no later: the second lies within it, or, from the same beginning, it in the second.
            is_inner = (start[first] == start[second]) & (stop[first] < stop[second])
            kept = ~same & (is_inner | (stop[second] <= stop[first]))
            is_inner, first, second = is_inner[kept], first[kept], second[kept]
            first, second = np.where(is_inner, first, second), np.where(is_inner, second, first)
        if self.is_directed:
            return first, second
        turned = self.placed.tag[first] > self.placed.tag[second]
        return np.where(turned, second, first), np.where(turned, first, second)

    def behind(self, row: int, column: int) -> list[AnnotationId]:
        """The annotations of the pairs of two tags, given by their places."""
        here = self.placed.only(np.isin(self.placed.tag, (row, column)))
        found = np.zeros(len(self.codings), bool)
        for first, second in replace(self, placed=here).pairs():
            kept = here.tag[first] == row if self.is_directed else slice(None)
            found[here.annotation[first[kept]]] = True
            found[here.annotation[second[kept]]] = True
        return [AnnotationId(each) for each in np.unique(self.codings.annotation[found]).tolist()]


def defined(relation: str, near: int, inner: str, outer: str) -> str:
    """When passages are a pair, in words; `inner` and `outer` are what one that lies within another is called."""
    if relation == "near" and not near:
        return "A pair overlaps or touches."
    return RELATIONS[relation].format(near=near, s="s" * (near != 1), inner=inner, outer=outer)


def standing(material: Material, asked: Asked, relation: str, is_directed: bool = False) -> Standing:
    """The codings asked about, placed for a relation of `RELATIONS`. Raises UserError for another one."""
    if relation not in RELATIONS:
        raise UserError(f"Passages are not put together by “{relation}”, but by {', '.join(RELATIONS)}.")
    start, stop = _placed(material, relation, asked.near)
    found = replace(material.codings, start=start, stop=stop, annotation=np.arange(len(start)))
    found = found.only(start < stop)
    if asked.rollup:
        found = found.rolled_up(material.tree)
    if asked.tags:
        found = found.of_tags(asked.tags)
    return Standing(material.codings, found, relation, is_directed)


def overlapping(here: Codings) -> "Iterator[tuple[Column, Column]]":
    """Every two codings that share a place, those that begin first first, in portions of about a million."""
    line = here.document * (int(here.stop.max(initial=0)) + 1)
    order = np.argsort(line + here.start)
    begin, end = (line + here.start)[order], (line + here.stop)[order]
    places = np.arange(len(order))
    times = np.searchsorted(begin, end, "left") - places - 1
    before = np.cumsum(times) - times
    at = 0
    while at < len(order):
        after = max(at + 1, int(np.searchsorted(before, before[at] + _PORTION, "right")) - 1)
        part = slice(at, after)
        first = np.repeat(places[part], times[part])
        second = np.arange(len(first)) - np.repeat(before[part] - before[at], times[part]) + first + 1
        yield order[first], order[second]
        at = after


# -- places


def _placed(material: Material, relation: str, near: int) -> "tuple[Column, Column]":
    here = material.codings
    if relation == "near":
        return here.start, here.stop + near + 1  # what touches then overlaps
    if relation == "article":
        return np.zeros_like(here.start), np.ones_like(here.stop)
    if relation in UNITS:
        return in_units(material, relation)
    return here.start, here.stop
