"""Tags over time: by the months or years in which their articles appeared."""

import re
from collections.abc import Sequence

import numpy as np

from core.errors import UserError
from core.measures.codings import Material
from core.measures.frequency import behind, chosen, define, rollup, tag_heads
from core.measures.measured import Asked, Head, Measured
from core.measures.units import UNITS, table
from core.model import Document

PERIODS = ("month", "year")
MOST_PERIODS = 6_000  # five hundred years of months
_DATE = re.compile(r"((?!0000)[0-9]{4})(?:-(0[1-9]|1[0-2])(?:-[0-9]{2})?)?")


def time(material: Material, asked: Asked) -> Measured:
    """Tags as rows, as columns every month or year from the first article to the last, also those without articles.

    Raises UserError where there are too many to show, as when a date has another century by mistake.
    """
    if asked.period not in PERIODS:
        raise UserError(f"Time can be counted by month or by year, not by “{asked.period}”.")
    documents = material.codings.documents
    monthly = asked.period == "month"
    found = [_period(each.date, monthly) for each in documents]
    known = [period for period in found if period is not None]
    _check_span(documents, found, monthly)
    first, after = (min(known), max(known) + 1) if known else (0, 0)
    column_of = np.array([-1 if period is None else period - first for period in found], np.int64)
    here = chosen(material, asked)
    counted = material._replace(codings=here)
    return Measured(
        asked.name,
        asked.unit,
        define(
            material,
            asked.unit,
            _about(documents, asked.period),
            rollup(asked.rollup),
            texts=f"the articles of the {asked.period}",
        ),
        tag_heads(counted),
        [Head(_label(period, monthly)) for period in range(first, after)],
        table(counted, asked.unit, here.tag, len(here.tags), column_of, after - first),
        behind(here, here.tag, column_of),
        UNITS[asked.unit].digits,
    )


def is_date(date: str) -> bool:
    """Whether an article's date can be put into an order: `2020`, `2020-05` or `2020-05-31`."""
    return _DATE.fullmatch(date) is not None


def _period(date: str, monthly: bool) -> int | None:
    """The number of the month or year of a date, or None where it has none."""
    parts = _DATE.fullmatch(date)
    if parts is None or (monthly and parts[2] is None):
        return None
    return 12 * int(parts[1]) + int(parts[2]) - 1 if monthly else int(parts[1])


def _label(period: int, monthly: bool) -> str:
    return f"{period // 12:04}-{period % 12 + 1:02}" if monthly else f"{period:04}"


def _about(documents: Sequence[Document], period: str) -> str:
    """What columns are, and which articles are left out."""
    undated = sum(not is_date(each.date) for each in documents)
    yearly = sum(len(each.date) == 4 and is_date(each.date) for each in documents) if period == "month" else 0
    said = [f"Columns are the {period}s of the articles' dates, from the first to the last."]
    if undated:
        said.append(f"Left out: {_articles(undated)} without a date such as 2020-05.")
    if yearly:
        said.append(f"Left out: {_articles(yearly)} whose date is only a year, which is in no month.")
    return " ".join(said)


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def _check_span(documents: Sequence[Document], found: Sequence[int | None], monthly: bool) -> None:
    dated = [(period, each) for period, each in zip(found, documents, strict=True) if period is not None]
    if not dated:
        return
    (low, first), (high, last) = (pick(dated, key=lambda pair: pair[0]) for pick in (min, max))
    if high - low >= MOST_PERIODS:
        years = ", or ask for years" if monthly else ""
        raise UserError(
            f"From {first.date} (“{first.title}”) to {last.date} (“{last.title}”) is too long to count by "
            f"{'months' if monthly else 'years'}; see whether these dates are right{years}."
        )
