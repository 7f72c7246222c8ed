"""A checksum in each row of a person's work: SQLite does not see a changed letter or number in a file."""

import json
import zlib
from collections.abc import Iterable, Sequence

from storage import schema
from storage.sqlite import Database

Value = str | int | None
Row = dict[str, Value]


def of_row(*values: Value) -> int:
    """CRC-32 of a row's values, each as text with a zero character after it, which no text of a project holds."""
    return zlib.crc32("\0".join("\1" if value is None else str(value) for value in values).encode())


def of_step(step: Sequence[Value], changes: Iterable[Sequence[Value]]) -> int:
    """The same of a step of the history: its label, time, undone and merge, and then each row of its journal."""
    total = of_row(*step)
    for row in changes:
        total = zlib.crc32(f"{of_row(*row)} ".encode(), total)
    return total


def install(db: Database) -> None:
    """Makes CRC-32 known to SQL as `row_checksum`."""
    db.conn.create_function("row_checksum", 1, zlib.crc32, deterministic=True)


def expression(names: Sequence[str]) -> str:
    """SQL for the checksum that a row with these columns should have: `of_row`, of which SQLite does the most."""
    joined = " || char(0) || ".join(f"ifnull([{name}], char(1))" for name in names)
    return f"row_checksum(CAST({joined} AS BLOB))"


def write(db: Database, table: str, ids: Iterable[int]) -> dict[int, Row | None]:
    """Gives rows their checksums and returns them as they are now, without it; None for what is not there."""
    names = schema.tracked_columns(table)
    wanted = list(ids)
    among = "WHERE id IN (SELECT value FROM json_each(?))"
    if table in schema.CHECKED:
        statement = f"UPDATE [{table}] SET checksum = {expression(names)} {among} RETURNING {', '.join(names)}"
    else:
        statement = f"SELECT {', '.join(names)} FROM [{table}] {among}"
    found: dict[int, Row | None] = dict.fromkeys(wanted)
    for values in db.execute(statement, [json.dumps(wanted)]).fetchall():
        row = dict(zip(names, values, strict=True))
        found[int(row["id"])] = row
    return found


def write_all(db: Database) -> None:
    """Gives every row and every step its checksum, as the tables are now."""
    install(db)
    for table in schema.CHECKED:
        names = [name for name in schema.columns(db, table) if name != "checksum"]
        if not names:
            continue  # a later version adds it
        db.execute(f"UPDATE [{table}] SET checksum = {expression(names)}")
    for (step,) in db.execute("SELECT id FROM step").fetchall():
        write_step(db, step)


def write_step(db: Database, step: int, changes: Iterable[Sequence[Value]] | None = None) -> None:
    """Gives a step its checksum, as it is now; `changes` is its whole journal, where that is known."""
    db.execute("UPDATE step SET checksum = ? WHERE id = ?", [_expected(db, step, changes), step])


def _expected(db: Database, step: int, changes: Iterable[Sequence[Value]] | None = None) -> int:
    (row,) = db.execute("SELECT label, time, undone, merge FROM step WHERE id = ?", [step]).fetchall()
    return of_step(row, journal(db, step) if changes is None else changes)


def is_as_written(db: Database, step: int) -> bool:
    """Whether a step of the history is what was written."""
    (stored,) = db.execute("SELECT checksum FROM step WHERE id = ?", [step]).fetchone()
    return bool(stored == _expected(db, step))


def wrong(db: Database, table: str) -> list[int]:
    """The ids of the rows that are not as they were saved."""
    expected = expression(schema.tracked_columns(table))
    rows = db.execute(f"SELECT id FROM [{table}] WHERE checksum <> {expected} ORDER BY id")
    return [id_ for (id_,) in rows]


def wrong_steps(db: Database) -> list[int]:
    """The ids of the steps of the history that are not what was written."""
    steps = db.execute("SELECT id FROM step ORDER BY id").fetchall()
    return [step for (step,) in steps if not is_as_written(db, step)]


def journal(db: Database, step: int, after: int = 0) -> list[tuple[str, int, str, str | None]]:
    """(table, row, operation, old values as JSON) of a step's changes, or of those that came after one."""
    return db.execute(
        "SELECT tbl, row, op, old FROM change WHERE step_id = ? AND id > ? ORDER BY id", [step, after]
    ).fetchall()
