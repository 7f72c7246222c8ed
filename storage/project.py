"""One project file: create it, open it, check it, change it through one funnel, undo, close."""

import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from core.changes import Changes
from core.errors import UserError
from core.model import DocumentId
from storage import documents, history, integrity, schema
from storage.sqlite import Database

SUFFIX = ".postil"
Result = TypeVar("Result")


def now() -> str:
    """The present time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        # Bytes, because on Linux the name of a file need not be text.
        f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}",
        uri=True,
        timeout=5,
        isolation_level=None,
    )


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turns what SQLite says about a file into a sentence a person can act on."""
    try:
        yield
    except sqlite3.Error as error:
        reason = str(error).lower()
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_NOTADB:
            raise UserError(f"“{path.name}” is not a Postil project.") from error
        if code == sqlite3.SQLITE_CORRUPT or "decode to utf-8" in reason:
            raise UserError(f"“{path.name}” is damaged and was left as it is.") from error
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            raise UserError("Something this refers to is no longer there; nothing was changed.") from error
        if code == sqlite3.SQLITE_FULL:
            raise UserError(f"The disk is full; nothing was saved to “{path.name}”.") from error
        if code == sqlite3.SQLITE_READONLY:
            raise UserError(f"“{path.name}” cannot be written; nothing was saved.") from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise UserError(f"Another program is writing to “{path.name}”; please try again.") from error
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
            raise UserError(f"“{path.name}” cannot be read or written ({error}).") from error
        raise


class Project:
    """An open project file. Read through `db`; change only through `run`, `undo` and `redo`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.db = Database(connection, execute_plugins=False)
        # Who marks here: tells two people's annotations apart once their files are put together.
        self.coder = os.environ.get("USER") or os.environ.get("USERNAME") or ""
        for pragma in (
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "recursive_triggers = ON",
            "journal_mode = DELETE",
            "synchronous = EXTRA",
        ):
            self.db.execute(f"PRAGMA {pragma}").fetchall()
        self._revision = 0
        self._text: tuple[DocumentId, str] | None = None  # the text read last

    @classmethod
    def create(cls, path: Path) -> "Project":
        """Makes a new, empty project. Raises UserError when something is already there."""
        if os.path.lexists(path):
            raise UserError(f"“{path.name}” exists already; choose another name.")
        if not path.parent.is_dir():
            raise UserError(f"The folder “{path.parent}” does not exist.")
        # Made aside and linked in place, so that no half-made project is ever seen and none is overwritten.
        aside = _folder_in(path.parent)
        try:
            with sentences(path):
                project = cls(aside / path.name, _connect(aside / path.name, "rwc"))
                schema.migrate(project.db, 0)
                with project.db.atomic():
                    project.db.execute(
                        "INSERT INTO project (id, guid, created) VALUES (1, ?, ?)", [str(uuid.uuid4()), now()]
                    )
                project.close()
            if os.path.lexists(path):
                raise UserError(f"“{path.name}” exists already; choose another name.")
            os.rename(aside / path.name, path)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> "Project":
        """Opens an existing project after checking it. Raises UserError and leaves the file as it was."""
        _refuse_what_is_no_file(path)
        with sentences(path):
            if path.with_name(f"{path.name}-wal").exists():
                # Perhaps somebody's open database, which an ordinary connection changes when it closes.
                with closing(_connect(path, "ro&immutable=1")) as glance:
                    _version(glance, path)
            connection = _connect(path, "rw")
            try:
                version = _version(connection, path)
                project = cls(path, connection)
                with project.db.atomic():  # a file found damaged after it was brought up to date is left as it was
                    if version < schema.VERSION:
                        _bring_up_to_date(project.db, version, path)
                    if problems := integrity.problems(project.db):
                        raise UserError(f"“{path.name}” is damaged and was left as it is: {problems[0]}")
                schema.install_history(project.db)
                project._revision = project._stored_revision()
            except BaseException:
                connection.close()
                raise
        return project

    def close(self) -> None:
        """Closes the file; safe to call twice."""
        self.db.close()

    def save_copy(self, path: Path) -> None:
        """Writes a complete copy of the project. Raises UserError when something is already there."""
        if os.path.lexists(path):
            raise UserError(f"“{path.name}” exists already; choose another name.")
        aside = _folder_in(path.parent)
        try:
            with sentences(path):
                self.db.execute("VACUUM INTO ?", [str(aside / path.name)])
            os.rename(aside / path.name, path)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def text(self, document: DocumentId) -> str | None:
        """The canonical text of an article, or None; the one read last is kept, for a book takes long to read."""
        if self._text is None or self._text[0] != document:
            found = documents.document_text(self.db, document)
            if found is None:
                return None
            self._text = (document, found)
        return self._text[1]

    def run(
        self, label: str, operation: Callable[..., Result], *args: Any, merge: str | None = None
    ) -> tuple[Result, Changes]:
        """Runs one operation as one step of the history, in one transaction; all of it happens or nothing.

        `merge` joins it to the step before when that carries the same key.
        """
        with self._transaction() as redoable:
            step_id, after = history.begin(self.db, label, now(), merge)
            result = operation(self, *args)
            changes = history.finish(self.db, step_id, label, after, redoable)
        self._revision += bool(changes.before or after)
        self._forget_text(changes)
        return result, changes

    def undo(self) -> Changes | None:
        """Takes the last step back and says what changed; None when there is nothing to undo."""
        return self._turn(history.next_undo, undone=1)

    def redo(self) -> Changes | None:
        """Brings the last undone step back; None when there is none."""
        return self._turn(history.next_redo, undone=0)

    def _turn(self, choose: Callable[[Database], history.Step | None], undone: int) -> Changes | None:
        with self._transaction():
            step = choose(self.db)
            if step is None:
                return None
            self.db.execute("PRAGMA defer_foreign_keys = ON")
            history.replay(self.db, step.id)
            # A step that was undone and redone is complete: later typing must not join it.
            self.db.execute("UPDATE step SET undone = ?, merge = NULL WHERE id = ?", [undone, step.id])
            changes = history.recorded(self.db, step.id, step.label)
            history.close(self.db)
        self._revision += 1
        self._forget_text(changes)
        return changes

    def _forget_text(self, changes: Changes) -> None:
        """An article's number can be given again once the article is gone."""
        if changes.touches("document_text"):
            self._text = None

    @contextmanager
    def _transaction(self) -> Iterator[bool]:
        """One immediate transaction; gives whether there are undone steps.

        Raises ProjectChanged when somebody else has written to the file since it was last read.
        """
        with sentences(self.path):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                revision, redoable = self.db.execute(
                    "SELECT revision, EXISTS (SELECT 1 FROM step WHERE undone) FROM project"
                ).fetchone()
                if revision != self._revision:
                    self._revision = revision
                    raise ProjectChanged(
                        "Another program changed this project. Its present state is shown; "
                        "please repeat your last action."
                    )
                with self.db.atomic():
                    yield bool(redoable)
                self.db.execute("COMMIT")
            except BaseException:
                self._text = None  # it may be of an article that is not to be
                if self.db.conn.in_transaction:
                    self.db.execute("ROLLBACK")
                raise

    def _stored_revision(self) -> int:
        return int(self.db.execute("SELECT revision FROM project").fetchone()[0])


class ProjectChanged(UserError):
    """Another program wrote to the file since this one last read it; nothing was changed."""


def _refuse_what_is_no_file(path: Path) -> None:
    if not path.exists():
        raise UserError(f"There is no project “{path}”.")
    if not path.is_file():
        raise UserError(f"“{path}” is not a file.")
    if path.stat().st_size == 0:
        raise UserError(f"“{path.name}” is empty (perhaps it has not arrived completely); it was left as it is.")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The file's schema version. Raises UserError for a foreign or newer file."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != schema.APPLICATION_ID or version < 1:
        raise UserError(f"“{path.name}” is not a Postil project.")
    if version > schema.VERSION:
        raise UserError(f"“{path.name}” was made by a newer Postil; please update this one to open it.")
    return int(version)


def _bring_up_to_date(db: Database, version: int, path: Path) -> None:
    try:
        schema.migrate(db, version)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            raise UserError(
                f"“{path.name}” was made by an earlier Postil and must be brought up to date, but it cannot be "
                "written; make a copy of it where you may write, and open that."
            ) from error
        raise


def _folder_in(folder: Path) -> Path:
    """A private folder on the same disk, from which a finished file is moved into place."""
    try:
        return Path(tempfile.mkdtemp(prefix=".postil-", dir=folder))
    except OSError as error:
        raise UserError(f"The folder “{folder}” cannot be written to.") from error
