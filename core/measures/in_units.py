"""In which sentences or paragraphs passages stand: found in the texts once, asked as often as somebody likes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.measures.codings import Codings, Material, is_space, points, portions
from core.units import sentence_edges

if TYPE_CHECKING:
    from core.measures.codings import Choice, Column

UNITS = ("sentence", "paragraph")
_AT_ONCE = 1_000_000  # characters: so much text is in memory
_UNKNOWN = -1


class InUnits(NamedTuple):
    """For each of some codings where its first unit begins, and just after where its last one does.

    So two codings of an article have characters of the same unit where their `[start, stop)` overlap. Spaces at the
    ends of a coding do not count; one that has nothing else is in no unit and has an empty place, as has one that
    is alone in its article: there `start` is negative. In which sentence of a paragraph one begins or ends does not
    matter where all that do so in it have a character in common: they then have the place of the paragraph.
    """

    codings: Codings
    start: "Column"
    stop: "Column"

    def of(self, here: Codings) -> "tuple[Column, Column, Choice]":
        """The places of other codings, and which of them are known: those of passages these were found for."""
        found = self.codings
        if here is found:
            return self.start.copy(), self.stop.copy(), self.start > _UNKNOWN
        if not len(found):
            return _nothing(here)
        was = np.arange(len(here.documents))
        if here.documents != found.documents:
            articles = {(each.id, each.sha256): at for at, each in enumerate(found.documents)}
            was = np.array([articles.get((each.id, each.sha256), -1) for each in here.documents], np.int64)
        order = np.argsort(found.annotation)
        at = np.searchsorted(found.annotation[order], here.annotation)
        at = order[np.minimum(at, len(order) - 1)]
        known = (found.annotation[at] == here.annotation) & (found.document[at] == was[here.document])
        known &= (found.start[at] == here.start) & (found.stop[at] == here.stop) & (self.start[at] > _UNKNOWN)
        return np.where(known, self.start[at], _UNKNOWN), np.where(known, self.stop[at], _UNKNOWN), known


def in_units(material: Material, unit: str) -> "tuple[Column, Column]":
    """The places of all codings in `UNITS` of one kind: as they are known already, or found in the texts."""
    if unit in material.in_units:
        start, stop, _ = material.in_units[unit].of(material.codings)
        return start, stop
    *_, found = finding(material, unit)
    assert isinstance(found, InUnits)
    return found.start, found.stop


def finding(
    material: Material, unit: str, known: InUnits | None = None, at_once: int = _AT_ONCE
) -> Iterator[int | InUnits]:
    """The places in steps of so many characters: after each how many articles are done, at last what was found.

    An article is only read if it has passages whose places were not `known` before.
    """
    here = material.codings
    start, stop, is_known = _nothing(here) if known is None else known.of(here)
    often, new = (
        np.bincount(at, minlength=len(here.documents)) for at in (here.document, here.document[~is_known])
    )
    order, edges = np.argsort(here.document, kind="stable"), np.append(0, np.cumsum(often))
    wanted = np.flatnonzero((often > 1) & (new > 0)).tolist()
    for number, part in enumerate(portions(here.documents, wanted, at_once)):
        if number:
            yield part[0]
        those = np.concatenate([order[edges[at] : edges[at + 1]] for at in part])
        texts = material.texts([here.documents[at].id for at in part])
        begins = np.repeat(np.cumsum([0, *(len(text) + 1 for text in texts[:-1])]), often[part])
        places = _places("\n".join(texts), begins + here.start[those], begins + here.stop[those], unit)
        start[those], stop[those] = places - begins
    yield InUnits(here, start, stop)


def _nothing(here: Codings) -> "tuple[Column, Column, Choice]":
    """The places of codings of which none is known."""
    return np.full(len(here), _UNKNOWN), np.full(len(here), _UNKNOWN), np.zeros(len(here), bool)


def _places(text: str, start: "Column", stop: "Column", unit: str) -> "Column":
    """Where the first units of passages begin, and just after where the last ones do, as two rows."""
    letters = points(text)
    ends = np.array([start, stop - 1])
    ends += is_space(letters[ends]) * np.array([[1], [-1]])  # most have one space at most
    left = np.flatnonzero(ends[0] <= ends[1])
    for at in left[is_space(letters[ends[:, left]]).any(axis=0)].tolist():
        words = text[start[at] : stop[at]]
        ends[:, at] = stop[at] - len(words.lstrip()), start[at] + len(words.rstrip()) - 1
    is_blank = ends[0] > ends[1]
    begins = np.append(0, np.flatnonzero(letters == ord("\n")) + 1)
    lines = np.searchsorted(begins, ends, "right") - 1
    if unit == "sentence":
        latest, earliest = np.full(len(begins), -1), np.full(len(begins), len(text))
        np.maximum.at(latest, lines[0, ~is_blank], ends[0, ~is_blank])
        np.minimum.at(earliest, lines[1, ~is_blank], ends[1, ~is_blank])
        begins = np.sort(np.append(begins, _inner(text, begins, np.flatnonzero(latest > earliest))))
        lines = np.searchsorted(begins, ends, "right") - 1
    found = begins[lines]
    found[1] = np.where(is_blank, found[0], found[1] + 1)
    return found


def _inner(text: str, begins: "Column", lines: "Column") -> "Column":
    """Where sentences of some lines begin, but for the first of each."""
    after = np.append(begins[1:], len(text) + 1)[lines] - 1
    found = list[int]()
    for begin, end in zip(begins[lines].tolist(), after.tolist(), strict=True):
        found += [begin + edge for edge in sentence_edges(text[begin:end])[1:-1]]
    return np.array(found, np.int64)
