"""Tags counted: over all articles, in each, in groups of them, or rolled up along their tree."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core import attributes
from core.errors import UserError
from core.measures.codings import Codings, Material
from core.measures.measured import Asked, Head, Heads, Measured
from core.measures.units import UNITS, table
from core.model import AnnotationId

if TYPE_CHECKING:
    from core.measures.codings import Column

NOT_NOTED = "not noted"


class Grouping(NamedTuple):
    """Columns that articles fall into: `of` has the column of each one, -1 for none; `about` says what they are.

    `texts` is what those of one column are called.
    """

    heads: Sequence[Head]
    of: "Column"
    about: str = ""
    texts: str = "the articles"


def frequency(material: Material, asked: Asked) -> Measured:
    """Tags as rows; one column over all articles, or one for each article or value of an attribute."""
    return _tags_by(material, asked, grouping(material, asked.by or "tag"))


def matrix(material: Material, asked: Asked) -> Measured:
    """Tags as rows, articles as columns."""
    return _tags_by(material, asked, grouping(material, asked.by or "article"))


def attribute(material: Material, asked: Asked) -> Measured:
    """Tags as rows, the values of an attribute as columns: that of `by`, or else the outlet."""
    by = asked.by or "attribute:outlet"
    if not by.startswith("attribute:"):
        raise UserError(f"“attribute” goes by what is noted about articles, as attribute:NAME, not by “{by}”.")
    return _tags_by(material, asked, grouping(material, by))


def stacked(material: Material, asked: Asked) -> Measured:
    """Articles, or the values of an attribute, as rows; tags as columns."""
    return _tags_by(material, asked, grouping(material, asked.by or "article")).turned()


def tree(material: Material, asked: Asked) -> Measured:
    """Tags as rows; what they count by themselves and what with their subtags as columns."""
    own = _tags_by(material, asked._replace(rollup=False), grouping(material, "tag"))
    rolled = _tags_by(material, asked._replace(rollup=True), grouping(material, "tag"))
    return Measured(
        asked.name,
        asked.unit,
        define(material, asked.unit, "“own” is the tag alone, “with subtags” each coding of it or below it once."),
        own.rows,
        (Head("own"), Head("with subtags")),
        np.hstack([own.values, rolled.values]),
        lambda row, column: (own, rolled)[column].behind(row, 0),
        own.digits,
    )


def shares(found: Measured, of: str, once: Sequence[int]) -> Measured:
    """Numbers of tags as per cent of the sum of their `row` or `column`; NaN where that is nothing.

    `once` has the rows that together have every coding once.
    """
    values = np.nan_to_num(found.values)
    wholes = values.sum(axis=1, keepdims=True) if of == "row" else values[list(once)].sum(axis=0, keepdims=True)
    parts = np.full(values.shape, np.nan)
    np.divide(100 * values, wholes, out=parts, where=wholes > 0)
    whole = "row: the tag in all articles" if of == "row" else "column: all tags in the article"
    if of != "row" and len(once) < len(values):
        whole += ", without those that count with a tag above them"
    said = f"Numbers are per cent of the sum of their {whole}."
    return replace(found, unit="percent", values=parts, definition=f"{found.definition} {said}", digits=1)


def _tags_by(material: Material, asked: Asked, columns: Grouping) -> Measured:
    here = chosen(material, asked)
    counted = material._replace(codings=here)
    rows, width = len(here.tags), len(columns.heads)
    return Measured(
        asked.name,
        asked.unit,
        define(material, asked.unit, rollup(asked.rollup), columns.about, texts=columns.texts),
        tag_heads(counted),
        columns.heads,
        table(counted, asked.unit, here.tag, rows, columns.of, width),
        behind(here, here.tag, columns.of),
        UNITS[asked.unit].digits,
    )


def chosen(material: Material, asked: Asked) -> Codings:
    """The codings of the tags that are asked for, with those of their subtags where these are rolled up."""
    here = material.codings.rolled_up(material.tree) if asked.rollup else material.codings
    return here.of_tags(asked.tags) if asked.tags else here


def behind(here: Codings, row: "Column", column_of: "Column") -> Callable[[int, int], list[AnnotationId]]:
    """What finds the annotations of a row and a column, given as `core.measures.units.table` has them."""

    def found(at: int, column: int) -> list[AnnotationId]:
        those = here.annotation[(row == at) & (column_of[here.document] == column)]
        return [AnnotationId(each) for each in np.unique(those).tolist()]

    return found


def define(material: Material, unit: str, *more: str, texts: str = "the articles") -> str:
    """What stands below a chart: the unit, what else is to be said, and the filter in force.

    `texts` are those that the characters or words belong to of which a unit is a share.
    """
    return " ".join(filter(None, [UNITS[unit].definition.format(texts=texts), *more, material.about]))


def rollup(is_on: bool) -> str:
    """Whether subtags count for the tags above them, in words."""
    if is_on:
        return "A tag counts with its subtags, each coding once."
    return "Subtags are not rolled up."


def tag_heads(material: Material) -> tuple[Head, ...]:
    """The tags of the codings by their paths."""
    return tuple(Head(material.tree.path(tag), tag=tag) for tag in material.codings.tags)


def grouping(material: Material, by: str) -> Grouping:
    """How articles fall into columns: `tag` (all into one), `article` or `attribute:NAME`. Raises UserError."""
    documents = material.codings.documents
    if by == "tag":
        return Grouping((Head("all"),), np.zeros(len(documents), np.int64))
    if by == "article":
        heads = Heads(len(documents), lambda at: Head(documents[at].title, document=documents[at].id))
        return Grouping(heads, np.arange(len(documents)), texts="the article")
    kind, _, name = by.partition(":")
    if kind != "attribute" or not name:
        raise UserError(f"Numbers can be had by article, by tag or by attribute:NAME, not by “{by}”.")
    noted = material.values(name)
    said = [noted.get(each.id, "") for each in documents]
    values = _sorted(value for value in set(said) if value)
    values += [""] if "" in said else []
    place = {value: at for at, value in enumerate(values)}
    labels = [value or (f"({NOT_NOTED})" if NOT_NOTED in place else NOT_NOTED) for value in values]
    sizes = Counter(said)
    about = "; ".join(f"{label}: {sizes[value]}" for label, value in list(zip(labels, values, strict=True))[:12])
    return Grouping(
        tuple(Head(label) for label in labels),
        np.array([place[value] for value in said], np.int64),
        f"Grouped by “{name}”, with so many articles: {about}{'; …' if len(labels) > 12 else ''}."
        if labels
        else "",
        "the articles with the value",
    )


def _sorted(values: Iterable[str]) -> list[str]:
    """Values in the order of their kind: numbers by size, dates by their first day, others by their letters."""
    found = list(values)
    kind = attributes.guessed(found)
    return sorted(found, key=lambda value: attributes.key(kind, value))
