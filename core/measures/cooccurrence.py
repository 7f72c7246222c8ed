"""Which tags occur together: tags by tags, and pair by pair with all that can be said of it side by side."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.errors import UserError
from core.measures.codings import Material
from core.measures.frequency import rollup
from core.measures.measured import Asked, Head, Measured
from core.measures.standing import defined
from core.measures.together import FAR_MORE_FREQUENT, OF_CHARACTERS, Together, together
from core.model import AnnotationId

if TYPE_CHECKING:
    from core.measures.codings import Column


class Count(NamedTuple):
    """What is counted of tags that occur together: its name, its definition and the digits after the point."""

    title: str
    definition: str
    digits: int = 0


COUNTS = {
    "pairs": Count("Pairs", "pairs of passages, one with each tag; a passage that has both is one"),
    "events": Count(
        "Events", "events: the {stretches} of pairs of passages, one with each tag; those that overlap are one"
    ),
    "characters": Count("Characters", "characters, spaces included, that passages with both tags cover"),
    "articles": Count("Articles", "articles with a pair of passages, one with each tag"),
    "c": Count(
        "c", "ATLAS.ti's n12 / (n1 + n2 - n12), from n12 pairs of passages and n1 and n2 codings of the two tags", 2
    ),
    "jaccard": Count("Jaccard", "characters that both tags cover, {part} those that at least one covers", 2),
    "share": Count("Share", "characters of {one} that {other} covers too, {part} all that {one} covers", 2),
}
_STRETCHES = {"near": "stretches of text from the first to the last character"}
_STRETCHES |= {unit: f"shared stretches of {unit}s" for unit in ("sentence", "paragraph")}
_BY_UNIT = {"codings": "pairs", "articles": "articles", "characters": "characters", "percent": "jaccard"}


def cooccurrence(material: Material, asked: Asked) -> Measured:
    """Tags as rows and as columns; NaN on the diagonal and for shares of nothing. Raises UserError."""
    return table(material, asked, find(material, asked))


def network(material: Material, asked: Asked) -> Measured:
    """Every two tags that occur together as rows, those with the most of what is counted first. Raises UserError.

    As columns what is counted, or else the pairs, and c, Jaccard, both shares and how uneven the tags are.
    """
    return ties(material, asked, find(material, asked))


def find(material: Material, asked: Asked) -> Together:
    """What both are made of. Raises UserError for a question that makes no sense."""
    return together(material, asked._replace(counted=counted_by(asked)), is_directed=asked.name == "cooccurrence")


def table(material: Material, asked: Asked, found: Together) -> Measured:
    """Tags by tags, from what was found."""
    counted = counted_by(asked)
    is_share = counted in ("jaccard", "share") and asked.unit == "percent"

    def behind(row: int, column: int) -> list[AnnotationId]:
        return found.behind(row, column, counted)

    said = [f"Unit: {_defined(asked, counted, 'the tag of the row', 'the tag of the column')}."]
    if counted not in OF_CHARACTERS:
        said.append(defined(asked.relation, asked.near, "the passage of the row's tag", "that of the column's tag"))
    if counted == "c":
        said += _doubts(found)
    said.append("The diagonal is empty: a tag is not counted with itself.")
    return Measured(
        asked.name,
        "percent" if is_share else counted,
        " ".join(filter(None, [*said, _rolled_up(asked), material.about])),
        (heads := tuple(Head(material.tree.path(tag), tag=tag) for tag in found.tags)),
        heads,
        found.numbers[counted] * (100 if is_share else 1),
        behind,
        1 if is_share else COUNTS[counted].digits,
    )


def ties(material: Material, asked: Asked, found: Together) -> Measured:
    """Pair by pair, from what was found."""
    counted = counted_by(asked)
    first = counted if counted in ("events", "characters", "articles") else "pairs"
    rows, columns = edges(found, counted)
    share, percent = found.numbers["share"], 100 if asked.unit == "percent" else 1
    sign = " %" if percent == 100 else ""
    numbers = {
        COUNTS[first].title.lower(): found.numbers[first],
        "c": found.numbers["c"],
        f"Jaccard{sign}": found.numbers["jaccard"] * percent,
        f"share of A{sign}": share * percent,
        f"share of B{sign}": share.T * percent,
        "frequency ratio": found.ratio,
    }
    sources = (first, "c", *OF_CHARACTERS, "pairs")

    def behind(row: int, column: int) -> list[AnnotationId]:
        return found.behind(int(rows[row]), int(columns[row]), sources[column])

    paths = [material.tree.path(tag) for tag in found.tags]
    said = [
        f"Unit: {_defined(asked, first)}.",
        defined(asked.relation, asked.near, "the one", "the other"),
        f"c: {_defined(asked, 'c')}.",
        *_doubts(found),
        f"Jaccard: {_defined(asked, 'jaccard')}.",
        f"Share of A: {_defined(asked, 'share', 'A', 'B')}; of B the other way round.",
        "Frequency ratio: how many times as many codings the more frequent of the two has.",
    ]
    return Measured(
        asked.name,
        first,
        " ".join(filter(None, [*said, _rolled_up(asked), material.about])),
        [Head(f"{paths[a]} + {paths[b]}", tag=found.tags[a]) for a, b in zip(rows, columns, strict=True)],
        [Head(label) for label in numbers],
        np.column_stack([each[rows, columns] for each in numbers.values()]),
        behind,
        2,
    )


def edges(found: Together, counted: str) -> "tuple[Column, Column]":
    """The places of every two tags that occur together, those with the most of what is counted first."""
    rows, columns = np.nonzero(np.triu(found.numbers["pairs"] > 0))
    strength = found.numbers[counted]
    if counted == "share":
        strength = np.fmax(strength, strength.T)
    order = np.argsort(-np.nan_to_num(strength[rows, columns], nan=-np.inf), kind="stable")
    return rows[order], columns[order]


def counted_by(asked: Asked) -> str:
    """What is to be counted, by `counted` or by the unit. Raises UserError where that makes no sense."""
    if asked.counted not in COUNTS:
        raise UserError(f"Tags that occur together are counted in {', '.join(COUNTS)}, not in “{asked.counted}”.")
    if asked.unit not in _BY_UNIT:
        raise UserError(
            f"Tags that occur together are not counted in “{asked.unit}”: ask for {', '.join(_BY_UNIT)}, or for "
            f"one of {', '.join(COUNTS)}."
        )
    if asked.unit == "codings" or (asked.unit == "percent" and asked.counted in ("jaccard", "share")):
        return asked.counted
    if asked.counted not in ("pairs", _BY_UNIT[asked.unit]):
        raise UserError(f"What is counted cannot be “{asked.counted}” and in “{asked.unit}”; ask for one of them.")
    return _BY_UNIT[asked.unit]


def _defined(asked: Asked, counted: str, one: str = "", other: str = "") -> str:
    stretches = _STRETCHES.get(
        asked.relation, f"shared {'articles' if asked.relation == 'article' else 'stretches'}"
    )
    part = "per cent of" if asked.unit == "percent" else "divided by"
    return COUNTS[counted].definition.format(stretches=stretches, part=part, one=one, other=other)


def _doubts(found: Together) -> list[str]:
    """For how many pairs of tags c says little, in words."""
    outside, uneven = (int(np.triu(each | each.T).sum()) for each in (found.outside, found.uneven))
    said = []
    if outside:
        said.append(
            f"* {_pairs_of_tags(outside)} a c outside 0 to 1, or none: several passages of one stand with one of "
            "the other."
        )
    if uneven:
        said.append(
            f"* {_pairs_of_tags(uneven)} a tag more than {FAR_MORE_FREQUENT} times as frequent as the other, "
            "which keeps c low: go by Jaccard and the shares."
        )
    return said


def _pairs_of_tags(number: int) -> str:
    return f"{number:,} pairs of tags have" if number != 1 else "1 pair of tags has"


def _rolled_up(asked: Asked) -> str:
    if asked.rollup:
        return f"{rollup(True)} A coding does not stand together with itself in a tag above its own."
    return rollup(False)
