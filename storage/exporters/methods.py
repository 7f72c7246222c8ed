"""The appendix of a paper: articles, codebook, numbers with their definitions, and charts, in Markdown."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.model import Document
from storage.codebook import Row
from storage.exporters.as_markdown import plain_block, plain_cell, plain_line
from storage.exporters.codebook import codebook_markdown

ARTICLES = "Words stand between spaces. A coding is one tag on one annotation."
WIDEST, LONGEST = 24, 500  # columns and rows; a table with more is on no page
_NUMBER = re.compile(r"-?[\d.,]+\Z|–\Z")
_NO_TABLE = "The numbers are a table of {rows:,} rows and {columns:,} columns; Postil exports it as CSV."


class Shown(NamedTuple):
    """Numbers, rows of cells with the heads first, and as SVG their chart, where there is one."""

    title: str
    subtitle: str
    rows: Sequence[Sequence[str]]
    definition: str
    svg: str = ""

    @property
    def beside(self) -> str:
        """What stands in place of a table that is too large, empty where it is not."""
        rows, columns = len(self.rows) - 1, len(self.rows[0]) - 1
        is_large = rows > LONGEST or columns > WIDEST
        return _NO_TABLE.format(rows=rows, columns=columns) if is_large else ""


class Counted(NamedTuple):
    """An article with its annotations and codings, and what else is noted about it."""

    document: Document
    annotations: int
    codings: int
    noted: Sequence[str]


class Methods(NamedTuple):
    """What a methods export says. `noted` are the names of attributes, `made` the version of Postil and the day."""

    name: str
    note: str
    made: str
    noted: Sequence[str]
    articles: Sequence[Counted]
    codebook: Sequence[Row]
    numbers: Sequence[Shown]
    charts: Sequence[Shown]

    def summary(self) -> str:
        """How much there is, in a sentence."""
        counts = (
            (len(self.articles), "article"),
            (len(self.codebook), "tag"),
            (sum(each.annotations for each in self.articles), "annotation"),
            (sum(each.codings for each in self.articles), "coding"),
        )
        said = [f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts]
        return f"{', '.join(said[:-1])} and {said[-1]}. {self.made}"

    def article_rows(self) -> list[Sequence[str]]:
        """The table of articles, its heads first."""
        heads = ("", "Title", "Author", "Outlet", "Date", *self.noted, "Words", "Annotations", "Codings")
        rows: list[Sequence[str]] = [heads]
        for number, each in enumerate(self.articles, 1):
            known = each.document
            about = (known.title, known.author, known.outlet, known.date, *each.noted)
            counts = (f"{count:,}" for count in (known.words, each.annotations, each.codings))
            rows.append((str(number), *about, *counts))
        return rows


def methods_markdown(methods: Methods) -> Iterator[str]:
    """The whole document; charts are tables in it."""
    yield f"# Methods: {plain_line(methods.name)}\n\n{plain_line(methods.summary())}\n"
    if methods.note:
        yield f"\n{plain_block(methods.note, '')}\n"
    yield f"\n## Articles\n\n{_table(methods.article_rows())}\n{ARTICLES}\n\n"
    yield from codebook_markdown(methods.codebook, level=2)
    yield "\n## Numbers\n"
    for shown in methods.numbers:
        yield from _shown(shown)
    if methods.charts:
        yield "\n## Charts\n"
    for shown in methods.charts:
        yield from _shown(shown)


def _shown(shown: Shown) -> Iterator[str]:
    yield f"\n### {plain_line(shown.title)}\n\n"
    if shown.subtitle:
        yield f"{plain_line(shown.subtitle)}\n\n"
    yield f"{shown.beside}\n" if shown.beside else _table(shown.rows)
    yield f"\n{plain_block(shown.definition, '')}\n"


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as Markdown has them, the first as heads; numbers stand at the right."""
    lines = ["| " + " | ".join(map(plain_cell, row)) + " |" for row in rows]
    sides = "|".join(" ---: " if is_number else " --- " for is_number in of_numbers(rows))
    return "\n".join([lines[0], f"|{sides}|", *lines[1:], ""])


def of_numbers(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Which columns of a table have nothing but numbers below their heads."""
    body = rows[1:]
    return [bool(body) and all(_NUMBER.match(row[at]) for row in body) for at in range(len(rows[0]))]
