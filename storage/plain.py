"""Postil JSON: a plain copy of a project that any program and any person can read, for the day when none can open
the project itself. It has all that people made and the texts, not the history; `docs/file-format.md` describes it.

Every row stands on a line of its own, so that a damaged copy loses the damaged lines and nothing else.
"""

import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from core.errors import UserError
from storage import durable, schema
from storage.connection import aside, connect, sentences
from storage.rebuild import TABLES, Remarks, Row, rebuild

FORMAT = "Postil JSON"
_LARGEST = 1 << 30  # bytes of a copy that is read
_TABLE = re.compile(rf'"({"|".join(TABLES)})": \[\]?,?')
_ABOUT = re.compile(r'"(format|version)": "?([\w ]{1,20})"?,')


def write_plain(source: Path, target: Path, going_on: Callable[[], bool] = lambda: True) -> None:
    """Writes a plain copy of a backup, instead of what is at `target`; not of a project that is in use.

    Stops, and leaves what was there, once it may not go on. Raises UserError when it cannot be written.
    """
    try:
        with sentences(source), closing(connect(source, "ro")) as db, aside(target.parent) as private:
            made = private / target.name
            with made.open("xb") as file:
                for line in _lines(db):
                    file.write(line)
                    if not going_on():
                        return
            shutil.copymode(source, made)
            durable.replace(made, target)
    except OSError as error:
        raise UserError(f"“{target.name}” could not be written ({error.strerror}).") from error


def _lines(db: sqlite3.Connection) -> Iterator[bytes]:
    """The copy in pieces. SQLite writes the JSON, which is fast and lets other threads work."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    yield f'{{\n"format": "{FORMAT}",\n"version": {version}'.encode()
    for table in TABLES:
        names = [row[1] for row in db.execute(f"PRAGMA table_info([{table}])")]
        if not names:
            continue  # a backup of an earlier version does not have it
        pairs = ", ".join(f"'{name}', [{name}]" for name in names)
        yield f',\n"{table}": ['.encode()
        rows = db.execute(f"SELECT CAST(json_object({pairs}) AS BLOB) FROM [{table}] ORDER BY [{names[0]}]")
        for number, (row,) in enumerate(rows):
            yield (b",\n" if number else b"\n") + row
        yield b"\n]"
    yield b"\n}\n"


def read_plain(path: Path, target: Path, remarks: Remarks) -> Counter[str]:
    """Makes a project of a plain copy; what could not be read or was put right goes into `remarks`.

    Returns how many rows of each table it has. Raises UserError when the file is no plain copy.
    """
    return rebuild(_found(path, remarks), target, remarks)


def _found(path: Path, remarks: Remarks) -> dict[str, list[Row]]:
    if path.stat().st_size > _LARGEST:
        raise UserError(f"“{path.name}” is too large to be read.")
    text = path.read_bytes().decode("utf-8-sig", "replace")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        remarks.add("The copy is damaged; what could be read line by line is there")
        whole = _line_by_line(text, remarks)
    if isinstance(whole, dict) and not whole.keys() >= set(TABLES):
        whole = {**_line_by_line(text, remarks), **whole}  # in case only the name of a part cannot be read
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise UserError(f"“{path.name}” is no plain copy of a Postil project.")
    version = whole.get("version")
    if isinstance(version, int) and version > schema.VERSION:
        raise UserError(f"“{path.name}” was made by a newer Postil; please update this one to read it.")
    expected = schema.tables_of(version if isinstance(version, int) else schema.VERSION)
    return {
        table: list(_rows(table, whole.get(table, None if table in expected else []), remarks)) for table in TABLES
    }


def _rows(table: str, found: object, remarks: Remarks) -> Iterator[Row]:
    if not isinstance(found, list):
        remarks.add(f"The part “{table}” of the copy is missing")
        return
    for row in found:
        if isinstance(row, dict):
            yield row
        else:
            remarks.add(f"Rows of “{table}” that make no sense are left out")


def _line_by_line(text: str, remarks: Remarks) -> dict[str, Any]:
    """The tables of a copy of which a part is missing or cannot be read."""
    found: dict[str, Any] = {}
    tables = iter(TABLES)
    table = ""  # before the first
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("{") and table:
            try:
                found[table].append(json.loads(line.removesuffix(","), strict=False))
            except (ValueError, RecursionError):
                remarks.add("Lines that cannot be read are left out", str(number))
        elif line.startswith("]"):
            table = next(tables, "")  # in case its name cannot be read
            found.setdefault(table, [])
        elif match := _TABLE.fullmatch(line):
            table = match[1]
            found.setdefault(table, [])
            tables = iter(TABLES[TABLES.index(table) + 1 :])
        elif match := _ABOUT.fullmatch(line):
            found[match[1]] = int(match[2]) if match[2].isdecimal() else match[2]
    return found
