"""The numbers behind the charts as tables, and tables as CSV in which a spreadsheet runs nothing."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from core.codebook import TagTree
from core.errors import UserError
from core.frequencies import Frequencies
from core.model import Document

Cell = str | int | float
Table = list[Sequence[str | int]]
# Full-width signs count too where East Asian text is usual; apostrophes before, so that none is taken for ours.
_FORMULA = re.compile(r"'*(?:[\t\r]|\s*[-=+@＝＋－＠])")


def safe_cell(value: Cell) -> Cell:
    """The value of a cell, with an apostrophe before what a spreadsheet would run as a formula."""
    return "'" + value if isinstance(value, str) and _FORMULA.match(value) else value


def bare_cell(value: str) -> str:
    """What a cell said before `safe_cell` put an apostrophe before it."""
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV: UTF-8 with the byte order mark that spreadsheets look for, safe cells."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def block_text(rows: Iterable[Sequence[str]]) -> str:
    """Cells as the clipboard has them between spreadsheets."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def block_cells(text: str) -> list[list[str]]:
    """The cells of a block that was copied from a spreadsheet; rows may differ in length. Raises UserError."""
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    except csv.Error:
        raise UserError("What is on the clipboard is no block of cells.") from None
    return [row or [""] for row in found]


def matrix_table(frequencies: Frequencies, tree: TagTree, documents: Sequence[Document]) -> Table:
    """One line for each used tag, one column for each article, and their sum in the last column."""
    totals = frequencies.by_tag()
    counts = [frequencies.counts.get(document.id, {}) for document in documents]
    table: Table = [("tag", *(document.title for document in documents), "all")]
    for tag in tree:
        if totals.get(tag.id):
            table.append((tree.path(tag.id), *(row.get(tag.id, 0) for row in counts), totals[tag.id]))
    return table
