"""Where in the texts tags are: articles cut into equal sections, and one article by its paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from core.errors import UserError
from core.measures.codings import Codings, Material, in_words
from core.measures.frequency import chosen, rollup, tag_heads
from core.measures.measured import Asked, Head, Heads, Measured
from core.measures.units import UNITS, passages_in
from core.model import AnnotationId

if TYPE_CHECKING:
    from core.measures.codings import Column
    from core.measures.units import Numbers

MOST_SECTIONS = 1_000
_UNION = "spaces included, that passages with the tag cover. Where passages overlap, a character counts once."
_DEFINED = {
    "codings": "Unit: codings (one tag on one annotation) with a character in the {place}. "
    "A long one counts in several.",
    "passages": "Unit: passages with the tag that have a character in the {place}. "
    "A long one counts in several; a stretch of text that was marked twice counts once.",
    "characters": f"Unit: characters of the {{place}}, {_UNION}",
    "percent": f"Unit: per cent of the characters of the {{place}}, {_UNION}",
    "words": "Unit: words of the {place} of which a passage with the tag has a character. "
    "Where passages overlap, a word counts once. Words stand between spaces.",
}
SECTION_UNITS = ("codings", "passages", "characters", "percent")
PARAGRAPH_UNITS = tuple(_DEFINED)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Texts on one long line, cut into stretches `[start, stop)` in their order, so many of each text.

    `here` is in the order of rows and, within one, of the texts; `row` has the row of each coding, `text` the place
    of the text that each row is about.
    """

    here: Codings
    row: "Column"
    text: "Column"
    starts: "Column"
    stops: "Column"
    columns: int

    def met(self, start: "Column", stop: "Column") -> "tuple[Column, Column]":
        """Every passage with every stretch it has a character of: places of passages, and of stretches."""
        first = np.searchsorted(self.stops, start, "right")
        times = np.maximum(0, np.searchsorted(self.starts, stop, "left") - first)
        which = np.repeat(np.arange(len(start)), times)
        stretch = np.arange(len(which)) - np.repeat(np.cumsum(times) - times, times) + first[which]
        filled = self.starts[stretch] < self.stops[stretch]  # a text shorter than its sections has empty ones
        return which[filled], stretch[filled]

    def table(self, unit: str) -> "Numbers":
        """The unit in every row and column; shares are NaN where a stretch is empty."""
        shape = len(self.text), self.columns
        row, start, stop = self.row, self.here.start, self.here.stop
        if unit not in ("codings", "passages"):
            row, start, stop = _covered(row, start, stop)
        which, stretch = self.met(start, stop)
        group = row[which] * self.columns + stretch % self.columns
        if unit == "passages":
            return passages_in(self.here.only(which), group, shape[0] * shape[1]).reshape(shape)
        count = np.ones(len(which))
        if unit != "codings":
            left, right = self.starts[stretch], self.stops[stretch]
            count *= np.minimum(stop[which], right) - np.maximum(start[which], left)
            count *= 100 / (right - left) if unit == "percent" else 1
        # Without anything to count numpy would give whole numbers, which cannot be NaN.
        found = np.asarray(np.bincount(group, count, shape[0] * shape[1]), np.float64).reshape(shape)
        empty = self.starts == self.stops
        if unit == "percent" and empty.any():
            found[empty.reshape(-1, self.columns)[self.text]] = np.nan
        return found

    def behind(self, row: int, column: int) -> list[AnnotationId]:
        """The annotations of a row that have a character in the stretch of a column."""
        stretch = int(self.text[row]) * self.columns + column
        left, right = self.starts[stretch], self.stops[stretch]
        if left == right:
            return []
        those = (self.row == row) & (self.here.start < right) & (self.here.stop > left)
        return [AnnotationId(each) for each in np.unique(self.here.annotation[those]).tolist()]


def strips(material: Material, asked: Asked) -> Measured:
    """Each passage with each of its tags as a row, article by article in the order of the text, and its place."""
    here = chosen(material, asked)
    here = here.only(np.lexsort((here.tag, -here.stop, here.start, here.document)))
    said = (
        "Each strip is an article from its first to its last character, each mark a passage with a tag. "
        "Where passages overlap, marks lie in lanes. "
        "“from” is the first character of a passage, counted from 0, and “to” the first one after it.",
        material.about,
    )
    return Measured(
        asked.name,
        "characters",
        " ".join(filter(None, said)),
        _pairs(material, here, here.document, here.tag),
        (Head("from"), Head("to")),
        np.column_stack([here.start, here.stop]).astype(np.float64),
        lambda row, _column: [AnnotationId(int(here.annotation[row]))],
    )


def portrait(material: Material, asked: Asked) -> Measured:
    """Each article with each tag that it has as a row, its equal sections as columns. Raises UserError.

    Sections of one article differ by at most a character.
    """
    _check(asked.unit, SECTION_UNITS, "A section is a part of one article and may cut words")
    if not 1 <= asked.sections <= MOST_SECTIONS:
        raise UserError(f"Articles can be cut into 1 to {MOST_SECTIONS:,} sections, not into {asked.sections:,}.")
    here, many = chosen(material, asked), asked.sections
    tags = max(1, len(here.tags))
    pairs, row = np.unique(here.document * tags + here.tag, return_inverse=True)
    heads = _pairs(material, here, pairs // tags, pairs % tags)
    sizes = np.array([each.characters for each in here.documents], np.int64)
    bases = np.cumsum(sizes) - sizes
    edges = bases[:, None] + sizes[:, None] * np.arange(many + 1) // many
    base = bases[here.document]
    here, row = _in_order(replace(here, start=here.start + base, stop=here.stop + base), row)
    cut = _Cut(here, row, pairs // tags, edges[:, :-1].ravel(), edges[:, 1:].ravel(), many)
    into = f"cut into {many:,} equal sections" if many > 1 else "one section"
    about = f"Each article is {into}, from its first to its last character."
    columns = [Head(str(number)) for number in range(1, many + 1)]
    return _measured(material, asked, cut, heads, columns, "section", about)


def codeline(material: Material, asked: Asked) -> Measured:
    """The tags of one article, the first of those asked for, as rows and its paragraphs as columns.

    Paragraphs are numbered as the reader numbers them. Raises UserError.
    """
    _check(asked.unit, PARAGRAPH_UNITS, "A paragraph is one place in one article")
    documents = material.codings.documents[:1]
    here = material.codings.of_documents(each.id for each in documents)
    here = chosen(material._replace(codings=here), asked)
    tags, row = np.unique(here.tag, return_inverse=True)
    here = replace(here, tags=tuple(here.tags[tag] for tag in tags.tolist()), tag=row)
    lines = material.text(documents[0].id).split("\n") if documents else []
    if asked.unit == "words":
        here = in_words(material._replace(codings=here))
        here = here.only(here.start < here.stop)  # some cover spaces only
        ends = list(accumulate((len(line.split()) for line in lines), initial=0))
    else:
        ends = list(accumulate((len(line) + 1 for line in lines), initial=0))
    here, row = _in_order(here, here.tag)
    filled = np.array([bool(line.strip()) for line in lines], bool)
    starts = np.array(ends[:-1], np.int64)[filled]
    stops = np.array(ends[1:], np.int64)[filled] - (asked.unit != "words")  # without the break that ends the line
    cut = _Cut(here, row, np.zeros(len(tags), np.int64), starts, stops, len(starts))
    about = f"Paragraphs of “{documents[0].title}”. Tags that it does not have are left out." if documents else ""
    heads = tag_heads(material._replace(codings=here))
    columns = [Head(str(number)) for number in range(1, len(starts) + 1)]
    return _measured(material, asked, cut, heads, columns, "paragraph", about)


def _measured(
    material: Material,
    asked: Asked,
    cut: _Cut,
    rows: Sequence[Head],
    columns: Sequence[Head],
    place: str,
    about: str,
) -> Measured:
    said = (_DEFINED[asked.unit].format(place=place), about, rollup(asked.rollup), material.about)
    definition = " ".join(filter(None, said))
    digits = UNITS[asked.unit].digits
    return Measured(asked.name, asked.unit, definition, rows, columns, cut.table(asked.unit), cut.behind, digits)


def _check(unit: str, units: Sequence[str], why: str) -> None:
    if unit not in units:
        raise UserError(
            f"{why}, so “{unit}” cannot be counted there; ask for {', '.join(units[:-1])} or {units[-1]}."
        )


def _pairs(material: Material, here: Codings, texts: "Column", tags: "Column") -> Heads:
    """The heads of articles with tags, given by their places."""
    paths = [material.tree.path(tag) for tag in here.tags]

    def head(at: int) -> Head:
        document, tag = here.documents[texts[at]], int(tags[at])
        return Head(f"{document.title} · {paths[tag]}", here.tags[tag], document.id)

    return Heads(len(texts), head)


def _in_order(here: Codings, row: "Column") -> "tuple[Codings, Column]":
    """Codings and their rows, by rows and, within one, from the first to the last."""
    order = np.lexsort((here.start, row))
    return here.only(order), row[order]


def _covered(row: "Column", start: "Column", stop: "Column") -> "tuple[Column, Column, Column]":
    """What passages in order cover in each row: rows, starts and stops of stretches that do not touch."""
    if not len(row):
        return row, start, stop
    base = row * (int(stop.max()) + 1)  # one long line on which each row has a stretch of its own
    reached = np.maximum.accumulate(base + stop)
    fresh = np.concatenate(([True], (base + start)[1:] > reached[:-1]))
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(row)) - 1
    return row[first], start[first], (reached - base)[last]
