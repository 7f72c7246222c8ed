"""The units that measures are counted in, each with its definition, and the counting itself.

Frequencies count tags on passages; coverage is the size of the union of what they cover, never a sum, which could
exceed the text; density goes by the words of the texts.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.measures.codings import Codings, Material, in_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.measures.codings import Column

    Numbers = NDArray[np.float64]


class Unit(NamedTuple):
    """A unit: its name on a button, what it says under a chart, and the digits after the point.

    What it says has a place for the `texts` that a number of it goes by.
    """

    title: str
    definition: str
    digits: int = 0
    noun: str = ""


UNITS = {
    "codings": Unit(
        "Codings",
        "Unit: codings (one tag on one annotation). A passage with three tags counts three times.",
        noun="coding",
    ),
    "passages": Unit(
        "Passages",
        "Unit: passages with the tag. A stretch of text that was marked twice counts once.",
        noun="passage",
    ),
    "articles": Unit("Articles", "Unit: articles with at least one passage that has the tag.", noun="article"),
    "characters": Unit(
        "Characters",
        "Unit: characters, spaces included, that passages with the tag cover. "
        "Where passages overlap, a character counts once.",
        noun="character",
    ),
    "percent": Unit(
        "Coverage %",
        "Unit: per cent of the characters of {texts}, spaces included, that passages with the tag cover. "
        "Where passages overlap, a character counts once.",
        1,
    ),
    "words": Unit(
        "Words",
        "Unit: words of which a passage with the tag has a character. "
        "Where passages overlap, a word counts once. Words stand between spaces.",
        noun="word",
    ),
    "per-1000": Unit("per 1,000 words", "Unit: codings for each 1,000 words of {texts}.", 2),
}


def codings_in(_here: Codings, group: "Column", groups: int) -> "Numbers":
    """Codings in each group; `group` has the number of each coding's group, from 0."""
    return np.bincount(group, minlength=groups).astype(np.float64)


def passages_in(here: Codings, group: "Column", groups: int) -> "Numbers":
    """Different stretches of text in each group."""
    return _distinct(group, groups, here.document, here.start, here.stop)


def articles_in(here: Codings, group: "Column", groups: int) -> "Numbers":
    """Articles in each group."""
    return _distinct(group, groups, here.document)


def union_in(here: Codings, group: "Column", groups: int) -> "Numbers":
    """The size of the union of what the codings of each group cover, over all articles."""
    if not len(here):
        return np.zeros(groups)
    order = np.lexsort((here.start, here.document, group))
    group, document, start, stop = (column[order] for column in (group, here.document, here.start, here.stop))
    # One long line on which each group and article has a stretch of its own: what was covered before a passage of
    # another stretch never reaches into it.
    stretch = np.cumsum(
        np.diff(group, prepend=group[0]).astype(bool) | np.diff(document, prepend=document[0]).astype(bool)
    )
    base = stretch * (int(stop.max()) + 1)
    reached = np.maximum.accumulate(base + stop)
    before = np.concatenate(([0], reached[:-1]))
    added = np.maximum(0, base + stop - np.maximum(base + start, before))
    return np.bincount(group, weights=added, minlength=groups).astype(np.float64)


def _distinct(group: "Column", groups: int, *columns: "Column") -> "Numbers":
    """How many different rows the columns have in each group."""
    order = np.lexsort((*columns[::-1], group))
    group = group[order]
    fresh = np.diff(group, prepend=-1).astype(bool)
    for column in columns:
        fresh |= np.diff(column[order], prepend=-1).astype(bool)
    return np.bincount(group[fresh], minlength=groups).astype(np.float64)


_COUNTS: dict[str, Callable[[Codings, "Column", int], "Numbers"]] = {
    "codings": codings_in,
    "passages": passages_in,
    "articles": articles_in,
    "characters": union_in,
    "percent": union_in,
    "words": union_in,
    "per-1000": codings_in,
}


def table(material: Material, unit: str, row: "Column", rows: int, column_of: "Column", columns: int) -> "Numbers":
    """The unit in a table of `rows` by `columns`.

    `row` has the row of each coding, `column_of` the column of each article, -1 for none. Shares go by all articles
    of a column, also by those without a coding; they are NaN where a column has no text.
    """
    here = in_words(material) if unit == "words" else material.codings
    column = column_of[here.document]
    seen = (column >= 0) & (row >= 0)
    here, group = here.only(seen), (row * columns + column)[seen]
    found = _COUNTS[unit](here, group, rows * columns).reshape(rows, columns)
    if unit in ("percent", "per-1000"):
        sizes = [each.characters if unit == "percent" else each.words for each in here.documents]
        chosen = column_of >= 0
        size = np.bincount(column_of[chosen], weights=np.array(sizes, float)[chosen], minlength=columns)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.where(size > 0, found / size, np.nan) * (100 if unit == "percent" else 1000)
    return found
