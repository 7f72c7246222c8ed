"""The SQL of a random user, recorded from the program itself, and played again on a disk in memory."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import apsw

from storage import schema
from storage.sqlite import Database
from tests.faults.disk import Disk
from tests.faults.user import BusyUser, at_work, digest

NAME = "model.postil"


@dataclass
class Tape:
    """One project: the file at first, the statements (None: closed and opened again), what it held at the end."""

    start: bytes = b""
    statements: list[str | None] = field(default_factory=list)
    end: str = ""

    def heard(self, statement: str) -> None:
        # Python's sqlite3 says a statement again for each trigger that it sets off.
        if not self.statements or statement != self.statements[-1]:
            self.statements.append(statement)


def whole(db: Database) -> str:
    """Everything in the file, as a word."""
    tables = db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return digest([[tuple(row) for row in db.execute(f"SELECT * FROM main.[{name}]")] for (name,) in tables])


def recorded(number: int, projects: int, steps: int) -> list[Tape]:
    """So many random users at work on a project each."""
    tapes: list[Tape] = []

    class RecordedUser(BusyUser):
        tape = None

        def open(self):
            if self.tape is None:
                self.tape = Tape((self.folder / NAME).read_bytes())
            else:
                self.tape.statements.append(None)
            super().open()
            self.project.db.conn.set_trace_callback(self.tape.heard)

        def teardown(self):
            self.project.db.conn.set_trace_callback(None)
            self.tape.end = whole(self.project.db)
            tapes.append(self.tape)
            super().teardown()

    at_work(RecordedUser, number, projects, steps)
    return tapes


def opened(disk: Disk, *pragmas: str) -> Database:
    """The project on this disk as Postil opens it, but for these pragmas."""
    db = disk.connect(NAME)
    for pragma in pragmas:
        db.execute(f"PRAGMA {pragma}").fetchall()
    schema.install_history(db)
    return db


def played(tape: Tape, disk: Disk, *pragmas: str) -> Iterator[Database]:
    """Plays a tape; stops after each transaction, when Postil would say that the step is saved."""
    db = opened(disk, *pragmas)
    yield db
    for statement in tape.statements:
        if statement is None:
            db.close()
            db = opened(disk, *pragmas)
            continue
        was_inside = db.conn.in_transaction
        repeat(db, statement)
        if was_inside and not db.conn.in_transaction:
            yield db
    db.close()


def repeat(db: Database, statement: str) -> None:
    """Runs a statement again; where a constraint refuses it, Postil met that too, and did what comes next."""
    with contextlib.suppress(apsw.ConstraintError):
        db.execute(statement).fetchall()
