"""A table of values from elsewhere: which row is about which article, and what it would change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PureWindowsPath
from typing import NamedTuple

from core import labels
from core.attributes import FIELDS, STANDARD, Cell, Column, NewAttribute, guessed, stored
from core.codebook import MAX_NAME, folded
from core.errors import UserError
from core.model import Attribute, AttributeId, Document, DocumentId

KINDS = ("title", "file", "id")  # of what a row can name its article by
_ID_NAMES = frozenset(("id", "article", "article id", "document", "document id", "nr", "number"))


class Table(NamedTuple):
    """The rows of a file, each with as many cells as `header`."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]

    def column(self, at: int) -> list[str]:
        """The cells of one column."""
        return [row[at] for row in self.rows]


class Match(NamedTuple):
    """The column that names the article, and by what: one of KINDS."""

    column: int
    kind: str


class Plan(NamedTuple):
    """What an import would do: cells that change, of which `replaced` had another value, and what it leaves out.

    `matched` counts the rows with an article; each remark is a sentence about one row.
    """

    cells: Sequence[Cell]
    matched: int
    replaced: int
    remarks: Sequence[str]


def best_match(table: Table, documents: Iterable[Document], kinds: Sequence[str] = KINDS) -> Match:
    """The column by which most rows find one article.

    Numbers are taken for ids only where the column is called so, or nothing else is asked for.
    """
    known = {kind: _articles(kind, documents) for kind in kinds}

    def worth(match: Match) -> tuple[bool, int, bool, int]:
        cells = (_named(match.kind, cell) for cell in table.column(match.column))
        hits = sum(len(known[match.kind].get(cell, ())) == 1 for cell in cells)
        called = folded(table.header[match.column])
        is_called = called in _ID_NAMES if match.kind == "id" else called == match.kind
        return is_called or match.kind != "id", hits, is_called, -KINDS.index(match.kind)

    return max((Match(at, kind) for at in range(len(table.header)) for kind in kinds), key=worth)


def _articles(kind: str, documents: Iterable[Document]) -> dict[str, list[DocumentId]]:
    """The articles that each name may mean."""
    found: dict[str, list[DocumentId]] = {}
    for document in documents:
        name = {"title": document.title, "file": document.source, "id": str(document.id)}[kind]
        if name:
            found.setdefault(_named(kind, name), []).append(document.id)
    return found


def _named(kind: str, cell: str) -> str:
    """A name as it is compared: without regard to case and spaces, a file's without its folders."""
    name = " ".join(folded(cell).split())
    return PureWindowsPath(name).name if kind == "file" else name


def column_name(table: Table, at: int) -> str:
    """What a column is called, or could be where it has no name."""
    return " ".join(table.header[at].split())[:MAX_NAME].rstrip("\\ ") or f"Column {at + 1}"


def is_taken(name: str, attributes: Iterable[Attribute]) -> bool:
    """Whether no new attribute can have this name."""
    return folded(name) in {*STANDARD, *(folded(attribute.name) for attribute in attributes)}


def proposed(table: Table, match: Match, attributes: Iterable[Attribute]) -> list[Column | None]:
    """Where each column would go by its name: what there is, or else a new attribute; None for nowhere."""
    attributes = list(attributes)
    there: dict[str, Column] = {folded(attribute.name): attribute.id for attribute in attributes}
    there |= {field: field for field in FIELDS}
    taken: set[str] = set()
    found: list[Column | None] = []
    for at in range(len(table.header)):
        name = column_name(table, at)
        key = folded(name)
        is_new = key not in there
        nowhere = at == match.column or key in taken or (is_new and is_taken(name, attributes))
        new = NewAttribute(name, guessed(table.column(at)))
        found.append(None if nowhere else new if is_new else there[key])
        taken.add(key)
    return found


def plan(
    table: Table,
    match: Match,
    targets: Sequence[Column | None],
    documents: Mapping[DocumentId, Document],
    attributes: Iterable[Attribute],
    values: Mapping[DocumentId, Mapping[AttributeId, str]],
) -> Plan:
    """What importing the table would change. Blank cells change nothing, nor does what does not fit.

    Of several rows about an article the first counts, and of several columns that go to one place.
    """
    there = {attribute.id: attribute for attribute in attributes}
    known = _articles(match.kind, documents.values())
    columns: dict[Column, int] = {}
    for at, target in enumerate(targets):
        if target is not None:
            columns.setdefault(target, at)
    rows: dict[DocumentId, int] = {}
    cells: list[Cell] = []
    replaced, remarks = 0, _twice(targets, there)
    for number, row in enumerate(table.rows, start=2):  # the header is the first
        try:
            article = _article(row[match.column], match.kind, known, rows, number)
        except UserError as error:
            remarks.append(f"Row {number}: {error}")
            continue
        for column, at in columns.items():
            try:
                new = _read(column, row[at], there) if row[at].strip() else ""
            except UserError as error:
                remarks.append(f"Row {number}, {column_name(table, at)}: {error}")
                continue
            before = _before(column, documents[article], values.get(article, {}))
            if new and new != before:
                cells.append(Cell(article, column, new))
                replaced += bool(before)
    return Plan(cells, len(rows), replaced, remarks)


def _twice(targets: Sequence[Column | None], there: Mapping[AttributeId, Attribute]) -> list[str]:
    """A sentence for each place that several columns go to."""
    counted = Counter(target for target in targets if target is not None)
    names = [name_of(target, there) for target, count in counted.items() if count > 1]
    return [f"Several columns go to {labels.passage(name)}; the first of them counts." for name in names]


def name_of(column: Column, attributes: Mapping[AttributeId, Attribute]) -> str:
    """What a column is called."""
    if isinstance(column, NewAttribute):
        return column.name
    return column.capitalize() if isinstance(column, str) else attributes[column].name


def _article(
    cell: str, kind: str, known: Mapping[str, Sequence[DocumentId]], rows: dict[DocumentId, int], number: int
) -> DocumentId:
    """The article a row is about, noted in `rows`. Raises UserError where that is none, several or a known one."""
    found = known.get(_named(kind, cell), ())
    what = {"title": "is called", "file": "was read from", "id": "has the id"}[kind]
    if not cell.strip():
        raise UserError(f"It names no article; its {kind} is blank.")
    if len(found) != 1:
        how_many = f"{len(found):,} articles" if found else "No article"
        verb = what.replace("is ", "are ").replace("was ", "were ").replace("has ", "have ") if found else what
        raise UserError(f"{how_many} {verb} {labels.passage(cell)}.")
    if found[0] in rows:
        raise UserError(f"It is about {labels.passage(cell)} as row {rows[found[0]]} is, which counts.")
    rows[found[0]] = number
    return found[0]


def _read(column: Column, text: str, attributes: Mapping[AttributeId, Attribute]) -> str:
    if isinstance(column, NewAttribute):
        return stored(column.type, text)
    if isinstance(column, str):
        return stored("date" if column == "date" else "text", text)
    return stored(attributes[column].type, text)


def _before(column: Column, document: Document, values: Mapping[AttributeId, str]) -> str:
    if isinstance(column, NewAttribute):
        return ""
    if isinstance(column, str):
        return {
            "title": document.title,
            "author": document.author,
            "outlet": document.outlet,
            "date": document.date,
        }[column]
    return values.get(column, "")
