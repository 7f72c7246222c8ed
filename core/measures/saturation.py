"""Saturation: how many tags each further article still brings."""

import numpy as np

from core.measures.codings import Material
from core.measures.frequency import chosen, rollup
from core.measures.measured import Asked, Head, Measured
from core.measures.over_time import is_date
from core.model import AnnotationId

_DEFINITION = (
    "Unit: tags. “new tags” are those that no earlier article has, “tags so far” all that it or an earlier one has."
)
BY_DATE = "Articles are read in the order of their dates, those of the same date in the order they were added."
AS_ADDED = "Articles are read in the order they were added{why}."


def saturation(material: Material, asked: Asked) -> Measured:
    """Articles in reading order as rows: by their dates when all have one, else as they were added.

    The columns are the tags an article is the first to have, and those of all articles up to it.
    """
    here = chosen(material, asked)
    documents = here.documents
    undated = sum(not is_date(each.date) for each in documents)
    # A year comes before its months, and a month before its days, as their letters sort.
    order = sorted(range(len(documents)), key=lambda at: documents[at].date if not undated else "")
    rank = np.empty(len(documents), np.int64)
    rank[order] = np.arange(len(documents))
    read = rank[here.document]
    first = np.full(len(here.tags), len(documents))
    np.minimum.at(first, here.tag, read)
    new = np.bincount(first, minlength=len(documents) + 1)[: len(documents)]

    def behind(row: int, column: int) -> list[AnnotationId]:
        those = here.annotation[(read == row) & (first[here.tag] == row) if column == 0 else read <= row]
        return [AnnotationId(each) for each in np.unique(those).tolist()]

    in_order = AS_ADDED.format(why=_why(undated, len(documents))) if undated else BY_DATE
    said = (_DEFINITION, in_order, rollup(asked.rollup), material.about)
    return Measured(
        asked.name,
        "tags",
        " ".join(filter(None, said)),
        [Head(documents[at].title, document=documents[at].id) for at in order],
        (Head("new tags"), Head("tags so far")),
        np.column_stack([new, np.cumsum(new)]).astype(np.float64),
        behind,
    )


def _why(undated: int, count: int) -> str:
    """Why articles are not read by their dates."""
    if count == 1:
        return ", as the article has no date such as 2020-05"
    return f", as {undated:,} of {count:,} {'has' if undated == 1 else 'have'} no date such as 2020-05"
