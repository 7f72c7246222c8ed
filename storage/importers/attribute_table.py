"""Tables of values about articles, from CSV files as spreadsheets write them."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from operator import itemgetter
from pathlib import Path

from core.attribute_import import Table
from core.errors import UserError
from core.text import canonical, decode
from storage.importers.text import bytes_of, go_on, looks_binary

MAX_BYTES = 32 * 2**20
MAX_ROWS, MAX_COLUMNS = 100_000, 500
_LONGEST = 2**20  # characters of a cell
_DELIMITERS = ",;\t"
_LOOKED_AT = 50  # rows that tell the delimiter


def read_table(path: Path, between: Callable[[], None] = go_on) -> Table:
    """The table in a CSV file, whose first row says what the columns are. Raises UserError when it is none.

    Cells are separated by commas, semicolons or tabs, whichever makes the more regular table. A formula is the text
    it is. `between` is called every now and then, and may raise to stop.
    """
    raw = bytes_of(path, between, MAX_BYTES)
    if looks_binary(raw):
        raise UserError(f"“{path.name}” is not a CSV file; save the table as CSV with UTF-8 and import that.")
    text = canonical(decode(raw, path.name)).text
    rows = []
    for row in _rows(text, _delimiter(text, path.name), path.name):
        if any(cell.strip() for cell in row):
            rows.append(row)
        if len(rows) > MAX_ROWS:
            raise UserError(f"“{path.name}” has more than {MAX_ROWS:,} rows.")
        if len(rows) % 1000 == 0:
            between()
    if len(rows) < 2:
        raise UserError(f"“{path.name}” holds no table: a row with names, and rows with values below it.")
    header, *rest = rows
    width = max(map(len, rows))
    if width > MAX_COLUMNS:
        raise UserError(f"“{path.name}” has {width:,} columns; at most {MAX_COLUMNS} can be read.")
    names = [*(" ".join(name.split()) for name in header), *[""] * (width - len(header))]
    return Table(path.name, names, [row + [""] * (width - len(row)) for row in rest])


def _rows(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise UserError(f"“{name}” is not a CSV file; one of its cells has no end.") from None


def _delimiter(text: str, name: str) -> str:
    """The one that parts most rows into the same number of cells, and of those the one that makes more cells."""

    def worth(delimiter: str) -> tuple[int, int]:
        counted = Counter(map(len, islice(filter(None, _rows(text, delimiter, name)), _LOOKED_AT)))
        cells, rows = max(counted.items(), key=itemgetter(1, 0), default=(0, 0))
        return (rows, cells) if cells > 1 else (0, 0)

    return max(_DELIMITERS, key=worth)
