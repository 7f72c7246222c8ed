"""One project file: create it, open it, check it, change it through one funnel, undo, close."""

import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from core.changes import Changes
from core.errors import UserError
from core.model import DocumentId
from storage import documents, durable, history, integrity, rows, schema
from storage.connection import aside, checked, connect, identity, refuse_what_is_no_file, sentences, settled
from storage.lock import CannotLock, Holder, WriterLock
from storage.sqlite import Database

if TYPE_CHECKING:
    from storage.step_log import StepLog

SUFFIX = ".postil"
Result = TypeVar("Result")
_LOST = {  # what happened to a file, by kind of conflict
    "deleted": "“{0}” was deleted or moved away while it was open",
    "replaced": "“{0}” was replaced by another file while it was open",
    "overwritten": "“{0}” was overwritten by another copy while it was open",
    "damaged": "“{0}” was damaged while it was open",
}


def now() -> str:
    """The present time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Seen(NamedTuple):
    """What tells the file that was read last from any other: which file, which project, which of its states."""

    file: tuple[int, int] | None
    guid: str
    revision: int
    state: str


class ProjectChanged(UserError):
    """Another program wrote to the file since this one last read it; nothing was changed, nothing is lost."""


class ProjectConflict(UserError):
    """The file is not the one that was open, and lacks steps made here: nothing is written any more.

    `kind` is "deleted", "replaced", "overwritten" or "damaged".
    """

    def __init__(self, sentence: str, kind: str) -> None:
        super().__init__(sentence)
        self.kind = kind


class ReadOnly(UserError):
    """The project was opened to read only."""


class Project:
    """An open project file. Read through `db`; change only through `run`, `undo` and `redo`.

    `before_write` is called before each transaction. `base` is a snapshot made since the project was opened, and
    `log` what happened after one; both are for the day when the file is lost.
    """

    def __init__(self, path: Path, db: Database, lock: WriterLock | None = None) -> None:
        self.path = path
        self.db = db
        # Who marks here: tells two people's annotations apart once their files are put together.
        self.coder = os.environ.get("USER") or os.environ.get("USERNAME") or ""
        self.before_write: Callable[[], None] | None = None
        self.base: Path | None = None
        self.log: StepLog | None = None
        self.conflict: ProjectConflict | None = None
        self.written: rows.Rows = {}  # every row touched since the project was opened, as it is now
        self._lock = lock
        self._seen = self._look()
        self._stamp = _stamp(path)
        self._text: tuple[DocumentId, str] | None = None  # the text read last

    # -- opening and closing

    @classmethod
    def create(cls, path: Path) -> "Project":
        """Makes a new, empty project. Raises UserError when something is already there."""
        if os.path.lexists(path):
            raise UserError(f"“{path.name}” exists already; choose another name.")
        if not path.parent.is_dir():
            raise UserError(f"The folder “{path.parent}” does not exist.")
        # Made aside and linked in place, so that no half-made project is ever seen and none is overwritten.
        with aside(path.parent) as folder:
            with sentences(path), closing(settled(connect(folder / path.name, "rwc"))) as db:
                schema.migrate(db, 0)
                with db.atomic():
                    db.execute(
                        "INSERT INTO project (id, guid, created) VALUES (1, ?, ?)", [str(uuid.uuid4()), now()]
                    )
            durable.move(folder / path.name, path)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, read_only: bool = False, force: bool = False) -> "Project":
        """Opens an existing project after checking it. Raises UserError and leaves the file as it was.

        Raises InUse where somebody else has it open to write; `force` does not heed another computer's name. In a
        folder that cannot be written it is opened to read only.
        """
        refuse_what_is_no_file(path)
        lock = None
        if not read_only:
            try:
                lock = WriterLock.take(path, force)
            except CannotLock:
                read_only = True
        try:
            with sentences(path):
                return cls(path, checked(path, read_only), lock)
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed, because of how it was opened."""
        return self._lock is None

    @property
    def left_behind(self) -> Holder | None:
        """Who had the project open before, if that program ended without closing it."""
        return self._lock.left_behind if self._lock else None

    @property
    def guid(self) -> str:
        """The project's own name, whatever its file is called."""
        return self._seen.guid

    @property
    def revision(self) -> int:
        """How many steps were committed, as last seen."""
        return self._seen.revision

    @property
    def state(self) -> str:
        """A name of the state last seen that no other state has."""
        return self._seen.state

    def close(self) -> None:
        """Closes the file; safe to call twice."""
        if self.log is not None:
            self.log.close()
            self.log = None
        self.db.close()
        if self._lock is not None:
            self._lock.release()

    def save_copy(self, path: Path) -> None:
        """Writes a complete copy of the project. Raises UserError when something is already there."""
        if os.path.lexists(path):
            raise UserError(f"“{path.name}” exists already; choose another name.")
        with aside(path.parent) as folder:
            with sentences(path):
                self.db.execute("VACUUM INTO ?", [str(folder / path.name)])
            durable.move(folder / path.name, path)

    # -- reading

    def text(self, document: DocumentId) -> str | None:
        """The canonical text of an article, or None; the one read last is kept, for a book takes long to read."""
        if self._text is None or self._text[0] != document:
            found = documents.document_text(self.db, document)
            if found is None:
                return None
            self._text = (document, found)
        return self._text[1]

    # -- changing

    def run(
        self, label: str, operation: Callable[..., Result], *args: Any, merge: str | None = None
    ) -> tuple[Result, Changes]:
        """Runs one operation as one step of the history, in one transaction; all of it happens or nothing.

        `merge` joins it to the step before when that carries the same key.
        """
        with self._transaction() as redoable:
            step_id, after = history.begin(self.db, label, now(), merge)
            result = operation(self, *args)
            finished = history.finish(self.db, step_id, label, after, redoable)
        self._committed(finished)
        return result, finished.changes

    def undo(self) -> Changes | None:
        """Takes the last step back and says what changed; None when there is nothing to undo."""
        return self._turn(lambda: _one(history.next_undo(self.db), undone=True))

    def redo(self) -> Changes | None:
        """Brings the last undone step back; None when there is none."""
        return self._turn(lambda: _one(history.next_redo(self.db), undone=False))

    def go_to(self, step: int) -> Changes | None:
        """Undoes or redoes all steps up to right after this one (0: the beginning), together; None without any.

        Raises UserError when the step is no longer kept.
        """
        return self._turn(lambda: history.way(self.db, step))

    def _turn(self, choose: Callable[[], tuple[list[history.Step], bool]]) -> Changes | None:
        with self._transaction():
            steps, undone = choose()
            if not steps:
                return None
            finished = history.turn(self.db, steps, undone)
        self._committed(finished)
        return finished.changes

    def _committed(self, finished: history.Finished) -> None:
        """Remembers what was written, now that it is."""
        if not finished.state:
            return
        self._seen = self._seen._replace(revision=self._seen.revision + 1, state=finished.state)
        rows.remember(self.written, finished.rows)
        if finished.changes.touches("document_text"):
            self._text = None  # an article's number can be given again once the article is gone
        if self.log is not None:
            try:
                self.log.append(self._seen.revision, finished.changes.label, finished.rows)
            except OSError:
                with suppress(OSError):
                    self.log.close()
                self.log = None  # begun anew with the next snapshot; the step itself is saved

    @contextmanager
    def _transaction(self) -> Iterator[bool]:
        """One immediate transaction; gives whether there are undone steps.

        Raises ProjectChanged or ProjectConflict when this is not the file in the state that was last seen.
        """
        self._refuse_to_write()
        if self.before_write is not None:
            self.before_write()
        with sentences(self.path):
            try:
                if self._stamp != _stamp(self.path):
                    # SQLite tells by a counter whether its pages are still those of the file; another copy can have
                    # the same. Without pages it reads them anew.
                    self.db.execute("PRAGMA shrink_memory")
                self.db.execute("BEGIN IMMEDIATE")
                if (found := self._look()) != self._seen:
                    raise self._not_the_same(found)
                (redoable,) = self.db.execute("SELECT EXISTS (SELECT 1 FROM step WHERE undone)").fetchone()
                with self.db.atomic():
                    yield bool(redoable)
                self.db.execute("COMMIT")
                self._stamp = _stamp(self.path)
            except BaseException as error:
                self._text = None  # it may be of an article that is not to be
                if self.db.conn.in_transaction:
                    self.db.execute("ROLLBACK")
                if isinstance(error, sqlite3.DatabaseError) and (kind := _harm(error)):
                    raise self._harmed(kind) from error
                raise

    def _refuse_to_write(self) -> None:
        if self.read_only:
            raise ReadOnly(f"“{self.path.name}” was opened to read only; save a copy of it to work on.")
        if self.conflict is not None:
            raise self.conflict

    # -- when the file is not what it was

    def is_the_same(self) -> bool:
        """Whether the file is still the one that was last seen, in the same state, and may be written."""
        with sentences(self.path):
            return not self.read_only and self.conflict is None and self._look() == self._seen

    def _look(self) -> Seen:
        guid, revision, state = self.db.execute("SELECT guid, revision, state FROM project").fetchone()
        return Seen(identity(self.path), guid, revision, state)

    def _not_the_same(self, found: Seen) -> UserError:
        """What to raise: the file is another one, or in another state."""
        self.db.execute("ROLLBACK")
        if found.file is None:
            return self._harmed("deleted")
        return self._harmed("overwritten" if found.file == self._seen.file else "replaced")

    def _harmed(self, kind: str) -> UserError:
        """Goes on with the file as it is now, if that loses nothing; else nothing is written any more."""
        if kind != "deleted" and self._adopts():
            return ProjectChanged(
                "Another program changed this project. Its present state is shown; please repeat your last action."
            )
        happened = _LOST[kind].format(self.path.name)
        self.conflict = ProjectConflict(f"{happened}; nothing more is written to it.", kind)
        return self.conflict

    def _adopts(self) -> bool:
        """Opens the file anew, if it is a sound state of this project that has everything written here."""
        try:
            with sentences(self.path):
                db = checked(self.path, read_only=False)
        except UserError:
            return False
        guid, revision = db.execute("SELECT guid, revision FROM project").fetchone()
        if guid != self.guid or revision < self.revision or not rows.are_in(db, self.written):
            db.close()
            return False
        self.db.close()
        self.db = db
        self._text = None
        self._seen, self._stamp = self._look(), _stamp(self.path)
        return True

    def save_recovered(self) -> Path:
        """Writes the state of this session to a new project beside the file, and returns its path.

        Raises UserError when it cannot be written.
        """
        name = f"{self.path.stem} (recovered {datetime.now():%Y-%m-%d %H.%M}){SUFFIX}"
        path = durable.unused(self.path.with_name(name))
        with aside(path.parent) as folder, sentences(self.path):
            made = folder / path.name
            whole = self.conflict is not None and self.conflict.kind in ("deleted", "replaced")
            if whole := whole or self.base is None:
                self.db.execute("VACUUM INTO ?", [str(made)])  # the file that was open is still there for us
            else:
                with closing(connect(self.base, "ro")) as base:
                    base.execute("VACUUM INTO ?", [str(made)])
            with closing(settled(connect(made, "rw"))) as db:
                db.execute("PRAGMA foreign_keys = OFF")
                rows.write(db, self.written)
                if not whole:  # its history is that of another time
                    db.execute("DELETE FROM change")
                    db.execute("DELETE FROM step")
                if problems := integrity.problems(db):
                    raise UserError(f"What was open cannot be put together again: {problems[0]}")
            durable.move(made, path)
        return path


def _one(step: history.Step | None, undone: bool) -> tuple[list[history.Step], bool]:
    return [] if step is None else [step], undone


def _harm(error: sqlite3.DatabaseError) -> str | None:
    """What an error says has happened to the file, if that is what it says."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return "replaced"
    return "damaged" if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) else None


def _stamp(path: Path) -> tuple[int, int] | None:
    """When a file was written last, and its length; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size
