"""What can still be read of a damaged project file, row by row around the places that cannot.

All of it is read from a copy, so that the damaged file stays as it is, whatever is done with it later.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from core.errors import UserError
from storage import schema
from storage.checksum import of_row
from storage.connection import aside, connect
from storage.rebuild import TABLES, Found, Remarks, Row
from storage.sqlite import Database

_HEADER = 100  # bytes at the beginning of a file, which say how large its pages are and how many it has
_PAGE = 4096  # bytes; as SQLite makes them, if nobody asks for others
_FAR = 20_000  # row numbers tried beyond a place that cannot be read, where the last one is not known
_FARTHEST = 1_000_000  # tried where it is
_CHUNK = 4096  # bytes of a long text read at a time
_UNREADABLE = "Rows of “{}” could not be read"


def salvage(path: Path, beside: Path, remarks: Remarks) -> Found:
    """The rows that can still be read of a project file that nobody has open, by table.

    It is copied into the folder of `beside`. Raises UserError when nothing can be read.
    """
    with aside(beside.parent) as private:
        copy = private / "damaged.postil"
        try:
            _copy(path, copy)
        except OSError as error:
            raise UserError(f"“{path.name}” cannot be read ({error.strerror}).") from error
        problem = ""
        for made_up in (None, _header, _description):
            if made_up is not None:
                _make_up(copy, made_up)
            told = Remarks()
            try:
                with closing(connect(copy, "rw")) as db:
                    found = _found(db, told)
                if made_up is not None:
                    told.add("Where the tables are in the file is lost, and was taken from a new project")
                    found = _certain(found)
            except sqlite3.DatabaseError as error:
                problem = problem or str(error)
                continue
            remarks.take_over(told)
            return found
    raise UserError(f"Nothing can be read of “{path.name}” ({problem}).")


def _copy(path: Path, copy: Path) -> None:
    """Copies a file with the journal that may belong to it, and gives it back its length if its end is missing."""
    shutil.copyfile(path, copy)
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        shutil.copyfile(journal, copy.with_name(f"{copy.name}-journal"))
    with copy.open("rb") as file:
        header = file.read(_HEADER)
    page = int.from_bytes(header[16:18]) or 1
    length = (65536 if page == 1 else page) * int.from_bytes(header[28:32])
    if copy.stat().st_size < length < 2 * path.stat().st_size + (1 << 30):
        os.truncate(copy, length)


def _make_up(copy: Path, parts: Callable[[bytearray], list[range]]) -> None:
    """Gives a file parts of a new project, whose tables begin on the same pages unless the file was once older."""
    with closing(Database(connect(copy.with_name("new.postil"), "rwc"), execute_plugins=False)) as db:
        if not schema.columns(db, "project"):
            schema.migrate(db, 0)
    new = bytearray(copy.with_name("new.postil").read_bytes())
    pages = copy.stat().st_size // _PAGE
    new[28:40] = pages.to_bytes(4) + bytes(8)  # of which none is free
    with copy.open("r+b") as file:
        for part in parts(new):
            file.seek(part.start)
            file.write(new[part.start : part.stop])


def _certain(found: Found) -> Found:
    """Those rows that are as they were saved, and not of other tables; that the texts are is seen later."""
    kept = dict(found)
    for table in schema.CHECKED:
        names = schema.tracked_columns(table)
        kept[table] = [row for row in found.get(table, []) if _is_as_written(row, names)]
    if not kept["document"]:
        raise sqlite3.DatabaseError("its tables are not found")
    return kept


def _is_as_written(row: Row, names: Sequence[str]) -> bool:
    """Whether a row agrees with its checksum; one of an earlier version lacks some of the columns."""
    return bool(row.get("checksum") == of_row(*(row[name] for name in names if name in row)))


def _header(_new: bytearray) -> list[range]:
    return [range(_HEADER)]


def _description(new: bytearray) -> list[range]:
    """The first page, which leads to the pages with the descriptions of the tables, and those."""
    cells = [int.from_bytes(new[112 + 2 * n : 114 + 2 * n]) for n in range(int.from_bytes(new[103:105]))]
    pages = [1, int.from_bytes(new[108:112]), *(int.from_bytes(new[cell : cell + 4]) for cell in cells)]
    return [range((page - 1) * _PAGE, page * _PAGE) for page in pages]


def _found(db: sqlite3.Connection, remarks: Remarks) -> Found:
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA writable_schema = ON")  # so that a damaged table does not hide the others
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables & set(TABLES):
        raise sqlite3.DatabaseError("it has none of the tables of a project")
    found, expected = {}, schema.tables_of(_version(db))
    for table, names in _columns().items():
        if table in tables:
            found[table] = _rows(_Table(db, table, names), remarks)
        elif table in expected:
            remarks.add(_UNREADABLE.format(table))
    if not any(found.values()):
        raise sqlite3.DatabaseError("none of its rows is left")
    return found


def _version(db: sqlite3.Connection) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def _columns() -> dict[str, list[str]]:
    """The names of the columns of each table."""
    with closing(Database(memory=True, execute_plugins=False)) as db:
        schema.migrate(db, 0)
        return {table: schema.columns(db, table) for table in TABLES}


class _Table:
    """A table whose description may be damaged as well."""

    def __init__(self, db: sqlite3.Connection, name: str, columns: list[str]) -> None:
        self.db, self.name = db, name
        described = [row[1] for row in db.execute(f"PRAGMA table_info([{name}])")]
        # Every version has added columns at the end.
        self._columns = described if set(described) <= set(columns) else columns[: len(described)]
        # The first part gives the columns names that can be read; it has no row.
        empty = ", ".join(f"0 AS c{number}" for number in range(len(described) + 1))
        self._rows = f"SELECT {empty} WHERE 0 UNION ALL SELECT rowid, * FROM [{name}]"

    def rows(self, condition: str, number: int) -> Iterator[tuple[int, Row]]:
        """The rows of which the number fulfils a condition."""
        for id_, *values in self.db.execute(f"{self._rows} WHERE rowid {condition} ?", [number]):
            yield id_, dict(zip(self._columns, values, strict=False))


def _rows(table: _Table, remarks: Remarks) -> list[Row]:
    """The readable rows of a table, each once."""
    found: dict[int, Row] = {}
    next_: int | None = 1
    while next_ is not None:
        begin = next_
        try:
            for id_, row in table.rows(">=", begin):
                if id_ in found:
                    raise sqlite3.DatabaseError("a page leads back to others")
                found[id_] = row
                if next_ <= id_ < next_ + _FARTHEST:  # or its number is damaged, and does not say where to go on
                    next_ = id_ + 1
            break
        except sqlite3.DatabaseError:
            remarks.add(_UNREADABLE.format(table.name))
            next_ = _find_one_more(table, next_, found)
    return list(found.values())


def _find_one_more(table: _Table, next_: int, found: dict[int, Row]) -> int | None:
    """Looks for the next readable row, number by number, and returns the number after it.

    Of unreadable texts on the way it keeps how they begin.
    """
    try:
        (last,) = table.db.execute(f"SELECT max(rowid) FROM [{table.name}]").fetchone()
    except sqlite3.DatabaseError:
        last = next_ + _FAR
    for id_ in range(next_, min(last or 0, next_ + _FARTHEST) + 1):
        if id_ in found:
            continue
        try:
            known = next(table.rows("=", id_), None)
        except sqlite3.DatabaseError:
            if table.name == "document_text" and (text := _beginning_of_text(table.db, id_)):
                found[id_] = {"id": id_, "text": text}
            continue
        if known is not None:
            found[id_] = known[1]
            return id_ + 1
    return None


def _beginning_of_text(db: sqlite3.Connection, id_: int) -> str:
    """A text up to where it cannot be read."""
    read = b""
    try:
        with db.blobopen("document_text", "text", id_, readonly=True) as blob:
            while part := blob.read(_CHUNK):
                read += part
    except sqlite3.DatabaseError:
        pass  # what was read so far is what there is
    return read.decode("utf-8", "replace").rstrip("\ufffd")
