"""What happened since a snapshot, step by step: together the two are the last state, should the file be lost.

A text file of lines: a checksum and a JSON object. The first names the snapshot, the project and its revision; each
other one has a step with the rows it touched as they were after it. It is written after a step is committed and not
flushed to the disk: it helps where the project's own file comes to harm, which is what survives a power cut.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from core.errors import UserError
from storage import rows, schema
from storage.checksum import Row
from storage.sqlite import Database

_NONSENSE = (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError)


class Beginning(NamedTuple):
    """What a log goes on from: the name of a snapshot's file, and the project's guid and revision in it."""

    snapshot: str
    guid: str
    revision: int


class LoggedStep(NamedTuple):
    """A step; `revision` is the project's after it."""

    revision: int
    label: str
    rows: rows.Rows


class StepLog:
    """A log being written. Raises OSError when it cannot be."""

    def __init__(self, path: Path, beginning: Beginning) -> None:
        self.path = path
        self.beginning = beginning
        self._file = path.open("w", encoding="utf-8")
        self._write(beginning._asdict())

    def append(self, revision: int, label: str, touched: Mapping[str, Mapping[int, Row | None]]) -> None:
        """Adds a step."""
        self._write({"revision": revision, "label": label, "rows": touched})

    def _write(self, line: Mapping[str, Any]) -> None:
        text = json.dumps(line, ensure_ascii=False)
        self._file.write(f"{zlib.crc32(text.encode()):08x} {text}\n")
        self._file.flush()

    def close(self) -> None:
        """Ends the log; the file stays."""
        self._file.close()


def read(path: Path) -> tuple[Beginning, Iterator[LoggedStep]]:
    """A log's beginning and its steps, as far as they are whole. Raises UserError when it is no log."""
    try:
        lines = path.read_bytes().split(b"\n")
        first = _object(lines[0])
        beginning = Beginning(str(first["snapshot"]), str(first["guid"]), int(first["revision"]))
    except (OSError, *_NONSENSE) as error:
        raise UserError(f"“{path.name}” is no log of steps.") from error
    return beginning, _steps(lines[1:], beginning.revision)


def _object(line: bytes) -> Any:
    """What a line says. Raises ValueError when it is not as it was written."""
    checksum, _, text = line.partition(b" ")
    if int(checksum, 16) != zlib.crc32(text):
        raise ValueError
    return json.loads(text)


def _steps(lines: list[bytes], revision: int) -> Iterator[LoggedStep]:
    for line in lines:
        try:
            known = _object(line)
            step = LoggedStep(int(known["revision"]), str(known["label"]), _rows(known["rows"]))
        except _NONSENSE:
            return  # cut off while it was written: nothing after it can be relied upon
        if step.revision != revision + 1:
            return  # one is missing
        revision = step.revision
        yield step


def _rows(found: Any) -> rows.Rows:
    """Rows with the columns of their tables. Raises ValueError for anything else: others can write to a log."""
    touched: rows.Rows = {}
    for table, of_table in found.items():
        columns = set(schema.tracked_columns(table)) if table in schema.TRACKED else set()
        for id_, row in of_table.items():
            values = {} if row is None else row
            fits = all(value is None or isinstance(value, str | int) for value in values.values())
            if not columns or not fits or (row is not None and (set(row) != columns or row["id"] != int(id_))):
                raise ValueError
            touched.setdefault(table, {})[int(id_)] = row
    return touched


def replay(db: Database, steps: Iterator[LoggedStep]) -> int:
    """Brings a copy of the snapshot to the last step; returns how many there were. Raises UserError."""
    touched: rows.Rows = {}
    count = 0
    for step in steps:
        rows.remember(touched, step.rows)
        count += 1
    rows.write(db, touched)
    return count
