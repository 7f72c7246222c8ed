"""Undo and redo for every table. Triggers journal what a step changes; replaying the journal undoes it.

While a step is undone the same triggers record its redo. What is stored is data (table, row, old values),
never SQL, and names are checked against the schema before they are used.
"""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.changes import Changes
from core.errors import UserError
from storage import checksum, schema
from storage.sqlite import Database

MAX_STEPS = 1000
MAX_BYTES = 64 * 1024 * 1024
_TRIM_EVERY = 50  # steps; counting bytes at each one would slow every change

_ABOUT = (
    "document",
    "annotation",
    "coding",
    "bookmark",
    "note",
    "attribute_value",
)  # tables with an article in each row
_LOOKED_AT = 500  # changes of a step, to tell what article it is about
_MARKS = ", ".join("?" * len(_ABOUT))
Journal = list[tuple[str, int, str, str | None]]  # table, row, operation, old values as JSON
Names = dict[str, tuple[str, ...]]  # the columns that each table may have in the history


class Step(NamedTuple):
    """A line of the history."""

    id: int
    label: str
    time: str
    undone: bool


class Finished(NamedTuple):
    """What a step did: what it changed, the rows it touched as they are now (None: gone), the file's new state."""

    changes: Changes
    rows: dict[str, dict[int, checksum.Row | None]]
    state: str


def steps(db: Database) -> list[Step]:
    """The history, oldest first; undone steps are those that redo would bring back."""
    rows = db.execute("SELECT id, label, time, undone FROM step ORDER BY id").fetchall()
    return [Step(id_, label, time, bool(undone)) for id_, label, time, undone in rows]


class Places:
    """Which article each step was about, as far as that can be told; None for one about several or none.

    What the journal of a step does not say (a row that was made has no old values) its row says, if it is there;
    else the step that deleted it.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._gone: dict[tuple[str, int], int | None] | None = None
        self._known: dict[int, int | None] = {}

    def of(self, step: int) -> int | None:
        """The number of the article; it need not be there any more."""
        if step not in self._known:
            self._known[step] = self._found(step)
        return self._known[step]

    def _found(self, step: int) -> int | None:
        rows = self._db.execute(
            f"SELECT tbl, row, old FROM change WHERE step_id = ? AND tbl IN ({_MARKS}) LIMIT ?",
            [step, *_ABOUT, _LOOKED_AT],
        ).fetchall()
        articles = {self._article(*row) for row in rows} - {None}
        return articles.pop() if len(articles) == 1 else None

    def _article(self, table: str, row: int, old: str | None) -> int | None:
        if table == "document":
            return row
        if (known := _document_in(old)) is not None:
            return known
        found = self._db.execute(f"SELECT document_id FROM [{table}] WHERE id = ?", [row]).fetchone()
        return found[0] if found else self._deleted().get((table, row))

    def _deleted(self) -> dict[tuple[str, int], int | None]:
        """The articles of what later steps deleted, by table and row."""
        if self._gone is None:
            rows = self._db.execute("SELECT tbl, row, old FROM change WHERE op = 'D'").fetchall()
            self._gone = {(table, row): _document_in(old) for table, row, old in rows if table in _ABOUT}
        return self._gone


def _document_in(old: str | None) -> int | None:
    """The article that old values name."""
    try:
        values = json.loads(old or "{}")
    except (ValueError, RecursionError):
        return None
    found = values.get("document_id") if isinstance(values, dict) else None
    return found if isinstance(found, int) else None


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


def finish(db: Database, step_id: int, label: str, after: int, redoable: bool) -> Finished:
    """Closes a step and says what it changed; a step that changed nothing leaves no trace.

    `redoable` says that there are undone steps, which a new step makes unreachable.
    """
    journal = checksum.journal(db, step_id, after)
    if not journal and not after:
        db.execute("UPDATE project SET step = NULL")
        db.execute("DELETE FROM step WHERE id = ?", [step_id])
        return Finished(Changes(label), {}, "")
    if redoable:
        db.execute("DELETE FROM step WHERE undone")
    checksum.write_step(db, step_id, None if after else journal)
    finished = _finished(db, label, journal)
    if step_id % _TRIM_EVERY == 0:
        _trim(db, step_id)
    return finished


def turn(db: Database, steps: Sequence[Step], undone: bool) -> Finished:
    """Takes steps back, or brings them again, in this order; there is one at least."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    whole: Journal = []
    for step in steps:
        replay(db, step.id)
        # A step that was undone and redone is complete: later typing must not join it.
        db.execute("UPDATE step SET undone = ?, merge = NULL WHERE id = ?", [int(undone), step.id])
        journal = checksum.journal(db, step.id)
        checksum.write_step(db, step.id, journal)
        whole += journal
    return _finished(db, steps[-1].label, whole)


def way(db: Database, target: int) -> tuple[list[Step], bool]:
    """The steps between now and right after a step (0: the beginning), in order, and whether they are to be undone.

    Raises UserError when there is no such step any more.
    """
    known = steps(db)
    if target and all(step.id != target for step in known):
        raise UserError("This step is no longer kept.")
    back = [step for step in reversed(known) if step.id > target and not step.undone]
    return (back, True) if back else ([step for step in known if step.id <= target and step.undone], False)


def _finished(db: Database, label: str, journal: Journal) -> Finished:
    """Writes the checksums of the rows that were touched, and marks the file as being between steps."""
    changes = Changes(label, _before(journal))
    rows = {table: checksum.write(db, table, touched) for table, touched in changes.before.items()}
    state = secrets.token_hex(8)
    db.execute("UPDATE project SET step = NULL, revision = revision + 1, state = ?", [state])
    return Finished(changes, rows, state)


def _before(journal: Journal) -> dict[str, dict[int, dict[str, checksum.Value] | None]]:
    """What a step's journal says was touched, with the oldest value of each row."""
    before: dict[str, dict[int, dict[str, checksum.Value] | None]] = {}
    for table, row, op, old in journal:
        known = before.setdefault(table, {})
        values = None if op == "I" else json.loads(old or "{}")
        if row not in known:
            known[row] = values
        elif (first := known[row]) is not None and values is not None:
            known[row] = {**values, **first}
    return before


def replay(db: Database, step_id: int) -> None:
    """Applies the inverse of a step's journal, newest first; the triggers journal the way back."""
    names = {table: schema.tracked_columns(table) for table in schema.TRACKED}
    if not checksum.is_as_written(db, step_id):
        raise UserError("The history of this project is damaged; nothing was changed.")
    journal = checksum.journal(db, step_id)
    db.execute("UPDATE project SET step = ?", [step_id])
    db.execute("DELETE FROM change WHERE step_id = ?", [step_id])
    try:
        for table, row, op, old in reversed(journal):
            _invert(db, names, table, row, op, old)
    except (ValueError, OverflowError, RecursionError, sqlite3.IntegrityError) as error:
        raise UserError("The history of this project is damaged; nothing was changed.") from error


def _invert(db: Database, names: Names, table: str, row: int, op: str, old: str | None) -> None:
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
