"""Undo and redo for every table. Triggers journal what a step changes; replaying the journal undoes it.

While a step is undone the same triggers record its redo. What is stored is data (table, row, old values),
never SQL, and names are checked against the schema before they are used.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from core.changes import Changes
from core.errors import UserError
from storage import schema
from storage.sqlite import Database

MAX_STEPS = 1000
MAX_BYTES = 64 * 1024 * 1024
_TRIM_EVERY = 50  # steps; counting bytes at each one would slow every change

Value = str | int | None


class Step(NamedTuple):
    """A line of the history."""

    id: int
    label: str
    time: str
    undone: bool


def steps(db: Database) -> list[Step]:
    """The history, oldest first; undone steps are those that redo would bring back."""
    rows = db.execute("SELECT id, label, time, undone FROM step ORDER BY id").fetchall()
    return [Step(id_, label, time, bool(undone)) for id_, label, time, undone in rows]


def begin(db: Database, label: str, time: str, merge: str | None) -> tuple[int, int]:
    """Opens a step and returns (its id, the last change it already holds).

    A step continues the one before it when both carry the same `merge` key.
    """
    if merge is not None:
        last = db.execute("SELECT id, merge, undone FROM step ORDER BY id DESC LIMIT 1").fetchone()
        if last and last[1] == merge and not last[2]:
            db.execute("UPDATE project SET step = ?", [last[0]])
            (held,) = db.execute("SELECT max(id) FROM change WHERE step_id = ?", [last[0]]).fetchone()
            return last[0], held or 0
    cursor = db.execute("INSERT INTO step (label, time, merge) VALUES (?, ?, ?)", [label, time, merge])
    step_id = int(cursor.lastrowid or 0)
    db.execute("UPDATE project SET step = ?", [step_id])
    return step_id, 0


def finish(db: Database, step_id: int, label: str, after: int, redoable: bool) -> Changes:
    """Closes a step and says what it changed; a step that changed nothing leaves no trace.

    `redoable` says that there are undone steps, which a new step makes unreachable.
    """
    changes = recorded(db, step_id, label, after)
    if changes.before or after:
        if redoable:
            db.execute("DELETE FROM step WHERE undone")
        close(db)
        if step_id % _TRIM_EVERY == 0:
            _trim(db, step_id)
    else:
        db.execute("UPDATE project SET step = NULL")
        db.execute("DELETE FROM step WHERE id = ?", [step_id])
    return changes


def close(db: Database) -> None:
    """Marks the file as being between steps and one revision further."""
    db.execute("UPDATE project SET step = NULL, revision = revision + 1")


def recorded(db: Database, step_id: int, label: str, after: int = 0) -> Changes:
    """What a step's journal says was touched, with the oldest value of each row."""
    rows = db.execute(
        "SELECT tbl, row, op, old FROM change WHERE step_id = ? AND id > ? ORDER BY id", [step_id, after]
    ).fetchall()
    before: dict[str, dict[int, dict[str, Value] | None]] = {}
    for table, row, op, old in rows:
        known = before.setdefault(table, {})
        values = None if op == "I" else json.loads(old)
        if row not in known:
            known[row] = values
        elif (first := known[row]) is not None and values is not None:
            known[row] = {**values, **first}
    return Changes(label, before)


def replay(db: Database, step_id: int) -> None:
    """Applies the inverse of a step's journal, newest first; the triggers journal the way back."""
    names = {table: schema.columns(db, table) for table in schema.TRACKED}
    rows = db.execute(
        "SELECT tbl, row, op, old FROM change WHERE step_id = ? ORDER BY id DESC", [step_id]
    ).fetchall()
    db.execute("UPDATE project SET step = ?", [step_id])
    db.execute("DELETE FROM change WHERE step_id = ?", [step_id])
    try:
        for table, row, op, old in rows:
            _invert(db, names, table, row, op, old)
    except (ValueError, OverflowError, RecursionError, sqlite3.IntegrityError) as error:
        raise UserError("The history of this project is damaged; nothing was changed.") from error


def _invert(db: Database, names: dict[str, list[str]], table: str, row: int, op: str, old: str | None) -> None:
    if table not in names:
        raise UserError(f"The history of this project names an unknown table “{table}”; it was not touched.")
    if op == "I":
        db.execute(f"DELETE FROM [{table}] WHERE id = ?", [row])
        return
    values = json.loads(old or "{}")
    _check_values(values, table, names[table])
    if op == "D":
        marks = ", ".join("?" * len(values))
        listed = ", ".join(f"[{name}]" for name in values)
        db.execute(f"INSERT INTO [{table}] ({listed}) VALUES ({marks})", list(values.values()))
    else:
        sets = ", ".join(f"[{name}] = ?" for name in values)
        db.execute(f"UPDATE [{table}] SET {sets} WHERE id = ?", [*values.values(), row])


def _check_values(values: object, table: str, names: Iterable[str]) -> None:
    allowed = set(names)
    if not (
        isinstance(values, dict)
        and values
        and allowed.issuperset(values)
        and all(value is None or isinstance(value, str | int) for value in values.values())
    ):
        raise UserError(f"The history of this project is damaged (table “{table}”); nothing was changed.")


def next_undo(db: Database) -> Step | None:
    """The step that undo would take back."""
    return _step(db, "undone = 0 ORDER BY id DESC")


def next_redo(db: Database) -> Step | None:
    """The step that redo would bring back."""
    return _step(db, "undone = 1 ORDER BY id")


def _step(db: Database, which: str) -> Step | None:
    row = db.execute(f"SELECT id, label, time, undone FROM step WHERE {which} LIMIT 1").fetchone()
    return Step(row[0], row[1], row[2], bool(row[3])) if row else None


def _trim(db: Database, newest: int) -> None:
    """Forgets the oldest steps beyond MAX_STEPS or MAX_BYTES, never the newest."""
    kept = db.execute(
        "SELECT step_id, sum(ifnull(length(old), 0) + 32) FROM change GROUP BY step_id ORDER BY step_id DESC"
    ).fetchall()
    total = 0
    for count, (step_id, size) in enumerate(kept, start=1):
        total += size
        if (count > MAX_STEPS or total > MAX_BYTES) and step_id != newest:
            db.execute("DELETE FROM step WHERE id <= ?", [step_id])
            return
